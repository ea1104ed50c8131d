"""What a type checker sees of each loader; `make build` writes it, mypy runs it."""

from typing import assert_type

from pandera.typing import DataFrame

import neadigital
from neadigital import schemas

assert_type(
    neadigital.global_digital_economy(), DataFrame[schemas.GlobalDigitalEconomy]
)
assert_type(
    neadigital.load("global_digital_economy"), DataFrame[schemas.GlobalDigitalEconomy]
)
assert_type(
    neadigital.global_digital_economy(as_printed=True),
    DataFrame[schemas.GlobalDigitalEconomy],
)
assert_type(
    neadigital.load("global_digital_economy", as_printed=True),
    DataFrame[schemas.GlobalDigitalEconomy],
)
assert_type(neadigital.digital_economy_scale(), DataFrame[schemas.DigitalEconomyScale])
assert_type(
    neadigital.load("digital_economy_scale"), DataFrame[schemas.DigitalEconomyScale]
)
assert_type(
    neadigital.digital_economy_scale(as_printed=True),
    DataFrame[schemas.DigitalEconomyScale],
)
assert_type(
    neadigital.load("digital_economy_scale", as_printed=True),
    DataFrame[schemas.DigitalEconomyScale],
)
assert_type(neadigital.growth_rates(), DataFrame[schemas.GrowthRates])
assert_type(neadigital.load("growth_rates"), DataFrame[schemas.GrowthRates])
assert_type(neadigital.growth_rates(as_printed=True), DataFrame[schemas.GrowthRates])
assert_type(
    neadigital.load("growth_rates", as_printed=True), DataFrame[schemas.GrowthRates]
)
assert_type(neadigital.itu_indicators(), DataFrame[schemas.ItuIndicators])
assert_type(neadigital.load("itu_indicators"), DataFrame[schemas.ItuIndicators])
assert_type(
    neadigital.itu_indicators(as_printed=True), DataFrame[schemas.ItuIndicators]
)
assert_type(
    neadigital.load("itu_indicators", as_printed=True), DataFrame[schemas.ItuIndicators]
)
assert_type(neadigital.egovernment_ranks(), DataFrame[schemas.EgovernmentRanks])
assert_type(neadigital.load("egovernment_ranks"), DataFrame[schemas.EgovernmentRanks])
assert_type(
    neadigital.egovernment_ranks(as_printed=True), DataFrame[schemas.EgovernmentRanks]
)
assert_type(
    neadigital.load("egovernment_ranks", as_printed=True),
    DataFrame[schemas.EgovernmentRanks],
)
assert_type(
    neadigital.local_online_service_ranks(), DataFrame[schemas.LocalOnlineServiceRanks]
)
assert_type(
    neadigital.load("local_online_service_ranks"),
    DataFrame[schemas.LocalOnlineServiceRanks],
)
assert_type(
    neadigital.local_online_service_ranks(as_printed=True),
    DataFrame[schemas.LocalOnlineServiceRanks],
)
assert_type(
    neadigital.load("local_online_service_ranks", as_printed=True),
    DataFrame[schemas.LocalOnlineServiceRanks],
)
assert_type(
    neadigital.digital_competitiveness_ranks(),
    DataFrame[schemas.DigitalCompetitivenessRanks],
)
assert_type(
    neadigital.load("digital_competitiveness_ranks"),
    DataFrame[schemas.DigitalCompetitivenessRanks],
)
assert_type(
    neadigital.digital_competitiveness_ranks(as_printed=True),
    DataFrame[schemas.DigitalCompetitivenessRanks],
)
assert_type(
    neadigital.load("digital_competitiveness_ranks", as_printed=True),
    DataFrame[schemas.DigitalCompetitivenessRanks],
)
assert_type(neadigital.city_competitiveness(), DataFrame[schemas.CityCompetitiveness])
assert_type(
    neadigital.load("city_competitiveness"), DataFrame[schemas.CityCompetitiveness]
)
assert_type(
    neadigital.city_competitiveness(as_printed=True),
    DataFrame[schemas.CityCompetitiveness],
)
assert_type(
    neadigital.load("city_competitiveness", as_printed=True),
    DataFrame[schemas.CityCompetitiveness],
)
assert_type(
    neadigital.top_digital_enterprises(), DataFrame[schemas.TopDigitalEnterprises]
)
assert_type(
    neadigital.load("top_digital_enterprises"), DataFrame[schemas.TopDigitalEnterprises]
)
assert_type(
    neadigital.top_digital_enterprises(as_printed=True),
    DataFrame[schemas.TopDigitalEnterprises],
)
assert_type(
    neadigital.load("top_digital_enterprises", as_printed=True),
    DataFrame[schemas.TopDigitalEnterprises],
)
assert_type(neadigital.ict_industry(), DataFrame[schemas.IctIndustry])
assert_type(neadigital.load("ict_industry"), DataFrame[schemas.IctIndustry])
assert_type(neadigital.ict_industry(as_printed=True), DataFrame[schemas.IctIndustry])
assert_type(
    neadigital.load("ict_industry", as_printed=True), DataFrame[schemas.IctIndustry]
)
assert_type(neadigital.connectivity_index(), DataFrame[schemas.ConnectivityIndex])
assert_type(neadigital.load("connectivity_index"), DataFrame[schemas.ConnectivityIndex])
assert_type(
    neadigital.connectivity_index(as_printed=True), DataFrame[schemas.ConnectivityIndex]
)
assert_type(
    neadigital.load("connectivity_index", as_printed=True),
    DataFrame[schemas.ConnectivityIndex],
)
assert_type(neadigital.cybersecurity_ranks(), DataFrame[schemas.CybersecurityRanks])
assert_type(
    neadigital.load("cybersecurity_ranks"), DataFrame[schemas.CybersecurityRanks]
)
assert_type(
    neadigital.cybersecurity_ranks(as_printed=True),
    DataFrame[schemas.CybersecurityRanks],
)
assert_type(
    neadigital.load("cybersecurity_ranks", as_printed=True),
    DataFrame[schemas.CybersecurityRanks],
)
assert_type(neadigital.ecommerce_sales(), DataFrame[schemas.EcommerceSales])
assert_type(neadigital.load("ecommerce_sales"), DataFrame[schemas.EcommerceSales])
assert_type(
    neadigital.ecommerce_sales(as_printed=True), DataFrame[schemas.EcommerceSales]
)
assert_type(
    neadigital.load("ecommerce_sales", as_printed=True),
    DataFrame[schemas.EcommerceSales],
)
assert_type(neadigital.b2c_ecommerce_sales(), DataFrame[schemas.B2cEcommerceSales])
assert_type(
    neadigital.load("b2c_ecommerce_sales"), DataFrame[schemas.B2cEcommerceSales]
)
assert_type(
    neadigital.b2c_ecommerce_sales(as_printed=True),
    DataFrame[schemas.B2cEcommerceSales],
)
assert_type(
    neadigital.load("b2c_ecommerce_sales", as_printed=True),
    DataFrame[schemas.B2cEcommerceSales],
)
assert_type(neadigital.digital_strategies(), DataFrame[schemas.DigitalStrategies])
assert_type(neadigital.load("digital_strategies"), DataFrame[schemas.DigitalStrategies])
assert_type(
    neadigital.digital_strategies(as_printed=True), DataFrame[schemas.DigitalStrategies]
)
assert_type(
    neadigital.load("digital_strategies", as_printed=True),
    DataFrame[schemas.DigitalStrategies],
)
assert_type(neadigital.trade_with_russia(), DataFrame[schemas.TradeWithRussia])
assert_type(neadigital.load("trade_with_russia"), DataFrame[schemas.TradeWithRussia])
assert_type(
    neadigital.trade_with_russia(as_printed=True), DataFrame[schemas.TradeWithRussia]
)
assert_type(
    neadigital.load("trade_with_russia", as_printed=True),
    DataFrame[schemas.TradeWithRussia],
)
assert_type(
    neadigital.world_development_indicators(),
    DataFrame[schemas.WorldDevelopmentIndicators],
)
assert_type(
    neadigital.load("world_development_indicators"),
    DataFrame[schemas.WorldDevelopmentIndicators],
)
assert_type(
    neadigital.world_development_indicators(edition="2022"),
    DataFrame[schemas.WorldDevelopmentIndicators],
)
assert_type(
    neadigital.load("world_development_indicators", edition="2022"),
    DataFrame[schemas.WorldDevelopmentIndicators],
)
assert_type(
    neadigital.world_development_indicators(edition="2026"),
    DataFrame[schemas.WorldDevelopmentIndicators],
)
assert_type(
    neadigital.load("world_development_indicators", edition="2026"),
    DataFrame[schemas.WorldDevelopmentIndicators],
)
assert_type(neadigital.egovernment_index(), DataFrame[schemas.EgovernmentIndex])
assert_type(neadigital.load("egovernment_index"), DataFrame[schemas.EgovernmentIndex])
assert_type(neadigital.cybersecurity_index(), DataFrame[schemas.CybersecurityIndex])
assert_type(
    neadigital.load("cybersecurity_index"), DataFrame[schemas.CybersecurityIndex]
)
assert_type(neadigital.load("notes"), DataFrame[schemas.Notes])
assert_type(neadigital.notes(), DataFrame[schemas.Notes])
assert_type(neadigital.load("statements"), DataFrame[schemas.Statements])
assert_type(neadigital.load("sources"), DataFrame[schemas.Sources])
assert_type(neadigital.sources(), DataFrame[schemas.Sources])
assert_type(neadigital.load("external_figures"), DataFrame[schemas.ExternalFigures])
assert_type(neadigital.load("economies"), DataFrame[schemas.Economies])
assert_type(neadigital.economies(), DataFrame[schemas.Economies])
assert_type(neadigital.load("printed_cells"), DataFrame[schemas.PrintedCells])
assert_type(neadigital.load("printed_titles"), DataFrame[schemas.PrintedTitles])
assert_type(neadigital.load("quality"), DataFrame[schemas.Quality])
assert_type(neadigital.quality(), DataFrame[schemas.Quality])
assert_type(neadigital.load("observations"), DataFrame[schemas.Observations])
assert_type(neadigital.observations(), DataFrame[schemas.Observations])
assert_type(neadigital.load("audit"), DataFrame[schemas.Audit])
assert_type(neadigital.audit(), DataFrame[schemas.Audit])
assert_type(neadigital.load("audit_cells"), DataFrame[schemas.AuditCells])
assert_type(neadigital.load("causes"), DataFrame[schemas.Causes])
