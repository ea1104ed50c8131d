"""The shell: what it prints for people and for pipes, what it writes, and how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import neadigital
from neadigital import __main__ as program
from neadigital import _store
from neadigital.__main__ import COMMANDS, Table, main

NAMES = neadigital.datasets()["dataset"].tolist()
# What `load` gives beside the datasets, and `datasets()`.
ABOUT = [*_store.names("about"), "codebook", "datasets", "errata"]
TABLES = Path(__file__).parents[1] / "docs" / "printed_tables"
# A table whose last column is the sum of two.
YEARS = range(1980, 2000)
SUMS = "year,seats,votes,both\n" + "".join(
    f"{year},{year % 37},{year % 5},{year % 37 + year % 5}\n" for year in YEARS
)
# Commands whose output is meant for people.
QUESTIONS = [
    [],
    ["list"],
    *(["show", name] for name in [*NAMES, *ABOUT]),
    ["show", "growth_rates", "--as-printed"],
    ["show", "observations", "--all"],
    *(["about", name] for name in NAMES),
    ["notes"],
    ["notes", "--errata"],
    ["audit"],
    ["cite", *NAMES],
    ["check", os.path.relpath(TABLES / "unctad_online_retail_2018_2020.csv")],
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
    assert main(arguments) == 2
    return " ".join(capsys.readouterr().err.split())


def helped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 0
    return capsys.readouterr().out


def frame_of(name: str) -> pd.DataFrame:
    """Return any table that the shell shows, as the package gives it."""
    return neadigital.datasets() if name == "datasets" else neadigital.load(name)


# for people


@pytest.mark.parametrize("width", ["80", "60"])
@pytest.mark.parametrize("arguments", QUESTIONS, ids=" ".join)
def test_output_fits_the_width_and_reads_well(arguments, width, capsys, monkeypatch):
    """Only an address or one long column exceeds the width, and 1 has a singular."""
    monkeypatch.setenv("COLUMNS", width)
    text = printed(capsys, *arguments)
    lines = text.splitlines()
    wide = [line for line in lines if len(line) > int(width) and "://" not in line]
    singular = r"\b1 (notes|rows|cells|files|numbers|sources|datasets)\b"

    # A line cannot be shorter than a single word, or a column beside its keys.
    assert [line for line in wide if len(line.split()) > 2 and "  " not in line] == []
    assert not wide or width == "60" or "external_figures" in arguments
    assert [line for line in lines if line != line.rstrip()] == []
    assert re.search(singular, text) is None
    assert "\n\n\n" not in text


def test_list_names_every_dataset(capsys):
    """`list` has a line for each dataset, with rows, years and place, and one for its title."""
    lines = printed(capsys, "list").splitlines()[:-2]
    heads, titles = lines[::2], lines[1::2]
    bare = [" ".join(line.split()) for line in heads]

    assert [line.strip() for line in titles] == neadigital.datasets()["title"].tolist()
    # Of a dataset with editions these are the rows of the default one, which the loader gives.
    for name, line in zip(NAMES, bare, strict=True):
        rows = len(neadigital.load(name))
        assert line.startswith(f"{name} {rows} row")
    assert {
        "digital_economy_scale 24 rows 2016-2021 table 1; figures 2-6",
        "local_online_service_ranks 12 rows 2018-2022 prose",
        "connectivity_index 5 rows 2020 table 8",
    } <= {*bare}
    assert len({line.index(" row") for line in heads}) == 1


@pytest.mark.parametrize("number", _store.printed_tables())
def test_a_printed_table_is_shown(number, capsys):
    """`show "table 2"` has each cell of the printed table, each block with the row labels."""
    cells = neadigital.printed_table(number).fillna("")
    text = printed(capsys, "show", f"table {number}")
    shown = " ".join(text.split())

    for cell in cells.to_numpy().ravel():
        assert " ".join(cell.split()) in shown
    assert text.endswith(f"\n{len(cells)} rows\n")


def test_a_dataset_is_shown(capsys):
    """`show` has title, description, rows aligned, legend and the number of notes."""
    text = printed(capsys, "show", "trade_with_russia")
    title, rest = text.split("\n", 1)
    _, first, second, legend, basis, notes = rest.split("\n\n")
    catalogue = neadigital.datasets().set_index("dataset")

    assert title == catalogue.at["trade_with_russia", "title"]
    assert "trade_cny_bn: Trade with Russia" in legend.splitlines()
    assert basis.startswith("basis: ")
    # A wide table is split into blocks, each with the keys.
    rows = [" ".join(line.split()) for line in (first + "\n" + second).splitlines()]
    assert "CN 2023 7 2023-01/2023-07 931.950 -" in rows
    assert "CN-JL 2023 7 16.378 95.3 reconstructed" in rows
    # Numbers are aligned to the right, and end where the name of their column ends.
    assert len({len(line) for line in first.splitlines()}) == 1
    assert re.fullmatch(
        r"\d+ notes on \d+ cells, 3 corrected cells: neadigital notes trade_with_russia\n",
        notes,
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("trade_with_russia", "3 of them are corrected by default:"),
        ("connectivity_index", "None of them is corrected by default."),
    ],
)
def test_as_printed_is_shown(name, told, capsys):
    """`show --as-printed` shows the printed values and counts those corrected by default."""
    text = printed(capsys, "show", name, "--as-printed")

    assert text.startswith("As printed: ")
    assert told in text
    assert ("163.77" in text) == (name == "trade_with_russia")


@pytest.mark.parametrize("name", ["itu_indicators", "observations"])
def test_long_tables_say_how_to_see_all(name, capsys):
    """A long table is cut after thirty rows and says so; `--all` shows every row."""
    cut = printed(capsys, "show", name)
    whole = printed(capsys, "show", name, "--all")
    rows = len(frame_of(name))

    assert f"30 of {rows} rows. Add --all to see them all." in cut
    assert "--all" not in whole
    assert whole.count("\n") - cut.count("\n") >= rows - 30


def test_a_table_of_long_texts_is_shown_row_by_row(capsys):
    """A table about data has a paragraph a row: the key, then all that is not missing."""
    whole = printed(capsys, "show", "sources")
    first = neadigital.sources().iloc[0].dropna()
    head, *lines = whole.split("\n\n")[0].splitlines()
    told = " ".join(" ".join(lines).split())

    assert head == first["source"]
    for column, text in first.drop("source").items():
        assert f"{column}: {text}" in told


def test_a_value_with_many_digits_is_shown_whole(capsys):
    """Numbers of very different sizes in one column keep their own digits, without exponents."""
    text = printed(capsys, "show", "world_development_indicators")
    shown = " ".join(text.split())

    assert "CHN 1990 IT.CEL.SETS.P2 2022 0.00159 " in shown
    assert "CHN 1990 NY.GDP.MKTP.CD 2022 360,858,000,000 " in shown


def test_notes_say_what_is_wrong(capsys):
    """Notes of one text are one paragraph, with each cell as printed and corrected."""
    text = printed(capsys, "notes", "trade_with_russia")
    first, *_, last = text.split("\n\n")
    note = neadigital.notes("trade_with_russia").iloc[0]
    said = f"{note['note']}. Evidence: {note['evidence']}."

    assert first.startswith("trade_with_russia, yoy_growth_pct: not available\n  ")
    assert said in " ".join(first.split())
    assert "trade_with_russia, trade_cny_bn: misprint, inferred\n" in text
    for change in ("34.67 -> 17.33", "54.1 -> 65", "163.77 -> 16.377"):
        assert change in text
    assert re.fullmatch(r"\d+ notes on \d+ cells\n", last)


@pytest.mark.parametrize("style", ["text", "bibtex", "csl"])
def test_cite(style, capsys):
    """`cite` prints the library's citation in each style, of as many datasets as are named."""
    names = ["growth_rates", "itu_indicators"]
    text = printed(capsys, "cite", *names, "--style", style)

    assert text.split() == neadigital.cite(*names, style=style).split()


