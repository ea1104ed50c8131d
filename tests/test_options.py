"""Each option of the shell changes what it says that it changes."""

from __future__ import annotations

import contextlib
import shlex
import shutil
from pathlib import Path

import pytest
from support import REPOSITORY, listed, one_line

from neadigital.__main__ import COMMANDS, main, parser

# Of whole counts the sum in whole.csv is wrong; of rounded numbers it is not.
TABLES = ("people", "whole", "city")
TWO = (
    "<table><tr><th>k<th>v<tr><td>a<td>1</table>"
    "<table><tr><th>k<th>w<tr><td>b<td>2</table>"
)
#: A command, the option that it gets, and words that are printed only with it; after "no", only
#: without it.
CASES = listed("options").to_numpy().tolist()


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in TABLES:
        shutil.copy(REPOSITORY / "tests" / "tables" / f"{name}.csv", tmp_path)
    (tmp_path / "two.html").write_text(TWO, encoding="utf-8")


def printed(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a command prints, its answer or why it is refused, in one line."""
    shutil.rmtree("out", ignore_errors=True)
    with contextlib.suppress(SystemExit):
        main(shlex.split(line))
    return one_line("".join(capsys.readouterr()))


@pytest.mark.parametrize(("command", "option", "told"), CASES)
def test_an_option_changes_what_it_says(command, option, told, capsys):
    """With the option a command prints what it does not print without it, or the reverse."""
    without, with_it = printed(command, capsys), printed(f"{command} {option}", capsys)
    if told.startswith("no "):
        without, with_it = with_it, without
        told = told.removeprefix("no ")

    assert told in with_it
    assert told not in without


def test_every_option_has_a_case():
    """Each option of each command is among those above."""
    tried = set()
    for command, option, _ in CASES:
        tried.add((command.split()[0], option.split()[0]))
    options = set()
    [commands] = [
        action.choices for action in parser("check")._actions if action.choices
    ]
    for command, its_parser in commands.items():
        for action in its_parser._actions:
            if action.option_strings:
                options.add((command, action.option_strings[-1]))

    assert options - tried == {(command, "--help") for command in COMMANDS}
