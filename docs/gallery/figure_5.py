"""
Figure 5. Korea's GDP and digital economy
=========================================

No level can be recovered. What the text says, "over half" of GDP in two years, and China's 64 % of the four
together, gives bounds:
the band is what is known.
"""

import neadigital
from neadigital import plot

plot.figure(5)

# %%
# The numbers behind it; ``basis`` says what each is.

neadigital.digital_economy_scale().query("economy == 'KOR'")