def test_a_note_on_several_columns_is_one_paragraph(capsys):
    """A text is printed once, with the cells of each column."""
    text = " ".join(printed(capsys, "notes", "ecommerce_sales").split())
    notes = neadigital.notes("ecommerce_sales")
    several = notes.groupby("note").filter(lambda rows: rows["column"].nunique() > 1)
    assert len(several)

    for note, rows in several.groupby("note"):
        columns = rows["column"].unique()
        assert text.count(" ".join(note.split())) == 1
        assert f"ecommerce_sales, {', '.join(columns)}: " in text


def test_about_is_the_card(capsys):
    """`about` prints the library's card, each item of a list on its own line."""
    text = printed(capsys, "about", "trade_with_russia")
    card = neadigital.about("trade_with_russia")
    in_shell = "neadigital notes trade_with_russia"
    told = card.replace('`neadigital.notes("trade_with_russia")`', in_shell)

    assert text.split() == [word for word in told.split() if set(word) != {"#"}]
    assert text.count("\n- ") == card.count("\n- ") > 4
    assert in_shell in text


# tables


def test_a_grid_has_a_side_for_each_kind():
    """Keys come first, numbers are right-aligned, text left-aligned, and a gap is a dash."""
    types = {
        "rate": "number",
        "place": "integer",
        "key": "string",
        "inside": "boolean",
        "text": "string",
    }
    rows = [
        {"rate": "1.5", "place": "1", "key": "a", "inside": "true", "text": "x"},
        {"rate": "", "place": "", "key": "long", "inside": "False", "text": ""},
        {"rate": "10", "place": "30", "key": "b", "inside": "true", "text": "y"},
    ]

    assert program.grid(Table(types, rows, ["key"])).splitlines() == [
        "key   rate  place  inside  text",
        "a      1.5      1  yes     x",
        "long     -      -  no      -",
        "b     10.0     30  yes     y",
    ]


