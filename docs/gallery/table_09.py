"""
Table 9. World ranks in cybersecurity
=====================================

Each edition of the index has its own method, so a change of rank need not be a change in the
economy.
"""

import neadigital
from neadigital import plot

ranks = neadigital.cybersecurity_ranks()
last = ranks[ranks["year"] == 2020].set_index("economy")["rank"]
answer = (
    f"In cybersecurity Korea has place {last['KOR']} in the world in 2020, "
    f"Mongolia place {last['MNG']}"
)
plot.ranks("cybersecurity_ranks", title=answer)

# %%
# The corrected numbers.

ranks.pivot(index="economy", columns="year", values="rank")

# %%
# The table as printed, as text.

neadigital.printed_table(9)
