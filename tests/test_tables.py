"""The tables about the data: their key, notes, errata, flags, grounds, validation."""

from __future__ import annotations

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors
from support import NAMES, every_edition

import neadigital
from neadigital import _store
from neadigital.errors import DataIntegrityError, UnknownDatasetError
from neadigital.schemas import _registry as registry

NOTES = neadigital.notes()
# The kinds of notes that can correct a number.
CORRECTING = {"misprint", "mislabelled", "wrong_base"}
KEY = list(_store.KEY)
# The tables that have a function of their name.
ABOUT = list(registry.ABOUT)
OBSERVED = neadigital.observations()
every_dataset = pytest.mark.parametrize("name", NAMES)


def observed(
    table: pd.DataFrame, rule: str | None = None, key: list[str] = KEY
) -> pd.DataFrame:
    """Return a table joined with the observations by their key, whose columns have an ending."""
    return table.merge(OBSERVED, on=key, validate=rule, suffixes=("", "_observed"))


def assert_same(found: pd.Series, expected: pd.Series) -> None:
    """Let two columns be the same, whatever they are called."""
    pd.testing.assert_series_equal(found, expected, check_names=False)


def without_year(printed: pd.Series) -> pd.Series:
    """Return printed texts without the year that some have in brackets."""
    return printed.str.replace(r" ?\(\d{4}\)$", "", regex=True)


# the key


@pytest.mark.parametrize("name", ["notes", "errata", "audit_cells", "printed_cells"])
def test_tables_about_numbers_join_with_observations(name):
    """Notes, errata, judged and printed cells join with observations by their key."""
    table = neadigital.load(name)
    rule = "one_to_one" if name == "errata" else "many_to_one"
    joined = observed(table, rule)

    assert len(joined) == len(table)
    # What is right at a place may have other digits than the number has elsewhere.
    if "value" in table and name != "printed_cells":
        assert_same(joined["value"], joined["value_observed"])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("statements", KEY),
        # Here the edition is the publication's.
        ("external_figures", [one for one in KEY if one != "edition"]),
    ],
)
def test_statements_and_records_join_with_observations(name, key):
    """Where a statement or a record has a dataset, it has the key of a number there."""
    rows = neadigital.load(name)
    own = rows.dropna(subset="dataset")
    joined = observed(own, key=key)

    assert 0 < len(joined) == len(own) < len(rows)
    assert rows["column"].isna().equals(rows["dataset"].isna())


def test_a_statement_has_the_number_that_it_repeats():
    """A statement with the key of a number has that number as printed, in a unit of its own."""
    own = neadigital.load("statements").dropna(subset="dataset")
    joined = observed(own)
    bare = without_year(joined["printed"])
    scale = joined["value"] / bare.astype(float)
    # The prose has thousands of the dataset's unit, or thousandths, and rounds some numbers.
    scales = pd.DataFrame({"same": scale, "more": scale * 1000, "less": scale / 1000})
    differences = (scales - 1).abs()
    of_nearest = differences.min(axis="columns")

    assert joined["printed"].notna().all()
    assert of_nearest.max() < 0.005


@every_dataset
def test_a_dataset_joins_with_its_observations(name):
    """Each column of numbers joins with observations by plain merge; no number is lost."""
    columns = {"city": "place", "region": "place", "strategy": "indicator"}
    data = every_edition(name).rename(columns=columns)
    key = [column for column in KEY if column in data]
    is_own = OBSERVED["dataset"] == name
    own = OBSERVED[is_own].rename(columns={"value": "number"})
    fields = _store.fields(name)
    values = {field["name"] for field in fields if field.get("role") == "value"}

    assert {*own["column"]} == values
    for column, rows in own.groupby("column"):
        joined = data.merge(rows, on=key, validate="one_to_one")
        numbers = joined[column].astype(float)

        assert len(joined) == len(rows)
        assert numbers.count() == data[column].count()
        assert_same(numbers, joined["number"])


