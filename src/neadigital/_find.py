"""Find a number: where the paper prints it or the data have it, and whether it is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from neadigital import _citing, _store
from neadigital.errors import NeadigitalError

if TYPE_CHECKING:
    import pandas as pd
else:
    from neadigital._hints import pd

__all__ = ["find"]

Row = dict[str, str]


def find(number: float | str) -> pd.DataFrame:
    """Find a number: each place where the paper prints it, or the data have it.

    Parameters
    ----------
    number : float or str
        Such as ``34.67`` or ``"1,276.06"``.

    Returns
    -------
    DataFrame
        A row for each: the key as in `observations` (for a number of the text that is in no dataset
        `statement` alone), `printed`, `value` (the right one), `unit`, and `verdict`: the ground on
        which the value stands, or for a number of the text what the audit finds.

    Raises
    ------
    NeadigitalError
        If it is no number.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.find(34.67)[["place", "period", "printed", "value", "verdict"]].values.tolist()
    [['CN-JL', '2022', '34.67', '17.33', 'corrected_proved']]
    """
    import pandas as pd

    found = pd.DataFrame(rows(number), columns=[*_COLUMNS, "told"])
    return found.drop(columns="told").replace("", None)


_COLUMNS = ("dataset", *_citing.KEY, "statement", "printed", "value", "unit", "verdict")


def rows(number: object) -> list[Row]:
    """Return a row for each place of a number, with a sentence on it, without pandas."""
    asked = _leading(str(number))
    if asked is None:
        raise NeadigitalError(f"{number!r} is not a number.")
    texts = [
        row for row in _store.rows("statements") if _leading(row["value"]) == asked
    ]
    # The text may say a number of a dataset in another unit: trillion for billion.
    said = {_key(row) for row in texts if row["dataset"]}
    found: list[dict[str, Any]] = [
        row | {"verdict": row["ground"], "told": _told(row)}
        for row in _store.rows("observations")
        if asked in (_leading(row["printed"]), _leading(row["value"]))
        or _key(row) in said
    ]
    for row in texts:
        if not row["dataset"]:
            checks = [
                one
                for one in _store.rows("audit")
                if row["statement"] in one["statements"].split(";")
            ]
            told = [f"{one['verdict']}: {one['explanation']}" for one in checks]
            head = f"In the text, {row['section']}: {row['subject']}, {row['value']} {row['unit']}"
            verdict = ";".join(one["verdict"] for one in checks)
            text = {"printed": row["value"], "verdict": verdict}
            found.append(row | text | {"told": ". ".join([head, *told])})
    return [{name: row.get(name, "") for name in (*_COLUMNS, "told")} for row in found]


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in ("dataset", *_citing.KEY))


def _told(row: Row) -> str:
    """Return a number in a sentence, with what is wrong with it."""
    why = _citing.notes_on(row) if row["certainty"] or row["severity"] else []
    return " ".join([_citing.sentence(row), *(f"{note}." for note in why)])


def _leading(text: str) -> float | None:
    """Return the number that a text begins with; the page prints 90.2(2020), and 1,276.06."""
    begun = re.match(r"[-+]?\d+(\.\d+)?", text.replace(",", "").replace("\u2212", "-"))
    return float(begun[0]) if begun else None
