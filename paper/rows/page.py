"""Read what is typed, and make the printed tables into tidy rows of printed strings.

What is here knows only where a value is printed: it does not correct or check.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

from neadigital.schemas._codes import ITU_INDICATORS
from neadigital.schemas._registry import DATASETS
from paper.rows.intervals import CellId

REPOSITORY = Path(__file__).parents[2]
DATA = REPOSITORY / "src" / "neadigital" / "data"
# Folders of typed data: the first is shipped with the package, the second is not.
TYPED = DATA / "typed"
RULES = REPOSITORY / "paper" / "typed"

#: Contents by path.
Files = dict[str, bytes]
Row = dict[str, str]
Rows = list[Row]
#: Where a cell is printed: its table, and the labels of its row and its column.
Address = tuple[int, str, str]


def csv_rows(content: bytes) -> Rows:
    """Read the content of a CSV file as one dict of strings per line."""
    lines = io.StringIO(content.decode("utf-8"), newline="")
    return list(csv.DictReader(lines))


@cache
def read(path: Path) -> Rows:
    """Read a CSV file, cached; callers must not change the rows."""
    return csv_rows(path.read_bytes())


#: The typed files that are shipped with the package; only the build reads the others.
SHIPPED = ("printed/titles", "sources")


def typed(name: str) -> Rows:
    """Read a file of typed data."""
    folder = TYPED if name in SHIPPED else RULES
    return read(folder / f"{name}.csv")


def short(number: Decimal) -> str:
    """Write a number without needless zeros."""
    return format(number.normalize(), "f") if number else "0"


def as_text(
    number: Fraction | Decimal | float, decimals: int, rounding: str | None = None
) -> str:
    """Write a number with so many decimals, without needless zeros."""
    numerator, denominator = number.as_integer_ratio()
    exact = Decimal(numerator) / Decimal(denominator)
    last_digit = Decimal(1).scaleb(-decimals)
    return short(exact.quantize(last_digit, rounding))


#: What is printed where there is no number.
GAPS = {"NA", "-", "---", "no", ""}


def parse(cell: str) -> str:
    """Turn a printed cell into a short decimal, or empty text for a gap.

    A year in brackets is removed.
    """
    text = re.sub(r" ?\(\d{4}\)$", "", cell)
    return "" if text in GAPS else short(Decimal(text))


def titles() -> dict[int, Row]:
    """Return the heading of each printed table by its number, from the only list of tables."""
    found = {}
    for line in typed("printed/titles"):
        if line["item"] == "table":
            found[int(line["number"])] = line
    return found


def file_of(number: int) -> Path:
    """Return the file of a printed table."""
    return TYPED / "printed" / f"table_{number:02d}.csv"


def cells(line: Mapping[str, str], **headings: str) -> Row:
    """Return the cells under these headings, by the dataset's columns."""
    return {column: line[heading] for column, heading in headings.items()}


@cache
def _gdp() -> dict[tuple[str, str], Decimal]:
    """Return the World Bank's GDP in the edition of 2022, by economy and year."""
    found = {}
    for line in typed("world_development_indicators"):
        series = line["indicator"], line["edition"]
        if series == ("NY.GDP.MKTP.CD", "2022"):
            key = line["economy"], line["year"]
            found[key] = Decimal(line["value"])
    return found


def gdp(economy: str, year: str | int) -> Decimal:
    """Return the World Bank's GDP in US$ billion."""
    key = economy, str(year)
    return _gdp()[key] / 10**9


#: The edition that has GDP unrounded where the edition of 2022 has only six digits.
UNROUNDED = "wdi-2023-05"


def codes() -> dict[str, str]:
    """Map each spelling of the paper to its code; `China` to the economy, not to the region."""
    found: dict[str, str] = {}
    for economy in typed("economies"):
        for spelling in economy["paper_spellings"].split(";"):
            found.setdefault(spelling, economy["economy"])
    return found


CODES = codes()

#: The script of the short name in a language that is written in two.
_SCRIPTS = {
    "zh": "Hans",
    "ja": "Jpan",
    "ko": "Kore",
    "ru": "Cyrl",
    "mn": "Cyrl",
}


def economies() -> Rows:
    """Return the economies, regions and aggregates with their names in the region's languages."""
    return [line | _names(line) for line in typed("economies")]


def _names(line: Row) -> Row:
    """Return the short names of an economy, and its aliases with all its other names."""
    found: Row = {}
    others = line["aliases"].split(";") if line["aliases"] else []
    for name in typed("names"):
        if name["economy"] != line["economy"]:
            continue
        language = name["language"]
        is_usual = name["script"] == _SCRIPTS[language]
        if is_usual and name["form"] == "short":
            found[f"name_{language}"] = name["name"]
        else:
            others.append(name["name"])
    distinct = dict.fromkeys(others)
    aliases = [name for name in distinct if name not in found.values()]
    return found | {"aliases": ";".join(aliases)}


# the printed tables


class Printed(NamedTuple):
    """A number or a gap of a printed table: where it is printed, and what it is."""

    address: Address
    text: str
    #: Which number of its printed cell it is, counted from 0: a cell may hold two.
    part: int
    #: The cell of a dataset that it is, and what the labels say of its row.
    cell: CellId
    row: Row
    #: Whether an earlier table has the number too.
    is_repeated: bool = False

    @property
    def table(self) -> int:
        """The number of its table."""
        number, _, _ = self.address
        return number


