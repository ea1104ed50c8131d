"""The runs on many versions: which there are, and what their page tells of each."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
import try_versions
from try_versions import Combination, Outcome

PAGE = "before\n<!-- {0}: begin -->\n<!-- {0}: end -->\nafter\n"


def rows(page: Path) -> list[list[str]]:
    lines = [line for line in page.read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[1:]]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page without a run."""
    path = tmp_path / "page.md"
    path.write_text(PAGE.format("combinations") + PAGE.format("projects"))
    return path


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """A machine with two Pythons, on one of which a test fails; what it is asked to run."""
    asked: list[list[str]] = []

    def pytest_(python: object, log: Path, options: list[str], flags: list[str]) -> Outcome:
        asked.append([str(python), *flags, *options])
        if str(python).startswith("3.12"):
            return Outcome(False, {"failed": 1, "passed": 8, "error": 2}, "1 failed, 8 passed, 2 error")
        return Outcome(True, {"passed": 9, "skipped": 2}, "9 passed, 2 skipped")

    monkeypatch.setattr(try_versions, "ENVIRONMENTS", tmp_path / "environments")
    monkeypatch.setattr(
        try_versions, "interpreter", lambda version: version if version in try_versions.PYTHONS[:2] else None
    )
    monkeypatch.setattr(
        try_versions, "environment", lambda of, command: Path(f"{of.python}-{of.pandas}-{of.pyarrow}/bin/python")
    )
    monkeypatch.setattr(try_versions, "versions", lambda python, packages: {"Python": "3.1.4", "pandas": "5.9"})
    monkeypatch.setattr(try_versions, "pytest", pytest_)
    return asked


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["try_versions.py", *arguments])
    return try_versions.main()


def test_every_python_has_every_pandas_with_and_without_pyarrow() -> None:
    """Each of three Pythons has six combinations and one without asserts."""
    found = try_versions.combinations(
        ("3.11", "3.12", "3.13"), tuple(try_versions.PANDAS), ("yes", "no"), ("no", "yes")
    )

    assert len(set(found)) == 21
    assert [each.python for each in found if each.optimised] == ["3.11", "3.12", "3.13"]
    assert str(found[-1]) == "Python 3.13, pandas newest, without pyarrow, python -O"


def test_a_python_that_runs_is_found() -> None:
    """A Python is found if it can make environments, and one that there is not is none."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"

    assert try_versions.interpreter("2.99") is None
    if version in try_versions.PYTHONS:
        assert try_versions.interpreter(version) is not None


def test_without_pyarrow_it_is_not_installed() -> None:
    """The pinned tools of a combination without pyarrow lack it, and no type checker is among those of any."""
    with_it, without = try_versions.tools("yes"), try_versions.tools("no")

    assert [line for line in with_it if line not in without] == [line for line in with_it if "pyarrow==" in line]
    assert not [line for line in with_it if line.startswith(("mypy", "pandas-stubs"))]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("..\n6598 passed, 294 skipped in 235.34s (0:03:55)\n", {"passed": 6598, "skipped": 294}),
        ("= 1 failed, 3 passed, 2 errors in 0.20s =", {"failed": 1, "passed": 3, "error": 2}),
        ("12 passed the gate\n", {}),
        ("", {}),
    ],
)
def test_counts_are_those_of_the_last_line(text: str, counts: dict[str, int]) -> None:
    """What pytest says at its end is counted, and nothing else."""
    assert try_versions.count(text) == counts


def test_a_run_is_entered_and_others_stay(
    machine: list[list[str]], page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page has a row for each supported combination: a run's counts and seed, what failed, and what was not run."""
    assert run(monkeypatch, "--python", "3.12", "--pandas", "2.3", "--seed", "7", "--write", str(page)) == 1
    assert run(monkeypatch, "--python", "3.11", "3.13", "--pandas", "2.3", "--seed", "8", "--write", str(page)) == 0
    found = {tuple(cells[:4]): cells[4:] for cells in rows(page)}

    versions = "Python 3.1.4, pandas 5.9"
    assert set(found) >= {
        (*parts, "no") for parts in try_versions.product(try_versions.PYTHONS, try_versions.PANDAS, ("yes", "no"))
    }
    assert found["3.12", "2.3", "yes", "no"] == [versions, "8", "0", "3", "7"]
    assert found["3.11", "2.3", "no", "yes"] == [versions, "9", "2", "0", "8"]
    assert found["3.13", "2.3", "no", "no"] == ["not run: there was no Python 3.13", "", "", "", ""]
    assert found["3.12", "3.0", "yes", "no"] == ["not run", "", "", "", ""]
    assert page.read_text().startswith("before\n<!-- combinations: begin -->\n| Python |")


def test_a_run_is_in_random_order_by_its_seed_with_warnings_as_errors(
    machine: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every run has the seed for order and examples; only the one without asserts has -O."""
    run(monkeypatch, "--python", "3.11", "--pandas", "newest", "--pyarrow", "no", "--seed", "7", "--processes", "1")

    assert len(machine) == 2
    for asked in machine:
        assert {"--randomly-seed=7", "--hypothesis-seed=7", "--numprocesses=1"} <= set(asked)
        assert "-W error" in " ".join(asked)
    assert ["-O" in asked for asked in machine] == [False, True]


def test_pytest_runs_without_asserts(tmp_path: Path) -> None:
    """With -O pytest says that asserts are gone, which is not the error that other warnings are."""
    (tmp_path / "test_sum.py").write_text("def test_sum():\n    assert 1 + 1 == 2\n")
    flags = ["-O", "-W", "error"]
    options = [*try_versions.without_asserts(), "-c", "/dev/null", "-p", "no:cacheprovider", str(tmp_path)]

    assert try_versions.pytest(sys.executable, tmp_path / "log", options, flags).counts == {"passed": 1}


def test_a_combination_that_cannot_be_set_up_fails(
    machine: list[list[str]], page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where an installation fails, the run does, and the page says that the combination was not run."""

    def environment(combination: Combination, command: str) -> Path:
        raise try_versions.subprocess.CalledProcessError(1, ["pip", "install"])

    monkeypatch.setattr(try_versions, "environment", environment)
    monkeypatch.setattr(random.SystemRandom, "randrange", lambda *_: 5)

    assert run(monkeypatch, "--python", "3.11", "--optimised", "no", "--write", str(page)) == 1
    assert "seed 5" in capsys.readouterr().out
    assert rows(page)[0][4] == "not run: cannot be set up"


def test_projects_are_entered_with_their_checkers(
    machine: list[list[str]], page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What uses the package is tested in the environment at hand; the page says by which tools."""
    assert run(monkeypatch, "--projects", "--write", str(page)) == 0
    assert run(monkeypatch, "--projects") == 0
    assert rows(page) == [["3.1.4", *["not installed"] * 4, "9", "2", "0"]]
    assert set(try_versions.PROJECTS) < set(machine[0])
