"""
Figure 6. The four digital economies compared
=============================================

One line for each economy; Korea is a band between its bounds.
"""

import neadigital
from neadigital import plot

four = neadigital.digital_economy_scale()
last = four[four["year"] == 2021].set_index("economy")["scale_usd_bn"]
answer = (
    f"China's digital economy is {last['CHN'] / last['JPN']:.1f} times Japan's and "
    f"{last['CHN'] / last['RUS']:.0f} times Russia's in 2021"
)
plot.figure(6, title=answer)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

four.pivot(
    index="year", columns="economy", values=["scale_low_usd_bn", "scale_high_usd_bn"]
)
