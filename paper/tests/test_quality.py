"""On what ground each number stands: judged again, cell by cell, in another way, and counted."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from support import with_keys

import neadigital
from neadigital.schemas import _registry as registry
from neadigital.schemas._codes import GRADES, GROUNDS
from paper.make.data import inputs

NAMES = neadigital.datasets()["dataset"].tolist()
NOTES = with_keys(neadigital.notes())
AUDIT = neadigital.audit()
CELLS = with_keys(neadigital.load("audit_cells"))
OBSERVED = with_keys(neadigital.observations())
KNOWN = OBSERVED.dropna(subset="value").reset_index(drop=True)
CELL = ["dataset", "key", "column"]
every_dataset = pytest.mark.parametrize("name", NAMES)


def measures(name: str) -> dict[str, list[str]]:
    """The names under which others have each column or indicator, by the model."""
    found = {}
    for column, declared in registry.DATASETS[name].to_schema().columns.items():
        found[column] = names_in(declared.metadata.get("facts", {}))
        if column == "indicator":
            codes = declared.metadata["codes"]
            for code, (_, _, facts) in codes.items():
                found[code] = [code, *names_in(facts)]
    return found


def names_in(facts: dict[str, Any]) -> list[str]:
    return [facts[name] for name in ("indicator", "series") if name in facts]


def in_base_units(frame: pd.DataFrame) -> pd.DataFrame:
    """Trillions as billions, and ITU's names for the World Bank's, with the last digit."""
    text = frame["value"].map("{:.10g}".format)
    steps = 10.0 ** -text.str.partition(".")[2].str.len()
    large = frame["unit"].str.contains("trillion")
    factor = large.map({True: 1000.0, False: 1.0})
    unit = frame["unit"].str.replace("trillion", "billion")
    unit = unit.replace({"% of population": "%"})
    return frame.assign(
        value=frame["value"] * factor,
        step=steps * factor,
        unit=unit,
    )


def records() -> pd.DataFrame:
    """The numbers of others that are no comparisons: records, and datasets that confirm."""
    figures = pd.DataFrame(inputs().records("external_figures")).query(
        "use in ('value', 'check', 'confirms', 'differs') and how == 'read'"
    )
    bank = neadigital.world_development_indicators()
    bank = bank.assign(
        period=bank["year"].astype(str),
        source="wdi-" + bank["vintage"],
    )
    columns = ["economy", "period", "indicator", "value", "unit", "source"]
    ranks = pd.concat(
        [
            neadigital.egovernment_index(),
            neadigital.cybersecurity_index().rename(
                columns={"rank": "cybersecurity_rank"}
            ),
        ]
    ).melt(
        ["economy", "year"],
        ["egdi_rank", "epi_rank", "cybersecurity_rank"],
        var_name="indicator",
    )
    ranks = ranks.dropna().assign(
        period=ranks["year"].astype(str), unit="rank", source="the publisher's index"
    )
    return in_base_units(pd.concat([figures[columns], bank[columns], ranks[columns]]))


def numbers() -> pd.DataFrame:
    """The known numbers of the long table, with cell and the names that others have for them."""
    found = KNOWN.copy()
    by_name = {name: measures(name) for name in NAMES}
    names = []
    for row in found.itertuples():
        # A dated policy has its own identifier.
        own = by_name[row.dataset].get(row.indicator, [row.indicator])
        names.append(own)
    found["names"] = names
    is_region = found["place"].str.startswith("CN", na=False)
    found["economy"] = found["place"].where(is_region, found["economy"])
    return in_base_units(found)


def with_records(found: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of a number and a record of the same quantity, place, period and unit."""
    by_name = found.reset_index().explode("names")
    pairs = by_name.merge(
        records(),
        left_on=["economy", "period", "names", "unit"],
        right_on=["economy", "period", "indicator", "unit"],
        suffixes=("", "_of_others"),
    )
    coarser = pairs[["step", "step_of_others"]].max(axis="columns")
    pairs["half"] = coarser / 2 + 1e-9
    pairs["apart"] = (pairs["value"] - pairs["value_of_others"]).abs()
    pairs["agrees"] = pairs["apart"] <= pairs["half"]
    return pairs


