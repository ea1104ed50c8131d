"""The small tables with which the check is tested: texts, by the names of their files."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

FOLDER = Path(__file__).parent / "tables"
TABLES = SimpleNamespace(
    **{path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.csv")}
)
