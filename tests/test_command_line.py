"""The command line: what it prints for people and for pipes, its help, and its exit status."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest

import neadigital
from neadigital.__main__ import main
from neadigital._cli.commands import COMMANDS
from neadigital._cli.files import csv_text
from neadigital._store import read
from neadigital.schemas._columns import KEY

NAMES = neadigital.datasets()["dataset"].tolist()
# Options and usage of each command.
USAGE = {
    "list": "[-h] [--format {csv,json}]",
    "show": "[-h] [--as-printed] [--edition EDITION] [--all] [--format {csv,json}] NAME",
    "about": "[-h] [--full] NAME",
    "codebook": "[-h] [--format {csv,json}] [NAME]",
    "notes": "[-h] [--errata] [--format {csv,json}] [NAME]",
    "flags": "[-h] [--all] [--format {csv,json}] NAME",
    "quality": "[-h] [--format {csv,json}]",
    "observations": "[-h] [--economy ECONOMY] [--all] [--format {csv,json}] [NAME]",
    "audit": "[-h] [--all] [--format {csv,json}]",
    "statements": "[-h] [--format {csv,json}]",
    "sources": "[-h] [--format {csv,json}]",
    "economies": "[-h] [--format {csv,json}]",
    "plot": "[-h] -o FILE WHAT [OF]",
    "cite": "[-h] [--style {text,bibtex,csl}] [NAME ...]",
    "validate": "[-h] [--format {csv,json}] [NAME]",
    "export": "[-h] [--format {csv,sqlite,parquet}] DIR",
}
# Commands whose output is meant for people.
QUESTIONS = [
    [],
    ["list"],
    *(["show", name] for name in NAMES),
    ["show", "growth_rates", "--as-printed"],
    *(["about", name] for name in NAMES),
    ["about", "trade_with_russia", "--full"],
    ["codebook"],
    ["notes"],
    ["notes", "--errata"],
    ["flags", "itu_indicators"],
    ["observations", "itu_indicators"],
    ["quality"],
    ["observations", "--all"],
    ["observations", "--economy", "Mongolia"],
    ["audit"],
    ["audit", "--all"],
    ["statements"],
    ["sources"],
    ["economies"],
    ["cite", *NAMES],
    ["validate"],
]


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


# for people


@pytest.mark.parametrize("arguments", QUESTIONS, ids=" ".join)
def test_output_fits_the_width_and_reads_well(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Only addresses exceed the width, no line ends in a space, and 1 has a singular."""
    text = printed(capsys, *arguments)
    lines = text.splitlines()

    assert [line for line in lines if len(line) > 80 and "://" not in line] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert (
        re.search(
            r"\b1 (notes|rows|cells|files|failures|numbers|sources|datasets)\b", text
        )
        is None
    )
    assert re.search(r"[^.]\.\.(\s|$)", text) is None
    assert text.count("\n\n\n") == 0


