"""Read the tables about the data: notes, grounds, the audit, the prose, sources.

They follow from the typed data alone, so they are built once and shipped as files.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._messages import count
from neadigital.errors import DataIntegrityError, UnknownChoiceError
from neadigital.places import economy_code

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, pd, schemas

__all__ = [
    "audit",
    "audit_cells",
    "causes",
    "errata",
    "external_figures",
    "flags",
    "grounds",
    "notes",
    "observations",
    "printed_table",
    "quality",
    "sources",
    "statements",
    "validate",
]

# about numbers


def _of_dataset(table: str, name: str | None, edition: str | None) -> Any:
    """Return the rows of a table that are about a dataset, or about one of its editions."""
    found = _store.frame(table)
    if name is None and edition is None:
        return found
    _store.check_edition(name, edition)
    is_meant = found["dataset"] == name
    if edition is not None:
        is_meant &= found["edition"] == edition
    return found[is_meant].reset_index(drop=True)


def notes(
    name: str | None = None, *, edition: str | None = None
) -> DataFrame[schemas.Notes]:
    """Return the notes on numbers: corrections, doubts, gaps, and what else the value hides.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.
    edition : str, optional
        One of its editions, if it has several; by default all.

    Returns
    -------
    DataFrame
        One row per remark on a number; a number may have several.

        - `dataset`, `economy`, `place`, `year`, `period`, `indicator`, `edition`, `column` : the
          key of the number, as in `observations`
        - `printed`, `printed_value` : the number as on the page, text, and as a number without a
          year in brackets
        - `value` : what the loader gives by default
        - `kind` : `misprint`, `mislabelled`, `wrong_base`, `other_year`, `other_basis`,
          `not_available`, `not_ranked`, `break` or `doubtful`
        - `certainty` : of a correction `proved` or `inferred`, else missing. It is about what the
          paper should have printed, not about whether that is true: some are doubtful too
        - `severity` : of a doubt `minor` (a last digit, a revision or a rounding) or `serious` (a
          conclusion may change), else missing
        - `note`, `evidence` : what a reader must know, and what proves it

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    TypeError
        If an edition is given without a dataset, or of a dataset without editions.
    """
    return _of_dataset("notes", name, edition)  # type: ignore[no-any-return]


def errata(
    name: str | None = None, *, edition: str | None = None
) -> DataFrame[schemas.Notes]:
    """Return only the notes on corrected numbers.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.
    edition : str, optional
        One of its editions, if it has several; by default all.

    Returns
    -------
    DataFrame
        As `notes`, one row per corrected number. `certainty` is `proved` where the correct value
        itself follows from the evidence, `inferred` where the printed one is disproved and this is
        the only reading left.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    TypeError
        If an edition is given without a dataset, or of a dataset without editions.

    Examples
    --------
    >>> import neadigital
    >>> errata = neadigital.errata("trade_with_russia")
    >>> errata[["printed", "value", "certainty"]].values.tolist()
    [['34.67', 17.33, 'proved'], ['54.1', 65.0, 'proved'], ['163.77', 16.377, 'inferred']]
    """
    found = notes(name, edition=edition)
    return found[found["certainty"].notna()].reset_index(drop=True)


def flags(name: str, *, edition: str | None = None) -> pd.DataFrame:
    """Return the kinds of notes on each number, in the shape of the dataset.

    Parameters
    ----------
    name : str
        A dataset.
    edition : str, optional
        One of its editions, if it has several.

    Returns
    -------
    DataFrame
        The dataset's rows and columns: its key, and in all other columns the kinds of the notes on
        each number, joined by ``;``; missing where there is none. So a mask is
        ``flags(name)[column].notna()``.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    TypeError
        If an edition is given of a dataset without editions.

    Examples
    --------
    >>> import neadigital
    >>> data, flags = neadigital.trade_with_russia(), neadigital.flags("trade_with_russia")
    >>> data[flags["trade_cny_bn"] == "misprint"]["trade_cny_bn"].tolist()
    [17.33, 16.377]
    """
    return _in_shape(name, "kinds", edition)


def grounds(name: str, *, edition: str | None = None) -> pd.DataFrame:
    """Return why each number can be trusted, in the shape of the dataset.

    Parameters
    ----------
    name : str
        A dataset.
    edition : str, optional
        One of its editions, if it has several.

    Returns
    -------
    DataFrame
        The dataset's rows and columns: its key, and in all other columns the ground of each number,
        as `observations` explains; missing where there is no number.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    TypeError
        If an edition is given of a dataset without editions.

    Examples
    --------
    Keep only the numbers that another publication has, too:

    >>> import neadigital
    >>> key = ["economy", "year"]
    >>> ranks = neadigital.digital_competitiveness_ranks().set_index(key)
    >>> grounds = neadigital.grounds("digital_competitiveness_ranks").set_index(key)
    >>> ranks.where(grounds == "published")["rank"].count()
    np.int64(21)
    """
    return _in_shape(name, "ground", edition)


def _in_shape(name: str, column: str, edition: str | None) -> pd.DataFrame:
    """Return a column of `observations` in the shape of a dataset."""
    edition = _store.check_edition(name, edition)
    known = observations(name, edition=edition)
    found = _store.frame(name)
    if edition is not None:
        found = found[found["edition"] == edition].reset_index(drop=True)
    # Replace each column of numbers; the keys stay.
    keys = _store.dataset(name)["schema"]["primaryKey"]
    for field in _store.fields(name):
        own = field["name"]
        if own in keys:
            continue
        # Observations are in the order of the rows. A column that holds no numbers has none, and
        # becomes empty; one that holds numbers of some years only has those of these years.
        of_column = known.loc[known["column"] == own, column]
        years = field.get("years", found["year"])
        rows = found.index[found["year"].isin(years)][: len(of_column)]
        found[own] = of_column.set_axis(rows).reindex(found.index)
    return found


def observations(
    name: str | None = None,
    *,
    economy: str | None = None,
    edition: str | None = None,
) -> DataFrame[schemas.Observations]:
    """Return every number of every dataset, one a row: its ground, its source, who else has it.

    Numbers that only the paper's text has are in `statements`.

    Parameters
    ----------
    name : str, optional
        A dataset; by default all.
    economy : str, optional
        A code or a name that `economy_code` knows, such as ``"Mongolia"``; by default all. A
        province is a place of its economy.
    edition : str, optional
        One of the dataset's editions, if it has several; by default all.

    Returns
    -------
    DataFrame
        One row per number, and one per number that is missing, in the order of `datasets`, of the
        columns and of the rows. The first eight columns are the key, which is the same in every
        table about numbers.

        - `dataset`
        - `economy` : code; of a province, of its economy
        - `place` : city or region, where the number is of one
        - `year` : year under which the number is printed
        - `period` : what it is of: the year, or another year, a quarter (``2022-Q4``), some years
          (``2000/2019``), months of a year (``2023-01/2023-07``)
        - `indicator` : the column; of a long table, the indicator
        - `edition` : edition of the dataset, where it has several
        - `column` : the column in which the number is
        - `value`, `low`, `high`, `unit` : the value, corrected, and its bounds, if known; the
          bounds of a share are those of the share as it would be rounded
        - `printed` : the number as on the page, text; missing if it is not in the paper
        - `basis` : `stated`, `reconstructed`, `bounded` or `external`
        - `ground` : one of those below
        - `source` : publications, joined by ``;``: a stated value has those that the paper names,
          an external value the one it comes from, any other all that the dataset cites
        - `their_source`, `their_value` : the best record that has the number, or that disproves it:
          the publication, and its number in the unit of `value`
        - `grade`, `place_there` : how near to its publisher that was read (`primary`, `copy`,
          `secondary`), and where in the publication it is
        - `passes` : of a number that is consistent, or with which something looser agrees: how many
          values at its printed digits the check would have let pass, or else the record; 1 is sharp
        - `check` : the finding of `audit` that confirms or refutes it
        - `kinds`, `certainty`, `severity` : those of the number's `notes`

        The grounds are, the first that applies:

        - `corrected_proved`, `corrected_inferred` : the printed number is wrong, and this is the
          right one
        - `doubtful_minor`, `doubtful_serious` : it may be wrong, or not what the paper plots, and
          nothing better is known
        - `external` : it is itself another publication's, because the paper's is lost; nothing
          confirms it
        - `published` : another publication has the same number, with at least as many digits, most
          often the one that the paper cites. Whether that is right is another matter
        - `consistent` : it fits other places of the paper, arithmetic with a named series, or a
          publication with fewer digits, where at most three values at its digits would have fitted,
          or only such as lie within 1 %
        - `unchecked` : it was looked for, and no second source was found, or only what many other
          numbers would fit; it may well be right

        A corrected number may be doubtful too: then it has a certainty and a severity.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.
    UnknownEconomyError
        If no economy, region or aggregate has that name.
    TypeError
        If an edition is given without a dataset, or of a dataset without editions.
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    How sure is Japan's growth of 2020, and who says so?

    >>> import neadigital
    >>> japan = neadigital.observations("growth_rates", economy="Japan").query("year == 2020")
    >>> japan[["value", "ground"]].values.tolist()
    [[-1.62, 'corrected_proved'], [3.42, 'corrected_inferred']]

    All that is known about Mongolia's Internet users, whose series breaks in 2018 and in 2021:

    >>> known = neadigital.observations(economy="Mongolia")
    >>> known.query("indicator == 'internet_users_pct'")[["year", "value"]].values.tolist()
    [[2015.0, 22.5], [2018.0, 47.1], [2021.0, 84.3]]
    """
    code = None if economy is None else economy_code(economy)
    found = _of_dataset("observations", name, edition)
    if code is not None:
        is_meant = (found["economy"] == code) | (found["place"] == code)
        found = found[is_meant].reset_index(drop=True)
    return found  # type: ignore[no-any-return]


def quality() -> DataFrame[schemas.Quality]:
    """Count the numbers of each table, figure and dataset by ground: why each can be trusted.

    Returns
    -------
    DataFrame
        One row per table of the paper, figure and dataset: the numbers of `observations`, counted.

        - `kind`, `name` : `table`, `figure` or `dataset`, and its number or name
        - `numbers` : how many numbers a table prints (two where a cell holds two), of a figure are
          known, or a dataset holds. Each is counted in one of the next eight columns
        - `published`, `consistent`, `corrected_proved`, `corrected_inferred`, `doubtful_minor`,
          `doubtful_serious`, `external`, `unchecked` : on what ground, as `observations` explains
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
    return _store.frame("quality")  # type: ignore[return-value]


