"""The share of China's trade with Russia in each north-eastern province: a study."""

from __future__ import annotations

import pandera.pandas as pa
from pandera.typing import DataFrame, Series

import neadigital
from neadigital import shares

PINNED = "1.0.0"


class TradeShares(neadigital.schemas.TradeWithRussia):
    """The package's model, with a column of this study."""

    share_of_china_pct: Series[float] = pa.Field(ge=0, le=100)

    class Config(neadigital.schemas.TradeWithRussia.Config):
        """Allow columns in any order."""

        name = "trade_shares"
        ordered = False


def trade_shares() -> DataFrame[TradeShares]:
    """Add each row's share of China's trade of the same period, where that is known."""
    trade = neadigital.trade_with_russia()
    china = trade[trade["region"] == "CN"].dropna(subset=["trade_cny_bn"])
    trade = trade[trade["period"].isin(china["period"])]
    shared = shares.share_of_world(
        trade, "trade_cny_bn", entity="region", within="months", world="CN"
    )
    return DataFrame[TradeShares](trade.assign(share_of_china_pct=shared))


def main() -> None:
    """Print the study's results; refuse any version but the one it was made with."""
    if neadigital.__version__ != PINNED:
        raise SystemExit(
            f"made with neadigital {PINNED}, found {neadigital.__version__}"
        )
    table = trade_shares()
    print(table.loc[table["region"] == "CN-HL", "share_of_china_pct"].round(1).tolist())


if __name__ == "__main__":
    main()
