"""A researcher's script that uses most of the package: mypy and pyright find nothing in it."""

# pyright: strict

from __future__ import annotations

from typing import assert_type

import pandas as pd
from matplotlib.axes import Axes
from pandera.typing import DataFrame

import neadigital
from neadigital import divide, growth, inequality, plot, schemas, shares


def read(names: list[neadigital.DatasetName]) -> dict[str, pd.DataFrame]:
    """Load datasets by names that are known at run time only."""
    return {name: neadigital.load(name) for name in names}


def internet_users() -> DataFrame[schemas.ItuIndicators]:
    """Return the share of people online in the five economies."""
    itu = neadigital.itu_indicators()
    rows = (itu["indicator"] == "internet_users_pct") & (itu["economy"] != "WLD")
    return DataFrame[schemas.ItuIndicators](itu[rows])


def measure(users: pd.DataFrame) -> pd.DataFrame:
    """Return growth, change in points, rank and gap of each row."""
    table = users.copy()
    table["growth"] = growth.yoy(users, "value", periods=3)
    table["points"] = growth.point_change(users, "value", periods=3)
    table["rank"] = shares.rank(users, "value", method="min")
    table["behind"] = divide.gap(users, "value")["value_gap"]
    return table


def compare(users: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what is one row for each cross-section, panel or pair of years."""
    return {
        "spread": divide.dispersion(users, "value", measures=["gini", "sd"]),
        "beta": divide.beta_convergence(users, "value", transform="log"),
        "sigma": divide.sigma_convergence(users, "value", transform="logit"),
        "years": divide.time_distance(users, "value", reference="RUS"),
        "pace": growth.cagr(users, "value", start=2015, end=2021),
    }


def mistake(users: pd.DataFrame) -> None:
    """Pass a mapping and an array where a table is wanted: each is marked."""
    shares.rank({"value": [1.0, 2.0]}, "value")  # type: ignore[arg-type]
    divide.gap(users["value"].to_numpy(), "value")  # type: ignore[arg-type]


def draw(users: pd.DataFrame) -> list[Axes]:
    """Draw levels, curves, ranks and bars."""
    scale = neadigital.digital_economy_scale()
    return [
        plot.series(scale, "scale_usd_bn", economies=["CHN", "Japan"], title="Two"),
        plot.lorenz(users, "value", at=[2015, 2021], highlight=2021),
        plot.ranks("egovernment_ranks", "epi_rank", highlight="MNG"),
        plot.figure(5, title=False),
        plot.corrections(),
        plot.bars(scale.set_index("year")[["gdp_usd_bn"]], stacked=True),
        plot.bars(scale.set_index("year")["gdp_usd_bn"], colours=["grey"]),
    ]


def main() -> None:
    """Run everything."""
    users = internet_users()
    assert_type(neadigital.economy_code(users["economy"]), pd.Series)
    # Mongolia's series breaks, and Japan's last number is of 2020; without the columns that say so
    # no metric warns of it.
    levels = pd.DataFrame(
        users.drop(columns=["obs_status", "segment", "reference_year"])
    )
    print(measure(levels).round(1), *compare(levels).values(), sep="\n")
    print(neadigital.about("itu_indicators"), neadigital.notes("itu_indicators"))
    print(inequality.gini([1.0, 2.0, 4.0], [3, 2, 1]), neadigital.cite(style="bibtex"))
    print(read(["growth_rates"])["growth_rates"].dtypes, len(draw(levels)))


if __name__ == "__main__":
    main()
