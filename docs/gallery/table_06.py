"""
Table 6. Where the top 100 digital enterprises are
==================================================

Fifteen economies share the hundred places.
"""

import neadigital
from neadigital import plot

enterprises = neadigital.top_digital_enterprises().set_index("economy")["enterprises"]
answer = (
    f"The United States has {enterprises['USA']} of the top 100 digital enterprises, "
    f"Japan {enterprises['JPN']}, China {enterprises['CHN']}"
)
plot.bars(
    enterprises.sort_values(ascending=False),
    unit="enterprises",
    title=answer,
    source="Song (2023), table 6.",
)

# %%
# The corrected numbers.

neadigital.top_digital_enterprises().sort_values("enterprises", ascending=False)

# %%
# The table as printed, as text.

neadigital.printed_table(6)
