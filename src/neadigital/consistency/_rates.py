"""Bounds of the growth of a total, by the levels and growths of its parts.

Last year's level of a part is its level over its growth factor, so the growth factor of the total
is the mean of those of the parts, weighted by last year's levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import itemgetter

from neadigital.consistency._printed import Num
from neadigital.consistency._printed import total as total_of

# Greater than any printed level.
_NO_BOUND = Fraction(10) ** 40
#: The level and the growth factor of a part, both above 0.
Part = tuple[Num, Num]


def rate_of_total(parts: Sequence[Part]) -> Num:
    """Return the growth in per cent of the sum of some parts, with exact bounds."""
    levels = [level for level, _ in parts]
    factors = [factor for _, factor in parts]
    middle = _extreme(
        [_exactly(level) for level in levels],
        [factor.mid for factor in factors],
        is_high=True,
    )
    low = _extreme(
        levels,
        [factor.low for factor in factors],
        is_high=False,
    )
    high = _extreme(
        levels,
        [factor.high for factor in factors],
        is_high=True,
    )
    return Num(
        _to_rate(middle),
        _to_rate(low),
        _to_rate(high),
    )


def _extreme(
    levels: Sequence[Num], factors: Sequence[Fraction], is_high: bool
) -> Fraction:
    """Return the highest or the lowest growth factor of a total whose levels have bounds."""
    # The mean is highest if the parts that grew most have their highest levels, and the others
    # their lowest. Where the one kind ends and the other begins is tried at each place.
    pairs = zip(levels, factors, strict=True)
    ordered = sorted(pairs, key=itemgetter(1), reverse=is_high)
    now = before = Fraction(0)
    for level, factor in ordered:
        now += level.low
        before += level.low / factor
    found = [now / before]
    for level, factor in ordered:
        width = level.high - level.low
        now += width
        before += width / factor
        found.append(now / before)
    return max(found) if is_high else min(found)


def _exactly(number: Num) -> Num:
    return Num(number.mid, number.mid, number.mid)


def _to_rate(factor: Fraction) -> Fraction:
    return 100 * (factor - 1)


# A total has the growth factor F if the sum of n (1/F - 1/f) over its parts is 0, where n is the
# level of a part and f its growth factor. What the other parts leave over, one part must make up.


def growth_for_rate(parts: Sequence[Part], place: int, total: Num) -> Num | None:
    """Return the bounds within which the growth of one part would give that of the total."""
    level, _ = parts[place]
    left = _left_over(parts, place, total)
    inverse = 1 / total + left / level
    if inverse.low <= 0:
        return None
    return (1 / inverse - 1) * 100


def level_for_rate(parts: Sequence[Part], place: int, total: Num) -> Num | None:
    """Return the bounds within which the level of one part would give the growth of the total."""
    _, factor = parts[place]
    left = _left_over(parts, place, total)
    difference = 1 / factor - 1 / total
    if difference.low <= 0 <= difference.high:
        # The divisor may be nearly 0, so there is no greatest level.
        least = _least_level(left, difference)
        return None if least is None else Num(least, least, _NO_BOUND)
    found = left / difference
    return found if found.high > 0 else None


def _left_over(parts: Sequence[Part], place: int, total: Num) -> Num:
    """Return the sum of n (1/F - 1/f) over all parts but one."""
    return total_of(
        (1 / total - 1 / factor) * level
        for at, (level, factor) in enumerate(parts)
        if at != place
    )


def _least_level(left: Num, difference: Num) -> Fraction | None:
    """Return the least level that gives what is left over, by a difference of either sign."""
    if left.low <= 0 <= left.high:
        return Fraction(0)
    # The difference must have the sign of what is left over, and be as far from 0 as it can.
    if left.low > 0:
        nearest, farthest = left.low, difference.high
    else:
        nearest, farthest = left.high, difference.low
    return nearest / farthest if farthest else None
