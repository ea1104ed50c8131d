"""The verdicts, and the rules by which they follow from two numbers."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from neadigital.claims.numbers import Num, overlap

CONFIRMED = "confirmed"
ROUNDING = "rounding"
LAST_DIGIT = "last_digit"
WRONG_BASE = "wrong_base"
MISPRINT = "misprint"
CONTRADICTED = "contradicted"
NOT_CHECKABLE = "not_checkable"

#: The verdicts and what each says, the worst first.
VERDICTS = {
    CONTRADICTED: "the data say otherwise",
    MISPRINT: "the data say otherwise, and show which printed number or label is wrong",
    WRONG_BASE: "the number is right only over another base than the words say",
    LAST_DIGIT: "off by one in the last printed digit, or within a revision of its source; it changes no conclusion",
    ROUNDING: "off, but by no more than the printed digits allow",
    NOT_CHECKABLE: "nothing here to check it against",
    CONFIRMED: "the recomputation rounds to what is printed, or the comparison holds",
}

#: The verdicts on what does not hold.
FAILING = (CONTRADICTED, MISPRINT, WRONG_BASE)


def equal(stated: Num, recomputed: Num) -> str:
    """Judge a number: confirmed if the recomputation rounds to it."""
    if abs(recomputed.mid - stated.mid) <= stated.half:
        return CONFIRMED
    return ROUNDING if overlap(stated, recomputed) else CONTRADICTED


def to_a_digit(stated: Num, recomputed: Num) -> str:
    """Judge a number of a series that has editions: off by less than one in its last digit is `last_digit`."""
    verdict = equal(stated, recomputed)
    near = abs(recomputed.mid - stated.mid) < 2 * stated.half
    return LAST_DIGIT if verdict == CONTRADICTED and near else verdict


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Round, a half upwards, as the page does."""
    unit = Fraction(1, 10**decimals)
    return (value / unit + Fraction(1, 2)).__floor__() * unit


def undecided(bound: Num, found: Num) -> bool:
    """Tell whether the digits leave a number both above a bound and not above it."""
    return found.low <= bound.mid < found.high


def above(recomputed: Num, bound: Num) -> str:
    """Judge "over" and "higher than": strictly above, by however little."""
    if recomputed > bound:
        return CONFIRMED
    return ROUNDING if recomputed.high > bound.low else CONTRADICTED


def below(recomputed: Num, bound: Num) -> str:
    """Judge "lower than": strictly below."""
    return above(bound, recomputed)


def nearly(stated: Num, recomputed: Num) -> str:
    """Judge "nearly" and "almost": below the number, and rounding to it at its printed digits."""
    if recomputed < stated and stated.mid - recomputed.mid <= stated.half:
        return CONFIRMED
    return ROUNDING if recomputed.low < stated.mid and overlap(stated, recomputed) else CONTRADICTED


def either_base(stated: Num, usual: Num, other: Num) -> str:
    """Judge a rate: `wrong_base` only if the usual base cannot give it and the other can."""
    verdict = equal(stated, usual)
    return WRONG_BASE if verdict == CONTRADICTED and equal(stated, other) != CONTRADICTED else verdict


def holds(condition: bool) -> str:
    """Judge what is either so or not, such as an order of ranks."""
    return CONFIRMED if condition else CONTRADICTED


def worst(verdicts: Iterable[str]) -> str:
    """Return the verdict on a claim that holds only if all its parts do."""
    return min(verdicts, key=list(VERDICTS).index)
