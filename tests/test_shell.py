"""The shell: what it prints for people and for pipes, what it writes, and how it ends."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support import NAMES, listed, one_line, plain

import neadigital
from neadigital import __main__ as program
from neadigital import _store
from neadigital.__main__ import COMMANDS, main

# What `load` gives beside the datasets, and `datasets()`.
ABOUT = [*_store.names("about"), "codebook", "datasets", "errata"]
# Commands whose output is meant for people.
QUESTIONS = [
    [],
    ["list"],
    *(["show", name] for name in [*NAMES, *ABOUT]),
    ["show", "growth_rates", "--as-printed"],
    *(["about", name] for name in NAMES),
    ["find", "34.67"],
    ["notes"],
    ["notes", "--errata"],
    ["audit"],
    ["cite", *NAMES],
]
posix = pytest.mark.skipif(os.name != "posix", reason="a shell and its signals")


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the message of a command that is refused, in one line."""
    with contextlib.suppress(SystemExit):
        assert main(arguments) == 2
    return one_line(capsys.readouterr().err)


def frame_of(name: str) -> pd.DataFrame:
    """Return any table that the shell shows, as the package gives it."""
    return neadigital.datasets() if name == "datasets" else neadigital.load(name)  # type: ignore[arg-type]


# for people


def test_output_fits_the_width_and_reads_well(capsys, monkeypatch):
    """Only an address or one long column exceeds the width, and 1 has a singular."""
    width = 60
    monkeypatch.setenv("COLUMNS", str(width))
    singular = r"\b1 (notes|rows|cells|files|numbers|values|sources|datasets)\b"
    too_wide = []
    for arguments in QUESTIONS:
        text = printed(capsys, *arguments)
        for line in text.splitlines():
            # A line cannot be shorter than a single word, or a column beside its keys.
            is_table = "  " in line or len(line.split()) <= 2
            if len(line) > width and not is_table and "://" not in line:
                too_wide.append((arguments, line))
        assert re.search(rf" $|{singular}|\n\n\n", text, re.M) is None, arguments

    assert too_wide == []


def test_list_names_every_dataset(capsys):
    """`list` has a line for each dataset, with rows, years and place, and one for its title."""
    lines = printed(capsys, "list").splitlines()[:-2]
    heads = lines[::2]
    titles = map(str.strip, lines[1::2])
    places = {line.index(" row") for line in heads}

    assert [*titles] == neadigital.datasets()["title"].tolist()
    assert len(places) == 1
    # Of a dataset with editions these are the rows of the default one, which the loader gives.
    for name, head in zip(NAMES, heads, strict=True):
        years = frame_of(name)["year"]
        first = years.min()
        last = years.max()
        span = f"{first}-{last}" if first < last else f"{first}"
        told = one_line(head)
        assert told.startswith(f"{name} {len(years)} row")
        assert f" {span} " in told


def test_a_printed_table_is_shown(capsys):
    """`show "table 2"` has each cell of the printed table, each block with the row labels."""
    for number in _store.printed_tables():
        cells = neadigital.printed_table(number).fillna("")
        text = printed(capsys, "show", f"table {number}")
        shown = one_line(text)
        unseen = [
            cell for cell in cells.to_numpy().ravel() if one_line(cell) not in shown
        ]

        assert unseen == [], number
        assert text.endswith(f"\n{len(cells)} rows\n")


def test_a_dataset_is_shown(capsys):
    """`show` has title, description, rows aligned, legend and the number of notes."""
    text = printed(capsys, "show", "trade_with_russia")
    title, rest = text.split("\n", 1)
    _, first, second, legend, notes = rest.split("\n\n")

    assert (
        title
        == neadigital.datasets().set_index("dataset")["title"]["trade_with_russia"]
    )
    assert "trade_cny_bn: Trade with Russia\n" in legend
    assert "\nbasis: where" in legend
    # A wide table is split into blocks, each with the keys.
    rows = [one_line(line) for line in [*first.splitlines(), *second.splitlines()]]
    assert "CN 2023 7 2023-01/2023-07 931.950 -" in rows
    assert "CN-JL 2023 7 16.378 95.3 reconstructed" in rows
    assert len({len(line) for line in first.splitlines()}) == 1
    assert max(len(line) for line in [*first.splitlines(), *second.splitlines()]) <= 80
    told = r"\d+ notes on \d+ cells, 3 corrected cells: neadigital notes trade_with_russia\n"
    assert re.fullmatch(told, notes)


