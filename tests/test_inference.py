"""What the inference of `neadigital.divide` promises: lines, standard errors, Student's t, and a trend's test."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.sandwich_covariance import S_hac_simple

from neadigital._engine.regression import Lines
from neadigital.divide import convergence
from neadigital import divide
from neadigital._engine import regression, validation

Array = np.ndarray[Any, np.dtype[np.float64]]


def one(x: Any, y: Any, **options: Any) -> Lines:
    """The line of one group."""
    x = np.asarray(x, dtype=np.float64)
    return Lines(np.zeros(len(x), dtype=np.int64), 1, x, np.asarray(y, dtype=np.float64), **options)


# lines


def test_lines_of_many_groups_are_those_of_statsmodels() -> None:
    """Each group's line, r2 and both standard errors are those of statsmodels' OLS, in any order of the points."""
    rng = np.random.default_rng(1)
    codes = np.sort(rng.integers(0, 40, 400))
    x = rng.normal(50, 3, 400)
    y = 2 - 0.3 * x + rng.normal(size=400) * (x / 50)
    shuffled = rng.permutation(400)
    lines = Lines(codes[shuffled], 41, x[shuffled], y[shuffled])
    classical, robust = (lines.slope_se(kind) for kind in ("classical", "HC3"))

    assert lines.n[40] == 0
    assert np.isnan([lines.slope[40], classical[40]]).all()
    for group in range(40):
        here = codes == group
        expected = sm.OLS(y[here], sm.add_constant(x[here])).fit()
        assert [lines.intercept[group], lines.slope[group]] == pytest.approx(expected.params, rel=1e-9)
        assert lines.r2[group] == pytest.approx(expected.rsquared, rel=1e-9)
        assert classical[group] == pytest.approx(expected.bse[1], rel=1e-9)
        assert robust[group] == pytest.approx(expected.HC3_se[1], rel=1e-9)


@pytest.mark.parametrize("x", [[0.1] * 7, [1e300] * 3, [0.1 + 0.2, 0.3, 0.3], [0.0, 0.0, 0.0], [5.0]])
def test_x_without_spread_has_no_line(x: list[float]) -> None:
    """Equal x, and x that differ by rounding alone, have no slope."""
    assert np.isnan(one(x, np.arange(len(x))).slope).all()


def test_many_equal_x_have_no_line() -> None:
    """Nor has a long group, whose mean is rounded."""
    assert np.isnan(one(np.full(100_001, 0.1), np.arange(100_001.0)).slope).all()


def test_y_without_spread_is_a_flat_line() -> None:
    """Equal y have a slope of 0, to the last bit, no r2 and no standard error, were they rounded by what is known."""
    x = np.array([1.0, 2.0, 4.0, 7.0])
    rounded = 0.1 + np.array([0, 3e-15, -2e-15, 1e-15])
    for lines in (one(x, [0.1] * 4), one(x, rounded, y_noise=1e-14)):
        assert lines.slope.tolist() == [0]
        assert lines.intercept == pytest.approx([0.1])
        assert np.isnan([lines.r2[0], *lines.slope_se("classical"), *lines.slope_se("HC3")]).all()
    assert one(x, rounded * [1, 1, 1, 2]).slope[0] > 0
    assert np.isnan(one(rounded - 0.1, x, x_noise=1e-14).slope).all()


def test_an_exact_line_says_nothing_of_its_error() -> None:
    """Points on a line have its slope and an r2 of 1, and no standard error from rounding."""
    x = np.array([0.1, 0.7, 1.3, 2.9, 3.1])
    lines = one(x, 1000 / 3 - x / 7)

    assert lines.slope == pytest.approx([-1 / 7])
    assert lines.r2.tolist() == [1]
    assert np.isnan([lines.slope_se("classical"), lines.slope_se("HC3")]).all()


def test_a_point_that_alone_fixes_the_line_has_no_robust_error() -> None:
    """Where one point has all the leverage HC3 would divide nothing by nothing: NaN; two points have no error."""
    lines = one([0, 0, 1], [1, 2, 3])

    assert lines.slope_se("classical") == pytest.approx([math.sqrt(0.5 / (2 / 3))])
    assert np.isnan(lines.slope_se("HC3")).all()
    assert np.isnan(one([0, 1], [1, 2]).slope_se("classical")).all()


# Student's t


def test_student_is_that_of_scipy() -> None:
    """P values to 1e-10 of themselves, from the middle to the far tails, for few and many degrees of freedom."""
    df = np.array([0.3, 1, 1.5, 2, 3, 4.66, 5, 8, 13, 30, 59, 99, 100, 101, 250, 1e3, 1e4])
    t, free = np.meshgrid([0, 1e-12, 1e-5, 0.01, 0.3, 1, 1.96, 2.5, 3, 5, 10, 30, 100, 1e5, 1e10], df)
    expected = 2 * stats.t.sf(t, free)
    found = regression.t_p(-t, free)
    normal = expected > 1e-280

    assert normal.mean() > 0.8
    assert found[normal] == pytest.approx(expected[normal], rel=1e-10, abs=0)
    assert (found[~normal] < 1e-279).all()
    assert regression.t_p(1.96, 1e7) == pytest.approx(2 * stats.t.sf(1.96, 1e7), rel=1e-8)


def test_p_values_of_what_is_unknown_are_unknown() -> None:
    """NaN, and no degrees of freedom, have no p value; an infinite t has 0, beyond the squares of floats too."""
    assert np.isnan(regression.t_p([math.nan, 1.0, 1.0], [3.0, 0.0, math.nan])).all()
    assert regression.t_p([math.inf, 1e200], 4.0).tolist() == [0, 0]
    assert regression.t_p(0.0, 4.0) == 1


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99, 0.9999])
def test_quantiles_are_those_of_scipy(level: float) -> None:
    """Quantiles to 1e-10 of themselves; unknown degrees of freedom have none."""
    df = np.array([[1, 2, 3, 4.66, 8], [13, 100, 1e4, 2, 1]])

    assert regression.t_quantile(level, df) == pytest.approx(stats.t.ppf((1 + level) / 2, df), rel=1e-10)
    assert np.isnan(regression.t_quantile(level, np.array([math.nan, 0.0, -1.0]))).all()


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, math.nan, True, "0.95", None])
def test_a_level_lies_between_0_and_1(level: Any) -> None:
    """A level in per cent, or none, is an error that says what one looks like."""
    with pytest.raises(ValueError, match=r"level must lie between 0 and 1, such as 0\.95"):
        validation.to_level(level)


# serial correlation


def test_hac_is_the_sandwich_of_statsmodels() -> None:
    """The long-run variance is statsmodels' sum of autocovariances under the same kernel and bandwidth."""
    rng = np.random.default_rng(2)
    for n in (6, 25, 80):
        lines = one(np.log(np.arange(1.0, n + 1)), np.cumsum(rng.normal(size=n)))
        rest, dx = lines.residuals, lines.dx
        rho = min(rest[1:] @ rest[:-1] / (rest[:-1] @ rest[:-1]), 0.97)
        bandwidth = 1.3221 * (4 * rho**2 * n / (1 - rho) ** 4) ** 0.2

        def kernel(lags: int, bandwidth: float = bandwidth) -> Array:
            z = 1.2 * math.pi * np.arange(1, lags + 1) / bandwidth
            return np.concatenate([[1.0], 3 / z**2 * (np.sin(z) / z - np.cos(z))])

        expected = S_hac_simple(rest[:, None], nlags=n - 1, weights_func=kernel)[0, 0] / n / (dx @ dx)

        assert convergence.hac_se(lines) == pytest.approx(math.sqrt(expected), rel=1e-10)


