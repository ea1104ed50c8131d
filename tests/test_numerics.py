"""The indices digit by digit against 50-digit arithmetic, over scales, spreads, weights and parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
import numpy as np
import pandas as pd
import pytest

from neadigital import divide, inequality

Floats = Sequence[float]


def exactly(x: Floats, weights: Floats | None = None) -> dict[str, Any]:
    """The formulae as they stand in the docstrings, on the very values of the floats."""
    v = [mpmath.mpf(float(value)) for value in x]
    w = [mpmath.mpf(1)] * len(v) if weights is None else [mpmath.mpf(float(weight)) for weight in weights]
    p = [weight / mpmath.fsum(w) for weight in w]
    mean = mpmath.fdot(p, v)
    r = [value / mean for value in v]

    def entropy(a: float) -> Any:
        if a == 0:
            return -mpmath.fdot(p, map(mpmath.log, r))
        if a == 1:
            return mpmath.fdot(p, [value * mpmath.log(value) if value else mpmath.mpf(0) for value in r])
        a = mpmath.mpf(a)
        return (mpmath.fdot(p, [value**a for value in r]) - 1) / (a * (a - 1))

    def atkinson(e: float) -> Any:
        if e == 1:
            return 1 - mpmath.exp(mpmath.fdot(p, map(mpmath.log, r)))
        a = 1 - mpmath.mpf(e)
        return 1 - mpmath.fdot(p, [value**a for value in r]) ** (1 / a)

    squares = mpmath.fdot(p, [(value - 1) ** 2 for value in r])
    pairs = mpmath.fsum(p[i] * p[j] * abs(r[i] - r[j]) for i, j in product(range(len(r)), repeat=2) if i < j)
    return {
        "cv": mpmath.sqrt(squares),
        "gini": pairs,
        "theil": entropy(1),
        "mld": entropy(0),
        "hoover": mpmath.fdot(p, [abs(value - 1) for value in r]) / 2,
        "entropy": entropy,
        "atkinson": atkinson,
        "hhi_normalised": squares / (len(r) - 1) if len(r) > 1 else mpmath.nan,
    }


def relative_errors(
    x: Floats, weights: Floats | None = None, *, alphas: Floats = (), epsilons: Floats = ()
) -> dict[str, float]:
    """How far each kernel is from the 50-digit value, relative to it."""
    with mpmath.workdps(50 + 2 * 40):
        expected = exactly(x, weights)
        found: dict[str, tuple[float, Any]] = {
            name: (getattr(inequality, name)(x, weights), expected[name])
            for name in ("cv", "gini", "theil", "mld", "hoover")
        }
        for a in alphas:
            found[f"entropy {a!r}"] = inequality.generalized_entropy(x, a, weights), expected["entropy"](a)
        for e in epsilons:
            found[f"atkinson {e!r}"] = inequality.atkinson(x, e, weights), expected["atkinson"](e)
        if weights is None:
            found["hhi_normalised"] = inequality.hhi(x, normalised=True), expected["hhi_normalised"]
        return {name: float(abs(ours / exact - 1)) for name, (ours, exact) in found.items()}


# Off 0 and 1 by nothing, by rounding, and by a little.
STEPS = [sign * step for step in (1e-16, 1e-13, 1e-9, 1e-6, 1e-3) for sign in (1, -1)]
ALPHAS = [0.0, 1.0, *STEPS, *(1 + step for step in STEPS), -1.0, 0.5, 2.0, 3.0, -7.5, 12.0]
EPSILONS = [1.0, *(abs(step) for step in STEPS[::2]), *(1 + step for step in STEPS), 0.5, 2.0, 11.0]
SCALES = [1e-140, 1e-3, 1.0, 1e140]
SHAPE = np.array([-1.0, -0.3, 0.1, 0.2, 0.4, 1.7])


@pytest.mark.parametrize("spread", [1e-3, 2e-3, 5e-3, 1e-2, 0.1, 0.5])
@pytest.mark.parametrize("scale", SCALES)
def test_indices_have_ten_digits_at_any_scale_and_spread(scale: float, spread: float) -> None:
    """Around any mean, and for parameters near their special values, an index is exact to 1e-10 of itself."""
    x = scale * (1 + spread * SHAPE)

    for weights in (None, [3.0, 1.0, 4.0, 1.0, 5.0, 9.0]):
        errors = relative_errors(x, weights, alphas=ALPHAS, epsilons=EPSILONS)
        assert max(errors.values()) < 1e-10, {name: error for name, error in errors.items() if error >= 1e-10}


@pytest.mark.parametrize("spread", [1e-4, 1e-6, 1e-8, 1e-9])
@pytest.mark.parametrize("scale", SCALES)
def test_near_equals_have_six_digits(scale: float, spread: float) -> None:
    """Values that agree to nine digits still have an index with six."""
    errors = relative_errors(scale * (1 + spread * SHAPE), alphas=ALPHAS, epsilons=EPSILONS)

    assert max(errors.values()) < 1e-6, errors


@pytest.mark.parametrize("spread", [1.0, 1e2, 1e4, 1e6, 1e9])
@pytest.mark.parametrize("scale", [1e-130, 1e-3, 1.0, 1e130])
def test_few_who_have_nearly_all(scale: float, spread: float) -> None:
    """Where the standard deviation is up to 1e9 times the mean, ten digits hold as well."""
    x = np.array([0.7, 1.0, 1.3, spread**2 / 3]) / spread * scale
    weights = np.array([1.0, 1.0, 1.0, 1.0 / spread**2])
    errors = relative_errors(x, weights, alphas=[*ALPHAS[:22], 0.5, 2.0, 3.0], epsilons=EPSILONS[:-1])

    assert max(errors.values()) < 1e-10, errors


def test_one_apart_among_many_equals() -> None:
    """A group that is wide because of one value is measured as exactly as a narrow one."""
    x = np.concatenate([np.ones(300), [1.02]])

    assert max(relative_errors(x, alphas=ALPHAS, epsilons=EPSILONS).values()) < 1e-10


@pytest.mark.parametrize("unit", [1e-149, 1e-30, 1e30, 1e149])
def test_the_unit_of_the_weights_changes_no_digit(unit: float) -> None:
    """Weights count relative to each other, whether they are tiny or giant."""
    x, w = [1.0, 2.0, 5.0, 0.5], np.array([1.0, 2.0, 3.0, 4.0])

    assert max(relative_errors(x, w * unit, alphas=ALPHAS, epsilons=EPSILONS).values()) < 1e-10
    assert inequality.palma(x, w * unit) == pytest.approx(inequality.palma(x, w), rel=1e-12)
    assert inequality.cv(x, w * unit, ddof=1, count="kish") == pytest.approx(inequality.cv(x, w, ddof=1, count="kish"))


@pytest.mark.parametrize("scale", [1e-149, 1e149])
def test_the_ends_of_the_range_that_is_accepted(scale: float) -> None:
    """At both ends of the accepted sizes every index is that of the same numbers in another unit."""
    x, w = np.array([1.0, 1.2, 1.7, 1.1]), np.array([1.0, 3.0, 0.5, 2.0])
    for name in ("cv", "gini", "theil", "mld", "atkinson", "hoover", "palma"):
        index = getattr(inequality, name)

        assert index(scale * x) == pytest.approx(index(x), rel=1e-12)
        assert index(scale * x, w / scale) == pytest.approx(index(x, w), rel=1e-12)


@pytest.mark.parametrize("size", [1e-151, 1e151, -1e151, 5e-324, 1.7e308])
def test_sizes_beyond_are_refused_and_named(size: float) -> None:
    """A value or weight too small or large for plain formulas is an error that names the column, never a number."""
    frame = pd.DataFrame({"economy": list("AB"), "year": 1, "x": [1.0, size], "w": [abs(size), 1.0]})
    message = rf"holds {size:g}, first at row 1, but sizes must lie between 1e-150 and 1e150"

    with pytest.raises(ValueError, match=f"Column 'x' {message}".replace("+", r"\+")):
        divide.gap(frame, "x")
    with pytest.raises(ValueError, match="Column 'w' holds"):
        divide.dispersion(frame.assign(x=[1.0, 2.0]), "x", weights="w")
    with pytest.raises(ValueError, match="Column 'x'"):
        inequality.gini([1.0, size])


def test_values_far_apart_have_their_logarithm() -> None:
    """L of two values 298 powers of ten apart is exact: their quotient is not rounded to 0."""
    with mpmath.workdps(400):
        expected = float(exactly([1e-149, 1e149])["mld"])

    assert inequality.mld([1e-149, 1e149]) == pytest.approx(expected, rel=1e-12)
    assert inequality.atkinson([1e-149, 1e149], 1) == 1.0


def test_parameters_off_by_rounding_are_the_special_ones() -> None:
    """A parameter that arithmetic has put beside 0 or 1 gives what 0 or 1 gives, to all digits but the last."""
    # Python's own sum makes up for its roundings from 3.12 on.
    tenth_of_one, near_zero = float(np.cumsum([0.1] * 10)[-1]), float(np.arange(-1, 2.01, 0.1)[10])

    assert tenth_of_one != 1
    assert near_zero != 0
    assert inequality.atkinson([1, 2, 5], tenth_of_one) == pytest.approx(inequality.atkinson([1, 2, 5], 1), rel=1e-12)
    assert inequality.generalized_entropy([1, 2, 5], near_zero) == pytest.approx(inequality.mld([1, 2, 5]), rel=1e-12)
    assert inequality.generalized_entropy([1, 2, 5], tenth_of_one) == pytest.approx(inequality.theil([1, 2, 5]), rel=1e-12)


def test_zeros_beside_the_special_parameters() -> None:
    """With a zero, entropy grows without bound as alpha falls to 0, and Atkinson's index nears 1 from below 1."""
    assert inequality.generalized_entropy([0, 1, 2], 1e-9) == pytest.approx(1e9 / 3, rel=1e-6)
    assert inequality.generalized_entropy([0, 1, 2], -1e-9) == math.inf
    assert inequality.atkinson([0, 1, 2], 1 - 1e-9) == inequality.atkinson([0, 1, 2], 1) == 1.0
    assert inequality.generalized_entropy([0, 2], 1 + 1e-9) == pytest.approx(math.log(2), rel=1e-8)


