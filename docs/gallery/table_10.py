"""
Table 10. E-commerce sales
==========================

Total sales: business to business and business to consumers.
"""

import neadigital

sales = neadigital.ecommerce_sales().query("economy not in ['TOP10', 'WLD']")
totals = sales.pivot(index="economy", columns="year", values="total_usd_bn")
totals.sort_values(2019).plot.barh(figsize=(8, 5), xlabel="US$ billion", ylabel="")

# %%
# The corrected numbers.

sales = neadigital.ecommerce_sales()
sales.pivot(
    index="economy", columns="year", values=["total_usd_bn", "total_share_of_gdp_pct"]
)

# %%
# The table as printed, as text.

neadigital.printed_table(10)
