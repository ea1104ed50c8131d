"""
Is the digital divide in Northeast Asia closing?
================================================

In the use of the Internet, yes; in being left out of it, and in fixed broadband, much more slowly. The answer depends
on what is counted, on whose behalf, and on how few the economies are. Every number below was computed when this page
was built.
"""

import neadigital
from neadigital import divide, plot

itu = neadigital.itu_indicators().query("table == 2")
users = itu.query("indicator == 'internet_users_pct'")

# %%
# Use, and exclusion
# ------------------
#
# Those who use the Internet and those who do not are the same fact, but the inequality of one is not that of the
# other: when most are in, the shares of users are alike, while the shares of those left out still differ.

plot.dispersion(users, "value", complement=100)

# %%

spread = divide.dispersion(users, "value", measures=("gini", "cv"), complement=100)
gini = spread.pivot(index="year", columns="of", values="gini")
change = 100 * (gini.loc[2021] / gini.loc[2015] - 1)
print(f"Gini of users, 2015 to 2021: {gini.loc[2015, 'value']:.3f} to {gini.loc[2021, 'value']:.3f}")
print(f"Gini of non-users: {gini.loc[2015, 'complement']:.3f} to {gini.loc[2021, 'complement']:.3f}")
print(f"Change: {change['value']:.0f} % in use, {change['complement']:.0f} % in exclusion")

# %%
# Is it more than chance?
# -----------------------
#
# The five economies are all there are, so there is no error of sampling. A standard error here answers another
# question: would a trend as steady as this be a surprise, were there none? With three years there is little to go by.

sigma = divide.sigma_convergence(users, "value")
first = sigma.iloc[0]
print(f"The spread of logarithms falls by {-first['slope']:.3f} a year (standard error {first['se']:.3f})")
print(f"p of the trend {first['p']:.2f} with {first['n_years']} years; of the two ends {first['ends_p']:.3f}")

# %%
# Do those who started last grow fastest?

plot.convergence(users, "value", start=2015, end=2021)

# %%
# One economy could make such a line by itself. Without Mongolia:

without = users[users["economy"] != "MNG"]
for name, rows in (("all five", users), ("without Mongolia", without)):
    fit = divide.beta_convergence(rows, "value", start=2015, end=2021, covariance="classical").iloc[0]
    low, high = fit["half_life_low"], fit["half_life_high"]
    limits = f"{low:.1f} to {high:.1f}" if high < float("inf") else f"{low:.1f} or more"
    print(
        f"{name}: slope {fit['beta']:.3f}, p {fit['p']:.3f}, n {fit['n']}; half-life {fit['half_life']:.1f} ({limits})"
    )

# %%
# People instead of economies
# ---------------------------
#
# China is four fifths of the five's people. Weighted by people, the question becomes whether a person's chances differ.

wdi = neadigital.world_development_indicators().query("indicator == 'SP.POP.TOTL'")
people = wdi[["economy", "year", "value"]].rename(columns={"value": "people"})
both = users.merge(people, on=["economy", "year"])
weighted = divide.dispersion(both, "value", measures=("gini",), weights="people").set_index("year")["gini"]
print(f"Gini of users, weighted by people: {weighted[2015]:.3f} in 2015, {weighted[2021]:.3f} in 2021")

# %%
# Other indicators
# ----------------
#
# What closes fast in use closes slowly in fixed broadband.

plot.dispersion(itu, "value", within="indicator")

# %%

by_indicator = divide.dispersion(itu, "value", within="indicator", measures=("gini",))
ends = by_indicator.pivot(index="indicator", columns="year", values="gini")
ends.assign(change_pct=100 * (ends[2021] / ends[2015] - 1)).round(3)

# %%
# So: the divide in use has nearly closed, since use cannot pass 100 %; that in exclusion and in fixed broadband is
# still most of what it was. Five economies and three years show a direction, and do not prove a law.
