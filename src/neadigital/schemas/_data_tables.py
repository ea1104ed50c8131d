"""The models of the datasets, in the order of the paper; the World Bank's series come last."""

from __future__ import annotations

from typing import Any, Unpack

import pandas as pd
import pandera.pandas as pa

from neadigital.schemas._codes import (
    COVERAGE,
    ICT_INDICATORS,
    ITU_INDICATORS,
    LANGUAGES,
    STRATEGY_KINDS,
    WDI_INDICATORS,
)
from neadigital.schemas._columns import (
    FIVE,
    FOUR,
    PERIOD,
    PERIODS,
    About,
    Facts,
    LongTable,
    Number,
    Published,
    Table,
    Text,
    Whole,
    WholeOrMissing,
    bases,
    billions_of_dollars,
    numbers,
    percents,
    ranks,
    scores,
    segments,
    statuses,
    texts,
    units,
    years,
)

# On what terms the paper's tables may be used; of whom they are not is said behind it.
COMPILED = "CC BY 4.0 for this compilation, not for the publications of"
# Not printed: the World Bank's GDP gives it.
BANK: Published = {
    "basis": "external",
    "source": "wdi-2022-10",
    "place": "series NY.GDP.MKTP.CD",
    "grade": "copy",
}
# Tables that are another publication's own.
WDI: Published = {
    "source": "wdi-{vintage}",
    "place": "series {indicator}",
    "grade": "copy",
}
UN: Published = {
    "source": "un-egovkb",
    "place": "survey of {year}, a copy of EGOV_DATA",
    "grade": "copy",
    "confirms": "un-egovkb",
}
ITU: Published = {
    "source": "itu-gci-{year}",
    "place": "country scores, read in tjmisko/sspi-data-webapp@24651797",
    "grade": "copy",
}


class GlobalDigitalEconomy(Table):
    """Value added of the world's digital economy in one year, of 47 economies from 2018 on."""

    economy: Text = texts(isin=["WLD"])
    year: Whole = years(*range(2016, 2022))
    scale_usd_bn: Number = billions_of_dollars(
        nullable=True,
        indicator="digital_economy_value_added",
        label="Digital economy",
    )
    gdp_usd_bn: Number = billions_of_dollars(
        nullable=True,
        published=BANK,
        label="GDP",
    )
    share_of_gdp_pct: Number = percents(
        nullable=True,
        basis="external",
        indicator="digital_economy_share_of_gdp",
        label="Digital economy, % of GDP",
    )
    basis: Text = bases()
    obs_status: Text = statuses()
    segment: Whole = segments()
    coverage: Text = texts(
        codes=COVERAGE,
        nullable=True,
        label="Economies covered",
    )

    class Config:
        name = "global_digital_economy"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "the digital economy and GDP",
            "licence": "CC-BY-4.0",
            "terms": (
                f"{COMPILED} CAICT, Huawei and Oxford Economics (their terms not seen)"
            ),
            "chart": {"draw": "figure", "number": 1},
            "figures": {"1": {}},
            "sources": ["fn01", "fn02", "fn45"],
        }


