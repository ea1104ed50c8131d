"""
Table 3. World ranks in e-government
====================================

The ranks are the United Nations' own. None is corrected; Russia's rank of 2020 in e-participation
is in doubt, as the scores of the survey give the next better one.
"""

import neadigital
from neadigital import plot

plot.ranks(
    "egovernment_ranks",
    title="Korea ranks best of the five in e-government every time",
)
plot.ranks(
    "egovernment_ranks",
    "epi_rank",
    title="In e-participation Korea was first five times, and Japan in 2022",
)

# %%
# The corrected numbers.

ranks = neadigital.egovernment_ranks()
ranks.pivot(index="year", columns="economy", values=["egdi_rank", "epi_rank"])

# %%
# The table as printed, as text.

neadigital.printed_table(3)
