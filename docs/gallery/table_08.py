"""
Table 8. Global Connectivity Index
==================================

Mongolia is not in the index.
"""

import neadigital

index = neadigital.connectivity_index()
index.set_index("economy")

# %%
# The page's own, as strings.

neadigital.printed_table(8)

# %%
# And as a picture.

parts = index.set_index("economy")[["broadband", "cloud", "ai", "iot"]]
ax = parts.plot.bar(color=["#0072B2", "#E69F00", "#009E73", "#CC79A7"])
ax.set(title="Scores by technology, 2020", ylabel="score", xlabel="")
