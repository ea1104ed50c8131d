"""Many groups measured at once, in any order and in blocks of any size, beside one group at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital._engine import chunks, numbering, scattered
from neadigital._engine.indices import MEASURES, Blocks
from neadigital._engine.options import Options
from neadigital._engine.scattered import SUMS

# Whole columns, and what each is of: few values, near one another, giants, tiny ones, with gaps and zeros.
SCALES = [(0.0, 9.0, 1.0), (1e6, 1e6 + 3, 1.0), (1.0, 3.0, 2.0**900), (1.0, 3.0, 2.0**-900), (0.0, 1e9, 1.0)]


@contextmanager
def sized(block: int) -> Iterator[None]:
    """Let blocks, chunks and what counts as few groups be so small."""
    with ExitStack() as changed:
        for module, names in (
            (chunks, ("_BYTE", "_GROUPS", "_BLOCK", "_CHUNK", "_CACHE")),
            (numbering, ("_BLOCK", "_TASK")),
            (scattered, ("_ENOUGH",)),
        ):
            for name in names:
                changed.enter_context(mock.patch.object(module, name, block))
        yield


def drawn(seed: int, scale: tuple[float, float, float], gaps: bool) -> tuple[Any, Any, Any]:
    """Groups of various sizes, some of them empty, their values and weights."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 60))
    codes = rng.choice(rng.permutation(8)[: rng.integers(1, 8)], n)
    values = rng.uniform(scale[0], scale[1], n).round(rng.integers(0, 4)) * scale[2]
    weights = rng.choice([0.0, 1.0, 2.0, 2.0**-40, 7.5] if gaps else [1.0, 2.0, 7.5], n)
    if gaps:
        values[rng.random(n) < 0.2] = math.nan
    return codes, values, weights


@given(
    seed=st.integers(0, 99_999),
    scale=st.sampled_from(SCALES),
    gaps=st.booleans(),
    ordered=st.booleans(),
    weighted=st.booleans(),
    block=st.sampled_from([1, 3, 20, 1 << 7]),
    names=st.sampled_from([sorted(MEASURES), sorted(SUMS)]),
)
def test_each_group_is_measured_as_if_alone(
    seed: int, scale: Any, gaps: bool, ordered: bool, weighted: bool, block: int, names: list[str]
) -> None:
    """However rows stand and are brought together, every index of a group is that of its values alone."""
    codes, values, weights = drawn(seed, scale, gaps)
    if ordered:
        codes = np.sort(codes)
    options = Options(alpha=0.7, epsilon=1.3, normalised=True)
    with sized(block), np.errstate(all="ignore"):
        n, found = chunks.by_group(values, codes, 9, names, weights=weights if weighted else None, options=options)
    counted = ~np.isnan(values) & ((weights > 0) | (not weighted))

    assert list(found) == names
    for code in range(9):
        here = np.flatnonzero((codes == code) & counted)
        assert n[code] == len(here)
        if not len(here):
            assert all(np.isnan(found[name][code]) for name in names)
            continue
        alone = Blocks(values[here], np.zeros(1, dtype=np.intp), weights[here] if weighted else None, options)
        for name in names:
            with np.errstate(all="ignore"):
                expected = MEASURES[name](alone)[0]
            unit = scale[2] if name in ("min", "max", "mean", "sd", "range_gap") else 1.0
            assert found[name][code] == pytest.approx(expected, rel=1e-9, abs=1e-14 * unit, nan_ok=True), name


@given(seed=st.integers(0, 99_999), block=st.sampled_from([1, 3, 1 << 7]))
def test_sizes_that_are_known_are_not_counted_again(seed: int, block: int) -> None:
    """Whoever knows how many values each group has says so, and what is missing is taken off."""
    for gaps in (False, True):
        codes, values, _ = drawn(seed, SCALES[0], gaps)
        sizes = np.bincount(codes, minlength=8)
        with sized(block):
            n, found = chunks.by_group(values, codes, 8, ["mean"], sizes=sizes)
            again, expected = chunks.by_group(values, codes, 8, ["mean"])

        assert n.tolist() == again.tolist() == np.bincount(codes[~np.isnan(values)], minlength=8).tolist()
        assert found["mean"].tolist() == pytest.approx(expected["mean"].tolist(), nan_ok=True)


@given(sizes=st.lists(st.integers(0, 9), min_size=1, max_size=20), size=st.integers(1, 12))
def test_groups_are_cut_into_parts_of_about_one_size(sizes: list[int], size: int) -> None:
    """No group is cut; a part ends where its values are as many as they should be."""
    ends = np.concatenate([[0], np.cumsum(sizes)])
    places = chunks.cut(ends, size)
    parts = [int(ends[end] - ends[begin]) for begin, end in pairwise(places)]

    assert (places[0], places[-1]) == (0, len(sizes))
    assert sorted(set(places)) == places
    assert all(part < size + max(sizes) for part in parts)
    assert len(parts) <= sum(sizes) // size + 1


def test_more_groups_than_short_numbers_tell_apart() -> None:
    """A hundred thousand groups of a value each, in any order, have each its own."""
    codes = np.random.default_rng(5).permutation(100_000)
    n, found = chunks.by_group(codes + 0.5, codes, 100_000, ["max", "gini"])

    assert (n == 1).all()
    assert (found["max"] == np.arange(100_000) + 0.5).all()
    assert (found["gini"] == 0).all()
