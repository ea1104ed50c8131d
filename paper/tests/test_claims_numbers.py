"""Numbers with printed digits, and the rules of the verdicts."""

from __future__ import annotations

import ast
import operator
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
    undecided,
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
    return Num.printed(f"{float(rounded(value, digits)):.{digits}f}")


@given(values, decimals)
def test_what_is_rightly_rounded_is_confirmed(value, digits):
    """A printed number is confirmed by the exact one that it rounds, whatever its decimals."""
    assert equal(as_printed(value, digits), Num.exact(value)) == "confirmed"


@given(values, decimals)
def test_a_digit_too_many_is_contradicted(value, digits):
    """A printed number that is off by one in its last digit is contradicted by the exact one."""
    printed = as_printed(value, digits)
    wrong = Num.printed(f"{float(printed.mid + 2 * printed.half):.{digits}f}")

    assert equal(wrong, Num.exact(printed.mid)) == "contradicted"


@given(positive, positive, decimals)
def test_a_right_computation_from_rounded_inputs_is_never_contradicted(
    new, old, digits
):
    """A computation with printed digits never contradicts the result of the true numbers."""
    a = as_printed(new, 1)
    b = as_printed(old, 1)
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


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(formula: str) -> Fraction:
    """Return the exact result of a formula of numbers, the four operations and brackets."""

    def value_of(node: ast.AST) -> Fraction:
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](value_of(node.left), value_of(node.right))
        if isinstance(node, ast.UnaryOp):
            return -value_of(node.operand)
        return Fraction(ast.get_source_segment(formula, node))

    return value_of(ast.parse(formula, mode="eval").body)


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
    a, b, c = (as_printed(value, 2) for value in (one, other, third))
    for computed in (
        a - (b - c),
        a - (b + c),
        (a - b) * (b + c),
        a * (b - c),
        a / (b * c),
        a / (b / c),
        a / b / c,
        a / (b + c),
        -(a + b) * c,
        c - -(a - b),
        over_old(a + b, c),
        over_new(a * b, b + c),
        total([a, b * c, c]),
    ):
        assert evaluate(computed.formula) == computed.mid


def test_a_number_that_is_taken_over_has_no_formula():
    """Adding 0, and multiplying or dividing by 1, is no arithmetic."""
    number = Num.printed("24.10")

    for same in (
        number + 0,
        number - 0,
        number * 1,
        number / 1,
        total([number]),
    ):
        assert same == number
        assert same.formula == ""


@given(positive, positive)
def test_bases_are_each_others_inverse(new, old):
    """A rate g over the new value is g / (1 - g) over the old one."""
    a = Num.exact(new)
    b = Num.exact(old)
    over = over_new(a, b).mid / 100

    assert over_old(a, b).mid / 100 == over / (1 - over)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (above(Num.exact(50), Num.exact(50)), "contradicted"),
        (above(Num.printed("51"), Num.exact(50)), "confirmed"),
        (above(Num.printed("50"), Num.exact(50)), "rounding"),
        (nearly(Num.printed("20"), Num.exact("19.6")), "confirmed"),
        (nearly(Num.printed("20"), Num.exact("19.5")), "confirmed"),
        (nearly(Num.printed("20"), Num.exact("20")), "contradicted"),
        (nearly(Num.printed("20"), Num.exact("20.1")), "contradicted"),
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
    ],
)
def test_rules_of_words_and_bases(verdict, expected):
    """Over is above, nearly is below and rounding to it; only one base may give a rate."""
    assert verdict == expected


def test_printed_digits_are_kept():
    """A number's digits are the printed ones, with trailing zeros, without a year in brackets."""
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
def test_a_last_digit_is_less_than_one_unit_off(printed, value, expected):
    """Less than a unit of the last digit is `last_digit`; a whole unit is a contradiction."""
    assert to_a_digit(Num.printed(printed), Num.exact(value)) == expected


def test_a_number_is_undecided_only_where_its_digits_straddle():
    """A bound leaves a number undecided if its digits allow values on both sides of the bound."""
    bound = Num.exact(50)

    assert undecided(bound, Num.printed("50"))
    assert not undecided(bound, Num.printed("51"))
    assert not undecided(bound, Num.printed("49"))
    # A number equal to the bound is not above it: a range that begins there is undecided, one that
    # ends there is not.
    assert undecided(Num.exact("49.5"), Num.printed("50"))
    assert not undecided(Num.exact("50.5"), Num.printed("50"))


