"""The sections of the paper in its order, the page of each, and what stands in which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import markup
import pandas as pd

import neadigital
from neadigital import _store
from neadigital.schemas._columns import KEY


@dataclass(frozen=True)
class Section:
    """A section of the paper: its number there, its heading in our words, tables and figures."""

    code: str
    title: str
    tables: tuple[int, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The number and the words; what has no number in the paper is its own name."""
        return self.title if self.title == self.code else f"{self.code} {self.title}"

    @property
    def id(self) -> str:
        """The address on its page."""
        return markup.anchor(f"section {self.code}").lower()


#: The pages: the name of the file, the title, and the sections in the paper's order.
PARTS: dict[str, tuple[str, tuple[Section, ...]]] = {
    "opening": (
        "Abstract and introduction",
        (
            Section("Title page", "Title page"),
            Section("Abstract", "Abstract"),
            Section("Introduction", "Introduction", figures=("1",)),
        ),
    ),
    "scale": (
        "I.1 Scale of the digital economy",
        (
            Section("I.1.1", "China", figures=("2",)),
            Section("I.1.2", "Russia", figures=("3",)),
            Section("I.1.3", "Japan", figures=("4",)),
            Section("I.1.4", "Republic of Korea", figures=("5",)),
            Section("I.1.5", "International comparison", (1,), ("6",)),
        ),
    ),
    "infrastructure": (
        "I.2 Digital infrastructure",
        (Section("I.2", "Digital infrastructure", (2,)),),
    ),
    "government": (
        "I.3 Digital government",
        (Section("I.3", "Digital government", (3,)),),
    ),
    "competitiveness": (
        "I.4 Digital competitiveness",
        (
            Section("I.4.1", "Economies", (4,)),
            Section("I.4.2", "Cities", (5,)),
            Section("I.4.3", "Enterprises", (6,)),
        ),
    ),
    "ict": (
        "I.5 ICT industry",
        (
            Section("I.5.1", "China", figures=("7",)),
            Section("I.5.2", "Russia"),
            Section("I.5.3", "Japan", figures=("8", "9a")),
            Section("I.5.4", "Republic of Korea", figures=("9b",)),
        ),
    ),
    "challenges": (
        "II Challenges",
        (
            Section("II.1", "Political trust"),
            Section("II.2", "Digital divide", (7, 8)),
            Section("II.3", "Cybersecurity", (9,)),
        ),
    ),
    "e-commerce": (
        "III.1 E-commerce",
        (Section("III.1", "A platform for digital services", (10, 11, 12)),),
    ),
    "trade": (
        "III.2 and III.3 Trade with Russia, and forums",
        (
            Section("III.2.1", "Northeast China and Russia", (13,)),
            Section("III.2.2", "Customs and ports"),
            Section("III.3", "Forums"),
        ),
    ),
    "conclusion": ("Conclusion", (Section("Conclusion", "Conclusion"),)),
}
SECTIONS = {
    section.code: section for _, sections in PARTS.values() for section in sections
}
PART_OF = {
    section.code: name for name, (_, sections) in PARTS.items() for section in sections
}
#: The section in which each table and each figure stands, by its name in `quality`.
PRINTED_IN = {
    f"{kind} {number}": section.code
    for section in SECTIONS.values()
    for kind, numbers in (("Table", section.tables), ("Figure", section.figures))
    for number in numbers
}
# A section, a table or a figure that the place of a claim names.
_NAMED = re.compile(
    r"sections? (?P<section>I{1,3}(?:\.\d)+)|(?P<kind>table|figure)s? (?P<number>\w+)"
    r"|(?P<other>title page|abstract|introduction|conclusion)",
    re.IGNORECASE,
)
POLICIES = "digital_strategies"
# What `statements` calls the parts without a number.
_OF_STATEMENTS = {
    "abstract": "Abstract",
    "0": "Introduction",
    "conclusion": "Conclusion",
}


def of_place(where: str) -> str:
    """Return the section that a claim's place names first."""
    found = _NAMED.search(where)
    if found is None:
        raise ValueError(f"{where!r} names no section, table or figure of the paper.")
    if found["section"]:
        return found["section"]
    if found["kind"]:
        return PRINTED_IN[f"{found['kind'].capitalize()} {found['number']}"]
    return found["other"].capitalize()


def address(section: str, anchor: str = "") -> str:
    """Return the address of a section, or of something in it, from the folder of the datasets."""
    return f"paper/{PART_OF[section]}.html#{anchor or SECTIONS[section].id}"


def address_of(place: str) -> str:
    """Return the address of a table or a figure by its name in `quality`, or of a section."""
    if place in PRINTED_IN:
        return address(PRINTED_IN[place], markup.anchor(place).lower())
    return address(place)


markup.TEMPLATES.filters["address_of"] = address_of


@cache
def _of_text() -> dict[tuple[str, ...], str]:
    """Return the section of each number that the text states, by its key."""
    known = neadigital.load("statements").dropna(subset="dataset")
    keys = markup.filled(known)[list(KEY)].astype(str)
    sections = known["section"].replace(_OF_STATEMENTS)
    rows = keys.itertuples(index=False, name=None)
    return dict(zip(rows, sections, strict=True))


@cache
def policies() -> pd.DataFrame:
    """Return the policies that the paper dates, with the section that dates each."""
    if POLICIES not in set(neadigital.datasets()["dataset"]):
        return pd.DataFrame()
    return markup.filled(neadigital.load(POLICIES))


def of_number(number: pd.Series) -> str:
    """Return the section of a number: of its table or figure, else of the text that states it."""
    if number["printed_in"]:
        return PRINTED_IN[number["printed_in"]]
    if number["dataset"] == POLICIES:
        section_of = policies().set_index("strategy")["section"]
        return str(section_of[number["indicator"]])
    key = tuple(number[list(KEY)].astype(str))
    if key in _of_text():
        return _of_text()[key]
    # What is computed from a table's numbers is explained where the table stands.
    first, *_ = _store.resource(number["dataset"])["tables"]
    return PRINTED_IN[f"Table {first}"]
