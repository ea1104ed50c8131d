"""How many numbers can be trusted: the counts of `quality`, recomputed cell by cell in another way."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import neadigital
from neadigital import _cells, _store
from neadigital.schemas import _registry as registry

NAMES = neadigital.datasets()["name"].tolist()
LATER = [
    "world_development_indicators_2026",
    "egovernment_index",
    "cybersecurity_index",
]
NOTES = neadigital.notes()
GROUNDS = ["independent", "consistent", "corrected_proved", "corrected_inferred"]
GROUNDS += ["doubtful_minor", "doubtful_serious", "unchecked"]
CELL = ["dataset", "key", "column"]
every_dataset = pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in LATER]
)


def key_columns(name: str) -> list[str]:
    return list(registry.DATASETS[name].to_schema().unique)


# The measures under which other publications have each column, or each indicator of a long table.
PUBLISHED = {
    ("global_digital_economy", "scale_usd_bn"): ["digital_economy_value_added"],
    ("global_digital_economy", "share_of_gdp_pct"): ["digital_economy_share_of_gdp"],
    ("digital_economy_scale", "scale_usd_bn"): ["digital_economy_value_added"],
    ("digital_economy_scale", "share_of_gdp_pct"): ["digital_economy_share_of_gdp"],
    ("itu_indicators", "fixed_telephone_per_100"): [
        "fixed_telephone_per_100",
        "IT.MLT.MAIN.P2",
    ],
    ("itu_indicators", "mobile_cellular_per_100"): [
        "mobile_cellular_per_100",
        "IT.CEL.SETS.P2",
    ],
    ("itu_indicators", "fixed_broadband_per_100"): [
        "fixed_broadband_per_100",
        "IT.NET.BBND.P2",
    ],
    ("itu_indicators", "internet_users_pct"): ["internet_users_pct", "IT.NET.USER.ZS"],
    ("local_online_service_ranks", "rank"): ["local_online_service_rank"],
    ("connectivity_index", "rank"): ["connectivity_rank"],
    ("connectivity_index", "score"): ["connectivity_score"],
    ("connectivity_index", "broadband"): ["connectivity_broadband_score"],
    ("connectivity_index", "cloud"): ["connectivity_cloud_score"],
    ("connectivity_index", "ai"): ["connectivity_ai_score"],
    ("connectivity_index", "iot"): ["connectivity_iot_score"],
    ("cybersecurity_ranks", "rank"): ["cybersecurity_rank"],
    ("ecommerce_sales", "rank"): ["ecommerce_sales_rank"],
    ("ecommerce_sales", "total_usd_bn"): ["ecommerce_sales"],
    ("ecommerce_sales", "total_share_of_gdp_pct"): ["ecommerce_sales_share_of_gdp"],
    ("ecommerce_sales", "b2b_usd_bn"): ["b2b_ecommerce_sales"],
    ("ecommerce_sales", "b2b_share_of_total_pct"): ["b2b_share_of_ecommerce_sales"],
    ("b2c_ecommerce_sales", "rank"): ["b2c_ecommerce_sales_rank"],
    ("b2c_ecommerce_sales", "b2c_usd_bn"): ["b2c_ecommerce_sales"],
    ("b2c_ecommerce_sales", "online_shoppers_mn"): ["online_shoppers"],
    ("b2c_ecommerce_sales", "online_shoppers_pct"): [
        "online_shoppers_share_of_internet_users"
    ],
    ("digital_competitiveness_ranks", "rank"): ["imd_digital_competitiveness_rank"],
    ("trade_with_russia", "trade_cny_bn"): ["trade_with_russia"],
    ("trade_with_russia", "yoy_growth_pct"): ["trade_with_russia_growth"],
}
# Columns taken from another publication: the World Bank's GDP.
BANKS = {
    ("global_digital_economy", "gdp_usd_bn"),
    ("digital_economy_scale", "gdp_usd_bn"),
}


def records() -> pd.DataFrame:
    """The numbers of other publications, including the World Bank's, with US dollars in billions."""
    figures = neadigital.external_figures()[
        ["economy", "period", "measure", "value", "unit", "source"]
    ]
    bank = neadigital.world_development_indicators()
    bank = bank.assign(
        period=bank["year"].astype(str),
        source="wdi-" + bank["vintage"],
        measure=bank["indicator"],
    )
    found = pd.concat([figures, bank[figures.columns]], ignore_index=True)
    trade = found["measure"] == "trade_with_russia"
    trillions = (found["unit"] == "US$ trillion") | (
        trade & (found["unit"] == "CNY trillion")
    )
    found["step"] = [
        10.0 ** -len(f"{value:.10g}".partition(".")[2]) for value in found["value"]
    ]
    found.loc[trillions, ["value", "step"]] *= 1000
    # No column holds the level of China's digital economy in yuan.
    yuan = (found["measure"] == "digital_economy_value_added") & (
        found["unit"] == "CNY trillion"
    )
    return found[~yuan].rename(columns={"value": "other"})


