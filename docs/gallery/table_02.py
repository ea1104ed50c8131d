"""
Table 2. Internet users and subscriptions
=========================================

The paper's header of the broadband columns is in the wrong order: the cells hold fixed, then
mobile, as table 7 proves.
"""

import neadigital
from neadigital import plot

itu = neadigital.itu_indicators().query("table == 2")
users = itu.query("indicator == 'internet_users_pct' and economy != 'WLD'")
last = users[users["year"] == 2021].set_index("economy")["value"]
answer = (
    f"In Korea {last['KOR']:.0f} % of people are online in 2021, "
    f"in China {last['CHN']:.0f} %"
)
plot.series(users, "value", title=answer)

# %%
# The corrected numbers.

itu.pivot(index="economy", columns=["indicator", "year"], values="value").T

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("itu_indicators")
found.groupby(["column", "kind", "certainty", "evidence"]).size().rename(
    "cells"
).reset_index()

# %%
# The table as printed, as text.

neadigital.printed_table(2)
