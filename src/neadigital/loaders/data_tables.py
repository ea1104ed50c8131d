"""The loaders, in the order of the paper; the World Bank's series come last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neadigital.loaders import WdiEdition, read

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, schemas


def global_digital_economy(
    *, as_printed: bool = False
) -> DataFrame[schemas.GlobalDigitalEconomy]:
    """Value added of the world's digital economy, and its share of GDP, 2016-2021.

    A row is the world (`WLD`) in one year, in the columns and the unit of `digital_economy_scale`.
    The paper prints the scale of 2020 and two shares; the rest comes from other publications.

    From 2018 on the values are CAICT's (China Academy of Information and Communications Technology)
    and cover 47 economies, nearly nine tenths of the world's GDP. The share is of *their* GDP, so
    it is more than scale over `gdp_usd_bn`, which is the whole world's. The values of 2016 and 2017
    are of the whole world by another method (Huawei and Oxford Economics) that counts much less: do
    not compare them with what follows. `coverage` says which is which.

    Parameters
    ----------
    as_printed : bool, default False
        Keep only what the paper prints; the rest is missing.

    Returns
    -------
    DataFrame
        6 rows, key `economy`, `year`.

        - `economy` : WLD, the world (WLD)
        - `year` : year of the value (2016 to 2021)
        - `scale_usd_bn` : value added of the digital economy, of those that coverage names, US$
          billion
        - `gdp_usd_bn` : gross domestic product of the whole world, World Bank, as of October 2022,
          US$ billion
        - `share_of_gdp_pct` : scale over the GDP of those that coverage names, not over gdp_usd_bn,
          %
        - `basis` : where scale_usd_bn comes from; missing where it is (stated, reconstructed,
          bounded, external)
        - `obs_status` : SDMX status: A normal, B the first value on a new basis, O missing
        - `segment` : breaks of the series so far, from 0; compare rows of one segment
        - `coverage` : whose scale and share these are; missing where both are (47 economies, world)

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), introduction and figure 1; CAICT (2019-2022); Huawei and Oxford Economics
    (2017, 2018); World Bank. The numbers of other publications are in ``external_figures()``.
    Corrections: none; the break: ``notes("global_digital_economy")``.

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
    return read("global_digital_economy", as_printed)


def digital_economy_scale(
    *, as_printed: bool = False
) -> DataFrame[schemas.DigitalEconomyScale]:
    """Scale of the digital economy of four economies and its share of GDP, 2016-2021.

    A row is one economy in one year. The paper prints two levels (China 2016 and 2021) and four
    shares of GDP. The other values are recovered: table 1 divides growth by the new value, so
    x[t-1] = x[t] (1 - g[t]), and every printed digit bounds the result. China, Japan and Russia are
    known within 1 %; Japan rests on another publication's level of 2016. For Korea the text says
    only "more than half of GDP" in 2020 and 2021 and that China is 64 % of the four, which gives
    bounds and no value. China's level of 2020 is seriously doubtful: it is 5.5 % below CAICT's
    figures.

    Parameters
    ----------
    as_printed : bool, default False
        Keep only what the paper prints; the rest is missing.

    Returns
    -------
    DataFrame
        24 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, RUS)
        - `year` : year of the value (2016 to 2021)
        - `scale_usd_bn` : value added of the digital economy, US$ billion; missing for KOR
        - `scale_low_usd_bn` : lower bound of the same, US$ billion
        - `scale_high_usd_bn` : upper bound of the same, US$ billion
        - `gdp_usd_bn` : gross domestic product, World Bank, as of October 2022, US$ billion
        - `share_of_gdp_pct` : scale over GDP, %; missing for KOR
        - `basis` : where scale_usd_bn comes from; as printed, missing where that is (stated,
          reconstructed, bounded, external)

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), figures 2-6, sections I.1.1 to I.1.5, conclusion and table 1; Japan 2016:
    China Info100 (2018); World Bank. Corrections: none; doubts and gaps:
    ``notes("digital_economy_scale")``. The method with its proof is in ``docs/recovered.md``; it is
    `growth.levels_from_rates`.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.digital_economy_scale().query("economy == 'CHN'")["scale_usd_bn"].tolist()
    [3400.9, 4020.0, 4728.8, 5195.5, 5356.7, 7057.6]
    """
    return read("digital_economy_scale", as_printed)


