"""Consistency: relations that are found, verdicts, and the cells that are named."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from printed import TABLES

import neadigital
from neadigital import consistency
from neadigital.consistency import growth, share, total
from neadigital.consistency._examine import examine
from neadigital.consistency._relations import RULES, annual_rule, share_rule
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

FAILS = {"last_digit", "contradicted"}


def examined(table: str) -> Any:
    return examine(consistency.read(table))


def verdicts(table: str | pd.DataFrame, *relations: object, **options: Any) -> str:
    if isinstance(table, str):
        table = consistency.read(table)
    return " ".join(
        consistency.examine(table, *relations, **options).numbers["verdict"]
    )


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
    ],
)
def test_what_is_not_related_is_not_accused(name: str) -> None:
    """World GDP near a power of ten, random numbers, row numbers and the noise of floats."""
    assert examined(getattr(TABLES, name)).fail == 0


# Verdicts


@pytest.mark.parametrize(
    ("table", "relation", "expected"),
    [
        (
            "new,old,rate\n111,101,9.9\n231,220,5.2\n",
            growth("rate", "new", "old"),
            "confirmed rounding",
        ),
        (
            "new,old,rate\n1001.2,801.1,25.0\n1001.2,801.1,24.9\n1001.2,801.1,26.2\n",
            growth("rate", "new", "old"),
            "confirmed last_digit contradicted",
        ),
        (
            "new,old,rate\n5,0,3.0\n5,..,3.0\n-6.00,-5.00,20.0\n",
            growth("rate", "new", "old"),
            "not_checkable not_checkable confirmed",
        ),
        ("a,b,all\n1.25,1.25,2.6\n", total("all", ["a", "b"]), "last_digit"),
        (
            "a,b,all\n1.0,..,1.0\n1.0,..,4.0\n",
            total("all", ["a", "b"]),
            "confirmed not_checkable",
        ),
        (
            "a,b,all\n1.0,-,1.0\n2.5,-,2.5\n3.1,-,9.1\n1.2,2.0,3.2\n",
            total("all", ["a", "b"]),
            "confirmed confirmed contradicted confirmed",
        ),
        ("a,b,all\n1.0,3.0,-2.0\n", total("all", {"a": 1, "b": -1}), "confirmed"),
        (
            "p,w,s\n2.00,8.00,25.0\n-2.00,8.00,25.0\n",
            share("s", "p", "w"),
            "confirmed contradicted",
        ),
        ("p,w,s\n2.00,8.00,0.25\n", share("s", "p", "w", scale=1), "confirmed"),
        (
            "new,old,rate\n121.0,100.0,10.0\n",
            growth("rate", "new", "old", periods=2, rule="annual"),
            "confirmed",
        ),
        (
            "new,old,rate\n110.0,100.0,9.53\n",
            growth("rate", "new", "old", rule="log"),
            "confirmed",
        ),
        (
            "new,old,rate\n125.0,100.0,20.0\n",
            growth("rate", "new", "old", rule="current"),
            "confirmed",
        ),
    ],
)
def test_verdicts(table: str, relation: Any, expected: str) -> None:
    """A number fails only if no values that print as the table does satisfy its relation."""
    assert verdicts(table, relation) == expected


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
        (growth("nosuch", "votes", "before"), {}, KeyError, "nosuch"),
        (
            total("Sum", ["A", "B"], value="votes", entity="party"),
            {},
            UnknownChoiceError,
            "Sum",
        ),
        (
            total("All", ["A"], value="votes", entity="votes"),
            {},
            UnknownChoiceError,
            "All",
        ),
        (
            growth("change", "votes", time="party", entity=None),
            {},
            ValueError,
            "no years",
        ),
        ("votes", {}, TypeError, "relation"),
        (share("share", "votes", "before"), {"ignore": ["votes"]}, TypeError, "ignore"),
        (share("share", "votes", "before"), {"exact": ["nosuch"]}, KeyError, "nosuch"),
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
    """What a table does not have is named."""
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

    assert verdicts(frame, total("a", ["b"])) == ""
    assert "pass decimals" in str(consistency.examine(frame))
    assert verdicts(frame, total("a", ["b"]), decimals=2) == "confirmed confirmed"


@pytest.mark.parametrize("rule", [*RULES.values(), share_rule(0), annual_rule(3)])
def test_a_rule_leads_back_from_the_rate_to_the_quotient(rule: Any) -> None:
    """The quotient that a rule finds for a rate is the one that has this rate."""
    rate = rule.rate(1.25)

    assert rule.ratio(rate) == pytest.approx(1.25)
