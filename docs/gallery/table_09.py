"""
Table 9. World ranks in cybersecurity
=====================================

Each edition of the index has a method of its own, so a move between two is not only the economy's.
"""

import neadigital
from neadigital import plot

ranks = neadigital.cybersecurity_ranks()
ranks.pivot(index="economy", columns="year", values="rank")

# %%
# The page's own, as strings.

neadigital.printed_table(9)

# %%
# And as a picture.

plot.ranks("cybersecurity_ranks")
