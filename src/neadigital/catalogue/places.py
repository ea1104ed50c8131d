"""Which economies, regions and aggregates there are, and what a text names."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from neadigital import _store
from neadigital.errors import UnknownEconomyError

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital.schemas import Economies

__all__ = ["economies", "economy_code"]

# Texts that name more than one economy: a question is right, a guess is wrong.
_AMBIGUOUS = {
    "korea": "the Republic of Korea (KOR) or the Democratic People's Republic of Korea (PRK, which has no data here)",
    "northeast asia": "China (CHN), Japan (JPN), Republic of Korea (KOR), Mongolia (MNG) or Russian Federation (RUS)",
}
_NO_DATA = "the Democratic People's Republic of Korea (PRK) has no data here; the Republic of Korea is KOR"
# Names that are near a known one and must not be taken for it.
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
)


def economies() -> DataFrame[Economies]:
    """Return the economies, regions and aggregates that the data name.

    Returns
    -------
    DataFrame
        One row per code. Columns: `code` (ISO 3166-1 alpha-3 for economies, ISO 3166-2 for provinces, `CN` for
        China as the sum of its provinces' trade, else the aggregate's own code), `name`, `kind` (`economy`,
        `region` or `aggregate`), `northeast_asia` (whether it is one of the five, or a part of one),
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
    folded = unicodedata.normalize("NFKD", text).casefold()
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’.]|[\u0300-\u036f]", "", folded)).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@cache
def _codes() -> dict[str, str]:
    """Map every known text to its code; codes win over names, economies over regions."""
    found: dict[str, str] = {}
    rows = _store.rows("economies")
    for row in rows:
        # CN is China's two-letter code to everyone who writes it; the region CN is reached by its column.
        if row["code"] != "CN":
            found.setdefault(_plain(row["code"]), row["code"])
    for row in rows:
        for text in [row["name"], *row["paper_spellings"].split(";"), *row["aliases"].split(";")]:
            if text:
                found.setdefault(_plain(text), row["code"])
    return found


def economy_code(text: str) -> str:
    """Return the code of the economy, region or aggregate that a text names.

    Case, accents, punctuation and a leading "the" do not matter. Codes, names, the paper's own spellings, two-letter
    codes and common other names are known.

    Parameters
    ----------
    text : str
        Such as ``"South Korea"``, ``"Rep. of Korea"``, ``"KOR"``, ``"Heilongjiang Province"`` or ``"World"``.

    Returns
    -------
    str
        The code, as the column `economy` or `region` holds it. `CN` gives `CHN`.

    Raises
    ------
    UnknownEconomyError
        If the text names none, with the nearest known names; or if it names more than one, with the choices.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.economy_code("Rep. of Korea")
    'KOR'
    """
    if not isinstance(text, str):
        raise UnknownEconomyError(f"An economy is named by a text, not by {text!r}.")
    asked = _plain(text)
    if asked in _ABSENT:
        raise UnknownEconomyError(f"No data for {text!r}: {_NO_DATA}.")
    if asked in _AMBIGUOUS:
        raise UnknownEconomyError(f"{text!r} is more than one economy. Which do you mean: {_AMBIGUOUS[asked]}?")
    codes = _codes()
    if asked in codes:
        return codes[asked]
    near = get_close_matches(asked, [*codes, *_ABSENT], n=3, cutoff=0.7)
    if near and near[0] in _ABSENT:
        raise UnknownEconomyError(f"No economy is known as {text!r}. Nearest: {near[0]}, but {_NO_DATA}.")
    names = {row["code"]: row["name"] for row in _store.rows("economies")}
    found = dict.fromkeys(codes[match] for match in near if match in codes)
    hint = (
        f"Nearest: {', '.join(f'{names[code]} ({code})' for code in found)}." if found else "Nothing known is near it."
    )
    raise UnknownEconomyError(f"No economy is known as {text!r}. {hint} neadigital.economies() lists them all.")


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
