"""Consistency: relations that are found, verdicts, and the cells that are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from printed import TABLES
from support import REPOSITORY, read_csv

import neadigital
from neadigital import consistency
from neadigital.__main__ import main
from neadigital.consistency import growth, share, total
from neadigital.consistency._examine import examine
from neadigital.consistency._relations import RULES, annual_rule, share_rule
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

#: A table in one line, the arguments, and the verdict on each number.
VERDICTS = read_csv(REPOSITORY / "tests" / "verdicts.csv")


def examined(table: str) -> Any:
    return examine(consistency.read(table))


# What is found


def test_a_total_follows_only_where_numbers_are_added_up() -> None:
    """Rates and means of a table are no parts of its totals."""
    found = examined(TABLES.shares)
    (total_of_rows,) = (each for each in found.judged if each.text.startswith("All is"))
    columns = {found.table.column(cell) for cell in total_of_rows.cells[:, 0]}

    assert columns == {"votes", "share", "before"}


@pytest.mark.parametrize(
    "name",
    [
        *("world", "drawn_digits", "drawn_large", "drawn_signs", "numbered", "floats"),
        # Without its word an average is none.
        "scores",
        # A count of years is no running sum of numbers that are small beside its rounding.
        "output",
        # Numberings with gaps: one is near to the next of the other.
        "patients",
        # Counts that add up by chance, and so do their percentages.
        "three_arms",
        # Correlations by one factor: a column is another one, but for its diagonal.
        "one_factor",
        # Of standard errors two causes come to a third one, in each region.
        "standard_errors",
    ],
)
def test_what_is_not_related_is_not_accused(name: str) -> None:
    """World GDP near a power of ten, random numbers, row numbers and the noise of floats."""
    assert examined(getattr(TABLES, name)).fail == 0


def test_what_is_printed_in_thousands_is_no_exact_count() -> None:
    """Whole numbers that always add up are counts, unless a head says thousands."""
    printed = TABLES.arrivals
    counts = examined(printed.replace(" (thousand)", "")).counts

    assert counts == ["Arrivals", "air", "sea"]
    assert examined(printed).counts == []


# Verdicts


@pytest.mark.parametrize("case", VERDICTS, ids=lambda case: case["table"])
def test_verdicts(
    case: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number fails only if no values that print as the table does satisfy its relation."""
    path = tmp_path / "a.csv"
    path.write_text(case["table"].replace("/", "\n"))
    main(["check", str(path), *case["arguments"].split(), "--format", "json"])
    [answer] = json.loads(capsys.readouterr().out)["files"]
    verdicts = " ".join(number["verdict"] for number in answer["numbers"])

    assert verdicts == case["verdicts"]


@pytest.mark.parametrize(
    ("table", "relation"),
    [
        ("p,w,s\n2.00,8.00,0.25\n", share("s", "p", "w", scale=1)),
        (
            "new,old,rate\n121.0,100.0,10.0\n",
            growth("rate", "new", "old", periods=2, rule="annual"),
        ),
    ],
)
def test_what_is_named_in_python_only(table: str, relation: Any) -> None:
    """A share that is a fraction, and average growth over some years."""
    numbers = consistency.examine(consistency.read(table), relation).numbers

    assert numbers["verdict"].tolist() == ["confirmed"]


@pytest.mark.parametrize(
    ("column", "bounds"),
    [
        (["610,000", "1,234", "5,678"], (605_000, 615_000)),
        (["611,000", "1,234", "5,678"], (610_500, 611_500)),
        (["12,000", "31,000", "8,000"], (11_500, 12_500)),
        (["12.50", "31.40", "8.10"], (12.45, 12.55)),
        (["12.50", "31.40"], (12.495, 12.505)),
    ],
)
def test_the_last_digit_of_a_number(
    column: list[str], bounds: tuple[float, float]
) -> None:
    """Zeros that all numbers share, or three more than the others, are no digits."""
    frame = pd.DataFrame({"a": column, "b": column})
    found = consistency.examine(frame, total("a", ["b"])).numbers

    assert (found["low"][0], found["high"][0]) == pytest.approx(bounds)


