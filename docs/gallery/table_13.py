"""
Table 13. Trade with Russia
===========================

Jilin's row is misprinted twice: 2022 is half of what is printed, 2023 a tenth.
"""

import neadigital

trade = neadigital.trade_with_russia()
trade.pivot(index="year", columns="region", values="trade_cny_bn")

# %%
# What is corrected, and by what evidence.

neadigital.errata("trade_with_russia")[["key", "column", "printed", "value", "certainty", "evidence"]]

# %%
# The page's own, as strings.

neadigital.printed_table(13)

# %%
# And as a picture.

provinces = trade[trade["region"] != "CN"].pivot(index="year", columns="region", values="trade_cny_bn")
provinces.columns = ["Heilongjiang", "Jilin", "Liaoning"]
ax = provinces.plot.bar(color=["#56B4E9", "#D55E00", "#117733"])
ax.set(title="Trade with Russia (2023: January to July)", ylabel="CNY billion", xlabel="")
