"""The words of the audit's claims say what the numbers say that judge them."""

from __future__ import annotations

import re
from itertools import product
from operator import eq, gt, le, lt

import pytest

import neadigital

JUDGED = neadigital.audit().query("holds.notna()")
#: Words of a claim, and how its number then is to the other; a change without a start begins at 0.
DIRECTIONS = {
    r"\b(?:grew|rises|recovered|rose(?! from rank))\b(?! by)": gt,
    r"\b(?:fell(?! from rank)|shrank)\b": lt,
    r"\b(?:did better in|above|ahead of)\b(?!.* fields)": gt,
    r"\b(?:below|behind)\b": lt,
    r"\b[Ff]ewer\b": lt,
    r"\bno more\b": le,
    # A place is better the smaller it is.
    r"\bis better than its\b": lt,
    r"\bamong the leading \S+(?: cities)? (?:in|by)\b": le,
    r"\bis first of (?!the five)": eq,
}
_USERS = "indicator == 'internet_users_pct' and year == 2021"
#: Claims that order economies without a number: dataset, rows, column, and whether much is ahead.
ORDERS = {
    "t08-japan-korea": ("connectivity_index", "economy != 'AVG'", "score", True),
    "egov-gap-egdi": ("egovernment_ranks", "year > 0", "egdi_rank", False),
    "egov-gap-epi": ("egovernment_ranks", "year > 0", "epi_rank", False),
    "internet-leaders-japan-korea": ("itu_indicators", _USERS, "value", True),
    "internet-leaders-china-mongolia": ("itu_indicators", _USERS, "value", True),
}
CODES = {
    "China": "CHN",
    "Japan": "JPN",
    "Korea": "KOR",
    "Russia": "RUS",
    "Mongolia": "MNG",
}
IN_WORDS = {"no": 0, "first": 1, "second": 2, "fourth": 4, "ten": 10, "twenty": 20}


@pytest.mark.parametrize("words", DIRECTIONS)
def test_a_claim_has_the_direction_of_its_numbers(words):
    """A claim that holds says up, down, above or below as its numbers do, one that fails not."""
    says = JUDGED["claim"].str.contains(words) & JUDGED["recomputed"].notna()
    rows = JUDGED[says].fillna({"stated": 0.0})
    follows = DIRECTIONS[words](rows["recomputed"], rows["stated"])

    assert says.any()
    otherwise = rows.loc[follows != rows["holds"], "check"].tolist()
    assert otherwise == [], (
        "its numbers go the other way than the words of claims.toml; of a difference say "
        "`leads ... by {stated}`"
    )


def economies(words: str) -> list[str]:
    """Return the economies that some words name, in their order."""
    return [CODES[name] for name in re.findall("|".join(CODES), words)]


def pairs(claim: str) -> list[tuple[str, str]]:
    """Return each economy that a claim puts ahead, with one that is then behind it."""
    before, word, after = re.split(r"(ahead of|behind|most)", claim, maxsplit=1)
    ahead, others = economies(before), economies(after)
    # Without anybody named after it, the word is about all others.
    others = others or [code for code in CODES.values() if code not in ahead]
    if word == "behind":
        ahead, others = others, ahead
    found = list(product(ahead, others))
    for one, two in re.findall(r"(\w+) of (\w+)", after):
        found.append((CODES[one], CODES[two]))
    return found


@pytest.mark.parametrize("check", ORDERS)
def test_a_claim_of_an_order_has_that_of_the_data(check):
    """Who is ahead of whom in a claim is so in the data, in every year."""
    name, query, column, is_much = ORDERS[check]
    data = neadigital.load(name).query(query)
    numbers = data.pivot(index="year", columns="economy", values=column).astype(float)
    better = numbers if is_much else -numbers
    [claim] = JUDGED.loc[JUDGED["check"] == check, "claim"]

    for ahead, behind in pairs(claim):
        assert (better[ahead] > better[behind]).all()


def test_a_claim_says_its_number():
    """A claim that is judged by a number has it in its words, unless these compare two years."""
    is_claim = JUDGED["kind"].eq("claim") & JUDGED["stated"].notna()
    compares = JUDGED["claim"].str.contains(r"\b(?:rose|rises|behind|per inhabitant)\b")
    silent = []
    for row in JUDGED[is_claim & ~compares].itertuples():
        numbers = re.findall(r"-?\d+(?:\.\d+)?", row.claim)
        words = IN_WORDS.keys() & row.claim.split()
        told = [*map(float, numbers), *(IN_WORDS[word] for word in words)]
        # Another publication may have the thousandfold unit, and fewer digits.
        exact = pytest.approx(row.stated, rel=1e-5)
        thousandfold = pytest.approx(1000 * row.stated, rel=1e-5)
        if exact not in told and thousandfold not in told:
            silent.append(row.check)

    assert silent == []


def test_a_year_is_one():
    """What the audit gives in years is in the calendar."""
    years = neadigital.audit().query("unit == 'year'")["stated"]

    assert years.between(1900, 2100).all()


@pytest.mark.parametrize("name", ["audit", "notes"])
def test_what_lies_between_two_numbers_goes_up(name):
    """A span in an explanation or a note begins with its lower end."""
    column = {"audit": "explanation", "notes": "note"}[name]
    texts = neadigital.load(name)[column].dropna().unique()
    number = r"(?<!in )(?<![\d.-])([\d.]+)"
    spans = re.findall(rf"{number} (?:to|and) ([\d.]+\d)", " ".join(texts))
    falling = [(low, high) for low, high in spans if float(low) > float(high)]

    assert len(spans) > 15
    assert falling == []


def test_an_open_last_digit_is_that_of_the_data():
    """A last digit that the audit leaves open is the data's: no correction has closed it."""
    numbers = neadigital.load("observations")
    key = ["dataset", "economy", "place", "period", "indicator", "edition", "column"]
    cells = neadigital.load("audit_cells").merge(numbers[[*key, "value"]], on=key)
    values = cells.groupby("check")["value"].apply(set)
    is_open = JUDGED["verdict"] == "last_digit"
    closed = []
    for row in JUDGED[is_open].itertuples():
        if row.check in values and row.stated not in values[row.check]:
            closed.append(row.check)

    assert is_open.any()
    assert not closed, f"corrected, but their check lets them stand: {closed}"


def tables_in(where: str) -> set[int]:
    """Return the numbers of the tables that the place of a finding names."""
    listed = re.findall(r"Tables? ([\d, and]+)", where)
    return {int(number) for number in re.findall(r"\d+", " ".join(listed))}


def test_a_claim_names_a_table_of_the_cells_that_it_judges():
    """Where the place of a finding is a table, a cell that it judges is printed there."""
    judged = neadigital.load("audit_cells").merge(neadigital.load("printed_cells"))
    printed = judged.groupby("check")["table"].agg(set)
    where = neadigital.audit().set_index("check")["where"]
    elsewhere = []
    for check, tables in printed.items():
        named = tables_in(where[check])
        if named and not named & tables:
            elsewhere.append(check)

    assert len(printed) > 0
    assert elsewhere == []


def test_a_rule_that_is_a_table_is_that_of_its_claim():
    """An explanation that begins with a table begins with one of the finding's place."""
    begins = r"^(?:The \w+ (?:of|in) )?Table (\d+)"
    rules = neadigital.audit()
    rules["table"] = rules["explanation"].str.extract(begins).astype(float)
    elsewhere = []
    for row in rules.dropna(subset="table").itertuples():
        named = tables_in(row.where)
        if named and row.table not in named:
            elsewhere.append(row.check)

    assert elsewhere == []
