"""Tests of `neadigital.inequality`: published values, edge cases, axioms and precision."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import mpmath
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metric_support import sizes

from neadigital import divide, inequality, shares

Index = Callable[..., float]
close = partial(pytest.approx, rel=1e-9, abs=1e-9, nan_ok=True)

#: Fixed broadband per 100 in 2021: CHN, JPN, KOR, RUS, MNG.
FIVE = [37.6, 36.1, 44.3, 23.7, 11.3]

# Indices that are 0 for equal values.
INDICES: dict[str, Index] = {
    "cv": inequality.cv,
    "gini": inequality.gini,
    "theil": inequality.theil,
    "mld": inequality.mld,
    "entropy -1": partial(inequality.generalized_entropy, alpha=-1),
    "entropy 2": partial(inequality.generalized_entropy, alpha=2),
    "atkinson": inequality.atkinson,
    "atkinson 1": partial(inequality.atkinson, epsilon=1),
    "atkinson 2": partial(inequality.atkinson, epsilon=2),
    "hoover": inequality.hoover,
}
ALL = INDICES | {"palma": inequality.palma}
every = pytest.mark.parametrize("index", ALL.values(), ids=ALL)
vectors = st.lists(sizes, min_size=2, max_size=12)
pairs = st.lists(st.tuples(sizes, st.integers(0, 5)), min_size=2, max_size=12).filter(
    lambda both: sum(w for _, w in both) > 1
)


def test_the_anchors_hold():
    """Each index gives the published digits for the five economies' fixed broadband of 2021."""
    anchors = {
        "cv": 0.383076,
        "gini": 0.208889,
        "theil": 0.0835959,
        "mld": 0.1020881,
        "entropy 2": 0.0733735,
        "atkinson": 0.0452334,
        "hoover": 0.171242,
    }

    assert {
        name: round(INDICES[name](FIVE), len(str(anchor)) - 2)
        for name, anchor in anchors.items()
    } == anchors


def test_zeros_count():
    """A zero is a value: if one of four has everything, each index is at its end."""
    ends = {
        "theil": math.log(4),
        "mld": math.inf,
        "gini": 0.75,
        "hoover": 0.75,
        "cv": math.sqrt(3),
    }
    ends |= {
        "atkinson": 0.75,
        "atkinson 1": 1,
        "atkinson 2": 1,
        "entropy -1": math.inf,
        "entropy 2": 1.5,
    }

    assert {name: ALL[name]([0, 0, 0, 8]) for name in ends} == pytest.approx(ends)
    assert math.isnan(inequality.palma([0, 0, 0, 8]))


@every
def test_nothing_to_measure_is_nan(index):
    """Without values, or with a mean of 0, the result is NaN, never 0."""
    for x in ([], [math.nan], [0.0], [0.0, 0.0, 0.0]):
        assert math.isnan(index(x))


@every
def test_missing_values_and_weights_of_zero_are_left_out(index):
    """A value that is NaN and one with a weight of 0 are both left out."""
    expected = close(index([1, 3, 4]))

    assert index([1, math.nan, 3, 4]) == expected
    for left_out, weight in (
        (9, 0),
        (0, 0),
        (math.nan, math.nan),
    ):
        assert index([1, left_out, 3, 4], weights=[1, weight, 1, 1]) == expected


@pytest.mark.parametrize("x", [[0.1], [0.1, 0.1, 0.1], [1 / 3] * 7])
def test_equal_values_have_no_inequality_to_the_last_bit(x):
    """Equal values give exactly 0."""
    for index in INDICES.values():
        assert index(x) == 0
        assert index(x, weights=[5] * len(x)) == 0


@every
@pytest.mark.parametrize(
    ("x", "weights", "message"),
    [
        ([1.0, -0.1], None, "negative value"),
        ([1.0, math.inf], None, "infinite value"),
        ([1.0, 2.0], [1.0, -1.0], "weights must be finite and not negative"),
        ([1.0, 2.0], [1.0, None], "weights must be finite and not negative"),
        ([1.0, 2.0], [1.0, math.inf], "^weights holds an infinite value"),
        ([1.0, 2.0], [1.0], "as long as x"),
        ([[1.0, 2.0]], None, "one dimension"),
        ([[1, 2], [3]], None, "^x must have one dimension, not rows"),
        ([1, 2], [[1, 2], [3]], "^weights must have one dimension, not rows"),
    ],
)
def test_improper_input_is_an_error(index, x, weights, message):
    """Negative or infinite values, improper weights and other shapes raise by name."""
    with pytest.raises(ValueError, match=message):
        index(x, weights=weights)


