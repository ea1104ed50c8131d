"""Read numbers in the forms in which tables print them.

A form is what stands in one cell: digits with a sign, separators, a unit and marks of notes. What
is no number with certainty is not read: the caller refuses it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

Mark: TypeAlias = Literal[".", ","]


class Digits(NamedTuple):
    """The digits of a number as a whole number, and how many of them are decimals.

    `decimals` is negative if a unit such as 万 (10,000) moves the point.
    """

    number: int
    decimals: int


class Form(NamedTuple):
    """A cell that was read, before its column decides on the sign."""

    digits: Digits
    sign: str
    in_brackets: bool


# A longer text is no number.
_LONGEST = 200
# No number is printed with more digits.
_MOST_DIGITS = 30
# By how many places a word moves the decimal point.
_WORDS = {
    -1: "‰",
    3: "thousand thousands 千 천 тыс. мянга",
    4: "万 萬 만",
    5: "lakh lakhs",
    6: "million millions mn mln mio. mio 百万 百萬 백만 млн сая",
    7: "crore crores cr 千万 천만",
    8: "亿 億 억",
    9: "billion billions bn mrd. mrd 십억 млрд тэрбум",
    12: "trillion trillions tn trn 万亿 兆 조 трлн",
}
_PLACES = {word: places for places, words in _WORDS.items() for word in words.split()}
# What follows a number of money only.
_SHORT = {"k": 3, "m": 6, "b": 9}
_PER_CENT = (
    "%포인트|%p|%|per cent|percentage points|percent|Prozent|pct|p\\.p\\.|ppt|pp"
    "|个百分点|ポイント|포인트"
)
# What is counted changes no digit, as long as all cells of a column count the same.
_COUNTED = (
    "美元|元|円|圓|人|名|户|戶|戸|件|台|吨|噸|个|個|달러|원|명|개|톤|대"
    "|dollars|yuan|yen|won|руб\\.|төгрөг"
)
_CURRENCY = (
    r"(?:(?:US|HK|NT|AU|A|C|S)?\$|[€£¥₩₽₮₹]|USD|EUR|GBP|CNY|RMB|JPY|KRW|RUB|MNT)"
)
_MINUS = "-−–‐‑↓"
_FALLS = "▼▽"
_MARKS = "▲△" + _FALLS
# A form that is not known: a number with a word or something in brackets after it.
_UNKNOWN = re.compile(r"[-−+▲△▼▽↑↓]?\s?\d[\d.,' ]*\D{0,3}(?:[^\W\d]+|\(.+\))")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᵉᵖʳ"
# The letters k, m, b, t and x are units (thousand, million, billion, trillion, times): no notes.
#: The marks of notes that stand after a number or a year.
MARK_OF_NOTE = (
    r"(?:\[[^\[\]]{1,12}\]"
    r"|[*†‡§#]+"
    rf"|[{_RAISED}]+"
    r"|[ac-jln-suvwyz]{1,2}(?![a-z])"
    r"|[EFPR](?![A-Za-z]))"
)
_NOTE = rf"(?:{MARK_OF_NOTE}|\((?:\d{{1,2}}|(?:19|20)\d\d|[ac-jln-suvwyz*†‡§])\))"
# A number in brackets that may be the mark of a note, or a year.
_LONE_NOTE = re.compile(r"\((?:1?\d|20|(?:19|20)\d\d)\)")
# The form of most numbers, which is read faster.
_PLAIN: dict[Mark, re.Pattern[str]] = {
    ".": re.compile(r"-?\d+(?:\.\d+)?", re.ASCII),
    ",": re.compile(r"-?\d+(?:,\d+)?", re.ASCII),
}
# Full-width digits and punctuation, as on Chinese and Japanese pages, and spaces of all widths.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROW |= dict.fromkeys([0x00A0, 0x2007, 0x2009, 0x202F, 0x3000], ord(" "))
_NARROW |= {
    ord("￥"): ord("¥"),
    ord("’"): ord("'"),
    ord("·"): ord("."),
}

# The separators of thousands that may go with each decimal mark.
_SEPARATORS: dict[Mark, str] = {".": ", '", ",": ". '"}


def _pattern(mark: Mark) -> re.Pattern[str]:
    """Return the pattern of a printed number, such as ``(1,060.4 %) [1]``."""
    by_thousands = (
        rf"[1-9]\d{{0,2}}(?P<between>[{_SEPARATORS[mark]}])\d{{3}}"
        r"(?:(?P=between)\d{3})*"
    )
    # Lakh and crore: 12,34,567.
    whole = rf"{by_thousands}|[1-9]\d?(?:,\d\d)+,\d{{3}}|\d+"
    number = rf"(?=\{mark}?\d)(?P<whole>{whole})?(?:\{mark}(?P<part>\d+))?"
    exponent = r"(?:[eE](?P<exponent>[-+]?\d{1,2}))?"
    longest_first = sorted(map(re.escape, _PLACES), key=len, reverse=True)
    places = "|".join(longest_first)
    unit = (
        rf"(?:(?i:(?P<places>{places}))(?![a-z])|(?P<short>[kKmMbB])(?![a-z]))?\s?"
        rf"(?i:{_PER_CENT}|{_COUNTED})?"
    )
    return re.compile(
        r"(?:[*†‡]+\s?)?"
        rf"{_CURRENCY}?\s?(?P<sign>[-+↑{_MINUS[1:]}{_MARKS}])?\s?{_CURRENCY}?\s?"
        rf"(?P<open>\()?{_CURRENCY}?\s?{number}{exponent}\s?{unit}\s?"
        rf"(?(open)\)\s?%?)(?P<after>-)?\s?{_CURRENCY}?(?:\s?{_NOTE})*(?:\s\d{{1,2}}[)/])?",
        re.ASCII,
    )


_PATTERNS: dict[Mark, re.Pattern[str]] = {mark: _pattern(mark) for mark in _SEPARATORS}


def is_unknown_form(text: str) -> bool:
    """Tell whether a text that is not read may yet be a number to people."""
    is_short = len(text) <= _LONGEST
    return is_short and bool(_UNKNOWN.fullmatch(text.translate(_NARROW).strip()))


def has_digit(text: str) -> bool:
    """Tell whether a text has a digit or a fraction; without one it is a missing number."""
    kinds = map(unicodedata.category, text)
    return any(kind in ("Nd", "No") for kind in kinds)


def read_form(text: str, mark: Mark) -> Form | None:
    """Read the number in a text that has digits; None if it is no printed number."""
    if len(text) > _LONGEST:
        return None
    cleaned = text.translate(_NARROW).strip()
    match = _PATTERNS[mark].fullmatch(cleaned)
    if not match:
        return None
    form = match.groupdict(default="")
    # €1.2m is a million; 12.3m alone may be metres.
    if form["short"] and not re.search(_CURRENCY, match[0]):
        return None
    whole = re.sub(r"\D", "", form["whole"])
    part = form["part"]
    if len(whole + part) > _MOST_DIGITS:
        return None
    places = int(form["exponent"] or 0)
    places += _PLACES.get(form["places"].lower(), 0)
    places += _SHORT.get(form["short"].lower(), 0)
    digits = Digits(int(whole + part), len(part) - places)
    sign = form["sign"] or form["after"]
    in_brackets = bool(form["open"])
    return Form(digits, sign, in_brackets)


def read_column(
    texts: Sequence[str], mark: Mark
) -> tuple[list[Digits | None], list[int]]:
    """Return the digits of each text of a column, None where nothing is printed.

    The second list has the positions of the texts that have digits and are no printed number.
    """
    digits: list[Digits | None] = [None] * len(texts)
    forms: dict[int, Form] = {}
    refused = []
    for position, text in enumerate(texts):
        if len(text) <= _MOST_DIGITS and _PLAIN[mark].fullmatch(text):
            whole, _, part = text.partition(mark)
            number = int(whole + part)
            digits[position] = Digits(number, len(part))
        elif has_digit(text):
            form = read_form(text, mark)
            if form is None:
                refused.append(position)
            else:
                forms[position] = form
    for position, signed in _decide_signs(forms, texts):
        digits[position] = signed
    return digits, refused


def _decide_signs(
    forms: Mapping[int, Form], texts: Sequence[str]
) -> Iterator[tuple[int, Digits]]:
    """Yield the numbers of a column with their signs, without those that are notes."""
    # A lone (1) may be a note or -1, and ▲ may be a rise or a fall: the other cells tell.
    lone = {at for at in forms if _LONE_NOTE.fullmatch(texts[at].strip())}
    others = [form for at, form in forms.items() if at not in lone]
    has_brackets = any(form.in_brackets for form in others)
    signs = {form.sign for form in forms.values()}
    has_falls = not signs.isdisjoint(_FALLS)
    minus = set(_MINUS) | set(_FALLS if has_falls else _MARKS)
    for at, form in forms.items():
        if at in lone and not has_brackets:
            continue
        number, decimals = form.digits
        if form.in_brackets or form.sign in minus:
            number = -number
        yield at, Digits(number, decimals)
