"""All data, written into a folder of their own, whole or not at all: as a Data Package, as SQLite or as Parquet."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from neadigital import _store
from neadigital._shell.exporting.tables import Computed, computed
from neadigital.catalogue.citation import cite
from neadigital.errors import NeadigitalError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["export"]

# What a file holds, or what writes it.
Content: TypeAlias = "bytes | Callable[[Path], None]"


def export(directory: str, form: str = "csv") -> str:
    """Write all data into a folder; return what was written, in words.

    The files are written beside their place and moved there when all of them are whole, so that a full disk or an
    interrupt leaves nothing, and the same call works once there is room.

    Parameters
    ----------
    directory : str
        A folder that is not there yet, or is empty.
    form : {"csv", "sqlite", "parquet"}
        A Data Package of CSV files, one SQLite file, or Parquet files.

    Returns
    -------
    str
        How many files there are, and with which to start.

    Raises
    ------
    NeadigitalError
        If the folder holds something or cannot be written to, or if pyarrow is missing for Parquet.
    DataIntegrityError
        If a bundled file is missing or changed.
    """
    target = Path(directory)
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise NeadigitalError(f"{str(target)!r} is there already and not an empty folder. Name another.")
    contents, first = _FORMS[form]()
    contents |= _common(contents)
    try:
        with _whole(target, last=first) as folder:
            for path, content in contents.items():
                _write(folder / path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NeadigitalError(f"Cannot write to {str(target)!r}: {reason}. Nothing is left there.") from error
    return f"{len(contents)} files written to {target}; start with {target / first}"


def _write(path: Path, content: Content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            # A disk may find out late that it is full.
            os.fsync(file.fileno())
    else:
        content(path)


@contextmanager
def _whole(target: Path, last: str) -> Iterator[Path]:
    """Yield a folder to write into, which becomes the target if all goes well and leaves no trace if not."""
    there = target.exists()
    missing = [parent for parent in target.parents if not parent.exists()]
    moved: list[Path] = []
    # In a folder that is there, which may be a disk of its own or the one that a shell stands in, else beside it.
    folder = (target if there else target.parent) / f".neadigital-{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True)
        yield folder
        if there:
            # The file to start with comes last: where it stands, all else does.
            for entry in sorted(folder.iterdir(), key=lambda path: (path.name == last, path.name)):
                moved.append(target / entry.name)
                entry.rename(moved[-1])
            folder.rmdir()
        else:
            folder.rename(target)
    except BaseException:
        for path in [*moved, folder]:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        for parent in missing:
            with suppress(OSError):
                parent.rmdir()
        raise


# --- forms -------------------------------------------------------------------------------------------------------


def csv(frame: pd.DataFrame) -> bytes:
    """Return a frame as the bundled files are written: UTF-8, LF, nothing where a value is missing."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _described(name: str, table: Computed, content: bytes) -> dict[str, Any]:
    """Return the descriptor's part for a computed table."""
    types = {"int64": "integer", "Int64": "integer", "float64": "number", "bool": "boolean", "boolean": "boolean"}
    return {
        "name": name,
        "kind": "computed",
        "title": table.title,
        "description": table.description,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": len(table.frame),
        "schema": {
            "fields": [
                {"name": column, "type": types.get(str(dtype), "string")}
                | ({"description": table.meanings[column]} if column in table.meanings else {})
                for column, dtype in table.frame.dtypes.items()
            ],
            "missingValues": [""],
        },
    }


def data_package() -> tuple[dict[str, Content], dict[str, Any]]:
    """Return the files of the Data Package but for its descriptor, and the descriptor."""
    descriptor, _ = _store.fresh_descriptor()
    contents: dict[str, Content] = {_store.resource(name)["path"]: _store.read(name) for name in _store.names()}
    resources = list(descriptor["resources"])
    for name, table in computed().items():
        content = csv(table.frame)
        contents[f"{name}.csv"] = content
        resources.append(_described(name, table, content))
    # The texts of the audit are in its table.
    del descriptor["texts"]
    return contents, descriptor | {"resources": resources}


def _csv_form() -> tuple[dict[str, Content], str]:
    from neadigital._shell.exporting.croissant import croissant

    contents, descriptor = data_package()
    written = (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode()
    contents["croissant.json"] = croissant(descriptor)
    contents[_store.DESCRIPTOR] = written
    contents[_store.DIGEST] = f"{hashlib.sha256(written).hexdigest()}  {_store.DESCRIPTOR}\n".encode()
    return contents, _store.DESCRIPTOR


def _sqlite_form() -> tuple[dict[str, Content], str]:
    from neadigital._shell.exporting.sqlite import write

    return {"neadigital.sqlite": write}, "neadigital.sqlite"


def _parquet_form() -> tuple[dict[str, Content], str]:
    from neadigital._shell.exporting.parquet import writers

    return dict(writers()), "README.md"


_FORMS: dict[str, Callable[[], tuple[dict[str, Content], str]]] = {
    "csv": _csv_form,
    "sqlite": _sqlite_form,
    "parquet": _parquet_form,
}


# --- what stands beside the data in each form --------------------------------------------------------------------


def _common(contents: dict[str, Content]) -> dict[str, Content]:
    names = _store.names("dataset")
    texts = {
        "LICENSE": _licence(),
        "README.md": _readme(sorted(contents)),
        "CITATION.txt": cite(*names),
        "CITATION.bib": cite(*names, style="bibtex"),
    }
    return {path: f"{text}\n".encode() for path, text in texts.items()}


def _licence() -> str:
    descriptor = _store.descriptor()
    licence = descriptor["licenses"][0]
    given = "\n".join(f"- {source['title']}" for source in descriptor["sources"])
    return (
        f"These data are licensed under the {licence['title']} licence ({licence['name']}):\n"
        f"{licence['path']}\n\n"
        f"They are taken from, corrected and added to:\n\n{given}\n\n"
        "Whoever passes them on names these, says what was changed, and names the licence. CITATION.txt has the words."
    )


def _readme(paths: list[str]) -> str:
    descriptor = _store.descriptor()
    entries = [_store.resource(name) for name in _store.names("dataset")]
    table = "\n".join(f"| `{entry['name']}` | {entry['title']} | {entry['rows']} |" for entry in entries)
    files = "\n".join(f"- `{path}`" for path in paths)
    return (
        f"# {descriptor['title']}, version {descriptor['version']}\n\n{descriptor['description']}\n\n"
        "Values are corrected where that is proved or the only reading; what the page prints, and why a value is "
        "missing or in doubt, is in `notes`. `quality` counts the numbers that can be trusted, `audit` recomputes the "
        "paper's claims, and `observations` has every number in one table.\n\n"
        f"| dataset | what | rows |\n|---|---|---|\n{table}\n\n"
        "LICENSE and CITATION.txt say on what terms the data may be used and how to cite them.\n\n"
        f"## Files\n\n{files}"
    )


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
