"""The public surface changes only with a line in the changelog."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import runpy
from pathlib import Path

import pytest
from public_surface import STORED, surface
from release import section
from support import REPOSITORY

import neadigital

CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASED: dict[str, str] = json.loads(STORED.read_text(encoding="utf-8"))


def is_told(name: str, unreleased: str) -> bool:
    """Return whether the changelog names a change, of a released dataset under Data."""
    kind, _, rest = name.partition(".")
    if kind == "data":
        wanted = rest.partition(".")[0]
        if f"data.{wanted}" in RELEASED:
            unreleased = unreleased.partition("### Data\n")[2]
    else:
        wanted = name.rpartition(".")[2]
    return re.search(rf"(?<![a-z_]){wanted}(?![a-z_])", unreleased) is not None


def test_the_stored_surface_is_a_released_one() -> None:
    """The stored surface is that of a version in the changelog."""
    assert section(CHANGELOG, RELEASED["version"])


def test_each_change_is_in_the_changelog() -> None:
    """A name, parameter or datum that differs from the last release is in the changelog."""
    now = surface()
    stored = {name: text for name, text in RELEASED.items() if name != "version"}
    if "plot" in now and "plot.figure" not in now:
        # The extra is not installed, so its names cannot be imported.
        stored = {
            name: text for name, text in stored.items() if not name.startswith("plot.")
        }
    title = (
        "Unreleased"
        if RELEASED["version"] == neadigital.__version__
        else neadigital.__version__
    )
    unreleased = section(CHANGELOG, title)
    changed = sorted(
        name for name in stored.keys() | now.keys() if stored.get(name) != now.get(name)
    )

    assert [name for name in changed if not is_told(name, unreleased)] == [], (
        f"Name it in CHANGELOG.md under {title}."
    )


def test_an_unknown_name_is_refused() -> None:
    """An unknown name is an AttributeError for which Python can suggest the nearest name."""
    message = "module 'neadigital' has no attribute 'growth_rate'"
    with pytest.raises(AttributeError, match=message) as error:
        neadigital.__getattr__("growth_rate")

    assert (error.value.name, error.value.obj) == ("growth_rate", neadigital)


def test_type_checkers_see_what_is_there(tmp_path: Path) -> None:
    """To type checkers the package's `__init__` names every public object."""
    public = {name: getattr(neadigital, name) for name in neadigital.__all__}
    text = Path(neadigital.__file__).read_text(encoding="utf-8")
    as_checked = tmp_path / "as_checked.py"
    flag = "\nTYPE_CHECKING = {}\n".format
    as_checked.write_text(text.replace(flag(False), flag(True)), encoding="utf-8")
    seen = runpy.run_path(str(as_checked))

    assert {name: seen.get(name) for name in public} == public
    assert "__getattr__" not in seen


@pytest.mark.parametrize("part", ["errors", "loaders", "tables", "places", "catalogue"])
def test_the_package_offers_what_its_parts_list(part: str) -> None:
    """What these parts list as public can be imported from the package itself."""
    module = importlib.import_module(f"neadigital.{part}")

    assert set(module.__all__) <= set(neadigital.__all__)


MODULES = [
    info.name for info in pkgutil.walk_packages(neadigital.__path__, "neadigital.")
]


@pytest.mark.parametrize("name", ["neadigital", *MODULES])
def test_a_module_lists_what_is_public_and_there(name: str) -> None:
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