@pytest.mark.parametrize("epsilon", [300, 1e4, 1e9, 1e140])
def test_aversion_without_measure(epsilon: float) -> None:
    """However great the aversion, Atkinson's index is the 50-digit one: 1 - min / mean in the end."""
    x = [0.001, 1000.0, 3.0]
    with mpmath.workdps(60):
        mean = mpmath.fsum(map(mpmath.mpf, x)) / 3
        a = 1 - mpmath.mpf(epsilon)
        expected = 1 - mpmath.mpf(0.001) / mean * (
            mpmath.fsum((mpmath.mpf(v) / mpmath.mpf(0.001)) ** a for v in x) / 3
        ) ** (1 / a)

    assert inequality.atkinson(x, epsilon) == pytest.approx(float(expected), rel=1e-12)
    assert inequality.atkinson([2.0, 2.0], epsilon) == 0


@pytest.mark.parametrize("index", ["T", "L"])
@pytest.mark.parametrize(("spread", "digits"), [(0.5, 1e-10), (1e-3, 1e-10), (1e-9, 1e-6)])
@pytest.mark.parametrize("scale", SCALES)
def test_a_decomposition_has_the_digits_of_its_index(index: Any, spread: float, digits: float, scale: float) -> None:
    """Between and within add up to the index of all, however little the groups differ."""
    frame = pd.DataFrame({"economy": range(6), "year": 1, "x": scale * (1 + spread * SHAPE), "w": [3.0, 1, 4, 1, 5, 9]})
    frame["group"] = list("aabbbc")
    for weights in (None, "w"):
        found = divide.theil_decompose(frame, "x", groups="group", index=index, weights=weights).iloc[0]
        kernel = inequality.theil if index == "T" else inequality.mld
        assert found["total"] == pytest.approx(kernel(frame["x"], weights and frame[weights]), rel=digits)
        assert found["total"] == found["between"] + found["within"]
        if weights:
            giant = divide.theil_decompose(
                frame.assign(w=frame["w"] * 1e140), "x", groups="group", index=index, weights="w"
            )
            assert giant.iloc[0]["total"] == pytest.approx(found["total"], rel=1e-12)
        assert min(found["between"], found["within"]) > 0


@pytest.mark.parametrize("n", [10**4, 10**6])
def test_one_among_many_equals_has_its_index(n: int) -> None:
    """Where all but one are equal, Hoover's index keeps six digits, though the others stand at the rounded mean."""
    x = np.ones(n)
    x[0] = 1.001
    mean = (n - 1 + Fraction(x[0])) / n

    assert inequality.hoover(x) == pytest.approx(float((Fraction(x[0]) - mean) / n / mean), rel=1e-6, abs=0)
