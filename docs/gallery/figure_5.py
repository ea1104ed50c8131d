"""
Figure 5. Korea's GDP and digital economy
=========================================

No level can be recovered. The text says that it was "over half" of GDP in two years, and which
share of the four economies' total was China's. These statements give bounds, drawn as a band.
"""

import neadigital
from neadigital import plot

plot.figure(
    5,
    title="The Republic of Korea's digital economy lies between 51 and 65 % of GDP in 2021",
)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.digital_economy_scale().query("economy == 'KOR'")