class DigitalEconomyScale(Table):
    """Value added of the digital economy of one economy in one year, with its bounds."""

    economy: Text = texts(isin=FOUR)
    year: Whole = years(*range(2016, 2022))
    scale_usd_bn: Number = billions_of_dollars(
        nullable=True,
        indicator="digital_economy_value_added",
        label="Digital economy",
    )
    scale_low_usd_bn: Number = billions_of_dollars(
        nullable=True,
        role="low",
        lowOf="scale_usd_bn",
        label="Digital economy, lower bound",
    )
    scale_high_usd_bn: Number = billions_of_dollars(
        nullable=True,
        role="high",
        highOf="scale_usd_bn",
        label="Digital economy, upper bound",
    )
    gdp_usd_bn: Number = billions_of_dollars(
        nullable=True,
        published=BANK,
        label="GDP",
    )
    share_of_gdp_pct: Number = numbers(
        "%",
        kind="ratio",
        nullable=True,
        basis="reconstructed",
        indicator="digital_economy_share_of_gdp",
        ratioOf=["scale_usd_bn", "gdp_usd_bn"],
        gt=0,
        le=100,
        label="Digital economy, % of GDP",
    )
    basis: Text = bases()

    @pa.dataframe_check(description="the value lies within its bounds")
    def value_within_bounds(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the order."""
        low = frame["scale_low_usd_bn"]
        value = frame["scale_usd_bn"]
        high = frame["scale_high_usd_bn"]
        return ~((low > high) | (value < low) | (value > high))

    @pa.dataframe_check(
        description="where only bounds can be given, and only there, is no value"
    )
    def bounded_has_no_value(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the basis."""
        return frame["scale_usd_bn"].isna() | (frame["basis"] != "bounded")

    class Config:
        name = "digital_economy_scale"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "the digital economy and GDP",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} CAICT and China Info100 (their terms not seen)",
            "chart": {"draw": "figure", "number": 6},
            "tables": [1],
            "figures": {
                "2": {"economy": ["CHN"]},
                "3": {"economy": ["RUS"]},
                "4": {"economy": ["JPN"]},
                "5": {"economy": ["KOR"]},
                "6": {"column": ["scale_usd_bn"]},
            },
            "sources": ["fn03", "fn05", "fn08", "fn12", "fn14", "fn45"],
        }


class GrowthRates(Table):
    """Growth of GDP and of the digital economy of one economy over the previous year."""

    economy: Text = texts(isin=FOUR)
    year: Whole = years(*range(2017, 2022))
    gdp_growth_pct: Number = numbers(
        "%",
        kind="rate",
        published=BANK,
        ge=-50,
        le=60,
        label="Growth of GDP",
    )
    digital_economy_growth_pct: Number = numbers(
        "%",
        kind="rate",
        ge=-50,
        le=60,
        label="Growth of the digital economy",
    )

    class Config:
        name = "growth_rates"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "the digital economy and GDP",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} CAICT (its terms not seen)",
            "chart": {"draw": "lines", "value": "digital_economy_growth_pct"},
            "tables": [1],
            "sources": ["fn14"],
        }


class ItuIndicators(LongTable):
    """One ITU indicator of one economy (or the world) in one year."""

    economy: Text = texts(isin=[*FIVE, "WLD"])
    year: Whole = years(2015, 2018, 2021)
    indicator: Text = texts(codes=ITU_INDICATORS)
    value: Number = numbers(
        nullable=True,
        ge=0,
        le=400,
    )
    unit: Text = units(ITU_INDICATORS)
    reference_year: Whole = numbers(
        "year",
        role="attribute",
        ge=2015,
        le=2022,
        label="Year of the value",
    )
    table: Whole = numbers(
        "",
        role="attribute",
        isin=[2, 7],
        label="Table of the paper",
    )
    obs_status: Text = statuses()
    segment: Whole = segments()

    @pa.dataframe_check(
        description="a value is missing where, and only where, obs_status is O"
    )
    def status_tells_gaps(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the status."""
        return frame["value"].isna() == (frame["obs_status"] == "O")

    @pa.dataframe_check(description="a share of people or households is at most 100 %")
    def shares_are_at_most_100(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the percentages."""
        return (frame["unit"] != "%") | ~(frame["value"] > 100)

    class Config:
        name = "itu_indicators"
        unique = ["economy", "year", "indicator"]
        metadata: About = {
            "topic": "networks and Internet use",
            "licence": "CC-BY-4.0",
            "terms": (
                f"{COMPILED} ITU (CC BY-NC-SA 3.0 IGO for its Connectivity Report of 2022; "
                "its other terms not seen)"
            ),
            "chart": {
                "draw": "lines",
                "value": "value",
                "query": "indicator == 'internet_users_pct' and economy != 'WLD'",
            },
            "tables": [2, 7],
            "sources": [
                "itu-mdd-2022",
                "fn15",
                "fn16",
                "fn17",
                "fn18",
                "fn19",
                "wdi-2023-02",
                "itu-wti-2026",
            ],
        }


class EgovernmentRanks(Table):
    """Two world ranks of one economy in one United Nations E-Government Survey."""

    economy: Text = texts(isin=FIVE)
    year: Whole = years(*range(2010, 2023, 2))
    egdi_rank: WholeOrMissing = ranks(
        indicator="egdi_rank",
        label="e-government rank (EGDI)",
    )
    epi_rank: WholeOrMissing = ranks(
        indicator="epi_rank",
        label="e-participation rank (EPI)",
    )

    class Config:
        name = "egovernment_ranks"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "government and competitiveness",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} the United Nations (its terms not seen)",
            "chart": {"draw": "ranks"},
            "tables": [3],
            "sources": ["fn23", "fn24", "fn25", "fn26", "fn27"],
        }


