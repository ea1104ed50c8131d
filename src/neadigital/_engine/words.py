"""The words that say what a number, a name or a column is: one list, for metrics and check.

They are read alike whatever capitals, underscores, hyphens, full-width forms, "The" or a mark at
the end. What numbers are (`kind_of`) is said in English, Chinese, Japanese, Korean and Russian, a
total or the world in German and Mongolian, too. What no word says is an amount.

- **rank**: the last word is rank, ranks or ranking.
- **rate** of growth: the last word is growth, yoy, cagr, change or pp, or "annual %" is anywhere.
- **ratio**: %, pct, percent, capita, rate, "share of" (percentage of, proportion of), or per (but
  not per second, day, week, month, quarter, year or annum), anywhere, also in brackets; or the last
  word is share, percentage, proportion, ratio, score, index, normalised, composite, price, density,
  gini, egdi or epi.
- **amount**: all else.

For the last word text in brackets, numbers, %, pct, percent and rate are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from unicodedata import normalize

AMOUNT, RATIO, RATE, RANK = ("amount", "ratio", "rate", "rank")

# Chinese and Japanese put no blanks between words, and Korean and Russian have endings, so a text
# is searched for these; $ is the end of its last word.
_LAST_WORDS = {
    RANK: {"rank", "ranks", "ranking"},
    RATE: {"growth", "yoy", "cagr", "change", "pp"},
    RATIO: {
        *("share", "ratio", "score", "index", "normalised", "composite", "price"),
        *("percentage", "proportion", "density", "gini", "egdi", "epi"),
    },
}
_ANYWHERE = {
    RANK: r"(?:排名|位次|順位|순위)$|\bместо\b",
    RATE: (
        r" annual % | year (?:on|over) year |增长率|增速|同比|増減率|成長率|前年比|伸び率|증감률"
        r"|증가율|성장률|\bтемпы?\b|\bприрост.* % "
    ),
    RATIO: (
        " (?:%|‰|pct|percent|capita|(?:share|percentage|proportion) of) "
        "| rate (?!changes|differences|effects?|fluctuations|movements)"
        "| per (?!second|day|week|month|quarter|year|annum|$)"
        "|人均|占比|比重|比例(?!代表|区)|每[百千万]|率$|指数$|割合|当たり|[인명]당|비율|비중|[률율]$|지수$"
        r"|на душу|\bдол[яи]\b|удельн\w* вес|индекс(?!ир)|\bпроцент(?:ов)?\b|на 1[0 ]*00"
    ),
}
_SET_ASIDE = {"%", "‰", "pct", "percent", "rate"}
# In a label these are evidence, though not for what a column holds: a share capital is no share.
_CHANGES = (
    " (?:growth|yoy|cagr|changes?|changed|increase|wachstum|veränderung|variation) "
    "|增长|增減|增减|증감|рост|өсөлт"
)
_SHARES = " (?:shares?|ratio|rates|margin|anteil) |构成|構成|доля|хувь"
# Ratios or rates for a metric, but columns of a printed table that add up.
_SUMMANDS = " (?:stocks?|inventory|inventories) change |^(?:score|price)$"
_ERRORS = " (?:standard|std) (?:errors?|err|deviations?|dev) | stderr |^ s ?[ed] $"
_MEDIANS = " median |中位数|中央値|медиана"

_WORD = re.compile(r"[^\W\d_]+|\d+|[%‰]")
_YOY = re.compile(r"(?<![A-Za-z])[Yy](?:[-/ _]?[Oo])[-/ _]?[Yy](?![a-z])|\b[Yy]/[Yy]\b")
_BRACKETS = re.compile(r"[(\[].*?[)\]]")


def _narrow(text: str) -> str:
    """Return a text without raised marks, its full-width forms as those of ASCII."""
    return normalize("NFKC", re.sub("[⁰¹²³⁴-⁹ᵃ-ᵛ]", "", text))


@lru_cache(maxsize=1 << 17)
def plain(text: str) -> str:
    """Return the words of a text in small letters, a blank between them."""
    text = _YOY.sub(" yoy ", _narrow(text)).replace("&", " and ")
    text = re.sub("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{3})", " ", text)
    words = _WORD.findall(text.lower())
    return " ".join(word for word in words if word != "the")


@lru_cache(maxsize=1 << 17)
def core(text: str) -> str:
    """Return the words of a member's name, without brackets, "sex" and "countries" around it."""
    words = plain(_BRACKETS.sub(" ", _narrow(text)))
    return re.sub("^sex (?=.)| (?:countries|economies)$", "", words)


def compact(name: object) -> str:
    """Return the name of a column without capitals, blanks and signs."""
    return plain(str(name)).replace(" ", "")


def listed(text: str) -> set[str]:
    """Return the entries of a list as `core` gives them."""
    return {core(entry) for entry in text.split(";")}


