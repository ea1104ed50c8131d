"""
Figure 1. The world's GDP and digital economy
=============================================

The text states one of the six levels, that of 2020. The others are from the
publications that are closest to the figure. The published shares are of the GDP of the 47 economies
that the estimate covers. The values of 2016 and 2017 are set apart: they are from other institutes,
for the whole world, by another method, and that the figure plots the one of 2016 is not proved.
"""

import neadigital
from neadigital import plot

world = neadigital.global_digital_economy()
last = world[world["year"] == 2021].squeeze()
answer = (
    f"The digital economy is {last['share_of_gdp_pct']:.0f} % of the GDP of "
    f"{last['coverage']} in 2021"
)
plot.figure(1, title=answer)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

world
