"""What the checks read: the printed tables and the prose with their digits, and the datasets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

from neadigital import _store
from neadigital.claims.numbers import Cell, Num

if TYPE_CHECKING:
    import pandas as pd

_Row = dict[str, Any]

# Where a table's cells went: the dataset, and by a part of the label the column or, of ITU's long
# table, the indicator.
_ITU = {
    "fixed-telephone": "fixed_telephone_per_100",
    "mobile-cellular": "mobile_cellular_per_100",
    "mobile-broadband": "mobile_broadband_per_100",
    "fixed-broadband": "fixed_broadband_per_100",
    "3G": "coverage_3g_pct",
    "4G": "coverage_4g_pct",
    "owning a mobile phone": "mobile_phone_ownership_pct",
    "using the Internet": "internet_users_pct",
    "owning a computer": "households_with_computer_pct",
    "owning the Internet": "households_with_internet_pct",
    "bandwidth": "bandwidth_per_user_kbit_s",
}
_CITIES = {
    "Rank": "rank",
    "infrastructure": "economic_infrastructure_score",
    "talent": "digital_talent_score",
    "innovation": "digital_innovation_score",
    "Total score": "total_score",
    "Ranking in 2020": "rank_2020",
    "Ranking in 2019": "rank_2019",
}
_SCORES = {
    "Ranking": "rank",
    "Total": "score",
    "Broadband": "broadband",
    "Cloud": "cloud",
    "AI": "ai",
    "things": "iot",
}
_ALL = {
    "Rank": "rank",
    "($ billion)": "total_usd_bn",
    "in GDP": "total_share_of_gdp_pct",
}
_B2B = {"Rank": "rank", "($ billion)": "b2b_usd_bn", "Share": "b2b_share_of_total_pct"}
_B2C = {
    "Rank": "rank",
    "($ billion)": "b2c_usd_bn",
    "in GDP": "share_of_gdp_pct",
    "(million)": "online_shoppers_mn",
    "internet users": "online_shoppers_pct",
}
_TABLES = {
    1: (
        "growth_rates",
        {"GDP": "gdp_growth_pct", "Digital": "digital_economy_growth_pct"},
    ),
    2: ("itu_indicators", _ITU),
    3: ("egovernment_ranks", {"EGDI": "egdi_rank", "EPI": "epi_rank"}),
    4: ("digital_competitiveness_ranks", {"": "rank"}),
    5: ("city_competitiveness", _CITIES),
    6: ("top_digital_enterprises", {"quantity": "enterprises"}),
    7: ("itu_indicators", _ITU),
    8: ("connectivity_index", _SCORES),
    9: ("cybersecurity_ranks", {"": "rank"}),
    10: ("ecommerce_sales", _ALL),
    11: ("ecommerce_sales", _B2B),
    12: ("b2c_ecommerce_sales", _B2C),
    13: (
        "trade_with_russia",
        {"Trade Volume": "trade_cny_bn", "year-on-year": "yoy_growth_pct"},
    ),
}
# The years of a cell whose label has none.
_YEARS = {7: [2021], 10: [2018, 2019], 11: [2018, 2019]}
# Where the prose on figures 1 to 6 went.
_PROSE = {
    "digital_economy_value_added": "scale_usd_bn",
    "share_of_gdp": "share_of_gdp_pct",
}


def cell(dataset: str, column: str, **key: object) -> Cell:
    """Name a cell of a dataset as the notes do."""
    return dataset, ";".join(f"{name}={value}" for name, value in key.items()), column


@cache
def _places() -> dict[str, dict[str, str]]:
    return {place["code"]: place for place in _store.rows("economies")}


@cache
def _spellings() -> dict[str, set[str]]:
    """Return the paper's spellings of each code."""
    return {
        code: set(place["paper_spellings"].split(";"))
        for code, place in _places().items()
    }


@cache
def name_of(code: str) -> str:
    """Return the name of a code in a sentence."""
    name = _places()[code]["name"]
    if code in ("WLD", "TOP10", "TOP20"):
        return f"the {name.removeprefix('The ').casefold()}"
    return (
        f"the {name}" if name.split()[0] in ("Republic", "Russian", "United") else name
    )