@given(
    st.integers(40, 160),
    st.lists(
        st.text("abcdefgh", min_size=1, max_size=30),
        min_size=2,
        max_size=8,
        unique=True,
    ),
)
def test_no_grid_is_wider_than_it_must_be(width, names):
    """Each line of a grid fits unless key and column are too wide; each column is there."""
    rows = [dict.fromkeys(names, "1.25"), dict.fromkeys(names, "20.0")]
    table = Table(dict.fromkeys(names, "number"), rows, names[:1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        lines = program.grid(table).splitlines()
    key, *others = names
    # A number, or the name of its column, takes five places.
    widest = max(5, *map(len, others))
    least = max(5, len(key)) + 2 + widest
    shown = []
    for line in lines:
        words = line.split()
        if words[:1] == [key]:
            shown += words[1:]

    assert max(map(len, lines)) <= max(width, least)
    assert shown == others


def test_a_line_breaks_at_no_minus_sign_or_no_break_space():
    """A formula or a command is never broken across lines."""
    text = f"{'x' * 74} a (1 - g) b\u00a0c"

    assert program.wrap(text) == f"{'x' * 74} a\n(1 - g) b c"


# for pipes


@pytest.mark.parametrize("name", [*NAMES, *ABOUT])
def test_every_table_can_be_piped(name, capsys):
    """Piped, a table has the values that Python gives, as CSV with LF and as JSON."""
    text = printed(capsys, "show", name, "--format", "csv")
    data = json.loads(printed(capsys, "show", name, "--format", "json"))
    frame = frame_of(name)
    plain = frame.astype(object).where(frame.notna(), None)
    cells = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)

    assert data == plain.to_dict("records")
    assert [*cells] == [*frame]
    assert cells.ne("").to_numpy().tolist() == frame.notna().to_numpy().tolist()
    assert "\r" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_piped_dataset_is_the_exported_file(name, capsys):
    """`show --format csv` prints the lines of the dataset's file: 21, never 21.0."""
    head, *lines = _store.read(name).decode().splitlines(keepends=True)
    editions = _store.dataset(name).get("editions", [""])
    shown = ""
    for edition in editions:
        asked = ["--edition", edition] if edition else []
        part = printed(capsys, "show", name, *asked, "--format", "csv")
        shown += part.removeprefix(head)

    assert sorted(shown.splitlines(keepends=True)) == sorted(lines)


@pytest.mark.parametrize(
    ("command", "name"),
    [("list", "datasets"), ("notes", "notes"), ("audit", "audit")],
)
def test_other_tables_are_those_of_show(command, name, capsys):
    """Piped, `list`, `notes` and `audit` print the tables behind their texts."""
    for form in ("csv", "json"):
        shown = printed(capsys, "show", name, "--format", form)

        assert printed(capsys, command, "--format", form) == shown
    errata = json.loads(printed(capsys, "notes", "--errata", "--format", "json"))
    assert len(errata) == len(neadigital.errata())


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["about", "trade_with_russia"],
        ["show", "observations"],
        ["notes"],
        ["audit"],
        ["cite", *NAMES],
    ],
    ids=" ".join,
)
def test_texts_need_no_pandas(arguments, python):
    """A command that prints a text imports neither pandas nor numpy."""
    code = f"""
import sys
from neadigital.__main__ import main
status = main({arguments})
print(status, {{"numpy", "pandas", "pandera"}} & {{*sys.modules}})
"""
    result = python(code, check=True)

    assert result.stdout.splitlines()[-1] == "0 set()"


