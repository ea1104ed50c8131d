"""
Table 10. E-commerce sales
==========================

Total sales: business to business and business to consumers.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(10)
# sphinx_gallery_end_ignore
import neadigital

sales = neadigital.ecommerce_sales()
sales.pivot(
    index="economy", columns="year", values=["total_usd_bn", "total_share_of_gdp_pct"]
)

# %%
# The table as printed, as text.

neadigital.printed_table(10)