def test_long_keys_are_a_list(capsys):
    """A table of keys that do not fit beside each other has a line for each row."""
    rows = printed(capsys, "show", "audit_cells").splitlines()

    assert rows[0].startswith("china-share-2016 digital_economy_scale CHN 2016 ")
    assert max(map(len, rows)) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_shown_with_ten_digits(name):
    """What `show` prints of a number has its first ten digits, and all before the point."""
    for number in neadigital.load(name).select_dtypes("number").to_numpy(float).ravel():
        if not math.isnan(number):
            shown = float(program.ten_digits(number).replace(",", ""))
            assert shown == pytest.approx(number, rel=1e-9, abs=1e-9)


def test_a_grid_has_a_side_for_each_kind(capsys):
    """Keys come first, numbers are right-aligned, text left-aligned, and a gap is a dash."""
    world = printed(capsys, "show", "global_digital_economy").splitlines()

    assert (
        "WLD     2016        11,500    76,465.6              15.5  external  A" in world
    )
    # Numbers of very different sizes keep their own digits.
    cells = program.with_commas(["360858000000.0", "0.00159", ""])
    assert cells == ["360,858,000,000", "0.00159", ""]


def test_a_line_breaks_at_no_minus_sign_or_no_break_space():
    """A formula or a command is never broken across lines."""
    text = f"{'x' * 74} a (1 - g) b\u00a0c"

    assert program.wrap(text) == f"{'x' * 74} a\n(1 - g) b c"


def test_find_answers_in_a_few_lines(capsys):
    """`find` says where a number is, what is right, why, and its key."""
    text = printed(capsys, "find", "34.67")
    place, right, *reason, formula, key = text.splitlines()

    assert place == "Table 13: Trade with Russia, Jilin, 2022"
    assert right == (
        "  Printed 34.67; right is 17.33 CNY billion (corrected proved, misprint)."
    )
    assert reason[0].startswith("  The table prints 34.67; the text has 17327.25")
    assert formula == "  Formula: 17327.25 / 1000"
    assert key == "  trade_with_russia CHN CN-JL 2022 trade_cny_bn"


def test_notes_say_what_is_wrong(capsys):
    """Notes of one text are one paragraph, with each cell as printed and corrected."""
    text = printed(capsys, "notes", "trade_with_russia")
    first, *_, last = text.split("\n\n")
    note = neadigital.notes("trade_with_russia").iloc[0]

    assert first.startswith("trade_with_russia, yoy_growth_pct: not available\n  ")
    assert f"{note['note']}. Evidence: {note['evidence']}." in one_line(first)
    assert "trade_with_russia, trade_cny_bn: misprint, inferred\n" in text
    for change in ("34.67 -> 17.33", "54.1 -> 65", "163.77 -> 16.377"):
        assert change in text
    assert re.fullmatch(r"\d+ notes on \d+ cells\n", last)


def test_the_audit_counts_what_the_file_has(capsys):
    """`audit` counts each verdict of the claims; the name of a cause gives its findings."""
    text = one_line(printed(capsys, "audit"))
    claims = neadigital.audit().query("kind == 'claim'")

    for verdict, count in claims["verdict"].value_counts().items():
        assert f" {count} {verdict} " in text
    for cause in neadigital.load("causes").itertuples():
        assert f" {cause.cause} " in text
        assert f"title: {cause.title}" in text
        own = printed(capsys, "audit", cause.cause, "--format", "csv")
        findings = neadigital.audit().query("cause == @cause.cause")
        assert (
            pd.read_csv(io.StringIO(own))["check"].tolist()
            == findings["check"].tolist()
        )


