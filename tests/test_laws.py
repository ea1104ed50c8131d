"""Laws for every dataset. They name no dataset, so they apply to a new one at once."""

from __future__ import annotations

import inspect
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from support import PACKAGE, every_edition, read_csv, with_keys

import neadigital
from neadigital import _store
from neadigital.schemas import _registry as registry

NAMES = neadigital.datasets()["dataset"].tolist()
NUMERIC = ("int64", "Int64", "float64")
every_dataset = pytest.mark.parametrize("name", NAMES)


def key_columns(name: str) -> list[str]:
    return list(registry.DATASETS[name].to_schema().unique)


def key_of(row: pd.Series, columns: list[str]) -> str:
    return ";".join(f"{column}={row[column]}" for column in columns)


def has_as_printed(name: str) -> bool:
    return "as_printed" in inspect.signature(getattr(neadigital, name)).parameters


@every_dataset
def test_columns_are_the_models(name: str) -> None:
    """A loader returns the columns of its model, in its order, with a plain RangeIndex."""
    data = getattr(neadigital, name)()

    assert list(data.columns) == list(registry.DATASETS[name].to_schema().columns)
    assert data.index.equals(pd.RangeIndex(len(data)))
    assert type(data) is pd.DataFrame


@every_dataset
def test_types_are_the_models(name: str) -> None:
    """Numbers have the model's dtype and text is text, on every supported pandas."""
    data = getattr(neadigital, name)()

    for column, declared in registry.DATASETS[name].to_schema().columns.items():
        if str(declared.dtype) in NUMERIC:
            assert str(data[column].dtype) == str(declared.dtype)
        else:
            assert all(
                isinstance(value, str) and value == value.strip()
                for value in data[column].dropna()
            )


@every_dataset
def test_rows_are_sorted_by_a_unique_key(name: str) -> None:
    """Rows are in the order of their key, and each key is unique."""
    data = getattr(neadigital, name)()
    keys = list(data[key_columns(name)].itertuples(index=False, name=None))

    assert keys == sorted(set(keys))


@every_dataset
def test_every_column_is_explained(name: str) -> None:
    """Each column has a meaning, and each number a unit unless it is a plain count or code."""
    book = neadigital.codebook(name)
    columns = book[book["code"].isna()]

    assert columns["column"].tolist() == list(
        registry.DATASETS[name].to_schema().columns
    )
    assert columns["meaning"].str.len().gt(3).all()
    assert columns.loc[columns["type"].eq("float64"), "unit"].notna().all()


@every_dataset
def test_every_gap_is_explained(name: str) -> None:
    """Each missing value has a note that says why, where a column is printed for its year."""
    data = every_edition(name)
    explaining = with_keys(neadigital.notes(name)).query(
        "kind in ('not_available', 'not_ranked')"
    )
    explained = set(zip(explaining["key"], explaining["column"], strict=True))
    gaps = {
        (key_of(row, key_columns(name)), field["name"])
        for _, row in data.iterrows()
        for field in _store.fields(name)
        if field.get("role") == "value" and pd.isna(row[field["name"]])
        if row["year"] in field.get("years", [row["year"]])
    }

    assert gaps == explained


@every_dataset
def test_every_note_points_at_its_cell(name: str) -> None:
    """A note's key and column exist, and its value is the loader's."""
    data = every_edition(name)
    rows = {key_of(row, key_columns(name)): row for _, row in data.iterrows()}

    for note in with_keys(neadigital.notes(name)).itertuples():
        cell = rows[note.key][note.column]
        if pd.isna(note.value):
            assert pd.isna(cell)
        else:
            assert cell == pytest.approx(note.value, abs=0)


@every_dataset
def test_correction_only_where_errata_say(name: str) -> None:
    """The default differs from the printed values in exactly the cells that the errata name."""
    if not has_as_printed(name):
        pytest.skip("no printed table")
    data = neadigital.load(name)
    page = neadigital.load(name, as_printed=True)
    columns = key_columns(name)
    errata = with_keys(neadigital.errata(name))
    # A recovered number is not printed in the paper, so its as-printed cell is a gap and never
    # another number.
    values = [
        field["name"] for field in _store.fields(name) if field.get("role") == "value"
    ]
    differing = {
        (key_of(data.loc[i], columns), column)
        for i in data.index
        for column in values
        if pd.notna(page.at[i, column]) and data.at[i, column] != page.at[i, column]
    }

    assert page[columns].equals(data[columns])
    assert differing == set(zip(errata["key"], errata["column"], strict=True))


@every_dataset
def test_correction_has_evidence(name: str) -> None:
    """Each corrected cell has its old value, its new value, and the evidence."""
    errata = with_keys(neadigital.errata(name))

    assert errata["evidence"].str.len().gt(20).all()
    assert errata["printed"].ne("").all()


@every_dataset
def test_load_is_the_loader(name: str) -> None:
    """`load` by name returns what the loader returns, and both carry their metadata."""
    one = neadigital.load(name)
    other = getattr(neadigital, name)()

    pd.testing.assert_frame_equal(one, other)
    assert one.attrs["neadigital"] == other.attrs["neadigital"]
    assert one.attrs["neadigital"]["dataset"] == name
    assert one.attrs["neadigital"]["version"] == neadigital.__version__


