"""The tables about the data: their key, notes, errata, flags, grounds, validation."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors
from support import every_edition, with_keys

import neadigital
from neadigital import _store
from neadigital.errors import DataIntegrityError, UnknownDatasetError
from neadigital.schemas import _columns
from neadigital.schemas import _registry as registry

NAMES = neadigital.datasets()["dataset"].tolist()
NOTES = with_keys(neadigital.notes())
CELL = ["dataset", "key", "column"]
KEY = list(_columns.KEY)
# The tables that have a function of their name.
ABOUT = list(registry.ABOUT)
OBSERVED = neadigital.observations()
every_dataset = pytest.mark.parametrize("name", NAMES)


def key_columns(name: str) -> list[str]:
    return list(registry.DATASETS[name].to_schema().unique)


# the key


@cache
def long(name: str) -> pd.DataFrame:
    """A dataset with a row for each number, keyed as the tables about numbers are."""
    data = every_edition(name).rename(columns={"city": "place", "region": "place"})
    if "strategy" in data:
        # What is dated is the indicator, and its year is both key and value.
        data = data.rename(columns={"strategy": "indicator"})
        data["value"] = data["year"]
    if "indicator" in data:
        return data
    columns = OBSERVED.loc[OBSERVED["dataset"] == name, "column"].unique()
    shared = [column for column in KEY if column in data]
    melted = data.melt(shared, columns, var_name="indicator")
    # A column that is printed for one year only has no numbers of others.
    printed = {field["name"]: field.get("years") for field in _store.fields(name)}
    is_printed = [
        printed[row.indicator] is None or row.year in printed[row.indicator]
        for row in melted.itertuples()
    ]
    return melted[is_printed].astype({"indicator": "str"})


def shared_key(name: str) -> list[str]:
    """The columns of the key that a dataset has, but the economy of a region is China's."""
    return [column for column in KEY if column in long(name)]


def test_the_key_is_unique() -> None:
    """No two observations have the same key, and no two errata have."""
    assert not OBSERVED.duplicated(KEY).any()
    assert not neadigital.errata().duplicated(KEY).any()
    assert OBSERVED[[*KEY]].drop(columns=["place", "edition"]).notna().all(axis=None)


@pytest.mark.parametrize("name", ["notes", "errata", "audit_cells"])
def test_tables_about_numbers_join_with_observations(name: str) -> None:
    """Notes, errata and cells of the audit join with observations by their key; no row is lost."""
    table = neadigital.load(name)
    rule = "one_to_one" if name == "errata" else "many_to_one"
    joined = table.merge(OBSERVED, on=KEY, validate=rule, suffixes=("", "_observed"))

    assert len(joined) == len(table)
    if "value" in table:
        pd.testing.assert_series_equal(
            joined["value"], joined["value_observed"], check_names=False
        )


def test_statements_and_records_join_with_observations() -> None:
    """Where a statement or a record has a dataset, it has the key of a number there."""
    for table, key in (
        (neadigital.load("statements"), KEY),
        # Here the edition is the publication's.
        (neadigital.load("external_figures"), [one for one in KEY if one != "edition"]),
    ):
        own = table.dropna(subset="dataset")
        joined = own.merge(OBSERVED, on=key, suffixes=("", "_observed"))

        assert 0 < len(joined) == len(own) < len(table)
        assert table["column"].isna().equals(table["dataset"].isna())


