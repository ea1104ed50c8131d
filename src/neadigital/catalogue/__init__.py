"""What there is and what it means: the datasets, their columns, the printed tables, and where each number is from."""

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
__all__ += ["external_figures", "observations", "printed_table", "sources", "statements"]


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
    found = []
    for name in _store.names("dataset"):
        entry = _store.resource(name)
        places = [", ".join(map(str, entry[kind])) for kind in ("tables", "figures")]
        size = entry["rows"], len(entry["schema"]["fields"]), " ".join(entry["economies"])
        found.append((name, entry["title"], *size, entry["firstYear"], entry["lastYear"], *places, licence))
    columns = [
        "name",
        "title",
        "rows",
        "columns",
        "economies",
        "first_year",
        "last_year",
        "tables",
        "figures",
        "licence",
    ]
    return pd.DataFrame(found, columns=columns)


def allowed_values(constraints: dict[str, Any]) -> str:
    """Say in one line what values a column may have."""
    values = constraints.get("enum", [])
    steps = (
        {later - earlier for earlier, later in pairwise(values)} if all(isinstance(v, int) for v in values) else set()
    )
    # A long run of years reads better as its ends.
    if len(values) > 3 and len(steps) == 1:
        step = steps.pop()
        return f"{values[0]} to {values[-1]}" + (f", every {step} years" if step > 1 else "")
    words = {"exclusiveMinimum": "above", "minimum": "from", "maximum": "to", "pattern": "matches"}
    parts = [f"{word} {constraints[name]}" for name, word in words.items() if name in constraints]
    return ", ".join(map(str, values)) or " ".join(parts)


def codebook(name: str | None = None) -> pd.DataFrame:
    """Return what each column means, and each indicator of a long table.

    Parameters
    ----------
    name : str, optional
        A dataset, a table about the data such as `notes` or `statements`, or one that is computed: `quality`,
        `observations` or `audit`. By default all datasets.

    Returns
    -------
    DataFrame
        One row per column (`code` empty), followed by one row per value of a column that holds codes, such as an
        indicator. Columns: `dataset`, `column`, `code`, `meaning` (of an indicator of ITU also the World Bank series
        that is the same), `type` (pandas dtype), `unit`, `allowed`.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are.
    """
    import pandas as pd

    found = []
    for dataset in [name] if name is not None else _store.names("dataset"):
        for field in _store.described(dataset)["schema"]["fields"]:
            column, codes = field["name"], field.get("codes", [])
            allowed = "codes below" if codes else allowed_values(field.get("constraints", {}))
            found.append((dataset, column, "", field["description"], field["dtype"], field.get("unit", ""), allowed))
            for code in codes:
                same = f"; {code['series']} in world_development_indicators" if "series" in code else ""
                meaning = code["meaning"] + same
                found.append((dataset, column, code["value"], meaning, field["dtype"], code["unit"], ""))
    return pd.DataFrame(found, columns=["dataset", "column", "code", "meaning", "type", "unit", "allowed"])


def printed_table(number: int) -> pd.DataFrame:
    """Return a table of the paper as it is printed, misprints included.

    Every cell is text, verbatim. The first column or columns hold the row labels. A header of two levels is joined
    as ``upper | lower``; the two column pairs that table 6 prints side by side stand one beneath the other; the
    corner of table 13, which is empty, is ``[period]``.

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
    """Return the numbers of the paper's prose, without dates, names and slogans.

    Left out are numbers that are part of a date, a name ("the 14th Five Year Plan") or a slogan ("one center and five
    plates"); all others are there, those in words too.

    Returns
    -------
    DataFrame
        One row per number, in the order of the text: `statement` (identifier), `section` (`0` is the introduction),
        `subject`, `economy` (codes joined by `;`), `start_year` (of a change), `year`, `measure`, `value` (as
        printed), `unit`, `qualifier` (the text's own hedge), `repeats` (the table cell that it says again, as
        ``table/row/column``), `source` (footnote), `note`, `counts` (the things that it counts, where the text names
        them), `published` (under which measure of `external_figures` its publisher has it), `unchecked` (why nothing
        here can check it).
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
