"""Other implementations compared with this one, on random vectors with fixed seeds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd
import pytest
from metric_support import members
from numpy.typing import NDArray

from neadigital import divide, inequality

Array = NDArray[np.float64]
close = partial(pytest.approx, rel=1e-9, abs=1e-10)
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def vectors(seed: int, least: int = 2) -> Iterator[tuple[np.random.Generator, Array]]:
    """Yield fifty vectors of many lengths, scales and degrees of inequality."""
    rng = np.random.default_rng(seed)
    for _ in range(50):
        size = rng.integers(least, 60)
        spread = rng.uniform(0.01, 2)
        scale = rng.uniform(-3, 8)
        yield rng, rng.lognormal(scale, spread, size)


def test_indices_are_those_of_pysal():
    """PySAL agrees, also with zeros but for Atkinson's index."""
    from inequality.atkinson import atkinson
    from inequality.gini import Gini
    from inequality.schutz import Schutz
    from inequality.theil import Theil
    from inequality.wolfson import lorenz_curve

    for rng, x in vectors(1):
        any_epsilon = rng.uniform(0, 3)
        epsilon = float(rng.choice([0.0, 0.5, 1, any_epsilon]))
        is_zero = rng.random(len(x)) < 0.1
        zeros = np.where(is_zero, 0, x)
        zeros[0] = x[0]
        people, totals = lorenz_curve(x)
        bottom, rest = np.interp([0.4, 0.9], people, totals)
        # The greatest distance of the curve from the diagonal.
        schutz = Schutz(pd.DataFrame({"x": x}), "x")

        expected = float(atkinson(x, epsilon))
        assert inequality.atkinson(x, epsilon=epsilon) == close(expected)
        assert inequality.gini(zeros) == close(Gini(zeros).g)
        assert inequality.theil(zeros) == close(Theil(zeros).T)
        assert inequality.hoover(x) == close(schutz.distance)
        assert inequality.palma(x) == close((1 - rest) / bottom)


def test_decomposition_is_that_of_pysal():
    """PySAL's decomposition of Theil's T into between and within agrees."""
    from inequality.theil import TheilD

    for rng, x in vectors(6, least=6):
        region = rng.integers(0, 3, len(x))
        expected = TheilD(x, region)
        rows = members(*x, region=region)
        parts = divide.theil_decompose(rows, "x", groups="region")

        assert parts["between_part"].sum() == close(expected.bg[0])
        assert parts["within_part"].sum() == close(expected.wg[0])


def test_cv_and_entropies_are_those_of_scipy():
    """The coefficient of variation agrees, as do Theil's L and T as entropies of shares."""
    from scipy import stats

    for _, x in vectors(7):
        equal = np.full(len(x), 1 / len(x))
        shares = x / x.sum()

        assert inequality.cv(x) == close(stats.variation(x))
        assert inequality.mld(x) == close(stats.entropy(equal, shares))
        assert inequality.theil(x) == close(stats.entropy(shares, equal))


def test_weighted_gini_is_that_of_microdf_and_weighted_cv_that_of_statsmodels():
    """Both agree for whole weights."""
    from microdf import MicroSeries
    from statsmodels.stats.weightstats import DescrStatsW

    for rng, x in vectors(10):
        w = rng.integers(1, 9, len(x))
        described = DescrStatsW(x, weights=w)

        assert inequality.gini(x, w) == close(MicroSeries(x, weights=w).gini())
        assert inequality.cv(x, w) == close(described.std / described.mean)
