"""
Table 6. Where the top 100 digital enterprises are
==================================================

Fifteen economies share the hundred places.
"""

import neadigital

enterprises = neadigital.top_digital_enterprises().set_index("economy")["enterprises"]
enterprises.sort_values().plot.barh(figsize=(8, 5), xlabel="enterprises", ylabel="")

# %%
# The corrected numbers.

neadigital.top_digital_enterprises().sort_values("enterprises", ascending=False)

# %%
# The table as printed, as text.

neadigital.printed_table(6)
