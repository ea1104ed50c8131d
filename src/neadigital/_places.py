"""The economies, regions and aggregates of the data, and the codes that texts name."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args, overload

from neadigital import _store
from neadigital.errors import UnknownChoiceError, UnknownEconomyError

if TYPE_CHECKING:
    import pandas as pd
else:
    from neadigital._hints import pd

__all__ = ["economy_code"]

Errors: TypeAlias = Literal["raise", "ignore", "coerce"]

# Texts that name more than one economy.
_AMBIGUOUS = {
    "northeast asia": (
        "China (CHN), Japan (JPN), Republic of Korea (KOR), Mongolia (MNG) "
        "or Russian Federation (RUS)"
    ),
}
_NO_DATA = (
    "the Democratic People's Republic of Korea (PRK) has no data here; "
    "the Republic of Korea is KOR"
)
# Names that resemble a known name, but must not be read as it.
_ABSENT = (
    "prk",
    "kp",
    "dprk",
    "dpr korea",
    "north korea",
    "n korea",
    "korea north",
    "korea n",
    "democratic peoples republic of korea",
    "dem peoples rep of korea",
    "korea dem peoples rep",
    "korea dem rep",
    "korea democratic peoples republic of",
    "korea dpr",
    # In the region's languages, short by Unicode CLDR and long by iso-codes. The last one is an
    # old translation of the Republic's own name there, which means a people's republic.
    "朝鲜",
    "朝鲜民主主义人民共和国",
    "北韓",
    "朝鮮民主主義人民共和國",
    "北朝鮮",
    "朝鮮民主主義人民共和国",
    "북한",
    "조선민주주의인민공화국",
    "кндр",
    "северная корея",
    "кореиская народно демократическая республика",
    "хоид солонгос",
    "ардчилсан солонгос улс",
    "солонгос ард улс",
)
# The columns of economies() with names, several joined by a semicolon.
_NAMES = (
    "name",
    "name_zh",
    "name_ja",
    "name_ko",
    "name_ru",
    "name_mn",
    "paper_spellings",
    "aliases",
)
_WHO_KNOWS = (
    "neadigital.economies() lists the known economies, regions and aggregates of the paper; "
    "the package pycountry knows all."
)
_ERRORS = " errors='ignore' keeps other names, errors='coerce' makes them missing."


# The same few names fill a long column.
@lru_cache(maxsize=1000)
def _plain(text: str) -> str:
    """Return a text without case, accents, punctuation and a leading article."""
    import re
    import unicodedata

    folded = unicodedata.normalize("NFKD", text).casefold()
    # Delete apostrophes, full stops and accents, and replace all other punctuation by a space.
    joined = re.sub(r"['’.]|[\u0300-\u036f]", "", folded)
    # Put together again what is one letter in Korean and Japanese.
    composed = unicodedata.normalize("NFC", joined)
    words = re.sub(r"[\W_]+", " ", composed).strip()
    return re.sub("^the( |$)", "", words)


@cache
def _codes() -> dict[str, str]:
    """Map every known text to its code. A code precedes a name, an economy a region."""
    rows = _store.rows("economies")
    # CN is read as China's two-letter code. The region CN is found only by its column.
    codes = [row["economy"] for row in rows if row["economy"] != "CN"]
    found = {_plain(code): code for code in codes}
    for row in rows:
        texts = ";".join(row[column] for column in _NAMES).split(";")
        for text in filter(None, texts):
            found.setdefault(_plain(text), row["economy"])
    return found


@overload
def economy_code(text: str, *, errors: Literal["raise", "ignore"] = "raise") -> str: ...
@overload
def economy_code(text: str | None, *, errors: Errors) -> str | None: ...
@overload
def economy_code(
    text: list[str], *, errors: Literal["raise", "ignore"] = "raise"
) -> list[str]: ...
@overload
def economy_code(
    text: list[str] | list[str | None], *, errors: Errors = "raise"
) -> list[str | None]: ...
@overload
def economy_code(text: pd.Series, *, errors: Errors = "raise") -> pd.Series: ...
def economy_code(text: Any, *, errors: Errors = "raise") -> Any:
    """Return the code of the economy, region or aggregate that a text names, or of each of several.

    It knows those that the paper names, by their codes, their names, the paper's spellings and
    other common names; the five and the world also in Chinese, Japanese, Korean, Russian and
    Mongolian. Case, accents, punctuation and a leading "the" do not matter. ``"Korea"``
    alone is the Republic of Korea: no other Korea has data here.

    Parameters
    ----------
    text : str, list of str or Series of str
        Such as ``"South Korea"``, ``"KOR"``, ``"Heilongjiang Province"`` or ``"World"``. Among
        several, a missing value stays missing.
    errors : {"raise", "ignore", "coerce"}, default "raise"
        What to return for a text that names none, or more than one: an error; the text as it is; or
        a missing value. The package `pycountry` knows the economies that are not here.

    Returns
    -------
    str, list or Series, as given
        The code, as the column `economy` or `region` holds it. `CN` gives `CHN`. A Series keeps its
        index and its name. A code gives itself.

    Raises
    ------
    UnknownEconomyError
        If a text names none or more than one, or if something is neither text nor missing, unless
        `errors` says otherwise. Also if `text` alone is no text.
    UnknownChoiceError
        If `errors` is none of the three.
    DataIntegrityError
        If the bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.economy_code(["Korea", "the Russian Federation", "Heilongjiang Province"])
    ['KOR', 'RUS', 'CN-HL']
    >>> neadigital.economy_code(["中国", "대한민국", "Россия", "Монгол"])
    ['CHN', 'KOR', 'RUS', 'MNG']
    >>> neadigital.economy_code(["China", "Viet Nam"], errors="ignore")
    ['CHN', 'Viet Nam']
    """
    if not isinstance(errors, str) or errors not in get_args(Errors):
        raise UnknownChoiceError(errors, get_args(Errors), option="errors")
    # What is missing stays missing.
    if isinstance(text, list):
        return [None if one is None else _code_or(one, errors) for one in text]
    if hasattr(text, "map"):
        # A Series.
        texts = text.dropna().unique()
        codes = {one: _code_or(one, errors) for one in texts}
        return text.map(codes)
    if text is None or isinstance(text, str):
        return _code_or(text, errors)
    # What is no text is an error, whatever `errors` says.
    return code_of(text)


def _code_or(text: Any, errors: Errors) -> Any:
    """Return the code of a text, or what `errors` asks for if it has none."""
    try:
        return code_of(text, _ERRORS)
    except UnknownEconomyError:
        if errors == "raise":
            raise
        return text if errors == "ignore" else None


def code_of(text: object, more: str = "") -> str:
    """Return the code that one text names; an error says what more can be done."""
    if not isinstance(text, str):
        raise UnknownEconomyError(
            f"An economy is named by a text, or several by a list or Series, not by {text!r}."
        )
    asked = _plain(text)
    if asked in _ABSENT:
        raise UnknownEconomyError(f"No data for {text!r}: {_NO_DATA}.")
    if asked in _AMBIGUOUS:
        choices = _AMBIGUOUS[asked]
        raise UnknownEconomyError(
            f"{text!r} is more than one economy. Which do you mean: {choices}?"
        )
    codes = _codes()
    if asked in codes:
        return codes[asked]
    raise UnknownEconomyError(
        f"No economy is known as {text!r}. {_nearest(asked, codes)} {_WHO_KNOWS}{more}"
    )


def name_of_economy(code: str) -> str:
    """Return the name of an economy; a code without a name is its own."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    return {row["economy"]: row["name"] for row in _store.rows("economies")}


def _nearest(asked: str, codes: dict[str, str]) -> str:
    """Return a sentence with the known economies whose names are most similar."""
    from difflib import get_close_matches

    near = get_close_matches(asked, [*codes, *_ABSENT], n=3, cutoff=0.75)
    if near and near[0] in _ABSENT:
        return f"Nearest: {near[0]}, but {_NO_DATA}."
    # Several spellings may name the same economy.
    found = {}
    for match in near:
        if match in codes:
            code = codes[match]
            found[code] = f"{name_of_economy(code)} ({code})"
    if not found:
        return "No known name is similar."
    return f"Nearest: {', '.join(found.values())}."
