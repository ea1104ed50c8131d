"""The recovered series: their growth, and what of them the paper prints."""

from __future__ import annotations

import neadigital
from neadigital import growth
from paper.rows import recovered


def test_growth_of_the_recovered_is_the_corrected_table():
    """Year-on-year growth of the recovered values is table 1 as corrected, within their bounds."""
    data = neadigital.digital_economy_scale()
    data["yoy"] = growth.yoy(data, "scale_usd_bn")
    key = ["economy", "year"]
    found = data[[*key, "yoy"]].dropna()
    rates = neadigital.growth_rates().merge(found, on=key)
    off = rates["yoy"] - rates["digital_economy_growth_pct"]

    assert len(rates) > 10
    assert off.abs().max() < 0.05


def test_published_roundings_agree():
    """Every published rounding of a recovered value overlaps its bounds."""
    scale = neadigital.digital_economy_scale().set_index(["economy", "year"])
    checks = neadigital.load("external_figures").query(
        "use == 'check' and figure in ('2', '4')"
    )

    assert not checks.empty
    for check in checks.itertuples():
        row = scale.loc[check.economy, int(check.period)]
        billions = {"US$ billion": 1, "US$ trillion": 1000}[check.unit]
        low, high = recovered.interval(f"{check.value:g}")
        assert row["scale_low_usd_bn"] <= billions * high
        assert row["scale_high_usd_bn"] >= billions * low


def test_as_printed_keeps_only_what_is_stated():
    """As printed, a recovered dataset holds exactly the numbers of the prose."""
    scale = neadigital.digital_economy_scale(as_printed=True)
    world = neadigital.global_digital_economy(as_printed=True)
    ict = neadigital.ict_industry(as_printed=True)

    assert scale["scale_usd_bn"].dropna().tolist() == [3400.9, 7057.6]
    assert scale["share_of_gdp_pct"].dropna().tolist() == [30.3, 39.8, 52.0, 18.9]
    assert (
        scale[["scale_low_usd_bn", "scale_high_usd_bn", "gdp_usd_bn"]]
        .isna()
        .all(axis=None)
    )
    assert world["scale_usd_bn"].dropna().tolist() == [32600]
    assert world["share_of_gdp_pct"].dropna().tolist() == [43.7, 45.0]
    assert ict["value"].notna().equals(ict["basis"] == "stated")
