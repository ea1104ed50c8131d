"""Another implementation compared with this one, on random vectors with fixed seeds."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest

from neadigital import inequality

close = partial(pytest.approx, rel=1e-9, abs=1e-10)
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.mark.parametrize("seed", range(50))
def test_indices_are_those_of_pysal(seed):
    """PySAL agrees for many lengths, scales and degrees of inequality, also with zeros."""
    from inequality.atkinson import atkinson
    from inequality.gini import Gini
    from inequality.schutz import Schutz
    from inequality.theil import Theil
    from inequality.wolfson import lorenz_curve

    rng = np.random.default_rng(seed)
    size = rng.integers(2, 60)
    scale = rng.uniform(-3, 8)
    spread = rng.uniform(0.01, 2)
    x = rng.lognormal(scale, spread, size)
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
