"""
Table 11. B2B e-commerce sales
==============================

The paper repeats table 10's ranks under a heading of business-to-business sales. The notes say
which economies have another rank by B2B sales.
"""

import neadigital
from neadigital import plot

sales = neadigital.ecommerce_sales().query("economy not in ['TOP10', 'WLD']")
b2b = sales.pivot(index="economy", columns="year", values="b2b_usd_bn")
share = 100 * b2b.loc["USA", 2019] / b2b[2019].sum()
plot.bars(
    b2b.sort_values(2019, ascending=False),
    unit="US$ billion",
    title=f"The United States has {share:.0f} % of the ten's B2B e-commerce sales in 2019",
    source="Song (2023), table 11.",
)

# %%
# The corrected numbers.

sales = neadigital.ecommerce_sales()
sales.pivot(
    index="economy", columns="year", values=["b2b_usd_bn", "b2b_share_of_total_pct"]
)

# %%
# The table as printed, as text.

neadigital.printed_table(11)
