"""
Is the digital divide in Northeast Asia closing?
================================================

In the use of the Internet, yes. Among those left offline, and in fixed broadband, much more slowly.
The answer depends on what is counted and on whether economies or people count, and it rests on five
economies only. The data are those of table 2 of Song Linlin (2023), from ITU.
"""

import neadigital
from neadigital import divide, plot

itu = neadigital.itu_indicators().query("table == 2")
users = itu.query("indicator == 'internet_users_pct'")

# %%
# Online and offline
# ------------------
#
# The share online and the share offline always add to 100, but they are not equally unequal: once
# most people are online, the shares online are nearly the same everywhere, while the shares offline
# still differ.

plot.dispersion(users, "value", complement=100)

# %%

spread = divide.dispersion(users, "value", measures=("gini", "cv"), complement=100)
gini = spread.pivot(index="year", columns="of", values="gini")
change = 100 * (gini.loc[2021] / gini.loc[2015] - 1)
online, offline = gini["value"], gini["complement"]
print("Gini index, 2015 to 2021")
print(f"of the share online: {online.loc[2015]:.3f} to {online.loc[2021]:.3f}")
print(f"of the share offline: {offline.loc[2015]:.3f} to {offline.loc[2021]:.3f}")
print(f"Change: {change['value']:.0f} % online, {change['complement']:.0f} % offline")

# %%
# Is it more than chance?
# -----------------------
#
# These five economies are the whole region, not a sample of it, so there is no sampling error. A
# p value here answers another question: if each economy's distance from the mean were as likely to
# grow as to shrink, how surprising would these two years be? With five economies nothing is.

sigma = divide.sigma_convergence(users, "value").iloc[0]
print(f"The standard deviation of logarithms falls by {-sigma['slope']:.3f} a year,")
print(f"from {sigma['dispersion_start']:.2f} to {sigma['dispersion_end']:.2f}")
print(f"p value of first against last: {sigma['p']:.2f}")

# %%
# Are the laggards catching up?
# -----------------------------
#
# Each economy's growth against where it started: the lower the start, the faster the growth.

plot.convergence(users, "value", start=2015, end=2021)

# %%
# The half-life says how long it takes until half of the differences are gone. Its interval is
# the exact one: with so few economies it reaches down to 0, where the usual approximation would
# have no upper end. One economy could make such a line by itself, so here it is without Mongolia,
# too.

without = users[users["economy"] != "MNG"]
for name, rows in (("all five", users), ("without Mongolia", without)):
    fit = divide.beta_convergence(
        rows, "value", start=2015, end=2021, interval="exact"
    ).iloc[0]
    low, high = fit["half_life_low"], fit["half_life_high"]
    limits = (
        f"95 % interval {low:.2f} to {high:.2f}"
        if high < float("inf")
        else f"95 % interval {low:.2f} or more"
    )
    print(
        f"{name}: slope {fit['beta']:.3f}, p value {fit['p']:.3f}, {fit['n']} economies"
    )
    print(f"    half-life {fit['half_life']:.2f} years, {limits}")

# %%
# People instead of economies
# ---------------------------
#
# Four fifths of the people of the five economies live in China. Weighted by people, the question
# becomes whether a person's chances of being online differ.

wdi = neadigital.world_development_indicators().query("indicator == 'SP.POP.TOTL'")
people = wdi[["economy", "year", "value"]].rename(columns={"value": "people"})
both = users.merge(people, on=["economy", "year"])
weighted = divide.dispersion(
    both, "value", measures=("gini",), weights="people"
).set_index("year")["gini"]
print("Gini index of the share online, weighted by people")
print(f"{weighted[2015]:.3f} in 2015, {weighted[2021]:.3f} in 2021")

# %%
# Other indicators
# ----------------
#
# The gap in fixed broadband closes more slowly than the gap in use.

plot.dispersion(itu, "value", within="indicator")

# %%

by_indicator = divide.dispersion(itu, "value", within="indicator", measures=("gini",))
ends = by_indicator.pivot(index="indicator", columns="year", values="gini")
ends.assign(change_pct=100 * (ends[2021] / ends[2015] - 1)).round(3)

# %%
# In short: the divide in use has nearly closed, because use cannot pass 100 %. Among those
# offline, and in fixed broadband, most of it remains. Five economies in three years show a
# direction; they do not prove a law.

# %%
# What has changed since
# ----------------------
#
# The table ends in 2021. The World Bank's edition of July 2026 goes on, with a break in China's
# series in 2023; :doc:`since` works through it.

later = neadigital.world_development_indicators(edition="2026").query(
    "indicator == 'IT.NET.USER.ZS' and economy != 'WLD' and year in (2021, 2022, 2023, 2024)"
)
divide.dispersion(later, "value", measures=("gini",)).round(3)
