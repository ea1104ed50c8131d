"""Read what is typed, and make each printed table into tidy rows of printed strings.

A function here knows only where a value is printed: it does not parse, correct or check.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

from neadigital.schemas._codes import ITU_INDICATORS

REPOSITORY = Path(__file__).parents[2]
DATA = REPOSITORY / "src" / "neadigital" / "data"
# Folders of typed data: the first is shipped with the package, the second is not.
TYPED = DATA / "typed"
RULES = REPOSITORY / "paper" / "typed"

#: Contents by path.
Files = dict[str, bytes]
Row = dict[str, str]
Rows = list[Row]
#: One function for each dataset that is a printed table or a list of numbers in the prose.
TABLES: dict[str, Callable[[], Rows]] = {}


def dataset(function: Callable[[], Rows]) -> Callable[[], Rows]:
    """Mark a function as the source of the dataset of its name."""
    TABLES[function.__name__] = function
    return function


def csv_rows(content: bytes) -> Rows:
    """Read the content of a CSV file as one dict of strings per line."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@cache
def read(path: Path) -> Rows:
    """Read a CSV file, cached; callers must not change the rows."""
    return csv_rows(path.read_bytes())


#: The typed files that are shipped with the package; only the build reads the others.
SHIPPED = ("printed/titles", "sources")


def typed(name: str) -> Rows:
    """Read a file of typed data."""
    return read((TYPED if name in SHIPPED else RULES) / f"{name}.csv")


def statements() -> dict[str, Row]:
    """Return the numbers of the prose, by identifier."""
    lines = typed("statements")
    names = [line["statement"] for line in lines]
    for name in names:
        assert names.count(name) == 1, (
            f"statements.csv: {name} is there twice; the last identifier is {max(names)}"
        )
    return dict(zip(names, lines, strict=True))


def short(number: Decimal) -> str:
    """Write a number without needless zeros."""
    return format(number.normalize(), "f") if number else "0"


def as_text(
    number: Fraction | Decimal | float, decimals: int, rounding: str | None = None
) -> str:
    """Write a number with so many decimals, without needless zeros."""
    numerator, denominator = number.as_integer_ratio()
    exact = Decimal(numerator) / Decimal(denominator)
    return short(exact.quantize(Decimal(1).scaleb(-decimals), rounding))


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
    lines = typed("printed/titles")
    return {int(line["number"]): line for line in lines if line["item"] == "table"}


def file_of(number: int) -> Path:
    """Return the file of a printed table."""
    return TYPED / "printed" / f"table_{number:02d}.csv"


#: Where a cell is printed: its table, and the labels of its row and its column.
Address = tuple[int, str, str]


class PlaceOnPage(NamedTuple):
    """Where a number or a gap is printed, and how."""

    table: int
    row_label: str
    column_label: str
    printed: str
    #: Which number of its cell it is, counted from 0: a cell may hold two.
    part: int = 0
    #: Whether an earlier table has the number too.
    is_repeated: bool = False

    @property
    def address(self) -> Address:
        """The cell of the page."""
        return self.table, self.row_label, self.column_label


class Printed(str):
    """A number as printed, which keeps every place where the tables print it."""

    places: tuple[PlaceOnPage, ...]

    def __new__(cls, *places: PlaceOnPage) -> Printed:
        """Make the text that is printed at the first of these places."""
        made = super().__new__(cls, places[0].printed)
        made.places = places
        return made

    def halves(self) -> list[Printed]:
        """Return the two numbers of a cell that holds two."""
        [place] = self.places
        return [
            Printed(place._replace(printed=text, part=part))
            for part, text in enumerate(self.split("/"))
        ]

    def and_in(self, other: Printed) -> Printed:
        """Return the text as printed here, with the places of another cell of the same number."""
        again = [place._replace(is_repeated=True) for place in other.places]
        return Printed(*self.places, *again)


def page(number: int) -> list[tuple[str, dict[str, Printed]]]:
    """Read a printed table: the label of each line, and its other cells by their headings."""
    label = titles()[number]["label"]
    return [
        (
            line[label],
            {
                heading: Printed(PlaceOnPage(number, line[label], heading, text))
                for heading, text in line.items()
                if heading != label
            },
        )
        for line in read(file_of(number))
    ]


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
            found[line["economy"], line["year"]] = Decimal(line["value"])
    return found


