"""
Table 4. World ranks in digital competitiveness
===============================================

Some of Russia's ranks are those of another ranking: what another source disproves is corrected, what is doubtful is
hollow in the picture.
"""

import neadigital
from neadigital import plot

ranks = neadigital.digital_competitiveness_ranks()
ranks.pivot(index="economy", columns="year", values="rank")

# %%
# What is corrected, and by what evidence.

neadigital.errata("digital_competitiveness_ranks")[["key", "column", "printed", "value", "certainty", "evidence"]]

# %%
# The page's own, as strings.

neadigital.printed_table(4)

# %%
# And as a picture.

plot.ranks("digital_competitiveness_ranks")
