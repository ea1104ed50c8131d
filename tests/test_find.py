"""Find a number: what the page prints, what is right, and what the text says."""

import pytest

import neadigital


@pytest.mark.parametrize("number", [34.67, "34.67", 17.33])
def test_a_slip_is_found_by_what_is_printed_and_by_what_is_right(number):
    """Jilin's trade is found by its printed and by its corrected value."""
    found = neadigital.find(number)
    wanted = ["printed", "value", "verdict"]

    assert found[wanted].values.tolist() == [["34.67", "17.33", "corrected_proved"]]


def test_every_printed_number_is_found():
    """Each number that the page prints is found with the ground of its value."""
    printed = neadigital.observations().dropna(subset=["printed", "value"])
    key = ["dataset", "economy", "place", "period", "indicator", "column"]
    for row in printed.sample(25, random_state=1).itertuples():
        found = neadigital.find(row.printed).merge(printed.loc[[row.Index], key])

        assert row.ground in list(found["verdict"]), row


def test_a_number_of_the_text_has_the_verdict_of_the_audit():
    """A number that stands in the text alone has what the audit finds."""
    [row] = neadigital.find("51.8").to_dict("records")
    # The text has 32.6 trillion, the table of figure 1 billions.
    [scale] = neadigital.find("32.6").query("dataset.notna()").to_dict("records")

    assert (row["statement"], row["verdict"]) == ("s011", "wrong_base")
    assert (scale["dataset"], scale["value"]) == ("global_digital_economy", "32600")


def test_other_forms():
    """Commas do not matter; no place is an empty table; no number is an error."""
    assert neadigital.find("1,276.06").equals(neadigital.find(1276.06))
    assert neadigital.find(3.14159).empty
    with pytest.raises(neadigital.NeadigitalError, match="'abc' is not a number"):
        neadigital.find("abc")