def are_same(pairs: pd.DataFrame) -> pd.Series[bool]:
    """Tell which records give the number when they are rounded to its digits."""
    # A half is rounded upwards; a level of the text may have fewer digits than its unit.
    step = pairs["step"]
    places = pairs["value_of_others"] / step
    nearest = (places + 0.5 + 1e-9).floordiv(1) * step
    has_digits = pairs["step_of_others"] <= step * (1 + 1e-9)
    is_rounded = (nearest - pairs["value"]).abs() < 1e-9
    is_equal = pairs["apart"] == 0
    return is_equal | (has_digits & is_rounded)


def are_near(pairs: pd.DataFrame) -> pd.Series[bool]:
    """Tell which records agree, and would pass only values that lie within one per cent."""
    farthest = pairs["apart"] + pairs["half"]
    most = 0.01 * pairs["value"].abs()
    return pairs["agrees"] & (farthest <= most)


def are_consistent(found: pd.DataFrame) -> pd.Series[bool]:
    """Tell which numbers have a finding that holds, and that few numbers would pass."""
    holds = AUDIT["verdict"].isin(["confirmed", "rounding"])
    holding = AUDIT.loc[holds, "check"]
    spread = found["passes"] * found["step"]
    most = 0.02 * found["value"].abs()
    is_sharp = (found["passes"] <= 3) | (spread <= most)
    return found["check"].isin(holding) & is_sharp


def noted(column: str, found: pd.DataFrame) -> pd.Series[Any]:
    """Return the column of the note on each number, missing where no note has it."""
    notes = NOTES.dropna(subset=column)
    at = pd.MultiIndex.from_frame(found[CELL])
    values = notes.set_index(CELL)[column].reindex(at)
    return values.set_axis(found.index)


@pytest.fixture(scope="module")
def recount() -> pd.DataFrame:
    """Each number with its ground, and whether a record agrees or differs."""
    found = numbers()
    found["certainty"] = noted("certainty", found)
    found["severity"] = noted("severity", found)
    pairs = with_records(found)
    has_same = found.index.isin(pairs.loc[are_same(pairs), "index"])
    has_near = found.index.isin(pairs.loc[are_near(pairs), "index"])
    found["has_record"] = found.index.isin(pairs["index"])
    found["is_alike"] = found.index.isin(pairs.loc[pairs["agrees"], "index"])
    # What stands further down counts for more.
    ground = pd.Series("unchecked", found.index)
    ground[are_consistent(found) | has_near] = "consistent"
    ground[has_same] = "published"
    ground[found["basis"] == "external"] = "external"
    is_doubtful = found["severity"].notna()
    ground[is_doubtful] = "doubtful_" + found["severity"].astype(object)
    is_corrected = found["certainty"].notna()
    ground[is_corrected] = "corrected_" + found["certainty"].astype(object)
    found["recounted"] = ground
    return found


# the ground of each number


@pytest.fixture(name="quality")
def fixture_quality() -> pd.DataFrame:
    """The table that `quality` returns."""
    return neadigital.quality()


@every_dataset
def test_each_ground_follows_from_notes_records_and_audit(name, recount):
    """Each number's ground is what its notes, the records and the audit make, judged again."""
    mine = recount[recount["dataset"] == name]
    differing = mine[mine["ground"] != mine["recounted"]]

    # Cell, ground, what the recount makes of it, and the names by which it looked for records.
    assert differing[[*CELL, "ground", "recounted", "names"]].values.tolist() == []


def test_a_publication_that_has_a_number_is_named_with_its_own():
    """A published number has a source, its number, grade and place, and the two agree."""
    published = KNOWN[KNOWN["ground"] == "published"]
    apart = (published["value"] - published["their_value"]).abs()

    assert set(published["their_source"]) <= set(neadigital.sources()["source"])
    assert set(published["grade"]) <= set(GRADES)
    assert published["place_there"].notna().all()
    assert (apart <= 0.03 * published["value"].abs()).all()