# The indicator of each printed label of table 7.
INDICATORS = {
    label: indicator
    for indicator, (_, _, facts) in ITU_INDICATORS.items()
    for label in facts["printed"]
}
# The label of a line that covers some months, and these as ISO 8601 has an interval.
MONTHS = {
    "2023 (1-7)": {"year": "2023", "months": "7", "period": "2023-01/2023-07"},
}


def _said_by(label: str, line: Row) -> Row:
    """Return what the label of a line says of its numbers."""
    if "Economies" in line:
        return {"city": label, "economy": CODES[line["Economies"]]}
    if label in INDICATORS:
        return {"indicator": INDICATORS[label]}
    if label in CODES:
        return {"economy": CODES[label]}
    if label in MONTHS:
        return MONTHS[label]
    assert label.isdigit(), f"economies.csv: no economy has the spelling {label!r}"
    return {"year": label, "months": "12", "period": label}


def _cells_of_tables() -> Iterator[tuple[Address, str, Row]]:
    """Yield each cell of the printed tables, with what the label of its line says."""
    for number, title in titles().items():
        for line in read(file_of(number)):
            label = line[title["label"]]
            said = _said_by(label, line)
            for heading, text in line.items():
                if heading != title["label"]:
                    yield (number, label, heading), text, said


def is_number_or_gap(text: str) -> bool:
    """Tell whether a printed cell holds a number, two numbers, or the sign of a gap."""
    try:
        for part in text.split("/"):
            parse(part)
    except ArithmeticError:
        return False
    return True


def key_text(row: Mapping[str, object], key: Iterable[str]) -> str:
    """Return the key of a row as column=value joined by ;."""
    parts = [f"{column}={row[column]}" for column in key]
    return ";".join(parts)


def _meant(address: Address, text: str, said: Row, heading: Row) -> Printed:
    """Return a number of a printed cell by a line of headings.csv, and what its own label says."""
    name = heading["dataset"]
    row = dict(said)
    for each in filter(None, heading["row"].split(";")):
        column, _, value = each.partition("=")
        row[column] = value
    key = key_text(row, DATASETS[name].Config.unique)
    cell = name, key, heading["column"]
    part = 0
    if heading["part"]:
        part = int(heading["part"])
        text = text.split("/")[part]
    return Printed(address, text, part, cell, row)


@cache
def printed() -> list[Printed]:
    """Return the numbers and gaps of the printed tables, in the paper's order."""
    headings: defaultdict[tuple[str, str], Rows] = defaultdict(list)
    for line in typed("headings"):
        place = line["table"], line["heading"]
        headings[place].append(line)
    found = []
    known: set[CellId] = set()
    for address, text, said in _cells_of_tables():
        table, _, heading = address
        lines = headings[str(table), heading]
        assert lines or not is_number_or_gap(text), (
            f"headings.csv: table {table} has no line for {heading!r}"
        )
        for line in lines:
            one = _meant(address, text, said, line)
            is_repeated = one.cell in known
            found.append(one._replace(is_repeated=is_repeated))
            known.add(one.cell)
    return found


@cache
def of_tables() -> dict[str, Rows]:
    """Return the rows of the datasets that printed tables hold, with the text of the first."""
    columns: defaultdict[str, Row] = defaultdict(dict)
    for line in typed("headings"):
        column = line["column"]
        # A table may have some columns for some rows only.
        columns[line["dataset"]][column] = ""
    rows: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for one in printed():
        name, key, column = one.cell
        if key not in rows[name]:
            rows[name][key] = columns[name] | one.row
        if not one.is_repeated:
            rows[name][key][column] = one.text
    found = {}
    for name, by_key in rows.items():
        found[name] = list(by_key.values())
    return found


# other datasets


def local_online_service_ranks() -> Rows:
    """Section I.3, from the statements."""
    return [
        cells(line, city="subject", economy="economy", year="year", rank="value")
        for line in typed("statements")
        if line["indicator"] == "local_online_service_rank"
        and line["section"] == "I.3"
        and not line["qualifier"]
    ]


def digital_strategies() -> Rows:
    """Sections I and III: what the prose dates, name and year from the statements."""
    stated = {line["statement"]: line for line in typed("statements")}
    rows = []
    for line in typed("digital_strategies"):
        said = stated[line["statement"]]
        territory, _, partner = said["economy"].partition(";")
        is_region = territory.startswith("CN-")
        row = {
            "economy": "CHN" if is_region else territory,
            "partner": partner,
            "place": territory if is_region else line["city"],
            "name": said["subject"],
            "year": said["year"],
            "section": said["section"],
        }
        rows.append(line | row)
    return rows


def cybersecurity_index() -> Rows:
    """ITU's cybersecurity index, its scores of all editions between 0 and 100."""
    factors = {"0-1": 100, "0-100": 1}
    rows = []
    for line in typed("cybersecurity_index"):
        factor = factors[line["published_scale"]]
        score = factor * Decimal(line["published_score"])
        row = cells(line, economy="economy", year="year", rank="rank")
        rows.append(row | {"score": short(score)})
    return rows


#: One function for each dataset that is neither a printed table nor a typed file as it is.
FUNCTIONS: dict[str, Callable[[], Rows]] = {
    function.__name__: function
    for function in (
        local_online_service_ranks,
        digital_strategies,
        cybersecurity_index,
    )
}
