"""The loaders of sections I.2 to I.5: infrastructure, government, competitiveness, the ICT industry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neadigital.loaders import read

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital import schemas


def itu_indicators(*, as_printed: bool = False) -> DataFrame[schemas.ItuIndicators]:
    """ITU indicators of networks, devices and Internet use, for five economies and the world, 2015-2021.

    A row is one indicator of one economy in one year. Some values are of another year than they stand under, such as
    seven of Japan's of 2021: see `reference_year`. The header of table 2 swaps its two broadband columns, which is
    corrected. What tables 2 and 7 both print is here once, from table 2, which has one more decimal. Subscriptions can
    exceed 100 per 100 inhabitants. Four indicators are also series of the World Bank: ``codebook("itu_indicators")``
    says which.

    Parameters
    ----------
    as_printed : bool, default False
        Give table 2's broadband values in the order of its header, as printed.

    Returns
    -------
    DataFrame
        106 rows, key `economy`, `year`, `indicator`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; WLD is the world (CHN, JPN, KOR, MNG, RUS, WLD)
        - `year` : year that the value stands under (2015, 2018, 2021)
        - `indicator` : what is measured (``codebook("itu_indicators")`` lists them)
        - `value` : the value, in the unit of its row; missing in 3 rows
        - `unit` : unit of the value (per 100 inhabitants, %, kbit/s)
        - `reference_year` : year of the value: that in the cell's own brackets, else year (2015 to 2022)
        - `table` : table of the paper (2, 7)
        - `obs_status` : status, SDMX code list CL_OBS_STATUS (A, O)

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), tables 2 and 7, from ITU. Corrections: ``errata()``, kind `mislabelled`; other years and gaps:
    ``notes("itu_indicators")``.

    Examples
    --------
    >>> import neadigital
    >>> where = "economy == 'CHN' and year == 2021 and indicator == 'mobile_broadband_per_100'"
    >>> neadigital.itu_indicators().query(where)["value"].item()
    104.8
    """
    return read("itu_indicators", as_printed)


def egovernment_ranks(*, as_printed: bool = False) -> DataFrame[schemas.EgovernmentRanks]:
    """World ranks in e-government development and in e-participation, for five economies, 2010-2022.

    A row is one economy in one United Nations E-Government Survey. 1 is best, so a falling number is progress.
    Economies with equal indices share a rank. The questions change between editions, so a rank can move without any
    change at home.

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
    Source: Song (2023), table 3, from the United Nations E-Government Knowledgebase. Corrections: none.
    """
    return read("egovernment_ranks", as_printed)


def local_online_service_ranks(*, as_printed: bool = False) -> DataFrame[schemas.LocalOnlineServiceRanks]:
    """World ranks of four cities by the Local Online Service Index (LOSI), 2018-2022.

    A row is one city in one edition. The paper does not say how many cities an edition has, so equal ranks need not
    mean equal standing. Seoul and Shanghai share rank 9 in 2020. The numbers are in the text, in no table.

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
    Source: Song (2023), section I.3, from the United Nations E-Government Surveys. Corrections: none.
    """
    return read("local_online_service_ranks", as_printed)


def digital_competitiveness_ranks(*, as_printed: bool = False) -> DataFrame[schemas.DigitalCompetitivenessRanks]:
    """World ranks in digital competitiveness by IMD, for five economies, 2018-2022.

    A row is one economy in one edition. For Russia the paper prints, in 2018, 2019 and 2020, ranks of IMD's general
    ranking. 2018 and 2019 are corrected by another source; for 2020 none is at hand, so the printed rank stays and is
    seriously doubtful. In 2022 the paper prints NA for Russia.

    Parameters
    ----------
    as_printed : bool, default False
        Give Russia's ranks of 2018 and 2019 as printed.

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
    ``errata("digital_competitiveness_ranks")``, both inferred.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.digital_competitiveness_ranks().query("economy == 'RUS'")["rank"].tolist()
    [40, 38, 50, 42, <NA>]
    """
    return read("digital_competitiveness_ranks", as_printed)


def city_competitiveness(*, as_printed: bool = False) -> DataFrame[schemas.CityCompetitiveness]:
    """Rank and scores of five cities among the world's digital economy cities, 2021.

    A row is one city. Some ranks of 2019 and 2020 are printed as "no": beyond 30, if the list ends with the 30 cities
    that the text speaks of. The text also speaks of Seoul's rank of 2019, where the table has none, so that cell is
    doubtful.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing here is corrected.

    Returns
    -------
    DataFrame
        5 rows, key `city`.

        - `city` : city (Beijing, Moscow, Seoul, Shanghai, Tokyo)
        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, RUS)
        - `year` : year of the ranking (2021)
        - `rank` : place among the world's cities, 1 is best
        - `economic_infrastructure_score` : economic and infrastructure competitiveness, score 0-100
        - `digital_talent_score` : digital talent competitiveness, score 0-100
        - `digital_innovation_score` : digital innovation competitiveness, score 0-100
        - `total_score` : mean of the three scores, score 0-100
        - `rank_2020` : place in the 2020 ranking; missing for Moscow
        - `rank_2019` : place in the 2019 ranking; missing for Moscow and Seoul

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 5, from Zhao (2022). Corrections: none; gaps: ``notes("city_competitiveness")``.
    """
    return read("city_competitiveness", as_printed)


def top_digital_enterprises(*, as_printed: bool = False) -> DataFrame[schemas.TopDigitalEnterprises]:
    """How many of the world's 100 most competitive digital enterprises each economy has, 2020.

    A row is one economy that has at least one; the others, Russia and Mongolia among them, have no row. Taiwan is
    counted apart from China, as printed. The sum is 100.

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

    A row is one measure of one economy in one period. Measures with like names differ: China's `ict_revenue` is gross,
    `ict_value_added` is not, and `digital_industrialisation_*` is another aggregate, CAICT's series nearest to figure
    7. Japan's years are fiscal years; before 2020 they are official surveys. That figures 7 and 8 plot these series is
    not proved, so they are doubtful. What figures 9a and 9b plot cannot be recovered: those rows are missing, and the
    notes say what was tried.

    Parameters
    ----------
    as_printed : bool, default False
        Keep only what the paper prints; the rest is missing.

    Returns
    -------
    DataFrame
        50 rows, key `economy`, `period`, `measure`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, JPN, KOR, RUS)
        - `period` : year, quarter (2022Q4) or years (2000-2019)
        - `measure` : what is measured (``codebook("ict_industry")`` lists them)
        - `year` : year of the period, or its last year (2010 to 2022)
        - `value` : the value, in the unit of its row; missing in 17 rows
        - `unit` : unit of the value (%, CNY trillion, JPY billion, KRW billion, US$ billion)
        - `basis` : where the value comes from; empty where it is missing (stated, reconstructed, bounded, external)

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), sections I.5 and I.1.4, figures 7-9; CAICT (2019-2023); MIC and METI Japan (2012-2020), each
    in ``external_figures()``. Corrections: none; doubts and gaps: ``notes("ict_industry")``.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.ict_industry().query("economy == 'RUS'")[["period", "value"]].values.tolist()
    [['2019', 2.9], ['2020', 3.1]]
    """
    return read("ict_industry", as_printed)
