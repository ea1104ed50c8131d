"""Paths and a reader that several test files use."""

from __future__ import annotations

import csv
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "src" / "neadigital"


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as one dict of strings per line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
