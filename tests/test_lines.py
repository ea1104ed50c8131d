"""The least-squares lines of many groups, beside those of scipy, one group at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from neadigital._engine.regression import Lines

# A group, x and y.
few = st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5), st.integers(-5, 5)), max_size=24)


def drawn(seed: int) -> list[tuple[int, int, int]]:
    """Many points."""
    rng = np.random.default_rng(seed)
    return [
        (a, b, c)
        for a, b, c in zip(rng.integers(0, 4, 40).tolist(), *rng.integers(-5, 6, (2, 40)).tolist(), strict=True)
    ]


points = st.one_of(few, st.integers(0, 9999).map(drawn))


@given(points=points, groups=st.sampled_from([4, 6]), together=st.booleans())
# The codes rise as often as if each group began once.
@example(points=[(0, 0, 0), (1, 0, 1), (0, 2, 3), (2, 1, 1)], groups=3, together=False)
# As many points as groups, one of which has none.
@example(points=[(0, 0, 0), (0, 2, 3), (2, 1, 1)], groups=3, together=True)
def test_lines_are_those_of_each_group(points: Any, groups: int, together: bool) -> None:
    """Whether the points of a group stand together or not, and whether each group has any, the line is its own."""
    rows = np.array(sorted(points) if together else points, dtype=np.int64).reshape(-1, 3)
    codes, x, y = rows[:, 0], rows[:, 1] * 0.5, rows[:, 2] * 0.25
    found = Lines(codes, groups, x, y)

    assert found.n.tolist() == np.bincount(codes, minlength=groups).tolist()
    assert found.df.tolist() == (np.bincount(codes, minlength=groups) - 2.0).tolist()
    for group in range(groups):
        here = codes == group
        if len(set(x[here].tolist())) < 2:
            assert np.isnan(found.slope[group])
            assert np.isnan(found.sxx[group])
            continue
        line = stats.linregress(x[here], y[here])
        rest = y[here] - line.intercept - line.slope * x[here]
        flat = len(set(y[here].tolist())) == 1
        assert found.mean_x[group] == pytest.approx(x[here].mean())
        assert found.mean_y[group] == pytest.approx(y[here].mean())
        assert found.sxx[group] == pytest.approx(((x[here] - x[here].mean()) ** 2).sum())
        assert found.syy[group] == pytest.approx(((y[here] - y[here].mean()) ** 2).sum())
        assert found.slope[group] == pytest.approx(line.slope, abs=1e-12)
        assert found.intercept[group] == pytest.approx(line.intercept, abs=1e-12)
        np.testing.assert_allclose(found.residuals[here], rest, atol=1e-12)
        assert found.srr[group] == pytest.approx((rest**2).sum(), abs=1e-12)
        assert found.r2[group] == pytest.approx(np.nan if flat else line.rvalue**2, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("together", [True, False])
def test_spreads_that_are_rounding_are_none(together: bool) -> None:
    """A spread of some units in the last place is no spread; one of a thousand times as much is."""
    unit = float(np.finfo(np.float64).eps)
    base = np.array([0.0, 1.0, 2.0, 3.0])
    steps = [base, base, 1 + 8 * unit * base, 1 + 8192 * unit * base, base]
    levels = [7.0 + 0 * base, 7 + 50 * unit * base, base, base, 5.0 + 3 * base]
    codes = np.repeat(np.arange(5), 4)
    order = np.arange(20) if together else np.random.default_rng(1).permutation(20)
    found = Lines(codes[order], 5, np.concatenate(steps)[order], np.concatenate(levels)[order])

    assert found.slope[:2].tolist() == [0.0, 0.0]
    assert found.syy[:2].tolist() == [0.0, 0.0]
    assert np.isnan(found.r2[:2]).all()
    assert np.isnan(found.slope[2])
    assert found.slope[3] == pytest.approx(1 / (8192 * unit), rel=1e-3)
    assert (found.slope[4], found.srr[4], found.r2[4]) == (pytest.approx(3.0), 0.0, 1.0)


def test_a_line_about_the_origin_leaves_nothing() -> None:
    """What is left of y is rounding by the spread of y, too: means of 0 tell nothing of how large the numbers are."""
    x = np.random.default_rng(1).normal(size=6)
    x -= x.mean()
    found = Lines(np.zeros(6, dtype=np.int64), 1, x, 0.33 * x)

    assert (found.residuals != 0).any()
    assert (found.srr.item(), found.r2.item()) == (0.0, 1.0)


@pytest.mark.parametrize("noise", [0.4, np.array([0.4, 0.0])])
def test_known_noise_is_no_spread(noise: Any) -> None:
    """Whoever knows how far rounding moves the numbers says so, for all groups or for each."""
    codes, x = np.repeat([0, 1], 3), np.tile([0.0, 0.1, 0.2], 2)
    y = np.tile([0.0, 0.5, 0.4], 2)
    of_x, of_y = Lines(codes, 2, x, y, x_noise=noise), Lines(codes, 2, x, y, y_noise=noise)

    assert np.isnan(of_x.slope[0])
    assert np.isnan(of_x.slope[1]) == np.isscalar(noise)
    assert of_y.slope[0] == 0
    assert (of_y.slope[1] == 0) == np.isscalar(noise)


def test_what_is_left_may_be_noise_of_either() -> None:
    """Noise of x moves the line's y by its slope times as much, and what is left within it is nothing."""
    codes, x = np.repeat([0, 1, 2], 3), np.tile([0.0, 10.0, 20.0], 3)
    y = np.tile([0.0, 0.5, 0.4], 3)
    found = Lines(codes, 3, x, y, x_noise=np.array([8.0, 6.0, 6.0]), y_noise=np.array([0.0, 0.0, 0.05]))

    np.testing.assert_allclose(found.slope, 0.02)
    assert (found.srr == 0).tolist() == [True, False, True]