# Names of the world, of a whole country, and codes for a total.
_WORLD = listed(
    """WLD; W00; W1; 1W; OWID_WRL; BTSX; TOP10; TOP20; AVG; world; world total; total world;
    global; global total; whole world; both sexes; average; welt; monde; mundo; 世界; 世界計;
    世界合計; 世界总计; 世界合计; 全世界; 全球; 全国; 全國; 全国合计; 全国計; 全国平均; 男女計;
    세계; 전세계; 전국; мир; весь мир; мир в целом; оба пола; дэлхий; улсын дүн"""
)
_MEANS = listed(
    "average; avg; mean; mittelwert; durchschnitt; moyenne; 平均; 평균; среднее; дундаж"
)
# A firm or a place may have such a name, so they count by their value, or beside a pair.
_TOTALS = listed(
    """T; total; totals; grand total; sum; all; all persons; all areas; both; overall; insgesamt;
    gesamt; zusammen; summe; alle; 合计; 总计; 总数; 共计; 全体; 计; 合計; 総計; 總計; 総数; 計;
    합계; 총계; 계; 전체; 소계; всего; итого; нийт; бүгд; дүн"""
)
# Two that make a whole, by which the bare word beside them is known: women and men, town and
# country.
_WHOLES = """women; men | female; male | females; males | f; m | fmle; mle | girls; boys
    | frauen; männer | 女; 男 | 女性; 男性 | 女子; 男子 | 여; 남 | 여자; 남자 | 여성; 남성
    | женщины; мужчины | эмэгтэй; эрэгтэй | urban; rural | 城; 乡 | 城镇; 乡村 | 城镇; 农村
    | 城市; 农村 | 都市; 農村 | 도시; 농촌 | город; село | городское; сельское | хот; хөдөө
    | городское население; сельское население"""
_PAIRS = [listed(pair) for pair in _WHOLES.split("|")]
# What else says in a label that a line sums up others.
_SUMMING = (
    "^ net | (?:(?:sub|grand) ?totals?|aggregate|combined|gross|balance|profit|ebit[a-z]*|"
    "cash (?:flow|from|generated|provided|used)|tot[ae]les|totaux|ensemble) |小计|小計"
)


def _columns(text: str) -> set[str]:
    """Return the names of columns as `compact` gives them."""
    return set(text.split())


