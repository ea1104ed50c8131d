"""The build's errors and its program: what does not fit together, and what it writes."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandera.pandas as pa
import pytest

from neadigital import schemas
from neadigital.schemas import _registry as registry
from paper.audit import tables
from paper.audit.inputs import Inputs
from paper.make import data as build_data
from paper.make import declared, descriptor, facts, notes, page, records
from paper.make.page import BuildError

Patch = pytest.MonkeyPatch
RANKS = "cybersecurity_ranks"
NEXT_TABLE = max(page.titles()) + 1


# notes


def apply_itu(rules: list[dict[str, str]]) -> Any:
    model = schemas.ItuIndicators
    rows = build_data.typed(page.itu_indicators(), model)
    return notes.apply("itu_indicators", model, rows, rules, facts.itu_indicators)


def test_a_value_of_another_year_needs_its_note():
    """A cell with a year in brackets that no rule explains is an error."""
    rules = [
        rule for rule in notes.rules()["itu_indicators"] if rule["kind"] != "other_year"
    ]

    with pytest.raises(BuildError, match=r"of 20(20|22), without a note"):
        apply_itu(rules)


def test_a_value_of_its_own_year_has_no_such_note():
    """A rule that says a value is of another year is an error if it is of its column's."""
    rules = notes.rules()["itu_indicators"]
    needless = next(rule for rule in rules if rule["kind"] == "other_year") | {
        "where": "economy=CHN;year=2015;indicator=internet_users_pct"
    }

    with pytest.raises(BuildError, match="the value is of the year it stands under"):
        apply_itu([*rules, needless])


def test_a_note_on_what_is_no_number_is_refused(monkeypatch):
    """A remark on a column that holds no numbers is an error that names it."""
    note = {
        "dataset": RANKS,
        "key": "economy=CHN;year=2014",
        "column": "economy",
        "kind": "doubtful",
        "certainty": "",
        "severity": "minor",
    }
    datasets = build_data.inputs().datasets
    with pytest.raises(BuildError, match=f"{RANKS}/economy=CHN;year=2014/economy"):
        tables.build(Inputs(datasets, [note]))


def test_notes_of_no_dataset_are_refused(monkeypatch, tmp_path):
    """A rule for a dataset that does not exist is an error that names it."""
    file = tmp_path / "note_rules.csv"
    file.write_text(
        notes.FILE.read_text(encoding="utf-8").replace(f"\n{RANKS},", "\ncyber_ranks,"),
        encoding="utf-8",
    )
    monkeypatch.setattr(notes, "FILE", file)

    with pytest.raises(BuildError, match="no such dataset: cyber_ranks"):
        notes.rules()


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
                f"{RANKS}() in paper/make is no dataset's: write a model of that name in schemas/",
                "table 9 is in no dataset: name it in a model's metadata",
            ],
        ),
        (
            without_function,
            [
                f"{RANKS} has no function for its values: "
                f"write {RANKS}() in paper/make/page.py, marked @dataset"
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
    records.check()
    typed = {"external_figures": [*lines, record | other]}
    typed["digital_strategies"] = page.typed("digital_strategies")
    monkeypatch.setattr(records, "typed", typed.__getitem__)

    with pytest.raises(BuildError, match=broken):
        records.check()


def test_a_check_without_a_constraint_is_refused():
    """A check of a model that the descriptor cannot express is an error, not left out."""
    with pytest.raises(
        ValueError,
        match="no Table Schema constraint is known for the check 'not_equal_to'",
    ):
        descriptor._constraints(pa.Column(int, pa.Check.ne(3)))


def test_the_citation_file_has_each_field():
    """A field that CITATION.cff does not have is an error that names it."""
    with pytest.raises(ValueError, match=r"CITATION\.cff has no journal"):
        descriptor.citation("journal")


# what a model declares


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"licence": None}, "metadata of CybersecurityRanks lacks 'licence'"),
        ({"chart": None}, "metadata of CybersecurityRanks lacks 'chart'"),
        ({"quotes": None}, "metadata of CybersecurityRanks lacks 'quotes'"),
        ({"publisher": "ITU"}, "metadata of CybersecurityRanks lacks 'copyright'"),
        ({"license": "MIT"}, "metadata of CybersecurityRanks: 'license' is unknown"),
        ({"licence": "MIT"}, "metadata of CybersecurityRanks: 'MIT' is none of CC-BY"),
    ],
)
def test_a_declaration_with_a_hole_is_refused(changed, complaint, monkeypatch):
    """What a model's metadata lacks, or has by an unknown name, is an error that says so."""
    model = registry.DATASETS[RANKS]
    about = model.Config.metadata | changed
    kept = {key: value for key, value in about.items() if value is not None}
    monkeypatch.setattr(model.Config, "metadata", kept)

    with pytest.raises(BuildError, match=complaint):
        build_data.check_parts()


