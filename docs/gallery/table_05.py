"""
Table 5. Digital competitiveness of cities
==========================================

Three scores and their mean. The audit checks that the printed total is that mean.
"""

import neadigital

cities = neadigital.city_competitiveness().set_index("city")
scores = cities.filter(like="_score").sort_values("total_score")
scores.plot.barh(figsize=(8, 5), xlabel="score, 0 to 100", ylabel="")

# %%
# The corrected numbers.

neadigital.city_competitiveness().set_index("city")

# %%
# The table as printed, as text.

neadigital.printed_table(5)
