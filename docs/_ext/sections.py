"""The parts of the paper in its order, and the address of what is in them."""

from __future__ import annotations

import re

from _ext import words

#: The pages on the paper: title, and sections in its order with their tables and figures.
PARTS: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "opening": (
        "Abstract and introduction",
        {"Title page": (), "Abstract": (), "Introduction": ("Figure 1",)},
    ),
    "scale": (
        "I.1 Scale of the digital economy",
        {
            "I.1.1 China": ("Figure 2",),
            "I.1.2 Russia": ("Figure 3",),
            "I.1.3 Japan": ("Figure 4",),
            "I.1.4 Republic of Korea": ("Figure 5",),
            "I.1.5 International comparison": ("Table 1", "Figure 6"),
        },
    ),
    "infrastructure": (
        "I.2 Digital infrastructure",
        {"I.2 Digital infrastructure": ("Table 2",)},
    ),
    "government": (
        "I.3 Digital government",
        {"I.3 Digital government": ("Table 3",)},
    ),
    "competitiveness": (
        "I.4 Digital competitiveness",
        {
            "I.4.1 Economies": ("Table 4",),
            "I.4.2 Cities": ("Table 5",),
            "I.4.3 Enterprises": ("Table 6",),
        },
    ),
    "ict": (
        "I.5 ICT industry",
        {
            "I.5.1 China": ("Figure 7",),
            "I.5.2 Russia": (),
            "I.5.3 Japan": ("Figure 8", "Figure 9a"),
            "I.5.4 Republic of Korea": ("Figure 9b",),
        },
    ),
    "challenges": (
        "II Challenges",
        {
            "II.1 Political trust": (),
            "II.2 Digital divide": ("Table 7", "Table 8"),
            "II.3 Cybersecurity": ("Table 9",),
        },
    ),
    "e-commerce": (
        "III.1 E-commerce",
        {"III.1 A platform for digital services": ("Table 10", "Table 11", "Table 12")},
    ),
    "trade": (
        "III.2 and III.3 Trade with Russia, and forums",
        {
            "III.2.1 Northeast China and Russia": ("Table 13",),
            "III.2.2 Customs and ports": (),
            "III.3 Forums": (),
        },
    ),
    "conclusion": ("Conclusion", {"Conclusion": ()}),
}
_CODE = re.compile(r"I+\.[\d.]+(?= )")
_WHERE = re.compile(
    r"sections? (I{1,3}(?:\.\d)+)|(table|figure)s? (\w+)"
    r"|(title page|abstract|introduction|conclusion)",
    re.IGNORECASE,
)


def code(heading: str) -> str:
    """Return the number of a section in the paper, or its name where it has none."""
    found = _CODE.match(heading)
    return found[0] if found else heading


#: The page of each section, and the section of each table and figure.
PAGE_OF = {}
PRINTED_IN = {}
for _part, (_, _headings) in PARTS.items():
    for _heading, _places in _headings.items():
        _section = code(_heading)
        PAGE_OF[_section] = _part
        for _place in _places:
            PRINTED_IN[_place] = _section


def section_of(where: str) -> str:
    """Return the section that the place of a claim names first."""
    found = _WHERE.search(where)
    if found is None:
        raise ValueError(f"{where!r} names no section, table or figure of the paper.")
    section, kind, number, name = found.groups()
    if kind:
        return PRINTED_IN[f"{kind.capitalize()} {number}"]
    return section or name.capitalize()


def places_in(where: str) -> list[str]:
    """Return the tables and figures that the place of a claim names."""
    bare = where.replace(",", "").replace("s ", " ")
    named = bare.lower().split()
    found = []
    for place in PRINTED_IN:
        kind, number = place.lower().split()
        if kind in named and number in named:
            found.append(place)
    return found


def address(section: str, anchor: str) -> str:
    """Return the address of something in a section, from the folder of the datasets."""
    return f"paper/{PAGE_OF[section]}.html#{anchor}"


def address_of(place: str) -> str:
    """Return the address of a table or a figure, or of a section."""
    section = PRINTED_IN.get(place, place)
    name = place if place in PRINTED_IN else f"section {place}"
    return address(section, words.anchor(name).lower())
