"""What is known of a number at a place is said once, and by a finding that judges it there."""

import re

import pandas as pd
import pytest

import neadigital
from neadigital.schemas._columns import KEY

KEY = list(KEY)
AUDIT = neadigital.audit().set_index("check")
JUDGES = neadigital.load("audit_cells")
CELLS = neadigital.load("printed_cells")
STATEMENTS = neadigital.load("statements")
OBSERVED = neadigital.observations()
#: What tells printed numbers apart: a rank may be printed once for two years.
NUMBER = ["table", "row_label", "column_label", "indicator"]
tables = pytest.mark.parametrize(
    "table", [CELLS, STATEMENTS, OBSERVED], ids=["cells", "statements", "observations"]
)


def is_in_table(where: str, table: int) -> bool:
    """Whether the place of a finding names a table, alone or among others."""
    named = re.findall(r"[Tt]ables? ((?:\d+(?:, | and )?)+)", where)
    return str(table) in re.findall(r"\d+", " ".join(named))


@tables
def test_a_verdict_is_that_of_the_finding(table):
    """Where a row names a finding it has its verdict, and a row without one has none."""
    judged = table.dropna(subset="check")
    verdicts = judged["check"].map(AUDIT["verdict"])
    others = table[table["check"].isna()]

    assert (judged["verdict"] == verdicts).all()
    assert others["verdict"].isna().all()


@pytest.mark.parametrize("table", [CELLS, OBSERVED], ids=["cells", "observations"])
def test_a_finding_judges_the_number(table):
    """The finding that a row names judges its number, or the statement that has it first."""
    judged = table.dropna(subset="check")
    stated = STATEMENTS.dropna(subset="dataset")[["check", *KEY]]
    judges = pd.concat([JUDGES, stated]).drop_duplicates()
    both = judged.merge(judges, on=["check", *KEY])

    assert len(both) == len(judged) > 100


def test_the_finding_of_the_place_wins():
    """Another place's finding is named only where none is on the table itself."""
    judges = JUDGES.assign(where=JUDGES["check"].map(AUDIT["where"]))
    judged = CELLS.reset_index().dropna(subset="check")
    pairs = judged.merge(judges, on=KEY, suffixes=("", "_there"))
    pairs["is_there"] = [
        is_in_table(where, table)
        for where, table in zip(pairs["where"], pairs["table"], strict=True)
    ]
    own = pairs[pairs["check"] == pairs["check_there"]].set_index("index")["is_there"]
    has_one = pairs.groupby("index")["is_there"].any()
    elsewhere = has_one[has_one & ~own]

    # What the table prints may be the other number of a cell: that finding is of another place.
    assert elsewhere.empty


@tables
def test_a_number_has_a_reason(table):
    """What is known of a number is said in words, and a number that is missing has a reason."""
    assert table["reason"].notna().all()


def test_a_right_number_is_the_printed_one():
    """A number that is not corrected is right as it is printed there, to its last digit."""
    own = CELLS[CELLS["value"].notna() & CELLS["certainty"].isna()]
    printed = own["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True)
    stated = STATEMENTS[STATEMENTS["certainty"].isna()]

    assert (printed.astype(float) == own["value"]).all()
    assert (stated["correct_value"] == stated["value"]).all()


@pytest.mark.parametrize("table", [CELLS, STATEMENTS], ids=["cells", "statements"])
def test_a_certainty_is_that_of_the_ground(table):
    """A place has a certainty where its ground is a correction, and the two agree."""
    corrected = table["ground"].str.extract("corrected_(.*)", expand=False)

    pd.testing.assert_series_equal(corrected, table["certainty"], check_names=False)
