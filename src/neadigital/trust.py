"""How far each number can be trusted: notes on cells, corrections, and the validation of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._numbers import Cell, Field, Row, cells, key_text, published
from neadigital.errors import DataIntegrityError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital.schemas import Notes, Quality

__all__ = ["errata", "flags", "notes", "quality", "validate"]


def notes(name: str | None = None) -> DataFrame[Notes]:
    """Return the notes on cells: what the value itself does not say.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        One row per remark on a cell; a cell may have several.

        - `dataset`, `key`, `column` : the cell; the key as ``economy=KOR;year=2020``
        - `economy`, `year` : those of the key, if it has them
        - `printed`, `printed_number` : the cell as printed, and as a number without a year in
          brackets
        - `value` : what the loader gives by default, text
        - `kind` : `misprint`, `mislabelled`, `wrong_base`, `other_year`, `other_basis`,
          `not_available`, `not_ranked` or `doubtful`
        - `certainty` : of a correction `proved` or `inferred`, else empty. It is about what the
          paper should have printed, not about whether that is true: some are doubtful too
        - `severity` : of a doubt `minor` (a last digit, a revision or a rounding) or `serious` (a
          conclusion may change), else empty
        - `note`, `evidence` : what a reader must know, and what proves it

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    """
    found = _store.frame("notes")
    if name is not None:
        _store.dataset(name)
        found = found[found["dataset"] == name].reset_index(drop=True)
    return found  # type: ignore[return-value]


def errata(name: str | None = None) -> DataFrame[Notes]:
    """Return only the notes on what is corrected.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        As `notes`, one row per corrected cell. `certainty` is `proved` where the correct value
        itself follows from the evidence, `inferred` where the printed one is disproved and this is
        the only reading left.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.errata("trade_with_russia")[["printed_number", "value", "certainty"]].values.tolist()
    [[34.67, '17.33', 'proved'], [54.1, '65', 'proved'], [163.77, '16.377', 'inferred']]
    """
    found = notes(name)
    return found[found["certainty"] != ""].reset_index(drop=True)


def flags(name: str) -> pd.DataFrame:
    """Return what is noted of each cell, in the dataset's own shape.

    Parameters
    ----------
    name : str
        A dataset.

    Returns
    -------
    DataFrame
        The dataset's rows and columns: its key, and in all other cells the kinds of their notes,
        joined by ``;``, or empty text. So a mask is ``flags(name)[column] != ""``.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.

    Examples
    --------
    >>> import neadigital
    >>> data, flags = neadigital.trade_with_russia(), neadigital.flags("trade_with_russia")
    >>> data[flags["trade_cny_bn"] == "misprint"]["trade_cny_bn"].tolist()
    [17.33, 16.377]
    """
    key = _store.dataset(name)["schema"]["primaryKey"]
    data, noted = _store.frame(name), notes_by_cell()
    keys = [key_text(name, row) for row in _store.rows(name)]
    for column in data.columns.difference(key):
        data[column] = [noted.get((name, row, column), ("", "", ""))[0] for row in keys]
    return data


def quality() -> DataFrame[Quality]:
    """Return how many numbers of each table, figure and dataset can be trusted, and on what ground.

    Returns
    -------
    DataFrame
        One row per table of the paper, figure and dataset.

        - `kind`, `name` : `table`, `figure` or `dataset`, and its number or name
        - `numbers` : how many numbers a table prints (two where a cell holds two), of a figure are
          known, or a dataset holds. Each is counted in one of the next seven columns
        - `independent` : another publication has the number, or the number is that publication's
          own
        - `consistent` : it fits other places of the paper, to the printed digits
        - `corrected_proved`, `corrected_inferred` : the printed number is wrong, and corrected
        - `doubtful_minor`, `doubtful_serious` : it may be wrong, and stays as printed
        - `unchecked` : no second source was found; it may well be right
        - `also_doubtful` : how many of those corrected are doubtful too

        Corrected goes before doubtful, doubtful before what agrees. That a number agrees does not
        say that it may be compared with its neighbours: see the notes of kind `other_basis`.

    Raises
    ------
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> quality = neadigital.quality().set_index("name")
    >>> [int(n) for n in quality.loc["13", ["numbers", "corrected_proved", "corrected_inferred", "also_doubtful"]]]
    [21, 2, 1, 1]
    """
    import pandas as pd

    # The audit is the larger part of the package, and needed here only.
    from neadigital.claims.checks import confirmed
    from neadigital.claims.report import all_findings

    noted, has_it, fits = notes_by_cell(), published(), confirmed(all_findings())

    def ground(cell: Cell, first: bool) -> str:
        """Say on what ground a number stands, in a second table under its label there."""
        kinds, certainty, severity = noted.get(cell, ("", "", ""))
        if certainty and first:
            return f"corrected_{certainty}"
        if "mislabelled" in kinds and not (certainty or first):
            return "doubtful_serious"
        if severity:
            return f"doubtful_{severity}"
        return (
            "independent"
            if cell in has_it
            else "consistent"
            if cell in fits
            else "unchecked"
        )

    found: dict[tuple[Any, ...], None] = {}
    for cell, field, row, printed in cells():
        if row[field["name"]]:
            for kind, place, first, *key in _places(cell, field, row, printed):
                grounds = [ground(cell, first)]
                grounds += (
                    ["also_doubtful"]
                    if grounds[0].startswith("corrected") and noted[cell][2]
                    else []
                )
                # A table may print one number for several rows.
                found |= {(kind, place, one, cell[2], *key): None for one in grounds}
    counts = pd.crosstab(
        [pd.Series([key[0] for key in found]), pd.Series([key[1] for key in found])],
        pd.Series([key[2] for key in found]),
    )
    order = [("table", str(number)) for number in _store.printed_tables()]
    order += [
        ("figure", line["number"])
        for line in _store.rows("printed_titles")
        if line["item"] == "figure"
    ]
    order += [("dataset", name) for name in _store.names("dataset")]
    columns = [
        field["name"] for field in _store.described("quality")["schema"]["fields"]
    ]
    counts = counts.reindex(
        index=pd.MultiIndex.from_tuples(order, names=columns[:2]),
        columns=columns[3:],
        fill_value=0,
    )
    counts.insert(
        0, columns[2], counts.drop(columns="also_doubtful").sum(axis="columns")
    )
    return counts.rename_axis(columns=None).reset_index()  # type: ignore[return-value]


def _places(
    cell: Cell, field: Field, row: Row, printed: str
) -> Iterator[tuple[Any, ...]]:
    """Yield where a number stands: kind, name, whether it is the first such place, and the number's key."""
    entry = _store.resource(cell[0])
    yield "dataset", cell[0], True, cell[1]
    for figure, where in entry["figures"].items():
        if all(
            (row | {"column": cell[2]})[part] in values
            for part, values in where.items()
        ):
            yield "figure", figure, True, cell[1]
    if printed and not entry["figures"]:
        tables: list[int] = (
            [int(row["table"])]
            if "table" in row
            else list(field["tables"] if "tables" in field else entry["tables"])
        )
        again = field.get("again", {})
        if row["year"] == str(again.get("year")) and again["table"] not in tables:
            tables.append(again["table"])
        for table in tables:
            parts = field.get("per", entry["schema"]["primaryKey"])
            yield (
                "table",
                str(table),
                table == tables[0],
                *(row[part] for part in parts),
            )


