"""
Figure 3. Russia's GDP and digital economy
==========================================

The text states one share of GDP, that of 2021; GDP and table 1 give the rest, within less than
1 % to either side.
"""

import neadigital
from neadigital import plot

plot.figure(
    3,
    title="The Russian Federation's digital economy rose from 17.3 % of GDP in 2016 "
    "to 18.9 % in 2021",
)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.digital_economy_scale().query("economy == 'RUS'")
