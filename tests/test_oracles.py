"""Other implementations side by side with this one, on 500 random vectors each, seeds fixed.

Where an implementation is wrong, a case small enough to work by hand decides, and its docstring says how it is
wrong. Such a test also fails when the other side is put right, so that the remark does not outlive the fault.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from neadigital import divide, inequality

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import inequality.gini
    import inequality.schutz
    import inequality.theil
    import statsmodels.api as sm
    from inequality.atkinson import atkinson as pysal_atkinson
    from inequality.wolfson import lorenz_curve
    from microdf import MicroSeries
    from scipy import stats

Array = NDArray[np.float64]
VECTORS = 500


def vectors(seed: int, *, least: int = 2) -> Iterator[tuple[np.random.Generator, Array]]:
    """Give vectors of many lengths, scales and degrees of inequality."""
    rng = np.random.default_rng(seed)
    for _ in range(VECTORS):
        size = int(rng.integers(least, 60))
        yield rng, rng.lognormal(mean=rng.uniform(-3, 8), sigma=rng.uniform(0.01, 2), size=size)


def close(expected: float) -> object:
    return pytest.approx(expected, rel=1e-10, abs=1e-10)


def test_gini_is_that_of_pysal() -> None:
    """PySAL's Gini agrees, zeros among the values too."""
    for rng, x in vectors(1):
        x[rng.random(len(x)) < 0.1] = 0
        if x.any():
            assert inequality.gini(x) == close(inequality.gini.Gini(x).g)


def test_theil_is_that_of_pysal() -> None:
    """PySAL's Theil agrees, zeros among the values too."""
    for rng, x in vectors(2):
        x[rng.random(len(x)) < 0.1] = 0
        if x.any():
            assert inequality.theil(x) == close(float(inequality.theil.Theil(x).T))


def test_atkinson_is_that_of_pysal() -> None:
    """PySAL's Atkinson agrees below, at and above epsilon 1."""
    for rng, x in vectors(3):
        for epsilon in (0.0, 0.5, 1, float(rng.uniform(0, 3))):
            assert inequality.atkinson(x, epsilon) == close(float(pysal_atkinson(x, epsilon)))


def test_hoover_is_the_schutz_distance_of_pysal() -> None:
    """Hoover's index is the greatest distance of the Lorenz curve from the diagonal, PySAL's Schutz distance."""
    for _, x in vectors(4):
        expected = inequality.schutz.Schutz(pd.DataFrame({"x": x}), "x").distance
        assert inequality.hoover(x) == close(float(expected))


def test_palma_is_read_off_the_lorenz_curve_of_pysal() -> None:
    """Palma's ratio is what linear interpolation of PySAL's Lorenz curve gives."""
    for _, x in vectors(5):
        population, income = lorenz_curve(x)
        bottom, rest = np.interp([0.4, 0.9], population, income)
        assert inequality.palma(x) == close(float((1 - rest) / bottom))


def test_decomposition_is_that_of_pysal() -> None:
    """PySAL's decomposition of Theil's T into between and within agrees."""
    for rng, x in vectors(6, least=6):
        region = rng.integers(0, 3, len(x))
        expected = inequality.theil.TheilD(x, region)
        found = divide.theil_decompose(
            pd.DataFrame({"economy": range(len(x)), "x": x, "region": region}), "x", groups="region", time=None
        )
        assert found["between"].iloc[0] == close(expected.bg[0])
        assert found["within"].iloc[0] == close(expected.wg[0])
        assert found["total"].iloc[0] == close(inequality.theil(x))


def test_cv_is_the_variation_of_scipy() -> None:
    """The coefficient of variation of scipy agrees, for both conventions of ddof."""
    for _, x in vectors(7):
        assert inequality.cv(x) == close(float(stats.variation(x)))
        assert inequality.cv(x, ddof=1) == close(float(stats.variation(x, ddof=1)))


