"""Tell the world and other aggregates from members, by the codes and names that publishers use.

They are in `aggregates.txt`, one a line below the publisher that writes them. Beyond that list a
code is an aggregate if the code of a part begins with it: CN beside CN-HL, or DE1 beside DE11.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints

_FILE = "aggregates.txt"
_WORLD = frozenset(
    {
        *("WLD", "W00", "OWID_WRL", "XW", "WEOWORLD"),
        *("world", "global", "world total", "total world", "total, world"),
        *("мир", "весь мир", "世界", "세계", "дэлхий"),
    }
)
# Codes of countries, ISO 3166-1 alpha-3, which show what other codes of three capitals mean.
_ISO = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR
    BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG
    COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH
    FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY
    HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
    KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL
    MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
    NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU
    SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
    TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
    VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""
_COUNTRIES = frozenset(_ISO.split())

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_NOTE_MARKS = re.compile(r"([\s#*†‡¹²³⁴⁵⁶⁷⁸⁹]|\d\))+$")
# Chinese characters, Japanese syllables and Korean ones, between which a blank means nothing.
_EAST_ASIAN = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_BLANK_INSIDE = re.compile(rf"(?<={_EAST_ASIAN})\s+(?={_EAST_ASIAN})")
_THREE_CAPITALS = re.compile("[A-Z]{3}")
_THREE_SMALL = re.compile("[a-z]{3}")
# The code of a country, of its subdivision (ISO 3166-2) or of a statistical region (NUTS).
_REGION = re.compile(r"[A-Z]{2}([-\d].*)?")
# Keys are codes of regions where so many of them have that form.
_MOSTLY = 0.9
# What a total may differ by from the sum of the others, as a part of it.
_EXACT = 1e-9


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return a key as it is compared: without marks of notes, with one spelling of signs.

    A text without small letters is a code and stays as it is; a name loses its capitals.
    """
    if not text.isascii():
        text = _NOTE_MARKS.sub("", _DASHES.sub("-", text))
        text = _BLANK_INSIDE.sub("", unicodedata.normalize("NFKC", text))
    text = _NOTE_MARKS.sub("", text).replace("&", " and ")
    text = " ".join(text.split())
    return text if text.isupper() else text.casefold()


@cache
def listed() -> frozenset[str]:
    """Return the codes and names of the bundled list, read once."""
    # Imported here because most processes need no list.
    import importlib_resources

    file = importlib_resources.files(__package__) / _FILE
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and line[0] != "#")


def is_listed(text: str) -> bool:
    """Tell whether a folded key is in the list.

    A name may be written in capitals, but three of them are a code: ALL is the Albanian lek.
    """
    if _THREE_CAPITALS.fullmatch(text):
        return text in listed()
    return text in listed() or text.casefold() in listed()


def find_aggregates(
    keys: Sequence[object], codes: Ints | None = None, panels: Ints | None = None
) -> tuple[Bools, Bools]:
    """Mark the keys that are aggregates beside the others, and those that are the world.

    `codes` are the places, among `keys`, of the keys of each of the `panels`; there is a mark for
    each. By default all keys stand together.
    """
    texts = _fold_all(keys)
    if codes is None or panels is None:
        codes = np.arange(len(texts))
        panels = np.zeros(len(texts), dtype=np.int64)
    # Each distinct key is looked at once; `codes` spread what is found over the panels.
    known = np.array([is_listed(text) for text in texts], dtype=bool)[codes]
    is_code = np.array([_THREE_CAPITALS.fullmatch(text) for text in texts], dtype=bool)
    is_country = np.array([text in _COUNTRIES for text in texts], dtype=bool)
    is_other = is_code[codes] & ~known
    n_others = _count(panels, is_other)
    n_countries = _count(panels, is_other & is_country[codes])
    are_countries = 2 * n_countries >= n_others
    found: Bools = known & (~is_code[codes] | are_countries[panels])
    found |= _find_parents(texts, codes, panels, ~known)
    is_world = np.array([_is_world(text) for text in texts], dtype=bool)[codes]
    return found, found & is_world


