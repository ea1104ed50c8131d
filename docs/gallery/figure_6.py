"""
Figure 6. The four digital economies compared
=============================================

One line for each economy; Korea is a band between its bounds.
"""

import neadigital
from neadigital import plot

plot.figure(6)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.digital_economy_scale().pivot(
    index="year", columns="economy", values=["scale_low_usd_bn", "scale_high_usd_bn"]
)
