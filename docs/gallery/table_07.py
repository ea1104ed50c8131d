"""
Table 7. Network infrastructure
===============================

The paper rounds these to whole numbers. Where table 2 prints the same quantity with a decimal, its
value is kept.
"""

import neadigital
from neadigital import plot

itu = neadigital.itu_indicators().query("year == 2021")
computers = itu.query("indicator == 'households_with_computer_pct'")
shares = computers.set_index("economy")["value"].sort_values(ascending=False)
answer = (
    f"{shares['JPN']:.0f} % of homes in Japan have a computer, "
    f"{shares['MNG']:.0f} % in Mongolia"
)
plot.bars(
    shares,
    unit="% of households with a computer",
    title=answer,
    source="Song (2023), table 7.",
)

# %%
# The corrected numbers.

itu.pivot(index="indicator", columns="economy", values="value")

# %%
# The table as printed, as text.

neadigital.printed_table(7)
