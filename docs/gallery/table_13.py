"""
Table 13. Trade with Russia
===========================

Three cells of Jilin's columns have slips. The printed trade of 2022 is twice the correct one,
and its growth is that of two months of 2023. The printed trade of 2023 is more than that of the
whole year; a tenth of it is inferred. The year 2023 ends in July, so the picture leaves it out.
"""

import neadigital

trade = neadigital.trade_with_russia().query("months == 12 and region != 'CN'")
by_year = trade.pivot(index="region", columns="year", values="trade_cny_bn")
by_year.plot.barh(figsize=(8, 5), xlabel="CNY billion, whole years", ylabel="")

# %%
# The corrected numbers.

trade = neadigital.trade_with_russia()
trade.pivot(index=["year", "months"], columns="region", values="trade_cny_bn")

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("trade_with_russia")
found[["place", "year", "column", "printed", "value", "certainty", "evidence"]]

# %%
# The table as printed, as text.

neadigital.printed_table(13)
