"""What a type checker sees: each loader promises its model, each question its frame. Run by mypy, not by pytest."""

from typing import assert_type

import pandas as pd
from pandera.typing import DataFrame

import neadigital
from neadigital import schemas
from neadigital.overview import Card

assert_type(neadigital.global_digital_economy(), DataFrame[schemas.GlobalDigitalEconomy])
assert_type(neadigital.digital_economy_scale(as_printed=True), DataFrame[schemas.DigitalEconomyScale])
assert_type(neadigital.ict_industry(), DataFrame[schemas.IctIndustry])
assert_type(neadigital.world_development_indicators(), DataFrame[schemas.WorldDevelopmentIndicators])
assert_type(neadigital.external_figures(), DataFrame[schemas.ExternalFigures])
assert_type(neadigital.growth_rates(), DataFrame[schemas.GrowthRates])
assert_type(neadigital.itu_indicators(), DataFrame[schemas.ItuIndicators])
assert_type(neadigital.egovernment_ranks(), DataFrame[schemas.EgovernmentRanks])
assert_type(neadigital.local_online_service_ranks(), DataFrame[schemas.LocalOnlineServiceRanks])
assert_type(neadigital.digital_competitiveness_ranks(), DataFrame[schemas.DigitalCompetitivenessRanks])
assert_type(neadigital.city_competitiveness(), DataFrame[schemas.CityCompetitiveness])
assert_type(neadigital.top_digital_enterprises(), DataFrame[schemas.TopDigitalEnterprises])
assert_type(neadigital.connectivity_index(), DataFrame[schemas.ConnectivityIndex])
assert_type(neadigital.cybersecurity_ranks(as_printed=True), DataFrame[schemas.CybersecurityRanks])
assert_type(neadigital.ecommerce_sales(), DataFrame[schemas.EcommerceSales])
assert_type(neadigital.b2c_ecommerce_sales(), DataFrame[schemas.B2cEcommerceSales])
assert_type(neadigital.trade_with_russia(as_printed=True), DataFrame[schemas.TradeWithRussia])
assert_type(neadigital.load("growth_rates"), pd.DataFrame)
assert_type(neadigital.notes(), DataFrame[schemas.Notes])
assert_type(neadigital.errata("growth_rates"), DataFrame[schemas.Notes])
assert_type(neadigital.flags("growth_rates"), pd.DataFrame)
assert_type(neadigital.quality(), pd.DataFrame)
assert_type(neadigital.observations("MNG"), pd.DataFrame)
assert_type(neadigital.about("growth_rates"), Card)
assert_type(neadigital.statements(), DataFrame[schemas.Statements])
assert_type(neadigital.sources(), DataFrame[schemas.Sources])
assert_type(neadigital.economies(), DataFrame[schemas.Economies])
assert_type(neadigital.datasets(), pd.DataFrame)
assert_type(neadigital.audit(), pd.DataFrame)
assert_type(neadigital.codebook(), pd.DataFrame)
assert_type(neadigital.printed_table(7), pd.DataFrame)
assert_type(neadigital.economy_code("Japan"), str)
assert_type(neadigital.cite(), str)

# A name that is none is an error to a type checker, too.
nothing = neadigital.growth_ratez  # type: ignore[attr-defined]

neadigital.load("growth_rate")  # type: ignore[arg-type]
neadigital.growth_rates(printed=True)  # type: ignore[call-arg]
