"""
Figure 5. Korea's GDP and digital economy
=========================================

No level can be recovered. The text says that it was "over half" of GDP in two years, and which
share of the four economies' total was China's. These statements give bounds, drawn as a band.
"""

from math import ceil, floor

import neadigital
from neadigital import plot

own = neadigital.digital_economy_scale().query("economy == 'KOR'")
last = own[own["year"] == 2021].squeeze()
bounds = last[["scale_low_usd_bn", "scale_high_usd_bn"]] / last["gdp_usd_bn"]
least, most = 100 * bounds
span = f"between {floor(least)} and {ceil(most)} % of GDP"
answer = f"Korea's digital economy lies {span} in 2021"
plot.figure(5, title=answer)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

own
