"""
Table 11. B2B e-commerce sales
==============================

The paper repeats table 10's ranks under a heading of business-to-business sales. The notes say
which economies have another rank by B2B sales.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(11)
# sphinx_gallery_end_ignore
import neadigital

sales = neadigital.ecommerce_sales()
sales.pivot(
    index="economy", columns="year", values=["b2b_usd_bn", "b2b_share_of_total_pct"]
)

# %%
# The table as printed, as text.

neadigital.printed_table(11)