def growth_rates(*, as_printed: bool = False) -> DataFrame[schemas.GrowthRates]:
    """Growth of GDP and of the digital economy of four economies, 2017-2021.

    A row is one economy in one year, compared with the year before. The paper divides each change
    by the *new* value; these are the usual rates over the old one: for GDP from the World Bank's
    series, for the digital economy g / (1 - g) of the printed rate g, to about 0.01. Korea's growth
    of GDP of 2020 also lost its minus sign. China's digital rates are proved by levels at both
    ends, those of Japan, Korea and Russia inferred. This proves how a rate is computed, not that it
    is true: China's digital rates of 2020 and 2021 are seriously doubtful, because the level of
    2020 is low against CAICT's figures. Rates are of current US dollars, so they hold exchange
    rates and prices too.

    Parameters
    ----------
    as_printed : bool, default False
        Give the rates as printed, over the new value.

    Returns
    -------
    DataFrame
        20 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, RUS)
        - `year` : year of the change, from the year before (2017 to 2021)
        - `gdp_growth_pct` : growth of GDP in current US dollars, %
        - `digital_economy_growth_pct` : growth of the digital economy's value added in current US
          dollars, %

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 1, from CAICT (2022) and World Bank GDP. Corrections: ``errata()``,
    kinds `wrong_base` and `misprint`, each with its `certainty`.

    Examples
    --------
    >>> import neadigital
    >>> china = "economy == 'CHN' and year == 2021"
    >>> neadigital.growth_rates().query(china)["digital_economy_growth_pct"].item()
    31.75
    >>> neadigital.growth_rates(as_printed=True).query(china)["digital_economy_growth_pct"].item()
    24.1
    """
    return read("growth_rates", as_printed)


def itu_indicators(*, as_printed: bool = False) -> DataFrame[schemas.ItuIndicators]:
    """ITU indicators of networks, devices and Internet use, of five economies and the world.

    A row is one indicator of one economy in one year. Some values are of another year than they are
    printed under (`reference_year`). Table 2 swaps the headings of its two broadband columns, which
    is corrected. What two tables print is here once, from table 2. Four are World Bank series too.

    Parameters
    ----------
    as_printed : bool, default False
        Give the values as printed: table 2's broadband in the order of its header and the
        misprinted 3G coverage of the world, each under the year that the page has for it.

    Returns
    -------
    DataFrame
        106 rows, key `economy`, `year`, `indicator`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; WLD is the world (CHN, JPN, KOR, MNG,
          RUS, WLD)
        - `year` : year under which the value is printed (2015, 2018, 2021)
        - `indicator` : what is measured (``codebook("itu_indicators")`` lists them)
        - `value` : the value, in the unit of its row; missing in 3 rows
        - `unit` : unit of the value (per 100 inhabitants, %, kbit/s per user)
        - `reference_year` : year of the value: that in the cell's brackets or in its note, else
          year (2015 to 2022)
        - `table` : table of the paper (2, 7)
        - `obs_status` : status, SDMX code list CL_OBS_STATUS (A, B, O)
        - `segment` : breaks of the series so far, from 0; compare rows of one segment

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), tables 2 and 7, from ITU. Corrections: ``errata("itu_indicators")``; other
    years, later revisions and gaps: ``notes("itu_indicators")``.

    Examples
    --------
    >>> import neadigital
    >>> where = "economy == 'CHN' and year == 2021 and indicator == 'mobile_broadband_per_100'"
    >>> neadigital.itu_indicators().query(where)["value"].item()
    104.8
    """
    return read("itu_indicators", as_printed)


def egovernment_ranks(
    *, as_printed: bool = False
) -> DataFrame[schemas.EgovernmentRanks]:
    """World ranks of five economies in e-government and in e-participation, 2010-2022.

    A row is one economy in one United Nations E-Government Survey. 1 is best, so a falling number
    is progress. Economies with equal indices share a rank. The questions change between editions,
    so a rank can move without any change at home.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        35 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, MNG, RUS)
        - `year` : edition of the survey (2010 to 2022, every 2 years)
        - `egdi_rank` : rank by the E-Government Development Index, 1 is best
        - `epi_rank` : rank by the E-Participation Index, 1 is best

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 3, from the United Nations E-Government Knowledgebase. Corrections:
    none.
    """
    return read("egovernment_ranks", as_printed)


