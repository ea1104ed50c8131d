"""The tables of an export: the bundled ones, and those that are computed from them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import neadigital
from neadigital import _store

if TYPE_CHECKING:
    import pandas as pd


class Table(NamedTuple):
    """One table: its part of the Data Package's descriptor, its rows, and its bytes as CSV."""

    entry: dict[str, Any]
    frame: pd.DataFrame
    csv: bytes


def tables() -> list[Table]:
    """Return all tables, the computed ones last; each is read or computed once."""
    bundled = [Table(_store.resource(name), _store.frame(name), _store.read(name)) for name in _store.names()]
    return [*bundled, *map(_computed, _store.descriptor()["computed"])]


def _computed(entry: dict[str, Any]) -> Table:
    """Return a table that is computed, described as the bundled ones are."""
    frame = getattr(neadigital, entry["name"])()
    csv = frame.to_csv(index=False, lineterminator="\n").encode()
    file = {
        "kind": "computed",
        "path": f"{entry['name']}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(csv),
        "hash": f"sha256:{hashlib.sha256(csv).hexdigest()}",
        "rows": len(frame),
    }
    return Table(entry | file, frame, csv)
