"""Paths, a CSV reader and git, which several test files use."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import neadigital
from neadigital import _store

REPOSITORY = Path(__file__).parents[1]
try:
    import pyarrow as arrow
except ImportError:  # pyarrow is optional: all tests but those of Arrow run without it.
    arrow = None

PACKAGE = REPOSITORY / "src" / "neadigital"
#: The datasets, in the order of the catalogue.
NAMES = neadigital.datasets()["dataset"].tolist()
#: The git command; None if there is no history to read.
GIT = shutil.which("git") if (REPOSITORY / ".git").exists() else None


def text_of(path: str) -> str:
    """Return the text of a file of the repository."""
    return (REPOSITORY / path).read_text(encoding="utf-8")


def one_line(text: str) -> str:
    """Return a text with single blanks between its words."""
    return " ".join(text.split())


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as one dict of strings per line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(name: str) -> pd.DataFrame:
    """Return the cases in a file of this folder as texts, a row for each."""
    path = REPOSITORY / "tests" / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def cases(text: str) -> list[tuple[str, ...]]:
    """Read cases as one writes them: a line for each, with a bar between its parts."""
    lines = text.strip().splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines]


def git(*arguments: str, cwd: Path = REPOSITORY) -> str:
    """Run git, with an author for what it may commit, and return what it prints."""
    command = [
        str(GIT),
        "-c",
        "user.name=test",
        "-c",
        "user.email=test@example.org",
        *arguments,
    ]
    return subprocess.run(
        command, cwd=cwd, check=True, capture_output=True, text=True
    ).stdout


def tracked(*folders: str) -> list[str]:
    """List the tracked files that exist."""
    return [
        path
        for path in git("ls-files", "-z", *folders).split("\0")
        if path and (REPOSITORY / path).exists()
    ]


def plain(values: Any) -> Any:
    """Return a frame or a Series of plain values, with None for what is missing."""
    return values.astype(object).where(values.notna(), None)


def every_edition(name: str) -> pd.DataFrame:
    """Return the rows of a dataset, of several editions those of all, in the order of its key."""
    entry = _store.dataset(name)
    editions = entry.get("editions", [None])
    frames = [neadigital.load(name, edition=edition) for edition in editions]
    return pd.concat(frames).sort_values(_store.key(name), ignore_index=True)


def with_keys(numbers: pd.DataFrame) -> pd.DataFrame:
    """Add to a table about numbers the key of each row in its dataset, as column=value."""
    # Datasets name a place as what it is, and say how many months a period has.
    rows = numbers.assign(
        city=numbers["place"],
        region=numbers["place"],
        strategy=numbers["indicator"],
        months=np.where(numbers["period"].str.endswith("-07"), 7, 12),
    )
    keys = []
    for row in rows.to_dict("records"):
        columns = _store.key(row["dataset"])
        parts = [f"{column}={row[column]}" for column in columns]
        keys.append(";".join(parts))
    return numbers.assign(key=keys)
