"""
Figure 1. The world's GDP and digital economy
=============================================

The text states one level of the six, 32.6 trillion US dollars in 2020. The others are those of the
publications nearest to the figure. The published shares are of the GDP of the 47 economies that the
estimate covers. The value of 2017 is another institute's, of the whole world by another method, and stands apart.
"""

import neadigital
from neadigital import plot

plot.figure(1)

# %%
# The numbers behind it; ``basis`` says what each is.

neadigital.global_digital_economy()
