"""Equal keys get equal numbers, in sorted order: by a table where they are nearly numbers already, else by hashing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api import types

from neadigital._engine.threads import for_each

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]

# Whole numbers within so narrow a range (years, codes) are numbered by a table instead of by hashing.
TABLE_RANGE = 1 << 16
# So many numbers a short integer tells apart.
_DIGIT = 1 << 16
# A table may have so many times as many places as there are numbers.
_SPARSE = 4
# Rows that are worked on at once, and by one thread.
_BLOCK, _TASK = 1 << 16, 1 << 20
# Rows that are numbered at once, by one thread: so few of a small table that what it takes for a moment is little.
_LEAST_PART, _MOST_PART, _PARTS = 1 << 16, 1 << 18, 16
# So many rows, taken at equal distances, tell whether the same few objects stand in a column again and again.
_SAMPLE = 1 << 15


def comparable(series: pd.Series[Any]) -> Any:
    """Return a key column as an array that compares and slices fast: numpy where possible."""
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        numbers = category_codes(series)
        if len(numbers) and numbers.min() < 0:
            raise ValueError(_missing(series.name))
        return numbers
    if isinstance(dtype, np.dtype):
        return series.to_numpy(dtype=np.uint8) if dtype.kind == "b" else series.to_numpy()
    if types.is_numeric_dtype(dtype):
        if series.isna().any():
            raise ValueError(_missing(series.name))
        return series.to_numpy(dtype=np.uint8 if types.is_bool_dtype(dtype) else getattr(dtype, "numpy_dtype", None))
    if isinstance(dtype, pd.StringDtype) and dtype.storage == "python":
        return series.to_numpy(dtype=object)
    return series.array


def category_codes(series: pd.Series[Any]) -> NDArray[np.integer[Any]]:
    """Return the numbers of categories, below 0 where one is missing, which the accessor `cat` would copy."""
    return cast("pd.Categorical", series.array).codes


def _missing(name: object) -> str:
    """Return the message for a column in which a key is missing."""
    return f"Column {name!r} has missing values. Every row needs a key: drop those rows."


def run_starts(array: Any) -> Bools:
    """Mark the elements that differ from the one above, the very first among them."""
    starts = np.ones(len(array), dtype=bool)
    if _of_objects(array):
        here = _addresses(array)
        np.not_equal(here[1:], here[:-1], out=starts[1:])
        # Two objects may be equal: only they have to be compared.
        changes = np.flatnonzero(starts)[1:]
        starts[changes] = _differ(array[changes], array[changes - 1])
    else:
        starts[1:] = _differ(array[1:], array[:-1])
    return starts


def _differ(one: Any, other: Any) -> Any:
    try:
        return np.asarray(one != other, dtype=bool)
    except (TypeError, ValueError):
        # A missing key that does not compare, or an array as a key: each then stands for itself.
        return True


def narrow(array: Any) -> tuple[int, int] | None:
    """Return the least of whole numbers and how many there are from it to the greatest, if a table can hold so many."""
    if not (isinstance(array, np.ndarray) and array.dtype.kind in "iu" and len(array)):
        return None
    ends: list[Any] = []

    def look(block: slice) -> None:
        ends.extend((array[block].min(), array[block].max()))

    in_blocks(look, len(array))
    low = int(min(ends))
    size = int(max(ends)) - low + 1
    return (low, size) if size <= max(TABLE_RANGE, len(array)) else None


def offsets(array: Any, low: int) -> Ints:
    """Return by how much whole numbers are more than the least of them; a new array."""
    if array.dtype.kind == "u":
        # Unsigned numbers may be too large for int64 until the least is subtracted.
        more: Ints = (array - low if low else array).astype(np.int64)
    else:
        more = np.subtract(array, low, dtype=np.int64)
    return more


def number(array: Any, name: object) -> tuple[Ints, Any]:
    """Number equal values in sorted order; the second array holds the value of each number."""
    span = narrow(array)
    if span is not None:
        low, size = span
        codes, distinct = compact(offsets(array, low), size)
        return codes, distinct.astype(array.dtype) + low
    if _of_objects(array) and _repeats(array):
        # Numbers of the few objects first: an address takes a fraction of the time of a text to look up.
        objects, rows = _objects(array)
        codes, found = _hashed(array[rows], name)
        return replaced(objects, codes), found
    return _hashed(array, name)


def _objects(array: NDArray[np.object_]) -> tuple[Ints, Ints]:
    """Number the objects of an array; the second array holds a row of each."""
    objects, distinct = _in_parts(_addresses(array))
    rows = np.empty(len(distinct), dtype=np.int64)
    for block in blocks(len(array)):
        rows[objects[block]] = np.arange(block.start, block.stop)
    return objects, rows


def _hashed(array: Any, name: object) -> tuple[Ints, Any]:
    # Arrow lets other threads run while it looks up texts; of Python's objects one thread at a time looks up any.
    codes, found = pd.factorize(array) if _of_objects(array) else _in_parts(array)
    codes = codes.astype(np.int64, copy=False)
    if codes.min(initial=0) < 0:
        raise ValueError(_missing(name))
    try:
        order = found.argsort()
    except TypeError:
        # Keys of types that do not compare: in the order of their types, then of their texts.
        order = np.array(
            sorted(range(len(found)), key=lambda i: (type(found[i]).__name__, str(found[i]))), dtype=np.int64
        )
    # Sorted here, where few are: pandas would sort the codes by a pass of its own.
    place = np.empty(len(found), dtype=np.int64)
    place[order] = np.arange(len(found))
    return replaced(codes, place), found[order]


def _in_parts(array: Any) -> tuple[Ints, Any]:
    """Number what is distinct as it comes: in parts, whose tables of hashes are small, on all processors.

    Where a value is missing the numbers below 0 say so; the others then mean nothing.
    """
    size = min(max(len(array) // _PARTS, _LEAST_PART), _MOST_PART)
    parts = list(blocks(len(array), size=size))
    if len(parts) < 2:
        return pd.factorize(array)
    codes, known = np.empty(len(array), dtype=np.int64), [array[:0]] * len(parts)

    def look(place: int, part: slice) -> None:
        codes[part], known[place] = pd.factorize(array[part])

    for_each(look, list(enumerate(parts)))
    if codes.min() < 0:
        return codes, known[0]
    everything: Any = np.concatenate(known) if isinstance(array, np.ndarray) else pd.concat(map(pd.Series, known)).array
    numbers, found = pd.factorize(everything)
    of_parts = np.split(numbers, np.cumsum([len(distinct) for distinct in known])[:-1])
    for_each(replaced, [(codes[part], of_part) for part, of_part in zip(parts, of_parts, strict=True)])
    return codes, found


def compact(numbers: Ints, limit: int) -> tuple[Ints, Ints]:
    """Number the distinct among whole numbers from 0 to `limit` - 1, in order; the second array holds them.

    The numbers may be overwritten.
    """
    if limit > max(TABLE_RANGE, _SPARSE * len(numbers)):
        codes, distinct = pd.factorize(numbers, sort=True)
        return codes.astype(np.int64, copy=False), distinct
    present = np.zeros(limit, dtype=bool)
    present[numbers] = True
    if present.all():
        return numbers, np.arange(limit)
    return replaced(numbers, np.cumsum(present) - 1), np.flatnonzero(present)


def replaced(numbers: Ints, others: Ints) -> Ints:
    """Overwrite each number by the one that stands at its place among others."""

    def put(block: slice) -> None:
        numbers[block] = np.take(others, numbers[block])

    in_blocks(put, len(numbers))
    return numbers


def order_of(numbers: Ints, limit: int) -> NDArray[np.signedinteger[Any]]:
    """Return the order in which whole numbers from 0 to `limit` - 1 rise; of equal ones some may be left out."""
    if limit > max(TABLE_RANGE, _SPARSE * len(numbers)):
        in_order = bool((numbers[1:] >= numbers[:-1]).all())
        return np.arange(len(numbers)) if in_order else order_by_group(numbers, limit)
    # Each number is its place already: a tenth of the time of a sort.
    places: NDArray[Any] = np.full(limit, -1, dtype=np.int32 if len(numbers) < 1 << 31 else np.int64)
    places[numbers] = np.arange(len(numbers), dtype=places.dtype)
    return places if limit == len(numbers) else places[places >= 0]


def order_by_group(codes: NDArray[np.integer[Any]], groups: int) -> NDArray[np.intp]:
    """Return the order that brings the rows of each group together, group after group, as they stand."""
    if groups <= _DIGIT:
        # numpy sorts short integers by radix: a fifth of the time that it takes to sort long ones.
        return np.argsort(codes.astype(np.uint16 if groups > 1 << 8 else np.uint8), kind="stable")
    order = np.argsort((codes & (_DIGIT - 1)).astype(np.uint16), kind="stable")
    upper = np.take(codes >> 16, order)
    return np.take(order, order_by_group(upper, ((groups - 1) >> 16) + 1))


def blocks(end: int, begin: int = 0, size: int | None = None) -> Iterator[slice]:
    """Yield the rows in blocks, by default such that intermediates stay in the processor's cache."""
    size = size or _BLOCK
    return (slice(start, min(start + size, end)) for start in range(begin, end, size))


