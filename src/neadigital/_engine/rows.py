"""What panels and cross-sections share: checked columns in the order of their rows, results in that of the table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital._engine import door
from neadigital._engine.door import Aggregates, Bools, Floats
from neadigital._engine.groups import Groups, with_results
from neadigital._engine.numbering import in_blocks, taken
from neadigital.errors import AggregateError

# From pandas 3 on, columns may be shared: what is written to one is never seen in the other.
_LAZY = int(pd.__version__.partition(".")[0]) >= 3


class Rows:
    """The rows of a table that count, in an order of their own.

    Attributes
    ----------
    keys : list of str
        The columns `within`, `by` and `time`, in this order.
    frame : pandas.DataFrame
        The rows that count: all but those that `drop` left out.
    order : array, optional
        The row of the frame that stands at each place; None if they stand as in the frame.
    """

    def __init__(self, data: pd.DataFrame, kept: Bools | None, keys: list[str]) -> None:
        self.data, self.kept, self.keys = data, kept, keys
        self.frame = data if kept is None else data[kept]
        self.order: NDArray[np.signedinteger[Any]] | None = None

    def __getitem__(self, name: str) -> Floats:
        """Return a numeric column as float64, checked, in the order of these rows."""
        numbers: Floats = self.sort(door.values(self.frame, name))
        return numbers

    def exact(self, name: str) -> Floats:
        """Return numbers in the order of a column's, which are told apart even where floats cannot."""
        numbers: Floats = self.sort(door.exact(self.frame, name))
        return numbers

    def weighted(self, value: str, weights: str | None) -> tuple[Floats, Floats | None]:
        """Return a column, missing where its weight is 0, and the column of weights."""
        numbers, people = door.weighted(self.frame, weights, door.values(self.frame, value))
        return self.sort(numbers), None if people is None else self.sort(people)

    def series(self, numbers: Any, name: str) -> pd.Series[Any]:
        """Return results, one for each of these rows, as a Series on the index of the table that was passed."""
        return pd.Series(self._spread(numbers), index=self.data.index, name=name, copy=False)

    def beside(self, **columns: Any) -> pd.DataFrame:
        """Return the key columns of the table that was passed, on its index, with results beside them."""
        keys = {name: self.data[name] for name in self.keys}
        return with_results(
            pd.DataFrame(keys, index=self.data.index, copy=not _LAZY),
            **{name: self._spread(column) for name, column in columns.items()},
        )

    def _spread(self, results: Any) -> Any:
        """Bring results into the order of the table that was passed, missing for the rows that do not count."""
        if isinstance(results, str):
            return results if self.kept is None else pd.Series(self.kept).map({True: results, False: None}).array
        results = self.unsort(results)
        if self.kept is None:
            return results
        return pd.Series(results, index=np.flatnonzero(self.kept)).reindex(np.arange(len(self.kept))).array

    def sort(self, numbers: Any) -> Any:
        """Bring an array from the order of the frame's rows into that of these."""
        return numbers if self.order is None else taken(numbers, self.order)

    def unsort(self, numbers: Any) -> Any:
        """Bring an array back into the order of the frame's rows."""
        if self.order is None:
            return numbers
        order, back = self.order, np.empty_like(numbers)

        def put(block: slice) -> None:
            back[order[block]] = numbers[block]

        in_blocks(put, len(order))
        return back


def left_out(members: Groups, aggregates: Aggregates, by: list[str], but: object = None) -> Bools | None:
    """Mark the members to leave out, or None for nobody; aggregates that nobody asked for are an error."""
    if aggregates is not None:
        door.choice("aggregates", aggregates, ("drop", "keep"))
    if aggregates == "keep":
        return None
    found = _aggregates(members)
    if but is not None and found.any():
        found &= ~members.named(but)
    if not found.any():
        return None
    if aggregates is None:
        raise AggregateError(by, members.texts[found].tolist())
    return found


def _aggregates(members: Groups) -> Bools:
    """Mark the members any of whose keys is the code of an aggregate: the distinct keys are looked at once."""
    found = np.zeros(members.count, dtype=bool)
    for key, part in zip(members.keys, members.parts, strict=True):
        found |= key.aggregates[part]
    return found
