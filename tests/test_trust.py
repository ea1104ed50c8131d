"""How far each number can be trusted: notes, errata, flags, quality, validation."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

import neadigital
from neadigital import DataIntegrityError, _numbers, _store
from neadigital.schemas import _registry as registry

NAMES = neadigital.datasets()["name"].tolist()
NOTES = neadigital.notes()
QUALITY = neadigital.quality()
GROUNDS = [
    "independent",
    "consistent",
    "corrected_proved",
    "corrected_inferred",
    "doubtful_minor",
    "doubtful_serious",
    "unchecked",
]
CELL = ["dataset", "key", "column"]
every_dataset = pytest.mark.parametrize("name", NAMES)


def key_columns(name: str) -> list[str]:
    return list(registry.DATASETS[name].to_schema().unique)


# --- notes, errata, flags ------------------------------------------------------------------------------------------


def test_notes_have_their_columns() -> None:
    """Notes and errata have the columns that are promised, in their order."""
    columns = ["dataset", "key", "economy", "year", "column", "printed", "printed_number", "value"]
    columns += ["kind", "certainty", "severity", "note", "evidence"]

    assert list(NOTES.columns) == list(neadigital.errata().columns) == columns


def test_economy_and_year_of_a_note_are_those_of_its_key() -> None:
    """A note has the economy and the year of its key; empty text and a missing value where the key has none."""
    keys = [dict(part.split("=") for part in key.split(";")) for key in NOTES["key"]]

    assert NOTES["economy"].tolist() == [key.get("economy", "") for key in keys]
    assert NOTES["year"].fillna(0).tolist() == [int(key.get("year", 0)) for key in keys]


def test_a_printed_number_is_the_printed_text() -> None:
    """Where the printed text is a number it is one, without the year in brackets; else it is missing."""
    bare = NOTES["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True)

    assert NOTES["printed_number"].dtype == "float64"
    pd.testing.assert_series_equal(NOTES["printed_number"], pd.to_numeric(bare, errors="coerce"), check_names=False)
    assert set(NOTES.loc[NOTES["printed_number"].isna(), "printed"]) <= {"", "-", "---", "NA", "no"}


def test_errata_are_the_corrected_notes() -> None:
    """The errata are the notes of a correcting kind whose value differs from the printed one, and no others."""
    errata = neadigital.errata()

    assert set(errata["kind"]) <= {"misprint", "mislabelled", "wrong_base"}
    assert len(errata.merge(NOTES)) == len(errata)
    assert (errata["printed_number"] != errata["value"].astype(float)).all()


def test_every_correction_says_how_sure_it_is() -> None:
    """A note has a certainty where it corrects, one of the two, and nowhere else."""
    correcting = NOTES["kind"].isin(["misprint", "mislabelled", "wrong_base"])
    differs = correcting & (NOTES["printed_number"] != pd.to_numeric(NOTES["value"], errors="coerce"))

    assert (NOTES["certainty"] != "").equals(differs)
    assert NOTES["certainty"].value_counts()[["proved", "inferred"]].tolist() == [57, 16]


def test_every_doubt_says_how_much_it_weighs() -> None:
    """A doubt is minor or serious, and nothing else has a severity; what a conclusion rests on is serious."""
    doubtful = NOTES["kind"] == "doubtful"
    serious = NOTES[NOTES["severity"] == "serious"]

    assert (NOTES["severity"] != "").equals(doubtful)
    assert set(NOTES["severity"]) == {"", "minor", "serious"}
    cells = set(serious[CELL].itertuples(index=False, name=None))
    assert {
        ("digital_economy_scale", "economy=CHN;year=2020", "scale_usd_bn"),
        ("growth_rates", "economy=CHN;year=2020", "digital_economy_growth_pct"),
        ("growth_rates", "economy=CHN;year=2021", "digital_economy_growth_pct"),
        ("digital_competitiveness_ranks", "economy=RUS;year=2020", "rank"),
    } <= cells
    assert not serious["column"].isin(["yoy_growth_pct", "online_shoppers_pct"]).any()


def test_six_corrected_numbers_are_in_doubt_as_well() -> None:
    """A cell that is corrected and doubtful has a note of either kind: what should be printed need not be true."""
    both = neadigital.errata().merge(NOTES[NOTES["severity"] != ""], on=CELL)

    assert both[CELL].values.tolist() == [
        ["growth_rates", "economy=CHN;year=2017", "digital_economy_growth_pct"],
        ["growth_rates", "economy=CHN;year=2020", "digital_economy_growth_pct"],
        ["growth_rates", "economy=CHN;year=2021", "digital_economy_growth_pct"],
        ["itu_indicators", "economy=CHN;year=2018;indicator=fixed_broadband_per_100", "value"],
        ["itu_indicators", "economy=JPN;year=2015;indicator=fixed_broadband_per_100", "value"],
        ["trade_with_russia", "region=CN-JL;year=2022", "yoy_growth_pct"],
    ]


def test_no_note_speaks_of_the_page() -> None:
    """A reader of a note need not know that the paper is called the page elsewhere, and meets no name of the code."""
    for column in ("note", "evidence"):
        assert not NOTES[column].str.contains(r"\bthe page\b|[{}]", case=False).any()
        assert not NOTES[column].str.endswith(".").any()


def test_notes_cite_what_they_name() -> None:
    """A dataset cites the publication of each record that its notes quote."""
    for name, publication in (
        ("digital_competitiveness_ranks", "imd-wcr"),
        ("trade_with_russia", "cns-2024-01-19"),
        ("egovernment_ranks", "fn21"),
        ("itu_indicators", "itu-mdd-2021"),
        ("growth_rates", "caict-2021-china"),
    ):
        assert publication in _store.dataset(name)["cites"]


@every_dataset
def test_notes_and_errata_of_a_dataset_are_a_part_of_all(name: str) -> None:
    """Asked for one dataset, notes and errata are the lines of all that name it, numbered anew."""
    for question in (neadigital.notes, neadigital.errata):
        everything = question()

        pd.testing.assert_frame_equal(question(name), everything[everything["dataset"] == name].reset_index(drop=True))


@every_dataset
def test_flags_have_the_datasets_shape(name: str) -> None:
    """Flags have the rows, columns and keys of their dataset, and text elsewhere."""
    data, flags = neadigital.load(name), neadigital.flags(name)  # type: ignore[call-overload]
    key = key_columns(name)

    assert list(flags.columns) == list(data.columns)
    pd.testing.assert_frame_equal(flags[key], data[key])
    assert all(isinstance(text, str) for column in flags.columns.difference(key) for text in flags[column])


@every_dataset
def test_flags_are_the_notes(name: str) -> None:
    """Each cell's flag holds the kinds of its notes and nothing else."""
    flags, key = neadigital.flags(name), key_columns(name)
    flagged = sorted(
        (";".join(f"{column}={row[column]}" for column in key), column, kind)
        for row in flags.to_dict("records")
        for column in flags.columns.difference(key)
        for kind in filter(None, row[column].split(";"))
    )

    assert flagged == sorted(neadigital.notes(name)[["key", "column", "kind"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("question", ["errata", "flags"])
def test_an_unknown_dataset_is_an_error(question: str) -> None:
    """A dataset that does not exist is an error that lists those that do, the nearest first."""
    with pytest.raises(neadigital.UnknownDatasetError, match="Choose one of: growth_rates"):
        getattr(neadigital, question)("growth-rate")


# --- quality, counted once more ------------------------------------------------------------------------------------

# What each column, or indicator of a long table, is called where another publication has it.
PUBLISHED = {
    ("global_digital_economy", "scale_usd_bn"): ["digital_economy_value_added"],
    ("global_digital_economy", "share_of_gdp_pct"): ["digital_economy_share_of_gdp"],
    ("digital_economy_scale", "scale_usd_bn"): ["digital_economy_value_added"],
    ("digital_economy_scale", "share_of_gdp_pct"): ["digital_economy_share_of_gdp"],
    ("itu_indicators", "fixed_telephone_per_100"): ["IT.MLT.MAIN.P2"],
    ("itu_indicators", "mobile_cellular_per_100"): ["IT.CEL.SETS.P2", "mobile_cellular_subscriptions"],
    ("itu_indicators", "fixed_broadband_per_100"): ["IT.NET.BBND.P2", "fixed_broadband_subscriptions"],
    ("itu_indicators", "internet_users_pct"): ["IT.NET.USER.ZS", "internet_users"],
    ("egovernment_ranks", "epi_rank"): ["e_participation_rank"],
    ("digital_competitiveness_ranks", "rank"): ["imd_digital_competitiveness_rank"],
    ("trade_with_russia", "trade_cny_bn"): ["trade_with_russia"],
    ("trade_with_russia", "yoy_growth_pct"): ["trade_with_russia_growth"],
}
# Columns that are another publication's own: the World Bank's GDP.
BANKS = {("global_digital_economy", "gdp_usd_bn"), ("digital_economy_scale", "gdp_usd_bn")}


def records() -> pd.DataFrame:
    """The numbers of other publications, those of the World Bank among them, US dollars in billion."""
    figures = neadigital.external_figures()[["economy", "period", "measure", "value", "unit", "source"]]
    bank = neadigital.world_development_indicators()
    bank = bank.assign(period=bank["year"].astype(str), source="wdi-" + bank["vintage"], measure=bank["indicator"])
    found = pd.concat([figures, bank[figures.columns]], ignore_index=True)
    trillions = found["unit"] == "US$ trillion"
    found["step"] = [10.0 ** -len(f"{value:.10g}".partition(".")[2]) for value in found["value"]]
    found.loc[trillions, ["value", "step"]] *= 1000
    # The level of China's digital economy in yuan is in no column.
    yuan = (found["measure"] == "digital_economy_value_added") & (found["unit"] == "CNY trillion")
    return found[~yuan].rename(columns={"value": "other"})


def all_cells() -> pd.DataFrame:
    """Every number of every dataset, one a row: its cell, what it is of, and whether and where it is printed."""
    parts = []
    for name in NAMES:
        in_paper = name != "world_development_indicators"
        data: pd.DataFrame = neadigital.load(name)  # type: ignore[call-overload]
        page = neadigital.load(name, as_printed=True) if in_paper else data  # type: ignore[call-overload]
        key = key_columns(name)
        declared = registry.DATASETS[name].to_schema().columns
        values = [
            column for column in declared if (declared[column].metadata or {}).get("facts", {}).get("role") == "value"
        ]
        texts = data[key].astype(str).agg(lambda row: ";".join(f"{part}={row[part]}" for part in row.index), axis=1)
        for column in set(values) - set(key):
            part = data.assign(dataset=name, key=texts, column=column, number=data[column].astype("float64"))
            part["printed"] = page[column].astype("float64") if in_paper else float("nan")
            part["what"] = data.get("indicator", data.get("measure", column))
            part["period"] = data.get("period", data.get("reference_year", data["year"])).astype(str)
            part["months"], part["unit"] = data.get("months", 12), data.get("unit", "")
            parts.append(part)
    found = pd.concat(parts, ignore_index=True)
    return found[found["number"].notna()].reset_index(drop=True)


def recounted() -> pd.DataFrame:
    """Every number with its ground, worked out from notes, records and audit, another way than `quality` does."""
    found, other = all_cells(), records()
    # Corrected and doubtful, by the notes.
    sure = NOTES[NOTES["certainty"] != ""].set_index(CELL)["certainty"]
    weight = NOTES[NOTES["severity"] != ""].set_index(CELL)["severity"]
    at = pd.MultiIndex.from_frame(found[CELL])
    found["certainty"], found["severity"] = sure.reindex(at).to_numpy(), weight.reindex(at).to_numpy()
    # Independent: a record of the same quantity, place and period that rounds to the number, or to which it rounds.
    found["source"] = ""
    for row in found.itertuples():
        measures = PUBLISHED.get((row.dataset, row.column), PUBLISHED.get((row.dataset, row.what), [row.what]))
        if row.dataset == "world_development_indicators":
            measures = [row.what]
        place = row.economy if isinstance(row.economy, str) else row.region
        same = other[(other["economy"] == place) & (other["period"] == row.period) & other["measure"].isin(measures)]
        step = 10.0 ** -len(f"{row.number:.10g}".partition(".")[2])
        near = same[(same["other"] - row.number).abs() <= same["step"].clip(lower=step) / 2 + 1e-9]
        if row.months == 12 and len(near):
            found.loc[row.Index, "source"] = near["source"].iloc[0]
        elif (row.dataset, row.column) in BANKS:
            found.loc[row.Index, "source"] = "wdi-2022-10"
    # Consistent: a finding that holds, and whose two numbers are near each other.
    audit = neadigital.audit()
    apart = (audit["stated"] - audit["recomputed"]).abs() > 0.2 * audit["stated"].abs()
    holding = audit[audit["verdict"].isin(["confirmed", "rounding"]) & ~apart]
    fitting = {tuple(cell.split("/")) for cells in holding["cells"] for cell in cells.split()}
    found["fits"] = [cell in fitting for cell in found[CELL].itertuples(index=False, name=None)]
    found["agreeing"] = (
        found["fits"].map({True: "consistent", False: "unchecked"}).where(found["source"] == "", "independent")
    )
    doubtful = "doubtful_" + found["severity"].astype("object")
    found["ground"] = ("corrected_" + found["certainty"].astype("object")).fillna(doubtful).fillna(found["agreeing"])
    return found


RECOUNT = recounted()


@every_dataset
def test_quality_is_what_notes_records_and_audit_make(name: str) -> None:
    """Each dataset's counts are those of its cells, each judged once more by its notes, the records and the audit."""
    mine = RECOUNT[RECOUNT["dataset"] == name]
    line = QUALITY.set_index("name").loc[name]

    assert line[GROUNDS].to_dict() == mine["ground"].value_counts().reindex(GROUNDS, fill_value=0).to_dict()
    assert line["numbers"] == len(mine)
    assert line["also_doubtful"] == (mine["certainty"].notna() & mine["severity"].notna()).sum()


def test_quality_of_the_tables_is_that_of_their_cells(spot_checks: list[dict[str, str]]) -> None:
    """A table's numbers are the printed ones, graded as the dataset's, but for those that a second table repeats."""
    tables = QUALITY[QUALITY["kind"] == "table"].set_index("name")
    columns = {"10": ["rank", "total_usd_bn", "total_share_of_gdp_pct"], "11": ["b2b_usd_bn", "b2b_share_of_total_pct"]}
    for number, entry in neadigital.datasets().set_index("tables")[["name", "figures"]].iterrows():
        mine = RECOUNT[(RECOUNT["dataset"] == entry["name"]) & RECOUNT["printed"].notna()]
        for table in str(number).split(", ") if number and not entry["figures"] else []:
            own = mine[mine["column"].isin(columns[table])] if table in columns else mine
            own = own[own["table"] == int(table)] if table in ("2", "7") else own
            # Table 10 prints one rank for both years.
            own = own[~((own["column"] == "rank") & (own["year"] == 2019) & (table == "10"))]
            counts = own["ground"].value_counts().reindex(GROUNDS, fill_value=0)
            if table == "7":
                # It prints five columns of 2021 of table 2 once more, each under its right name.
                again = mine[(mine["table"] == 2) & (mine["year"] == 2021)]
                assert len(again) == 20
                counts = counts.add(again["agreeing"].value_counts(), fill_value=0)
            if table == "11":
                # It prints the ranks of table 10 once more, as ranks by B2B sales; four of those are wrong.
                counts["doubtful_serious"] += 4
                counts["consistent"] += 6
            assert tables.loc[table, GROUNDS].to_dict() == counts[GROUNDS].to_dict(), table
    bare = [re.sub(r"\(\d{4}\)", "", check["printed"]) for check in spot_checks]
    printed = pd.Series([len(re.findall(r"\d+(?:\.\d+)?", text)) for text in bare])
    assert tables["numbers"].to_dict() == printed.groupby([check["table"] for check in spot_checks]).sum().to_dict()
    assert tables["numbers"].sum() == 591


def test_each_independent_number_names_the_publication_that_has_it() -> None:
    """A number is independent only if a named publication has it, the one that the package itself names."""
    independent = RECOUNT[RECOUNT["ground"] == "independent"]
    has_it = _numbers.published()
    known = set(neadigital.sources()["source"])

    for row in independent.itertuples():
        assert has_it[row.dataset, row.key, row.column] == row.source
        assert row.source in known
    assert QUALITY.loc[QUALITY["kind"] == "dataset", "independent"].sum() == len(independent)


def test_what_only_a_bound_or_a_total_holds_is_unchecked() -> None:
    """A bound that is kept, a total of many numbers and a comparison that much would pass confirm no number."""
    grounds = RECOUNT.set_index(CELL)["ground"]

    for key in ("region=CN-HL;year=2023", "region=CN-LN;year=2023"):
        assert grounds["trade_with_russia", key, "trade_cny_bn"] == "unchecked"
    assert grounds["trade_with_russia", "region=CN-JL;year=2021", "trade_cny_bn"] == "unchecked"
    assert grounds["growth_rates", "economy=JPN;year=2017", "digital_economy_growth_pct"] == "unchecked"
    assert grounds["top_digital_enterprises", "economy=ITA", "enterprises"] == "unchecked"
    assert grounds["ecommerce_sales", "economy=WLD;year=2018", "b2b_usd_bn"] == "consistent"
    assert (
        grounds["itu_indicators", "economy=WLD;year=2021;indicator=fixed_broadband_per_100", "value"] == "independent"
    )


def test_quality_has_its_columns_and_adds_up() -> None:
    """Each number is counted in one of seven columns; the eighth counts those corrected that are doubtful too."""
    assert list(QUALITY.columns) == ["kind", "name", "numbers", *GROUNDS, "also_doubtful"]
    assert QUALITY[GROUNDS].sum(axis="columns").equals(QUALITY["numbers"])
    assert (QUALITY["also_doubtful"] <= QUALITY["corrected_proved"] + QUALITY["corrected_inferred"]).all()


def test_quality_has_every_table_figure_and_dataset() -> None:
    """There is a line for each, in the paper's order."""
    names = {kind: rows["name"].tolist() for kind, rows in QUALITY.groupby("kind")}

    assert names["table"] == [str(number) for number in _store.printed_tables()]
    assert sorted(names["figure"]) == sorted({figure for name in NAMES for figure in _store.resource(name)["figures"]})
    assert names["dataset"] == NAMES


@every_dataset
def test_quality_of_a_figure_is_that_of_what_it_plots(name: str) -> None:
    """A figure's numbers are those of the dataset that it plots and that are known, with their grounds."""
    lines = QUALITY[QUALITY["kind"] == "figure"].set_index("name")
    for figure, where in _store.resource(name)["plots"].items():
        plotted = RECOUNT[RECOUNT["dataset"] == name]
        for column, allowed in where.items():
            plotted = plotted[plotted[column].isin(allowed)]
        counts = plotted["ground"].value_counts().reindex(GROUNDS, fill_value=0)
        assert lines.loc[figure, GROUNDS].to_dict() == counts.to_dict()


# --- validation ----------------------------------------------------------------------------------------------------


def test_validate_reads_every_file() -> None:
    """Each file of the package is validated once, as printed too, and each but a printed table by its model's rules."""
    done = neadigital.validate()
    entries = [_store.resource(name) for name in _store.names()]

    assert done["file"].tolist() == [entry["path"] for entry in entries]
    assert done["rows"].tolist() == [entry["rows"] for entry in entries]
    assert done["columns"].tolist() == [len(entry["schema"]["fields"]) for entry in entries]
    assert (done["checks"] > 0).tolist() == [entry["kind"] != "printed" for entry in entries]


def test_validate_of_one_reads_its_page_too() -> None:
    """Asked for one dataset, the corrected file and the printed one are validated; one file where both are one."""
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
    data: Any = neadigital.load(name)  # type: ignore[call-overload]
    model = registry.DATASETS[name]

    model.validate(data)
    with pytest.raises((SchemaError, SchemaErrors), match="extra"):
        model.validate(data.assign(extra=1))
    with pytest.raises((SchemaError, SchemaErrors), match="year"):
        model.validate(data.astype({"year": "float64"}))


@pytest.mark.parametrize("name", list(registry.COMPUTED))
def test_a_computed_table_keeps_its_model(name: str) -> None:
    """What is computed has the columns, types and key of its model, and `codebook` explains them."""
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
        return data

    monkeypatch.setattr(_store, "frame", spoiled)
    with pytest.raises(DataIntegrityError) as error:
        neadigital.validate("cybersecurity_ranks")

    assert str(error.value).startswith("2 failures: bundled files are damaged or break their models.")
    assert "cybersecurity_ranks.csv, line 2, column rank: 0 breaks" in str(error.value)
    assert "cybersecurity_ranks.csv, line 5, column economy: 'XXX' breaks" in str(error.value)


def test_validate_names_a_file_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is missing or changed is one failure among the others, and the rest is validated all the same."""
    original = _store.frame

    def damaged(name: str) -> pd.DataFrame:
        if name == "growth_rates":
            raise DataIntegrityError("built/growth_rates.csv", "the file cannot be read")
        return original(name)

    monkeypatch.setattr(_store, "frame", damaged)
    with pytest.raises(DataIntegrityError, match=r"^1 failure: .*\nFound: built/growth_rates\.csv: the file cannot be"):
        neadigital.validate()
