"""How tables, columns and prose are laid out in a terminal, character by character."""

from __future__ import annotations

import io
import sys
from textwrap import dedent
from typing import Any

import pandas as pd
import pytest

from neadigital._shell import terminal, views
from neadigital._shell.terminal import Column

NAN = float("nan")


def laid_out(frame: dict[str, Any], keys: list[str], columns: int, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    return terminal.table(pd.DataFrame(frame), keys)


def shown(text: str) -> str:
    return dedent(text).strip("\n")


@pytest.mark.parametrize(("columns", "wide"), [("39", 40), ("40", 40), ("41", 41), ("200", 200), ("", 80)])
def test_width(columns: str, wide: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The width is COLUMNS, at least 40; without a terminal and without COLUMNS it is 80."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "__stdout__", io.StringIO())

    assert terminal.width() == wide


@pytest.mark.parametrize(("text", "takes"), [("abc", 3), ("산업", 4), ("Ａ", 2), ("e\u0301é", 2), ("", 0)])
def test_measure(text: str, takes: int) -> None:
    """A wide character takes two columns, a mark on a letter none, any other one."""
    assert terminal.measure(text) == takes


def test_lines_are_filled() -> None:
    """Words stand in a line as long as they fit with their gap, to the last column; a longer one stands alone."""
    assert terminal.lines(["ab", "cd", "ef"], 5) == ["ab cd", "ef"]
    assert terminal.lines(["ab", "cd", "ef"], 4) == ["ab", "cd", "ef"]
    assert terminal.lines(["ab", "cd", "ef"], 6, gap="--") == ["ab--cd", "ef"]
    assert terminal.lines(["a", "longer", "b"], 3) == ["a", "longer", "b"]
    assert terminal.lines([], 3) == []


def test_prose_is_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first line is indented, those after it by so much more, and no line is longer than the width or 100."""
    monkeypatch.setenv("COLUMNS", "40")
    assert terminal.wrap("word " * 10, 4, hang=2) == "\n".join(
        ["    " + "word word word word word word word", "      " + "word word word"]
    )
    assert terminal.wrap("word " * 9) == "\n".join([" ".join(["word"] * 8), "word"])
    monkeypatch.setenv("COLUMNS", "300")
    assert [len(line) for line in terminal.wrap("abcd " * 21).splitlines()] == [99, 4]
    assert [len(line) for line in terminal.wrap("abc " * 26).splitlines()] == [99, 3]


def test_a_plural_of_its_own() -> None:
    """A noun whose plural is another word has that word."""
    assert [terminal.count(number, "economy", "economies") for number in (1, 2)] == ["1 economy", "2 economies"]


@pytest.mark.parametrize(
    ("text", "written"),
    [("a\x1bb", "a\\x1bb"), ("\u202e", "\\u202e"), ("\udcff", "\\udcff"), ("é 산", "é 산"), ("\n", "\\n")],
)
def test_what_acts_is_written_out(text: str, written: str) -> None:
    """A control or bidi character and half a surrogate are written as Python writes them; all else stays."""
    assert terminal.harmless(text) == written


def test_say_writes_what_the_stream_can_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line ends once, or as asked; a stream without an encoding gets all characters; the output is the default."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    terminal.say("산")
    terminal.say("a", end="")
    terminal.say()
    other = io.TextIOWrapper(io.BytesIO(), encoding="latin-1", newline="\n")
    terminal.say("é산", stream=other)
    other.flush()

    assert out.getvalue() == "산\na\n"
    assert other.buffer.getvalue() == b"\xe9\\uc0b0\n"  # type: ignore[attr-defined]


def test_a_complaint_is_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message is a line of the messages, flushed."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(raw, encoding="utf-8", newline="\n"))
    terminal.complain("no")

    assert raw.getvalue() == b"no\n"


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1.0, 2.5, NAN], ["1.0", "2.5", "-"]),
        ([1.0, 2.0], ["1", "2"]),
        ([1.123, 2.0], ["1.123", "2.000"]),
        ([0.1234, 1.0, NAN], ["0.1234", "1     ", "-     "]),
        ([1.1234, -0.5, 20.0], ["1.1234", "-0.5   ", "20     "]),
        ([1e10, 0.5], ["10000000000.0", "0.5"]),
        ([-1e10, 0.5], ["-10000000000.0", "0.5"]),
        ([123456789.5, 1.0], ["123456789.5", "1.0"]),
        ([1e-12, 0.5, NAN], ["1e-12", "0.5", "-"]),
        ([], []),
    ],
)
def test_decimals(values: list[float], texts: list[str]) -> None:
    """Up to three decimals all have as many; with more each keeps its own, points aligned; powers stay as they are."""
    assert terminal._decimals(values) == texts


def test_columns_as_text() -> None:
    """Numbers are at the right, text and truth values at the left; a gap is a dash."""
    frame = pd.DataFrame(
        {
            "f": [1.5, NAN],
            "b": [True, False],
            "i": [1, 2],
            "I": pd.array([1, None], dtype="Int64"),
            "s": ["x", None],
        }
    )

    assert [terminal._column(frame[name]) for name in frame] == [
        Column("f", ["1.5", "-"], True),
        Column("b", ["yes", "no"], False),
        Column("i", ["1", "2"], True),
        Column("I", ["1", "-"], True),
        Column("s", ["x", "-"], False),
    ]


@pytest.mark.parametrize(
    ("cell", "limit", "lines"),
    [
        ("abc def", 7, ["abc def"]),
        ("abc def", 6, ["abc", "def"]),
        ("a;b;c", 3, ["a;", "b;", "c"]),
        ("abc_def_ghi", 8, ["abc_def_", "ghi"]),
        ("ab-cd-ef", 4, ["ab-", "cd-", "ef"]),
        ("ab/cd=ef-gh", 6, ["ab/cd=", "ef-gh"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("산업 규모", 5, ["산업", "규모"]),
    ],
)
def test_folding(cell: str, limit: int, lines: list[str]) -> None:
    """A cell is folded between words, else after a mark, else anywhere, and not at all where it fits."""
    assert terminal.folded(cell, limit) == lines


def test_a_columns_size_is_that_of_its_longest_line() -> None:
    """The name counts as a cell, and each line of a cell by itself; a number is never folded."""
    assert Column("name", ["a", "bc\nlonger"], False).size() == 6
    assert Column("longest", ["a"], False).size() == 7
    assert Column("a long name", ["and a cell"], False).within(6) == Column("a long\nname", ["and a\ncell"], False)
    assert Column("a name", ["a cell"], False).within(6) == Column("a name", ["a cell"], False)
    assert Column("number", ["123456 789"], True).within(3) == Column("number", ["123456 789"], True)


def test_a_table_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table as wide as the width is one block; with one column less it is not."""
    frame = {"key": ["a"], "first": ["x" * 17], "second": ["y" * 16]}

    assert laid_out(frame, ["key"], 40, monkeypatch) == shown(f"""
        key  first              second
        a    {"x" * 17}  {"y" * 16}
    """)
    assert laid_out(frame | {"second": ["y" * 17]}, ["key"], 40, monkeypatch) == shown(f"""
        key  first
        a    {"x" * 17}

        key  second
        a    {"y" * 17}
    """)


def test_long_texts_share_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of more than 24 columns are folded within their cells, with as much room each, if that is 20 or more."""
    frame = {"key": ["a", "b"], "n": [1, 22], "text": ["word " * 20, "short"], "other": ["x " * 30, "y"]}

    assert laid_out(frame, ["key"], 60, monkeypatch) == shown("""
        key   n  text                      other
        a     1  word word word word word  x x x x x x x x x x x x
                 word word word word word  x x x x x x x x x x x x
                 word word word word word  x x x x x x
                 word word word word word
        b    22  short                     y
    """)
    assert "other" in laid_out(frame, ["key"], 51, monkeypatch).splitlines()[0]
    assert "other" not in laid_out(frame, ["key"], 50, monkeypatch).splitlines()[0]


def test_a_text_of_24_columns_is_not_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a text of more than 24 columns is folded; one of 24 stands in another block instead."""
    frame = {"key": ["a"], "t1": ["w " * 11 + "ww"], "t2": ["v " * 11 + "vv"], "t3": ["u " * 10]}
    longer = frame | {"t2": ["v " * 12 + "v"]}

    assert laid_out(frame, ["key"], 70, monkeypatch).count("key") == 2
    assert "\n\n" not in laid_out(longer, ["key"], 75, monkeypatch)


def test_only_long_texts_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of up to 24 columns stays in its line, also where a long one beside it has less room."""
    frame = {"key": ["a"], "short": ["s " * 11 + "s"], "text": ["word " * 20]}

    assert laid_out(frame, ["key"], 51, monkeypatch).splitlines()[1] == f"a    {'s ' * 11}s  {'word ' * 4}".rstrip()


def test_beside_wide_keys_texts_have_twelve_columns_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that cannot give way leave a text twelve columns, and keys that can, all but two thirds of the width."""
    frame = {"k1": ["a" * 10], "k2": ["b" * 10], "k3": ["c" * 12], "text": ["abcdef ghijk mnopqr"]}

    assert laid_out(frame, ["k1", "k2", "k3"], 40, monkeypatch).splitlines()[1:] == [
        f"{'a' * 10}  {'b' * 10}  {'c' * 12}  abcdef ghijk",
        f"{'':38}mnopqr",
    ]
    longer = frame | {"text": ["abcdef ghijkl"]}
    assert laid_out(longer, ["k1", "k2", "k3"], 40, monkeypatch).splitlines()[2] == f"{'':38}ghijkl"
    narrow = {"k1": ["k " * 20], "text": ["abcdefghijklmnop " * 3]}
    assert max(map(len, laid_out(narrow, ["k1"], 40, monkeypatch).splitlines())) <= 40


def test_keys_stand_in_each_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns that do not fit beside the others stand below them, each block with the keys."""
    frame = {"key": ["a", "b"], **{f"column{i}": [i, i] for i in range(8)}}

    assert laid_out(frame, ["key"], 43, monkeypatch) == shown("""
        key  column0  column1  column2  column3
        a          0        1        2        3
        b          0        1        2        3

        key  column4  column5  column6  column7
        a          4        5        6        7
        b          4        5        6        7
    """)
    # As wide as four of them and the key, and one column less.
    assert laid_out(frame, ["key"], 40, monkeypatch).count("key") == 2
    assert laid_out(frame | {"column0": [0, 10**8]}, ["key"], 40, monkeypatch).count("key") == 3


def test_a_wide_key_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys take two thirds of the width at most: the widest is folded, to no less than 12 columns."""
    frame = {"key": ["k " * 20, "b"], "k2": ["abc", "d"], "n": [1, 22], "text": ["word " * 20, "short"]}

    assert laid_out(frame, ["key", "k2"], 40, monkeypatch) == shown("""
        key                  k2    n
        k k k k k k k k k k  abc   1
        k k k k k k k k k k
        b                    d    22

        key                  k2   text
        k k k k k k k k k k  abc  word word word
        k k k k k k k k k k       word word word
                                  word word word
                                  word word word
                                  word word word
                                  word word word
                                  word word
        b                    d    short
    """)


def test_keys_alone_are_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame of nothing but keys is shown too, folded where it must be."""
    assert laid_out({"key": ["k " * 30]}, ["key"], 40, monkeypatch).splitlines() == [
        "key",
        *[" ".join("k" * 12)] * 2,
        " ".join("k" * 6),
    ]


def test_observations_that_do_not_fit_repeat_what_they_are_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a narrow terminal each block of a dataset's observations begins with where, when and what."""
    monkeypatch.setenv("COLUMNS", "50")
    columns = {"dataset": "a", "economy": ["CHN", "JPN"], "place": ["x", "y"], "period": ["2020", "2021"]}
    frame = pd.DataFrame(columns | {"variable": "v", "value": [1.5e9, 2], "unit": "millions of things"})
    told = views.observations(frame, "", True)

    assert told.count("economy  place  period  variable") == 2
