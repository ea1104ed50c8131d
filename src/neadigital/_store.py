"""Read the bundled data files. No other module of the package opens or checks one.

A read takes five steps: look up the file in the descriptor, read its bytes, compare their SHA-256,
parse them, and compare the table with the descriptor. No step needs a path of the file system, so
the package also works inside a zip archive.
"""

from __future__ import annotations

import errno
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from neadigital.errors import (
    DataIntegrityError,
    UnknownChoiceError,
    UnknownDatasetError,
)

if TYPE_CHECKING:
    import pandas as pd
    from importlib_resources.abc import Traversable

DESCRIPTOR = "datapackage.json"
DIGEST = "datapackage.sha256"
_OTHER_PANDAS = (
    "Use a version of pandas that this release supports, or report the problem"
)

Descriptor = dict[str, Any]


def root() -> Traversable:
    """Return the folder of the bundled files."""
    import importlib_resources

    return importlib_resources.files("neadigital") / "data"


def _sha256(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def _bytes(path: str) -> bytes:
    try:
        return root().joinpath(*path.split("/")).read_bytes()
    # Catch every error: a damaged zip archive raises those of zipfile and zlib, too.
    except Exception as error:
        if (
            isinstance(error, MemoryError)
            or getattr(error, "errno", None) == errno.ENOMEM
        ):
            raise MemoryError(f"There is not enough memory to read {path}.") from error
        raise DataIntegrityError(
            path,
            "the file cannot be read",
            expected="a bundled file",
            found=str(error),
            **_remedy(path),
        ) from error


def _check_digest(path: str, content: bytes, expected: str) -> None:
    found = _sha256(content)
    if found != expected:
        raise DataIntegrityError(
            path,
            "the file is not the one that was released",
            expected=f"SHA-256 {expected}",
            found=f"SHA-256 {found}",
            **_remedy(path, content, expected),
        )


_LINE_ENDS = (
    "Its line ends were changed: check it out again with git's core.autocrlf=false, "
    "or install a wheel"
)
_FROZEN = (
    "Freeze the program again with the package's data: "
    "PyInstaller's --collect-data neadigital"
)
_RESTART = (
    "Another version was installed while this process ran: start the process again"
)
_BUILD = (
    "In a clone: make build, which makes the built files and the descriptor again "
    "from the typed ones"
)


def _remedy(path: str, content: bytes = b"", expected: str = "") -> dict[str, str]:
    """Return advice on a wrong file that fits better than to install the package again, if any."""
    if _sha256(content.replace(b"\r\n", b"\n")) == expected:
        return {"advice": _LINE_ENDS}
    if getattr(sys, "frozen", False):
        return {"advice": _FROZEN}
    # A data file is compared with a descriptor that was read earlier, maybe of another version.
    is_data = path not in (DESCRIPTOR, DIGEST)
    if is_data and _digest_now() != _first_read()[1]:
        return {"advice": _RESTART}
    if _is_clone():
        return {"advice": _BUILD}
    return {}


def _is_clone() -> bool:
    """Tell whether the package is read from its repository, where files can be built again."""
    from pathlib import Path

    above = Path(str(root())).parents
    return len(above) > 2 and (above[2] / "paper" / "make").is_dir()


def _digest_now() -> bytes:
    try:
        return root().joinpath(DIGEST).read_bytes()
    except OSError:
        return b""


def fresh_descriptor() -> tuple[Descriptor, bytes]:
    """Read the descriptor, checked against the digest beside it, and return it with the digest."""
    import json

    digest, content = _bytes(DIGEST), _bytes(DESCRIPTOR)
    expected = digest[:64].decode("ascii", "replace")
    # The file must be exactly one line, as sha256sum writes it, so that no byte of it can change
    # unnoticed.
    if digest != f"{expected}  {DESCRIPTOR}\n".encode():
        raise DataIntegrityError(
            DIGEST,
            "the digest cannot be understood",
            expected=f"<SHA-256>  {DESCRIPTOR}",
        )
    _check_digest(DESCRIPTOR, content, expected)
    return json.loads(content), digest


@cache
def _first_read() -> tuple[Descriptor, bytes]:
    """Return the descriptor and the digest that this process uses, as first read."""
    return fresh_descriptor()


def descriptor() -> Descriptor:
    """Return the descriptor, read once per process and shared: callers must return copies."""
    return _first_read()[0]


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


def check_edition(name: str | None, edition: str | None) -> str | None:
    """Return an edition of a dataset, by default its default one; None if it has no editions.

    An unknown dataset, and an edition that the dataset does not have, are errors.
    """
    if name is None:
        raise TypeError("An edition belongs to a dataset: name the dataset, too.")
    entry = dataset(name)
    editions = entry.get("editions", [])
    if edition is None:
        return cast("str | None", entry.get("defaultEdition"))
    if not editions:
        raise TypeError(f"{name} has no editions: leave out edition={edition!r}.")
    if edition not in editions:
        raise UnknownChoiceError(edition, editions, kind="edition")
    return edition


def _one_of(name: str, valid: dict[str, Descriptor], kind: str) -> Descriptor:
    if not isinstance(name, str) or name not in valid:
        raise UnknownDatasetError(name, valid, kind=kind)
    return valid[name]


def as_printed(name: str) -> str:
    """Return the resource of a dataset as printed, which is the dataset if nothing is corrected."""
    for other, entry in _resources("as_printed").items():
        if entry["dataset"] == name:
            return other
    return name


def printed_tables() -> dict[int, str]:
    """Return the resource of each table of the paper."""
    return {entry["table"]: name for name, entry in _resources("printed").items()}


def read(name: str) -> bytes:
    """Return a resource's bytes, checked against its SHA-256."""
    return _checked(resource(name))


def _checked(entry: Descriptor) -> bytes:
    content = _bytes(entry["path"])
    _check_digest(entry["path"], content, entry["hash"].removeprefix("sha256:"))
    return content


def rows(name: str) -> list[dict[str, str]]:
    """Return a resource as one dict of strings per line, without pandas."""
    import csv
    import io

    return list(csv.DictReader(io.StringIO(read(name).decode("utf-8"), newline="")))


def frame(name: str, edition: str | None = None) -> pd.DataFrame:
    """Return a resource, or the rows of one of its editions, as a new frame, checked."""
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
    import pandas as pd

    try:
        data = parse(content, fields(name))
    except ValueError as error:
        if "out of memory" in str(error):
            raise MemoryError(f"There is not enough memory to read {name}.") from error
        raise DataIntegrityError(
            resource(name)["path"],
            f"pandas {pd.__version__} cannot read the file",
            expected="a file that parses",
            found=str(error),
            advice=_OTHER_PANDAS,
        ) from error
    _check_contract(name, data, pd.__version__)
    return data


def parse(content: bytes, columns: list[Descriptor]) -> pd.DataFrame:
    """Parse a file with the types that the descriptor gives its columns; empty text is missing."""
    import io

    import pandas as pd

    return pd.read_csv(
        io.BytesIO(content),
        dtype={column["name"]: _dtype(column["dtype"]) for column in columns},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
        float_precision=_float_precision(pd.__version__),
        # Files are small enough to be read in one piece.
        low_memory=False,
    )


def _float_precision(version: str) -> Literal["round_trip"] | None:
    """Return the option with which pandas reads numbers exactly: since 3.1 it needs none."""
    major, minor, *_ = version.split(".")
    return "round_trip" if (int(major), int(minor)) < (3, 1) else None


@cache
def _dtype(name: str) -> Any:
    """Return a dtype by its name, cached because pandas looks it up anew for every column."""
    from pandas.api.types import pandas_dtype

    return pandas_dtype(name)


def _check_contract(name: str, data: pd.DataFrame, version: str) -> None:
    """Raise unless columns, row count, types and missing values are those of the descriptor."""
    entry = resource(name)

    def compare(what: str, expected: object, found: object) -> None:
        if found != expected:
            raise DataIntegrityError(
                entry["path"],
                f"pandas {version} did not read what was released: {what}",
                expected=str(expected),
                found=str(found),
                advice=_OTHER_PANDAS,
            )

    compare("columns", [field["name"] for field in fields(name)], list(data.columns))
    compare("number of rows", entry["rows"], len(data))
    for field, (column, series) in zip(fields(name), data.items(), strict=True):
        dtype = str(series.dtype)
        # pandas 2 holds text as object, pandas 3 as str; both hold the same text.
        if field["dtype"] == "str" and dtype in ("object", "string"):
            dtype = "str"
        compare(f"type of column {column}", field["dtype"], dtype)
        missing = int(series.isna().sum())
        compare(f"missing values in column {column}", field["missing"], missing)