def test_cite(capsys):
    """`cite` prints the library's citation in each style."""
    for style in ("text", "bibtex"):
        of_all = printed(capsys, "cite", *NAMES, "--style", style)
        assert of_all.split() == neadigital.cite(*NAMES, style=style).split()


def test_about_is_the_card(capsys):
    """`about` prints the library's card, each item of a list on its own line."""
    text = printed(capsys, "about", "trade_with_russia")
    card = neadigital.about("trade_with_russia")
    in_shell = "neadigital notes trade_with_russia"
    told = card.replace('`neadigital.notes("trade_with_russia")`', in_shell)

    assert text.split() == told.removeprefix("# ").split()
    assert text.count("\n- ") == card.count("\n- ") > 4


# for pipes


def test_every_table_can_be_piped(capsys):
    """Piped, a table has the values that Python gives, as CSV, which is its file, and as JSON."""
    for name in [*NAMES, *ABOUT]:
        text = printed(capsys, "show", name, "--format", "csv")
        records = printed(capsys, "show", name, "--format", "json")
        frame = frame_of(name)
        cells = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        is_given = cells != ""

        assert json.loads(records) == plain(frame).to_dict("records"), name
        assert [*cells] == [*frame]
        assert is_given.equals(frame.notna())
        assert "\r" not in text
        # A year is 21, never 21.0.
        if name in NAMES and "editions" not in _store.dataset(name):
            assert text == _store.read(name).decode()


def test_texts_need_no_pandas():
    """A command that prints a text imports neither pandas nor numpy."""
    asked = [*(one for one in QUESTIONS if one and len(one) < 3), ["cite", *NAMES]]
    code = f"""
import sys
from neadigital.__main__ import main
assert not any(main(one) for one in {asked})
print({{"numpy", "pandas", "pandera"}} & {{*sys.modules}})
"""
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True)

    assert run.stdout.splitlines()[-1] == "set()"


# help and refusals


def test_help_has_each_command_and_examples_that_work(capsys, tmp_path, monkeypatch):
    """Help has each command; that of a command has its usage and an example that works."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    years = np.arange(1980, 2000)
    table = pd.DataFrame({"year": years, "seats": years % 37, "votes": years % 5})
    table["both"] = table["seats"] + table["votes"]
    table.to_csv("table.csv", index=False)
    whole = printed(capsys)
    for name, (_, about, example) in COMMANDS.items():
        assert re.search(rf"^    {name} +{re.escape(about)}$", whole, re.M)
        with pytest.raises(SystemExit):
            main([name, "--help"])
        text = capsys.readouterr().out
        assert text.startswith(f"usage: neadigital {name} [-h]")
        assert text.endswith(f"example:\n  neadigital {example}\n")
        assert main(example.split()) == 0
        capsys.readouterr()


def test_help_fits_a_terminal(capsys):
    """No line of a command's help is longer than a terminal of 80 columns."""
    for name in COMMANDS:
        with pytest.raises(SystemExit):
            main([name, "--help"])
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if len(line) > 80] == []


def test_the_version_is_that_of_the_package(capsys):
    """`--version` prints the version of the package."""
    with pytest.raises(SystemExit):
        main(["--version"])

    assert capsys.readouterr().out == f"neadigital {neadigital.__version__}\n"


@pytest.mark.parametrize("case", listed("answers").to_dict("records"))
def test_an_answer_says_what_is_right_or_refused(case, capsys):
    """A number is right, rounded or wrong; what is no command or option ends with status 2."""
    try:
        status = main(case["command"].split())
    except SystemExit as end:
        status = int(str(end.code))
    told = one_line("".join(capsys.readouterr()))

    assert case["told"] in told
    assert status == int(case["status"])


def test_a_column_that_is_not_there_is_refused_by_the_names(capsys, tmp_path):
    """A table with a column a year is checked as it is: no advice to bring years into rows."""
    file = tmp_path / "table.csv"
    file.write_text("party,2021,2022\na,1,2\n", encoding="utf-8")

    told = refused(capsys, "check", str(file), "--exact", "2202")

    assert told.endswith("The columns are: party, 2021, 2022. Did you mean '2022'?")


