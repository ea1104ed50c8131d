"""The loaders of the introduction and section I.1: how large the digital economy is, and how it grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neadigital.loaders import read

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital import schemas


def global_digital_economy(*, as_printed: bool = False) -> DataFrame[schemas.GlobalDigitalEconomy]:
    """Value added of the world's digital economy, and its share of GDP, 2016-2021.

    A row is the world (`WLD`) in one year, in the columns and the unit of `digital_economy_scale`. The paper prints the
    scale of 2020 and two shares; the rest comes from other publications.

    From 2018 on the values are CAICT's (China Academy of Information and Communications Technology) and cover 47
    economies, nine tenths of the world's GDP. The share is of *their* GDP, so it is more than scale over `gdp_usd_bn`,
    which is the whole world's. The value of 2017 is of the whole world by another method that counts much less: do not
    compare it with what follows. `coverage` says which is which.

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
        - `scale_usd_bn` : value added of the digital economy, of those that coverage names, US$ billion; missing in 1
          row
        - `gdp_usd_bn` : gross domestic product of the whole world, World Bank, as of October 2022, US$ billion
        - `share_of_gdp_pct` : scale over the GDP of those that coverage names, not over gdp_usd_bn, %; missing in 2
          rows
        - `basis` : where scale_usd_bn comes from; empty where it is missing (stated, reconstructed, bounded, external)
        - `coverage` : whose scale and share these are; empty where both are missing (47 economies, world)

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), introduction and figure 1; CAICT (2019-2022); China Academy of Cyberspace Studies (2018); World
    Bank. Each external number is in ``external_figures()``. Corrections: none; gaps and the break:
    ``notes("global_digital_economy")``.

    Examples
    --------
    China's share of the digital economy of the 47 economies, 2018 to 2021:

    >>> import neadigital
    >>> both = neadigital.digital_economy_scale().merge(neadigital.global_digital_economy(), on="year")
    >>> both.query("economy_x == 'CHN' and year >= 2018").eval("scale_usd_bn_x / scale_usd_bn_y").round(3).tolist()
    [0.157, 0.163, 0.164, 0.185]
    """
    return read("global_digital_economy", as_printed)


def digital_economy_scale(*, as_printed: bool = False) -> DataFrame[schemas.DigitalEconomyScale]:
    """Scale of the digital economy of four economies and its share of GDP, 2016-2021.

    A row is one economy in one year. The paper prints two levels (China 2016 and 2021) and four shares of GDP. The
    other values are recovered: table 1 divides growth by the new value, so x[t-1] = x[t] (1 - g[t]), and every printed
    digit bounds the result. China, Japan and Russia are known within 1 %; Japan rests on another publication's level of
    2016. For Korea the text says only "more than half of GDP" in 2020 and 2021 and that China is 64 % of the four,
    which gives bounds and no value. China's level of 2020 is seriously doubtful: it is 5.5 % below CAICT's own figures.

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
        - `basis` : where scale_usd_bn comes from; as printed, empty where it is missing (stated, reconstructed,
          bounded, external)

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), figures 2-6, sections I.1.1 to I.1.5, conclusion and table 1; Japan 2016: China Info100
    (2018); World Bank. Corrections: none; doubts and gaps: ``notes("digital_economy_scale")``. The method with its
    proof is in ``docs/recovered.md``; it is `growth.levels_from_rates`.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.digital_economy_scale().query("economy == 'CHN'")["scale_usd_bn"].tolist()
    [3400.9, 4020.0, 4728.8, 5195.5, 5356.7, 7057.6]
    """
    return read("digital_economy_scale", as_printed)


def growth_rates(*, as_printed: bool = False) -> DataFrame[schemas.GrowthRates]:
    """Growth of GDP and of the digital economy of four economies, 2017-2021.

    A row is one economy in one year, compared with the year before. The paper divides each change by the *new* value;
    these are the usual rates over the old one: of GDP from the World Bank's series, of the digital economy g / (1 - g)
    of the printed g, right to about 0.01. Korea's growth of GDP of 2020 also lost its minus sign. China's digital rates
    are proved by levels at both ends, those of Japan, Korea and Russia inferred. Proved means how the paper computes,
    not that its number is true: China's digital rates of 2020 and 2021 are seriously doubtful, because the level
    between them is low beside CAICT's own figures. Rates are of current US dollars, so they hold exchange rates and
    prices too.

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
        - `digital_economy_growth_pct` : growth of the digital economy's value added in current US dollars, %

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 1, from CAICT (2022) and World Bank GDP. Corrections: ``errata()``, kinds `wrong_base`
    and `misprint`, each with its `certainty`.

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


def world_development_indicators() -> DataFrame[schemas.WorldDevelopmentIndicators]:
    """GDP, population and ICT series of the World Bank and ITU, 1990-2021.

    A row is one indicator of one economy in one year, as the series stood when the paper was written (GDP October 2022,
    ITU's February 2023; population, for weights, 2026). These series are not in the paper; they check it, give the GDP
    of `digital_economy_scale`, and are long enough for the metrics. Never mix them with later releases. A year without
    a value has no row; the world has GDP and population only.

    Returns
    -------
    DataFrame
        969 rows, key `economy`, `year`, `indicator`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy; WLD is the world (CHN, JPN, KOR, MNG, RUS, WLD)
        - `year` : year of the value (1990 to 2021)
        - `indicator` : World Bank indicator code (``codebook("world_development_indicators")`` lists them)
        - `value` : the value, in the unit of its row
        - `unit` : unit of the value (% of population, US$ (current), per 100 people, persons)
        - `vintage` : month or year in which the series stood so (2022-10, 2023-02, 2026)

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: World Bank, World Development Indicators, ICT series after ITU; CC BY 4.0. Corrections: none.

    Examples
    --------
    >>> import neadigital
    >>> data = neadigital.world_development_indicators()
    >>> data.query("economy == 'CHN' and year == 2021 and indicator == 'NY.GDP.MKTP.CD'")["value"].item() / 1e9
    17734.1
    """
    return read("world_development_indicators", as_printed=False)
