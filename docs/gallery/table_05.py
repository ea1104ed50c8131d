"""
Table 5. Digital competitiveness of cities
==========================================

Three scores and their mean; the audit asks whether the total is that mean.
"""

import neadigital

cities = neadigital.city_competitiveness()
cities.set_index("city")

# %%
# The page's own, as strings.

neadigital.printed_table(5)

# %%
# And as a picture.

scores = cities.set_index("city")[["economic_infrastructure_score", "digital_talent_score", "digital_innovation_score"]]
scores.columns = ["infrastructure", "talent", "innovation"]
ax = scores.plot.barh(color=["#0072B2", "#E69F00", "#009E73"])
ax.set(title="Scores of five cities, 2021", xlabel="score", ylabel="")
