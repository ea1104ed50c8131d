"""The loaders, in the paper's order: one docstring and one line each.

Each gives a new frame, sorted by its key, with a plain RangeIndex; changing it changes nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from neadigital import __version__, _store
from neadigital.catalogue import dataset_resource

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital import schemas

DatasetName: TypeAlias = Literal[
    "growth_rates",
    "itu_indicators",
    "egovernment_ranks",
    "local_online_service_ranks",
    "digital_competitiveness_ranks",
    "city_competitiveness",
    "top_digital_enterprises",
    "connectivity_index",
    "cybersecurity_ranks",
    "ecommerce_sales",
    "b2c_ecommerce_sales",
    "trade_with_russia",
]


def load(name: DatasetName, as_printed: bool = False) -> pd.DataFrame:
    """Load a dataset by its name, for loops over several.

    Parameters
    ----------
    name : str
        A name that `datasets` lists.
    as_printed : bool, default False
        Give the page's values, misprints included, instead of the corrected ones.

    Returns
    -------
    DataFrame
        What the loader of that name gives. ``attrs["neadigital"]`` says dataset, as_printed, version, citation key
        and licence.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset; the message lists those there are.
    DataIntegrityError
        If the bundled file is missing or changed, or if this pandas reads from it something else than was released.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.load("cybersecurity_ranks").shape
    (20, 3)
    """
    dataset_resource(name)
    return _load(name, as_printed)


def _load(name: str, as_printed: bool) -> DataFrame[Any]:
    """Read a dataset; Any, so that each loader can promise its own model."""
    variant = f"{name}_as_printed"
    # A dataset that differs from the page nowhere is one file.
    data = _store.frame(variant if as_printed and variant in _store.names() else name)
    data.attrs["neadigital"] = {
        "dataset": name,
        "as_printed": bool(as_printed),
        "version": __version__,
        "citation_key": f"neadigital-{__version__}",
        "licence": _store.descriptor()["licenses"][0]["name"],
    }
    return data  # type: ignore[return-value]


def growth_rates(as_printed: bool = False) -> DataFrame[schemas.GrowthRates]:
    """Growth of GDP and of the digital economy of four economies, 2017-2021.

    A row is one economy in one year, compared with the year before. The page divides each change by the *new* value;
    this gives the usual rate over the old one, g / (1 - g), to two decimals. Korea's GDP of 2020 also lost its minus
    sign on the page. Rates are of current US dollars, so they hold exchange rates and prices too.

    Parameters
    ----------
    as_printed : bool, default False
        Give the page's rates, over the new value.

    Returns
    -------
    DataFrame
        20 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 (CHN, JPN, KOR, RUS)
        - `year` : year of the change, from the year before
        - `gdp_growth_pct` : growth of GDP, %
        - `digital_economy_growth_pct` : growth of the digital economy's value added, %

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 1, from CAICT (2022) and World Bank GDP. Corrections: ``errata()``, kinds `wrong_base`
    and `misprint`.

    Examples
    --------
    >>> import neadigital
    >>> china = "economy == 'CHN' and year == 2021"
    >>> neadigital.growth_rates().query(china)["digital_economy_growth_pct"].item()
    31.75
    >>> neadigital.growth_rates(as_printed=True).query(china)["digital_economy_growth_pct"].item()
    24.1
    """
    return _load("growth_rates", as_printed)


def itu_indicators(as_printed: bool = False) -> DataFrame[schemas.ItuIndicators]:
    """ITU indicators of networks, devices and Internet use, for five economies and the world, 2015-2021.

    A row is one indicator of one economy in one year. Not every value is of the year it stands under: the cell's own
    brackets give `reference_year`, which for seven of Japan's 2021 values is 2017 or 2020. The header of table 2
    names its two broadband columns in the wrong order, which is corrected. What tables 2 and 7 both print is here
    once, from table 2, which has one more decimal. Subscriptions can exceed 100 per 100 inhabitants.

    Parameters
    ----------
    as_printed : bool, default False
        Give table 2's broadband values under the header's order, as the page does.

    Returns
    -------
    DataFrame
        106 rows, key `economy`, `year`, `indicator`.

        - `economy` : ISO 3166-1 alpha-3 of the five; WLD is the world, in 2021 only
        - `year` : year of the column or table that the value stands under (2015, 2018, 2021)
        - `indicator` : one of eleven; ``codebook("itu_indicators")`` says what each is
        - `value` : the value, in the row's unit; missing where the page prints a dash
        - `unit` : per 100 inhabitants, %, or kbit/s
        - `reference_year` : year the value is of
        - `table` : printed table, 2 or 7
        - `obs_status` : SDMX CL_OBS_STATUS; A normal, O missing

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), tables 2 and 7, from ITU's Digital Development Dashboard. Corrections: ``errata()``, kind
    `mislabelled`; other years and gaps: ``notes("itu_indicators")``.

    Examples
    --------
    >>> import neadigital
    >>> where = "economy == 'CHN' and year == 2021 and indicator == 'mobile_broadband_per_100'"
    >>> neadigital.itu_indicators().query(where)["value"].item()
    104.8
    """
    return _load("itu_indicators", as_printed)


def egovernment_ranks(as_printed: bool = False) -> DataFrame[schemas.EgovernmentRanks]:
    """World ranks in e-government development and in e-participation, for five economies, 2010-2022.

    A row is one economy in one edition of the United Nations E-Government Survey. 1 is best, so a falling number is
    progress. Economies with one index value share a rank; the number of economies that the survey ranks is the same
    193 throughout, but its questions change between editions, so a rank can move without any change at home.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing in this table is corrected.

    Returns
    -------
    DataFrame
        35 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3
        - `year` : edition of the survey, every second year
        - `egdi_rank` : rank by the E-Government Development Index
        - `epi_rank` : rank by the E-Participation Index

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 3, from the United Nations E-Government Knowledgebase. Corrections: none.
    """
    return _load("egovernment_ranks", as_printed)


def local_online_service_ranks(as_printed: bool = False) -> DataFrame[schemas.LocalOnlineServiceRanks]:
    """World ranks of four cities by the Local Online Service Index (LOSI), 2018-2022.

    A row is one city in one edition. The number of cities surveyed grew from edition to edition, so equal ranks do
    not mean equal standing. Seoul and Shanghai share place 9 in 2020. The numbers are prose, in no table.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        12 rows, key `city`, `year`.

        - `city` : Moscow, Seoul, Shanghai, Tokyo
        - `economy` : ISO 3166-1 alpha-3
        - `year` : edition of the survey (2018, 2020, 2022)
        - `rank` : place among the cities surveyed, 1 is best

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), section I.3, from the United Nations E-Government Surveys. Corrections: none.
    """
    return _load("local_online_service_ranks", as_printed)


def digital_competitiveness_ranks(as_printed: bool = False) -> DataFrame[schemas.DigitalCompetitivenessRanks]:
    """World ranks in digital competitiveness by IMD, for five economies, 2018-2022.

    A row is one economy in one edition. Russia's places of 2018-2020 are probably those of IMD's general ranking,
    not its digital one; for want of proof of all three they stay as printed, with a note. In 2022 the page prints NA
    for Russia.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing in this table is corrected.

    Returns
    -------
    DataFrame
        25 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3
        - `year` : edition of the ranking
        - `rank` : place in the world, 1 is best; missing where the page prints NA

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 4, from the IMD World Digital Competitiveness Ranking. Corrections: none; doubts:
    ``notes("digital_competitiveness_ranks")``.
    """
    return _load("digital_competitiveness_ranks", as_printed)


def city_competitiveness(as_printed: bool = False) -> DataFrame[schemas.CityCompetitiveness]:
    """Rank and scores of five cities among the world's digital economy cities, 2021.

    A row is one city. Only the first 30 cities of the world are ranked: a missing place in 2019 or 2020 means outside
    them, not unknown, except that the prose speaks of Seoul's place in 2019 where the table has none.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing in this table is corrected.

    Returns
    -------
    DataFrame
        5 rows, key `city`.

        - `city`, `economy` : name, and ISO 3166-1 alpha-3
        - `year` : 2021
        - `rank` : place in the world in 2021, 1 is best
        - `economic_infrastructure_score`, `digital_talent_score`, `digital_innovation_score` : score 0-100
        - `total_score` : mean of the three, score 0-100
        - `rank_2020`, `rank_2019` : place in the earlier rankings; missing where the page prints no

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 5, from Zhao (2022). Corrections: none; gaps: ``notes("city_competitiveness")``.
    """
    return _load("city_competitiveness", as_printed)


def top_digital_enterprises(as_printed: bool = False) -> DataFrame[schemas.TopDigitalEnterprises]:
    """How many of the world's 100 most competitive digital enterprises each economy has, 2020.

    A row is one economy that has at least one; the others, Russia and Mongolia among them, have none and no row.
    Taiwan is counted apart from China, as on the page. The sum is 100.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing in this table is corrected.

    Returns
    -------
    DataFrame
        15 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3
        - `year` : 2020
        - `enterprises` : number of enterprises

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 6, from Xu (2022). Corrections: none.
    """
    return _load("top_digital_enterprises", as_printed)


def connectivity_index(as_printed: bool = False) -> DataFrame[schemas.ConnectivityIndex]:
    """Rank and scores of four economies in Huawei's Global Connectivity Index, 2020.

    A row is one economy, or `AVG`, the average of all that the index covers: leave it out before you add up or
    average. The total score is not the mean of the four scores. Mongolia is not in the index.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing in this table is corrected.

    Returns
    -------
    DataFrame
        5 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3; AVG is the average of all economies ranked
        - `year` : 2020
        - `rank` : place in the world, 1 is best; missing for AVG
        - `score` : total score; missing for AVG
        - `broadband`, `cloud`, `ai`, `iot` : score in broadband, cloud computing, artificial intelligence, and
          the Internet of Things

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 8, from the Global Connectivity Index 2020. Corrections: none.
    """
    return _load("connectivity_index", as_printed)


def cybersecurity_ranks(as_printed: bool = False) -> DataFrame[schemas.CybersecurityRanks]:
    """World ranks in cybersecurity by ITU, for five economies, 2014-2020.

    A row is one economy in one edition of ITU's cybersecurity index. In 2014 ranks were shared by many economies
    (Japan and Korea share 5), so few ranks were given out and a place of 2014 looks better than the same place later.
    Editions are not a year apart: 2014, 2017, 2018, 2020.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing in this table is corrected.

    Returns
    -------
    DataFrame
        20 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3
        - `year` : edition of the index
        - `rank` : place in the world, 1 is best

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 9, from ITU's cybersecurity index (2014, 2017, 2018, 2020). Corrections: none.
    """
    return _load("cybersecurity_ranks", as_printed)


def ecommerce_sales(as_printed: bool = False) -> DataFrame[schemas.EcommerceSales]:
    """Total and business-to-business e-commerce sales of the ten largest economies, 2018-2019.

    A row is one economy, `TOP10` (the ten together) or `WLD`, in one year: leave the last two out before you add up.
    The two years come from two editions of one estimate and the series was revised between them, so a change such as
    Germany's (722 to 524) is not growth. `rank` is by total sales; table 11 prints the same ranks once more for B2B
    sales, where four are wrong. Sales are gross, so their share of GDP is a ratio and not a part.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: no value in these tables is corrected.

    Returns
    -------
    DataFrame
        24 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3; TOP10; WLD
        - `year` : 2018, 2019
        - `rank` : place by total sales, the same in both years; missing for TOP10 and WLD
        - `total_usd_bn` : e-commerce sales, US$ billion
        - `total_share_of_gdp_pct` : the same over GDP, %
        - `b2b_usd_bn` : B2B e-commerce sales, US$ billion
        - `b2b_share_of_total_pct` : B2B over total sales, %; missing for WLD

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), tables 10 and 11, from UNCTAD, Estimates of Global E-commerce 2018 and 2019. Corrections:
    none; the ranks of table 11: ``notes("ecommerce_sales")``.
    """
    return _load("ecommerce_sales", as_printed)


def b2c_ecommerce_sales(as_printed: bool = False) -> DataFrame[schemas.B2cEcommerceSales]:
    """Business-to-consumer e-commerce sales and online shoppers of the twenty largest economies, 2019.

    A row is one economy, or `TOP20`, the twenty together: leave it out before you add up. Online shoppers are a share
    of Internet users, not of people. The prose cites the table for 2018 and 2019; it holds 2019 only.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing in this table is corrected.

    Returns
    -------
    DataFrame
        21 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3; TOP20
        - `year` : 2019
        - `rank` : place by B2C sales, 1 is the largest; missing for TOP20
        - `b2c_usd_bn` : B2C e-commerce sales, US$ billion
        - `share_of_gdp_pct` : the same over GDP, %
        - `online_shoppers_mn` : online shoppers, million people
        - `online_shoppers_pct` : the same over Internet users, %

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 12, from UNCTAD, Estimates of Global E-commerce 2019. Corrections: none.
    """
    return _load("b2c_ecommerce_sales", as_printed)


def trade_with_russia(as_printed: bool = False) -> DataFrame[schemas.TradeWithRussia]:
    """Trade with Russia of China and of its three northeastern provinces, 2021-2023.

    A row is one region in one year. 2023 is January to July only: see `months` before you compare years. Three of
    Jilin's cells are misprints and corrected. The growth rates are the customs' own, over revised figures of the year
    before, so they differ a little from those that the amounts give. `CN` is all of China, the provinces included.

    Parameters
    ----------
    as_printed : bool, default False
        Give the page's values for Jilin.

    Returns
    -------
    DataFrame
        12 rows, key `region`, `year`.

        - `region` : ISO 3166-2 (CN-HL Heilongjiang, CN-JL Jilin, CN-LN Liaoning); CN is China
        - `year` : 2021, 2022, 2023
        - `months` : months covered, from January; 7 in 2023
        - `trade_cny_bn` : imports plus exports, CNY billion
        - `yoy_growth_pct` : growth over the same months of the year before, %; missing for CN

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
    return _load("trade_with_russia", as_printed)
