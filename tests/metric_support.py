"""Small tables for the tests of the metrics; a test that changes one takes a copy."""

from __future__ import annotations

from functools import partial
from io import StringIO
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

#: Numbers that may be missing, up to rounding.
near = partial(pytest.approx, nan_ok=True)
sizes = st.floats(min_value=0.01, max_value=1e6)


def table(text: str) -> pd.DataFrame:
    """Read a table as one writes it: a head, a line for each row, "-" for what is missing.

    A column `row` is the index.
    """
    read = pd.read_csv(StringIO(text), sep=r"\s+", na_values="-", keep_default_na=False)
    return read.set_index("row").rename_axis(None) if "row" in read else read


def assert_shows(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Compare a result with a written table, whose columns are some of its own."""
    assert len(found) == len(expected)
    for name, column in expected.items():
        values = [np.nan if pd.isna(value) else value for value in found[name]]
        assert values == near(column.tolist()), name


#: Two economies over four years, with an index that is not the position.
TWO = table("""
    row economy year level gdp
    30  A       2018 100.0 50.0
    31  A       2019 110.0 55.0
    32  A       2020  99.0 54.0
    33  A       2021 120.0 60.0
    40  B       2018  10.0  5.0
    41  B       2019  20.0  6.0
    42  B       2020  20.0  7.0
    43  B       2021  30.0  8.0
""")
#: Four economies in two years.
FOUR = table("""
    row economy year level   gdp
    30  A       2020  20.0  40.0
    31  B       2020  30.0  40.0
    32  C       2020  50.0 200.0
    33  D       2020 200.0 800.0
    40  A       2021  30.0  40.0
    41  B       2021  40.0  50.0
    42  C       2021  30.0  60.0
    43  D       2021 400.0 900.0
""")
#: The share of people using the Internet in the five economies, per cent.
FIVE = table("""
    row economy region year    x people
    100 CHN     west   2015 50.3    5.0
    101 JPN     east   2015 91.1    2.0
    102 KOR     east   2015 89.9    1.0
    103 RUS     west   2015 70.1    2.0
    104 MNG     west   2015 22.5    1.0
    105 CHN     west   2018 59.2    5.0
    106 JPN     east   2018 88.8    2.0
    107 KOR     east   2018 96.0    1.0
    108 RUS     west   2018 80.9    2.0
    109 MNG     west   2018 47.1    1.0
    110 CHN     west   2021 73.1    5.0
    111 JPN     east   2021 90.2    2.0
    112 KOR     east   2021 97.6    1.0
    113 RUS     west   2021 88.2    2.0
    114 MNG     west   2021 84.3    1.0
""")


def one(*levels: float | None, **columns: Any) -> pd.DataFrame:
    """Return one economy's levels over the years from 2000."""
    return pd.DataFrame(
        {"economy": "A", "year": range(2000, 2000 + len(levels)), "level": levels}
        | columns
    )


def members(*x: float | None, **columns: Any) -> pd.DataFrame:
    """Return one cross-section with an economy for each value: A, B, C ..."""
    names = [chr(ord("A") + place) for place in range(len(x))]
    return pd.DataFrame({"economy": names, "year": 2021, "x": x} | columns)


def paths(years: Any, table: Any, **columns: Any) -> pd.DataFrame:
    """Return one economy for each column of a table, one year for each of its rows."""
    table = np.asarray(table, dtype=np.float64)
    names = [f"E{place:03}" for place in range(table.shape[1])]
    frame = pd.DataFrame(
        {
            "year": np.repeat(years, table.shape[1]),
            "economy": names * len(table),
            "x": table.ravel(),
        }
    )
    return frame.assign(**columns)
