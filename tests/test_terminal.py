"""How text and tables look in a terminal, and that nothing a user typed acts there."""

from __future__ import annotations

import contextlib
import io
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital.__main__ import main
from neadigital._shell import terminal


class Terminal(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals(variables: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets bold headings, unless NO_COLOR is set to anything; a file or pipe never does."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    shown, piped = Terminal(), io.StringIO()
    for stream in (shown, piped):
        monkeypatch.setattr(sys, "stdout", stream)
        main(["list"])

    assert ("\x1b[1m" in shown.getvalue()) is coloured
    assert "\x1b" not in piped.getvalue()


@given(st.text())
def test_what_is_harmless_acts_on_no_terminal(text: str) -> None:
    """Every control, bidi and other invisible character is written out; what is visible stays."""
    shown = terminal.harmless(text)

    assert shown.isprintable()
    assert shown == text or not text.isprintable()


@pytest.mark.parametrize("nasty", ["\x1b[31mred", "a\u202etxt", "a\rb", "bell\x07", "\x9b2J", "two\nlines", "\udcff"])
@pytest.mark.parametrize(
    "arguments", [["show"], ["list", "--format"], ["frob", "--"], ["observations"], ["list"], ["--"]], ids=" ".join
)
def test_arguments_come_back_harmless(arguments: list[str], nasty: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No control or bidi character of an argument reaches the terminal, whatever is wrong with the argument."""
    with contextlib.suppress(SystemExit):
        assert main([*arguments, nasty]) == 2
    error = capsys.readouterr().err

    assert all(character.isprintable() for line in error.split("\n") for character in line)
    assert error


@pytest.mark.parametrize(("number", "said"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes")])
def test_count(number: int, said: str) -> None:
    """A number and its noun agree."""
    assert terminal.count(number, "note") == said


def test_wide_characters_take_two_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text of East Asia is wrapped and aligned by the columns it takes."""
    monkeypatch.setenv("COLUMNS", "40")
    lines = terminal.wrap("情報通信業 " * 10).splitlines()
    table = terminal.table(pd.DataFrame({"name": ["산업 규모", "abc"], "n": [1, 22]})).splitlines()

    assert max(map(terminal.measure, lines)) <= 40
    assert len(lines) > 2
    assert len({terminal.measure(line) for line in table}) == 1


def test_missing_values_are_dashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gap is a dash, in a column of any kind, and leaves its column's decimals as they are."""
    frame = pd.DataFrame(
        {"rate": [1.5, None, 10], "rank": pd.array([1, None, 3], dtype="Int64"), "in": [True, False, True]}
    )
    lines = [line.split() for line in terminal.table(frame).splitlines()]

    assert lines == [["rate", "rank", "in"], ["1.5", "1", "yes"], ["-", "-", "no"], ["10.0", "3", "yes"]]


def test_points_are_aligned_where_decimals_differ_much() -> None:
    """Numbers with very different decimals keep their own, with the points one under the other."""
    frame = pd.DataFrame({"value": [0.00159, 360858000000.0, 1.5, None], "unit": ["a", "b", "c", "d"]})
    _, *lines = terminal.table(frame).splitlines()

    assert "360858000000 " in lines[1]
    assert "360858000000." not in lines[1]
    assert lines[0].index(".") == lines[2].index(".") == lines[1].index("360858000000") + 12


@given(
    st.integers(40, 160),
    st.lists(
        st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=30),
        min_size=1,
        max_size=8,
        unique=True,
    ),
)
def test_no_table_is_wider_than_the_width(width: int, names: list[str]) -> None:
    """However many columns of usual width a frame has, each line of its table fits."""
    frame = pd.DataFrame({name: [1.25, 20.0] for name in names})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        lines = terminal.table(frame, names[:1]).splitlines()

    assert all(len(line) <= max(width, 2 + 2 * max(map(len, names))) for line in lines)


def test_long_texts_are_folded_in_their_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text stays in its column, over several lines."""
    monkeypatch.setenv("COLUMNS", "60")
    frame = pd.DataFrame({"key": ["a", "b"], "text": ["word " * 30, "short"]})
    lines = terminal.table(frame, ["key"]).splitlines()

    assert max(map(len, lines)) <= 60
    assert lines[0].split() == ["key", "text"]
    assert sum(line.startswith("     word") for line in lines) >= 2


def test_tiny_numbers_keep_their_powers() -> None:
    """A column with a number so small that it is written with a power of ten is shown as it is, gaps as dashes."""
    frame = pd.DataFrame({"p": [1e-12, 0.5, None]})

    assert [line.strip() for line in terminal.table(frame).splitlines()] == ["p", "1e-12", "0.5", "-"]


@pytest.mark.parametrize("stream", [None, io.StringIO()], ids=["none", "closed"])
def test_nobody_to_complain_to(stream: io.StringIO | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that nobody could read is dropped without an error."""
    if stream:
        stream.close()
    monkeypatch.setattr(sys, "stderr", stream)

    assert main(["show", "narnia"]) == 2


def test_nowhere_to_write(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an output, a command says so and fails."""
    monkeypatch.setattr(sys, "stdout", None)

    assert main(["list"]) == 2
    told = "neadigital: there is nowhere to write to, the standard output is closed.\n"
    assert capsys.readouterr().err == told


def test_bold_where_there_is_no_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an output nothing is bold."""
    monkeypatch.setattr(sys, "stdout", None)

    assert terminal.bold("heading") == "heading"


@given(st.text(st.characters(codec="ascii", categories=["L", "P", "Zs"])), st.integers(1, 40))
def test_folding_loses_no_character(text: str, limit: int) -> None:
    """A folded cell has all its characters but blanks, in order, in lines within the limit."""
    lines = terminal.folded(text, limit)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= limit for line in lines)
