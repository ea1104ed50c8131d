"""
Figure 5. Korea's GDP and digital economy
=========================================

No level can be recovered. The text says that it was "over half" of GDP in two years, and that China
had 64 % of the four economies' total. These statements give bounds, drawn as a band.
"""

import neadigital
from neadigital import plot

plot.figure(5)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.digital_economy_scale().query("economy == 'KOR'")
