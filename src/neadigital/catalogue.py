"""Questions about the data: what there is, what its columns mean, what is wrong with it, where it is from."""

from __future__ import annotations

import operator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital.errors import DataIntegrityError, UnknownDatasetError

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital.schemas import ExternalFigures, Notes, Sources, Statements

TABLE_NUMBERS = range(1, 14)


def dataset_names() -> list[str]:
    """Give the names of the datasets, in the paper's order."""
    return [name for name in _store.names() if _store.resource(name).get("dataset") == name]


def dataset_resource(name: str) -> dict[str, Any]:
    """Give the part of the descriptor that describes a dataset."""
    if not isinstance(name, str) or name not in dataset_names():
        raise UnknownDatasetError(name, dataset_names())
    return _store.resource(name)


def _described(name: str) -> dict[str, Any]:
    """Give the part of the descriptor that describes a dataset or a table about the data."""
    about = [other for other in _store.names() if "about" in _store.resource(other)]
    if not isinstance(name, str) or name not in [*dataset_names(), *about]:
        raise UnknownDatasetError(name, [*dataset_names(), *about])
    return _store.resource(name)


def datasets() -> pd.DataFrame:
    """List the datasets.

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
            for name in dataset_names()
            for entry in [_store.resource(name)]
        ]
    )


def _allowed(constraints: dict[str, Any]) -> str:
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
    """Say what each column means, and each indicator of a long table.

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
    for dataset in [name] if name is not None else dataset_names():
        for field in _described(dataset)["schema"]["fields"]:
            common = {"dataset": dataset, "column": field["name"], "type": field["dtype"]}
            allowed = "" if "codes" in field else _allowed(field.get("constraints", {}))
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
    """Give a table of the paper as it is printed, misprints included.

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
    UnknownDatasetError
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
    if index not in TABLE_NUMBERS:
        raise UnknownDatasetError(number, TABLE_NUMBERS, kind="printed table")
    return _store.frame(f"printed_table_{index:02d}")


def notes(name: str | None = None) -> DataFrame[Notes]:
    """Give the notes on cells: what a reader must know that the value does not say.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        One row per remark on a cell. `dataset`, `key` (the row's key, as ``economy=KOR;year=2020``), `column`;
        `printed` (the cell as on the page) and `value` (what the loader gives by default), both text; `kind`
        (`misprint`, `mislabelled`, `wrong_base`, `other_year`, `not_available`, `not_ranked`, `doubtful`); `note`;
        `evidence` (what proves it). A cell may have notes of several kinds.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are.
    """
    found = _store.frame("notes")
    if name is not None:
        dataset_resource(name)
        found = found[found["dataset"] == name].reset_index(drop=True)
    return found  # type: ignore[return-value]


def errata() -> DataFrame[Notes]:
    """Give only what is corrected: the notes whose value differs from the page.

    Returns
    -------
    DataFrame
        As `notes`; one row per corrected cell.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.errata().query("dataset == 'trade_with_russia'")[["printed", "value"]].values.tolist()
    [['34.67', '17.33'], ['54.1', '65'], ['163.77', '16.377']]
    """
    import pandas as pd

    found = notes()
    correcting = found["kind"].isin(["misprint", "mislabelled", "wrong_base"])
    # A year in the cell's brackets is no part of its value.
    printed = pd.to_numeric(found["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True), errors="coerce")
    value = pd.to_numeric(found["value"], errors="coerce")
    return found[correcting & (printed != value)].reset_index(drop=True)


def statements() -> DataFrame[Statements]:
    """Give every number of the paper's prose.

    Returns
    -------
    DataFrame
        One row per number, in the order of the text: `statement` (identifier), `section` (`0` is the introduction),
        `subject`, `economy` (codes joined by `;`), `start_year` (of a change), `year`, `measure`, `value` (as
        printed), `unit`, `qualifier` (the text's own hedge), `repeats` (the table cell that it says again, as
        ``table/row/column``), `source` (footnote), `note`. Numbers that are part of a date, a name or a slogan ("one
        center and five plates") are left out.
    """
    return _store.frame("statements")  # type: ignore[return-value]


def sources() -> DataFrame[Sources]:
    """Give the bibliography: the paper, its 45 footnotes and the external publications used here.

    Returns
    -------
    DataFrame
        One row per publication: `source` (identifier; `fn01` to `fn45` are the footnotes), `kind`, `authors`,
        `title`, `year`, `publisher`, `address`, `note`. What the page does not print stands in square brackets.
    """
    return _store.frame("sources")  # type: ignore[return-value]


def external_figures() -> DataFrame[ExternalFigures]:
    """Give the numbers of other publications that are used here, or that check what is recovered here.

    Returns
    -------
    DataFrame
        One row per number: `figure` (of the paper, that plots such numbers), `economy`, `period`, `measure`, `value`,
        `unit`, `source` (the publication, in `sources`), `grade` (`primary`: read in the publication; `secondary`: as
        others cite it), `use` (`value`: it is in a dataset; `check`: it checks a recovered value and is not used by
        it; `comparison`: another basis, for notes), `remark`.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.external_figures().query("use == 'value' and economy == 'JPN'")["value"].tolist()[0]
    2293.5
    """
    return _store.frame("external_figures")  # type: ignore[return-value]


def validate(name: str | None = None) -> pd.DataFrame:
    """Validate the bundled files against their Pandera models, all failures at once.

    Every load already checks a file's SHA-256 and how it parses; this checks meaning too: keys, ranges, allowed
    values, and the rules between columns. It imports pandera.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all, and the tables about the data.

    Returns
    -------
    DataFrame
        One row per file that was validated: `file`, `rows`, `columns`, `checks`.

    Raises
    ------
    DataIntegrityError
        If anything fails; the message names each file, row, column, cell and rule.
    UnknownDatasetError
        If there is no such dataset; the message lists those there are.
    """
    import pandas as pd
    from pandera.errors import SchemaErrors

    from neadigital import schemas

    if name is not None:
        dataset_resource(name)
    models = schemas.DATASETS | schemas.ABOUT
    done, failures = [], []
    for resource in _store.names():
        base = resource.removesuffix("_as_printed")
        if name not in (None, base):
            continue
        path = _store.resource(resource)["path"]
        try:
            data = _store.frame(resource)
        except DataIntegrityError as error:
            failures.append(str(error).partition("\n")[0])
            continue
        done.append({"file": path, "rows": len(data), "columns": data.shape[1], "checks": 0})
        # A printed table is all text and has no model; reading it has checked its digest and its shape.
        if base not in models:
            continue
        schema = models[base].to_schema()
        done[-1]["checks"] = sum(len(column.checks) for column in schema.columns.values()) + len(schema.checks)
        try:
            schema.validate(data, lazy=True)
        except SchemaErrors as error:
            for case in error.failure_cases.to_dict("records"):
                # The header is line 1 of the file.
                where = "the whole file" if pd.isna(case["index"]) else f"line {int(case['index']) + 2}"
                failures.append(
                    f"{path}, {where}, column {case['column']}: {case['failure_case']!r} breaks {case['check']}"
                )
    if failures:
        raise DataIntegrityError(
            f"{len(failures)} failures", "bundled files are damaged or break their models", found="\n".join(failures)
        )
    return pd.DataFrame(done)
