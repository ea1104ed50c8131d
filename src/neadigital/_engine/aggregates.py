"""Tell the world and other aggregates from members, by the codes and names that publishers use.

What they write is in `aggregates.csv`, which is read when a metric first needs it. Beyond that list
a key is an aggregate if another key is a part of it: CN beside CN-HL, or DE1 beside DE11.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from neadigital._engine.arrays import Bools, Ints
from neadigital.errors import DataIntegrityError

_FILE = "aggregates.csv"
# The list that belongs to this module; the build writes it.
_SHA256 = "bfa87c25779949df4c21185112bae3d64a270c18036b8789a42874f2600c0cf4"
_WORLD = frozenset({"WLD", "W00", "OWID_WRL"})
_WORLD_NAMES = frozenset({"world", "world total", "total, world", "total world"})
# What counts as an aggregate beside any keys.
_ALWAYS = "always"
# The scheme of countries' codes, beside which codes of three capitals count.
_ISO = "iso"
# Regions are known by their form where so many of the unlisted keys have it.
_MOSTLY = 0.9

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_FOOTNOTE = re.compile(r"[\s#*†‡¹²³⁴⁵⁶⁷⁸⁹]+$")
_THREE_CAPITALS = re.compile("^[A-Z]{3}$")
_TWO_CAPITALS = re.compile("[A-Z]{2}")
_SUBDIVISION = re.compile("([A-Z]{2})-[A-Z0-9]{1,3}")


# Texts


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return a key with plain dashes, one blank for several, and without footnote marks."""
    if not text.isascii():
        text = _DASHES.sub("-", text)
    return _FOOTNOTE.sub("", " ".join(text.split()))


def plain(text: str) -> str:
    """Return a name as it is compared: folded, without capitals, with "and" for "&"."""
    return " ".join(fold(text).casefold().replace("&", " and ").split())


# The list


class Scheme(NamedTuple):
    """Keys of one kind, and the share of the others that must be of it for what counts there."""

    pattern: re.Pattern[str]
    share: float


class Lists(NamedTuple):
    """The bundled list: codes, names and patterns, each with the scheme beside which it counts."""

    codes: dict[str, str]
    names: dict[str, str]
    members: frozenset[str]
    patterns: list[tuple[re.Pattern[str], str]]
    schemes: dict[str, Scheme]


def _read() -> list[dict[str, str]]:
    """Read the lines of the bundled list; one that is not this module's is refused."""
    # Imported here because most processes need no list.
    import csv
    import hashlib

    import importlib_resources

    folder = importlib_resources.files(__package__)
    content = (folder / _FILE).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != _SHA256:
        raise DataIntegrityError(
            f"_engine/{_FILE}",
            "the file is not the one that was released",
            expected=f"SHA-256 {_SHA256}",
            found=f"SHA-256 {found}",
        )
    lines = content.decode().splitlines()
    return list(csv.DictReader(lines))


@cache
def lists() -> Lists:
    """Return the bundled list, read once."""
    rows = _read()

    def entries(kind: str) -> dict[str, str]:
        of_kind = [row for row in rows if row["kind"] == kind]
        return {row["text"]: row["beside"] or _ALWAYS for row in of_kind}

    schemes = {}
    for row in rows:
        if row["kind"] == "scheme":
            pattern = re.compile(row["text"])
            share = float(row["share"] or 0)
            schemes[row["beside"]] = Scheme(pattern, share)
    return Lists(
        codes=entries("code"),
        names=entries("name"),
        members=frozenset(entries("member")),
        patterns=_join(entries("pattern")),
        schemes=schemes,
    )


