"""
Has the digital economy outgrown GDP?
=====================================

The paper, Song Linlin (2023), says so of China, Japan, Korea and Russia. It holds for each of them
from 2016 to 2021 as a whole, and for all but one of the single years. Here the cases are counted,
with the uncertainty that the printed digits leave.
"""

import neadigital
from neadigital import growth, plot

rates = neadigital.growth_rates()
gap = rates["digital_economy_growth_pct"] - rates["gdp_growth_pct"]
better = gap > 0
print(f"The digital economy grew faster in {better.sum()} of {len(rates)} cases")
rates[~better]

# %%
# How sure each of these is
# -------------------------
#
# The digital economy certainly grew faster where even the lowest rate that the printed digits allow
# is above that of GDP.

printed = neadigital.growth_rates(as_printed=True)


def bounds(column):
    """Return the lowest and highest usual rate that the printed digits allow."""
    low, high = (
        growth.rate_over_previous(printed[column] + half) for half in (-0.005, 0.005)
    )
    return low, high


digital_low, digital_high = bounds("digital_economy_growth_pct")
# The rates of GDP are computed from the World Bank's levels and rounded to two decimals.
certain = digital_low > rates["gdp_growth_pct"] + 0.005
print(f"Certain in {certain.sum()} of {len(rates)} cases, whatever was rounded away")

# %%

table = rates.assign(gap_points=gap.round(2)).pivot(
    index="year", columns="economy", values="gap_points"
)
table

# %%
# As a picture
# ------------

plot.bars(
    table,
    unit="growth of the digital economy less that of GDP, percentage points",
    title=f"The digital economy grew faster than GDP in {better.sum()} of {len(rates)} cases",
    source="Song (2023), table 1, corrected.",
)

# %%
# Over the whole span
# -------------------
#
# The quotient of the two average rates says by how many per cent the digital economy grew for each
# per cent by which GDP grew; where GDP fell it means nothing. Of Korea no level is known, but its
# rates are.

scale = neadigital.digital_economy_scale()
pace = growth.cagr(scale, "scale_usd_bn").merge(
    growth.cagr(scale, "gdp_usd_bn"), on="economy", suffixes=("_digital", "_gdp")
)
pace = pace.set_index("economy")[["cagr_pct_digital", "cagr_pct_gdp"]]
pace["quotient"] = pace["cagr_pct_digital"] / pace["cagr_pct_gdp"]
total = growth.multiple(scale, "scale_usd_bn").merge(
    growth.multiple(scale, "gdp_usd_bn"), on="economy", suffixes=("_digital", "_gdp")
)
korea = rates[rates["economy"] == "KOR"]
chained = {
    column: (1 + korea[f"{column}_growth_pct"] / 100).prod()
    for column in ("digital_economy", "gdp")
}
print(
    f"Korea, 2016 to 2021: digital x {chained['digital_economy']:.2f}, GDP x {chained['gdp']:.2f}"
)
multiples = total.set_index("economy")[["multiple_digital", "multiple_gdp"]]
multiples.join(pace).round(2)

# %%
# What stays in doubt
# -------------------
#
# China's level of 2020 does not fit the years beside it. By the paper China's digital economy
# hardly grew in 2020 and leapt in 2021; by the shares of CAICT, the paper's source, it grew fast in
# 2020 and there was no leap. Over both years together the two nearly agree.

notes = neadigital.notes("growth_rates").query("kind == 'doubtful'")
notes[["economy", "year", "value", "severity", "note"]]

# %%
# What has changed since
# ----------------------
#
# GDP has been revised. By the World Bank's edition of July 2026 the shares of the digital economy
# in GDP would be lower than the paper's, most of all in Korea; Russia's would be the same until
# 2019. Growth rates change less.

wdi = neadigital.world_development_indicators(edition="2026")
revised = wdi.query("indicator == 'NY.GDP.MKTP.CD'")[["economy", "year", "value"]]
both = scale.merge(revised, on=["economy", "year"])
both["revision_pct"] = 100 * (both["value"] / (1e9 * both["gdp_usd_bn"]) - 1)
both.pivot(index="year", columns="economy", values="revision_pct").round(1)
