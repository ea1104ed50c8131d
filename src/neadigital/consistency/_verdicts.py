"""Judge how columns were rounded, then the rule of each relation, then each number.

The thresholds are frozen. They were chosen with other tables than those shown as examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from neadigital._printed import Num, overlap
from neadigital.consistency._cells import Cells, Numbers
from neadigital.consistency._relations import (
    Group,
    Growth,
    Judged,
    Relation,
    Share,
    View,
)
from neadigital.consistency._rules import (
    PLACES_OF_ROWS,
    RATIO,
    RULES,
    Rule,
    common_places,
    factor_rule,
    scale_rule,
)

# With fewer numbers than this a rule is not judged.
ENOUGH_NUMBERS = 5
# The usual rule holds if a third of its numbers follow, another one if half of them do.
PART_OF_USUAL = Fraction(1, 3)
PART_OF_OTHER = Fraction(1, 2)

# Verdicts.
CONFIRMED = "confirmed"
ROUNDING = "rounding"
OTHER_RULE = "other_rule"
LAST_DIGIT = "last_digit"
CONTRADICTED = "contradicted"
NO_RULE = "no_rule"
NOT_CHECKABLE = "not_checkable"
#: The verdicts of numbers that follow, and of those that do not.
FOLLOWS = (CONFIRMED, ROUNDING, OTHER_RULE)
FAILS = (LAST_DIGIT, CONTRADICTED)


@dataclass(frozen=True)
class Verdict:
    """A number that was judged: what follows in its place, by which rule, and the verdict."""

    relation: Relation
    judged: Judged
    printed: Num
    implied: Num | None
    rule: Rule
    verdict: str

    @property
    def follows(self) -> bool:
        """Whether the number follows, by whatever rule."""
        return self.verdict in FOLLOWS

    @property
    def fails(self) -> bool:
        """Whether the number does not follow by its rule."""
        return self.verdict in FAILS

    def become(self, verdict: str) -> Verdict:
        """Return another verdict on a number that can be checked."""
        if self.verdict == NOT_CHECKABLE:
            return self
        return replace(self, verdict=verdict)


@dataclass(frozen=True)
class Judgement:
    """The verdicts on some numbers, with the counts by which roundings are compared."""

    verdicts: list[Verdict]
    failing: int
    by_other_rule: int = 0


@dataclass
class Outcome:
    """What was judged: the columns that are taken as cut off, their numbers, all verdicts."""

    cells: Cells
    cut: frozenset[str]
    verdicts: list[Verdict]

    @property
    def view(self) -> dict[str, Numbers]:
        """The numbers of each column that a relation reads."""
        columns = {column for each in self.verdicts for column in each.relation.columns}
        return view_of(self.cells, columns, self.cut)


def compare(printed: Num, implied: Num | None) -> str:
    """Return the verdict on a printed number, by the number that is implied."""
    if implied is None:
        return NOT_CHECKABLE
    if printed.low <= implied.mid <= printed.high:
        return CONFIRMED
    if overlap(printed, implied):
        return ROUNDING
    distance = max(implied.low - printed.high, printed.low - implied.high)
    unit = printed.high - printed.low
    return LAST_DIGIT if distance < unit else CONTRADICTED


def view_of(cells: Cells, columns: set[str], cut: frozenset[str]) -> dict[str, Numbers]:
    """Return the numbers of some columns, some of which are taken as cut off."""
    return {column: cells.numbers(column, column in cut) for column in columns}


def judge(relations: Sequence[Relation], cells: Cells) -> Outcome:
    """Judge the numbers of some relations."""
    columns = {column for relation in relations for column in relation.columns}
    cells.read(sorted(columns, key=str))
    groups = [
        _Judge(group, cells)
        for relation in relations
        for group in relation.groups(cells.frame)
    ]
    cut = _find_cut(groups, sorted(columns - cells.exact, key=str))
    verdicts = [each for group in groups for each in group.judge(cut).verdicts]
    return Outcome(cells, cut, verdicts)


def _find_cut(groups: Sequence[_Judge], columns: Sequence[str]) -> frozenset[str]:
    """Return the columns that are taken as cut off, so that the fewest numbers do not follow."""

    def score(cut: frozenset[str]) -> tuple[int, int, int]:
        judgements = [group.judge(cut) for group in groups]
        failing = sum(each.failing for each in judgements)
        by_other_rule = sum(each.by_other_rule for each in judgements)
        return failing, by_other_rule, len(cut)

    def search(best: frozenset[str]) -> frozenset[str]:
        while columns and score(best)[:2] > (0, 0):
            options = [best ^ {column} for column in columns]
            option = min(options, key=score)
            if score(option) >= score(best):
                break
            best = option
        return best

    failing, by_other_rule, _ = score(frozenset())
    # What does not follow whether rounded or cut off, no choice of columns mends.
    least = sum(group.least_failing() for group in groups)
    if failing == least and not by_other_rule:
        return frozenset()
    # A column that is cut off alone may make it worse, so the search begins at both ends.
    nearest = search(frozenset())
    if score(nearest)[:2] == (0, 0):
        return nearest
    return min(nearest, search(frozenset(columns)), key=score)


@dataclass
class _Judge:
    """Judges a group under each rounding of the columns that it reads, once."""

    group: Group
    cells: Cells
    known: dict[frozenset[str], Judgement] = field(default_factory=dict)

    def least_failing(self) -> int:
        """Return how many numbers do not follow if each may be rounded or cut off."""
        view = {column: self.cells.either(column) for column in self.group.columns}
        return _judge_group(self.group, view, is_as_printed=False).failing

    def judge(self, cut: frozenset[str]) -> Judgement:
        """Return the verdicts if some columns are taken as cut off."""
        own = cut & self.group.columns
        if own not in self.known:
            view = view_of(self.cells, self.group.columns, own)
            self.known[own] = _judge_group(self.group, view, is_as_printed=not own)
        return self.known[own]


def _judge_group(group: Group, view: View, is_as_printed: bool) -> Judgement:
    """Judge the rule of a group, then its numbers."""
    rule = group.usual
    if isinstance(group.relation, Growth) and group.relation.rule == "factor":
        rule = factor_rule(_pairs(group, view))
    usual = list(_judge_by(rule, group, view))
    failing = sum(each.fails for each in usual)
    if group.binds or not failing:
        return Judgement(usual, failing)
    following = sum(each.follows for each in usual)
    is_enough = following + failing >= ENOUGH_NUMBERS
    if is_enough:
        # One factor for all is tried only as printed, where most numbers fail the usual rule.
        has_factor = is_as_printed and 2 * failing > len(usual)
        other = _other_rule(group, usual, view, has_factor)
        if other is not None:
            return other
    # Few rates are too few to tell a wrong number from another rule; few shares are per cent.
    may_hold = is_enough or isinstance(group.relation, Share)
    if may_hold and following >= PART_OF_USUAL * (following + failing):
        return Judgement(usual, failing)
    return Judgement([each.become(NO_RULE) for each in usual], failing)


def _judge_by(rule: Rule, group: Group, view: View) -> Iterator[Verdict]:
    """Yield the verdict on each number of a group by one rule."""
    for judged in group.judged:
        column, row = judged.cell
        printed = view[column][row]
        if printed is not None:
            implied = judged.implied(view, rule)
            verdict = compare(printed, implied)
            yield Verdict(group.relation, judged, printed, implied, rule, verdict)


def _other_rule(
    group: Group, usual: Sequence[Verdict], view: View, has_factor: bool
) -> Judgement | None:
    """Return the verdicts by the rule that holds better than the usual one, if there is any."""
    is_growth = isinstance(group.relation, Growth)
    most = sum(each.fails for each in usual)
    best: Judgement | None = None
    for rule in _other_rules(group, view, has_factor):
        verdicts = _judge_if_fewer(rule, group, view, most)
        if not verdicts or not _is_better(verdicts, usual, is_growth):
            continue
        if is_growth:
            verdicts = [
                each.become(OTHER_RULE) if each.follows else each for each in verdicts
            ]
        failing = sum(each.fails for each in verdicts)
        following = sum(each.follows for each in verdicts)
        by_other_rule = following if is_growth else 0
        judgement = Judgement(verdicts, failing, by_other_rule)
        if best is None or _order(judgement) < _order(best):
            best = judgement
    return best


def _order(judgement: Judgement) -> tuple[int, int]:
    """Order the fewest that fail first, then the most that follow."""
    following = sum(each.follows for each in judgement.verdicts)
    return judgement.failing, -following


def _judge_if_fewer(rule: Rule, group: Group, view: View, most: int) -> list[Verdict]:
    """Return the verdicts by another rule, or none if as many fail as by the usual one."""
    verdicts = []
    failing = 0
    for verdict in _judge_by(rule, group, view):
        failing += verdict.fails
        if failing >= most:
            return []
        verdicts.append(verdict)
    return verdicts


def _is_better(
    other: Sequence[Verdict], usual: Sequence[Verdict], is_growth: bool
) -> bool:
    """Tell whether another rule, by which fewer numbers fail, replaces the usual one."""
    failing = sum(each.fails for each in other)
    if is_growth:
        confirmed = sum(each.verdict == CONFIRMED for each in other)
        before = sum(each.verdict == CONFIRMED for each in usual)
        # A factor fits some numbers of any column.
        is_loose = other[0].rule.name == "factor" and failing
        if confirmed <= before or is_loose:
            return False
    following = sum(each.follows for each in other)
    return following >= PART_OF_OTHER * (following + failing)


def _other_rules(group: Group, view: View, has_factor: bool) -> Iterator[Rule]:
    """Yield the rules by which a group may follow, beside the usual one."""
    pairs = _pairs(group, view)
    if isinstance(group.relation, Share):
        places = common_places(pairs)
        is_possible = group.relation.entity is None or places in PLACES_OF_ROWS
        scale = scale_rule(places)
        if is_possible and scale.name != group.usual.name:
            yield scale
        return
    yield from (rule for rule in RULES.values() if rule is not group.usual)
    if has_factor:
        yield factor_rule(pairs)


def _pairs(group: Group, view: View) -> list[tuple[Num, Num]]:
    """Return each rate or share with the quotient that it should follow from."""
    ratios = _judge_by(RATIO, group, view)
    return [(each.printed, each.implied) for each in ratios if each.implied]
