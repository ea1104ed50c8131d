"""Tables for the tests of the metrics."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import StringIO
from typing import Any

import numpy as np
import pandas as pd
import pytest

import neadigital


def functions_of(*modules: str) -> dict[str, Callable[..., Any]]:
    """Return the public functions of some modules by their names."""
    return {
        f"{module}.{name}": getattr(getattr(neadigital, module), name)
        for module in modules
        for name in getattr(neadigital, module).__all__
    }


#: How a publisher's file may store the same table.
STORAGES = {
    "plain": {},
    "category": {"economy": "category", "year": "category", "group": "category"},
    "nullable": {"year": "Int64", "x": "Float64", "economy": "string"},
    "arrow": {
        "year": "int64[pyarrow]",
        "x": "double[pyarrow]",
        "economy": "string[pyarrow]",
    },
    "floats": {"year": "float64", "x": "float32"},
    "objects": {"x": "object", "economy": "object"},
}


def draw(seed: int, storage: str = "plain") -> pd.DataFrame:
    """Draw a table with two panels, gaps, missing values and ties, in no order."""
    if storage == "arrow":
        pytest.importorskip("pyarrow")
    rng = np.random.default_rng(seed)
    names = ["group", "economy", "year"]
    keys = [["p", "q"], list("ABCDEF"), range(2010, 2018)]
    index = pd.MultiIndex.from_product(keys, names=names)
    table = index.to_frame(index=False)
    count = len(table)
    # Quarters are exact in every storage, and some of them tie.
    quarters = rng.integers(4, 160, count)
    table["x"] = quarters / 4
    people = rng.integers(0, 5, count)
    table["people"] = people.astype(float)
    in_first = rng.random(count) < 0.5
    table["block"] = np.where(in_first, "u", "v")
    table = table.sample(frac=0.85, random_state=seed)
    is_missing = rng.random(len(table)) < 0.1
    table.loc[is_missing, "x"] = np.nan
    return table.astype(STORAGES[storage])


def by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Return a drawn table with a row for each year and a column for each group and economy.

    The years are those of the calendar: where the table has no row there is NaN.
    """
    wide = table.pivot(index="year", columns=["group", "economy"], values="x")
    return wide.reindex(range(2000, 2030)).astype(float)


def members(*x: float, **columns: Sequence[Any]) -> pd.DataFrame:
    """Return a cross-section of members with these values."""
    names = [f"e{place}" for place in range(len(x))]
    values = np.array(x, dtype=float)
    table = pd.DataFrame({"economy": names, "year": 2021, "x": values})
    return table.assign(**columns)


def paths(years: Sequence[int], levels: Any) -> pd.DataFrame:
    """Return the values of members (axis 1) over some years (axis 0)."""
    values = np.asarray(levels, dtype=float)
    index = pd.Index(years, name="year")
    wide = pd.DataFrame(values, index=index)
    named = wide.rename(columns="e{}".format)
    long = named.melt(ignore_index=False, var_name="economy", value_name="x")
    return long.reset_index()


def panel(text: str) -> pd.DataFrame:
    """Return the values of members as one writes them: "2020: 3 2 | 2021: 4 3"."""
    rows = [line.split(":") for line in text.split("|")]
    levels = [values.split() for _, values in rows]
    return paths([int(year) for year, _ in rows], levels)


def table(text: str) -> pd.DataFrame:
    """Read a table as one writes it: a head, a line for each row, "-" for what is missing.

    A column `row` is the index.
    """
    read = pd.read_csv(StringIO(text), sep=r"\s+", na_values="-", keep_default_na=False)
    if "row" in read:
        return read.set_index("row").rename_axis(None)
    return read


def python_in(message: str) -> str:
    """Return the Python that a message shows: a line about `data`, or an option to pass."""
    for start in re.finditer(r"(?<![\w.'\[(~])data\b|(?<=[Pp]ass )\w+=", message):
        for end in range(len(message), start.start(), -1):
            code = message[start.start() : end]
            code = code if code.startswith("data") else f"dict({code})"
            with suppress(SyntaxError):
                ast.parse(code)
                if ". " not in code:
                    return code
    return ""


def follow(
    metric: Callable[..., Any], data: pd.DataFrame, value: str, **options: Any
) -> tuple[Any, pd.DataFrame]:
    """Call a metric and do what its errors say, until it has a result."""
    for _ in range(6):
        try:
            return metric(data, value, **options), data
        except (KeyError, TypeError, ValueError) as error:
            code = python_in(str(error))
        assert code, "a way on"
        names = {"data": data.copy(), "pd": pd}
        if " = " in code:
            exec(code, names)  # noqa: S102
            data = names["data"]
        else:
            shown = eval(code, names)  # noqa: S307
            if isinstance(shown, dict):
                options |= shown
            else:
                data = shown
    raise AssertionError("The way on has no end.")
