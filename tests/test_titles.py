"""The titles of pictures in the gallery and in the studies: what they say is so."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from support import REPOSITORY

import neadigital
from neadigital import divide

SCRIPTS = sorted((REPOSITORY / "docs").glob("gallery/*.py"))
SCRIPTS += sorted((REPOSITORY / "docs").glob("studies/*.py"))


def titles(path: Path) -> Iterator[str]:
    """Yield the titles of a script that are plain text; others are computed from the data."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        is_option = isinstance(node, ast.keyword) and node.arg == "title"
        is_name = isinstance(node, ast.Assign) and "title" in map(
            ast.unparse, node.targets
        )
        if (is_option or is_name) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def base_adds_more() -> bool:
    """Tell whether the usual base adds the more, the larger the growth."""
    column = "digital_economy_growth_pct"
    usual = neadigital.growth_rates()[column]
    added = usual - neadigital.growth_rates(as_printed=True)[column]
    largest = usual.nlargest(8).index
    return bool(added[largest].is_monotonic_decreasing)


def four() -> pd.DataFrame:
    """Return the Internet users of the four whose series do not break, by year and economy."""
    users = neadigital.itu_indicators().query(
        "indicator == 'internet_users_pct' and economy not in ['MNG', 'WLD']"
    )
    # Japan's share of 2021 is of 2020, as the study says.
    return users.drop(columns="reference_year")


def halved() -> bool:
    """Tell whether the Gini index online has more than halved, and offline has not fallen."""
    users = four()
    offline = users.assign(value=100 - users["value"])
    online, offline = (
        divide.dispersion(side, "value", measures="gini").set_index("year")["gini"]
        for side in (users, offline)
    )
    return bool(online[2021] < 0.5 * online[2015] and offline[2021] >= offline[2015])


def china_grew_fastest() -> bool:
    """Tell whether China was lowest in 2015 and grew fastest until 2021."""
    wide = four().pivot(index="economy", columns="year", values="value")  # type: ignore[attr-defined]
    return wide[2015].idxmin() == "CHN" == (wide[2021] / wide[2015]).idxmax()


def broadband_most_unequal() -> bool:
    """Tell whether fixed broadband has the highest Gini index in every year."""
    rows = neadigital.itu_indicators().query(
        "table == 2 and indicator != 'internet_users_pct'"
    )
    found = divide.dispersion(rows, "value", within="indicator", measures=("gini",))
    gini = found.pivot(index="year", columns="indicator", values="gini")
    return set(gini.idxmax(axis="columns")) == {"fixed_broadband_per_100"}


def volume_grew_less() -> bool:
    """Tell whether prices and exchange rate together added to growth in three of the four."""
    scale = neadigital.digital_economy_scale()
    bank = neadigital.world_development_indicators(edition="2022")
    wide = bank.pivot(index=["economy", "year"], columns="indicator", values="value")
    # Growth in US dollars without volume is that of the deflator over the exchange rate.
    prices = wide["NY.GDP.DEFL.ZS"] / wide["PA.NUS.FCRF"]
    added = prices.xs(2021, level="year") > prices.xs(2016, level="year")
    return int(added[scale["economy"].unique()].sum()) == 3


# What each title says, as a question to the data.
CLAIMS: dict[str, Callable[[], bool]] = {
    "The larger the growth, the more the usual base adds": base_adds_more,
    "Inequality among the four more than halved online, and did not fall offline": halved,
    "China started lowest and grew fastest": china_grew_fastest,
    "Fixed broadband stays the most unequal of the three": broadband_most_unequal,
    "Three of four digital economies grew less in real terms than in US dollars": (
        volume_grew_less
    ),
}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_title_is_computed_or_proved(path):
    """Each title of a picture is computed from the data, or among the proved ones below."""
    assert set(titles(path)) <= CLAIMS.keys()


@pytest.mark.parametrize("title", CLAIMS)
def test_a_title_is_true(title):
    """The data say what the title says, and a script has this title."""
    used = {one for path in SCRIPTS for one in titles(path)}

    assert CLAIMS[title]()
    assert title in used
