"""Each option of the shell changes what it says that it changes."""

from __future__ import annotations

import argparse
import contextlib
import shlex
import shutil
from pathlib import Path

import pytest

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
OPTIONS = """
list | --format json | "dataset": "global_digital_economy"
show growth_rates | --as-printed | As printed:
show trade_with_russia | --as-printed | Corrected by default: 3 values:
show world_development_indicators --format csv | --edition 2026 | no FP.CPI.TOTL
show itu_indicators | --all | no Add --all
show growth_rates | --format csv | economy,year,
find 6 | --economy JPN | no Republic of Korea
find 6 | --dataset ecommerce_sales | no egovernment_ranks
find 34.67 | --format json | "printed": "34.67"
notes ict_industry | --errata | no not available
notes growth_rates | --format csv | dataset,
audit | --format csv | check,cause
cite growth_rates | --style bibtex | @misc
cite growth_rates --year 2018 --column gdp_growth_pct | --economy CHN | no GDP, Japan
cite trade_with_russia --period 2022 --column trade_cny_bn | --place CN-JL | no Liaoning
cite growth_rates --economy CHN --column gdp_growth_pct | --year 2018 | no China, 2017
cite trade_with_russia --place CN-JL --column trade_cny_bn | --period 2022 | no Jilin, 2020
cite growth_rates --economy CHN --year 2018 | --indicator gdp_growth_pct | no Growth of the digital
cite world_development_indicators --economy CHN --year 2018 | --edition 2026 | 10 numbers
cite growth_rates --economy CHN --year 2018 | --column gdp_growth_pct | no Growth of the digital
export out | --format sqlite | 5 files written
check two.html | --table 1 | other table
check whole.csv --total both a b | --exact a b both | 1 number fails
check people.csv | --cut | Judged as cut off
check people.csv --total all men women | --ignore women "A 2021" | 8 of 8 follow
check people.csv | --growth growth_pct all | no Total is A + B
check people.csv --growth growth_pct all | --rule current | rule current
check people.csv | --share men_pct men all | no Total is A + B
check people.csv | --total all men women | no Total is A + B
check people.csv | --mean half women men | half is the mean of women + men: 9 of 9
check people.csv --total women all | --less men | women is all - men: 9 of 9 follow
check people.csv --total Total A B --within year | --entity year | no 3 of 3 follow
check city.csv --growth growth_pct sold | --time name | no 2 of 2 follow
check people.csv --total Total A B --within year | --value men | no women: Total is A + B
check people.csv --total Total A B | --within year | within year
check people.csv | --decimal , | cannot be read
check whole.csv --total both a b | --decimals 2 | 1 number fails
check people.csv | --format json | "version":
"""


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")


CASES = [line.split(" | ") for line in OPTIONS.strip().splitlines()]


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
    tried = {(command.split()[0], option.split()[0]) for command, option, _ in CASES}
    subparsers = next(
        action
        for action in parser("check")._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    options = {
        (command, action.option_strings[-1])
        for command, its_parser in subparsers.choices.items()
        for action in its_parser._actions
        if action.option_strings
    }

    assert options - tried == {(command, "--help") for command in COMMANDS}
