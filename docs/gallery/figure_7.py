"""
Figure 7. China's ICT industry
==============================

The text gives 2022. The years before are from the published series closest to the figure, which
need not be the one that the paper used.
"""

import neadigital
from neadigital import plot

plot.figure(7)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.ict_industry().query("economy == 'CHN'")
