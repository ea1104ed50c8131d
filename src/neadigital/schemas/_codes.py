"""The codes of the data and their meanings."""

from __future__ import annotations

import inspect
import re
from typing import Any

#: Code -> meaning, unit, and further facts.
Codes = dict[str, tuple[str, str, dict[str, Any]]]


def _vocabulary(text: str, **facts: dict[str, Any]) -> Codes:
    """Read lines of the form `code [unit] kind: label | meaning`; `facts` has further ones by code.

    Only what is measured has a unit and a kind; only indicators have a label, which is what readers
    call them.
    """
    # An indented line continues the one before it.
    entries = re.sub(r"\n +", " ", inspect.cleandoc(text)).splitlines()
    found: Codes = {}
    for entry in entries:
        head, _, meaning = entry.partition(": ")
        code, _, measured = head.partition(" [")
        unit, _, kind = measured.partition("] ")
        label, bar, plain = meaning.partition(" | ")
        own = {name: values[code] for name, values in facts.items() if code in values}
        if kind:
            own["kind"] = kind
        if bar:
            own["label"] = label
            meaning = plain
        found[code] = meaning, unit, own
    return found


# What a number is: which computations make sense of it.
NUMBER_KINDS = _vocabulary("""
    amount: it adds up over members
    ratio: it does not add up: a share, an index, a score, a price, a quantity per head
    rate: a growth, or a part of one
    rank: a place in an order
""")


# Where a number comes from. There is no fifth kind.
BASIS = _vocabulary("""
    stated: the paper prints it
    reconstructed: computed from printed numbers by a stated rule, with bounds
    bounded: only bounds can be given
    external: another publication's, in the tables external_figures or sources
""")

COVERAGE = _vocabulary("""
    47 economies: the 47 economies of CAICT's estimate, one series from 2018 on
    world: the whole world, by another institute and method
""")

KINDS = _vocabulary("""
    misprint: the paper prints a wrong number
    mislabelled: the paper's label does not fit its number
    wrong_base: the paper divides by the wrong quantity
    other_year: the value is of another year than its column or table
    not_available: the paper, or what is known, gives no value
    not_ranked: the paper says that there is no rank
    other_basis: the value, or one beside it, is by another definition or publication: do not
        mix them
    break: the series breaks here, as its publisher says, or jumps and nobody explains it: do not
        compare it with those before
    doubtful: the value may be wrong or not comparable, but no right one is proved
""")

CERTAINTY = _vocabulary("""
    proved: the correct value itself follows from the evidence
    inferred: the printed value is disproved, or breaks a rule proved for its neighbours; this
        is the only reading left
""")

SEVERITY = _vocabulary("""
    minor: no conclusion changes
    serious: a conclusion may change
""")

# Why a number can be trusted; each number has one ground.
GROUNDS = _vocabulary("""
    published: another publication has the same number, with at least as many digits
    consistent: it fits other numbers, of the paper or of a named series; at most three would, or
        all that would are within 1 %
    corrected_proved: the printed number is wrong; the right one is proved
    corrected_inferred: the printed number breaks a rule that is proved for its neighbours, or is
        disproved; this is the only reading left
    doubtful_minor: it may be wrong; no conclusion changes
    doubtful_serious: it may be wrong, and a conclusion may change with it
    external: it is itself another publication's, because the paper's is lost; nothing confirms
        it
    unchecked: no second source was found, or only a loose one; it may well be right
""")

# What the audit finds, the worst first.
VERDICTS = _vocabulary("""
    contradicted: the data say otherwise
    misprint: the data say otherwise, and show which printed number or label is wrong
    wrong_base: the number is right only over another base than the words say
    last_digit: off by less than one in the last printed digit, or by what a revision of its source
        would explain; no conclusion changes
    rounding: off, but by no more than the printed digits allow
    not_checkable: nothing here to check it against
    confirmed: the recomputation rounds to what is printed, or the comparison holds
""")

# Where a source is named.
SOURCE_KINDS = _vocabulary("""
    paper: the paper itself
    footnote: one of its footnotes
    text: its text, without a footnote
    external: another publication whose numbers are used here
    reading: where a number of another publication was read
""")

# The types of documents of the Citation Style Language (CSL).
SOURCE_TYPES = _vocabulary("""
    article-journal: article of a journal
    book: book
    chapter: chapter of a book
    dataset: table or series of data
    report: report, white paper or survey
    thesis: thesis
    webpage: page or article on the web
""")