def test_a_model_says_what_a_row_is(monkeypatch):
    """A model whose docstring is one line describes no dataset, and is refused by name."""
    monkeypatch.setattr(registry.DATASETS[RANKS], "__doc__", "The world rank.")

    with pytest.raises(BuildError, match="CybersecurityRanks needs a docstring that"):
        build_data.check_parts()


def test_a_model_has_an_example(monkeypatch):
    """A model without an example, which would be its loader's, is refused by name."""
    without = "The world rank.\n\nA row is one economy in one edition."
    monkeypatch.setattr(registry.DATASETS[RANKS], "__doc__", without)

    with pytest.raises(BuildError, match="of CybersecurityRanks needs an example"):
        build_data.check_parts()


def test_a_typed_column_that_nothing_reads_is_refused(monkeypatch, tmp_path):
    """A column of a typed file that no model has and no function reads is named."""
    shutil.copytree(page.RULES, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "cybersecurity_index.csv"
    header, _, lines = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(f"{header},tier\n{lines}", encoding="utf-8")
    monkeypatch.setattr(page, "RULES", tmp_path)

    with pytest.raises(BuildError, match=r"^paper/typed/cyber.* 'tier' is in no model"):
        build_data.check_parts()


@pytest.mark.parametrize("path", ["LICENSE-DATA", "REUSE.toml"])
def test_a_file_without_its_place_is_refused(path, monkeypatch, tmp_path):
    """If the line is gone below which the build lists licences, the error names the file."""
    for name in ("LICENSE-DATA", "REUSE.toml"):
        text = (page.REPOSITORY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text("" if name == path else text, encoding="utf-8")
    monkeypatch.setattr(declared, "REPOSITORY", tmp_path)

    with pytest.raises(BuildError, match=f"{path}: there is no place between"):
        declared.licence_files()


# the program


@pytest.fixture
def empty(monkeypatch: Patch, tmp_path: Path) -> Path:
    """A repository in which nothing is built yet, and a build of two files."""
    data = tmp_path / "data"
    built = {"data/built/a.csv": b"a\n1\n2\n", "data/b.json": b"{}\n"}
    monkeypatch.setattr(build_data, "REPOSITORY", tmp_path)
    monkeypatch.setattr(build_data, "DATA", data)
    monkeypatch.setattr(build_data, "build", lambda: built)
    monkeypatch.setattr(records, "problems", lambda inputs: ["a record"])
    return tmp_path


def run(monkeypatch: Patch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["data", *arguments])
    return build_data.main()


def test_the_build_writes_what_it_makes(empty, monkeypatch, capsys):
    """The files are written as built, folders and all, and counted; after that nothing differs."""
    written = run(monkeypatch)
    printed = capsys.readouterr().out

    assert written == 0
    assert printed.splitlines() == [
        "data: 2 files written, 2 changed",
        "a record",
    ]
    assert (empty / "data/built/a.csv").read_bytes() == b"a\n1\n2\n"
    assert (empty / "data/b.json").read_bytes() == b"{}\n"
    assert run(monkeypatch, "--check") == 0
    assert capsys.readouterr().out == "data: 2 files are as built\n"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, ""),
        ({"period": "2019"}, "agrees with no cell and no statement"),
        ({"indicator": "internet_users"}, "agrees with no cell and no statement"),
        ({"period": "2019", "use": "check"}, ""),
        ({"value": "66"}, "confirms no number: it is 66, here is 65 rank"),
        ({"value": "66", "use": "later"}, ""),
    ],
)
def test_a_record_that_confirms_nothing_is_named(changes, problem, monkeypatch):
    """A record of no number here that nothing quotes is named, as one that confirms another."""
    own = {
        "economy": "CHN",
        "period": "2018",
        "use": "confirms",
        "source": "new",
    }
    rank = {"indicator": "egdi_rank", "value": "65", "unit": "rank"}
    read = page.typed
    added = read("external_figures")[0] | own | rank | changes
    monkeypatch.setattr(
        records,
        "typed",
        lambda name: [added] if name == "external_figures" else read(name),
    )
    found = records.problems(build_data.inputs())

    assert len(found) == bool(problem)
    assert problem in "".join(found)


def test_a_record_of_the_last_commit_is_not_named_again(monkeypatch):
    """The build names a record that confirms nothing until it is committed."""
    inputs = build_data.inputs()
    strange = page.typed("external_figures")[0] | {"period": "1900", "use": "confirms"}
    monkeypatch.setattr(records, "typed", lambda name: [strange])
    monkeypatch.setattr(records, "numbers_here", lambda inputs: defaultdict(list))
    monkeypatch.setattr(records, "committed", list)

    assert len(records.problems(inputs)) == 1
    monkeypatch.setattr(records, "committed", lambda: [strange])
    assert records.problems(inputs) == []


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
