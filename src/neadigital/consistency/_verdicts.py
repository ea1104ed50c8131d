"""Judge first the rule of a relation, then its numbers.

The thresholds are frozen. They were chosen with other tables than those shown as examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from neadigital.consistency._cells import Cells
from neadigital.consistency._printed import Num, overlap
from neadigital.consistency._relations import Growth, Judged, Rate, Relation
from neadigital.consistency._rules import NAMES, RULES, Rule, common_factor

# With fewer numbers than this a rule is not judged.
ENOUGH_NUMBERS = 5
# A rule holds if a third of its numbers follow within rounding, or a half within a last digit.
PART_TO_ROUNDING = Fraction(1, 3)
PART_TO_A_DIGIT = Fraction(1, 2)

# Verdicts.
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
    """Return the verdict on a printed number, by the number that is implied."""
    if implied is None:
        return NOT_CHECKABLE
    if abs(implied.mid - printed.mid) <= printed.half:
        return CONFIRMED
    if overlap(printed, implied):
        return ROUNDING
    unit = 2 * printed.half
    return LAST_DIGIT if distance(printed, implied) < unit else CONTRADICTED


def judge(relation: Relation, cells: Cells) -> list[Judged]:
    """Judge the numbers of a relation."""
    groups = relation.groups(cells)
    for group in groups:
        if isinstance(relation, Growth):
            _judge_growth(group, relation.rule, cells)
        else:
            _judge_each(group, relation.rule, cells)
    return [judged for group in groups for judged in group]


def _judge_each(group: Sequence[Judged], rule: str, cells: Cells) -> None:
    """Judge each number separately."""
    for judged in group:
        judged.rule = rule
        judged.implied = judged.recompute(cells)
        judged.verdict = compare(judged.printed, judged.implied)


def _judge_growth(rates: Sequence[Rate], named: str, cells: Cells) -> None:
    """Judge the rule of some rates, then the rates by the rule that holds."""
    _judge_by(_find_rule(named, rates, cells), rates, cells)
    checkable = [rate for rate in rates if rate.implied]
    verdicts = [rate.verdict for rate in checkable]
    if CONTRADICTED not in verdicts:
        return
    # If the named rule leaves contradictions, prefer a rule that leaves none. Else keep the named
    # rule if enough numbers follow it, and accuse nothing if too few do.
    verdict = NO_RULE
    if len(checkable) >= ENOUGH_NUMBERS:
        if other := _other_rule(named, checkable, cells):
            _judge_by(other, checkable, cells)
            verdict = OTHER_RULE
        elif _holds(verdicts):
            return
    for rate in checkable:
        rate.verdict = verdict


def _judge_by(rule: Rule, rates: Sequence[Rate], cells: Cells) -> None:
    """Judge rates by one rule."""
    for rate in rates:
        rate.follows = rule
    _judge_each(rates, rule.name, cells)


def _holds(verdicts: Sequence[str]) -> bool:
    """Tell whether enough numbers follow their rule."""
    numbers = len(verdicts)
    to_rounding = sum(verdict in (CONFIRMED, ROUNDING) for verdict in verdicts)
    to_a_digit = to_rounding + verdicts.count(LAST_DIGIT)
    return (
        to_rounding >= numbers * PART_TO_ROUNDING
        or to_a_digit >= numbers * PART_TO_A_DIGIT
    )


def _other_rule(named: str, rates: Sequence[Rate], cells: Cells) -> Rule | None:
    """Return the first rule, other than the named one, that leaves no contradiction."""
    for name in NAMES:
        if name != named:
            rule = _find_rule(name, rates, cells)
            # `all` stops at the first rate that fails, so most rules cost little.
            if all(_is_near(rate, rate.by_rule(rule, cells)) for rate in rates):
                return rule
    return None


def _is_near(rate: Rate, implied: Num | None) -> bool:
    """Tell whether a rate follows at least within a last digit."""
    return compare(rate.printed, implied) not in (CONTRADICTED, NOT_CHECKABLE)


def _find_rule(name: str, rates: Sequence[Rate], cells: Cells) -> Rule:
    """Return a rule by its name; `factor` is computed from the rates."""
    if name != "factor":
        return RULES[name]
    fractions = [
        (rate.printed, fraction)
        for rate in rates
        if (fraction := rate.by_rule(RULES["fraction"], cells))
    ]
    return common_factor((printed, fraction + 1) for printed, fraction in fractions)
