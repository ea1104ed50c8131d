"""Say how numbers that are written as text become numbers, so that none changes its size.

What stands around a number is taken off first, then it is decided whether a comma parts thousands
or decimals; where both may be, no line of Python is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

import pandas as pd

from neadigital._messages import list_some

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
        marks = match[1] + match[3] if match else "?"
        if match and _MARKS.fullmatch(marks):
            numbers.append(match[2])
            around.append(marks)
        elif not re.search(r"\d", text):
            absent.append(text)
        elif pd.isna(pd.to_numeric(text, errors="coerce")):
            return f"{text!r} may be more than a number: make one of it before"
    if not numbers:
        return f"it holds texts ({list_some(absent, 3, ', ')}): choose numbers instead"
    currencies = set(re.findall(_CURRENCY, " ".join(around), re.IGNORECASE))
    if len(currencies) > 1:
        listed = " and ".join(sorted(currencies))
        return f"it is in {listed}: convert them before"
    separators = _separators([normalize("NFKC", number) for number in numbers])
    if separators is None:
        first = next(number for number in numbers if re.search("[.,]", number))
        return (
            f"in {first!r} the mark may part thousands or decimals: read the file again with "
            "thousands= or decimal="
        )
    methods = _methods(absent, around, numbers, *separators)
    marks_in_the_way = {*absent, *map(str.strip, around), *separators[0]} - {""}
    what = "its numbers are text"
    if marks_in_the_way:
        listed = ", ".join(map(repr, sorted(marks_in_the_way)))
        what = f"text is in the way ({listed})"
    target = mine.removeprefix("pd.Series(").removesuffix(")")
    return f"{what}: {target} = pd.to_numeric({mine}{methods})"


def _methods(
    absent: list[str],
    around: list[str],
    numbers: list[str],
    parts: str,
    decimal: str,
) -> str:
    """Return the methods that make numbers of texts, in their order."""
    methods = ""
    if absent:
        methods += f".replace({absent!r}, pd.NA)"
    marks = sorted(set("".join(around)))
    if marks:
        methods += f".str.strip({''.join(marks)!r})"
    if any(number != normalize("NFKC", number) for number in numbers):
        methods += ".str.normalize('NFKC')"
    if any(number.startswith("−") for number in numbers):
        methods += ".str.replace('−', '-')"
    for mark in parts:
        methods += f".str.replace({mark!r}, '')"
    if decimal == ",":
        methods += ".str.replace(',', '.')"
    return f".astype('string'){methods}" if methods else ""


def _separators(numbers: list[str]) -> tuple[str, str] | None:
    """Return what parts thousands, and the decimal mark; None if they cannot be told apart."""
    plain = [number.lstrip("+−-") for number in numbers]
    signs = set("".join(plain))
    blanks = "".join(sorted(signs.intersection(" '’")))
    readings = [("", "."), (",", "."), ("", ","), (".", ",")]
    if blanks:
        readings = [(blanks, "."), (blanks, ",")]
    fits = []
    for parts, decimal in readings:
        groups = rf"[1-9]\d{{0,2}}(?:[{parts}]\d{{3}})+|" if parts else ""
        pattern = rf"(?:{groups}\d+)(?:\{decimal}\d*)?"
        if all(re.fullmatch(pattern, number) for number in plain):
            as_read = str.maketrans(decimal, ".", parts)
            values = [float(number.translate(as_read)) for number in plain]
            fits.append((values, (parts, decimal)))
    if not fits:
        return None
    values, separators = fits[0]
    if all(others == values for others, _ in fits):
        return separators
    # Decimals that all have three digits would be in every number.
    whole = [number for number in plain if number.isdigit()]
    lengths = list(map(len, whole))
    if "." not in signs and max(lengths, default=4) <= 3:
        return ",", "."
    return None
