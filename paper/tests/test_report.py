"""The report on the audit: its summary, causes and findings, line by line, for a few findings."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from neadigital import __main__ as shell
from neadigital._catalogue import audit_summary
from neadigital.consistency._printed import Num
from paper.audit.checks import CONSISTENCY, Check, Finding, Result
from paper.audit.report import Group, amounts_of, groups

SUM = Check(
    "t1-sum",
    None,
    "Table {number}",
    "the sum is {stated} {unit}",
    rule="Added up",
    about="the sums",
    kind="claim",
)
PLACE = Check(
    "s2-place",
    None,
    "Section II",
    "{economy} is first",
    rule="Compared with the ranks",
    about="the places",
)
FIT = Check(
    "t3-fit", None, "Table 3", "the parts fit", rule="Added up", kind=CONSISTENCY
)


def finding(
    check: Check,
    verdict: str,
    said: str = "",
    found: str = "",
    detail: str = "",
    **words: object,
) -> Result:
    stated, recomputed = (Num.printed(text) if text else None for text in (said, found))
    return Result(
        check, Finding(verdict, stated, recomputed, "%", detail, {"number": 1} | words)
    )


FOUND = [
    finding(SUM, "confirmed", "1.0", "1.00", year=2020),
    finding(SUM, "confirmed", "2.0", "2.04", year=2021),
    finding(SUM, "contradicted", "3.0", "4.12345", "It was added twice", year=2022),
    finding(SUM, "rounding", "5", "5.6", year=2023),
    finding(PLACE, "last_digit", economy="CHN"),
    finding(PLACE, "not_checkable", economy="KOR", detail="No rank is known"),
    finding(FIT, "contradicted"),
]


def audit_of(results: list[Result]) -> list[dict[str, str]]:
    """The lines of some findings in the audit's file, all that does not hold with one cause."""
    explained = ("contradicted", "last_digit")
    rows: list[dict[str, Any]] = [
        {
            "check": one.identifier,
            "cause": "slip" if one.finding.verdict in explained else None,
            "where": one.where,
            "claim": one.claim,
            "kind": one.check.kind,
            "stated": one.finding.stated and one.finding.stated.value,
            "recomputed": one.finding.recomputed and one.finding.recomputed.value,
            "unit": one.finding.unit,
            "verdict": one.finding.verdict,
            "holds": one.finding.holds,
            "explanation": one.explanation,
        }
        for one in results
    ]
    return [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in rows
    ]


AUDIT = audit_of(FOUND)
CAUSES = [
    {
        "cause": "slip",
        "title": "A slip of the pen",
        "printed": "3.0.",
        "follows": "4.1.",
        "how": "Arithmetic.",
        "changes": "A conclusion.",
        "certainty": "proved; why is open",
    }
]


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "76")


def test_the_summary_counts():
    """The summary counts claims by whether they hold, and apart from them the other checks."""
    assert audit_summary(AUDIT) == (
        "Of 6 claims of the paper (Song 2023), 4 hold, 1 of them except for a last digit "
        "or a revision; 1 do not, for 1 causes; 1 cannot be checked here. The audit also "
        "has 1 check of consistency that no sentence of the paper makes"
    )
    assert "0 do not, for 0 causes" in audit_summary(AUDIT[4:])


def test_numbers_have_two_decimals_more():
    """A recomputed number has two decimals more than the stated one, at most four."""
    told = [amounts_of(result.finding) for result in FOUND]

    assert told == ["1.0 -> 1", "2.0 -> 2.04", "3.0 -> 4.123", "5 -> 5.6", "", "", ""]
    assert amounts_of(Finding("confirmed", Num.printed("1.25"))) == "1.25"
    assert amounts_of(Finding("confirmed", recomputed=Num.exact("1.23456"))) == "1.23"
    assert (
        amounts_of(Finding("x", Num.printed("1.000"), Num.exact("1.23456789")))
        == "1.000 -> 1.2346"
    )


