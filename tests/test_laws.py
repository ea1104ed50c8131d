"""Laws for every dataset. They name no dataset, so they apply to a new one at once."""

from __future__ import annotations

import contextlib
import inspect
import re

import pandas as pd
import pytest
from support import NAMES, every_edition, one_line

import neadigital
from neadigital import _store
from neadigital.schemas import _registry as registry

MODELS = registry.DATASETS | registry.ABOUT
every_dataset = pytest.mark.parametrize("name", NAMES)


def key_columns(name: str) -> list[str]:
    return list(registry.DATASETS[name].to_schema().unique)


def columns_of_model(name: str) -> list[str]:
    return list(registry.DATASETS[name].to_schema().columns)


def has_as_printed(name: str) -> bool:
    loader = getattr(neadigital, name)
    return "as_printed" in inspect.signature(loader).parameters


@every_dataset
def test_columns_are_the_models(name):
    """A loader returns the columns of its model, in its order, with a plain RangeIndex."""
    load = getattr(neadigital, name)
    data = load()

    assert list(data.columns) == columns_of_model(name)
    assert data.index.equals(pd.RangeIndex(len(data)))
    assert type(data) is pd.DataFrame


@every_dataset
def test_rows_are_sorted_by_a_unique_key(name):
    """Rows of each edition are in the order of their key, and each key is unique."""
    columns = key_columns(name)
    for edition in _store.dataset(name).get("editions", [None]):
        data = neadigital.load(name, edition=edition)
        rows = data[columns].itertuples(index=False, name=None)
        keys = list(rows)
        assert keys == sorted(set(keys))


@every_dataset
def test_every_column_is_explained(name):
    """Each column has a meaning and its type, and each number a unit unless it is a plain count."""
    book = neadigital.codebook(name)
    is_code = book["code"].notna()
    of_codes = book[is_code]
    columns = book[~is_code].set_index("column")
    numbers = columns.query("type == 'float64'")
    with_codes = columns.query("allowed == 'codes below'")
    dtypes = neadigital.load(name).dtypes.astype(str)
    types = dtypes.replace("object", "str")
    lengths = columns["meaning"].str.len()

    assert columns.index.tolist() == columns_of_model(name)
    assert lengths.min() > 3
    assert columns["type"].to_dict() == types.to_dict()
    assert {*with_codes.index} == {*of_codes["column"]}
    assert numbers["unit"].notna().all()


@every_dataset
def test_a_changed_frame_changes_nothing_else(name):
    """Changes to a frame, its columns, index or attrs do not affect the next call."""
    load = getattr(neadigital, name)
    before = load()
    data = load()
    # pandas 3 does not allow that the arrays behind the axes are written into.
    for axis in (data.columns, data.index):
        with contextlib.suppress(ValueError):
            axis.values[0] = 99
    for column in data:
        data[column] = None
    data.columns.name = data.index.name = "changed"
    data.attrs["neadigital"]["dataset"] = "changed"
    data.drop(index=data.index, inplace=True)
    after = load()

    pd.testing.assert_frame_equal(before, after)
    assert (after.columns.name, after.index.name) == (None, None)
    assert after.attrs["neadigital"]["dataset"] == name


# Units that a column's meaning says already.
SILENT = {
    "",
    "enterprises",
    "months",
    "numbers",
    "rank",
    "see unit",
    "states",
    "values",
    "year",
}


@pytest.mark.parametrize("name", sorted({*MODELS} & {*neadigital.__all__}))
def test_a_loader_returns_its_own_model(name):
    """The type of what a loader returns, which an editor shows, is the model of its table."""
    model = MODELS[name].__name__

    said = getattr(neadigital, name).__annotations__["return"]
    assert said == f"DataFrame[schemas.{model}]"


def help_on(name: str) -> str:
    """Return the help of a loader as one line, in which code is between single marks."""
    text = inspect.getdoc(getattr(neadigital, name)) or ""
    return " ".join(text.split()).replace("``", "`")


@every_dataset
def test_help_says_what_the_model_declares(name):
    """`help` has title, size, key, each column's meaning, unit and number of gaps, and source."""
    entry = _store.resource(name)
    key = "`, `".join(_store.key(name))
    rows = len(neadigital.load(name))
    said = [
        f"{entry['title']}. ",
        f"{rows} rows",
        f"key `{key}`. ",
        f"Source: {entry['source']}",
    ]
    gaps = 0
    for field in _store.fields(name):
        line = f"- `{field['name']}` : {field['description']}"
        unit = field.get("unit", "")
        missing = field["missing"]
        if unit not in SILENT:
            line += f", {unit}"
        if missing:
            gaps += 1
            noun = "row" if missing == 1 else "rows"
            line += f" (missing in {missing} {noun})"
        said.append(line)
    text = help_on(name)

    # Only what is missing is printed, not the docstring before it.
    assert [words for words in said if words not in text] == []
    assert text.count("(missing in ") == gaps


