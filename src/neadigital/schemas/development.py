"""The models of sections I.2 to I.5: infrastructure, government, competitiveness and the ICT industry."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital.schemas._columns import (
    ATTRIBUTE,
    BASIS,
    ECONOMY,
    FIVE,
    FOUR,
    Table,
    number_column,
    rank_column,
    text_column,
    units_match,
    year_column,
)

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


# SDMX code list CL_OBS_STATUS, the codes in use.
OBS_STATUS = {"A": ("normal value", ""), "O": ("missing value", "")}


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


class ItuIndicators(Table):
    """One ITU indicator of one economy (or the world) in one year."""

    economy: Series[str] = text_column(f"{ECONOMY}; WLD is the world", isin=[*FIVE, "WLD"])
    year: Series[int] = year_column("year of the column or table that the value stands under", 2015, 2018, 2021)
    indicator: Series[str] = text_column("what is measured", codes=ITU_INDICATORS)
    # Table 7 prints 2021 of what table 2 prints, once more.
    value: Series[float] = number_column(
        "the value, in the unit of its row",
        "see unit",
        nullable=True,
        facts={"again": {"table": 7, "year": 2021}},
        ge=0,
        le=400,
    )
    unit: Series[str] = text_column("unit of the value", isin=["per 100 inhabitants", "%", "kbit/s"])
    reference_year: Series[int] = number_column(
        "year the value is of: the one in the cell's own brackets, else year", "year", facts=ATTRIBUTE, ge=2015, le=2022
    )
    table: Series[int] = number_column("printed table that the row is from", "", facts=ATTRIBUTE, isin=[2, 7])
    obs_status: Series[str] = text_column("observation status, SDMX code list CL_OBS_STATUS", codes=OBS_STATUS)

    @pa.dataframe_check(description="a row's unit is its indicator's")
    def unit_is_the_indicators(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the unit."""
        return units_match(frame, ITU_INDICATORS)

    @pa.dataframe_check(description="a value is missing where, and only where, obs_status is O")
    def status_tells_gaps(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the status."""
        return frame["value"].isna() == (frame["obs_status"] == "O")

    @pa.dataframe_check(description="a share of people or households is at most 100 %")
    def shares_are_at_most_100(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the percentages."""
        return (frame["unit"] != "%") | frame["value"].isna() | (frame["value"] <= 100)

    class Config:
        name = "itu_indicators"
        title = "ITU indicators of digital infrastructure and Internet use, 2015-2021"
        unique = ["economy", "year", "indicator"]
        metadata = {
            "tables": [2, 7],
            "figures": [],
            "sources": ["itu-mdd-2022", "itu-mdd-2021", "fn15", "fn16", "fn17", "fn18", "fn19"],
        }


class EgovernmentRanks(Table):
    """Two world ranks of one economy in one United Nations E-Government Survey."""

    economy: Series[str] = text_column(ECONOMY, isin=FIVE)
    year: Series[int] = year_column("edition of the survey", *range(2010, 2023, 2))
    egdi_rank: Series[pd.Int64Dtype] = rank_column("rank by the E-Government Development Index, 1 is best")
    epi_rank: Series[pd.Int64Dtype] = rank_column("rank by the E-Participation Index, 1 is best")

    class Config:
        name = "egovernment_ranks"
        title = "World ranks in e-government development and e-participation, 2010-2022"
        unique = ["economy", "year"]
        metadata = {"tables": [3], "figures": [], "sources": ["fn23", "fn24", "fn25", "fn26", "fn27"]}


class LocalOnlineServiceRanks(Table):
    """The world rank of one city in one edition of the Local Online Service Index."""

    city: Series[str] = text_column("city", isin=["Moscow", "Seoul", "Shanghai", "Tokyo"])
    economy: Series[str] = text_column(ECONOMY, isin=FOUR)
    year: Series[int] = year_column("edition of the survey", 2018, 2020, 2022)
    rank: Series[pd.Int64Dtype] = rank_column("place among the cities surveyed, 1 is best")

    class Config:
        name = "local_online_service_ranks"
        title = "City ranks by the Local Online Service Index (LOSI), 2018-2022"
        unique = ["city", "year"]
        metadata = {"tables": [], "figures": [], "prose": True, "sources": ["fn20", "fn21", "fn22"]}


class DigitalCompetitivenessRanks(Table):
    """The world rank of one economy in one IMD World Digital Competitiveness Ranking."""

    economy: Series[str] = text_column(ECONOMY, isin=FIVE)
    year: Series[int] = year_column("edition of the ranking", *range(2018, 2023))
    rank: Series[pd.Int64Dtype] = rank_column(nullable=True, worst=64)

    class Config:
        name = "digital_competitiveness_ranks"
        title = "World ranks in digital competitiveness (IMD), 2018-2022"
        unique = ["economy", "year"]
        metadata = {"tables": [4], "figures": [], "sources": ["imd-wdcr", "hse-wdcr", "imd-wcr"]}


class CityCompetitiveness(Table):
    """Rank and scores of one Northeast Asian city among the world's digital economy cities."""

    city: Series[str] = text_column("city", isin=["Beijing", "Moscow", "Seoul", "Shanghai", "Tokyo"])
    economy: Series[str] = text_column(ECONOMY, isin=FOUR)
    year: Series[int] = year_column("year of the ranking", 2021)
    rank: Series[pd.Int64Dtype] = rank_column("place among the world's cities in 2021, 1 is best", worst=30)
    economic_infrastructure_score: Series[float] = number_column(
        "economic and infrastructure competitiveness", "score 0-100", ge=0, le=100
    )
    digital_talent_score: Series[float] = number_column("digital talent competitiveness", "score 0-100", ge=0, le=100)
    digital_innovation_score: Series[float] = number_column(
        "digital innovation competitiveness", "score 0-100", ge=0, le=100
    )
    total_score: Series[float] = number_column("mean of the three scores", "score 0-100", ge=0, le=100)
    rank_2020: Series[pd.Int64Dtype] = rank_column(
        "place in the 2020 ranking", nullable=True, worst=30, facts={"year": 2020}
    )
    rank_2019: Series[pd.Int64Dtype] = rank_column(
        "place in the 2019 ranking", nullable=True, worst=30, facts={"year": 2019}
    )

    class Config:
        name = "city_competitiveness"
        title = "Digital economy competitiveness of cities, 2021"
        unique = ["city"]
        metadata = {"tables": [5], "figures": [], "sources": ["fn29"]}


class TopDigitalEnterprises(Table):
    """How many of the world's 100 most competitive digital enterprises one economy has."""

    economy: Series[str] = text_column(ECONOMY, str_matches=r"^[A-Z]{3}$")
    year: Series[int] = year_column("year of the ranking", 2020)
    enterprises: Series[int] = number_column("how many are among the top 100", "enterprises", ge=1, le=100)

    @pa.dataframe_check(description="the hundred are a hundred")
    def hundred_in_all(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check the sum."""
        return int(frame["enterprises"].sum()) == 100

    class Config:
        name = "top_digital_enterprises"
        title = "Where the global top 100 digital enterprises are, 2020"
        unique = ["economy"]
        metadata = {"tables": [6], "figures": [], "sources": ["fn30"]}


class IctIndustry(Table):
    """One figure of the ICT industry of one economy in one period."""

    economy: Series[str] = text_column(ECONOMY, isin=FOUR)
    period: Series[str] = text_column(
        "year, quarter (2022Q4) or years (2000-2019)", str_matches=r"^\d{4}(Q[1-4]|-\d{4})?$"
    )
    measure: Series[str] = text_column("what is measured", codes=ICT_MEASURES)
    year: Series[int] = number_column("year of the period, or its last year", "year", facts=ATTRIBUTE, ge=2004, le=2022)
    value: Series[float] = number_column("the value, in the unit of its row", "see unit", nullable=True)
    unit: Series[str] = text_column("unit of the value", isin=sorted({unit for _, unit in ICT_MEASURES.values()}))
    basis: Series[str] = text_column("where the value comes from; empty where it is missing", codes=BASIS, blank=True)

    @pa.dataframe_check(description="a row's unit is its measure's")
    def unit_is_the_measures(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the unit."""
        return units_match(frame, ICT_MEASURES, "measure")

    class Config:
        name = "ict_industry"
        title = "The ICT industry of China, Japan, Korea and Russia, 2000-2022"
        unique = ["economy", "period", "measure"]
        metadata = {
            "tables": [],
            "figures": ["7", "8", "9a", "9b"],
            "plots": {
                "7": {
                    "economy": ["CHN"],
                    "measure": [measure for measure in ICT_MEASURES if measure.startswith("digital")],
                },
                "8": {"economy": ["JPN"], "measure": ["ict_sales"]},
                "9a": {"measure": ["ict_average_contribution_to_growth"]},
                "9b": {
                    "economy": ["KOR"],
                    "measure": ["ict_scale", "ict_share_of_gdp"],
                    "period": [str(year) for year in range(2016, 2023)],
                },
            },
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