def _fitting(labels: Iterable[str], *wanted: str | int) -> list[str]:
    """Return the label that is wanted, else those with all its parts: codes, years or text."""
    whole, found = " | ".join(map(str, wanted)), list(labels)
    return [one for one in found if one == whole] or [
        one for one in found if all(_holds(one, str(part)) for part in wanted)
    ]


@cache
def _holds(label: str, part: str) -> bool:
    spellings = _spellings().get(part)
    if spellings is not None:
        return any(name in spellings for name in label.split(" | "))
    return part.casefold() in label.casefold()


@cache
def _cells_of(
    table: int, row: str | int, column: tuple[str | int, ...]
) -> tuple[Cell, ...]:
    """Name the cells that a printed cell went to; a rank of two years went to two."""
    dataset, columns = _TABLES[table]
    asked = [str(part) for part in (row, *column)]
    place = next(
        (
            code
            for part in asked
            for code in _spellings()
            if part in (code, *_spellings()[code])
        ),
        asked[0],
    )
    years = [int(part) for part in asked if part.isdigit()] or _YEARS.get(table, [])
    # "Rank" is also in "Ranking in 2020".
    longest = sorted(columns, key=len, reverse=True)
    name = columns[
        next(
            part
            for part in longest
            if any(part.casefold() in label.casefold() for label in asked)
        )
    ]
    kind = "city" if table == 5 else "region" if table == 13 else "economy"
    at = {"indicator": name} if dataset == "itu_indicators" else {}
    keys: list[dict[str, object]] = [{kind: place, "year": one} for one in years] or [
        {kind: place}
    ]
    return tuple(cell(dataset, "value" if at else name, **key, **at) for key in keys)


def _cell_of(statement: Mapping[str, str]) -> tuple[Cell, ...]:
    """Name the cell that a number of the prose went to, if any."""
    economy, year, measure, subject = (
        statement[name] for name in ("economy", "year", "measure", "subject")
    )
    if measure in _PROSE and subject == "global digital economy":
        return (
            cell("global_digital_economy", _PROSE[measure], economy=economy, year=year),
        )
    if (
        measure in _PROSE
        and subject == "digital economy"
        and not statement["qualifier"]
    ):
        return (
            cell("digital_economy_scale", _PROSE[measure], economy=economy, year=year),
        )
    if measure == "local_online_service_rank":
        return (cell("local_online_service_ranks", "rank", city=subject, year=year),)
    if measure.startswith("ict_"):
        return (
            cell(
                "ict_industry", "value", economy=economy, period=year, measure=measure
            ),
        )
    return ()