# `printed` has the row labels of tables 2 and 7; `series` is the World Bank's copy of an indicator.
ITU_INDICATORS = _vocabulary(
    """
    fixed_telephone_per_100 [per 100 inhabitants] ratio:
        Fixed-telephone subscriptions, per 100 inhabitants | fixed-telephone subscriptions
    mobile_cellular_per_100 [per 100 inhabitants] ratio:
        Mobile-cellular subscriptions, per 100 inhabitants | mobile-cellular telephone subscriptions
    mobile_broadband_per_100 [per 100 inhabitants] ratio:
        Mobile-broadband subscriptions, per 100 inhabitants | active mobile-broadband subscriptions
    fixed_broadband_per_100 [per 100 inhabitants] ratio:
        Fixed-broadband subscriptions, per 100 inhabitants | fixed-broadband subscriptions
    coverage_3g_pct [%] ratio: 3G coverage, % of people |
        population covered by a 3G mobile network
    coverage_4g_pct [%] ratio: 4G coverage, % of people |
        population covered by a 4G mobile network
    mobile_phone_ownership_pct [%] ratio: Mobile phone owners, % of people |
        individuals who own a mobile phone
    internet_users_pct [%] ratio: Internet users, % of people |
        individuals who use the Internet
    households_with_computer_pct [%] ratio: Homes with a computer, % |
        households with a computer
    households_with_internet_pct [%] ratio: Homes with Internet, % |
        households with Internet access at home
    bandwidth_per_user_kbit_s [kbit/s per user] ratio: Bandwidth per Internet user |
        international bandwidth used per Internet user
    """,
    printed={
        "fixed_telephone_per_100": ["Fixed-telephone subscriptions per inhabitants"],
        "mobile_cellular_per_100": [
            "Mobile-cellular subscriptions per 100 inhabitants",
            "Mobile-cellular telephone subscriptions per 100 inhabitants",
        ],
        "mobile_broadband_per_100": [
            "Active mobile-broadband subscriptions per 100 inhabitants"
        ],
        "fixed_broadband_per_100": [
            "Fixed-broadband subscriptions per 100 inhabitants"
        ],
        "coverage_3g_pct": ["Proportion of 3G Network coverage (%)"],
        "coverage_4g_pct": ["Proportion of 4G Network coverage (%)"],
        "mobile_phone_ownership_pct": [
            "Percentage of individuals owning a mobile phone (%)"
        ],
        "internet_users_pct": [
            "Percentage of population using the Internet (%)",
            "Percentage of individuals using the Internet (%)",
        ],
        "households_with_computer_pct": [
            "Percentage of families owning a computer (%)"
        ],
        "households_with_internet_pct": [
            "Percentage of families owning the Internet (%)"
        ],
        "bandwidth_per_user_kbit_s": [
            "International bandwidth usage per Internet user (kbit/s)"
        ],
    },
    series={
        "fixed_telephone_per_100": "IT.MLT.MAIN.P2",
        "mobile_cellular_per_100": "IT.CEL.SETS.P2",
        "fixed_broadband_per_100": "IT.NET.BBND.P2",
        "internet_users_pct": "IT.NET.USER.ZS",
    },
)

# The codes in use, of the SDMX code list CL_OBS_STATUS.
OBS_STATUS = _vocabulary("""
    A: normal value
    B: time series break: do not compare it with the values before
    O: missing value
""")

ICT_INDICATORS = _vocabulary("""
    digital_industrialisation_share_of_gdp [%] ratio: Digital industries, % of GDP |
        the series of CAICT nearest to figure 7: value added over GDP
    digital_industrialisation_value_added [CNY trillion] amount: Digital industries, value added |
        the series of CAICT nearest to figure 7: value added
    ict_average_contribution_to_growth [%] rate: ICT's average contribution to growth |
        average contribution to growth of real GDP over five years
    ict_contribution_to_growth [%] rate: ICT's contribution to growth |
        contribution to economic growth
    ict_exports [US$ billion] amount: ICT exports |
        exports
    ict_imports [US$ billion] amount: ICT imports |
        imports
    ict_planned_investment [KRW billion] amount: ICT research, planned investment |
        planned investment in research and development
    ict_revenue [CNY trillion] amount: ICT revenue |
        revenue
    ict_revenue_growth [%] rate: Growth of ICT revenue |
        growth of revenue over the year before
    ict_revenue_share_of_gdp [%] ratio: ICT revenue, % of GDP |
        revenue over GDP, a ratio and not a part
    ict_sales [JPY billion] amount: ICT sales |
        sales of the information and communications industry
    ict_scale [KRW billion] amount: ICT industry's scale |
        scale of the industry
    ict_share_of_gdp [%] ratio: ICT, % of GDP |
        share of GDP
    ict_trade_surplus [US$ billion] amount: ICT trade surplus |
        exports minus imports
    ict_value_added [CNY trillion] amount: ICT value added |
        value added
    ict_value_added_growth [%] rate: Growth of ICT value added |
        growth of value added over the year before
    ict_value_added_share_of_gdp [%] ratio: ICT value added, % of GDP |
        value added over GDP
""")