# help


def test_nothing_asked_is_help(capsys, monkeypatch):
    """`neadigital` alone prints its help, with each command and what it does."""
    monkeypatch.setenv("COLUMNS", "200")
    text = printed(capsys)
    about = dict(re.findall(r"^    (\S+) +([a-z].*[a-z0-9])$", text, re.M))

    assert text.strip() == helped(capsys, "--help").strip()
    assert about == {
        run.__name__[1:]: run.__doc__[0].lower() + run.__doc__[1:-1]
        for run, *_ in COMMANDS
    }


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one[0].__name__)
def test_help_has_usage_and_an_example_that_works(
    command, capsys, tmp_path, monkeypatch
):
    """A command's help has its usage, a sentence on what it does, and an example that works."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text(SUMS, encoding="utf-8")
    name = command[0].__name__.removeprefix("_")
    text = helped(capsys, name, "--help")
    example = text.split("\n\nexample:\n  ")[1].strip()
    called, *arguments = example.partition(" > ")[0].split()

    assert text.startswith(f"usage: neadigital {name} [-h]")
    assert f"\n\n{command[0].__doc__}\n\n" in text
    assert called == "neadigital"
    assert main(arguments) == 0


def test_version(capsys):
    """`--version` is the program's name and the package's version."""
    assert helped(capsys, "--version") == f"neadigital {neadigital.__version__}\n"


# refusals


@pytest.mark.parametrize("command", ["show", "about", "notes", "cite"])
def test_an_unknown_name_is_bad_usage(command, capsys):
    """An unknown dataset ends with status 2 and lists the choices, the nearest first."""
    error = refused(capsys, command, "Growth-Rate")

    assert all(name in error for name in NAMES)
    assert "Choose one of: growth_rates," in error


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["world_development_indicators", "--as-printed"], "no printed version"),
        (["growth_rates", "--edition", "2022"], "growth_rates has no editions"),
        (["world_development_indicators", "--edition", "1990"], "There is no edition"),
        (["sources", "--as-printed"], "are for datasets"),
    ],
    ids=" ".join,
)
def test_what_a_table_does_not_have_is_refused(arguments, reason, capsys):
    """A table without printed values or editions refuses to be shown so."""
    assert reason in refused(capsys, "show", *arguments)


@pytest.mark.parametrize(
    "arguments",
    [["frob"], ["show"], ["cite", "--style", "mla"], ["list", "--format", "xml"]],
    ids=" ".join,
)
def test_bad_usage(arguments, capsys):
    """Anything other than a command or option ends with status 2 and the usage."""
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert "usage: neadigital" in capsys.readouterr().err


def test_escaped_text_acts_on_no_terminal():
    """Every control, bidi and other invisible character is escaped; visible ones are unchanged."""
    every = map(chr, range(sys.maxunicode + 1))
    visible = "".join(letter for letter in every if letter.isprintable())
    hidden = "".join({*map(chr, range(0x3000))} - {*visible})

    assert program.escape_controls(visible) == visible
    assert program.escape_controls(hidden).isprintable()


@pytest.mark.parametrize("nasty", ["\x1b[31mred", "a\u202etxt", "a\rb", "\udcff"])
@pytest.mark.parametrize(
    "arguments",
    [["show"], ["list", "--format"], ["frob", "--"], ["list"], ["cite", "--style"]],
    ids=" ".join,
)
def test_arguments_come_back_escaped(arguments, nasty, capsys):
    """No control or bidi character of an argument reaches the terminal, whatever the error."""
    with contextlib.suppress(SystemExit):
        assert main([*arguments, nasty]) == 2
    error = capsys.readouterr().err

    assert error
    assert all(line.isprintable() for line in error.split("\n"))


class Terminal(io.StringIO):
    """An output that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "is_bold"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_bold_is_for_terminals(variables, is_bold, monkeypatch):
    """A terminal gets bold headings unless NO_COLOR is set; a file or a pipe never does."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    shown, piped = Terminal(), io.StringIO()
    for stream in (shown, piped):
        monkeypatch.setattr(sys, "stdout", stream)
        main(["list"])

    assert ("\x1b[1mgrowth_rates\x1b[0m " in shown.getvalue()) is is_bold
    assert "\x1b" not in piped.getvalue()


def test_damaged_data_end_with_status_2(capsys, monkeypatch):
    """A damaged file ends with status 2, with a line for each part of the message."""

    def damaged(*_: object, **__: object) -> None:
        raise neadigital.errors.DataIntegrityError(
            "a.csv", "broken", expected="one", found="t\x1bwo"
        )

    monkeypatch.setattr(_store, "rows", damaged)

    assert main(["notes"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(
        "neadigital: a.csv: broken.\nExpected: one.\nFound: t\\x1bwo.\nInstall"
    )


# as a process


def shell(line: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = line.replace("neadigital", f"{sys.executable} -m neadigital")
    # Streams are buffered, as they are for users, whatever runs the tests.
    buffered = {
        name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"
    }
    options = {"env": buffered, **options}
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, **options
    )


@posix
@pytest.mark.parametrize(
    ("line", "status", "lines"),
    [
        # A reader that has gone ends the writer by SIGPIPE, as any program.
        ("set -o pipefail; neadigital notes | true", 141, 0),
        ("neadigital list > /dev/full", 2, 1),
        ("neadigital list >&-", 2, 1),
    ],
)
def test_streams_that_are_closed_or_full(line, status, lines):
    """If a stream is closed or full, a failure prints at most one line, no traceback."""
    run = shell(line)

    assert len(run.stderr.splitlines()) == lines, run.stderr
    assert "Traceback" not in run.stderr
    assert run.returncode == status


@posix
def test_a_file_is_utf8(tmp_path):
    """Pipes and files get UTF-8 in any locale, like the data files."""
    locale = "LC_ALL=C LANG=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"
    run = shell(f"{locale} neadigital cite ict_industry > out", cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "ICT 산업 규모" in (tmp_path / "out").read_text(encoding="utf-8")


@posix
def test_an_interrupt_ends_quietly():
    """Ctrl-C ends a command silently, by its signal."""
    code = (
        "import os, signal; from neadigital import __main__ as program;"
        "program.main = lambda: os.kill(os.getpid(), signal.SIGINT); program.script()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (run.returncode, run.stderr) == (-2, "")


# the export

BESIDE = {"LICENSE", "README.md", "CITATION.txt", "CITATION.bib"}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each form, written once."""
    folder = tmp_path_factory.mktemp("exports")
    for form in ("csv", "sqlite"):
        assert main(["export", str(folder / form), "--format", form]) == 0
    return {form: folder / form for form in ("csv", "sqlite")}


