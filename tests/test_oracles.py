"""Other implementations compared with this one, on random vectors with fixed seeds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import members
from numpy.typing import NDArray

from neadigital import divide, inequality

Array = NDArray[np.float64]
close = partial(pytest.approx, rel=1e-9, abs=1e-10)
pytestmark = pytest.mark.slow


def vectors(seed: int, least: int = 2) -> Iterator[tuple[np.random.Generator, Array]]:
    """Yield fifty vectors of many lengths, scales and degrees of inequality."""
    rng = np.random.default_rng(seed)
    for _ in range(50):
        size = rng.integers(least, 60)
        spread = rng.uniform(0.01, 2)
        scale = rng.uniform(-3, 8)
        yield rng, rng.lognormal(scale, spread, size)


def with_zeros(others: Any, x: Array) -> dict[str, float]:
    """Return the indices of PySAL that take zeros."""
    gini = others.Gini(x)
    theil = others.Theil(x)
    return {"gini": gini.g, "theil": theil.T}


def of_curve(others: Any, x: Array) -> dict[str, float]:
    """Return the indices that follow from the Lorenz curve of PySAL."""
    people, totals = others.lorenz_curve(x)
    bottom, rest = np.interp([0.4, 0.9], people, totals)
    # The greatest distance of the curve from the diagonal.
    schutz = others.Schutz(pd.DataFrame({"x": x}), "x")
    return {"hoover": schutz.distance, "palma": (1 - rest) / bottom}


def test_indices_are_those_of_pysal(others):
    """PySAL agrees, also with zeros but for Atkinson's index."""
    for rng, x in vectors(1):
        any_epsilon = rng.uniform(0, 3)
        epsilon = float(rng.choice([0.0, 0.5, 1, any_epsilon]))
        is_zero = rng.random(len(x)) < 0.1
        zeros = np.where(is_zero, 0, x)
        zeros[0] = x[0]
        ours = {
            "atkinson": inequality.atkinson(x, epsilon=epsilon),
            "gini": inequality.gini(zeros),
            "theil": inequality.theil(zeros),
            "hoover": inequality.hoover(x),
            "palma": inequality.palma(x),
        }
        theirs = {
            "atkinson": others.atkinson(x, epsilon),
            **with_zeros(others, zeros),
            **of_curve(others, x),
        }

        for name, index in ours.items():
            expected = float(theirs[name])
            assert index == close(expected), name


def test_decomposition_is_that_of_pysal(others):
    """PySAL's decomposition of Theil's T into between and within agrees."""
    for rng, x in vectors(6, least=6):
        region = rng.integers(0, 3, len(x))
        expected = others.TheilD(x, region)
        rows = members(*x, region=region)
        parts = divide.theil_decompose(rows, "x", groups="region")
        found = parts[["between_part", "within_part"]].sum()

        assert found["between_part"] == close(expected.bg[0])
        assert found["within_part"] == close(expected.wg[0])


def test_cv_and_entropies_are_those_of_scipy(others):
    """The coefficient of variation agrees, as do Theil's L and T as entropies of shares."""
    for _, x in vectors(7):
        equal = np.full(len(x), 1 / len(x))
        shares = x / x.sum()
        variation = others.stats.variation(x)
        of_people = others.stats.entropy(equal, shares)
        of_shares = others.stats.entropy(shares, equal)

        assert inequality.cv(x) == close(variation)
        assert inequality.mld(x) == close(of_people)
        assert inequality.theil(x) == close(of_shares)


def test_weighted_gini_is_that_of_microdf_and_weighted_cv_that_of_statsmodels(others):
    """Both agree for whole weights."""
    for rng, x in vectors(10):
        w = rng.integers(1, 9, len(x))
        series = others.MicroSeries(x, weights=w)
        gini = float(series.gini())
        described = others.sm.stats.DescrStatsW(x, weights=w)
        cv = float(described.std / described.mean)

        assert inequality.gini(x, w) == close(gini)
        assert inequality.cv(x, w) == close(cv)