class LocalOnlineServiceRanks(Table):
    """The world rank of one city in one edition of the Local Online Service Index."""

    city: Text = texts(isin=["Moscow", "Seoul", "Shanghai", "Tokyo"])
    economy: Text = texts(isin=FOUR)
    year: Whole = years(2018, 2020, 2022)
    rank: WholeOrMissing = ranks(
        indicator="local_online_service_rank",
        label="City's rank in online services",
    )

    class Config:
        name = "local_online_service_ranks"
        unique = ["city", "year"]
        metadata: About = {
            "topic": "government and competitiveness",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} the United Nations (its terms not seen)",
            "chart": {"draw": "ranks"},
            "prose": True,
            "sources": ["fn20", "fn21", "fn22"],
        }


class DigitalCompetitivenessRanks(Table):
    """The world rank of one economy in one IMD World Digital Competitiveness Ranking."""

    economy: Text = texts(isin=FIVE)
    year: Whole = years(*range(2018, 2023))
    rank: WholeOrMissing = ranks(
        nullable=True,
        worst=64,
        indicator="imd_digital_competitiveness_rank",
        label="Digital competitiveness rank (IMD)",
    )

    class Config:
        name = "digital_competitiveness_ranks"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "government and competitiveness",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} IMD (its terms not seen)",
            "chart": {"draw": "ranks"},
            "tables": [4],
            "sources": ["imd-wdcr"],
        }


def _scores_of_2021(label: str) -> Any:
    """Declare a column of scores that the paper prints for the ranking of 2021 only."""
    return scores(100, label=label, nullable=True, years=[2021])


class CityCompetitiveness(Table):
    """Rank and scores of one Northeast Asian city among the world's digital economy cities."""

    city: Text = texts(isin=["Beijing", "Moscow", "Seoul", "Shanghai", "Tokyo"])
    economy: Text = texts(isin=FOUR)
    year: Whole = years(2019, 2020, 2021)
    rank: WholeOrMissing = ranks(
        nullable=True,
        worst=30,
        label="Rank among cities",
    )
    economic_infrastructure_score: Number = _scores_of_2021(
        "Economy and infrastructure, score",
    )
    digital_talent_score: Number = _scores_of_2021("Digital talent, score")
    digital_innovation_score: Number = _scores_of_2021("Digital innovation, score")
    total_score: Number = _scores_of_2021("Total score")

    class Config:
        name = "city_competitiveness"
        unique = ["city", "year"]
        metadata: About = {
            "topic": "government and competitiveness",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} Zhao (2022) (its terms not seen)",
            "chart": {
                "draw": "scores",
                "member": "city",
                "query": "year == 2021",
                "columns": {
                    "economic_infrastructure_score": "infrastructure",
                    "digital_talent_score": "talent",
                    "digital_innovation_score": "innovation",
                },
                "order": "total_score",
                "unit": "score, 0 to 100",
            },
            "tables": [5],
            "sources": ["fn29"],
        }


