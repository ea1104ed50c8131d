"""What is to go says so: in a warning, in the codebook and on pages, until its version."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest

import neadigital
from neadigital import DatasetName, _store, schemas
from neadigital._deprecation import deprecated, deprecations, mark
from paper.make import descriptor

NAME: DatasetName = "egovernment_index"


@pytest.fixture
def going(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Deprecate a column of one dataset, and return its fields as the build makes them."""
    about = schemas.EgovernmentIndex.Config.metadata
    monkeypatch.setitem(about, "deprecated", {"countries": "2.0.0"})
    built = descriptor.fields(schemas.EgovernmentIndex)
    original = _store.fields(NAME)
    changed = [old | new for old, new in zip(original, built, strict=True)]
    monkeypatch.setitem(_store.resource(NAME)["schema"], "fields", changed)
    return changed


@pytest.mark.usefixtures("going")
@pytest.mark.parametrize(
    "read", [lambda: neadigital.egovernment_index(), lambda: neadigital.load(NAME)]
)
def test_a_loader_warns_of_a_column_that_goes(read: Callable[[], Any]) -> None:
    """A loader, and `load`, warn where they are called, and give the column all the same."""
    message = (
        "^The column 'countries' of egovernment_index is deprecated and goes in "
        r"neadigital 2\.0\.0\.$"
    )
    with pytest.warns(FutureWarning, match=message) as caught:
        data = read()

    assert [warning.filename for warning in caught] == [__file__]
    assert "countries" in data


@pytest.mark.usefixtures("going")
def test_nothing_else_warns() -> None:
    """Other datasets, and tables that have the column's numbers, warn of nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        neadigital.cybersecurity_index()
        neadigital.observations()
        text = str(neadigital.about(NAME))

    assert "deprecated, goes in 2.0.0" in text


@pytest.mark.usefixtures("going")
def test_the_codebook_says_what_goes() -> None:
    """The codebook, which pages show, says of one column when it goes."""
    book = neadigital.codebook(NAME).set_index("column")["meaning"]

    assert book["countries"] == "states in the survey; deprecated, goes in 2.0.0"
    assert book.str.contains("deprecated").sum() == 1


@deprecated("2.0.0", instead="new()")
def old(value: int) -> int:
    """Double a value; deprecated, goes in 2.0.0."""
    return 2 * value


@deprecated("2.0.0", instead="'new'", parameter="old")
@deprecated("3.0.0", instead="'new'", parameter="older")
def renamed(new: int = 0, *, old: int = 0, older: int = 0) -> int:
    """Add values."""
    return new + old + older


def test_a_function_that_goes_warns_where_it_is_called() -> None:
    """A deprecated function names itself, the version and what to use, and works as before."""
    message = r"^old\(\) is deprecated and goes in neadigital 2\.0\.0\. Use new\(\)\.$"
    with pytest.warns(FutureWarning, match=message) as caught:
        assert old(2) == 4

    assert [warning.filename for warning in caught] == [__file__]
    assert deprecations(old) == {"": "2.0.0"}
    assert mark("2.0.0") in (old.__doc__ or "")


def test_a_parameter_that_goes_warns_if_it_is_given() -> None:
    """A deprecated parameter warns whoever gives it, and nobody else."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert renamed(1) == 1
    with pytest.warns(FutureWarning, match=r"^'old' of renamed\(\) is deprecated"):
        assert renamed(1, old=2) == 3

    assert deprecations(renamed) == {"older": "3.0.0", "old": "2.0.0"}


def test_a_parameter_that_is_not_there_cannot_go() -> None:
    """Deprecating a parameter that the function does not have is an error that names it."""
    with pytest.raises(ValueError, match=r"^old\(\) has no parameter 'missing'$"):
        deprecated("2.0.0", instead="new", parameter="missing")(old)