def test_only_what_others_have_has_a_record(recount):
    """A consistent or unchecked number names a publication only if that has fewer digits."""
    alone = recount[recount["ground"].isin(["consistent", "unchecked"])]
    alone = alone[~alone["is_alike"]]
    external = KNOWN[KNOWN["ground"] == "external"]
    theirs = ["their_source", "their_value", "grade", "place_there"]

    assert alone[theirs].isna().all(axis=None)
    assert external[theirs].notna().all(axis=None)


def test_a_record_that_differs_is_noted(recount):
    """Where another publication has another number and none has this one, a note says so."""
    differing = recount["has_record"] & ~recount["is_alike"]
    is_ours = recount["basis"] != "external"
    unsaid = recount[differing & is_ours & recount["kinds"].isna()]

    assert unsaid[CELL].values.tolist() == [], "a doubtful in note_rules.csv, or a slip"


def test_a_corrected_number_is_stated_only_if_the_text_has_it():
    """A corrected number of basis `stated` is in the text, or is printed under another label."""
    is_other_label = KNOWN["kinds"].str.contains("mislabelled", na=False)
    is_stated = KNOWN["certainty"].notna() & (KNOWN["basis"] == "stated")
    corrected = KNOWN.loc[is_stated & ~is_other_label, "value"]
    text = neadigital.load("statements")["value"]
    # The text may have millions where a table has billions, which it prints with two decimals.
    in_thousands = (text / 1000).round(2)

    assert set(corrected) <= {*text, *in_thousands}
    assert len(corrected) > 1


@pytest.mark.parametrize(
    ("cell", "passes"),
    [
        # 1328 to 1348, and 4011 to 4031.
        ("b2c_ecommerce_sales/economy=TOP20/online_shoppers_mn", 21),
        ("b2c_ecommerce_sales/economy=TOP20/b2c_usd_bn", 21),
        ("ecommerce_sales/economy=TOP10;year=2018/total_usd_bn", 11),
        # The record has 1.28 trillion yuan, which is two digits fewer.
        ("trade_with_russia/region=CN;year=2022;months=12/trade_cny_bn", 1000),
        # ITU has 86.5.
        ("itu_indicators/economy=WLD;year=2021;indicator=coverage_4g_pct/value", 2),
        ("b2c_ecommerce_sales/economy=CHN/share_of_gdp_pct", 1),
        ("b2c_ecommerce_sales/economy=IRL/share_of_gdp_pct", 4),
    ],
)
def test_passes_counts_what_would_have_passed(cell, passes):
    """A number says how many values at its digits its check, or a record, would have passed."""
    assert KNOWN.set_index(CELL)["passes"][tuple(cell.split("/"))] == passes


# quality


def counted(grounds: pd.Series[str]) -> dict[str, int]:
    return grounds.value_counts().reindex(list(GROUNDS), fill_value=0).to_dict()


@every_dataset
def test_quality_counts_observations(name, quality, recount):
    """Each dataset's counts are those of its observations; corrected and doubtful count again."""
    mine = recount[recount["dataset"] == name]
    line = quality.set_index("name").loc[name]

    assert line[list(GROUNDS)].to_dict() == counted(mine["ground"])
    assert line["numbers"] == len(mine)
    both = mine["certainty"].notna() & mine["severity"].notna()
    assert line["also_doubtful"] == both.sum()


def test_quality_of_the_tables_is_that_of_their_cells(quality):
    """A table's numbers are the printed ones, each counted once, by its ground in that table."""
    tables = quality[quality["kind"] == "table"].set_index("name")
    # A gap has no ground; a rank that is printed once for two years is one number.
    cells = neadigital.load("printed_cells").dropna(subset="ground")
    once = ["table", "row_label", "column_label", "indicator", "column"]
    cells = cells.drop_duplicates(once)

    for table, own in cells.groupby("table"):
        assert tables.loc[str(table), list(GROUNDS)].to_dict() == counted(own["ground"])
    assert len(cells) == tables["numbers"].sum()
