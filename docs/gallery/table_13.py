"""
Table 13. Trade with Russia
===========================

Jilin's row is misprinted twice: the printed trade of 2022 is twice the correct one, that of 2023
ten times. The year 2023 ends in July, so the picture leaves it out.
"""

import neadigital

trade = neadigital.trade_with_russia().query("months == 12 and region != 'CN'")
by_year = trade.pivot(index="region", columns="year", values="trade_cny_bn")
by_year.plot.barh(figsize=(8, 5), xlabel="CNY billion, whole years", ylabel="")

# %%
# The corrected numbers.

trade = neadigital.trade_with_russia()
trade.pivot(index="year", columns="region", values="trade_cny_bn")

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("trade_with_russia")
found[["key", "column", "printed", "value", "certainty", "evidence"]]

# %%
# The table as printed, as text.

neadigital.printed_table(13)
