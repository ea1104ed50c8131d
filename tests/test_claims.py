"""The audit: that verdicts follow from data and digits, that nothing is left out, and that the errata agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
import write_audit_page
from hypothesis import given
from hypothesis import strategies as st
from support import REPOSITORY

import neadigital
from neadigital import _store
from neadigital.claims import COLUMNS, audit, audit_of
from neadigital.claims.arithmetic import VERDICTS, Num, above, either_base, equal, nearly, over_new, over_old, overlap
from neadigital.claims.page import Page
from neadigital.claims.registry import CHECKS, Finding, check, findings, identifier_of
from neadigital.claims.report import FAILING, groups, text

FINDINGS = [(registered.id, identifier_of(registered, found), found) for registered, found in findings(Page())]
Change = Callable[[pd.DataFrame], None]


def frame_of(name: str) -> pd.DataFrame:
    """Give the frame that a page reads under a name."""
    if name == "statements":
        return pd.DataFrame(_store.rows("statements"))
    if name.startswith("table "):
        return neadigital.printed_table(int(name.removeprefix("table ")))
    return neadigital.load(name.removesuffix(" as printed"), as_printed=name.endswith(" as printed"))


def changed_page(name: str, change: Change) -> Page:
    data = frame_of(name)
    change(data)
    return Page({name: data})


def verdicts(page: Page, registered: str) -> dict[str, str]:
    """Run one check."""
    return {identifier_of(CHECKS[registered], found): found.verdict for found in CHECKS[registered].run(page)}


def put(row: str, column: str, value: object) -> Change:
    """Change the cell whose row holds a label and whose column ends with a label."""

    def change(data: pd.DataFrame) -> None:
        rows = data.index[data.astype(str).eq(row).any(axis="columns")]
        columns = [name for name in data.columns if name.endswith(column)]
        assert (len(rows), len(columns)) == (1, 1)
        data.loc[rows[0], columns[0]] = value

    return change


def bank(economy: str, year: int, indicator: str, factor: float) -> Change:
    """Scale a value of the World Development Indicators."""

    def change(data: pd.DataFrame) -> None:
        cell = (data["economy"] == economy) & (data["year"] == year) & (data["indicator"] == indicator)
        assert cell.sum() == 1
        data.loc[cell, "value"] *= factor

    return change


def test_columns_and_types() -> None:
    """The audit has its eight columns, its numbers are floats, all else is text, and each identifier stands once."""
    data = audit()

    assert list(data.columns) == COLUMNS
    assert data["check"].is_unique
    assert data[["stated", "recomputed"]].dtypes.eq("float64").all()
    for column in ("check", "where", "claim", "unit", "verdict", "explanation"):
        assert all(isinstance(value, str) for value in data[column])


def test_verdicts_are_a_closed_list() -> None:
    """Every verdict is one of six, and each of the six is given."""
    assert set(audit()["verdict"]) == set(VERDICTS)


def test_every_verdict_is_explained() -> None:
    """Each row says which data and which rule in whole sentences, and fills every blank of its claim."""
    data = audit()

    assert data["explanation"].str.fullmatch(r"\S.{10,}\.").all()
    assert data["claim"].str.fullmatch(r"[A-Z0-9].*[^.\s]").all()
    assert (
        not data[["where", "claim", "explanation"]]
        .apply(lambda column: column.str.contains(r"[{}]|  |\.\."))
        .any(axis=None)
    )


def test_what_cannot_be_checked_says_why() -> None:
    """A claim that nothing can check has a reason of its own beside the rule."""
    unchecked = [found for _, _, found in FINDINGS if found.verdict == "not_checkable"]

    assert unchecked
    assert all(len(found.detail) > 20 for found in unchecked)


def test_what_does_not_hold_shows_numbers_or_a_remark() -> None:
    """A finding that does not hold shows what is stated and what follows, or says in words what differs."""
    for _, identifier, found in FINDINGS:
        if found.verdict in FAILING:
            assert (found.stated and found.recomputed) or found.detail, identifier


def test_every_number_of_the_prose_is_judged() -> None:
    """Each number of the prose is the subject of a check, if only of one that says why it cannot be checked."""
    judged = {identifier for _, _, found in FINDINGS for identifier in found.statements}

    assert judged == set(neadigital.statements()["statement"])


def test_every_printed_table_with_arithmetic_is_judged() -> None:
    """Every table from 1 to 13 is named by a check."""
    places = " ".join(audit()["where"]).replace("Tables ", "Table ")

    for number in _store.printed_tables():
        assert f"Table {number}" in places or f", {number}" in places


def test_judged_cells_exist() -> None:
    """Every cell that a check says it judges is a cell of a dataset."""
    keys: dict[str, set[str]] = {}
    for _, identifier, found in FINDINGS:
        for dataset, key, column in found.cells:
            data = neadigital.load(dataset)  # type: ignore[arg-type]
            names = [part.partition("=")[0] for part in key.split(";")]
            if (place := f"{dataset} {names}") not in keys:
                keys[place] = {
                    ";".join(f"{name}={value}" for name, value in zip(names, row, strict=True))
                    for row in data[names].itertuples(index=False)
                }
            assert column in data.columns, identifier
            assert key in keys[place], identifier


def test_every_corrected_cell_is_judged() -> None:
    """Each cell that the errata correct is the subject of a check."""
    errata = neadigital.errata()
    corrected = set(zip(errata["dataset"], errata["key"], errata["column"], strict=True))

    assert corrected
    assert corrected <= {cell for _, _, found in FINDINGS for cell in found.cells}


def test_every_corrected_cell_is_found_wrong_or_beyond_checking() -> None:
    """No check confirms a printed cell that the errata correct."""
    errata = neadigital.errata()
    corrected = set(zip(errata["dataset"], errata["key"], errata["column"], strict=True))
    worst: dict[tuple[str, str, str], set[str]] = {}
    for _, _, found in FINDINGS:
        for cell in found.cells:
            worst.setdefault(cell, set()).add(found.verdict)

    assert [cell for cell in corrected if not worst[cell] & {"misprint", "wrong_base", "not_checkable"}] == []


@pytest.mark.parametrize("verdict", ["misprint", "wrong_base", "contradicted"])
def test_every_wrong_cell_has_a_note(verdict: str) -> None:
    """A cell that the audit finds misprinted or over a wrong base has a note, and so has such a number of the prose."""
    notes = neadigital.notes()
    noted = set(zip(notes["dataset"], notes["key"], notes["column"], strict=True))
    remarks = neadigital.statements().set_index("statement")["note"]
    found_wrong = [found for _, _, found in FINDINGS if found.verdict == verdict]

    assert found_wrong
    for found in found_wrong:
        assert set(found.cells) <= noted
        assert verdict == "contradicted" or found.cells or any(remarks[i] for i in found.statements)


@pytest.mark.parametrize(
    ("identifier", "registered", "before", "name", "change", "after"),
    [
        ("t01-gdp-chn-2017", "t01-gdp", "wrong_base", "table 1", put("China", "2017 | GDP", "9.59"), "confirmed"),
        ("t01-gdp-chn-2017", "t01-gdp", "wrong_base", "table 1", put("China", "2017 | GDP", "9.00"), "contradicted"),
        (
            "t01-gdp-kor-2020",
            "t01-gdp",
            "misprint",
            "table 1",
            put("Rep. of Korea", "2020 | GDP", "-0.82"),
            "confirmed",
        ),
        (
            "t01-gdp-rus-2021",
            "t01-gdp",
            "wrong_base",
            "world_development_indicators",
            bank("RUS", 2021, "NY.GDP.MKTP.CD", 1.1),
            "contradicted",
        ),
        (
            "t01-digital-chn-2021",
            "t01-digital",
            "wrong_base",
            "table 1",
            put("China", "2021 | Digital economy", "31.76"),
            "confirmed",
        ),
        (
            "t01-better-jpn-2018",
            "t01-better",
            "contradicted",
            "table 1",
            put("Japan", "2018 | Digital economy", "2.13"),
            "confirmed",
        ),
        ("china-growth", "china-growth", "wrong_base", "statements", put("s011", "value", "107.5"), "confirmed"),
        ("china-growth", "china-growth", "wrong_base", "statements", put("s009", "value", "4649.3"), "confirmed"),
        (
            "intro-growth-2020-2021",
            "intro-growth",
            "wrong_base",
            "statements",
            put("s005", "value", "16.9"),
            "confirmed",
        ),
        (
            "intro-multiple-scale",
            "intro-multiple",
            "confirmed",
            "statements",
            put("s007", "value", "2"),
            "contradicted",
        ),
        (
            "t01-digital-jpn-2019",
            "t01-digital",
            "rounding",
            "table 1",
            put("Japan", "2019 | Digital economy", "4.51"),
            "confirmed",
        ),
        (
            "t01-digital-row-jpn",
            "t01-digital-row",
            "wrong_base",
            "statements",
            put("s017", "value", "51.8"),
            "confirmed",
        ),
        (
            "as-published-s010",
            "as-published",
            "confirmed",
            "statements",
            put("s010", "value", "7150.1"),
            "contradicted",
        ),
        (
            "russia-2020-share",
            "russia-2020",
            "confirmed",
            "table 1",
            put("The Russian Federation", "2020 | Digital economy", "-20"),
            "contradicted",
        ),
        (
            "t13-half-year-hl",
            "t13-half-year",
            "confirmed",
            "table 13",
            put("2023 (1-7)", "Heilongjiang Province | Trade Volume", "220.00"),
            "misprint",
        ),
        ("intro-steady", "intro-steady", "confirmed", "statements", put("s001", "value", "31.7"), "contradicted"),
        ("china-of-47", "china-of-47", "rounding", "statements", put("s148", "value", "19"), "confirmed"),
        ("china-of-47", "china-of-47", "rounding", "statements", put("s148", "value", "18.0"), "contradicted"),
        ("china-of-four", "china-of-four", "not_checkable", "statements", put("s150", "value", "70"), "contradicted"),
        ("korea-half-2021", "korea-half", "confirmed", "statements", put("s150", "value", "66"), "contradicted"),
        ("mongolia-275", "mongolia-275", "misprint", "statements", put("s034", "value", "3.7"), "confirmed"),
        ("mongolia-275", "mongolia-275", "misprint", "statements", put("s034", "value", "80"), "contradicted"),
        ("t05-seoul-2019", "t05-seoul-2019", "contradicted", "table 5", put("Seoul", "in 2019", "3"), "confirmed"),
        ("t05-total-tokyo", "t05-total", "rounding", "table 5", put("Tokyo", "Total score", "71.0"), "confirmed"),
        ("t05-total-tokyo", "t05-total", "rounding", "table 5", put("Tokyo", "Total score", "70.8"), "contradicted"),
        ("t06-sum", "t06-sum", "confirmed", "table 6", put("Spain", "quantity", "3"), "contradicted"),
        (
            "t07-4g-3g-wld",
            "t07-4g-3g",
            "contradicted",
            "table 7",
            put("Proportion of 3G Network coverage (%)", "Globe", "90 (2022)"),
            "confirmed",
        ),
        (
            "t02-order-chn-2021",
            "t02-order",
            "misprint",
            "table 2",
            put("China", "broadband subscriptions per 100 inhabitants | 2021", "104.8/37.6"),
            "confirmed",
        ),
        ("t08-order", "t08-order", "confirmed", "table 8", put("China", "Total score", "72"), "contradicted"),
        ("t09-top-ten-jpn", "t09-top-ten", "confirmed", "table 9", put("Japan", "2020", "11"), "contradicted"),
        (
            "ecommerce-sum-t10-2018",
            "ecommerce-sum",
            "confirmed",
            "table 10",
            put("10 above", "($ billion) | 2018", "19116"),
            "contradicted",
        ),
        (
            "ecommerce-sum-t10-2018",
            "ecommerce-sum",
            "confirmed",
            "table 10",
            put("10 above", "($ billion) | 2018", "19115"),
            "rounding",
        ),
        (
            "b2c-is-rest-gbr",
            "b2c-is-rest",
            "rounding",
            "table 12",
            put("United Kingdom", "B2C e-commerce sales ($ billion)", "252"),
            "confirmed",
        ),
        ("t11-rank-chn", "t11-rank", "misprint", "table 11", put("China", "Rank", "4"), "confirmed"),
        ("t11-rank-chn", "t11-rank", "misprint", "table 11", put("China", "Rank", "9"), "contradicted"),
        (
            "t13-customs-jl-level",
            "t13-customs",
            "misprint",
            "table 13",
            put("2022", "Jilin Province | Trade Volume", "17.33"),
            "confirmed",
        ),
        (
            "t13-half-year-jl",
            "t13-half-year",
            "misprint",
            "table 13",
            put("2023 (1-7)", "Jilin Province | Trade Volume", "16.377"),
            "confirmed",
        ),
        ("trade-provinces", "trade-provinces", "misprint", "statements", put("s119", "value", "17.6"), "confirmed"),
        ("trade-provinces", "trade-provinces", "misprint", "statements", put("s119", "value", "25.0"), "contradicted"),
        ("trade-zone", "trade-zone", "not_checkable", "statements", put("s122", "value", "11.3"), "confirmed"),
        (
            "ict-korea-surplus",
            "ict-korea-surplus",
            "confirmed",
            "statements",
            put("s083", "value", "113.6"),
            "contradicted",
        ),
        ("repeats-s028", "repeats", "confirmed", "statements", put("s028", "value", "97.7"), "rounding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_changed_datum_changes_the_verdict(
    identifier: str, registered: str, before: str, name: str, change: Change, after: str
) -> None:
    """A verdict follows from the data: with another datum it is another."""
    unchanged, changed = verdicts(Page(), registered), verdicts(changed_page(name, change), registered)

    assert (unchanged[identifier], changed[identifier]) == (before, after)


JUDGED = sorted(
    {identifier for _, _, found in FINDINGS if found.verdict != "not_checkable" for identifier in found.statements}
)


@pytest.mark.parametrize("identifier", JUDGED)
def test_every_judged_number_of_the_prose_matters(identifier: str) -> None:
    """Whichever judged number of the prose is changed, some verdict can change."""
    ran = {registered for registered, _, found in FINDINGS if identifier in found.statements}

    def outcome(page: Page) -> list[tuple[str, str]]:
        return [
            (identifier_of(CHECKS[registered], found), found.verdict)
            for registered in sorted(ran)
            for found in CHECKS[registered].run(page)
        ]

    recomputed = [found.recomputed for _, _, found in FINDINGS if identifier in found.statements and found.recomputed]
    # Nothing, a little, much, and what would be right.
    others = ["0.01", "7", "250", "1000000", *(f"{number.value:.2f}" for number in recomputed)]
    outcomes = [outcome(changed_page("statements", put(identifier, "value", other))) for other in others]

    assert any(changed != outcome(Page()) for changed in outcomes)


@pytest.mark.parametrize("number", _store.printed_tables())
def test_every_table_matters(number: int) -> None:
    """Whichever table's numbers are turned upside down, the audit notices."""

    def change(data: pd.DataFrame) -> None:
        # The largest becomes the smallest; a gap stays a gap, and a year in brackets that year.
        label = data.columns[1] if data.columns[0] == "Rank" else data.columns[0]
        for name in data.columns.difference([label]):
            data[name] = [re.sub(r"(?<!\()\b\d+(?:\.\d+)?", turned, cell) for cell in data[name]]

    def turned(match: re.Match[str]) -> str:
        return str(30_000 - Decimal(match[0]))

    names = {identifier: found.verdict for _, identifier, found in FINDINGS}
    moved = audit_of(changed_page(f"table {number}", change)).set_index("check")["verdict"].to_dict()

    assert moved != names


