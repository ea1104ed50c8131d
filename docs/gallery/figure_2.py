"""
Figure 2. China's GDP and digital economy
=========================================

The text states the first and the last level. The rates of table 1 lead exactly from one to the
other, so the four years between can be reconstructed, with bounds narrower than the lines of this
picture.
"""

import neadigital
from neadigital import plot

own = neadigital.digital_economy_scale().query("economy == 'CHN'")
first, *_, last = own["share_of_gdp_pct"]
answer = (
    f"China's digital economy rose from {first} % of GDP in 2016 to {last} % in 2021"
)
plot.figure(2, title=answer)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

own