# the audit


def audit() -> DataFrame[schemas.Audit]:
    """Return each arithmetic or comparative claim of the paper, Song (2023), recomputed.

    Tolerances follow from the printed digits: 14.4 means 14.35 to 14.45. "Nearly" and "almost"
    mean below the number and rounding to it, "over" means above it, "about" adds nothing. Words of
    degree, such as "steadily" or "a leader", are not judged: claims that rest on them are
    `not_checkable`, and a direction, an order or a number beside them is a separate claim.

    Returns
    -------
    DataFrame
        One row per finding, in the paper's order; `audit_cells` has the numbers that it judges.

        - `check` : stable identifier
        - `cause` : the slip or open question behind it, in `causes`; missing where a claim holds or
          none is known
        - `where` : table or section
        - `claim` : the claim, in our words
        - `kind` : `claim` if the paper says so; `consistency` if it does not, but its numbers
          should fit
        - `stated`, `recomputed` : float64; missing where the claim has no number
        - `unit` : unit of both
        - `verdict` : one of those below
        - `holds` : true if the verdict is `confirmed`, `rounding` or `last_digit`, false if it is
          `wrong_base`, `misprint` or `contradicted`, missing if it is `not_checkable`
        - `explanation` : data, rule and remark
        - `statements` : numbers of the prose that it rests on, joined by ``;``

        The verdicts are

        - `confirmed` : the recomputation rounds to what is printed, or the comparison holds
        - `rounding` : off, but by no more than the printed digits allow
        - `last_digit` : off by one in the last printed digit, or, in Table 13, by a revision of
          less than 1 % of the level of the year before; it changes no conclusion
        - `wrong_base` : right only over another base than the words say; `recomputed` is over the
          usual base
        - `misprint` : the data say otherwise, and show which printed number or label is wrong
        - `contradicted` : the data say otherwise
        - `not_checkable` : we have nothing to check it with

    Raises
    ------
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> audit = neadigital.audit()
    >>> audit.query("check == 'china-growth'")[["stated", "recomputed"]].values.tolist()
    [[51.8, 107.5215]]
    >>> failing = audit.query("kind == 'claim' and holds == False")
    >>> len(failing), failing["cause"].nunique()
    (62, 15)
    """
    return _store.frame("audit")  # type: ignore[return-value]