@every_dataset
def test_help_and_card_say_which_years_each_edition_has(name):
    """`help` and `about` have the first and the last year of each indicator in each edition."""
    card = one_line(neadigital.about(name))
    for code, declared in _store.codes(name).items():
        begin = rf"`{re.escape(code)}` ?: [^`]*"
        spans = declared.get("spans", {})
        for edition, (first, last) in spans.items():
            said = f"{begin}edition {edition}: {first}-{last}"
            assert re.search(said, help_on(name)), code
            assert re.search(said, card), code


def judged(name: str) -> dict[str, int]:
    """Return how many numbers of a dataset are corrected or doubtful, by the words of its help."""
    counts = neadigital.quality(name).iloc[0]
    corrected = counts[["corrected_proved", "corrected_inferred"]]
    doubtful = counts[["doubtful_minor", "doubtful_serious"]]
    words = {
        "corrected": corrected.sum(),
        "proved": corrected.iloc[0],
        "inferred": corrected.iloc[1],
        "also": counts["also_doubtful"],
        "doubtful": doubtful.sum(),
        "slightly": doubtful.iloc[0],
        "seriously": doubtful.iloc[1],
    }
    return {word: count for word, count in words.items() if count}


@every_dataset
def test_help_counts_what_is_corrected_and_doubtful(name):
    """`help` counts a dataset's numbers, its corrections and its doubts."""
    numbers = neadigital.quality(name)["numbers"].item()
    begin = f"its {numbers} numbers "
    _, its_numbers, rest = help_on(name).partition(begin)
    sentence, *_ = rest.split(";")
    counts = re.findall(r"(\d+) (?:is |are )?(\w+)", sentence)
    said = {word: int(count) for count, word in counts}

    assert its_numbers, f"say in its docstring: {begin}"
    assert said == judged(name)


@every_dataset
def test_help_says_whether_the_page_has_the_same(name):
    """`help` says of `as_printed` that it gives the same values where, and only where, it does."""
    if has_as_printed(name):
        page = neadigital.load(name, as_printed=True)
        is_same = page.equals(neadigital.load(name))
        says_so = "Gives the same values" in help_on(name)

        assert says_so == is_same, "the docstring of `as_printed` says otherwise"


@pytest.mark.parametrize("name", sorted(set(registry.ABOUT) & {*neadigital.__all__}))
def test_help_explains_the_codes_of_tables_about_data(name):
    """`help` on a table about the data has each column's meaning, and that of each of its codes."""
    said = []
    for field in _store.fields(name):
        said.append(f"- `{field['name']}` : {field['description']}")
        # The indicators are those of the datasets, each explained there.
        if field["name"] != "indicator":
            for code in field.get("codes", []):
                said.append(f"- `{code['value']}` : {code['meaning']}")
    text = help_on(name)

    assert [words for words in said if words not in text] == []


@every_dataset
def test_a_series_breaks_where_a_note_says_so(name):
    """The status is B where a note of kind `break` is, and there only; `segment` counts them."""
    data = every_edition(name)
    notes = neadigital.notes(name).query("kind == 'break'")
    if "segment" not in data:
        assert notes.empty
        return
    key = key_columns(name)
    broken = notes[key].drop_duplicates()
    merged = data.merge(broken, "left", on=key, indicator="where")
    is_break = merged["where"] == "both"
    has_status = data["obs_status"] == "B"
    of_series = [column for column in key if column != "year"]
    in_order = data.assign(breaks=is_break).sort_values("year")
    breaks = in_order.groupby(of_series)["breaks"]
    segments = breaks.cumsum().sort_index()

    assert has_status.tolist() == is_break.tolist()
    assert segments.tolist() == data["segment"].tolist()
    if has_as_printed(name):
        page = neadigital.load(name, as_printed=True)
        assert page["segment"].equals(data["segment"])


@every_dataset
def test_every_number_says_what_it_is(name):
    """Each number, or each indicator of a long table, is an amount, a ratio, a rate or a rank."""
    for field in _store.fields(name):
        # A year is none of the four.
        if field.get("role") != "value" or field["unit"] == "year":
            continue
        declared = [field]
        if field["unit"] == "see unit":
            # The indicator of a row says what its number is.
            declared = list(_store.codes(name).values())
        kinds = {one.get("kind") for one in declared}

        assert kinds <= {"amount", "ratio", "rate", "rank"}
