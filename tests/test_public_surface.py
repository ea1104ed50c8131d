"""The public surface changes only with a line in the changelog."""

from __future__ import annotations

import importlib
import json
import pkgutil
import runpy
from pathlib import Path
from typing import get_args

import pytest
from public_surface import STORED, Surface, changes, complaints, surface
from release import section
from support import REPOSITORY

import neadigital
from neadigital import _loaders

CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASED: dict[str, str] = json.loads(STORED.read_text(encoding="utf-8"))


def test_the_stored_surface_is_a_released_one():
    """The stored surface is that of a version in the changelog."""
    assert section(CHANGELOG, RELEASED["version"])


def test_each_change_is_in_the_changelog():
    """What differs from the last release is in the changelog."""
    now = surface()
    stored = {name: text for name, text in RELEASED.items() if name != "version"}
    if "plot" in now and "plot.figure" not in now:
        # The extra is not installed, so its names cannot be imported.
        stored = {
            name: text for name, text in stored.items() if not name.startswith("plot.")
        }
    version = neadigital.__version__
    title = "Unreleased" if RELEASED["version"] == version else version
    found = complaints(stored, now, section(CHANGELOG, title), title)

    assert found == [], "\n".join(found)


COLUMN = "data.egovernment_index.countries"
SURFACE = {name: text for name, text in RELEASED.items() if name != "version"}


def without(*gone: str) -> Surface:
    """Return the surface without columns, and without their digests."""
    parts = [name.partition(".")[2] for name in gone]
    kept = {
        name: text
        for name, text in SURFACE.items()
        if name not in gone and name.partition(".")[2] not in parts
    }
    whole = "data.egovernment_index"
    return kept | {whole: SURFACE[whole].replace(", countries", "")}


def test_a_column_that_is_gone_is_named_with_its_heading():
    """The complaint names heading and words."""
    [lacks] = complaints(SURFACE, without(COLUMN), "", "2.0.0")

    assert lacks == (
        "egovernment_index.countries is gone: CHANGELOG.md, 2.0.0, needs an entry below "
        "Breaks that names `egovernment_index` and `countries`"
    )


@pytest.mark.parametrize(
    ("changelog", "expected"),
    [
        ("### Breaks\n\n- egovernment_index: `countries` is gone.", 0),
        ("### Breaks\n\n- egovernment_index has\n  no countries.", 0),
        ('### Breaks\n\n| `egovernment_index()["countries"]` | x |', 0),
        ("### Data\n\n- egovernment_index: `countries` is gone.", 1),
        ("### Breaks\n\n- egovernment_index\n- countries", 1),
    ],
)
def test_a_column_that_is_gone_needs_one_entry(changelog, expected):
    """One entry below Breaks names the column whole."""
    found = complaints(SURFACE, without(COLUMN), changelog, "2.0.0")

    assert len(found) == expected


@pytest.mark.parametrize(
    ("changed", "heading", "words"),
    [
        ({"values.growth_rates.year": "x"}, "Data", ("growth_rates", "year")),
        ({"data.growth_rates": "9 rows"}, "Data", ("growth_rates",)),
        ({"data.growth_rates.year": "str"}, "Breaks", ("growth_rates", "year")),
        ({"data.growth_rates.new": "str"}, "New", ("growth_rates", "new")),
        ({"data.new": "1 rows; a", "data.new.a": "str"}, "New", ("new",)),
        ({"table.notes.new": "str"}, "New", ("notes", "new")),
        ({"cite(style)": "style=1, by keyword"}, "Breaks", ("cite", "style")),
        ({"shares.hhi(new)": "new=1, by keyword"}, "New", ("hhi", "new")),
        ({"shares.new": "function", "shares.new(a)": "a"}, "New", ("new",)),
        ({"neadigital show(--new)": "x"}, "New", ("neadigital", "show", "new")),
    ],
)
def test_each_kind_of_change_has_its_heading(changed, heading, words):
    """A datum belongs below Data, what is new below New, and all that breaks code below Breaks."""
    if "9 rows" in changed.values():
        _, _, order = SURFACE["data.growth_rates"].partition("; ")
        changed = {"data.growth_rates": f"9 rows; {order}"}
    [change] = changes(SURFACE, SURFACE | changed)

    assert (change.heading, change.words) == (heading, words)


@pytest.mark.parametrize("kind", ["data", "table"])
def test_columns_keep_their_order(kind):
    """A column that changes its place, or a new one that is not the last, is a break."""
    name = f"{kind}.x"
    [moved] = changes({name: "1 rows; a, b"}, {name: "1 rows; b, a"})
    first = list(changes({name: "1 rows; a, b"}, {name: "1 rows; c, a, b"}))

    assert moved.what == "x has another order of columns"
    assert [change.heading for change in first] == ["Breaks"]
    assert not list(changes({name: "1 rows; a, b"}, {name: "1 rows; b, c"}))


def test_an_unknown_name_is_refused():
    """An unknown name is an AttributeError for which Python can suggest the nearest name."""
    message = "module 'neadigital' has no attribute 'growth_rate'"
    with pytest.raises(AttributeError, match=message) as error:
        neadigital.__getattr__("growth_rate")

    assert (error.value.name, error.value.obj) == ("growth_rate", neadigital)


def test_type_checkers_see_what_is_there(tmp_path):
    """To type checkers the package's `__init__` names every public object."""
    public = {name: getattr(neadigital, name) for name in neadigital.__all__}
    text = Path(neadigital.__file__).read_text(encoding="utf-8")
    as_checked = tmp_path / "as_checked.py"
    as_checked.write_text(text.replace("_typing.TYPE_CHECKING", "True"), "utf-8")
    seen = runpy.run_path(str(as_checked))

    assert {name: seen.get(name) for name in public} == public
    assert "__getattr__" not in seen


def test_the_package_offers_what_its_loaders_list():
    """Each function that `make build` writes can be imported from the package itself."""
    assert set(_loaders.__all__) <= set(neadigital.__all__)
    assert set(get_args(neadigital.DatasetName)) <= set(_loaders.__all__)


MODULES = [
    info.name for info in pkgutil.walk_packages(neadigital.__path__, "neadigital.")
]


@pytest.mark.parametrize("name", ["neadigital", *MODULES])
def test_a_module_lists_what_is_public_and_there(name):
    """Each listed name can be imported, and `dir` of a public module shows these only."""
    if name.startswith("neadigital.plot"):
        pytest.importorskip("matplotlib")
    module = importlib.import_module(name)
    listed = getattr(module, "__all__", [])

    assert [each for each in listed if not hasattr(module, each)] == []
    assert dir(module) == sorted(listed) or "__dir__" not in vars(module)
    if name.count(".") < 2 and "._" not in name:
        assert listed
        assert "__dir__" in vars(module)
