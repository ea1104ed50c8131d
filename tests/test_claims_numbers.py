"""Numbers with digits, and the rules of the verdicts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital.claims.numbers import Num, over_new, over_old, overlap, total
from neadigital.claims.verdicts import above, either_base, equal, nearly, rounded, to_a_digit, undecided

decimals = st.integers(min_value=0, max_value=4)
values = st.fractions(min_value=Fraction(-500), max_value=Fraction(500), max_denominator=10_000)
positive = st.fractions(min_value=Fraction(1), max_value=Fraction(500), max_denominator=1_000)


def as_printed(value: Fraction, digits: int) -> Num:
    """Print a number with so many decimals, and read what is printed."""
    return Num.printed(f"{float(round(value, digits)):.{digits}f}")


@given(values, decimals)
def test_what_is_rightly_rounded_is_confirmed(value: Fraction, digits: int) -> None:
    """A printed number that rounds an exact one is confirmed by it, whatever its decimals."""
    assert equal(as_printed(value, digits), Num.exact(value)) == "confirmed"


@given(values, decimals)
def test_a_digit_too_many_is_contradicted(value: Fraction, digits: int) -> None:
    """A printed number that is off by one in its last digit is contradicted by the exact one."""
    printed = as_printed(value, digits)
    wrong = Num.printed(f"{float(printed.mid + 2 * printed.half):.{digits}f}")

    assert equal(wrong, Num.exact(printed.mid)) == "contradicted"


@given(positive, positive, decimals)
def test_a_right_computation_from_rounded_inputs_is_never_contradicted(
    new: Fraction, old: Fraction, digits: int
) -> None:
    """What the true numbers give is never contradicted by a computation with their printed digits."""
    a, b = as_printed(new, 1), as_printed(old, 1)
    for computed, true in (
        (a + b, new + old),
        (a - b, new - old),
        (a * b, new * old),
        (a / b, new / old),
        (over_old(a, b), (new - old) / old * 100),
        (over_new(a, b), (new - old) / new * 100),
    ):
        assert computed.low <= true <= computed.high
        assert equal(as_printed(true, digits), computed) != "contradicted"


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


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("28.8", "28.8", "confirmed"),
        ("28.8", "28.7482", "last_digit"),
        ("28.8", "28.7", "contradicted"),
        ("28.8", "28.8999", "last_digit"),
        ("28.8", "28.9", "contradicted"),
    ],
)
def test_a_last_digit_is_less_than_one_unit_off(printed: str, value: str, expected: str) -> None:
    """What is off by less than a unit of its last digit is off by a last digit, a whole unit is a contradiction."""
    assert to_a_digit(Num.printed(printed), Num.exact(value)) == expected


def test_a_number_is_undecided_only_where_its_digits_straddle() -> None:
    """A bound leaves a number undecided if the number may be above it and may be not."""
    bound = Num.exact(50)

    assert undecided(bound, Num.printed("50"))
    assert not undecided(bound, Num.printed("51"))
    assert not undecided(bound, Num.printed("49"))


def test_a_half_is_rounded_upwards() -> None:
    """Rounding is that of the page, of a half upwards and not to the even digit."""
    assert [rounded(Fraction(text), 1) for text in ("0.25", "0.35", "28.749")] == [
        Fraction(text) for text in ("0.3", "0.4", "28.7")
    ]


def test_a_number_knows_where_it_comes_from() -> None:
    """What is computed comes from all that it is computed from, each once."""
    cell = ("growth_rates", "economy=CHN;year=2017", "gdp_growth_pct")
    a, b = Num.printed("1.0", (cell,)), Num.exact(2, statements=("s001",))

    for number in (a + b, a - b, a * b, a / b, total([a, b, a]), over_old(a, b)):
        assert (number.cells, number.statements) == ((cell,), ("s001",))


@pytest.mark.parametrize("printed", ["NA", "-", "", "19.9/55.8"])
def test_what_is_no_number_is_refused(printed: str) -> None:
    """A cell without a number is no number."""
    with pytest.raises(ValueError, match="not a printed number"):
        Num.printed(printed)