# The paper's own tables


def test_table_13_of_the_paper() -> None:
    """With its growth named, Jilin's numbers are accused, and no other province's."""
    table = neadigital.printed_table(13)
    named = [
        growth(
            f"{name} Province | year-on-year",
            f"{name} Province | Trade Volume",
            entity=None,
            time="[period]",
        )
        for name in ("Heilongjiang", "Liaoning", "Jilin")
    ]
    ((first, others),) = examine(table, named).causes
    columns = {table.columns[each.cell // len(table)] for each in (first, *others)}

    assert len(others) == 2
    assert columns == {
        "Jilin Province | year-on-year",
        "Jilin Province | Trade Volume",
    }


@pytest.mark.parametrize("is_named", [True, False])
def test_table_1_of_the_paper(is_named: bool) -> None:
    """Beside its levels, growth is over the new value, and the sign of Korea's is lost."""
    levels = neadigital.digital_economy_scale()
    rates = neadigital.growth_rates(as_printed=True)
    table = levels.merge(rates, on=["economy", "year"], how="left")
    table = table[table["economy"].isin(rates["economy"])]
    table.index = pd.Index(table["economy"] + " " + table["year"].astype(str))
    decimals = {"gdp_usd_bn": 2, "gdp_growth_pct": 2, "digital_economy_growth_pct": 2}
    decimals |= dict.fromkeys(table.filter(like="scale"), 1)
    named = [growth("gdp_growth_pct", "gdp_usd_bn")] if is_named else []
    found = examine(table, named, decimals=decimals)
    slips = [(found.table.label(each.cell), each.slip) for each, _ in found.causes]

    assert slips == [("KOR 2020", "sign: -0.82")]
    assert any("over the new value" in each.text for each in found.judged)


# What is refused


@pytest.mark.parametrize(
    ("relation", "options", "error", "words"),
    [
        ("votes", {}, TypeError, "relation"),
        (share("share", "votes", "before"), {"ignore": ["votes"]}, TypeError, "ignore"),
        (
            share("share", "votes", "before"),
            {"decimal": ";"},
            UnknownChoiceError,
            "decimal",
        ),
    ],
)
def test_wrong_calls_are_refused(
    relation: Any, options: Any, error: type, words: str
) -> None:
    """What is no relation, no cell and no mark is named."""
    with pytest.raises(error, match=words):
        consistency.examine(consistency.read(TABLES.shares), relation, **options)


def test_repeated_members_and_found_relations_of_other_tables_are_refused() -> None:
    """A row that stands twice is no member, and a found relation is of its table."""
    twice = pd.DataFrame({"m": ["A", "A", "All"], "v": ["1", "2", "3"]})
    found = consistency.examine(consistency.read(TABLES.shares)).relations

    with pytest.raises(DuplicateKeyError):
        consistency.examine(twice, total("All", ["A"], value="v", entity="m"))
    with pytest.raises(ValueError, match="another table"):
        consistency.examine(twice, *found["relation"])


def test_floats_need_their_decimals() -> None:
    """A float does not show its zeros: without decimals its cell is left out."""
    frame = pd.DataFrame({"a": [1.1, 2.25], "b": [1.1, 2.25]})

    without = consistency.examine(frame, total("a", ["b"]))
    told = consistency.examine(frame, total("a", ["b"]), decimals=2)

    assert without.numbers.empty
    assert "pass decimals" in str(without)
    assert told.numbers["verdict"].tolist() == ["confirmed", "confirmed"]


@pytest.mark.parametrize("rule", [*RULES.values(), share_rule(0), annual_rule(3)])
def test_a_rule_leads_back_from_the_rate_to_the_quotient(rule: Any) -> None:
    """The quotient that a rule finds for a rate is the one that has this rate."""
    rate = rule.rate(1.25)

    assert rule.ratio(rate) == pytest.approx(1.25)
