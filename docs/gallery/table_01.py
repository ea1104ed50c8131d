"""
Table 1. Growth of GDP and of the digital economy
=================================================

The paper (Song 2023) divides each change by the new value. The loader gives the usual rate, over
the old one.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(1)
# sphinx_gallery_end_ignore
import neadigital

rates = neadigital.growth_rates()
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
