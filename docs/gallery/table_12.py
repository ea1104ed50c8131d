"""
Table 12. B2C e-commerce sales and online shoppers
==================================================

Twenty economies, and their sum as the paper prints it.
"""

import neadigital
from neadigital import plot

sales = neadigital.b2c_ecommerce_sales().query("economy != 'TOP20'")
b2c = sales.set_index("economy")["b2c_usd_bn"]
shares = 100 * b2c / b2c.sum()
answer = (
    f"Of what twenty economies sell online to consumers, China has {shares['CHN']:.0f} % "
    f"and the United States {shares['USA']:.0f} %"
)
plot.bars(
    b2c.sort_values(ascending=False),
    unit="US$ billion",
    title=answer,
    source="Song (2023), table 12.",
)

# %%
# The corrected numbers.

neadigital.b2c_ecommerce_sales().set_index("rank")

# %%
# The table as printed, as text.

neadigital.printed_table(12)