# The columns that say what a number is, whose it is and when.
VALUES = _columns("value obsvalue")
INDICATORS = _columns(
    "indicator indicatorname indicatorlabel seriesname variable measure 指标 항목 показатель"
)
UNITS = _columns(
    """unit units unitcode unitname unitmeasure unitofmeasure seriesunits 单位 計量単位
    计量单位 単位 단위 единица единицаизмерения"""
)
MULTIPLES = _columns("unitmult unitmultiplier powercode pricebase")
CURRENCIES = _columns("currency currencycode 货币 币种 通貨 통화 валюта")
ENTITIES = _columns(
    """country countryname countrycode entity entityname geo geoareaname region area refarea
    location province city sector c1nm 国家 地区 省份 国 地域 都道府県 국가 지역 시도 страна
    регион"""
)
TIMES = _columns(
    "year time timeperiod datayear period date prdde 年 年份 年度 연도 시점 год"
)
STATUSES = _columns(
    "obsstatus obsstatuslabel observationstatus obsflag flag flags flagcodes valueflag"
)
# SDMX and Eurostat, which joins several letters; or in words.
_BREAK = re.compile(
    r"\bB\b|^[cdefnprsuz: ]*b[cdefnprsuz: ]*$|^(?![Nn]o )(?:.* )?[Bb]reak\b",
    re.MULTILINE,
)
# Currencies and scales that a name may say.
_WORD_END = r"(?![^\W_])"
_ROUBLES = rf"(?<![^\W_])(?:rub|ro?ubles?){_WORD_END}|руб"
_MEASURES = [
    {
        **{"US$": r"usd|us\$|dollars?", "euro": rf"(?<![^\W_])eur{_WORD_END}|€"},
        **{"yuan": "cny|rmb|yuan|元", "yen": rf"jpy|(?<![^\W_])yen{_WORD_END}|円"},
        **{"won": "krw|원", "roubles": _ROUBLES, "togrog": "mnt|төгрөг"},
        "local currency": "lcu|local.currency",
    },
    {
        "trillions": rf"(?<![^\W_])(?:tn|trillions?){_WORD_END}|трлн",
        "billions": rf"(?<![^\W_])(?:bn|billions?){_WORD_END}|млрд|十亿",
        "millions": rf"(?<![^\W_])(?:mn|mln|millions?){_WORD_END}|млн|百万",
        "thousands": rf"(?<![^\W_])(?:th|thousands?){_WORD_END}|тыс|千",
        **{"hundreds of millions": "(?<!十)[亿億억]", "ten thousands": "(?<!百)[万만]"},
    },
]
# A year, calendar or fiscal, and the mark of a note or of what is provisional: 2023年, 2019/20,
# FY2019, YR2019, X2019, 2019 [YR2019], 2023*, 2023p, 2023 (est.). The letters k, m, b, t and x are
# units.
_YEAR = re.compile(
    r"(?:FY|YR|X)?\s?(?P<year>(?:1[5-9]|20|21)\d\d)(?:[/–-](?P<next>\d\d))?"
    r"\s?(?:年度?|년|он|г\.?)?\s?(?:\[[^\[\]]{1,12}\]|[*†‡§#]+|[ac-jln-suvwyz]{1,2}"
    r"|\((?:[a-z]|prelim\.?|provisional|est\.?|estimate|forecast)\))?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 14)
def kind_of(text: str) -> str:
    """Return the kind that a text says: rank, rate or ratio; an empty text if it says none."""
    for kind in (RANK, RATE, RATIO):
        if _last_word(text) in _LAST_WORDS[kind] or _says(_ANYWHERE[kind], text):
            return kind
    return ""


@lru_cache(maxsize=1 << 17)
def _last_word(text: str) -> str:
    """Return the last word outside brackets that is no number, % or rate."""
    words = plain(_BRACKETS.sub(" ", _narrow(text))).split()
    telling = [word for word in words if not word.isdigit() and word not in _SET_ASIDE]
    return telling[-1] if telling else ""


@lru_cache(maxsize=1 << 17)
def _says(pattern: str, text: str) -> bool:
    """Tell whether a pattern is in the words of a text, or at the end of its last word."""
    searched = f" {plain(text)} \n{_last_word(text)}"
    return re.search(pattern, searched, re.MULTILINE) is not None


def _anywhere(names: Iterable[str]) -> str:
    """Return the pattern of names in a label: as words, or where a script has no blanks.

    A letter is none there, and a single sign only at the end.
    """
    patterns = []
    for name in names:
        if re.match("[a-zа-яө]", name):
            patterns += [f" {name} "] * (len(name) > 1)
        else:
            patterns.append(name if len(name) > 1 else f"{name}$")
    return "|".join(sorted(patterns))


# What a text says anywhere: a share, percentage or ratio; per cent; a mean; a standard error or
# deviation; and a base year after index, as `growth.index_number` has it.
says_share = partial(_says, f"{_ANYWHERE[RATIO]}|{_SHARES}")
says_percent = partial(_says, " (?:%|pct|percent|percentage|per cent) ")
says_mean = partial(_says, _anywhere(_MEANS))
says_error = partial(_says, _ERRORS)
_says_own_unit = partial(
    _says, " (?:lcu|xdc|(?:national|domestic|local) currency|own base year) "
)
# A code of units, as CLV_I15; elsewhere i15 is an item.
is_base_code = partial(_says, " i [0-9]{2} $")
says_base_year = partial(_says, r" index(?: (?:1[89]|20)\d\d)+ $")
_says_total = partial(_says, f"{_SUMMING}|{_anywhere(_TOTALS | _WORLD)}")


def says_own_unit(text: str) -> bool:
    """Tell whether a text says local currency, or index numbers of a base: 2015=100."""
    has_base = re.search(r"(?:1[89]|20)\d\d\s?[年년г]?\.?\s?[=:]\s?100", _narrow(text))
    return has_base is not None or _says_own_unit(text)


def says_change(text: str) -> bool:
    """Tell whether a label says growth or a change, anywhere."""
    return kind_of(text) == RATE or _says(_CHANGES, text)


def says_total(text: str) -> bool:
    """Tell whether a label says that a line sums up others: a total, a balance, the world."""
    return _says_total(text) and not says_mean(text)


def adds_up(text: str) -> bool:
    """Tell whether numbers with a label may add up: not ranks, rates, shares, indices and means."""
    is_summand = _says(_SUMMANDS, text) and not says_share(text)
    is_middle = says_mean(text) or _says(_MEDIANS, text)
    return not is_middle and (is_summand or not kind_of(text))


def is_world(name: str) -> bool:
    """Tell whether a name is the world's, or that of a whole country or of both sexes."""
    return name == "_T" or core(name) in _WORLD


def is_total(name: str) -> bool:
    """Tell whether a name is but a word for a total or a mean, as a firm's name may be."""
    return core(name) in _TOTALS | _MEANS


def has_pair(names: Iterable[object]) -> bool:
    """Tell whether two names make a whole: women and men, urban and rural."""
    present = {core(str(name)) for name in names}
    return any(pair <= present for pair in _PAIRS)


def measures_in(name: str) -> list[str]:
    """Return the currency and the scale that a name says, an empty text for what it does not."""
    found = []
    for measures in _MEASURES:
        said = [each for each in measures if re.search(measures[each], name.lower())]
        found.append(said[0] if len(said) == 1 else "")
    return found


def says_break(text: str) -> bool:
    """Tell whether the status of an observation says that a series breaks."""
    return _BREAK.search(text) is not None


def year_of(text: str) -> int | None:
    """Return the year that a text is, the first one of a fiscal year; None if it is none."""
    match = _YEAR.fullmatch(_narrow(text).strip())
    if not match:
        return None
    year = int(match["year"])
    # The second year of a fiscal year has its last two digits only.
    is_year = match["next"] in (None, f"{(year + 1) % 100:02}")
    return year if is_year else None
