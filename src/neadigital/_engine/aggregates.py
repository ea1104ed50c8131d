"""Tell the world and other aggregates from members, by the codes and names that publishers use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neadigital._engine.arrays import Bools

# The World Bank's, then Eurostat's, the OECD's, and those that tables print beside economies.
_CODES = """
AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC LIC
LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD
EA EA19 EA20 EU EU27 EU27_2020 EU28
G-7 G-20 OECD OECDE
AVG TOP10 TOP20
"""

# Names as the files of each publisher spell them, of old editions too. Where a name differs by "&"
# for "and", capitals or spaces only, one spelling is enough.
_NAMES_BY_PUBLISHER = {
    "World Bank": """
Africa Eastern and Southern
Africa Western and Central
Arab World
Caribbean small states
Central Europe and the Baltics
Early-demographic dividend
East Asia & Pacific
East Asia & Pacific (excluding high income)
East Asia & Pacific (IDA & IBRD countries)
Euro area
Europe & Central Asia
Europe & Central Asia (excluding high income)
Europe & Central Asia (IDA & IBRD countries)
European Union
Fragile and conflict affected situations
Heavily indebted poor countries
Heavily indebted poor countries (HIPC)
High income
IBRD only
IDA & IBRD total
IDA blend
IDA only
IDA total
Late-demographic dividend
Latin America & Caribbean
Latin America & Caribbean (excluding high income)
Latin America & Caribbean (IDA & IBRD countries)
Latin America & the Caribbean (IDA & IBRD countries)
Least developed countries: UN classification
Low & middle income
Low income
Lower middle income
Middle East & North Africa
Middle East & North Africa (excluding high income)
Middle East & North Africa (IDA & IBRD countries)
Middle East, North Africa, Afghanistan & Pakistan
Middle East, North Africa, Afghanistan & Pakistan (excluding high income)
Middle East, North Africa, Afghanistan & Pakistan (IDA & IBRD)
Middle income
North America
Not classified
OECD members
Other small states
Pacific island small states
Post-demographic dividend
Pre-demographic dividend
Small states
South Asia
South Asia (IDA & IBRD)
Sub-Saharan Africa
Sub-Saharan Africa (excluding high income)
Sub-Saharan Africa (IDA & IBRD countries)
Upper middle income
World
""",
    "Our World in Data": """
Africa (UN)
Asia (UN)
Asia excl. China
East Asia and Pacific (WB)
Europe (UN)
Europe and Central Asia (WB)
European Union (27)
High-income countries
Land-locked developing countries (LLDC)
Latin America and Caribbean (WB)
Latin America and the Caribbean (UN)
Least developed countries
Less developed regions
Low- and middle-income countries
Low-income countries
Lower-middle-income countries
Middle East and North Africa (WB)
Middle East, North Africa, Afghanistan and Pakistan (WB)
Middle-income countries
More developed regions
North America (WB)
Northern America (UN)
Oceania (UN)
Small island developing states (SIDS)
South Asia (WB)
Sub-Saharan Africa (WB)
Upper-middle-income countries
World excl. China
""",
    "ITU": """
Africa
Americas
Arab States
Asia-Pacific
Asia & Pacific
Asia and the Pacific
CIS
Commonwealth of Independent States
Developed
Developed countries
Developing
Developing countries
Europe
Landlocked Developing Countries (LLDCs)
LDCs
Least Developed Countries (LDCs)
LLDCs
SIDS
Small Island Developing States (SIDS)
""",
    "Eurostat": """
Euro area - 19 countries (2015-2022)
Euro area - 20 countries (from 2023)
European Union - 27 countries (from 2020)
European Union - 28 countries (2013-2020)
""",
    "OECD and others": """
APEC
ASEAN
BRICS
G7
G20
OECD
OECD - Europe
OECD - Total
Total, world
World total
""",
    "continents": """
America
Antarctica
Asia
Oceania
South America
""",
}


def _plain(name: str) -> str:
    """Return a name without capitals, with "and" for "&", and one space between words."""
    return " ".join(name.casefold().replace("&", " and ").split())


CODES = frozenset(_CODES.split())
NAMES = frozenset(
    _plain(name)
    for names in _NAMES_BY_PUBLISHER.values()
    for name in names.splitlines()
    if name
)
_WORLD = frozenset({"wld", "world", "owid_wrl", "world total", "total, world"})


def find_aggregates(keys: Sequence[object]) -> tuple[Bools, Bools]:
    """Mark the keys that name an aggregate, by code or by name, and those that name the world.

    A code in small letters counts only where all keys are three small letters: "tea" beside
    "coffee" is tea.
    """
    texts = [key if isinstance(key, str) else "" for key in keys]
    if all(len(text) == 3 and text.isalpha() and text.islower() for text in texts):
        texts = [text.upper() for text in texts]
    found = np.array([_is_aggregate(text) for text in texts], dtype=bool)
    is_world = np.array([_plain(text) in _WORLD for text in texts], dtype=bool)
    return found, found & is_world


def _is_aggregate(text: str) -> bool:
    """Tell whether a key is the code or the name of an aggregate."""
    # Our World in Data's own codes are of aggregates, but for Kosovo's.
    if text[:5].upper() == "OWID_":
        return text.upper() != "OWID_KOS"
    return text in CODES or _plain(text) in NAMES
