"""Which economies, regions and aggregates there are, and what a text names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, overload

from neadigital import _store
from neadigital.errors import UnknownEconomyError

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital.schemas import Economies

# Texts that name more than one economy.
_AMBIGUOUS = {
    "korea": "the Republic of Korea (KOR) or the Democratic People's Republic of Korea (PRK, which has no data here)",
    "northeast asia": "China (CHN), Japan (JPN), Republic of Korea (KOR), Mongolia (MNG) or Russian Federation (RUS)",
}
_NO_DATA = "the Democratic People's Republic of Korea (PRK) has no data here; the Republic of Korea is KOR"
# Names that are near a known one and must not be taken for it.
_ABSENT = (
    "prk;kp;dprk;dpr korea;north korea;n korea;korea north;korea n;democratic peoples republic of korea;"
    "dem peoples rep of korea;korea dem peoples rep;korea dem rep;korea democratic peoples republic of;korea dpr"
)


def economies() -> DataFrame[Economies]:
    """Return the economies, regions and aggregates that the data name.

    Returns
    -------
    DataFrame
        `code` (ISO 3166-1 alpha-3, of provinces ISO 3166-2, `CN` for China as the sum of its
        provinces' trade, else an aggregate's own), `name`, `kind` (`economy`, `region` or
        `aggregate`), `northeast_asia` (whether it is one of the five, or a part of one),
        `paper_spellings` and `aliases` (both joined by `;`).

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.economies().query("northeast_asia and kind == 'economy'")["code"].tolist()
    ['CHN', 'JPN', 'KOR', 'MNG', 'RUS']
    """
    return _store.frame("economies")  # type: ignore[return-value]


def _plain(text: str) -> str:
    """Fold case, accents, punctuation and a leading article away."""
    import re
    import unicodedata

    folded = unicodedata.normalize("NFKD", text).casefold()
    words = re.sub(
        r"[^a-z0-9]+", " ", re.sub(r"['’.]|[\u0300-\u036f]", "", folded)
    ).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@cache
def _codes() -> dict[str, str]:
    """Map every known text to its code; codes win over names, economies over regions."""
    # CN is China's two-letter code to everyone who writes it; the region CN is reached by its
    # column.
    found = {
        _plain(row["code"]): row["code"]
        for row in _store.rows("economies")
        if row["code"] != "CN"
    }
    for row in _store.rows("economies"):
        for text in filter(
            None,
            [
                row["name"],
                *row["paper_spellings"].split(";"),
                *row["aliases"].split(";"),
            ],
        ):
            found.setdefault(_plain(text), row["code"])
    return found


@overload
def economy_code(text: str) -> str: ...
@overload
def economy_code(text: list[str]) -> list[str]: ...
@overload
def economy_code(text: pd.Series[Any]) -> pd.Series[Any]: ...
def economy_code(
    text: str | list[str] | pd.Series[Any],
) -> str | list[str] | pd.Series[Any]:
    """Return the code of the economy, region or aggregate that a text names, or of each of several texts.

    Known are those that the paper names, by codes, names, the paper's spellings and other common
    names. Case, accents, punctuation and a leading "the" do not matter.

    Parameters
    ----------
    text : str, list of str or Series of str
        Such as ``"South Korea"``, ``"KOR"``, ``"Heilongjiang Province"`` or ``"World"``.

    Returns
    -------
    str, list or Series, as given
        The code, as the column `economy` or `region` holds it. `CN` gives `CHN`. A Series keeps its
        index and name.

    Raises
    ------
    UnknownEconomyError
        If a text names none or more than one, or if something is no text, such as a missing value.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.economy_code(["Rep. of Korea", "the Russian Federation"])
    ['KOR', 'RUS']
    """
    if isinstance(text, list):
        return [_code(one) for one in text]
    if not isinstance(text, str):
        import pandas as pd

        if isinstance(text, pd.Series):
            return text.map(_code)
    return _code(text)


def _code(text: object) -> str:
    if not isinstance(text, str):
        raise UnknownEconomyError(
            f"An economy is named by a text, or several by a list or a Series, not by {text!r}."
        )
    asked, codes, absent = _plain(text), _codes(), _ABSENT.split(";")
    if asked in absent:
        raise UnknownEconomyError(f"No data for {text!r}: {_NO_DATA}.")
    if asked in _AMBIGUOUS:
        raise UnknownEconomyError(
            f"{text!r} is more than one economy. Which do you mean: {_AMBIGUOUS[asked]}?"
        )
    if asked in codes:
        return codes[asked]
    from difflib import get_close_matches

    near = get_close_matches(asked, [*codes, *absent], n=3, cutoff=0.7)
    names = {
        row["code"]: f"{row['name']} ({row['code']})"
        for row in _store.rows("economies")
    }
    listed = ", ".join(
        dict.fromkeys(names[codes[match]] for match in near if match in codes)
    )
    hint = f"Nearest: {listed}." if listed else "Nothing known is near it."
    if near and near[0] in absent:
        hint = f"Nearest: {near[0]}, but {_NO_DATA}."
    raise UnknownEconomyError(
        f"No economy is known as {text!r}. {hint} Only the economies, regions and aggregates that the paper names are "
        "known; neadigital.economies() lists them."
    )
