"""How far each number can be trusted: the notes on cells, what is corrected, and the validation of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from neadigital import _store
from neadigital.errors import DataIntegrityError

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital.schemas import Notes

__all__ = ["errata", "flags", "notes", "quality", "validate"]


def notes(name: str | None = None) -> DataFrame[Notes]:
    """Return the notes on cells: what a reader must know that the value does not say.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        One row per remark on a cell. `dataset`, `key` (the row's key, as ``economy=KOR;year=2020``), `column`;
        `printed` (the cell as on the page) and `value` (what the loader gives by default), both text; `kind`
        (`misprint`, `mislabelled`, `wrong_base`, `other_year`, `other_basis`, `not_available`, `not_ranked`,
        `doubtful`); `certainty` (`proved` or `inferred` where the value is corrected, else empty); `note`; `evidence`
        (what proves it). A cell may have notes of several kinds.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are.
    """
    found = _store.frame("notes")
    if name is not None:
        _store.dataset(name)
        found = found[found["dataset"] == name].reset_index(drop=True)
    return found  # type: ignore[return-value]


def errata(name: str | None = None) -> DataFrame[Notes]:
    """Return only what is corrected: the notes whose value differs from the page.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        As `notes`; one row per corrected cell. `certainty` is `proved` where the correct value itself follows from the
        evidence, and `inferred` where the page's is disproved and this is the only reading that is left.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.errata("trade_with_russia")[["printed", "value", "certainty"]].values.tolist()
    [['34.67', '17.33', 'proved'], ['54.1', '65', 'proved'], ['163.77', '16.377', 'inferred']]
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
        The dataset's rows and columns. The columns of its key hold the key; each other one the kinds of the notes on
        its cells, joined by ``;``, and empty text where there is none. So a mask for the dataset is
        ``flags(name)[column] != ""``.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are.

    Examples
    --------
    >>> import neadigital
    >>> data, flags = neadigital.trade_with_russia(), neadigital.flags("trade_with_russia")
    >>> data[flags["trade_cny_bn"] == "misprint"]["trade_cny_bn"].tolist()
    [17.33, 16.377]
    """
    key = _store.dataset(name)["schema"]["primaryKey"]
    data = _store.frame(name)
    found, keys = marks(), key_texts(name, data)
    for column in data.columns.difference(key):
        data[column] = [found.get((name, row, column), ("", ""))[0] for row in keys]
    return data


def quality() -> pd.DataFrame:
    """Return how many numbers of each table, figure and dataset can be trusted, and on what ground.

    Returns
    -------
    DataFrame
        One row per table of the paper, per figure and per dataset.

        - `kind` : `table`, `figure` or `dataset`
        - `name` : its number, or the dataset's name
        - `cells` : of a table the numbers that it prints (two where a cell holds two), of a figure those of its numbers
          that are known, of a dataset those that it holds; the next six add up to it
        - `independent` : another publication has the number, or it is another publication's
        - `within` : another place of the paper has it, or numbers from which it follows
        - `proved`, `inferred` : the page's number is wrong, and corrected
        - `doubtful` : it may be wrong, and stays
        - `unchecked` : nothing here to check it with, which says nothing against it

        A number counts once: as corrected, else as doubtful, else as agreeing. Agreement is what `audit` finds, the
        rest is what `notes` say.

    Raises
    ------
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> quality = neadigital.quality().set_index("name")
    >>> [int(n) for n in quality.loc["13", ["cells", "proved", "inferred", "doubtful"]]]
    [21, 2, 1, 2]
    """
    import pandas as pd

    # Imported here, because only this question is asked of the audit, which is the larger part of the package.
    from neadigital.claims.checks import agreement
    from neadigital.claims.report import all_findings

    grades = _Grades({cell: evidence.grade for cell, evidence in agreement(all_findings()).items()})
    places = [("table", str(number)) for number in _store.printed_tables()]
    places += [("figure", line["number"]) for line in _store.rows("printed_titles") if line["item"] == "figure"]
    places += [("dataset", name) for name in _store.names("dataset")]
    counts = {place: dict.fromkeys(_GRADES, 0) for place in places}
    printed_once: set[tuple[object, ...]] = set()
    for name in _store.names("dataset"):
        entry, data, page = _store.resource(name), _store.frame(name), _store.frame(_store.page_of(name))
        fields = [field for field in entry["schema"]["fields"] if field.get("role") == "value"]
        for key, row, printed in zip(key_texts(name, data), _records(data), _records(page), strict=True):
            for field in fields:
                column = field["name"]
                if pd.isna(row[column]):
                    continue
                grade = grades.of(name, key, row, field)
                counts["dataset", name][grade] += 1
                for figure, where in entry["plots"].items():
                    if all(({"column": column} | row)[part] in values for part, values in where.items()):
                        counts["figure", figure][grade] += 1
                if pd.isna(printed[column]):
                    continue
                for table, own in _tables(entry, field, row):
                    once = (table, column, *(row[part] for part in field.get("per", entry["schema"]["primaryKey"])))
                    if once not in printed_once:
                        printed_once.add(once)
                        counts["table", str(table)][grade if own else grades.repeated(name, key, column)] += 1
    rows = [
        {"kind": kind, "name": name, "cells": sum(found.values())} | found for (kind, name), found in counts.items()
    ]
    return pd.DataFrame(rows)


_AGREEING = {"independent": "independent", "consistent": "within"}
_GRADES = ("independent", "within", "proved", "inferred", "doubtful", "unchecked")


class _Grades:
    """On what ground each number can be trusted."""

    def __init__(self, agreeing: dict[tuple[str, str, str], str]) -> None:
        self._agreeing, self._noted = agreeing, marks()
        self._checks = {
            (line["economy"], line["period"], line["measure"])
            for line in _store.rows("external_figures")
            if line["use"] == "check"
        }

    def agreeing(self, name: str, key: str, column: str) -> str:
        """What the audit finds of it."""
        return _AGREEING.get(self._agreeing.get((name, key, column), ""), "unchecked")

    def repeated(self, name: str, key: str, column: str) -> str:
        """The grade of a number that a second table prints: under that table's label it may be wrong."""
        kinds, certainty = self._noted.get((name, key, column), ("", ""))
        return "doubtful" if "mislabelled" in kinds and not certainty else self.agreeing(name, key, column)

    def of(self, name: str, key: str, row: dict[str, Any], field: dict[str, Any]) -> str:
        """The grade of one number of a dataset."""
        entry, column = _store.resource(name), field["name"]
        kinds, certainty = self._noted.get((name, key, column), ("", ""))
        if certainty:
            return certainty
        if "doubtful" in kinds.split(";"):
            return "doubtful"
        in_paper = bool(entry["tables"] or entry["figures"] or entry["prose"])
        basis = field.get("basis", row.get("basis", ""))
        checked = (row.get("economy", "WLD"), str(row["year"]), field.get("measure", "")) in self._checks
        if checked or not in_paper or basis == "external":
            return "independent"
        return self.agreeing(name, key, column)


def _tables(entry: dict[str, Any], field: dict[str, Any], row: dict[str, Any]) -> list[tuple[int, bool]]:
    """The tables of the page that print a number, and whether it is the table that the dataset has it from."""
    if entry["figures"]:
        return []
    tables = [row["table"]] if "table" in row else field.get("tables", entry["tables"])
    found = [(table, table == tables[0]) for table in tables]
    again = field.get("again")
    if again and row["year"] == again["year"] and (again["table"], True) not in found:
        found.append((again["table"], False))
    return found


def _records(data: pd.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", data.to_dict("records"))


def key_texts(name: str, data: pd.DataFrame) -> list[str]:
    """Return the key of each of a dataset's rows, as notes write it."""
    columns = _store.resource(name)["schema"]["primaryKey"]
    rows = zip(*(data[column].tolist() for column in columns), strict=True)
    return [";".join(f"{column}={value}" for column, value in zip(columns, row, strict=True)) for row in rows]


def marks() -> dict[tuple[str, str, str], tuple[str, str]]:
    """Return the kinds of notes and the certainty of each noted cell, by dataset, key and column."""
    found: dict[tuple[str, str, str], tuple[str, str]] = {}
    for note in _store.rows("notes"):
        cell = note["dataset"], note["key"], note["column"]
        kinds, certainty = found.get(cell, ("", ""))
        found[cell] = (f"{kinds};{note['kind']}" if kinds else note["kind"], certainty or note["certainty"])
    return found


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
        _store.dataset(name)
    models = schemas.DATASETS | schemas.ABOUT
    done, failures = [], []
    for resource in _store.names():
        entry = _store.resource(resource)
        base, path = entry.get("dataset", resource), entry["path"]
        if name not in (None, base):
            continue
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
            f"{len(failures)} {'failure' if len(failures) == 1 else 'failures'}",
            "bundled files are damaged or break their models",
            found="\n".join(failures),
        )
    return pd.DataFrame(done)


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
