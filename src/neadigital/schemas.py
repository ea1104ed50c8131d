"""The Pandera models of every bundled file: columns, meaning, unit, key and checks.

This is the only place that declares a column. The build derives the descriptor from it and the loaders read
the descriptor, so a model is needed at run time only by `neadigital.validate` and by users' own checks.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

FIVE = ["CHN", "JPN", "KOR", "MNG", "RUS"]
FOUR = ["CHN", "JPN", "KOR", "RUS"]

_ECONOMY = "ISO 3166-1 alpha-3 code of the economy"
_RANK = "place in the world, 1 is best"

# The indicators of the two long tables: meaning and unit.
ITU_INDICATORS = {
    "fixed_telephone_per_100": ("fixed-telephone subscriptions", "per 100 inhabitants"),
    "mobile_cellular_per_100": ("mobile-cellular telephone subscriptions", "per 100 inhabitants"),
    "mobile_broadband_per_100": ("active mobile-broadband subscriptions", "per 100 inhabitants"),
    "fixed_broadband_per_100": ("fixed-broadband subscriptions", "per 100 inhabitants"),
    "coverage_3g_pct": ("population covered by a 3G mobile network", "%"),
    "coverage_4g_pct": ("population covered by a 4G mobile network", "%"),
    "mobile_phone_ownership_pct": ("individuals who own a mobile phone", "%"),
    "internet_users_pct": ("individuals who use the Internet", "%"),
    "households_with_computer_pct": ("households with a computer", "%"),
    "households_with_internet_pct": ("households with Internet access at home", "%"),
    "bandwidth_per_user_kbit_s": ("international bandwidth used per Internet user", "kbit/s"),
}
WDI_INDICATORS = {
    "IT.CEL.SETS.P2": ("mobile cellular subscriptions", "per 100 people"),
    "IT.MLT.MAIN.P2": ("fixed telephone subscriptions", "per 100 people"),
    "IT.NET.BBND.P2": ("fixed broadband subscriptions", "per 100 people"),
    "IT.NET.USER.ZS": ("individuals using the Internet", "% of population"),
    "NY.GDP.MKTP.CD": ("gross domestic product", "US$ (current)"),
    "SP.POP.TOTL": ("population", "persons"),
}
ICT_MEASURES = {
    "digital_industrialisation_share_of_gdp": ("the series of CAICT nearest to figure 7: value added over GDP", "%"),
    "digital_industrialisation_value_added": ("the series of CAICT nearest to figure 7: value added", "CNY trillion"),
    "ict_average_contribution_to_growth": ("average contribution to growth of real GDP over five years", "%"),
    "ict_contribution_to_growth": ("contribution to economic growth", "%"),
    "ict_exports": ("exports", "US$ billion"),
    "ict_imports": ("imports", "US$ billion"),
    "ict_planned_investment": ("planned investment in research and development", "KRW billion"),
    "ict_revenue": ("revenue", "CNY trillion"),
    "ict_revenue_growth": ("growth of revenue over the year before", "%"),
    "ict_revenue_share_of_gdp": ("revenue over GDP, a ratio and not a part", "%"),
    "ict_sales": ("sales of the information and communications industry", "JPY billion"),
    "ict_scale": ("scale of the industry", "KRW billion"),
    "ict_share_of_gdp": ("share of GDP", "%"),
    "ict_trade_surplus": ("exports minus imports", "US$ billion"),
    "ict_value_added": ("value added", "CNY trillion"),
    "ict_value_added_growth": ("growth of value added over the year before", "%"),
    "ict_value_added_share_of_gdp": ("value added over GDP", "%"),
}
# Where a number comes from; there is no fifth kind.
BASIS = {
    "stated": ("the paper prints it", ""),
    "reconstructed": ("computed from printed numbers by a stated rule, with bounds", ""),
    "bounded": ("only bounds can be given", ""),
    "external": ("another publication's, named in external_figures() or sources()", ""),
}
# SDMX code list CL_OBS_STATUS, the codes in use.
OBS_STATUS = {"A": ("normal value", ""), "O": ("missing value", "")}


def _text(meaning: str, *, codes: dict[str, tuple[str, str]] | None = None, blank: bool = False, **checks: Any) -> Any:
    """Declare a text column; `codes` lists its values with their meaning and unit, `blank` allows none."""
    if codes:
        checks["isin"] = [*codes, ""] if blank else list(codes)
    return pa.Field(description=meaning, metadata={"unit": "", "codes": codes or {}}, **checks)


def _number(meaning: str, unit: str, *, nullable: bool = False, **checks: Any) -> Any:
    """Declare a column of numbers."""
    return pa.Field(description=meaning, metadata={"unit": unit, "codes": {}}, nullable=nullable, **checks)


def _rank(meaning: str = _RANK, *, nullable: bool = False, worst: int = 200) -> Any:
    return _number(meaning, "rank", nullable=nullable, ge=1, le=worst)


def _percent(meaning: str, *, nullable: bool = False) -> Any:
    return _number(meaning, "%", nullable=nullable, ge=0, le=100)


def _year(meaning: str, *allowed: int) -> Any:
    return _number(meaning, "year", isin=list(allowed))


def _units_match(frame: pd.DataFrame, codes: dict[str, tuple[str, str]], column: str = "indicator") -> pd.Series[bool]:
    """Tell where a long table's unit is the one that its indicator has."""
    expected = frame[column].map({code: unit for code, (_, unit) in codes.items()})
    return frame["unit"] == expected


