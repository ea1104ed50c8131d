"""Rules that every function of `neadigital.shares` keeps."""

from __future__ import annotations

import pandas as pd
import pytest
from shares_support import SAME_LENGTH, four_economies


@pytest.fixture
def frame() -> pd.DataFrame:
    """Four economies in two years, with an index that is not the position."""
    return four_economies()


@pytest.mark.parametrize(
    ("metric", "name", "dtype"),
    [
        ("share_of", "level_share_pct", "float64"),
        ("share_of_group", "level_share_pct", "float64"),
        ("share_of_world", "level_world_share_pct", "float64"),
        ("rank", "level_rank", "Int64"),
        ("rank_change", "level_change", "Int64"),
        ("location_quotient", "level_location_quotient", "float64"),
    ],
)
def test_results_are_named_with_their_unit(metric: str, name: str, dtype: str, frame: pd.DataFrame) -> None:
    """A Series stands on the index of the data, with a fixed name and type."""
    result = SAME_LENGTH[metric](frame)

    assert result.name == name
    assert result.dtype == dtype
    assert result.index.equals(frame.index)
