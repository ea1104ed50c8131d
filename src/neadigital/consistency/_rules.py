"""The rules by which a rate may follow from two values, each with its inverse.

A rate is a rising function of one quotient: the new value over the old one, or a part over its
whole. So bounds of the quotient give bounds of the rate, and the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise

from neadigital.consistency._printed import Num, rising

# Logarithms and roots are computed to 50 digits and rounded to 40 decimals. The digits left out
# cannot change a verdict: apart from ln 1, no logarithm of a fraction is a printed number, and a
# root that is a printed number is exact after rounding.
_CONTEXT = Context(prec=50)
_LAST = Fraction(10) ** 40

Quotient = Callable[[Fraction, int], Fraction]


@dataclass(frozen=True)
class Rule:
    """A rate as a function of a quotient and a number of periods, and the inverse function."""

    name: str
    rate: Quotient
    quotient: Quotient

    def implied(self, new: Num, old: Num, periods: int) -> Num:
        """Return the rate that follows from two values; the old one must be above 0."""
        if old.low <= 0:
            raise ZeroDivisionError("the base may be 0 or negative")
        # The quotient is least for the least new value. Its divisor is then the greatest old value,
        # but the least if the new value is negative; and the other way round for the greatest
        # quotient.
        quotient = Num(
            new.mid / old.mid,
            new.low / (old.high if new.low >= 0 else old.low),
            new.high / (old.low if new.high >= 0 else old.high),
        )
        return rising(lambda bound: self.rate(bound, periods), quotient)

    def new(self, rate: Num, old: Num, periods: int) -> Num:
        """Return the new value that would give a rate."""
        return self._quotient(rate, periods) * old

    def old(self, rate: Num, new: Num, periods: int) -> Num:
        """Return the old value that would give a rate."""
        return new / self._quotient(rate, periods)

    def _quotient(self, rate: Num, periods: int) -> Num:
        return rising(lambda bound: self.quotient(bound, periods), rate)


class Difference(Rule):
    """The rule of a change in the unit of the values."""

    def implied(self, new: Num, old: Num, periods: int) -> Num:
        """Return the change between two values."""
        return new - old

    def new(self, rate: Num, old: Num, periods: int) -> Num:
        """Return the new value that would give a change."""
        return old + rate

    def old(self, rate: Num, new: Num, periods: int) -> Num:
        """Return the old value that would give a change."""
        return new - rate


def _ln(number: Fraction) -> Fraction:
    """Return the natural logarithm of a number above 0."""
    top, bottom = (
        _CONTEXT.ln(Decimal(each))
        for each in (_positive(number).numerator, number.denominator)
    )
    return _rounded(Fraction(_CONTEXT.subtract(top, bottom)))


def _exp(number: Fraction) -> Fraction:
    exponent = _CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Fraction(_CONTEXT.exp(exponent))


def _root(number: Fraction, degree: int) -> Fraction:
    if degree == 1:
        return number
    return _rounded(_exp(_ln(number) / degree))


def _rounded(number: Fraction) -> Fraction:
    return Fraction(round(number * _LAST)) / _LAST


def _positive(quotient: Fraction) -> Fraction:
    """Raise unless a quotient is above 0, where inverses and powers are monotonic."""
    if quotient <= 0:
        raise ZeroDivisionError("the quotient may be 0 or negative")
    return quotient


def _factor(factor: Fraction) -> Rule:
    """Return the rule of a rate whose quotient is multiplied by one factor, as for selling days."""
    return Rule(
        "factor",
        lambda quotient, _: 100 * (factor * quotient - 1),
        lambda rate, _: (1 + rate / 100) / factor,
    )


INDEX = Rule(
    "index",
    lambda quotient, _: 100 * quotient,
    lambda rate, _: rate / 100,
)
PREVIOUS = Rule(
    "previous",
    lambda quotient, _: 100 * (quotient - 1),
    lambda rate, _: 1 + rate / 100,
)
#: A share is an index of its part over its whole.
SHARE = Rule("share", INDEX.rate, INDEX.quotient)
#: The rules that need only the two values of a rate, in the order in which they are tried.
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
        INDEX,
        Rule(
            "fraction",
            lambda quotient, _: quotient - 1,
            lambda rate, _: 1 + rate,
        ),
        Difference(
            "difference",
            PREVIOUS.rate,
            PREVIOUS.quotient,
        ),
        Rule(
            "annual",
            lambda quotient, periods: 100 * (_root(quotient, periods) - 1),
            lambda rate, periods: _positive(1 + rate / 100) ** periods,
        ),
    )
}
#: The choices of `rule`.
NAMES = (
    "previous",
    "current",
    "log",
    "index",
    "fraction",
    "difference",
    "factor",
    "annual",
)


def common_factor(rates: Iterable[tuple[Num, Num]]) -> Rule:
    """Return the rule of the factor that fits most of some pairs of a rate and its quotient."""
    # Each rate allows an interval of factors. Sort all ends, and find where most intervals overlap.
    ends = []
    for rate, quotient in rates:
        if quotient.low > 0:
            factor = rising(lambda bound: 1 + bound / 100, rate) / quotient
            # Openings (0) sort before closings (1), so intervals that touch overlap.
            ends += [(factor.low, 0), (factor.high, 1)]
    ends.sort()
    depth = deepest = 0
    low = high = Fraction(1)
    for (begin, closes), (end, _) in pairwise(ends):
        depth += -1 if closes else 1
        if depth > deepest:
            deepest, low, high = depth, begin, end
    return _factor((low + high) / 2 or Fraction(1))
