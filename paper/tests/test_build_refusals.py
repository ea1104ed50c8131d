"""The build's errors and its program: what does not fit together, and what it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from neadigital import schemas
from neadigital.schemas import _registry as registry
from paper.audit import records
from paper.make import data as build_data
from paper.rows import page
from paper.rows.page import BuildError

Patch = pytest.MonkeyPatch
RANKS = "cybersecurity_ranks"
NEXT_TABLE = max(page.titles()) + 1


# notes


# parts that do not fit together


def without_model(monkeypatch: Patch) -> None:
    others = {name: model for name, model in registry.DATASETS.items() if name != RANKS}
    monkeypatch.setattr(registry, "DATASETS", others)


def without_function(monkeypatch: Patch) -> None:
    others = {name: function for name, function in page.TABLES.items() if name != RANKS}
    monkeypatch.setattr(page, "TABLES", others)


def without_title(monkeypatch: Patch) -> None:
    titles = {number: line for number, line in page.titles().items() if number != 9}
    monkeypatch.setattr(page, "titles", lambda: titles)


def with_title(monkeypatch: Patch) -> None:
    titles = page.titles() | {NEXT_TABLE: page.titles()[9]}
    monkeypatch.setattr(page, "titles", lambda: titles)


@pytest.mark.parametrize(
    ("spoil", "complaints"),
    [
        (
            without_model,
            [
                f"{RANKS}() in paper/rows is no dataset's: write a model of that name in schemas/",
                "table 9 is in no dataset: name it in a model's metadata",
            ],
        ),
        (
            without_function,
            [
                f"{RANKS} has no function for its values: "
                f"write {RANKS}() in paper/rows/page.py, marked @dataset"
            ],
        ),
        (
            without_title,
            [
                "typed/printed/table_09.csv has no line in titles.csv",
                "table 9, which a model names, is not in titles.csv",
            ],
        ),
        (
            with_title,
            [f"table {NEXT_TABLE} of titles.csv has no file in typed/printed"],
        ),
    ],
)
def test_parts_that_do_not_fit_are_named(spoil, complaints, monkeypatch):
    """A model, function, figure or table without its counterpart is refused; all are named."""
    spoil(monkeypatch)
    with pytest.raises(BuildError) as error:
        build_data.check_parts()

    assert str(error.value).splitlines() == complaints


def test_values_outside_their_model_are_refused():
    """A file that breaks its model is refused, and the error names the file and the column."""
    content = b"economy,year,rank\nCHN,2014,0\nXXX,2014,7\n"

    with pytest.raises(
        BuildError, match=rf"built/x\.csv breaks the model of {RANKS}:\n"
    ) as error:
        build_data.check_model(
            RANKS, "built/x.csv", content, schemas.CybersecurityRanks
        )
    # All failures are reported at once.
    assert "rank" in str(error.value)
    assert "XXX" in str(error.value)


@pytest.mark.parametrize(
    ("other", "broken"),
    [
        # A place in the general ranking as one in the digital ranking, a place as a share of
        # people, a slip.
        ({"indicator": "imd_digital_competitiveness_rank"}, "of imd-wdcr alone"),
        ({"indicator": "internet_users_pct"}, "the unit of internet_users_pct is %"),
        ({"indicator": "imd_rank"}, "'imd_rank' is not in INDICATORS"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(other, broken, monkeypatch):
    """A record's indicator is in the list, in a unit of that, from its publication."""
    lines = page.typed("external_figures")
    general = "imd_world_competitiveness_rank"
    record = next(line for line in lines if line["indicator"] == general)
    records.check(build_data.inputs())
    typed = {"external_figures": [*lines, record | other]}
    typed |= {name: page.typed(name) for name in ("digital_strategies", "statements")}
    monkeypatch.setattr(records, "typed", typed.__getitem__)

    with pytest.raises(BuildError, match=broken):
        records.check(build_data.inputs())


# what a model declares


# the program


@pytest.fixture
def empty(monkeypatch: Patch, tmp_path: Path) -> Path:
    """A repository in which nothing is built yet, and a build of two files."""
    data = tmp_path / "data"
    built = {"data/built/a.csv": b"a\n1\n2\n", "data/b.json": b"{}\n"}
    monkeypatch.setattr(build_data, "REPOSITORY", tmp_path)
    monkeypatch.setattr(build_data, "DATA", data)
    monkeypatch.setattr(build_data, "build", lambda: built)
    return tmp_path


def run(monkeypatch: Patch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["data", *arguments])
    return build_data.main()


def test_check_writes_nothing_and_names_each_difference(empty, monkeypatch, capsys):
    """`--check` names each missing, differing and stray file, and writes nothing."""
    stray = empty / "data" / "stray.csv"
    built = empty / "data/built/a.csv"
    built.parent.mkdir(parents=True)
    for committed, message in [
        ("a\n1\n3\n", "data/built/a.csv, line 3:\n  committed: 3\n  built:     2\n"),
        (
            "a\n1\n2\n4\n",
            "data/built/a.csv, line 4:\n  committed: 4\n  built:     (no such line)\n",
        ),
    ]:
        built.write_text(committed)
        stray.write_text("")
        status = run(monkeypatch, "--check")
        printed = capsys.readouterr().out

        assert status == 1
        assert message in printed
        assert "data/b.json: missing\n" in printed
        assert "data/stray.csv: nothing builds or describes this file\n" in printed
        assert built.read_text() == committed
        assert not (empty / "data/b.json").exists()


def test_a_build_that_is_refused_writes_nothing(empty, monkeypatch, capsys):
    """A contradiction in the typed data ends with status 1, the reason, and no file."""

    def refuse() -> dict[str, bytes]:
        raise BuildError("two and two are five")

    monkeypatch.setattr(build_data, "build", refuse)
    status = run(monkeypatch)

    assert status == 1
    assert capsys.readouterr().err == "data: two and two are five\n"
    assert list(empty.iterdir()) == []