decimals = st.integers(min_value=0, max_value=4)
values = st.fractions(min_value=Fraction(-500), max_value=Fraction(500), max_denominator=10_000)
positive = st.fractions(min_value=Fraction(1), max_value=Fraction(500), max_denominator=1_000)


def rounded(value: Fraction, digits: int) -> Num:
    """Print a number with so many decimals, and read what is printed."""
    return Num.printed(f"{float(round(value, digits)):.{digits}f}")


@given(values, decimals)
def test_what_is_rightly_rounded_is_confirmed(value: Fraction, digits: int) -> None:
    """A printed number that rounds an exact one is confirmed by it, whatever its decimals."""
    assert equal(rounded(value, digits), Num.exact(value)) == "confirmed"


@given(values, decimals)
def test_a_digit_too_many_is_contradicted(value: Fraction, digits: int) -> None:
    """A printed number that is off by one in its last digit is contradicted by the exact one."""
    printed = rounded(value, digits)
    wrong = Num.printed(f"{float(printed.mid + 2 * printed.half):.{digits}f}")

    assert equal(wrong, Num.exact(printed.mid)) == "contradicted"


@given(positive, positive, decimals)
def test_a_right_computation_from_rounded_inputs_is_never_contradicted(
    new: Fraction, old: Fraction, digits: int
) -> None:
    """What the true numbers give is never contradicted by a computation with their printed digits."""
    a, b = rounded(new, 1), rounded(old, 1)
    for computed, true in (
        (a + b, new + old),
        (a - b, new - old),
        (a * b, new * old),
        (a / b, new / old),
        (over_old(a, b), (new - old) / old * 100),
        (over_new(a, b), (new - old) / new * 100),
    ):
        assert computed.low <= true <= computed.high
        assert equal(rounded(true, digits), computed) != "contradicted"