def in_blocks(work: Callable[[slice], None], n: int) -> None:
    """Do the work for one block of rows after the other; those of large tables on all processors, part by part."""

    def one_part(part: slice) -> None:
        for block in blocks(part.stop, part.start):
            work(block)

    in_parts(one_part, n)


def in_parts(work: Callable[[slice], None], n: int) -> None:
    """Do the work for one part of the rows after the other; those of large tables on all processors."""
    for_each(work, [(part,) for part in blocks(n, size=_TASK)])


def places_where(test: Callable[[slice], Bools], n: int) -> Ints:
    """Return which of n rows pass a test, which is made part by part."""
    found: dict[int, Ints] = {}

    def look(part: slice) -> None:
        found[part.start] = np.flatnonzero(test(part)) + part.start

    in_parts(look, n)
    return np.concatenate([found[begin] for begin in sorted(found)]) if found else np.empty(0, dtype=np.int64)


def taken(array: NDArray[Any], order: NDArray[np.signedinteger[Any]]) -> NDArray[Any]:
    """Return an array in another order; the order may be of short numbers."""
    found = np.empty(len(order), dtype=array.dtype)

    def put(block: slice) -> None:
        # Where no place can be out of range, `clip` writes at once; by default numpy would keep what is taken first.
        np.take(array, order[block], out=found[block], mode="clip")

    in_blocks(put, len(order))
    return found


