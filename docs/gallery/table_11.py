"""
Table 11. B2B e-commerce sales
==============================

The page repeats table 10's ranks under a heading of B2B sales; the notes say where the place by B2B sales is another.
"""

import neadigital

sales = neadigital.ecommerce_sales()
sales.pivot(index="economy", columns="year", values=["b2b_usd_bn", "b2b_share_of_total_pct"])

# %%
# The page's own, as strings.

neadigital.printed_table(11)

# %%
# And as a picture.

ten = sales[~sales["economy"].isin(["WLD", "TOP10"])]
ax = (
    ten.pivot(index="economy", columns="year", values="b2b_usd_bn")
    .sort_values(2019)
    .plot.barh(color=["#56B4E9", "#0072B2"])
)
ax.set(title="B2B e-commerce sales", xlabel="US$ billion", ylabel="")
