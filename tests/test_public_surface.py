"""The public surface changes only with a line in the changelog: names, parameters, columns, types, rows, digests."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import runpy

import pytest
from public_surface import STORED, surface
from release import section
from support import REPOSITORY

import neadigital

CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASED: dict[str, str] = json.loads(STORED.read_text(encoding="utf-8"))


def is_told(name: str, unreleased: str) -> bool:
    """Return whether the changelog names a change: a released dataset's under Data, any other anywhere."""
    kind, _, rest = name.partition(".")
    if kind == "data":
        wanted = rest.partition(".")[0]
        if f"data.{wanted}" in RELEASED:
            unreleased = unreleased.partition("### Data\n")[2]
    else:
        wanted = name.rpartition(".")[2]
    return re.search(rf"(?<![a-z_]){wanted}(?![a-z_])", unreleased) is not None


def test_the_stored_surface_is_a_released_one() -> None:
    """The stored surface is that of a version in the changelog, the current one or an earlier one."""
    assert section(CHANGELOG, RELEASED["version"])


def test_each_change_is_in_the_changelog() -> None:
    """A name, a parameter or a datum that differs from the last release is named in the changelog's unreleased part."""
    now = surface()
    stored = {name: text for name, text in RELEASED.items() if name != "version"}
    if "plot" in now and "plot.figure" not in now:
        # The extra is not installed, so its names cannot be imported.
        stored = {name: text for name, text in stored.items() if not name.startswith("plot.")}
    title = "Unreleased" if RELEASED["version"] == neadigital.__version__ else neadigital.__version__
    unreleased = section(CHANGELOG, title)
    changed = sorted(name for name in stored.keys() | now.keys() if stored.get(name) != now.get(name))

    assert [name for name in changed if not is_told(name, unreleased)] == [], f"Name it in CHANGELOG.md under {title}."


LISTING = [
    name
    for _, name, _ in pkgutil.walk_packages(neadigital.__path__, "neadigital.")
    if not name.startswith(("neadigital.plot", "neadigital._", "neadigital.claims."))
    and "__dir__" in vars(importlib.import_module(name))
]


@pytest.mark.parametrize("name", LISTING)
def test_completion_shows_what_is_public(name: str) -> None:
    """`dir` of a module, and so an editor's completion, lists its public names."""
    module = importlib.import_module(name)

    assert dir(module) == sorted(module.__all__)


def test_what_a_module_lists_is_there() -> None:
    """Each public name that a module of the package lists exists."""
    modules = [importlib.import_module(name) for name in LISTING]
    listed = [(module, name) for module in modules for name in getattr(module, "__all__", ())]

    assert listed
    assert [(module.__name__, name) for module, name in listed if not hasattr(module, name)] == []


def test_the_roof_has_what_it_lists_and_nothing_else() -> None:
    """`dir` of the package lists the public names, and an unknown name is an AttributeError."""
    assert dir(neadigital) == sorted(neadigital.__all__)
    with pytest.raises(AttributeError, match="module 'neadigital' has no attribute 'growth_rate'"):
        neadigital.__getattr__("growth_rate")


def test_type_checkers_see_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as type checkers read it, the package's `__init__` names every public object, and the same objects."""
    public = {name: getattr(neadigital, name) for name in neadigital.__all__}
    monkeypatch.setattr("typing.TYPE_CHECKING", True)
    seen = runpy.run_path(neadigital.__file__)

    assert {name: seen.get(name) for name in public} == public
    assert "__getattr__" not in seen


@pytest.mark.parametrize("name", ["", *(f".{info.name}" for info in pkgutil.iter_modules(neadigital.__path__))])
def test_every_name_that_is_listed_is_there(name: str) -> None:
    """Every name that a module lists as its own can be imported from it."""
    if name in (".plot", "._pyinstaller"):
        pytest.importorskip("matplotlib" if name == ".plot" else "PyInstaller")
    module = importlib.import_module(f"neadigital{name}")

    assert [listed for listed in getattr(module, "__all__", []) if not hasattr(module, listed)] == []