def ar1(rho: float, draws: int, years: int, rng: np.random.Generator) -> Array:
    """Many series without a trend, stationary from the first year on."""
    series = rng.standard_normal((draws, years))
    series[:, 0] /= math.sqrt(1 - rho**2)
    for year in range(1, years):
        series[:, year] += rho * series[:, year - 1]
    return series


@pytest.mark.parametrize("years", [5, 10, 15, 40, 300])
@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
def test_serial_correlation_does_not_make_a_trend(rho: float, years: int) -> None:
    """Of series without a trend a 5 % test calls at most 10 % a trend, were their autocorrelation 0.9."""
    found = convergence.trend(
        np.arange(years) + 2000.0, ar1(rho, 20_000 if years < 100 else 4000, years, np.random.default_rng(3))
    )
    classical = found["slope"] / found["se"]

    assert ((found["p"] < 0.05).mean()) <= 0.1
    assert np.isfinite(classical).all()


def test_a_trend_is_found_where_there_is_one() -> None:
    """A line with independent errors, four standard deviations from end to end of 15 years, is mostly found."""
    years = np.arange(15.0)
    found = convergence.trend(years, ar1(0.0, 5000, 15, np.random.default_rng(4)) - 4 * years / 14)

    assert (found["p"] < 0.05).mean() > 0.75
    assert found["slope"].mean() == pytest.approx(-4 / 14, abs=0.01)


def test_the_interval_of_a_trend_covers_it() -> None:
    """A 95 % interval holds the true slope in at least 90 % of series, whatever their autocorrelation."""
    years = np.array([2000.0, 2001, 2003, 2004, 2007, 2008, 2010, 2011, 2012, 2015])
    for rho in (0.0, 0.6, 0.9):
        series = ar1(rho, 5000, 16, np.random.default_rng(5))[:, (years - 2000).astype(int)]
        found = convergence.trend(years, series + 0.1 * years)
        low, high = regression.t_interval(found["slope"], found["se"], found["df"], 0.95)

        assert 0.9 <= ((low <= 0.1) & (high >= 0.1)).mean() <= 0.995


