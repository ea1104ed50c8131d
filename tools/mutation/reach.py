"""Which tests run which lines, and which of them to run for a change."""

from __future__ import annotations

import importlib
import os
import pickle
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from coverage import Coverage

from mutation.changes import Change

# What is not of one test: what is imported, collected, or set up once for several.
SHARED = ""
# A test whose child processes take longer runs lines that nobody sees.
SECONDS_OF_CHILDREN = 0.05


class Reach(NamedTuple):
    """Of one test file: the seconds of processor time of each test, and the tests that run each line of each file."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, set[str]]]
    unseen: set[str]


def modules() -> Iterator[ModuleType]:
    """Yield the modules of the package and of the build that are loaded."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("neadigital", "build", "build_data"):
            yield module


def load_everything() -> None:
    """Import what tests would otherwise import on their way, so that it counts for all of them."""
    with suppress(ImportError):
        package = importlib.import_module("neadigital")
        for module in pkgutil.walk_packages(package.__path__, "neadigital.", onerror=lambda name: None):
            with suppress(ImportError):
                importlib.import_module(module.name)


def forget() -> None:
    """Empty what the package keeps, so that each test is seen to run the lines that fill it."""
    for module in modules():
        for thing in list(vars(module).values()):
            if callable(getattr(thing, "cache_clear", None)) and not isinstance(thing, type):
                thing.cache_clear()


class Recorder:
    """A plugin of pytest that records what each test runs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.passed = folder, True
        # A test may run a copy, too.
        self.coverage = Coverage(data_file=None, config_file=False, include=["*/neadigital/*", "*/tools/*"])
        self.seconds: dict[str, float] = {}
        self.unseen: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Any:
        """Record what is set up for several tests as of all."""
        if fixturedef.scope == "function":
            return (yield)
        # Before the first test nothing is recorded under a test's name.
        self.coverage.switch_context(SHARED)
        try:
            return (yield)
        finally:
            self.coverage.switch_context(self.now)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Record under the name of the test."""
        forget()
        self.now = item.nodeid
        self.coverage.switch_context(self.now)
        before = os.times()
        try:
            return (yield)
        finally:
            after = os.times()
            self.coverage.switch_context(SHARED)
            self.seconds[item.nodeid] = sum(after[:4]) - sum(before[:4])
            if sum(after[2:4]) - sum(before[2:4]) > SECONDS_OF_CHILDREN:
                self.unseen.add(item.nodeid)

    def result(self) -> Reach:
        """Return what was recorded, by the paths in the repository."""
        data, lines = self.coverage.get_data(), defaultdict[str, dict[int, set[str]]](dict)
        for name in data.measured_files():
            # The last folder of that name, where a test copies it into one of its own.
            parts = Path(name).parts
            at = next((i for i in reversed(range(len(parts))) if parts[i] in ("src", "tools")), None)
            if at is None:
                continue
            found = lines["/".join(parts[at:])]
            for line, contexts in data.contexts_by_lineno(name).items():
                found.setdefault(line, set()).update(contexts)
        return Reach(self.seconds, dict(lines), self.unseen)


def record(folder: Path, options: list[str], target: Path) -> int:
    """Run tests, write what they reach, and return pytest's status."""
    recorder = Recorder(folder)
    recorder.coverage.start()
    recorder.coverage.switch_context(SHARED)
    load_everything()
    code = pytest.main(options, plugins=[recorder])
    recorder.coverage.stop()
    target.write_bytes(pickle.dumps(recorder.result()))
    return int(code)


class Chosen:
    """A plugin of pytest that runs some tests, in this order, and all where one of them is not there.

    It writes down which one fails.
    """

    def __init__(self, names: list[str], target: Path) -> None:
        self.places = {name: place for place, name in enumerate(names)}
        self.target = target

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down what fails."""
        if report.failed:
            self.target.write_text(report.nodeid, encoding="utf-8")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Choose."""
        found = [item for item in items if item.nodeid in self.places]
        if len(found) == len(self.places):
            items[:] = sorted(found, key=lambda item: self.places[item.nodeid])


def choose(change: Change, path: str, reaches: list[Reach]) -> tuple[list[str], list[str]]:
    """Return the tests that may notice a change, the quickest first: those that are seen to run it, and the rest.

    The rest are those that run what nobody sees, in child processes; and all, if what is changed is run when something
    is imported, collected or set up for several tests.
    """
    seconds: dict[str, float] = {}
    at, inside, unseen, shared = set[str](), set[str](), set[str](), False
    for reach in reaches:
        seconds |= reach.seconds
        unseen |= reach.unseen
        for line, tests in reach.lines.get(path, {}).items():
            if change.statement[0] <= line <= change.statement[1]:
                at |= tests
                shared |= SHARED in tests
            if change.body[0] <= line <= change.body[1]:
                inside |= tests
    at &= set(seconds)
    # Defaults of arguments are read when the function is defined, and matter to those who run it.
    first = at or (inside & set(seconds) if shared else set())
    rest = (set(seconds) if shared else unseen) - first
    return sorted(first, key=lambda test: seconds[test]), sorted(rest, key=lambda test: seconds[test])
