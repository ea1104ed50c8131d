"""
Table 9. World ranks in cybersecurity
=====================================

Each edition of the index has its own method, so a change of rank need not be a change in the
economy.
"""

import neadigital
from neadigital import plot

plot.ranks("cybersecurity_ranks")

# %%
# The corrected numbers.

ranks = neadigital.cybersecurity_ranks()
ranks.pivot(index="economy", columns="year", values="rank")

# %%
# The table as printed, as text.

neadigital.printed_table(9)
