"""How a number follows from others: as a rate or share of two, as a sum, as the growth of a sum.

A rate is a rising function of one quotient, its rule: of the new value over the old one, or of a
part over its whole. So bounds of the quotient give bounds of the rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from math import lcm, log10
from operator import itemgetter
from typing import TypeAlias

from neadigital._printed import Num, rising

#: A rate as a function of a quotient and a number of periods.
Rate: TypeAlias = Callable[[Fraction, int], Fraction]
# Logarithms and roots are computed to 50 digits and rounded to 40 decimals. The digits left out
# cannot change a verdict: apart from ln 1, no logarithm of a fraction is a printed number, and a
# root that is a printed number is exact after rounding.
_CONTEXT = Context(prec=50)
_LAST = Fraction(10) ** 40
#: The scale of a share is a power of ten up to this one, or its inverse.
MOST_PLACES = 9
#: A share in a row's total is a fraction, in per cent or per mille.
PLACES_OF_ROWS = (0, 2, 3)


@dataclass(frozen=True)
class Rule:
    """A rate as a rising function of a quotient and a number of periods."""

    name: str
    rate: Rate

    def implied(self, ratio: Num, periods: int = 1) -> Num | None:
        """Return the rate that follows from a quotient; None where it is not defined."""
        try:
            return rising(lambda bound: self.rate(bound, periods), ratio)
        except ZeroDivisionError:
            return None


#: What follows from the numbers of some cells by a rule; None if nothing does.
Formula: TypeAlias = Callable[[Sequence[Num], Rule], Num | None]


# Formulas


def rate(numbers: Sequence[Num], rule: Rule, periods: int = 1) -> Num | None:
    """Return the rate or share of a new and an old value, or of a part and its whole."""
    new, old = numbers
    if old.low <= 0:
        return None
    # The quotient is least for the least new value. Its divisor is then the greatest old value,
    # but the least if the new value is negative; and the other way round for the greatest.
    divisor_of_low = old.high if new.low >= 0 else old.low
    divisor_of_high = old.low if new.high >= 0 else old.high
    ratio = Num(
        new.mid / old.mid,
        new.low / divisor_of_low,
        new.high / divisor_of_high,
    )
    return rule.implied(ratio, periods)


def share_of_itself(numbers: Sequence[Num], rule: Rule) -> Num | None:
    """Return the share of a whole in itself: exactly 1, however few digits are printed."""
    whole, _ = numbers
    if whole.low <= 0:
        return None
    return rule.implied(Num.exact(1))


def signed_sum(numbers: Sequence[Num], rule: Rule, signs: Sequence[int]) -> Num:
    """Return the sum of some numbers, each with a sign of 1 or -1."""
    signed = []
    for number, sign in zip(numbers, signs, strict=True):
        term = number if sign > 0 else -number
        signed.append(term)
    return Num(
        _add([number.mid for number in signed]),
        _add([number.low for number in signed]),
        _add([number.high for number in signed]),
    )


def _add(numbers: Sequence[Fraction]) -> Fraction:
    """Add up over one common denominator, which is faster than one number after the other."""
    common = lcm(*(number.denominator for number in numbers))
    units = 0
    for number in numbers:
        factor = common // number.denominator
        units += factor * number.numerator
    return Fraction(units, common)


def growth_of_sum(numbers: Sequence[Num], rule: Rule) -> Num | None:
    """Return the growth in per cent of a sum, by the levels of its parts and then their growths.

    Last year's level of a part is its level over its growth factor, so the growth factor of the
    total is the mean of those of the parts, weighted by last year's levels.
    """
    parts = len(numbers) // 2
    levels = numbers[:parts]
    growths = numbers[parts:]
    factors = [rising(_to_factor, growth) for growth in growths]
    lowest = min(number.low for number in (*levels, *factors))
    if lowest <= 0:
        return None
    pairs = zip(levels, factors, strict=True)
    before = _add([level.mid / factor.mid for level, factor in pairs])
    now = _add([level.mid for level in levels])
    low = _extreme(levels, [factor.low for factor in factors], is_high=False)
    high = _extreme(levels, [factor.high for factor in factors], is_high=True)
    factor_of_sum = Num(now / before, low, high)
    return rising(_to_growth, factor_of_sum)


def _to_factor(growth: Fraction) -> Fraction:
    return 1 + growth / 100


def _to_growth(factor: Fraction) -> Fraction:
    return 100 * (factor - 1)


def _extreme(
    levels: Sequence[Num], factors: Sequence[Fraction], is_high: bool
) -> Fraction:
    """Return the highest or the lowest growth factor of a total whose levels have bounds."""
    # The mean is highest if the parts that grew more than it have their highest levels, and the
    # others their lowest. A part that is added moves the mean towards its own factor.
    pairs = zip(levels, factors, strict=True)
    ordered = sorted(pairs, key=itemgetter(1), reverse=is_high)
    now = _add([level.low for level in levels])
    before = _add([level.low / factor for level, factor in ordered])
    for level, factor in ordered:
        is_above = factor * before > now
        if is_above != is_high:
            break
        width = level.high - level.low
        now += width
        before += width / factor
    return now / before


# Rules


def _ln(number: Fraction) -> Fraction:
    """Return the natural logarithm of a number above 0."""
    _require_positive(number)
    top = _CONTEXT.ln(Decimal(number.numerator))
    bottom = _CONTEXT.ln(Decimal(number.denominator))
    logarithm = _CONTEXT.subtract(top, bottom)
    return _to_last(logarithm)


def _root(number: Fraction, degree: int) -> Fraction:
    """Return a root of a number above 0."""
    if degree == 1:
        return number
    exponent = _ln(number) / degree
    top = Decimal(exponent.numerator)
    bottom = Decimal(exponent.denominator)
    quotient = _CONTEXT.divide(top, bottom)
    root = _CONTEXT.exp(quotient)
    return _to_last(root)


def _to_last(number: Decimal) -> Fraction:
    units = round(Fraction(number) * _LAST)
    return units / _LAST


def _require_positive(number: Fraction) -> None:
    """Raise unless a quotient is above 0, where inverses and powers are monotonic."""
    if number <= 0:
        raise ZeroDivisionError("the quotient may be 0 or negative")


def _growth_over_current(ratio: Fraction, _: int) -> Fraction:
    _require_positive(ratio)
    return 100 * (1 - 1 / ratio)


def _growth_a_year(ratio: Fraction, periods: int) -> Fraction:
    factor = _root(ratio, periods)
    return _to_growth(factor)


# The rules of growth that need only the two values, in the order in which they are tried.
_RATES: dict[str, Rate] = {
    "previous": lambda ratio, _: _to_growth(ratio),
    "current": _growth_over_current,
    "log": lambda ratio, _: 100 * _ln(ratio),
    "index": lambda ratio, _: 100 * ratio,
    "fraction": lambda ratio, _: ratio - 1,
    "annual": _growth_a_year,
}
RULES = {name: Rule(name, formula) for name, formula in _RATES.items()}
PREVIOUS = RULES["previous"]
#: The choices of `rule`.
NAMES = ("previous", "current", "log", "index", "fraction", "factor", "annual")
#: The quotient itself.
RATIO = Rule("ratio", lambda ratio, _: ratio)
#: A total follows by no rule that would have to be found.
TOTAL = Rule("total", RATIO.rate)
GROWTH_OF_PARTS = Rule("growth of parts", RATIO.rate)


def scale_rule(places: int) -> Rule:
    """Return the rule of a share that is a quotient times a power of ten."""
    factor = Fraction(10) ** places
    names = {0: "fraction", 2: "per cent", 3: "per mille"}
    name = names.get(places, f"times 10^{places}")
    return Rule(name, lambda ratio, _: factor * ratio)


PER_CENT = scale_rule(2)


def common_places(pairs: Iterable[tuple[Num, Num]]) -> int:
    """Return the power of ten that most of some shares have over their quotients."""
    counts: Counter[int] = Counter()
    for share, ratio in pairs:
        if share.mid * ratio.mid > 0:
            places = round(log10(share.mid / ratio.mid))
            counts[places] += 1
    likely = [places for places in sorted(counts) if abs(places) <= MOST_PLACES]
    if not likely:
        # Shares that are all printed as 0 have a scale that is small enough.
        return -MOST_PLACES
    return max(likely, key=counts.__getitem__)


def factor_rule(pairs: Iterable[tuple[Num, Num]]) -> Rule:
    """Return the rule of one factor, as for selling days, that fits most rates and quotients."""
    # Each rate allows an interval of factors. Sort all ends, and find where most intervals overlap.
    ends = []
    for growth, ratio in pairs:
        if ratio.low > 0:
            factors = rising(_to_factor, growth) / ratio
            # Openings (0) sort before closings (1), so intervals that touch overlap.
            ends += [(factors.low, 0), (factors.high, 1)]
    ends.sort()
    depth = deepest = 0
    low = high = Fraction(1)
    for (begin, closes), (end, _) in pairwise(ends):
        depth += -1 if closes else 1
        if depth > deepest:
            deepest = depth
            low = begin
            high = end
    factor = (low + high) / 2 or Fraction(1)
    return Rule("factor", lambda ratio, _: _to_growth(factor * ratio))