def local_online_service_ranks(
    *, as_printed: bool = False
) -> DataFrame[schemas.LocalOnlineServiceRanks]:
    """World ranks of four cities by the Local Online Service Index (LOSI), 2018-2022.

    A row is one city in one edition. The survey had 40 cities in 2018, 100 in 2020 and 193 in 2022,
    so equal ranks do not mean equal standing. Seoul and Shanghai share rank 9 in 2020. The numbers
    are in the text, in no table.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        12 rows, key `city`, `year`.

        - `city` : city (Moscow, Seoul, Shanghai, Tokyo)
        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, RUS)
        - `year` : edition of the survey (2018, 2020, 2022)
        - `rank` : place among the cities surveyed, 1 is best

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), section I.3, from the United Nations E-Government Surveys. Corrections:
    none.
    """
    return read("local_online_service_ranks", as_printed)


def digital_competitiveness_ranks(
    *, as_printed: bool = False
) -> DataFrame[schemas.DigitalCompetitivenessRanks]:
    """World ranks in digital competitiveness by IMD, for five economies, 2018-2022.

    A row is one economy in one edition. For Russia the paper prints, in 2018, 2019 and 2020, ranks
    of IMD's general ranking; here are its ranks in the digital one, by IMD's own series. In 2022
    IMD left Russia out.

    Parameters
    ----------
    as_printed : bool, default False
        Give Russia's ranks of 2018 to 2020 as printed.

    Returns
    -------
    DataFrame
        25 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, MNG, RUS)
        - `year` : edition of the ranking (2018 to 2022)
        - `rank` : place in the world, 1 is best; missing in 1 row

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 4, from the IMD World Digital Competitiveness Ranking. Corrections:
    ``errata("digital_competitiveness_ranks")``.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.digital_competitiveness_ranks().query("economy == 'RUS'")["rank"].tolist()
    [40, 38, 43, 42, <NA>]
    """
    return read("digital_competitiveness_ranks", as_printed)


def city_competitiveness(
    *, as_printed: bool = False
) -> DataFrame[schemas.CityCompetitiveness]:
    """Rank and scores of five cities among the world's digital economy cities, 2019-2021.

    A row is one city in one ranking. Some ranks of 2019 and 2020 are printed as "no": beyond 30, if
    the list ends with the 30 cities that the text speaks of. The text also speaks of Seoul's rank
    of 2019, where the table has none, so that cell is doubtful.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        15 rows, key `city`, `year`.

        - `city` : city (Beijing, Moscow, Seoul, Shanghai, Tokyo)
        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, RUS)
        - `year` : year of the ranking (2019, 2020, 2021)
        - `rank` : place among the world's cities, 1 is best; missing for Moscow in 2019 and 2020,
          for Seoul in 2019
        - `economic_infrastructure_score` : economic and infrastructure competitiveness, score
          0-100; printed for 2021 only, like the other scores
        - `digital_talent_score` : digital talent competitiveness, score 0-100
        - `digital_innovation_score` : digital innovation competitiveness, score 0-100
        - `total_score` : mean of the three scores, score 0-100

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 5, from Zhao (2022). Corrections: none; gaps:
    ``notes("city_competitiveness")``.
    """
    return read("city_competitiveness", as_printed)


def top_digital_enterprises(
    *, as_printed: bool = False
) -> DataFrame[schemas.TopDigitalEnterprises]:
    """How many of the world's 100 most competitive digital enterprises each economy has, 2020.

    A row is one economy that has at least one; the others, Russia and Mongolia among them, have no
    row. Taiwan is counted apart from China, as printed. The sum is 100. The list is not Forbes'
    Digital 100 of 2019, whose counts are others.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        15 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy
        - `year` : year of the ranking (2020)
        - `enterprises` : how many are among the top 100, enterprises

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 6, from Xu (2022). Corrections: none.
    """
    return read("top_digital_enterprises", as_printed)


