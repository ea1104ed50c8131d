"""Elasticity: growth for each per cent of another growth."""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from neadigital._engine import door
from neadigital._engine.arithmetic import finite, ratio
from neadigital._engine.door import Bools, Columns, Floats, FrameLike
from neadigital._engine.numbering import in_blocks
from neadigital._engine.panel import at, line_slope, panel
from neadigital._engine.terms import transform
from neadigital.growth.rates import rates_of

# Per cent: by so much the rounding of a quotient near 1 may move a rate.
_ROUNDING = 100 * 4 * float(np.finfo(np.float64).eps)


def elasticity(
    data: FrameLike,
    value: str,
    versus: str,
    method: Literal["point", "arc", "regression"] = "point",
    tolerance: float = 0.5,
    *,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    periods: int = 1,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return the per cent by which one column, D, grows for each per cent of growth of another, Y.

    ``"point"``: g / h, the growth of D over that of Y; ``"arc"``: ``ln(D[T] / D[t0]) / ln(Y[T] / Y[t0])``;
    ``"regression"``: the least-squares slope of ln D on ln Y.

    Parameters
    ----------
    data, value, by, time, within
        As in `yoy`; `value` is D.
    versus : str
        The column Y, of levels too.
    method : {"point", "arc", "regression"}
        Each year's rates, the two ends of a span, or all years of a span.
    tolerance : float
        Per cent. Where Y changes by less, the result is NaN.
    periods : int
        As in `yoy`, for ``"point"``.
    start, end : int, optional
        The span of the others; by default from the first to the last year with both values.

    Returns
    -------
    pandas.DataFrame
        ``"point"``: `by`, `time`, ``elasticity``, ``both_negative``, ``opposite_sign``, on the index of `data`. Else
        one row per group: `by`, ``start``, ``end``, ``years`` (``"regression"``: ``n``) and the same three. The flags
        mark quotients that do not mean growth; they are False where a rate is unknown. NaN where `yoy` is, where a
        logarithm is of zero or below, and for a regression on fewer than three years.

    Raises
    ------
    KeyError, TypeError, ValueError
        For columns, keys and options that cannot be meant, as `neadigital.growth` says.

    References
    ----------
    Allen and Lerner, "The concept of arc elasticity of demand" (1934); Wooldridge, *Introductory Econometrics* (2019).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import growth
    >>> levels = pd.DataFrame({"economy": "A", "year": [2020, 2021], "digital": [100.0, 120.0], "gdp": [100.0, 110.0]})
    >>> growth.elasticity(levels, "digital", "gdp")["elasticity"].round(2).tolist()
    [nan, 2.0]
    """
    door.choice("method", method, ("point", "arc", "regression"))
    tolerance = door.finite("tolerance", tolerance, 0)
    door.span(start, end)
    if method == "point" and (start is not None or end is not None):
        raise ValueError("start and end belong to the methods 'arc' and 'regression', not to 'point'.")
    if method != "point" and door.whole("periods", periods, 1) != 1:
        raise ValueError(f"periods belongs to the method 'point', not to {method!r}: pass start and end.")
    # A growth of just the tolerance may be less by rounding.
    least = tolerance - _ROUNDING
    rows = panel(data, by, time, within)
    if method == "point":
        g, h = rates_of(rows, value, periods), rates_of(rows, versus, periods)
        signs = {name: np.empty(len(g), dtype=bool) for name in ("both_negative", "opposite_sign")}
        in_blocks(partial(_quotients, g, h, least, signs), len(g))
        # What is left behind makes room to bring the result into the order of the rows.
        del h
        return rows.beside(elasticity=g, **signs)
    top, bottom = rows[value], rows[versus]
    used = ~np.isnan(top) & ~np.isnan(bottom)
    if method == "regression":
        used &= rows.between(start, end)
        start = end = None
    first, last = rows.ends(used, start, end)
    d, h_ratio = (ratio(at(column, last), at(column, first)) for column in (top, bottom))
    columns = rows.span(first, last, start, end)
    signs = _signs(d - 1, h_ratio - 1)
    if method == "arc":
        log_h = np.where(100 * np.abs(h_ratio - 1) < least, np.nan, transform(h_ratio, "log"))
        quotient = ratio(transform(d, "log") * np.sign(log_h), np.abs(log_h))
        return rows.table(**columns, elasticity=quotient, **signs)
    slope, n = line_slope(rows, used, bottom, top)
    # A line needs spread: a column that rises and comes back has some, though its ends agree.
    lowest = np.minimum.reduceat(np.where(used, bottom, np.inf), rows.starts)
    highest = np.maximum.reduceat(np.where(used, bottom, -np.inf), rows.starts)
    spread = 100 * (ratio(highest, np.where(n >= 3, lowest, np.nan)) - 1)
    slope[~((spread > 0) & (spread >= least))] = np.nan
    return rows.table(start=columns["start"], end=columns["end"], n=n, elasticity=slope, **signs)


def _quotients(g: Floats, h: Floats, least: float, signs: dict[str, Bools], block: slice) -> None:
    """Overwrite part of the rates g by their quotients with h, and fill in the flags of both; h is spent."""
    of_g, of_h = g[block], h[block]
    for name, flags in _signs(of_g, of_h).items():
        signs[name][block] = flags
    of_h[np.abs(of_h) < least if least > 0 else of_h == 0] = np.nan
    with finite(of_g):
        np.divide(of_g, of_h, out=of_g)


def _signs(g: Floats, h: Floats) -> dict[str, Bools]:
    """Return flags of the growth rates whose quotient is easily misread."""
    falls, shrinks = g < 0, h < 0
    return {"both_negative": falls & shrinks, "opposite_sign": (falls & (h > 0)) | (shrinks & (g > 0))}
