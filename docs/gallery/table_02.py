"""
Table 2. Internet users and subscriptions
=========================================

The paper's header of the broadband columns is in the wrong order: the cells hold fixed, then
mobile, as table 7 proves.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(2)
# sphinx_gallery_end_ignore
import neadigital

itu = neadigital.itu_indicators().query("table == 2")
itu.pivot(index="economy", columns=["indicator", "year"], values="value").T

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("itu_indicators")
found.groupby(["column", "kind", "certainty", "evidence"]).size().rename(
    "cells"
).reset_index()

# %%
# The table as printed, as text.

neadigital.printed_table(2)