def ict_industry(*, as_printed: bool = False) -> DataFrame[schemas.IctIndustry]:
    """Figures of the ICT industry of China, Japan, Korea and Russia.

    A row is one indicator of one economy in one period. Indicators with like names differ: China's
    `ict_revenue` is gross, `ict_value_added` is not, and `digital_industrialisation_*` is another
    aggregate, CAICT's series nearest to figure 7. Japan's years are fiscal years; before 2020 they
    are official surveys. It is not proved that figures 7 and 8 plot these series, so they are
    doubtful. What figures 9a and 9b plot cannot be recovered: those rows are missing, and the notes
    say what was tried.

    Parameters
    ----------
    as_printed : bool, default False
        Keep only what the paper prints; the rest is missing.

    Returns
    -------
    DataFrame
        50 rows, key `economy`, `period`, `indicator`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, RUS)
        - `period` : year, quarter (2022-Q4) or years (2000/2019)
        - `indicator` : what is measured (``codebook("ict_industry")`` lists them)
        - `year` : year of the period, or its last year (2010 to 2022)
        - `value` : the value, in the unit of its row; missing in 16 rows
        - `unit` : unit of the value (%, CNY trillion, JPY billion, KRW billion, US$ billion)
        - `basis` : where the value comes from; missing where that is (stated, reconstructed,
          bounded, external); missing in 16 rows

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), sections I.5 and I.1.4, figures 7-9; CAICT (2019-2023); MIC and METI Japan
    (2012-2020), each in ``external_figures()``. Corrections: none; doubts and gaps:
    ``notes("ict_industry")``.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.ict_industry().query("economy == 'RUS'")[["period", "value"]].values.tolist()
    [['2019', 2.9], ['2020', 3.1]]
    """
    return read("ict_industry", as_printed)


def connectivity_index(
    *, as_printed: bool = False
) -> DataFrame[schemas.ConnectivityIndex]:
    """Rank and scores of four economies in Huawei's Global Connectivity Index, 2020.

    A row is one economy, or `AVG`, the average of all that the index covers: leave it out before
    you add up or average. The total score is not the mean of the four scores. The paper says that
    Mongolia is not in the index, but not whose index it is.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        5 rows, key `economy`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; AVG is the average of all economies
          ranked (CHN, JPN, KOR, RUS, AVG)
        - `year` : edition of the index (2020)
        - `rank` : place in the world, 1 is best; missing for AVG
        - `score` : total score, score 0-120; missing for AVG
        - `broadband_score` : score in broadband, score 0-120
        - `cloud_score` : score in cloud computing, score 0-120
        - `ai_score` : score in artificial intelligence, score 0-120
        - `iot_score` : score in the Internet of Things, score 0-120

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 8, from the Global Connectivity Index 2020. Corrections: none.
    """
    return read("connectivity_index", as_printed)


def cybersecurity_ranks(
    *, as_printed: bool = False
) -> DataFrame[schemas.CybersecurityRanks]:
    """World ranks in cybersecurity by ITU, for five economies, 2014-2020.

    A row is one economy in one edition of ITU's index. Economies with the same score share a rank,
    and the next score has the next rank, in every edition; in 2014 many economies shared most of
    the ranks, so a place of 2014 looks better than the same place later. Editions are not a year
    apart.

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
    Source: Song (2023), table 9, from ITU's cybersecurity index (2014, 2017, 2018, 2020).
    Corrections: none.
    """
    return read("cybersecurity_ranks", as_printed)


def ecommerce_sales(*, as_printed: bool = False) -> DataFrame[schemas.EcommerceSales]:
    """Total and business-to-business e-commerce sales of the ten largest economies, 2018-2019.

    A row is one economy, `TOP10` (the ten together) or `WLD`, in one year: leave the last two out
    before you add up. The years are from two editions of one estimate, over GDP as it was known
    then. The world's total of 2018 was not revised in between; it is not known whether those of the
    economies were, and Germany's fall may be a revision. The fall of Korea's share of GDP is a
    revision of GDP: over one edition of GDP the share is the same in both years. `rank` is by total
    sales; table 11 repeats it for B2B sales, where Korea should be 3, China 4, France 5 and the
    United Kingdom 6. Sales are gross, so their share of GDP is a ratio and not a part.

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
        - `year` : year of the sales (2018, 2019)
        - `rank` : place in the world by total e-commerce sales, 1 is the largest; missing for TOP10
          and WLD
        - `total_usd_bn` : e-commerce sales, B2B and B2C, US$ billion
        - `total_share_of_gdp_pct` : total e-commerce sales as a share of GDP, %
        - `b2b_usd_bn` : business-to-business e-commerce sales, US$ billion
        - `b2b_share_of_total_pct` : B2B sales as a share of total e-commerce sales, %; missing for
          WLD

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), tables 10 and 11, from UNCTAD, Estimates of Global E-commerce 2018 and
    2019. Corrections: none; the ranks of table 11: ``notes("ecommerce_sales")``.
    """
    return read("ecommerce_sales", as_printed)


