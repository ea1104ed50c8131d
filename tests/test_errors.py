"""Errors that help: what was expected and found, what to do, and the nearest choices."""

from __future__ import annotations

import pickle
import re

import numpy as np
import pandas as pd
import pytest
from metric_support import members, panel
from support import listed, text_of

import neadigital
from neadigital import NeadigitalError, _store
from neadigital._messages import nearest_first
from neadigital.errors import (
    AggregateError,
    DataIntegrityError,
    DuplicateKeyError,
    UnknownChoiceError,
    UnknownDatasetError,
    UnknownEconomyError,
)
from neadigital.schemas import _registry as registry


@pytest.mark.parametrize("as_printed", ["no", "CHN", 1, None])
def test_as_printed_is_yes_or_no(as_printed):
    """For `as_printed` anything but True or False is a TypeError."""
    told = re.escape(f"as_printed must be True or False, not {as_printed!r}.")
    with pytest.raises(TypeError, match=f"^{told}"):
        neadigital.growth_rates(as_printed=as_printed)


@pytest.mark.parametrize(
    "number",
    [0, max(_store.printed_tables()) + 1, -1, "7", 7.0, None, np.array([1, 2])],
)
def test_unknown_table_number_lists_the_choices(number):
    """A table that is not in the paper is an error that lists those that are."""
    with pytest.raises(
        UnknownChoiceError, match=", ".join(map(str, _store.printed_tables()))
    ):
        neadigital.printed_table(number)


@pytest.mark.parametrize(
    "question",
    ["load", "codebook", "notes", "errata", "quality", "cite", "about", "validate"],
)
def test_unknown_dataset_lists_the_choices(question):
    """It is an error of a key and of a value, and lists those that exist, the nearest first."""
    ask = getattr(neadigital, question)
    with pytest.raises(UnknownDatasetError):
        ask(pd.Series(["growth_rates", "notes"]))
    with pytest.raises(KeyError, match="Choose one of: cybersecurity_ranks") as error:
        ask("cybersecurity rank")
    listed = str(error.value)

    assert isinstance(error.value, UnknownDatasetError)
    assert isinstance(error.value, UnknownChoiceError)
    assert isinstance(error.value, ValueError)
    assert [name for name in registry.DATASETS if name not in listed] == []


#: An error, and what its message says that a program can ask for.
FACTS = [
    (
        DataIntegrityError("a.csv", "broken", expected="one", found="two"),
        {"file": "a.csv", "problem": "broken", "expected": "one", "found": "two"},
    ),
    (
        UnknownChoiceError("gama", ["alpha", "gamma"]),
        {"asked": "gama", "valid": ("gamma", "alpha")},
    ),
    (UnknownDatasetError("x", ["a", "b"]), {"asked": "x", "valid": ("a", "b")}),
    (UnknownEconomyError("No economy is known as 'x'."), {}),
    (
        DuplicateKeyError(["a", "b"], ["k0"], candidates=["c", "d"]),
        {"columns": ("a", "b"), "keys": ("k0",), "candidates": ("c", "d")},
    ),
    (
        AggregateError(["a"], ["A0", "A1"]),
        {"columns": ("a",), "found": ("A0", "A1")},
    ),
]


@pytest.mark.parametrize(("error", "facts"), FACTS)
def test_an_error_has_its_facts(error, facts):
    """An error has its facts and the base of all, also when it has left a worker process."""
    copy = pickle.loads(pickle.dumps(error))

    assert {name: getattr(error, name) for name in facts} == facts
    assert isinstance(error, NeadigitalError)
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("asked", "valid", "order"),
    [
        ("abcd", ["z", "wxyz", "abxx", "abcx"], ["abcx", "abxx", "wxyz", "z"]),
        ("2", [2, "2"], [2, "2"]),
        ("2020", ["2017", "2018", "2021"], ["2017", "2018", "2021"]),
        (None, ["b", "a"], ["b", "a"]),
    ],
)
def test_choices_in_their_order(asked, valid, order):
    """Similar ones come first, the most similar on top; the others are sorted."""
    assert nearest_first(asked, valid) == order


ONE = members(3, 4)
TWO = panel("2020: 3 2 | 2021: 4 3")
# How a row of the page on errors begins, and a call that does what it says.
CALLS = listed("errors").to_dict("records")
PAGE = text_of("docs/errors.md")
ROWS = re.findall(r"^\| (.*\w(?:Error|Warning)`.*) \|$", PAGE, re.M)


@pytest.mark.parametrize("place", range(len(CALLS)))
def test_a_row_of_the_page_on_errors_is_true(place):
    """What a row says is wrong, or is warned of, is an error or a warning of its class."""
    row = ROWS[place]
    begin, call = CALLS[place].values()
    with pytest.raises((LookupError, TypeError, ValueError, UserWarning)) as error:
        eval(call)  # noqa: S307

    assert row.startswith(begin)
    assert f"`{error.typename}`" in row
    assert len(ROWS) == len(CALLS)
