"""Read the tables: datasets and tables about the data, and the tables as printed.

The loaders and the tables about the data are in `_loaders`.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._catalogue import codebook
from neadigital._messages import check_bool, count
from neadigital.errors import (
    DataIntegrityError,
    UnknownChoiceError,
    UnknownDatasetError,
)

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, pd, schemas

__all__ = ["errata", "printed_table", "validate"]

# what the loaders return


def dataset(
    name: str, *, as_printed: bool = False, edition: object = None
) -> DataFrame[Any]:
    """Read a dataset, or one of its editions; each loader declares the model that it returns."""
    check_bool("as_printed", as_printed)
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


def about_data(table: str, name: str | None = None) -> DataFrame[Any]:
    """Read a table about the data, or its rows that are about a dataset."""
    found: Any = _store.frame(table)
    if name is None:
        return found  # type: ignore[no-any-return]
    _store.dataset(name)
    # `quality` also counts the numbers of tables and figures, by their number.
    column = "dataset" if "dataset" in found else "name"
    return found[found[column] == name].reset_index(drop=True)  # type: ignore[no-any-return]


def load(name: str, as_printed: bool, edition: object) -> pd.DataFrame:
    """Read any table of the package by its name."""
    datasets = _store.names("dataset")
    if not isinstance(name, str):
        raise UnknownDatasetError(name, datasets, kind="dataset")
    if name in datasets:
        return dataset(name, as_printed=as_printed, edition=edition)
    computed = {"codebook": codebook, "errata": errata}
    about = [*_store.names("about"), *computed]
    if name not in about:
        printed = _store.printed_table(str(name))
        known = [*datasets, *about]
        if printed:
            known = [f"printed_table({_store.resource(printed)['table']})"]
        raise UnknownDatasetError(name, known, kind="table")
    if as_printed or edition is not None:
        raise TypeError(f"{name} is a table about the data: it has no other version.")
    return computed[name]() if name in computed else about_data(name)


# the paper


def errata(name: str | None = None) -> DataFrame[schemas.Notes]:
    """Return only the notes on corrected numbers.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        As `notes`, one row per corrected number. `certainty` is `proved` where the correct value
        itself follows from the evidence, `inferred` where the printed one is disproved and this is
        the only reading left.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    DataIntegrityError
        If the bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> errata = neadigital.errata("trade_with_russia")
    >>> errata[["printed", "value", "certainty"]].values.tolist()
    [['34.67', 17.33, 'proved'], ['54.1', 65.0, 'proved'], ['163.77', 16.377, 'inferred']]
    """
    found: Any = about_data("notes", name)
    return found[found["certainty"].notna()].reset_index(drop=True)  # type: ignore[no-any-return]


def printed_table(number: int) -> pd.DataFrame:
    """Return a table of the paper as it is printed, misprints included.

    Every cell is text, verbatim; the first columns hold the row labels. A header of two levels is
    joined as ``upper | lower``, the two halves of table 6 are one below the other, and the
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
    tables = _store.printed_tables()
    try:
        # Whole numbers of numpy are allowed.
        name = tables[operator.index(number)]
    except (KeyError, TypeError):
        raise UnknownChoiceError(number, tables, kind="printed table") from None
    return _store.frame(name)


# the files


def validate(name: str | None = None) -> pd.DataFrame:
    """Validate the bundled files against their Pandera models, all failures at once.

    Every load checks a file's SHA-256; this checks keys, ranges, allowed values
    and the rules between columns too, with pandera.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all, and the tables about the data.

    Returns
    -------
    DataFrame
        One row per file: `file`, `rows`, `columns`, `checks`.

    Raises
    ------
    DataIntegrityError
        If anything fails; the message names each file, row, column, cell and rule.
    UnknownDatasetError
        If there is no such dataset.
    """
    import pandas as pd

    if name is not None:
        _store.dataset(name)
    done, failures = [], []
    for resource in _store.names():
        entry = _store.resource(resource)
        base = entry.get("dataset", resource)
        if name in (None, base):
            line, found = _validate_file(resource, base)
            failures += found
            done.append({"file": entry["path"]} | line)
    if failures:
        raise DataIntegrityError(
            count(len(failures), "failure"),
            "bundled files are damaged or break their models",
            found="\n".join(failures),
        )
    return pd.DataFrame(done)


def _validate_file(resource: str, base: str) -> tuple[dict[str, int], list[str]]:
    """Return the size of a file and the number of its checks, and what is wrong with it."""
    from pandera.errors import SchemaErrors

    from neadigital.schemas._registry import ABOUT, DATASETS

    # A printed table holds only text and has no model, so only its digest is checked.
    model = (DATASETS | ABOUT).get(base)
    checks = 0
    try:
        data = _store.frame(resource)
        if model:
            schema = model.to_schema()
            of_columns = [len(column.checks) for column in schema.columns.values()]
            checks = len(schema.checks) + sum(of_columns)
            # pandas stores text by an option, which may have changed since the model was made.
            dtypes = {
                name: column.dtype.type for name, column in schema.columns.items()
            }
            schema.validate(data.astype(dtypes), lazy=True)
    except DataIntegrityError as error:
        return {}, [str(error).splitlines()[0]]
    except SchemaErrors as error:
        path = _store.resource(resource)["path"]
        cases = error.failure_cases.to_dict("records")
        return {}, [f"{path}, {_broken(case)}" for case in cases]
    rows, columns = data.shape
    return {"rows": rows, "columns": columns, "checks": checks}, []


def _broken(case: dict[str, Any]) -> str:
    """Return the line, the column, the cell and the rule of a failure that Pandera found."""
    import pandas as pd

    where = "the whole file"
    if pd.notna(case["index"]):
        # Line 1 is the header.
        where = f"line {int(case['index']) + 2}"
    cell = f"column {case['column']}: {case['failure_case']!r}"
    return f"{where}, {cell} breaks {case['check']}"
