"""
How far is Mongolia behind, in years?
=====================================

A gap in years says how long ago another economy stood where Mongolia stands now. The data here are
the World Bank's yearly series from ITU, not those of the paper by Song Linlin (2023).
"""

import neadigital
from neadigital import divide, plot

wdi = neadigital.world_development_indicators()
users = wdi.query("indicator == 'IT.NET.USER.ZS'")

# %%
# Behind Korea, in the use of the Internet
# ----------------------------------------
#
# Korea had what Mongolia has in 2021 about 2012, when it counted children of age 3 and over, too;
# Mongolia counts people of age 15 and over. Segment and status are dropped, as one share of each
# economy is compared, and no two years of one.

shares = users.drop(columns=["segment", "obs_status"])
distance = divide.time_distance(shares, "value", reference="KOR")
mongolia = distance.set_index(["economy", "year"]).loc[("MNG", 2021)]
years = mongolia["time_distance_years"]
answer = f"In 2021 Mongolia had the share that Korea had {years:.1f} years before"
ax = plot.series(users, "value", highlight=["MNG", "KOR"], title=answer)
ax.plot([mongolia["reference_time"], 2021], [mongolia["value"]] * 2, "k|:")

# %%
# Two answers to one question
# ---------------------------
#
# The paper's table 2 has three years only, 2015, 2018 and 2021, with a straight line between them.
# The answers on *Which numbers can I trust?* and in *Choosing a measure* are those of table 2.

table_2 = neadigital.itu_indicators().query(
    "indicator == 'internet_users_pct' and economy != 'WLD'"
)
# Japan's number of 2021 is of 2020, and is not compared here.
table_2 = table_2[table_2["economy"] != "JPN"]
for name, rows in (
    ("table 2 of the paper, three years", table_2),
    ("the yearly series", shares),
):
    distance = divide.time_distance(rows, "value", reference="RUS")
    now = distance[distance["year"] == 2021].set_index("economy")
    years = now["time_distance_years"]
    print(
        f"behind Russia by {name}: Mongolia {years['MNG']:.2f} years, China {years['CHN']:.2f}"
    )

# %%
# How sure that is
# ----------------
#
# With half a percentage point more or less:

is_mongolia = users["economy"] == "MNG"
for shift in (-0.5, 0.5):
    moved = shares.assign(value=shares["value"] + shift * is_mongolia)
    distance = divide.time_distance(moved, "value", reference="KOR")
    mongolia = distance.set_index(["economy", "year"]).loc[("MNG", 2021)]
    print(f"with {shift:+} points: {mongolia['time_distance_years']:.1f} years")

# %%
# Behind each of the others, in each indicator
# --------------------------------------------
#
# A reference whose own series breaks is left out here: its years are not on one basis.

is_break = (wdi["obs_status"] == "B") & (wdi["economy"] != "MNG")
print(wdi.loc[is_break, ["economy", "year", "indicator"]].to_string(index=False))

rows = []
for reference in ("CHN", "JPN", "KOR", "RUS"):
    own = wdi[wdi["economy"] == reference]
    broken = own.loc[own["obs_status"] == "B", "indicator"]
    series = wdi[wdi["indicator"].str.startswith("IT.")]
    series = series[~series["indicator"].isin(broken)]
    found = divide.time_distance(
        series, "value", reference=reference, within="indicator"
    )
    is_mongolia = (found["economy"] == "MNG") & (found["year"] == 2021)
    rows.append(found[is_mongolia].assign(reference=reference))
import pandas as pd

every = pd.concat(rows)
every.pivot(index="indicator", columns="reference", values="time_distance_years").round(
    1
)

# %%

# %%
# What has changed since
# ----------------------
#
# The World Bank's edition of July 2026 goes on to 2024; neither series breaks after 2021. It also
# lowers Mongolia's share of 2021: the two editions must not be joined.

later = neadigital.world_development_indicators(edition="2026").query(
    "indicator == 'IT.NET.USER.ZS' and economy != 'WLD'"
)
later = later.drop(columns=["segment", "obs_status"])
for year in (2021, 2024):
    distance = divide.time_distance(later, "value", reference="KOR")
    mongolia = distance.set_index(["economy", "year"]).loc[("MNG", year)]
    years = mongolia["time_distance_years"]
    print(f"{year}: Mongolia is {years:.1f} years behind Korea")