def test_a_narrow_terminal_has_wide_tables_but_no_wide_prose(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 60 columns prose is wrapped, and a table is split into blocks, each with the keys."""
    monkeypatch.setenv("COLUMNS", "60")
    text, table = printed(capsys, "show", "city_competitiveness").split("\n\n", 1)
    heads = [line for line in table.splitlines() if line.startswith("city ")]

    assert max(map(len, text.splitlines())) <= 60
    assert len(heads) == 3
    assert all(
        table.count(f"{city} ") == 3 * len(heads)
        for city in ("Beijing", "Moscow", "Tokyo")
    )


def test_a_wide_terminal_has_wide_tables_but_no_wide_prose(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wide terminal shows a wide table whole, and prose in lines of a readable width."""
    monkeypatch.setenv("COLUMNS", "160")
    text, table = printed(capsys, "show", "city_competitiveness").split("\n\n", 1)

    assert max(map(len, text.splitlines())) <= 100
    assert table.count("city ") == 1
    assert max(map(len, table.splitlines())) > 100


def test_list_names_every_dataset(capsys: pytest.CaptureFixture[str]) -> None:
    """`list` has a line for each dataset, with rows, years and place, and one for its title."""
    text = printed(capsys, "list")
    heads = text.splitlines()[:-2:2]
    titles = text.splitlines()[1:-2:2]

    assert [line.split()[0] for line in heads] == NAMES
    assert [line.strip() for line in titles] == neadigital.datasets()["title"].tolist()
    bare = [" ".join(line.split()) for line in heads]
    for line in (
        "digital_economy_scale 24 rows 2016-2021 table 1; figures 2-6",
        "itu_indicators 106 rows 2015-2021 tables 2, 7",
        "local_online_service_ranks 12 rows 2018-2022 prose",
        "connectivity_index 5 rows 2020 table 8",
        "ict_industry 50 rows 2000-2022 figures 7-9b",
        "world_development_indicators 3268 rows 1990-2025 World Bank, ITU",
    ):
        assert line in bare
    assert len({line.index(" row") for line in heads}) == 1


def notes_on_cells(name: str) -> str:
    """Return the words that count a dataset's notes and their cells."""
    notes = neadigital.notes(name)
    texts = notes.groupby(["kind", "note", "evidence"]).ngroups
    cells = notes.groupby([*KEY], dropna=False).ngroups
    return f"{texts} notes on {cells} cells"


def test_a_dataset_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """`show` has the title, what a row is, the rows aligned, and the number of notes."""
    entry = neadigital.datasets().set_index("dataset").loc["trade_with_russia"]
    title, rest = printed(capsys, "show", "trade_with_russia").split("\n", 1)
    description, *blocks, legend, basis, notes = rest.split("\n\n")

    assert title == entry["title"]
    assert "trade_cny_bn: Trade with Russia" in legend.splitlines()
    assert "A row is one region in one year, or in its first seven months" in " ".join(
        description.split()
    )
    # A wide table is split into blocks, each with the keys.
    keys = ["region", "year", "months"]
    first, second = ([line.split() for line in block.splitlines()] for block in blocks)
    data = neadigital.trade_with_russia()
    assert [*first[0], *second[0][len(keys) :]] == [*data]
    assert len(first) == len(second) == 1 + len(data)
    assert first[4] == ["CN", "2023", "7", "2023-01/2023-07", "931.950", "-"]
    assert first[14] == ["CN-JL", "2023", "7", "2023-01/2023-07", "16.377", "16.376"]
    assert second[14] == ["CN-JL", "2023", "7", "16.378", "95.3", "reconstructed"]
    # Numbers are aligned to the right, and end where the name of their column ends.
    assert len({len(line) for line in blocks[0].splitlines()}) == 1
    assert basis.startswith("basis: ")
    corrected = len(neadigital.errata("trade_with_russia"))
    assert notes == (
        f"{notes_on_cells('trade_with_russia')}, {corrected} corrected cells: "
        "neadigital notes trade_with_russia\n"
    )


def test_as_printed_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """`show --as-printed` shows the printed values and counts those corrected by default."""
    text = printed(capsys, "show", "trade_with_russia", "--as-printed")
    plain = printed(capsys, "show", "connectivity_index", "--as-printed")

    assert "163.77" in text
    assert text.startswith("As printed: ")
    assert (
        "printed. 3 of them are corrected by default:\n"
        "neadigital notes trade_with_russia --errata\n\n" in text
    )
    assert (
        "\nThese are the paper's values as printed. None of them is corrected by default.\n\n"
        in plain
    )


def test_a_basis_is_explained_below_the_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Below a table, `basis` is explained with the column that it belongs to."""
    text = printed(capsys, "show", "digital_economy_scale")

    assert (
        "\n\nbasis: where scale_usd_bn comes from; as printed, missing where that is.\n\n"
        in text
    )


def test_corrections_are_counted_only_where_there_are_some(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No count is shown of corrected cells where there are none."""
    noted = next(name for name in NAMES if not len(neadigital.errata(name)))

    assert "corrected cell" not in printed(capsys, "show", noted).splitlines()[-1]


@pytest.mark.parametrize(
    "command",
    [["show", "itu_indicators"], ["flags", "itu_indicators"], ["observations"]],
)
def test_long_tables_say_how_to_see_all(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A long table is cut after thirty rows and says so; `--all` shows every row."""
    cut = printed(capsys, *command)
    whole = printed(capsys, *command, "--all")
    rows = len(pd.read_csv(io.StringIO(printed(capsys, *command, "--format", "csv"))))

    assert f"30 of {rows} rows. Add --all to see them all." in cut
    assert "--all" not in whole
    assert whole.count("\n") - cut.count("\n") >= rows - 30


def test_a_value_with_many_digits_is_shown_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Numbers of very different sizes in one column keep their own digits, without exponents."""
    text = printed(capsys, "show", "world_development_indicators")
    lines = [" ".join(line.split()) for line in text.splitlines()]

    assert "CHN 1990 IT.CEL.SETS.P2 2022 0.00159 per 100 people" in lines
    assert "CHN 1990 NY.GDP.MKTP.CD 2022 360,858,000,000 US$ (current)" in lines


def test_notes_say_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    """Notes of one text are one paragraph, with each cell as printed and corrected."""
    text = printed(capsys, "notes", "trade_with_russia")
    paragraphs = text.split("\n\n")
    cells = " ".join(paragraphs[0].rpartition(".\n    ")[2].split())

    note = neadigital.notes("trade_with_russia").iloc[0]
    said = f"{note['note']}. Evidence: {note['evidence']}."

    assert paragraphs[0].startswith(
        "trade_with_russia, yoy_growth_pct: not available\n  "
    )
    assert said in " ".join(paragraphs[0].split())
    periods = ["2021", "2022-01/2022-07", "2022", "2023-01/2023-07"]
    assert cells == "; ".join(f"CN {period}: blank" for period in periods)
    assert "trade_with_russia, trade_cny_bn: misprint, inferred\n" in text
    assert "trade_with_russia, yoy_growth_pct: doubtful, minor\n" in text
    for change in ("34.67 -> 17.33", "54.1 -> 65", "163.77 -> 16.377"):
        assert change in text
    assert paragraphs[-1] == f"{notes_on_cells('trade_with_russia')}\n"


def test_a_note_on_several_columns_is_one_paragraph(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A text is printed once, with the cells of each column."""
    text = printed(capsys, "notes", "ecommerce_sales")
    notes = neadigital.notes("ecommerce_sales")
    two_editions = notes[notes["note"].str.startswith("The two years come from")]
    columns = two_editions["column"].unique()

    assert len(columns) == 2
    assert f"ecommerce_sales, {', '.join(columns)}: other basis\n" in text
    assert text.count("The two years come from two editions of one estimate. The") == 1
    assert [text.count(f"\n    {column}: AUS 2018") for column in columns] == [1, 1]


def test_the_codebook_says_what_columns_and_codes_mean(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A column has its meaning, type, unit and values; the codes of a column follow it."""
    text = printed(capsys, "codebook", "itu_indicators")

    assert text.startswith("itu_indicators\n\n  economy\n      ISO 3166-1 alpha-3 code")
    assert (
        "\n  year\n      year under which the value is printed\n      int64; 2015, 2018, 2021\n"
        in text
    )
    assert (
        "\n        coverage_3g_pct: population covered by a 3G mobile network (%)\n"
        in text
    )
    assert all(f"\n{name}\n\n  " in printed(capsys, "codebook") for name in NAMES[1:])


def test_quality_adds_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`quality` has a table for each kind, with its sum, and explains each column."""
    monkeypatch.setenv("COLUMNS", "200")
    *tables, legend = printed(capsys, "quality").split("\n\n")
    frame = neadigital.quality()

    assert [table.splitlines()[0] for table in tables] == [
        "Tables",
        "Figures",
        "Datasets",
    ]
    assert [list(map(int, table.splitlines()[-1].split()[1:])) for table in tables] == [
        rows.sum(numeric_only=True).tolist()
        for _, rows in frame.groupby("kind", sort=False)
    ]
    assert [line.split(": ")[0] for line in legend.splitlines()] == tables[
        0
    ].splitlines()[1].split()[1:]


def test_observations_of_an_economy(capsys: pytest.CaptureFixture[str]) -> None:
    """`observations --economy` takes any name of an economy, and shows bounds."""
    text = printed(capsys, "observations", "--economy", "Rep. of Korea", "--all")

    korea = neadigital.observations(economy="KOR")
    known = korea["value"].notna()
    bounded = korea["value"].isna() & korea["low"].notna()
    counted = f"{known.sum()} numbers, {bounded.sum()} known by bounds only"
    said = " ".join(text.split())
    assert f"{counted}, {(~known & ~bounded).sum()} gaps: " in said
    province = neadigital.observations(economy="CN-HL")
    shown = printed(capsys, "observations", "--economy", "CN-HL")
    numbers = province["value"].count()
    gaps = len(province) - numbers
    assert f"\n\n{numbers} numbers, {gaps} gaps: " in shown
    assert "\neconomy" not in text
    assert "2021   scale_usd_bn             -  930.2  1,153.6  US$ billion" in text


def test_observations_show_grounds_and_who_else_has_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`observations` shows each number with ground and publication, and counts grounds."""
    monkeypatch.setenv("COLUMNS", "150")
    lines = printed(capsys, "observations", "itu_indicators", "--all").splitlines()
    [japan] = [line for line in lines if line.startswith("JPN     2020   internet_us")]

    assert japan.split()[3:] == ["90.2", "%", "published", "itu-ddd", "90.2"]
    assert any(line.startswith("itu-ddd: ITU ") for line in lines)
    text = printed(capsys, "observations", "digital_competitiveness_ranks")
    counts = "21 published, 3 corrected_proved"
    assert f"\n24 numbers, 1 gap: {counts}\n" in text


def test_statements_say_what_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """A number of the prose has section, economies, years, subject, its cell and its note."""
    text = printed(capsys, "statements")

    assert text.startswith("s157  abstract\n")
    assert "\ns001  introduction  WLD  2020\n" in text
    assert (
        "\ns011  section I.1.1  CHN  2016 to 2021\n      digital economy: growth 51.8 %\n"
        in text
    )
    assert "\n      repeats table " in text
    assert "      Shanghai: 11\n      in local_online_service_ranks, rank\n" in text
    assert ": increase in enterprises 1 enterprise\n" in text
    assert ".." not in text
    assert text.endswith(f"\n\n{len(neadigital.statements())} numbers\n")


def test_sources_are_cited_with_their_notes(capsys: pytest.CaptureFixture[str]) -> None:
    """A source is listed as `cite` writes it, with remarks in brackets."""
    text = printed(capsys, "sources")

    assert "\nfn11\n    ITSTAT (n.d.). ICT 산업의 GDP 비중(실질) [data set].\n" in text
    assert "\n    (same document as fn02; " in text
    assert text.endswith(f"\n\n{len(neadigital.sources())} sources\n")


def test_economies_have_their_other_names(capsys: pytest.CaptureFixture[str]) -> None:
    """An economy has its code, name, kind and other names."""
    text = printed(capsys, "economies")

    assert "MNG    Mongolia (economy, Northeast Asia)\n       also MN\n" in text
    assert "AUS    Australia (economy)\n" in text
    assert [
        line.split()[0] for line in text.splitlines() if line[0] != " "
    ] == neadigital.economies()["code"].tolist()


@pytest.mark.parametrize("style", ["text", "bibtex", "csl"])
def test_cite(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`cite` prints the library's citation in each style, of as many datasets as are named."""
    text = printed(capsys, "cite", "growth_rates", "itu_indicators", "--style", style)

    assert (
        text.split()
        == neadigital.cite("growth_rates", "itu_indicators", style=style).split()
    )


@pytest.mark.parametrize("full", [False, True])
def test_about_is_the_card(full: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """`about` prints the library's card, each item of a list on its own line."""
    text = printed(capsys, "about", "trade_with_russia", *["--full"] * full)
    card = neadigital.about("trade_with_russia", full=full)
    told = card.replace(
        '`about("trade_with_russia", full=True)`',
        "neadigital about trade_with_russia --full",
    )

    assert text.split() == [word for word in told.split() if set(word) != {"#"}]
    assert text.count("\n- ") == card.count("\n- ") > 4
    assert ("neadigital about trade_with_russia --full" in text) is not full


def test_validation_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    """`validate` prints a line for each file, then says that all are valid."""
    assert printed(capsys, "validate").endswith(" files hold what their models say.\n")
    assert printed(capsys, "validate", "connectivity_index").splitlines()[2:] == [
        "",
        "1 file holds what its model says.",
    ]


# for pipes


@pytest.mark.parametrize(
    "command", [name for name, usage in USAGE.items() if "{csv,json}" in usage]
)
def test_every_frame_can_be_piped(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Piped, a command with a frame prints all rows, as CSV with LF or as JSON."""
    asked = [command, *(["itu_indicators"] if command in ("show", "flags") else [])]
    name = {"list": "datasets", "show": "itu_indicators"}.get(command, command)
    frame = getattr(neadigital, name)(*asked[1:] if command == "flags" else [])

    assert printed(capsys, *asked, "--format", "csv") == csv_text(frame)
    text = frame.to_json(orient="records", force_ascii=False, indent=1)
    assert printed(capsys, *asked, "--format", "json") == f"{text}\n"


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_a_piped_dataset_is_the_exported_file(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`show --format csv` prints the lines of the dataset's file: 21, never 21.0."""
    head, *lines = read(name).decode().splitlines(keepends=True)
    # A dataset without editions has one part: all of it.
    parts: dict[str, list[str]] = {}
    for row, line in zip(csv.DictReader([head, *lines]), lines, strict=True):
        parts.setdefault(row.get("edition", ""), []).append(line)
    for edition, part in parts.items():
        asked = ["--edition", edition] if edition else []
        shown = printed(capsys, "show", name, *asked, "--format", "csv")

        assert shown == head + "".join(part)


def test_a_pipe_has_what_the_page_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """`--as-printed` and `--errata` also work in pipes."""
    page = list(
        csv.DictReader(
            io.StringIO(
                printed(
                    capsys, "show", "trade_with_russia", "--as-printed", "--format=csv"
                )
            )
        )
    )
    errata = json.loads(printed(capsys, "notes", "--errata", "--format", "json"))

    assert "163.77" in {row["trade_cny_bn"] for row in page}
    assert len(errata) == len(neadigital.errata())


# help


def test_nothing_asked_is_help(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`neadigital` alone prints its help, with each command and what it does."""
    monkeypatch.setenv("COLUMNS", "200")
    text = printed(capsys)

    assert text == helped(capsys, "--help")
    assert text.startswith("usage: neadigital [-h] [--version] COMMAND")
    assert (
        "\n\nThe digital economy of Northeast Asia: one paper's data, corrected and as printed.\n\n"
        in text
    )
    assert dict(re.findall(r"^    (\S+) +([a-z].*[a-z0-9])$", text, re.M)) == {
        name: command.about for name, command in COMMANDS.items()
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_usage_and_an_example_that_works(
    name: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A command's help has its usage, a sentence on what it does, and an example that works."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    if name == "plot":
        pytest.importorskip("matplotlib")
    text = helped(capsys, name, "--help")
    example = text.split("\n\nexample:\n  ")[1].strip()
    arguments = example.partition(" > ")[0].split()
    about = COMMANDS[name].about

    assert text.startswith(
        f"usage: neadigital {name} {USAGE[name]}\n\n{about[0].upper()}{about[1:]}.\n\n"
    )
    assert arguments[:2] == ["neadigital", name]
    assert main(arguments[1:]) == 0


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` is the program's name and the package's version."""
    assert helped(capsys, "--version") == f"neadigital {neadigital.__version__}\n"


# refusals


@pytest.mark.parametrize(
    "command", ["show", "about", "codebook", "notes", "flags", "cite", "validate"]
)
def test_unknown_dataset_is_bad_usage(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown dataset ends with status 2 and lists the choices, the nearest first."""
    error = refused(capsys, command, "Growth-Rate")

    assert all(name in error for name in NAMES)
    assert (
        f"There is no {'table' if command == 'codebook' else 'dataset'} 'Growth-Rate'."
        in error
    )
    assert "Choose one of: growth_rates," in error


@pytest.mark.parametrize(
    "arguments",
    [["frob"], ["show"], ["cite", "--style", "mla"], ["list", "--format", "xml"]],
)
def test_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Anything other than a command or option ends with status 2 and the usage."""
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert "usage: neadigital" in capsys.readouterr().err


def test_a_folder_that_cannot_be_is_bad_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A name that is too long for any system ends with status 2 and the system's reason."""
    assert "too long" in refused(capsys, "export", "n" * 300)


def test_damaged_data_end_with_status_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged file ends with status 1, with a line for each part of the message."""

    def damaged(name: str | None) -> None:
        raise neadigital.DataIntegrityError(
            "a.csv", "broken", expected="one", found="t\x1bwo"
        )

    monkeypatch.setattr(neadigital, "validate", damaged)

    assert main(["validate"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(
        "neadigital: a.csv: broken.\nExpected: one.\nFound: t\\x1bwo.\nInstall"
    )
