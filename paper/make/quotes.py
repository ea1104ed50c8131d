"""Fill the quotes in braces in the text of a note, so that no number is typed twice.

    {printed}  {value}  {economy}
        the cell, and its row
    {below:.1f}
        a fact of the row, as `facts` computes it, with one decimal
    {s119}
        a number of the prose, by its identifier in statements.csv
    {CHN 2020 digital_economy_share_of_gdp}
        a number of another publication, by its economy, period and indicator; the words
        economy and year mean those of the row
    {CHN 2016 digital_economy_value_added CNY trillion}
        the same, by its unit, its source or how it was got, if records differ
    {RUS 2018 imd_digital_competitiveness_rank:by}
        the publication it is from; with :read the one it was read in

A dataset cites each publication that its notes quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from operator import itemgetter

from paper.make.descriptor import Model
from paper.make.page import BuildError, Row, Rows, typed

# A name, and how it is written.
_BRACES = re.compile(r"\{([^{}:]+):?([^{}]*)\}")


@cache
def sources() -> dict[str, Row]:
    """Return the bibliography by identifier."""
    return {line["source"]: line for line in typed("sources")}


def cited_for(record: Row) -> list[str]:
    """Return the publications that give a number: its own, and the one that passes it on."""
    found = dict.fromkeys([record["source"], record["read_in"]])
    found.pop("", None)
    # Where a number was merely read is in its record, and is not a source.
    return [name for name in found if sources()[name]["kind"] != "reading"]


def cites(model: Model, rows: Rows, quoted: list[str]) -> list[str]:
    """Return a dataset's sources: its model's, its values', and those that its notes quote."""
    facts = []
    names = set()
    for column in model.to_schema().columns.values():
        facts.append(column.metadata.get("facts", {}))
        for code, (_, _, *more) in column.metadata.get("codes", {}).items():
            names.add(code)
            facts += more
    names |= {fact.get("indicator") for fact in facts}
    places = set()
    for row in rows:
        place = row.get("economy") or row["region"]
        places.add((place, row.get("period") or row["year"]))
    found = list(model.Config.metadata.get("sources", []))
    for line in typed("external_figures"):
        is_value = line["use"] == "value" and line["indicator"] in names
        if is_value and (line["economy"], line["period"]) in places:
            found += cited_for(line)
    # A column's own source may name the row's vintage.
    own = [fact["source"] for fact in facts if "source" in fact]
    found += sorted({source.format_map(row) for row in rows for source in own})
    return list(dict.fromkeys(found + quoted))


def identify(record: Row) -> str:
    """Return what identifies a record, as the audit writes it."""
    text = "economy={economy};period={period};indicator={indicator};unit={unit}"
    return text.format_map(record)


_QUANTITY = itemgetter("economy", "period", "indicator")


def record(economy: str, period: str, indicator: str, which: str = "") -> Row:
    """Return one number of another publication, by unit, source or `how` if `which` has one.

    Where several records have the same number, the first of them is returned.

    Raises
    ------
    BuildError
        If there is none, or if there are several that differ.
    """
    found = [
        line
        for line in typed("external_figures")
        if _QUANTITY(line) == (economy, period, indicator)
        and which in ("", line["unit"], line["source"], line["how"])
        # What continues a series is quoted by its source only.
        and (line["use"] != "later" or which == line["source"])
    ]
    count = len({(line["value"], line["unit"]) for line in found})
    if count != 1:
        what = f"{economy} {period} {indicator} {which}".strip()
        raise BuildError(
            f"external_figures.csv has {count} numbers of {what}; "
            "name its unit or source, or read or computed"
        )
    return found[0]


def statement(identifier: str) -> str:
    """Return a number of the prose as printed; empty text if there is no such statement."""
    values = {row["statement"]: row["value"] for row in typed("statements")}
    return values.get(identifier, "")


def _named(source: str) -> str:
    """Return a publication in the form used in sentences: author, title, year."""
    line = sources()[source]
    year = line["year"]
    named = "{authors}, {title}".format_map(line)
    if year and year not in line["title"]:
        named += f" ({year})"
    named = named.replace("[unsigned]", "an unsigned report")
    return named.replace("[", "").replace("]", "")


class Record(str):
    """A number of another publication in the form in which a text quotes it.

    That is its value; with `:by` the publication it is from; with `:read` the one it was read in.
    """

    line: Row

    def __new__(cls, line: Row) -> Record:
        """Make the text of the value, which knows its record."""
        made = super().__new__(cls, line["value"])
        made.line = line
        return made

    def __format__(self, what: str) -> str:
        """Write the value, or a publication."""
        if not what:
            return str(self)
        column = {"by": "source", "read": "read_in"}[what]
        return _named(self.line[column])


class Quotes(dict[str, object]):
    """The words of one note; `cited` receives the publications that it quotes.

    `facts` is called when a note needs more than its row, the prose and other publications.
    """

    def __init__(
        self, words: Mapping[str, str], facts: Callable[[], Mapping[str, object]]
    ) -> None:
        super().__init__(words)
        self._facts = facts
        self.cited: list[str] = []

    def __getitem__(self, name: str) -> object:
        """Return the text of a name, and remember the publications that give it."""
        found = super().__getitem__(name)
        if isinstance(found, Record):
            self.cited += cited_for(found.line)
        return found

    def fill(self, text: str) -> str:
        """Return a text with what its braces name; codes may have dots, so it is no format."""
        return _BRACES.sub(lambda match: format(self[match[1]], match[2]), text)

    def __missing__(self, name: str) -> object:
        """Look up what is not in the row."""
        if text := statement(name):
            return text
        parts = name.split(" ", 3)
        if len(parts) > 2:
            economy, period, *indicator = parts
            # The words economy and year mean those of the row.
            economy = self.get(economy, economy)
            period = self.get(period, period)
            return Record(record(economy, period, *indicator))
        self.update(self._facts())
        if name not in self:
            raise BuildError(
                f"no note can quote {{{name}}}: it is no word of the row, no fact and no statement"
            )
        return super().__getitem__(name)


def fill(text: str, facts: Callable[[], Mapping[str, object]] = dict) -> str:
    """Fill a text that is about no row: with the prose, other publications and facts."""
    return Quotes({}, facts).fill(text)