def _of_objects(array: Any) -> bool:
    return isinstance(array, np.ndarray) and array.dtype == object


def _repeats(array: NDArray[np.object_]) -> bool:
    """Tell whether a column seems to hold the same few objects again and again, as one that was read from a file."""
    sample = _addresses(array[:: max(len(array) // _SAMPLE, 1)])
    return len(array) > _SAMPLE and 2 * len(pd.unique(sample)) < len(sample)


class _As:
    """An array for numpy to read once more, as something else."""

    def __init__(self, array: NDArray[Any], **interface: Any) -> None:
        # It keeps the array, whose memory is read.
        self.array, self.__array_interface__ = array, {**array.__array_interface__, **interface}


def _addresses(array: NDArray[np.object_]) -> NDArray[np.intp]:
    """Return where each object is in memory: objects at one address are one and the same."""
    whole = np.dtype(np.intp).str
    return np.asarray(_As(array, typestr=whole, descr=[("", whole)]))


def added(codes: Ints, numbers: NDArray[np.float64] | None, m: int) -> NDArray[np.float64]:
    """Return the sum of the numbers of each group, or how many there are: ``numpy.bincount`` without a copy.

    It copies what must not be written to, though it does not write.
    """
    if numbers is not None and not numbers.flags.writeable:
        numbers = np.asarray(_As(numbers, data=(numbers.__array_interface__["data"][0], False)))
    return np.bincount(codes, numbers, m).astype(np.float64, copy=False)