@pytest.mark.parametrize(
    "improper",
    [
        [1, "2", 5],
        [1, True, 5],
        np.array(["2020", "2021", "2022"], dtype="datetime64[Y]"),
        np.array([1 + 0j, 2, 5]),
        np.ma.MaskedArray([1.0, 2.0, 5.0], mask=[False, True, False]),
    ],
    ids=lambda improper: f"{type(improper).__name__}-{np.asarray(improper).dtype}",
)
def test_what_is_no_number_is_refused(improper):
    """Text, bool, dates, complex numbers and masked arrays are a TypeError by name."""
    for index in (inequality.gini, inequality.hhi):
        with pytest.raises(TypeError, match=r"\bx\b"):
            index(improper)
    with pytest.raises(TypeError, match="weights"):
        inequality.gini([1.0, 2.0, 5.0], improper)


@pytest.mark.parametrize(
    "proper",
    [
        (1, 2, 5),
        np.array([1, 2, 5], dtype=np.uint8),
        [Decimal(1), Decimal(2), Decimal(5)],
        [1, 2, None, 5],
        pd.Series([1, 2, 5, None], dtype="Int64"),
    ],
    ids=lambda proper: type(proper).__name__,
)
def test_numbers_of_any_storage_are_accepted(proper):
    """Numbers are read from any container, and a missing one is left out."""
    assert inequality.theil(proper) == pytest.approx(inequality.theil([1, 2, 5]))


def test_weights_of_another_index_are_refused():
    """Weights given as a Series must have the index of the values."""
    x = pd.Series({"CHN": 1.0, "JPN": 2.0, "KOR": 5.0})
    people = pd.Series({"JPN": 3.0, "CHN": 1.0, "KOR": 2.0})
    expected = inequality.gini([1, 2, 5], [1, 3, 2])

    assert inequality.gini(x, people.reindex(x.index)) == expected
    assert inequality.gini(x, [1, 3, 2]) == expected
    for values in (x, x.tolist()):
        with pytest.raises(ValueError, match="index is not that of x"):
            inequality.gini(values, people)


# Options


@pytest.mark.parametrize(
    ("index", "options", "message"),
    [
        *(
            (inequality.atkinson, {"epsilon": e}, "epsilon must be a finite number, 0")
            for e in (-0.1, True, "1", 1j)
        ),
        *(
            (inequality.generalized_entropy, {"alpha": a}, "alpha must be a finite")
            for a in (math.nan, -math.inf, None)
        ),
        (inequality.palma, {"top": 0}, "^top must be above 0 and at most 1"),
        (inequality.palma, {"bottom": 1.5}, "^bottom must be above 0 and at most 1"),
        (inequality.hhi, {"normalised": "yes"}, "normalised must be True or False"),
    ],
)
def test_options_are_checked(index, options, message):
    """An impossible option raises an error with its name and the values allowed."""
    with pytest.raises((ValueError, TypeError), match=message):
        index(FIVE, **options)


@pytest.mark.parametrize(
    "convert", [np.uint8, np.int8, np.float16, np.float32, np.longdouble]
)
def test_an_option_counts_as_the_number_that_it_is(convert):
    """A parameter of any numeric type neither overflows nor rounds the result."""
    assert round(inequality.atkinson(FIVE, epsilon=convert(2)), 4) == 0.2128
    for alpha in (0, 1, 2):
        found = inequality.generalized_entropy(FIVE, alpha=convert(alpha))
        assert found == inequality.generalized_entropy(FIVE, alpha=alpha)


def test_an_option_has_one_default():
    """An option that affects an index has the same default for arrays and for frames."""
    functions = [getattr(inequality, name) for name in inequality.__all__]
    defaults: dict[str, set[Any]] = {}
    for function in [*functions, divide.dispersion, shares.hhi]:
        for name, parameter in inspect.signature(function).parameters.items():
            if parameter.default is not parameter.empty:
                defaults.setdefault(name, set()).add(parameter.default)

    assert {"epsilon", "alpha", "normalised"} <= {*defaults}
    assert {
        name: len(values) for name, values in defaults.items() if len(values) > 1
    } == {}


def test_palma_of_tenths():
    """Of ten economies the Palma ratio is the top one over the bottom four."""
    ten = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9]

    assert inequality.palma(ten) == close(10 / (1 + 2 + 3 + 4))
    assert inequality.palma([1, 2, 3, 4], top=0.5, bottom=0.5) == close(7 / 3)
    assert inequality.palma([5, 5, 5]) == close(0.25)
    assert inequality.palma(FIVE, top=1, bottom=1) == 1


# Axioms


@given(vectors, st.floats(min_value=1e-3, max_value=1e3), st.integers(2, 5))
def test_neither_unit_nor_replication_matters(x, unit, times):
    """Neither a unit, nor copies, nor weights of 1 change an index."""
    for index in ALL.values():
        expected = close(index(x))

        assert index([unit * value for value in x]) == expected
        assert index(x * times) == expected
        assert index(x, weights=np.ones(len(x))) == expected


