"""Find a number: each place where the paper prints it, and whether it is right."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from neadigital import _catalogue, _citing, _store
from neadigital._places import name_of_economy
from neadigital.errors import NeadigitalError, NeadigitalWarning

if TYPE_CHECKING:
    import pandas as pd

    from neadigital._store import Descriptor
else:
    from neadigital._hints import pd

__all__ = ["find"]

Row = dict[str, str]

# The columns that name a number in every table, and those of a result.
KEY = ("dataset", *_citing.KEY)
_key = itemgetter(*KEY)
COLUMNS = (
    "where",
    *KEY,
    "printed",
    "value",
    "unit",
    "ground",
    "verdict",
    "reason",
)
# How many numbers are named where the one asked for is nowhere.
_NEAREST = 3
# The verdicts of a number that is not right.
_WRONG = ("contradicted", "misprint", "wrong_base")


def find(number: float | str) -> pd.DataFrame:
    """Find a number: each place where the paper prints it, and whether it is right.

    The tables, the figures and the text of the paper are searched; other publishers' series are
    not. A number is found as it is printed and, where it is corrected, by its correct value. The
    numbers of the text are found by value, as the package does not keep the text.

    Parameters
    ----------
    number : float or str
        Such as ``34.67``, ``"34,67"``, ``"1,276.06"`` or ``"1 276"``. A comma before three digits
        separates thousands.

    Returns
    -------
    DataFrame
        A row for each place: `where` (table, figures or section); the eight columns of the key, as
        in `observations` and `statements`; `printed`, as text; `value`, the correct number, missing
        where a number of the text is wrong; `unit`; `ground`, why the value can be trusted;
        `verdict`, what the audit finds; and `reason`, in words, with the recomputed number where
        one of the text is wrong. Without any row a warning names the nearest numbers.

    Raises
    ------
    NeadigitalError
        If it is no number.
    DataIntegrityError
        If a bundled file is missing or changed.

    Warns
    -----
    NeadigitalWarning
        If the number is nowhere.

    Examples
    --------
    >>> import neadigital
    >>> found = neadigital.find(34.67)
    >>> found[["where", "place", "printed", "value", "verdict"]].values.tolist()
    [['table 13', 'CN-JL', '34.67', 17.33, 'misprint']]
    """
    found = rows(number)
    if not found:
        warnings.warn(nothing(number), NeadigitalWarning, stacklevel=2)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(found)
    return _store.parse(text.getvalue().encode(), fields())


def fields() -> list[Descriptor]:
    """Return the name and the types of each column of a result."""
    known = {
        field["name"]: field
        for table in ("observations", "statements")
        for field in _store.fields(table)
    }
    text = {"type": "string", "dtype": known["printed"]["dtype"]}
    return [known.get(name, text | {"name": name}) for name in COLUMNS]


def rows(number: object) -> list[Row]:
    """Return a row for each place of a number, without pandas; `title` says what it is."""
    asked = _to_number(number)
    findings = {row["check"]: row for row in _store.rows("audit")}
    found = []
    for place in _places():
        if not _reads(place, asked):
            continue
        is_of_data = bool(place.row["dataset"])
        judge = _of_data if is_of_data else _of_text
        found.append(judge(place, findings))
    return found


def nothing(number: object) -> str:
    """Say that a number is nowhere, and which numbers are nearest to it."""
    asked = _to_number(number)
    known: dict[float, str] = {}
    for place in _places():
        for text in (place.printed, place.row["value"]):
            value = _leading(text)
            if value is not None:
                known.setdefault(value, place.where)
    by_distance = sorted(known, key=lambda value: abs(value - asked))
    nearest = []
    for value in by_distance[:_NEAREST]:
        nearest.append(f"{value:.15g} ({known[value]})")
    listed = ", ".join(nearest)
    return f"No number of the paper reads {number}. The nearest are {listed}."


# reading numbers


def _to_number(number: object) -> float:
    """Return the number that is asked for; a comma may be a decimal point."""
    text = re.sub(r"\s", "", str(number))
    text = text.removesuffix("%")
    text = text.replace("\N{MINUS SIGN}", "-")
    has_thousands = re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text)
    text = text.replace(",", "" if has_thousands else ".")
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        raise NeadigitalError(f"{number!r} is not a number such as 34.67.")
    return float(text)


def _leading(text: str) -> float | None:
    """Return the number with which a text begins: 90.2 of 90.2(2020); a gap has none."""
    start = re.match(r"[-+]?\d+(\.\d+)?", text.replace(",", ""))
    return float(start[0]) if start else None


def _reads(place: Place, asked: float) -> bool:
    """Tell whether a number is printed so, or is so but printed otherwise."""
    if _leading(place.printed) == asked:
        return True
    is_value = _leading(place.row["value"]) == asked
    return is_value and not _is_rounded(place)


def _is_rounded(place: Place) -> bool:
    """Tell whether what is printed is the right value with fewer digits, as in table 7."""
    printed = _leading(place.printed)
    value = _leading(place.row["value"])
    if printed is None or value is None:
        return False
    digits = re.match(r"[^.(]*\.?(\d*)", place.printed)
    decimals = len(digits[1]) if digits else 0
    half_a_digit = 0.5 * 10.0**-decimals
    return abs(printed - value) <= half_a_digit


# the places of numbers


class Place(NamedTuple):
    """A number at one of its places: the text there, and the row of the number.

    The row is that of `observations`, or of `statements` if no dataset has the number.
    """

    where: str
    printed: str
    row: Row


def _places() -> Iterator[Place]:
    """Yield each number at each of its places: first in tables, then in the text, in figures."""
    datasets = _store.names("dataset")
    # Other publishers' series are not of the paper.
    own = [name for name in datasets if not _store.dataset(name)["publisher"]]
    observed = {_key(row): row for row in _store.rows("observations", *own)}
    seen = set()
    for cell in _store.rows("printed_cells"):
        key = _key(cell)
        seen.add(key)
        yield Place(f"table {cell['table']}", cell["printed"], observed[key])
    for statement in _store.rows("statements"):
        key = _key(statement)
        seen.add(key)
        row = observed.get(key, statement)
        printed = statement["value"]
        # The text may have another unit than the data: trillion for billion.
        if statement["unit"] != row["unit"]:
            printed += f" {statement['unit']}"
        yield Place(_section(statement["section"]), printed, row)
    for key, row in observed.items():
        if key in seen:
            continue
        # What the paper does not print is searched where its figures may show it.
        entry = _store.dataset(row["dataset"])
        if entry["figures"] or row["basis"] == "reconstructed":
            yield Place(_catalogue.printed_in(entry, " and "), "", row)


def _section(code: str) -> str:
    """Return the name of a section: section II.3, or abstract."""
    if code == "0":
        return "introduction"
    return code if code.islower() else f"section {code}"


# whether a number is right


def _of_data(place: Place, findings: dict[str, Row]) -> Row:
    """Return a number of a dataset with a title, the verdict of the audit, and the reason."""
    row = place.row
    check = row["check"]
    judged = row | {
        "where": place.where,
        "printed": place.printed,
        "title": _citing.title(row),
        "verdict": findings[check]["verdict"] if check in findings else "",
    }
    if row["certainty"] and _is_rounded(place):
        # The correction is of another place, and the number is right here.
        judged["certainty"] = judged["verdict"] = ""
        judged["reason"] = (
            f"It is {row['value']} rounded. Elsewhere the paper prints {row['printed']}"
        )
    elif row["certainty"] or row["severity"]:
        judged["reason"] = _why_wrong(row)
    else:
        judged["reason"] = _citing.why_trusted(row)
    return judged


def _why_wrong(row: Row) -> str:
    """Return the notes that correct or doubt a number, a correction before a doubt."""
    corrections = []
    doubts = []
    for note in _citing.notes_on(row):
        if note["certainty"]:
            corrections.append(note["note"])
        elif note["severity"]:
            doubts.append(note["note"])
    return ". ".join(corrections + doubts)


def _of_text(place: Place, findings: dict[str, Row]) -> Row:
    """Return a number that only the text has, with what the audit finds about it."""
    statement = place.row
    value = float(statement["value"])
    verdicts = []
    reasons = []
    for finding in findings.values():
        is_about_it = statement["statement"] in finding["statements"].split(";")
        # Other findings rest on the number, but judge another one.
        if is_about_it and _leading(finding["stated"]) == value:
            verdicts.append(finding["verdict"])
            reasons.append(_explained(finding, statement))
    is_wrong = not set(verdicts).isdisjoint(_WRONG)
    return statement | {
        "where": place.where,
        "printed": place.printed,
        "title": _title_of(statement),
        "certainty": "",
        "value": "" if is_wrong else statement["value"],
        "ground": "",
        "verdict": ";".join(dict.fromkeys(verdicts)),
        "reason": " ".join(dict.fromkeys(reasons)) or statement["note"],
    }


def _explained(finding: Row, statement: Row) -> str:
    """Return what the audit says of a number, after the recomputed one if it is wrong."""
    explanation = finding["explanation"]
    recomputed = finding["recomputed"]
    if finding["verdict"] not in _WRONG or not recomputed:
        return explanation
    # As many decimals as the text has, but 3.7 times where it has 275.
    _, _, decimals = statement["value"].partition(".")
    shown = f"{float(recomputed):.{max(1, len(decimals))}f}"
    return f"Recomputed: {shown} {finding['unit']}. {explanation}"


def _title_of(statement: Row) -> str:
    """Return what a number of the text is: its subject, whose it is, and when."""
    codes = statement["economies"].split(";")
    parts = [
        statement["subject"],
        *(name_of_economy(code) for code in codes),
        statement["period"].replace("/", " to "),
    ]
    return ", ".join(filter(None, parts))
