"""Each option of the shell changes what it says that it changes."""

from __future__ import annotations

import contextlib
import shlex
import shutil
from pathlib import Path

import pytest
from support import listed

from neadigital.__main__ import COMMANDS, main, parser

PEOPLE = """\
economy,year,all,men,women,men_pct,growth_pct,half
A,2020,40,30,10,75.0,,20
A,2021,50,31,19,62.0,25.0,25
A,2022,66,40,26,60.6,32.0,33
B,2020,20,8,12,40.0,,10
B,2021,25,12,13,48.0,25.0,12.5
B,2022,30,14,16,46.7,20.0,15
Total,2020,60,38,22,63.3,,30
Total,2021,75,43,32,57.3,25.0,37.5
Total,2022,96,54,42,56.3,28.0,48
"""
#: Of whole counts the sum is wrong; of rounded numbers it is not.
WHOLE = "name,a,b,both\nx,1,1,3\ny,2,2,4\nz,4,1,5\n"
CITY = "name,when,sold,growth_pct\nx,2020,40,\nx,2021,50,25.0\nx,2022,66,32.0\n"
TWO = (
    "<table><tr><th>k<th>v<tr><td>a<td>1</table>"
    "<table><tr><th>k<th>w<tr><td>b<td>2</table>"
)
FILES = {"people.csv": PEOPLE, "whole.csv": WHOLE, "city.csv": CITY, "two.html": TWO}
#: A command, the option that it gets, and words that are printed only with it; after "no", only
#: without it.
CASES = listed("options").to_numpy().tolist()


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")


def printed(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a command prints, its answer or why it is refused."""
    shutil.rmtree("out", ignore_errors=True)
    with contextlib.suppress(SystemExit):
        main(shlex.split(line))
    return "".join(capsys.readouterr())


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
