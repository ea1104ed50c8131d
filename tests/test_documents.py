"""Examples run, links lead somewhere, and the changelog names each corrected cell."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest
from support import (
    GIT,
    PACKAGE,
    REPOSITORY,
    one_line,
    text_of,
    tracked,
    with_keys,
)

import neadigital
from neadigital import _store
from neadigital.__main__ import csv_files, main


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


# A loader has the examples of its model.
MODELS = {"_data_tables", "_metadata_tables"}
FILES = [
    path for path in PACKAGE.rglob("*.py") if path.stem not in {"__main__", *MODELS}
]
MODULES = sorted(map(module_of, FILES))
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
LINKED = [
    *PAGES,
    REPOSITORY / "CHANGELOG.md",
    REPOSITORY / "CONTRIBUTING.md",
    REPOSITORY / "SECURITY.md",
]
# Its examples take other libraries, which `make test-slow` installs.
SLOW = {"how_do_i.md"}
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_run(name):
    """Every example in a docstring gives the output shown."""
    result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)

    assert result.failed == 0


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=[pytest.mark.slow] * (page.name in SLOW), id=page.name)
        for page in PAGES
    ],
)
def test_page_examples_run(page):
    """Every example on a page of the documentation gives the output shown."""
    if page.name in {"elsewhere.md", "how_do_i.md"}:
        pytest.importorskip(
            "pyarrow", reason="polars takes a pandas frame by way of pyarrow"
        )
    result = doctest.testfile(
        str(page), module_relative=False, optionflags=FLAGS, encoding="utf-8"
    )

    assert result.failed == 0


def test_checks_in_a_shell_print_what_is_shown(tmp_path, monkeypatch, capsys):
    """Each command on the page about checking a table prints the lines shown, in their order."""
    docs = REPOSITORY / "docs"
    text = text_of("docs/check_a_table.md")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.M | re.S)
    commands = "".join(blocks).replace("\\\n", "").split("$ neadigital ")[1:]
    matches = doctest.OutputChecker().check_output
    monkeypatch.chdir(tmp_path)
    shutil.copy(docs / "printed_tables" / "federal_register_before.csv", tmp_path)
    [table] = re.findall(r"^```text\n(item,.*?)^```", text, re.M | re.S)
    Path("income.csv").write_text(table, encoding="utf-8")
    differing = []
    for one in commands:
        line, _, shown = one.partition("\n")
        command, _, file = line.partition(" > ")
        main(shlex.split(command))
        printed = capsys.readouterr().out
        if file:
            Path(file).write_text(printed, encoding="utf-8")
        elif not matches(shown, printed, FLAGS):
            differing.append(command)

    assert len(commands) > 3
    assert differing == []


def test_links_out_of_the_site_lead_somewhere():
    """Each link of a page that the site does not have leads to a file; Sphinx reads the others."""
    for page in (REPOSITORY / "README.md", REPOSITORY / "SECURITY.md"):
        links = re.findall(r"\]\(([^)\s:#]+)", page.read_text(encoding="utf-8"))
        dead = [link for link in links if not (page.parent / link).exists()]

        assert links
        assert dead == []


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_a_table_is_whole(page):
    """Each table of a page has a head with its line below; no empty line parts its rows from it."""
    text = page.read_text(encoding="utf-8")
    # Code may begin with a bar, too.
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    tables = re.findall(r"(?:^\|.*\n)+", prose, re.M)

    for table in tables:
        _, line, *_ = table.splitlines()
        assert re.fullmatch(r"[|:-]+", line), table


def test_readme_has_examples():
    """The README shows examples, every dataset and how to set up, in at most 600 words of ours."""
    text = text_of("README.md")
    named = re.findall(r"`(\w+)(?:\(\))?`", text)
    names = neadigital.datasets()["dataset"]
    examples = doctest.DocTestParser().get_examples(text)
    commands = re.findall(r"^make \w+$", text, re.M)
    # What the build writes between marks grows with the data.
    ours = re.sub(r"<!-- (\w+) -->.*?<!-- /\1 -->", "", text, flags=re.S)

    assert len(ours.split()) <= 600
    assert len(examples) >= 4
    assert set(names) <= set(named)
    assert commands[:2] == ["make demo", "make test"]


CONTRIBUTING = text_of("CONTRIBUTING.md")
CODE = re.findall(r"`([^`]+)`", CONTRIBUTING)
WORDS = set(" ".join(CODE).split())


@pytest.mark.skipif(GIT is None, reason="the tracked files are what there is")
def test_contributing_names_paths_that_exist():
    """Each file and folder of CONTRIBUTING is there; `NAME` and `NN` stand for any."""
    there = "\n".join(f"/{path}" for path in tracked())
    is_path = re.compile(r"\w/|\w\.(py|md|csv|toml|json)$")
    # `.venv` is made, not kept; what stands after an equals sign is an argument of `make`.
    words = [word for word in WORDS if is_path.search(word)]
    missing = []
    for word in words:
        path = re.escape(word.rpartition("=")[2])
        pattern = path.replace("NAME", r"\w+").replace("NN", r"\d\d")
        is_there = re.search(f"/{pattern}", there)
        if not is_there and not word.startswith(".venv"):
            missing.append(word)

    assert len(words) > 20
    assert missing == []


def test_contributing_names_commands_that_exist():
    """Each target of `make`, and each module to run, that CONTRIBUTING names is there."""
    makefile = text_of("Makefile")
    targets = re.findall(r"^([a-z-]+):", makefile, re.M)
    named = re.findall(r"[`\"]make ([a-z-]+)", CONTRIBUTING + makefile)
    modules = re.findall(r"python -m (\w[\w.]*)", CONTRIBUTING)
    missing = [name for name in modules if not importlib.util.find_spec(name)]

    assert set(named) <= set(targets)
    assert missing == []


def test_readme_counts_what_is_there():
    """The README's growth rates and counts follow from the data."""
    words = one_line(text_of("README.md"))
    scale = neadigital.digital_economy_scale().query("economy == 'CHN'")
    first, *_, last = scale["scale_usd_bn"]
    rise = 100 * (last - first)
    name = "world_development_indicators"
    users = _store.codes(name)["IT.NET.USER.ZS"]
    before, now = (f"{begin}-{end}" for begin, end in users["spans"].values())
    wrong = len(neadigital.errata("digital_competitiveness_ranks"))

    assert f"grew by {rise / last:.1f} % in five years" in words
    assert f"it grew by {rise / first:.1f} %" in words
    assert f"`{name}`: {before}, and in its edition of 2026 {now}" in words
    assert wrong == 3, "count in README.md, and here, what table 4 gives wrongly"
    assert "table 4 gives three of Russia's places" in words


