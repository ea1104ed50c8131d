"""Values of several indicators brought to one scale."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital._engine import chunks, door, indices, terms
from neadigital._engine.arithmetic import extreme
from neadigital._engine.door import Aggregates, Columns, Floats, FrameLike
from neadigital._engine.numbering import in_blocks, taken
from neadigital._engine.panel import cross_sections
from neadigital.divide.convergence import ROUNDING, check_transform, levels_of

Pair: TypeAlias = tuple[float, float]
# The difference of two numbers above this might be too large for a number.
_GIANT = 1e290
_METHODS = ("minmax", "zscore", "goalposts", "rank", "distance_to_best")


def normalise(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    method: Literal["minmax", "zscore", "goalposts", "rank", "distance_to_best"] = "minmax",
    goalposts: Pair | Mapping[Any, Pair] | pd.Series[Any] | Iterable[tuple[Hashable, Pair]] | None = None,
    direction: int | Mapping[Any, int] | pd.Series[int] | Iterable[tuple[Hashable, int]] = 1,
    range: Pair = (0, 1),
    clip: bool = True,
    transform: Literal["log", "logit"] | None = None,
    ddof: int = 0,
    aggregates: Aggregates = None,
) -> pd.Series[float]:
    """Return values on a common scale, 1 for the best and 0 for the worst (z-scores apart).

    minmax ``(x - min) / (max - min)``, zscore ``(x - m) / sd``, goalposts ``(x - low) / (high - low)``, rank
    ``(n - rank) / (n - 1)``, distance_to_best ``x / max``.

    Parameters
    ----------
    data, value
        Any frame, and its column of levels.
    by, time, within, aggregates
        As in `gap`. Each `within`, such as ``"indicator"``, has its own scale; years share it, so that they can be
        compared.
    method : {"minmax", "zscore", "goalposts", "rank", "distance_to_best"}
        Ranks of equal values are averaged.
    goalposts : (low, high), optional
        Fixed ends of the scale, of x before its transform: one pair, or one for each label of `within`.
    direction : {1, -1}
        -1: a low value is good and the scale turned round (distance to best is min / x). One number, or one for each
        label of `within`.
    range : (worst, best)
        The scale; ``(1, 100)`` lets `composite` take a geometric mean. Not for z-scores.
    clip : bool
        Whether goalposts cut off what lies outside them.
    transform : {"log", "logit"}, optional
        Take ln x, or ln (x / (100 - x)) of percentages, first, as UNDP does with income. The logit of 0 or 100 is an
        error, the logarithm of 0 and below NaN.
    ddof : int
        For the standard deviation of the z-score.

    Returns
    -------
    pandas.Series
        ``<value>_<method>``, plain numbers. A missing value stays so; a constant (a single value too) gives NaN,
        goalposts apart; so does distance to best where the best is 0. Of negative values that is an error.

        A mapping, a Series or a list of pairs is matched by label; one that is not there, or lacks a label, is an
        error, and so is an option that the method does not use.

    References
    ----------
    OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5; UNDP, *Human Development Report*
    (2010).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "KOR", "RUS"], "year": 2021, "users_pct": [73.1, 97.6, 88.2]})
    >>> divide.normalise(users, "users_pct").round(3).tolist()
    [0.0, 1.0, 0.616]
    """
    door.choice("method", method, _METHODS)
    check_transform(transform)
    clip, ddof = door.flag("clip", clip), door.whole("ddof", ddof, 0)
    worst, best = _ends("range", range)
    unused = [
        name
        for name, given, methods in (
            ("goalposts", goalposts is not None, ("goalposts",)),
            ("clip", not clip, ("goalposts",)),
            ("range", (worst, best) != (0, 1), tuple(name for name in _METHODS if name != "zscore")),
            ("ddof", ddof != 0, ("zscore",)),
        )
        if given and method not in methods
    ]
    if unused:
        raise ValueError(f"{unused[0]} does not belong to method={method!r}. Leave it out, or choose another method.")
    rows = cross_sections(data, by, time, within, aggregates=aggregates)
    labels, count = _labels(rows.panels.labels), rows.panels.count
    sign = np.array(_of_each("direction", direction, labels, _is_direction), dtype=np.float64)
    posts = _goalposts(goalposts, labels, transform) if method == "goalposts" else None
    x = levels_of(value, rows[value], transform)
    if posts is None and max(np.fmax.reduce(x, initial=0.0), -np.fmin.reduce(x, initial=0.0)) > _GIANT:
        # A power of two changes no digit, and none of these scales.
        x = x * 2.0**-64
    # Few panels have short codes, which are brought together faster.
    codes = taken(rows.panels.codes.astype(np.min_scalar_type(count)), rows.codes)
    scale = _scales(value, x, codes, count, method, ddof) if posts is None else (*posts, posts[1] - posts[0])
    scaled = _scaled(x, codes, sign, scale, method)
    if posts is not None and clip:
        np.clip(scaled, 0.0, 1.0, out=scaled)
    if (worst, best) != (0, 1) and method != "zscore":
        # Written so that both ends of the range are met exactly.
        scaled = np.where(scaled == 1, best, worst + scaled * (best - worst))
    return rows.series(scaled, f"{value}_{method}")


def _scales(
    value: str, x: Floats, codes: NDArray[Any], count: int, method: str, ddof: int
) -> tuple[Floats, Floats, Floats]:
    """Return what the values of each group are measured from, upward and downward, and the unit, NaN for a constant."""
    if method == "distance_to_best":
        indices.check_sign(value, x, [method])
    low, high = (extreme(codes, x, count, which) for which in (np.fmin, np.fmax))
    differ = high - low > ROUNDING * np.maximum(np.abs(high), np.abs(low))
    if method == "zscore":
        of = chunks.by_group(x, codes, count, ["mean", "sd"], options=indices.Options(ddof=ddof))[1]
        return of["mean"], of["mean"], np.where(differ, of["sd"], np.nan)
    n = np.bincount(codes, ~np.isnan(x), count) if method == "rank" else high
    unit = {"minmax": high - low, "rank": n - 1.0, "distance_to_best": high}[method]
    # Nothing is as near to a best of 0 as half of it is.
    low = np.where(differ & (low > 0), low, np.nan) if method == "distance_to_best" else low
    return low, high, np.where(differ, unit, np.nan)


def _scaled(x: Floats, codes: NDArray[Any], sign: Floats, scale: tuple[Floats, Floats, Floats], method: str) -> Floats:
    """Place each value on the scale of its group."""
    low, high, unit = scale
    if method == "rank":
        ranks = pd.Series(sign[codes] * x).groupby(codes).rank(ascending=False).to_numpy(dtype=np.float64)
        scaled: Floats = 1 - (ranks - 1) / unit[codes]
        return scaled
    up, scaled = sign > 0, np.empty(len(x))
    # (high - x) / unit is (x - high) / -unit, to the last bit.
    base, divisor = np.where(up, low, high), np.where(up, unit, -unit)

    def scale_part(block: slice) -> None:
        of, each = codes[block], x[block]
        if method == "distance_to_best":
            scaled[block] = np.where(up[of], each / unit[of], low[of] / each)
        else:
            here = np.take(base, of, out=scaled[block], mode="clip")
            np.subtract(each, here, out=here)
            here /= np.take(divisor, of, mode="clip")

    in_blocks(scale_part, len(x))
    # The worst of what is turned round is 0 over a number below 0.
    return scaled if up.all() else scaled + 0.0


def _labels(table: pd.DataFrame) -> list[Any] | None:
    """The labels of `within`, tuples if it has several columns; None without a column."""
    if not len(table.columns):
        return None
    if len(table.columns) == 1:
        return table.iloc[:, 0].tolist()
    return list(table.itertuples(index=False, name=None))


def _of_each(name: str, option: Any, labels: list[Any] | None, single: Any) -> list[Any]:
    """Return an option for each label: one for all, or what a mapping, a Series or a list of pairs holds for it."""
    if single(name, option):
        return [option] * (1 if labels is None else len(labels))
    if not isinstance(option, Iterable) or isinstance(option, str):
        raise ValueError(f"{name} must be one choice, or one for each label of `within`, not {option!r}.")
    chosen = door.entries(name, option)
    if labels is None:
        raise ValueError(f"{name} has labels, so `within` must name the column that holds them.")
    matched(name, chosen, labels)
    for label, each in chosen.items():
        if not single(name, each):
            raise ValueError(f"{name} of {label!r} is not one choice: {each!r}.")
    return [chosen[label] for label in labels]


def matched(name: str, chosen: Mapping[Any, Any], labels: list[Any]) -> None:
    """Raise unless an option has exactly the labels that there are."""
    there = set(labels)
    unknown = [label for label in chosen if label not in there]
    absent = [label for label in labels if label not in chosen]
    if unknown or absent:
        wrong = f"names {', '.join(map(repr, unknown))}, which is not there" if unknown else ""
        lacks = f"has no entry for {', '.join(map(repr, absent))}" if absent else ""
        raise ValueError(
            f"{name} {' and '.join(filter(None, (wrong, lacks)))}. The labels are: {', '.join(map(repr, labels))}."
        )


def _is_direction(name: str, option: Any) -> bool:
    if isinstance(option, (int, float, np.number)):
        if isinstance(option, bool) or option not in (1, -1):
            raise ValueError(f"{name} must be 1 or -1, not {option!r}.")
        return True
    return False


def _is_pair(name: str, option: Any) -> bool:
    return (
        isinstance(option, (tuple, list, np.ndarray))
        and len(option) == 2
        and all(end is None or isinstance(end, (int, float, np.number)) for end in option)
    )


def _ends(name: str, pair: Any) -> Pair:
    """Check the two ends of a scale."""
    if not _is_pair(name, pair) or any(end is None or not np.isfinite(end) for end in pair) or not pair[0] < pair[1]:
        raise ValueError(f"{name} must be (low, high), two finite numbers, low below high, not {pair!r}.")
    return float(pair[0]), float(pair[1])


def _goalposts(goalposts: Any, labels: list[Any] | None, transform: str | None) -> tuple[Floats, Floats]:
    """Return the goalposts of each group, transformed as the values are."""
    if goalposts is None:
        raise ValueError("method='goalposts' needs goalposts=(low, high).")
    pairs = [_ends("goalposts", pair) for pair in _of_each("goalposts", goalposts, labels, _is_pair)]
    ends = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    if transform is not None:
        ends = terms.transform(ends.ravel(), transform).reshape(-1, 2)
        if np.isnan(ends).any():
            raise ValueError(f"goalposts must have a {transform}, which those of {goalposts!r} have not.")
    return ends[:, 0], ends[:, 1]
