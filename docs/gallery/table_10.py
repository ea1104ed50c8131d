"""
Table 10. E-commerce sales
==========================

Total sales, business to business and to consumers.
"""

import neadigital

sales = neadigital.ecommerce_sales()
sales.pivot(index="economy", columns="year", values=["total_usd_bn", "total_share_of_gdp_pct"])

# %%
# The page's own, as strings.

neadigital.printed_table(10)

# %%
# And as a picture.

ten = sales[~sales["economy"].isin(["WLD", "TOP10"])]
ax = (
    ten.pivot(index="economy", columns="year", values="total_usd_bn")
    .sort_values(2019)
    .plot.barh(color=["#56B4E9", "#0072B2"])
)
ax.set(title="E-commerce sales", xlabel="US$ billion", ylabel="")