def gdp(economy: str, year: str | int) -> Decimal:
    """Return the World Bank's GDP in US$ billion."""
    return _gdp()[economy, str(year)] / 10**9


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
        if name["form"] == "short" and name["script"] == _SCRIPTS[language]:
            found[f"name_{language}"] = name["name"]
        else:
            others.append(name["name"])
    distinct = dict.fromkeys(others)
    aliases = [name for name in distinct if name not in found.values()]
    return found | {"aliases": ";".join(aliases)}


# The indicator of each printed label of tables 2 and 7.
INDICATORS = {
    label: indicator
    for indicator, (_, _, facts) in ITU_INDICATORS.items()
    for label in facts["printed"]
}
TABLE_2_PAIR = (
    "Active mobile-broadband /fixed broadband subscriptions per 100 inhabitants"
)


@dataset
def growth_rates() -> Rows:
    """Table 1."""
    return [
        {"economy": CODES[name], "year": str(year)}
        | cells(
            line,
            gdp_growth_pct=f"{year} | GDP",
            digital_economy_growth_pct=f"{year} | Digital economy",
        )
        for name, line in page(1)
        for year in range(2017, 2022)
    ]


@dataset
def itu_indicators() -> Rows:
    """Tables 2 and 7; what is in both is taken from table 2, which has one more decimal."""
    found: dict[tuple[str, str, str], Printed] = {}
    for name, line in page(2):
        economy = CODES[name]
        for column, cell in line.items():
            heading, _, year = column.partition(" | ")
            if heading == TABLE_2_PAIR:
                # The order mobile / fixed is the header's; a note corrects it.
                mobile, fixed = cell.halves()
                found[economy, year, "mobile_broadband_per_100"] = mobile
                found[economy, year, "fixed_broadband_per_100"] = fixed
            elif heading in INDICATORS:
                found[economy, year, INDICATORS[heading]] = cell
    in_table_2 = set(found)
    for name, line in page(7):
        for heading, cell in line.items():
            key = CODES[heading], "2021", INDICATORS[name]
            found[key] = found[key].and_in(cell) if key in found else cell
    return [
        {
            "economy": key[0],
            "year": key[1],
            "indicator": key[2],
            "value": cell,
            "table": "2" if key in in_table_2 else "7",
        }
        for key, cell in found.items()
    ]


@dataset
def egovernment_ranks() -> Rows:
    """Table 3."""
    headings = ["China", "The Russian Federation", "Japan", "Rep. of Korea", "Mongolia"]
    return [
        {"economy": CODES[heading], "year": year}
        | cells(line, egdi_rank=f"{heading} | EGDI", epi_rank=f"{heading} | EPI")
        for year, line in page(3)
        for heading in headings
    ]


@dataset
def local_online_service_ranks() -> Rows:
    """Section I.3, from the statements."""
    return [
        cells(line, city="subject", economy="economy", year="year", rank="value")
        for line in typed("statements")
        if line["indicator"] == "local_online_service_rank"
        and line["section"] == "I.3"
        and not line["qualifier"]
    ]


@dataset
def digital_strategies() -> Rows:
    """Sections I and III: what the prose dates, name and year from the statements."""
    stated = statements()
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


def _of_one_year(number: int, year: str, **columns: str) -> Rows:
    """A table of a single year, one line per economy; columns are named by their headings."""
    return [
        {"economy": CODES[name], "year": year} | cells(line, **columns)
        for name, line in page(number)
    ]


def _ranks_by_year(number: int) -> Rows:
    """A table of ranks, one line per economy and one column per year."""
    return [
        {"economy": CODES[name], "year": year, "rank": cell}
        for name, line in page(number)
        for year, cell in line.items()
    ]


@dataset
def digital_competitiveness_ranks() -> Rows:
    """Table 4."""
    return _ranks_by_year(4)


