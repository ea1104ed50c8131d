"""
Figure 6. The four digital economies compared
=============================================

One line an economy, Korea as the band between its bounds.
"""

import neadigital
from neadigital import plot

plot.figure(6)

# %%
# The numbers behind it; ``basis`` says what each is.

neadigital.digital_economy_scale().pivot(
    index="year", columns="economy", values=["scale_low_usd_bn", "scale_high_usd_bn"]
)
