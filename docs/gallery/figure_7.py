"""
Figure 7. China's ICT industry
==============================

The text gives 2022; its share is of a GDP about 3 % larger than CAICT's own numbers make. The years
before are from the published series closest to the figure, which need not be the one that it plots.
"""

import neadigital
from neadigital import plot

plot.figure(
    7,
    title="China's ICT industry makes up 7.4 % of GDP in 2022, as printed",
)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.ict_industry().query("economy == 'CHN'")
