"""The loaders, by the parts of the paper: a docstring and one line each.

Each gives a new frame, sorted by its key, with a plain RangeIndex; changing it changes nothing else.
"""

from neadigital.loaders._reading import DatasetName, load
from neadigital.loaders.cooperation import (
    b2c_ecommerce_sales,
    connectivity_index,
    cybersecurity_ranks,
    ecommerce_sales,
    trade_with_russia,
)
from neadigital.loaders.development import (
    city_competitiveness,
    digital_competitiveness_ranks,
    egovernment_ranks,
    ict_industry,
    itu_indicators,
    local_online_service_ranks,
    top_digital_enterprises,
)
from neadigital.loaders.economy import (
    digital_economy_scale,
    global_digital_economy,
    growth_rates,
    world_development_indicators,
)

__all__ = [
    "DatasetName",
    "b2c_ecommerce_sales",
    "city_competitiveness",
    "connectivity_index",
    "cybersecurity_ranks",
    "digital_competitiveness_ranks",
    "digital_economy_scale",
    "ecommerce_sales",
    "egovernment_ranks",
    "global_digital_economy",
    "growth_rates",
    "ict_industry",
    "itu_indicators",
    "load",
    "local_online_service_ranks",
    "top_digital_enterprises",
    "trade_with_russia",
    "world_development_indicators",
]
