"""The README's and the docstrings' examples run, and the changelog keeps its form."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import inspect
import re

import pytest
from support import GIT, PACKAGE, REPOSITORY, tracked, with_keys

import neadigital

MODULES = sorted(
    ".".join(
        ("neadigital", *path.relative_to(PACKAGE).with_suffix("").parts)
    ).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if path.stem != "__main__"
)
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_run(name):
    """Every example in a docstring gives the output shown."""
    result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)

    assert result.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
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


def test_recipes_are_short_and_run():
    """Each of the twelve recipes has an example that runs, and none is longer than ten lines."""
    text = (REPOSITORY / "docs" / "how_do_i.md").read_text(encoding="utf-8")

    _, *recipes = text.split("\n## ")
    assert len(recipes) == 13
    blocks = [re.findall(r"```\w+\n(.+?)\n*```", recipe, re.S) for recipe in recipes]
    assert [found for found in blocks if not found] == []
    lines = [len(block.splitlines()) for found in blocks for block in found]
    assert max(lines) <= 10


def test_readme_has_examples():
    """The README shows examples, lists every dataset, and names the two set-up commands."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")

    assert len(doctest.DocTestParser().get_examples(text)) >= 5
    names = neadigital.datasets()["dataset"]
    assert [
        name for name in names if f"`{name}`" not in text and f"`{name}()`" not in text
    ] == []
    assert re.findall(r"^make \w+$", text, re.M)[:2] == ["make demo", "make test"]


CONTRIBUTING = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
WORDS = {
    word for code in re.findall(r"`([^`]+)`", CONTRIBUTING) for word in code.split()
}


@pytest.mark.skipif(GIT is None, reason="the tracked files are what there is")
def test_contributing_names_paths_that_exist():
    """Each file and folder of CONTRIBUTING is there; `NAME` and `NN` stand for any."""
    there = "\n".join(f"/{path}" for path in tracked())
    paths = {
        word for word in WORDS if re.search(r"\w/|\w\.(py|md|csv|toml|json)$", word)
    }
    # What stands after an equals sign is an argument of `make`; `.venv` is made, not kept.
    named = {path.rpartition("=")[2] for path in paths if not path.startswith(".venv")}
    patterns = {
        path: re.escape(path).replace("NAME", r"\w+").replace("NN", r"\d\d")
        for path in named
    }

    assert len(named) > 20
    assert [path for path in named if not re.search(f"/{patterns[path]}", there)] == []


def test_contributing_names_commands_that_exist():
    """Each target of `make`, and each module to run, that CONTRIBUTING names is there."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    modules = re.findall(r"python -m (\w[\w.]*)", CONTRIBUTING)

    assert set(re.findall(r"`make ([a-z-]+)", CONTRIBUTING)) <= targets
    assert [name for name in modules if not importlib.util.find_spec(name)] == []


@pytest.mark.skipif(GIT is None, reason="the tracked files are what there is")
def test_contributing_names_what_is_in_the_files():
    """What CONTRIBUTING says is in or of a file is there, and each constant is in some program."""
    said = re.findall(r"`([\w=]+)`\s+(?:in|of)\s+`([\w/]+\.\w+)`", CONTRIBUTING)
    files = [path for path in tracked() if path.endswith((".py", ".json", ".toml"))]
    texts = {f"/{path}": (REPOSITORY / path).read_text("utf-8") for path in files}
    homes = {
        (name, file): "".join(
            text for path, text in texts.items() if path.endswith(f"/{file}")
        )
        for name, file in said
    }
    constants = {word for word in WORDS if re.fullmatch(r"_?[A-Z]{4,}", word)} - {
        "NAME"
    }
    programs = "".join(texts.values())

    assert len(said) > 5
    assert [
        (name, file) for (name, file), text in homes.items() if name not in text
    ] == []
    assert [
        name for name in constants if not re.search(rf"^{name}\b", programs, re.M)
    ] == []


def test_readme_counts_what_is_there():
    """The README's numbers of tables, growth rates and places follow from the data."""
    words = " ".join((REPOSITORY / "README.md").read_text(encoding="utf-8").split())
    scale = neadigital.digital_economy_scale().query("economy == 'CHN'")
    first, *_, last = scale.set_index("year")["scale_usd_bn"]
    corrected = neadigital.errata("digital_competitiveness_ranks")

    assert "tidy tables" in words
    assert f"by {100 * (last - first) / last:.1f} % from 2016 to 2021" in words
    assert f"not by {100 * (last - first) / first:.1f} %" in words
    assert len(corrected) == 3
    assert "table 4 gives three of Russia's places" in words


def test_public_functions_have_numpydoc_sections():
    """A public function's docstring has numpydoc sections for parameters and result."""
    missing = []
    for name in neadigital.__all__:
        value = getattr(neadigital, name)
        if inspect.isfunction(value):
            text = inspect.getdoc(value) or ""
            sections = ["Returns"]
            sections += ["Parameters"] * bool(inspect.signature(value).parameters)
            missing += [
                (name, section)
                for section in sections
                if f"\n{section}\n{'-' * len(section)}\n" not in text
            ]

    assert missing == []


@pytest.mark.parametrize(
    "name", ["growth", "shares", "divide", "inequality", "consistency", "plot"]
)
def test_metrics_have_numpydoc_sections(name):
    """A metric's docstring says what it takes, returns and is based on, and shows an example."""
    module = importlib.import_module(f"neadigital.{name}")
    missing = []
    for metric in module.__all__:
        text = inspect.getdoc(getattr(module, metric)) or ""
        missing += [
            (metric, section)
            for section in ("Parameters", "Returns", "References", "Examples")
            if f"\n{section}\n{'-' * len(section)}\n" not in text
        ]

    assert missing == []


@pytest.mark.parametrize(
    "page", [*PAGES, REPOSITORY / "CHANGELOG.md"], ids=lambda page: page.name
)
def test_no_table_is_split(page):
    """Every block of table rows begins with a heading, which a blank line would part it from."""
    blocks = re.findall(r"(?:^ *\|.*\n)+", page.read_text(encoding="utf-8"), flags=re.M)

    headed = [re.match(r" *\|.*\n *\|[-:| ]+\|\n", block) for block in blocks]
    assert [block for block, head in zip(blocks, headed, strict=True) if not head] == []


def test_changelog_names_each_corrected_cell():
    """The changelog's Data sections name every cell that the errata correct."""
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")

    data = " ".join(
        section.partition("\n#")[0] for section in text.split("### Data")[1:]
    )
    changes = []
    for cell in with_keys(neadigital.errata()).itertuples():
        place = " ".join(part.split("=")[1] for part in cell.key.split(";"))
        changes.append(
            f"{cell.dataset} {place} {cell.column}: {cell.printed} to {cell.value:.10g}"
        )

    assert [change for change in changes if change not in data] == []


@pytest.mark.skipif(GIT is None, reason="an unpacked sdist has no history")
def test_nothing_names_a_machine():
    """No committed text file contains an absolute path of a computer."""
    for name in tracked():
        path = REPOSITORY / name
        if path.suffix in {".py", ".md", ".toml", ".csv", ".json", ".txt", ".cff", ""}:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not re.search(r"(^|[\s\"'(=])/(home|root|work|Users)/\w", text), path


def test_files_that_pages_read_are_exported():
    """Each exported file that a page reads in another language exists in an export."""
    named = {
        path
        for page in PAGES
        for path in re.findall(
            r'"neadigital-data/([\w/]+\.csv)"', page.read_text(encoding="utf-8")
        )
    }

    assert named
    assert {path for path in named if not (PACKAGE / "data" / path).exists()} == set()
