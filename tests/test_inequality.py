"""What `neadigital.inequality` promises: anchors, edges, and the axioms of inequality on random vectors."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neadigital import divide, inequality, shares
from neadigital._engine import indices

Kernel = Callable[..., float]

FIVE = [37.6, 36.1, 44.3, 23.7, 11.3]  # fixed broadband per 100 in 2021: CHN, JPN, KOR, RUS, MNG

INDICES: dict[str, Kernel] = {
    "cv": inequality.cv,
    "cv_ddof1": lambda x, weights=None: inequality.cv(x, weights, ddof=1, count="weights"),
    "gini": inequality.gini,
    "gini_corrected": lambda x, weights=None: inequality.gini(x, weights, corrected=True, count="weights"),
    "theil": inequality.theil,
    "mld": inequality.mld,
    "entropy_-1": lambda x, weights=None: inequality.generalized_entropy(x, -1, weights),
    "entropy_2": lambda x, weights=None: inequality.generalized_entropy(x, 2, weights),
    "atkinson_0.5": lambda x, weights=None: inequality.atkinson(x, 0.5, weights),
    "atkinson_1": lambda x, weights=None: inequality.atkinson(x, 1, weights),
    "atkinson_2": lambda x, weights=None: inequality.atkinson(x, 2, weights),
    "hoover": inequality.hoover,
}
SAMPLE_SIZE_MATTERS = {"cv_ddof1", "gini_corrected"}
ALL = INDICES | {"palma": inequality.palma}

every = pytest.mark.parametrize("kernel", ALL.values(), ids=ALL.keys())
every_index = pytest.mark.parametrize("kernel", INDICES.values(), ids=INDICES.keys())
levels = st.floats(min_value=0.01, max_value=1e6)
vectors = st.lists(levels, min_size=2, max_size=12)


@st.composite
def weighted(draw: Any) -> tuple[list[float], list[int]]:
    """A vector and as many whole weights, not all 0."""
    x = draw(vectors)
    w = draw(st.lists(st.integers(0, 5), min_size=len(x), max_size=len(x)).filter(lambda w: sum(w) > 1))
    return x, w


def close(expected: float) -> Any:
    return pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("kernel", "anchor", "digits"),
    [
        (inequality.cv, 0.383076, 6),
        (INDICES["cv_ddof1"], 0.428292, 6),
        (inequality.gini, 0.208889, 6),
        (INDICES["gini_corrected"], 0.261111, 6),
        (inequality.theil, 0.0835959, 7),
        (inequality.mld, 0.1020881, 7),
        (INDICES["entropy_2"], 0.0733735, 7),
        (inequality.atkinson, 0.0452334, 7),
        (inequality.hoover, 0.171242, 6),
    ],
)
def test_the_anchors_hold(kernel: Kernel, anchor: float, digits: int) -> None:
    """Each kernel gives the published digits for the five economies' fixed broadband of 2021."""
    assert round(kernel(FIVE), digits) == anchor


