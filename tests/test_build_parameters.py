"""The section Parameters of the docstrings of metrics and pictures, and what the build refuses."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from build import parameters
from build.page import BuildError

Table = dict[str, dict[str, str]]
WORDS = {
    "Columns": "str or list of str",
    "int": "int",
    "None": "None",
    "Any": "object",
}
DATA = {"data": "A table."}
ENTITY = {"entity": "The member."}


def metric(
    data: Any,
    entity: Columns | None = "economy",  # noqa: F821
    *,
    at: int | None = None,
    how: Literal["a", "b"] = "a",
    **options: Any,
) -> None:
    """A metric that does not exist."""


WRITTEN = """\
    how : one of two
        As it is
        written.

        Twice.
    at : something
        The year.
    data : old
        What the table says instead.
    **options
        The rest."""
COMPLETE = """\
    data : object
        A table.
    entity : str or list of str or None, default 'economy'
        The member.
    at : int, optional
        The year.
    how : {'a', 'b'}, default 'a'
        As it is
        written.

        Twice.
    **options
        The rest."""


def test_a_section_is_complete_and_in_the_order_of_the_signature() -> None:
    """Shared texts come from the table, others stay as written, and types from the signature."""
    first = parameters.section(metric, DATA | ENTITY, WORDS, WRITTEN)

    assert first == COMPLETE
    assert parameters.section(metric, DATA | ENTITY, WORDS, first) == COMPLETE


@pytest.mark.parametrize(
    ("written", "words", "complaint"),
    [
        ("    at, how\n        Two.", WORDS, r"metric\(\) has no parameter at, how"),
        (
            "    at\n        The year.",
            WORDS,
            r"neither .*metric\(\) nor tools/.* how is",
        ),
        (WRITTEN, {"Any": "object"}, "there are no words for Columns"),
    ],
)
def test_a_section_with_a_hole_is_refused(
    written: str, words: dict[str, str], complaint: str
) -> None:
    """An entry for several parameters or none, no meaning and no type are errors that say which."""
    with pytest.raises(BuildError, match=complaint):
        parameters.section(metric, DATA | ENTITY, words, written)


def test_the_special_counts_before_the_general() -> None:
    """A function's text counts before its module's, and that before the one for all."""
    texts = {"growth.yoy, growth.cagr": "{all} Two.", "growth": "One.", "all": "All."}
    found = parameters.shared_texts({"entity": texts}, parameters.public_functions())

    assert found["growth.cagr"]["entity"] == "All. Two."
    assert found["growth.multiple"]["entity"] == "One."
    assert found["shares.rank"]["entity"] == "All."


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"byy": {"all": "x"}}, "byy: no function needs that of all"),
        (
            {"entity": {"growth.yyo": "x"}},
            "entity: no function needs that of growth.yyo",
        ),
        (
            {"entity": {"all": "x", "inequality": "y"}},
            "entity: no function .* of inequality",
        ),
    ],
)
def test_a_needless_text_is_refused(table: Table, complaint: str) -> None:
    """A text for a parameter that no such function has is an error that names it."""
    with pytest.raises(BuildError, match=complaint):
        parameters.shared_texts(table, parameters.public_functions())