def audit_cells() -> DataFrame[schemas.AuditCells]:
    """Return the numbers that each finding of the audit judges.

    Returns
    -------
    DataFrame
        One row per finding and number: `check`, as in `audit`, and the key of the number, as in
        `observations`.

    Raises
    ------
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    What does the audit find about Jilin's trade?

    >>> import neadigital
    >>> cells = neadigital.audit_cells().query("place == 'CN-JL' and year == 2022")
    >>> found = cells.merge(neadigital.audit(), on="check")
    >>> sorted(set(found["verdict"]))
    ['last_digit', 'misprint']
    """
    return _store.frame("audit_cells")  # type: ignore[return-value]


def causes() -> DataFrame[schemas.Causes]:
    """Return the slips and open questions that explain what the audit finds.

    Returns
    -------
    DataFrame
        One row per cause, in the order of what it changes: `cause` (as in `audit`), `title`,
        `printed` (what the paper prints), `follows` (what follows from the data), `how` (how we
        know), `changes` (what it changes) and `certainty` (proved, inferred or open, with the part
        it is said of, if not all).

    Raises
    ------
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.causes()["title"][0]
    'Growth rates are divided by the new value'
    """
    return _store.frame("causes")  # type: ignore[return-value]


# the paper, and other publications


def printed_table(number: int) -> pd.DataFrame:
    """Return a table of the paper as it is printed, misprints included.

    Every cell is text, verbatim; the first columns hold the row labels. A header of two levels is
    joined as ``upper | lower``, the two halves of table 6 are one below the other, and the
    empty corner of table 13 is ``[period]``.

    Parameters
    ----------
    number : int
        1 to 13.

    Returns
    -------
    DataFrame
        The table.

    Raises
    ------
    UnknownChoiceError
        If there is no such table.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.printed_table(2).iloc[1, -1]
    '90.2(2020)'
    """
    # Whole numbers of numpy are allowed. True is not, though Python reads it as 1.
    try:
        index = -1 if isinstance(number, bool) else operator.index(number)
    except TypeError:
        index = -1
    tables = _store.printed_tables()
    if index not in tables:
        raise UnknownChoiceError(number, tables, kind="printed table")
    return _store.frame(tables[index])


