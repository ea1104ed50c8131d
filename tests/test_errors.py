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
from neadigital import _store
from neadigital._messages import nearest_first
from neadigital.errors import UnknownChoiceError, UnknownDatasetError
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
    assert isinstance(error.value, ValueError)
    assert isinstance(error.value, neadigital.NeadigitalError)
    assert error.value.asked == "cybersecurity rank"
    assert {*error.value.valid} >= {*registry.DATASETS}
    assert [name for name in registry.DATASETS if name not in listed] == []


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
    """What a row says is wrong is an error of its class, also when it has left a worker process."""
    row = ROWS[place]
    begin, call = CALLS[place].values()
    with pytest.raises((LookupError, TypeError, ValueError, UserWarning)) as error:
        eval(call)  # noqa: S307
    copy = pickle.loads(pickle.dumps(error.value))

    assert row.startswith(begin)
    assert f"`{error.typename}`" in row
    assert len(ROWS) == len(CALLS)
    assert (type(copy), str(copy)) == (error.type, str(error.value))
    assert vars(copy) == vars(error.value)
