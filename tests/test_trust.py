"""How far each number can be trusted: notes, errata, flags, quality, validation."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

import neadigital
from neadigital import DataIntegrityError, _store
from neadigital.schemas import _registry as registry

NAMES = neadigital.datasets()["name"].tolist()
NOTES = neadigital.notes()
CELL = ["dataset", "key", "column"]
every_dataset = pytest.mark.parametrize("name", NAMES)


def key_columns(name: str) -> list[str]:
    return list(registry.DATASETS[name].to_schema().unique)


# notes, errata, flags


def test_notes_have_their_columns() -> None:
    """Notes and errata have the documented columns, in their order."""
    columns = [
        "dataset",
        "key",
        "economy",
        "year",
        "column",
        "printed",
        "printed_number",
        "value",
    ]
    columns += ["kind", "certainty", "severity", "note", "evidence"]

    assert list(NOTES.columns) == list(neadigital.errata().columns) == columns


def test_economy_and_year_of_a_note_are_those_of_its_key() -> None:
    """A note has its key's economy and year, or an empty text and a missing value."""
    keys = [dict(part.split("=") for part in key.split(";")) for key in NOTES["key"]]

    assert NOTES["economy"].tolist() == [key.get("economy", "") for key in keys]
    assert NOTES["year"].fillna(0).tolist() == [int(key.get("year", 0)) for key in keys]


