"""
How much of the growth is the exchange rate?
============================================

The GDP deflator is used here for the prices of CAICT's measure of the digital economy, which are
not published for these four economies. With it, the growth in US dollars that the paper by Song
Linlin (2023) shows can be divided into exchange rate, prices and real growth. China's digital
economy grew less in real terms than in US dollars, and Russia's fall in 2020 was mostly the fall
of the rouble.
"""

import numpy as np
import pandas as pd

import neadigital
from neadigital import growth, plot

# %%
# From 2016 to 2021
# -----------------
#
# Levels are the paper's, or follow from it; Japan's rest on another publication's level of 2016,
# and of Korea only bounds are known. Exchange rates (local currency per US dollar, mean of the
# year) and deflators are the World Bank's, in the edition of 2022 that the paper's GDP comes from.
#
# Growth is in log points: 100 times the logarithm of the new value over the old one. Log points can
# be added, so total = currency + price + volume. ``currency`` is below zero where the currency lost
# value against the US dollar.

wdi = neadigital.world_development_indicators(edition="2022")
terms = wdi.pivot(index=["economy", "year"], columns="indicator", values="value")
scale = neadigital.digital_economy_scale().set_index(["economy", "year"])
levels = scale.join(terms).reset_index()
TERMS = {"exchange_rate": "PA.NUS.FCRF", "deflator": "NY.GDP.DEFL.ZS"}


def parts_of(value, periods):
    """Return the parts of growth over so many years, by economy and year."""
    parts = growth.decompose(levels, value, periods=periods, **TERMS)
    return levels[["economy", "year"]].join(parts).set_index(["economy", "year"])


# %%
# Korea has only a lowest and a highest level. Growth is the same along both but for rounding.

five_years = pd.concat(
    {
        "digital economy": parts_of("scale_usd_bn", 5),
        "digital economy, lowest level": parts_of("scale_low_usd_bn", 5),
        "digital economy, highest level": parts_of("scale_high_usd_bn", 5),
        "GDP": parts_of("gdp_usd_bn", 5),
    },
    names=["growth of"],
)
five_years = five_years.dropna().droplevel("year").swaplevel().sort_index(level=0)
five_years.round(1)

# %%
# In a picture
# ------------
#
# The bars are log points. Beside each economy is its growth in per cent, in US dollars and real.

paths = {
    "China": ("CHN", "digital economy"),
    "Republic of Korea": ("KOR", "digital economy, lowest level"),
    "Russian Federation": ("RUS", "digital economy"),
    "Japan": ("JPN", "digital economy"),
}
bars = pd.DataFrame({name: five_years.loc[path] for name, path in paths.items()}).T
per_cent = 100 * (np.exp(bars / 100) - 1)
bars.index = [
    f"{name}\n{row.total:+.0f} %, {row.volume:+.0f} % real"
    for name, row in per_cent.iterrows()
]
names = {"currency": "exchange rate", "price": "prices", "volume": "real growth"}
bars = bars.rename(columns=names)
plot.bars(
    bars.drop(columns="total"),
    stacked=True,
    unit="log points, 2016 to 2021 (prices: GDP deflator)",
    title="Three of four digital economies grew less in real terms than in US dollars",
    source="Source: Song (2023); World Bank, edition of 2022.",
)

# %%
# Year by year
# ------------
#
# Exchange rate and prices are the same for both, because one deflator is used. So by how much the
# digital economy outgrew GDP does not depend on them.

digital = parts_of("scale_usd_bn", 1).fillna(parts_of("scale_low_usd_bn", 1))
gdp = parts_of("gdp_usd_bn", 1)
by_year = pd.DataFrame(
    {
        "exchange rate": digital["currency"],
        "prices": digital["price"],
        "digital economy, US$": digital["total"],
        "GDP, US$": gdp["total"],
        "digital economy, real": digital["volume"],
        "GDP, real": gdp["volume"],
    }
)
# Adding 0 takes the minus sign from a zero.
by_year.dropna().round(1) + 0.0

# %%
# Korea's rows are those of its lowest level. Of Russia's fall in 2020 most is the exchange rate.
#
# What the paper compares
# -----------------------
#
# Here are table 1's rates of the digital economy, corrected and in per cent, and beside them the
# same growth in real terms, by the GDP deflator.

rates = neadigital.growth_rates().set_index(["economy", "year"])
comparison = pd.DataFrame(
    {
        "in US dollars, %": rates["digital_economy_growth_pct"],
        "real, %": 100 * (np.exp(digital["volume"] / 100) - 1),
    }
).dropna()
comparison.round(1).unstack("economy")

# %%
# - Russia's growth of 2017 is its highest in US dollars. Without the recovery of the rouble and the
#   rise of prices it is its lowest apart from the fall of 2020.
# - Two fifths of China's growth of 2021 in US dollars are exchange rate and prices. The level of
#   2020 is in serious doubt as well, so 2020 and 2021 should only be used together.
# - Japan's digital economy shrank in 2018, more in real terms than in US dollars. In 2021 it grew
#   about twice as fast in real terms as in US dollars.
# - Korea's growth of 2019 is its lowest in US dollars and its highest in real terms.

by_dollars, real = (comparison[column].loc["RUS"] for column in comparison)
assert by_dollars.idxmax() == 2017
assert list(real.nsmallest(2).index) == [2020, 2017]
by_dollars, real = (comparison[column].loc["KOR"] for column in comparison)
assert by_dollars.idxmin() == real.idxmax() == 2019
two_years = parts_of("scale_usd_bn", 2).loc["CHN", 2021]
print(
    "China, 2019 to 2021, growth a year: "
    f"{100 * np.expm1(two_years['total'] / 200):.1f} % in US dollars, "
    f"{100 * np.expm1(two_years['volume'] / 200):.1f} % in real terms"
)

# %%
# Is real growth right?
# ---------------------
#
# For GDP it can be checked: the World Bank publishes real GDP. Its growth and the real growth found
# by the decomposition differ by more than 0.1 log points only in these years.

everything = terms.reset_index()
found = growth.decompose(everything, "NY.GDP.MKTP.CD", **TERMS)
check = everything[["economy", "year"]].assign(
    volume=found["volume"],
    real_gdp=growth.log_growth(everything, "NY.GDP.MKTP.KD"),
)
check["difference"] = check["volume"] - check["real_gdp"]
print(f"{check['difference'].notna().sum()} pairs of years, 1990 to 2021")
check[check["difference"].abs() > 0.1].round(2)

# %%
# In these years GDP in US dollars is not GDP in local currency at the official rate that the World
# Bank publishes; probably it converts by another one. Before 1994 China and Mongolia had several
# rates at once, and the difference is large. Korea's is small, and smaller since 2016.
#
# What this does not show
# -----------------------
#
# - Where prices of digital goods and services rise less than those of GDP, or fall, real growth was
#   more than is shown here.
# - The paper does not say by which rates its levels were converted.
# - Most of the levels are recovered from rounded rates. That moves the growth of five years by a
#   tenth of a log point at most.
