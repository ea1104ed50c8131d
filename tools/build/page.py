"""Read what is typed, and make each printed table into tidy rows of printed strings.

A function here knows only where a value is printed: it does not parse, correct or check.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

from neadigital.schemas._codes import ITU_INDICATORS

REPOSITORY = Path(__file__).parents[2]
DATA = REPOSITORY / "src" / "neadigital" / "data"
# : Folders of typed data: the first is shipped with the package, the second is read by the build
# only.
TYPED = DATA / "typed"
RULES = REPOSITORY / "tools" / "typed"

Row = dict[str, str]
#: One function for each dataset that is a printed table or a list of numbers in the prose.
TABLES: dict[str, Callable[[], list[Row]]] = {}


class BuildError(Exception):
    """The typed data contradict themselves or lack a part; nothing is written."""


def dataset(function: Callable[[], list[Row]]) -> Callable[[], list[Row]]:
    """Mark a function as the source of the dataset of its name."""
    TABLES[function.__name__] = function
    return function


@cache
def read(path: Path) -> list[Row]:
    """Read a CSV file as one dict of strings per line, cached; callers must not change the rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def short(number: Decimal) -> str:
    """Write a number without needless zeros."""
    return format(number.normalize(), "f") if number else "0"


def titles() -> dict[int, Row]:
    """Return the heading of each printed table by its number, from the only list of tables."""
    lines = read(TYPED / "printed" / "titles.csv")
    return {int(line["number"]): line for line in lines if line["item"] == "table"}


def file_of(number: int) -> Path:
    """Return the file of a printed table."""
    return TYPED / "printed" / f"table_{number:02d}.csv"


def label(number: int) -> str:
    """Return the column of a printed table that names its rows."""
    return titles()[number]["label"]


def page(number: int) -> list[Row]:
    """Read a printed table."""
    return read(file_of(number))


@cache
def _series() -> dict[tuple[str, str, str], Decimal]:
    lines = read(RULES / "world_development_indicators.csv")
    return {
        (line["economy"], line["year"], line["indicator"]): Decimal(line["value"])
        for line in lines
    }


def bank(economy: str, year: int, indicator: str) -> Decimal | None:
    """Return a value of the World Development Indicators, None if there is none."""
    return _series().get((economy, str(year), indicator))


def gdp(economy: str, year: int) -> Decimal:
    """Return the World Bank's GDP in US$ billion."""
    return _series()[economy, str(year), "NY.GDP.MKTP.CD"] / 10**9


def codes() -> dict[str, str]:
    """Map each spelling of the paper to its code; `China` to the economy, not to the region."""
    found: dict[str, str] = {}
    for economy in read(TYPED / "economies.csv"):
        for spelling in economy["paper_spellings"].split(";"):
            found.setdefault(spelling, economy["code"])
    return found


CODES = codes()

# The indicator of each printed label of tables 2 and 7.
INDICATORS = {
    label: indicator
    for indicator, (_, _, *facts) in ITU_INDICATORS.items()
    for label in facts[0]["printed"]
}
TABLE_2_PAIR = (
    "Active mobile-broadband /fixed broadband subscriptions per 100 inhabitants"
)


@dataset
def growth_rates() -> list[Row]:
    """Table 1."""
    return [
        {
            "economy": CODES[line[label(1)]],
            "year": str(year),
            "gdp_growth_pct": line[f"{year} | GDP"],
            "digital_economy_growth_pct": line[f"{year} | Digital economy"],
        }
        for line in page(1)
        for year in range(2017, 2022)
    ]


@dataset
def itu_indicators() -> list[Row]:
    """Tables 2 and 7; what is in both is taken from table 2, which has one more decimal."""
    rows: dict[tuple[str, str, str], Row] = {}

    def add(table: str, economy: str, year: str, indicator: str, cell: str) -> None:
        key = (economy, year, indicator)
        rows.setdefault(
            key,
            {
                "economy": economy,
                "year": year,
                "indicator": indicator,
                "value": cell,
                "table": table,
            },
        )

    for line in page(2):
        economy = CODES[line[label(2)]]
        for column, cell in line.items():
            heading, _, year = column.partition(" | ")
            if heading == TABLE_2_PAIR:
                # The order mobile / fixed is the header's; a note corrects it.
                mobile, fixed = cell.split("/")
                add("2", economy, year, "mobile_broadband_per_100", mobile)
                add("2", economy, year, "fixed_broadband_per_100", fixed)
            elif heading in INDICATORS:
                add("2", economy, year, INDICATORS[heading], cell)
    for line in page(7):
        indicator = INDICATORS[line[label(7)]]
        for heading, cell in line.items():
            if heading != label(7):
                add("7", CODES[heading], "2021", indicator, cell)
    return list(rows.values())


