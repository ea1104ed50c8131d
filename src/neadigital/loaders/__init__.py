"""The loaders, by the paper's parts: a docstring and one line each; and `load`, for loops over several.

Each gives a new frame, sorted by its key, with a plain RangeIndex; changing it changes nothing else. `neadigital` has
them all; no part is imported here, so that a script pays for the loaders it calls only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from neadigital import _store
from neadigital.errors import NeadigitalError, UnknownChoiceError

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

__all__ = ["DatasetName", "load"]

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
]


def read(name: str, as_printed: bool) -> DataFrame[Any]:
    """Read a dataset; Any, so that each loader can promise its own model."""
    if not isinstance(as_printed, bool):
        error = UnknownChoiceError(as_printed, (True, False), kind="as_printed")
        error.message = f"as_printed must be True or False, not {as_printed!r}."
        raise error
    data = _store.frame(_store.page_of(name) if as_printed else name)
    version = _store.version()
    data.attrs["neadigital"] = {
        "dataset": name,
        "as_printed": as_printed,
        "version": version,
        "citation_key": f"neadigital-{version}",
        "licence": _store.descriptor()["licenses"][0]["name"],
    }
    return data  # type: ignore[return-value]


def load(name: DatasetName, as_printed: bool = False) -> pd.DataFrame:
    """Return a dataset by its name, for loops over several.

    Parameters
    ----------
    name : str
        A name that `datasets` lists.
    as_printed : bool, default False
        Give the page's values, misprints included, instead of the corrected ones.

    Returns
    -------
    DataFrame
        What the loader of that name gives. ``attrs["neadigital"]`` says dataset, as_printed, version, citation key
        and licence.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are, the nearest first.
    DataIntegrityError
        If the bundled file is missing or changed, or if this pandas reads from it something else than was released.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.load("cybersecurity_ranks").shape
    (20, 3)
    """
    entry = _store.dataset(name)
    if as_printed is True and not (entry["tables"] or entry["figures"] or entry["prose"]):
        raise NeadigitalError(f"{name} is no part of the paper, so it cannot be had as printed.")
    return read(name, as_printed)


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
