"""The shell's `check`: what it says of tables that a reader typed."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from neadigital.__main__ import main


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the message of a command that is refused, in one line."""
    assert main(arguments) == 2
    return " ".join(capsys.readouterr().err.split())


SEATS = """\
Party,Votes,Seats,Change
A,1201,206,5.2
B,877,125,-7.9
C,685,118,5.8
All,2763,460,1.1
"""
PHONES = """\
Company,Now,Share now,Before,Share before,Change
Apple,80.5,24.7%,72.3,24.1%,11.4%
Samsung,53.0,16.3%,59.5,18.8%,-10.9%
Xiaomi,40.7,12.5%,33.2,11.1%,22.7%
Transsion,28.2,8.6%,16.7,5.6%,68.8%
vivo,24.1,7.4%,22.9,7.6%,5.5%
Others,99.6,30.5%,95.7,31.9%,4.1%
Total,326.1,100.0%,300.2,100.0%,8.6%
"""
MEDALS = "NOC,Gold,Silver,Bronze,Total\n" + "".join(
    f"{name},{gold},{silver},{bronze},{gold + silver + bronze + slip}\n"
    for name, gold, silver, bronze, slip in [
        ("USA", 40, 44, 42, 0),
        ("China", 40, 27, 24, 0),
        ("Japan", 20, 12, 13, 0),
        ("Australia", 18, 19, 16, 0),
        ("France", 16, 26, 22, 1),
        ("Netherlands", 15, 7, 12, 0),
        ("Great Britain", 14, 22, 29, 0),
        ("Italy", 12, 13, 15, 0),
    ]
)


def checked(
    capsys: pytest.CaptureFixture[str], folder: Path, table: str, *arguments: str
) -> tuple[int, str]:
    """Return the status of a check of a table, and its answer in one line."""
    path = folder / "table.csv"
    path.write_text(table, encoding="utf-8")
    status = main(["check", str(path), *arguments])
    return status, " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("exact", [[], ["--exact", "Seats"]])
def test_a_total_that_is_named_is_judged(exact, tmp_path, capsys):
    """A named total that is wrong in one column fails; rates of members are not added up."""
    named = ["--total", "All", "A", "B", "C", "--entity", "Party", *exact]
    status, text = checked(capsys, tmp_path, SEATS, *named)

    assert status == 1
    assert "Votes: All is A + B + C: 1 of 1 follow" in text
    assert "Seats: All is A + B + C: 0 of 1 follow" in text
    assert "Change: All is A + B + C: 0 of 1 follow (its total lies between" in text


def test_only_columns_that_are_named_are_added_up(tmp_path, capsys):
    """`--value` says which columns a total of rows adds up."""
    named = ["--total", "All", "A", "B", "C", "--entity", "Party", "--value"]
    by_votes, _ = checked(capsys, tmp_path, SEATS, *named, "Votes")
    by_change, _ = checked(capsys, tmp_path, SEATS, *named, "Change")

    assert (by_votes, by_change) == (0, 1)


def test_a_total_that_is_false_everywhere_is_judged(tmp_path, capsys):
    """No other relation stands in for a named one that fails in all columns."""
    named = ["--total", "All", "A", "B", "--entity", "Party"]
    status, text = checked(capsys, tmp_path, SEATS, *named)

    assert status == 1
    assert "Votes: All is A + B: 0 of 1 follow" in text


def test_a_growth_that_is_named_and_has_no_rule_fails(tmp_path, capsys):
    """Few rates that do not all follow accuse no cell, and do not pass."""
    table = "City,Old,New,Rate\nA,100,120,20.0\nB,251,263,40.0\n"
    status, text = checked(capsys, tmp_path, table, "--growth", "Rate", "New", "Old")

    assert status == 1
    assert "2 numbers follow by no rule." in text


def test_what_is_not_judged_is_named(tmp_path, capsys):
    """What fails a relation of little evidence is said, with what judges it, and JSON has it."""
    status, text = checked(capsys, tmp_path, PHONES)
    _, answer = checked(capsys, tmp_path, PHONES, "--format", "json")
    relation, total = json.loads(answer)["not_judged"]

    assert status == 0
    assert "All that was judged follows." in text
    assert "Share before at Samsung: 18.8%" in text
    assert relation["how"] in text
    assert [each["row"] for each in relation["numbers"]] == ["Samsung"]
    assert [each["row"] for each in total["numbers"]] == ["Total"]
    assert checked(capsys, tmp_path, PHONES, *shlex.split(relation["how"]))[0] == 1


