"""
Figure 3. Russia's GDP and digital economy
==========================================

The text states one share of GDP, that of 2021; GDP and table 1 give the rest, within less than
1 % to either side.
"""

import neadigital
from neadigital import plot

own = neadigital.digital_economy_scale().query("economy == 'RUS'")
first, *_, last = own["share_of_gdp_pct"]
answer = (
    f"Russia's digital economy rose from {first} % of GDP in 2016 to {last} % in 2021"
)
plot.figure(3, title=answer)
width = own["scale_high_usd_bn"] - own["scale_low_usd_bn"]
assert (width / own["scale_usd_bn"] < 0.02).all()

# %%
# The numbers in the picture; ``basis`` says where each comes from.

own
