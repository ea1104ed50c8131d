"""The models of sections I.2 to I.5: infrastructure, government, competitiveness, the ICT industry."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital.schemas._codes import BASIS, ICT_MEASURES, ITU_INDICATORS, OBS_STATUS
from neadigital.schemas._columns import ECONOMY, FIVE, FOUR, LongTable, Table, numbers, ranks, texts, years


class ItuIndicators(LongTable):
    """One ITU indicator of one economy (or the world) in one year."""

    economy: Series[str] = texts(f"{ECONOMY}; WLD is the world", isin=[*FIVE, "WLD"])
    year: Series[int] = years("year that the value stands under", 2015, 2018, 2021)
    indicator: Series[str] = texts("what is measured", codes=ITU_INDICATORS)
    # Table 7 prints 2021 of table 2 once more.
    value: Series[float] = numbers(
        "the value, in the unit of its row", "see unit", nullable=True, again={"table": 7, "year": 2021}, ge=0, le=400
    )
    unit: Series[str] = texts("unit of the value", isin=["per 100 inhabitants", "%", "kbit/s"])
    reference_year: Series[int] = numbers(
        "year of the value: that in the cell's own brackets, else year",
        "year",
        role="attribute",
        ge=2015,
        le=2022,
    )
    table: Series[int] = numbers("table of the paper", "", role="attribute", isin=[2, 7])
    obs_status: Series[str] = texts("status, SDMX code list CL_OBS_STATUS", codes=OBS_STATUS)

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
            "code": "indicator",
            "tables": [2, 7],
            "sources": ["itu-mdd-2022", "fn15", "fn16", "fn17", "fn18", "fn19"],
        }


class EgovernmentRanks(Table):
    """Two world ranks of one economy in one United Nations E-Government Survey."""

    economy: Series[str] = texts(ECONOMY, isin=FIVE)
    year: Series[int] = years("edition of the survey", *range(2010, 2023, 2))
    egdi_rank: Series[pd.Int64Dtype] = ranks("rank by the E-Government Development Index, 1 is best")
    epi_rank: Series[pd.Int64Dtype] = ranks(
        "rank by the E-Participation Index, 1 is best", measure="e_participation_rank"
    )

    class Config:
        name = "egovernment_ranks"
        title = "World ranks in e-government development and e-participation, 2010-2022"
        unique = ["economy", "year"]
        metadata = {"tables": [3], "sources": ["fn23", "fn24", "fn25", "fn26", "fn27"]}


class LocalOnlineServiceRanks(Table):
    """The world rank of one city in one edition of the Local Online Service Index."""

    city: Series[str] = texts("city", isin=["Moscow", "Seoul", "Shanghai", "Tokyo"])
    economy: Series[str] = texts(ECONOMY, isin=FOUR)
    year: Series[int] = years("edition of the survey", 2018, 2020, 2022)
    rank: Series[pd.Int64Dtype] = ranks("place among the cities surveyed, 1 is best")

    class Config:
        name = "local_online_service_ranks"
        title = "City ranks by the Local Online Service Index (LOSI), 2018-2022"
        unique = ["city", "year"]
        metadata = {"prose": True, "sources": ["fn20", "fn21", "fn22"]}


class DigitalCompetitivenessRanks(Table):
    """The world rank of one economy in one IMD World Digital Competitiveness Ranking."""

    economy: Series[str] = texts(ECONOMY, isin=FIVE)
    year: Series[int] = years("edition of the ranking", *range(2018, 2023))
    rank: Series[pd.Int64Dtype] = ranks(nullable=True, worst=64, measure="imd_digital_competitiveness_rank")

    class Config:
        name = "digital_competitiveness_ranks"
        title = "World ranks in digital competitiveness (IMD), 2018-2022"
        unique = ["economy", "year"]
        metadata = {"tables": [4], "sources": ["imd-wdcr"]}


class CityCompetitiveness(Table):
    """Rank and scores of one Northeast Asian city among the world's digital economy cities."""

    city: Series[str] = texts("city", isin=["Beijing", "Moscow", "Seoul", "Shanghai", "Tokyo"])
    economy: Series[str] = texts(ECONOMY, isin=FOUR)
    year: Series[int] = years("year of the ranking", 2021)
    rank: Series[pd.Int64Dtype] = ranks("place among the world's cities, 1 is best", worst=30)
    economic_infrastructure_score: Series[float] = numbers(
        "economic and infrastructure competitiveness", "score 0-100", ge=0, le=100
    )
    digital_talent_score: Series[float] = numbers("digital talent competitiveness", "score 0-100", ge=0, le=100)
    digital_innovation_score: Series[float] = numbers("digital innovation competitiveness", "score 0-100", ge=0, le=100)
    total_score: Series[float] = numbers("mean of the three scores", "score 0-100", ge=0, le=100)
    rank_2020: Series[pd.Int64Dtype] = ranks("place in the 2020 ranking", nullable=True, worst=30, year=2020)
    rank_2019: Series[pd.Int64Dtype] = ranks("place in the 2019 ranking", nullable=True, worst=30, year=2019)

    class Config:
        name = "city_competitiveness"
        title = "Digital economy competitiveness of cities, 2021"
        unique = ["city"]
        metadata = {"tables": [5], "sources": ["fn29"]}


class TopDigitalEnterprises(Table):
    """How many of the world's top 100 digital enterprises one economy has."""

    economy: Series[str] = texts(ECONOMY, str_matches=r"^[A-Z]{3}$")
    year: Series[int] = years("year of the ranking", 2020)
    enterprises: Series[int] = numbers("how many are among the top 100", "enterprises", ge=1, le=100)

    @pa.dataframe_check(description="the hundred are a hundred")
    def hundred_in_all(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Check the sum."""
        return int(frame["enterprises"].sum()) == 100

    class Config:
        name = "top_digital_enterprises"
        title = "Where the global top 100 digital enterprises are, 2020"
        unique = ["economy"]
        metadata = {"tables": [6], "sources": ["fn30"]}


class IctIndustry(LongTable):
    """One figure of the ICT industry of one economy in one period."""

    economy: Series[str] = texts(ECONOMY, isin=FOUR)
    period: Series[str] = texts("year, quarter (2022Q4) or years (2000-2019)", str_matches=r"^\d{4}(Q[1-4]|-\d{4})?$")
    measure: Series[str] = texts("what is measured", codes=ICT_MEASURES)
    year: Series[int] = numbers("year of the period, or its last year", "year", role="attribute", ge=2010, le=2022)
    # The text names CAICT for China's numbers, and nobody for Korea's without a footnote.
    value: Series[float] = numbers(
        "the value, in the unit of its row", "see unit", nullable=True, named={"CHN": "caict-ict-2022", "KOR": ""}
    )
    unit: Series[str] = texts("unit of the value", isin=sorted({unit for _, unit, *_ in ICT_MEASURES.values()}))
    basis: Series[str] = texts("where the value comes from; empty where it is missing", codes=BASIS, blank=True)

    class Config:
        name = "ict_industry"
        title = "The ICT industry of China, Japan, Korea and Russia, 2000-2022"
        unique = ["economy", "period", "measure"]
        metadata = {
            "code": "measure",
            "figures": {
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
            "sources": ["caict-ict-2022", "fn11", "fn31", "fn32", "fn33", "fn34"],
        }
