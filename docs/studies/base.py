"""
What does Table 1's base change?
================================

Table 1 of Song Linlin (2023) divides each change by the new value instead of the old one. Here is
how much that changes.
"""

import neadigital
from neadigital import growth, plot

printed = neadigital.growth_rates(as_printed=True)
usual = neadigital.growth_rates()
column = "digital_economy_growth_pct"

# %%
# The larger the growth, the larger the difference
# ------------------------------------------------

difference = usual[column] - printed[column]
both = usual[["economy", "year"]].assign(
    printed=printed[column], usual=usual[column], difference=difference
)
both.sort_values("difference", ascending=False).head(5)

# %%

largest = both.nlargest(8, "usual")
names = neadigital.economies().set_index("economy")["name"]
largest.index = largest["economy"].map(names) + " " + largest["year"].astype(str)
plot.bars(
    largest[["printed", "usual"]].rename(
        columns={"printed": "as printed", "usual": "by the usual base"}
    ),
    unit="growth of the digital economy, %: the eight highest rates",
    title="The larger the growth, the more the usual base adds",
    source="Source: Song (2023), table 1.",
)

# %%
# Five years together
# -------------------
#
# The text says by how much China's digital economy grew in five years, over the new level:

china = neadigital.digital_economy_scale().query("economy == 'CHN'")
multiple = growth.multiple(china, "scale_usd_bn")["multiple"].item()
print(f"over the old value: {100 * (multiple - 1):.1f} %")
print(f"over the new one: {100 * (1 - 1 / multiple):.1f} %")

# %%
# The proof
# ---------
#
# The paper states China's level in 2016 and in 2021. The five printed rates lead from the one to
# the other only if each is read as a share of the new value.

rates = printed[printed["economy"] == "CHN"].set_index("year")[column]
stated = china.set_index("year")["scale_usd_bn"]
for base in ("current", "previous"):
    levels = growth.levels_from_rates(rates, {2016: stated[2016]}, base=base)
    reached = levels.loc[2021, "value"]
    print(f"over the {base} value: {reached:,.0f}; stated: {stated[2021]:,.1f}")

# %%
# Does a conclusion change?
# -------------------------
#
# Signs and order stay. So does what the paper says of them: the digital economy grew faster than
# GDP in each of the four over the five years, and in all but one of the single years.

order = (printed[column].rank() == usual[column].rank()).all()
print(f"The order of the twenty rates is the same: {order}")
faster = usual[column] > usual["gdp_growth_pct"]
print(f"Faster than GDP: {faster.sum()} of {len(usual)} rates")
usual[~faster]

# %%

audit = neadigital.audit()
base_findings = audit[audit["cause"] == "new-base"]
explained = base_findings["holds"].eq(False).sum()
undecided = base_findings["holds"].isna().sum()
print(f"Findings that fail because of this one slip: {explained}")
print(f"Rates whose base cannot be decided: {undecided}")
base_findings.groupby("verdict").size().rename("findings").to_frame()
