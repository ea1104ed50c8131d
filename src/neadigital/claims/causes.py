"""The causes: what one slip or one open question explains, with what follows from it for the paper.

Typed here once, in the order of what they change in the paper; the numbers in the texts are those of the findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from neadigital.claims.findings import Result
from neadigital.claims.page import Page
from neadigital.claims.verdicts import CONFIRMED

PROVED, INFERRED, OPEN = "proved", "inferred", "open"


@dataclass(frozen=True)
class Cause:
    """A cause.

    Attributes
    ----------
    id : str
        Stable identifier.
    title : str
        What it is, in a line.
    explains : tuple
        The checks, or single findings, that it explains where they do not hold.
    printed, follows, how, changes : str
        What the page says, what follows instead, how we know, what it changes in the paper. Braces hold a finding's
        number: ``{china-growth.said}`` as printed, ``{china-growth.found:.1f}`` as recomputed; or a number of the
        prose, ``{s022.said}``.
    sure : str
        `proved` (the right value follows), `inferred` (what is printed is disproved and this is the reading that is
        left), `open` (what is printed does not hold or cannot be confirmed, and what is right does not follow), then
        for which part, if not for all.
    """

    id: str
    title: str
    explains: tuple[str, ...]
    printed: str
    follows: str
    how: str
    changes: str
    sure: str


@dataclass(frozen=True)
class Amounts:
    """A finding's numbers, as the texts name them."""

    said: str
    found: float

    @classmethod
    def of(cls, result: Result) -> Amounts:
        """Return those of a finding."""
        stated, found = result.finding.stated, result.finding.recomputed
        said = "" if stated is None else f"{stated.value:.{stated.decimals}f}"
        return cls(said, float("nan") if found is None else found.value)


def told(cause: Cause, results: Mapping[str, Result], page: Page) -> Cause:
    """Return a cause with the numbers of the findings and of the prose in its texts."""
    amounts = {identifier: Amounts.of(result) for identifier, result in results.items()}
    amounts |= {
        identifier: Amounts(said.fields["value"], said.number.value) for identifier, said in page.statements.items()
    }
    return replace(
        cause,
        **{name: getattr(cause, name).format_map(amounts) for name in ("printed", "follows", "how", "changes", "sure")},
    )


def cause_of(result: Result) -> str:
    """Return the identifier of the cause that explains a finding; empty if it holds, or if none does."""
    if result.finding.verdict == CONFIRMED:
        return ""
    return _BY_CHECK.get(result.identifier) or _BY_CHECK.get(result.check.id, "")


