"""Say how numbers that are written as text become numbers, so that none changes its size.

What stands around a number is taken off first, then it is decided whether a comma parts thousands
or decimals; where both may be, no line of Python is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

import pandas as pd

# A number as people write it.
_NUMBER = re.compile(r"([^\d+−-]*)([+−-]?\d(?:[\d.,'’．， \xa0\u2009\u202f]*\d)?)(\D*)")
_CURRENCY = r"us\$|[$€£¥￥₩₽₮元円원]|руб\.?|\b(?:usd|eur|cny|rmb|jpy|krw|rub|mnt)\b"
# What may stand around one and change nothing: a currency, %, the mark of a note, the letter of a
# status. Letters such as k, m or b may be thousands or billions.
_MARKS = re.compile(
    rf"(?:\s|{_CURRENCY}|[*†‡§#%‰％⁰¹²³⁴-⁹ᵃ-ᵛ人명]|[(\[]?\b[acdefjlnpqrsuvz]\b[)\]]?)*",
    re.IGNORECASE,
)


def describe(texts: Iterable[str], mine: str) -> str:
    """Say what keeps texts from being numbers, and the line that takes it out, if that is sure.

    Python gets at them by `mine`.
    """
    absent = []
    numbers = []
    around = []
    for text in texts:
        match = _NUMBER.fullmatch(text.strip())
        if match and _MARKS.fullmatch(match[1] + match[3]):
            numbers.append(match[2])
            around += [match[1], match[3]]
        elif not re.search(r"\d", text):
            absent += [text] if text != "nan" else []
        elif pd.isna(pd.to_numeric(text, errors="coerce")):
            return f"{text!r} may be more than a number: make one of it before"
    currencies = {*re.findall(_CURRENCY, " ".join(around), re.IGNORECASE)}
    if len(currencies) > 1:
        return f"it is in {' and '.join(sorted(currencies))}: convert them before"
    separators = _separators([normalize("NFKC", number) for number in numbers])
    if separators is None:
        first = next(number for number in numbers if re.search("[.,]", number))
        return (
            f"in {first!r} the mark may part thousands or decimals: read the file again with "
            "thousands= or decimal="
        )
    marks = {*absent, *map(str.strip, around), *separators[0], separators[1]} - {
        ".",
        "",
    }
    in_the_way = ", ".join(map(repr, sorted(marks)))
    what = f"text is in the way ({in_the_way})" if marks else "its numbers are text"
    target = mine.removeprefix("pd.Series(").removesuffix(")")
    line = _line(absent, set("".join(around)), numbers, *separators)
    return f"{what}: {target} = pd.to_numeric({mine}{line})"


def _line(
    absent: list[str], around: set[str], numbers: list[str], parts: str, decimal: str
) -> str:
    """Return the methods that make numbers of texts, in their order."""
    line = ""
    if absent:
        line += f".replace({absent!r}, pd.NA)"
    if around:
        line += f".str.strip({''.join(sorted(around))!r})"
    if any(number != normalize("NFKC", number) for number in numbers):
        line += ".str.normalize('NFKC')"
    if any(number.startswith("−") for number in numbers):
        line += ".str.replace('−', '-')"
    for mark in parts:
        line += f".str.replace({mark!r}, '')"
    if decimal == ",":
        line += ".str.replace(',', '.')"
    return f".astype('string'){line}" if line else ""


def _separators(numbers: list[str]) -> tuple[str, str] | None:
    """Return what parts thousands, and the decimal mark; None if they cannot be told apart."""
    plain = [number.lstrip("+−-") for number in numbers]
    blanks = "".join(sorted(set(" '’").intersection("".join(plain))))
    readings = [("", "."), (",", "."), ("", ","), (".", ",")]
    if blanks:
        readings = [(blanks, "."), (blanks, ",")]
    fits: list[tuple[list[float], tuple[str, str]]] = []
    for parts, decimal in readings:
        groups = rf"[1-9]\d{{0,2}}(?:[{parts}]\d{{3}})+|" if parts else ""
        pattern = rf"(?:{groups}\d+)(?:\{decimal}\d*)?"
        if all(re.fullmatch(pattern, number) for number in plain):
            as_read = str.maketrans(decimal, ".", parts)
            values = [float(number.translate(as_read)) for number in plain]
            fits.append((values, (parts, decimal)))
    if fits and all(values == fits[0][0] for values, _ in fits):
        return fits[0][1]
    # Decimals that all have three digits would be in every number.
    lengths = [len(number) for number in plain if number.isdigit()]
    is_grouped = "." not in "".join(plain) and max(lengths, default=4) <= 3
    return (",", ".") if is_grouped else None