@given(positive, positive)
def test_bases_are_each_others_inverse(new: Fraction, old: Fraction) -> None:
    """A rate g over the new value is g / (1 - g) over the old one."""
    a, b = Num.exact(new), Num.exact(old)
    over = over_new(a, b).mid / 100

    assert over_old(a, b).mid / 100 == over / (1 - over)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (above(Num.exact(50), Num.exact(50)), "contradicted"),
        (above(Num.printed("51"), Num.exact(50)), "confirmed"),
        (above(Num.printed("50"), Num.exact(50)), "rounding"),
        (nearly(Num.printed("20"), Num.exact("19.6")), "confirmed"),
        (nearly(Num.printed("20"), Num.exact("20.1")), "contradicted"),
        (nearly(Num.printed("20"), Num.exact("18.9")), "contradicted"),
        (nearly(Num.printed("20"), Num.printed("19")), "rounding"),
        (either_base(Num.printed("14.4"), Num.exact("16.9"), Num.exact("14.43")), "wrong_base"),
        (either_base(Num.printed("14.4"), Num.exact("14.4"), Num.exact("14.43")), "confirmed"),
        (either_base(Num.printed("14.4"), Num.exact("16.9"), Num.exact("14.5")), "contradicted"),
    ],
)
def test_rules_of_words_and_bases(verdict: str, expected: str) -> None:
    """Over is strictly above, nearly is below and rounding to it, and a wrong base needs the usual one to fail."""
    assert verdict == expected


