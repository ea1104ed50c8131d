"""How far each number can be trusted: notes, errata, flags, quality, validation."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

import neadigital
from neadigital import DataIntegrityError, _store, schemas
from neadigital.schemas import _registry as registry
from neadigital.trust import _Grades, marks

NAMES = neadigital.datasets()["name"].tolist()
QUALITY = neadigital.quality()
every_dataset = pytest.mark.parametrize("name", NAMES)


def test_errata_are_the_corrected_notes() -> None:
    """The errata are the notes of a correcting kind whose value differs from the page, and no others."""
    errata, notes = neadigital.errata(), neadigital.notes()

    assert set(errata["kind"]) <= {"misprint", "mislabelled", "wrong_base"}
    assert len(errata.merge(notes)) == len(errata)
    assert (errata["printed"].astype(float) != errata["value"].astype(float)).all()


def test_every_correction_says_how_sure_it_is() -> None:
    """A note has a certainty where it corrects, one of the two, and nowhere else."""
    notes = neadigital.notes()
    correcting = notes["kind"].isin(["misprint", "mislabelled", "wrong_base"])
    printed = pd.to_numeric(notes["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True), errors="coerce")
    differs = correcting & (printed != pd.to_numeric(notes["value"], errors="coerce"))

    assert (notes["certainty"] != "").equals(differs)
    assert set(notes.loc[differs, "certainty"]) == set(schemas.CERTAINTY)


@every_dataset
def test_notes_and_errata_of_a_dataset_are_a_part_of_all(name: str) -> None:
    """Asked for one dataset, notes and errata are the lines of all that name it, numbered anew."""
    for question in (neadigital.notes, neadigital.errata):
        everything = question()

        pd.testing.assert_frame_equal(question(name), everything[everything["dataset"] == name].reset_index(drop=True))


@every_dataset
def test_flags_have_the_datasets_shape(name: str) -> None:
    """Flags have the rows, columns and keys of their dataset, and text elsewhere."""
    data, flags = neadigital.load(name), neadigital.flags(name)
    key = list(registry.DATASETS[name].to_schema().unique)

    assert list(flags.columns) == list(data.columns)
    pd.testing.assert_frame_equal(flags[key], data[key])
    assert all(isinstance(text, str) for column in flags.columns.difference(key) for text in flags[column])


@every_dataset
def test_flags_are_the_notes(name: str) -> None:
    """Each cell's flag holds the kinds of its notes and nothing else."""
    flags, notes = neadigital.flags(name), neadigital.notes(name)
    key = list(registry.DATASETS[name].to_schema().unique)
    flagged = sorted(
        (";".join(f"{column}={row[column]}" for column in key), column, kind)
        for row in flags.to_dict("records")
        for column in flags.columns.difference(key)
        for kind in filter(None, row[column].split(";"))
    )

    assert flagged == sorted(notes[["key", "column", "kind"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("question", ["errata", "flags"])
def test_an_unknown_dataset_is_an_error(question: str) -> None:
    """A dataset that does not exist is an error that lists those that do, the nearest first."""
    with pytest.raises(neadigital.UnknownDatasetError, match="Choose one of: growth_rates"):
        getattr(neadigital, question)("growth-rate")


def test_quality_adds_up() -> None:
    """Each number of a table, a figure or a dataset is counted once, and has one of six grades."""
    grades = QUALITY.drop(columns=["kind", "name", "cells"])

    assert grades.sum(axis="columns").equals(QUALITY["cells"])
    assert list(grades.columns) == ["independent", "within", "proved", "inferred", "doubtful", "unchecked"]


def test_quality_has_every_table_figure_and_dataset(spot_checks: list[dict[str, str]]) -> None:
    """There is a line for each, and a table's numbers are those that the page prints, two where a cell holds two."""
    tables = QUALITY[QUALITY["kind"] == "table"].set_index("name")["cells"]
    without_years = [re.sub(r"\(\d{4}\)", "", check["printed"]) for check in spot_checks]
    printed = pd.Series([len(re.findall(r"\d+(?:\.\d+)?", text)) for text in without_years])
    printed = printed.groupby([check["table"] for check in spot_checks]).sum()

    assert list(tables.index) == [str(number) for number in _store.printed_tables()]
    assert tables.to_dict() == printed.to_dict()
    figures = QUALITY.loc[QUALITY["kind"] == "figure", "name"].tolist()
    assert sorted(figures) == sorted({figure for name in NAMES for figure in _store.resource(name)["figures"]})
    assert QUALITY.loc[QUALITY["kind"] == "dataset", "name"].tolist() == NAMES


@every_dataset
def test_quality_counts_each_known_number_once(name: str) -> None:
    """A dataset's numbers are those that are not missing, and a figure's those of them that it plots."""
    cells = QUALITY.set_index(["kind", "name"])["cells"]
    entry, data = _store.resource(name), neadigital.load(name)  # type: ignore[arg-type]
    values = [field["name"] for field in entry["schema"]["fields"] if field.get("role") == "value"]

    assert cells["dataset", name] == data[values].notna().to_numpy().sum()
    for figure, where in entry["plots"].items():
        plotted = data[[column for column in values if column in where.get("column", values)]]
        for column in where.keys() - {"column"}:
            plotted = plotted[data.loc[plotted.index, column].isin(where[column])]
        assert cells["figure", figure] == plotted.notna().to_numpy().sum()


def test_a_number_that_a_second_table_repeats_agrees_as_the_first_does() -> None:
    """Where the second table's label is right, a number is as good there as it is in the first."""
    cell = ("ecommerce_sales", "economy=CHN;year=2018", "total_usd_bn")
    grades = _Grades({cell: "paper"})

    assert grades.repeated(*cell) == grades.agreeing(*cell) == "within"
    assert _Grades({cell: "source"}).repeated(*cell) == "independent"
    assert _Grades({}).repeated(*cell) == "unchecked"


def test_the_world_is_checked_as_the_world() -> None:
    """A number of a dataset without a column for its economy is the world's, and checked by a source's of the world."""
    field = {"name": "scale_usd_bn", "measure": "digital_economy_value_added"}
    row = {"year": 2020, "basis": "stated"}

    assert _Grades({}).of("global_digital_economy", "year=2020", row, field) == "independent"
    assert _Grades({}).of("global_digital_economy", "year=2019", row | {"year": 2019}, field) == "unchecked"


@every_dataset
def test_quality_is_what_the_notes_say(name: str) -> None:
    """A dataset's corrected numbers are its errata, and its doubtful ones those noted so and not corrected."""
    line = QUALITY.set_index("name").loc[name]
    notes, errata = neadigital.notes(name), neadigital.errata(name)
    corrected = set(zip(errata["key"], errata["column"], strict=True))
    doubtful = notes[(notes["kind"] == "doubtful") & (notes["value"] != "")]

    assert line["proved"] == (errata["certainty"] == "proved").sum()
    assert line["inferred"] == (errata["certainty"] == "inferred").sum()
    assert line["doubtful"] == len(set(zip(doubtful["key"], doubtful["column"], strict=True)) - corrected)


def test_quality_is_what_the_audit_finds() -> None:
    """What agrees within the paper is what the audit confirms, and what nothing checks is no finding that holds."""
    audit = neadigital.audit()
    holding = audit[audit["verdict"].isin(["confirmed", "rounding", "last_digit"])]
    confirmed = {cell for cells in holding["cells"] for cell in cells.split()}
    lines = QUALITY.set_index("name")

    for name in NAMES:
        agreeing = lines.at[name, "within"]
        assert agreeing <= sum(cell.startswith(f"{name}/") for cell in confirmed)
    assert lines.at["egovernment_ranks", "within"] == 0
    assert lines.at["top_digital_enterprises", "within"] == 15


def test_a_number_is_as_good_as_what_checks_it() -> None:
    """A recovered level that another publication rounds, and every number of another, is independent."""
    checked = neadigital.external_figures().query("use == 'check' and figure in ('2', '4')")
    known = neadigital.observations().query("dataset == 'digital_economy_scale' and basis == 'external'")

    assert QUALITY.set_index("name").at["digital_economy_scale", "independent"] == len(known) + len(checked)


def test_a_number_under_a_second_label_is_judged_under_it() -> None:
    """A rank that table 10 prints rightly and table 11 under another label is doubtful in table 11 alone."""
    notes = neadigital.notes("ecommerce_sales")
    labelled = notes[(notes["kind"] == "mislabelled") & (notes["column"] == "rank")]["key"].str[:11].nunique()
    sales = notes[(notes["kind"] == "doubtful") & notes["column"].str.startswith("b2b")]
    other = notes[(notes["kind"] == "doubtful") & ~notes["column"].str.startswith("b2b")]
    lines = QUALITY[QUALITY["kind"] == "table"].set_index("name")["doubtful"]

    assert labelled > 0
    assert lines["11"] == labelled + len(sales)
    assert lines["10"] == len(other)


def test_a_cells_marks_are_those_of_all_its_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds are joined in the order of the notes, and a certainty stays, whichever note comes last."""
    cell = {"dataset": "d", "key": "k", "column": "c"}
    lines = [cell | {"kind": "misprint", "certainty": "proved"}, cell | {"kind": "doubtful", "certainty": ""}]
    monkeypatch.setattr(_store, "rows", lambda name: lines)

    assert marks() == {("d", "k", "c"): ("misprint;doubtful", "proved")}


def test_another_publications_number_is_independent() -> None:
    """What the World Bank publishes needs no one to agree with it."""
    line = QUALITY.set_index("name").loc["world_development_indicators"]

    assert line["independent"] == line["cells"] == len(neadigital.world_development_indicators())


def test_validate_reads_every_file() -> None:
    """Each file of the package is validated once, as printed too, and each but a printed table by its model's rules."""
    done = neadigital.validate()
    entries = [_store.resource(name) for name in _store.names()]

    assert done["file"].tolist() == [entry["path"] for entry in entries]
    assert done["rows"].tolist() == [entry["rows"] for entry in entries]
    assert done["columns"].tolist() == [len(entry["schema"]["fields"]) for entry in entries]
    assert (done["checks"] > 0).tolist() == [entry["kind"] != "printed" for entry in entries]


def test_validate_of_one_reads_its_page_too() -> None:
    """Asked for one dataset, the corrected file and the page's are validated; one file where they do not differ."""
    assert neadigital.validate("growth_rates")["file"].tolist() == [
        "built/growth_rates.csv",
        "built/as_printed/growth_rates.csv",
    ]
    alone = next(name for name in registry.DATASETS if _store.page_of(name) == name)
    [line] = neadigital.validate(alone).to_dict("records")
    rows, columns = neadigital.datasets().set_index("name").loc[alone, ["rows", "columns"]]
    assert (line["file"], line["rows"], line["columns"]) == (f"built/{alone}.csv", rows, columns)


@every_dataset
def test_a_model_knows_its_columns_and_no_other(name: str) -> None:
    """A model refuses a frame with a column too many, and one that holds a number of another type."""
    data, model = neadigital.load(name), registry.DATASETS[name]  # type: ignore[arg-type]

    model.validate(data)
    with pytest.raises((SchemaError, SchemaErrors), match="extra"):
        model.validate(data.assign(extra=1))
    with pytest.raises((SchemaError, SchemaErrors), match="year"):
        model.validate(data.astype({"year": "float64"}))


def test_validate_names_every_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """`validate` collects all failures and names file, line, column, cell and rule."""
    original = _store.frame

    def spoiled(name: str) -> pd.DataFrame:
        data = original(name)
        if name == "cybersecurity_ranks":
            data.loc[0, "rank"] = 0
            data.loc[3, "economy"] = "XXX"
        return data

    monkeypatch.setattr(_store, "frame", spoiled)
    with pytest.raises(DataIntegrityError) as error:
        neadigital.validate("cybersecurity_ranks")

    assert str(error.value).startswith("2 failures: bundled files are damaged or break their models.")
    assert "cybersecurity_ranks.csv, line 2, column rank: 0 breaks" in str(error.value)
    assert "cybersecurity_ranks.csv, line 5, column economy: 'XXX' breaks" in str(error.value)