def statements() -> DataFrame[schemas.Statements]:
    """Return the numbers of the paper's prose, without dates, names and slogans.

    Left out are numbers in a date, a name ("the 14th Five Year Plan") or a slogan ("one center and
    five plates"). Numbers in words are there.

    Returns
    -------
    DataFrame
        One row per number, in the order of the text: `statement` (identifier), `section`,
        `subject`, `economies` (joined by ``;``), `start_year` (of a change), the key, `value` (as
        printed), `unit`, `qualifier` (the text's hedge), `repeats` (the cell of a table that it
        repeats, labels as printed), `source` (footnote), `note`, `counts`, `published`, `unchecked`
        (why nothing here can check it). Where a dataset has the number, the key is that of
        `observations`; else `dataset` is missing, and `economy` is that of a number of one economy.
        ``codebook("statements")`` explains them.
    """
    return _store.frame("statements")  # type: ignore[return-value]


def sources() -> DataFrame[schemas.Sources]:
    """Return the bibliography: the paper, its 45 footnotes and the external publications used here.

    Returns
    -------
    DataFrame
        One row per publication: `source` (`fn01` to `fn45` are the footnotes), `kind` (where it is
        named), `type` (of document), `authors` (Family, Given), `author_type`, `title`, `container`
        (journal or book), `volume`, `issue`, `pages`, `year`, `publisher`, `address`, `same_as`
        (another source that is the same document), `note`. Square brackets enclose what is printed
        nowhere; what is unknown is missing.
    """
    return _store.frame("sources")  # type: ignore[return-value]


