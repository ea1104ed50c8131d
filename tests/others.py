"""Other packages that compute what this one does; the first test that asks imports them."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    # PySAL's package has the name of our module.
    import statsmodels.api as sm
    from inequality.atkinson import atkinson
    from inequality.gini import Gini
    from inequality.schutz import Schutz
    from inequality.theil import Theil, TheilD
    from inequality.wolfson import lorenz_curve
    from microdf import MicroSeries
    from scipy import stats

__all__ = [
    "Gini",
    "MicroSeries",
    "Schutz",
    "Theil",
    "TheilD",
    "atkinson",
    "lorenz_curve",
    "sm",
    "stats",
]
