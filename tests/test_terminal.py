"""Text and tables in a terminal, where nothing typed acts as a control sequence."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital.__main__ import main
from neadigital._cli import terminal


class Terminal(io.StringIO):
    """An output that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_line_breaks_at_no_minus_sign_or_no_break_space() -> None:
    """A formula or a command is never broken across lines."""
    assert (
        terminal.wrap(f"{'x' * 74} a (1 - g) b\u00a0c") == f"{'x' * 74} a\n(1 - g) b c"
    )


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_bold_is_for_terminals(
    variables: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal gets bold headings unless NO_COLOR is set; a file or a pipe never does."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    shown = Terminal()
    piped = io.StringIO()
    for stream in (shown, piped):
        monkeypatch.setattr(sys, "stdout", stream)
        main(["list"])

    assert ("\x1b[1mgrowth_rates\x1b[0m " in shown.getvalue()) is coloured
    assert "\x1b" not in piped.getvalue()


@given(st.text())
def test_escaped_text_acts_on_no_terminal(typed: str) -> None:
    """Every control, bidi and other invisible character is escaped; visible ones are unchanged."""
    shown = terminal.escape_controls(typed)

    assert shown.isprintable()
    assert shown == typed or not typed.isprintable()


@pytest.mark.parametrize(
    "nasty", ["\x1b[31mred", "a\u202etxt", "a\rb", "\x9b2J", "two\nlines", "\udcff"]
)
@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["list", "--format"],
        ["frob", "--"],
        ["observations"],
        ["list"],
        ["plot", "ranks", "-o"],
    ],
    ids=" ".join,
)
def test_arguments_come_back_escaped(
    arguments: list[str], nasty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No control or bidi character of an argument reaches the terminal, whatever the error."""
    with contextlib.suppress(SystemExit):
        assert main([*arguments, nasty]) == 2
    error = capsys.readouterr().err

    assert all(
        character.isprintable() for line in error.split("\n") for character in line
    )
    assert error


def test_names_of_files_come_back_escaped(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message about an exported folder is escaped too; the folder has the name as given."""
    monkeypatch.chdir(tmp_path)
    main(["export", "a\x1b", "--format", "sqlite"])

    assert "written to a\\x1b;" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"a\x1b"}


def test_a_table_has_a_side_for_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come first, numbers are right-aligned, text left-aligned, and a gap is a dash."""
    monkeypatch.setenv("COLUMNS", "80")
    frame = pd.DataFrame(
        {
            "rate": [1.5, None, 10],
            "place": pd.array([1, None, 30], dtype="Int64"),
            "key": ["a", "long", "b"],
            "inside": [True, False, True],
            "text": ["x", "", None],
        }
    )

    assert terminal.table(frame, ["key"]).splitlines() == [
        "key   rate  place  inside  text",
        "a      1.5      1  yes     x",
        "long     -      -  no",
        "b     10.0     30  yes     -",
    ]


@given(
    st.integers(40, 160),
    st.lists(
        st.text("abcdefgh", min_size=1, max_size=30),
        min_size=2,
        max_size=8,
        unique=True,
    ),
)
def test_no_table_is_wider_than_it_must_be(width: int, names: list[str]) -> None:
    """Each line of a table fits unless key and column are too wide; each column is there."""
    frame = pd.DataFrame({name: [1.25, 20.0] for name in names})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        lines = terminal.table(frame, names[:1]).splitlines()
    least = max(5, len(names[0])) + 2 + max(5, *map(len, names[1:]))
    heads = [
        line.split() for line in lines if line.split() and line.split()[0] == names[0]
    ]

    assert max(map(len, lines)) <= max(width, least)
    assert [name for head in heads for name in head[1:]] == names[1:]
