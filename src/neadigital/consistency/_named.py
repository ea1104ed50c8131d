"""Relations that a user names, in Python or in the shell, and the cells that they are about.

`growth`, `share`, `total` and `mean` check what they are given, and make the relations.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Ints
from neadigital._engine.tables import Columns, get_column
from neadigital._engine.words import adds_up
from neadigital._options import (
    as_list,
    check_choice,
    must,
    to_dict,
    to_name,
    to_names,
    to_whole,
)
from neadigital.consistency._labels import number_groups, read_years, rows_before
from neadigital.consistency._relations import (
    GROWTH,
    RULE_WORDS,
    RULES,
    Relation,
    add_up,
    annual_rule,
    judge,
    share_rule,
)
from neadigital.consistency._table import Table
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

# The scales of a share, each with its power of ten.
_SCALES = {float(f"1e{places}"): places for places in range(-9, 10)}
# Options of the shell, each with its arguments.
_Options: TypeAlias = dict[str, Sequence[Any]]
# By another rule of growth than the usual one, one of so many rates may fail.
_ONE_OF = 8


@dataclass(frozen=True, eq=False)
class Growth:
    """Rates of growth; made by `consistency.growth`."""

    rate: str
    new: str
    old: str | None = None
    entity: Sequence[str] = ()
    time: str = "year"
    periods: int = 1
    rule: str | None = None

    def __str__(self) -> str:
        """Return what should follow, in words."""
        if self.old is not None:
            text = f"{self.rate} is the growth from {self.old} to {self.new}"
        else:
            text = f"{self.rate} is the growth of {self.new} along {self.time}"
            if self.entity:
                entities = ", ".join(self.entity)
                text += f" by {entities}"
            if self.periods != 1:
                text += f" over {self.periods}"
        if self.rule not in (None, GROWTH.name):
            text += RULE_WORDS.get(self.rule, f", rule {self.rule}")
        return text

    @property
    def options(self) -> _Options:
        """The options of the shell that name it."""
        rule = [] if self.rule in (None, GROWTH.name) else [self.rule]
        if self.old is not None:
            return {"--growth": [self.rate, self.new, self.old], "--rule": rule}
        names = {"--growth": [self.rate, self.new], "--time": [self.time]}
        return {**names, "--rule": rule, **_keys(*self.entity)}

    def resolve(self, table: Table) -> list[Relation]:
        """Return the rates of a table."""
        rate = table.cells(self.rate)
        new = table.cells(self.new)
        cells = np.stack([rate, new, self._old(table)], axis=1)
        if self.rule is None:
            return [self._by_likely_rule(cells, table)]
        is_annual = self.rule == "annual"
        rule = annual_rule(self.periods) if is_annual else RULES[self.rule]
        return [Relation(str(self), cells, rule=rule)]

    def _old(self, table: Table) -> Ints:
        """Return the cells of the old values: of the same row, or of one some years earlier."""
        if self.old is not None:
            return table.cells(self.old)
        times = get_column(table.frame, self.time)
        years = read_years(times)
        if not any(years):
            raise ValueError(
                f"Column {self.time!r} has no years such as 2021. Name another column, or the "
                "column of the old values."
            )
        _refuse_repeats(table.frame, [*self.entity, self.time])
        series = number_groups(table.frame, self.entity).tolist()
        before = rows_before(series, years, self.periods)
        new = table.cells(self.new)
        return np.where(before >= 0, new[before], -1)

    def _by_likely_rule(self, cells: Ints, table: Table) -> Relation:
        """Return rates by the usual rule, or by another one if that fails and the other follows."""
        usual = judge(Relation(str(self), cells, rule=GROWTH), table)
        if usual.holds:
            return usual
        for name in RULE_WORDS:
            text = str(replace(self, rule=name))
            other = judge(Relation(text, cells, rule=RULES[name]), table)
            fails = other.fails & ~other.is_near
            if _ONE_OF * fails.sum() <= other.numbers:
                return other
        return usual


@dataclass(frozen=True, eq=False)
class Share:
    """Shares of a whole; made by `consistency.share`."""

    share: str
    part: str
    whole: Any
    entity: str | None = None
    within: Sequence[str] = ()
    places: int = 2

    def __str__(self) -> str:
        """Return what should follow, in words."""
        text = f"{self.share} is {self.part} / {self.whole}"
        text += _within(self.within)
        if self.places not in (0, 2):
            text += f", times 10^{self.places}"
        return text

    @property
    def options(self) -> _Options:
        """The options of the shell that name it, none for a share that is no per cent."""
        if self.places != 2:
            return {}
        names = [self.share, self.part, self.whole]
        return {"--share": names, **_keys(self.entity, *self.within)}

    def resolve(self, table: Table) -> list[Relation]:
        """Return the shares of a table."""
        part = table.cells(self.part)
        share = table.cells(self.share)
        whole = self._wholes(table, part)
        cells = np.stack([share, part, whole], axis=1)
        return [Relation(str(self), cells, rule=share_rule(self.places))]

    def _wholes(self, table: Table, part: Ints) -> Ints:
        """Return the cells of the whole: a column, or one row of the part for its group."""
        may_be_column = self.entity is None
        if may_be_column and self.whole in table.places:
            return table.cells(self.whole)
        [row_of_group] = _rows_of(table, self.entity, [self.whole], self.within)
        groups = number_groups(table.frame, self.within)
        rows = row_of_group[groups]
        return np.where(rows >= 0, part[rows], -1)


@dataclass(frozen=True, eq=False)
class Total:
    """Totals or means of parts; made by `consistency.total` and `mean`."""

    total: Any
    signs: Mapping[Any, int]
    values: Sequence[str] = ()
    entity: str | None = None
    within: Sequence[str] = ()
    is_mean: bool = False

    def __str__(self) -> str:
        """Return what should follow, in words."""
        of = "the mean of " if self.is_mean else ""
        text = f"{self.total} is {of}{add_up(self.signs)}"
        return text + _within(self.within)

    @property
    def options(self) -> _Options:
        """The options of the shell that name it."""
        less = [part for part, sign in self.signs.items() if sign < 0]
        parts = [part for part in self.signs if part not in less]
        option = "--mean" if self.is_mean else "--total"
        return {
            option: [self.total, *parts],
            "--less": less,
            "--value": self.values,
            **_keys(self.entity, *self.within),
        }

    def resolve(self, table: Table) -> list[Relation]:
        """Return the totals of a table: of its columns, or of its rows in some columns."""
        for name in self.within:
            get_column(table.frame, name)
        is_of_columns = self.entity is None and not self.values
        # A row may have the name of a column, such as Total: then its parts tell.
        has_parts = not table.places.keys().isdisjoint(self.signs)
        is_row = table.frame.isin([self.total]).to_numpy().any()
        is_of_columns &= has_parts or not is_row
        if is_of_columns and self.total in table.places:
            names = [self.total, *self.signs]
            columns = list(map(table.cells, names))
            cells = np.stack(columns, axis=1)
            return [self._relation(str(self), cells)]
        names = list(self.values) or table.numeric
        relations = [self._of_rows(table, name) for name in names]
        if self.values or self.is_mean:
            return relations
        amounts = [each for each in relations if not _are_rates(each, table)]
        # What is named is judged, whatever its numbers look like.
        return amounts or relations

    def _of_rows(self, table: Table, name: str) -> Relation:
        """Return the totals of rows in a column."""
        members = [self.total, *self.signs]
        rows = _rows_of(table, self.entity, members, self.within)
        has_total = rows[0] >= 0
        by_total = rows[:, has_total].T
        of_column = table.cells(name)
        cells = np.where(by_total >= 0, of_column[by_total], -1)
        return self._relation(f"{name}: {self}", cells)

    def _relation(self, text: str, cells: Ints) -> Relation:
        factors = tuple(self.signs.values())
        over = len(factors) if self.is_mean else 1
        return Relation(text, cells, factors, over=over)


def _keys(entity: str | None = None, *within: str) -> _Options:
    """Return the options of the shell for the members, and for what separates their rows."""
    return {} if entity is None else {"--entity": [entity], "--within": within}


def _within(names: Sequence[str]) -> str:
    if not names:
        return ""
    listed = ", ".join(map(str, names))
    return f", within {listed}"


def _are_rates(relation: Relation, table: Table) -> bool:
    """Tell whether rows of a column do not add up, as rates and means do not.

    No total follows, and the name says growth or share, or each total lies between its parts.
    """
    judged = judge(relation, table)
    failing = judged.cells[judged.fails]
    total, *parts = table.numbers.mid[failing.T]
    least = np.min(parts, axis=0)
    most = np.max(parts, axis=0)
    is_between = (least <= total) & (total <= most)
    name = str(table.column(relation.cells[0, 0]))
    is_rate = is_between.all() or not adds_up(name)
    return bool(is_rate and not judged.follows.any())


def _rows_of(
    table: Table, entity: str | None, members: Sequence[Any], within: Sequence[str]
) -> Ints:
    """Return for each member its row in each group of rows, -1 where the group has none."""
    entity = entity or _column_of(table, members[0])
    _refuse_repeats(table.frame, [*within, entity])
    labels = get_column(table.frame, entity).tolist()
    for member in members:
        if member not in labels:
            raise UnknownChoiceError(member, dict.fromkeys(labels), kind="row")
    groups = number_groups(table.frame, within)
    rows = pd.Series(np.arange(len(labels)), index=[labels, groups])
    by_group = rows.unstack(fill_value=-1, sort=False)
    return by_group.loc[list(members)].to_numpy(dtype=np.int64)


def _column_of(table: Table, member: Any) -> str:
    """Return the first column of labels that has a member."""
    choices = list(table.names)
    for name in table.names:
        if name in table.numeric:
            continue
        members = table.frame[name].tolist()
        if member in members:
            return str(name)
        choices += members
    raise UnknownChoiceError(member, choices, kind="column or row")


def _refuse_repeats(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise if two rows have the same keys."""
    columns = [get_column(frame, name) for name in names]
    keys = pd.concat(columns, axis="columns")
    repeated = keys[keys.duplicated()].drop_duplicates()
    if len(repeated):
        raise DuplicateKeyError(names, list(map(tuple, repeated.to_numpy().tolist())))


