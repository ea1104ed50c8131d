"""Which economy a text names: what is known, what is similar, and what must not be guessed."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support import arrow

import neadigital
from neadigital._places import _ABSENT, _plain
from neadigital.errors import UnknownChoiceError, UnknownEconomyError

#: Names of the Democratic People's Republic of Korea, one a line.
NORTH = """
North Korea
north korea
The North Korea
N. Korea
Korea, North
Korea (North)
Korea, N.
DPRK
D.P.R.K.
DPR Korea
D.P.R. Korea
Korea, DPR
PRK
KP
Korea, Dem. Rep.
Democratic People's Republic of Korea
The Democratic People’s Republic of Korea
Dem. People's Rep. of Korea
Korea, Dem. People's Rep.
Korea (Democratic People's Republic of)
朝鲜
北韓
北朝鮮
북한
КНДР
Северная Корея
Хойд Солонгос
조선민주주의인민공화국
Корейская Народно-Демократическая Республика
朝鮮民主主義人民共和國
Солонгос ард улс
""".strip().splitlines()
#: Codes, names and spellings, also in the region's languages as their speakers write them.
SPELT = {
    "KOR": "KOR; kor; Rep. of Korea; South Korea; Republic of Korea; the Republic of KOREA; "
    "Korea; 韩国; 南韓; 韓国; 대한민국; Южная Корея; Республика Корея; 한국; 韓國; БНСУ",
    "RUS": "The Russian Federation; Russia; Россия; РОССИЯ; ロシア; 러시아; 俄罗斯; Орос; "
    "俄罗斯联邦; ОХУ",
    "MNG": "The Mongolia; Móngólia; Монгол; 蒙古; モンゴル; モンゴル国; 몽골; Монголия; "
    "Монгол Улс; 蒙古国",
    "CHN": "CN; China; 中国; 中國; 중국; Китай; Хятад; 中华人民共和国",
    "JPN": "日本; 일본; Япония; Япон",
    "HKG": " Hong Kong (China) ",
    "TWN": "Taiwan, China",
    "CN-HL": "Heilongjiang Province",
    "CN-JL": "cn-jl; 吉林; 吉林省",
    "WLD": "World",
    "USA": "U.S.",
    "NLD": "the Netherlands",
    "TOP10": "10 above",
}


def spellings(place: Any) -> list[str]:
    """Return the code, the name and the other names of a place of `economies`."""
    others = [*place.paper_spellings.split(";"), *place.aliases.split(";")]
    return [place.economy, place.name, *filter(None, others)]


PLACES = [*neadigital.economies().fillna("").itertuples()]


@pytest.mark.parametrize("text", NORTH)
def test_the_other_korea_is_not_guessed(text):
    """The Democratic People's Republic of Korea is PRK by any name, and never KOR."""
    told = (
        f"No data for {text!r}: "
        "the Democratic People's Republic of Korea (PRK) has no data here; "
    )
    with pytest.raises(
        UnknownEconomyError, match=re.escape(told + "the Republic of Korea is KOR.")
    ):
        neadigital.economy_code(text)


@pytest.mark.parametrize(
    "text", ["Noth Korea", "North Koria", "Democratic Peoples Republik of Korea"]
)
def test_a_slip_near_the_other_korea_is_not_taken_for_the_republic(text):
    """For a misspelling of that name the error does not suggest the Republic of Korea."""
    with pytest.raises(UnknownEconomyError, match="PRK") as error:
        neadigital.economy_code(text)

    assert "Nearest: Republic of Korea" not in str(error.value)


def test_names_of_the_other_korea_are_plain():
    """Each name kept apart is stored as compared, and is not another place's name."""
    known = {_plain(text) for place in PLACES for text in spellings(place)}

    assert all(_plain(name) == name for name in _ABSENT)
    assert known.isdisjoint(_ABSENT)


@pytest.mark.parametrize("code", SPELT)
def test_economy_code(code):
    """Codes, names, the paper's spellings and common other names give the code."""
    texts = SPELT[code].split(";")

    assert neadigital.economy_code(texts) == [code] * len(texts)


def test_every_spelling_of_the_paper_is_known():
    """Each code except the region CN, each name and each spelling in `economies` gives its code."""
    for place in PLACES:
        code, _, *others = spellings(place)
        expected = "CHN" if code == "CN" else code
        for text in (code, *others):
            assert neadigital.economy_code(text) == expected


def test_a_name_of_several_is_a_question():
    """A name that fits several economies is an error that asks which is meant."""
    told = (
        "Which do you mean: China (CHN), Japan (JPN), Republic of Korea (KOR), "
        "Mongolia (MNG) or Russian Federation (RUS)?"
    )

    with pytest.raises(UnknownEconomyError, match=re.escape(told)):
        neadigital.economy_code("Northeast Asia")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mongolai", r"Nearest: Mongolia \(MNG\)"),
        *(
            (text, "No known name is similar")
            for text in ("Narnia", "", "法国", "Iraq")
        ),
        ("Vietnam", "the package pycountry knows all. errors='ignore' keeps"),
    ],
)
def test_an_unknown_place_says_what_is_near(text, told):
    """A misspelt name suggests the nearest, another none; the way on is said."""
    with pytest.raises(UnknownEconomyError, match=told):
        neadigital.economy_code(text)


