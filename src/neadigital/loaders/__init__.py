"""The loaders, each a docstring and one line, and `load`, for loops over several datasets.

Each returns a new frame, sorted by its key; changing it changes nothing else. The first call
imports pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from neadigital import _deprecation, _store
from neadigital._messages import check_bool

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, pd, schemas

# Type checkers need every name written out, here and in the overloads of `load`.
DatasetName: TypeAlias = Literal[
    "global_digital_economy",
    "digital_economy_scale",
    "growth_rates",
    "itu_indicators",
    "egovernment_ranks",
    "local_online_service_ranks",
    "digital_competitiveness_ranks",
    "city_competitiveness",
    "top_digital_enterprises",
    "ict_industry",
    "connectivity_index",
    "cybersecurity_ranks",
    "ecommerce_sales",
    "b2c_ecommerce_sales",
    "trade_with_russia",
    "world_development_indicators",
    "egovernment_index",
    "cybersecurity_index",
]
#: The editions of the World Bank's series.
WdiEdition: TypeAlias = Literal["2022", "2026"]
__all__ = ["DatasetName", "load"]


def read(
    name: str, as_printed: bool = False, edition: str | None = None
) -> DataFrame[Any]:
    """Read a dataset, or one of its editions; each loader declares the model that it returns."""
    check_bool("as_printed", as_printed)
    _warn_of_columns(name)
    edition = _store.check_edition(name, edition)
    data = _store.frame(_store.as_printed(name) if as_printed else name, edition)
    version = _store.version()
    data.attrs["neadigital"] = {
        "dataset": name,
        "as_printed": as_printed,
        "edition": edition,
        "version": version,
        "citation_key": f"neadigital-{version}",
        "licence": _store.resource(name)["licenses"][0]["name"],
    }
    return data  # type: ignore[return-value]


def _warn_of_columns(name: str) -> None:
    """Warn the caller of a loader of each deprecated column."""
    for field in _store.fields(name):
        if "deprecated" in field:
            what = f"The column {field['name']!r} of {name}"
            # The caller is three frames up: above this function, `read` and the loader.
            _deprecation.warn(what, field["deprecated"], stacklevel=4)


@overload
def load(
    name: Literal["global_digital_economy"], *, as_printed: bool = False
) -> DataFrame[schemas.GlobalDigitalEconomy]: ...
@overload
def load(
    name: Literal["digital_economy_scale"], *, as_printed: bool = False
) -> DataFrame[schemas.DigitalEconomyScale]: ...
@overload
def load(
    name: Literal["growth_rates"], *, as_printed: bool = False
) -> DataFrame[schemas.GrowthRates]: ...
@overload
def load(
    name: Literal["itu_indicators"], *, as_printed: bool = False
) -> DataFrame[schemas.ItuIndicators]: ...
@overload
def load(
    name: Literal["egovernment_ranks"], *, as_printed: bool = False
) -> DataFrame[schemas.EgovernmentRanks]: ...
@overload
def load(
    name: Literal["local_online_service_ranks"], *, as_printed: bool = False
) -> DataFrame[schemas.LocalOnlineServiceRanks]: ...
@overload
def load(
    name: Literal["digital_competitiveness_ranks"], *, as_printed: bool = False
) -> DataFrame[schemas.DigitalCompetitivenessRanks]: ...
@overload
def load(
    name: Literal["city_competitiveness"], *, as_printed: bool = False
) -> DataFrame[schemas.CityCompetitiveness]: ...
@overload
def load(
    name: Literal["top_digital_enterprises"], *, as_printed: bool = False
) -> DataFrame[schemas.TopDigitalEnterprises]: ...
@overload
def load(
    name: Literal["ict_industry"], *, as_printed: bool = False
) -> DataFrame[schemas.IctIndustry]: ...
@overload
def load(
    name: Literal["connectivity_index"], *, as_printed: bool = False
) -> DataFrame[schemas.ConnectivityIndex]: ...
@overload
def load(
    name: Literal["cybersecurity_ranks"], *, as_printed: bool = False
) -> DataFrame[schemas.CybersecurityRanks]: ...
@overload
def load(
    name: Literal["ecommerce_sales"], *, as_printed: bool = False
) -> DataFrame[schemas.EcommerceSales]: ...
@overload
def load(
    name: Literal["b2c_ecommerce_sales"], *, as_printed: bool = False
) -> DataFrame[schemas.B2cEcommerceSales]: ...
@overload
def load(
    name: Literal["trade_with_russia"], *, as_printed: bool = False
) -> DataFrame[schemas.TradeWithRussia]: ...
@overload
def load(
    name: Literal["world_development_indicators"], *, edition: WdiEdition | None = None
) -> DataFrame[schemas.WorldDevelopmentIndicators]: ...
@overload
def load(
    name: Literal["egovernment_index"],
) -> DataFrame[schemas.EgovernmentIndex]: ...
@overload
def load(
    name: Literal["cybersecurity_index"],
) -> DataFrame[schemas.CybersecurityIndex]: ...
@overload
def load(
    name: str, *, as_printed: bool = False, edition: str | None = None
) -> pd.DataFrame: ...
def load(
    name: str, *, as_printed: bool = False, edition: str | None = None
) -> pd.DataFrame:
    """Return a dataset by its name, for loops over several.

    Parameters
    ----------
    name : str
        A name that `datasets` lists; `DatasetName` is the type of all, and a checker that knows the
        name knows the columns, too.
    as_printed : bool, default False
        Give the paper's values, misprints included, instead of the corrected ones.
    edition : str, optional
        One of the dataset's editions, if it has several; by default its first.

    Returns
    -------
    DataFrame
        The table that the loader of that name returns. ``attrs["neadigital"]`` has dataset,
        as_printed, edition, version, citation key and licence.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are, the nearest first.
    TypeError
        If `as_printed` is neither true nor false, or is true of a dataset that is not the paper's,
        or if a dataset without editions is asked for one.
    DataIntegrityError
        If the bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.load("cybersecurity_ranks").shape
    (20, 3)
    """
    # Only datasets that are not in the paper name a publisher.
    if _store.dataset(name)["publisher"] and as_printed is True:
        raise TypeError(f"{name} is not in the paper, so there is no printed version.")
    return read(name, as_printed, edition)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
