"""Consistency: check whether a printed table follows from itself.

A table often prints numbers that follow from others of it: growth from two values, a share from a
part and its whole, a total from its parts. `check` recomputes them. A printed number is an interval
of half a unit of its last digit, and intervals are carried through exactly, so rounding alone never
makes a contradiction.

A contradiction says that some printed numbers do not fit each other; it does not say which of them
is right. A base that was revised, a part of a year and growth in constant prices also contradict,
and nothing is wrong with them: read docs/check_a_table.md first, which also gives the sources.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal

import pandas as pd

from neadigital._engine.validation import Columns, FrameLike, to_frame
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
from neadigital.consistency._relations import Growth, Judged, Relation, Share, Total
from neadigital.consistency._rules import NAMES
from neadigital.consistency._suspects import Suspects
from neadigital.consistency._verdicts import judge

__all__ = ["check", "growth", "share", "total"]


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


def check(
    data: FrameLike,
    *relations: Relation,
    decimals: Decimals = None,
    decimal: Literal[".", ","] = ".",
) -> pd.DataFrame:
    """Judge the printed numbers of a table by what follows from its other numbers.

    Text is best, as it keeps all digits: ``pd.read_csv(file, dtype=str)``. Numbers may be written
    as ``1,060.4``, ``22 503,5`` (with ``decimal=","``), ``(12.3)`` (negative), ``90.2 (2020)``
    and ``+0.9 %``; text without a digit (``-``, ``..``) is a missing number. A printed number lies
    within half a unit of its last digit. If three or more numbers of a column all end in 0, that
    one digit is taken as not printed, unless `decimals` says how many are; three or more zeros at
    the end of a whole number are read as rounding.

    Parameters
    ----------
    data : DataFrame
        The table as printed: a pandas DataFrame, or a table with `to_pandas` or
        `__arrow_c_stream__`, such as polars' or DuckDB's. Its index names the rows in the result.
    *relations : Relation
        What should follow from what, made by `growth`, `share` and `total`.
    decimals : int or mapping of str to int, optional
        How many decimals are printed in columns of floats, for all or by column: 0.1 and 0.10 are
        one float. Columns of whole numbers and text need none.
    decimal : {'.', ','}, default '.'
        The decimal mark in text. The other mark, or a space, may separate thousands.

    Returns
    -------
    pandas.DataFrame
        A row per number judged: ``relation``, ``row`` (its label), ``column``, ``printed``,
        ``implied`` (what follows from the other numbers as printed; NaN if nothing does) with its
        bounds ``low`` and ``high``, ``rule``, ``verdict``, ``suspects`` and ``readings``.

        The verdict is ``confirmed`` (what follows rounds to it), ``rounding`` (the bounds reach
        it), ``last_digit`` (less than one unit of its last digit beyond the bounds), ``other_rule``
        (it follows by another rule than the one named), ``contradicted`` (others of the relation
        follow, this does not), ``no_rule`` (no rule holds for its relation) or ``not_checkable``
        (a number is missing, or the base is not above 0).

        ``suspects`` lists the cells of which one other value, which is shown, would mend every
        relation in which they are, those that mend most contradictions first. ``readings`` lists
        slips of one step that would explain the contradiction: a shifted decimal point, a factor of
        1,000, the sign, two neighbouring digits swapped, a neighbouring row. They are hints.

    Raises
    ------
    KeyError
        If a column is not in the data.
    ValueError
        If digits are not a number (the column and row are named), floats come without `decimals`
        or have more, or a member that a relation names is absent.
    DuplicateKeyError
        If rows that are paired or looked up have the same key.

    References
    ----------
    Fellegi and Holt (1976).

    Examples
    --------
    In 2022 two digits were swapped, as the growth of both years shows.

    >>> import pandas as pd
    >>> from neadigital import consistency
    >>> printed = pd.DataFrame(
    ...     {
    ...         "year": range(2018, 2025),
    ...         "sales": ["412", "431", "455", "470", "458", "506", "530"],
    ...         "growth": ["", "4.6", "5.6", "3.3", "3.2", "4.3", "4.7"],
    ...     },
    ... ).set_index("year", drop=False)
    >>> found = consistency.check(printed, consistency.growth("growth", "sales", entity=None))
    >>> found["verdict"].tolist()
    ['confirmed', 'confirmed', 'confirmed', 'contradicted', 'contradicted', 'confirmed']
    >>> found["suspects"].iloc[3]
    'sales at 2022: 484 to 486; growth at 2022: -2.8 to -2.3'
    >>> found["readings"].iloc[3]
    'sales at 2022: digits swapped, 485'
    """
    frame = to_frame(data)
    if not relations:
        raise ValueError("Pass a relation: consistency.growth, share or total.")
    for relation in relations:
        if not isinstance(relation, Relation):
            wanted = "be made by consistency.growth, share or total"
            raise TypeError(must("A relation", wanted, relation))
    cells = Cells(frame, decimals, decimal)
    judged = [each for relation in relations for each in judge(relation, cells)]
    cells.check_decimals()
    suspects = Suspects(judged, cells)
    rows = [_row(each, cells, suspects) for each in judged]
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    "relation",
    "row",
    "column",
    "printed",
    "implied",
    "low",
    "high",
    "rule",
    "verdict",
    "suspects",
    "readings",
]


def _row(judged: Judged, cells: Cells, suspects: Suspects) -> dict[str, Any]:
    """Return the row of the result that describes one judged number."""
    column, position = judged.cell
    found = suspects.of(judged)
    row = {
        "relation": judged.relation,
        "row": cells.label(position),
        "column": column,
        "printed": judged.printed.value,
        "rule": judged.rule,
        "verdict": judged.verdict,
        "suspects": "; ".join(map(suspects.text, found)),
        "readings": "; ".join(suspects.readings(judged, found)),
    }
    if judged.implied:
        implied = judged.implied
        row["implied"] = implied.value
        row["low"], row["high"] = float(implied.low), float(implied.high)
    return row


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
    rule: str = "previous",
) -> Relation:
    """Say that a column of rates follows from the change between two values.

    The rule is judged before the numbers, in each `within`, from five numbers up: it holds if a
    third of them follow it to what rounding allows, or half of them to a last digit. If it leaves a
    contradiction and another rule leaves none, the other one replaces it. With fewer than five
    numbers all must follow, else no rule holds.

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
        The column of the member, such as an economy; None if all rows are one series. It is not
        read if there is `old`.
    time : str, default 'year'
        The column of the year, whole numbers or their text. It is not read if there is `old`.
    within : str or list of str, optional
        The columns of whatever else separates the rows, such as an indicator; the rule is judged in
        each.
    periods : int or str, default 1
        Years between the two values, or the column that has them.
    rule : str, default 'previous'
        How the rate follows from the new value n and the old value o: ``previous`` 100 (n/o - 1),
        ``current`` 100 (1 - o/n), ``log`` 100 ln(n/o), ``index`` 100 n/o, ``fraction`` n/o - 1,
        ``difference`` n - o, ``factor`` 100 (k n/o - 1) with one k for all (as in sales per selling
        day), or ``annual`` 100 ((n/o)^(1/periods) - 1).

    Returns
    -------
    Relation
        What `check` takes. A rate whose old value is 0 or negative is ``not_checkable``.

    References
    ----------
    IMF (2017).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import consistency
    >>> printed = pd.DataFrame(
    ...     {"new": ["110", "231"], "old": ["100", "220"], "rate": ["10.0", "5.0"]}
    ... )
    >>> consistency.check(printed, consistency.growth("rate", "new", "old"))["verdict"].tolist()
    ['confirmed', 'confirmed']
    """
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
) -> Relation:
    """Say that a column of shares, in per cent, follows from a part and its whole.

    Each number is judged: ``100 part / whole``.

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
        The columns of whatever else separates the rows, such as the year; each has its own whole.

    Returns
    -------
    Relation
        What `check` takes. A share of a whole that is 0 or negative is ``not_checkable``.

    References
    ----------
    de Waal, Pannekoek and Scholtus (2011).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import consistency
    >>> printed = pd.DataFrame(
    ...     {
    ...         "item": ["A", "B", "All"],
    ...         "sales": ["12.1", "8.2", "20.3"],
    ...         "pct": ["59.6", "44.0", "100"],
    ...     }
    ... )
    >>> relation = consistency.share("pct", "sales", "All", entity="item")
    >>> consistency.check(printed, relation)[["verdict", "suspects"]].values.tolist()[1]
    ['contradicted', 'pct at 1: 40.0 to 40.7; sales at 1: 8.9 to 9.0']
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
    )


