"""Groups whose rows stand in any order, measured by the indices that are sums: no row is moved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neadigital._engine import terms
from neadigital._engine.each import Each, IntArray
from neadigital._engine.indices import MEASURES, Blocks, Options, Term
from neadigital._engine.numbering import blocks
from neadigital._engine.terms import FloatArray

# So many values of a group, on average, are likely to have one that is far from the mean.
_ENOUGH = 16
# The indices that do not ask which value comes after which.
SUMS = frozenset(MEASURES) - {"gini", "palma", "p90_p10"}


class Scattered(Blocks):
    """Groups of values as in `Blocks`, but in any order: `codes` tell the group of each, `sizes` how many it has.

    `keep` marks the values that count, if not all do. The values are read once for each sum, a part at a time that
    stays in the processor's cache with all its terms; as each part is summed by itself, sums have nearly the digits of
    pairwise ones.
    """

    def __init__(
        self,
        values: FloatArray,
        codes: NDArray[np.integer[Any]],
        sizes: NDArray[np.int64],
        keep: NDArray[np.bool_] | None,
        weights: FloatArray | None,
        options: Options,
    ) -> None:
        self.values, self.weights, self.options = values, weights, options
        self._of_rows, self._keep = codes, keep
        filled = sizes > 0
        self.sizes = sizes[filled]
        # No group is empty: the others are numbered anew.
        self._anew = None if filled.all() else np.cumsum(filled) - 1
        self._weight_unit = np.array(1.0)
        if weights is not None:
            self._weight_unit = terms.unit(self._extreme(np.maximum, attrgetter("masses")))

    def _parts(self) -> Iterator[tuple[Each, IntArray]]:
        """Yield the terms of some values at a time, and the group of each."""
        for rows in blocks(len(self.values)):
            kept = rows if self._keep is None else np.flatnonzero(self._keep[rows]) + rows.start
            codes = self._of_rows[kept].astype(np.intp, copy=False)
            if self._anew is not None:
                codes = np.take(self._anew, codes)
            each = Each(self, self.values[kept], None, codes)
            if self.weights is not None:
                each.weights = each.over(self.weights[kept], self._weight_unit)
            yield each, codes

    def sum_of(self, term: Term) -> FloatArray:
        """Add up a term of each value in each group."""
        total = np.zeros(len(self.sizes))
        for each, codes in self._parts():
            # A part has sums of its own, unless the groups are more than its values.
            of_part = np.zeros_like(total) if len(total) <= len(codes) else total
            np.add.at(of_part, codes, term(each))
            if of_part is not total:
                total += of_part
        return total

    def _extreme(self, better: np.ufunc, term: Term) -> FloatArray:
        best = np.full(len(self.sizes), -np.inf if better is np.maximum else np.inf)
        for each, codes in self._parts():
            better.at(best, codes, term(each))
        return best

    @cached_property
    def low(self) -> FloatArray:
        """The least value."""
        return self._extreme(np.minimum, attrgetter("values"))

    @cached_property
    def some(self) -> FloatArray:
        """The least of the first values of each group."""
        low, read = np.full(len(self.sizes), np.inf), 0
        for each, codes in self._parts():
            np.minimum.at(low, codes, each.values)
            read += len(codes)
            if read > _ENOUGH * len(low) and np.isfinite(low).all():
                return low
        self.low = low
        return low

    @cached_property
    def high(self) -> FloatArray:
        """The greatest value."""
        return self._extreme(np.maximum, attrgetter("values"))

    @cached_property
    def value_unit(self) -> FloatArray:
        """A power of two next to the greatest size; 1, without a look at each group, if no value is far from 1."""
        least, most = np.inf, 0.0
        for rows in blocks(len(self.values)):
            sizes = np.abs(self.values[rows])
            most = max(most, float(np.fmax.reduce(sizes)))
            least = min(least, float(np.fmin.reduce(sizes, where=sizes > 0, initial=np.inf)))
        return np.array(1.0) if terms.unit(np.array([least, most])).ndim == 0 else super().value_unit