def test_hand_worked_pair() -> None:
    """For (1, 3) every index is what a pencil gives."""
    x = [1, 3]

    assert inequality.cv(x) == close(0.5)
    assert inequality.gini(x) == close(0.25)
    assert inequality.gini(x, corrected=True) == close(0.5)
    assert inequality.theil(x) == close((0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2)
    assert inequality.mld(x) == close(-math.log(0.75) / 2)
    assert inequality.generalized_entropy(x, 2) == close(0.125)
    assert inequality.generalized_entropy(x, 3) == close(0.125)
    assert inequality.generalized_entropy(x, -1) == close(1 / 6)
    assert inequality.atkinson(x, 1) == close(1 - math.sqrt(3) / 2)
    assert inequality.atkinson(x, 2) == close(0.25)
    assert inequality.hoover(x) == close(0.25)
    assert inequality.palma(x) == close((0.1 / 0.5 * 3) / (0.4 / 0.5))


def test_hand_worked_weighted_pair() -> None:
    """Weights are populations: 1 with three people and 5 with one have mean 2 and Gini 3/8."""
    assert inequality.gini([5, 1], [1, 3]) == close(0.375)
    assert inequality.hoover([5, 1], [1, 3]) == close(0.375)
    assert inequality.cv([5, 1], [1, 3]) == close(math.sqrt(3) / 2)
    assert inequality.cv([5, 1], [1, 3], ddof=1, count="weights") == close(1.0)


@pytest.mark.parametrize(
    ("kernel", "expected"),
    [
        (inequality.theil, math.log(4)),
        (inequality.mld, math.inf),
        (inequality.gini, 0.75),
        (inequality.hoover, 0.75),
        (inequality.atkinson, 0.75),
        (INDICES["atkinson_1"], 1.0),
        (lambda x: inequality.atkinson(x, 1.5), 1.0),
        (INDICES["atkinson_2"], 1.0),
        (INDICES["entropy_-1"], math.inf),
        (INDICES["entropy_2"], 1.5),
        (inequality.cv, math.sqrt(3)),
        (inequality.palma, math.nan),
    ],
)
def test_zeros_count(kernel: Kernel, expected: float) -> None:
    """A zero is a value: where one of four has everything, each index is at the end of its range."""
    assert kernel([0, 0, 0, 8]) == close(expected)


@every
@pytest.mark.parametrize("x", [[], [math.nan], [0.0], [0.0, 0.0, 0.0]], ids=["none", "NaN", "one 0", "zeros"])
def test_nothing_to_measure_is_nan(kernel: Kernel, x: list[float]) -> None:
    """No value at all, and a mean of 0, give NaN, never 0."""
    assert math.isnan(kernel(x))


@every
def test_missing_values_and_weights_of_zero_are_left_out(kernel: Kernel) -> None:
    """NaN and a weight of 0 do the same: the value does not count."""
    assert kernel([1, math.nan, 3, 4]) == close(kernel([1, 3, 4]))
    assert kernel([1, 9, 3, 4], [1, 0, 1, 1]) == close(kernel([1, 3, 4]))
    assert kernel([1, 0, 3, 4], [1, 0, 1, 1]) == close(kernel([1, 3, 4]))
    assert kernel([1, math.nan, 3, 4], [1, math.nan, 1, 1]) == close(kernel([1, 3, 4]))


@every_index
@pytest.mark.parametrize("x", [[0.1], [0.1, 0.1, 0.1], [1 / 3] * 7])
def test_equal_values_have_no_inequality_to_the_last_bit(kernel: Kernel, x: list[float]) -> None:
    """Equal values give exactly 0, weighted too, and NaN only where a single one leaves nothing to divide by."""
    plain = kernel(x)

    assert plain == 0 or (len(x) == 1 and math.isnan(plain))
    assert kernel(x, [0.7 * len(x)] * len(x)) in (0, plain) or math.isnan(plain)


@pytest.mark.parametrize("kernel", [INDICES[name] for name in sorted(SAMPLE_SIZE_MATTERS)])
def test_a_correction_for_one_economy_is_nan(kernel: Kernel) -> None:
    """With ddof=1 or the corrected Gini a single economy gives NaN, but one that stands for many does not."""
    assert math.isnan(kernel([3.0]))
    assert kernel([3.0], [5]) == 0


@every
@pytest.mark.parametrize(
    ("x", "weights", "message"),
    [
        ([1.0, -0.1], None, "negative value"),
        ([1.0, math.inf], None, "infinite value"),
        ([1.0, 2.0], [1.0, -1.0], "weights must be finite and not negative"),
        ([1.0, 2.0], [1.0, math.nan], "weights must be finite and not negative"),
        ([1.0, 2.0], [1.0, math.inf], "'weights' holds an infinite value"),
        ([1.0, 2.0], [1.0, None], "weights must be finite and not negative"),
        ([1.0, 2.0], [1.0], "as long as x"),
        ([[1.0, 2.0]], None, "one dimension"),
    ],
)
def test_improper_input_is_an_error(kernel: Kernel, x: Any, weights: Any, message: str) -> None:
    """Negative or infinite values, improper weights and other shapes raise, and the message says which."""
    with pytest.raises(ValueError, match=message):
        kernel(x, weights=weights)


@pytest.mark.parametrize("epsilon", [-0.1, math.nan])
def test_aversion_must_not_be_negative(epsilon: float) -> None:
    """Atkinson's epsilon below 0, or missing, raises."""
    with pytest.raises(ValueError, match="epsilon"):
        inequality.atkinson(FIVE, epsilon)


@pytest.mark.parametrize(
    ("top", "bottom", "named"), [(0, 0.4, "top"), (0.1, 1.5, "bottom"), (math.nan, 0.4, "top"), (0.1, 0, "bottom")]
)
def test_parts_of_palma_are_parts(top: float, bottom: float, named: str) -> None:
    """Palma's parts must be above 0 and at most 1, and the message names the one that is not."""
    with pytest.raises(ValueError, match=f"^{named} must be"):
        inequality.palma(FIVE, top=top, bottom=bottom)


def test_the_whole_is_a_part() -> None:
    """With 1 for both parts Palma's ratio is that of everything to everything."""
    assert inequality.palma(FIVE, top=1, bottom=1) == 1


def test_palma_of_tenths() -> None:
    """With ten economies the ratio is the top one over the sum of the bottom four."""
    assert inequality.palma([10, 1, 2, 3, 4, 5, 6, 7, 8, 9]) == close(10 / (1 + 2 + 3 + 4))
    assert inequality.palma([1, 2, 3, 4], top=0.5, bottom=0.5) == close(7 / 3)
    assert inequality.palma([5, 5, 5]) == close(0.25)


def test_extreme_parameters() -> None:
    """Without aversion Atkinson's index is 0; with ever more it nears 1 - min / mean. An overflow is NaN."""
    assert inequality.atkinson(FIVE, 0) == close(0.0)
    assert inequality.atkinson([0.001, 1000.0], 500) == pytest.approx(1 - 0.001 / 500.0005, rel=1e-2)
    assert math.isnan(inequality.generalized_entropy([1, 1000], 2000))
    assert inequality.atkinson(FIVE, 1 + 1e-9) == pytest.approx(inequality.atkinson(FIVE, 1), abs=1e-6)


@given(vectors)
def test_relations_between_indices(x: list[float]) -> None:
    """GE(0) is L, GE(1) is T, GE(2) is half the squared cv, and Atkinson at 1 is 1 - exp(-L)."""
    assert inequality.generalized_entropy(x, 0) == inequality.mld(x)
    assert inequality.generalized_entropy(x, 1) == inequality.theil(x)
    assert inequality.generalized_entropy(x, 2) == pytest.approx(inequality.cv(x) ** 2 / 2, abs=1e-9)
    assert inequality.atkinson(x, 1) == pytest.approx(1 - math.exp(-inequality.mld(x)), abs=1e-12)


@given(vectors)
def test_gini_is_half_the_mean_difference(x: list[float]) -> None:
    """The sorted formula equals the definition over all pairs."""
    pairs = sum(abs(a - b) for a, b in product(x, x))

    assert inequality.gini(x) == pytest.approx(pairs / (2 * len(x) * sum(x)), abs=1e-12)


@pytest.mark.parametrize("n", [63, 64, 65, 500])
def test_gini_of_many_values(n: int) -> None:
    """However many values there are, the index is that of all pairs."""
    x = np.random.default_rng(n).lognormal(size=n)
    pairs = np.abs(x[:, None] - x).sum()

    assert inequality.gini(x) == close(pairs / (2 * n * x.sum()))


@every
@given(x=vectors, factor=st.floats(min_value=1e-3, max_value=1e3))
@settings(max_examples=50)
def test_scale_does_not_matter(kernel: Kernel, x: list[float], factor: float) -> None:
    """Another unit of the values changes nothing."""
    assert kernel([factor * value for value in x]) == pytest.approx(kernel(x), rel=1e-9, abs=1e-9)


@every
@given(pair=weighted())
@settings(max_examples=50)
def test_a_weight_is_a_replication(kernel: Kernel, pair: tuple[list[float], list[int]]) -> None:
    """Whole weights w give what w copies of each value give."""
    x, w = pair

    assert kernel(x, w) == pytest.approx(kernel(np.repeat(x, w)), rel=1e-9, abs=1e-9, nan_ok=True)


@every
@given(x=vectors, times=st.integers(2, 5))
@settings(max_examples=50)
def test_replication_does_not_matter(kernel: Kernel, x: list[float], times: int) -> None:
    """Several copies of the whole change no index that is not corrected for the number of values."""
    if any(kernel is INDICES[name] for name in SAMPLE_SIZE_MATTERS):
        return

    assert kernel(x * times) == pytest.approx(kernel(x), rel=1e-9, abs=1e-9)


@every
@given(pair=weighted(), rng=st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_order_does_not_matter(kernel: Kernel, pair: tuple[list[float], list[int]], rng: Any) -> None:
    """The values, and their weights with them, may stand in any order."""
    both = list(zip(*pair, strict=True))
    rng.shuffle(both)
    x, w = zip(*both, strict=True)

    assert kernel(x, w) == pytest.approx(kernel(*pair), rel=1e-9, abs=1e-9, nan_ok=True)


@every
@given(x=vectors)
@settings(max_examples=50)
def test_weights_of_one_are_no_weights(kernel: Kernel, x: list[float]) -> None:
    """A weight of 1 for all is the unweighted index."""
    assert kernel(x, np.ones(len(x))) == pytest.approx(kernel(x), rel=1e-9, abs=1e-9)


@every_index
@given(x=vectors, part=st.floats(min_value=0, max_value=1), data=st.data())
@settings(max_examples=50)
def test_a_transfer_from_high_to_low_never_raises_an_index(
    kernel: Kernel, x: list[float], part: float, data: st.DataObject
) -> None:
    """Pigou and Dalton: giving part of the difference from a higher to a lower value raises no index."""
    low, high = sorted(data.draw(st.permutations(range(len(x))))[:2], key=lambda i: x[i])
    after = list(x)
    moved = part * (x[high] - x[low])
    after[low], after[high] = x[low] + moved, x[high] - moved

    assert kernel(after) <= kernel(x) * (1 + 1e-9) + 1e-7


@pytest.mark.parametrize("groups", [1, 7, 300, 70_000])
@pytest.mark.parametrize("weigh", [False, True])
@pytest.mark.parametrize("arranged", [False, True])
def test_by_group_is_the_kernel_of_each_group(groups: int, weigh: bool, arranged: bool) -> None:
    """All groups at once give the same as each by itself, whatever the order of rows and the number of groups."""
    rng = np.random.default_rng(groups)
    codes = rng.integers(0, groups, 400_000)
    codes = np.sort(codes) if arranged else codes
    x = rng.lognormal(size=len(codes))
    x[rng.random(len(x)) < 0.1] = np.nan
    x[codes == groups - 1] = np.nan
    w = rng.integers(0, 4, len(codes)).astype(np.float64) if weigh else None
    options = indices.Options(ddof=1, corrected=True, count="weights")
    n, found = indices.measure_groups(x, codes, groups, list(indices.MEASURES), weights=w, options=options)

    assert n[-1] == 0
    assert all(math.isnan(found[name][-1]) for name in indices.MEASURES)
    for group in rng.choice(groups, 5).tolist():
        own = codes == group
        a, v = x[own], None if w is None else w[own]
        counts = ~np.isnan(a) & (True if v is None else v > 0)
        assert n[group] == counts.sum()
        assert found["gini"][group] == close(inequality.gini(a, v, corrected=True, count="weights"))
        assert found["cv"][group] == close(inequality.cv(a, v, ddof=1, count="weights"))
        for name in ("theil", "mld", "atkinson", "hoover"):
            assert found[name][group] == close(getattr(inequality, name)(a, weights=v))
        if counts.any():
            assert found["range_gap"][group] == a[counts].max() - a[counts].min()
            assert found["range_ratio"][group] == a[counts].max() / a[counts].min()


@pytest.mark.parametrize("chunk", [1, 7, 100, 10**6])
@pytest.mark.parametrize("groups", [3, 255, 256, 257, 2000])
def test_how_finely_groups_are_cut_changes_nothing(groups: int, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In many chunks and blocks or in one, sorted or not, every group has the same measures."""
    rng = np.random.default_rng(groups)
    codes, x = rng.integers(0, groups, 5000), rng.lognormal(size=5000)
    w = rng.integers(0, 3, 5000).astype(np.float64)
    expected = [indices.measure_groups(x, codes, groups, ["gini", "mean"], weights=weights) for weights in (None, w)]
    monkeypatch.setattr(chunks, "_CHUNK", chunk)
    monkeypatch.setattr(chunks, "_BLOCK", 1)
    order = np.argsort(codes, kind="stable")

    for rows in (slice(None), order):
        for weights, (n, measures) in zip((None, w), expected, strict=True):
            own = None if weights is None else weights[rows]
            counted, found = indices.measure_groups(x[rows], codes[rows], groups, ["gini", "mean"], weights=own)
            np.testing.assert_array_equal(counted, n)
            for name in measures:
                np.testing.assert_allclose(found[name], measures[name], rtol=1e-12, atol=1e-15)


def test_by_group_leaves_its_input_alone() -> None:
    """Arrays that may not be written to are enough."""
    x, codes = np.array([2.0, 1.0, 3.0, np.nan]), np.array([1, 0, 1, 0])
    x.flags.writeable = codes.flags.writeable = False
    n, found = indices.measure_groups(x, codes, 2, ["gini", "mean"])

    assert n.tolist() == [1, 2]
    assert found["gini"].tolist() == close([0.0, 0.1])  # type: ignore[arg-type]
    assert x[:3].tolist() == [2.0, 1.0, 3.0]


@given(st.lists(st.floats(-50, 0) | st.floats(0.001, 150), min_size=1, max_size=8))
def test_transforms_are_undone_by_their_inverse(x: list[float]) -> None:
    """The logarithm and the logit lead back to the value, and are NaN where they are not defined."""
    values = np.array(x)
    log, logit = indices.transform_values(values, "log"), indices.transform_values(values, "logit")

    assert np.exp(log) == pytest.approx(np.where(values > 0, values, np.nan), nan_ok=True)
    assert np.isnan(indices.transform_values(np.array([0.0, 100.0]), "logit")).all()
    inside = (values > 0) & (values < 100)
    assert 100 / (1 + np.exp(-logit)) == pytest.approx(np.where(inside, values, np.nan), nan_ok=True)
    assert indices.transform_values(values, "none") is values


def test_unknown_transform_is_an_error() -> None:
    """A transform that does not exist raises, and the message lists those that do."""
    with pytest.raises(ValueError, match="'log', 'logit' or 'none'"):
        indices.transform_values(np.ones(1), "square")


def test_an_option_has_one_default() -> None:
    """What an index depends on has the same default wherever it is an option, in a kernel or of a frame."""
    functions = [*(getattr(inequality, name) for name in inequality.__all__), divide.dispersion, shares.hhi]
    defaults = [
        (name, parameter.default)
        for function in functions
        for name, parameter in inspect.signature(function).parameters.items()
        if name in vars(indices.DEFAULTS) and parameter.default is not parameter.empty
    ]

    assert {name for name, _ in defaults} == set(vars(indices.DEFAULTS))
    assert [(name, default) for name, default in defaults if default != getattr(indices.DEFAULTS, name)] == []
