"""
Is the divide closing? Scores and years to 2025
===============================================

The paper by Song Linlin (2023) ends in 2021 and has ranks where the publishers have scores. Here
are the years since: Internet users from the World Bank's edition of July 2026, e-government and
cybersecurity by the scores of the United Nations and ITU. The divide goes on closing, but part of
what looks like closing is a change of how things are counted.
"""

from itertools import pairwise

import neadigital
from neadigital import divide, plot

wdi = neadigital.world_development_indicators(edition="2026")
every = wdi.query("indicator == 'IT.NET.USER.ZS' and economy != 'WLD'")
# The last year in which all five have a value.
users = every[every["year"] <= 2024]
government = neadigital.egovernment_index()
security = neadigital.cybersecurity_index()

# %%
# How unequal the five are, year by year
# --------------------------------------
#
# The Gini index of Internet use among the five economies, 0 when all are equal.

plot.dispersion(users, "value")

# %%
# The same for the two indices. Their scores can be compared in this way; their ranks cannot,
# because a rank says nothing about distance.

for name, scores, column in (
    ("e-government", government, "egdi"),
    ("cybersecurity", security, "score"),
):
    gini = divide.dispersion(scores, column, measures=("gini",)).set_index("year")[
        "gini"
    ]
    first, last = gini.index[0], gini.index[-1]
    print(
        f"{name}: Gini index {gini[first]:.3f} in {first}, {gini[last]:.3f} in {last}"
    )

# %%
# Is there a trend?
# -----------------
#
# Sigma convergence asks whether the spread falls. The p value compares the first and the last year.

for name, data, column in (
    ("Internet users", users, "value"),
    ("e-government", government, "egdi"),
    ("cybersecurity", security, "score"),
):
    trend = divide.sigma_convergence(data, column).iloc[0]
    print(
        f"{name}: the standard deviation of logarithms changes by {trend['slope']:+.4f} a year, "
        f"p value {trend['p']:.2f}, {trend['n_years']} years"
    )

# %%
# Do those who started low grow faster?
# -------------------------------------
#
# Beta convergence: each economy's growth against where it started.

plot.convergence(government, "egdi")

# %%

for name, data, column in (
    ("Internet users", users, "value"),
    ("e-government", government, "egdi"),
    ("cybersecurity", security, "score"),
):
    fit = divide.beta_convergence(data, column).iloc[0]
    print(
        f"{name}, {fit['start']} to {fit['end']}: slope {fit['beta']:.3f}, p value {fit['p']:.3f}, "
        f"half-life {fit['half_life']:.1f} years"
    )

# %%
# How many years behind?
# ----------------------

plot.time_distance(users, "value", reference="KOR", at=2024)

# %%
# What a break does
# -----------------
#
# A series breaks where the way of counting changes. The package marks these places with notes of
# kind ``other_basis``.

notes = neadigital.notes("world_development_indicators_2026")
breaks = notes[notes["indicator"] == "IT.NET.USER.ZS"]
breaks[["economy", "year", "note"]]

# %%
# China's share jumps by 15 points in 2023, Mongolia's by 23 in 2018, and Japan's falls by 7 in
# 2021, when Mongolia's jumps again. So 2018, 2021 and 2023 must not be joined to the years before
# them. Each stretch between these breaks can be looked at alone:

gini = divide.dispersion(users, "value", measures=("gini",)).set_index("year")["gini"]
stretches = [(2005, 2017), (2018, 2020), (2021, 2022), (2023, 2024)]
for first, last in stretches:
    print(f"{first} to {last}: Gini index {gini[first]:.3f} to {gini[last]:.3f}")

# %%
# How much of the fall since 2017 lies at the breaks, and how much between them?

fall = gini[2017] - gini[2024]
at_breaks = sum(
    gini[before[1]] - gini[after[0]] for before, after in pairwise(stretches)
)
print(f"Fall of the Gini index from 2017 to 2024: {fall:.3f}")
print(f"Of this at the three breaks: {at_breaks:.3f}, {100 * at_breaks / fall:.0f} %")

# %%
# Scores break too: the e-government survey changed its weights in 2008 and 2012 and how it measures
# in 2022 and 2024, and each edition of the cybersecurity index asks its own questions.
#
# In e-government little of the fall came before any break:

gini = divide.dispersion(government, "egdi", measures=("gini",)).set_index("year")[
    "gini"
]
first_break = government.query("obs_status == 'B'")["year"].min()
before = gini[gini.index < first_break]
print(f"Gini index {before.iloc[0]:.3f} to {before.iloc[-1]:.3f} before {first_break},")
print(
    f"a fall of {before.iloc[0] - before.iloc[-1]:.3f} of {gini.iloc[0] - gini.iloc[-1]:.3f} in all"
)

# %%
# In short: in Internet use and in e-government the five are much closer to each other than they
# were. Since 2017 most of the fall in the inequality of Internet use lies where the counting
# changes, and in e-government nearly all of it comes after the first break. In cybersecurity five
# editions show no trend.
