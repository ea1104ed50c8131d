"""
Table 13. Trade with Russia
===========================

Three cells of Jilin's columns have slips. The printed trade of 2022 is twice the correct one,
and its growth is that of two months of 2023. The printed trade of 2023 is more than that of the
whole year; a tenth of it is inferred. The year 2023 ends in July, so the picture leaves it out.
"""

import neadigital
from neadigital import plot

trade = neadigital.trade_with_russia().query("months == 12 and region != 'CN'")
by_year = trade.pivot(index="region", columns="year", values="trade_cny_bn")
share = 100 * by_year.loc["CN-HL", 2022] / by_year[2022].sum()
plot.bars(
    by_year.sort_values(2022, ascending=False),
    unit="CNY billion, whole years",
    title=f"Heilongjiang has {share:.0f} % of the three provinces' trade with Russia in 2022",
    source="Song (2023), table 13.",
)

# %%
# The corrected numbers, seven months beside seven months and years beside years. Those of 2020 and
# of January to July 2022 are reconstructed from the printed rates.

trade = neadigital.trade_with_russia()
trade.pivot(index=["months", "year"], columns="region", values="trade_cny_bn")

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("trade_with_russia")
found[["place", "year", "column", "printed", "value", "certainty", "evidence"]]

# %%
# The table as printed, as text.

neadigital.printed_table(13)
