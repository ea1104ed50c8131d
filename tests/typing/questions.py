"""What a type checker sees of each question. Run by mypy, not by pytest."""

# pyright: strict

from typing import assert_type

import pandas as pd
from pandera.typing import DataFrame

import neadigital
from neadigital import divide, growth, inequality, plot, schemas, shares


def load_any(name: neadigital.DatasetName) -> pd.DataFrame:
    """Pass a name on."""
    return neadigital.load(name)


def load_listed() -> None:
    """A name out of the catalogue makes a frame without a model."""
    for name in neadigital.datasets()["dataset"]:
        frame: pd.DataFrame = neadigital.load(name)
        print(len(frame))


assert_type(
    neadigital.world_development_indicators(edition=2026),
    DataFrame[schemas.WorldDevelopmentIndicators],
)
assert_type(neadigital.errata("growth_rates"), DataFrame[schemas.Notes])
assert_type(neadigital.economy_code("Japan"), str)
assert_type(neadigital.economy_code(["Japan"]), list[str])
assert_type(neadigital.economy_code("Japan", errors="coerce"), str | None)
assert_type(neadigital.economy_code(["Japan", None]), list[str | None])
assert_type(neadigital.economy_code(pd.Series(["Japan"]), errors="coerce"), pd.Series)

users = neadigital.itu_indicators()
assert_type(neadigital.economy_code(users["economy"]), pd.Series)
growth.yoy(users, "value", periods=3).round(1)
growth.cagr(users, "value", start=2015, end=2021).round(1)
shares.rank(users, "value", method="min").round(1)
divide.gap(users, "value")
divide.dispersion(users, "value", measures=["gini"])
divide.beta_convergence(users, "value", transform="log")
inequality.gini([1.0, 2.0, 4.0], [3, 2, 1])
plot.series(users, "value", economies=["CHN", "Japan"])
plot.lorenz(users, "value", at=[2015, 2021], highlight=2021)
plot.ranks("egovernment_ranks", "epi_rank", highlight="MNG")
plot.bars(users["value"], stacked=True)

# A mapping or an array is none of the tables that a metric takes.
shares.rank({"value": [1.0, 2.0]}, "value")  # type: ignore[arg-type]
divide.gap(users["value"].to_numpy(), "value")  # type: ignore[arg-type]

# A name that is none is an error to a type checker, too.
nothing = neadigital.growth_ratez  # type: ignore[attr-defined]
neadigital.load("growth_ratez")  # type: ignore[arg-type]

neadigital.growth_rates(True)  # type: ignore[call-arg]
neadigital.growth_rates(printed=True)  # type: ignore[call-arg]
