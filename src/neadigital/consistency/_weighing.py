"""Weigh in bits what follows, by numbers and by the words of labels.

A number may follow by accident. Each one that follows gives the negative binary logarithm of the
chance of that; each that does not takes some bits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital.consistency._relations import Relation
from neadigital.consistency._table import Bounds, Table

#: Relations are judged from so many bits of evidence, and shown from fewer.
BITS_TO_JUDGE = 10
BITS_TO_SHOW = 5
# The most bits that one number gives, and what one takes that does not follow.
MOST_BITS = 14
BITS_OF_FAILING = 4
#: Numbers that follow easily, as sums of small whole numbers do, give fewer bits on average.
BITS_OF_EACH = 1.5
# What a label adds that says what a number is.
BITS_OF_WORD = 6
# Relations are looked for in so many rows, and weighed in all of them.
SAMPLE = 48
NOISE = 1e-9
# Rates of rows, and running sums, are looked for among so many lines.
MOST_LINES = 40
# A longer sum is named by its first parts and its last one.
_MOST_TERMS = 6
TOTAL = re.compile(
    r"\b(?:(?:sub|grand)?[ -]?totals?|sum|overall|all|both|aggregate|combined|net|gross|balance"
    r"|profit|ebit\w*|cash (?:flow )?from|world|gesamt|insgesamt|summe|alle|total[es]s?|ensemble)\b"
    r"|итого|всего|合計|合计|总计|總計|小计|小計|계$|합계|총계|全国|全體|нийт",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"growth|chang|year.on.year|\byoy\b|y/y|increase|wachstum|veränderung|variation"
    r"|同比|增长|增減|增减|前年比|증감|증가율|прирост|рост|өсөлт",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"share|%|per ?cent|\bpct\b|_pct|proportion|ratio\b|rate\b|margin|anteil|\bper\b"
    r"|占比|比重|構成比|构成|비중|доля|хувь",
    re.IGNORECASE,
)


class Evidence:
    """Weighs in bits what follows, by how easily it would follow by accident.

    The chance is the part of the other numbers of the column that would follow in the place of a
    number, and at least the width of what follows beside the spread of the column and the number.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._sorted: dict[int, tuple[Floats, Floats, float]] = {}
        self._usual: dict[int, float] = {}

    def weigh(self, relation: Relation) -> float:
        """Judge a relation; return the bits of all its numbers."""
        relation.judge(self.table)
        return float(self.bits(relation).sum())

    def bits(self, relation: Relation) -> Floats:
        """Return the bits of each number of a relation that was judged."""
        bits = self._bits(relation)
        bits[~self._tells(relation)] = 0
        bits[~relation.follows] = 0
        bits[relation.fails] = -BITS_OF_FAILING
        return bits

    def _bits(self, relation: Relation) -> Floats:
        table, implied = self.table, relation.implied
        cells = relation.cells[:, 0]
        printed = table.numbers.at(cells)
        units = table.units[cells]
        chance = np.ones(len(cells))
        columns = cells // table.rows
        for column in np.unique(columns):
            at = columns == column
            lows, highs, spread = self._of_column(column)
            if len(lows) < 2 or spread <= 0:
                continue
            # What begins before the end of an interval, less what ends before it, overlaps it.
            begun = np.searchsorted(lows, implied.high[at], side="right")
            ended = np.searchsorted(highs, implied.low[at], side="left")
            part = (begun - ended - relation.follows[at]) / (len(lows) - 1)
            width = implied.high[at] - implied.low[at] + printed.high[at]
            width = np.maximum(width - printed.low[at], units[at])
            size = np.minimum(spread, 2 * np.abs(implied.mid[at]))
            chance[at] = np.maximum(part, width / np.maximum(size, 1e-300))
        bits: Floats = -np.log2(np.nan_to_num(chance, nan=1).clip(2.0**-MOST_BITS, 1))
        return bits

    def _of_column(self, column: int) -> tuple[Floats, Floats, float]:
        """Return the sorted ends of the numbers of a column, and their spread."""
        if column not in self._sorted:
            numbers = self._numbers(column)
            known = numbers.at(~np.isnan(numbers.mid))
            spread = float(np.ptp(known.mid)) if len(known.mid) else 0.0
            self._sorted[column] = np.sort(known.low), np.sort(known.high), spread
        return self._sorted[column]

    def _numbers(self, column: int) -> Bounds:
        first = column * self.table.rows
        return self.table.numbers.at(slice(first, first + self.table.rows))

    def _tells(self, relation: Relation) -> Bools:
        """Tell which numbers prove something if they follow."""
        table, cells = self.table, relation.cells
        printed = table.numbers.at(cells[:, 0])
        inputs = table.numbers.at(cells[:, 1:].clip(0))
        before, after = (self._moved(relation.implied, step) for step in (1, -1))
        # What would also follow from the row beside, as in columns that fall together, tells
        # nothing.
        tells = ~printed.meets(before) & ~printed.meets(after)
        if relation.rule is None:
            # Where a number is printed twice, the second is the first plus anything that is small.
            own = Bounds(*(each[:, np.newaxis] for each in printed))
            return np.asarray(tells & ~own.meets(inputs).any(axis=1))
        # Where a quantity is 1, as in most rows, a cost divided by it is the cost itself.
        usual = np.array(
            [self._usual_of(int(each)) for each in cells.ravel() // table.rows]
        )
        is_usual = table.numbers.mid[cells] == usual.reshape(cells.shape)
        with np.errstate(all="ignore"):
            # A code and its first digits would be shares by any whole near a power of ten.
            places = np.rint(np.log10(np.abs(printed.mid / inputs.mid[:, 0])))
            scaled = Bounds(*(each[:, 0] * 10.0**places for each in inputs))
        is_itself = cells[:, 1] == cells[:, 2]
        return np.asarray(
            tells & ~is_usual.any(axis=1) & ~printed.meets(scaled) & ~is_itself
        )

    def _usual_of(self, column: int) -> float:
        """Return the number that most rows of a column have, NaN if there is none."""
        if column not in self._usual:
            mid = self._numbers(column).mid
            median = np.nanmedian(mid) if not np.isnan(mid).all() else np.nan
            is_most = 2 * np.sum(mid == median) > np.sum(~np.isnan(mid))
            self._usual[column] = float(median) if is_most and len(mid) > 3 else np.nan
        return self._usual[column]

    @staticmethod
    def _moved(numbers: Bounds, step: int) -> Bounds:
        """Return what is implied in the row before or after, NaN where there is none."""
        moved = Bounds(*(np.roll(each, step) for each in numbers))
        for each in moved:
            each[0 if step > 0 else -1] = np.nan
        return moved


@dataclass
class Lines:
    """Columns or rows whose numbers are compared place by place: the cells of each, and its name.

    `words` are what the table says of each line, for evidence.
    """

    cells: Ints
    names: list[str]
    words: list[str]


def numbers_of(table: Table, cells: Ints) -> Bounds:
    """Return the numbers of some cells, NaN where there is no cell."""
    numbers = table.numbers.at(cells.clip(0))
    return Bounds(*(np.where(cells < 0, np.nan, each) for each in numbers))


def number(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Number the rows by their keys in some columns."""
    if not names:
        return np.zeros(len(frame), dtype=np.int64)
    return np.asarray(frame.groupby(list(names), sort=False).ngroup(), dtype=np.int64)


def listed(names: Sequence[str], signs: Sequence[int]) -> str:
    """Return what is added up in words; a longer sum by its first parts and its last one."""
    terms = [
        f"{'+' if sign > 0 else '-'} {name}"
        for name, sign in zip(names, signs, strict=True)
    ]
    if len(terms) > _MOST_TERMS:
        terms = [*terms[:2], f"+ {len(terms) - 3} more", terms[-1]]
    return " ".join(terms).removeprefix("+ ")
