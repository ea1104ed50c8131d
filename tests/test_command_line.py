"""The command line: what it prints for people and for pipes, and its exit status."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from support import REPOSITORY

import neadigital
from neadigital.__main__ import main
from neadigital._shell.commands import COMMANDS

NAMES = neadigital.datasets()["name"].tolist()
# The questions that any command may be asked with, without a dataset.
QUESTIONS = [
    ["list"],
    ["codebook"],
    ["notes"],
    ["notes", "--errata"],
    ["observations"],
    ["observations", "Mongolia", "--all"],
    ["audit"],
    ["audit", "--all"],
    ["quality"],
    ["statements"],
    ["sources"],
    ["economies"],
    ["cite", *NAMES],
    ["validate"],
    ["about", "trade_with_russia"],
    ["flags", "itu_indicators"],
    [],
    *(["show", name] for name in NAMES),
    *(["show", name, "--as-printed"] for name in ("growth_rates", "digital_economy_scale")),
]


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("columns", ["60", "80", "120"])
@pytest.mark.parametrize("arguments", QUESTIONS, ids=" ".join)
def test_output_fits_the_width(
    arguments: list[str], columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed for people fits in the width, but for addresses, and has no space at the end of a line."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = printed(capsys, *arguments).splitlines()
    # An address is not broken: it could not be followed.
    wide = [line for line in lines if len(line) > int(columns) and "://" not in line]

    assert lines
    assert wide == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_list_names_every_dataset(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`list` has a line that begins with each dataset's name, and the same form for each, however wide it is."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = printed(capsys, "list").splitlines()
    entries = [line for line in lines if line[:1].isalpha()]

    assert [line.split()[0] for line in entries if not re.match(r"\d", line)][: len(NAMES)] == NAMES
    assert len({len(line.split()) > 1 for line in entries[: len(NAMES)]}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_json_are_the_loader(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`show --format csv` and `json` hold every row of the loader."""
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "show", name, "--format", "csv"))))
    records = json.loads(printed(capsys, "show", name, "--format", "json"))
    data = neadigital.load(name)

    assert len(rows) == len(records) == len(data)
    assert list(rows[0]) == list(records[0]) == list(data.columns)