@pytest.mark.parametrize("page", ["README.md", "docs/audit.md"])
def test_a_page_counts_the_claims(page):
    """Each number of the sentence on the claims is counted in the findings, in its order."""
    claims = neadigital.audit().query("kind == 'claim'")
    holds = claims.query("holds == True")
    fails = claims.query("holds == False")
    nearly = holds.query("verdict == 'last_digit'")
    causes = fails["cause"].unique()
    is_open = claims.query("holds.isna()")
    counted = [len(part) for part in (claims, holds, nearly, fails, causes, is_open)]
    # After the claims is the year of the paper.
    counted.insert(1, 2023)
    [sentence] = re.findall("<!-- audit -->(.*)<!-- /audit -->", text_of(page))
    numbers = re.findall(r"\d+", sentence)

    assert [int(number) for number in numbers] == counted


def test_changelog_names_each_corrected_cell():
    """The changelog's Data sections name every cell that the errata correct."""
    text = text_of("CHANGELOG.md")
    data = "\n".join(re.findall(r"^### Data$(.*?)(?=^#|\Z)", text, re.M | re.S))

    corrected = with_keys(neadigital.errata())
    for cell in corrected.itertuples():
        values = re.findall("=([^;]*)", cell.key)
        place = " ".join([cell.dataset, *values, cell.column])
        line = f"{place}: {cell.printed} to {cell.value:.10g}"
        assert line in data, f"CHANGELOG.md, under Data: {line}, and why"


@pytest.mark.skipif(GIT is None, reason="an unpacked sdist has no history")
def test_no_file_names_a_machine_or_another_year_of_the_paper():
    """No text has an absolute path of a computer, and wherever the paper is cited it is of 2023."""
    elsewhere = re.compile(r"(^|[\s\"'(=])/(home|root|work|Users)/\w")
    for name in tracked():
        path = REPOSITORY / name
        if path.suffix in {".py", ".md", ".toml", ".csv", ".json", ".txt", ".cff", ""}:
            text = path.read_text(encoding="utf-8", errors="replace")
            years = re.findall(r"\bSong,? \(?(\d{4})\b", text)

            assert not elsewhere.search(text), path
            assert {*years} <= {"2023"}, path


def test_the_pages_name_the_files_of_an_export():
    """Each file that a page reads from an export is there, and its folders are those listed."""
    texts = [path.read_text(encoding="utf-8") for path in PAGES]
    pages = "\n".join(texts)
    paths = re.findall(r"neadigital-data/([\w/]+\.csv)", pages)
    _, _, table = pages.partition("\n| folder | what is in it |\n|---|---|\n")
    rows, *_ = table.partition("\n\n")
    listed = re.findall(r"^\| `(\w+)`", rows, re.M)
    files = csv_files()
    folders = {Path(path).parts[0] for path in files if "/" in path}

    assert paths
    assert {*paths} <= files.keys()
    assert {*listed} == folders


def test_an_orcid_ends_with_its_check_digit():
    """Every ORCID has the last digit that ISO 7064 computes from the others."""
    files = [*LINKED, REPOSITORY / "CITATION.cff"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    wrong = []
    for found in re.findall(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b", text):
        *digits, last = found.replace("-", "")
        total = 0
        for digit in digits:
            total = 2 * (total + int(digit))
        if last != "0123456789X"[(12 - total % 11) % 11]:
            wrong.append(found)

    assert wrong == []
