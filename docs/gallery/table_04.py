"""
Table 4. World ranks in digital competitiveness
===============================================

The paper prints Russia's ranks of 2018 to 2020 from IMD's general ranking. They are corrected to
those of the digital ranking; all three corrections are proved.
"""

import neadigital
from neadigital import plot

plot.ranks(
    "digital_competitiveness_ranks",
    title="Korea ranks best of the five in digital competitiveness every year",
)

# %%
# The corrected numbers.

ranks = neadigital.digital_competitiveness_ranks()
ranks.pivot(index="economy", columns="year", values="rank")

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("digital_competitiveness_ranks")
assert list(found["year"]) == [2018, 2019, 2020]
assert set(found["certainty"]) == {"proved"}
found[["economy", "year", "column", "printed", "value", "certainty", "evidence"]]

# %%
# The table as printed, as text.

neadigital.printed_table(4)
