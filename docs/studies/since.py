"""
Is the divide closing? Scores and years to 2024
===============================================

Yes, but by less than the numbers seem to say: since 2017 nearly all of the fall in the inequality
of Internet use lies where a series breaks. The paper by Song Linlin (2023) ends in 2021. Here are
the years since: Internet users from the World Bank's edition of July 2026, e-government and
cybersecurity by the scores of the United Nations and ITU.
"""

import pandas as pd

import neadigital
from neadigital import divide, growth, plot

wdi = neadigital.world_development_indicators(edition="2026")
every = wdi.query("indicator == 'IT.NET.USER.ZS' and economy != 'WLD'")
# The last year in which all five have a value.
users = every[every["year"] <= 2024]
government = neadigital.egovernment_index()
security = neadigital.cybersecurity_index()

# %%
# Where the series break
# ----------------------
#
# The status ``B`` marks the first value after a break. A note gives the words of its publisher, or
# says that it is a jump that nobody explains.

notes = neadigital.notes("world_development_indicators")
breaks = notes.query(
    "kind == 'break' and edition == '2026' and indicator == 'IT.NET.USER.ZS'"
)
breaks[["economy", "year", "note"]]

# %%
# How unequal the five are between these breaks
# ---------------------------------------------
#
# A stretch is a span of years in which no series of the five breaks. The picture has a line for
# each stretch: the Gini index of Internet use, 0 when all are equal.


def stretches(data):
    """Return the years between two breaks of any economy, as a text for each row."""
    years = data["year"]
    starts = sorted({years.min(), *years[data["obs_status"] == "B"]})
    ends = [*(years[years < start].max() for start in starts[1:]), years.max()]
    spans = zip(starts, ends, strict=True)
    names = [f"{start} to {end}" if start < end else f"{start}" for start, end in spans]
    edges = [*starts, years.max() + 1]
    return pd.cut(years, edges, right=False, labels=names).astype(str)


users = users.assign(stretch=stretches(users))
spread = divide.dispersion(users, "value", within="stretch", measures="gini")
is_first = ~spread["stretch"].duplicated()
line = spread.round(3).assign(
    who="five economies", obs_status=is_first.map({True: "B"})
)
ax = plot.series(
    line,
    "gini",
    entity="who",
    label="Gini index",
    unit="Gini index, 0 to 1",
    title="Since 2017 the fall is mostly where series break",
    source="World Bank and ITU, edition of 2026.",
)
ax.set_ylim(0)

# %%
# How much of the fall lies at the breaks, and how much between them?


def fall(data, value, since):
    """Print the fall of the Gini index from a year on, in all and between breaks."""
    data = data[data["year"] >= since].assign(stretch=stretches)
    gini = divide.dispersion(data, value, within="stretch", measures=("gini",))
    ends = gini.groupby("stretch")["gini"].agg(["first", "last"])
    within = (ends["first"] - ends["last"]).sum()
    total = ends["first"].iloc[0] - ends["last"].iloc[-1]
    first, last = data["year"].min(), data["year"].max()
    print(
        f"{first} to {last}: the Gini index falls by {total:.3f}, of which {within:.3f} between "
        f"breaks and {total - within:.3f} ({100 - 100 * within / total:.0f} %) at them"
    )


for since in (2005, 2017):
    fall(users, "value", since)

# %%
# For each economy: the points gained between breaks, which ``growth.segments`` keeps apart, and
# those at its breaks.

users["segment"] = growth.segments(users)
steps = users.assign(
    points=growth.point_change(users, "value", within="segment")
).groupby("economy")
points = pd.DataFrame({"between breaks": steps["points"].sum()})
points["at breaks"] = steps["value"].agg(lambda share: share.iloc[-1] - share.iloc[0])
points["at breaks"] -= points["between breaks"]
points.round(1) + 0.0

# %%
# Scores break too
# ----------------
#
# The e-government survey changed how it measures in 2008, 2012, 2014, 2018, 2020, 2022 and 2024.
# Most of the fall of its Gini index lies at these breaks.

fall(government, "egdi", 2003)
government = government.assign(stretch=stretches(government))
gini = divide.dispersion(government, "egdi", within="stretch", measures=("gini",))
gini[["stretch", "year", "gini"]].round(3)

# %%
# Each edition of the cybersecurity index is a stretch by itself, not to be compared with the next:

security = security.assign(stretch=stretches(security))
gini = divide.dispersion(security, "score", within="stretch", measures=("gini",))
gini[["year", "gini"]].round(3)

# %%
# Do those who started low grow faster?
# -------------------------------------
#
# Beta convergence compares each economy's growth with where it started, sigma convergence asks
# whether the spread falls. Both are shown for 2005 to 2012, the only stretch of five years or more.

rate = growth.cagr(users, "value", start=2005, end=2012).set_index("economy")
points = pd.DataFrame({"growth": rate["cagr_pct"]})
points["start"] = users[users["year"] == 2005].set_index("economy")["value"]
title = "Mongolia started near China and grew more slowly"
ax = points.plot.scatter("start", "growth")
ax.set_title(title, loc="left", weight="bold")
ax.margins(0.15)
ax.set(xlabel="share online in 2005, %", ylabel="growth a year to 2012, %")
for economy, point in points[["start", "growth"]].iterrows():
    ax.annotate(economy, point, xytext=(0, 6), textcoords="offset points", ha="center")

# %%

stretch = users.query("year <= 2012")
beta = divide.beta_convergence(stretch, "value").iloc[0]
sigma = divide.sigma_convergence(stretch, "value").iloc[0]
print(
    f"{beta['start']} to {beta['end']}: beta {beta['beta']:+.3f}, the standard deviation of "
    f"logarithms changes by {sigma['slope']:+.4f} a year"
)

# %%
# How many years behind?
# ----------------------
#
# Korea had what Mongolia has in 2024 about 2013, when it counted children of age 3 and over, too;
# Mongolia counts people of age 15 and over. Segment and status are dropped, as one share of each
# economy is compared, and no two years of one.

shares = users.drop(columns=["segment", "obs_status"])
distance = divide.time_distance(shares, "value", reference="KOR")
mongolia = distance.set_index(["economy", "year"]).loc[("MNG", 2024)]
years = mongolia["time_distance_years"]
answer = f"In 2024 Mongolia has the share that Korea had {years:.1f} years before"
ax = plot.series(users, "value", highlight=["MNG", "KOR"], title=answer)
ax.plot([mongolia["reference_time"], 2024], [mongolia["value"]] * 2, "k|:")

# %%
# In short: in Internet use and in e-government the five are closer to each other than they were,
# also between breaks alone. But since 2017 nearly all of the fall in Internet use lies at breaks,
# and so does most of that in e-government.