def test_up_to_three_near_names_are_told_each_economy_once():
    """Suggestions come nearest first, each economy once, and at most three."""
    # Five codes are equally near to this one.
    with pytest.raises(UnknownEconomyError) as error:
        neadigital.economy_code("cnl")
    assert len(re.findall(r"\([A-Z-]+\)", str(error.value))) == 3
    with pytest.raises(UnknownEconomyError) as error:
        neadigital.economy_code("Lioning Province")
    [told] = re.findall(r"Nearest: (.*?)\. neadigital", str(error.value))

    assert told.startswith("Liaoning (CN-LN), ")
    assert len(set(told.split("), "))) == len(told.split("), ")) == 3


def test_codes_win_over_names():
    """No name or alias of a place is the code of another, so a code is never ambiguous."""
    codes = {_plain(place.economy): place.economy for place in PLACES}
    codes.pop("cn")

    for place in PLACES:
        for text in spellings(place)[1:]:
            assert codes.get(_plain(text), place.economy) == place.economy


STORED = [object, "str", "string[python]", "category"]
STORED += ["string[pyarrow]", pd.ArrowDtype(arrow.large_string())] if arrow else []
STORED += (
    [pd.ArrowDtype(arrow.dictionary(arrow.int8(), arrow.string()))] if arrow else []
)
#: Names with the code of each; two names have one code, and one is missing.
NAMED = {"China": "CHN", "Rep. of Korea": "KOR", "Korea": "KOR", None: None}


def held(dtype: Any) -> list[Any]:
    """Return the names in each type that holds a dtype, and an empty one of each."""
    column = pd.Series([*NAMED], [7, 3, 5, 1], dtype, "who")
    index = pd.Index(column, dtype=column.dtype, name="who")
    full = [column, index, column.array]
    return full + [several[:0] for several in full]


@pytest.mark.parametrize("dtype", STORED, ids=str)
def test_many_names_get_the_like_with_codes(dtype):
    """A Series, an Index or an array gives its like: dtype, name, index and gaps are kept."""
    for several in held(dtype):
        found = neadigital.economy_code(several)
        codes = [NAMED[name] for name in several.dropna()]
        again = neadigital.economy_code(found)

        assert type(found) is type(several)
        assert str(found.dtype) == "category" or found.dtype == several.dtype
        assert getattr(found, "name", "") == getattr(several, "name", "")
        assert pd.isna(found).tolist() == pd.isna(several).tolist()
        assert pd.Series(found).dropna().tolist() == codes
        # What is returned is accepted, and gives itself.
        pd.testing.assert_series_equal(pd.Series(again), pd.Series(found))
        if isinstance(several, pd.Series):
            assert found.index.equals(several.index)


