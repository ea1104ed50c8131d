"""
Table 12. B2C e-commerce sales and online shoppers
==================================================

Twenty economies, and their sum as the page prints it.
"""

import neadigital

# One colour an economy, in every picture of this site.
COLOURS = {"CHN": "#D55E00", "JPN": "#0072B2", "KOR": "#009E73", "MNG": "#E69F00", "RUS": "#CC79A7"}

sales = neadigital.b2c_ecommerce_sales()
sales.set_index("rank")

# %%
# The page's own, as strings.

neadigital.printed_table(12)

# %%
# And as a picture.

each = sales[sales["economy"] != "TOP20"]
ax = each.plot.scatter(x="online_shoppers_pct", y="share_of_gdp_pct", color="#0072B2")
for row in each.itertuples():
    if row.economy in COLOURS:
        ax.annotate(
            row.economy, (row.online_shoppers_pct, row.share_of_gdp_pct), xytext=(5, 3), textcoords="offset points"
        )
ax.set(
    title="Online shoppers and B2C sales, 2019", xlabel="online shoppers, % of Internet users", ylabel="sales, % of GDP"
)
