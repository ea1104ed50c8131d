"""Find a number: where the paper prints it, and whether it is right."""

import pandas as pd
import pytest

import neadigital
from neadigital import NeadigitalWarning, _find, _store

KEY = list(_store.KEY)
JUDGED = ["value", "verdict", "ground", "reason"]
CELLS = neadigital.load("printed_cells").dropna(subset="printed")
NUMBERS = CELLS[CELLS["printed"].str.contains(r"\d")]
STATEMENTS = neadigital.load("statements")
every = pytest.mark.slow


@pytest.mark.parametrize("number", [34.67, "34.67", "34,67", " 34.67 % ", 17.33])
def test_a_slip_is_found_by_what_is_printed_and_by_what_is_right(number):
    """Jilin's trade is found by its printed and by its correct value, however it is written."""
    [row] = neadigital.find(number).to_dict("records")

    assert row["where"] == "table 13"
    assert row["place"] == "CN-JL"
    assert row["period"] == "2022"
    assert row["printed"] == "34.67"
    assert row["value"] == 17.33
    assert row["ground"] == "corrected_proved"
    assert row["verdict"] == "misprint"
    assert row["reason"].startswith("The table prints 34.67; the text has 17327.25")


@pytest.mark.parametrize(
    "cells",
    [NUMBERS.sample(8, random_state=1), pytest.param(NUMBERS, marks=every)],
    ids=["some", "all"],
)
def test_every_printed_number_is_found(cells):
    """Each number of the printed tables is found at its table, with its key and as judged."""
    missed = []
    for printed, same in cells.groupby("printed"):
        found = neadigital.find(str(printed).split("(")[0])
        found["table"] = found["where"].str.removeprefix("table ")
        wanted = same.astype({"table": str})
        both = wanted.merge(found, on=["table", "printed", *KEY, *JUDGED])
        if len(both) < len(same):
            missed.append(printed)

    assert missed == []


@pytest.mark.parametrize(
    "stated",
    [STATEMENTS.sample(8, random_state=1), pytest.param(STATEMENTS, marks=every)],
    ids=["some", "all"],
)
def test_every_number_of_the_text_is_found(stated):
    """Each number of the text is found in its section, with its key and as judged."""
    names = {"0": "introduction", "abstract": "abstract", "conclusion": "conclusion"}
    missed = []
    for number, same in stated.groupby("value"):
        found = neadigital.find(str(number))
        sections = same["section"].map(lambda code: names.get(code, f"section {code}"))
        wanted = same.assign(where=sections, value=same["correct_value"])
        both = wanted.merge(found, on=["where", *KEY, *JUDGED])
        if len(both) < len(same):
            missed.append(number)

    assert missed == []


@pytest.mark.parametrize("number", ["32.6", 32600])
def test_the_text_may_have_another_unit(number):
    """The text has 32.6 trillion where the data have billions; both are found there."""
    found = neadigital.find(number)
    [row] = found[found["where"] == "introduction"].to_dict("records")

    assert row["printed"] == "32.6"
    assert (row["value"], row["unit"]) == (32.6, "US$ trillion")


@pytest.mark.parametrize(
    "narrowed",
    [{"economy": "Jilin"}, {"economy": "中国", "dataset": "trade_with_russia"}],
)
def test_a_result_is_narrowed(narrowed):
    """An economy, a region or a dataset leaves the places that are about it."""
    both = neadigital.find(17.33)
    elsewhere = neadigital.find(1, dataset="egovernment_ranks")

    pd.testing.assert_frame_equal(neadigital.find(17.33, **narrowed), both)
    assert set(elsewhere["dataset"]) == {"egovernment_ranks"}


def test_what_does_not_narrow_is_refused():
    """An economy or a dataset that is not there is an error, whatever the number."""
    with pytest.raises(neadigital.errors.UnknownEconomyError, match=r"China \(CHN\)"):
        neadigital.find(1, economy="Chin")
    with pytest.raises(neadigital.errors.UnknownDatasetError):
        neadigital.find(1, dataset="trade")
    with pytest.warns(NeadigitalWarning, match="No number of CHN in ecommerce_sales"):
        neadigital.find(1, economy="CHN", dataset="ecommerce_sales")
    with pytest.warns(NeadigitalWarning, match="paper has no number in cybersecurity_"):
        neadigital.find(1, dataset="cybersecurity_index")


def test_a_result_shows_its_answer():
    """A terminal and a notebook show whole sentences, of a long result the first."""
    shown = neadigital.find(34.67)
    many = neadigital.find(1)

    for text in (repr(shown), shown._repr_html_()):
        assert "Printed 34.67; right is 17.33 CNY billion" in text
        assert "the text has 17327.25 million yuan." in text
    assert f"And {len(many) - 10} more" in repr(many)
    assert "Columns: [where" in repr(many.iloc[:0])


def test_what_is_computed_from_a_result_is_a_plain_frame():
    """A part of a result, or a copy with another column, is shown as pandas shows it."""
    found = neadigital.find(1)

    for frame in (found[["where"]], found.head(), found.merge(found), found.copy()):
        assert type(frame) is pd.DataFrame


def test_a_result_joins_the_other_tables():
    """The key has the same types as in other tables, so that a plain merge finds the rows."""
    found = neadigital.find(17.33)
    notes = found.merge(neadigital.notes(), on=KEY)
    statements = neadigital.find("51.8").merge(STATEMENTS, on=KEY)

    assert notes["evidence"].str.contains("Section III.2.2").any()
    assert statements["statement"].tolist() == ["s011"]


@pytest.mark.parametrize("number", ["34.66", "\N{MINUS SIGN}7", "1,111"])
def test_a_number_that_is_nowhere_has_neighbours(number):
    """Where there is no such number, the table is empty and a warning names the nearest."""
    with pytest.warns(NeadigitalWarning, match="The nearest are .* \\(.*\\)"):
        found = neadigital.find(number)

    assert found.empty
    assert [*found] == list(_find.COLUMNS)


@pytest.mark.parametrize("one", ["1,276.06", "1 276.06", "1\u00a0276,06", 1276.06])
def test_a_number_is_read_in_several_forms(one):
    """Blanks and commas of thousands do not matter, and a comma may be the decimal point."""
    assert neadigital.find(one)["printed"].tolist() == ["1276.06"]


@pytest.mark.parametrize("text", ["abc", "", "1e3", "34.67.1", None, True])
def test_what_is_no_number_is_refused(text):
    """What is no number is an error that shows how to write one."""
    with pytest.raises(neadigital.NeadigitalError, match="is not a number such as 34"):
        neadigital.find(text)
