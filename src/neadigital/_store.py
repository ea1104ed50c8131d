"""Read the bundled data files. No other module of the package opens or checks one.

The descriptor is checked once per process, every other file at each read: its SHA-256 must be the
one that the descriptor gives. No step needs a path of the file system, so the package also works
inside a zip archive.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from neadigital.errors import (
    DataIntegrityError,
    UnknownChoiceError,
    UnknownDatasetError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

DESCRIPTOR = "datapackage.json"
DIGEST = "datapackage.sha256"
#: The key columns of every table about numbers, by which these tables can be joined.
KEY = (
    "dataset",
    "economy",
    "place",
    "year",
    "period",
    "indicator",
    "edition",
    "column",
)

Descriptor = dict[str, Any]


def bundled(path: str) -> bytes:
    """Return a bundled file, wherever the package is installed."""
    # Imported here to keep the package's import fast.
    from importlib_resources import files

    content: bytes = files("neadigital").joinpath("data", path).read_bytes()
    return content


def _bytes(path: str) -> bytes:
    try:
        return bundled(path)
    # Catch every error: a damaged zip archive raises those of zipfile and zlib, too.
    except Exception as error:
        raise DataIntegrityError(
            path,
            "the file cannot be read",
            expected="a bundled file",
            found=str(error),
        ) from error


def _checked(path: str, expected: str) -> bytes:
    """Return a file's bytes if their SHA-256 is the one expected."""
    import hashlib

    content = _bytes(path)
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise DataIntegrityError(
            path,
            "the file is not the one that was released",
            expected=f"SHA-256 {expected}",
            found=f"SHA-256 {found}",
        )
    return content


@cache
def descriptor() -> Descriptor:
    """Return the descriptor, checked and read once per process; callers must not change it."""
    import json

    digest = _bytes(DIGEST)
    expected = digest[:64].decode("ascii", "replace")
    # The file must be exactly one line, as sha256sum writes it, so that no byte of it can change
    # unnoticed.
    if digest != f"{expected}  {DESCRIPTOR}\n".encode():
        raise DataIntegrityError(
            DIGEST,
            "the digest cannot be understood",
            expected=f"<SHA-256>  {DESCRIPTOR}",
        )
    return cast("Descriptor", json.loads(_checked(DESCRIPTOR, expected)))


def version() -> str:
    """Return the version of the data, which is the package's."""
    return str(descriptor()["version"])


@cache
def _resources(*kinds: str) -> dict[str, Descriptor]:
    """Return the resources of these kinds, by default all.

    The kinds are `dataset`, `as_printed` (a dataset's printed values), `printed` (a table of the
    paper) and `about` (a table about the data).
    """
    return {
        resource["name"]: resource
        for resource in descriptor()["resources"]
        if not kinds or resource["kind"] in kinds
    }


def resource(name: str) -> Descriptor:
    """Return the descriptor's entry of a resource."""
    return _resources()[name]


def fields(name: str) -> list[Descriptor]:
    """Return the descriptor's entry of each column of a resource."""
    return cast("list[Descriptor]", resource(name)["schema"]["fields"])


def key(name: str) -> list[str]:
    """Return the columns of a resource's key; a printed table has none."""
    return list(resource(name)["schema"].get("primaryKey", ()))


@cache
def codes(name: str) -> dict[str, Descriptor]:
    """Return the descriptor's entry of each indicator of a long table."""
    return {
        code["value"]: code
        for field in fields(name)
        if field["name"] == "indicator"
        for code in field.get("codes", [])
    }


def codes_of(name: str, column: str) -> dict[str, str]:
    """Return the meaning of each code of a column."""
    [field] = [one for one in fields(name) if one["name"] == column]
    return {code["value"]: code["meaning"] for code in field["codes"]}


def names(*kinds: str) -> list[str]:
    """Return the names of the resources of these kinds, by default all."""
    return list(_resources(*kinds))


def dataset(name: str) -> Descriptor:
    """Return the descriptor's entry of a dataset, or raise `UnknownDatasetError`."""
    return _one_of(name, _resources("dataset"), "dataset")


def described(name: str) -> Descriptor:
    """Return the descriptor's entry of a dataset or of a table about the data."""
    return _one_of(name, _resources("dataset", "about"), "table")