def all_cells() -> pd.DataFrame:
    """Every number of every dataset, one per row: its cell, measure, place and period, and whether it is printed."""
    parts = []
    for name in NAMES:
        if name in LATER:
            continue
        in_paper = not _store.dataset(name)["publisher"]
        data: pd.DataFrame = neadigital.load(name)  # type: ignore[call-overload]
        page = neadigital.load(name, as_printed=True) if in_paper else data  # type: ignore[call-overload]
        key = key_columns(name)
        declared = registry.DATASETS[name].to_schema().columns
        values = [
            column
            for column in declared
            if (declared[column].metadata or {}).get("facts", {}).get("role") == "value"
        ]
        texts = (
            data[key]
            .astype(str)
            .agg(
                lambda row: ";".join(f"{part}={row[part]}" for part in row.index),
                axis=1,
            )
        )
        for column in set(values) - set(key):
            part = data.assign(
                dataset=name,
                key=texts,
                column=column,
                number=data[column].astype("float64"),
            )
            part["printed"] = (
                page[column].astype("float64") if in_paper else float("nan")
            )
            part["what"] = data.get("indicator", data.get("measure", column))
            part["period"] = data.get(
                "period", data.get("reference_year", data["year"])
            ).astype(str)
            part["months"], part["unit"] = data.get("months", 12), data.get("unit", "")
            parts.append(part)
    found = pd.concat(parts, ignore_index=True)
    return found[found["number"].notna()].reset_index(drop=True)


def recounted() -> pd.DataFrame:
    """Every number with its column of `quality`, computed from notes, records and audit in another way."""
    found, other = all_cells(), records()
    # Corrected and doubtful, by the notes.
    sure = NOTES[NOTES["certainty"] != ""].set_index(CELL)["certainty"]
    weight = NOTES[NOTES["severity"] != ""].set_index(CELL)["severity"]
    at = pd.MultiIndex.from_frame(found[CELL])
    found["certainty"], found["severity"] = (
        sure.reindex(at).to_numpy(),
        weight.reindex(at).to_numpy(),
    )
    # Independent: for the same quantity, place and period a record rounds to the number, or the
    # number to the record.
    found["source"] = ""
    keys = ["economy", "period", "measure"]
    published = {key: [*part.itertuples()] for key, part in other.groupby(keys)}
    for row in found.itertuples():
        measures = PUBLISHED.get(
            (row.dataset, row.column),
            PUBLISHED.get((row.dataset, row.what), [row.what]),
        )
        if row.dataset == "world_development_indicators":
            measures = [row.what]
        place = row.economy if isinstance(row.economy, str) else row.region
        step = 10.0 ** -len(f"{row.number:.10g}".partition(".")[2])
        near = [
            record.source
            for measure in measures
            for record in published.get((place, row.period, measure), [])
            if abs(record.other - row.number) <= max(record.step, step) / 2 + 1e-9
        ]
        if row.months == 12 and near:
            found.loc[row.Index, "source"] = near[0]
        elif (row.dataset, row.column) in BANKS:
            found.loc[row.Index, "source"] = "wdi-2022-10"
    # Consistent: a finding that holds, and whose two numbers are near each other.
    audit = neadigital.audit()
    apart = (audit["stated"] - audit["recomputed"]).abs() > 0.2 * audit["stated"].abs()
    holding = audit[audit["verdict"].isin(["confirmed", "rounding"]) & ~apart]
    fitting = {
        tuple(cell.split("/")) for cells in holding["cells"] for cell in cells.split()
    }
    found["fits"] = [
        cell in fitting for cell in found[CELL].itertuples(index=False, name=None)
    ]
    found["agreeing"] = (
        found["fits"]
        .map({True: "consistent", False: "unchecked"})
        .where(found["source"] == "", "independent")
    )
    doubtful = "doubtful_" + found["severity"].astype("object")
    found["ground"] = (
        ("corrected_" + found["certainty"].astype("object"))
        .fillna(doubtful)
        .fillna(found["agreeing"])
    )
    return found


RECOUNT = recounted()


@pytest.fixture(name="quality")
def fixture_quality() -> pd.DataFrame:
    """The table that `quality` returns."""
    return neadigital.quality()


@every_dataset
def test_quality_is_what_notes_records_and_audit_make(
    name: str, quality: pd.DataFrame
) -> None:
    """Each dataset's counts are those of its cells, judged again from notes, records and audit."""
    mine = RECOUNT[RECOUNT["dataset"] == name]
    line = quality.set_index("name").loc[name]

    assert (
        line[GROUNDS].to_dict()
        == mine["ground"].value_counts().reindex(GROUNDS, fill_value=0).to_dict()
    )
    assert line["numbers"] == len(mine)
    assert (
        line["also_doubtful"]
        == (mine["certainty"].notna() & mine["severity"].notna()).sum()
    )