def test_groups_are_of_one_verdict_and_one_check():
    """Findings are grouped by verdict, the worst first, and by check, with their share."""
    told = [
        (group.verdict, group.name, group.count, group.claim, group.where)
        for group in groups(FOUND, FOUND)
    ]

    assert told == [
        ("contradicted", "t1-sum-2022", "1 of 4", "The sum is 3.0 %", ["Table 1"]),
        ("contradicted", "t3-fit", "1", "The parts fit", ["Table 3"]),
        ("last_digit", "s2-place-chn", "1 of 2", "China is first", ["Section II"]),
        ("rounding", "t1-sum-2023", "1 of 4", "The sum is 5 %", ["Table 1"]),
        (
            "not_checkable",
            "s2-place-kor",
            "1 of 2",
            "The Republic of Korea is first",
            ["Section II"],
        ),
        ("confirmed", "t1-sum-...", "2 of 4", "the sums", ["Table 1"]),
    ]
    [whole] = groups(FOUND[:2], FOUND[:2])
    assert whole.count == "2"
    assert whole.amounts == ["%: 2020 1.0 -> 1", "2021 2.0 -> 2.04"]
    [alone] = groups(FOUND[:1], FOUND[:1])
    assert alone.count == "1"
    assert alone.amounts == ["1.0 -> 1 %"]


def test_amounts_have_their_unit():
    """The word rank precedes its number, units follow; several findings show one they share."""
    one, two = (
        Finding("misprint", Num.printed("3"), Num.exact(4), unit)
        for unit in ("rank", "")
    )
    amounts = [
        Group("", SUM, [Result(SUM, f) for f in found], 2).amounts
        for found in ([one], [two], [one, two])
    ]

    assert amounts == [["rank 3 -> 4"], ["3 -> 4"], ["3 -> 4", "3 -> 4"]]
    assert Group("", SUM, [FOUND[4]], 1).amounts == []


def test_a_comparison_that_holds_has_no_arrow():
    """A bound that is kept follows the number; one that is broken is at the start of the arrow."""
    bound = Num.exact(10)
    place = Num.exact(4)
    kept, broken = (
        Finding(word, bound, place, labels={"number": 1})
        for word in ("confirmed", "misprint")
    )

    assert [amounts_of(kept), amounts_of(broken)] == ["4 against 10", "10 -> 4"]


def test_the_report():
    """The report has summary, verdicts and causes, and says how to see the rest."""
    assert shell.report(AUDIT, CAUSES) == dedent("""
        Of 6 claims of the paper (Song 2023), 4 hold, 1 of them except for a last
        digit or a revision; 1 do not, for 1 causes; 1 cannot be checked here. The
        audit also has 1 check of consistency that no sentence of the paper makes.

           1 contradicted  the data say otherwise
           0 misprint      the data say otherwise, and show which printed number or
                           label is wrong
           0 wrong_base    the number is right only over another base than the words
                           say
           1 last_digit    off by one in the last printed digit, or within a
                           revision of its source; it changes no conclusion
           1 rounding      off, but by no more than the printed digits allow
           1 not_checkable nothing here to check it against
           2 confirmed     the recomputation rounds to what is printed, or the
                           comparison holds

        Checks of consistency: 1 contradicted.

        By cause, in the order of what changes a conclusion of the paper:

         1  A slip of the pen [slip]
            Printed:  3.0.
            Follows:  4.1.
            Known by: Arithmetic.
            Changes:  A conclusion.
            How sure: Proved; why is open.
            Findings: 2 contradicted (t1-sum-2022, t3-fit); 1 last_digit
                      (s2-place-chn)

        All findings: neadigital show audit --all, or audit --format csv
    """).strip("\n")


def test_the_report_on_claims_alone():
    """If all findings are on claims, no checks of consistency are listed."""
    assert "Checks of consistency:" in shell.report(AUDIT, CAUSES)
    assert "Checks of consistency:" not in shell.report(AUDIT[:-1], CAUSES)