@dataset
def egovernment_ranks() -> list[Row]:
    """Table 3."""
    headings = ["China", "The Russian Federation", "Japan", "Rep. of Korea", "Mongolia"]
    return [
        {
            "economy": CODES[heading],
            "year": line[label(3)],
            "egdi_rank": line[f"{heading} | EGDI"],
            "epi_rank": line[f"{heading} | EPI"],
        }
        for line in page(3)
        for heading in headings
    ]


@dataset
def local_online_service_ranks() -> list[Row]:
    """Section I.3, from the statements."""
    return [
        {
            "city": line["subject"],
            "economy": line["economy"],
            "year": line["year"],
            "rank": line["value"],
        }
        for line in read(TYPED / "statements.csv")
        if line["measure"] == "local_online_service_rank"
        and line["section"] == "I.3"
        and not line["qualifier"]
    ]


def _ranks_by_year(number: int) -> list[Row]:
    """A table of ranks, one line per economy and one column per year."""
    return [
        {"economy": CODES[line[label(number)]], "year": year, "rank": cell}
        for line in page(number)
        for year, cell in line.items()
        if year != label(number)
    ]


@dataset
def digital_competitiveness_ranks() -> list[Row]:
    """Table 4."""
    return _ranks_by_year(4)


@dataset
def city_competitiveness() -> list[Row]:
    """Table 5."""
    return [
        {
            "city": line[label(5)],
            "economy": CODES[line["Economies"]],
            "year": "2021",
            "rank": line["Rank"],
            "economic_infrastructure_score": line[
                "Economic and infrastructure competitiveness"
            ],
            "digital_talent_score": line["Digital talent competitiveness"],
            "digital_innovation_score": line["Digital innovation competitiveness"],
            "total_score": line["Total score"],
            "rank_2020": line["Ranking in 2020"],
            "rank_2019": line["Ranking in 2019"],
        }
        for line in page(5)
    ]


@dataset
def top_digital_enterprises() -> list[Row]:
    """Table 6."""
    return [
        {
            "economy": CODES[line[label(6)]],
            "year": "2020",
            "enterprises": line["Enterprise quantity"],
        }
        for line in page(6)
    ]


@dataset
def connectivity_index() -> list[Row]:
    """Table 8."""
    return [
        {
            "economy": CODES[line[label(8)]],
            "year": "2020",
            "rank": line["Ranking"],
            "score": line["Total score"],
            "broadband": line["Broadband"],
            "cloud": line["Cloud computing"],
            "ai": line["AI"],
            "iot": line["Internet of things"],
        }
        for line in page(8)
    ]


@dataset
def cybersecurity_ranks() -> list[Row]:
    """Table 9."""
    return _ranks_by_year(9)


@dataset
def ecommerce_sales() -> list[Row]:
    """Tables 10 and 11, joined by their economy; the rank is table 10's."""
    b2b = {line[label(11)]: line for line in page(11)}
    return [
        {
            "economy": CODES[line[label(10)]],
            "year": year,
            "rank": line["Rank"],
            "total_usd_bn": line[f"Total e-commerce sales ($ billion) | {year}"],
            "total_share_of_gdp_pct": line[
                f"Share of total e-commerce sales in GDP (%) | {year}"
            ],
            "b2b_usd_bn": b2b[line[label(10)]][
                f"B2B e-commerce sales ($ billion) | {year}"
            ],
            "b2b_share_of_total_pct": b2b[line[label(10)]][
                f"Share of B2B e-commerce sales in total e-commerce (%) | {year}"
            ],
        }
        for line in page(10)
        for year in ("2018", "2019")
    ]


@dataset
def b2c_ecommerce_sales() -> list[Row]:
    """Table 12."""
    return [
        {
            "economy": CODES[line[label(12)]],
            "year": "2019",
            "rank": line["Rank"],
            "b2c_usd_bn": line["B2C e-commerce sales ($ billion)"],
            "share_of_gdp_pct": line["Share of B2C e-commerce sales in GDP (%)"],
            "online_shoppers_mn": line["Online shoppers (million)"],
            "online_shoppers_pct": line["Online shoppers (% of internet users)"],
        }
        for line in page(12)
    ]


@dataset
def trade_with_russia() -> list[Row]:
    """Table 13; its China is the country as a whole beside its provinces."""
    provinces = ["Heilongjiang Province", "Liaoning Province", "Jilin Province"]
    rows = []
    for line in page(13):
        period = line[label(13)]
        year, months = period[:4], "7" if period == "2023 (1-7)" else "12"
        for heading in ["China", *provinces]:
            rows.append(
                {
                    "region": CODES[heading] if heading in provinces else "CN",
                    "year": year,
                    "months": months,
                    "trade_cny_bn": line[f"{heading} | Trade Volume"],
                    "yoy_growth_pct": line.get(f"{heading} | year-on-year", ""),
                }
            )
    return rows
