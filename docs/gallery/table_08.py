"""
Table 8. Global Connectivity Index
==================================

The table has no row of Mongolia; whether the index ranks it is not said.
"""

import neadigital
from neadigital import plot

index = neadigital.connectivity_index().set_index("economy")
index = index.sort_values("score", ascending=False, na_position="last")
scores = {
    "broadband_score": "broadband",
    "cloud_score": "cloud",
    "ai_score": "AI",
    "iot_score": "Internet of Things",
}
plot.bars(
    index[list(scores)].rename(index={"AVG": "Average"}, columns=scores),
    unit="score, 0 to 120",
    title="Japan leads in broadband and the Internet of Things, China in cloud and AI",
    source="Song (2023), table 8.",
)

# %%
# The corrected numbers.

neadigital.connectivity_index().set_index("economy")

# %%
# The table as printed, as text.

neadigital.printed_table(8)
