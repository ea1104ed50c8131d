"""Dask, DuckDB and Spark compute, part by part, what one call on the whole frame returns."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support import REPOSITORY

from neadigital import divide

pytestmark = [
    pytest.mark.slow,
    # Some values are missing on purpose, so each year has its own members.
    pytest.mark.filterwarnings("ignore::neadigital.errors.MembershipWarning"),
]
ROWS = "economy string, year long, usd_bn double, region string"
# The function called for each part, and the columns of its result for Spark.
FUNCTIONS = {
    "add_growth": f"{ROWS}, growth double",
    "gini": "region string, year long, n long, mean double, gini double, weighting string",
}


def missing(*packages: str) -> bool:
    return any(importlib.util.find_spec(package) is None for package in packages)


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """The functions of the page's example and one more, which Spark pickles by value."""

    def gini(part: pd.DataFrame) -> pd.DataFrame:
        return divide.dispersion(
            part,
            "usd_bn",
            within="region",
            measures=["mean", "gini"],
        )

    text = (REPOSITORY / "docs" / "past_memory.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {"gini": gini}
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        exec(block, names)  # noqa: S102
    return names


@pytest.fixture(scope="module")
def whole() -> pd.DataFrame:
    """Three regions whose economies have the same names, unordered, with missing values."""
    keys = [
        (f"E{economy}", year, region)
        for region in ("EU", "NA", "SA")
        for economy in range(20)
        for year in range(9)
    ]
    random = np.random.default_rng(3)
    frame = pd.DataFrame(keys, columns=["economy", "year", "region"]).sample(
        frac=1, random_state=3, ignore_index=True
    )
    frame.insert(2, "usd_bn", random.lognormal(size=len(frame)))
    frame.loc[frame.index[::17], "usd_bn"] = np.nan
    return frame


@pytest.fixture(scope="module")
def folder(whole: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frame as Parquet files, partitioned by region."""
    pytest.importorskip("pyarrow")
    target = tmp_path_factory.mktemp("panel")
    for region, part in whole.groupby("region"):
        (target / f"region={region}").mkdir()
        half = len(part) // 2
        for number, rows in enumerate((part[:half], part[half:])):
            rows.drop(columns="region").to_parquet(
                target / f"region={region}" / f"{number}.parquet", index=False
            )
    return target


def check(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    keys = [name for name in ("region", "economy", "year") if name in expected.columns]
    sides = [
        side[list(expected.columns)].sort_values(keys, ignore_index=True)
        for side in (found, expected)
    ]

    pd.testing.assert_frame_equal(*sides, check_dtype=False)


@pytest.mark.skipif(missing("dask", "pyarrow"), reason="make test-slow installs Dask")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_dask(name, page, folder, whole):
    """Dask's parts together are the result of the whole frame."""
    check(page["with_dask"](folder, page[name]).compute(), page[name](whole))


@pytest.mark.skipif(missing("duckdb", "pyarrow"), reason="DuckDB needs pyarrow")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_duckdb(name, page, folder, whole):
    """DuckDB's parts together are the result of the whole frame."""
    check(pd.concat(page["with_duckdb"](folder, page[name])), page[name](whole))


@pytest.mark.skipif(
    missing("pyspark", "pyarrow"), reason="nox -s past_memory installs Spark"
)
@pytest.mark.skipif(
    shutil.which("java") is None, reason="Spark needs Java, and there is none"
)
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.filterwarnings("ignore")
def test_spark(name, page, folder, whole, monkeypatch):
    """Spark's groups together are the result of the whole frame."""
    from pyspark.sql import SparkSession

    # Otherwise Spark's workers run whatever is called python3.
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[1]").config(
        "spark.ui.enabled", "false"
    )
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()

    check(
        page["with_spark"](session, folder, page[name], FUNCTIONS[name]).toPandas(),
        page[name](whole),
    )