@pytest.mark.parametrize("command", [name for name, command in COMMANDS.items() if command.frame])
def test_every_frame_can_be_piped(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command that has a frame prints it as CSV and JSON, with the same columns and as many rows."""
    asked = [command, *(["trade_with_russia"] if command in ("show", "flags") else [])]
    table = pd.read_csv(io.StringIO(printed(capsys, *asked, "--format", "csv")))
    records = json.loads(printed(capsys, *asked, "--format", "json"))

    assert len(table) == len(records) > 0
    assert list(table.columns) == list(records[0])


def test_as_printed_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """`show --as-printed` shows the page's values and says so."""
    text = printed(capsys, "show", "trade_with_russia", "--as-printed")

    assert "163.77" in text
    assert text.startswith("As printed: ")


@pytest.mark.parametrize("command", [["show", "itu_indicators"], ["flags", "itu_indicators"], ["observations"]])
def test_long_tables_say_how_to_see_all(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A long table is cut, says of how many rows, and its own words with `--all` show every row."""
    cut = printed(capsys, *command)
    advice = re.search(r"30 of (\d+) rows; all of them: neadigital ([\w\s-]+ --all)", cut)
    assert advice
    whole = printed(capsys, *advice[2].split())

    assert f"{advice[1]} rows" not in whole
    assert len(whole.splitlines()) > len(cut.splitlines()) + 40


def test_a_folded_table_repeats_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """Where columns do not fit beside each other, each block of them begins with the key."""
    text = printed(capsys, "show", "city_competitiveness")
    headers = [line for line in text.splitlines() if line.startswith("city ")]

    assert len(headers) > 1
    assert all(text.count(f"\n{city} ") == len(headers) for city in ("Beijing", "Moscow", "Tokyo"))


def test_decimals_of_a_column_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    """A column's numbers have as many decimals: 4020.0 stands under 3400.9."""
    lines = printed(capsys, "show", "digital_economy_scale").splitlines()
    first = next(line for line in lines if line.startswith("CHN      2016"))
    second = next(line for line in lines if line.startswith("CHN      2017"))

    assert first.index("3400.9") == second.index("4020.0")


def test_width_is_used_and_prose_is_not_too_wide(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wide terminal shows a wide table whole, and prose in lines of a readable width."""
    monkeypatch.setenv("COLUMNS", "160")
    text, table = printed(capsys, "show", "city_competitiveness").split("\n\n", 1)

    assert max(map(len, text.splitlines())) <= 100
    assert table.count("city ") == 1
    assert max(map(len, table.splitlines())) > 100


def test_notes_name_each_corrected_cell(capsys: pytest.CaptureFixture[str]) -> None:
    """`notes` shows page and correction of each corrected cell, and how sure it is."""
    text = printed(capsys, "notes", "trade_with_russia")

    for change in ("34.67 -> 17.33", "54.1 -> 65", "163.77 -> 16.377"):
        assert change in text
    assert "misprint, inferred" in text


def test_numbers_and_nouns_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """One is one: 1 note, 1 file; a sentence ends with one full stop; nothing is 0 corrected cells."""
    one = next(name for name in NAMES if len(neadigital.notes(name)) == 1)
    none = next(name for name in NAMES if len(neadigital.notes(name)) and not len(neadigital.errata(name)))
    texts = [printed(capsys, *arguments) for arguments in QUESTIONS]

    assert "\n1 note:" in printed(capsys, "show", one)
    assert printed(capsys, "notes", one).endswith("\n1 note\n")
    assert "1 file holds" in printed(capsys, "validate", one)
    assert "corrected" not in printed(capsys, "show", none).splitlines()[-1]
    for text in texts:
        assert re.search(r"\b1 (notes|rows|cells|files|failures|numbers|sources|datasets)\b", text) is None
        assert re.search(r"[^.]\.\.(\s|$)", text) is None


def test_observations_of_an_economy(capsys: pytest.CaptureFixture[str]) -> None:
    """`observations` takes any name of an economy, and its advice can be pasted into a shell."""
    assert "219 numbers" in printed(capsys, "observations", "Mongolia")
    assert "observations 'Rep. of Korea' --all" in printed(capsys, "observations", "Rep. of Korea")


def test_quality_adds_up(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`quality` has a row for each table, figure and dataset, and the sum of each kind."""
    monkeypatch.setenv("COLUMNS", "120")
    lines = [line.split() for line in printed(capsys, "quality").splitlines()]
    sums = [list(map(int, line[1:])) for line in lines if line[:1] == ["all"]]
    frame = neadigital.quality()

    assert sums == [rows.sum(numeric_only=True).tolist() for _, rows in frame.groupby("kind", sort=False)]
    assert sums[0][0] == sum(sums[0][1:])


def test_about_is_the_card(capsys: pytest.CaptureFixture[str]) -> None:
    """`about` tells what the card of the library tells, whole."""
    text = printed(capsys, "about", "trade_with_russia")

    assert text.split() == [word for word in str(neadigital.about("trade_with_russia")).split() if set(word) != {"-"}]


@pytest.mark.parametrize("style", ["text", "bibtex", "csl"])
def test_cite(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`cite` prints the library's citation in each style, of as many datasets as are named."""
    text = printed(capsys, "cite", "growth_rates", "itu_indicators", "--style", style)

    assert text.split() == neadigital.cite("growth_rates", "itu_indicators", style=style).split()  # type: ignore[arg-type]


@pytest.mark.parametrize("command", ["show", "about", "codebook", "notes", "flags", "cite", "validate"])
def test_unknown_dataset_is_bad_usage(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown dataset ends with status 2 and lists the choices, the nearest first, without a traceback."""
    status = main([command, "Growth-Rate"])
    error = capsys.readouterr().err

    assert status == 2
    assert all(name in error for name in NAMES)
    assert "Choose one of: growth_rates," in " ".join(error.split())
    assert "Traceback" not in error


@pytest.mark.parametrize("arguments", [["frob"], ["show"], ["cite", "--style", "mla"], ["list", "--format", "xml"]])
def test_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Anything that is no command or option ends with status 2 and the usage."""
    with pytest.raises(SystemExit) as exit_:
        main(arguments)

    assert exit_.value.code == 2
    assert "usage: neadigital" in capsys.readouterr().err


def test_nothing_asked_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`neadigital` alone prints its help, which names every command."""
    text = printed(capsys)

    assert text.startswith("usage: neadigital")
    assert all(re.search(rf"^    {name} ", text, re.M) for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_that_works(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The help of each command has an example of that command, and the example works."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main([name, "--help"])
    example = capsys.readouterr().out.split("example:\n")[1].strip()
    arguments = example.partition(" > ")[0].split()

    assert arguments[:2] == ["neadigital", name]
    assert main(arguments[1:]) == 0


def test_design_and_readme_name_every_command() -> None:
    """The README names each command."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")

    assert [name for name in COMMANDS if not re.search(rf"`(neadigital )?{name}\b", text)] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_commands_and_names(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The script for a shell completes commands and names of datasets, by the extra `completion`."""
    pytest.importorskip("shtab")
    with pytest.raises(SystemExit) as exit_:
        main(["--print-completion", shell])
    text = capsys.readouterr().out

    assert exit_.value.code == 0
    assert "observations" in text
    assert "trade_with_russia" in text


def test_completion_says_what_it_needs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without shtab, completion is refused with the line that installs it."""
    monkeypatch.setitem(__import__("sys").modules, "shtab", None)
    with pytest.raises(SystemExit) as exit_:
        main(["--print-completion", "bash"])

    assert exit_.value.code == 2
    assert "pip install shtab" in " ".join(capsys.readouterr().err.split())
