"""
Figure 7. China's ICT industry
==============================

The text gives 2022; its share is of a GDP about 3 % larger than CAICT's own numbers make. The years
before are from the published series closest to the figure, which need not be the one that it plots.
"""

import neadigital
from neadigital import plot

own = neadigital.ict_industry().query("economy == 'CHN'")
share = own.query("indicator == 'ict_value_added_share_of_gdp'")["value"].item()
answer = f"China's ICT industry makes up {share} % of GDP in 2022, as printed"
plot.figure(7, title=answer)

# %%
# The numbers in the picture; ``basis`` says where each comes from.

own
