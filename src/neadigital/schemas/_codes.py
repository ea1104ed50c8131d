"""The closed vocabularies of the data."""

from __future__ import annotations

from typing import Any

#: Code -> meaning, unit, and further facts where there are any.
Codes = dict[str, tuple[str, str] | tuple[str, str, dict[str, Any]]]

# Where a number comes from; there is no fifth kind.
BASIS: Codes = {
    "stated": ("the paper prints it", ""),
    "reconstructed": (
        "computed from printed numbers by a stated rule, with bounds",
        "",
    ),
    "bounded": ("only bounds can be given", ""),
    "external": ("another publication's, in external_figures() or sources()", ""),
}

COVERAGE: Codes = {
    "47 economies": (
        "the 47 economies of CAICT's estimate, one series from 2018 on",
        "",
    ),
    "world": ("the whole world, by another institute and method", ""),
}

KINDS: Codes = {
    "misprint": ("the paper prints a wrong number", ""),
    "mislabelled": ("the paper's label does not fit its number", ""),
    "wrong_base": ("the paper divides by the wrong quantity", ""),
    "other_year": ("the value is of another year than its column or table", ""),
    "not_available": ("the paper, or what is known, gives no value", ""),
    "not_ranked": ("the paper says that there is no rank", ""),
    "other_basis": (
        "the value, or one beside it, is by another definition or publication: do not mix them",
        "",
    ),
    "doubtful": (
        "the value may be wrong or not comparable, but no right one is proved",
        "",
    ),
}

CERTAINTY: Codes = {
    "proved": ("the correct value itself follows from the evidence", ""),
    "inferred": (
        "the printed value is disproved, or breaks a rule proved for its neighbours; "
        "this is the only reading left",
        "",
    ),
}

SEVERITY: Codes = {
    "minor": ("a last digit, a revision or a rounding; no conclusion changes", ""),
    "serious": ("a conclusion may change", ""),
}

# On what ground a number stands; each stands on one.
GROUNDS: Codes = {
    "published": (
        "another publication has the same number, most often the one that the paper cites",
        "",
    ),
    "consistent": (
        "it fits other places of the paper, or arithmetic with a named series",
        "",
    ),
    "corrected_proved": ("the printed number is wrong; the right one is proved", ""),
    "corrected_inferred": (
        "the printed number is wrong; the right one is inferred",
        "",
    ),
    "doubtful_minor": (
        "it may be off by a last digit, a revision or a rounding",
        "",
    ),
    "doubtful_serious": (
        "it may be wrong, and a conclusion may change with it",
        "",
    ),
    "external": (
        "it is itself another publication's, because the paper's is lost; nothing confirms it",
        "",
    ),
    "unchecked": (
        "it was looked for, and no second source was found; it may well be right",
        "",
    ),
}

# The types of documents of the Citation Style Language (CSL).
SOURCE_TYPES: Codes = {
    "article-journal": ("article of a journal", ""),
    "book": ("book", ""),
    "chapter": ("chapter of a book", ""),
    "dataset": ("table or series of data", ""),
    "report": ("report, white paper or survey", ""),
    "thesis": ("thesis", ""),
    "webpage": ("page or article on the web", ""),
}

# `printed` has the labels of the rows of tables 2 and 7, `series` is the World Bank's copy of an
# indicator.
ITU_INDICATORS: Codes = {
    "fixed_telephone_per_100": (
        "fixed-telephone subscriptions",
        "per 100 inhabitants",
        {
            "printed": ["Fixed-telephone subscriptions per inhabitants"],
            "series": "IT.MLT.MAIN.P2",
        },
    ),
    "mobile_cellular_per_100": (
        "mobile-cellular telephone subscriptions",
        "per 100 inhabitants",
        {
            "printed": [
                "Mobile-cellular subscriptions per 100 inhabitants",
                "Mobile-cellular telephone subscriptions per 100 inhabitants",
            ],
            "series": "IT.CEL.SETS.P2",
        },
    ),
    "mobile_broadband_per_100": (
        "active mobile-broadband subscriptions",
        "per 100 inhabitants",
        {"printed": ["Active mobile-broadband subscriptions per 100 inhabitants"]},
    ),
    "fixed_broadband_per_100": (
        "fixed-broadband subscriptions",
        "per 100 inhabitants",
        {
            "printed": ["Fixed-broadband subscriptions per 100 inhabitants"],
            "series": "IT.NET.BBND.P2",
        },
    ),
    "coverage_3g_pct": (
        "population covered by a 3G mobile network",
        "%",
        {"printed": ["Proportion of 3G Network coverage (%)"]},
    ),
    "coverage_4g_pct": (
        "population covered by a 4G mobile network",
        "%",
        {"printed": ["Proportion of 4G Network coverage (%)"]},
    ),
    "mobile_phone_ownership_pct": (
        "individuals who own a mobile phone",
        "%",
        {"printed": ["Percentage of individuals owning a mobile phone (%)"]},
    ),
    "internet_users_pct": (
        "individuals who use the Internet",
        "%",
        {
            "printed": [
                "Percentage of population using the Internet (%)",
                "Percentage of individuals using the Internet (%)",
            ],
            "series": "IT.NET.USER.ZS",
        },
    ),
    "households_with_computer_pct": (
        "households with a computer",
        "%",
        {"printed": ["Percentage of families owning a computer (%)"]},
    ),
    "households_with_internet_pct": (
        "households with Internet access at home",
        "%",
        {"printed": ["Percentage of families owning the Internet (%)"]},
    ),
    "bandwidth_per_user_kbit_s": (
        "international bandwidth used per Internet user",
        "kbit/s",
        {"printed": ["International bandwidth usage per Internet user (kbit/s)"]},
    ),
}