class Table(pa.DataFrameModel):
    """What every model has in common: these columns, no others, in this order."""

    class Config:
        """Strict and ordered; nothing is coerced."""

        strict = True
        ordered = True
        coerce = False


class GrowthRates(Table):
    """Growth of GDP and of the digital economy of one economy over the previous year."""

    economy: Series[str] = _text(_ECONOMY, isin=FOUR)
    year: Series[int] = _year("year of the change, from the year before", *range(2017, 2022))
    gdp_growth_pct: Series[float] = _number("growth of GDP in current US dollars", "%", ge=-50, le=60)
    digital_economy_growth_pct: Series[float] = _number(
        "growth of the digital economy's value added in current US dollars", "%", ge=-50, le=60
    )

    class Config:
        """Key, title and place in the paper."""

        name = "growth_rates"
        title = "Growth of GDP and of the digital economy, 2017-2021"
        unique = ["economy", "year"]
        metadata = {"tables": [1], "figures": [], "sources": ["fn14", "world-bank-wdi"]}


class ItuIndicators(Table):
    """One ITU indicator of one economy (or the world) in one year."""

    economy: Series[str] = _text(f"{_ECONOMY}; WLD is the world", isin=[*FIVE, "WLD"])
    year: Series[int] = _year("year of the column or table that the value stands under", 2015, 2018, 2021)
    indicator: Series[str] = _text("what is measured", codes=ITU_INDICATORS)
    value: Series[float] = _number("the value, in the unit of its row", "see unit", nullable=True, ge=0, le=400)
    unit: Series[str] = _text("unit of the value", isin=["per 100 inhabitants", "%", "kbit/s"])
    reference_year: Series[int] = _number(
        "year the value is of: the one in the cell's own brackets, else year", "year", ge=2015, le=2022
    )
    table: Series[int] = _number("printed table that the row is from", "", isin=[2, 7])
    obs_status: Series[str] = _text("observation status, SDMX code list CL_OBS_STATUS", codes=OBS_STATUS)

    @pa.dataframe_check(description="a row's unit is its indicator's")
    def unit_is_the_indicators(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the unit."""
        return _units_match(frame, ITU_INDICATORS)

    @pa.dataframe_check(description="a value is missing where, and only where, obs_status is O")
    def status_tells_gaps(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the status."""
        return frame["value"].isna() == (frame["obs_status"] == "O")

    @pa.dataframe_check(description="a share of people or households is at most 100 %")
    def shares_are_at_most_100(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the percentages."""
        return (frame["unit"] != "%") | frame["value"].isna() | (frame["value"] <= 100)

    class Config:
        """Key, title and place in the paper."""

        name = "itu_indicators"
        title = "ITU indicators of digital infrastructure and Internet use, 2015-2021"
        unique = ["economy", "year", "indicator"]
        metadata = {
            "tables": [2, 7],
            "figures": [],
            "sources": ["fn15", "fn16", "fn17", "fn18", "fn19"],
        }


class EgovernmentRanks(Table):
    """Two world ranks of one economy in one United Nations E-Government Survey."""

    economy: Series[str] = _text(_ECONOMY, isin=FIVE)
    year: Series[int] = _year("edition of the survey", *range(2010, 2023, 2))
    egdi_rank: Series[pd.Int64Dtype] = _rank("rank by the E-Government Development Index, 1 is best")
    epi_rank: Series[pd.Int64Dtype] = _rank("rank by the E-Participation Index, 1 is best")

    class Config:
        """Key, title and place in the paper."""

        name = "egovernment_ranks"
        title = "World ranks in e-government development and e-participation, 2010-2022"
        unique = ["economy", "year"]
        metadata = {"tables": [3], "figures": [], "sources": ["fn23", "fn24", "fn25", "fn26", "fn27"]}


class LocalOnlineServiceRanks(Table):
    """The world rank of one city in one edition of the Local Online Service Index."""

    city: Series[str] = _text("city", isin=["Moscow", "Seoul", "Shanghai", "Tokyo"])
    economy: Series[str] = _text(_ECONOMY, isin=FOUR)
    year: Series[int] = _year("edition of the survey", 2018, 2020, 2022)
    rank: Series[pd.Int64Dtype] = _rank()

    class Config:
        """Key, title and place in the paper."""

        name = "local_online_service_ranks"
        title = "City ranks by the Local Online Service Index (LOSI), 2018-2022"
        unique = ["city", "year"]
        metadata = {"tables": [], "figures": [], "prose": True, "sources": ["fn20", "fn21", "fn22"]}


class DigitalCompetitivenessRanks(Table):
    """The world rank of one economy in one IMD World Digital Competitiveness Ranking."""

    economy: Series[str] = _text(_ECONOMY, isin=FIVE)
    year: Series[int] = _year("edition of the ranking", *range(2018, 2023))
    rank: Series[pd.Int64Dtype] = _rank(nullable=True, worst=64)

    class Config:
        """Key, title and place in the paper."""

        name = "digital_competitiveness_ranks"
        title = "World ranks in digital competitiveness (IMD), 2018-2022"
        unique = ["economy", "year"]
        metadata = {"tables": [4], "figures": [], "sources": ["imd-wdcr"]}


class CityCompetitiveness(Table):
    """Rank and scores of one Northeast Asian city among the world's digital economy cities."""

    city: Series[str] = _text("city", isin=["Beijing", "Moscow", "Seoul", "Shanghai", "Tokyo"])
    economy: Series[str] = _text(_ECONOMY, isin=FOUR)
    year: Series[int] = _year("year of the ranking", 2021)
    rank: Series[pd.Int64Dtype] = _rank("place among the world's cities in 2021, 1 is best", worst=30)
    economic_infrastructure_score: Series[float] = _number(
        "economic and infrastructure competitiveness", "score 0-100", ge=0, le=100
    )
    digital_talent_score: Series[float] = _number("digital talent competitiveness", "score 0-100", ge=0, le=100)
    digital_innovation_score: Series[float] = _number("digital innovation competitiveness", "score 0-100", ge=0, le=100)
    total_score: Series[float] = _number("mean of the three scores", "score 0-100", ge=0, le=100)
    rank_2020: Series[pd.Int64Dtype] = _rank("place in the 2020 ranking", nullable=True, worst=30)
    rank_2019: Series[pd.Int64Dtype] = _rank("place in the 2019 ranking", nullable=True, worst=30)

    class Config:
        """Key, title and place in the paper."""

        name = "city_competitiveness"
        title = "Digital economy competitiveness of cities, 2021"
        unique = ["city"]
        metadata = {"tables": [5], "figures": [], "sources": ["fn29"]}


class TopDigitalEnterprises(Table):
    """How many of the world's 100 most competitive digital enterprises one economy has."""

    economy: Series[str] = _text(_ECONOMY, str_matches=r"^[A-Z]{3}$")
    year: Series[int] = _year("year of the ranking", 2020)
    enterprises: Series[int] = _number("enterprises among the top 100", "enterprises", ge=1, le=100)

    @pa.dataframe_check(description="the hundred are a hundred")
    def hundred_in_all(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check the sum."""
        return int(frame["enterprises"].sum()) == 100

    class Config:
        """Key, title and place in the paper."""

        name = "top_digital_enterprises"
        title = "Where the global top 100 digital enterprises are, 2020"
        unique = ["economy"]
        metadata = {"tables": [6], "figures": [], "sources": ["fn30"]}


class ConnectivityIndex(Table):
    """Rank and scores of one economy in the Global Connectivity Index."""

    economy: Series[str] = _text(f"{_ECONOMY}; AVG is the average of all economies ranked", isin=[*FOUR, "AVG"])
    year: Series[int] = _year("edition of the index", 2020)
    rank: Series[pd.Int64Dtype] = _rank(nullable=True, worst=79)
    score: Series[float] = _number("total score", "score 0-120", nullable=True, ge=0, le=120)
    broadband: Series[float] = _number("score in broadband", "score 0-120", ge=0, le=120)
    cloud: Series[float] = _number("score in cloud computing", "score 0-120", ge=0, le=120)
    ai: Series[float] = _number("score in artificial intelligence", "score 0-120", ge=0, le=120)
    iot: Series[float] = _number("score in the Internet of Things", "score 0-120", ge=0, le=120)

    class Config:
        """Key, title and place in the paper."""

        name = "connectivity_index"
        title = "Global Connectivity Index (Huawei), 2020"
        unique = ["economy"]
        metadata = {"tables": [8], "figures": [], "sources": ["gci-2020"]}


class CybersecurityRanks(Table):
    """The world rank of one economy in one edition of ITU's Global Cybersecurity Index."""

    economy: Series[str] = _text(_ECONOMY, isin=FIVE)
    year: Series[int] = _year("edition of the index", 2014, 2017, 2018, 2020)
    rank: Series[pd.Int64Dtype] = _rank()

    class Config:
        """Key, title and place in the paper."""

        name = "cybersecurity_ranks"
        title = "World ranks in cybersecurity (ITU), 2014-2020"
        unique = ["economy", "year"]
        metadata = {"tables": [9], "figures": [], "sources": ["fn35"]}


class EcommerceSales(Table):
    """E-commerce sales of one economy, of the ten largest together, or of the world, in one year."""

    economy: Series[str] = _text(
        f"{_ECONOMY}; TOP10 is the ten together, WLD the world", str_matches=r"^([A-Z]{3}|TOP10)$"
    )
    year: Series[int] = _year("year of the sales", 2018, 2019)
    rank: Series[pd.Int64Dtype] = _rank(
        "place in the world by total e-commerce sales, 1 is the largest", nullable=True, worst=10
    )
    total_usd_bn: Series[float] = _number("e-commerce sales, B2B and B2C", "US$ billion", gt=0)
    total_share_of_gdp_pct: Series[float] = _percent("total e-commerce sales as a share of GDP")
    b2b_usd_bn: Series[float] = _number("business-to-business e-commerce sales", "US$ billion", gt=0)
    b2b_share_of_total_pct: Series[float] = _percent("B2B sales as a share of total e-commerce sales", nullable=True)

    @pa.dataframe_check(description="B2B sales are a part of all sales")
    def b2b_is_a_part(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the part against the whole."""
        return frame["b2b_usd_bn"] <= frame["total_usd_bn"]

    class Config:
        """Key, title and place in the paper."""

        name = "ecommerce_sales"
        title = "E-commerce sales, total and B2B: the ten largest economies, 2018-2019"
        unique = ["economy", "year"]
        metadata = {"tables": [10, 11], "figures": [], "sources": ["fn36", "fn37", "fn38", "fn39"]}


class B2cEcommerceSales(Table):
    """Business-to-consumer e-commerce of one economy, or of the twenty largest together."""

    economy: Series[str] = _text(f"{_ECONOMY}; TOP20 is the twenty together", str_matches=r"^([A-Z]{3}|TOP20)$")
    year: Series[int] = _year("year of the sales", 2019)
    rank: Series[pd.Int64Dtype] = _rank("place in the world by B2C sales, 1 is the largest", nullable=True, worst=20)
    b2c_usd_bn: Series[float] = _number("business-to-consumer e-commerce sales", "US$ billion", gt=0)
    share_of_gdp_pct: Series[float] = _percent("B2C sales as a share of GDP")
    online_shoppers_mn: Series[float] = _number("people who shop online", "million people", gt=0)
    online_shoppers_pct: Series[float] = _percent("online shoppers as a share of Internet users")

    class Config:
        """Key, title and place in the paper."""

        name = "b2c_ecommerce_sales"
        title = "B2C e-commerce sales and online shoppers: the twenty largest economies, 2019"
        unique = ["economy"]
        metadata = {"tables": [12], "figures": [], "sources": ["fn40"]}


class TradeWithRussia(Table):
    """Imports and exports between China, or one of its provinces, and the Russian Federation."""

    region: Series[str] = _text(
        "ISO 3166-2 code of the province; CN is China as a whole", isin=["CN", "CN-HL", "CN-JL", "CN-LN"]
    )
    year: Series[int] = _year("year of the trade", 2021, 2022, 2023)
    months: Series[int] = _number("months of the year that are covered, from January", "months", isin=[7, 12])
    trade_cny_bn: Series[float] = _number("imports plus exports", "CNY billion", gt=0)
    yoy_growth_pct: Series[float] = _number(
        "growth over the same months of the year before, as published by the customs",
        "%",
        nullable=True,
        ge=-100,
    )

    class Config:
        """Key, title and place in the paper."""

        name = "trade_with_russia"
        title = "Trade of China and its three northeastern provinces with Russia, 2021-2023"
        unique = ["region", "year"]
        metadata = {"tables": [13], "figures": [], "sources": ["fn41", "fn42", "fn43", "fn44"]}


class DigitalEconomyScale(Table):
    """Value added of the digital economy of one economy in one year, with the bounds within which it lies."""

    economy: Series[str] = _text(_ECONOMY, isin=FOUR)
    year: Series[int] = _year("year of the value", *range(2016, 2022))
    scale_usd_bn: Series[float] = _number("value added of the digital economy", "US$ billion", nullable=True, gt=0)
    scale_low_usd_bn: Series[float] = _number("lower bound of the same", "US$ billion", nullable=True, gt=0)
    scale_high_usd_bn: Series[float] = _number("upper bound of the same", "US$ billion", nullable=True, gt=0)
    gdp_usd_bn: Series[float] = _number(
        "gross domestic product, World Bank, as of October 2022", "US$ billion", nullable=True, gt=0
    )
    share_of_gdp_pct: Series[float] = _number("scale over GDP", "%", nullable=True, gt=0, le=100)
    basis: Series[str] = _text(
        "where scale_usd_bn comes from; as printed, empty where it is missing", codes=BASIS, blank=True
    )

    @pa.dataframe_check(description="the value lies within its bounds")
    def value_within_bounds(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the order."""
        low, value, high = frame["scale_low_usd_bn"], frame["scale_usd_bn"], frame["scale_high_usd_bn"]
        return ~(low > high) & ~(value < low) & ~(value > high)

    @pa.dataframe_check(description="where only bounds can be given, and only there, is no value")
    def bounded_has_no_value(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the basis; a frame as printed has no values but stated ones."""
        return frame["scale_usd_bn"].isna() | (frame["basis"] != "bounded")

    class Config:
        """Key, title and place in the paper."""

        name = "digital_economy_scale"
        title = "Scale of the digital economy and its share of GDP, 2016-2021"
        unique = ["economy", "year"]
        metadata = {
            "tables": [1],
            "figures": ["2", "3", "4", "5", "6"],
            "sources": ["fn03", "fn05", "fn08", "fn12", "fn14", "fn45", "china-info100-2018", "world-bank-wdi"],
        }


class GlobalDigitalEconomy(Table):
    """Value added of the world's digital economy (47 countries) in one year."""

    year: Series[int] = _year("year of the value", *range(2016, 2022))
    scale_usd_trn: Series[float] = _number(
        "value added of the digital economy of 47 countries", "US$ trillion", nullable=True, gt=0
    )
    gdp_usd_trn: Series[float] = _number(
        "gross domestic product of the world, World Bank, as of October 2022", "US$ trillion", nullable=True, gt=0
    )
    share_of_gdp_pct: Series[float] = _percent(
        "scale as a share of the 47 countries' GDP, not the world's", nullable=True
    )
    basis: Series[str] = _text("where scale_usd_trn comes from; empty where it is missing", codes=BASIS, blank=True)

    class Config:
        """Key, title and place in the paper."""

        name = "global_digital_economy"
        title = "The world's digital economy, 2016-2021"
        unique = ["year"]
        metadata = {
            "tables": [],
            "figures": ["1"],
            "economies": ["WLD"],
            "sources": [
                "fn01",
                "fn02",
                "fn45",
                "cacs-2018",
                "caict-2019-global",
                "caict-2020-global",
                "caict-2021-global",
                "caict-2022-global",
                "world-bank-wdi",
            ],
        }


class IctIndustry(Table):
    """One figure of the ICT industry of one economy in one period."""

    economy: Series[str] = _text(_ECONOMY, isin=FOUR)
    period: Series[str] = _text("year, quarter (2022Q4) or years (2000-2019)", str_matches=r"^\d{4}(Q[1-4]|-\d{4})?$")
    measure: Series[str] = _text("what is measured", codes=ICT_MEASURES)
    year: Series[int] = _number("year of the period, or its last year", "year", ge=2004, le=2022)
    value: Series[float] = _number("the value, in the unit of its row", "see unit", nullable=True)
    unit: Series[str] = _text("unit of the value", isin=sorted({unit for _, unit in ICT_MEASURES.values()}))
    basis: Series[str] = _text("where the value comes from; empty where it is missing", codes=BASIS, blank=True)

    @pa.dataframe_check(description="a row's unit is its measure's")
    def unit_is_the_measures(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the unit."""
        return _units_match(frame, ICT_MEASURES, "measure")

    class Config:
        """Key, title and place in the paper."""

        name = "ict_industry"
        title = "The ICT industry of China, Japan, Korea and Russia, 2000-2022"
        unique = ["economy", "period", "measure"]
        metadata = {
            "tables": [],
            "figures": ["7", "8", "9a", "9b"],
            "sources": [
                "fn11",
                "fn31",
                "fn32",
                "fn33",
                "fn34",
                "caict-2019-china",
                "caict-2020-china",
                "caict-2021-china",
                "caict-2022-china",
                "caict-2023-china",
                "mic-2012",
                "mic-2013",
                "mic-meti-2013",
                "meti-2015",
                "mic-meti-2016",
                "mic-2017",
                "meti-2018",
                "mic-2020",
                "meti-2020",
            ],
        }


class WorldDevelopmentIndicators(Table):
    """One World Bank indicator of one economy (or the world) in one year, as it stood when the paper was written."""

    economy: Series[str] = _text(f"{_ECONOMY}; WLD is the world", isin=[*FIVE, "WLD"])
    year: Series[int] = _number("year of the value", "year", ge=1990, le=2021)
    indicator: Series[str] = _text("World Bank indicator code", codes=WDI_INDICATORS)
    value: Series[float] = _number("the value, in the unit of its row", "see unit", ge=0)
    unit: Series[str] = _text("unit of the value", isin=sorted({unit for _, unit in WDI_INDICATORS.values()}))
    vintage: Series[str] = _text("month or year in which the series stood so", isin=["2022-10", "2023-02", "2026"])

    @pa.dataframe_check(description="a row's unit is its indicator's")
    def unit_is_the_indicators(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the unit."""
        return _units_match(frame, WDI_INDICATORS)

    class Config:
        """Key, title and place in the paper."""

        name = "world_development_indicators"
        title = "GDP, population and ICT series of the World Bank and ITU, 1990-2021"
        unique = ["economy", "year", "indicator"]
        metadata = {"tables": [], "figures": [], "sources": ["world-bank-wdi"]}


#: The datasets, in the paper's order; each has a loader of the same name.
DATASETS: dict[str, type[Table]] = {
    model.Config.name: model
    for model in (
        GlobalDigitalEconomy,
        DigitalEconomyScale,
        GrowthRates,
        ItuIndicators,
        EgovernmentRanks,
        LocalOnlineServiceRanks,
        DigitalCompetitivenessRanks,
        CityCompetitiveness,
        TopDigitalEnterprises,
        IctIndustry,
        ConnectivityIndex,
        CybersecurityRanks,
        EcommerceSales,
        B2cEcommerceSales,
        TradeWithRussia,
        WorldDevelopmentIndicators,
    )
}

_KINDS = {
    "misprint": ("the page prints a wrong number", ""),
    "mislabelled": ("the page's label does not fit its number", ""),
    "wrong_base": ("the page divides by the wrong quantity", ""),
    "other_year": ("the value is of another year than its column or table", ""),
    "not_available": ("the page, or what is known, gives no value", ""),
    "not_ranked": ("the page says that there is no rank", ""),
    "doubtful": ("the value may be wrong or not comparable, but there is no proof; it stays", ""),
}


class Notes(Table):
    """One remark on one cell of one dataset."""

    dataset: Series[str] = _text("dataset of the cell", str_matches=r"^[a-z0-9_]+$")
    key: Series[str] = _text(
        "key of the cell's row, as column=value joined by ;", str_matches=r"^\w+=[^;=]+(;\w+=[^;=]+)*$"
    )
    column: Series[str] = _text("column of the cell")
    printed: Series[str] = _text("the cell as on the page; empty where the page has no such cell")
    value: Series[str] = _text("what the loader gives by default; empty where missing")
    kind: Series[str] = _text("kind of remark", codes=_KINDS)
    note: Series[str] = _text("what a reader must know", str_length={"min_value": 10})
    evidence: Series[str] = _text("what proves it, or where the page says so", str_length={"min_value": 5})

    class Config:
        """Key and title."""

        name = "notes"
        title = "Notes on cells: misprints, other years, gaps, doubts"
        unique = ["dataset", "key", "column", "kind"]


class Sources(Table):
    """One publication: the paper, one of its 45 footnotes, or an external publication used here."""

    source: Series[str] = _text("identifier: fn01 to fn45 are the paper's footnotes", unique=True)
    kind: Series[str] = _text("where the source is named", isin=["paper", "footnote", "text", "external"])
    authors: Series[str] = _text("authors joined by ;, or the organisation", str_length={"min_value": 2})
    title: Series[str] = _text(
        "title as printed; in square brackets where the page prints none", str_length={"min_value": 2}
    )
    year: Series[pd.Int64Dtype] = _number("year of publication", "year", nullable=True, ge=1990, le=2030)
    publisher: Series[str] = _text("journal with issue and pages, publishing house or organisation, as printed")
    address: Series[str] = _text("address as printed")
    note: Series[str] = _text("what a reader must know")

    class Config:
        """Key and title."""

        name = "sources"
        title = "Bibliography: the paper, its 45 footnotes, and the external publications"
        unique = ["source"]


class ExternalFigures(Table):
    """One number of another publication that is used here, or that checks what is recovered here."""

    figure: Series[str] = _text("figure of the paper that plots such numbers", str_matches=r"^\d+[ab]?$")
    economy: Series[str] = _text(f"{_ECONOMY}; WLD is the world, here 47 countries", str_matches=r"^[A-Z]{3}$")
    period: Series[str] = _text("year", str_matches=r"^\d{4}$")
    measure: Series[str] = _text("what is measured", str_matches=r"^[a-z_]+$")
    value: Series[float] = _number("the number as published", "see unit", gt=0)
    unit: Series[str] = _text("unit of the value", str_length={"min_value": 1})
    source: Series[str] = _text("publication, in sources", str_length={"min_value": 4})
    grade: Series[str] = _text(
        "primary: read in the publication; secondary: as others cite it", isin=["primary", "secondary"]
    )
    use: Series[str] = _text(
        "value: is in a dataset; check: checks a recovered one; comparison: another basis, for notes",
        isin=["value", "check", "comparison"],
    )
    remark: Series[str] = _text("what a reader must know")

    class Config:
        """Key and title."""

        name = "external_figures"
        title = "Numbers of other publications: publisher, publication and grade for each"
        unique = ["economy", "period", "measure", "unit"]


class Economies(Table):
    """One economy, region or aggregate that the data name."""

    code: Series[str] = _text("ISO 3166-1 alpha-3, ISO 3166-2 for provinces, or an aggregate's code", unique=True)
    name: Series[str] = _text("short name in English")
    kind: Series[str] = _text(
        "economy, region (a part of one, or China as its whole) or aggregate",
        isin=["economy", "region", "aggregate"],
    )
    northeast_asia: Series[bool] = pa.Field(
        description="whether it is one of the paper's five economies, or a part of one",
        metadata={"unit": "", "codes": {}},
    )
    paper_spellings: Series[str] = _text("spellings of the paper, joined by ;")
    aliases: Series[str] = _text("other names and codes, joined by ;")

    class Config:
        """Key and title."""

        name = "economies"
        title = "Economies, regions and aggregates: codes, names and spellings"
        unique = ["code"]


class PrintedTitles(Table):
    """The heading of one printed table or figure."""

    item: Series[str] = _text("table or figure", isin=["table", "figure"])
    number: Series[str] = _text(
        "number on the page; the page has two figures 9, here 9a and 9b", str_matches=r"^\d+[ab]?$"
    )
    title: Series[str] = _text("title as printed")
    unit: Series[str] = _text("units as printed, joined by ;")
    sources: Series[str] = _text("footnotes on the title, joined by ;")

    class Config:
        """Key and title."""

        name = "printed_titles"
        title = "Titles of the printed tables and figures"
        unique = ["item", "number"]


class Statements(Table):
    """One number of the paper's prose."""

    statement: Series[str] = _text("identifier, in the order of the text", unique=True, str_matches=r"^s\d{3}$")
    section: Series[str] = _text("section of the paper; 0 is the introduction")
    subject: Series[str] = _text("what the number is about", str_length={"min_value": 2})
    economy: Series[str] = _text("codes of the economies, joined by ;")
    start_year: Series[pd.Int64Dtype] = _number("first year of a change", "year", nullable=True, ge=1990, le=2024)
    year: Series[pd.Int64Dtype] = _number(
        "year of the value, or last year of a change", "year", nullable=True, ge=1990, le=2024
    )
    measure: Series[str] = _text("what is measured", str_matches=r"^[a-z0-9_]+$")
    value: Series[float] = _number("the number as printed; a fall or a lack is negative", "see unit")
    unit: Series[str] = _text("unit of the value")
    qualifier: Series[str] = _text(
        "the text's hedge, such as nearly, over, about; at most where it gives a bound in words; empty if none"
    )
    repeats: Series[str] = _text("table cell that the number repeats: table/row/column, labels as on the page")
    source: Series[str] = _text("footnote attached to the number")
    note: Series[str] = _text("what a reader would misread")

    class Config:
        """Key and title."""

        name = "statements"
        title = "Every number of the paper's prose"
        unique = ["statement"]


#: The tables about the data.
ABOUT: dict[str, type[Table]] = {
    model.Config.name: model for model in (Notes, Statements, Sources, ExternalFigures, Economies, PrintedTitles)
}
