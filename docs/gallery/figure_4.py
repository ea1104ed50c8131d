"""
Figure 4. Japan's GDP and digital economy
=========================================

The stated share of 2021 and another publication's level of 2016 agree through table 1.
"""

import neadigital
from neadigital import plot

plot.figure(4)

# %%
# The numbers behind it; ``basis`` says what each is.

neadigital.digital_economy_scale().query("economy == 'JPN'")