# What users call


def growth(
    rate: str,
    new: str,
    old: str | None = None,
    *,
    entity: Columns | None = "economy",
    time: str = "year",
    within: Columns | None = None,
    periods: int = 1,
    rule: str | None = None,
) -> Growth:
    r"""Say that a column of rates follows from the change between two values.

    Parameters
    ----------
    rate : str
        The column of the printed rates.
    new : str
        The column of the values.
    old : str, optional
        The column of the earlier values in the same row. Without it they are those of `new`,
        `periods` earlier.
    entity : str or list of str, default 'economy'
        The column of the members; None if all rows are one series. It is not read if there is
        `old`.
    time : str, default 'year'
        The column of the year. A row without one, such as a part of a year, is compared with none.
    within : str or list of str, optional
        What else separates the rows.
    periods : int, default 1
        Years between the two values.
    rule : str, optional
        How the rate follows from the new value n and the old value o. ``previous`` 100 (n/o - 1),
        which is the usual one, ``current`` 100 (1 - o/n), ``midpoint`` 200 (n - o)/(n + o), ``log``
        100 ln(n/o), ``index`` 100 n/o, ``fraction`` n/o - 1, or ``annual`` 100 ((n/o)^(1/periods)
        - 1).

    Returns
    -------
    Relation
        What `examine` takes. A rate whose old value is 0 or negative is ``not_checkable``.

    References
    ----------
    IMF (2017).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("new,old,rate\n110,100,10.0\n231,220,5.0\n")
    >>> relation = consistency.growth("rate", "new", "old")
    >>> consistency.examine(table, relation).numbers["verdict"].tolist()
    ['confirmed', 'confirmed']
    """
    if rule is not None:
        check_choice("rule", rule, [*RULES, "annual"])
    return Growth(
        to_name("rate", rate),
        to_name("new", new),
        None if old is None else to_name("old", old),
        [*_to_columns("within", within), *_to_columns("entity", entity)],
        to_name("time", time),
        to_whole("periods", periods, 1),
        rule,
    )


