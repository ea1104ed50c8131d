"""On what ground each number stands: who else has it, what tests it, and the counts by ground."""

from __future__ import annotations

import pandas as pd
import pytest
from support import with_keys

import neadigital
from neadigital.schemas._codes import GROUNDS
from paper.audit.cells import Cells
from paper.audit.grounds import Origins
from paper.make.data import inputs

NAMES = neadigital.datasets()["dataset"].tolist()
KNOWN = with_keys(neadigital.observations()).dropna(subset="value")
CELL = ["dataset", "key", "column"]


# the ground of each number


def test_a_publication_that_has_a_number_is_named_with_its_own():
    """A published number has the number and the place of its source, and the two agree."""
    published = KNOWN[KNOWN["ground"] == "published"]
    apart = (published["value"] - published["their_value"]).abs()

    assert published["place_there"].notna().all()
    assert (apart <= 0.03 * published["value"].abs()).all()


def test_a_record_that_differs_is_noted():
    """Where another publication has another number and none has this one, a note doubts it."""
    cells = Cells(inputs())
    origins = Origins(cells)
    unsaid = []
    for cell in cells.known():
        # A note on the label or the year does not say that the number differs.
        is_noted = cells.notes[cell.id].severity
        if is_noted or not origins.records.best(cell, agreeing=False):
            continue
        agrees = origins.records.best(cell)
        if not agrees and origins.basis(cell) != "external":
            unsaid.append(cell.id)

    assert unsaid == [], "mistyped, or a `doubtful` in note_rules.csv"


def test_a_corrected_number_is_stated_only_if_the_text_has_it():
    """A corrected number of basis `stated` is in the text, or is printed under another label."""
    is_other_label = KNOWN["kinds"].str.contains("mislabelled", na=False)
    is_corrected = KNOWN["certainty"].notna()
    is_stated = KNOWN["basis"] == "stated"
    corrected = KNOWN.loc[is_corrected & is_stated & ~is_other_label, "value"]
    text = neadigital.load("statements")["value"]
    # The text may have millions where a table has billions, which it prints with two decimals.
    in_thousands = (text / 1000).round(2)

    assert set(corrected) <= {*text, *in_thousands}, "another `basis=` in its model"
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
        # Ten would agree with the record, 1,540; the sharpest test decides.
        ("b2c_ecommerce_sales/economy=CHN/b2c_usd_bn", 3),
        ("b2c_ecommerce_sales/economy=IRL/share_of_gdp_pct", 4),
    ],
)
def test_passes_counts_what_would_have_passed(cell, passes):
    """A number says how many values at its digits its check, or a record, would have passed."""
    name, key, column = cell.split("/")
    known = KNOWN.set_index(CELL)
    assert known.at[(name, key, column), "passes"] == passes


# quality


@pytest.fixture(name="quality")
def fixture_quality() -> pd.DataFrame:
    """The table that `quality` returns."""
    return neadigital.quality()


def counted(grounds: pd.Series[str]) -> dict[str, int]:
    return grounds.value_counts().reindex(list(GROUNDS), fill_value=0).to_dict()


@pytest.mark.parametrize("name", NAMES)
def test_quality_counts_observations(name, quality):
    """Each dataset's counts are those of its observations; corrected and doubtful count again."""
    mine = KNOWN[KNOWN["dataset"] == name]
    line = quality.set_index("name").loc[name]
    grounds = line[list(GROUNDS)]
    both = mine["certainty"].notna() & mine["severity"].notna()

    assert grounds.to_dict() == counted(mine["ground"])
    assert line["numbers"] == len(mine)
    assert line["also_doubtful"] == both.sum()


def test_quality_of_the_tables_is_that_of_their_cells(quality):
    """A table's numbers are the printed ones, each counted once, by its ground in that table."""
    tables = quality[quality["kind"] == "table"].set_index("name")
    # A gap has no ground; a rank that is printed once for two years is one number.
    cells = neadigital.load("printed_cells").dropna(subset="ground")
    once = ["table", "row_label", "column_label", "indicator", "column"]
    cells = cells.drop_duplicates(once)

    for table, own in cells.groupby("table"):
        grounds = tables.loc[str(table), list(GROUNDS)]
        assert grounds.to_dict() == counted(own["ground"])
    assert len(cells) == tables["numbers"].sum()