def test_a_trend_without_serial_correlation_has_the_classical_error() -> None:
    """Where residuals alternate rho is 0: the standard error and the degrees of freedom are those of statsmodels."""
    years = np.arange(12.0)
    path = 0.3 * years + np.array([1.0, -1.0] * 6) + 0.01 * years**2
    expected = sm.OLS(path, sm.add_constant(years)).fit()
    found = {name: float(part[0]) for name, part in convergence.trend(years, path[None, :]).items()}

    assert found["rho"] == 0
    assert found["se"] == pytest.approx(expected.bse[1], rel=1e-8)
    assert found["df"] == pytest.approx(10)
    assert found["p"] == pytest.approx(expected.pvalues[1], rel=1e-8)


def test_the_variance_of_a_trend_is_exact_for_its_autocorrelation() -> None:
    """For a given rho the squared error and the degrees of freedom are those of quadratic forms, by the textbook."""
    years = np.array([0.0, 1, 2, 4, 7, 8, 9])
    reach, variance, free = convergence._under_serial_correlation(tuple(years.tolist()))
    x = sm.add_constant(years)
    maker = np.eye(7) - x @ np.linalg.solve(x.T @ x, x.T)
    neighbours = (np.eye(7, k=1) + np.eye(7, k=-1)) / 2
    for place in (0, 37, 90):
        errors = (place / 100) ** np.abs(np.subtract.outer(years, years))
        spread = maker @ errors @ maker
        slope = (np.linalg.solve(x.T @ x, x.T) @ errors @ x @ np.linalg.inv(x.T @ x))[1, 1]
        mean = np.trace(neighbours @ spread) / np.trace(spread)
        around = (neighbours - mean * np.eye(7)) @ spread

        assert variance[place] == pytest.approx(slope / np.trace(spread), rel=1e-8)
        assert free[place] == pytest.approx(np.trace(spread) ** 2 / np.trace(spread @ spread), rel=1e-8)
        assert reach[place] == pytest.approx(mean - math.sqrt(2 * np.trace(around @ around)) / np.trace(spread))


def test_long_trends_are_near_the_limit_of_many_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the length that is done exactly, what is taken instead is within a few per cent of it."""
    years = tuple(np.arange(256.0).tolist())
    exact = convergence._under_serial_correlation(years)
    monkeypatch.setattr(convergence, "_MANY_YEARS", 255)
    limit = convergence._under_serial_correlation.__wrapped__(years)

    assert limit[0][:98] == pytest.approx(exact[0][:98], abs=0.01)
    assert limit[1][:98] == pytest.approx(exact[1][:98], rel=0.05)
    assert limit[2][:91] == pytest.approx(exact[2][:91], rel=0.11)
    assert (limit[2] <= exact[2] * 1.001).all()


def test_short_and_exact_trends_have_no_test() -> None:
    """Two years have no trend, points on a line no error; three years count as a random walk."""
    assert np.isnan([*convergence.trend(np.array([1.0, 2.0]), np.array([[1.0, 5.0]])).values()]).all()
    exact = convergence.trend(np.arange(5.0), np.arange(10.0).reshape(2, 5))
    assert exact["slope"] == pytest.approx([1, 1])
    assert np.isnan([exact["se"], exact["t"], exact["df"], exact["p"]]).all()
    three = convergence.trend(np.arange(3.0), np.array([[1.0, 2.0, 4.0]]))
    assert three["rho"].tolist() == [1]
    assert three["df"] == pytest.approx([1])


# two ends


def ends(first: Array, last: Array) -> pd.DataFrame:
    """The test of two ends for pairs of values, one row of pairs a panel."""
    panel, member = np.indices(first.shape).reshape(2, -1)
    years = [
        pd.DataFrame({"panel": panel, "economy": member, "year": year, "x": of.ravel()})
        for year, of in ((2000, first), (2001, last))
    ]
    found = divide.sigma_convergence(pd.concat(years), "x", within="panel", transform=None)
    return found.groupby("panel")[["ends_t", "ends_df", "ends_p"]].first()


def test_spread_of_pairs_is_compared_exactly() -> None:
    """The test of Pitman and Morgan is the correlation of sums and differences, and rejects 5 % of equal spreads."""
    pairs = np.random.default_rng(6).multivariate_normal([0, 1], [[1, 0.9], [0.9, 1]], size=(4000, 6))
    tests = ends(pairs[:, :, 0], pairs[:, :, 1])
    expected = stats.pearsonr(pairs[0].sum(axis=1), pairs[0] @ [-1, 1])

    assert set(tests["ends_df"]) == {4}
    assert tests["ends_p"][0] == pytest.approx(expected.pvalue, rel=1e-8)
    assert np.sign(tests["ends_t"][0]) == np.sign(expected.statistic)
    assert (tests["ends_p"] < 0.05).mean() == pytest.approx(0.05, abs=0.012)


def test_spread_of_pairs_that_moved_alike_is_not_compared() -> None:
    """Two pairs, and pairs that all moved by as much, have no test."""
    two, alike = (
        (np.array([[1.0, 2.0]]), np.array([[1.0, 3.0]])),
        (np.array([[1.0, 2, 4]]), np.array([[1.1, 2.1, 4.1]])),
    )

    assert ends(*two).isna().all(axis=None)
    assert ends(*alike).isna().all(axis=None)