def may_hold_aggregates(keys: Sequence[object]) -> bool:
    """Tell whether any key would be an aggregate, whatever keys stood beside it."""
    texts = _fold_all(keys)
    return any(map(is_listed, texts)) or bool(_parents(texts))


def _fold_all(keys: Sequence[object]) -> list[str]:
    """Return the keys that are text, folded; if all are three small letters, in capitals."""
    texts = [key if isinstance(key, str) else "" for key in keys]
    if all(_THREE_SMALL.fullmatch(text) for text in texts):
        texts = [text.upper() for text in texts]
    return [fold(text) for text in texts]


def _count(panels: Ints, marks: Bools) -> Ints:
    """Return how many marks each panel has."""
    return np.bincount(panels[marks], minlength=panels.max(initial=-1) + 1)


def _is_world(text: str) -> bool:
    """Tell whether a folded key names the world."""
    return text in _WORLD or text.casefold() in _WORLD


# Regions beside what they are parts of


def _find_parents(
    texts: list[str], codes: Ints, panels: Ints, is_unlisted: Bools
) -> Bools:
    """Mark the codes with which a longer one begins, in panels whose keys are such codes."""
    found = np.zeros(len(codes), dtype=bool)
    parents = _parents(texts)
    if not parents:
        return found
    is_region = np.array([_is_region(text) for text in texts], dtype=bool)[codes]
    n_regions = _count(panels, is_unlisted & is_region)
    n_unlisted = _count(panels, is_unlisted)
    counts = is_region & (n_regions >= _MOSTLY * n_unlisted)[panels]
    # A key of a panel as one number, so that a parent is found in the panel of its part only.
    start = panels * len(texts)
    for parent_of in parents:
        parent = parent_of[codes]
        is_part = counts & (parent >= 0)
        found |= np.isin(start + codes, (start + parent)[is_part])
    return found


def _parents(texts: list[str]) -> list[Ints]:
    """Return the place of each code's parent, -1 for none, by the length of the parent."""
    place = {text: number for number, text in enumerate(texts) if _is_region(text)}
    longest = max(map(len, place), default=0)
    found = []
    for length in range(2, longest):
        parent_of = [
            place.get(text[:length], -1) if _is_part(text, length) else -1
            for text in texts
        ]
        if max(parent_of) >= 0:
            found.append(np.array(parent_of))
    return found


def _is_region(text: str) -> bool:
    """Tell whether a folded key is two capitals, alone or before a hyphen or a digit."""
    return _REGION.fullmatch(text) is not None


def _is_part(text: str, length: int) -> bool:
    """Tell whether the first so many letters of a code may be those of its parent.

    A hyphen follows the code of a country: ES-AN, Andalusia, is no part of ES-A, Alicante.
    """
    is_longer = _is_region(text) and length < len(text)
    return is_longer and "-" not in text[:length] and "-" not in text[length + 1 :]


# Totals by their value


def find_total(
    sections: Ints, members: Ints, values: Floats, may_be_one: Bools
) -> int | None:
    """Return the member that equals the sum of all others in every cross-section, if one does.

    Each cross-section has four members or more; whole numbers of a single one may agree by chance.
    Cross-sections without a value are left out. `may_be_one` says which members may be a total:
    those that the caller names as something else may not.
    """
    known = ~np.isnan(values)
    sections, members, values = sections[known], members[known], values[known]
    n_members = np.bincount(sections)
    n_sections = np.count_nonzero(n_members)
    is_one_of_whole = n_sections == 1 and (values % 1 == 0).all()
    if not n_sections or is_one_of_whole or n_members[n_members > 0].min() < 4:
        return None
    others = np.bincount(sections, values)[sections] - values
    equals = (np.abs(values - others) <= _EXACT * np.abs(values)) & (values != 0)
    times = np.bincount(members[equals & may_be_one[members]])
    totals = np.flatnonzero(times == n_sections)
    # Two that equal each other, beside zeros, are no total.
    return int(totals[0]) if len(totals) == 1 else None
