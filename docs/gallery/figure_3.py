"""
Figure 3. Russia's GDP and digital economy
==========================================

The text states one share, 18.9 % of GDP in 2021; GDP and table 1 give the rest, within 0.3 % to
either side.
"""

import neadigital
from neadigital import plot

plot.figure(3)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.digital_economy_scale().query("economy == 'RUS'")
