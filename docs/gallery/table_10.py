"""
Table 10. E-commerce sales
==========================

Total sales: business to business and business to consumers.
"""

import neadigital
from neadigital import plot

sales = neadigital.ecommerce_sales().query("economy not in ['TOP10', 'WLD']")
totals = sales.pivot(index="economy", columns="year", values="total_usd_bn")
share = 100 * totals.loc["USA", 2019] / totals[2019].sum()
plot.bars(
    totals.sort_values(2019, ascending=False),
    unit="US$ billion",
    title=f"The United States has {share:.0f} % of the ten's e-commerce sales in 2019",
    source="Song (2023), table 10.",
)

# %%
# The corrected numbers.

sales = neadigital.ecommerce_sales()
sales.pivot(
    index="economy", columns="year", values=["total_usd_bn", "total_share_of_gdp_pct"]
)

# %%
# The table as printed, as text.

neadigital.printed_table(10)