@pytest.fixture(scope="module")
def database(exports: dict[str, Path]) -> Iterator[sqlite3.Connection]:
    """The exported database."""
    path = exports["sqlite"] / "neadigital.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.mark.parametrize("form", ["csv", "sqlite"])
def test_licence_readme_and_citation_are_beside(form, exports):
    """Every form has a licence, the citation, and a page that lists datasets and files."""
    folder = exports[form]
    package = _store.descriptor()
    licence, readme, text, bibtex = (
        (folder / name).read_text(encoding="utf-8")
        for name in ("LICENSE", "README.md", "CITATION.txt", "CITATION.bib")
    )
    paths = {path for path in folder.rglob("*") if path.is_file()}
    files = {path.relative_to(folder).as_posix() for path in paths} - BESIDE
    listed = "".join(f"- `{path}`\n" for path in sorted(files))

    assert "\nhttps://creativecommons.org/licenses/by/4.0/\n" in licence
    for source in package["sources"]:
        assert f"\n- {source['title']}\n" in licence
    for entry in neadigital.datasets().itertuples():
        assert f"\n- {entry.dataset}: {entry.terms}.\n" in licence
        assert f"\n| `{entry.dataset}` | {entry.title} | {entry.rows} |\n" in readme
    assert text == neadigital.cite(*NAMES) + "\n"
    assert bibtex == neadigital.cite(*NAMES, style="bibtex") + "\n"
    assert readme.startswith(
        f"# {package['title']}, version {neadigital.__version__}\n"
    )
    assert readme.endswith(f"## Files\n\n{listed}")


