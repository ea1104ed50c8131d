"""How much of the growth in US dollars is exchange rate, prices and volume."""

from __future__ import annotations

import pandas as pd
import pytest
from metric_support import table

import neadigital
from neadigital import growth

PARTS = ["total", "currency", "price", "volume"]
TERMS = {"exchange_rate": "PA.NUS.FCRF", "deflator": "NY.GDP.DEFL.ZS"}
# In log points, 2016 to 2021, divided by hand; Korea's total is that of its printed rates.
FIVE_YEARS = table("""
    economy  value              total  currency  price  volume
    CHN      scale_usd_bn        73.0       3.0   13.6    56.4
    JPN      scale_usd_bn        11.4      -0.9    0.5    11.7
    RUS      scale_usd_bn        41.8      -9.4   33.6    17.5
    KOR      scale_low_usd_bn    45.3       1.5    5.4    38.4
    KOR      scale_high_usd_bn   45.3       1.5    5.4    38.4
""").set_index(["economy", "value"])


@pytest.fixture(scope="module")
def levels() -> pd.DataFrame:
    """Return the levels of the paper beside the World Bank's exchange rates and deflators."""
    wdi = neadigital.world_development_indicators(edition="2022")
    wide = wdi.pivot(index=["economy", "year"], columns="indicator", values="value")
    scale = neadigital.digital_economy_scale()
    return scale.merge(wide.reset_index(), on=["economy", "year"])


@pytest.mark.parametrize(("economy", "value"), FIVE_YEARS.index)
def test_five_years_are_divided_as_by_hand(levels, economy, value):
    """The growth from 2016 to 2021 has the parts that were computed by hand."""
    parts = growth.decompose(levels, value, periods=5, **TERMS)
    of_all = levels[["economy", "year"]].join(parts).set_index(["economy", "year"])
    found = of_all.loc[(economy, 2021), PARTS].round(1)
    expected = FIVE_YEARS.loc[(economy, value), PARTS]

    assert found.tolist() == expected.tolist()
