"""
Table 4. World ranks in digital competitiveness
===============================================

Russia's ranks of 2018 to 2020 are probably those of another ranking, and so are doubtful: hollow in the picture.
"""

import neadigital
from neadigital import plot

ranks = neadigital.digital_competitiveness_ranks()
ranks.pivot(index="economy", columns="year", values="rank")

# %%
# The page's own, as strings.

neadigital.printed_table(4)

# %%
# And as a picture.

plot.ranks("digital_competitiveness_ranks")