# Of SDMX code list CL_OBS_STATUS, the codes in use.
OBS_STATUS: Codes = {"A": ("normal value", ""), "O": ("missing value", "")}

ICT_MEASURES: Codes = {
    "digital_industrialisation_share_of_gdp": (
        "the series of CAICT nearest to figure 7: value added over GDP",
        "%",
    ),
    "digital_industrialisation_value_added": (
        "the series of CAICT nearest to figure 7: value added",
        "CNY trillion",
    ),
    "ict_average_contribution_to_growth": (
        "average contribution to growth of real GDP over five years",
        "%",
    ),
    "ict_contribution_to_growth": ("contribution to economic growth", "%"),
    "ict_exports": ("exports", "US$ billion"),
    "ict_imports": ("imports", "US$ billion"),
    "ict_planned_investment": (
        "planned investment in research and development",
        "KRW billion",
    ),
    "ict_revenue": ("revenue", "CNY trillion"),
    "ict_revenue_growth": ("growth of revenue over the year before", "%"),
    "ict_revenue_share_of_gdp": ("revenue over GDP, a ratio and not a part", "%"),
    "ict_sales": (
        "sales of the information and communications industry",
        "JPY billion",
    ),
    "ict_scale": ("scale of the industry", "KRW billion"),
    "ict_share_of_gdp": ("share of GDP", "%"),
    "ict_trade_surplus": ("exports minus imports", "US$ billion"),
    "ict_value_added": ("value added", "CNY trillion"),
    "ict_value_added_growth": ("growth of value added over the year before", "%"),
    "ict_value_added_share_of_gdp": ("value added over GDP", "%"),
}

# How a number of another publication was read.
GRADES: Codes = {
    "primary": ("in the publication itself, on its publisher's own page", ""),
    "copy": ("in a copy of it: a data file, named with its commit, or a text", ""),
    "secondary": ("as others give it, most often the press", ""),
}

# What a number of another publication is there for.
USES: Codes = {
    "value": ("it is a value of a dataset, because the paper gives none", ""),
    "check": ("it checks or corrects a number, by itself or in a computation", ""),
    "comparison": ("it is of another basis or edition, and a text compares it", ""),
    "confirms": ("it is the same quantity as a number of the paper, equal or not", ""),
    "later": (
        "it continues a series, after the paper or before it: do not join the two",
        "",
    ),
}

