"""The jackknife in n log n against leaving out each value in turn."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neadigital import kernels
from neadigital._engine import chunks, indices
from neadigital._engine.leave_one_out import ERRORS

Array = NDArray[np.float64]

MEASURED: dict[str, Callable[..., float]] = {
    "mean": lambda x, w, o: float(np.average(x, weights=w)),
    "sd": lambda x, w, o: kernels.cv(x, w, o.ddof, count=o.count) * float(np.average(x, weights=w)),
    "cv": lambda x, w, o: kernels.cv(x, w, o.ddof, count=o.count),
    "gini": lambda x, w, o: kernels.gini(x, w, o.corrected, count=o.count),
    "theil": lambda x, w, o: kernels.theil(x, w),
    "mld": lambda x, w, o: kernels.mld(x, w),
    "atkinson": lambda x, w, o: kernels.atkinson(x, o.epsilon, w),
    "hoover": lambda x, w, o: kernels.hoover(x, w),
    "generalized_entropy": lambda x, w, o: kernels.generalized_entropy(x, o.alpha, w),
}


def one_by_one(name: str, x: Array, w: Array | None, options: indices.Options) -> float:
    """The jackknife as it is defined."""
    n = len(x)
    without = [MEASURED[name](np.delete(x, i), None if w is None else np.delete(w, i), options) for i in range(n)]
    return math.sqrt((n - 1) / n * float(np.square(np.array(without) - np.mean(without)).sum()))


def found(name: str, x: Array, w: Array | None, options: indices.Options) -> float:
    block = indices.Blocks(x, np.zeros(1, dtype=np.intp), w, options)
    return float(ERRORS[name](block)[0])


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize(
    "options",
    [
        indices.Options(),
        indices.Options(ddof=1, corrected=True, epsilon=1, alpha=0.5, count="weights"),
        indices.Options(ddof=1, corrected=True, epsilon=2.5, alpha=-1, count="kish"),
    ],
    ids=["plain", "weights", "kish"],
)
def test_the_jackknife_is_that_of_leaving_out_one_by_one(name: str, options: indices.Options) -> None:
    """Whatever the weights, ties and options, the standard error is that of n measures of n - 1 values."""
    rng = np.random.default_rng(3)
    for size in (3, 4, 9, 40):
        for spread in (1e-6, 1e-3, 1.0):
            x = 1 + spread * rng.lognormal(size=size)
            x[0] = x[1]
            for w in (None, rng.integers(1, 9, size).astype(float)):
                # What is left out one by one is itself rounded where the values nearly agree.
                digits = {"rel": 1e-6 if spread == 1e-6 else 1e-8}
                expected = one_by_one(name, x, w, options)
                assert found(name, x, w, options) == pytest.approx(expected, **digits), (size, spread, w)


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_the_jackknife_knows_no_unit(scale: float) -> None:
    """The standard errors of indices are those of the values in any unit; of mean and sd they are in it."""
    x, options = np.array([1.0, 2.0, 5.0, 7.0]), indices.DEFAULTS

    for name in ERRORS:
        unit = scale if name in ("mean", "sd") else 1.0
        assert found(name, x * scale, None, options) == pytest.approx(unit * found(name, x, None, options))


def test_mean_and_standard_deviation_of_any_sign() -> None:
    """The jackknife of the mean is the textbook's standard error."""
    x = np.array([-3.0, 1.0, 4.0, 0.5])

    assert found("mean", x, None, indices.DEFAULTS) == pytest.approx(x.std(ddof=1) / 2)
    assert found("sd", x, None, indices.DEFAULTS) == pytest.approx(
        math.sqrt(3 / 4 * np.var([np.delete(x, i).std() for i in range(4)]) * 4)
    )


@pytest.mark.parametrize("name", ERRORS)
def test_nothing_to_leave_out_is_nan(name: str) -> None:
    """A single value, and zeros only, have no standard error; many groups keep theirs apart."""
    x = np.array([3.0, 1.0, 2.0, 5.0, 1.0, 2.0, 5.0, 0.0, 0.0])
    codes = np.array([0, 1, 1, 1, 2, 2, 2, 3, 3])
    _, errors = chunks.by_group(x, codes, 4, [name], of=ERRORS)
    alone, first, second, zeros = errors[name].tolist()

    assert math.isnan(alone)
    assert first == second == pytest.approx(found(name, x[1:4], None, indices.DEFAULTS))
    assert math.isnan(zeros) or name in ("mean", "sd")


@pytest.mark.parametrize("weighted", [False, True])
def test_groups_at_once(weighted: bool) -> None:
    """The standard errors of many groups are those of each by itself."""
    rng = np.random.default_rng(5)
    codes = rng.integers(0, 50, 1000)
    x = rng.lognormal(size=1000)
    w: Any = rng.random(1000) if weighted else None
    _, errors = chunks.by_group(x, codes, 50, list(ERRORS), weights=w, of=ERRORS)

    for name in ERRORS:
        own = codes == 7
        expected = found(name, x[own], None if w is None else w[own], indices.DEFAULTS)
        assert errors[name][7] == pytest.approx(expected)


@pytest.mark.parametrize(("giant", "alpha", "known"), [(1e4, 2, True), (1e6, 2, False), (1e6, 1.5, True)])
def test_an_error_that_would_be_rounding_is_nan(giant: float, alpha: float, known: bool) -> None:
    """Without a giant the others are so small a part of the mean that, to a higher power, no digit of them is left."""
    error = found("generalized_entropy", np.array([giant, 1, 1.1, 0.9]), None, indices.Options(alpha=alpha))

    assert math.isnan(error) != known


@pytest.mark.parametrize("alpha", [-20, 20])
def test_high_powers_keep_their_digits(alpha: float) -> None:
    """The mean that moves when a value is left out is followed by the formula where a short series would not do."""
    x, options = 1 + np.random.default_rng(5).random(12), indices.Options(alpha=alpha)
    expected = one_by_one("generalized_entropy", x, None, options)

    assert found("generalized_entropy", x, None, options) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("alpha", [-1, 0])
def test_an_infinite_index_has_no_error(alpha: float) -> None:
    """A zero makes the index infinite, and how far it would move is not known, without a warning."""
    error = found("generalized_entropy", np.array([0.0, 1.0, 2.0]), None, indices.Options(alpha=alpha))

    assert math.isnan(error)
