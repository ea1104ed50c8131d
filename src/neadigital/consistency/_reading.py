"""Read a table as it is shown."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


def read(source: str | Path, table: int = 0) -> pd.DataFrame:
    """Read a CSV for now."""
    return pd.read_csv(source, dtype=str)