def test_arguments_come_back_escaped(capsys):
    """No control or bidi character of an argument reaches the terminal, whatever the error."""
    for nasty in ("\x1b[31mred", "a\u202etxt", "a\rb", "\udcff"):
        for arguments in (["show"], ["list", "--format"], ["frob", "--"]):
            with contextlib.suppress(SystemExit):
                assert main([*arguments, nasty]) == 2
            error = capsys.readouterr().err

            assert error
            assert all(line.isprintable() for line in error.split("\n"))


@pytest.mark.parametrize(("plain", "is_bold"), [("", True), ("1", False)])
def test_bold_is_for_terminals(plain, is_bold, monkeypatch):
    """A terminal gets bold headings unless NO_COLOR is set; a file or a pipe never does."""
    monkeypatch.setenv("NO_COLOR", plain)
    monkeypatch.setenv("TERM", "xterm")
    shown, piped = io.StringIO(), io.StringIO()
    shown.isatty = lambda: True  # type: ignore[method-assign]
    for stream in (shown, piped):
        monkeypatch.setattr(sys, "stdout", stream)
        main(["list"])

    assert ("\x1b[1mgrowth_rates\x1b[0m " in shown.getvalue()) is is_bold
    assert "\x1b" not in piped.getvalue()


def test_damaged_data_end_with_status_2(capsys, monkeypatch):
    """A damaged file ends with status 2, with a line for each part of the message."""

    def damaged(*_: object, **__: object) -> None:
        found = {"expected": "one", "found": "t\x1bwo"}
        raise neadigital.errors.DataIntegrityError("a.csv", "broken", **found)

    monkeypatch.setattr(_store, "rows", damaged)

    assert main(["notes"]) == 2
    start = "neadigital: a.csv: broken.\nExpected: one.\nFound: t\\x1bwo.\nInstall"
    assert capsys.readouterr().err.startswith(start)


# as a process


