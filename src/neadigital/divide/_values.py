"""Checks and transforms of values that several functions of `divide` share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from numbers import Real
from typing import Any, TypeAlias

import numpy as np

from neadigital._engine import indices
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    extremes_by_group,
    nan_unless,
    positive,
)
from neadigital._engine.regression import FLOAT_NOISE
from neadigital._options import check_choice, must, to_pair

Objects: TypeAlias = np.ndarray[Any, np.dtype[np.object_]]

# The ends of a scale must not be nearer or farther apart, or quotients could overflow.
_NEAREST, _FARTHEST = 1e-150, 1e150


def weighting_of(weights: str | None) -> str:
    """Return what the column ``weighting`` of a result says."""
    return "unweighted" if weights is None else str(weights)


def select_status(conditions: Mapping[str, Bools]) -> Objects:
    """Return for each element the first condition that holds, None where none does."""
    # `np.select` gives the place of the first condition, because it cannot return None beside text.
    names = np.array([*conditions, None], dtype=object)
    none = len(conditions)
    status: Objects = names[np.select([*conditions.values()], [*range(none)], none)]
    return status


def to_direction(direction: Any) -> int:
    """Check and return a direction: 1 if a high value is good, -1 if a low one is."""
    is_number = isinstance(direction, Real) and not isinstance(direction, bool)
    if not is_number or direction not in (1, -1):
        raise ValueError(
            must("direction", "be 1 (high is good) or -1 (low is good)", direction)
        )
    return int(direction)


def check_bounds(value: str, x: Floats, bounds: tuple[float, float]) -> None:
    """Raise for values outside the bounds of a quantity."""
    low, high = bounds
    if ((x < low) | (x > high)).any():
        raise ValueError(
            f"Column {value!r} holds values beyond bounded=({low:g}, {high:g})."
        )


def to_ends(name: str, pair: Any) -> tuple[float, float]:
    """Return the two ends of a scale that were passed as an option."""
    low, high = to_pair(name, pair)
    if not _NEAREST <= high - low <= _FARTHEST:
        raise ValueError(
            f"{name} must be (low, high), from 1e-150 to 1e150 apart, not {pair!r}."
        )
    return low, high


ADVICE_ON_SIGN = "; sd and range_gap allow them"


def check_sign(
    value: str, x: Floats, measures: Sequence[str], advice: str = ""
) -> None:
    """Raise for negative values if any of the measures cannot be computed from them."""
    relative = [name for name in measures if name not in indices.ANY_SIGN]
    if relative and (x < 0).any():
        named = ", ".join(relative)
        raise ValueError(
            f"Column {value!r} holds negative values, for which {named} "
            f"cannot be computed. Leave those rows out{advice}."
        )


_WITHOUT_WEIGHTS = {"range_gap", "range_ratio", "hhi"}


def check_weights_used(measures: Collection[str], weights: str | None) -> None:
    """Raise for weights if none of the measures depends on them."""
    if weights is not None and _WITHOUT_WEIGHTS.issuperset(measures):
        named = ", ".join(map(repr, measures))
        raise ValueError(
            f"weights do not change {named}. Leave them out; to leave out members without "
            "a weight, drop their rows."
        )


def check_transform(transform: Any) -> None:
    """Check a transform of values."""
    if transform is not None:
        check_choice("transform", transform, ("log", "logit"))


def transform_values(x: Floats, transform: str | None) -> Floats:
    """Return ln x, the logit of percentages, or x itself; NaN where that is not defined."""
    if transform == "log":
        return np.log(positive(x))
    if transform == "logit":
        inside = nan_unless((x > 0) & (x < 100), x)
        return np.log(inside / (100 - inside))
    return x


def transform_levels(value: str, x: Floats, transform: str | None) -> Floats:
    """Return a transformed column: NaN without a logarithm, but an error without a logit."""
    if transform == "logit":
        beyond = x[(x <= 0) | (x >= 100)]
        if len(beyond):
            raise ValueError(
                f"Column {value!r} holds {len(beyond)} values of 0 and below or 100 and above, "
                f"such as {beyond[0]:g}, which have no logit. Leave them out, or choose another "
                "transform."
            )
    return transform_values(x, transform)


def noise_of(x: Floats, codes: Ints, n_groups: int, transform: str | None) -> Floats:
    """Return how far floats may have moved the transformed values of each group."""
    low, high = extremes_by_group(codes, x, n_groups)
    size = np.maximum(np.abs(low), np.abs(high))
    # A relative error of x moves ln x by the same amount, and its logit by 1 + odds times that.
    if transform is not None:
        size += 1
    if transform == "logit":
        size += np.exp(high)
    # A group without values has no noise.
    return np.nan_to_num(FLOAT_NOISE * size)