def share(
    share: str,
    part: str,
    whole: Hashable,
    *,
    entity: str | None = None,
    within: Columns | None = None,
    scale: float = 100,
) -> Share:
    r"""Say that a column of shares or quotients follows from a part and its whole.

    Parameters
    ----------
    share : str
        The column of the printed shares.
    part : str
        The column of the parts.
    whole : str
        The column of the whole, or the member whose row is the whole.
    entity, within : str or list of str, optional
        As of `total`.
    scale : float, default 100
        The share is ``scale * part / whole``: a power of ten, 100 for per cent, 1 for a fraction.

    Returns
    -------
    Relation
        What `examine` takes. A share of a whole that is 0 or negative is ``not_checkable``.

    References
    ----------
    de Waal, Pannekoek and Scholtus (2011).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("item,sales,pct\nA,12.1,59.6\nB,8.2,44.0\nAll,20.3,100\n")
    >>> relation = consistency.share("pct", "sales", "All", entity="item")
    >>> result = consistency.examine(table, relation)
    >>> result.numbers[["verdict", "suspects"]].values.tolist()[1]
    ['contradicted', 'pct at B: 40.0 to 40.7; sales at B: 8.9 to 9.0']
    """
    if scale not in _SCALES:
        raise ValueError(must("scale", "be a power of ten from 1e-9 to 1e9", scale))
    return Share(
        to_name("share", share),
        to_name("part", part),
        whole,
        None if entity is None else to_name("entity", entity),
        _to_columns("within", within),
        _SCALES[scale],
    )


