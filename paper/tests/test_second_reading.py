"""What is typed, a second time: a sample of numbers, lines of each kind, publishers' arithmetic."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter

import pandas as pd
import pytest
from support import REPOSITORY, every_edition, read_csv

import neadigital
from paper.rows import page

# A sample of each indicator, edition and publication, read again from the publications.
SAMPLE = read_csv(REPOSITORY / "paper" / "tests" / "second_reading.csv")
# How many lines of typed data are of each kind.
KINDS = read_csv(REPOSITORY / "paper" / "tests" / "kinds.csv")
# The sum of each of the World Bank's series, and of the records of each use.
SUMS = pd.read_csv(REPOSITORY / "paper" / "tests" / "sums.csv", dtype={"edition": str})
KEY = ["economy", "period", "edition", "indicator", "unit"]


def numbers(name: str) -> pd.DataFrame:
    """Return each number of a table in a row of its own, with the columns of the sample."""
    if name == "external_figures":
        return neadigital.load(name).assign(edition="")
    table = every_edition(name)
    table = table.assign(period=table["year"].astype(str))
    if "indicator" in table:
        return table
    columns = table.columns.difference(["economy", "period"])
    values = table[columns].select_dtypes("number").columns
    return table.melt(["economy", "period"], values, "indicator", "value").assign(
        edition="", unit=""
    )


@pytest.mark.parametrize("name", sorted({row["table"] for row in SAMPLE}))
def test_a_second_reading_agrees(name):
    """Each number of the sample is in its table, with its unit."""
    table = numbers(name)[[*KEY, "value"]]
    known = set(table.itertuples(index=False, name=None))
    read = set()
    for row in SAMPLE:
        if row["table"] == name:
            key = [row[column] for column in KEY]
            read.add((*key, float(row["value"])))

    assert read - known == set()


def test_a_series_has_its_sum():
    """No digit of the World Bank's numbers, or of a record, slips: they add up to sums.csv."""
    bank = every_edition("world_development_indicators")
    records = neadigital.load("external_figures")
    records = records.assign(edition="records", indicator=records["use"])
    series = pd.concat([bank, records]).groupby(["edition", "indicator"])
    found = series["value"].agg(math.fsum)
    expected = SUMS.set_index(["edition", "indicator"])["sum"]
    found, expected = found.align(expected)
    ratio = found / expected
    fits = (ratio - 1).abs() < 1e-12

    assert fits.all(), f"sums.csv, if you mean it:\n{found[~fits].to_csv(header=False)}"


def kinds_in(file: str, column: str) -> str:
    """Return how many lines, or entries, of a file of typed data are of each kind."""
    path = page.RULES / file
    if path.suffix == ".csv":
        entries = page.typed(path.stem)
    else:
        typed = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = list(typed.values())
    counts: Counter[str] = Counter()
    for entry in entries:
        text = entry.get(column, "")
        # A cause's certainty begins with its kind, and may say of what.
        kind, *_ = re.split("[;,] | for ", text)
        counts[kind or "-"] += 1
    tally = []
    for kind, count in sorted(counts.items()):
        tally.append(f"{kind} {count}")
    return "; ".join(tally)


def test_there_are_so_many_lines_of_each_kind():
    """A kind, unit or grade that slips changes two counts; kinds.csv changes with what is meant."""
    wrong = []
    for line in KINDS:
        file, column = line["file"], line["column"]
        found = kinds_in(file, column)
        expected = line["lines"]
        if found != expected:
            wrong.append(f"{file},{column},{found}\ninstead of {expected}")

    if wrong:
        pytest.fail("kinds.csv, if you mean it:\n" + "\n".join(wrong), pytrace=False)


def test_a_strategy_that_names_its_last_year_ends_in_it():
    """Where the name of a strategy has years, they are its first and its last."""
    for row in neadigital.digital_strategies().dropna(subset="end_year").itertuples():
        names = f"{row.name} {row.official_name} {row.name_original}"
        years = {int(year) for year in re.findall(r"\b20\d\d\b", names)}
        assert not years or row.end_year == max(years), row.name