@dataset
def city_competitiveness() -> Rows:
    """Table 5."""
    headings = {
        "economic_infrastructure_score": "Economic and infrastructure competitiveness",
        "digital_talent_score": "Digital talent competitiveness",
        "digital_innovation_score": "Digital innovation competitiveness",
        "total_score": "Total score",
    }
    ranks = {"2019": "Ranking in 2019", "2020": "Ranking in 2020", "2021": "Rank"}
    rows = []
    for name, line in page(5):
        for year, heading in ranks.items():
            place = {
                "city": name,
                "economy": CODES[line["Economies"]],
                "year": year,
            }
            # The scores are those of the last ranking.
            scores = (
                cells(line, **headings)
                if year == "2021"
                else dict.fromkeys(headings, "")
            )
            rows.append(place | {"rank": line[heading]} | scores)
    return rows


@dataset
def top_digital_enterprises() -> Rows:
    """Table 6."""
    return _of_one_year(6, "2020", enterprises="Enterprise quantity")


@dataset
def connectivity_index() -> Rows:
    """Table 8."""
    return _of_one_year(
        8,
        "2020",
        rank="Ranking",
        score="Total score",
        broadband_score="Broadband",
        cloud_score="Cloud computing",
        ai_score="AI",
        iot_score="Internet of things",
    )


@dataset
def cybersecurity_ranks() -> Rows:
    """Table 9."""
    return _ranks_by_year(9)


@dataset
def ecommerce_sales() -> Rows:
    """Tables 10 and 11, joined by their economy; the rank is table 10's."""
    b2b = dict(page(11))
    return [
        {"economy": CODES[name], "year": year}
        | cells(
            line | {"Rank": line["Rank"].and_in(b2b[name]["Rank"])},
            rank="Rank",
            total_usd_bn=f"Total e-commerce sales ($ billion) | {year}",
            total_share_of_gdp_pct=f"Share of total e-commerce sales in GDP (%) | {year}",
        )
        | cells(
            b2b[name],
            b2b_usd_bn=f"B2B e-commerce sales ($ billion) | {year}",
            b2b_share_of_total_pct="Share of B2B e-commerce sales in total e-commerce (%)"
            f" | {year}",
        )
        for name, line in page(10)
        for year in ("2018", "2019")
    ]


@dataset
def b2c_ecommerce_sales() -> Rows:
    """Table 12."""
    return _of_one_year(
        12,
        "2019",
        rank="Rank",
        b2c_usd_bn="B2C e-commerce sales ($ billion)",
        share_of_gdp_pct="Share of B2C e-commerce sales in GDP (%)",
        online_shoppers_mn="Online shoppers (million)",
        online_shoppers_pct="Online shoppers (% of internet users)",
    )


def printed_trade() -> Rows:
    """Table 13; its China is the country as a whole beside its provinces."""
    codes_here = CODES | {"China": "CN"}
    headings = [
        "China",
        "Heilongjiang Province",
        "Liaoning Province",
        "Jilin Province",
    ]
    # The year, or the months that are covered, as ISO 8601 has an interval.
    periods = {"2023 (1-7)": "2023-01/2023-07"}
    return [
        {
            "region": codes_here[heading],
            "year": period[:4],
            "months": "7" if period in periods else "12",
            "period": periods.get(period, period),
            "trade_cny_bn": line[f"{heading} | Trade Volume"],
            # The paper prints no rate for China.
            "yoy_growth_pct": line.get(f"{heading} | year-on-year", ""),
        }
        for period, line in page(13)
        for heading in headings
    ]


# not in the paper


@dataset
def world_development_indicators() -> Rows:
    """The World Bank's series, as they were when the paper was written, and as of July 2026."""
    return typed("world_development_indicators")


@dataset
def egovernment_index() -> Rows:
    """The e-government indices of the United Nations."""
    return typed("egovernment_index")


@dataset
def cybersecurity_index() -> Rows:
    """ITU's cybersecurity index, its scores of all editions between 0 and 100."""
    factors = {"0-1": 100, "0-100": 1}
    rows = []
    for line in typed("cybersecurity_index"):
        score = Decimal(line["published_score"]) * factors[line["published_scale"]]
        row = cells(line, economy="economy", year="year", rank="rank")
        rows.append(row | {"score": short(score)})
    return rows