class TopDigitalEnterprises(Table):
    """How many of the world's top 100 digital enterprises one economy has."""

    economy: Text = texts(str_matches=r"^[A-Z]{3}$", allowed="ISO 3166-1 alpha-3 code")
    year: Whole = years(2020)
    enterprises: Whole = numbers(
        "enterprises",
        kind="amount",
        ge=1,
        le=100,
        label="Enterprises among the top 100",
    )

    @pa.dataframe_check(description="the hundred are a hundred")
    def hundred_in_all(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check the sum."""
        return int(frame["enterprises"].sum()) == 100

    class Config:
        name = "top_digital_enterprises"
        unique = ["economy"]
        metadata: About = {
            "topic": "industry and trade",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} Xu (2022) (its terms not seen)",
            "chart": {
                "draw": "scores",
                "member": "economy",
                "columns": {"enterprises": "enterprises"},
                "order": "enterprises",
                "unit": "enterprises",
            },
            "tables": [6],
            "sources": ["fn30"],
        }


class IctIndustry(LongTable):
    """One figure of the ICT industry of one economy in one period."""

    economy: Text = texts(isin=FOUR)
    period: Text = texts(
        str_matches=PERIOD,
        allowed=PERIODS,
    )
    indicator: Text = texts(codes=ICT_INDICATORS)
    year: Whole = numbers(
        "year",
        role="attribute",
        ge=2010,
        le=2022,
    )
    # The text names CAICT for China's numbers, and nobody for Korea's without a footnote.
    value: Number = numbers(
        nullable=True,
        named={"CHN": "caict-ict-2022", "KOR": ""},
    )
    unit: Text = units(ICT_INDICATORS)
    basis: Text = bases()

    class Config:
        name = "ict_industry"
        unique = ["economy", "period", "indicator"]
        metadata: About = {
            "topic": "industry and trade",
            "licence": "CC-BY-4.0",
            "terms": (
                f"{COMPILED} CAICT, MIC (Japan) and METI (Japan) (their terms not seen)"
            ),
            "chart": {"draw": "figure", "number": 7},
            "figures": {
                "7": {
                    "economy": ["CHN"],
                    "indicator": [
                        "digital_industrialisation_share_of_gdp",
                        "digital_industrialisation_value_added",
                    ],
                },
                "8": {"economy": ["JPN"], "indicator": ["ict_sales"]},
                "9a": {"indicator": ["ict_average_contribution_to_growth"]},
                "9b": {
                    "economy": ["KOR"],
                    "indicator": ["ict_scale", "ict_share_of_gdp"],
                    "period": [str(year) for year in range(2016, 2023)],
                },
            },
            "sources": ["caict-ict-2022", "fn11", "fn31", "fn32", "fn33", "fn34"],
        }


def _part_of_connectivity(name: str, label: str) -> Any:
    """Declare a column of scores of a part of the Global Connectivity Index."""
    return scores(120, indicator=f"connectivity_{name}_score", label=f"{label}, score")


class ConnectivityIndex(Table):
    """Rank and scores of one economy in the Global Connectivity Index."""

    economy: Text = texts(isin=[*FOUR, "AVG"])
    year: Whole = years(2020)
    rank: WholeOrMissing = ranks(
        nullable=True,
        worst=79,
        indicator="connectivity_rank",
        label="Connectivity rank (Huawei)",
    )
    score: Number = scores(
        120,
        nullable=True,
        indicator="connectivity_score",
        label="Connectivity score (Huawei)",
    )
    broadband_score: Number = _part_of_connectivity("broadband", "Broadband")
    cloud_score: Number = _part_of_connectivity("cloud", "Cloud computing")
    ai_score: Number = _part_of_connectivity("ai", "Artificial intelligence")
    iot_score: Number = _part_of_connectivity("iot", "Internet of Things")

    class Config:
        name = "connectivity_index"
        unique = ["economy"]
        metadata: About = {
            "topic": "networks and Internet use",
            "licence": "CC-BY-4.0",
            "terms": (
                f"{COMPILED} Huawei (all rights reserved in its report of 2020; its other "
                "terms not seen)"
            ),
            "chart": {
                "draw": "scores",
                "member": "economy",
                "columns": {
                    "broadband_score": "broadband",
                    "cloud_score": "cloud",
                    "ai_score": "AI",
                    "iot_score": "IoT",
                },
                "order": "score",
                "unit": "score, 0 to 120",
            },
            "tables": [8],
            "sources": ["gci-2020"],
        }


class CybersecurityRanks(Table):
    """The world rank of one economy in one edition of ITU's Global Cybersecurity Index."""

    economy: Text = texts(isin=FIVE)
    year: Whole = years(2014, 2017, 2018, 2020)
    rank: WholeOrMissing = ranks(
        indicator="cybersecurity_rank", label="Cybersecurity rank (ITU)"
    )

    class Config:
        name = "cybersecurity_ranks"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "networks and Internet use",
            "licence": "CC-BY-4.0",
            "terms": (
                f"{COMPILED} ITU (all rights reserved in its editions of 2017 and 2018; "
                "its other terms not seen)"
            ),
            "chart": {"draw": "ranks"},
            "tables": [9],
            "sources": ["fn35"],
        }


