"""What editors and type checkers show: completion, signatures, resolved hints."""

from __future__ import annotations

import subprocess
import sys
import typing
from inspect import isfunction, ismodule, signature
from operator import attrgetter
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from support import REPOSITORY

import neadigital
from neadigital import divide, growth, inequality, plot, shares

CONSUMER = REPOSITORY / "tests" / "typing" / "consumer.py"


PUBLIC_MODULES = [
    neadigital,
    *(
        each
        for name in neadigital.__all__
        if ismodule(each := getattr(neadigital, name))
    ),
]
HOMES = [neadigital, growth, shares, divide, inequality, plot]
FUNCTIONS: dict[str, FunctionType] = {
    f"{home.__name__}.{name}".removeprefix("neadigital."): getattr(home, name)
    for home in HOMES
    for name in home.__all__
    if isfunction(getattr(home, name))
}


def test_type_hints_resolve():
    """`typing.get_type_hints` gives a type for the result and every parameter."""
    for name, function in FUNCTIONS.items():
        hints = typing.get_type_hints(function)

        assert set(hints) >= {"return", *signature(function).parameters}, name


def test_a_dataset_hints_at_its_model():
    """The hint of a loader is the frame of its model."""
    hint = typing.get_type_hints(neadigital.growth_rates)["return"]

    assert typing.get_args(hint) == (neadigital.schemas.GrowthRates,)


def folders_of_files(module: ModuleType) -> set[str]:
    """Return the folders beside a module that hold no modules; jedi takes each for a package."""
    paths = Path(str(module.__file__)).parent.iterdir()
    return {path.name for path in paths if path.is_dir() and not [*path.glob("*.py")]}


@pytest.mark.slow
@pytest.mark.parametrize("module", PUBLIC_MODULES, ids=attrgetter("__name__"))
def test_an_editor_completes_public_names_and_no_others(module):
    """After a public module and a dot jedi offers its public names, as `dir` does."""
    jedi = pytest.importorskip("jedi")
    code = f"import {module.__name__}\n{module.__name__}."
    names = {completion.name for completion in jedi.Script(code).complete()}
    offered = {name for name in names if not name.startswith("_")}
    public = set(module.__all__)

    assert offered - folders_of_files(module) == public - {"__version__"}
    assert set(dir(module)) == public
    assert public <= names


@pytest.mark.slow
def test_pyright_finds_nothing_in_it():
    """Pyright, strict, finds no error in what mypy checks."""
    result = subprocess.run(
        [
            *(sys.executable, "-m", "pyright"),
            *("--pythonpath", sys.executable),
            *sorted(CONSUMER.parent.glob("*.py")),
        ],
        capture_output=True,
        text=True,
    )

    assert "0 errors, 0 warnings" in result.stdout, result.stdout
