"""The loaders: a function for each dataset, and for each table about the data.

Each function returns a new frame, sorted by its key; changing it changes nothing else. The first
call imports pandas. A law holds each help to the model of its table: key, columns, units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from neadigital import _tables

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, pd, schemas

#: The names of the datasets.
DatasetName: TypeAlias = Literal[
    "global_digital_economy",
    "digital_economy_scale",
    "growth_rates",
    "itu_indicators",
    "egovernment_ranks",
    "local_online_service_ranks",
    "digital_competitiveness_ranks",
    "city_competitiveness",
    "top_digital_enterprises",
    "ict_industry",
    "connectivity_index",
    "cybersecurity_ranks",
    "ecommerce_sales",
    "b2c_ecommerce_sales",
    "digital_strategies",
    "trade_with_russia",
    "world_development_indicators",
    "egovernment_index",
    "cybersecurity_index",
]
#: The names of the tables about the data.
TableName: TypeAlias = Literal[
    "audit",
    "audit_cells",
    "causes",
    "codebook",
    "economies",
    "errata",
    "external_figures",
    "notes",
    "observations",
    "printed_cells",
    "printed_titles",
    "quality",
    "sources",
    "statements",
]


def global_digital_economy(
    *, as_printed: bool = False
) -> DataFrame[schemas.GlobalDigitalEconomy]:
    """The world's digital economy, 2016-2021.

    A row is the world (`WLD`) in one year. What counts as digital economy is CAICT's wide measure:
    digital industries and the digitalised part of all others. From 2018 on the values are CAICT's
    (China Academy of Information and Communications Technology), of 47 economies, and the share is
    of their GDP, not of `gdp_usd_bn`, which is the whole world's. Those of 2016 and 2017 are of
    the whole world, by a method that counts much less: do not compare them with later years.

    Parameters
    ----------
    as_printed : bool, default False
        Keep only what the paper prints; the rest is missing.

    Returns
    -------
    DataFrame
        6 rows, key `economy`, `year`.

        - `economy` : WLD, the world
        - `year` : year of the value
        - `scale_usd_bn` : value added of the digital economy, of those that coverage names, US$
          billion
        - `gdp_usd_bn` : gross domestic product of the whole world, World Bank, as of October 2022,
          US$ billion
        - `share_of_gdp_pct` : scale over the GDP of those that coverage names, not over gdp_usd_bn,
          %
        - `basis` : where scale_usd_bn comes from; missing where it is
        - `obs_status` : status, SDMX code list CL_OBS_STATUS
        - `segment` : breaks of the series so far, from 0; compare rows of one segment
        - `coverage` : whose scale and share these are; missing where both are

    Notes
    -----
    Source: Song (2023), introduction and figure 1; CAICT (2019-2022); Huawei and Oxford Economics
    (2017, 2018); World Bank. The numbers of other publications are in ``load("external_figures")``.
    None of its 18 numbers is corrected or doubtful; ``notes("global_digital_economy")`` has all
    remarks.

    Examples
    --------
    China's share of the digital economy of the 47 economies, 2018 to 2021:

    >>> import neadigital
    >>> world = neadigital.global_digital_economy()
    >>> china = neadigital.digital_economy_scale().query("economy == 'CHN' and year >= 2018")
    >>> both = china.merge(world, on="year")
    >>> both.eval("scale_usd_bn_x / scale_usd_bn_y").round(3).tolist()
    [0.157, 0.163, 0.164, 0.185]
    """
    return _tables.dataset("global_digital_economy", as_printed=as_printed)


def digital_economy_scale(
    *, as_printed: bool = False
) -> DataFrame[schemas.DigitalEconomyScale]:
    """Scale of the digital economy and its share of GDP, 2016-2021.

    What counts as digital economy is CAICT's wide measure: digital industries and the digitalised
    part of all others. A row is one economy in one year, in US dollars of that year. The paper
    prints two levels (China 2016 and 2021) and four shares of GDP; the others follow from the
    growth rates of table 1, with bounds. Japan's rest on another publication's level of 2016; of
    Korea only bounds are known. China's level of 2020 is seriously doubtful: as a share of GDP it
    is two points below CAICT's.

    Parameters
    ----------
    as_printed : bool, default False
        Keep only what the paper prints; the rest is missing.

    Returns
    -------
    DataFrame
        24 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : year of the value
        - `scale_usd_bn` : value added of the digital economy, US$ billion (missing in 6 rows)
        - `scale_low_usd_bn` : lower bound of the same, US$ billion
        - `scale_high_usd_bn` : upper bound of the same, US$ billion
        - `gdp_usd_bn` : gross domestic product, World Bank, as of October 2022, US$ billion
        - `share_of_gdp_pct` : scale over GDP, % (missing in 6 rows)
        - `basis` : where scale_usd_bn comes from; as printed, missing where that is

    Notes
    -----
    Source: Song (2023), figures 2-6, sections I.1.1 to I.1.5, conclusion and table 1; Japan 2016:
    China Info100 (2018); World Bank. Of its 60 numbers 4 are doubtful (2 slightly, 2 seriously);
    ``notes("digital_economy_scale")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.digital_economy_scale().query("economy == 'CHN'")["scale_usd_bn"].tolist()
    [3400.9, 4020.0, 4728.8, 5195.5, 5356.7, 7057.6]
    """
    return _tables.dataset("digital_economy_scale", as_printed=as_printed)


def growth_rates(*, as_printed: bool = False) -> DataFrame[schemas.GrowthRates]:
    """Growth of GDP and of the digital economy, 2017-2021.

    A row is one economy in one year, compared with the year before in current US dollars, so rates
    hold exchange rates and prices. The paper divides each change by the new value; these are the
    usual rates over the old one, for the digital economy g / (1 - g) of the printed rate g. That
    the paper divides so is proved for GDP and for China, and inferred for the digital economies of
    Japan, Korea and Russia. China's digital rates of 2020 and 2021 are seriously doubtful all the
    same, because the level of 2020 is low beside CAICT's share of GDP.

    Parameters
    ----------
    as_printed : bool, default False
        Give the numbers as printed, misprints included.

    Returns
    -------
    DataFrame
        20 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : year of the change, from the year before
        - `gdp_growth_pct` : growth of GDP in current US dollars, %
        - `digital_economy_growth_pct` : growth of the digital economy's value added in current US
          dollars, %

    Notes
    -----
    Source: Song (2023), table 1, from CAICT (2022) and World Bank GDP. Of its 40 numbers 38 are
    corrected (25 proved, 13 inferred, 3 also doubtful); ``notes("growth_rates")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> china = "economy == 'CHN' and year == 2021"
    >>> neadigital.growth_rates().query(china)["digital_economy_growth_pct"].item()
    31.75
    >>> neadigital.growth_rates(as_printed=True).query(china)["digital_economy_growth_pct"].item()
    24.1
    """
    return _tables.dataset("growth_rates", as_printed=as_printed)


def itu_indicators(*, as_printed: bool = False) -> DataFrame[schemas.ItuIndicators]:
    """ITU indicators of digital infrastructure and Internet use, 2015-2021.

    Internet users are counted among people of age 16 to 74 in Korea, 15 to 74 in Russia, 6 and over
    in China and Japan, 15 and over in Mongolia (in 2021). A row is one indicator of one economy in
    one year; `reference_year` says where a value is of another year. Table 2 swaps the headings of
    its two broadband columns, which is corrected. What two tables print is here once, from table 2.

    Parameters
    ----------
    as_printed : bool, default False
        Give the numbers as printed, misprints included.

    Returns
    -------
    DataFrame
        106 rows, key `economy`, `year`, `indicator`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; WLD is the world
        - `year` : year under which the value is printed
        - `indicator` : what is measured
        - `value` : the value, in the unit of its row (missing in 3 rows)
        - `unit` : unit of the value
        - `reference_year` : year of the value: that in the cell's brackets or in its note, else
          year
        - `table` : table of the paper
        - `obs_status` : status, SDMX code list CL_OBS_STATUS
        - `segment` : breaks of the series so far, from 0; compare rows of one segment

    Notes
    -----
    Source: Song (2023), tables 2 and 7, from ITU. Of its 103 numbers 31 are corrected (31 proved, 3
    also doubtful) and 5 are doubtful (5 slightly); ``notes("itu_indicators")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> itu = neadigital.itu_indicators().query("indicator == 'mobile_broadband_per_100'")
    >>> itu[["economy", "year", "value", "unit"]].head(3)  # pandas folds nine columns
       economy  year  value                 unit
    2      CHN  2015   55.8  per 100 inhabitants
    6      CHN  2018   94.2  per 100 inhabitants
    16     CHN  2021  104.8  per 100 inhabitants
    """
    return _tables.dataset("itu_indicators", as_printed=as_printed)


def egovernment_ranks(
    *, as_printed: bool = False
) -> DataFrame[schemas.EgovernmentRanks]:
    """World ranks in e-government development and e-participation, 2010-2022.

    A row is one economy in one survey. 1 is best, and economies with equal indices share a rank.
    The questions change between surveys, so a rank can move without any change at home.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        35 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : edition of the survey
        - `egdi_rank` : rank by the E-Government Development Index, 1 is best
        - `epi_rank` : rank by the E-Participation Index, 1 is best

    Notes
    -----
    Source: Song (2023), table 3, from the United Nations E-Government Knowledgebase. Of its 70
    numbers 1 is doubtful (1 slightly); ``notes("egovernment_ranks")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> ranks = neadigital.egovernment_ranks().query("year == 2022")
    >>> ranks.set_index("economy")["egdi_rank"].to_dict()
    {'CHN': 43, 'JPN': 14, 'KOR': 3, 'MNG': 74, 'RUS': 42}
    """
    return _tables.dataset("egovernment_ranks", as_printed=as_printed)


def local_online_service_ranks(
    *, as_printed: bool = False
) -> DataFrame[schemas.LocalOnlineServiceRanks]:
    """City ranks by the Local Online Service Index (LOSI), 2018-2022.

    A row is one city in one edition. Each edition had more cities than the one before, so equal
    ranks do not mean equal standing.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        12 rows, key `city`, `year`.

        - `city` : city
        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : edition of the survey
        - `rank` : place among the cities surveyed, 1 is best

    Notes
    -----
    Source: Song (2023), section I.3, from the United Nations E-Government Surveys. None of its 12
    numbers is corrected or doubtful; ``notes("local_online_service_ranks")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.local_online_service_ranks().query("city == 'Seoul'")["rank"].tolist()
    [7, 9, 30]
    """
    return _tables.dataset("local_online_service_ranks", as_printed=as_printed)


def digital_competitiveness_ranks(
    *, as_printed: bool = False
) -> DataFrame[schemas.DigitalCompetitivenessRanks]:
    """World ranks in digital competitiveness (IMD), 2018-2022.

    A row is one economy in one edition. For Russia the paper prints, in 2018, 2019 and 2020, ranks
    of IMD's general ranking; here are those of the digital one. In 2022 IMD left Russia out.

    Parameters
    ----------
    as_printed : bool, default False
        Give the numbers as printed, misprints included.

    Returns
    -------
    DataFrame
        25 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : edition of the ranking
        - `rank` : place in the world, 1 is best (missing in 1 row)

    Notes
    -----
    Source: Song (2023), table 4, from the IMD World Digital Competitiveness Ranking. Of its 24
    numbers 3 are corrected (3 proved); ``notes("digital_competitiveness_ranks")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.digital_competitiveness_ranks().query("economy == 'RUS'")["rank"].tolist()
    [40, 38, 43, 42, <NA>]
    """
    return _tables.dataset("digital_competitiveness_ranks", as_printed=as_printed)


def city_competitiveness(
    *, as_printed: bool = False
) -> DataFrame[schemas.CityCompetitiveness]:
    """Digital economy competitiveness of cities, 2019-2021.

    A row is one city in one ranking. Some ranks of 2019 and 2020 are printed as "no", most
    probably: not among the leading 30. Seoul's of 2019 is one of these, although the text speaks of
    its place in that year.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        15 rows, key `city`, `year`.

        - `city` : city
        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : year of the ranking
        - `rank` : place among the world's cities, 1 is best (missing in 3 rows)
        - `economic_infrastructure_score` : economic and infrastructure competitiveness; printed for
          2021 only, score 0-100 (missing in 10 rows)
        - `digital_talent_score` : digital talent competitiveness; printed for 2021 only, score
          0-100 (missing in 10 rows)
        - `digital_innovation_score` : digital innovation competitiveness; printed for 2021 only,
          score 0-100 (missing in 10 rows)
        - `total_score` : mean of the three scores; printed for 2021 only, score 0-100 (missing in
          10 rows)

    Notes
    -----
    Source: Song (2023), table 5, from Zhao (2022). None of its 32 numbers is corrected or doubtful;
    ``notes("city_competitiveness")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> cities = neadigital.city_competitiveness().query("year == 2021")
    >>> cities.set_index("city")["total_score"].to_dict()
    {'Beijing': 60.9, 'Moscow': 53.2, 'Seoul': 70.3, 'Shanghai': 56.5, 'Tokyo': 70.9}
    """
    return _tables.dataset("city_competitiveness", as_printed=as_printed)


def top_digital_enterprises(
    *, as_printed: bool = False
) -> DataFrame[schemas.TopDigitalEnterprises]:
    """Where the global top 100 digital enterprises are, 2020.

    A row is one economy that has at least one; Russia and Mongolia have none. Taiwan is counted
    apart from China, as printed. The list is not Forbes' Digital 100 of 2019, whose counts are
    others.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        15 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : year of the ranking
        - `enterprises` : how many are among the top 100

    Notes
    -----
    Source: Song (2023), table 6, from Xu (2022). None of its 15 numbers is corrected or doubtful;
    ``notes("top_digital_enterprises")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> top = neadigital.top_digital_enterprises().nlargest(3, "enterprises")
    >>> top[["economy", "enterprises"]].values.tolist()
    [['USA', 56], ['JPN', 13], ['CHN', 10]]
    """
    return _tables.dataset("top_digital_enterprises", as_printed=as_printed)


def ict_industry(*, as_printed: bool = False) -> DataFrame[schemas.IctIndustry]:
    """The ICT industry of China, Japan, Korea and Russia, 2010-2022.

    A row is one indicator of one economy in one period. `ict_revenue` is gross, `ict_value_added`
    is not. ``digital_industrialisation_*`` and Japan's sales before 2020 are the published series
    nearest to figures 7 and 8; that the figures plot them is not proved, so they are doubtful. What
    the two figures 9 plot is not known. China's two shares of 2022 are of a GDP 3 % above CAICT's.

    Parameters
    ----------
    as_printed : bool, default False
        Keep only what the paper prints; the rest is missing.

    Returns
    -------
    DataFrame
        50 rows, key `economy`, `period`, `indicator`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `period` : year, quarter (2022-Q4) or years (2000/2019)
        - `indicator` : what is measured
        - `year` : year of the period, or its last year
        - `value` : the value, in the unit of its row (missing in 16 rows)
        - `unit` : unit of the value
        - `basis` : where the value comes from; missing where that is (missing in 16 rows)

    Notes
    -----
    Source: Song (2023), sections I.5 and I.1.4, figures 7-9; CAICT (2019-2023); MIC and METI Japan
    (2012-2020), each in ``load("external_figures")``. Of its 34 numbers 19 are doubtful (2
    slightly, 17 seriously); ``notes("ict_industry")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.ict_industry().query("economy == 'RUS'")[["period", "value"]].values.tolist()
    [['2019', 2.9], ['2020', 3.1]]
    """
    return _tables.dataset("ict_industry", as_printed=as_printed)


def connectivity_index(
    *, as_printed: bool = False
) -> DataFrame[schemas.ConnectivityIndex]:
    """Global Connectivity Index (Huawei), 2020.

    A row is one economy, or `AVG`, the average of all that the index covers: leave it out before
    you add up or average. The total score is not the mean of the four scores.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        5 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; AVG is the average of all economies
          ranked
        - `year` : edition of the index
        - `rank` : place in the world, 1 is best (missing in 1 row)
        - `score` : total score, score 0-120 (missing in 1 row)
        - `broadband_score` : score in broadband, score 0-120
        - `cloud_score` : score in cloud computing, score 0-120
        - `ai_score` : score in artificial intelligence, score 0-120
        - `iot_score` : score in the Internet of Things, score 0-120

    Notes
    -----
    Source: Song (2023), table 8, from the Global Connectivity Index 2020. None of its 28 numbers is
    corrected or doubtful; ``notes("connectivity_index")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> index = neadigital.connectivity_index().query("economy != 'AVG'")
    >>> index.set_index("economy")["score"].to_dict()
    {'CHN': 62.0, 'JPN': 75.0, 'KOR': 71.0, 'RUS': 50.0}
    """
    return _tables.dataset("connectivity_index", as_printed=as_printed)


def cybersecurity_ranks(
    *, as_printed: bool = False
) -> DataFrame[schemas.CybersecurityRanks]:
    """World ranks in cybersecurity (ITU), 2014-2020.

    A row is one economy in one edition. Economies with the same score share a rank, and the next
    score has the next rank; in 2014 many shared one, so a place of 2014 looks better than the same
    place later.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        20 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : edition of the index
        - `rank` : place in the world, 1 is best

    Notes
    -----
    Source: Song (2023), table 9, from ITU's cybersecurity index (2014, 2017, 2018, 2020). None of
    its 20 numbers is corrected or doubtful; ``notes("cybersecurity_ranks")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.cybersecurity_ranks().query("economy == 'KOR'")["rank"].tolist()
    [5, 13, 15, 4]
    """
    return _tables.dataset("cybersecurity_ranks", as_printed=as_printed)


def ecommerce_sales(*, as_printed: bool = False) -> DataFrame[schemas.EcommerceSales]:
    """E-commerce sales, total and B2B: the ten largest economies, 2018-2019.

    A row is one economy, `TOP10` (the ten together) or `WLD`, in one year: leave the last two out
    before you add up. The two years are from two editions of one estimate, so a change between them
    may be a revision, as Germany's fall probably is; the fall of Korea's share of GDP is a revision
    of GDP. `rank` is by total sales; the notes have the ranks by B2B sales, which table 11 gives
    wrongly. Sales are gross, so their share of GDP is a ratio and not a part.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        24 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; TOP10 is the ten together, WLD the
          world
        - `year` : year of the sales
        - `rank` : place in the world by total e-commerce sales, 1 is the largest (missing in 4
          rows)
        - `total_usd_bn` : e-commerce sales, B2B and B2C, US$ billion
        - `total_share_of_gdp_pct` : total e-commerce sales as a share of GDP, %
        - `b2b_usd_bn` : business-to-business e-commerce sales, US$ billion
        - `b2b_share_of_total_pct` : B2B sales as a share of total e-commerce sales, % (missing in 2
          rows)

    Notes
    -----
    Source: Song (2023), tables 10 and 11, from UNCTAD, Estimates of Global E-commerce 2018 and
    2019. None of its 114 numbers is corrected or doubtful; ``notes("ecommerce_sales")`` has all
    remarks.

    Examples
    --------
    >>> import neadigital
    >>> sales = neadigital.ecommerce_sales().query("year == 2019 and rank <= 3")
    >>> sales.sort_values("rank")["economy"].tolist()
    ['USA', 'JPN', 'CHN']
    """
    return _tables.dataset("ecommerce_sales", as_printed=as_printed)


def b2c_ecommerce_sales(
    *, as_printed: bool = False
) -> DataFrame[schemas.B2cEcommerceSales]:
    """B2C e-commerce sales and online shoppers: the twenty largest economies, 2019.

    A row is one economy, or `TOP20`, the twenty together: leave it out before you add up. Online
    shoppers are a share of Internet users, not of people. The shares of GDP of Malaysia and
    Thailand are doubtful: their rows may be of an earlier year.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        21 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; TOP20 is the twenty together
        - `year` : year of the sales
        - `rank` : place in the world by B2C sales, 1 is the largest (missing in 1 row)
        - `b2c_usd_bn` : business-to-consumer e-commerce sales, US$ billion
        - `share_of_gdp_pct` : B2C sales as a share of GDP, %
        - `online_shoppers_mn` : people who shop online, million people
        - `online_shoppers_pct` : online shoppers as a share of Internet users, %

    Notes
    -----
    Source: Song (2023), table 12, from UNCTAD, Estimates of Global E-commerce 2019. Of its 104
    numbers 3 are doubtful (3 slightly); ``notes("b2c_ecommerce_sales")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> sales = neadigital.b2c_ecommerce_sales().query("economy in ['CHN', 'JPN', 'KOR', 'RUS']")
    >>> sales[["economy", "b2c_usd_bn"]].values.tolist()
    [['CHN', 1539.0], ['JPN', 178.0], ['KOR', 115.0], ['RUS', 31.0]]
    """
    return _tables.dataset("b2c_ecommerce_sales", as_printed=as_printed)


def digital_strategies(
    *, as_printed: bool = False
) -> DataFrame[schemas.DigitalStrategies]:
    """Policies, agreements, platforms and events that the paper dates, 1992-2023.

    A row is one of them. `name` is the paper's; `official_name`, in English, and `name_original`
    were read in a source, which need not be the issuer. `date` is as exact as the paper prints it.
    The year of the Japan Revival Strategy is doubtful, and the plan of 2002 has another name.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        31 rows, key `strategy`.

        - `strategy` : identifier, such as kor-k-ict
        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `partner` : the other economy, of a joint statement (missing in 30 rows)
        - `place` : ISO 3166-2 code of the province, or the city, where it is of one (missing in 26
          rows)
        - `name` : name as the paper prints it
        - `official_name` : English name, where it was read in a source (missing in 23 rows)
        - `name_original` : name in its own language, where it was read in a source (missing in 6
          rows)
        - `language` : language of name_original, by the code of two letters (missing in 6 rows)
        - `year` : year in which it was issued, signed, opened or held
        - `date` : the year, month or day that is printed, as ISO 8601 has it
        - `end_year` : year in which it ends or that it aims at, where the paper prints one (missing
          in 25 rows)
        - `kind` : what it is
        - `section` : section of the paper

    Notes
    -----
    Source: Song (2023), sections I.1.1 to I.1.4, I.5.4, III.2.1, III.2.2, III.3. Of its 31 numbers
    1 is doubtful (1 slightly); ``notes("digital_strategies")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> policies = neadigital.digital_strategies()
    >>> policies.query("economy == 'JPN'").sort_values("year")["name"].head(3).tolist()
    ['electronic government', 'e-Japan', 'u-Japan']
    """
    return _tables.dataset("digital_strategies", as_printed=as_printed)


def trade_with_russia(
    *, as_printed: bool = False
) -> DataFrame[schemas.TradeWithRussia]:
    """Trade of China and its three northeastern provinces with Russia, 2020-2023.

    A row is one region in one year, or in its first seven months: pass ``within="months"`` to what
    compares years. `CN` is all of China, the provinces included. The paper prints 2021, 2022 and
    seven months of 2023; the base of each printed rate follows from level and rate, with bounds.
    Three numbers of Jilin are corrected, its trade of 2023 by inference.

    Parameters
    ----------
    as_printed : bool, default False
        Give the numbers as printed, misprints included.

    Returns
    -------
    DataFrame
        19 rows, key `region`, `year`, `months`.

        - `region` : ISO 3166-2 code of the province; CN is China as a whole
        - `year` : year of the trade
        - `months` : how much of the year is covered, from January
        - `period` : the year, or the months that are covered (2023-01/2023-07)
        - `trade_cny_bn` : imports plus exports; the bases of the printed rates are reconstructed,
          CNY billion (missing in 1 row)
        - `trade_low_cny_bn` : lower bound of the same, where it is reconstructed, CNY billion
          (missing in 12 rows)
        - `trade_high_cny_bn` : upper bound of the same, where it is reconstructed, CNY billion
          (missing in 12 rows)
        - `yoy_growth_pct` : growth over the same months of the year before, by the customs, %
          (missing in 10 rows)
        - `basis` : where trade_cny_bn comes from; missing where it is missing (missing in 1 row)

    Notes
    -----
    Source: Song (2023), table 13, from China's customs. Of its 27 numbers 3 are corrected (2
    proved, 1 inferred, 1 also doubtful) and 2 are doubtful (2 slightly);
    ``notes("trade_with_russia")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> trade = neadigital.trade_with_russia().query("region == 'CN-JL'")
    >>> trade[["year", "months", "trade_cny_bn", "basis"]].values.tolist()[:2]
    [[2020, 12, 5.781, 'reconstructed'], [2021, 12, 10.44, 'stated']]
    >>> keys = {"entity": "region", "within": "months"}
    >>> neadigital.growth.yoy(trade, "trade_cny_bn", **keys).round(1).tolist()
    [nan, 80.6, nan, 66.0, 95.3]
    """
    return _tables.dataset("trade_with_russia", as_printed=as_printed)


def world_development_indicators(
    *, edition: Literal["2022", "2026", 2022, 2026] | None = None
) -> DataFrame[schemas.WorldDevelopmentIndicators]:
    """GDP, prices, population, ICT, research and trade, to 2021 or 2025.

    A row is one indicator of one economy in one year. The numbers are the World Bank's; they check
    the paper and continue it. The edition of 2022, the default, is of the paper's time (September
    2022 to February 2023, population as of 2026) and ends in 2021; that of 2026 is as of July 2026.
    Never join the two: GDP has been revised in every year for China, Japan, Korea and the world.
    Where a series breaks, `obs_status` is `B`: compare years of one `segment`. Before 1994 the Bank
    probably converts the GDP of China and Mongolia by other rates than the official ones. A year
    without a value has no row.

    Parameters
    ----------
    edition : {"2022", "2026"}, optional
        Which edition to give; by default "2022".

    Returns
    -------
    DataFrame
        1919 rows in the edition of 2022 (1349 in 2026), key `economy`, `year`, `indicator`,
        `edition`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; WLD is the world; the United States,
          for its prices, in 2022 only
        - `year` : year of the value
        - `indicator` : World Bank indicator code
        - `value` : the value, in the unit of its row
        - `unit` : unit of the value
        - `edition` : 2022: of the paper's time; 2026: as of July 2026
        - `vintage` : month or year in which the series stood so
        - `obs_status` : status, SDMX code list CL_OBS_STATUS
        - `segment` : breaks of the series so far, from 0; compare rows of one segment

    Notes
    -----
    Source: World Bank, World Development Indicators, CC BY 4.0; series of ICT after ITU, of secure
    servers after Netcraft, of research after UNESCO, of high-technology exports after UN Comtrade
    through WITS. None of its 3268 numbers is corrected or doubtful;
    ``notes("world_development_indicators")`` has all remarks.

    - `FP.CPI.TOTL` : Consumer prices; edition 2022: 1990-2021
    - `GB.XPD.RSDV.GD.ZS` : Research and development, % of GDP; edition 2026: 2005-2024
    - `IT.CEL.SETS.P2` : Mobile-cellular subscriptions, per 100 inhabitants; edition 2022:
      1990-2021, edition 2026: 2005-2025
    - `IT.MLT.MAIN.P2` : Fixed-telephone subscriptions, per 100 inhabitants; edition 2022: 1990-2021
    - `IT.NET.BBND.P2` : Fixed-broadband subscriptions, per 100 inhabitants; edition 2022:
      1998-2021, edition 2026: 2005-2025
    - `IT.NET.USER.ZS` : Internet users, % of people; edition 2022: 1990-2021, edition 2026:
      2005-2025
    - `IT.NET.SECR.P6` : Secure servers, per million people; edition 2026: 2010-2024
    - `NY.GDP.DEFL.ZS` : GDP deflator; edition 2022: 1990-2021
    - `NY.GDP.MKTP.CD` : GDP, current US$; edition 2022: 1990-2021, edition 2026: 1990-2025
    - `NY.GDP.MKTP.KD` : GDP, constant US$ of 2015; edition 2022: 1990-2021
    - `NY.GDP.PCAP.CD` : GDP per person, current US$; edition 2026: 2005-2025
    - `PA.NUS.FCRF` : Exchange rate, local currency per US$; edition 2022: 1990-2021
    - `PA.NUS.PPP` : Purchasing power parity; edition 2022: 1990-2021
    - `SP.POP.TOTL` : Population; edition 2022: 1990-2021, edition 2026: 1990-2025
    - `SP.URB.TOTL.IN.ZS` : Urban population, %; edition 2026: 2005-2025
    - `TX.VAL.TECH.MF.ZS` : High-technology exports, % of manufactures; edition 2026: 2007-2024

    Examples
    --------
    >>> import neadigital
    >>> data = neadigital.world_development_indicators()
    >>> china = data.query("economy == 'CHN' and year == 2021").set_index("indicator")
    >>> float(china.at["NY.GDP.MKTP.CD", "value"]) / 1e9
    17734.1
    >>> data = neadigital.world_development_indicators(edition="2026")
    >>> users = data.query("indicator == 'IT.NET.USER.ZS' and economy == 'CHN' and year >= 2022")
    >>> users["obs_status"].tolist()
    ['A', 'B', 'A', 'A']
    """
    return _tables.dataset("world_development_indicators", edition=edition)


def egovernment_index() -> DataFrame[schemas.EgovernmentIndex]:
    """E-government and e-participation indices of the UN, 2003-2024.

    A row is one economy in one survey: the scores behind the ranks of `egovernment_ranks`, with
    which gaps, shares and inequality can be measured; of ranks they mean nothing. The surveys
    change how they measure: `obs_status` is `B` where they did, and the notes say how. Status and
    `segment` are of the row, and `epi` breaks in 2022 alone, so a metric of `epi` warns too often.

    Returns
    -------
    DataFrame
        60 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : year of the survey
        - `egdi` : E-Government Development Index, 1 is best, index
        - `egdi_rank` : place by egdi, 1 is best
        - `epi` : E-Participation Index, 1 is best, index
        - `epi_rank` : place by epi, 1 is best: 1 and the number of states with a higher score
        - `online_service_index` : Online Service Index, a part of egdi, index
        - `human_capital_index` : Human Capital Index, a part of egdi, index
        - `telecommunication_index` : Telecommunication Infrastructure Index, a part of egdi, index
        - `countries` : states in the survey
        - `obs_status` : status, SDMX code list CL_OBS_STATUS
        - `segment` : breaks of the series so far, from 0; compare rows of one segment

    Notes
    -----
    Source: United Nations, E-Government Surveys 2003 to 2024, scores as in the Knowledgebase's
    download. Ranks by EPI are computed from the scores of all states. The numbers are quoted as
    facts. None of its 420 numbers is corrected or doubtful; ``notes("egovernment_index")`` has all
    remarks.

    Examples
    --------
    >>> import neadigital
    >>> data = neadigital.egovernment_index().query("year == 2024")
    >>> data.set_index("economy")["egdi"].round(3).to_dict()
    {'CHN': 0.872, 'JPN': 0.935, 'KOR': 0.968, 'MNG': 0.846, 'RUS': 0.853}
    """
    return _tables.dataset("egovernment_index")


def cybersecurity_index() -> DataFrame[schemas.CybersecurityIndex]:
    """Global Cybersecurity Index of ITU, scores and ranks, 2014-2024.

    A row is one economy in one edition: the scores behind the ranks of `cybersecurity_ranks`, with
    which gaps and inequality can be measured; of ranks they mean nothing. Each edition has other
    questions or weights, so `obs_status` is `B` in each, and no two editions compare. Scores before
    2020 were published between 0 and 1. In 2024 ITU published tiers and no ranks.

    Returns
    -------
    DataFrame
        25 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : year of the edition
        - `score` : score, 100 is best; until 2018 a hundred times that published, index, 0-100
        - `rank` : place by score, 1 is best (missing in 5 rows)
        - `obs_status` : status, SDMX code list CL_OBS_STATUS
        - `segment` : breaks of the series so far, from 0; compare rows of one segment

    Notes
    -----
    Source: International Telecommunication Union, Global Cybersecurity Index, five editions. The
    numbers are quoted as facts. None of its 45 numbers is corrected or doubtful;
    ``notes("cybersecurity_index")`` has all remarks.

    Examples
    --------
    >>> import neadigital
    >>> data = neadigital.cybersecurity_index().query("year == 2024")
    >>> data.set_index("economy")["score"].to_dict()
    {'CHN': 91.64, 'JPN': 97.58, 'KOR': 100.0, 'MNG': 56.36, 'RUS': 92.13}
    """
    return _tables.dataset("cybersecurity_index")


def notes(name: str | None = None) -> DataFrame[schemas.Notes]:
    """Notes on numbers: misprints, other years, gaps, doubts.

    A row is one remark on one number: a correction, a doubt, a gap, or what else the value does not
    show. `certainty` is about what the paper should have printed, not about whether that is true: a
    corrected number may be doubtful too.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        620 rows, key `dataset`, `economy`, `place`, `year`, `period`, `indicator`, `edition`,
        `column`, `kind`.

        - `dataset` : dataset of the number
        - `economy` : code; of a province, of its economy
        - `place` : the city or the region, where the number is of one; it is `city` or `region` in
          the data
        - `year` : year under which the number is printed
        - `period` : what the number is of: the year, or another year, a quarter (2022-Q4), some
          years (2000/2019), months of a year (2023-01/2023-07)
        - `indicator` : the column; of a long table, the indicator
        - `edition` : edition of the dataset, where it has several
        - `column` : column in which the number is; value in a long table
        - `printed` : the number as on the page; missing if it is not in the paper
        - `printed_value` : printed as a number, without a year in brackets; missing if it is none
        - `value` : what the loader gives by default
        - `kind` : kind of remark

          - `misprint` : the paper prints a wrong number
          - `mislabelled` : the paper's label does not fit its number
          - `wrong_base` : the paper divides by the wrong quantity
          - `other_year` : the value is of another year than its column or table
          - `not_available` : the paper, or what is known, gives no value
          - `not_ranked` : the paper says that there is no rank
          - `other_basis` : the value, or one beside it, is by another definition or publication: do
            not mix them
          - `break` : the series breaks here, as its publisher says, or jumps and nobody explains
            it: do not compare it with those before
          - `doubtful` : the value may be wrong or not comparable, but no right one is proved

        - `certainty` : how sure a correction is; else missing

          - `proved` : the correct value itself follows from the evidence
          - `inferred` : the printed value is disproved, or breaks a rule proved for its neighbours;
            this is the only reading left

        - `severity` : how much a doubt may change; else missing

          - `minor` : no conclusion changes
          - `serious` : a conclusion may change

        - `note` : what a reader must know
        - `evidence` : what proves it, or where the paper says so

    Examples
    --------
    >>> import neadigital
    >>> neadigital.notes("growth_rates")["kind"].unique().tolist()
    ['wrong_base', 'doubtful', 'misprint']
    """
    return _tables.about_data("notes", name)


def sources() -> DataFrame[schemas.Sources]:
    """Bibliography: the paper, its footnotes, and the external publications.

    A row is one publication. Square brackets enclose what is printed nowhere; what is unknown is
    missing.

    Returns
    -------
    DataFrame
        253 rows, key `source`.

        - `source` : identifier; fn01 to fn45 are the paper's footnotes
        - `kind` : where the source is named

          - `paper` : the paper itself
          - `footnote` : one of its footnotes
          - `text` : its text, without a footnote
          - `external` : another publication whose numbers are used here
          - `reading` : where a number of another publication was read

        - `type` : kind of document

          - `article-journal` : article of a journal
          - `book` : book
          - `chapter` : chapter of a book
          - `dataset` : table or series of data
          - `report` : report, white paper or survey
          - `thesis` : thesis
          - `webpage` : page or article on the web

        - `authors` : persons as Family, Given joined by ;, or the organisation; in square brackets
          if none is printed
        - `author_type` : person (one or more) or organisation (one)
        - `title` : title as printed; in square brackets if none is printed
        - `container` : journal or book that it is a part of
        - `volume` : volume of the journal
        - `issue` : issue of the journal, within the volume or the year
        - `pages` : page or pages cited
        - `year` : year of publication
        - `publisher` : publisher, school or organisation
        - `address` : address as printed
        - `same_as` : another source that is the same document
        - `note` : what a reader must know

    Examples
    --------
    >>> import neadigital
    >>> sources = neadigital.sources().set_index("source")
    >>> sources.loc["fn45", "authors"], int(sources.loc["fn45", "year"])
    ('CAICT', 2022)
    """
    return _tables.about_data("sources")


def economies() -> DataFrame[schemas.Economies]:
    """Economies, regions and aggregates: codes, names and spellings.

    A row is one economy, one region, or one aggregate such as `WLD`, the world. Short names in
    other languages are those of Unicode's CLDR 49. Aliases are longer names and codes, most of them
    of ISO 3166-1 as Debian's iso-codes translates it, and other common spellings.

    Returns
    -------
    DataFrame
        34 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3, of provinces ISO 3166-2, or an aggregate's code
        - `name` : short name in English
        - `name_zh` : short name in Chinese, simplified
        - `name_ja` : short name in Japanese
        - `name_ko` : short name in Korean
        - `name_ru` : short name in Russian
        - `name_mn` : short name in Mongolian
        - `kind` : economy, region (a part of one) or aggregate, such as China as a whole
        - `northeast_asia` : whether it is one of the five economies, or a part of one
        - `paper_spellings` : spellings of the paper, joined by ;
        - `aliases` : other names and codes, joined by ;

    Examples
    --------
    >>> import neadigital
    >>> neadigital.economies().query("northeast_asia and kind == 'economy'")["economy"].tolist()
    ['CHN', 'JPN', 'KOR', 'MNG', 'RUS']
    """
    return _tables.about_data("economies")


def quality(name: str | None = None) -> DataFrame[schemas.Quality]:
    """Why the numbers can be trusted, counted by table, figure and dataset.

    A row is one table of the paper, one figure, or one dataset, with the numbers of `observations`
    that it has, each counted on one ground. That a number is published or consistent does not say
    that it may be compared with its neighbours: see the notes of kind `other_basis`.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        42 rows, key `kind`, `name`.

        - `kind` : what is counted
        - `name` : number of the table or figure, or name of the dataset
        - `numbers` : how many there are; the next eight columns add up to it
        - `published` : another publication has the same number, with at least as many digits
        - `consistent` : it fits other numbers, of the paper or of a named series; at most three
          would, or all that would are within 1 %
        - `corrected_proved` : the printed number is wrong; the right one is proved
        - `corrected_inferred` : the printed number breaks a rule that is proved for its neighbours,
          or is disproved; this is the only reading left
        - `doubtful_minor` : it may be wrong; no conclusion changes
        - `doubtful_serious` : it may be wrong, and a conclusion may change with it
        - `external` : it is itself another publication's, because the paper's is lost; nothing
          confirms it
        - `unchecked` : no second source was found, or only a loose one; it may well be right
        - `also_doubtful` : how many of those corrected are doubtful too

    Examples
    --------
    >>> import neadigital
    >>> quality = neadigital.quality().set_index("name")
    >>> columns = ["numbers", "corrected_proved", "corrected_inferred", "also_doubtful"]
    >>> print(quality.loc["13", columns].to_string())
    numbers               21
    corrected_proved       2
    corrected_inferred     1
    also_doubtful          1
    """
    return _tables.about_data("quality", name)


def observations(name: str | None = None) -> DataFrame[schemas.Observations]:
    """Every number of every dataset, and why it can be trusted.

    A row is one number, or one that is missing. Each number has one ground, the first that applies
    of those below; a corrected number may be doubtful too, and then has a certainty and a severity.
    Numbers that only the paper's text has are in ``load("statements")``.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        4525 rows, key `dataset`, `economy`, `place`, `year`, `period`, `indicator`, `edition`,
        `column`.

        - `dataset` : dataset of the number
        - `economy` : code; of a province, of its economy
        - `place` : the city or the region, where the number is of one; it is `city` or `region` in
          the data
        - `year` : year under which the number is printed
        - `period` : what the number is of: the year, or another year, a quarter (2022-Q4), some
          years (2000/2019), months of a year (2023-01/2023-07)
        - `indicator` : the column; of a long table, the indicator
        - `edition` : edition of the dataset, where it has several
        - `column` : column in which the number is; value in a long table
        - `value` : the value, corrected; missing if none is known
        - `low` : lower bound, if known
        - `high` : upper bound, if known
        - `unit` : unit of the value
        - `printed` : the number as on the page; missing if it is not in the paper
        - `basis` : where the value comes from; missing if nothing is known

          - `stated` : the paper prints it
          - `reconstructed` : computed from printed numbers by a stated rule, with bounds
          - `bounded` : only bounds can be given
          - `external` : another publication's, in the tables external_figures or sources

        - `ground` : why the value can be trusted; missing if none is known

          - `published` : another publication has the same number, with at least as many digits
          - `consistent` : it fits other numbers, of the paper or of a named series; at most three
            would, or all that would are within 1 %
          - `corrected_proved` : the printed number is wrong; the right one is proved
          - `corrected_inferred` : the printed number breaks a rule that is proved for its
            neighbours, or is disproved; this is the only reading left
          - `doubtful_minor` : it may be wrong; no conclusion changes
          - `doubtful_serious` : it may be wrong, and a conclusion may change with it
          - `external` : it is itself another publication's, because the paper's is lost; nothing
            confirms it
          - `unchecked` : no second source was found, or only a loose one; it may well be right

        - `source` : publications, joined by ;: a stated value has those that the paper names, an
          external one the one it comes from, any other those that the paper names, and whose it is
          computed with
        - `their_source` : publication of the best record that has the number, or that disproves it
        - `their_value` : the number of that publication, in the unit of the value
        - `grade` : how near to its publisher that was read

          - `primary` : in the publication itself, on its publisher's own page
          - `copy` : in a copy of it: a data file, named with its commit, or a text
          - `secondary` : as others give it, most often the press

        - `place_there` : where in the publication it is
        - `passes` : of a number that is consistent, or that something looser agrees with: how many
          values at its printed digits the sharpest finding that confirms it, or else the record,
          would have let pass; 1 is sharp
        - `check` : finding of the audit that judges it where it is first printed
        - `kinds` : kinds of the number's notes, joined by ;
        - `certainty` : how sure a correction is; else missing

          - `proved` : the correct value itself follows from the evidence
          - `inferred` : the printed value is disproved, or breaks a rule proved for its neighbours;
            this is the only reading left

        - `severity` : how much a doubt may change; else missing

          - `minor` : no conclusion changes
          - `serious` : a conclusion may change

        - `verdict` : verdict of that finding

          - `contradicted` : the data say otherwise
          - `misprint` : the data say otherwise, and show which printed number or label is wrong
          - `wrong_base` : the number is right only over another base than the words say
          - `last_digit` : off by less than one in the last printed digit, or by what a revision of
            its source would explain; no conclusion changes
          - `rounding` : off, but by no more than the printed digits allow
          - `not_checkable` : nothing here to check it against
          - `confirmed` : the recomputation rounds to what is printed, or the comparison holds

        - `reason` : in words, why it is right, wrong, in doubt or missing

    Examples
    --------
    How sure is Japan's growth of 2020?

    >>> import neadigital
    >>> known = neadigital.observations("growth_rates")
    >>> japan = known.query("economy == 'JPN' and year == 2020")
    >>> japan[["value", "ground"]].values.tolist()
    [[-1.62, 'corrected_proved'], [3.42, 'corrected_inferred']]

    All that is known about Mongolia's Internet users, whose series breaks in 2018 and in 2021:

    >>> known = neadigital.observations("itu_indicators").query("economy == 'MNG'")
    >>> known.query("indicator == 'internet_users_pct'")[["year", "value"]].values.tolist()
    [[2015.0, 22.5], [2018.0, 47.1], [2021.0, 84.3]]
    """
    return _tables.about_data("observations", name)


def audit() -> DataFrame[schemas.Audit]:
    """The paper's claims, recomputed.

    A row is an arithmetic or comparative claim of the paper, Song (2023), or, if `kind` is
    `consistency`, what should fit although no sentence says so. Tolerances follow from the printed
    digits: a number means all that round to it. "Nearly" and "almost" mean below the number and
    rounding to it, "over" means above it, "about" adds nothing. Words of degree, such as
    "steadily", are not judged and not counted. A claim holds if its verdict is `confirmed`,
    `rounding` or `last_digit`.

    Returns
    -------
    DataFrame
        615 rows, key `check`.

        - `check` : stable identifier
        - `cause` : the slip or open question that explains it
        - `where` : table or section
        - `claim` : the claim, in our words
        - `kind` : claim: the paper says so; consistency: no sentence says so, but the data should
          fit
        - `stated` : the number that the paper states
        - `recomputed` : the number that the data give
        - `unit` : unit of both
        - `verdict` : what follows from the two

          - `contradicted` : the data say otherwise
          - `misprint` : the data say otherwise, and show which printed number or label is wrong
          - `wrong_base` : the number is right only over another base than the words say
          - `last_digit` : off by less than one in the last printed digit, or by what a revision of
            its source would explain; no conclusion changes
          - `rounding` : off, but by no more than the printed digits allow
          - `not_checkable` : nothing here to check it against
          - `confirmed` : the recomputation rounds to what is printed, or the comparison holds

        - `holds` : whether the claim holds; missing if unknown
        - `explanation` : which data, which rule, and what to say of this number
        - `statements` : numbers of the prose that it rests on, joined by ;
        - `formula` : arithmetic that gives the recomputed number, in Python's notation, with the
          printed or corrected numbers in it; missing where it is looked up, counted or ranked

    Examples
    --------
    >>> import neadigital
    >>> audit = neadigital.audit()
    >>> audit.query("check == 'china-growth'")[["stated", "recomputed"]].values.tolist()
    [[51.8, 107.5215]]
    >>> audit.query("check == 'china-growth'")["formula"].item()
    '(7057.6 / 3400.9 - 1) * 100'
    """
    return _tables.about_data("audit")


def load(
    name: DatasetName | TableName,
    *,
    as_printed: bool = False,
    edition: str | int | None = None,
) -> pd.DataFrame:
    """Return any table of the package by its name, for loops over several.

    Parameters
    ----------
    name : str
        A dataset, one of `DatasetName`, or a table about the data, one of `TableName`.
    as_printed : bool, default False
        Give the paper's values of a dataset, misprints included, instead of the corrected ones.
    edition : str or int, optional
        One of the dataset's editions, if it has several; by default its first.

    Returns
    -------
    DataFrame
        The table. Of a dataset ``attrs["neadigital"]`` has dataset, as_printed, edition, version,
        citation key and licence.

    Raises
    ------
    UnknownDatasetError
        If there is no such table; the message lists those there are, the nearest first.
    TypeError
        If `as_printed` is neither true nor false, or is true of a table that the paper does not
        print, or if a table without editions is asked for one.
    DataIntegrityError
        If the bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.load("cybersecurity_ranks").shape
    (20, 3)
    >>> neadigital.load("causes")["title"][0]
    'Growth rates are divided by the new value'
    """
    return _tables.load(name, as_printed, edition)
