"""Large tables are worked on in blocks, by several threads: every metric, in blocks of a few rows."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable

import pytest
from discovery import FRAME, Metric, assert_same, taking

from neadigital import _engine, divide, growth, shares

# How many rows, groups or places are worked on at once, by one thread, or in one table: constants of the files.
SIZES = [
    (module, name)
    for room in (_engine, growth, shares, divide)
    for info in pkgutil.iter_modules(room.__path__, f"{room.__name__}.")
    for module in [importlib.import_module(info.name)]
    for name in vars(module)
    if re.fullmatch(
        r"_?(BLOCK|BYTE|CACHE|CHUNK|FEW|GROUPS|LARGE|LINES|MARKS|NEAR|PART|ROWS|SAMPLE|SMALL|SPARSE|TABLE_RANGE|TASK)",
        name,
    )
]


def test_sizes_are_found() -> None:
    """The files of the engine say how much they work on at once, by these names."""
    found = {module.__name__.split(".")[-1] for module, _ in SIZES}

    assert {"chunks", "concordance", "grid", "groups", "numbering", "panel", "ranking", "paths", "resampling"} <= found


@pytest.fixture(params=[1, 7])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make all of them as small as this."""

    def set_sizes() -> None:
        for module, name in SIZES:
            monkeypatch.setattr(module, name, request.param)

    return set_sizes


@taking(choices=False)
@pytest.mark.parametrize("order", ["sorted", "shuffled"])
def test_size_of_blocks_does_not_matter(metric: Metric, order: str, small: Callable[[], None]) -> None:
    """A table of many blocks, and of many tasks for several threads, gives what one block gives."""
    frame = FRAME.sample(frac=1, random_state=9) if order == "shuffled" else FRAME
    expected = metric(frame)
    small()

    assert_same(metric(frame), expected, exact=False)


@taking("weights", choices=False)
def test_size_of_blocks_does_not_matter_to_weights(metric: Metric, small: Callable[[], None]) -> None:
    """Weights and missing values stay with their rows, whatever block they are in."""
    frame = FRAME.sample(frac=1, random_state=9)
    frame["level"] = frame["level"].where(frame["people"] > 1)
    more = {"to": "mean"} if "to" in metric.defaults else {}
    expected = metric(frame, weights="people", **more)
    small()

    assert_same(metric(frame, weights="people", **more), expected, exact=False)
