"""What users call: the check of a table, and relations to name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal

import pandas as pd

from neadigital._engine.tables import Columns, FrameLike, to_frame
from neadigital._options import (
    as_list,
    check_choice,
    must,
    to_dict,
    to_name,
    to_names,
    to_whole,
)
from neadigital.consistency._examine import examine as examine_frame
from neadigital.consistency._named import Growth, Share, Total
from neadigital.consistency._relations import RULES, Relation
from neadigital.consistency._result import Result
from neadigital.consistency._table import Decimals

# The scales of a share, each with its power of ten.
_SCALES = {float(f"1e{places}"): places for places in range(-9, 10)}


def examine(
    data: FrameLike,
    *relations: Any,
    exact: Iterable[str] = (),
    decimals: Decimals = None,
    decimal: Literal[".", ","] | None = None,
    cut: bool = False,
    ignore: Iterable[tuple[str, Hashable]] = (),
) -> Result:
    r"""Judge the printed numbers of a table by what follows from its other numbers.

    Parameters
    ----------
    data : DataFrame
        The table as printed, best as text, as `read` gives it; also one of polars or DuckDB. Its
        index names the rows in the result.
    *relations : Relation
        What should follow from what, made by `growth`, `share`, `total` and `mean`. Without any,
        they are found.
    exact : list of str, optional
        The columns of whole counts that were not rounded: people, seats, votes, games.
    decimals : int or dict, optional
        How many decimals are printed, in all columns or in each. Floats need it (0.1 and 0.10 are
        one float), and in text it makes zeros at the end digits. -3 means thousands.
    decimal : {'.', ','}, optional
        The decimal mark. By default it is the point, unless the comma reads more cells. If both
        read all, as in 1.234, it is the one with which more numbers follow.
    cut : bool, default False
        Whether numbers were cut off instead of rounded. It is found, if most numbers follow then,
        and none fails by its last digit.
    ignore : list of (column, row), optional
        Cells to leave out, by the name of the column and the label of the row.

    Returns
    -------
    Result
        The tables ``numbers``, ``relations`` and ``causes``, and the ``status`` of the shell. It
        prints as `neadigital check` does.

    Raises
    ------
    DuplicateKeyError
        If rows that are paired or looked up have the same key.
    KeyError
        If the data lack a column or a row that is named.
    TypeError, ValueError
        If an option is none that is allowed.

    References
    ----------
    Fellegi and Holt (1976), Shannon (1948).

    Examples
    --------
    In 2022 two digits were swapped, as the growth of both years shows.

    >>> from neadigital import consistency
    >>> table = consistency.read(
    ...     "year,sales,growth\n2018,412,\n2019,431,4.6\n2020,455,5.6\n2021,470,3.3\n"
    ...     "2022,458,3.2\n2023,506,4.3\n2024,530,4.7\n"
    ... )
    >>> relation = consistency.growth("growth", "sales", entity=None)
    >>> result = consistency.examine(table, relation)
    >>> result.numbers["verdict"].tolist()
    ['confirmed', 'confirmed', 'confirmed', 'contradicted', 'contradicted', 'confirmed']
    >>> result.causes[["column", "row", "printed", "could_be"]].values.tolist()
    [['sales', '2022', '458', '484 to 486']]
    """
    ignored = as_list(ignore)
    if not all(isinstance(cell, (tuple, list)) and len(cell) == 2 for cell in ignored):
        raise TypeError(must("ignore", "list cells as (column, row)", ignore))
    for relation in relations:
        if not isinstance(relation, (Relation, Growth, Share, Total)):
            wanted = "be made by consistency.growth, share, total or mean"
            raise TypeError(must("A relation", wanted, relation))
    return Result(
        examine_frame(
            to_frame(data),
            relations,
            exact=exact,
            decimals=decimals,
            decimal=decimal,
            is_cut=cut,
            ignore=ignored,
        )
    )


# Relations


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
    else:
        signs = dict.fromkeys(as_list(parts), 1)
    is_signed = set(signs.values()) <= {1, -1}
    if not signs or not is_signed or total in signs:
        wanted = "name the parts, each 1 or -1, without the total"
        raise ValueError(must("parts", wanted, parts))
    return _of_parts(total, signs, value, entity, within)


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
    [['Q', '85.0', '57.5 to 58.5', 'two digits: 58']]
    """
    named = as_list(parts)
    if not named or mean in named or len(set(named)) < len(named):
        raise ValueError(
            must("parts", "name the parts, each once, without the mean", parts)
        )
    return _of_parts(mean, dict.fromkeys(named, 1), value, entity, within, is_mean=True)


def _of_parts(
    total: Hashable,
    signs: dict[Any, int],
    value: Columns | None,
    entity: str | None,
    within: Columns | None,
    is_mean: bool = False,
) -> Total:
    """Return the total or the mean of parts."""
    return Total(
        total,
        signs,
        _to_columns("value", value),
        None if entity is None else to_name("entity", entity),
        _to_columns("within", within),
        is_mean,
    )


def _to_columns(role: str, columns: Columns | None) -> list[str]:
    return [] if columns is None else to_names(role, columns)
