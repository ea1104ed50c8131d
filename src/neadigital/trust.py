"""How far each number can be trusted: notes, corrections, grounds, validation of the files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._cells import Place, cells, key_text, notes_by_cell, places
from neadigital.errors import DataIntegrityError, count

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, pd, schemas

__all__ = ["errata", "evidence", "flags", "notes", "quality", "validate"]


def notes(name: str | None = None) -> DataFrame[schemas.Notes]:
    """Return the notes on cells: what the value itself does not say.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        One row per remark on a cell; a cell may have several.

        - `dataset`, `key`, `column` : the cell; the key as ``economy=KOR;year=2020``
        - `economy`, `year` : those of the key, if it has them
        - `printed`, `printed_number` : the cell as printed, and as a number without a year in
          brackets
        - `value` : what the loader gives by default, text
        - `kind` : `misprint`, `mislabelled`, `wrong_base`, `other_year`, `other_basis`,
          `not_available`, `not_ranked` or `doubtful`
        - `certainty` : of a correction `proved` or `inferred`, else empty. It is about what the
          paper should have printed, not about whether that is true: some are doubtful too
        - `severity` : of a doubt `minor` (a last digit, a revision or a rounding) or `serious` (a
          conclusion may change), else empty
        - `note`, `evidence` : what a reader must know, and what proves it

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    """
    found = _store.frame("notes")
    if name is not None:
        _store.dataset(name)
        found = found[found["dataset"] == name].reset_index(drop=True)
    return found  # type: ignore[return-value]


def errata(name: str | None = None) -> DataFrame[schemas.Notes]:
    """Return only the notes on what is corrected.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        As `notes`, one row per corrected cell. `certainty` is `proved` where the correct value
        itself follows from the evidence, `inferred` where the printed one is disproved and this is
        the only reading left.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.

    Examples
    --------
    >>> import neadigital
    >>> errata = neadigital.errata("trade_with_russia")
    >>> errata[["printed_number", "value", "certainty"]].values.tolist()
    [[34.67, '17.33', 'proved'], [54.1, '65', 'proved'], [163.77, '16.377', 'inferred']]
    """
    found = notes(name)
    return found[found["certainty"] != ""].reset_index(drop=True)


def flags(name: str) -> pd.DataFrame:
    """Return what is noted of each cell, in the dataset's own shape.

    Parameters
    ----------
    name : str
        A dataset.

    Returns
    -------
    DataFrame
        The dataset's rows and columns: its key, and in all other cells the kinds of their notes,
        joined by ``;``, or empty text. So a mask is ``flags(name)[column] != ""``.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.

    Examples
    --------
    >>> import neadigital
    >>> data, flags = neadigital.trade_with_russia(), neadigital.flags("trade_with_russia")
    >>> data[flags["trade_cny_bn"] == "misprint"]["trade_cny_bn"].tolist()
    [17.33, 16.377]
    """
    key_columns = _store.dataset(name)["schema"]["primaryKey"]
    data = _store.frame(name)
    noted = notes_by_cell()
    keys = [key_text(name, row) for row in _store.rows(name)]
    for column in data.columns.difference(key_columns):
        data[column] = [noted[name, key, column].kinds for key in keys]
    return data


def evidence(name: str | None = None) -> DataFrame[schemas.Evidence]:
    """Return on what ground each number stands, and who else has it.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.

    Returns
    -------
    DataFrame
        One row per number, in the order of `observations`.

        - `dataset`, `key`, `economy`, `year`, `column` : the cell; the key as in `notes`
        - `value` : what the loader gives by default
        - `printed` : the number as printed; missing if it is not in the paper
        - `ground` : one of those below
        - `source`, `their_value` : the best record that has the number, or that disproves it: the
          publication, and its number in the unit of `value`; empty and missing if there is none
        - `grade`, `where` : how near to its publisher it was read (`primary`, `copy`,
          `secondary`), and where in the publication it stands
        - `note` : what the notes say of the cell
        - `check` : the finding of `audit` that confirms or refutes it

        The grounds are, the first that applies:

        - `corrected_proved`, `corrected_inferred` : the printed number is wrong, and this is the
          right one
        - `doubtful_minor`, `doubtful_serious` : it may be wrong, and stays as printed
        - `external` : it is itself another publication's, because the paper's is lost; nothing
          confirms it
        - `published` : another publication has the same number, most often the one that the paper
          cites. Whether that is right is another matter
        - `consistent` : it fits other places of the paper, or arithmetic with a named series
        - `unchecked` : it was looked for, and no second source was found; it may well be right

        A corrected number may be doubtful too: see `note`.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    How sure is Japan's Internet use of 2021, and who says so?

    >>> import neadigital
    >>> evidence = neadigital.evidence("itu_indicators")
    >>> japan = evidence[evidence["key"] == "economy=JPN;year=2021;indicator=internet_users_pct"]
    >>> japan[["value", "ground", "source", "their_value"]].values.tolist()
    [[90.2, 'published', 'itu-ddd', 90.2]]
    """
    import pandas as pd

    from neadigital._grounds import Record, all_grounds

    names = [] if name is None else [_store.dataset(name)["name"]]
    grounds = all_grounds()
    found = []
    for cell in cells(*names):
        if not cell.text:
            continue
        ground, record, check = grounds.of(cell)
        theirs = record or Record()
        row = {
            "dataset": cell.dataset,
            "key": cell.key,
            "economy": cell.economy,
            "year": cell.year,
            "column": cell.column,
            "value": cell.value,
            "printed": cell.printed_value,
            "ground": ground,
            "source": theirs.source,
            "their_value": theirs.in_unit(cell.unit),
            "grade": theirs.grade,
            "where": theirs.where,
            "note": grounds.notes[cell.id].text,
            "check": check,
        }
        found.append(row)
    # A column without any number would else hold objects.
    return pd.DataFrame(found).astype({"their_value": "float64"})  # type: ignore[return-value]


def quality() -> DataFrame[schemas.Quality]:
    """Return how many numbers of each table, figure and dataset stand on which ground.

    Returns
    -------
    DataFrame
        One row per table of the paper, figure and dataset: the numbers of `evidence`, counted.

        - `kind`, `name` : `table`, `figure` or `dataset`, and its number or name
        - `numbers` : how many numbers a table prints (two where a cell holds two), of a figure are
          known, or a dataset holds. Each is counted in one of the next eight columns
        - `published`, `consistent`, `corrected_proved`, `corrected_inferred`, `doubtful_minor`,
          `doubtful_serious`, `external`, `unchecked` : on what ground, as `evidence` explains
        - `also_doubtful` : how many of those corrected are doubtful too

        That a number is published or consistent does not say that it may be compared with its
        neighbours: see the notes of kind `other_basis`.

    Raises
    ------
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> quality = neadigital.quality().set_index("name")
    >>> columns = ["numbers", "corrected_proved", "corrected_inferred", "also_doubtful"]
    >>> print(quality.loc["13", columns].to_string())
    numbers               21
    corrected_proved       2
    corrected_inferred     1
    also_doubtful          1
    """
    import pandas as pd

    from neadigital._grounds import all_grounds

    grounds = all_grounds()
    counts: Counter[tuple[str, str, str]] = Counter()
    seen: set[Place] = set()
    for cell in cells():
        if not cell.text:
            continue
        own = grounds.of(cell).name
        for place in (Place("dataset", cell.dataset, cell.id), *places(cell)):
            # A table may print one number for several rows.
            if place in seen:
                continue
            seen.add(place)
            ground = grounds.of_repetition(cell) if place.repeated else own
            counts[place.kind, place.name, "numbers"] += 1
            counts[place.kind, place.name, ground] += 1
            if ground.startswith("corrected") and grounds.notes[cell.id].severity:
                counts[place.kind, place.name, "also_doubtful"] += 1
    # Tables stand before figures.
    counted = [(line["item"], line["number"]) for line in _store.rows("printed_titles")]
    counted += [("dataset", name) for name in _store.names("dataset")]
    frame = pd.DataFrame(counted, columns=["kind", "name"])
    # The first two columns say what is counted in each of the others.
    _, _, *fields = _store.described("quality")["schema"]["fields"]
    for field in fields:
        column = field["name"]
        frame[column] = [counts[kind, name, column] for kind, name in counted]
    return frame  # type: ignore[return-value]


def validate(name: str | None = None) -> pd.DataFrame:
    """Validate the bundled files against their Pandera models, all failures at once.

    Every load checks a file's SHA-256 and how it parses; this checks keys, ranges, allowed values
    and the rules between columns too, with pandera.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all, and the tables about the data.

    Returns
    -------
    DataFrame
        One row per file: `file`, `rows`, `columns`, `checks`.

    Raises
    ------
    DataIntegrityError
        If anything fails; the message names each file, row, column, cell and rule.
    UnknownDatasetError
        If there is no such dataset.
    """
    import pandas as pd
    from pandera.errors import SchemaErrors

    from neadigital.schemas._registry import ABOUT, DATASETS

    if name is not None:
        _store.dataset(name)
    done, failures = [], []
    for resource in _store.names():
        entry = _store.resource(resource)
        base, path = entry.get("dataset", resource), entry["path"]
        if name not in (None, base):
            continue
        # A printed table is all text and has no model.
        model = (DATASETS | ABOUT).get(base)
        checks = 0
        try:
            data = _store.frame(resource)
            if model:
                schema = model.to_schema()
                of_columns = [len(column.checks) for column in schema.columns.values()]
                checks = len(schema.checks) + sum(of_columns)
                schema.validate(data, lazy=True)
        except DataIntegrityError as error:
            first_line = str(error).splitlines()[0]
            failures.append(first_line)
        except SchemaErrors as error:
            cases = error.failure_cases.to_dict("records")
            failures += [f"{path}, {_broken(case)}" for case in cases]
        else:
            rows, columns = data.shape
            line = {"file": path, "rows": rows, "columns": columns, "checks": checks}
            done.append(line)
    if failures:
        raise DataIntegrityError(
            count(len(failures), "failure"),
            "bundled files are damaged or break their models",
            found="\n".join(failures),
        )
    return pd.DataFrame(done)


def _broken(case: dict[str, Any]) -> str:
    """Name the line, the column, the cell and the rule of a failure that Pandera found."""
    import pandas as pd

    where = "the whole file"
    if pd.notna(case["index"]):
        # Line 1 is the header.
        where = f"line {int(case['index']) + 2}"
    cell = f"column {case['column']}: {case['failure_case']!r}"
    return f"{where}, {cell} breaks {case['check']}"


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
