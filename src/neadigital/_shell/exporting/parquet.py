"""All data as Parquet files, with units, meanings and notes in the metadata of their schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital.catalogue.citation import cite
from neadigital.errors import NeadigitalError
from neadigital.trust import notes

if TYPE_CHECKING:
    import pandas as pd


def _table(frame: pd.DataFrame, fields: list[dict[str, Any]], facts: dict[str, str]) -> Any:
    import pyarrow as pa

    found = pa.Table.from_pandas(frame, preserve_index=False)
    described = {field["name"]: field for field in fields}
    schema = pa.schema(
        [
            field.with_metadata(
                {
                    key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                    for key, value in described.get(field.name, {}).items()
                    if key in ("description", "unit", "codes")
                }
            )
            for field in found.schema
        ],
        metadata={**(found.schema.metadata or {}), **facts},
    )
    return found.cast(schema)


def _write(frame: pd.DataFrame, fields: list[dict[str, Any]], facts: dict[str, str], path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(_table(frame, fields, facts), path)


def writers() -> dict[str, Callable[[Path], None]]:
    """Return what writes each file, by its name.

    Raises
    ------
    NeadigitalError
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise NeadigitalError("Parquet is written by pyarrow, which is not installed: pip install pyarrow") from error
    from neadigital._shell.exporting.tables import computed

    descriptor = _store.descriptor()
    common = {"version": descriptor["version"], "licence": descriptor["licenses"][0]["path"]}
    found: dict[str, Callable[[Path], None]] = {}
    for name in _store.names():
        entry = _store.resource(name)
        facts = common | {"title": entry["title"], "description": entry["description"]}
        dataset = entry.get("dataset")
        if dataset:
            facts["citation"] = cite(dataset)
            facts["notes"] = notes(dataset).to_json(orient="records", force_ascii=False)
        found[f"{name}.parquet"] = partial(_write, _store.frame(name), entry["schema"]["fields"], facts)
    for name, table in computed().items():
        facts = common | {"title": table.title, "description": table.description}
        fields = [{"name": column, "description": meaning} for column, meaning in table.meanings.items()]
        found[f"{name}.parquet"] = partial(_write, table.frame, fields, facts)
    return found