# What a number of another publication measures. Indicators of ITU and measures of the
# ICT industry have one name in datasets and in records; for the other measures a column
# of a dataset names its own (`measure` in its facts), and a statement too (`published`).
# A measure with a `source` is that publication's own, so that a place in one ranking
# cannot pass for a place in another.
MEASURES: Codes = {
    **{indicator: (facts[0], facts[1]) for indicator, facts in ITU_INDICATORS.items()},
    **{
        measure: ICT_MEASURES[measure]
        for measure in (
            "digital_industrialisation_share_of_gdp",
            "digital_industrialisation_value_added",
            "ict_exports",
            "ict_imports",
            "ict_planned_investment",
            "ict_sales",
            "ict_trade_surplus",
        )
    },
    "digital_economy_value_added": (
        "value added of the digital economy",
        "US$ billion;US$ trillion;CNY trillion",
    ),
    "digital_economy_share_of_gdp": (
        "value added of the digital economy over the same economies' GDP",
        "%",
    ),
    "digital_economy_growth": (
        "growth of the digital economy over the year before",
        "%",
    ),
    "digital_economy_rank": ("place by value added of the digital economy", "rank"),
    "share_of_47_economies": (
        "value added of the digital economy, in that of the 47 economies of CAICT",
        "%",
    ),
    "local_online_service_rank": (
        "place of the economy's most populous city by the Local Online Service Index",
        "rank",
    ),
    "imd_digital_competitiveness_rank": (
        "place in IMD's digital ranking",
        "rank",
        {"source": "imd-wdcr"},
    ),
    "imd_world_competitiveness_rank": (
        "place in IMD's general ranking, not the digital one",
        "rank",
        {"source": "imd-wcr"},
    ),
    "connectivity_rank": (
        "place in Huawei's Global Connectivity Index",
        "rank",
        {"source": "gci-2020"},
    ),
    "connectivity_score": (
        "total score in Huawei's Global Connectivity Index",
        "score 0-120",
        {"source": "gci-2020"},
    ),
    "connectivity_broadband_score": (
        "score in broadband, in Huawei's Global Connectivity Index",
        "score 0-120",
        {"source": "gci-2020"},
    ),
    "connectivity_cloud_score": (
        "score in cloud computing, in Huawei's Global Connectivity Index",
        "score 0-120",
        {"source": "gci-2020"},
    ),
    "connectivity_ai_score": (
        "score in artificial intelligence, in Huawei's Global Connectivity Index",
        "score 0-120",
        {"source": "gci-2020"},
    ),
    "connectivity_iot_score": (
        "score in the Internet of Things, in Huawei's Global Connectivity Index",
        "score 0-120",
        {"source": "gci-2020"},
    ),
    "ecommerce_sales": (
        "e-commerce sales, B2B and B2C",
        "US$ billion;US$ trillion",
    ),
    "ecommerce_sales_growth": ("growth of e-commerce sales over the year before", "%"),
    "ecommerce_sales_rank": ("place by e-commerce sales", "rank"),
    "ecommerce_sales_share_of_gdp": ("e-commerce sales over GDP", "%"),
    "b2b_ecommerce_sales": (
        "business-to-business e-commerce sales",
        "US$ billion;US$ trillion",
    ),
    "b2b_share_of_ecommerce_sales": ("B2B sales in all e-commerce sales", "%"),
    "b2c_ecommerce_sales": (
        "business-to-consumer e-commerce sales",
        "US$ billion;US$ trillion",
    ),
    "b2c_ecommerce_sales_growth": (
        "growth of B2C e-commerce sales over the year before",
        "%",
    ),
    "b2c_ecommerce_sales_rank": ("place by B2C e-commerce sales", "rank"),
    "online_shoppers": ("people who shop online", "million people"),
    "online_shoppers_share_of_internet_users": (
        "online shoppers in all Internet users",
        "%",
    ),
    "trade_with_russia": (
        "imports plus exports",
        "CNY billion;CNY trillion;US$ billion",
    ),
    "trade_with_russia_growth": (
        "growth of trade with Russia over the same months of the year before",
        "%",
    ),
    "internet_economy_share_of_gdp": (
        "the Internet economy over GDP, which is less than the digital economy",
        "%",
    ),
    "years_as_russias_largest_partner": (
        "years in a row as Russia's largest trading partner",
        "years",
    ),
    "NY.GDP.MKTP.CD": (
        "gross domestic product, World Bank, as known at the time of the source",
        "US$ billion",
    ),
}

WDI_INDICATORS: Codes = {
    "IT.CEL.SETS.P2": ("mobile cellular subscriptions", "per 100 people"),
    "IT.MLT.MAIN.P2": ("fixed telephone subscriptions", "per 100 people"),
    "IT.NET.BBND.P2": ("fixed broadband subscriptions", "per 100 people"),
    "IT.NET.USER.ZS": ("individuals using the Internet", "% of population"),
    "NY.GDP.MKTP.CD": ("gross domestic product", "US$ (current)"),
    "SP.POP.TOTL": ("population", "persons"),
}

# The edition of 2026 has no fixed telephones, and more series.
WDI_INDICATORS_2026: Codes = {
    "GB.XPD.RSDV.GD.ZS": ("research and development expenditure", "% of GDP"),
    **{
        code: WDI_INDICATORS[code]
        for code in ("IT.CEL.SETS.P2", "IT.NET.BBND.P2", "IT.NET.USER.ZS")
    },
    "IT.NET.SECR.P6": ("secure Internet servers", "per 1 million people"),
    "NY.GDP.MKTP.CD": WDI_INDICATORS["NY.GDP.MKTP.CD"],
    "NY.GDP.PCAP.CD": ("gross domestic product per person", "US$ (current)"),
    "SP.POP.TOTL": WDI_INDICATORS["SP.POP.TOTL"],
    "SP.URB.TOTL.IN.ZS": ("urban population", "% of total population"),
    "TX.VAL.TECH.MF.ZS": (
        "high-technology exports",
        "% of manufactured exports",
    ),
}