def test_the_exported_package_is_the_bundled_one(exports):
    """The Data Package has every bundled file, byte for byte, and no other but the texts."""
    folder = exports["csv"]
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in BESIDE
    }

    assert found == _store.package_files()


def test_the_database_holds_every_value(database):
    """Each table has the library's rows, value by value; what is missing is NULL."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in found}
    frames = {name: _store.frame(name) for name in _store.names()}
    frames |= {"datasets": neadigital.datasets(), "codebook": neadigital.codebook()}

    assert tables == {*frames, "about"}
    for name, frame in frames.items():
        plain = frame.astype(object).where(frame.notna(), None)
        rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608
        assert [*map(list, rows)] == plain.to_numpy().tolist(), name


def test_the_database_says_what_it_is(database):
    """`about` has title, version, licence and citation, and each table has its key."""
    package = _store.descriptor()

    assert dict(database.execute("SELECT key, value FROM about")) == {
        "title": package["title"],
        "description": package["description"],
        "version": neadigital.__version__,
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "citation": neadigital.cite(*NAMES),
    }
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        database.execute("INSERT INTO growth_rates SELECT * FROM growth_rates")


def test_what_was_written_is_told(tmp_path, capsys):
    """An export says how many files it wrote and which to open first, with its name escaped."""
    folder = tmp_path / "a\x1b"
    shown = f"{tmp_path}/a\\x1b"
    told = printed(capsys, "export", str(folder), "--format", "sqlite")

    assert told == f"5 files written to {shown}; start with {shown}/README.md\n"
    assert len(list(folder.iterdir())) == 5


@pytest.mark.parametrize("kind", ["file", "folder", "link", "name"])
def test_nothing_is_written_over(kind, tmp_path, capsys):
    """A file, a folder that holds something and a link to nowhere are left as they are."""
    target = tmp_path / ("n" * 300 if kind == "name" else "out")
    mine = target / "README.md" if kind == "folder" else target
    mine.parent.mkdir(exist_ok=True)
    if kind == "link":
        target.symlink_to(tmp_path / "nowhere")
    elif kind != "name":
        mine.write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    error = refused(capsys, "export", str(target))

    assert "Name another" in error or "Cannot write" in error
    assert sorted(tmp_path.rglob("*")) == before
    for path in before:
        assert not path.is_file() or path.read_text() == "mine"


@posix
def test_a_full_disk_is_told(tmp_path):
    """If a file of an export cannot be written whole, the system's reason is told."""
    run = shell("ulimit -f 4; trap '' XFSZ; neadigital export out", cwd=tmp_path)

    assert run.returncode == 2, run.stderr
    assert "Cannot write all files to 'out': File too large." in run.stderr
    assert "Traceback" not in run.stderr


def test_an_empty_folder_may_be_filled(tmp_path, capsys):
    """An empty folder, even the one that the shell is in, takes an export."""
    printed(capsys, "export", str(tmp_path), "--format", "sqlite")

    assert (tmp_path / "neadigital.sqlite").is_file()


def test_what_is_damaged_is_not_exported(tmp_path, capsys, monkeypatch):
    """A file damaged after the descriptor was read is noticed, and nothing is written."""
    read = _store.bundled
    path = "built/growth_rates.csv"
    neadigital.growth_rates()
    monkeypatch.setattr(
        _store, "bundled", lambda asked: read(asked) + b" " * (asked == path)
    )

    assert path in refused(capsys, "export", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_no_cell_is_a_formula():
    """No bundled cell begins as a spreadsheet would read a formula."""
    tables = [
        _store.rows(name) for name in _store.names() if not name.startswith("printed_")
    ]
    cells = [cell for rows in tables for row in rows for cell in row.values() if cell]

    assert [cell for cell in cells if cell[0] in "+=@"] == []
