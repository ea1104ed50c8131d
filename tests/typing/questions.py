"""What a type checker sees of each question. Run by mypy, not by pytest."""

from typing import assert_type

import pandas as pd
from pandera.typing import DataFrame

import neadigital
from neadigital import schemas
from neadigital._catalogue import Card

assert_type(neadigital.growth_rates(as_printed=True), DataFrame[schemas.GrowthRates])


def load_any(name: neadigital.DatasetName) -> pd.DataFrame:
    """Pass a name on."""
    return neadigital.load(name)


def load_listed() -> None:
    """A name out of the catalogue makes a frame without a model."""
    for name in neadigital.datasets()["dataset"]:
        frame: pd.DataFrame = neadigital.load(name)
        print(len(frame))


assert_type(neadigital.load("growth_rates", as_printed=True), pd.DataFrame)
assert_type(neadigital.find(34.67), pd.DataFrame)
assert_type(
    neadigital.world_development_indicators(edition=2026),
    DataFrame[schemas.WorldDevelopmentIndicators],
)
assert_type(neadigital.notes(), DataFrame[schemas.Notes])
assert_type(neadigital.errata("growth_rates"), DataFrame[schemas.Notes])
assert_type(neadigital.quality(), DataFrame[schemas.Quality])
assert_type(neadigital.quality("growth_rates"), DataFrame[schemas.Quality])
assert_type(neadigital.about("growth_rates"), Card)
assert_type(neadigital.sources(), DataFrame[schemas.Sources])
assert_type(neadigital.economies(), DataFrame[schemas.Economies])
assert_type(neadigital.datasets(), pd.DataFrame)
assert_type(neadigital.audit(), DataFrame[schemas.Audit])
assert_type(neadigital.codebook(), pd.DataFrame)
assert_type(neadigital.printed_table(7), pd.DataFrame)
assert_type(neadigital.economy_code("Japan"), str)
assert_type(neadigital.economy_code(["Japan"]), list[str])
assert_type(neadigital.economy_code("Japan", errors="coerce"), str | None)
assert_type(neadigital.economy_code(["Japan", None]), list[str | None])
assert_type(neadigital.economy_code(pd.Series(["Japan"]), errors="coerce"), pd.Series)
assert_type(neadigital.cite(), str)

# A name that is none is an error to a type checker, too.
nothing = neadigital.growth_ratez  # type: ignore[attr-defined]
neadigital.load("growth_ratez")  # type: ignore[arg-type]

neadigital.growth_rates(True)  # type: ignore[call-arg]
neadigital.growth_rates(printed=True)  # type: ignore[call-arg]
