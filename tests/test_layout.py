"""Which part of the package may import which, checked in every file.

grimp reads the imports, wherever in a file they stand.
"""

from __future__ import annotations

from graphlib import TopologicalSorter

import grimp
import pytest
from support import PACKAGE

# What each folder or file may import at run time, from the bottom up. Inside a folder every file
# may import any other, except for the files with entries of their own.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "_store": {"errors"},
    "_cells": {"_store"},
    "_grounds": {"_store", "_cells", "claims"},
    "schemas": set(),
    "loaders": {"_store", "errors"},
    "_options": {"errors"},
    "_engine": set(),
    "_engine.arrays": set(),
    "_engine.validation": {"errors", "_options", "_engine.arrays"},
    "_engine.aggregates": {"_engine.arrays"},
    "_engine.meaning": {"errors", "_engine.arrays", "_engine.validation"},
    "_engine.panel": {
        "errors",
        "_options",
        "_engine.arrays",
        "_engine.validation",
        "_engine.aggregates",
        "_engine.meaning",
    },
    "_engine.members": {"errors", "_options", "_engine.arrays", "_engine.panel"},
    "_engine.indices": {"_options", "_engine.arrays"},
    "_engine.regression": {"_engine.arrays"},
    "_engine.printed": set(),
    "inequality": {"_options", "_engine"},
    "growth": {"errors", "_options", "_engine"},
    "shares": {"errors", "_options", "_engine"},
    "divide": {"errors", "_options", "_engine"},
    "claims": {"_store", "_engine.printed"},
    "trust": {"_store", "_cells", "_grounds", "errors", "schemas"},
    "catalogue": {"_store", "_cells", "_grounds", "errors", "claims", "trust"},
    "plot": {
        "_store",
        "errors",
        "_options",
        "_engine",
        "shares",
        "divide",
        "loaders",
        "trust",
        "catalogue",
    },
    # The command line uses the package by its public names, as any user does.
    "_cli": {"__init__", "_store", "errors", "claims", "catalogue", "plot"},
    "__main__": {"_store", "errors", "_cli"},
    # The package itself imports each of its modules at the first use of a name.
    "__init__": set(),
}
# Imports for type checkers only.
TYPES_ONLY: dict[str, set[str]] = {
    **{part: {"schemas"} for part in ("loaders", "catalogue", "claims", "trust")},
    "__init__": set(ALLOWED),
}

EVERY = grimp.build_graph("neadigital", cache_dir=None)
AT_RUN_TIME = grimp.build_graph(
    "neadigital", exclude_type_checking_imports=True, cache_dir=None
)
# The modules that each module imports, for types too.
IMPORTED = {
    module: EVERY.find_modules_directly_imported_by(module)
    for module in sorted(EVERY.modules)
}


def part_of(module: str) -> str:
    """Return the entry of the table for a module; the package itself is "__init__"."""
    below = module.removeprefix("neadigital").lstrip(".") or "__init__"
    return below if below in ALLOWED else below.split(".")[0]


def is_allowed(module: str, target: str, *, types_only: bool = False) -> bool:
    """Tell whether the table lets a module import another."""
    part = part_of(module)
    aim = part_of(target)
    allowed = ALLOWED[part]
    if types_only:
        allowed = allowed | TYPES_ONLY.get(part, set())
    return part == aim or aim in allowed or aim.split(".")[0] in allowed


def test_the_table_has_every_part() -> None:
    """The table has an entry for each file and folder of the package, and no other."""
    files = {path.stem for path in PACKAGE.glob("*.py")}
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    inside = [part for part in ALLOWED if "." in part]

    assert files | folders == ALLOWED.keys() - {*inside}
    assert [part for part in inside if f"neadigital.{part}" not in EVERY.modules] == []


@pytest.mark.parametrize("module", IMPORTED)
def test_only_what_is_allowed_is_imported(module: str) -> None:
    """No file imports a part that it may not, but for what a type checker alone reads."""
    at_run_time = AT_RUN_TIME.find_modules_directly_imported_by(module)
    wrong = [
        target
        for target in IMPORTED[module]
        if not is_allowed(module, target, types_only=target not in at_run_time)
    ]

    assert wrong == []


@pytest.mark.parametrize("part", ALLOWED)
def test_what_is_allowed_is_imported(part: str) -> None:
    """Each import that the table allows occurs."""
    targets = {
        part_of(target)
        for module, imported in IMPORTED.items()
        if part_of(module) == part
        for target in imported
    }
    folders = {target.split(".")[0] for target in targets}

    assert ALLOWED[part] <= targets | folders


def test_nothing_is_imported_in_a_circle() -> None:
    """No parts or files import each other in a circle, not even for a type."""
    of_parts = {part: allowed - {"__init__"} for part, allowed in ALLOWED.items()}
    of_files = {
        module: imported
        for module, imported in IMPORTED.items()
        if module != "neadigital"
    }

    # A circle is a CycleError, which names it.
    assert set(TopologicalSorter(of_parts).static_order()) == ALLOWED.keys()
    assert set(TopologicalSorter(of_files).static_order()) == IMPORTED.keys()


@pytest.mark.parametrize(
    ("module", "target"),
    [
        ("_store", "loaders"),
        ("shares", "catalogue"),
        ("divide.gaps", "_store"),
        ("_engine.indices", "_engine.panel"),
        ("schemas.data_tables", "loaders.data_tables"),
        ("growth", "plot._figures"),
    ],
)
def test_what_the_table_forbids(module: str, target: str) -> None:
    """The table forbids a lower part to import a higher one, and a metric to read the data."""
    assert not is_allowed(f"neadigital.{module}", f"neadigital.{target}")


def test_a_model_may_be_imported_for_a_type_only() -> None:
    """A loader imports models for type checkers, never at run time."""
    assert is_allowed("neadigital.loaders", "neadigital.schemas", types_only=True)
    assert not is_allowed("neadigital.loaders", "neadigital.schemas")