def test_quality_of_the_tables_is_that_of_their_cells(
    spot_checks: list[dict[str, str]], quality: pd.DataFrame
) -> None:
    """A table's numbers are the printed ones, counted as in the dataset, except numbers repeated from another table."""
    tables = quality[quality["kind"] == "table"].set_index("name")
    columns = {
        "10": ["rank", "total_usd_bn", "total_share_of_gdp_pct"],
        "11": ["b2b_usd_bn", "b2b_share_of_total_pct"],
    }
    for number, entry in (
        neadigital.datasets().set_index("tables")[["name", "figures"]].iterrows()
    ):
        mine = RECOUNT[
            (RECOUNT["dataset"] == entry["name"]) & RECOUNT["printed"].notna()
        ]
        for table in str(number).split(";") if number and not entry["figures"] else []:
            own = (
                mine[mine["column"].isin(columns[table])] if table in columns else mine
            )
            own = own[own["table"] == int(table)] if table in ("2", "7") else own
            # Table 10 prints one rank for both years.
            own = own[
                ~((own["column"] == "rank") & (own["year"] == 2019) & (table == "10"))
            ]
            counts = own["ground"].value_counts().reindex(GROUNDS, fill_value=0)
            if table == "7":
                # Five columns of 2021 of table 2 are printed again, each under its correct heading.
                again = mine[(mine["table"] == 2) & (mine["year"] == 2021)]
                assert len(again) == 20
                doubtful = "doubtful_" + again["severity"].astype("object")
                grounds = doubtful.fillna(again["agreeing"])
                counts = counts.add(grounds.value_counts(), fill_value=0)
            if table == "11":
                # Table 10's ranks are printed again, as ranks by B2B sales; four of them are wrong.
                counts["doubtful_serious"] += 4
                counts["independent"] += 6
            assert tables.loc[table, GROUNDS].to_dict() == counts[GROUNDS].to_dict(), (
                table
            )
    bare = [re.sub(r"\(\d{4}\)", "", check["printed"]) for check in spot_checks]
    printed = pd.Series([len(re.findall(r"\d+(?:\.\d+)?", text)) for text in bare])
    assert (
        tables["numbers"].to_dict()
        == printed.groupby([check["table"] for check in spot_checks]).sum().to_dict()
    )
    assert tables["numbers"].sum() == 591


def test_each_independent_number_names_the_publication_that_has_it(
    quality: pd.DataFrame,
) -> None:
    """A number is independent only if another publication has it, the one that the package names."""
    independent = RECOUNT[RECOUNT["ground"] == "independent"]
    has_it = _cells.published()
    known = set(neadigital.sources()["source"])

    for row in independent.itertuples():
        assert has_it[row.dataset, row.key, row.column] == row.source
        assert row.source in known
    assert quality.loc[quality["kind"] == "dataset", "independent"].sum() == len(
        independent
    )


def test_what_only_a_bound_or_a_total_holds_is_unchecked() -> None:
    """A bound that is kept, a total of many numbers, and a loose comparison do not make a number consistent."""
    grounds = RECOUNT.set_index(CELL)["ground"]

    for key in ("region=CN-HL;year=2023", "region=CN-LN;year=2023"):
        assert grounds["trade_with_russia", key, "trade_cny_bn"] == "unchecked"
    assert (
        grounds["trade_with_russia", "region=CN-JL;year=2021", "trade_cny_bn"]
        == "unchecked"
    )
    assert (
        grounds["growth_rates", "economy=JPN;year=2017", "digital_economy_growth_pct"]
        == "unchecked"
    )
    assert (
        grounds["top_digital_enterprises", "economy=ITA", "enterprises"] == "unchecked"
    )
    assert (
        grounds[
            "itu_indicators",
            "economy=WLD;year=2021;indicator=fixed_broadband_per_100",
            "value",
        ]
        == "independent"
    )


def test_quality_has_its_columns_and_adds_up(quality: pd.DataFrame) -> None:
    """Each number is counted in one of seven columns; the eighth counts corrected numbers that are also doubtful."""
    assert list(quality.columns) == [
        "kind",
        "name",
        "numbers",
        *GROUNDS,
        "also_doubtful",
    ]
    assert quality[GROUNDS].sum(axis="columns").equals(quality["numbers"])
    assert (
        quality["also_doubtful"]
        <= quality["corrected_proved"] + quality["corrected_inferred"]
    ).all()


def test_quality_has_every_table_figure_and_dataset(quality: pd.DataFrame) -> None:
    """Each table, figure and dataset has a row, in the paper's order."""
    names = {kind: rows["name"].tolist() for kind, rows in quality.groupby("kind")}

    assert names["table"] == [str(number) for number in _store.printed_tables()]
    assert sorted(names["figure"]) == sorted(
        {figure for name in NAMES for figure in _store.resource(name)["figures"]}
    )
    assert names["dataset"] == NAMES


@every_dataset
def test_quality_of_a_figure_is_that_of_what_it_plots(
    name: str, quality: pd.DataFrame
) -> None:
    """A figure's numbers are the known ones of the dataset that it plots, counted in the same columns."""
    lines = quality[quality["kind"] == "figure"].set_index("name")
    for figure, where in _store.resource(name)["figures"].items():
        plotted = RECOUNT[RECOUNT["dataset"] == name]
        for column, allowed in where.items():
            plotted = plotted[plotted[column].isin(allowed)]
        counts = plotted["ground"].value_counts().reindex(GROUNDS, fill_value=0)
        assert lines.loc[figure, GROUNDS].to_dict() == counts.to_dict()