def test_mld_is_the_entropy_of_scipy() -> None:
    """Theil's L is the relative entropy of equal shares and income shares, T the one the other way round."""
    for _, x in vectors(9):
        equal, shares = np.full(len(x), 1 / len(x)), x / x.sum()
        assert inequality.mld(x) == close(float(stats.entropy(equal, shares)))
        assert inequality.theil(x) == close(float(stats.entropy(shares, equal)))


def test_weighted_gini_is_that_of_microdf() -> None:
    """The Gini of microdf agrees with whole weights, and both with the values repeated."""
    for rng, x in vectors(10):
        w = rng.integers(1, 9, len(x))
        found = inequality.gini(x, w)
        assert found == close(float(MicroSeries(x, weights=w).gini()))
        assert found == close(inequality.gini.Gini(np.repeat(x, w)).g)


def test_weighted_cv_is_that_of_statsmodels() -> None:
    """The weighted mean and standard deviation of statsmodels agree, for both conventions of ddof."""
    for rng, x in vectors(11):
        w = rng.integers(1, 9, len(x))
        for ddof in (0, 1):
            described = sm.stats.DescrStatsW(x, weights=w, ddof=ddof)
            assert inequality.cv(x, w, ddof=ddof, count="weights") == close(float(described.std / described.mean))


def test_weights_are_repetitions_for_every_oracle() -> None:
    """Weighted indices equal what the unweighted oracles give for the values repeated."""
    for rng, x in vectors(12):
        w = rng.integers(1, 9, len(x))
        repeated = np.repeat(x, w)
        assert inequality.theil(x, w) == close(float(inequality.theil.Theil(repeated).T))
        assert inequality.atkinson(x, 0.5, w) == close(float(pysal_atkinson(repeated, 0.5)))
        population, income = lorenz_curve(repeated)
        bottom, rest = np.interp([0.4, 0.9], population, income)
        assert inequality.palma(x, w) == pytest.approx(float((1 - rest) / bottom), rel=1e-9)
        schutz = inequality.schutz.Schutz(pd.DataFrame({"x": repeated}), "x").distance
        assert inequality.hoover(x, w) == close(float(schutz))


def test_schutz_coefficient_of_pysal_is_no_hoover_index() -> None:
    """PySAL's Schutz *coefficient* is ten times a sum of slopes: it grows when the values are merely repeated.

    By hand for (1, 3): the index is 1/4. The coefficient is 10 (3/2 - 1) = 5, and 10 for (1, 3, 1, 3).
    """
    once = inequality.schutz.Schutz(pd.DataFrame({"x": [1, 3]}), "x")
    twice = inequality.schutz.Schutz(pd.DataFrame({"x": [1, 3, 1, 3]}), "x")

    assert inequality.hoover([1, 3]) == inequality.hoover([1, 3, 1, 3]) == 0.25
    assert (once.coefficient, twice.coefficient) == (5, 10)


def test_atkinson_of_pysal_refuses_zeros() -> None:
    """PySAL raises for a zero; the formula has a limit: for (0, 2) and epsilon 1/2, 1 - (sqrt(2) / 2)^2 = 1/2."""
    assert inequality.atkinson([0, 2], 0.5) == close(0.5)
    assert inequality.atkinson([0, 2], 1) == 1
    with pytest.raises(ValueError, match="positive"):
        pysal_atkinson(np.array([0.0, 2.0]), 0.5)


def test_theil_of_pysal_calls_zeros_equal() -> None:
    """PySAL calls four zeros perfectly equal; 0/0 is not defined, and is NaN here."""
    assert math.isnan(inequality.theil([0, 0, 0, 0]))
    assert float(inequality.theil.Theil(np.zeros(4)).T) == 0


def test_gini_of_pysal_takes_negative_values() -> None:
    """PySAL gives (-1, 3) a Gini of 1 and (-2, 3) one of 2.5; with negative values there is no index of 0 to 1.

    By hand for (-2, 3): mean 1/2, mean absolute difference (0 + 5 + 5 + 0) / 4 = 5/2, over twice the mean 5/2.
    """
    assert inequality.gini.Gini(np.array([-1.0, 3.0])).g == 1
    assert inequality.gini.Gini(np.array([-2.0, 3.0])).g == 2.5
    with pytest.raises(ValueError, match="negative"):
        inequality.gini([-1, 3])


