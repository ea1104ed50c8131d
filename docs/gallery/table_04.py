"""
Table 4. World ranks in digital competitiveness
===============================================

Some of Russia's ranks are those of another ranking. What another source disproves is corrected;
what is doubtful is a hollow point in the picture.
"""

import neadigital
from neadigital import plot

plot.ranks("digital_competitiveness_ranks")

# %%
# The corrected numbers.

ranks = neadigital.digital_competitiveness_ranks()
ranks.pivot(index="economy", columns="year", values="rank")

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("digital_competitiveness_ranks")
found[["key", "column", "printed", "value", "certainty", "evidence"]]

# %%
# The table as printed, as text.

neadigital.printed_table(4)
