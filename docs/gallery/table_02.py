"""
Table 2. Internet users and subscriptions
=========================================

The page's header of the broadband columns is in the wrong order: the cells hold fixed, then mobile, as table 7 proves.
"""

import neadigital

# One colour an economy, in every picture of this site.
COLOURS = {"CHN": "#D55E00", "JPN": "#0072B2", "KOR": "#009E73", "MNG": "#E69F00", "RUS": "#CC79A7"}

itu = neadigital.itu_indicators().query("table == 2")
itu.pivot(index="economy", columns=["indicator", "year"], values="value").T

# %%
# What is corrected, and by what evidence.

found = neadigital.errata("itu_indicators")
found.groupby(["column", "kind", "certainty", "evidence"]).size().rename("cells").reset_index()

# %%
# The page's own, as strings.

neadigital.printed_table(2)

# %%
# And as a picture.

users = itu.query("indicator == 'internet_users_pct'").pivot(index="year", columns="economy", values="value")
ax = users.plot(marker="o", color=COLOURS)
ax.set(title="People who use the Internet", ylabel="% of people", xlabel="", ylim=(0, 105), xticks=users.index)