@given(pairs, st.randoms(use_true_random=False))
def test_a_weight_is_a_replication_in_any_order(both, rng):
    """Whole weights w give the result of w copies of each value, in any order."""
    x, w = zip(*both, strict=True)
    mixed, weights = zip(*rng.sample(both, len(both)), strict=True)

    for index in ALL.values():
        expected = close(index(np.repeat(x, w)))
        assert index(x, weights=w) == expected
        assert index(mixed, weights=weights) == expected


@given(vectors, st.floats(min_value=0, max_value=1), st.randoms(use_true_random=False))
def test_a_transfer_from_high_to_low_never_raises_an_index(x, part, rng):
    """Pigou and Dalton: a transfer from a higher to a lower value raises no index."""
    low, high = sorted(rng.sample(x, 2))
    moved = part * (high - low)
    after = x.copy()
    after[after.index(low)] += moved
    after[after.index(high)] -= moved

    for index in INDICES.values():
        assert index(after) <= index(x) * (1 + 1e-9) + 1e-7


# Digits, against arithmetic with 130


def exactly(x: Any, weights: Any = None) -> dict[str, Any]:
    """Compute the formulas of the docstrings on the exact values of the floats."""
    values = [mpmath.mpf(float(value)) for value in x]
    counts = [1.0] * len(values) if weights is None else weights
    w = [mpmath.mpf(float(count)) for count in counts]
    p = [count / mpmath.fsum(w) for count in w]
    mean = mpmath.fdot(p, values)
    r = [value / mean for value in values]

    def average(function: Callable[[Any], Any]) -> Any:
        return mpmath.fdot(p, map(function, r))

    def entropy(a: float) -> Any:
        if a == 0:
            return -average(mpmath.log)
        if a == 1:
            return average(lambda value: value * mpmath.log(value))
        a = mpmath.mpf(a)
        return (average(lambda value: value**a) - 1) / (a * (a - 1))

    def atkinson(e: float) -> Any:
        if e == 1:
            return 1 - mpmath.exp(average(mpmath.log))
        a = 1 - mpmath.mpf(e)
        return 1 - average(lambda value: value**a) ** (1 / a)

    members = list(zip(p, r, strict=True))
    pairs = [pa * pb * abs(a - b) for pa, a in members for pb, b in members]
    squares = average(lambda value: (value - 1) ** 2)
    return {
        "cv": mpmath.sqrt(squares),
        "gini": mpmath.fsum(pairs) / 2,
        "theil": entropy(1),
        "mld": entropy(0),
        "hoover": average(lambda value: abs(value - 1)) / 2,
        "entropy": entropy,
        "atkinson": atkinson,
        "hhi": squares / (len(r) - 1),
    }


# Parameters at 0 and 1, off by rounding, and off by a little.
STEPS = [sign * step for step in (1e-16, 1e-13, 1e-9, 1e-6, 1e-3) for sign in (1, -1)]
BESIDE_1 = [1 + step for step in STEPS]
ALPHAS = [0.0, 1.0, *STEPS, *BESIDE_1, 0.5, 2.0, 3.0, -1.0, -7.5, 12.0]
EPSILONS = [1.0, *map(abs, STEPS[::2]), *BESIDE_1, 0.5, 2.0, 11.0]
SCALES = [1e-140, 1.0, 1e140]
SHAPE = np.array([-1.0, -0.3, 0.1, 0.2, 0.4, 1.7])


def worst_error(
    x: Any, weights: Any = None, *, alphas: Any = ALPHAS, epsilons: Any = EPSILONS
) -> float:
    """Return the greatest relative error of the indices."""
    of_alpha = partial(inequality.generalized_entropy, x, weights=weights)
    of_epsilon = partial(inequality.atkinson, x, weights=weights)
    with mpmath.workdps(130):
        exact = exactly(x, weights)
        found = [
            (getattr(inequality, name)(x, weights), exact[name])
            for name in ("cv", "gini", "theil", "mld", "hoover")
        ]
        found += [(of_alpha(alpha=a), exact["entropy"](a)) for a in alphas]
        found += [(of_epsilon(epsilon=e), exact["atkinson"](e)) for e in epsilons]
        if weights is None:
            found.append((inequality.hhi(x, normalised=True), exact["hhi"]))
        return max(float(abs(ours / right - 1)) for ours, right in found)


