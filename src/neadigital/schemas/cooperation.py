"""The models of sections II and III: connectivity, cybersecurity, e-commerce, trade."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital.schemas._columns import ECONOMY, FIVE, FOUR, Table, numbers, percents, ranks, texts, years


class ConnectivityIndex(Table):
    """Rank and scores of one economy in the Global Connectivity Index."""

    economy: Series[str] = texts(f"{ECONOMY}; AVG is the average of all economies ranked", isin=[*FOUR, "AVG"])
    year: Series[int] = years("edition of the index", 2020)
    rank: Series[pd.Int64Dtype] = ranks(nullable=True, worst=79)
    score: Series[float] = numbers("total score", "score 0-120", nullable=True, ge=0, le=120)
    broadband: Series[float] = numbers("score in broadband", "score 0-120", ge=0, le=120)
    cloud: Series[float] = numbers("score in cloud computing", "score 0-120", ge=0, le=120)
    ai: Series[float] = numbers("score in artificial intelligence", "score 0-120", ge=0, le=120)
    iot: Series[float] = numbers("score in the Internet of Things", "score 0-120", ge=0, le=120)

    class Config:
        name = "connectivity_index"
        title = "Global Connectivity Index (Huawei), 2020"
        unique = ["economy"]
        metadata = {"tables": [8], "sources": ["gci-2020"]}


class CybersecurityRanks(Table):
    """The world rank of one economy in one edition of ITU's Global Cybersecurity Index."""

    economy: Series[str] = texts(ECONOMY, isin=FIVE)
    year: Series[int] = years("edition of the index", 2014, 2017, 2018, 2020)
    rank: Series[pd.Int64Dtype] = ranks()

    class Config:
        name = "cybersecurity_ranks"
        title = "World ranks in cybersecurity (ITU), 2014-2020"
        unique = ["economy", "year"]
        metadata = {"tables": [9], "sources": ["fn35"]}


class EcommerceSales(Table):
    """E-commerce sales of one economy, of the ten largest together, or of the world, in one year."""

    economy: Series[str] = texts(
        f"{ECONOMY}; TOP10 is the ten together, WLD the world", str_matches=r"^([A-Z]{3}|TOP10)$"
    )
    year: Series[int] = years("year of the sales", 2018, 2019)
    rank: Series[pd.Int64Dtype] = ranks(
        "place in the world by total e-commerce sales, 1 is the largest",
        nullable=True,
        worst=10,
        tables=[10, 11],
        per=["economy"],
    )
    total_usd_bn: Series[float] = numbers("e-commerce sales, B2B and B2C", "US$ billion", tables=[10], gt=0)
    total_share_of_gdp_pct: Series[float] = percents("total e-commerce sales as a share of GDP", tables=[10])
    b2b_usd_bn: Series[float] = numbers("business-to-business e-commerce sales", "US$ billion", tables=[11], gt=0)
    b2b_share_of_total_pct: Series[float] = percents(
        "B2B sales as a share of total e-commerce sales", nullable=True, tables=[11]
    )

    @pa.dataframe_check(description="B2B sales are a part of all sales")
    def b2b_is_a_part(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the part against the whole."""
        return frame["b2b_usd_bn"] <= frame["total_usd_bn"]

    class Config:
        name = "ecommerce_sales"
        title = "E-commerce sales, total and B2B: the ten largest economies, 2018-2019"
        unique = ["economy", "year"]
        metadata = {"tables": [10, 11], "sources": ["fn36", "fn37", "fn38", "fn39"]}


class B2cEcommerceSales(Table):
    """Business-to-consumer e-commerce of one economy, or of the twenty largest together."""

    economy: Series[str] = texts(f"{ECONOMY}; TOP20 is the twenty together", str_matches=r"^([A-Z]{3}|TOP20)$")
    year: Series[int] = years("year of the sales", 2019)
    rank: Series[pd.Int64Dtype] = ranks("place in the world by B2C sales, 1 is the largest", nullable=True, worst=20)
    b2c_usd_bn: Series[float] = numbers("business-to-consumer e-commerce sales", "US$ billion", gt=0)
    share_of_gdp_pct: Series[float] = percents("B2C sales as a share of GDP")
    online_shoppers_mn: Series[float] = numbers("people who shop online", "million people", gt=0)
    online_shoppers_pct: Series[float] = percents("online shoppers as a share of Internet users")

    class Config:
        name = "b2c_ecommerce_sales"
        title = "B2C e-commerce sales and online shoppers: the twenty largest economies, 2019"
        unique = ["economy"]
        metadata = {"tables": [12], "sources": ["fn40"]}


class TradeWithRussia(Table):
    """Imports and exports between China, or one of its provinces, and the Russian Federation."""

    region: Series[str] = texts(
        "ISO 3166-2 code of the province; CN is China as a whole", isin=["CN", "CN-HL", "CN-JL", "CN-LN"]
    )
    year: Series[int] = years("year of the trade", 2021, 2022, 2023)
    months: Series[int] = numbers(
        "how much of the year is covered, from January", "months", role="attribute", isin=[7, 12]
    )
    trade_cny_bn: Series[float] = numbers("imports plus exports", "CNY billion", measure="trade_with_russia", gt=0)
    yoy_growth_pct: Series[float] = numbers(
        "growth over the same months of the year before, by the customs",
        "%",
        nullable=True,
        measure="trade_with_russia_growth",
        ge=-100,
    )

    class Config:
        name = "trade_with_russia"
        title = "Trade of China and its three northeastern provinces with Russia, 2021-2023"
        unique = ["region", "year"]
        metadata = {"tables": [13], "sources": ["fn41", "fn42", "fn43", "fn44"]}
