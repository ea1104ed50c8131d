"""
Table 7. Network infrastructure
===============================

The paper rounds these to whole numbers. Where table 2 prints the same quantity with a decimal, its
value is kept.
"""

import neadigital

itu = neadigital.itu_indicators().query("year == 2021")
computers = itu.query("indicator == 'households_with_computer_pct'")
shares = computers.set_index("economy")["value"].sort_values()
shares.plot.barh(figsize=(8, 5), xlabel="households with a computer, %", ylabel="")

# %%
# The corrected numbers.

itu.pivot(index="indicator", columns="economy", values="value")

# %%
# The table as printed, as text.

neadigital.printed_table(7)
