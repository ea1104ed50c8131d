"""
Is the digital divide in Northeast Asia closing?
================================================

In the use of the Internet, yes, among China, Japan, Korea and Russia. How far Mongolia has caught
up cannot be said from the paper's years: its series breaks in 2018, 2020 and 2021. Among those left
offline the divide does not close. The data are those of table 2 of Song Linlin (2023), from ITU,
for 2015, 2018 and 2021.
"""

import neadigital
from neadigital import divide, growth, plot

itu = neadigital.itu_indicators().query("table == 2")
every = itu.query("indicator == 'internet_users_pct'")

# %%
# What can be compared
# --------------------
#
# The status ``B`` marks the first of these values after a break. Both are Mongolia's, so it is left
# out.

every.query("obs_status == 'B'")[["economy", "year", "value", "obs_status"]]

# %%
# Japan's value of 2021 is of 2020, as the paper says; its series breaks in 2021. Every metric warns
# of such a number where the column ``reference_year`` tells it, so the column is dropped here.

users = every[every["economy"] != "MNG"].drop(columns="reference_year")
users.pivot(index="economy", columns="year", values="value")

# %%
# Online and offline
# ------------------
#
# The share online and the share offline always add to 100, but they are not equally unequal: once
# most people are online, the shares online are nearly the same, while the shares offline still
# differ.

both = users.assign(online=users["value"], offline=100 - users["value"])
sides = both.melt(["economy", "year"], ["online", "offline"], "side", "share_pct")
by_side = divide.dispersion(sides, "share_pct", within="side", measures="gini")
title = "Inequality among the four more than halved online, and did not fall offline"
words = {
    "label": "Gini index",
    "unit": "Gini index, 0 to 1",
    "source": "Source: Song (2023), table 2.",
}
ax = plot.series(by_side.round(3), "gini", entity="side", title=title, **words)
ax.set_ylim(0)

# %%

gini = by_side.pivot(index="year", columns="side", values="gini")
change = 100 * (gini.loc[2021] / gini.loc[2015] - 1)
print(f"Change: {change['online']:+.0f} % online, {change['offline']:+.0f} % offline")
gini.round(3)

# %%
# Are the laggards catching up?
# -----------------------------
#
# Each economy's growth, in the order of where it started: the lower the start, the faster.

rate = growth.cagr(users, "value").set_index("economy")["cagr_pct"]
start = users[users["year"] == 2015].set_index("economy")["value"].sort_values()
names = neadigital.economies().set_index("economy")["name"]
bars = rate[start.index].rename(
    lambda code: f"{names[code]}, {start[code]:.0f} % in 2015"
)
plot.bars(
    bars,
    unit="growth of the share online a year, 2015 to 2021, %",
    title="China started lowest and grew fastest",
    source="Source: Song (2023), table 2.",
)

# %%
# Other indicators
# ----------------
#
# Subscriptions have no break in these years, so here are all five.

subscriptions = itu[itu["indicator"] != "internet_users_pct"]
by_indicator = divide.dispersion(
    subscriptions, "value", within="indicator", measures=("gini",)
)
codes = neadigital.codebook("itu_indicators").query("column == 'indicator'")
labels = codes.dropna(subset="code").set_index("code")["label"]
what = (
    by_indicator["indicator"]
    .map(labels)
    .str.removesuffix(" subscriptions, per 100 inhabitants")
)
named = by_indicator.assign(indicator=what).round(3)
title = "Fixed broadband stays the most unequal of the three"
ax = plot.series(named, "gini", entity="indicator", title=title, **words)
ax.set_ylim(0)

# %%

ends = by_indicator.pivot(index="indicator", columns="year", values="gini")
change = 100 * (ends[2021] / ends[2015] - 1)
ends.round(3).assign(**{"change, %": change.round(1)})

# %%
# In short: among the four, the divide in use has halved, as use cannot pass 100 %. Among those
# offline it has not closed. Fixed broadband is the most unequal of the three kinds of subscription,
# and mobile broadband has closed least.

# %%
# What has changed since
# ----------------------
#
# The World Bank's edition of July 2026 goes on. From 2021 to 2022 no series of the five breaks, nor
# from 2023, when China's does, to 2024. Since 2017 the Gini index of the five has fallen mostly in
# the years in which a series breaks.

later = neadigital.world_development_indicators(edition="2026").query(
    "indicator == 'IT.NET.USER.ZS' and economy != 'WLD'"
)
for years in ([2021, 2022], [2023, 2024]):
    gini = divide.dispersion(
        later[later["year"].isin(years)], "value", measures=("gini",)
    )
    before, after = gini["gini"]
    print(f"{years[0]} to {years[1]}: Gini index {before:.3f} to {after:.3f}")

# %%
# A gap can also be told in years: how long ago Korea had the share that Mongolia has now. One share
# of each economy is compared, and no two years of one, so the columns on breaks are dropped.

shares = later.drop(columns=["segment", "obs_status"])
distance = divide.time_distance(shares, "value", reference="KOR")
years = distance.set_index(["economy", "year"])["time_distance_years"]
print(f"Mongolia is behind Korea by {years['MNG', 2024]:.0f} years in 2024")
