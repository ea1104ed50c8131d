"""
Figure 8. Japan's ICT sales
===========================

The text gives 2020. The other years are the ministries' own; 2013 was not found.
"""

import neadigital
from neadigital import plot

plot.figure(8)

# %%
# The numbers behind it; ``basis`` says what each is.

neadigital.ict_industry().query("economy == 'JPN'")
