"""
Table 3. World ranks in e-government
====================================

The page's ranks are the United Nations' own; nothing is corrected.
"""

import neadigital
from neadigital import plot

ranks = neadigital.egovernment_ranks()
ranks.pivot(index="year", columns="economy", values=["egdi_rank", "epi_rank"])

# %%
# The page's own, as strings.

neadigital.printed_table(3)

# %%
# And as a picture.

plot.ranks("egovernment_ranks")
plot.ranks("egovernment_ranks", "epi_rank")