def _join(patterns: dict[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """Return one pattern for all that count beside the same scheme."""
    joined: dict[str, list[str]] = {}
    for text, beside in patterns.items():
        joined.setdefault(beside, []).append(text)
    return [(re.compile("|".join(texts)), beside) for beside, texts in joined.items()]


@lru_cache(maxsize=1 << 16)
def counts_beside(text: str) -> str:
    """Return the scheme beside which a folded key is an aggregate; empty for a member."""
    listed = lists()
    name = plain(text)
    if name in listed.members:
        return ""
    if name in listed.names:
        return listed.names[name]
    if text in listed.codes:
        return listed.codes[text]
    for pattern, beside in listed.patterns:
        if pattern.search(text):
            return _ISO if _THREE_CAPITALS.search(text) else beside
    return ""


# Columns of keys


def find_aggregates(
    keys: Sequence[object], codes: Ints | None = None, panels: Ints | None = None
) -> tuple[Bools, Bools]:
    """Mark the keys that are aggregates beside the others, and those that are the world.

    `codes` are the places, among `keys`, of the keys of each of the `panels`; there is a mark for
    each. By default all keys stand together.
    """
    texts = _texts(keys)
    if codes is None or panels is None:
        codes = np.arange(len(texts))
        panels = np.zeros(len(texts), dtype=np.int64)
    # Each distinct key is looked at once; `codes` spread what is found over the panels.
    schemes = [counts_beside(text) for text in texts]
    beside = np.array(schemes, dtype=object)
    is_unlisted = (beside == "")[codes]
    known = (beside == _ALWAYS)[codes]
    known |= _find_wholes(texts, codes, panels, is_unlisted)
    found = known.copy()
    for scheme in {*schemes} - {"", _ALWAYS}:
        is_candidate = (beside == scheme)[codes]
        belongs = _matching(lists().schemes[scheme].pattern, texts)[codes]
        # Known aggregates show nothing about the scheme, unless they belong to it.
        is_other = ~is_candidate & (belongs | ~known)
        if scheme == _ISO:
            # Only other codes of three letters show which scheme they are of.
            is_other &= _matching(_THREE_CAPITALS, texts)[codes]
        found |= is_candidate & _in_panels_of(scheme, panels, is_other, belongs)
    is_world = _mark(_is_world, texts)[codes]
    return found, found & is_world


def _in_panels_of(scheme: str, panels: Ints, is_other: Bools, belongs: Bools) -> Bools:
    """Mark the keys of the panels in which enough of the other keys belong to a scheme."""
    n_others = _count(panels, is_other)
    n_belonging = _count(panels, is_other & belongs)
    is_enough = _is_enough(scheme, n_belonging, n_others)
    return is_enough[panels]


def may_hold_aggregates(keys: Sequence[object]) -> bool:
    """Tell whether any key would be an aggregate, whatever keys stood beside it."""
    texts = _texts(keys)
    if any(map(counts_beside, texts)):
        return True
    has_parts = _wholes(texts) >= 0
    return bool(has_parts.any())


def _texts(keys: Sequence[object]) -> list[str]:
    """Return the keys that are text, folded; if all are three small letters, in capitals."""
    texts = [fold(key) if isinstance(key, str) else "" for key in keys]
    if all(map(_is_small_code, texts)):
        return [text.upper() for text in texts]
    return texts


def _is_small_code(text: str) -> bool:
    """Tell whether a key is three small letters."""
    return len(text) == 3 and text.isalpha() and text.islower()


def _mark(test: Callable[[str], object], texts: list[str]) -> Bools:
    """Mark the texts that pass a test."""
    marks = [bool(test(text)) for text in texts]
    return np.array(marks, dtype=bool)


def _matching(pattern: re.Pattern[str], texts: list[str]) -> Bools:
    """Mark the texts in which a pattern is found."""
    return _mark(pattern.search, texts)


def _count(panels: Ints, marks: Bools) -> Ints:
    """Return how many marks each panel has."""
    n_panels = panels.max(initial=-1) + 1
    return np.bincount(panels[marks], minlength=n_panels)


def _is_enough(scheme: str, n_belonging: Ints, n_others: Ints) -> Bools:
    """Tell for each panel whether enough of the other keys belong to the scheme."""
    share = lists().schemes[scheme].share
    is_all: Bools = n_belonging == n_others
    enough: Bools = n_belonging > share * n_others
    if share == 1:
        enough = is_all & (n_others > 0)
    # A code of three letters counts beside names, too, which are of no scheme of codes.
    return enough | (is_all & (scheme == _ISO))


def _is_world(text: str) -> bool:
    """Tell whether a key names the world, by code or by name."""
    return text in _WORLD or plain(text) in _WORLD_NAMES


# Parts beside their whole


def _find_wholes(
    texts: list[str], codes: Ints, panels: Ints, is_unlisted: Bools
) -> Bools:
    """Mark the keys of which another key of the panel is a part."""
    whole_of = _wholes(texts)
    if (whole_of < 0).all():
        return np.zeros(len(codes), dtype=bool)
    # A panel has regions if most keys that the list does not know have their form.
    is_region = _mark(_is_region, texts)[codes]
    n_regions = _count(panels, is_unlisted & is_region)
    n_unlisted = _count(panels, is_unlisted)
    has_regions = n_regions >= _MOSTLY * n_unlisted
    wholes = whole_of[:, codes]
    # The code of a subdivision, such as CN-HL, says by itself what it is a part of.
    counts = ~is_region | has_regions[panels]
    is_part = (wholes >= 0) & counts
    # A key of a panel as one number, so that a whole is found in the panel of its part only.
    start = panels * len(texts)
    keys = start + codes
    keys_of_wholes = (start + wholes)[is_part]
    found: Bools = np.isin(keys, keys_of_wholes)
    return found


def _wholes(texts: list[str]) -> Ints:
    """Return the places of the keys that each key is a part of, by their length of 2 to 4."""
    place = {text: number for number, text in enumerate(texts)}
    wholes = np.full((3, len(texts)), -1)
    for part, text in enumerate(texts):
        # No code of a part is shorter or longer.
        if not 2 < len(text) < 7:
            continue
        for whole in _whole_texts(text):
            line = len(whole) - 2
            wholes[line, part] = place.get(whole, -1)
    return wholes


def _whole_texts(text: str) -> list[str]:
    """Return what a code of a subdivision (ISO 3166-2) or a region (NUTS) is a part of."""
    schemes = lists().schemes
    if subdivision := _SUBDIVISION.fullmatch(text):
        country = subdivision[1]
        is_country = schemes["alpha2"].pattern.search(country)
        return [country] if is_country else []
    if schemes["nuts"].pattern.search(text):
        lengths = range(2, len(text))
        return [text[:length] for length in lengths]
    return []


def _is_region(text: str) -> bool:
    """Tell whether a key has the form of a country's or a region's code."""
    if _TWO_CAPITALS.fullmatch(text):
        return True
    pattern = lists().schemes["nuts"].pattern
    return pattern.search(text) is not None
