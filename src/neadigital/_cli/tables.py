"""The tables of an export: the bundled ones, and those that are computed from them."""

from __future__ import annotations

import hashlib
import inspect
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import neadigital
from neadigital import _store

if TYPE_CHECKING:
    import pandas as pd

_COMPUTED = {
    "observations": ("Every number of every dataset, one a row", "One number, or one that is missing."),
    "audit": ("The paper's claims, recomputed", "One claim and what its recomputation gives."),
    "quality": ("How many numbers can be trusted", "One table or figure of the paper, or one dataset."),
}
_TYPES = {"int64": "integer", "Int64": "integer", "float64": "number", "bool": "boolean", "boolean": "boolean"}


class Table(NamedTuple):
    """One table: its part of the Data Package's descriptor, its rows, and its bytes as CSV."""

    entry: dict[str, Any]
    frame: pd.DataFrame
    csv: bytes


def tables() -> list[Table]:
    """Return all tables, the computed ones last; each is read or computed once."""
    bundled = [Table(_store.resource(name), _store.frame(name), _store.read(name)) for name in _store.names()]
    return [*bundled, *map(_computed, _COMPUTED)]


def _computed(name: str) -> Table:
    """Return a table that is computed, described as the bundled ones are."""
    frame = getattr(neadigital, name)()
    title, description = _COMPUTED[name]
    csv = frame.to_csv(index=False, lineterminator="\n").encode()
    meanings = _meanings(name)
    entry = {
        "name": name,
        "kind": "computed",
        "title": title,
        "description": description,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(csv),
        "hash": f"sha256:{hashlib.sha256(csv).hexdigest()}",
        "rows": len(frame),
        "schema": {
            "fields": [
                {"name": column, "type": _TYPES.get(str(dtype), "string"), "description": meanings[column]}
                for column, dtype in frame.dtypes.items()
            ],
            "missingValues": [""],
        },
    }
    return Table(entry, frame, csv)


def _meanings(name: str) -> dict[str, str]:
    """Return what each column of a function's frame means, as its docstring has it."""
    text = inspect.getdoc(getattr(neadigital, name)) or ""
    found: dict[str, str] = {}
    for names, meaning in re.findall(r"^ *- (`\w+`(?:, `\w+`)*) : (.+(?:\n {6,}\S.*)*)", text, re.M):
        # The first list of a docstring is that of the columns; a later one may explain the values of one of them.
        for column in re.findall(r"\w+", names):
            found.setdefault(column, " ".join(meaning.split()))
    return found
