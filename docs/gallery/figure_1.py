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

plot.figure(
    1,
    title="The digital economy is 45 % of the GDP of 47 economies in 2021",
)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.global_digital_economy()
