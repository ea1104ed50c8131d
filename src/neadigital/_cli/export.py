"""All data in a folder of their own: as a Data Package of CSV files, as one SQLite file, or as Parquet files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import neadigital
from neadigital import _store
from neadigital._cli import sqlite
from neadigital._cli.croissant import croissant
from neadigital._cli.files import write_folder
from neadigital._cli.tables import Table, tables
from neadigital.errors import NeadigitalError


def export(directory: str, form: str) -> str:
    """Write all data into a new or empty folder, whole or not at all; return in words what was written.

    Raises
    ------
    NeadigitalError
        If the folder holds something or cannot be written, or if pyarrow is missing for Parquet.
    DataIntegrityError
        If a bundled file is missing or changed.
    """
    descriptor, _ = _store.fresh_descriptor()
    shown = tables()
    for own in ("computed", "texts"):
        # Only the package itself reads these parts; here the tables that they are of are files.
        descriptor.pop(own, None)
    descriptor["resources"] = [table.entry for table in shown]
    contents = _FORMS[form](descriptor, shown)
    contents |= _texts(descriptor, sorted(contents))
    write_folder(directory, contents)
    return f"{len(contents)} files written to {directory}; start with {Path(directory, 'README.md')}"


def _csv(descriptor: dict[str, Any], shown: list[Table]) -> dict[str, bytes]:
    written = _json(descriptor)
    digest = f"{hashlib.sha256(written).hexdigest()}  {_store.DESCRIPTOR}\n"
    about = {
        "croissant.json": _json(croissant(descriptor)),
        _store.DESCRIPTOR: written,
        _store.DIGEST: digest.encode(),
    }
    return {table.entry["path"]: table.csv for table in shown} | about


def _sqlite(descriptor: dict[str, Any], shown: list[Table]) -> dict[str, bytes]:
    return {"neadigital.sqlite": sqlite.database(descriptor, shown)}


def _parquet(descriptor: dict[str, Any], shown: list[Table]) -> dict[str, bytes]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise NeadigitalError("Parquet is written by pyarrow, which is not installed: pip install pyarrow") from error

    contents = {}
    for entry, frame, _ in shown:
        facts = {key: entry[key] for key in ("title", "description")}
        facts |= {"version": descriptor["version"], "licence": descriptor["licenses"][0]["path"]}
        if "dataset" in entry:
            facts["citation"] = neadigital.cite(entry["dataset"])
            facts["notes"] = neadigital.notes(entry["dataset"]).to_json(orient="records", force_ascii=False)
        table = pa.Table.from_pandas(frame, preserve_index=False)
        schema = table.schema.with_metadata(table.schema.metadata | facts)
        for place, field in enumerate(entry["schema"]["fields"]):
            told = {key: field[key] for key in ("description", "unit") if key in field}
            if "codes" in field:
                told["codes"] = json.dumps(field["codes"], ensure_ascii=False)
            schema = schema.set(place, schema.field(place).with_metadata(told))
        sink = pa.BufferOutputStream()
        pq.write_table(table.cast(schema), sink)
        contents[f"{entry['name']}.parquet"] = sink.getvalue().to_pybytes()
    return contents


_FORMS = {"csv": _csv, "sqlite": _sqlite, "parquet": _parquet}


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _texts(descriptor: dict[str, Any], paths: list[str]) -> dict[str, bytes]:
    """Return what stands beside the data in each form."""
    names = _store.names("dataset")
    licence = descriptor["licenses"][0]
    given = "\n".join(f"- {source['title']}" for source in descriptor["sources"])
    entries = [_store.resource(name) for name in names]
    table = "\n".join(f"| `{entry['name']}` | {entry['title']} | {entry['rows']} |" for entry in entries)
    files = "\n".join(f"- `{path}`" for path in paths)
    texts = {
        "LICENSE": f"These data are licensed under the {licence['title']} licence ({licence['name']}):\n"
        f"{licence['path']}\n\nThey are taken from, corrected and added to:\n\n{given}\n\n"
        "If you pass them on, name these sources, say what you changed, and name the licence; CITATION.txt has the "
        "words.\n",
        "README.md": f"# {descriptor['title']}, version {descriptor['version']}\n\n{descriptor['description']}\n\n"
        "Values are corrected where the correction is proved or the only possible reading. `notes` has the printed "
        "values, and says why a value is missing or in doubt. `quality` counts the numbers that can be trusted, "
        "`audit` recomputes the paper's claims, and `observations` has every number in one table.\n\n"
        f"| dataset | title | rows |\n|---|---|---|\n{table}\n\n"
        "LICENSE and CITATION.txt say on what terms the data may be used and how to cite them.\n\n"
        f"## Files\n\n{files}\n",
        "CITATION.txt": neadigital.cite(*names) + "\n",
        "CITATION.bib": neadigital.cite(*names, style="bibtex") + "\n",
    }
    return {path: text.encode() for path, text in texts.items()}