def test_a_printed_number_is_the_printed_text() -> None:
    """A printed text that is a number is given as one, without a year in brackets."""
    bare = NOTES["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True)

    assert NOTES["printed_number"].dtype == "float64"
    pd.testing.assert_series_equal(
        NOTES["printed_number"], pd.to_numeric(bare, errors="coerce"), check_names=False
    )
    assert set(NOTES.loc[NOTES["printed_number"].isna(), "printed"]) <= {
        "",
        "-",
        "---",
        "NA",
        "no",
    }


def test_errata_are_the_corrected_notes() -> None:
    """The errata are exactly the correcting notes whose value differs from the printed one."""
    errata = neadigital.errata()

    assert set(errata["kind"]) <= {"misprint", "mislabelled", "wrong_base"}
    assert len(errata.merge(NOTES)) == len(errata)
    assert (errata["printed_number"] != errata["value"].astype(float)).all()


def test_every_correction_says_how_sure_it_is() -> None:
    """Exactly the correcting notes have a certainty, one of the two."""
    correcting = NOTES["kind"].isin(["misprint", "mislabelled", "wrong_base"])
    differs = correcting & (
        NOTES["printed_number"] != pd.to_numeric(NOTES["value"], errors="coerce")
    )

    assert (NOTES["certainty"] != "").equals(differs)
    assert NOTES["certainty"].value_counts()[["proved", "inferred"]].tolist() == [
        60,
        15,
    ]


def test_every_doubt_says_how_much_it_weighs() -> None:
    """Exactly the doubts have a severity: serious if a conclusion rests on the number."""
    doubtful = NOTES["kind"] == "doubtful"
    serious = NOTES[NOTES["severity"] == "serious"]

    assert (NOTES["severity"] != "").equals(doubtful)
    assert set(NOTES["severity"]) == {"", "minor", "serious"}
    cells = set(serious[CELL].itertuples(index=False, name=None))
    assert {
        ("digital_economy_scale", "economy=CHN;year=2020", "scale_usd_bn"),
        ("growth_rates", "economy=CHN;year=2020", "digital_economy_growth_pct"),
        ("growth_rates", "economy=CHN;year=2021", "digital_economy_growth_pct"),
    } <= cells
    assert not serious["column"].isin(["yoy_growth_pct", "online_shoppers_pct"]).any()


def test_seven_corrected_numbers_are_in_doubt_as_well() -> None:
    """A cell that is corrected and doubtful has a note of either kind."""
    both = neadigital.errata().merge(NOTES[NOTES["severity"] != ""], on=CELL)

    assert both[CELL].values.tolist() == [
        ["growth_rates", "economy=CHN;year=2017", "digital_economy_growth_pct"],
        ["growth_rates", "economy=CHN;year=2020", "digital_economy_growth_pct"],
        ["growth_rates", "economy=CHN;year=2021", "digital_economy_growth_pct"],
        [
            "itu_indicators",
            "economy=CHN;year=2018;indicator=fixed_broadband_per_100",
            "value",
        ],
        [
            "itu_indicators",
            "economy=CHN;year=2021;indicator=mobile_broadband_per_100",
            "value",
        ],
        [
            "itu_indicators",
            "economy=JPN;year=2015;indicator=fixed_broadband_per_100",
            "value",
        ],
        ["trade_with_russia", "region=CN-JL;year=2022", "yoy_growth_pct"],
    ]


def test_no_note_speaks_of_the_page() -> None:
    """Notes say the paper and never the page, and contain no names from the code."""
    for column in ("note", "evidence"):
        assert not NOTES[column].str.contains(r"\bthe page\b|[{}]", case=False).any()
        assert not NOTES[column].str.endswith(".").any()


def test_notes_cite_what_they_name() -> None:
    """A dataset cites the publication of each record that its notes quote."""
    for name, publication in (
        ("digital_competitiveness_ranks", "imd-wcr"),
        ("trade_with_russia", "cns-2024-01-19"),
        ("egovernment_ranks", "un-egovkb"),
        ("itu_indicators", "itu-mdd-2021"),
        ("growth_rates", "caict-2021-china"),
    ):
        assert publication in _store.dataset(name)["cites"]


@every_dataset
def test_notes_and_errata_of_a_dataset_are_a_part_of_all(name: str) -> None:
    """For one dataset, notes and errata are the rows that name it, numbered anew."""
    for question in (neadigital.notes, neadigital.errata):
        everything = question()

        pd.testing.assert_frame_equal(
            question(name),
            everything[everything["dataset"] == name].reset_index(drop=True),
        )


@every_dataset
def test_flags_have_the_datasets_shape(name: str) -> None:
    """Flags have the rows, columns and keys of their dataset, and text in all other columns."""
    data = neadigital.load(name)
    flags = neadigital.flags(name)
    key = key_columns(name)

    assert list(flags.columns) == list(data.columns)
    pd.testing.assert_frame_equal(flags[key], data[key])
    assert all(
        isinstance(text, str)
        for column in flags.columns.difference(key)
        for text in flags[column]
    )


@every_dataset
def test_flags_are_the_notes(name: str) -> None:
    """Each cell's flag holds the kinds of its notes and nothing else."""
    flags = neadigital.flags(name)
    key = key_columns(name)
    flagged = sorted(
        (";".join(f"{column}={row[column]}" for column in key), column, kind)
        for row in flags.to_dict("records")
        for column in flags.columns.difference(key)
        for kind in filter(None, row[column].split(";"))
    )

    assert flagged == sorted(
        neadigital.notes(name)[["key", "column", "kind"]].itertuples(
            index=False, name=None
        )
    )


# validation


def test_validate_reads_every_file() -> None:
    """Each file is validated once, and each but the printed tables by its model."""
    done = neadigital.validate()
    entries = [_store.resource(name) for name in _store.names()]

    assert done["file"].tolist() == [entry["path"] for entry in entries]
    assert done["rows"].tolist() == [entry["rows"] for entry in entries]
    assert done["columns"].tolist() == [
        len(entry["schema"]["fields"]) for entry in entries
    ]
    assert (done["checks"] > 0).tolist() == [
        entry["kind"] != "printed" for entry in entries
    ]


def test_validate_of_one_reads_its_page_too() -> None:
    """For one dataset, the corrected and the printed file are validated, if they differ."""
    assert neadigital.validate("growth_rates")["file"].tolist() == [
        "built/growth_rates.csv",
        "built/as_printed/growth_rates.csv",
    ]
    alone = next(name for name in registry.DATASETS if _store.as_printed(name) == name)
    [line] = neadigital.validate(alone).to_dict("records")
    rows, columns = (
        neadigital.datasets().set_index("name").loc[alone, ["rows", "columns"]]
    )
    assert line["file"] == f"built/{alone}.csv"
    assert line["rows"] == rows
    assert line["columns"] == columns


@every_dataset
def test_a_model_knows_its_columns_and_no_other(name: str) -> None:
    """A model refuses a frame with an extra column, and one with a number of another type."""
    data: Any = neadigital.load(name)
    model = registry.DATASETS[name]

    model.validate(data)
    with pytest.raises((SchemaError, SchemaErrors), match="extra"):
        model.validate(data.assign(extra=1))
    with pytest.raises((SchemaError, SchemaErrors), match="year"):
        model.validate(data.astype({"year": "float64"}))


@pytest.mark.parametrize("name", list(registry.COMPUTED))
def test_a_computed_table_keeps_its_model(name: str) -> None:
    """A computed table has its model's columns, types and key, and `codebook` explains them."""
    frame = getattr(neadigital, name)()
    model = registry.COMPUTED[name]

    model.validate(frame, lazy=True)
    book = neadigital.codebook(name).query("code == ''")
    assert book["column"].tolist() == list(frame.columns)
    assert book["meaning"].str.len().gt(3).all()


def test_validate_names_every_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """`validate` collects all failures and names file, line, column, cell and rule."""
    original = _store.frame

    def spoiled(name: str) -> pd.DataFrame:
        data = original(name)
        if name == "cybersecurity_ranks":
            data.loc[0, "rank"] = 0
            data.loc[3, "economy"] = "XXX"
            data["more"] = 1
        return data

    monkeypatch.setattr(_store, "frame", spoiled)
    with pytest.raises(DataIntegrityError) as error:
        neadigital.validate("cybersecurity_ranks")

    assert str(error.value).startswith(
        "3 failures: bundled files are damaged or break their models."
    )
    assert "cybersecurity_ranks.csv, line 2, column rank: 0 breaks" in str(error.value)
    assert "cybersecurity_ranks.csv, line 5, column economy: 'XXX' breaks" in str(
        error.value
    )
    assert (
        "cybersecurity_ranks.csv, the whole file, column cybersecurity_ranks: 'more' breaks"
        in str(error.value)
    )


def test_validate_names_a_file_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A missing or changed file is reported as one failure, and the rest is still validated."""
    original = _store.frame

    def damaged(name: str) -> pd.DataFrame:
        if name == "growth_rates":
            raise DataIntegrityError(
                "built/growth_rates.csv", "the file cannot be read"
            )
        return original(name)

    monkeypatch.setattr(_store, "frame", damaged)
    with pytest.raises(
        DataIntegrityError,
        match=r"^1 failure: .*\nFound: built/growth_rates\.csv: the file cannot be",
    ):
        neadigital.validate()