def external_figures() -> DataFrame[schemas.ExternalFigures]:
    """Return the numbers of other publications, used here or set beside the paper's.

    Returns
    -------
    DataFrame
        One row per record, which is a number of one publication as read in one place: the key,
        `value`, `unit`, `source` (in `sources`), `edition` and `place_there` (of and in the
        publication), `grade` (`primary`: on the publisher's own page; `copy`: in a copy of it;
        `secondary`: as others give it), `how` (`read`, or `computed` by the rule in the remark),
        `read_in` (where it was read, in `sources`), `use`, `remark`, and `figure` or `table` (of
        the paper). Where a dataset has the same quantity, the key is that of `observations`,
        without its edition; else `dataset` and `column` are missing, and
        ``codebook("external_figures")`` explains the indicator. Its uses are `value` (it is in a
        dataset), `check` (it checks or corrects a number), `comparison` (it is on another
        definition or of another edition), `confirms` (it is the same quantity as a number of the
        paper, and agrees with it), `differs` (the same, but it does not agree) and `later` (it
        continues a series; do not join the two).

    Examples
    --------
    >>> import neadigital
    >>> japan = "use == 'value' and economy == 'JPN'"
    >>> neadigital.external_figures().query(japan)["value"].tolist()[0]
    2293.5
    """
    return _store.frame("external_figures")  # type: ignore[return-value]


# the files


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

    if name is not None:
        _store.dataset(name)
    done, failures = [], []
    for resource in _store.names():
        entry = _store.resource(resource)
        base = entry.get("dataset", resource)
        if name in (None, base):
            line, found = _validate_file(resource, base)
            failures += found
            done.append({"file": entry["path"]} | line)
    if failures:
        raise DataIntegrityError(
            count(len(failures), "failure"),
            "bundled files are damaged or break their models",
            found="\n".join(failures),
        )
    return pd.DataFrame(done)


def _validate_file(resource: str, base: str) -> tuple[dict[str, int], list[str]]:
    """Return the size of a file and the number of its checks, and what is wrong with it."""
    from pandera.errors import SchemaErrors

    from neadigital.schemas._registry import ABOUT, DATASETS

    # A printed table holds only text and has no model, so only its digest is checked.
    model = (DATASETS | ABOUT).get(base)
    checks = 0
    try:
        data = _store.frame(resource)
        if model:
            schema = model.to_schema()
            of_columns = [len(column.checks) for column in schema.columns.values()]
            checks = len(schema.checks) + sum(of_columns)
            schema.validate(_as_stored_by(schema, data), lazy=True)
    except DataIntegrityError as error:
        return {}, [str(error).splitlines()[0]]
    except SchemaErrors as error:
        path = _store.resource(resource)["path"]
        cases = error.failure_cases.to_dict("records")
        return {}, [f"{path}, {_broken(case)}" for case in cases]
    rows, columns = data.shape
    return {"rows": rows, "columns": columns, "checks": checks}, []


def _as_stored_by(schema: Any, data: Any) -> Any:
    """Return data with its text stored as a model has it: which storage says nothing of the file.

    pandas chooses the storage by an option, which may have changed since either was made.
    """
    import pandas as pd

    of_model = {name: column.dtype.type for name, column in schema.columns.items()}
    texts = {
        name: kind
        for name, kind in of_model.items()
        if isinstance(kind, pd.StringDtype) and name in data
    }
    return data.astype(texts)


def _broken(case: dict[str, Any]) -> str:
    """Return the line, the column, the cell and the rule of a failure that Pandera found."""
    import pandas as pd

    where = "the whole file"
    if pd.notna(case["index"]):
        # Line 1 is the header.
        where = f"line {int(case['index']) + 2}"
    cell = f"column {case['column']}: {case['failure_case']!r}"
    return f"{where}, {cell} breaks {case['check']}"


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
