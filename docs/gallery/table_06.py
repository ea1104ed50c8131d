"""
Table 6. Where the top 100 digital enterprises are
==================================================

Fifteen economies share the hundred places.
"""

import neadigital

firms = neadigital.top_digital_enterprises()
firms.sort_values("enterprises", ascending=False)

# %%
# The page's own, as strings.

neadigital.printed_table(6)

# %%
# And as a picture.

ax = firms.sort_values("enterprises").plot.barh(x="economy", y="enterprises", legend=False, color="#0072B2")
ax.set(title="Enterprises in the global top 100, 2020", xlabel="enterprises", ylabel="")
