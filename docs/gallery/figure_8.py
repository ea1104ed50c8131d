"""
Figure 8. Japan's ICT sales
===========================

The text gives 2020. The other years are from the ministries.
"""

import neadigital
from neadigital import plot

plot.figure(
    8,
    title="Japan's ICT industry sold 53.4 trillion yen in 2020",
)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.ict_industry().query("economy == 'JPN'")
