"""
Figure 8. Japan's ICT sales
===========================

The text gives 2020. The other years are from the ministries.
"""

import neadigital
from neadigital import plot

own = neadigital.ict_industry().query("economy == 'JPN'")
sales = own.query("indicator == 'ict_sales' and year == 2020")["value"].item()
answer = f"Japan's ICT industry sold {sales / 1000:.1f} trillion yen in 2020"
plot.figure(8, title=answer)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

own