def b2c_ecommerce_sales(
    *, as_printed: bool = False
) -> DataFrame[schemas.B2cEcommerceSales]:
    """B2C e-commerce sales and online shoppers of the twenty largest economies, 2019.

    A row is one economy, or `TOP20`, the twenty together: leave it out before you add up. Online
    shoppers are a share of Internet users, not of people; for Japan, Korea and Russia it is not
    known of which users. The shares of GDP of Malaysia and Thailand are doubtful: their rows may be
    of an earlier year. The text cites the table for 2018 and 2019; it holds 2019 only.

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
    Source: Song (2023), table 12, from UNCTAD, Estimates of Global E-commerce 2019. Corrections:
    none.
    """
    return read("b2c_ecommerce_sales", as_printed)


def trade_with_russia(
    *, as_printed: bool = False
) -> DataFrame[schemas.TradeWithRussia]:
    """Trade with Russia of China and of its three northeastern provinces, 2020-2023.

    A row is one region in one year, or in its first seven months: pass ``within="months"`` to what
    compares years. The paper prints 2021, 2022 and seven months of 2023; the base of each printed
    rate follows from level and rate, with bounds. Three numbers of Jilin are corrected, its trade
    of 2023 (a tenth of the printed number) by inference. `CN` is all of China, the provinces
    included.

    Parameters
    ----------
    as_printed : bool, default False
        Give Jilin's numbers as printed.

    Returns
    -------
    DataFrame
        19 rows, key `region`, `year`, `months`.

        - `region` : ISO 3166-2 code of the province; CN is China as a whole (CN, CN-HL, CN-JL,
          CN-LN)
        - `year` : year of the trade (2020 to 2023)
        - `months` : how much of the year is covered, from January, months (7, 12)
        - `period` : the year, or the months that are covered (2023-01/2023-07)
        - `trade_cny_bn` : imports plus exports; the bases of the printed rates are reconstructed,
          CNY billion; missing for China in seven months of 2022
        - `trade_low_cny_bn` : lower bound of the same, where it is reconstructed, CNY billion
        - `trade_high_cny_bn` : upper bound of the same, where it is reconstructed
        - `yoy_growth_pct` : growth over the same months of the year before, by the customs, %;
          missing for CN and for the bases
        - `basis` : where trade_cny_bn comes from (stated, reconstructed); missing where it is
          missing

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
    >>> trade = neadigital.trade_with_russia().query("region == 'CN-JL'")
    >>> trade[["year", "months", "trade_cny_bn", "basis"]].values.tolist()[:2]
    [[2020, 12, 5.781, 'reconstructed'], [2021, 12, 10.44, 'stated']]
    >>> keys = {"entity": "region", "within": "months"}
    >>> neadigital.growth.yoy(trade, "trade_cny_bn", **keys).round(1).tolist()
    [nan, 80.6, nan, 66.0, 95.3]
    """
    return read("trade_with_russia", as_printed)


