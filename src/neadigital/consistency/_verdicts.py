"""Judge the rule of a relation first, and then its numbers.

The thresholds are frozen: they were set on other tables than those that they are shown with.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from neadigital._engine.printed import Num, overlap
from neadigital.consistency._cells import Cells
from neadigital.consistency._relations import Growth, Rate, Relation, Sum
from neadigital.consistency._rules import NAMES, RULES, SHARE, Rule, common_factor

# A rule is judged from so many numbers up.
ENOUGH_NUMBERS = 5
# A rule holds if so many of its numbers follow it to what rounding allows, or, counted to a last
# digit, so many.
PART_TO_ROUNDING = Fraction(1, 3)
PART_TO_A_DIGIT = Fraction(1, 2)

CONFIRMED = "confirmed"
ROUNDING = "rounding"
LAST_DIGIT = "last_digit"
OTHER_RULE = "other_rule"
CONTRADICTED = "contradicted"
NO_RULE = "no_rule"
NOT_CHECKABLE = "not_checkable"


def distance(a: Num, b: Num) -> Fraction:
    """Return how far two intervals are apart, 0 if they overlap."""
    return max(a.low - b.high, b.low - a.high, Fraction(0))


def compare(printed: Num, implied: Num | None) -> str:
    """Judge one number by what is implied."""
    if implied is None:
        return NOT_CHECKABLE
    if abs(implied.mid - printed.mid) <= printed.half:
        return CONFIRMED
    if overlap(printed, implied):
        return ROUNDING
    unit = 2 * printed.half
    return LAST_DIGIT if distance(printed, implied) < unit else CONTRADICTED


def judge(relation: Relation, cells: Cells) -> list[Rate | Sum]:
    """Judge the numbers of a relation."""
    groups = relation.groups(cells)
    for group in groups:
        if isinstance(relation, Growth):
            _judge_growth(group, relation.rule, cells)
        else:
            for judged in group:
                _judge_alone(judged, cells)
    return [judged for group in groups for judged in group]


def _judge_alone(judged: Rate | Sum, cells: Cells) -> None:
    """Judge a share or a total."""
    judged.rule = "total" if isinstance(judged, Sum) else SHARE.name
    judged.implied = (
        judged.compute(cells)
        if isinstance(judged, Sum)
        else judged.compute(SHARE, cells)
    )
    judged.verdict = _verdict(judged, judged.implied, cells)


def _judge_growth(rates: Sequence[Rate], named: str, cells: Cells) -> None:
    """Judge the rule of some rates, and the rates by the rule that holds."""
    rule = _find_rule(named, rates, cells)
    for rate in rates:
        rate.rule = named
        rate.implied = rate.compute(rule, cells) if rule else None
        rate.verdict = _verdict(rate, rate.implied, cells)
        rate.follows = rule or rate.follows
    checkable = [rate for rate in rates if rate.implied]
    verdicts = [rate.verdict for rate in checkable]
    if CONTRADICTED not in verdicts:
        return
    is_enough = len(checkable) >= ENOUGH_NUMBERS
    if is_enough and (_replace_rule(checkable, named, cells) or _holds(verdicts)):
        return
    for rate in checkable:
        rate.verdict = NO_RULE


def _holds(verdicts: Sequence[str]) -> bool:
    """Tell whether enough numbers follow their rule."""
    to_rounding = sum(verdict in (CONFIRMED, ROUNDING) for verdict in verdicts)
    to_a_digit = to_rounding + verdicts.count(LAST_DIGIT)
    return to_rounding >= PART_TO_ROUNDING * len(
        verdicts
    ) or to_a_digit >= PART_TO_A_DIGIT * len(verdicts)


def _replace_rule(rates: Sequence[Rate], named: str, cells: Cells) -> bool:
    """Give rates another rule if it leaves no contradiction; tell whether there is one."""
    for name in NAMES:
        rule = None if name == named else _find_rule(name, rates, cells)
        # Most rules fail at one of the first numbers, and the others are not computed then.
        if rule is None or not all(_follows(rate, rule, cells) for rate in rates):
            continue
        for rate in rates:
            rate.rule, rate.follows, rate.verdict = name, rule, OTHER_RULE
            rate.implied = rate.compute(rule, cells)
        return True
    return False


def _follows(rate: Rate, rule: Rule, cells: Cells) -> bool:
    """Tell whether a rate follows by a rule, at least to a last digit."""
    verdict = _verdict(rate, rate.compute(rule, cells), cells)
    return verdict not in (CONTRADICTED, NOT_CHECKABLE)


def _find_rule(name: str, rates: Sequence[Rate], cells: Cells) -> Rule | None:
    """Return a rule by its name, the common factor with what is common to the rates."""
    if name != "factor":
        return RULES[name]
    pairs = [
        (cells.known(rate.printed), number)
        for rate in rates
        if (number := rate.compute(RULES["fraction"], cells))
    ]
    return common_factor([rate for rate, _ in pairs], [each + 1 for _, each in pairs])


def _verdict(judged: Rate | Sum, implied: Num | None, cells: Cells) -> str:
    return compare(cells.known(judged.printed), implied)
