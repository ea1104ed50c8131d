"""
Figure 4. Japan's GDP and digital economy
=========================================

The text states the share of 2021. By the rates of table 1 it agrees with another publication's
level of 2016.
"""

import neadigital
from neadigital import plot

own = neadigital.digital_economy_scale().query("economy == 'JPN'")
first, *_, last = own["share_of_gdp_pct"]
answer = (
    f"Japan's digital economy rose from {first} % of GDP in 2016 to {last} % in 2021"
)
plot.figure(4, title=answer)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

own