def world_development_indicators(
    *, edition: WdiEdition = "2022"
) -> DataFrame[schemas.WorldDevelopmentIndicators]:
    """GDP, prices, population, ICT, research and trade series of the World Bank, 1990-2025.

    A row is one indicator of one economy in one year. The edition of 2022, the default, is what the
    paper's numbers come from (September 2022 to February 2023, population as of 2026); that of 2026
    is as of July 2026 and reaches 2025. Never join two editions: GDP has been revised in
    every year for China, Japan, Korea and the world, Korea's of 2021 by 8 %. These series are not
    in the paper; they check it, give the GDP of `digital_economy_scale`, and are long enough for
    the metrics. Where a series breaks, `obs_status` is `B`, and a note gives its publisher's words
    or says that no publisher that we found explains it: compare years of one `segment`. Before 1994
    the Bank converts the GDP of China, Mongolia and Russia by other rates than the official ones. A
    year without a value has no row.

    Parameters
    ----------
    edition : {"2022", "2026"}, default "2022"
        Which edition of the series to give.

    Returns
    -------
    DataFrame
        Edition 2022: 1919 rows; 2026: 1349 rows, key `economy`, `year`, `indicator`, `edition`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; WLD is the world, which has GDP and
          population only in 2022; the United States, for its prices, are in 2022 only (CHN, JPN,
          KOR, MNG, RUS, USA, WLD)
        - `year` : year of the value (1990 to 2021, in 2026 to 2025)
        - `indicator` : World Bank indicator code (``codebook("world_development_indicators")``
          lists them)
        - `value` : the value, in the unit of its row
        - `unit` : unit of the value
        - `edition` : the edition that was asked for
        - `vintage` : month or year in which the series stood so (2022-09, 2022-10, 2023-02, 2026,
          2026-07)
        - `obs_status` : SDMX status: A normal, B the first value on a new basis
        - `segment` : breaks of the series so far, from 0; compare rows of one segment

    Raises
    ------
    UnknownChoiceError
        If there is no such edition.
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: World Bank, World Development Indicators, CC BY 4.0; series of ICT after ITU, of secure
    servers after Netcraft, of research after UNESCO, of high-technology exports after UN Comtrade
    through WITS. Corrections: none.

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
    return read("world_development_indicators", edition=edition)


def egovernment_index() -> DataFrame[schemas.EgovernmentIndex]:
    """E-government and e-participation indices of the United Nations, 2003-2024.

    A row is one economy in one survey: the scores behind the ranks of `egovernment_ranks`, with
    which gaps, shares and inequality can be measured; of ranks they mean nothing. A score is on
    the scale of its survey, and the surveys change how they measure: `obs_status` is `B` where they
    did (2008, 2012, 2014, 2018, 2020, 2022, 2024), and notes of kind `break` say how. Status and
    `segment` are of the row: in most of these surveys `telecommunication_index` breaks and with it
    `egdi`, in 2022 `online_service_index` and `epi`, so a metric of `epi` warns too often.

    Returns
    -------
    DataFrame
        60 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, MNG, RUS)
        - `year` : year of the survey (2003, 2004, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020,
          2022, 2024)
        - `egdi` : E-Government Development Index, 1 is best, index
        - `egdi_rank` : place by egdi, 1 is best
        - `epi` : E-Participation Index, 1 is best, index
        - `epi_rank` : place by epi, 1 is best: 1 and the number of states with a higher score
        - `online_service_index` : Online Service Index, a part of egdi, index
        - `human_capital_index` : Human Capital Index, a part of egdi, index
        - `telecommunication_index` : Telecommunication Infrastructure Index, a part of egdi, index
        - `countries` : states in the survey, states
        - `obs_status` : SDMX status: A normal, B the first survey on a new basis
        - `segment` : breaks of the series so far, from 0; compare rows of one segment

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: United Nations, E-Government Surveys 2003 to 2024, scores as in the Knowledgebase's
    download. Ranks by EPI are computed from the scores of all states. The numbers are quoted as
    facts. Corrections: none.

    Examples
    --------
    >>> import neadigital
    >>> data = neadigital.egovernment_index().query("year == 2024")
    >>> data.set_index("economy")["egdi"].round(3).to_dict()
    {'CHN': 0.872, 'JPN': 0.935, 'KOR': 0.968, 'MNG': 0.846, 'RUS': 0.853}
    """
    return read("egovernment_index", as_printed=False)


def cybersecurity_index() -> DataFrame[schemas.CybersecurityIndex]:
    """Global Cybersecurity Index of ITU, scores and ranks, 2014-2024.

    A row is one economy in one edition: the scores behind the ranks of `cybersecurity_ranks`, with
    which gaps and inequality can be measured; of ranks they mean nothing. The editions differ in
    questions and weights, so a change of a score is not only a change of the economy: `obs_status`
    is `B` where they do (2017, 2018, 2020, 2024), and notes of kind `break` say how. Scores before
    2020 were published between 0 and 1. In 2024 ITU published tiers and no ranks.

    Returns
    -------
    DataFrame
        25 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, MNG, RUS)
        - `year` : year of the edition (2014, 2017, 2018, 2020, 2024)
        - `score` : score, 100 is best; until 2018 a hundred times that published, index, 0-100
        - `rank` : place by score, 1 is best; missing in 5 rows
        - `obs_status` : SDMX status: A normal, B the first edition on a new basis
        - `segment` : breaks of the series so far, from 0; compare rows of one segment

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: International Telecommunication Union, Global Cybersecurity Index, five editions. The
    numbers are quoted as facts. Corrections: none.

    Examples
    --------
    >>> import neadigital
    >>> data = neadigital.cybersecurity_index().query("year == 2024")
    >>> data.set_index("economy")["score"].to_dict()
    {'CHN': 91.64, 'JPN': 97.58, 'KOR': 100.0, 'MNG': 56.36, 'RUS': 92.13}
    """
    return read("cybersecurity_index", as_printed=False)
