"""The printed tables, cell by cell: two transcriptions, and the loaders against the second."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd

import neadigital
from paper.rows import page

CELLS = neadigital.load("printed_cells")
#: The key of a number, which follows its place and its text; what is judged comes after it.
CELLS = CELLS.loc[:, :"column"]
KEY = list(CELLS.columns[4:])
ADDRESS = ["table", "row_label", "column_label"]
#: What a column of the page is about: a column of a dataset, and there one indicator.
SUBJECT = ["table", "dataset", "indicator", "column"]


def number(text: str) -> float:
    """Return a printed number without its year in brackets, NaN for a gap."""
    return float(page.parse(text) or "nan")


@cache
def as_printed(name: str) -> pd.DataFrame:
    """Return a dataset as printed, with a row for each number, by the names of the key."""
    data = neadigital.load(name, as_printed=True)
    data = data.rename(columns={"city": "place", "region": "place"})
    if "indicator" in data:
        return data.assign(column="value")
    keys = [name for name in KEY if name in data]
    columns = CELLS.loc[CELLS["dataset"] == name, "column"].unique()
    melted = data.melt(keys, columns, var_name="column")
    return melted.assign(indicator=melted["column"])


def test_a_number_of_each_column_is_where_it_was_typed():
    """A typed number of each column and indicator is in its place, and none lacks such a number."""
    path = Path(__file__).with_name("anchors.csv")
    anchors = pd.read_csv(path, dtype={"printed": str, "period": str})
    found = CELLS.merge(anchors, on=list(anchors))

    assert len(found) == len(anchors)
    pd.testing.assert_frame_equal(
        anchors[SUBJECT].sort_values(SUBJECT, ignore_index=True),
        CELLS[SUBJECT].drop_duplicates().sort_values(SUBJECT, ignore_index=True),
        check_dtype=False,
    )


def test_two_transcriptions_agree(spot_checks):
    """The printed cells are those of the second transcription, each with its number or numbers."""
    typed = {}
    for check in spot_checks:
        address = (
            int(check["table"]),
            check["row"],
            check["column"],
        )
        typed[address] = check["printed"].split("/")
    # A rank that is printed once for two years is there for each year.
    once = CELLS.drop_duplicates([*ADDRESS, "column", "indicator"])
    once = once.dropna(subset="printed")
    built = once.groupby(ADDRESS)["printed"].agg(list).to_dict()

    places = sorted(built.keys() | typed.keys(), key=str)
    differing = []
    for place in places:
        first, second = built.get(place), typed.get(place)
        if first != second:
            differing.append(f"{place}: {first}, and {second} in spot_checks.csv")
    assert not differing, "look at the page again:\n" + "\n".join(differing)


def test_as_printed_is_the_page():
    """Every printed number is the one that `as_printed=True` gives for its key."""
    # The datasets have the text of table 2 where table 7 repeats it, rounded.
    first = CELLS.drop_duplicates(KEY)
    for name, cells in first.groupby("dataset"):
        data = as_printed(name)
        keys = [column for column in KEY if column in data]
        found = cells.merge(data, on=keys, how="left", validate="one_to_one")
        expected = found["printed"].fillna("").map(number)

        assert found["value"].astype(float).equals(expected)


def test_a_title_ends_with_the_year_with_which_its_numbers_end():
    """The last year that a printed title names is the last of the numbers below it."""
    titles = neadigital.load("printed_titles").query("item == 'table'")
    named = {}
    for line in titles.itertuples():
        *_, last = re.findall(r"\d{4}", line.title)
        named[int(line.number)] = int(last)
    last_of_cells = CELLS.groupby("table")["year"].max()

    assert named == last_of_cells.to_dict()
