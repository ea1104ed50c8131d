"""Tell the world and other aggregates from members, by the codes and names that publishers use.

They are in `aggregates.txt`, one a line below the publisher that writes them. Beyond that list a
code is an aggregate if the code of a part begins with it: CN beside CN-HL, or DE1 beside DE11.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints

_FILE = "aggregates.txt"
_WORLD_NAMES = (
    "WLD; W00; OWID_WRL; XW; WEOWORLD; "
    "world; global; world total; total world; total, world; "
    "мир; весь мир; 世界; 세계; дэлхий"
)
_WORLD = frozenset(_WORLD_NAMES.split("; "))
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
        text = _DASHES.sub("-", text)
        text = _NOTE_MARKS.sub("", text)
        text = unicodedata.normalize("NFKC", text)
        text = _BLANK_INSIDE.sub("", text)
    text = _NOTE_MARKS.sub("", text)
    text = text.replace("&", " and ")
    text = " ".join(text.split())
    return text if text.isupper() else text.casefold()


@cache
def listed() -> frozenset[str]:
    """Return the codes and names of the bundled list, read once."""
    # Imported here because most processes need no list.
    import importlib_resources

    file = importlib_resources.files(__package__) / _FILE
    lines = file.read_text(encoding="utf-8").splitlines()
    texts = [line for line in lines if line and line[0] != "#"]
    return frozenset(map(fold, texts))


def is_listed(text: str) -> bool:
    """Tell whether a folded key is in the list.

    A name may be written in capitals, but three of them are a code: ALL is the Albanian lek.
    """
    known = listed()
    return text in known or (text.casefold() in known and not _is_code(text))


def find_aggregates(
    keys: Sequence[object], codes: Ints, panels: Ints
) -> tuple[Bools, Bools]:
    """Mark the keys that are aggregates beside the others, and those that are the world.

    `codes` are the places, among `keys`, of the keys of each of the `panels`; there is a mark for
    each.
    """
    texts = _fold_all(keys)
    # Each distinct key is looked at once; `codes` spread what is found over the panels.
    known = _mark(texts, is_listed)[codes]
    is_code = _mark(texts, _is_code)[codes]
    is_country = _mark(texts, _COUNTRIES.__contains__)[codes]
    # Of three capitals nobody knows what they mean but by those that stand beside them.
    is_other = is_code & ~known
    n_others = _count(panels, is_other)
    n_countries = _count(panels, is_other & is_country)
    are_countries = 2 * n_countries >= n_others
    is_meant = ~is_code | are_countries[panels]
    found: Bools = known & is_meant
    found |= _find_parents(texts, codes, panels, ~known)
    is_world = _mark(texts, _is_world)[codes]
    return found, found & is_world


def may_hold_aggregates(keys: Sequence[object]) -> bool:
    """Tell whether any key would be an aggregate, whatever keys stood beside it."""
    texts = _fold_all(keys)
    if any(map(is_listed, texts)):
        return True
    return bool(_parents(texts))


def _fold_all(keys: Sequence[object]) -> list[str]:
    """Return the keys that are text, folded; if all are three small letters, in capitals."""
    texts = [key if isinstance(key, str) else "" for key in keys]
    if all(_THREE_SMALL.fullmatch(text) for text in texts):
        texts = [text.upper() for text in texts]
    return [fold(text) for text in texts]


def _mark(texts: list[str], is_one: Callable[[str], bool]) -> Bools:
    """Mark the texts of which something is true."""
    return np.array([is_one(text) for text in texts], dtype=bool)


def _count(panels: Ints, marks: Bools) -> Ints:
    """Return how many marks each panel has."""
    n_panels = panels.max(initial=-1) + 1
    return np.bincount(panels[marks], minlength=n_panels)


def _is_code(text: str) -> bool:
    """Tell whether a folded key is three capitals."""
    return _THREE_CAPITALS.fullmatch(text) is not None


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
    is_region = _mark(texts, _is_region)[codes]
    n_regions = _count(panels, is_unlisted & is_region)
    n_unlisted = _count(panels, is_unlisted)
    are_regions = n_regions >= _MOSTLY * n_unlisted
    counts = is_region & are_regions[panels]
    # A key of a panel as one number, so that a parent is found in the panel of its part only.
    start = panels * len(texts)
    own = start + codes
    for parent_of in parents:
        parent = parent_of[codes]
        is_part = counts & (parent >= 0)
        named = start[is_part] + parent[is_part]
        found |= np.isin(own, named)
    return found


def _parents(texts: list[str]) -> list[Ints]:
    """Return the place of each code's parent, -1 for none, by the length of the parent."""
    place = {}
    for number, text in enumerate(texts):
        if _is_region(text):
            place[text] = number
    longest = max(map(len, place), default=0)
    found = []
    for length in range(2, longest):
        parent_of = np.full(len(texts), -1)
        for number, text in enumerate(texts):
            if _is_part(text, length):
                parent = text[:length]
                parent_of[number] = place.get(parent, -1)
        if parent_of.max() >= 0:
            found.append(parent_of)
    return found


def _is_region(text: str) -> bool:
    """Tell whether a folded key is two capitals, alone or before a hyphen or a digit."""
    return _REGION.fullmatch(text) is not None


def _is_part(text: str, length: int) -> bool:
    """Tell whether the first so many letters of a code may be those of its parent.

    A hyphen follows the code of a country: ES-AN, Andalusia, is no part of ES-A, Alicante.
    """
    if not _is_region(text) or len(text) <= length:
        return False
    parent = text[:length]
    rest = text[length + 1 :]
    return "-" not in parent and "-" not in rest


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
    if not known.any():
        return None
    # Most tables have no total, and a single cross-section shows that.
    in_first = known & (sections == sections[known.argmax()])
    if not _are_totals(sections[in_first], values[in_first]).any():
        return None
    sections = sections[known]
    members = members[known]
    values = values[known]
    n_members = np.bincount(sections)
    n_sections = np.count_nonzero(n_members)
    are_whole = (values % 1 == 0).all()
    if n_members[n_members > 0].min() < 4 or (n_sections == 1 and are_whole):
        return None
    is_total = _are_totals(sections, values) & may_be_one[members]
    times = np.bincount(members[is_total])
    totals = np.flatnonzero(times == n_sections)
    # Two that equal each other, beside zeros, are no total.
    return int(totals[0]) if len(totals) == 1 else None


def _are_totals(sections: Ints, values: Floats) -> Bools:
    """Mark the values, but 0, that equal the sum of all others of their cross-section."""
    sums = np.bincount(sections, values)
    others = sums[sections] - values
    is_near = np.abs(values - others) <= _EXACT * np.abs(values)
    return np.asarray(is_near & (values != 0))
