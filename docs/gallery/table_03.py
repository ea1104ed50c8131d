"""
Table 3. World ranks in e-government
====================================

The ranks are the United Nations' own; nothing is corrected.
"""

import neadigital
from neadigital import plot

plot.ranks("egovernment_ranks")
plot.ranks("egovernment_ranks", "epi_rank")

# %%
# The corrected numbers.

ranks = neadigital.egovernment_ranks()
ranks.pivot(index="year", columns="economy", values=["egdi_rank", "epi_rank"])

# %%
# The table as printed, as text.

neadigital.printed_table(3)
