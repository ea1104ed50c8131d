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
plot.series(users, "value")

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
