"""
Figure 4. Japan's GDP and digital economy
=========================================

The text states the share of 2021. By the rates of table 1 it agrees with another publication's
level of 2016.
"""

import neadigital
from neadigital import plot

plot.figure(
    4,
    title="Japan's digital economy rose from 45.8 % of GDP in 2016 to 52.0 % in 2021",
)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

neadigital.digital_economy_scale().query("economy == 'JPN'")
