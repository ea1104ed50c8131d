"""
Table 13. Trade with Russia
===========================

Jilin's row is misprinted twice: the printed trade of 2022 is twice the correct one, that of 2023
ten times. The year 2023 ends in July, so its point is hollow.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(13)
# sphinx_gallery_end_ignore
import neadigital

trade = neadigital.trade_with_russia()
trade.pivot(index="year", columns="region", values="trade_cny_bn")

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("trade_with_russia")
found[["key", "column", "printed", "value", "certainty", "evidence"]]

# %%
# The table as printed, as text.

neadigital.printed_table(13)
