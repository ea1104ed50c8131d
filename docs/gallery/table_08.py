"""
Table 8. Global Connectivity Index
==================================

The table has no row of Mongolia; whether the index ranks it is not said.
"""

import neadigital

index = neadigital.connectivity_index().set_index("economy").sort_values("score")
scores = index[["broadband", "cloud", "ai", "iot"]].dropna()
scores.plot.barh(figsize=(8, 5), xlabel="score, 0 to 120", ylabel="")

# %%
# The corrected numbers.

neadigital.connectivity_index().set_index("economy")

# %%
# The table as printed, as text.

neadigital.printed_table(8)
