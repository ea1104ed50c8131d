"""Find a number: each place where the paper prints it, and whether it is right."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
        `verdict`, what the audit finds; and `reason`, in words. Without any row a warning names the
        nearest numbers.

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
    verdicts = _verdicts()
    return [_judged(row, verdicts) for row in _places() if _reads(row, asked)]


def nothing(number: object) -> str:
    """Say that a number is nowhere, and which numbers are nearest to it."""
    asked = _to_number(number)
    places: dict[float, str] = {}
    for row in _places():
        for text in (_leading(row["printed"]), _leading(row["value"])):
            if text:
                places.setdefault(float(text), row["where"])
    nearest = sorted(places, key=lambda known: abs(known - asked))
    listed = [f"{known:.15g} ({places[known]})" for known in nearest[:_NEAREST]]
    return (
        f"No number of the paper reads {number}. The nearest are {', '.join(listed)}."
    )


# reading numbers


def _to_number(number: object) -> float:
    """Return the number that is asked for; a comma may be a decimal point."""
    text = re.sub(r"\s", "", str(number)).removesuffix("%")
    text = text.replace("\N{MINUS SIGN}", "-")
    has_thousands = re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text)
    text = text.replace(",", "" if has_thousands else ".")
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        raise NeadigitalError(f"{number!r} is not a number: write it as 34.67.")
    return float(text)


def _leading(text: str) -> str:
    """Return the number with which a text begins: 90.2 of 90.2(2020); empty for a gap."""
    start = re.match(r"[-+]?\d+(\.\d+)?", text.replace(",", ""))
    return start[0] if start else ""


def _reads(row: Row, asked: float) -> bool:
    """Tell whether a number is printed so, or is so but printed otherwise."""
    printed, value = _leading(row["printed"]), _leading(row["value"])
    if printed and float(printed) == asked:
        return True
    return bool(value) and float(value) == asked and not _is_rounded(row)


def _is_rounded(row: Row) -> bool:
    """Tell whether what is printed is the right value with fewer digits, as in table 7."""
    printed, value = _leading(row["printed"]), _leading(row["value"])
    if not printed or not value:
        return False
    decimals = len(printed.partition(".")[2])
    half_a_digit = 0.5 * 10**-decimals
    difference = abs(float(printed) - float(value))
    return bool(difference <= half_a_digit)


# the places of numbers


def _places() -> Iterator[Row]:
    """Yield each number at each of its places: first in tables, then in the text, in figures."""
    observed = {_key(row): row for row in _store.rows("observations")}
    seen = set()
    for cell in _store.rows("printed_cells"):
        row = observed[_key(cell)]
        seen.add(_key(cell))
        where = {"where": f"table {cell['table']}", "printed": cell["printed"]}
        yield row | where | {"elsewhere": row["printed"]}
    for statement in _store.rows("statements"):
        row = observed.get(_key(statement), {})
        seen.add(_key(statement))
        printed = statement["value"]
        # The text may have another unit than the data: trillion for billion.
        if statement["unit"] != row.get("unit", statement["unit"]):
            printed = f"{printed} {statement['unit']}"
        where = {"where": _section(statement), "printed": printed}
        yield statement | row | where | {"elsewhere": row.get("printed", "")}
    for key, row in observed.items():
        entry = _store.dataset(row["dataset"])
        # What the paper does not print is searched where its figures may show it.
        is_shown = entry["figures"] or row["basis"] == "reconstructed"
        if key not in seen and is_shown:
            yield row | {"where": _catalogue.printed_in(entry, " and ")}


def _key(row: Row) -> tuple[str, ...]:
    """Return the key of a number."""
    return tuple(row[column] for column in KEY)


def _section(statement: Row) -> str:
    """Return the section of a number of the text: section II.3, or the abstract."""
    section = statement["section"]
    if section == "0":
        return "introduction"
    return section if section.islower() else f"section {section}"


# whether a number is right


def _verdicts() -> dict[str, Row]:
    """Return the findings of the audit by the names of their checks."""
    return {row["check"]: row for row in _store.rows("audit")}


def _judged(row: Row, findings: dict[str, Row]) -> Row:
    """Return a number with a title, the verdict of the audit, and the reason for it."""
    if not row["dataset"]:
        return row | _of_text(row, findings)
    judged = row | {"title": _citing.title(row), "verdict": ""}
    if row["certainty"] and _is_rounded(row):
        # The correction is of another place, and the number is right here.
        reason = f"It is {row['value']} rounded. Elsewhere the paper prints {row['elsewhere']}"
        return judged | {"certainty": "", "reason": reason}
    if row["check"]:
        judged["verdict"] = findings[row["check"]]["verdict"]
    if row["certainty"] or row["severity"]:
        return judged | {"reason": _why_wrong(row)}
    return judged | {"reason": _citing.why_trusted(row)}


def _why_wrong(row: Row) -> str:
    """Return the notes that correct or doubt a number, a correction before a doubt."""
    notes = [
        note for note in _citing.notes_on(row) if note["certainty"] or note["severity"]
    ]
    notes.sort(key=lambda note: note["certainty"] == "")
    return ". ".join(note["note"] for note in notes)


def _of_text(row: Row, findings: dict[str, Row]) -> Row:
    """Return what is known of a number that only the text has."""
    about_it = [
        finding
        for finding in findings.values()
        if row["statement"] in finding["statements"].split(";")
    ]
    # Others rest on the number, but judge another one.
    value = float(row["value"])
    judging = [
        one for one in about_it if one["stated"] and float(one["stated"]) == value
    ]
    verdicts = dict.fromkeys(one["verdict"] for one in judging)
    reasons = dict.fromkeys(one["explanation"] for one in judging)
    names = map(name_of_economy, filter(None, row["economies"].split(";")))
    period = row["period"].replace("/", " to ")
    return {
        "title": ", ".join(filter(None, [row["subject"], *names, period])),
        "certainty": "",
        "value": "" if verdicts.keys() & {*_WRONG} else row["value"],
        "ground": "",
        "verdict": ";".join(verdicts),
        "reason": " ".join(reasons) or row["note"],
    }
