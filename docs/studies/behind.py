"""
How far is Mongolia behind, in years?
=====================================

A gap in points says how much is missing. A gap in years says how long ago another stood where Mongolia stands now: it
is read off the other's past, and assumes nothing about the future.
"""

import neadigital
from neadigital import divide, plot

wdi = neadigital.world_development_indicators()
users = wdi.query("indicator == 'IT.NET.USER.ZS'")

# %%
# Behind Korea, in the use of the Internet
# ----------------------------------------

plot.time_distance(users, "value", reference="KOR", at=2021)

# %%

distance = divide.time_distance(users, "value", reference="KOR", at=2021).set_index("economy")
print(f"In 2021 Mongolia stood where Korea stood {distance.loc['MNG', 'time_distance_years']:.1f} years before")

# %%
# How sure that is
# ----------------
#
# Where the reference hardly moved for years, a small error of the value is a large one of the distance. Half a point
# to either side:

mongolia = users["economy"] == "MNG"
for shift in (-0.5, 0.5):
    moved = users.assign(value=users["value"].where(~mongolia, users["value"] + shift))
    years = divide.time_distance(moved, "value", reference="KOR", at=2021).set_index("economy")
    print(f"with {shift:+} points: {years.loc['MNG', 'time_distance_years']:.1f} years")

# %%
# And Mongolia's own series jumps from 2017 to 2018, more than a year's growth can explain; before and after may not be
# the same survey.

own = users[mongolia].set_index("year")["value"]
print(own.loc[2015:2021].round(1).to_string())

# %%
# Behind each of the others, in each indicator
# --------------------------------------------

rows = []
for reference in ("CHN", "JPN", "KOR", "RUS"):
    series = wdi[wdi["indicator"].str.startswith("IT.")]
    found = divide.time_distance(series, "value", reference=reference, within="indicator", at=2021)
    rows.append(found[found["economy"] == "MNG"].assign(reference=reference))
import pandas as pd

every = pd.concat(rows)
every.pivot(index="indicator", columns="reference", values="time_distance_years").round(1)

# %%
# A gap there means that the distance cannot be given; ``status`` says why.

every.pivot(index="indicator", columns="reference", values="status")

# %%
# And forward
# -----------
#
# If both went on as from 2015 to 2021, which nothing says they will:

ahead = divide.catch_up(users, "value", reference="KOR", start=2015, end=2021).set_index("economy")
ahead.loc[["MNG"], ["growth_pct", "reference_growth_pct", "catch_up_years", "status"]].round(2)
