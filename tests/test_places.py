"""`economy_code`: which economy a text names."""

from __future__ import annotations

import re

import pandas as pd
import pycountry
import pytest
from support import plain

import neadigital
from neadigital import errors
from neadigital._places import _ABSENT, _plain

ECONOMIES = neadigital.economies()
NAMES = [name for name in ECONOMIES if name.startswith(("name", "paper", "aliases"))]
TEXTS = {
    row["economy"]: [
        text
        for column in NAMES
        if isinstance(row[column], str)
        for text in row[column].split(";")
    ]
    for row in ECONOMIES.to_dict("records")
}


@pytest.mark.parametrize("code", [code for code in TEXTS if code != "CN"])
def test_each_code_and_name_is_known(code):
    """A code gives itself, and each name its code, in any case, with blanks and full stops."""
    for text in [code, *TEXTS[code]]:
        for form in (text, text.upper(), text.lower(), f" {text}. "):
            assert neadigital.economy_code(form) == code, form


def test_a_name_is_that_of_its_code():
    """The words of an economy's name are those by which ISO 3166 knows its code."""
    for code, name in ECONOMIES.set_index("economy")["name"].items():
        known = pycountry.countries.get(alpha_3=code)
        if known:
            theirs = f"{known.name} {getattr(known, 'official_name', '')}"
            assert {*re.findall(r"\w+", name)} <= {*re.findall(r"\w+", theirs)}, code


@pytest.mark.parametrize("text", [*_ABSENT, "DPR Korea.", "North  KOREA"])
def test_the_other_korea_is_no_korea(text):
    """No name of the Democratic People's Republic is read as the Republic."""
    with pytest.raises(
        errors.UnknownEconomyError, match=r"^No data for .* has no data here"
    ):
        neadigital.economy_code(text)
    assert _plain(text) in _ABSENT


def test_an_unknown_name_gets_help():
    """The error has the nearest names, or the economies of a name of several."""
    with pytest.raises(
        errors.UnknownEconomyError, match=r"Nearest: Liaoning.*\(CN-LN\)"
    ):
        neadigital.economy_code("Lioning Province")
    with pytest.raises(errors.UnknownEconomyError, match="more than one economy"):
        neadigital.economy_code("Northeast Asia")
    with pytest.raises(errors.UnknownEconomyError, match="No known name is similar"):
        neadigital.economy_code("Narnia")
    with pytest.raises(errors.UnknownEconomyError, match="named by a text"):
        neadigital.economy_code(156, errors="ignore")  # type: ignore[call-overload]
    with pytest.raises(errors.UnknownChoiceError, match="errors must be one of"):
        neadigital.economy_code("China", errors="drop")  # type: ignore[call-overload]


@pytest.mark.parametrize("dtype", [object, "category", "string"])
@pytest.mark.parametrize(("how", "other"), [("ignore", "Narnia"), ("coerce", None)])
def test_a_list_and_a_series_give_their_like(dtype, how, other):
    """A Series keeps its index and its name; unknown names stay as they are, or become missing."""
    names = ["China", None, "KR", "Narnia"]
    codes = ["CHN", None, "KOR", other]
    column = pd.Series(names, [3, 1, 2, 0], dtype, "who")
    found = neadigital.economy_code(column, errors=how)

    assert neadigital.economy_code(names, errors=how) == codes
    assert found.index.equals(column.index)
    assert found.name == "who"
    assert plain(found).tolist() == codes
