"""The check that users call, and its result: three tables, and the text of the shell."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine.tables import FrameLike, to_frame
from neadigital._options import as_list, must
from neadigital.consistency._examine import Examined
from neadigital.consistency._examine import examine as examine_frame
from neadigital.consistency._named import Growth, Share, Total
from neadigital.consistency._relations import Judged, Relation
from neadigital.consistency._report import arguments_of, render, status_of
from neadigital.consistency._table import Decimals, Table

# The columns of each table.
_CAUSES = "column row printed could_be ends slip also_possible one_of section place"
_RELATIONS = "relation text follow numbers bits judged holds fails how"
_NUMBERS = "relation row column printed implied low high verdict suspects section place"


class Result:
    """What `examine` found in a table. It prints as `neadigital check` does.

    Attributes
    ----------
    numbers : pandas.DataFrame
        A row per number judged: ``relation``, ``row`` (its label), ``column``, ``printed``,
        ``implied`` (what follows from the other numbers as printed) with its bounds ``low`` and
        ``high``, ``verdict``, ``suspects`` (the cells that may be wrong, with what they could be),
        ``section`` (the heading above its row) and ``place`` (``line 14`` of a text, ``row 14`` of
        a table of a page, ``D14`` of a sheet).

        The verdict is ``confirmed`` (what follows rounds to it) or ``rounding`` (the bounds reach
        it); ``last_digit`` (it fails by less than one in the last digit of each number) or
        ``contradicted`` (it fails by more); or ``not_checkable`` (a number is missing, or the base
        is not above 0).
    relations : pandas.DataFrame
        A row per relation that was named or found: ``relation`` (to pass on, for this table:
        ``examine(data, *result.relations["relation"])``), ``text``, ``follow`` (how many numbers
        follow) of ``numbers`` that can be checked, ``bits`` of evidence, ``judged`` (whether that
        is enough to judge by it), ``holds`` (whether at least half follow, unless they are few),
        ``fails`` (the cells that fail), and ``how`` to name it in a shell.
    causes : pandas.DataFrame
        A row per cell that may be wrong: ``column``, ``row``, ``printed``, ``could_be`` (the values
        that mend most), ``ends`` (how many numbers then follow), ``slip`` (a likely slip: one
        digit, two digits that changed places, a digit left out or typed twice, the sign, the point,
        two cells that changed places, another year's value, a copy of the neighbour, a total
        without one of its parts or with one twice; else empty), ``also_possible`` (other cells that
        would end the same), ``one_of`` (how many they are with this one: 1 if no other cell
        explains what fails), ``section`` and ``place``.
    status : int
        The exit status of `neadigital check`: 0 all that was judged follows, 1 a judged relation
        fails, 2 nothing could be judged, 3 a number fails with too little evidence to accuse a
        cell, or a relation that was named does not hold.
    """

    def __init__(self, examined: Examined) -> None:
        self._examined = examined

    def __repr__(self) -> str:
        """Return what was found, as text."""
        return render(self._examined)

    @property
    def status(self) -> int:
        """The exit status of the shell."""
        return status_of(self._examined)

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """A row per number judged."""
        by_relation = map(self._numbers_of, self._examined.judged)
        return pd.DataFrame(chain.from_iterable(by_relation), columns=_NUMBERS.split())

    def _numbers_of(self, relation: Judged) -> Iterator[dict[str, Any]]:
        table = self._examined.table
        blame = self._examined.blame
        for number, cell in enumerate(relation.cells[:, 0].tolist()):
            if np.isnan(table.numbers.mid[cell]):
                continue
            verdict = self._verdict(relation, number)
            row = _cell(table, cell)
            row |= {"relation": relation.text, "verdict": verdict, "suspects": ""}
            if verdict != "not_checkable":
                low, implied, high = relation.implied.at(number)
                row |= {"implied": implied, "low": low, "high": high}
            if relation.fails[number]:
                suspects = blame.of(relation, number)
                row["suspects"] = "; ".join(map(blame.text, suspects))
            yield row

    def _verdict(self, relation: Judged, number: int) -> str:
        """Return the verdict on a number."""
        if relation.fails[number]:
            return "last_digit" if relation.is_near[number] else "contradicted"
        if not relation.follows[number]:
            return "not_checkable"
        printed = self._examined.table.numbers.at(relation.cells[number, 0])
        implied = float(relation.implied.mid[number])
        noise = 1e-12 * (1 + abs(implied))
        is_rounded = printed.low - noise <= implied <= printed.high + noise
        return "confirmed" if is_rounded else "rounding"

    @cached_property
    def causes(self) -> pd.DataFrame:
        """A row per cell that would mend what fails."""
        blame = self._examined.blame
        rows = [
            _cell(self._examined.table, first.cell)
            | {
                "could_be": blame.could_be(first),
                "ends": len(first.ends),
                "slip": first.slip,
                "also_possible": "; ".join(map(blame.text, others)),
                "one_of": 1 + len(others),
            }
            for first, others in self._examined.causes
        ]
        return pd.DataFrame(rows, columns=_CAUSES.split())

    @cached_property
    def relations(self) -> pd.DataFrame:
        """A row per relation that was named or found, with its evidence."""
        table = self._examined.table
        rows = [
            {
                "relation": each,
                "text": each.text,
                "follow": each.follow,
                "numbers": each.numbers,
                "bits": round(each.bits, 1),
                "judged": each.is_judged,
                "holds": each.holds,
                "fails": "; ".join(map(table.name, each.own[each.fails])),
                "how": arguments_of(table, each),
            }
            for each in self._examined.relations
        ]
        return pd.DataFrame(rows, columns=_RELATIONS.split())


def _cell(table: Table, cell: int) -> dict[str, Any]:
    """Return what both tables say of a cell."""
    label = table.label(cell)
    return {
        "row": label,
        "column": table.column(cell),
        "printed": table.printed(cell),
        "section": table.origin.sections.get(label, ""),
        "place": table.place(cell),
    }


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
    for cell in ignored:
        if not isinstance(cell, (tuple, list)) or len(cell) != 2:
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