def shell(line: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell, in which `neadigital` is the program."""
    command = line.replace("neadigital", f"{sys.executable} -m neadigital")
    # Streams are buffered, as they are for users, whatever runs the tests.
    buffered = dict(os.environ)
    buffered.pop("PYTHONUNBUFFERED", None)
    return subprocess.run(
        ["bash", "-c", command],
        env=buffered,
        text=True,
        **{"capture_output": True, **options},
    )


@posix
@pytest.mark.parametrize(
    ("line", "status", "lines"),
    [
        # A reader that has gone ends the writer by SIGPIPE, as any program.
        ("set -o pipefail; neadigital notes | true", 141, 0),
        ("neadigital list > /dev/full", 2, 1),
    ],
)
def test_streams_that_are_closed_or_full(line, status, lines):
    """If a stream is closed or full, a failure prints at most one line, no traceback."""
    run = shell(line)

    assert len(run.stderr.splitlines()) == lines, run.stderr
    assert run.returncode == status


@posix
def test_a_file_is_utf8(tmp_path):
    """Pipes and files get UTF-8 in any locale, like the data files."""
    locale = "LC_ALL=C LANG=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"
    run = shell(f"{locale} neadigital cite ict_industry > out", cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "ICT 산업 규모" in (tmp_path / "out").read_text(encoding="utf-8")


# the export

BESIDE = {"LICENSE", "README.md", "CITATION.txt", "CITATION.bib"}


def files_in(folder: Path) -> dict[str, bytes]:
    """Return each file below a folder."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_an_export_has_every_table(tmp_path, capsys):
    """Each table is in the folder of its kind, where the descriptor says, as it is bundled."""
    printed(capsys, "export", str(tmp_path))
    found = files_in(tmp_path)
    package = json.loads(found["datapackage.json"])
    paths = {entry["name"]: entry["path"] for entry in package["resources"]}

    assert {*found} == {*paths.values(), "datapackage.json", *BESIDE}
    assert paths["growth_rates"] == "data/growth_rates.csv"
    assert paths["growth_rates_as_printed"] == "as_printed/growth_rates.csv"
    assert paths["notes"] == "about/notes.csv"
    assert paths["printed_table_02"] == "printed_tables/table_02.csv"
    for name, path in paths.items():
        assert found[path] == _store.read(name)
        assert _store.resource(name)["hash"].endswith(
            hashlib.sha256(found[path]).hexdigest()
        )


def test_an_export_says_what_it_has(tmp_path, capsys):
    """An export has licence, README and citations, which name each dataset."""
    folder = tmp_path / "a\x1b"
    told = printed(capsys, "export", str(folder))
    found = {name: content.decode() for name, content in files_in(folder).items()}
    start = f"{len(found)} files written to {tmp_path}/a\\x1b; start with "
    citations = neadigital.cite(*NAMES)
    entries = neadigital.cite(*NAMES, style="bibtex")
    rows = found["README.md"].splitlines()

    assert told.startswith(start)
    assert found["CITATION.txt"] == f"{citations}\n"
    assert found["CITATION.bib"] == f"{entries}\n"
    assert "\nhttps://creativecommons.org/licenses/by/4.0/\n" in found["LICENSE"]
    assert "except where CITATION.txt says" in one_line(found["LICENSE"])
    assert "is proved or inferred" in one_line(found["README.md"])
    for entry in neadigital.datasets().itertuples():
        assert f"| `{entry.dataset}` | {entry.title} | {entry.rows} |" in rows


def test_the_database_holds_every_value(tmp_path, capsys):
    """Each table has the library's rows, value by value; what is missing is NULL."""
    # An empty folder may be filled.
    printed(capsys, "export", str(tmp_path), "--format", "sqlite")
    frames = {name: _store.frame(name) for name in _store.names()}
    frames["datasets"] = neadigital.datasets()
    frames["codebook"] = neadigital.codebook()
    connection = sqlite3.connect(tmp_path / "neadigital.sqlite")
    with contextlib.closing(connection) as database:
        for name, frame in frames.items():
            expected = plain(frame).itertuples(index=False, name=None)
            rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            assert rows.fetchall() == [*expected], name
        about = dict(database.execute("SELECT key, value FROM about"))

    assert about["version"] == neadigital.__version__
    assert about["citation"] == neadigital.cite(*NAMES)
    assert set(files_in(tmp_path)) == {"neadigital.sqlite", *BESIDE}


def test_nothing_is_written_over(tmp_path, capsys):
    """A file, a folder that holds something and a link to nowhere are left as they are."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine.txt").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    paths = sorted(tmp_path.rglob("*"))
    files = files_in(tmp_path)
    for name in ("file", "folder", "link"):
        error = refused(capsys, "export", str(tmp_path / name))
        assert re.search("Name another|File exists", error)

    assert sorted(tmp_path.rglob("*")) == paths
    assert files_in(tmp_path) == files


@posix
def test_a_full_disk_leaves_nothing_behind(tmp_path):
    """If a file cannot be written whole, the reason is told, and the folder can be used again."""
    limit = "ulimit -f 4; trap '' XFSZ;"
    run = shell(f"{limit} neadigital export out 2>&1 | cat", cwd=tmp_path)

    assert (
        run.stdout == "neadigital: Cannot write all files to 'out': File too large.\n"
    )
    assert not (tmp_path / "out").exists()
    assert shell("neadigital export out", cwd=tmp_path).returncode == 0


def test_without_docstrings(tmp_path):
    """Python's option -OO, which leaves out docstrings, changes nothing."""
    command = [sys.executable, "-OO", "-m", "neadigital"]
    run = subprocess.run([*command, "export", tmp_path], capture_output=True, text=True)

    assert run.returncode == 0, run.stderr
    assert (tmp_path / "README.md").is_file()


def test_what_is_damaged_is_not_exported(tmp_path, capsys, monkeypatch):
    """A file damaged after the descriptor was read is noticed, and nothing is written."""
    read, path = _store.bundled, "built/growth_rates.csv"
    neadigital.growth_rates()
    monkeypatch.setattr(
        _store, "bundled", lambda asked: read(asked) + b" " * (asked == path)
    )

    assert path in refused(capsys, "export", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
