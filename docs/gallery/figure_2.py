"""
Figure 2. China's GDP and digital economy
=========================================

The text states both ends. Table 1 leads from one to the other exactly, so the four years between are
reconstructed, with bounds
narrower than the lines of this picture.
"""

import neadigital
from neadigital import plot

plot.figure(2)

# %%
# The numbers behind it; ``basis`` says what each is.

neadigital.digital_economy_scale().query("economy == 'CHN'")
