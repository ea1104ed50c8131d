"""What there is and what it means: datasets, columns, printed tables, sources."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital.catalogue.card import about
from neadigital.catalogue.citation import cite
from neadigital.catalogue.long_table import observations
from neadigital.catalogue.places import economies, economy_code
from neadigital.errors import UnknownChoiceError

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, pd, schemas

__all__ = [
    "about",
    "cite",
    "codebook",
    "datasets",
    "economies",
    "economy_code",
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
        In the paper's order: `name`, `title`, `rows`, `columns` (how many), `economies` (codes),
        `first_year`, `last_year`, `tables` and `figures` (of the paper), `licence` (SPDX;
        ``LicenseRef-`` where the publisher states none and numbers are quoted as facts). Lists are
        joined by ``;``.

    Examples
    --------
    >>> import neadigital
    >>> "growth_rates" in neadigital.datasets()["name"].tolist()
    True
    """
    import pandas as pd

    rows = [
        {
            "name": entry["name"],
            "title": entry["title"],
            "rows": entry["rows"],
            "columns": len(entry["schema"]["fields"]),
            "economies": ";".join(entry["economies"]),
            "first_year": entry["firstYear"],
            "last_year": entry["lastYear"],
            "tables": ";".join(map(str, entry["tables"])),
            "figures": ";".join(entry["figures"]),
            "licence": entry["licenses"][0]["name"],
        }
        for entry in map(_store.resource, _store.names("dataset"))
    ]
    return pd.DataFrame(rows)


def allowed_values(constraints: dict[str, Any]) -> str:
    """Say in one line what values a column may have: a list is joined by ;."""
    values = constraints.get("enum", [])
    # A long run of years reads better as its ends.
    if len(values) > 3 and all(isinstance(value, int) for value in values):
        steps = {later - earlier for earlier, later in pairwise(values)}
        if len(steps) == 1:
            [step] = steps
            every = "" if step == 1 else f", every {step} years"
            return f"{values[0]} to {values[-1]}{every}"
    if values:
        return ";".join(map(str, values))
    words = {
        "exclusiveMinimum": "above",
        "minimum": "from",
        "maximum": "to",
        "pattern": "matches",
    }
    return " ".join(
        f"{word} {constraints[name]}"
        for name, word in words.items()
        if name in constraints
    )


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

    names = _store.names("dataset") if name is None else [name]
    found = [line for table in names for line in _codebook_lines(table)]
    return pd.DataFrame(found)


def _codebook_lines(table: str) -> Iterator[dict[str, str]]:
    """Yield a line for each column of a table, and one for each of its codes."""
    for field in _store.described(table)["schema"]["fields"]:
        codes = field.get("codes", [])
        allowed = allowed_values(field.get("constraints", {}))
        column = {
            "dataset": table,
            "column": field["name"],
            "code": "",
            "meaning": field["description"],
            "type": field["dtype"],
            "unit": field.get("unit", ""),
            "allowed": "codes below" if codes else allowed,
        }
        yield column
        for code in codes:
            meaning = code["meaning"]
            if "series" in code:
                meaning += f"; {code['series']} in world_development_indicators"
            yield column | {
                "code": code["value"],
                "meaning": meaning,
                "unit": code.get("unit", ""),
                "allowed": "",
            }


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


def statements() -> DataFrame[schemas.Statements]:
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


def sources() -> DataFrame[schemas.Sources]:
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


def external_figures() -> DataFrame[schemas.ExternalFigures]:
    """Return the numbers of other publications, used here or set beside the paper's.

    Returns
    -------
    DataFrame
        One row per record, which is a number of one publication as read in one place: `figure` or
        `table` (of the paper), `economy`, `period`, `measure`, `value`, `unit`, `source` (in
        `sources`), `edition` and `place` (of and in the publication), `grade` (`primary`: on the
        publisher's own page; `copy`: in a copy of it; `secondary`: as others give it), `how`
        (`read`, or `computed` by the rule in the remark), `read_in` (where it was read, in
        `sources`), `use` and `remark`. Its uses are `value` (it is in a dataset), `check` (it
        checks or corrects a number), `comparison` (it is of another basis or edition), `confirms`
        (it is the same quantity as a number of the paper, equal or not) and `later` (it continues a
        series; do not join the two). ``codebook("external_figures")`` explains each measure.

    Examples
    --------
    >>> import neadigital
    >>> japan = "use == 'value' and economy == 'JPN'"
    >>> neadigital.external_figures().query(japan)["value"].tolist()[0]
    2293.5
    """
    return _store.frame("external_figures")  # type: ignore[return-value]


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
