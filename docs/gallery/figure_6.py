"""
Figure 6. The four digital economies compared
=============================================

One line for each economy; Korea is a band between its bounds.
"""

import neadigital
from neadigital import plot

plot.figure(
    6,
    title="China's digital economy is 2.7 times Japan's and 21 times the Russian Federation's "
    "in 2021",
)

# %%
# The bounds of each level in the picture.

neadigital.digital_economy_scale().pivot(
    index="year", columns="economy", values=["scale_low_usd_bn", "scale_high_usd_bn"]
)
