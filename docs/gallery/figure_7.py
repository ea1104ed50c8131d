"""
Figure 7. China's ICT industry
==============================

The text gives 2022. The years before are the published series nearest to the figure, which is said to be that
and no more.
"""

import neadigital
from neadigital import plot

plot.figure(7)

# %%
# The numbers behind it; ``basis`` says what each is.

neadigital.ict_industry().query("economy == 'CHN'")