class Page:
    """The paper and the data that it is checked with; `changed` has frames to read instead, by name as in `rows`."""

    def __init__(self, changed: Mapping[str, pd.DataFrame] | None = None) -> None:
        self._changed = dict(changed or {})
        self._read: dict[str, list[_Row]] = {}
        self._index: dict[
            tuple[str, tuple[str, ...]], dict[tuple[object, ...], _Row]
        ] = {}

    def rows(self, name: str) -> list[_Row]:
        """Return the rows of a dataset, or of "table 10"."""
        if name not in self._read:
            if name in self._changed:
                frame = self._changed[name]
            elif name.startswith("table "):
                frame = _store.frame(
                    _store.printed_tables()[int(name.removeprefix("table "))]
                )
            else:
                frame = _store.frame(name)
            self._read[name] = cast("list[_Row]", frame.to_dict("records"))
        return self._read[name]

    def text(self, table: int, row: str | int, *column: str | int) -> str:
        """Return the one cell whose labels have all that is asked."""
        rows = self.rows(f"table {table}")
        # "Rank" is a column of numbers, wherever it stands.
        label = next(name for name in rows[0] if name != "Rank")
        lines = _fitting((line[label] for line in rows), row)
        names = _fitting((name for name in rows[0] if name != label), *column)
        found = [line[name] for line in rows if line[label] in lines for name in names]
        if len(found) != 1:
            raise LookupError(
                f"table {table}: {len(found)} cells for {row!r}, {column!r}"
            )
        return cast("str", found[0])

    def cell(self, table: int, row: str | int, *column: str | int) -> Num:
        """Return a cell as a printed number."""
        return Num.printed(
            self.text(table, row, *column), _cells_of(table, row, column)
        )

    def rank(self, table: int, row: str | int, *column: str | int) -> Num:
        """Return a cell as an exact rank or count."""
        return Num.exact(self.text(table, row, *column), _cells_of(table, row, column))

    def place(self, table: int, row: str | int, *column: str | int) -> Num | None:
        """Return a rank; None where none is printed."""
        return (
            self.rank(table, row, *column)
            if self.text(table, row, *column).isdigit()
            else None
        )

    def codes(self, table: int) -> list[str]:
        """Return the codes of a table's rows, in order."""
        rows = self.rows(f"table {table}")
        label = next(name for name in rows[0] if name != "Rank")
        known = {
            code: spellings
            for code, spellings in _spellings().items()
            if not code.startswith("CN")
        }
        return [
            next(code for code in known if row[label] in known[code]) for row in rows
        ]

    @cached_property
    def five(self) -> list[str]:
        """The economies of Table 2."""
        return self.codes(2)

    @cached_property
    def four(self) -> list[str]:
        """The economies of Table 1."""
        return self.codes(1)

    @cached_property
    def statements(self) -> dict[str, dict[str, str]]:
        """The numbers of the prose as text, by identifier."""
        changed = self._changed.get("statements")
        rows = (
            _store.rows("statements") if changed is None else changed.to_dict("records")
        )
        return {row["statement"]: row for row in cast("list[dict[str, str]]", rows)}

    def stated(self, identifier: str, *, exact: bool = False) -> Num:
        """Return a printed number of the prose."""
        line = self.statements[identifier]
        return (Num.exact if exact else Num.printed)(
            line["value"], _cell_of(line), (identifier,)
        )

    def count(self, identifier: str) -> Num:
        """Return an exact rank or count of the prose."""
        return self.stated(identifier, exact=True)

    def field(self, dataset: str, column: str, **key: object) -> str:
        """Return a field of a dataset as text; empty where there is none."""
        where = (dataset, tuple(key))
        if where not in self._index:
            self._index[where] = {
                tuple(row[part] for part in key): row for row in self.rows(dataset)
            }
        row = self._index[where].get(tuple(key.values()))
        text = "" if row is None else str(row[column])
        return "" if text in ("nan", "<NA>") else text

    def known(
        self, dataset: str, column: str, *, rounded: bool = False, **key: object
    ) -> Num | None:
        """Return a value of a dataset, exact unless it was published `rounded`; None where there is none."""
        text = self.field(dataset, column, **key)
        return (
            (Num.printed if rounded else Num.exact)(
                text, (cell(dataset, column, **key),)
            )
            if text
            else None
        )

    def value(
        self, dataset: str, column: str, *, rounded: bool = False, **key: object
    ) -> Num:
        """Return a value that must be there."""
        found = self.known(dataset, column, rounded=rounded, **key)
        if found is None:
            raise LookupError(f"{dataset}, {key}: no {column}")
        return found

    def wdi(self, economy: str, year: int, indicator: str) -> Num:
        """Return a World Development Indicator."""
        return self.value(
            "world_development_indicators",
            "value",
            economy=economy,
            year=year,
            indicator=indicator,
        )

    def published(
        self, economy: str, year: int | str, measure: str, unit: str = "%"
    ) -> Num:
        """Return a number of another publication; a rank is exact."""
        key = {
            "economy": economy,
            "period": str(year),
            "measure": measure,
            "unit": unit,
        }
        return self.value("external_figures", "value", rounded=unit != "rank", **key)

    def gdp(self, economy: str, year: int) -> Num:
        """Return the World Bank's GDP in US$ billion, to whole 100 million as in figures 2 to 5."""
        value = self.wdi(economy, year, "NY.GDP.MKTP.CD")
        return Num.printed(str(round(value.mid / 10**8)), value.cells) / 10
