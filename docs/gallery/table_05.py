"""
Table 5. Digital competitiveness of cities
==========================================

Three scores and their mean. The audit checks that the printed total is that mean.
"""

import neadigital
from neadigital import plot

cities = neadigital.city_competitiveness().query("year == 2021").set_index("city")
scores = cities.filter(like="_score").sort_values("total_score", ascending=False)
labels = neadigital.codebook("city_competitiveness").set_index("column")["label"]
plot.bars(
    scores.rename(columns=lambda column: labels[column].removesuffix(", score")),
    unit="score, 0 to 100",
    title="Tokyo leads in infrastructure and innovation, Seoul in talent",
    source="Song (2023), table 5.",
)

# %%
# The corrected numbers.

neadigital.city_competitiveness().set_index("city")

# %%
# The table as printed, as text.

neadigital.printed_table(5)
