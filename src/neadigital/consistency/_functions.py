"""What users call: the check, its causes, and relations to state."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal

import pandas as pd

from neadigital._engine.panel import Columns, FrameLike, to_frame
from neadigital._options import (
    as_list,
    check_choice,
    must,
    to_dict,
    to_name,
    to_names,
    to_whole,
)
from neadigital.consistency._cells import Cells, Decimals
from neadigital.consistency._examine import Examined, examine
from neadigital.consistency._relations import Growth, Relation, Share, Total
from neadigital.consistency._rules import MOST_PLACES, NAMES


def check(
    data: FrameLike,
    *relations: Relation,
    exact: Iterable[str] = (),
    decimals: Decimals = None,
    decimal: Literal[".", ","] | None = None,
) -> pd.DataFrame:
    r"""Judge the printed numbers of a table by what follows from its other numbers.

    Parameters
    ----------
    data : DataFrame
        The table as printed; see `neadigital.consistency`.
    *relations : Relation
        What should follow from what; see `neadigital.consistency`.
    exact, decimals, decimal : str, int or list
        How the numbers are printed; see `neadigital.consistency`.

    Returns
    -------
    pandas.DataFrame
        A row per number judged: ``relation``, ``row`` (its label), ``column``, ``printed``,
        ``implied`` (what follows from the other numbers as printed; NaN if nothing does) with its
        bounds ``low`` and ``high``, ``rule`` (with the columns that are taken as cut off),
        ``verdict`` and ``suspects``.

        The verdict is ``confirmed`` (what follows rounds to it), ``rounding`` (the bounds reach
        it), ``other_rule`` (it follows by another rule than the usual one); ``last_digit`` and
        ``contradicted`` (it does not follow, by less or by more than a unit of its last digit);
        ``no_rule`` (no rule holds for its relation) or ``not_checkable`` (a number is missing, or
        the base is not above 0).

        ``suspects`` lists the cells of which one other value, which is shown, would mend every
        relation in which they are, those that mend most first.

    References
    ----------
    Fellegi and Holt (1976).

    Examples
    --------
    In 2022 two digits were swapped, as the growth of both years shows.

    >>> from neadigital import consistency
    >>> table = consistency.read(
    ...     "year,sales,growth\n2018,412,\n2019,431,4.6\n2020,455,5.6\n2021,470,3.3\n"
    ...     "2022,458,3.2\n2023,506,4.3\n2024,530,4.7\n"
    ... )
    >>> relation = consistency.growth("growth", "sales", entity=None)
    >>> found = consistency.check(table, relation)
    >>> found["verdict"].tolist()
    ['confirmed', 'confirmed', 'confirmed', 'contradicted', 'contradicted', 'confirmed']
    >>> found["suspects"].iloc[3]
    'sales at 2022: 484 to 486; growth at 2022: -2.8 to -2.3'
    """
    return _examine(data, relations, exact, decimals, decimal).numbers_table()


def causes(
    data: FrameLike,
    *relations: Relation,
    exact: Iterable[str] = (),
    decimals: Decimals = None,
    decimal: Literal[".", ","] | None = None,
) -> pd.DataFrame:
    r"""Find the fewest cells of which other values would mend all that does not follow.

    The cell that ends most comes first, and each next one ends most of what is left.

    Parameters
    ----------
    data : DataFrame
        The table as printed; see `neadigital.consistency`.
    *relations : Relation
        What should follow from what; see `neadigital.consistency`.
    exact, decimals, decimal : str, int or list
        How the numbers are printed; see `neadigital.consistency`.

    Returns
    -------
    pandas.DataFrame
        A row per cell: ``column``, ``row``, ``printed``, ``could_be`` (the values with as many
        digits that mend all its relations), ``ends`` (how many numbers then follow), ``slip`` (a
        likely slip that gives such a value: one digit, two digits that changed places, the sign,
        the point, another year's value; else empty) and ``also_possible`` (other cells that would
        end the same).

    References
    ----------
    Fellegi and Holt (1976).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("a,b,all\n4.7,3.8,8.5\n5.1,4.0,19.1\n5.6,4.4,10.0\n")
    >>> relation = consistency.total("all", ["a", "b"])
    >>> found = consistency.causes(table, relation)
    >>> found[["column", "row", "could_be", "slip"]].values.tolist()
    [['all', 1, '9.0 to 9.2', 'one digit: 9.1']]
    """
    return _examine(data, relations, exact, decimals, decimal).causes_table()


def relations(
    data: FrameLike,
    *,
    exact: Iterable[str] = (),
    decimals: Decimals = None,
    decimal: Literal[".", ","] | None = None,
) -> pd.DataFrame:
    r"""Find relations between the numbers of a table: growth, shares, totals and balances.

    A number may follow by accident. The chance of that is the part of the column's other numbers
    that would follow in its place. Each number that follows adds the negative binary logarithm of
    its chance, in bits, and each that does not takes twice that; the logarithm of the number of
    relations that were tried is subtracted.

    Parameters
    ----------
    data : DataFrame
        The table as printed; see `neadigital.consistency`.
    exact, decimals, decimal : str, int or list
        How the numbers are printed; see `neadigital.consistency`.

    Returns
    -------
    pandas.DataFrame
        A row per relation with at least 7 bits: ``relation`` (to pass on:
        ``check(data, *found["relation"])``), ``text``, ``follow`` (how many numbers follow) of
        ``numbers`` that can be checked, ``bits``, and ``judged``: whether `check` judges by it,
        which needs 15 bits, or that all follow.

    References
    ----------
    Shannon (1948).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read(
    ...     "exports,imports,turnover\n41.2,38.8,80.0\n43.1,39.9,83.0\n45.5,46.1,91.6\n"
    ...     "47.0,44.2,91.2\n48.5,49.3,97.8\n50.6,47.7,98.3\n"
    ... )
    >>> found = consistency.relations(table)
    >>> found[["text", "follow", "numbers", "judged"]].values.tolist()
    [['turnover is exports + imports', 6, 6, True]]
    """
    return _examine(data, (), exact, decimals, decimal).relations_table()


def _examine(
    data: FrameLike,
    relations: Iterable[Relation],
    exact: Iterable[str],
    decimals: Decimals,
    decimal: Literal[".", ","] | None,
) -> Examined:
    """Judge a table by some relations, or by those that are found."""
    for relation in relations:
        if not isinstance(relation, Relation):
            wanted = "be made by consistency.growth, share or total"
            raise TypeError(must("A relation", wanted, relation))
    return examine(Cells(to_frame(data), exact, decimals, decimal), relations)


# Relations


def growth(
    rate: str,
    new: str,
    old: str | None = None,
    *,
    entity: Columns | None = "economy",
    time: str = "year",
    within: Columns | None = None,
    periods: int | str = 1,
    rule: str | None = None,
) -> Relation:
    r"""Say that a column of rates follows from the change between two values.

    Unless `rule` names it, the rule is judged before the numbers, in each `within`, from five
    numbers up: the usual one, ``previous``, holds if a third of them follow it, and another one
    replaces it if fewer numbers fail and more are confirmed. With fewer than five numbers all must
    follow, else no rule holds.

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
        The column of the year, whole numbers or their text. It is not read if there is `old`.
    within : str or list of str, optional
        What else separates the rows; the rule is judged in each.
    periods : int or str, default 1
        Years between the two values, or the column that has them.
    rule : str, optional
        The rule, which then binds: how the rate follows from the new value n and the old value o.
        ``previous`` 100 (n/o - 1), ``current`` 100 (1 - o/n), ``log`` 100 ln(n/o), ``index``
        100 n/o, ``fraction`` n/o - 1, ``factor`` 100 (k n/o - 1) with one k for all (as in sales
        per selling day), or ``annual`` 100 ((n/o)^(1/periods) - 1).

    Returns
    -------
    Relation
        What `check` takes. A rate whose old value is 0 or negative is ``not_checkable``.

    References
    ----------
    IMF (2017).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("new,old,rate\n110,100,10.0\n231,220,5.0\n")
    >>> consistency.check(table, consistency.growth("rate", "new", "old"))["verdict"].tolist()
    ['confirmed', 'confirmed']
    """
    if rule is not None:
        check_choice("rule", rule, NAMES)
    if not isinstance(periods, str):
        periods = to_whole("periods", periods, 1)
    return Growth(
        to_name("rate", rate),
        to_name("new", new),
        None if old is None else to_name("old", old),
        _to_columns("entity", entity),
        to_name("time", time),
        _to_columns("within", within),
        periods,
        rule,
    )


def share(
    share: str,
    part: str,
    whole: Hashable,
    *,
    entity: str | None = None,
    within: Columns | None = None,
    scale: float | None = None,
) -> Relation:
    r"""Say that a column of shares or quotients follows from a part and its whole.

    The share is ``scale * part / whole``. Unless `scale` is given, it is judged before the numbers,
    in each `within`, from five numbers up: per cent, or the power of ten from 1e-9 to 1e9 that most
    numbers have, as in fractions or GDP per head; of a row's total a fraction, per cent or per
    mille. With fewer it is per cent.

    Parameters
    ----------
    share : str
        The column of the printed shares.
    part : str
        The column of the parts.
    whole : str
        The column of the whole; with `entity`, the member whose row is the whole.
    entity : str, optional
        The column of the members.
    within : str or list of str, optional
        What else separates the rows; each has its own whole.
    scale : float, optional
        The power of ten, which then binds: 100 for per cent, 1 for a fraction.

    Returns
    -------
    Relation
        What `check` takes. A share of a whole that is 0 or negative is ``not_checkable``.

    References
    ----------
    de Waal, Pannekoek and Scholtus (2011).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("item,sales,pct\nA,12.1,59.6\nB,8.2,44.0\nAll,20.3,100\n")
    >>> relation = consistency.share("pct", "sales", "All", entity="item")
    >>> consistency.check(table, relation)[["verdict", "suspects"]].values.tolist()[1]
    ['contradicted', 'pct at B: 40.0 to 40.7; sales at B: 8.9 to 9.0']
    """
    if entity is None:
        whole = to_name("whole", whole)
    else:
        entity = to_name("entity", entity)
    return Share(
        to_name("share", share),
        to_name("part", part),
        whole,
        entity,
        _to_columns("within", within),
        None if scale is None else _to_places(scale),
    )


def _to_places(scale: float) -> int:
    """Return the exponent of a power of ten."""
    for places in range(-MOST_PLACES, MOST_PLACES + 1):
        if float(scale) == float(f"1e{places}"):
            return places
    raise ValueError(must("scale", "be a power of ten from 1e-9 to 1e9", scale))


def total(
    total: Hashable,
    parts: Iterable[Hashable] | Mapping[Any, int],
    *,
    value: str | None = None,
    entity: str | None = None,
    within: Columns | None = None,
    rates: str | Mapping[str, str] | None = None,
) -> Relation:
    r"""Say that a total follows from its parts, by columns or by rows.

    Each number is judged. A missing part may be 0 or unknown, so such a total is ``not_checkable``:
    write 0 where the table means it.

    Parameters
    ----------
    total : str
        The column of the total; with `entity`, the member whose row is the total.
    parts : list, or mapping to 1 or -1
        The columns or members that are added up, or subtracted: ``{"exports": 1, "imports": -1}``.
    value : str, optional
        The column of the numbers; needed with `entity`, and only then.
    entity : str, optional
        The column of the members.
    within : str or list of str, optional
        What else separates the rows; each has its own total.
    rates : str, or mapping of str to str, optional
        The growth in per cent of the total and of its parts: a column, with `entity`; else for each
        column of levels, the total among them, that of its growth. The growth of the total is then
        judged too, from the levels and growths of the parts, though last year's levels are not
        printed.

    Returns
    -------
    Relation
        What `check` takes.

    References
    ----------
    de Waal, Pannekoek and Scholtus (2011).

    Examples
    --------
    >>> from neadigital import consistency
    >>> table = consistency.read("exports,imports,balance\n4.7,3.8,0.9\n")
    >>> relation = consistency.total("balance", {"exports": 1, "imports": -1})
    >>> consistency.check(table, relation)["verdict"].tolist()
    ['confirmed']
    """
    if isinstance(parts, (Mapping, pd.Series)):
        signs = to_dict("parts", parts)
    else:
        signs = dict.fromkeys(as_list(parts), 1)
    is_signed = set(signs.values()) <= {1, -1}
    if not signs or not is_signed or total in signs:
        wanted = "name the parts, each 1 or -1, without the total"
        raise ValueError(must("parts", wanted, parts))
    if (value is None) != (entity is None):
        raise ValueError("value and entity go together: pass both, or neither.")
    if entity is not None:
        value = to_name("value", value)
        entity = to_name("entity", entity)
    return Total(
        total,
        signs,
        value,
        entity,
        _to_columns("within", within),
        None if rates is None else _to_rates(rates, total, signs, entity),
    )


def _to_rates(
    rates: str | Mapping[str, str],
    total: Hashable,
    signs: Mapping[Any, int],
    entity: Any,
) -> str | dict[Any, str]:
    """Check and return the columns of the growth of a total and of its parts."""
    if set(signs.values()) != {1}:
        raise ValueError("rates need parts that are added up, none subtracted.")
    if entity is not None:
        return to_name("rates", rates)
    columns = to_dict("rates", rates)
    if set(columns) != {total, *signs}:
        wanted = "name the growth of the total and of each part, and of nothing else"
        raise ValueError(must("rates", wanted, rates))
    return columns


def _to_columns(role: str, columns: Columns | None) -> list[str]:
    return [] if columns is None else to_names(role, columns)