def total(
    total: Hashable,
    parts: Iterable[Hashable] | Mapping[Any, int],
    *,
    value: str | None = None,
    entity: str | None = None,
    within: Columns | None = None,
) -> Relation:
    """Say that a total follows from its parts, by columns or by rows.

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
        The columns of whatever else separates the rows, such as the year; each has its own total.

    Returns
    -------
    Relation
        What `check` takes.

    References
    ----------
    de Waal, Pannekoek and Scholtus (2011).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import consistency
    >>> printed = pd.DataFrame({"exports": ["4.7"], "imports": ["3.8"], "balance": ["0.9"]})
    >>> relation = consistency.total("balance", {"exports": 1, "imports": -1})
    >>> consistency.check(printed, relation)["verdict"].tolist()
    ['confirmed']
    """
    is_signed = isinstance(parts, (Mapping, pd.Series))
    signs = to_dict("parts", parts) if is_signed else dict.fromkeys(as_list(parts), 1)
    if not signs or total in signs or not set(signs.values()) <= {1, -1}:
        wanted = "name the parts, each 1 or -1, without the total"
        raise ValueError(must("parts", wanted, parts))
    if (value is None) != (entity is None):
        raise ValueError("value and entity go together: pass both, or neither.")
    if entity is not None:
        value, entity = to_name("value", value), to_name("entity", entity)
    return Total(total, signs, value, entity, _to_columns("within", within))


def _to_columns(role: str, columns: Columns | None) -> list[str]:
    return [] if columns is None else to_names(role, columns)
