"""
Table 12. B2C e-commerce sales and online shoppers
==================================================

Twenty economies, and their sum as the paper prints it.
"""

import neadigital

sales = neadigital.b2c_ecommerce_sales().query("economy != 'TOP20'")
b2c = sales.set_index("economy")["b2c_usd_bn"].sort_values()
b2c.plot.barh(figsize=(8, 5), xlabel="US$ billion", ylabel="")

# %%
# The corrected numbers.

neadigital.b2c_ecommerce_sales().set_index("rank")

# %%
# The table as printed, as text.

neadigital.printed_table(12)
