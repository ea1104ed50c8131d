"""
Table 1. Growth of GDP and of the digital economy
=================================================

The page divides each change by the new value. The loader gives the usual rate, over the old one.
"""

import neadigital

# One colour an economy, in every picture of this site.
COLOURS = {"CHN": "#D55E00", "JPN": "#0072B2", "KOR": "#009E73", "MNG": "#E69F00", "RUS": "#CC79A7"}

rates = neadigital.growth_rates()
rates.pivot(index="economy", columns="year").round(2)

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("growth_rates")
found.groupby(["column", "kind", "certainty", "evidence"]).size().rename("cells").reset_index()

# %%
# The page's own, as strings.

neadigital.printed_table(1)

# %%
# And as a picture.

gap = rates.assign(points=rates["digital_economy_growth_pct"] - rates["gdp_growth_pct"])
ax = gap.pivot(index="year", columns="economy", values="points").plot.bar(color=COLOURS)
ax.axhline(0, color="#222222", linewidth=0.8)
ax.set(title="Growth of the digital economy over that of GDP", ylabel="percentage points", xlabel="")