def test_a_statement_has_the_number_that_it_repeats() -> None:
    """A statement with the key of a number has that number as printed, in a unit of its own."""
    own = neadigital.load("statements").dropna(subset="dataset")
    joined = own.merge(OBSERVED, on=KEY, suffixes=("", "_observed"))
    printed = (
        joined["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True).astype(float)
    )
    scale = joined["value"] / printed
    # The prose has thousands of the dataset's unit, or thousandths, and rounds some numbers.
    steps = scale.map(lambda factor: min(abs(factor * by - 1) for by in (1, 1e3, 1e-3)))

    assert joined["printed"].notna().all()
    assert steps.max() < 0.005


@pytest.mark.parametrize("name", NAMES)
def test_a_dataset_joins_with_its_observations(name: str) -> None:
    """A dataset, melted if it is wide, joins with observations by plain merge; no row is lost."""
    data = long(name)
    key = shared_key(name)
    own = OBSERVED[OBSERVED["dataset"] == name]
    joined = data.merge(own, on=key, validate="one_to_one", suffixes=("", "_observed"))

    assert len(joined) == len(data) == len(own)
    numbers = joined["value"].astype(float)
    pd.testing.assert_series_equal(numbers, joined["value_observed"], check_names=False)


@pytest.mark.parametrize(
    "name", [*NAMES, *ABOUT, *range(1, 14), "datasets", "codebook"]
)
def test_nothing_is_empty_text(name: str | int) -> None:
    """What is missing is missing: no text in any table is empty."""
    if isinstance(name, int):
        tables = [neadigital.printed_table(name)]
    elif name in NAMES:
        entry = _store.dataset(name)
        tables = [
            neadigital.load(name),
        ]
        if not entry["publisher"]:
            tables.append(neadigital.load(name, as_printed=True))
    else:
        tables = [getattr(neadigital, name, lambda: neadigital.load(name))()]

    for table in tables:
        assert not table.astype(object).eq("").any(axis=None)


def test_a_period_says_what_a_number_is_of() -> None:
    """A period is a year, a quarter, some years or some months, and is there if a year is."""
    for name in (
        "notes",
        "observations",
        "audit_cells",
        "statements",
        "external_figures",
    ):
        table = neadigital.load(name)
        periods = table["period"]

        assert periods.notna().equals(table["year"].notna())
        form = r"\d{4}(-Q[1-4]|/\d{4}|-\d\d/\d{4}-\d\d)?"
        assert periods.dropna().str.fullmatch(form).all()
    odd = OBSERVED.loc[~OBSERVED["period"].str.fullmatch(r"\d{4}"), "period"]
    assert set(odd) == {"2022-Q4", "2000/2019", "2022-01/2022-07", "2023-01/2023-07"}


# notes and errata


def test_notes_have_their_columns() -> None:
    """Notes and errata have the documented columns, in their order."""
    columns = [*KEY, "printed", "printed_value", "value"]
    columns += ["kind", "certainty", "severity", "note", "evidence"]

    assert list(neadigital.notes()) == list(neadigital.errata()) == columns


def test_a_printed_number_is_the_printed_text() -> None:
    """A printed text that is a number is given as one, without a year in brackets."""
    bare = NOTES["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True)

    assert NOTES["printed_value"].dtype == "float64"
    pd.testing.assert_series_equal(
        NOTES["printed_value"], pd.to_numeric(bare, errors="coerce"), check_names=False
    )
    assert set(NOTES.loc[NOTES["printed_value"].isna(), "printed"].dropna()) <= {
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
    assert (errata["printed_value"] != errata["value"]).all()


def test_every_correction_says_how_sure_it_is() -> None:
    """Exactly the correcting notes have a certainty, one of the two."""
    correcting = NOTES["kind"].isin(["misprint", "mislabelled", "wrong_base"])
    differs = correcting & (NOTES["printed_value"] != NOTES["value"])

    assert NOTES["certainty"].notna().equals(differs)
    assert NOTES["certainty"].value_counts()[["proved", "inferred"]].tolist() == [
        61,
        14,
    ]


def test_every_doubt_says_how_much_it_weighs() -> None:
    """Exactly the doubts have a severity: serious if a conclusion rests on the number."""
    doubtful = NOTES["kind"] == "doubtful"
    serious = NOTES[NOTES["severity"] == "serious"]

    assert NOTES["severity"].notna().equals(doubtful)
    assert set(NOTES["severity"].dropna()) == {"minor", "serious"}
    cells = set(serious[CELL].itertuples(index=False, name=None))
    assert {
        ("digital_economy_scale", "economy=CHN;year=2020", "scale_usd_bn"),
        ("growth_rates", "economy=CHN;year=2020", "digital_economy_growth_pct"),
        ("growth_rates", "economy=CHN;year=2021", "digital_economy_growth_pct"),
    } <= cells
    assert not serious["column"].isin(["yoy_growth_pct", "online_shoppers_pct"]).any()


def test_seven_corrected_numbers_are_in_doubt_as_well() -> None:
    """A cell that is corrected and doubtful has a note of either kind."""
    both = with_keys(neadigital.errata()).merge(
        NOTES.dropna(subset="severity"), on=CELL
    )

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
        ["trade_with_russia", "region=CN-JL;year=2022;months=12", "yoy_growth_pct"],
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
def test_observations_and_quality_of_a_dataset_are_a_part_of_all(name: str) -> None:
    """For one dataset, observations and counts are the rows that name it, numbered anew."""
    counts = neadigital.quality().query("kind == 'dataset' and name == @name")
    own = OBSERVED[OBSERVED["dataset"] == name].drop(columns="key", errors="ignore")

    assert len(neadigital.observations(name)) == len(own)
    pd.testing.assert_frame_equal(
        neadigital.quality(name), counts.reset_index(drop=True)
    )


def test_load_knows_every_table() -> None:
    """`load` gives each table by its name, and says where a printed table is."""
    for name in (*NAMES, *ABOUT, "errata", "codebook"):
        assert isinstance(neadigital.load(name), pd.DataFrame)
    pd.testing.assert_frame_equal(neadigital.load("errata"), neadigital.errata())
    pd.testing.assert_frame_equal(neadigital.load("codebook"), neadigital.codebook())
    with pytest.raises(UnknownDatasetError, match=r"printed_table\(7\)"):
        neadigital.load("table 7")
    with pytest.raises(TypeError, match="causes is a table about the data"):
        neadigital.load("causes", edition="2022")
    with pytest.raises(UnknownDatasetError, match="growth_rates"):
        neadigital.notes("growth_rate")


# validation


def test_validation_does_not_depend_on_the_storage_of_text() -> None:
    """A file is not called damaged because pandas stores text otherwise than when it was read."""
    with pd.option_context("mode.string_storage", "python"):
        stored_otherwise = neadigital.validate()

    assert len(stored_otherwise) == len(_store.names())


def test_validate_reads_every_file() -> None:
    """Each file is validated once, and each but printed tables and citations by its model."""
    done = neadigital.validate()
    entries = [_store.resource(name) for name in _store.names()]

    assert done["file"].tolist() == [entry["path"] for entry in entries]
    assert done["rows"].tolist() == [entry["rows"] for entry in entries]
    assert done["columns"].tolist() == [
        len(entry["schema"]["fields"]) for entry in entries
    ]
    assert (done["checks"] > 0).tolist() == [
        entry["kind"] not in ("printed", "citations") for entry in entries
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
        neadigital.datasets().set_index("dataset").loc[alone, ["rows", "columns"]]
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


@pytest.mark.parametrize("name", ABOUT)
def test_a_table_about_the_data_keeps_its_model(name: str) -> None:
    """A table has its model's columns, types and key, and `codebook` explains them."""
    frame: Any = neadigital.load(name)
    model = registry.ABOUT[name]

    model.validate(frame, lazy=True)
    book = neadigital.codebook(name).query("code.isna()")
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
