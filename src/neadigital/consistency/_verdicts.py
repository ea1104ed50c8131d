"""Judge how columns were rounded, then the rule of each relation, then each number.

The thresholds are frozen. They were chosen with other tables than those shown as examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from neadigital.consistency._cells import Cells, Numbers
from neadigital.consistency._printed import Num, overlap
from neadigital.consistency._relations import (
    Group,
    Growth,
    Judged,
    Rate,
    Relation,
    Share,
    View,
)
from neadigital.consistency._rules import (
    PLACES_OF_ROWS,
    RULES,
    Rule,
    common_factor,
    common_places,
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


@dataclass(frozen=True)
class _Judgement:
    """The verdicts of a group, with the counts by which roundings are compared."""

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
    def view(self) -> View:
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
    nearest = view_of(cells, columns, frozenset())
    groups = [
        _Judge(group, cells)
        for relation in relations
        for group in relation.groups(cells.frame, nearest)
    ]
    cut = _find_cut(groups, sorted(columns - cells.exact, key=str))
    verdicts = []
    for group in groups:
        verdicts += group.judge(cut).verdicts
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
    known: dict[frozenset[str], _Judgement] = field(default_factory=dict)

    def least_failing(self) -> int:
        """Return how many numbers do not follow if each may be rounded or cut off."""
        view = {column: self.cells.either(column) for column in self.group.columns}
        return _judge_group(self.group, view, is_as_printed=False).failing

    def judge(self, cut: frozenset[str]) -> _Judgement:
        """Return the verdicts if some columns are taken as cut off."""
        own = cut & self.group.columns
        if own not in self.known:
            view = view_of(self.cells, self.group.columns, own)
            self.known[own] = _judge_group(self.group, view, is_as_printed=not own)
        return self.known[own]


def _judge_group(group: Group, view: View, is_as_printed: bool) -> _Judgement:
    """Judge the rule of a group, then its numbers."""
    rule = group.usual
    relation = group.relation
    if isinstance(relation, Growth) and relation.rule == "factor":
        rule = common_factor(_pairs(group, view))
    usual = list(_judge_by(rule, group, view))
    checkable = [each for each in usual if each.verdict != NOT_CHECKABLE]
    failing = _count(usual, FAILS)
    if group.binds or not failing:
        return _Judgement(usual, failing)
    if len(checkable) >= ENOUGH_NUMBERS:
        other = _other_rule(group, usual, view, is_as_printed)
        if other is not None:
            return other
    # Few rates are too few to tell a wrong number from another rule; few shares are per cent.
    is_share = isinstance(group.relation, Share)
    is_enough = is_share or len(checkable) >= ENOUGH_NUMBERS
    following = len(checkable) - failing
    if is_enough and following >= PART_OF_USUAL * len(checkable):
        return _Judgement(usual, failing)
    without_rule = [_with(each, NO_RULE) for each in usual]
    return _Judgement(without_rule, failing)


def _judge_by(rule: Rule, group: Group, view: View) -> Iterator[Verdict]:
    """Yield the verdict on each number of a group by one rule."""
    for judged in group.judged:
        column, row = judged.cell
        printed = view[column][row]
        if printed is not None:
            implied = judged.implied(view, rule)
            verdict = compare(printed, implied)
            yield Verdict(group.relation, judged, printed, implied, rule, verdict)


def _judge_if_fewer(rule: Rule, group: Group, view: View, most: int) -> list[Verdict]:
    """Return the verdicts by another rule, or none if as many fail as by the usual one."""
    verdicts = []
    failing = 0
    for verdict in _judge_by(rule, group, view):
        failing += verdict.verdict in FAILS
        if failing >= most:
            return []
        verdicts.append(verdict)
    return verdicts


def _other_rule(
    group: Group, usual: Sequence[Verdict], view: View, is_as_printed: bool
) -> _Judgement | None:
    """Return the verdicts by the rule that holds better than the usual one, if there is any."""
    failing = _count(usual, FAILS)
    # One factor for all is tried only as printed, where most numbers fail the usual rule.
    has_factor = is_as_printed and 2 * failing > len(usual)
    judged = [
        verdicts
        for rule in _candidates(group, view, has_factor)
        if (verdicts := _judge_if_fewer(rule, group, view, failing))
        and _is_better(verdicts, usual, group)
    ]
    if not judged:
        return None
    best = min(judged, key=_by_failing)
    if isinstance(group.relation, Growth):
        best = [
            _with(each, OTHER_RULE) if each.verdict in FOLLOWS else each
            for each in best
        ]
    failing = _count(best, FAILS)
    by_other_rule = _count(best, [OTHER_RULE])
    return _Judgement(best, failing, by_other_rule)


def _by_failing(verdicts: Sequence[Verdict]) -> tuple[int, int]:
    """Order verdicts with the fewest that fail first, then with the most that follow."""
    failing = _count(verdicts, FAILS)
    following = _count(verdicts, FOLLOWS)
    return failing, -following


def _is_better(
    other: Sequence[Verdict], usual: Sequence[Verdict], group: Group
) -> bool:
    """Tell whether another rule, by which fewer numbers fail, replaces the usual one."""
    failing = _count(other, FAILS)
    if isinstance(group.relation, Growth):
        confirmed = _count(other, [CONFIRMED])
        if confirmed <= _count(usual, [CONFIRMED]):
            return False
        # A factor fits some numbers of any column.
        if other[0].rule.name == "factor" and failing:
            return False
    follow = _count(other, FOLLOWS)
    return follow >= PART_OF_OTHER * (follow + failing)


def _candidates(group: Group, view: View, has_factor: bool) -> Iterator[Rule]:
    """Yield the rules by which a group may follow, beside the usual one."""
    relation = group.relation
    pairs = _pairs(group, view)
    if isinstance(relation, Share):
        places = common_places(pairs)
        is_possible = relation.entity is None or places in PLACES_OF_ROWS
        scale = scale_rule(places)
        if is_possible and scale.name != group.usual.name:
            yield scale
    elif isinstance(relation, Growth):
        yield from (rule for rule in RULES.values() if rule is not group.usual)
        if has_factor:
            yield common_factor(pairs)


def _pairs(group: Group, view: View) -> list[tuple[Num, Num]]:
    """Return each rate or share with the quotient that it should follow from."""
    pairs = []
    for rate in group.judged:
        if isinstance(rate, Rate):
            column, row = rate.cell
            printed = view[column][row]
            ratio = rate.ratio(view)
            if printed is not None and ratio is not None:
                pairs.append((printed, ratio))
    return pairs


def _with(verdict: Verdict, other: str) -> Verdict:
    """Return a verdict on a number that can be checked, replaced by another one."""
    is_checkable = verdict.verdict != NOT_CHECKABLE
    return replace(verdict, verdict=other) if is_checkable else verdict


def _count(verdicts: Sequence[Verdict], names: Sequence[str]) -> int:
    return sum(each.verdict in names for each in verdicts)
