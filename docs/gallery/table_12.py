"""
Table 12. B2C e-commerce sales and online shoppers
==================================================

Twenty economies, and their sum as the paper prints it.
"""

# sphinx_gallery_start_ignore
import table_pictures

table_pictures.draw(12)
# sphinx_gallery_end_ignore
import neadigital

neadigital.b2c_ecommerce_sales().set_index("rank")

# %%
# The table as printed, as text.

neadigital.printed_table(12)
