"""
Table 1. Growth of GDP and of the digital economy
=================================================

The paper (Song 2023) divides each change by the new value. The loader gives the usual rate, over
the old one.
"""

import neadigital
from neadigital import plot

rates = neadigital.growth_rates()
plot.series(
    rates,
    "digital_economy_growth_pct",
    title="Of the four digital economies only Russia's shrank in 2020",
)
plot.series(
    rates,
    "gdp_growth_pct",
    title="Of the four only China's GDP in US dollars grew in 2020",
)

# %%
# The corrected numbers.

rates.pivot(index="economy", columns="year").round(2)

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("growth_rates")
found.groupby(["column", "kind", "certainty", "evidence"]).size().rename(
    "cells"
).reset_index()

# %%
# The table as printed, as text.

neadigital.printed_table(1)
