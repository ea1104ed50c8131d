"""Find a number: each place where the paper prints it, and whether it is right."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from neadigital import _catalogue, _citing, _store
from neadigital._places import code_of, name_of_economy
from neadigital.errors import NeadigitalError, NeadigitalWarning

if TYPE_CHECKING:
    import pandas as pd

    from neadigital._store import Descriptor
else:
    from neadigital._hints import pd

__all__ = ["find"]

Row = dict[str, str]

# The columns that name a number in every table.
_key = itemgetter(*_store.KEY)
# The columns of a result.
COLUMNS = (
    "where",
    "printed",
    "value",
    "unit",
    "verdict",
    "ground",
    "reason",
    "formula",
    *_store.KEY,
)
# How many numbers are named where the one asked for is nowhere.
_NEAREST = 3


def find(
    number: float | str, *, economy: str | None = None, dataset: str | None = None
) -> pd.DataFrame:
    """Find a number: each place where the paper prints it, and whether it is right.

    The tables, the figures and the text of the paper are searched; other publishers' series are
    not. A number is found as it is printed and, where it is corrected, by its correct value. One
    without a sign is found with a minus too, after the others: what fell by 2.08 % has -2.08 in a
    table. The numbers of the text are found by value, as the package does not keep the text.

    Parameters
    ----------
    number : float or str
        Such as ``34.67``, ``"34,67"``, ``"1,276.06"`` or ``"1 276"``. A comma before three digits
        separates thousands.
    economy : str, optional
        Only numbers of this economy or region: a code, or a name that `economy_code` knows.
    dataset : str, optional
        Only numbers that this dataset has.

    Returns
    -------
    DataFrame
        A row for each place: `where` (table, figures or section); `printed`, as text; `value`, what
        is right there; `unit`; `verdict`, what the audit finds; `ground`, why the value can be
        trusted; `reason`, in words; `formula`, the arithmetic of the finding; and the eight columns
        of the key, as in `observations` and `statements`. A notebook and a terminal show it as
        sentences. Without any row a warning names the nearest numbers.

    Raises
    ------
    NeadigitalError
        If it is no number.
    UnknownEconomyError
        If no economy, region or aggregate has that name.
    UnknownDatasetError
        If there is no such dataset.
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
    >>> found[["where", "printed", "value", "verdict", "place"]].values.tolist()
    [['table 13', '34.67', 17.33, 'misprint', 'CN-JL']]
    >>> neadigital.find("51.8")["formula"].item()
    '(7057.6 / 3400.9 - 1) * 100'
    """
    found = rows(number, economy, dataset)
    if not found:
        warnings.warn(
            nothing(number, economy, dataset), NeadigitalWarning, stacklevel=2
        )
    # Imported here, because both import pandas.
    import pandas as pd

    from neadigital._found import Found

    columns = {}
    for field in fields():
        name = field["name"]
        # Each type has its own sign of what is missing.
        missing = None if field["type"] == "integer" else float("nan")
        cells = [row[name] or missing for row in found]
        columns[name] = pd.Series(cells, dtype=field["dtype"])
    return Found(columns)


def fields() -> list[Descriptor]:
    """Return the name and the types of each column of a result."""
    known = {
        field["name"]: field
        for table in ("observations", "statements")
        for field in _store.fields(table)
    }
    text = {"type": "string", "dtype": known["printed"]["dtype"]}
    return [known.get(name, text | {"name": name}) for name in COLUMNS]


def rows(
    number: object, economy: str | None = None, dataset: str | None = None
) -> list[Row]:
    """Return a row for each place of a number, without pandas; `title` says what it is."""
    asked = _to_number(number)
    found = []
    falls = []
    for place in _places(economy, dataset):
        texts = (place["printed"], place["value"], place["in_data"])
        numbers = [_leading(text) for text in texts]
        if asked in numbers:
            found.append(place)
        elif -abs(asked) in numbers:
            falls.append(place)
    findings = {row["check"]: row for row in _store.rows("audit")}
    places = found + falls
    for place in places:
        judge = findings.get(place["check"], {})
        place["formula"] = judge.get("formula", "")
        place["title"] = _title(place)
    return places


def nothing(
    number: object, economy: str | None = None, dataset: str | None = None
) -> str:
    """Say that a number is nowhere, and which numbers are nearest to it."""
    asked = _to_number(number)
    known: dict[float, str] = {}
    for place in _places(economy, dataset):
        for text in (place["printed"], place["value"]):
            value = _leading(text)
            if value is not None:
                known.setdefault(value, place["where"])
    searched = f" of {economy}" if economy else ""
    searched += f" in {dataset}" if dataset else ""
    if not known:
        return f"The paper has no number{searched}."
    # Without a sign a fall is as near as a rise, as it is found.
    sizes = {value: value if asked < 0 else abs(value) for value in known}
    by_distance = sorted(known, key=lambda value: abs(sizes[value] - asked))
    nearest = []
    for value in by_distance[:_NEAREST]:
        nearest.append(f"{value:.15g} ({known[value]})")
    listed = ", ".join(nearest)
    searched = searched or " of the paper"
    return f"No number{searched} reads {number}. The nearest are {listed}."


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


# the places of numbers


def _places(economy: str | None, dataset: str | None) -> Iterator[Row]:
    """Yield what is known of each number at each place, narrowed to an economy or a dataset."""
    if dataset is not None:
        _store.dataset(dataset)
    code = None if economy is None else code_of(economy)
    for place in _everywhere():
        whose = [place["economy"], place["place"], *place["economies"].split(";")]
        is_asked = dataset in (None, place["dataset"])
        if is_asked and (code is None or code in whose):
            yield place


def _everywhere() -> Iterator[Row]:
    """Yield each number at each place: first in tables, then in the text, in figures.

    `in_data` is the number of the dataset, where the text has it in another unit.
    """
    datasets = _store.names("dataset")
    # Other publishers' series are not of the paper.
    own = [name for name in datasets if not _store.dataset(name)["publisher"]]
    observed = {_key(row): row for row in _store.rows("observations", *own)}
    seen = set()
    other = {"economies": "", "in_data": "", "labels": ""}
    for cell in _store.rows("printed_cells"):
        key = _key(cell)
        place = {"where": f"table {cell['table']}", "unit": observed[key]["unit"]}
        if key in seen:
            # A second table may repeat a number as something else: table 11 a rank by all sales.
            place["labels"] = f"{cell['row_label']}, {cell['column_label']}"
        seen.add(key)
        yield other | cell | place
    for said in _store.rows("statements"):
        key = _key(said)
        seen.add(key)
        yield said | {
            "where": _section(said["section"]),
            "printed": said["value"],
            "value": said["correct_value"],
            "in_data": observed[key]["value"] if key in observed else "",
            "labels": "",
        }
    for key, row in observed.items():
        if key in seen:
            continue
        # What the paper does not print is searched where its figures may show it.
        entry = _store.dataset(row["dataset"])
        if entry["figures"] or row["basis"] == "reconstructed":
            where = _catalogue.printed_in(entry, " and ")
            yield other | row | {"where": where, "printed": ""}


def _section(code: str) -> str:
    """Return the name of a section: section II.3, or abstract."""
    if code == "0":
        return "introduction"
    return code if code.islower() else f"section {code}"


def _title(place: Row) -> str:
    """Return what a number is: of the text alone, its subject, whose it is, and when."""
    if place["labels"]:
        return place["labels"]
    if place["dataset"]:
        return _citing.title(place)
    codes = place["economies"].split(";")
    parts = [
        place["subject"],
        *(name_of_economy(code) for code in codes),
        place["period"].replace("/", " to "),
    ]
    return ", ".join(filter(None, parts))
