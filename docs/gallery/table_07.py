"""
Table 7. Network infrastructure
===============================

Rounded to whole numbers on the page. Where table 2 prints the same quantity with a decimal, its value is the
one that is kept.
"""

import neadigital

# One colour an economy, in every picture of this site.
COLOURS = {"CHN": "#D55E00", "JPN": "#0072B2", "KOR": "#009E73", "MNG": "#E69F00", "RUS": "#CC79A7"}

itu = neadigital.itu_indicators().query("year == 2021")
itu.pivot(index="indicator", columns="economy", values="value")

# %%
# The page's own, as strings.

neadigital.printed_table(7)

# %%
# And as a picture.

homes = itu.query("indicator == 'households_with_computer_pct'").set_index("economy")["value"].sort_values()
ax = homes.plot.barh(color=[COLOURS.get(code, "#4d4d4d") for code in homes.index])
ax.set(title="Households with a computer (each year is in reference_year)", xlabel="% of households", ylabel="")
