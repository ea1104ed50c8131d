"""What readers call a column or an indicator, in tables, filters, search and pictures."""

from __future__ import annotations

import inspect

# A column that means something else in a dataset has its own line there, `dataset.column`. A unit
# follows the first comma, where a name without it would be misread.
_LINES = """
    economy: Economy
    region: Province
    city: City
    year: Year
    period: Period
    months: Months covered
    edition: Edition
    vintage: Vintage
    unit: Unit
    indicator: Indicator
    value: Value
    table: Table of the paper
    basis: Where it comes from
    coverage: Economies covered
    obs_status: Status
    segment: Breaks so far
    reference_year: Year of the value
    countries: Countries in the survey
    scale_usd_bn: Digital economy
    scale_low_usd_bn: Digital economy, lower bound
    scale_high_usd_bn: Digital economy, upper bound
    gdp_usd_bn: GDP
    share_of_gdp_pct: Digital economy, % of GDP
    gdp_growth_pct: Growth of GDP
    digital_economy_growth_pct: Growth of the digital economy
    rank: World rank
    score: Score
    egdi: e-government index (EGDI)
    egdi_rank: e-government rank (EGDI)
    epi: e-participation index (EPI)
    epi_rank: e-participation rank (EPI)
    online_service_index: Online services (part of EGDI)
    human_capital_index: Human capital (part of EGDI)
    telecommunication_index: Telecommunication (part of EGDI)
    economic_infrastructure_score: Economy and infrastructure, score
    digital_talent_score: Digital talent, score
    digital_innovation_score: Digital innovation, score
    total_score: Total score
    enterprises: Enterprises among the top 100
    ai_score: Artificial intelligence, score
    broadband_score: Broadband, score
    cloud_score: Cloud computing, score
    iot_score: Internet of Things, score
    total_usd_bn: e-commerce sales
    total_share_of_gdp_pct: e-commerce sales, % of GDP
    b2b_usd_bn: B2B e-commerce sales
    b2b_share_of_total_pct: B2B, % of e-commerce sales
    b2c_usd_bn: B2C e-commerce sales
    online_shoppers_mn: Online shoppers
    online_shoppers_pct: Online shoppers, % of Internet users
    trade_cny_bn: Trade with Russia
    trade_low_cny_bn: Trade with Russia, lower bound
    trade_high_cny_bn: Trade with Russia, upper bound
    yoy_growth_pct: Growth of trade over a year before
    b2c_ecommerce_sales.share_of_gdp_pct: B2C e-commerce sales, % of GDP
    city_competitiveness.rank: Rank among cities
    local_online_service_ranks.rank: City's rank in online services
    digital_competitiveness_ranks.rank: Digital competitiveness rank (IMD)
    connectivity_index.rank: Connectivity rank (Huawei)
    connectivity_index.score: Connectivity score (Huawei)
    cybersecurity_ranks.rank: Cybersecurity rank (ITU)
    cybersecurity_index.rank: Cybersecurity rank (ITU)
    cybersecurity_index.score: Cybersecurity score (ITU)
    ecommerce_sales.rank: Rank by e-commerce sales
    b2c_ecommerce_sales.rank: Rank by B2C e-commerce sales
    fixed_telephone_per_100: Fixed telephones, per 100 people
    mobile_cellular_per_100: Mobile phones, per 100 people
    mobile_broadband_per_100: Mobile broadband, per 100 people
    fixed_broadband_per_100: Fixed broadband, per 100 people
    coverage_3g_pct: 3G coverage, % of people
    coverage_4g_pct: 4G coverage, % of people
    mobile_phone_ownership_pct: Mobile phone owners, % of people
    internet_users_pct: Internet users, % of people
    households_with_computer_pct: Homes with a computer, %
    households_with_internet_pct: Homes with Internet, %
    bandwidth_per_user_kbit_s: Bandwidth per Internet user
    digital_industrialisation_share_of_gdp: Digital industries, % of GDP
    digital_industrialisation_value_added: Digital industries, value added
    ict_average_contribution_to_growth: ICT's average contribution to growth
    ict_contribution_to_growth: ICT's contribution to growth
    ict_exports: ICT exports
    ict_imports: ICT imports
    ict_planned_investment: ICT research, planned investment
    ict_revenue: ICT revenue
    ict_revenue_growth: Growth of ICT revenue
    ict_revenue_share_of_gdp: ICT revenue, % of GDP
    ict_sales: ICT sales
    ict_scale: ICT industry's scale
    ict_share_of_gdp: ICT, % of GDP
    ict_trade_surplus: ICT trade surplus
    ict_value_added: ICT value added
    ict_value_added_growth: Growth of ICT value added
    ict_value_added_share_of_gdp: ICT value added, % of GDP
    FP.CPI.TOTL: Consumer prices
    GB.XPD.RSDV.GD.ZS: Research and development, % of GDP
    IT.CEL.SETS.P2: Mobile phones, per 100 people
    IT.MLT.MAIN.P2: Fixed telephones, per 100 people
    IT.NET.BBND.P2: Fixed broadband, per 100 people
    IT.NET.USER.ZS: Internet users, % of people
    IT.NET.SECR.P6: Secure servers, per million people
    NY.GDP.DEFL.ZS: GDP deflator
    NY.GDP.MKTP.CD: GDP, current US$
    NY.GDP.MKTP.KD: GDP, constant US$ of 2015
    NY.GDP.PCAP.CD: GDP per person, current US$
    PA.NUS.FCRF: Exchange rate, local currency per US$
    PA.NUS.PPP: Purchasing power parity
    SP.POP.TOTL: Population
    SP.URB.TOTL.IN.ZS: Urban population, %
    TX.VAL.TECH.MF.ZS: High-technology exports, % of manufactures
"""
_LABELS = dict(line.split(": ", 1) for line in inspect.cleandoc(_LINES).splitlines())


def label_of(dataset: str, name: str) -> str:
    """Return the readers' name of a dataset's column or of an indicator; empty if it has none."""
    return _LABELS.get(f"{dataset}.{name}") or _LABELS.get(name, "")