# notes and errata


def test_a_printed_number_is_the_printed_text():
    """A printed text that is a number is given as one, without a year in brackets."""
    bare = without_year(NOTES["printed"])
    numbers = pd.to_numeric(bare, errors="coerce")
    other = NOTES.loc[NOTES["printed_value"].isna(), "printed"].dropna()

    assert_same(NOTES["printed_value"], numbers)
    assert {*other} <= {"-", "---", "NA", "no"}


def test_errata_are_the_corrected_notes():
    """Exactly the correcting notes whose value differs have a certainty, and are the errata."""
    differs = NOTES["printed_value"] != NOTES["value"]
    is_corrected = NOTES["kind"].isin(CORRECTING) & differs
    certain = NOTES[is_corrected].reset_index(drop=True)

    assert NOTES["certainty"].notna().equals(is_corrected)
    assert {*certain["certainty"]} == {"proved", "inferred"}
    pd.testing.assert_frame_equal(neadigital.errata(), certain)


@pytest.mark.parametrize("question", ["notes", "errata", "observations", "quality"])
def test_what_is_told_of_a_dataset_is_a_part_of_all(question):
    """For one dataset, these tables are the rows that name it, numbered anew."""
    ask = getattr(neadigital, question)
    every = ask()
    column = "name" if question == "quality" else "dataset"
    for name in NAMES:
        expected = every[every[column] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(ask(name), expected)


def test_load_knows_every_table():
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


# what is judged


@pytest.mark.parametrize("name", ["printed_cells", "statements", "observations"])
def test_a_verdict_is_that_of_the_finding(name):
    """A row has the verdict of the finding that it names, none without one, and always a reason."""
    table = neadigital.load(name)
    verdicts = neadigital.audit().set_index("check")["verdict"]
    expected = table["check"].map(verdicts)

    assert table["verdict"].dropna().equals(expected.dropna())
    assert table["reason"].notna().all()


def test_a_right_number_is_the_printed_one():
    """A number that is not corrected is right as it is printed there, to its last digit."""
    cells = neadigital.load("printed_cells")
    own = cells[cells["value"].notna() & cells["certainty"].isna()]
    printed = without_year(own["printed"])
    stated = neadigital.load("statements").query("certainty.isna()")

    assert (printed.astype(float) == own["value"]).all()
    assert (stated["correct_value"] == stated["value"]).all()


# where numbers are from


def test_a_number_of_the_text_has_the_source_that_the_text_names_for_it():
    """Numbers of the text have the source that the text names for them, or none."""
    ict = neadigital.observations("ict_industry").query("basis == 'stated'")
    cities = neadigital.observations("local_online_service_ranks")
    of_economies = ict["source"].fillna("").groupby(ict["economy"]).agg(set)

    assert of_economies.to_dict() == {
        "CHN": {"caict-ict-2022"},
        "JPN": {"fn32"},
        "KOR": {"", "fn11"},
        "RUS": {"fn31"},
    }
    assert cities.groupby("year")["source"].agg(set).to_dict() == {
        2018: {"fn20"},
        2020: {"fn21"},
        2022: {"fn22"},
    }


def test_a_number_names_publications_that_may_have_it():
    """Each source is listed; what the paper states has one of its own, or none is known."""
    kinds = neadigital.sources().set_index("source")["kind"]
    named = OBSERVED["source"].str.split(";").explode().dropna()
    bases = OBSERVED["basis"].loc[named.index]
    of_the_paper = named[bases == "stated"]
    nameless = OBSERVED[OBSERVED["source"].isna()]
    unlisted = {*named} - {*kinds.index}

    assert not unlisted, "not in sources.csv: see published= in schemas/_data_tables.py"
    assert {*kinds[of_the_paper]} == {"footnote", "text"}
    assert {*nameless["basis"]} == {"stated"}
    assert {*nameless["dataset"]} == {"digital_strategies", "ict_industry"}


def test_an_external_number_names_its_publication():
    """A number from another publication names it."""
    external = OBSERVED[OBSERVED["basis"] == "external"]
    key = ["economy", "period", "value"]
    sources = external.set_index(key)["source"].to_dict()
    figures = neadigital.load("external_figures").query("use == 'value'")

    assert len(figures) > 10
    for row in figures.itertuples():
        value = row.value * (1000 if row.unit == "US$ trillion" else 1)
        assert sources[row.economy, row.period, value] == row.source


# validation


def test_validate_reads_every_file():
    """Each file is validated once, each but printed tables and citations by its model.

    A file is not called damaged because pandas stores text otherwise than when it was read.
    """
    with pd.option_context("mode.string_storage", "python"):
        done = neadigital.validate()
    found = done.set_index("file")

    assert len(found) == len(_store.names())
    for name in _store.names():
        entry = _store.resource(name)
        row = found.loc[entry["path"]]
        has_model = entry["kind"] not in ("printed", "citations")
        assert row["rows"] == entry["rows"]
        assert row["columns"] == len(entry["schema"]["fields"])
        assert (row["checks"] > 0) == has_model


@every_dataset
def test_a_model_knows_its_columns_and_no_other(name):
    """A model refuses a frame with an extra column, and one with a number of another type."""
    data = neadigital.load(name)
    model = registry.DATASETS[name]

    model.validate(data)
    with pytest.raises((SchemaError, SchemaErrors), match="extra"):
        model.validate(data.assign(extra=1))
    with pytest.raises((SchemaError, SchemaErrors), match="year"):
        model.validate(data.astype({"year": "float64"}))


@pytest.mark.parametrize(("side", "factor"), [("low", 0.5), ("high", 1.5)])
def test_a_value_beyond_its_bounds_is_refused(side, factor):
    """A model refuses a value below its lower bound, and one above its upper bound."""
    data = neadigital.digital_economy_scale().dropna(subset="scale_usd_bn")
    row = data.index[0]
    data.loc[row, "scale_usd_bn"] = factor * data.loc[row, f"scale_{side}_usd_bn"]

    with pytest.raises((SchemaError, SchemaErrors), match="value_within_bounds"):
        registry.DATASETS["digital_economy_scale"].validate(data)


@pytest.mark.parametrize("economy", ["CHN", "JPN", "KOR", "MNG", "RUS"])
def test_real_gdp_that_slips_is_refused(economy):
    """The model of the World Bank's numbers holds real GDP to GDP, deflator and exchange rate."""
    data = every_edition("world_development_indicators")
    real = data.query("economy == @economy and indicator == 'NY.GDP.MKTP.KD'")
    data.loc[real.index[-1], "value"] *= 1.01

    with pytest.raises((SchemaError, SchemaErrors), match="real_terms_fit"):
        registry.DATASETS["world_development_indicators"].validate(data)


def test_validate_names_every_failure(monkeypatch):
    """`validate` collects the failures of a dataset's files: file, line, column, cell and rule."""
    data = neadigital.growth_rates().assign(more=1)
    data.loc[0, "year"] = 0
    data.loc[3, "economy"] = "XXX"

    def frame(name: str) -> pd.DataFrame:
        if name == "growth_rates":
            return data
        raise DataIntegrityError(f"{name}.csv", "damaged")

    monkeypatch.setattr(_store, "frame", frame)
    with pytest.raises(DataIntegrityError) as error:
        neadigital.validate("growth_rates")
    told = str(error.value)

    assert told.startswith(
        "4 failures: bundled files are damaged or break their models"
    )
    assert "growth_rates.csv, line 2, column year: 0 breaks" in told
    assert "growth_rates.csv, line 5, column economy: 'XXX' breaks" in told
    assert "growth_rates.csv, the whole file, column " in told
    assert "'more' breaks" in told
    assert "growth_rates_as_printed.csv: damaged" in told