def test_printed_digits_are_kept() -> None:
    """A number knows its printed digits: a year in brackets is no part of it, a trailing zero is."""
    half = Fraction(1, 20)

    assert Num.printed("45.0").half == Num.printed("90.2(2020)").half == half
    assert Num.printed("70 (2022)").half == Fraction(1, 2)
    assert not overlap(Num.printed("45.0"), Num.printed("45.2"))
    assert overlap(Num.printed("45"), Num.printed("45.2"))


@pytest.mark.parametrize("printed", ["NA", "-", "", "19.9/55.8"])
def test_what_is_no_number_is_refused(printed: str) -> None:
    """A cell without a number is no number."""
    with pytest.raises(ValueError, match="not a printed number"):
        Num.printed(printed)


def test_two_checks_cannot_share_an_identifier() -> None:
    """A second check of one name is refused."""

    def run(page: Page):  # type: ignore[no-untyped-def]
        yield Finding("confirmed")

    with pytest.raises(ValueError, match="t06-sum"):
        check("t06-sum", "Table 6", "A claim", "A rule")(run)


def test_an_address_that_fits_two_cells_is_refused() -> None:
    """A check cannot read a cell that its address does not single out."""
    with pytest.raises(LookupError, match="2 cells"):
        Page().cell(10, "CHN", "($ billion)")


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("width", [80, 60])
def test_report_fits_its_width(width: int, everything: bool) -> None:
    """What is printed for people fits, and has no space at the end of a line."""
    lines = text(audit(), width, everything).splitlines()

    assert [line for line in lines if len(line) > width or line != line.rstrip()] == []


def test_report_tells_every_finding() -> None:
    """The report counts each verdict, and names every check of which something does not hold."""
    data = audit()
    report = text(data)

    for verdict, count in data["verdict"].value_counts().items():
        assert f"{count:>4} {verdict} " in report
    for group in groups(data):
        assert (f"[{group.check.id}" in report) == (group.verdict in FAILING) or any(
            other.check.id == group.check.id and other.verdict in FAILING for other in groups(data)
        )


def test_groups_hold_every_row() -> None:
    """Grouped by verdict and check, the audit is still whole."""
    data = audit()

    assert sorted(row.check for group in groups(data) for row in group.rows) == sorted(data["check"])


def test_page_is_what_the_audit_gives() -> None:
    """docs/audit.md is what the audit gives today."""
    assert (REPOSITORY / "docs" / "audit.md").read_text(encoding="utf-8") == write_audit_page.page()


def test_an_audit_changes_nothing() -> None:
    """Two audits give the same table, and changing one does not change the next."""
    first = audit()
    second = audit()
    second["verdict"] = "changed"

    pd.testing.assert_frame_equal(first, audit())