def test_gini_of_microdf_calls_zeros_equal() -> None:
    """Where all values are 0 microdf gives 0; the mean is 0, the index not defined, and NaN here."""
    assert math.isnan(inequality.gini([0, 0]))
    assert MicroSeries([0.0, 0.0], weights=[1, 1]).gini() == 0


def test_gini_of_microdf_does_not_leave_out_missing_values() -> None:
    """The Gini of microdf is NaN if any value is missing, though its sums leave it out; (1, 3) has Gini 1/4."""
    assert inequality.gini([1, 3, math.nan]) == 0.25
    assert math.isnan(MicroSeries([1.0, 3.0, math.nan], weights=[1, 1, 1]).gini())


def test_zeros_do_not_fall_out_of_theil() -> None:
    """The R package ineq drops zeros before it takes the mean; for (0, 1, 1) Theil's T is ln 3/2, not 0.

    By hand: r = (0, 3/2, 3/2), so T = (0 + 3/2 ln 3/2 + 3/2 ln 3/2) / 3 = ln 3/2. Without the zero r = (1, 1).
    """
    x = np.array([0.0, 1.0, 1.0])
    as_in_ineq = inequality.theil(x[x != 0])

    assert inequality.theil(x) == close(math.log(1.5))
    assert as_in_ineq == 0


def test_weighted_gini_sorts_the_weights_along() -> None:
    """The R package REAT sorts the values but not the weights; (5, 1) with weights (1, 3) is 3/8, not 3/16.

    By hand: four people with 1, 1, 1 and 5. Mean 2; of 16 pairs 6 differ, by 4 each: 24/16 / (2 * 2) = 3/8.
    Unsorted weights belong to 1, 5, 5 and 5. Mean 4; 24/16 / (2 * 4) = 3/16.
    """
    as_in_reat = inequality.gini([1, 5], [1, 3])

    assert inequality.gini([5, 1], [1, 3]) == inequality.gini([1, 5], [3, 1]) == inequality.gini([1, 1, 1, 5]) == 0.375
    assert as_in_reat == 0.1875


def test_hoover_compares_shares_with_shares() -> None:
    """IneqPy takes the mean from p x, where it should be p m; (1, 3) has the index 1/4, not 1/2.

    By hand: shares of the total 1/4 and 3/4, of the people 1/2 each: (1/4 + 1/4) / 2 = 1/4. With p x = (1/2, 3/2)
    and m = 2 the sum of distances is 2, and 2 / (2 * 2) = 1/2.
    """
    x, p = np.array([1.0, 3.0]), np.array([0.5, 0.5])
    as_in_ineqpy = np.abs(p * x - (p * x).sum()).sum() / 2 / (p * x).sum()

    assert inequality.hoover(x) == 0.25
    assert as_in_ineqpy == 0.5


def test_speed_of_convergence_has_the_years_inside_the_logarithm() -> None:
    """The R package REAT has -ln(1 + beta) / T; from the model ln x_T = e^(-sT) ln x_0 the speed s comes back.

    By hand: x_0 = (e, e^2, e^4), s = 0.1 and T = 10 give ln x_T = (1, 2, 4) / e, hence beta = (1/e - 1) / 10.
    REAT's formula would give 0.0065 for 0.1.
    """
    start = np.array([1.0, 2.0, 4.0])
    frame = pd.DataFrame(
        {
            "economy": list("ABC") * 2,
            "year": [2000] * 3 + [2010] * 3,
            "x": np.exp(np.concatenate([start, start / math.e])),
        }
    )
    fit = divide.beta_convergence(frame, "x", start=2000, end=2010).iloc[0]

    assert fit["beta"] == close((1 / math.e - 1) / 10)
    assert fit["speed"] == close(0.1)
    assert fit["half_life"] == close(10 * math.log(2))
    assert -math.log(1 + fit["beta"]) / 10 == pytest.approx(0.0065, abs=1e-4)