@pytest.mark.parametrize("spread", [1e-3, 5e-3, 1e-2, 0.1, 0.5])
@pytest.mark.parametrize("scale", SCALES)
def test_indices_have_ten_digits_at_any_scale_and_spread(scale, spread):
    """Around any mean, and near special parameters, the relative error is below 1e-10."""
    x = scale * (1 + spread * SHAPE)

    assert worst_error(x) < 1e-10
    assert worst_error(x, np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0]) / scale) < 1e-10


@pytest.mark.parametrize("spread", [1e-4, 1e-6, 1e-8, 1e-9])
def test_near_equals_have_six_digits(spread):
    """Values that agree to nine digits still give an index with six correct digits."""
    assert worst_error(7 * (1 + spread * SHAPE)) < 1e-6


@pytest.mark.parametrize("spread", [1.0, 1e2, 1e6, 1e9])
@pytest.mark.parametrize("scale", [1e-130, 1.0, 1e130])
def test_few_who_have_nearly_all(scale, spread):
    """If the standard deviation is up to 1e9 times the mean, ten digits are correct too."""
    x = np.array([0.7, 1.0, 1.3, spread**2 / 3]) / spread * scale
    weights = np.array([1.0, 1.0, 1.0, 1.0 / spread**2])

    assert worst_error(x, weights, alphas=ALPHAS[:-3], epsilons=EPSILONS[:-1]) < 1e-10


def test_one_apart_among_many_equals():
    """A group that is wide because of one value is measured as exactly as a narrow one."""
    n = 10**6
    x = np.ones(n)
    x[0] = 1.001
    mean = (n - 1 + Fraction(x[0])) / n
    expected = (Fraction(x[0]) - mean) / n / mean

    assert worst_error([1.0] * 300 + [1.02]) < 1e-10
    assert inequality.hoover(x) == pytest.approx(float(expected), rel=1e-6, abs=0)


@pytest.mark.parametrize("unit", [1e-149, 1e149])
def test_the_least_and_the_greatest_sizes_have_their_index(unit):
    """At both ends of the accepted sizes every index is that of another unit."""
    x = np.array([1.0, 1.2, 1.7, 1.1])
    w = np.array([1.0, 3.0, 0.5, 2.0])
    near = partial(pytest.approx, rel=1e-12)

    for index in ALL.values():
        assert index(unit * x) == near(index(x))
        assert index(unit * x, weights=w / unit) == near(index(x, weights=w))
    assert inequality.gini([0.1 * unit, 10 * unit]) == near(99 / 202)


@pytest.mark.parametrize("size", [1e-151, 1e151, 5e-324, 1.7e308])
def test_sizes_beyond_are_refused(size):
    """A value or weight too small or too large for the formulas is an error that names it."""
    told = re.escape(f"x holds {size:g}, first at row 1, but sizes")

    with pytest.raises(ValueError, match=f"^{told}"):
        inequality.gini([1.0, size])
    with pytest.raises(ValueError, match="weights holds"):
        inequality.gini([1.0, 2.0], [1.0, size])


def test_values_far_apart_have_their_logarithm():
    """L of two values 298 powers of ten apart is exact: their quotient is not rounded to 0."""
    with mpmath.workdps(400):
        expected = float(exactly([1e-149, 1e149])["mld"])

    assert inequality.mld([1e-149, 1e149]) == pytest.approx(expected, rel=1e-12)
    assert inequality.atkinson([1e-149, 1e149], epsilon=1) == 1.0


def test_zeros_beside_the_special_parameters():
    """With a zero, entropy tends to infinity as alpha falls to 0, and Atkinson's index to 1."""
    entropy = inequality.generalized_entropy
    zero = [0, 1, 2]

    assert entropy(zero, alpha=1e-9) == pytest.approx(1e9 / 3, rel=1e-6)
    assert entropy(zero, alpha=-1e-9) == math.inf
    assert entropy([0, 2], alpha=1 + 1e-9) == pytest.approx(math.log(2), rel=1e-8)
    for epsilon in (1 - 1e-9, 1):
        assert inequality.atkinson(zero, epsilon=epsilon) == 1.0


@pytest.mark.parametrize("epsilon", [300, 1e4, 1e140])
def test_aversion_without_measure(epsilon):
    """Atkinson's index is exact for any aversion, and 0 without."""
    x = [0.001, 1000.0, 3.0]
    with mpmath.workdps(300):
        expected = float(exactly(x)["atkinson"](epsilon))

    assert inequality.atkinson(x, epsilon=epsilon) == pytest.approx(expected, rel=1e-12)
    assert inequality.atkinson([2.0, 2.0], epsilon=epsilon) == 0
    assert inequality.atkinson(x, epsilon=0) == pytest.approx(0.0)


def test_an_index_too_large_for_a_number_is_nan():
    """Without a zero a result too large for a float is NaN, never infinite."""
    assert math.isnan(inequality.generalized_entropy([1, 1000], alpha=2000))
