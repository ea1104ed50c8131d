"""How a loader reads: one way for all, and `load` by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from neadigital import __version__, _store
from neadigital.errors import NeadigitalError, UnknownDatasetError

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

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
        raise UnknownDatasetError(as_printed, (True, False), kind="value of as_printed")
    variant = f"{name}_as_printed"
    # A dataset that differs from the page nowhere is one file.
    data = _store.frame(variant if as_printed and variant in _store.names() else name)
    data.attrs["neadigital"] = {
        "dataset": name,
        "as_printed": as_printed,
        "version": __version__,
        "citation_key": f"neadigital-{__version__}",
        "licence": _store.descriptor()["licenses"][0]["name"],
    }
    return data  # type: ignore[return-value]


def load(name: DatasetName, as_printed: bool = False) -> pd.DataFrame:
    """Load a dataset by its name, for loops over several.

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
        If there is no such dataset; the message lists those there are.
    DataIntegrityError
        If the bundled file is missing or changed, or if this pandas reads from it something else than was released.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.load("cybersecurity_ranks").shape
    (20, 3)
    """
    # Imported here, because a loader called by its own name needs no check of it.
    from neadigital.catalogue import dataset_resource

    entry = dataset_resource(name)
    if as_printed and not (entry["tables"] or entry["figures"] or entry["prose"]):
        raise NeadigitalError(f"{name} is no part of the paper, so it cannot be had as printed.")
    return read(name, as_printed)
