"""Groups measured where their rows stand: the same indices as of groups whose rows stand together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from neadigital._engine import chunks, indices, ranking
from neadigital._engine.scattered import SUMS

MEASURES = sorted(SUMS)
ROWS = 40_000


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20230701)


def both_ways(x: Any, codes: Any, groups: int, weights: Any = None, **options: Any) -> tuple[Any, Any]:
    """Return what `by_group` finds in the rows as they stand, and in the same rows group after group."""
    order = np.argsort(codes, kind="stable")
    asked = MEASURES if weights is None else [name for name in MEASURES if name != "hhi"]
    chosen = indices.Options(**options)
    n, found = chunks.by_group(x, codes, groups, asked, weights=weights, options=chosen)
    own = None if weights is None else weights[order]
    counted, expected = chunks.by_group(x[order], codes[order], groups, asked, weights=own, options=chosen)

    assert n.tolist() == counted.tolist()
    return found, expected


@pytest.mark.parametrize("count", [None, "kish", "weights"])
@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("groups", [2, 300, 30_000])
def test_order_of_rows_changes_nothing(groups: int, gaps: bool, count: Any, rng: np.random.Generator) -> None:
    """With weights or without, with missing values and groups without any, few groups or many, indices agree."""
    x, codes = rng.lognormal(size=ROWS), rng.integers(0, groups, ROWS)
    x[rng.random(ROWS) < 0.01] = 0.0
    if gaps:
        x[rng.random(ROWS) < 0.1] = np.nan
        x[codes == 1] = np.nan
    weights = None if count is None else rng.integers(0, 4, ROWS) * 1.0
    found, expected = both_ways(x, codes, groups, weights, ddof=1 if count else 0, count=count)

    for name, measured in found.items():
        np.testing.assert_allclose(measured, expected[name], rtol=1e-10, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("spread", [1e-8, 1e-6, 1e-3, 0.5])
@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_no_digit_is_lost_at_any_scale_and_spread(scale: float, spread: float, rng: np.random.Generator) -> None:
    """The sums of many values in turn are as exact as those of each group by itself."""
    x = scale * (1 + spread * rng.uniform(-1, 1, ROWS))
    found, expected = both_ways(x, rng.integers(0, 3, ROWS), 3, normalised=True)

    for name, measured in found.items():
        np.testing.assert_allclose(measured, expected[name], rtol=1e-10 if spread > 1e-4 else 1e-6, err_msg=name)


@pytest.mark.parametrize("unit", [1e-160, 1e160])
def test_weights_count_in_proportion(unit: float, rng: np.random.Generator) -> None:
    """Giant or tiny weights, each group in a unit of its own, are those of the same proportions."""
    x, codes, weights = rng.lognormal(size=500), rng.integers(0, 3, 500), rng.uniform(1, 2, 500)
    plain, scaled = (both_ways(x, codes, 3, w)[0] for w in (weights, np.where(codes == 1, unit, 1.0) * weights))

    for name, measured in scaled.items():
        np.testing.assert_allclose(measured, plain[name], rtol=1e-12, err_msg=name)


def test_the_mean_of_many_alike_is_theirs(rng: np.random.Generator) -> None:
    """A million times 0.1, which adds up to 1.3e-11 less, or equal values in turn with others, lose nothing."""
    x, codes = np.full(2_000_000, 0.1), np.tile([0, 1], 1_000_000)
    x[codes == 1] += 1e-9 * rng.choice([-1.0, 1.0], 1_000_000)
    _, found = chunks.by_group(x, codes, 2, ["mean", "sd", "cv", "hoover"])
    deviations = x[codes == 1] - 0.1

    assert [found[name][0] for name in ("mean", "sd", "cv", "hoover")] == [0.1, 0, 0, 0]
    assert found["sd"][1] == pytest.approx(deviations.std(), rel=1e-6)
    assert found["hoover"][1] == pytest.approx(np.abs(deviations - deviations.mean()).mean() / 0.2, rel=1e-6)


def test_values_of_any_sign(rng: np.random.Generator) -> None:
    """The mean, the standard deviation and the range of values below 0, giants among them."""
    x, codes = rng.normal(size=1000), rng.integers(0, 4, 1000)
    x[codes == 2] *= 1e307
    _, found = chunks.by_group(x, codes, 4, list(indices.ANY_SIGN))

    for group in range(4):
        own = x[codes == group] / (1e307 if group == 2 else 1)
        sd = found["sd"][group] / (1e307 if group == 2 else 1)
        assert sd == pytest.approx(own.std(), rel=1e-12)
        assert found["min"][group] == x[codes == group].min()


def test_sums_so_far_of_long_rows_lose_no_digit() -> None:
    """The last of a million sums is right to twelve digits, which adding one after the other does not reach."""
    sums = ranking.running(np.full((1, 1_000_000), 0.1))[0]

    assert sums[-1] == pytest.approx(100_000, rel=1e-12)
    assert sums[:3].tolist() == np.cumsum([0.1, 0.1, 0.1]).tolist()
