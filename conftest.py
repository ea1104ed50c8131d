"""Fixtures of several files: the repository, the wheel, a package that a test may damage."""

from __future__ import annotations

import gc
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import GIT, REPOSITORY, arrow, git, read_csv, tracked

# One Hypothesis profile for every machine instead of its own two: without a deadline, as a busy
# machine may be slow. Examples are the same in each run: what is red is about the change.
settings.register_profile(
    "everywhere",
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("everywhere")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_runtest_teardown() -> None:
    """Close pictures that a test left open: matplotlib warns of more than twenty."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where pyarrow is not installed, skip the cases that need it."""
    if arrow is None:
        for item in items:
            if re.search(r"pyarrow|arrow_stream|(?<!without )Arrow", item.name):
                item.add_marker(pytest.mark.skip(reason="pyarrow is not installed"))


def pytest_collection_finish() -> None:
    """Leave modules and tests out of Python's searches for garbage, a tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def spot_checks() -> list[dict[str, str]]:
    """The second, independent transcription of the printed tables."""
    return read_csv(REPOSITORY / "paper" / "tests" / "spot_checks.csv")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository of the tracked files as they are now; without git, the sources."""
    if GIT is None:
        return REPOSITORY
    folder = tmp_path_factory.mktemp("checkout")
    for path in tracked():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path, folder / path)
    git("init", "-q", cwd=folder)
    git("-c", "core.autocrlf=false", "add", "--all", "--force", cwd=folder)
    git("commit", "-q", "-m", "The files as they stand", cwd=folder)
    return folder


@pytest.fixture(scope="session")
def archives(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The wheel and the sdist, as a release builds them."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=checkout,
        check=True,
        capture_output=True,
    )
    return {
        "wheel": next(folder.glob("*.whl")),
        "sdist": next(folder.glob("*.tar.gz")),
    }


@pytest.fixture(scope="session")
def python() -> Run:
    """Run Python code in a new process, with `path` first on the import path."""

    def run(
        code: str,
        *,
        path: Path | None = None,
        check: bool = False,
        options: Sequence[str] = (),
    ) -> subprocess.CompletedProcess[str]:
        prefix = f"import sys; sys.path.insert(0, {str(path)!r})\n" if path else ""
        return subprocess.run(
            [sys.executable, *options, "-c", prefix + code],
            capture_output=True,
            text=True,
            check=check,
            cwd=path or REPOSITORY,
        )

    return run
