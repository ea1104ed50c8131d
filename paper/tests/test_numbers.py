"""Numbers with printed digits: what is computed with them, and the rules of the verdicts."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import neadigital
from paper.audit.checks import (
    above,
    below,
    either_base,
    equal,
    nearly,
    passing,
    rounded,
    to_a_digit,
    worst,
)
from paper.rows.intervals import Num, over_new, over_old, overlap, total

decimals = st.integers(min_value=0, max_value=4)
values = st.fractions(
    min_value=Fraction(-500), max_value=Fraction(500), max_denominator=10_000
)
positive = st.fractions(
    min_value=Fraction(1), max_value=Fraction(500), max_denominator=1_000
)


def as_printed(value: Fraction, digits: int) -> Num:
    """Print a number with so many decimals, a half upwards, and read it back."""
    number = float(rounded(value, digits))
    return Num.printed(f"{number:.{digits}f}")


@given(values, decimals)
def test_what_is_rightly_rounded_is_confirmed(value, digits):
    """A printed number is confirmed by the exact one that it rounds, whatever its decimals."""
    assert equal(as_printed(value, digits), Num.exact(value)) == "confirmed"


@given(values, decimals)
def test_a_digit_too_many_is_contradicted(value, digits):
    """A printed number that is off by one in its last digit is contradicted by the exact one."""
    printed = as_printed(value, digits)
    one_more = printed.mid + 2 * printed.half
    wrong = as_printed(one_more, digits)

    assert equal(wrong, Num.exact(printed.mid)) == "contradicted"


@given(positive, positive, values, decimals)
def test_a_right_computation_from_rounded_inputs_is_never_contradicted(
    new, old, signed, digits
):
    """A computation with printed digits never contradicts the result of the true numbers."""
    a = as_printed(new, 1)
    b = as_printed(old, 1)
    c = as_printed(signed, 1)
    for computed, true in (
        (a + b, new + old),
        (a - c, new - signed),
        (b * c, old * signed),
        (c / b, signed / old),
        (-c * 3, -signed * 3),
        (7 - c, 7 - signed),
        (over_old(a, b), (new - old) / old * 100),
        (over_new(a, b), (new - old) / new * 100),
    ):
        assert computed.low <= true <= computed.high
        assert equal(as_printed(true, digits), computed) != "contradicted"


def evaluate(formula: str) -> Fraction:
    """Return the exact result of a formula."""
    exact = re.sub(r"\d+(\.\d+)?", r"Fraction('\g<0>')", formula)
    return Fraction(eval(exact))  # noqa: S307


def test_each_formula_gives_its_number():
    """The formula of each finding gives the number that was recomputed."""
    found = neadigital.audit().dropna(subset="formula")

    assert len(found) > 150
    for finding in found.itertuples():
        result = float(evaluate(finding.formula))
        assert round(result, 4) == finding.recomputed, finding.check


@given(positive, positive, positive)
def test_a_formula_says_how_a_number_was_computed(one, other, third):
    """Whatever is computed with whatever, brackets stand where the result needs them."""
    a = as_printed(one, 2)
    b = as_printed(other, 2)
    c = as_printed(third, 2)
    for computed in (
        a - (b - c),
        (a - b) * (b + c),
        a / (b * c),
        a / (b / c),
        -(a + b) * c,
        over_new(a * b, b + c),
        total([a, b * c, c]),
    ):
        assert evaluate(computed.formula) == computed.mid
    # What is taken over is not computed.
    for same in (a + 0, a - 0, a * 1, a / 1):
        assert same.formula == ""


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (above(Num.exact(50), Num.exact(50)), "contradicted"),
        (above(Num.printed("51"), Num.exact(50)), "confirmed"),
        (above(Num.printed("50"), Num.exact(50)), "rounding"),
        (below(Num.exact(49), Num.exact(50)), "confirmed"),
        (below(Num.exact(50), Num.exact(50)), "contradicted"),
        (nearly(Num.printed("20"), Num.exact("19.5")), "confirmed"),
        (nearly(Num.printed("20"), Num.exact("20")), "contradicted"),
        (nearly(Num.printed("20"), Num.exact("18.9")), "contradicted"),
        (nearly(Num.printed("20"), Num.printed("19")), "rounding"),
        (
            either_base(Num.printed("14.4"), Num.exact("16.9"), Num.exact("14.43")),
            "wrong_base",
        ),
        (
            either_base(Num.printed("14.4"), Num.exact("14.4"), Num.exact("16.9")),
            "confirmed",
        ),
        (
            either_base(Num.printed("14.4"), Num.exact("14.4"), Num.exact("14.43")),
            "not_checkable",
        ),
        (
            either_base(Num.printed("14.4"), Num.exact("16.9"), Num.exact("14.5")),
            "contradicted",
        ),
        # A half is rounded upwards; a last digit is less than a unit off.
        (to_a_digit(Num.printed("28.8"), Num.exact("28.7482")), "last_digit"),
        (to_a_digit(Num.printed("28.8"), Num.exact("28.7")), "contradicted"),
        (to_a_digit(Num.printed("28.8"), Num.exact("28.85")), "rounding"),
        (worst(["confirmed", "rounding", "misprint"]), "misprint"),
        (worst(["not_checkable", "confirmed"]), "not_checkable"),
    ],
)
def test_rules_of_words_and_bases(verdict, expected):
    """Over is above, nearly is below and rounding to it; only one base may give a rate."""
    assert verdict == expected


@given(values, decimals, st.fractions(min_value=Fraction(0), max_value=Fraction(50)))
def test_what_would_pass_are_values_that_overlap(value, digits, steps):
    """As many values pass as overlap with what is recomputed, counted one by one."""
    step = Fraction(1, 10**digits)
    reach_of_bounds = steps * step
    found = Num(value, value - reach_of_bounds, value + reach_of_bounds)
    stated = as_printed(value, digits)
    reach = int(steps) + 3
    overlapping = 0
    for n in range(-reach, reach + 1):
        near = as_printed(stated.mid + step * n, digits)
        overlapping += overlap(near, found)

    assert passing(stated, found).passes == overlapping