class EcommerceSales(Table):
    """E-commerce sales of one economy, the ten largest together, or the world, in one year."""

    economy: Text = texts(
        str_matches=r"^([A-Z]{3}|TOP10)$",
        allowed="ISO 3166-1 alpha-3 code, or TOP10",
    )
    year: Whole = years(2018, 2019)
    rank: WholeOrMissing = ranks(
        nullable=True,
        worst=10,
        indicator="ecommerce_sales_rank",
        label="Rank by e-commerce sales",
    )
    total_usd_bn: Number = billions_of_dollars(
        indicator="ecommerce_sales",
        label="e-commerce sales",
    )
    total_share_of_gdp_pct: Number = percents(
        indicator="ecommerce_sales_share_of_gdp",
        label="e-commerce sales, % of GDP",
    )
    b2b_usd_bn: Number = billions_of_dollars(
        indicator="b2b_ecommerce_sales",
        label="B2B e-commerce sales",
    )
    b2b_share_of_total_pct: Number = percents(
        nullable=True,
        indicator="b2b_share_of_ecommerce_sales",
        label="B2B, % of e-commerce sales",
    )

    @pa.dataframe_check(description="B2B sales are a part of all sales")
    def b2b_is_a_part(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the part against the whole."""
        return frame["b2b_usd_bn"] <= frame["total_usd_bn"]

    class Config:
        name = "ecommerce_sales"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "industry and trade",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} UNCTAD (its terms not seen)",
            "chart": {
                "draw": "by_year",
                "member": "economy",
                "value": "total_usd_bn",
                "years": [2018, 2019],
                "unit": "US$ billion",
            },
            "tables": [10, 11],
            "sources": ["fn36", "fn37", "fn38", "fn39"],
        }


class B2cEcommerceSales(Table):
    """Business-to-consumer e-commerce of one economy, or of the twenty largest together."""

    economy: Text = texts(
        str_matches=r"^([A-Z]{3}|TOP20)$",
        allowed="ISO 3166-1 alpha-3 code, or TOP20",
    )
    year: Whole = years(2019)
    rank: WholeOrMissing = ranks(
        nullable=True,
        worst=20,
        indicator="b2c_ecommerce_sales_rank",
        label="Rank by B2C e-commerce sales",
    )
    b2c_usd_bn: Number = billions_of_dollars(
        indicator="b2c_ecommerce_sales",
        label="B2C e-commerce sales",
    )
    share_of_gdp_pct: Number = percents(label="B2C e-commerce sales, % of GDP")
    online_shoppers_mn: Number = numbers(
        "million people",
        kind="amount",
        indicator="online_shoppers",
        gt=0,
        label="Online shoppers",
    )
    online_shoppers_pct: Number = percents(
        indicator="online_shoppers_share_of_internet_users",
        label="Online shoppers, % of Internet users",
    )

    class Config:
        name = "b2c_ecommerce_sales"
        unique = ["economy"]
        metadata: About = {
            "topic": "industry and trade",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} UNCTAD (its terms not seen)",
            "chart": {
                "draw": "scores",
                "member": "economy",
                "columns": {"b2c_usd_bn": "sales"},
                "order": "b2c_usd_bn",
                "unit": "US$ billion",
            },
            "tables": [12],
            "sources": ["fn40"],
        }


class DigitalStrategies(Table):
    """One policy, agreement, platform or event on the digital economy that the paper dates."""

    # A model of Pandera has a method of this name, which nobody here calls.
    strategy: Text = texts(  # type: ignore[assignment]
        label="Identifier",
        str_matches=r"^[a-z]{3}(-[a-z0-9]+)+$",
        allowed="the economy and words of the name, with hyphens",
    )
    economy: Text = texts(isin=FOUR)
    partner: Text = texts(
        label="Partner",
        isin=FOUR,
        nullable=True,
    )
    place: Text = texts(
        label="Place",
        isin=["CN-HL", "CN-JL", "CN-LN", "Changchun", "Shenyang"],
        nullable=True,
    )
    name: Text = texts(label="Name in the paper")
    official_name: Text = texts(
        label="Name in English",
        nullable=True,
    )
    name_original: Text = texts(
        label="Original name",
        nullable=True,
    )
    language: Text = texts(
        label="Language",
        codes=LANGUAGES,
        nullable=True,
    )
    year: Whole = numbers(
        "year",
        label="Year",
        # Only those of a sentence with a footnote have a source.
        named=dict.fromkeys(FOUR, ""),
        indicator="{strategy}",
        ge=1992,
        le=2023,
    )
    date: Text = texts(
        label="Date",
        str_matches=r"^\d{4}(-\d\d){0,2}$",
        allowed="a year, a month or a day",
    )
    end_year: WholeOrMissing = numbers(
        "year",
        label="End",
        role="attribute",
        nullable=True,
        ge=2001,
        le=2030,
    )
    kind: Text = texts(label="Kind", codes=STRATEGY_KINDS)
    section: Text = texts(label="Section")

    @pa.dataframe_check(description="a date is of the year, and no end is before it")
    def dates_fit(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check date and end against the year."""
        is_of_year = frame["date"].str[:4] == frame["year"].astype(str)
        return is_of_year & ~(frame["end_year"] < frame["year"]).fillna(False)

    @pa.dataframe_check(description="a name in the original has a language")
    def names_have_a_language(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the two columns."""
        return frame["name_original"].isna() == frame["language"].isna()

    class Config:
        name = "digital_strategies"
        unique = ["strategy"]
        metadata: About = {
            "topic": "government and competitiveness",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} the governments (its terms not seen)",
            "chart": {"draw": "timeline"},
            "prose": True,
            "sources": ["fn07", "fn10"],
        }


def _billions_of_yuan(**facts: Unpack[Facts]) -> Any:
    """Declare a column of amounts."""
    return numbers("CNY billion", kind="amount", gt=0, **facts)


class TradeWithRussia(Table):
    """Imports and exports between China, or one of its provinces, and the Russian Federation."""

    region: Text = texts(
        isin=["CN", "CN-HL", "CN-JL", "CN-LN"],
        label="Province",
    )
    year: Whole = years(*range(2020, 2024))
    months: Whole = numbers(
        "months",
        role="attribute",
        isin=[7, 12],
        label="Months covered",
    )
    period: Text = texts(
        str_matches=PERIOD,
        allowed=PERIODS,
    )
    trade_cny_bn: Number = _billions_of_yuan(
        nullable=True,
        indicator="trade_with_russia",
        label="Trade with Russia",
    )
    trade_low_cny_bn: Number = _billions_of_yuan(
        nullable=True,
        role="low",
        lowOf="trade_cny_bn",
        label="Trade with Russia, lower bound",
    )
    trade_high_cny_bn: Number = _billions_of_yuan(
        nullable=True,
        role="high",
        highOf="trade_cny_bn",
        label="Trade with Russia, upper bound",
    )
    yoy_growth_pct: Number = numbers(
        "%",
        kind="rate",
        nullable=True,
        indicator="trade_with_russia_growth",
        ge=-100,
        label="Growth of trade over a year before",
    )
    basis: Text = bases()

    @pa.dataframe_check(description="a reconstructed value lies within its bounds")
    def value_within_bounds(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the order."""
        low, value, high = (
            frame[name]
            for name in ("trade_low_cny_bn", "trade_cny_bn", "trade_high_cny_bn")
        )
        return ~((value < low) | (value > high))

    class Config:
        name = "trade_with_russia"
        unique = ["region", "year", "months"]
        metadata: About = {
            "topic": "industry and trade",
            "licence": "CC-BY-4.0",
            "terms": f"{COMPILED} China's customs (its terms not seen)",
            "chart": {
                "draw": "by_year",
                "member": "region",
                "value": "trade_cny_bn",
                "query": "months == 12",
                # The years of which the paper prints all months.
                "years": [2021, 2022],
                "unit": "CNY billion",
            },
            "tables": [13],
            "sources": ["fn41", "fn42", "fn43", "fn44"],
        }


def _side_by_side(frame: pd.DataFrame, *series: str) -> pd.DataFrame:
    """Return some series as columns, with a row for each edition, economy and year."""
    wide = frame.pivot(
        index=["edition", "economy", "year"], columns="indicator", values="value"
    )
    # An edition may lack one of them.
    return wide.reindex(columns=list(series))


class WorldDevelopmentIndicators(LongTable):
    """One World Bank indicator of one economy (or the world) in one year, as of one edition."""

    economy: Text = texts(isin=[*FIVE, "USA", "WLD"])
    year: Whole = numbers("year", role="attribute", ge=1990, le=2025)
    indicator: Text = texts(codes=WDI_INDICATORS)
    value: Number = numbers(
        published=WDI,
        confirms=WDI["source"],
        ge=0,
    )
    unit: Text = units(WDI_INDICATORS)
    edition: Text = texts(isin=["2022", "2026"])
    vintage: Text = texts(isin=["2022-09", "2022-10", "2023-02", "2026", "2026-07"])
    obs_status: Text = statuses()
    segment: Whole = segments()

    @pa.dataframe_check(description="GDP per person is GDP over population")
    def gdp_per_person_fits(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check GDP per person."""
        series = _side_by_side(frame, "NY.GDP.MKTP.CD", "SP.POP.TOTL", "NY.GDP.PCAP.CD")
        quotient = series["NY.GDP.MKTP.CD"] / series["SP.POP.TOTL"]
        off = (quotient / series["NY.GDP.PCAP.CD"] - 1).abs().dropna()
        # Russia's has a population of another extent.
        is_russia = off.index.get_level_values("economy") == "RUS"
        return bool((off < 1e-9 + is_russia * 0.02).all())

    @pa.dataframe_check(
        description="from 2016 on real GDP, deflator and exchange rate make GDP in US$"
    )
    def real_terms_fit(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check that GDP in local currency over real GDP times the deflator is constant."""
        series = _side_by_side(
            frame[frame["year"] >= 2016],
            "NY.GDP.MKTP.CD",
            "PA.NUS.FCRF",
            "NY.GDP.MKTP.KD",
            "NY.GDP.DEFL.ZS",
        )
        in_dollars, rate, real, deflator = (series[code] for code in series)
        nominal = in_dollars * rate
        quotient = nominal / (real * deflator)
        by_economy = quotient.dropna().groupby(["edition", "economy"])
        # Korea's GDP fits less closely; perhaps the Bank converts it by a rate of its own.
        spread = by_economy.max() / by_economy.min() - 1
        is_korea = spread.index.get_level_values("economy") == "KOR"
        return bool((spread < 1e-5 + is_korea * 1e-3).all())

    class Config:
        name = "world_development_indicators"
        unique = ["economy", "year", "indicator", "edition"]
        metadata: About = {
            "topic": "the digital economy and GDP",
            "licence": "CC-BY-4.0",
            "terms": (
                "CC BY 4.0; name the World Bank, and ITU, Netcraft, UNESCO and UN "
                "Comtrade for their series"
            ),
            "chart": {
                "draw": "lines",
                "value": "value",
                "query": "indicator == 'IT.NET.USER.ZS'",
            },
            "code": "indicator",
            "publisher": "World Bank, ITU",
            "default_edition": "2022",
            "sources": ["itu-wti-2019", "itu-wti-2026"],
        }


def _scores_and_ranks_agree(frame: pd.DataFrame, score: str, rank: str) -> bool:
    """Tell whether in each year ranks rise as scores fall; equal scores share a rank."""
    ranked = frame[frame[rank].notna()]
    by_score = ranked.groupby("year")[score].rank(ascending=False, method="min")
    by_rank = ranked.groupby("year")[rank].rank(method="min")
    return bool((by_score == by_rank).all())


def _shares(label: str, *, nullable: bool = False) -> Any:
    """Declare a column of scores between 0 and 1."""
    return numbers(
        "index",
        label=label,
        nullable=nullable,
        kind="ratio",
        published=UN,
        ge=0,
        le=1,
    )


class EgovernmentIndex(Table):
    """The e-government indices of the United Nations of one economy in one survey."""

    economy: Text = texts(isin=FIVE)
    year: Whole = years(2003, 2004, 2005, *range(2008, 2025, 2))
    egdi: Number = _shares("e-government index (EGDI)")
    egdi_rank: WholeOrMissing = ranks(
        published=UN,
        indicator="egdi_rank",
        label="e-government rank (EGDI)",
    )
    epi: Number = _shares("e-participation index (EPI)")
    epi_rank: WholeOrMissing = ranks(
        published=UN,
        indicator="epi_rank",
        label="e-participation rank (EPI)",
    )
    online_service_index: Number = _shares("Online services (part of EGDI)")
    human_capital_index: Number = _shares("Human capital (part of EGDI)")
    telecommunication_index: Number = _shares("Telecommunication (part of EGDI)")
    countries: Whole = numbers(
        "states",
        role="attribute",
        ge=100,
        le=200,
        label="Countries in the survey",
    )
    obs_status: Text = statuses()
    segment: Whole = segments()

    @pa.dataframe_check(description="egdi is the weighted mean of its three parts")
    def egdi_is_the_mean(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check the mean; in 2008 and 2010 online services weigh 0.34, the others 0.33."""
        is_uneven = frame["year"].isin([2008, 2010])
        weight = is_uneven.map({True: 0.34, False: 1 / 3})
        parts = ["human_capital_index", "telecommunication_index"]
        others = frame[parts].mean(axis="columns")
        mean = weight * frame["online_service_index"] + (1 - weight) * others
        off = (mean - frame["egdi"]).abs()
        # Parts and index are published with four or five decimals.
        return bool((off < 1e-4).all())

    @pa.dataframe_check(description="a survey has one number of states")
    def countries_are_those_of_the_survey(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check each survey."""
        return bool((frame.groupby("year")["countries"].nunique() == 1).all())

    @pa.dataframe_check(description="a higher score has a better rank")
    def ranks_fall_with_scores(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check both indices."""
        by_egdi = _scores_and_ranks_agree(frame, "egdi", "egdi_rank")
        return by_egdi and _scores_and_ranks_agree(frame, "epi", "epi_rank")

    class Config:
        name = "egovernment_index"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "government and competitiveness",
            "chart": {"draw": "lines", "value": "egdi"},
            "sources": ["un-egov-survey-2022", "un-egov-survey-2024", "qog-egov"],
            "licence": "LicenseRef-Facts-from-UN",
            "terms": (
                "Numbers of the United Nations, quoted as facts (its terms not seen)"
            ),
            "publisher": "United Nations",
        }


class CybersecurityIndex(Table):
    """ITU's index of cybersecurity of one economy in one edition."""

    economy: Text = texts(isin=FIVE)
    year: Whole = years(2014, 2017, 2018, 2020, 2024)
    score: Number = numbers(
        "index, 0-100",
        kind="ratio",
        published=ITU,
        ge=0,
        le=100,
        label="Cybersecurity score (ITU)",
    )
    rank: WholeOrMissing = ranks(
        nullable=True,
        published=ITU,
        indicator="cybersecurity_rank",
        # The paper cites all editions in one footnote.
        confirms="fn35",
        label="Cybersecurity rank (ITU)",
    )
    obs_status: Text = statuses()
    segment: Whole = segments()

    @pa.dataframe_check(description="a higher score has a better rank")
    def ranks_fall_with_scores(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check each edition."""
        return _scores_and_ranks_agree(frame, "score", "rank")

    class Config:
        name = "cybersecurity_index"
        unique = ["economy", "year"]
        metadata: About = {
            "topic": "networks and Internet use",
            "chart": {"draw": "lines", "value": "score"},
            "sources": [
                "itu-gci-2014",
                "itu-gci-2017",
                "itu-gci-2018",
                "itu-gci-2020",
                "itu-gci-2024",
            ],
            "licence": "LicenseRef-Facts-from-ITU",
            "terms": (
                "Numbers of ITU, quoted as facts (all rights reserved in its editions "
                "of 2017 and 2018; its other terms not seen)"
            ),
            "publisher": "ITU",
        }