def test_a_half_is_rounded_upwards():
    """Rounding is the paper's: halves upwards, not to the even digit."""
    assert [rounded(Fraction(text), 1) for text in ("0.25", "0.35", "28.749")] == [
        Fraction(text) for text in ("0.3", "0.4", "28.7")
    ]


@pytest.mark.parametrize("divisor", ["0", "0.0", "0.4"])
def test_what_may_be_0_divides_nothing(divisor):
    """A divisor that its printed digits allow to be 0 is refused; any other is accepted."""
    printed = Num.printed(divisor)
    if printed.low > 0:
        assert (1 / printed).value == 2.5
    else:
        with pytest.raises(ZeroDivisionError, match="may be 0"):
            Num.exact(1) / printed


@given(values, values)
def test_signs_and_whole_numbers_keep_bounds(one, other):
    """Negatives, differences and products of printed numbers have the result in their bounds."""
    a = as_printed(one, 1)
    b = as_printed(other, 1)

    for computed, true in (
        (-a, -one),
        (7 - a, 7 - one),
        (a * b, one * other),
        (a * 3, one * 3),
        (a - 2, one - 2),
    ):
        assert computed.low <= true <= computed.high
        assert computed.low <= computed.mid <= computed.high
    assert (-a).decimals == a.decimals
    assert (a < b) == (a.mid < b.mid)
    assert (a <= b) == (a.mid <= b.mid)


def test_what_is_computed_comes_from_all_that_it_was_computed_with():
    """Computed numbers list the cells and statements of all operands, each once, in their order."""
    one = Num.exact(
        6,
        (("d", "k", "c"),),
        ("s1",),
    )
    other = Num.exact(
        3,
        (("d", "k", "c"), ("e", "k", "c")),
        ("s2", "s1"),
    )

    for computed in (
        one + other,
        total([one, other, one]),
        one - other,
        one * other,
        one / other,
        over_old(one, other),
        over_new(one, other),
    ):
        assert set(computed.cells) == {("d", "k", "c"), ("e", "k", "c")}
        assert sorted(computed.statements) == ["s1", "s2"]
    assert (-other).cells == other.cells
    assert (-other).statements == other.statements


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (below(Num.exact(49), Num.exact(50)), "confirmed"),
        (below(Num.exact(50), Num.exact(50)), "contradicted"),
        (worst(["confirmed", "rounding", "misprint"]), "misprint"),
        (worst(["not_checkable", "confirmed"]), "not_checkable"),
        (
            either_base(Num.printed("14.4"), Num.printed("14"), Num.exact("14.5")),
            "rounding",
        ),
    ],
)
def test_rules_of_order_and_of_parts(verdict, expected):
    """Below is strictly below; a claim of several parts gets the worst verdict."""
    assert verdict == expected


def test_numbers_that_touch_may_be_the_same():
    """Two printed numbers overlap if their ranges share an end, on either side."""
    low = Num.printed("45")
    high = Num.printed("46")

    assert overlap(low, high)
    assert overlap(high, low)
    assert not overlap(low, Num.printed("47"))


@pytest.mark.parametrize(
    ("stated", "found", "passes"),
    [
        (Num.printed("94"), Num.exact("94.4"), 1),
        (Num.printed("94"), Num.exact("94.5"), 2),
        (Num.printed("1.5"), Num.printed("1.5"), 3),
        (Num.printed("1339"), Num(Fraction(1338), Fraction(1328), Fraction(1348)), 21),
        (Num.exact(4), Num.exact(4), 1),
    ],
)
def test_how_many_values_would_pass(stated, found, passes):
    """A value passes if its digits and those of what is recomputed meet."""
    assert passing(stated, found).passes == passes


@given(values, decimals, st.fractions(min_value=Fraction(0), max_value=Fraction(50)))
def test_what_would_pass_are_values_that_overlap(value, digits, steps):
    """As many values pass as overlap with what is recomputed, counted one by one."""
    step = Fraction(1, 10**digits)
    found = Num(
        value,
        value - steps * step,
        value + steps * step,
    )
    stated = as_printed(value, digits)
    reach = int(steps) + 3
    near = [
        Num(middle, middle - step / 2, middle + step / 2)
        for middle in (stated.mid + step * n for n in range(-reach, reach + 1))
    ]

    assert passing(stated, found).passes == sum(overlap(one, found) for one in near)
