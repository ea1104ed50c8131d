"""Simultaneous exports: files that appear meanwhile are kept, and one export succeeds."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.name != "posix",
        reason="an empty folder is replaced in one step by POSIX only",
    ),
]


def start(folder: Path, form: str = "csv") -> subprocess.Popen[str]:
    """Start an export."""
    command = [
        sys.executable,
        "-m",
        "neadigital",
        "export",
        str(folder),
        "--format",
        form,
    ]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_file_that_appears_meanwhile_is_there_afterwards(tmp_path: Path) -> None:
    """A user's file that appears during an export is kept; the export is refused or complete."""
    begun = time.monotonic()
    with start(tmp_path / "whole") as process:
        process.communicate()
    seconds = time.monotonic() - begun
    whole = files(tmp_path / "whole")
    for place in range(20):
        folder = tmp_path / f"out{place}"
        folder.mkdir()
        with start(folder) as process:
            # The moment is drawn from the start of the process to after its end.
            time.sleep(random.uniform(0, 1.3 * seconds))  # noqa: S311
            (folder / "built").mkdir(exist_ok=True)
            (folder / "built" / "growth_rates.csv.mine").write_text("mine")
            process.communicate()
        mine = {"built/growth_rates.csv.mine"}

        assert (folder / "built" / "growth_rates.csv.mine").read_text() == "mine"
        assert files(folder) == (mine if process.returncode else whole | mine)
    assert not list(tmp_path.glob(".neadigital-*"))


@pytest.mark.parametrize("there", [True, False], ids=["empty", "new"])
def test_of_four_exports_at_once_one_wins_whole(there: bool, tmp_path: Path) -> None:
    """Of four exports into one folder, one is complete and the other three are refused."""
    forms = ["csv", "csv", "sqlite", "sqlite"]
    folder = tmp_path / "out"
    if there:
        folder.mkdir()
    processes = [start(folder, form) for form in forms]
    told = [process.communicate()[0] for process in processes]
    won = [place for place, process in enumerate(processes) if process.returncode == 0]

    assert len(won) == 1
    assert sorted(process.returncode for process in processes) == [0, 2, 2, 2]
    assert told[won[0]].startswith(f"{len(files(folder))} files written")
    assert list(tmp_path.iterdir()) == [folder]
