"""Each run draws new examples, and the seed that it prints draws the same ones again."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY

pytestmark = pytest.mark.slow
TEST = """
from hypothesis import given, strategies

DRAWN = []


@given(strategies.integers(0, 10**9))
def test_draw(number):
    DRAWN.append(number)


def test_fail():
    raise AssertionError(f"drawn {sum(DRAWN)}")
"""


def drawn(folder: Path, *options: str) -> tuple[str, str]:
    """Run a test with this repository's settings; return the printed seed and the values drawn."""
    (folder / "test_draw.py").write_text(TEST)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "conftest",
        "-c",
        "/dev/null",
        f"--rootdir={folder}",
    ]
    command += ["-p", "no:cacheprovider", "-p", "no:randomly", *options, "test_draw.py"]
    environment = {"PYTHONPATH": str(REPOSITORY / "tests"), "PATH": ""}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    seed, total = (
        re.search(r"--hypothesis-seed=(\d+)", done.stdout),
        re.search(r"drawn (\d+)", done.stdout),
    )
    assert seed is not None, done.stdout + done.stderr
    assert total is not None, done.stdout + done.stderr
    return seed[1], total[1]


@pytest.mark.parametrize(
    "options", [(), ("--numprocesses=1",)], ids=["one process", "xdist"]
)
def test_a_seed_repeats_its_examples(options: tuple[str, ...], tmp_path: Path) -> None:
    """Two runs differ; with the seed of another run, the examples are that run's."""
    first, second = drawn(tmp_path, *options), drawn(tmp_path, *options)

    assert first[0] != second[0]
    assert first[1] != second[1]
    assert drawn(tmp_path, *options, f"--hypothesis-seed={first[0]}") == first
    assert drawn(tmp_path, f"--hypothesis-seed={first[0]}") == first
