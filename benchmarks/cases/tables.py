"""The same made-up panel as a pandas frame, a polars frame and a duckdb table.

A row is an indicator of an economy in a year: 20 indicators, 50 years, as many economies as the rows allow. Economy 0
stands for the world and for a reference, so its values rise and are never the greatest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

SEED = 20230701
INDICATORS, YEARS, FIRST, REGIONS = 20, 50, 1971, 10
LAST = FIRST + YEARS - 1
KINDS = ("str", "category", "int", "object")
TEXTS = ("str", "object")
KEYS = {"indicator": "I{:02d}", "economy": "E{:07d}", "region": "R{:02d}"}


@dataclass(frozen=True)
class Tables:
    """What each library reads; `names` are the codes of the economies as they stand in the frames."""

    pandas: pd.DataFrame
    polars: pl.DataFrame
    duckdb: duckdb.DuckDBPyConnection
    names: list[Any]
    in_order: bool

    @property
    def column(self) -> int:
        """Bytes of a column of values."""
        return 8 * len(self.pandas)


def make(rows: int, *, in_order: bool, kind: str) -> Tables:
    """Make the three tables with keys of one kind, sorted by indicator, economy and year or in no order."""
    rng = np.random.default_rng(SEED)
    economies = max(rows // (INDICATORS * YEARS), 3)
    indicator, economy, year = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(INDICATORS), np.arange(economies), np.arange(YEARS), indexing="ij")
    )
    n = len(year)
    numbers = {
        "value": rng.lognormal(size=n) * 1.03**year,
        "other": rng.lognormal(size=n) * 1.02**year,
        "people": rng.lognormal(size=n),
    }
    numbers["value"][economy == 0] = 0.5 * 1.03 ** year[economy == 0]
    numbers["low"], numbers["high"] = numbers["value"] * 0.9, numbers["value"] * 1.1
    codes = {"indicator": indicator, "economy": economy, "region": economy % REGIONS}
    if not in_order:
        order = rng.permutation(n)
        year = year[order]
        numbers = {name: column[order] for name, column in numbers.items()}
        codes = {name: column[order] for name, column in codes.items()}
    texts = {name: [text.format(code) for code in range(int(codes[name].max()) + 1)] for name, text in KEYS.items()}
    plain = {"year": year + FIRST, **numbers, "place": rng.integers(1, 200, n)}
    frame = pd.DataFrame({**{name: _key(codes[name], texts[name], kind) for name in KEYS}, **plain})
    if kind in TEXTS:
        _check_storage(frame, kind)
    names = list(range(economies)) if kind == "int" else texts["economy"]
    return Tables(frame, _polars(codes, texts, plain, kind), _duckdb(codes, texts, plain, kind), names, in_order)


def _key(codes: Any, texts: list[str], kind: str) -> Any:
    if kind == "int":
        return codes
    if kind == "category":
        return pd.Categorical.from_codes(codes, texts)
    if kind == "object":
        return pd.Series(np.array(texts, dtype=object)[codes], dtype=object)
    return pd.Series(texts, dtype="str").take(codes).array


def _check_storage(frame: pd.DataFrame, kind: str) -> None:
    """Text of the kind `str` is Arrow's with pyarrow, Python's without: what is measured depends on it."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        storage = "python"
    else:
        storage = "pyarrow"
    dtype: Any = frame["economy"].dtype
    if kind == "str" and getattr(dtype, "storage", "python") != storage:
        raise AssertionError(f"Text keys should be stored by {storage}, but are {dtype!r}.")


def _polars(codes: dict[str, Any], texts: dict[str, list[str]], plain: dict[str, Any], kind: str) -> pl.DataFrame:
    columns: dict[str, Any] = {}
    for name, numbers in codes.items():
        if kind == "int":
            columns[name] = pl.Series(numbers)
        else:
            labels = pl.Series(texts[name], dtype=pl.String if kind in TEXTS else pl.Enum(texts[name]))
            columns[name] = labels.gather(pl.Series(numbers))
    return pl.DataFrame({**columns, **plain})


def _duckdb(
    codes: dict[str, Any], texts: dict[str, list[str]], plain: dict[str, Any], kind: str
) -> duckdb.DuckDBPyConnection:
    link = duckdb.connect()
    # An order that nobody asks for is not kept, which is faster.
    link.execute("set preserve_insertion_order = false")
    raw = pd.DataFrame({"id": np.arange(len(plain["year"])), **codes, **plain})
    link.register("raw", raw)
    written = {"indicator": "printf('I%02d', indicator)", "economy": "printf('E%07d', economy)"}
    written["region"] = "printf('R%02d', region)"
    if kind == "category":
        for name, labels in texts.items():
            link.execute(f"create type {name}_code as enum ({', '.join(map(repr, labels))})")
            written[name] += f"::{name}_code"
    replaced = "" if kind == "int" else f"replace ({', '.join(f'{sql} as {name}' for name, sql in written.items())})"
    link.execute(f"create table t as select * {replaced} from raw order by id")
    link.unregister("raw")
    return link
