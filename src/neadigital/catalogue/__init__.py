"""What there is and what it means: datasets, columns, printed tables, and where each number is from."""

from __future__ import annotations

import operator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital.catalogue.citation import cite
from neadigital.catalogue.overview import about, observations
from neadigital.catalogue.places import economies, economy_code
from neadigital.errors import UnknownChoiceError

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital.schemas import ExternalFigures, Sources, Statements

__all__ = ["about", "cite", "codebook", "datasets", "economies", "economy_code"]
__all__ += [
    "external_figures",
    "observations",
    "printed_table",
    "sources",
    "statements",
]


def datasets() -> pd.DataFrame:
    """Return the datasets, one a row.

    Returns
    -------
    DataFrame
        In the paper's order: `name`, `title`, `rows`, `columns` (how many), `economies` (codes
        joined by a space), `first_year`, `last_year`, `tables` and `figures` (of the paper, joined
        by a comma), `licence` (SPDX).

    Examples
    --------
    >>> import neadigital
    >>> "growth_rates" in neadigital.datasets()["name"].tolist()
    True
    """
    import pandas as pd

    found = []
    for name in _store.names("dataset"):
        entry = _store.resource(name)
        row = {
            "name": name,
            "title": entry["title"],
            "rows": entry["rows"],
            "columns": len(entry["schema"]["fields"]),
            "economies": " ".join(entry["economies"]),
            "first_year": entry["firstYear"],
            "last_year": entry["lastYear"],
        }
        row |= {
            kind: ", ".join(map(str, entry[kind])) for kind in ("tables", "figures")
        }
        found.append(row | {"licence": _store.descriptor()["licenses"][0]["name"]})
    return pd.DataFrame(found)


def allowed_values(constraints: dict[str, Any]) -> str:
    """Say in one line what values a column may have."""
    values = constraints.get("enum", [])
    # A long run of years reads better as its ends.
    if len(values) > 3 and all(isinstance(value, int) for value in values):
        steps = {later - earlier for earlier, later in pairwise(values)}
        if len(steps) == 1:
            step = steps.pop()
            return f"{values[0]} to {values[-1]}" + (
                f", every {step} years" if step > 1 else ""
            )
    words = {
        "exclusiveMinimum": "above",
        "minimum": "from",
        "maximum": "to",
        "pattern": "matches",
    }
    parts = [
        f"{word} {constraints[name]}"
        for name, word in words.items()
        if name in constraints
    ]
    return ", ".join(map(str, values)) or " ".join(parts)


def codebook(name: str | None = None) -> pd.DataFrame:
    """Return what each column means, and each indicator of a long table.

    Parameters
    ----------
    name : str, optional
        A dataset, a table about the data such as `notes`, or `quality`, `observations` or `audit`;
        by default all datasets.

    Returns
    -------
    DataFrame
        One row per column (`code` empty) and one per code of a column that holds codes: `dataset`,
        `column`, `code`, `meaning` (with the World Bank series that is the same, if there is one),
        `type` (pandas dtype), `unit`, `allowed`.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    """
    import pandas as pd

    found = []
    for dataset in [name] if name is not None else _store.names("dataset"):
        for field in _store.described(dataset)["schema"]["fields"]:
            column, codes = field["name"], field.get("codes", [])
            allowed = (
                "codes below" if codes else allowed_values(field.get("constraints", {}))
            )
            found.append(
                (
                    dataset,
                    column,
                    "",
                    field["description"],
                    field["dtype"],
                    field.get("unit", ""),
                    allowed,
                )
            )
            for code in codes:
                same = (
                    f"; {code['series']} in world_development_indicators"
                    if "series" in code
                    else ""
                )
                meaning = code["meaning"] + same
                found.append(
                    (
                        dataset,
                        column,
                        code["value"],
                        meaning,
                        field["dtype"],
                        code.get("unit", ""),
                        "",
                    )
                )
    return pd.DataFrame(
        found,
        columns=["dataset", "column", "code", "meaning", "type", "unit", "allowed"],
    )


def printed_table(number: int) -> pd.DataFrame:
    """Return a table of the paper as it is printed, misprints included.

    Every cell is text, verbatim; the first columns hold the row labels. A header of two levels is
    joined as ``upper | lower``, the two halves of table 6 stand one beneath the other, and the
    empty corner of table 13 is ``[period]``.

    Parameters
    ----------
    number : int
        1 to 13.

    Returns
    -------
    DataFrame
        The table.

    Raises
    ------
    UnknownChoiceError
        If there is no such table.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.printed_table(2).iloc[1, -1]
    '90.2(2020)'
    """
    # numpy's whole numbers are as good as Python's; a truth value is a slip.
    try:
        index = -1 if isinstance(number, bool) else operator.index(number)
    except TypeError:
        index = -1
    tables = _store.printed_tables()
    if index not in tables:
        raise UnknownChoiceError(number, tables, kind="printed table")
    return _store.frame(tables[index])


def statements() -> DataFrame[Statements]:
    """Return the numbers of the paper's prose, without dates, names and slogans.

    Left out are numbers in a date, a name ("the 14th Five Year Plan") or a slogan ("one center and
    five plates"). Numbers in words are there.

    Returns
    -------
    DataFrame
        One row per number, in the order of the text: `statement` (identifier), `section`,
        `subject`, `economy`, `start_year` (of a change), `year`, `measure`, `value` (as printed),
        `unit`, `qualifier` (the text's hedge), `repeats` (the table cell that it repeats), `source`
        (footnote), `note`, `counts`, `published`, `unchecked` (why nothing here can check it).
        ``codebook("statements")`` explains them.
    """
    return _store.frame("statements")  # type: ignore[return-value]


def sources() -> DataFrame[Sources]:
    """Return the bibliography: the paper, its 45 footnotes and the external publications used here.

    Returns
    -------
    DataFrame
        One row per publication: `source` (`fn01` to `fn45` are the footnotes), `kind` (where it is
        named), `type` (of document), `authors` (Family, Given), `author_type`, `title`, `container`
        (journal or book), `volume`, `issue`, `pages`, `year`, `publisher`, `address`, `same_as`
        (which stands for the same document), `note`. What is printed nowhere stands in square
        brackets.
    """
    return _store.frame("sources")  # type: ignore[return-value]


def external_figures() -> DataFrame[ExternalFigures]:
    """Return the numbers of other publications that are used here, or check what is corrected or recovered.

    Returns
    -------
    DataFrame
        One row per number: `figure` or `table` (of the paper), `economy`, `period`, `measure`,
        `value`, `unit`, `source` (in `sources`), `place` (in the publication), `grade` (`primary`:
        read there; `secondary`: as others give it), `read_in` (where it was read, in `sources`),
        `use` (`value`: it is in a dataset; `check`: it checks a corrected or recovered value, which
        does not use it; `comparison`: another basis, for notes), `remark`.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.external_figures().query("use == 'value' and economy == 'JPN'")["value"].tolist()[0]
    2293.5
    """
    return _store.frame("external_figures")  # type: ignore[return-value]


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