def check_edition(name: str, edition: object) -> str | None:
    """Return an edition of a dataset, by default its default one; None if it has no editions.

    An unknown dataset, and an edition that the dataset does not have, are errors.
    """
    entry = dataset(name)
    editions = entry.get("editions", [])
    if edition is None:
        return cast("str | None", entry.get("defaultEdition"))
    if not editions:
        raise TypeError(f"{name} has no editions: leave out edition={edition!r}.")
    # The year 2026 names the edition "2026".
    if str(edition) not in editions:
        raise UnknownChoiceError(edition, editions, kind="edition")
    return str(edition)


def _one_of(name: str, valid: dict[str, Descriptor], kind: str) -> Descriptor:
    if not isinstance(name, str) or name not in valid:
        raise UnknownDatasetError(name, valid, kind=kind)
    return valid[name]


def as_printed(name: str) -> str:
    """Return the resource of a dataset as printed, which is the dataset if nothing is corrected."""
    if dataset(name)["publisher"]:
        raise TypeError(f"{name} is not in the paper, so there is no printed version.")
    printed = f"{name}_as_printed"
    return printed if printed in _resources("as_printed") else name


def printed_tables() -> dict[int, str]:
    """Return the resource of each table of the paper."""
    return {entry["table"]: name for name, entry in _resources("printed").items()}


def printed_table(name: str) -> str | None:
    """Return the resource of a table of the paper by a name such as "table 2", None for others."""
    import re

    named = re.fullmatch(r"(?i)(?:printed_?)?table[ _]*(\d+)", name)
    return printed_tables().get(int(named[1])) if named else None


def read(name: str) -> bytes:
    """Return a resource's bytes, checked against its SHA-256."""
    entry = resource(name)
    return _checked(entry["path"], entry["hash"].removeprefix("sha256:"))


def rows(name: str, *datasets: str) -> list[dict[str, str]]:
    """Return a resource as one dict of strings per line, without pandas.

    With `datasets`, return only the lines about these, of a table whose first column they are.
    """
    import csv
    import io

    lines: Iterable[str] = io.StringIO(read(name).decode("utf-8"), newline="")
    if datasets:
        # Find the lines before they are split, which takes most of the time.
        header, *others = lines
        starts = tuple(f"{dataset}," for dataset in datasets)
        lines = [header, *(line for line in others if line.startswith(starts))]
    reader = csv.reader(lines)
    columns = next(reader)
    # DictReader would take twice as long.
    return [dict(zip(columns, row, strict=True)) for row in reader]


def frame(name: str, edition: str | None = None) -> pd.DataFrame:
    """Return a resource, or the rows of one of its editions, as a new frame."""
    import pandas as pd

    data = _edition(name, read(name), edition).copy()
    # Make new axes, because the copies of pandas 2 would share theirs.
    data.columns = list(data.columns)
    data.index = pd.RangeIndex(len(data))
    return data


@cache
def _edition(name: str, content: bytes, edition: str | None) -> pd.DataFrame:
    """Choose the rows of an edition once, so that no other is copied; None means all rows."""
    data = _parsed(name, content)
    return data if edition is None else data[data["edition"] == edition]


@cache
def _parsed(name: str, content: bytes) -> pd.DataFrame:
    """Parse checked bytes once; callers get copies, which cost a tenth of the time."""
    return parse(content, fields(name))


def parse(content: bytes, columns: list[Descriptor]) -> pd.DataFrame:
    """Parse a file with the types that the descriptor gives its columns; empty text is missing."""
    import io

    import pandas as pd

    major, minor = map(int, pd.__version__.split(".")[:2])
    return pd.read_csv(
        io.BytesIO(content),
        dtype={column["name"]: _dtype(column["dtype"]) for column in columns},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
        # Since 3.1 pandas reads numbers exactly without an option.
        float_precision="round_trip" if (major, minor) < (3, 1) else None,
        # Files are small enough to be read in one piece.
        low_memory=False,
    )


@cache
def _dtype(name: str) -> Any:
    """Return a dtype by its name, cached because pandas looks it up anew for every column."""
    from pandas.api.types import pandas_dtype

    return pandas_dtype(name)