# What the paper dates in its prose.
STRATEGY_KINDS = _vocabulary("""
    strategy: a strategy of a government
    plan: a plan, with or without its span of years
    programme: a programme or project, with money
    policy: a policy or guidance
    declaration: a declaration of a government alone
    agreement: what two governments signed
    platform: a facility or service that was opened
    event: a forum
""")

# The languages of names in the original, by ISO 639-1.
LANGUAGES = _vocabulary("""
    ja: Japanese
    ko: Korean
    ru: Russian
    zh: Chinese
""")

# How a number of another publication was read.
GRADES = _vocabulary("""
    primary: in the publication itself, on its publisher's own page
    copy: in a copy of it: a data file, named with its commit, or a text
    secondary: as others give it, most often the press
""")

# Why a number of another publication is recorded.
USES = _vocabulary("""
    value: it is a value of a dataset, because the paper gives none
    check: it checks or corrects a number, by itself or in a computation
    comparison: it is on another definition or of another edition, and a text compares it
    confirms: it is the same quantity as a number of the paper, and agrees with it
    differs: it is the same quantity as a number of the paper, and does not agree with it
    later: it continues a series of the paper by years that the paper does not have, later or
        earlier ones: do not join the two
""")

# An indicator with a `source` belongs to that publication, so that a rank in one ranking cannot be
# taken for a rank in another.
_OTHER_INDICATORS = _vocabulary(
    """
    digital_economy_value_added [US$ billion;US$ trillion;CNY trillion] amount: value added of the
        digital economy
    digital_economy_share_of_gdp [%] ratio: value added of the digital economy over the same
        economies' GDP
    digital_economy_growth [%] rate: growth of the digital economy over the year before
    digital_economy_rank [rank] rank: place by value added of the digital economy
    share_of_47_economies [%] ratio: value added of the digital economy, in that of the 47 economies
        of CAICT
    local_online_service_rank [rank] rank: place of the economy's most populous city by the Local
        Online Service Index
    imd_digital_competitiveness_rank [rank] rank: place in IMD's digital ranking
    imd_world_competitiveness_rank [rank] rank: place in IMD's general ranking, not the digital one
    connectivity_rank [rank] rank: place in Huawei's Global Connectivity Index
    connectivity_score [score 0-120] ratio: total score in Huawei's Global Connectivity Index
    connectivity_broadband_score [score 0-120] ratio: score in broadband, in Huawei's Global
        Connectivity Index
    connectivity_cloud_score [score 0-120] ratio: score in cloud computing, in Huawei's Global
        Connectivity Index
    connectivity_ai_score [score 0-120] ratio: score in artificial intelligence, in Huawei's Global
        Connectivity Index
    connectivity_iot_score [score 0-120] ratio: score in the Internet of Things, in Huawei's Global
        Connectivity Index
    cybersecurity_rank_by_count [rank] rank: place by ITU's cybersecurity score, counted by the
        economies ahead
    ecommerce_sales [US$ billion;US$ trillion] amount: e-commerce sales, B2B and B2C
    ecommerce_sales_growth [%] rate: growth of e-commerce sales over the year before
    ecommerce_sales_rank [rank] rank: place by e-commerce sales
    ecommerce_sales_share_of_gdp [%] ratio: e-commerce sales over GDP
    b2b_ecommerce_sales [US$ billion;US$ trillion] amount: business-to-business e-commerce sales
    b2b_share_of_ecommerce_sales [%] ratio: B2B sales in all e-commerce sales
    b2c_ecommerce_sales [US$ billion;US$ trillion] amount: business-to-consumer e-commerce sales
    b2c_ecommerce_sales_growth [%] rate: growth of B2C e-commerce sales over the year before
    b2c_ecommerce_sales_rank [rank] rank: place by B2C e-commerce sales
    online_shoppers [million people] amount: people who shop online
    online_shoppers_share_of_internet_users [%] ratio: online shoppers in all Internet users
    trade_with_russia [CNY billion;CNY trillion;US$ billion] amount: imports plus exports
    trade_with_russia_growth [%] rate: growth of trade with Russia over the same months of the year
        before
    internet_economy_share_of_gdp [%] ratio: the Internet economy over GDP, which is less than the
        digital economy
    forbes_digital_100_enterprises [enterprises] amount: enterprises in Forbes' Digital 100
    cities_in_survey [cities] amount: cities in the survey behind the Local Online Service Index
    cities_in_ranking [cities] amount: cities that the blue book on digital economy ranks
    economies_covered [countries] amount: countries in CAICT's estimate of the world's digital
        economy
    information_industry_share_of_gdp [%] ratio: value added of the information industry over GDP
    years_as_russias_largest_partner [years] ratio: years in a row as Russia's largest trading
        partner
    NY.GDP.MKTP.CD [US$ billion] amount: gross domestic product, World Bank, as known at the time of
        the source
    """,
    source={
        "imd_digital_competitiveness_rank": "imd-wdcr",
        "imd_world_competitiveness_rank": "imd-wcr",
        "connectivity_rank": "gci-2020",
        "connectivity_score": "gci-2020",
        "connectivity_broadband_score": "gci-2020",
        "connectivity_cloud_score": "gci-2020",
        "connectivity_ai_score": "gci-2020",
        "connectivity_iot_score": "gci-2020",
    },
)