@every_dataset
def test_a_changed_frame_changes_nothing_else(name: str) -> None:
    """Changes to a frame, its columns, index or attrs do not affect the next call."""
    before = getattr(neadigital, name)()
    data = getattr(neadigital, name)()
    for column in data.columns:
        data[column] = None
    data.columns.name = "changed"
    data.index.name = "changed"
    data.attrs["neadigital"]["dataset"] = "changed"
    data.drop(index=data.index, inplace=True)
    after = getattr(neadigital, name)()

    pd.testing.assert_frame_equal(before, after)
    assert after.columns.name is None
    assert after.index.name is None
    assert after.attrs["neadigital"]["dataset"] == name


@every_dataset
def test_docstring_names_every_column(name: str) -> None:
    """`help` on a loader says what a row is, each column's meaning, source and corrections."""
    text = inspect.getdoc(getattr(neadigital, name)) or ""

    said = ["A row is", f"{len(neadigital.load(name))} rows", "Source:"]
    said += [f"`{column}`" for column in registry.DATASETS[name].to_schema().columns]

    # Only what is missing is printed, not the docstring before it.
    assert [words for words in said if words not in text] == []


@every_dataset
def test_sources_exist(name: str) -> None:
    """Every source that a dataset cites is in the bibliography, and `cite` prints it."""
    cited = _store.dataset(name)["cites"]
    known = neadigital.sources().set_index("source")
    text = neadigital.cite(name)

    assert set(cited) <= set(known.index)
    for source in cited:
        # A document listed as several sources is cited once.
        document = known["same_as"].fillna("").at[source] or source
        assert known.at[document, "title"] in text


@every_dataset
def test_codes_are_known(name: str) -> None:
    """Every economy and region of a dataset is in `economies`."""
    data = neadigital.load(name)
    places = {
        code
        for column in ("economy", "region")
        if column in data
        for code in data[column]
    }
    listed = neadigital.datasets().set_index("dataset").at[name, "economies"].split(";")

    assert listed
    assert places | set(listed) <= set(neadigital.economies()["economy"])


def test_files_are_plain() -> None:
    """Bundled files are UTF-8 with LF, without stray spaces, with short decimals."""
    for path in (PACKAGE / "data").glob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        for row in read_csv(path):
            assert all(cell == cell.strip() for cell in row.values())


@every_dataset
def test_numbers_are_short_decimals(name: str) -> None:
    """A number in a file has no exponent, no signed zero and no needless zeros."""
    types = {
        column: str(declared.dtype)
        for column, declared in registry.DATASETS[name].to_schema().columns.items()
    }
    written = [
        row[column]
        for row in read_csv(Path(PACKAGE / "data" / "built" / f"{name}.csv"))
        for column in row
        if types[column] in NUMERIC
    ]

    for text in filter(None, written):
        assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", text)
        assert format(Decimal(text).normalize(), "f") == text


@every_dataset
def test_a_series_breaks_where_a_note_says_so(name: str) -> None:
    """The status is B where a note of kind `break` is, and there only; `segment` counts them."""
    data = every_edition(name)
    notes = with_keys(neadigital.notes(name)).query("kind == 'break'")
    keys = [key_of(row, key_columns(name)) for _, row in data.iterrows()]
    is_break = pd.Series(keys).isin(notes["key"])
    if "segment" not in data:
        assert notes.empty
        return
    of_series = [column for column in key_columns(name) if column != "year"]
    series = data.assign(breaks=is_break).sort_values("year").groupby(of_series)

    assert data["obs_status"].eq("B").tolist() == is_break.tolist()
    assert series["breaks"].cumsum().sort_index().tolist() == data["segment"].tolist()
    if has_as_printed(name):
        page = neadigital.load(name, as_printed=True)
        assert page["segment"].equals(data["segment"])


@every_dataset
def test_every_number_says_what_it_is(name: str) -> None:
    """Each number, or each indicator of a long table, is an amount, a ratio, a rate or a rank."""
    book = neadigital.codebook(name)
    fields = _store.fields(name)
    values = {field["name"] for field in fields if field.get("role") == "value"}
    columns = book[book["column"].isin(values)]
    codes = book[book["code"].notna() & (book["column"] == "indicator")]
    # Where a unit is of a row, the indicator of the row says what a number is.
    is_of_row = columns["unit"] == "see unit"
    # A year is none of the four.
    of_columns = columns[~is_of_row & (columns["unit"] != "year")]
    of_codes = codes if is_of_row.any() else codes[:0]
    kinds = {*of_columns["kind"], *of_codes["kind"]}

    assert kinds <= {"amount", "ratio", "rate", "rank"}
    assert columns.loc[is_of_row, "kind"].isna().all()


@every_dataset
def test_a_loader_says_whether_anything_is_corrected(name: str) -> None:
    """A docstring counts the corrected numbers, and says if the paper has the same values."""
    text = " ".join((getattr(neadigital, name).__doc__ or "").split())
    corrected = len(neadigital.errata(name))

    assert ("corrected (" in text) == (corrected > 0)
    assert not corrected or f"{corrected} " in text
    if has_as_printed(name):
        same = neadigital.load(name).equals(neadigital.load(name, as_printed=True))
        assert ("Gives the same values" in text) == same
