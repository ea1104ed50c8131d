"""
Table 7. Network infrastructure
===============================

The paper rounds these to whole numbers. Where table 2 prints the same quantity with a decimal, its
value is kept.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(7)
# sphinx_gallery_end_ignore
import neadigital

itu = neadigital.itu_indicators().query("year == 2021")
itu.pivot(index="indicator", columns="economy", values="value")

# %%
# The table as printed, as text.

neadigital.printed_table(7)