def test_counts_may_be_judged_exactly(tmp_path, capsys):
    """Totals of whole numbers name the option that finds a count that is off by one."""
    status, text = checked(capsys, tmp_path, MEDALS)
    exact = ["--exact", "Total", "Gold", "Silver", "Bronze"]

    assert status == 0
    assert " ".join(exact) in text
    assert checked(capsys, tmp_path, MEDALS, *exact)[0] == 1
    assert "no column 'gold'" in refused(
        capsys, "check", str(tmp_path / "table.csv"), "--exact", "gold"
    )


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--entity", "Party"], "--entity"),
        (["--growth", "Change", "Votes", "Seats", "--time", "nosuch"], "--time"),
        (["--total", "Votes", "Seats", "Change", "--within", "nosuch"], "--within"),
        (["--total", "Votes", "Seats", "Seats"], "'Seats' 2 times"),
        (["--total", "Votes", "Seats", "--less", "Seats"], "'Seats' 2 times"),
        (["--total", "Votes", "Seats", "Votes"], "part of itself"),
        (["--growth", "Change", "Votes"], "--time"),
    ],
)
def test_an_argument_that_says_nothing_is_refused(arguments, named, tmp_path, capsys):
    """What no relation needs, what is named twice, and what lacks a column is an error."""
    path = tmp_path / "table.csv"
    path.write_text(SEATS, encoding="utf-8")

    assert named in refused(capsys, "check", str(path), *arguments)


def test_zeros_that_add_up_do_not_make_rates_amounts(tmp_path, capsys):
    """Shares whose total is 0 in one block are not added up in another one."""
    table = (
        "Block,City,Sales,Share\n"
        "Old,A,10,5.0\nOld,B,20,7.0\nOld,All,30,6.2\n"
        "New,A,11,0.0\nNew,B,12,0.0\nNew,All,23,0.0\n"
    )
    named = ["--total", "All", "A", "B", "--entity", "City", "--within", "Block"]
    status, text = checked(capsys, tmp_path, table, *named)

    assert status == 0
    assert "Share: All is A + B, within Block: 1 of 2 follow (its total lies" in text


def test_a_total_that_follows_in_other_columns_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A total that fails in one column of several is named, with what judges it."""
    table = (
        "product,2021,2022,2023,Margin\nPhones,191973,205489,205083,41%\n"
        "Computers,35190,40177,29357,29%\nTablets,31862,29292,28300,27%\n"
        "Services,68425,78129,85200,71%\nAll,327450,353087,343357,45%\n"
    )
    status, text = checked(capsys, tmp_path, table)
    how = ["--total", "All", "Phones", "Computers", "Tablets", "Services"]

    assert status == 0
    assert "0 of 1 follow (it follows in other columns, not judged)" in text
    assert "2023 at All: 343357" in text
    assert "Margin: All" not in text
    judged = [*how, "--value", "2023", "--entity", "product"]
    assert checked(capsys, tmp_path, table, *judged)[0] == 1
    assert "columns of text: 'product'" in refused(
        capsys, "check", str(tmp_path / "table.csv"), *how
    )


def test_numbers_in_a_form_that_is_not_read_are_named(tmp_path, capsys):
    """A column that seems to have numbers is not taken for words in silence."""
    table = "City,Old,New,Sum,Visits\nA,11,12,23,1.2 Tsd\nB,25,26,51,3.5 Tsd\nC,7,5,12,4 Tsd\n"
    _, text = checked(capsys, tmp_path, table, "--total", "Sum", "Old", "New")

    assert "no number is written like '1.2 Tsd': Visits" in text
    assert "The rest of the table was not judged." in text


def test_numbers_that_cannot_be_checked_are_counted(tmp_path, capsys):
    """A rate whose base is not above 0 is said to be unchecked."""
    table = "City,Old,New,Rate\nA,100,120,20.0\nB,-251,263,4.8\n"
    status, text = checked(capsys, tmp_path, table, "--growth", "Rate", "New", "Old")

    assert status == 0
    assert "1 number cannot be checked" in text


def test_a_small_table_names_the_way_on(tmp_path, capsys):
    """Where no relation is found, the options that name one are said."""
    status, text = checked(capsys, tmp_path, "Party,A,B,C\nSum,1,2,3\n")

    assert status == 2
    assert all(option in text for option in ("--growth", "--share", "--total"))