def notes_by_cell() -> dict[Cell, tuple[str, str, str]]:
    """Return kinds of notes, certainty and severity of each cell that has a note."""
    found: dict[Cell, tuple[str, str, str]] = {}
    for note in _store.rows("notes"):
        cell = note["dataset"], note["key"], note["column"]
        kinds, certainty, severity = found.get(cell, ("", "", ""))
        joined = f"{kinds};{note['kind']}" if kinds else note["kind"]
        found[cell] = (
            joined,
            certainty or note["certainty"],
            severity or note["severity"],
        )
    return found


def validate(name: str | None = None) -> pd.DataFrame:
    """Validate the bundled files against their Pandera models, all failures at once.

    Every load checks a file's SHA-256 and how it parses; this checks keys, ranges, allowed values
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
    from pandera.errors import SchemaErrors

    from neadigital.schemas._registry import ABOUT, DATASETS

    if name is not None:
        _store.dataset(name)
    done, failures = [], []
    for resource in _store.names():
        entry = _store.resource(resource)
        base, path = entry.get("dataset", resource), entry["path"]
        if name not in (None, base):
            continue
        # A printed table is all text and has no model.
        model = (DATASETS | ABOUT).get(base)
        schema = model.to_schema() if model else None
        checks = (
            sum(len(column.checks) for column in schema.columns.values())
            + len(schema.checks)
            if schema
            else 0
        )
        try:
            data = _store.frame(resource)
            done.append(
                {
                    "file": path,
                    "rows": len(data),
                    "columns": data.shape[1],
                    "checks": checks,
                }
            )
            if schema:
                schema.validate(data, lazy=True)
        except DataIntegrityError as error:
            failures.append(str(error).partition("\n")[0])
        except SchemaErrors as error:
            for case in error.failure_cases.to_dict("records"):
                # The header is line 1 of the file.
                where = (
                    "the whole file"
                    if pd.isna(case["index"])
                    else f"line {int(case['index']) + 2}"
                )
                broken = f"column {case['column']}: {case['failure_case']!r} breaks {case['check']}"
                failures.append(f"{path}, {where}, {broken}")
    if failures:
        count = f"{len(failures)} {'failure' if len(failures) == 1 else 'failures'}"
        raise DataIntegrityError(
            count,
            "bundled files are damaged or break their models",
            found="\n".join(failures),
        )
    return pd.DataFrame(done)


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
