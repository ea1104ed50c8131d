"""The rules by which a rate may follow from two values, each with its inverse.

A rate is a rising function of one quotient: the new value over the old one, or a part over its
whole. So bounds of the quotient give bounds of the rate, and the other way round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from math import log10

from neadigital.consistency._printed import Num, rising

# Logarithms and roots are computed to 50 digits and rounded to 40 decimals. The digits left out
# cannot change a verdict: apart from ln 1, no logarithm of a fraction is a printed number, and a
# root that is a printed number is exact after rounding.
_CONTEXT = Context(prec=50)
_LAST = Fraction(10) ** 40
#: The scale of a share is a power of ten up to this one, or its inverse.
MOST_PLACES = 9
#: A share in a row's total is a fraction, in per cent or per mille.
PLACES_OF_ROWS = (0, 2, 3)

Function = Callable[[Fraction, int], Fraction]


@dataclass(frozen=True)
class Rule:
    """A rate as a function of a quotient and a number of periods, and the inverse function."""

    name: str
    rate: Function
    quotient: Function

    def implied(self, quotient: Num, periods: int) -> Num | None:
        """Return the rate that follows from a quotient; None where it is not defined."""
        try:
            return rising(lambda bound: self.rate(bound, periods), quotient)
        except ZeroDivisionError:
            return None

    def needed(self, rate: Num, periods: int) -> Num | None:
        """Return the quotient that would give a rate; None where there is none."""
        try:
            return rising(lambda bound: self.quotient(bound, periods), rate)
        except ZeroDivisionError:
            return None


def quotient(new: Num, old: Num) -> Num | None:
    """Return the quotient of two values; None if the old one may be 0 or less."""
    if old.low <= 0:
        return None
    # The quotient is least for the least new value. Its divisor is then the greatest old value,
    # but the least if the new value is negative; and the other way round for the greatest.
    return Num(
        new.mid / old.mid,
        new.low / (old.high if new.low >= 0 else old.low),
        new.high / (old.low if new.high >= 0 else old.high),
    )


def _ln(number: Fraction) -> Fraction:
    """Return the natural logarithm of a number above 0."""
    top, bottom = (
        _CONTEXT.ln(Decimal(each))
        for each in (_positive(number).numerator, number.denominator)
    )
    return _to_last(Fraction(_CONTEXT.subtract(top, bottom)))


def _exp(number: Fraction) -> Fraction:
    top = Decimal(number.numerator)
    bottom = Decimal(number.denominator)
    exponent = _CONTEXT.divide(top, bottom)
    return Fraction(_CONTEXT.exp(exponent))


def _root(number: Fraction, degree: int) -> Fraction:
    if degree == 1:
        return number
    return _to_last(_exp(_ln(number) / degree))


def _to_last(number: Fraction) -> Fraction:
    return Fraction(round(number * _LAST)) / _LAST


def _positive(number: Fraction) -> Fraction:
    """Raise unless a quotient is above 0, where inverses and powers are monotonic."""
    if number <= 0:
        raise ZeroDivisionError("the quotient may be 0 or negative")
    return number


PREVIOUS = Rule(
    "previous",
    lambda quotient, _: 100 * (quotient - 1),
    lambda rate, _: 1 + rate / 100,
)
#: The rules of growth that need only the two values, in the order in which they are tried.
RULES = {
    rule.name: rule
    for rule in (
        PREVIOUS,
        Rule(
            "current",
            lambda quotient, _: 100 * (1 - 1 / _positive(quotient)),
            lambda rate, _: 1 / _positive(1 - rate / 100),
        ),
        Rule(
            "log",
            lambda quotient, _: 100 * _ln(quotient),
            lambda rate, _: _exp(rate / 100),
        ),
        Rule(
            "index",
            lambda quotient, _: 100 * quotient,
            lambda rate, _: rate / 100,
        ),
        Rule(
            "fraction",
            lambda quotient, _: quotient - 1,
            lambda rate, _: 1 + rate,
        ),
        Rule(
            "annual",
            lambda quotient, periods: 100 * (_root(quotient, periods) - 1),
            lambda rate, periods: _positive(1 + rate / 100) ** periods,
        ),
    )
}
#: The choices of `rule`.
NAMES = ("previous", "current", "log", "index", "fraction", "factor", "annual")


def scale_rule(places: int) -> Rule:
    """Return the rule of a share that is a quotient times a power of ten."""
    factor = Fraction(10) ** places
    names = {0: "fraction", 2: "per cent", 3: "per mille"}
    return Rule(
        names.get(places, f"times 10^{places}"),
        lambda quotient, _: factor * quotient,
        lambda rate, _: rate / factor,
    )


PER_CENT = scale_rule(2)


def common_places(pairs: Iterable[tuple[Num, Num]]) -> int:
    """Return the power of ten that most of some shares have over their quotients."""
    places = Counter(
        round(log10(share.mid / ratio.mid))
        for share, ratio in pairs
        if share.mid * ratio.mid > 0
    )
    likely = [each for each in places if abs(each) <= MOST_PLACES]
    # Shares that are all printed as 0 have a scale that is small enough.
    likely = likely or [-MOST_PLACES]
    return max(sorted(likely), key=lambda each: places[each])


def common_factor(pairs: Iterable[tuple[Num, Num]]) -> Rule:
    """Return the rule of one factor, as for selling days, that fits most rates and quotients."""
    # Each rate allows an interval of factors. Sort all ends, and find where most intervals overlap.
    ends = []
    for rate, ratio in pairs:
        if ratio.low > 0:
            factor = rising(lambda bound: 1 + bound / 100, rate) / ratio
            # Openings (0) sort before closings (1), so intervals that touch overlap.
            ends += [(factor.low, 0), (factor.high, 1)]
    ends.sort()
    depth = deepest = 0
    low = high = Fraction(1)
    for (begin, closes), (end, _) in pairwise(ends):
        depth += -1 if closes else 1
        if depth > deepest:
            deepest, low, high = depth, begin, end
    return _factor_rule((low + high) / 2 or Fraction(1))


def _factor_rule(factor: Fraction) -> Rule:
    """Return the rule of a rate whose quotient is multiplied by one factor."""
    return Rule(
        "factor",
        lambda quotient, _: 100 * (factor * quotient - 1),
        lambda rate, _: (1 + rate / 100) / factor,
    )
