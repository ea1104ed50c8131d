"""The catalogue: datasets, what their columns mean, cards, citations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital.catalogue.card import about
from neadigital.catalogue.citation import cite

if TYPE_CHECKING:
    import pandas as pd

else:
    from neadigital._hints import pd

__all__ = ["about", "cite", "codebook", "datasets"]


def datasets() -> pd.DataFrame:
    """Return the datasets, one a row.

    Returns
    -------
    DataFrame
        In the paper's order: `dataset`, `title`, `rows`, `columns` (how many), `economies` (codes),
        `first_year`, `last_year`, `tables` and `figures` (of the paper), `editions`, `licence`
        (SPDX; ``LicenseRef-`` where the numbers are quoted as facts),
        `terms` (what that licence covers, in a sentence). Lists are joined by ``;``, and missing
        where there is nothing to list.

    Examples
    --------
    >>> import neadigital
    >>> "growth_rates" in neadigital.datasets()["dataset"].tolist()
    True
    """
    import pandas as pd

    rows = [
        {
            "dataset": entry["name"],
            "title": entry["title"],
            "rows": entry["rows"],
            "columns": len(entry["schema"]["fields"]),
            "economies": ";".join(entry["economies"]),
            "first_year": entry["firstYear"],
            "last_year": entry["lastYear"],
            "tables": ";".join(map(str, entry["tables"])),
            "figures": ";".join(entry["figures"]),
            "editions": ";".join(entry.get("editions", [])),
            "licence": entry["licenses"][0]["name"],
            "terms": entry["terms"],
        }
        for entry in map(_store.resource, _store.names("dataset"))
    ]
    return _with_gaps(pd.DataFrame(rows))


def _with_gaps(texts: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which empty text is missing."""
    return texts.where(texts != "")


def allowed_values(constraints: dict[str, Any]) -> str:
    """Return which values a column may have, except for patterns; a semicolon joins a list."""
    values = constraints.get("enum", [])
    # Give a long run of years by its ends.
    if len(values) > 3 and all(isinstance(value, int) for value in values):
        steps = {later - earlier for earlier, later in pairwise(values)}
        if len(steps) == 1:
            [step] = steps
            every = "" if step == 1 else f", every {step} years"
            return f"{values[0]} to {values[-1]}{every}"
    if values:
        return ";".join(map(str, values))
    if constraints.keys() >= {"minimum", "maximum"}:
        return "{minimum} to {maximum}".format_map(constraints)
    words = {
        "exclusiveMinimum": "above",
        "minimum": "at least",
        "maximum": "at most",
    }
    limits = [
        f"{word} {constraints[name]}"
        for name, word in words.items()
        if name in constraints
    ]
    return ", ".join(limits)


def codebook(name: str | None = None) -> pd.DataFrame:
    """Return what each column means, and each indicator of a long table.

    Parameters
    ----------
    name : str, optional
        A dataset, or a table about the data such as `notes` or `audit`; by default all datasets.

    Returns
    -------
    DataFrame
        One row per column (`code` missing) and one per code of a column that holds codes:
        `dataset`, `column`, `code`, `label` (what readers call it; missing for codes of other
        columns than `indicator`), `meaning` (with the World Bank series that is the same, if
        there is one), `type` (pandas dtype), `unit`, `kind` of a number (`amount` adds up over
        members, `ratio` does not, `rate` is a growth, `rank` a place in an order; missing where the
        row says what the number is, and where nothing is measured), `allowed`.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.

    Examples
    --------
    >>> import neadigital
    >>> book = neadigital.codebook("itu_indicators").set_index("code")
    >>> book.loc["internet_users_pct", "label"]
    'Internet users, % of people'
    """
    import pandas as pd

    names = _store.names("dataset") if name is None else [name]
    found = [line for table in names for line in _codebook_lines(table)]
    return _with_gaps(pd.DataFrame(found))


def _codebook_lines(table: str) -> Iterator[dict[str, str]]:
    """Yield a line for each column of a table, and one for each of its codes."""
    for field in _store.described(table)["schema"]["fields"]:
        codes = field.get("codes", [])
        constraints = field.get("constraints", {})
        allowed = field.get("allowed") or allowed_values(constraints)
        column = {
            "dataset": table,
            "column": field["name"],
            "code": "",
            "label": field.get("title", ""),
            "meaning": field["description"],
            "type": field["dtype"],
            "unit": field.get("unit", ""),
            "kind": field.get("kind", ""),
            "allowed": "codes below" if codes else allowed,
        }
        yield column
        for code in codes:
            # Name the World Bank's series of the same quantity, if there is one.
            meaning = code["meaning"]
            if "series" in code:
                meaning += f"; {code['series']} in world_development_indicators"
            yield column | {
                "code": code["value"],
                "label": code.get("label", ""),
                "meaning": meaning,
                "unit": code.get("unit", ""),
                "kind": code.get("kind", ""),
                "allowed": "",
            }


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
