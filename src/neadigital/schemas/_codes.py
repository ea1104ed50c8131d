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

# What external figures measure. A measure with a `source` is that publication's own, so that a
# place in one ranking cannot pass for a place in another.
MEASURES: Codes = {
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
    "digital_industrialisation_value_added": (
        "value added of digital industrialisation",
        "CNY trillion",
    ),
    "digital_industrialisation_share_of_gdp": (
        "value added of digital industrialisation over GDP",
        "%",
    ),
    "ict_sales": (
        "sales of the information and communications industry",
        "JPY billion",
    ),
    "internet_users": ("individuals who use the Internet", "%"),
    "mobile_cellular_subscriptions": (
        "mobile-cellular telephone subscriptions",
        "per 100 inhabitants",
    ),
    "fixed_broadband_subscriptions": (
        "fixed-broadband subscriptions",
        "per 100 inhabitants",
    ),
    "e_participation_rank": ("place by the E-Participation Index", "rank"),
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
    "trade_with_russia": ("imports plus exports", "CNY billion"),
    "trade_with_russia_growth": (
        "growth of trade with Russia over the same months of the year before",
        "%",
    ),
}

# `printed` has the labels of the rows of tables 2 and 7, `series` is the World Bank's copy of an
# indicator, `measure` its name in the external figures.
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
            "measure": "mobile_cellular_subscriptions",
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
            "measure": "fixed_broadband_subscriptions",
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
            "measure": "internet_users",
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

WDI_INDICATORS: Codes = {
    "IT.CEL.SETS.P2": ("mobile cellular subscriptions", "per 100 people"),
    "IT.MLT.MAIN.P2": ("fixed telephone subscriptions", "per 100 people"),
    "IT.NET.BBND.P2": ("fixed broadband subscriptions", "per 100 people"),
    "IT.NET.USER.ZS": ("individuals using the Internet", "% of population"),
    "NY.GDP.MKTP.CD": ("gross domestic product", "US$ (current)"),
    "SP.POP.TOTL": ("population", "persons"),
}
