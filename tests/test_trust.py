"""How far each number can be trusted: notes, errata, flags."""

from __future__ import annotations

import pandas as pd
import pytest

import neadigital
from neadigital import schemas

every_dataset = pytest.mark.parametrize("name", neadigital.datasets()["name"])


def test_errata_are_the_corrected_notes() -> None:
    """The errata are the notes of a correcting kind whose value differs from the page, and no others."""
    errata, notes = neadigital.errata(), neadigital.notes()

    assert set(errata["kind"]) <= {"misprint", "mislabelled", "wrong_base"}
    assert len(errata.merge(notes)) == len(errata)
    assert (errata["printed"].astype(float) != errata["value"].astype(float)).all()


def test_every_correction_says_how_sure_it_is() -> None:
    """A note has a certainty where it corrects, one of the two, and nowhere else."""
    notes = neadigital.notes()
    correcting = notes["kind"].isin(["misprint", "mislabelled", "wrong_base"])
    printed = pd.to_numeric(notes["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True), errors="coerce")
    differs = correcting & (printed != pd.to_numeric(notes["value"], errors="coerce"))

    assert (notes["certainty"] != "").equals(differs)
    assert set(notes.loc[differs, "certainty"]) == set(schemas.CERTAINTY)


@every_dataset
def test_notes_and_errata_of_a_dataset_are_a_part_of_all(name: str) -> None:
    """Asked for one dataset, notes and errata are the lines of all that name it, numbered anew."""
    for question in (neadigital.notes, neadigital.errata):
        everything = question()

        pd.testing.assert_frame_equal(question(name), everything[everything["dataset"] == name].reset_index(drop=True))


@every_dataset
def test_flags_have_the_datasets_shape(name: str) -> None:
    """Flags have the rows, columns and keys of their dataset, and text elsewhere."""
    data, flags = neadigital.load(name), neadigital.flags(name)
    key = list(schemas.DATASETS[name].to_schema().unique)

    assert list(flags.columns) == list(data.columns)
    pd.testing.assert_frame_equal(flags[key], data[key])
    assert all(isinstance(text, str) for column in flags.columns.difference(key) for text in flags[column])


@every_dataset
def test_flags_are_the_notes(name: str) -> None:
    """Each cell's flag holds the kinds of its notes and nothing else."""
    flags, notes = neadigital.flags(name), neadigital.notes(name)
    key = list(schemas.DATASETS[name].to_schema().unique)
    flagged = sorted(
        (";".join(f"{column}={row[column]}" for column in key), column, kind)
        for row in flags.to_dict("records")
        for column in flags.columns.difference(key)
        for kind in filter(None, row[column].split(";"))
    )

    assert flagged == sorted(notes[["key", "column", "kind"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("question", ["errata", "flags"])
def test_an_unknown_dataset_is_an_error(question: str) -> None:
    """A dataset that does not exist is an error that lists those that do, the nearest first."""
    with pytest.raises(neadigital.UnknownDatasetError, match="Choose one of: growth_rates"):
        getattr(neadigital, question)("growth-rate")
