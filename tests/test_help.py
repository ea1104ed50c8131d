"""What the command line says of itself: usage, help and version, in words of one kind."""

from __future__ import annotations

import re
from argparse import Namespace

import pandas as pd
import pytest

import neadigital
from neadigital import __main__ as program
from neadigital.__main__ import main
from neadigital._shell import commands
from neadigital._shell.commands import COMMANDS, answer

ARGUMENTS = [(name, argument) for name, command in COMMANDS.items() for argument in command.arguments]
# Names of formats are written as they are.
PHRASE = r"[a-z](?:[^A-Z]|CSV|SQLite|Package|Data|Parquet)*[a-z0-9)]"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 0
    return capsys.readouterr().out


def test_help_is_in_phrases() -> None:
    """What is said of a command or an argument begins with a small letter and ends without a stop."""
    said = [command.about for command in COMMANDS.values()]
    said += [argument.options["help"] for _, argument in ARGUMENTS]

    assert [text for text in said if not re.fullmatch(PHRASE, text)] == []


def test_arguments_are_called_by_what_they_are() -> None:
    """What stands for a value in the usage is its kind, in capitals, and the same wherever it is asked for."""
    shown = {(argument.flags[-1], argument.options.get("metavar")) for _, argument in ARGUMENTS}

    assert shown == {
        *(("name", "NAME"), ("names", "NAME"), ("economy", "ECONOMY"), ("what", "WHAT"), ("of", "OF")),
        *(("directory", "DIR"), ("--output", "FILE")),
        *((option, None) for option in ("--all", "--as-printed", "--errata", "--style", "--format")),
    }


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("list", "[-h] [--format {csv,json}]"),
        ("show", "[-h] [--as-printed] [--all] [--format {csv,json}] NAME"),
        ("about", "[-h] NAME"),
        ("codebook", "[-h] [--format {csv,json}] [NAME]"),
        ("notes", "[-h] [--errata] [--format {csv,json}] [NAME]"),
        ("flags", "[-h] [--all] [--format {csv,json}] NAME"),
        ("quality", "[-h] [--format {csv,json}]"),
        ("observations", "[-h] [--all] [--format {csv,json}] [ECONOMY]"),
        ("audit", "[-h] [--all] [--format {csv,json}]"),
        ("statements", "[-h] [--format {csv,json}]"),
        ("sources", "[-h] [--format {csv,json}]"),
        ("economies", "[-h] [--format {csv,json}]"),
        ("plot", "[-h] -o FILE WHAT [OF]"),
        ("cite", "[-h] [--style {text,bibtex,csl}] [NAME ...]"),
        ("validate", "[-h] [--format {csv,json}] [NAME]"),
        ("export", "[-h] [--format {csv,sqlite,parquet}] DIR"),
    ],
)
def test_usage(name: str, usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command takes these arguments, and its help says what it does, in a sentence, and gives an example."""
    text = told(capsys, name, "--help")
    about = COMMANDS[name].about

    assert text.startswith(f"usage: neadigital {name} {usage}\n\n{about[0].upper()}{about[1:]}.\n\n")
    assert text.endswith(f"\n\nexample:\n  {COMMANDS[name].example}\n")


def test_every_command_has_its_usage_tested() -> None:
    """No command is left out of the test of usage."""
    [mark] = [mark for mark in test_usage.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]

    assert [name for name, _ in mark.args[1]] == list(COMMANDS)


def test_the_help_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    """The help says what the program is, and each command with what it does; asked for nothing, it is the same."""
    text = told(capsys, "--help")
    status = main([])

    assert (status, capsys.readouterr().out) == (0, text)
    assert "\n\nThe digital economy of Northeast Asia: one paper's data, corrected and as printed.\n\n" in text
    assert re.search(r"^usage: neadigital \[-h\] \[--version\] \[--print-completion \{bash,zsh,tcsh\}\] COMMAND", text)
    assert "\ncommands:\n  COMMAND\n" in text
    assert re.findall(r"^    (\S+) +(.*)$", text, re.M) == [(name, command.about) for name, command in COMMANDS.items()]
    assert re.search(
        r"--print-completion \{bash,zsh,tcsh\}\s+print a script that makes a shell complete commands and names\n", text
    )
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_each_shell_has_its_own_script(capsys: pytest.CaptureFixture[str]) -> None:
    """The script that completes commands is one for the shell that is asked for."""
    shtab = pytest.importorskip("shtab")
    parser = program._parser(names=neadigital.datasets()["name"].tolist())
    scripts = [told(capsys, "--print-completion", shell) for shell in ("bash", "zsh", "tcsh")]

    assert scripts == [f"{shtab.complete(parser, shell=shell)}\n" for shell in ("bash", "zsh", "tcsh")]
    assert len(set(scripts)) == 3


def test_what_is_damaged_is_told_line_by_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged file ends with status 1; each part of the error is a line of the messages, and acts on no terminal."""

    def damaged() -> None:
        raise neadigital.DataIntegrityError("a.csv", "broken", expected="one", found="t\x1bwo", advice="Do this")

    monkeypatch.setattr(commands, "datasets", damaged)

    assert main(["list"]) == 1
    assert capsys.readouterr() == ("", "neadigital: a.csv: broken.\nExpected: one.\nFound: t\\x1bwo.\nDo this.\n")


def test_a_frame_can_be_had_for_pipes(capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command that has a frame says that its formats are for pipes."""
    assert re.search(r"--format \{csv,json\}\s+for pipes, instead of for people\n", told(capsys, "list", "--help"))


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` is the program's name and the package's version."""
    assert told(capsys, "--version") == f"neadigital {neadigital.__version__}\n"


def test_formats_for_pipes() -> None:
    """CSV has no index, LF at the ends of its lines and none at the end; JSON is a list of rows with text as it is."""
    asked = Namespace(command="economies", format="csv")
    frame = neadigital.economies()
    text = answer(asked)
    records = answer(Namespace(command="economies", format="json"))

    assert text == frame.to_csv(index=False, lineterminator="\n")[:-1]
    assert text.splitlines()[0] == ",".join(frame.columns)
    assert records == frame.to_json(orient="records", force_ascii=False, indent=1)
    assert records.startswith('[\n {\n  "code":')


def test_text_that_is_not_ascii_stays_in_json() -> None:
    """JSON for pipes has the letters themselves, not their numbers."""
    assert "산업" in answer(Namespace(command="sources", format="json"))


@pytest.mark.parametrize("economy", [None, "Rep. of Korea"])
def test_the_advice_of_observations_can_be_pasted(economy: str | None) -> None:
    """The words that show every number repeat the question, quoted as a shell needs it."""
    text = answer(Namespace(command="observations", economy=economy, all=False, format=None))
    quoted = "" if economy is None else " 'Rep. of Korea'"

    assert text.endswith(f"all of them: neadigital observations{quoted} --all")


def test_the_advice_of_flags_names_the_dataset() -> None:
    """Flags are shown by their keys, and the words that show all of them name the dataset."""
    text = answer(Namespace(command="flags", name="itu_indicators", all=False, format=None))

    assert text.endswith("30 of 106 rows; all of them: neadigital flags itu_indicators --all")
    assert text.startswith("economy  year  indicator")


@pytest.mark.parametrize("errata", [False, True])
def test_notes_or_errata(errata: bool) -> None:
    """`notes` counts all notes of a dataset, `notes --errata` those that correct."""
    text = answer(Namespace(command="notes", name="trade_with_russia", errata=errata, format=None))
    wanted = neadigital.errata if errata else neadigital.notes

    assert text.endswith(f"\n\n{len(wanted('trade_with_russia'))} notes")


@pytest.mark.parametrize("everything", [False, True])
def test_the_audit_is_told_in_the_width(everything: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """`audit` tells what does not hold, and with `--all` the rest, in lines of the terminal's width."""
    asked: list[tuple[int, int, bool]] = []
    from neadigital.claims import report

    monkeypatch.setattr(report, "text", lambda findings, wide, all_: asked.append((len(findings), wide, all_)) or "")
    answer(Namespace(command="audit", all=everything, format=None))

    assert asked == [(len(list(report.all_findings())), 200, everything)]


def test_a_citation_is_wrapped_as_text_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """References as text are folded, each with its further lines indented by four; BibTeX is left as it is."""
    monkeypatch.setenv("COLUMNS", "60")
    text = answer(Namespace(command="cite", names=[], style="text"))
    bibtex = answer(Namespace(command="cite", names=[], style="bibtex"))

    assert bibtex == neadigital.cite(style="bibtex")
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 60
    starts = [line for line in text.splitlines() if not line.startswith("    ")]
    assert [line[:20] for line in starts] == [line[:20] for line in neadigital.cite().splitlines()]
    assert all(line[4] != " " for line in text.splitlines() if line.startswith("    "))


def test_what_was_typed_comes_back_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder's or a file's name that would act on the terminal is written out in what is said of it."""
    monkeypatch.setattr("neadigital._shell.exporting.export", lambda folder, form: f"{form} {folder}")
    monkeypatch.setattr("neadigital._shell.pictures.save", lambda what, of, file: f"{what} {of} {file}")

    assert answer(Namespace(command="export", directory="a\x1b", format="sqlite")) == "sqlite a\\x1b"
    assert answer(Namespace(command="plot", what="ranks", of="b", output="\u202ec")) == "ranks b \\u202ec"


def test_a_command_without_a_view_shows_its_table() -> None:
    """Of a command that has no view of its own people see its frame as a table."""
    show = commands.Command("about", "example").show

    assert show(pd.DataFrame({"a": [1]}), Namespace()) == "a\n1"
