"""What there is and what it means: the datasets, their columns, the page, and where each number is from."""

from __future__ import annotations

import operator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital.errors import UnknownChoiceError

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital.schemas import ExternalFigures, Sources, Statements

__all__ = ["codebook", "datasets", "external_figures", "printed_table", "sources", "statements"]


def datasets() -> pd.DataFrame:
    """Return the datasets, one a row.

    Returns
    -------
    DataFrame
        One row per dataset, in the paper's order: `name`, `title`, `rows`, `columns` (how many), `economies` (codes
        joined by a space), `first_year`, `last_year`, `tables` and `figures` (those of the paper that it comes
        from, joined by a comma), `licence` (SPDX identifier).

    Examples
    --------
    >>> import neadigital
    >>> "growth_rates" in neadigital.datasets()["name"].tolist()
    True
    """
    import pandas as pd

    licence = _store.descriptor()["licenses"][0]["name"]
    return pd.DataFrame(
        [
            {
                "name": name,
                "title": entry["title"],
                "rows": entry["rows"],
                "columns": len(entry["schema"]["fields"]),
                "economies": " ".join(entry["economies"]),
                "first_year": entry["firstYear"],
                "last_year": entry["lastYear"],
                "tables": ", ".join(str(number) for number in entry["tables"]),
                "figures": ", ".join(str(number) for number in entry["figures"]),
                "licence": licence,
            }
            for name in _store.names("dataset")
            for entry in [_store.resource(name)]
        ]
    )


def allowed_values(constraints: dict[str, Any]) -> str:
    """Say in one line what values a column may have."""
    if "enum" in constraints:
        values = constraints["enum"]
        # A long run of years reads better as its ends.
        if len(values) > 3 and all(isinstance(value, int) for value in values):
            steps = {later - earlier for earlier, later in pairwise(values)}
            if len(steps) == 1:
                step = steps.pop()
                return f"{values[0]} to {values[-1]}" + (f", every {step} years" if step > 1 else "")
        return ", ".join(str(value) for value in values)
    parts = []
    if "exclusiveMinimum" in constraints:
        parts.append(f"above {constraints['exclusiveMinimum']}")
    if "minimum" in constraints:
        parts.append(f"from {constraints['minimum']}")
    if "maximum" in constraints:
        parts.append(f"to {constraints['maximum']}")
    if "pattern" in constraints:
        parts.append(f"matches {constraints['pattern']}")
    return " ".join(parts)


def codebook(name: str | None = None) -> pd.DataFrame:
    """Return what each column means, and each indicator of a long table.

    Parameters
    ----------
    name : str, optional
        A dataset, or a table about the data such as `notes` or `statements`; by default all datasets.

    Returns
    -------
    DataFrame
        One row per column (`code` empty), followed by one row per value of a column that holds codes, such as an
        indicator. Columns: `dataset`, `column`, `code`, `meaning`, `type` (pandas dtype), `unit`, `allowed`.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are.
    """
    import pandas as pd

    rows = []
    for dataset in [name] if name is not None else _store.names("dataset"):
        for field in _store.described(dataset)["schema"]["fields"]:
            common = {"dataset": dataset, "column": field["name"], "type": field["dtype"]}
            allowed = "" if "codes" in field else allowed_values(field.get("constraints", {}))
            rows.append(
                common
                | {
                    "code": "",
                    "meaning": field["description"],
                    "unit": field.get("unit", ""),
                    "allowed": allowed or ("codes below" if "codes" in field else ""),
                }
            )
            rows += [
                common | {"code": code["value"], "meaning": code["meaning"], "unit": code["unit"], "allowed": ""}
                for code in field.get("codes", [])
            ]
    return pd.DataFrame(rows, columns=["dataset", "column", "code", "meaning", "type", "unit", "allowed"])


def printed_table(number: int) -> pd.DataFrame:
    """Return a table of the paper as it is printed, misprints included.

    Every cell is text, verbatim. The first column or columns hold the row labels. A header of two levels is joined
    as ``upper | lower``; the two column pairs that table 6 prints side by side stand one beneath the other; the
    corner of table 13, empty on the page, is ``[period]``.

    Parameters
    ----------
    number : int
        1 to 13.

    Returns
    -------
    DataFrame
        The table, all columns text.

    Raises
    ------
    UnknownChoiceError
        If there is no such table; the message lists those there are.

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
    """Return every number of the paper's prose.

    Returns
    -------
    DataFrame
        One row per number, in the order of the text: `statement` (identifier), `section` (`0` is the introduction),
        `subject`, `economy` (codes joined by `;`), `start_year` (of a change), `year`, `measure`, `value` (as
        printed), `unit`, `qualifier` (the text's own hedge), `repeats` (the table cell that it says again, as
        ``table/row/column``), `source` (footnote), `note`, `counts` (the things that it counts, where the text names
        them), `published` (under which measure of `external_figures` its publisher has it), `unchecked` (why nothing
        here can check it). Numbers that are part of a date, a name or a slogan ("one center and five plates") are
        left out.
    """
    return _store.frame("statements")  # type: ignore[return-value]


def sources() -> DataFrame[Sources]:
    """Return the bibliography: the paper, its 45 footnotes and the external publications used here.

    Returns
    -------
    DataFrame
        One row per publication: `source` (identifier; `fn01` to `fn45` are the footnotes), `kind` (where it is
        named), `type` (of document), `authors` with `author_type`, `title`, `container` (journal or book), `volume`,
        `issue`, `pages`, `year`, `publisher`, `address`, `same_as` (the source that stands for the same document),
        `note`. What is printed nowhere stands in square brackets. A person is written as Family, Given.
    """
    return _store.frame("sources")  # type: ignore[return-value]


def external_figures() -> DataFrame[ExternalFigures]:
    """Return the numbers of other publications that are used here, or that check what is corrected or recovered here.

    Returns
    -------
    DataFrame
        One row per number: `figure` or `table` (of the paper, that has such numbers), `economy`, `period`, `measure`,
        `value`, `unit`, `source` (the publication, in `sources`), `place` (in the publication), `grade` (`primary`:
        read in the publication; `secondary`: as others give it), `read_in` (where it was read, in `sources`; empty if
        that is not recorded), `use` (`value`: it is in a dataset; `check`: it checks a corrected or recovered value
        and is not used by it; `comparison`: another basis, for notes), `remark`.

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
