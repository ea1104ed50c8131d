"""Other implementations compared with this one, on random vectors with fixed seeds."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
from metric_support import members

from neadigital import divide, inequality

close = partial(pytest.approx, rel=1e-9, abs=1e-10)
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(params=range(50))
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Return random numbers."""
    return np.random.default_rng(request.param)


@pytest.fixture
def x(rng: np.random.Generator) -> np.ndarray:
    """Return a vector of some length, scale and degree of inequality."""
    size = rng.integers(2, 60)
    scale = rng.uniform(-3, 8)
    spread = rng.uniform(0.01, 2)
    return rng.lognormal(scale, spread, size)


def test_indices_are_those_of_pysal(rng, x):
    """PySAL agrees, also with zeros."""
    from inequality.atkinson import atkinson
    from inequality.gini import Gini
    from inequality.schutz import Schutz
    from inequality.theil import Theil
    from inequality.wolfson import lorenz_curve

    epsilon = rng.choice([0.0, 0.5, 1.0, 2.3])
    zeros = x.copy()
    zeros[1::9] = 0
    people, totals = lorenz_curve(x)
    bottom, rest = np.interp([0.4, 0.9], people, totals)
    # The greatest distance of the curve from the diagonal.
    schutz = Schutz(pd.DataFrame({"x": x}), "x")

    # PySAL's Atkinson takes no zeros.
    assert inequality.atkinson(x, epsilon=epsilon) == close(atkinson(x, epsilon))
    assert inequality.gini(zeros) == close(Gini(zeros).g)
    assert inequality.theil(zeros) == close(Theil(zeros).T)
    assert inequality.hoover(x) == close(schutz.distance)
    assert inequality.palma(x) == close((1 - rest) / bottom)


def test_decomposition_is_that_of_pysal(rng, x):
    """PySAL's decomposition of Theil's T into between and within agrees."""
    from inequality.theil import TheilD

    region = rng.integers(0, 3, len(x))
    expected = TheilD(x, region)
    parts = divide.theil_decompose(members(*x, region=region), "x", groups="region")

    assert parts["between_part"].sum() == close(expected.bg[0])
    assert parts["within_part"].sum() == close(expected.wg[0])


def test_entropies_are_those_of_scipy(x):
    """Theil's L and T are entropies of shares."""
    from scipy.stats import entropy

    equal = np.full(len(x), 1 / len(x))
    shares = x / x.sum()

    assert inequality.mld(x) == close(entropy(equal, shares))
    assert inequality.theil(x) == close(entropy(shares, equal))


def test_weighted_indices_are_those_of_microdf_and_statsmodels(rng, x):
    """Gini's index is that of microdf, the coefficient of variation that of statsmodels."""
    from microdf import MicroSeries
    from statsmodels.stats.weightstats import DescrStatsW

    w = rng.integers(1, 9, len(x))
    described = DescrStatsW(x, weights=w)

    assert inequality.gini(x, w) == close(MicroSeries(x, weights=w).gini())
    assert inequality.cv(x, w) == close(described.std / described.mean)