def total(
    total: Hashable,
    parts: Iterable[Hashable] | Mapping[Any, int],
    *,
    value: Columns | None = None,
    entity: str | None = None,
    within: Columns | None = None,
) -> Total:
    r"""Say that a total follows from its parts, by columns or by rows.

    A missing part may be 0 or unknown: such a total follows if it is 0, and else cannot be checked.

    Parameters
    ----------
    total : str
        The column of the total, or the member whose row is the total.
    parts : list, or mapping to 1 or -1
        The columns or members that are added up, or subtracted: ``{"exports": 1, "imports": -1}``.
    value : str or list of str, optional
        The columns in which rows add up. By default all columns of numbers, without those in which
        no total follows and each lies between its parts, as rates and means do.
    entity : str, optional
        The column of the members. By default the first one that has the total, if that is no
        column.
    within : str or list of str, optional
        What else separates the rows; each has its own total.

    Returns
    -------
    Relation
        What `examine` takes.

    References
    ----------
    de Waal, Pannekoek and Scholtus (2011).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("exports,imports,balance\n4.7,3.8,0.9\n")
    >>> relation = consistency.total("balance", {"exports": 1, "imports": -1})
    >>> consistency.examine(table, relation).numbers["verdict"].tolist()
    ['confirmed']
    """
    if isinstance(parts, (Mapping, pd.Series)):
        signs = to_dict("parts", parts)
        names = list(signs)
    else:
        names = as_list(parts)
        signs = dict.fromkeys(names, 1)
    is_signed = set(signs.values()) <= {1, -1}
    are_different = len({total, *names}) > len(names)
    if not signs or not is_signed or not are_different:
        wanted = "name parts, each once and as 1 or -1, without what follows from them"
        raise ValueError(must("parts", wanted, parts))
    return Total(
        total,
        signs,
        _to_columns("value", value),
        None if entity is None else to_name("entity", entity),
        _to_columns("within", within),
    )


def mean(
    mean: Hashable,
    parts: Iterable[Hashable],
    *,
    value: Columns | None = None,
    entity: str | None = None,
    within: Columns | None = None,
) -> Total:
    r"""Say that a number is the plain mean of others, by columns or by rows.

    Parameters
    ----------
    mean : str
        The column of the mean, or the member whose row is the mean.
    parts : list
        The columns or members of which it is the mean.
    value : str or list of str, optional
        The columns in which rows have their mean. By default all columns of numbers.
    entity, within : str or list of str, optional
        As of `total`.

    Returns
    -------
    Relation
        What `examine` takes. A mean of which a part is missing is ``not_checkable``.

    References
    ----------
    de Waal, Pannekoek and Scholtus (2011).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("city,a,b,c,score\nP,71,64,78,71.0\nQ,60,55,59,85.0\n")
    >>> result = consistency.examine(table, consistency.mean("score", ["a", "b", "c"]))
    >>> result.causes[["row", "printed", "could_be", "slip"]].values.tolist()
    [['Q', '85.0', '57.5 to 58.5', 'two digits: 58.0']]
    """
    sums = total(mean, as_list(parts), value=value, entity=entity, within=within)
    return replace(sums, is_mean=True)


def _to_columns(role: str, columns: Columns | None) -> list[str]:
    return [] if columns is None else to_names(role, columns)
