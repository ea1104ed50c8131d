"""Bounds of the growth of a total, by the levels and growths of its parts.

Last year's level of a part is its level over its growth factor, so the growth factor of the total
is the mean of those of the parts, weighted by last year's levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from neadigital.consistency._printed import Num

# Greater than any printed level.
_NO_BOUND = Fraction(10) ** 40
#: The level and the growth factor of a part.
Part = tuple[Num, Num]


def rate_of_total(parts: Sequence[Part]) -> Num:
    """Return the growth in per cent of the sum of some parts, with exact bounds."""
    middle = _mean([(level.mid, factor.mid) for level, factor in parts])
    low = _extreme([(level, factor.low) for level, factor in parts], is_high=False)
    high = _extreme([(level, factor.high) for level, factor in parts], is_high=True)
    low, high = 100 * (low - 1), 100 * (high - 1)
    return Num(100 * (middle - 1), low, high)


def _mean(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the growth factor of a total."""
    now = sum((level for level, _ in parts), start=Fraction(0))
    return now / sum((level / factor for level, factor in parts), start=Fraction(0))


def _extreme(parts: Sequence[tuple[Num, Fraction]], is_high: bool) -> Fraction:
    """Return the highest or the lowest growth factor of a total whose levels have bounds."""
    # The mean is highest if the parts that grew most have their highest levels, and the others
    # their lowest. Where the one kind ends and the other begins is tried at each place.
    ordered = sorted(parts, key=lambda part: part[1], reverse=is_high)
    now = sum((level.low for level, _ in ordered), start=Fraction(0))
    before = sum((level.low / factor for level, factor in ordered), start=Fraction(0))
    found = [now / before]
    for level, factor in ordered:
        width = level.high - level.low
        now += width
        before += width / factor
        found.append(now / before)
    return max(found) if is_high else min(found)


def values_for_rate(
    parts: Sequence[Part], place: int, factor: Num, is_rate: bool
) -> Num | None:
    """Return the bounds within which the level or the growth of a part would give that of a total.

    A total of growth factor F fits if the sum of n (1/F - 1/f) over its parts is 0.
    """
    level, own = parts[place]
    rest = [part for at, part in enumerate(parts) if at != place]
    low, high = _balance(rest, factor.high)[0], _balance(rest, factor.low)[1]
    middle = _balance([(_exactly(n), _exactly(f)) for n, f in rest], factor.mid)[0]
    if is_rate:
        # The inverse of the part's factor is 1/F plus what the others leave over, per level.
        ends = [
            1 / factor.high + low / (level.high if low > 0 else level.low),
            1 / factor.low + high / (level.low if high > 0 else level.high),
        ]
        centre = 1 / factor.mid + middle / level.mid
        if min(*ends, centre) <= 0:
            return None
        rates = [100 * (1 / end - 1) for end in (centre, ends[1], ends[0])]
        return Num(rates[0], rates[1], rates[2])
    # The level is what the others leave over, per difference of the inverse factors.
    difference = Num(
        1 / own.mid - 1 / factor.mid,
        1 / own.high - 1 / factor.low,
        1 / own.low - 1 / factor.high,
    )
    return _over(Num(middle, min(low, high), max(low, high)), difference)


def _over(left: Num, difference: Num) -> Num | None:
    """Return the positive numbers that give what is left when multiplied by a difference."""
    if difference.low > 0 or difference.high < 0:
        found = left / difference
        return found if found.high > 0 else None
    # The difference may be nearly 0, so there is no greatest number.
    least = Fraction(0)
    if left.low > 0:
        if not difference.high:
            return None
        least = left.low / difference.high
    elif left.high < 0:
        if not difference.low:
            return None
        least = left.high / difference.low
    return Num(least, least, _NO_BOUND)


def _balance(parts: Sequence[Part], factor: Fraction) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest sum of n (1/F - 1/f) over some parts."""
    least = greatest = Fraction(0)
    for level, own in parts:
        low, high = 1 / factor - 1 / own.low, 1 / factor - 1 / own.high
        least += low * (level.low if low > 0 else level.high)
        greatest += high * (level.high if high > 0 else level.low)
    return least, greatest


def _exactly(number: Num) -> Num:
    return Num(number.mid, number.mid, number.mid)
