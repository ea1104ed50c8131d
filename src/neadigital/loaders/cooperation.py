"""The loaders of parts II and III: connectivity, cybersecurity, e-commerce, trade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neadigital.loaders import read

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital import schemas


def connectivity_index(*, as_printed: bool = False) -> DataFrame[schemas.ConnectivityIndex]:
    """Rank and scores of four economies in Huawei's Global Connectivity Index, 2020.

    A row is one economy, or `AVG`, the average of all that the index covers: leave it out before you add up or average.
    The total score is not the mean of the four scores. The paper says that Mongolia is not in the index, but not whose
    index it is.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        5 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; AVG is the average of all economies ranked (CHN, JPN, KOR,
          RUS, AVG)
        - `year` : edition of the index (2020)
        - `rank` : place in the world, 1 is best; missing for AVG
        - `score` : total score, score 0-120; missing for AVG
        - `broadband` : score in broadband, score 0-120
        - `cloud` : score in cloud computing, score 0-120
        - `ai` : score in artificial intelligence, score 0-120
        - `iot` : score in the Internet of Things, score 0-120

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 8, from the Global Connectivity Index 2020. Corrections: none.
    """
    return read("connectivity_index", as_printed)


def cybersecurity_ranks(*, as_printed: bool = False) -> DataFrame[schemas.CybersecurityRanks]:
    """World ranks in cybersecurity by ITU, for five economies, 2014-2020.

    A row is one economy in one edition of ITU's index. In 2014 many economies shared ranks (Japan and Korea 5), so a
    place of 2014 looks better than the same place later. Editions are not a year apart.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        20 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, MNG, RUS)
        - `year` : edition of the index (2014, 2017, 2018, 2020)
        - `rank` : place in the world, 1 is best

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 9, from ITU's cybersecurity index (2014, 2017, 2018, 2020). Corrections: none.
    """
    return read("cybersecurity_ranks", as_printed)


def ecommerce_sales(*, as_printed: bool = False) -> DataFrame[schemas.EcommerceSales]:
    """Total and business-to-business e-commerce sales of the ten largest economies, 2018-2019.

    A row is one economy, `TOP10` (the ten together) or `WLD`, in one year: leave the last two out before you add up.
    The years are from two editions of one estimate, probably revised in between: a change such as Germany's (722 to
    524) need not be growth. `rank` is by total sales; table 11 repeats it for B2B sales, where four ranks are wrong.
    Sales are gross, so their share of GDP is a ratio and not a part.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        24 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; TOP10 is the ten together, WLD the world
        - `year` : year of the sales (2018, 2019)
        - `rank` : place in the world by total e-commerce sales, 1 is the largest; missing for TOP10 and WLD
        - `total_usd_bn` : e-commerce sales, B2B and B2C, US$ billion
        - `total_share_of_gdp_pct` : total e-commerce sales as a share of GDP, %
        - `b2b_usd_bn` : business-to-business e-commerce sales, US$ billion
        - `b2b_share_of_total_pct` : B2B sales as a share of total e-commerce sales, %; missing for WLD

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), tables 10 and 11, from UNCTAD, Estimates of Global E-commerce 2018 and 2019. Corrections:
    none; the ranks of table 11: ``notes("ecommerce_sales")``.
    """
    return read("ecommerce_sales", as_printed)


def b2c_ecommerce_sales(*, as_printed: bool = False) -> DataFrame[schemas.B2cEcommerceSales]:
    """Business-to-consumer e-commerce sales and online shoppers of the twenty largest economies, 2019.

    A row is one economy, or `TOP20`, the twenty together: leave it out before you add up. Online shoppers are a share
    of Internet users, not of people; for China, Japan, Korea and Russia it does not fit ITU's number of users, so these
    four are doubtful. The text cites the table for 2018 and 2019; it holds 2019 only.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        21 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; TOP20 is the twenty together
        - `year` : year of the sales (2019)
        - `rank` : place in the world by B2C sales, 1 is the largest; missing for TOP20
        - `b2c_usd_bn` : business-to-consumer e-commerce sales, US$ billion
        - `share_of_gdp_pct` : B2C sales as a share of GDP, %
        - `online_shoppers_mn` : people who shop online, million people
        - `online_shoppers_pct` : online shoppers as a share of Internet users, %

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 12, from UNCTAD, Estimates of Global E-commerce 2019. Corrections: none.
    """
    return read("b2c_ecommerce_sales", as_printed)


def trade_with_russia(*, as_printed: bool = False) -> DataFrame[schemas.TradeWithRussia]:
    """Trade with Russia of China and of its three northeastern provinces, 2021-2023.

    A row is one region in one year. 2023 is January to July only: see `months` before you compare years. Three numbers
    of Jilin are corrected; that its trade of 2023 is a tenth of the printed number is inferred. The growth rates are
    the customs' own, probably over revised figures, so they differ a little from those that the amounts give. `CN` is
    all of China, the provinces included.

    Parameters
    ----------
    as_printed : bool, default False
        Give Jilin's numbers as printed.

    Returns
    -------
    DataFrame
        12 rows, key `region`, `year`.

        - `region` : ISO 3166-2 code of the province; CN is China as a whole (CN, CN-HL, CN-JL, CN-LN)
        - `year` : year of the trade (2021, 2022, 2023)
        - `months` : how much of the year is covered, from January, months (7, 12)
        - `trade_cny_bn` : imports plus exports, CNY billion
        - `yoy_growth_pct` : growth over the same months of the year before, by the customs, %; missing for CN

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 13, from China's customs. Corrections: ``errata()``, kind `misprint`.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.trade_with_russia().query("region == 'CN-JL'")["trade_cny_bn"].tolist()
    [10.44, 17.33, 16.377]
    """
    return read("trade_with_russia", as_printed)
