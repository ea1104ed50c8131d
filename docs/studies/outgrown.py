"""
Has the digital economy outgrown GDP?
=====================================

The paper says so of all four economies. It holds for each of them over the whole span, and in nearly every year: here
the cases are counted, with the bounds that the printed digits leave.
"""

import pandas as pd

import neadigital
from neadigital import growth

rates = neadigital.growth_rates()
gap = rates["digital_economy_growth_pct"] - rates["gdp_growth_pct"]
better = gap > 0
print(f"The digital economy grew faster in {better.sum()} of {len(rates)} cases")
rates[~better]

# %%
# How sure each of these is
# -------------------------
#
# A printed rate has two decimals, so it stands for an interval of 0.01. Read over the new value, as table 1 does, an
# interval of g is one of g / (1 - g). The gap is certain where its lower end is above zero.

printed = neadigital.growth_rates(as_printed=True)


def bounds(column):
    """Return the usual rate at both ends of what the printed one stands for."""
    low, high = (growth.rate_over_previous(printed[column] + half) for half in (-0.005, 0.005))
    return low, high


digital_low, digital_high = bounds("digital_economy_growth_pct")
# GDP is known without rounding: its rates are computed from the World Bank's levels.
certain = digital_low > rates["gdp_growth_pct"] + 0.005
print(f"Certain in {certain.sum()} of {len(rates)} cases, whatever the digits that were cut off")

# %%

table = rates.assign(gap_points=gap.round(2)).pivot(index="year", columns="economy", values="gap_points")
table

# %%
# As a picture
# ------------

colours = {"CHN": "#D55E00", "JPN": "#0072B2", "KOR": "#009E73", "RUS": "#CC79A7"}
ax = table.plot.bar(color=colours, width=0.8)
ax.axhline(0, color="#222222", linewidth=0.8)
ax.set(title="Growth of the digital economy over that of GDP", ylabel="percentage points", xlabel="")

# %%
# Over the whole span
# -------------------
#
# The elasticity is the per cent of digital growth for each per cent of GDP. Of Korea only bounds of the level are
# known, but its rates are printed, so its growth is known where its level is not.

scale = neadigital.digital_economy_scale()
arc = growth.elasticity(scale, "scale_usd_bn", "gdp_usd_bn", method="arc")
total = growth.multiple(scale, "scale_usd_bn").merge(
    growth.multiple(scale, "gdp_usd_bn"), on="economy", suffixes=("_digital", "_gdp")
)
korea = rates[rates["economy"] == "KOR"]
chained = {column: (1 + korea[f"{column}_growth_pct"] / 100).prod() for column in ("digital_economy", "gdp")}
print(f"Korea, 2016 to 2021: digital x {chained['digital_economy']:.2f}, GDP x {chained['gdp']:.2f}")
pd.concat([total.set_index("economy")[["multiple_digital", "multiple_gdp"]], arc.set_index("economy")["elasticity"]],
          axis=1).round(2)  # fmt: skip

# %%
# What stays in doubt
# -------------------
#
# China's year 2020 is a break between two editions of its source; the growth of 2020 and of 2021 is in doubt, their
# product is not.

notes = neadigital.notes("growth_rates").query("kind == 'doubtful'")
notes[["key", "column", "value", "note"]]