CAUSES = (
    Cause(
        "new-base",
        "Growth rates are divided by the new value",
        ("t01-gdp", "t01-digital", "t01-digital-row", "china-growth", "intro-growth"),
        "All of Table 1; in the text China's digital economy grew by {china-growth.said} % from 2016 to 2021, the "
        "world's by {intro-growth-2020-2021.said} % in 2021 and by {intro-growth-2017-2021.said} % from 2017 to "
        "2021.",
        "These are (new - old) / new. Over the old value they are {china-growth.found:.1f} %, "
        "{intro-growth-2020-2021.found:.1f} % and {intro-growth-2017-2021.found:.0f} %, and China's rate of 2021 is "
        "{compared-up-2021-chn.found:.2f} instead of {s022.said} %; CAICT's level of 2020 puts that one rate in doubt "
        "as well (`china-2020`).",
        "World Bank GDP of autumn 2022 in whole US$ 100 million gives each printed GDP cell over the new value and, "
        "but for Korea's of 2020, none over the old one. China's two printed levels and the five rates between them "
        "fit only over the new value, and so do Japan's five with a published level of 2016. For Korea and Russia no "
        "second level is known.",
        "Growth is understated wherever it is large: China's digital economy has more than doubled, not grown by "
        "half. That the digital economy grew faster than GDP does not depend on the base. The world's "
        "{intro-growth-2017-2021.said} % also compares two institutes' estimates, so that neither base makes a "
        "growth rate of it.",
        "proved for GDP and for China and Japan; inferred for the digital economies of Korea and Russia",
    ),
    Cause(
        "jilin-2023",
        "Jilin's trade with Russia in January-July 2023 is ten times too large",
        ("t13-half-year", "trade-provinces"),
        "Table 13: {t13-half-year-jl.said} CNY billion; section III.2.1: the three provinces have "
        "{trade-provinces.said} % of China's trade with Russia.",
        "{t13-half-year-jl.found:.3f} CNY billion, and {trade-provinces.found:.1f} %.",
        "At its own rate of growth the printed value needs more trade in seven months of 2022 than in the whole "
        "year; nor does it fit the province's own rate for the whole of 2023 (external_figures). A tenth fits every "
        "bound. Whether a decimal point or a unit (100 million yuan) is wrong does not follow.",
        "The argument that the three provinces carry a third of the trade with Russia: it is little more than a sixth.",
        "inferred; that the printed value is wrong is proved",
    ),
    Cause(
        "russia-ict",
        "ICT as nearly all of Russia's digital economy does not fit the paper's own shares",
        ("ict-russia",),
        "Section I.5.2: the ICT industry contributes over {ict-russia.said} % of the digital economy's value added.",
        "{ict-russia.found:.0f} %, by the paper's own shares of GDP.",
        "The same section has ICT at {s077.said} % of GDP in 2020, and section I.1.2 the digital economy at "
        "{s015.said} % in 2021, which Table 1 carries back to 2020. The two measures of the digital economy are "
        "probably a narrow and a wide one.",
        "What is said of the structure of Russia's digital economy; and the two passages do not speak of one thing.",
        "open, as the measure of the printed share is not said; that the passages do not fit each other is proved",
    ),
    Cause(
        "broadband-header",
        "The broadband columns of Table 2 are headed in the wrong order",
        ("t02-order",),
        "The header says mobile / fixed: China's fixed broadband of 2021 would be {t02-order-chn-2021.said} per 100 "
        "inhabitants.",
        "Cells hold fixed / mobile: {t02-order-chn-2021.found:.1f}.",
        "The World Bank's copy of ITU's fixed broadband series agrees with the first number in all 15 cells, to within "
        "its last digit, and Table 7 prints the two apart for 2021.",
        "Whoever quotes Table 2 takes mobile for fixed broadband. The prose draws no conclusion from it.",
        "proved",
    ),
    Cause(
        "china-2020",
        "China's level of 2020 does not compare with its neighbours",
        ("china-2020",),
        "By Table 1 China's digital economy grew by {china-2020-growth-2020.said} % in 2020 and by "
        "{china-2020-growth-2021.said} % in 2021 (over the old value), and was {china-2020-share.said} % of GDP in "
        "2020.",
        "CAICT itself has {china-2020-growth-2020.found} % growth and {china-2020-share.found} % of GDP in 2020; "
        "its shares make {china-2020-growth-2021.found:.1f} % of 2021.",
        "A share of GDP does not depend on the currency, and the shares of 2019 and 2021 agree. The US$ level of "
        "2020 rounds to the one that CAICT published, so the page probably copies its source faithfully; why that "
        "level is low is not known.",
        "The contrast of a slow 2020 and a leap in 2021, and the {s022.said} % that section I.1.5 singles out.",
        "open; by CAICT's own numbers the years do not compare, but which level is right does not follow",
    ),
    Cause(
        "world-share",
        "The world's shares are not shares of the world's GDP",
        ("intro-share",),
        "Introduction: {intro-share-2020.said} % of GDP in 2020 and {intro-share-2021.said} % in 2021.",
        "Over the GDP of the world the printed value added is {intro-share-2020.found:.1f} and "
        "{intro-share-2021.found:.1f} %.",
        "World Bank GDP of the world. The conclusion says that the estimate covers 47 countries, and CAICT's shares "
        "of other years are those of their GDP.",
        "What reads as nearly half of the world's GDP is two fifths of it. That the share rose still holds.",
        "proved; that they are shares of the GDP of the 47 countries is inferred",
    ),
    Cause(
        "jilin-2022",
        "Jilin's trade with Russia in 2022 differs between table and text",
        ("t13-customs",),
        "Table 13: {t13-customs-jl-level.said} CNY billion, {t13-customs-jl-growth.said} % up.",
        "{t13-customs-jl-level.found:.2f} CNY billion, {t13-customs-jl-growth.found:.1f} % up, as section III.2.2 "
        "has it.",
        "With the printed level of 2021 the table's level breaks with both rates, the text's fits its own to a "
        "revision; and the province reported the text's numbers. The table's rate is that of January and February "
        "2023.",
        "The table makes Jilin's trade twice as large as the text does.",
        "proved",
    ),
    Cause(
        "minus-sign",
        "Korea's GDP rate of 2020 has lost its minus sign",
        ("t01-gdp-kor-2020",),
        "Table 1: {t01-gdp-kor-2020.said} %.",
        "{t01-gdp-kor-2020.found:.2f} %.",
        "World Bank GDP of autumn 2022 fell; at its size either base gives the printed digits.",
        "Korea's GDP shrank in 2020 while its digital economy grew, which makes the paper's point stronger.",
        "proved",
    ),
    Cause(
        "japan-2018",
        "Japan's digital economy did worse than GDP in 2018",
        ("t01-better",),
        "Section I.1.5: in recent years the digital economy has performed better than GDP.",
        "Not in Japan in 2018: {t01-better-jpn-2018.found:.2f} % against {t01-better-jpn-2018.said} %.",
        "Table 1 itself, over either base.",
        "One of 20 comparisons; the other 19 hold.",
        "proved",
    ),
    Cause(
        "korea-ecommerce",
        "Korea's e-commerce sales fell in 2019",
        ("ecommerce-momentum",),
        "Section III.1: China, Japan and Korea lead the world, and the momentum of their platforms is strong.",
        "Korea's sales changed by {ecommerce-momentum-kor.found:.1f} %; China's by "
        "{ecommerce-momentum-chn.found:+.1f} and Japan's by {ecommerce-momentum-jpn.found:+.1f} %.",
        "Table 10. It is sales to businesses that fell; sales to consumers rose (Tables 10 and 11). The two years come "
        "from two editions of the estimate, which may differ for other reasons.",
        "The case for a common platform rests on three economies, one of which sold less than the year before.",
        "proved that sales fell; whether momentum is meant as sales is open",
    ),
    Cause(
        "mongolia-broadband",
        "Mongolia's fixed broadband is below the world average",
        ("itu-above-world",),
        "Section I.2: the key indicators of the region's countries were above the world average of 2021.",
        "Fixed broadband in Mongolia is {itu-above-world-fixed-broadband-mng.found:.0f} per 100 inhabitants, in the "
        "world {itu-above-world-fixed-broadband-mng.said}.",
        "Table 7.",
        "One of 30 comparisons, and the text says many indicators, not all. It bears out the digital divide of part "
        "II.",
        "proved",
    ),
    Cause(
        "russia-imd",
        "Russia's ranks in Table 4 are those of another ranking",
        ("t04-russia",),
        "Table 4, digital competitiveness: rank {t04-russia-2018.said} in 2018, {t04-russia-2019.said} in 2019 and "
        "{t04-russia-2020.said} in 2020.",
        "{t04-russia-2018.found:.0f} in 2018 and {t04-russia-2019.found:.0f} in 2019.",
        "Reports of IMD's digital ranking by others; the printed places are those of IMD's general ranking. For "
        "2020 there is no second source.",
        "Russia's fall and rise between 2019 and 2021 is partly a change of ranking. It stays behind China, Japan "
        "and Korea.",
        "inferred for 2018 and 2019; open for 2020",
    ),
    Cause(
        "korea-half",
        "Whether Korea's digital economy is over half of GDP does not follow",
        ("korea-half",),
        "Section I.1.4: over half of GDP in 2020 and 2021.",
        "China's share of the four, {s150.said} %, leaves a little less than half to nearly two thirds.",
        "The levels of the other three, and the share read as rounded or as cut off.",
        "Nothing, if the share is rounded; one printed level of Korea would settle it.",
        "open",
    ),
    Cause(
        "russia-2012",
        "Russia's 1 % of 2012 is hardly of the measure of later years",
        ("russia-2012", "russia-multiple"),
        "Section I.1.2: about {russia-2012.said} % of GDP in 2012, and nearly twenty times that in 2021.",
        "The share is {russia-2012.found:.1f} % in 2016 already.",
        "The printed share of 2021, carried back by Table 1.",
        "A growth of twenty times in a decade is probably a change of definition.",
        "open",
    ),
    Cause(
        "per-cent",
        "The growth of Internet use in Mongolia is in per cent, not in times",
        ("mongolia-275",),
        "Section I.2: {mongolia-275.said} times.",
        "The two printed shares have a ratio of {mongolia-275.found:.2f}, which is a growth of {s034.said} per cent.",
        "Arithmetic on the same sentence.",
        "The unit only.",
        "proved",
    ),
    Cause(
        "rank-column",
        "Table 11 repeats the ranks of Table 10",
        ("t11-rank",),
        "By B2B sales China has rank {t11-rank-chn.said} and Korea {t11-rank-kor.said}.",
        "Korea has rank {t11-rank-kor.found:.0f} and China {t11-rank-chn.found:.0f}; Britain and France change "
        "places, too.",
        "The amounts of Table 11 in both years; the printed ranks are those by all sales.",
        "Which of the two is ahead in B2B.",
        "proved",
    ),
    Cause(
        "seoul-2019",
        "Seoul's place of 2019: the table and the text differ",
        ("t05-seoul-2019",),
        "Table 5 prints no place of 2019; section I.4.2 says that Seoul has not yet returned to it.",
        "One of the two is wrong.",
        "They are about the same ranking.",
        "Whether Seoul rose or came back.",
        "open",
    ),
    Cause(
        "world-3g",
        "4G cannot reach more of the world than 3G",
        ("t07-4g-3g",),
        "Table 7: 3G {t07-4g-3g-wld.said} % (2022), 4G {t07-4g-3g-wld.found:.0f} %.",
        "One of the two is wrong.",
        "Whoever a 4G network covers counts as covered by 3G.",
        "Nothing in the prose.",
        "open; that they do not fit is proved",
    ),
    Cause(
        "per-inhabitant",
        "Fixed telephones are per 100 inhabitants",
        ("t07-label",),
        "Table 7 has them per inhabitant.",
        "Per 100 inhabitants.",
        "ITU's series in the World Bank's copy.",
        "The label only.",
        "proved",
    ),
    Cause(
        "dates",
        "The paper reports what came after its acceptance",
        ("dates",),
        "Accepted on 9 May 2023.",
        "Table 13 has data to July, and section III.3 an event of 23 August 2023.",
        "The title page against the text.",
        "Nothing in the numbers; the date of the printed version would help.",
        "proved; why is open",
    ),
    Cause(
        "revisions",
        "Rates of 2022 and levels of 2021 differ by no more than a revision",
        ("t13-growth",),
        "Table 13 and section III.2.2: growth of {t13-growth-hl.said} % in Heilongjiang, {t13-growth-ln.said} % in "
        "Liaoning and {t13-growth-jl.said} % in Jilin.",
        "The printed levels give {t13-growth-hl.found:.1f}, {t13-growth-ln.found:.1f} and {t13-growth-jl.found:.1f} %.",
        "Arithmetic. That customs revised the levels of 2021 later would explain it, and then the rates are right.",
        "Nothing.",
        "open, as the page prints no revised level",
    ),
    Cause(
        "last-digits",
        "Four last digits of Table 2",
        ("t02-bank", "t07-bank"),
        "{t02-bank-mobile-cellular-kor-2015.said}, {t02-bank-fixed-broadband-chn-2018.said}, "
        "{t02-bank-fixed-broadband-jpn-2015.said} and {t02-bank-internet-jpn-2018.said}.",
        "{t02-bank-mobile-cellular-kor-2015.found:.4f}, {t02-bank-fixed-broadband-chn-2018.found:.4f}, "
        "{t02-bank-fixed-broadband-jpn-2015.found:.4f} and {t02-bank-internet-jpn-2018.found:.4f} in the World "
        "Bank's copy.",
        "The last three are what rounding to two decimals and then to one gives; the first is cut off, or of "
        "another edition.",
        "Nothing.",
        "proved for three; open for the first",
    ),
)

_BY_CHECK = {explained: cause.id for cause in CAUSES for explained in cause.explains}