# What a number of another publication measures. The indicators of ITU and of the ICT industry have
# the same name in datasets and in records. Every other indicator is named by a column of a dataset
# (`indicator` in its facts) or by a statement (`published`).
INDICATORS: Codes = {
    **{
        indicator: (meaning, unit, {"kind": facts["kind"], "label": facts["label"]})
        for indicator, (meaning, unit, facts) in ITU_INDICATORS.items()
    },
    **{
        indicator: ICT_INDICATORS[indicator]
        for indicator in (
            "digital_industrialisation_share_of_gdp",
            "digital_industrialisation_value_added",
            "ict_exports",
            "ict_imports",
            "ict_planned_investment",
            "ict_revenue",
            "ict_sales",
            "ict_trade_surplus",
        )
    },
    **_OTHER_INDICATORS,
}

# Series of the World Bank, in both editions or in one.
WDI_INDICATORS = _vocabulary("""
    FP.CPI.TOTL [index (2010 = 100)] ratio: Consumer prices |
        consumer prices
    GB.XPD.RSDV.GD.ZS [% of GDP] ratio: Research and development, % of GDP |
        research and development expenditure
    IT.CEL.SETS.P2 [per 100 inhabitants] ratio:
        Mobile-cellular subscriptions, per 100 inhabitants | mobile cellular subscriptions
    IT.MLT.MAIN.P2 [per 100 inhabitants] ratio:
        Fixed-telephone subscriptions, per 100 inhabitants | fixed telephone subscriptions
    IT.NET.BBND.P2 [per 100 inhabitants] ratio:
        Fixed-broadband subscriptions, per 100 inhabitants | fixed broadband subscriptions
    IT.NET.USER.ZS [% of population] ratio: Internet users, % of people |
        individuals using the Internet
    IT.NET.SECR.P6 [per 1 million people] ratio: Secure servers, per million people |
        secure Internet servers
    NY.GDP.DEFL.ZS [index (own base year)] ratio: GDP deflator |
        deflator of gross domestic product; its base year differs by economy
    NY.GDP.MKTP.CD [US$ (current)] amount: GDP, current US$ |
        gross domestic product
    NY.GDP.MKTP.KD [US$ (constant 2015)] amount: GDP, constant US$ of 2015 |
        gross domestic product, real
    NY.GDP.PCAP.CD [US$ (current) per person] ratio: GDP per person, current US$ |
        gross domestic product per person
    PA.NUS.FCRF [LCU per US$] ratio: Exchange rate, local currency per US$ |
        official exchange rate, mean of the year
    PA.NUS.PPP [LCU per international $] ratio: Purchasing power parity |
        purchasing power parity of gross domestic product
    SP.POP.TOTL [persons] amount: Population |
        population
    SP.URB.TOTL.IN.ZS [% of total population] ratio: Urban population, % |
        urban population
    TX.VAL.TECH.MF.ZS [% of manufactured exports] ratio:
        High-technology exports, % of manufactures | high-technology exports
""")