@pytest.mark.parametrize("kind", [list, tuple])
def test_a_list_or_a_tuple_gives_its_like(kind):
    """A list gives a list and a tuple a tuple, in which None stays None."""
    codes = kind(NAMED.values())

    assert neadigital.economy_code(kind(NAMED)) == codes
    assert neadigital.economy_code(codes) == codes
    assert neadigital.economy_code(kind()) == kind()


def test_an_array_of_numpy_gives_its_like():
    """A short text does not cut its code, which has a letter more."""
    short = neadigital.economy_code(np.array(["CN", "KR"]))
    objects = neadigital.economy_code(np.array([*NAMED], dtype=object))
    coerced = neadigital.economy_code(np.array(["CN", "Narnia"]), errors="coerce")

    assert short.tolist() == ["CHN", "KOR"]
    assert short.dtype.kind == "U"
    assert objects.tolist() == [*NAMED.values()]
    assert pd.isna(coerced).tolist() == [False, True]


@pytest.mark.parametrize(
    "gaps", [np.array([]), np.array([np.nan]), np.array([], dtype="U9")]
)
def test_an_array_of_no_names_keeps_its_type(gaps):
    """An empty array, or one of gaps, is returned with its dtype."""
    found = neadigital.economy_code(gaps)

    assert found.dtype.kind == gaps.dtype.kind
    assert len(found) == len(gaps)


def test_a_category_keeps_its_order_and_needs_no_code_for_what_is_not_there():
    """The categories are the codes of the texts that occur, in the order of these."""
    order = pd.CategoricalDtype(["Narnia", "Korea", "China", "South Korea"], True)
    column = pd.Series(["China", "South Korea", "Korea"], dtype=order)
    found = neadigital.economy_code(column)

    assert found.dtype == pd.CategoricalDtype(["KOR", "CHN"], ordered=True)
    assert found.tolist() == ["CHN", "KOR", "KOR"]


@pytest.mark.parametrize(
    "several", [["China", "Narnia"], pd.Series(["China", "Narnia"])]
)
def test_one_unknown_name_among_many_is_an_error(several):
    """A list or a Series with an unknown name is refused with an error that shows the name."""
    with pytest.raises(UnknownEconomyError, match="No economy is known as 'Narnia'"):
        neadigital.economy_code(several)


@pytest.mark.parametrize(
    ("errors", "other"),
    [
        ("ignore", ["Viet Nam", "Northeast Asia", None]),
        ("coerce", [None, None, None]),
    ],
)
def test_names_that_are_none_are_kept_or_missing(errors, other):
    """With `errors` a name that is unknown or ambiguous stays or becomes missing."""
    names = ["China", "Viet Nam", "Northeast Asia", None]
    column = pd.Series(names, list("abcd"), object, "who")
    found = neadigital.economy_code(column, errors=errors)
    plain = found.astype(object).where(found.notna(), None)
    expected = pd.Series(["CHN", *other], list("abcd"), object, "who")

    assert neadigital.economy_code(names, errors=errors) == ["CHN", *other]
    pd.testing.assert_series_equal(plain, expected)


def test_errors_is_one_of_three():
    """Any other `errors` lists the choices, and no choice makes a text of a number."""
    with pytest.raises(UnknownChoiceError, match="errors must be one of"):
        neadigital.economy_code("China", errors="drop")
    with pytest.raises(UnknownEconomyError, match="not by"):
        neadigital.economy_code(156, errors="ignore")


@pytest.mark.parametrize(
    "no_text",
    [
        156,
        None,
        {"China"},
        ["China", 156],
        ("China", ["Japan"]),
        pd.Series([156]),
        pd.MultiIndex.from_tuples([("China", "Japan")]),
        np.array([["China"]]),
        np.array([b"China"]),
        pd.DataFrame(),
    ],
    ids=str,
)
def test_economy_code_wants_text(no_text):
    """Anything but text, or several texts, is refused."""
    with pytest.raises(UnknownEconomyError, match="named by a text, or several by a"):
        neadigital.economy_code(no_text)
