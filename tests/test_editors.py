"""What editors and type checkers show: completion, signatures, resolved hints."""

from __future__ import annotations

import runpy
import subprocess
import sys
import typing
from inspect import isfunction, signature
from types import FunctionType

import pytest
from support import REPOSITORY

import neadigital
from neadigital import divide, growth, inequality, plot, shares

CONSUMER = REPOSITORY / "tests" / "typing" / "consumer.py"


HOMES = [neadigital, growth, shares, divide, inequality, plot]
FUNCTIONS: dict[str, FunctionType] = {
    f"{home.__name__}.{name}".removeprefix("neadigital."): getattr(home, name)
    for home in HOMES
    for name in home.__all__
    if isfunction(getattr(home, name))
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_type_hints_resolve(name: str) -> None:
    """`typing.get_type_hints` gives a type for the result and every parameter."""
    hints = typing.get_type_hints(FUNCTIONS[name])

    assert set(hints) >= {"return", *signature(FUNCTIONS[name]).parameters}


def test_a_dataset_hints_at_its_model() -> None:
    """The hint of a loader is the frame of its model."""
    hint = typing.get_type_hints(neadigital.growth_rates)["return"]

    assert typing.get_args(hint) == (neadigital.schemas.GrowthRates,)


def test_an_editor_completes_every_public_name() -> None:
    """After `neadigital.` jedi offers each public name, as `dir` does."""
    jedi = pytest.importorskip("jedi")
    code = "import neadigital\nneadigital."
    offered = {completion.name for completion in jedi.Script(code).complete()}

    assert offered >= set(neadigital.__all__)
    assert set(dir(neadigital)) == set(neadigital.__all__)


def test_an_editor_shows_every_signature() -> None:
    """After the bracket of a call jedi shows the parameters of each public function."""
    jedi = pytest.importorskip("jedi")
    for name, function in FUNCTIONS.items():
        code = f"import neadigital\nneadigital.{name}("
        shown = jedi.Script(code).get_signatures()
        offered = {each.name for one in shown for each in one.params}
        parameters = {*signature(function).parameters} - {"options"}

        # In place of its options, a picture shows those of the metric that it passes them to.
        assert offered >= parameters, name


def test_a_script_that_uses_the_package_runs() -> None:
    """The script that the type checkers read runs to its end."""
    mpl = pytest.importorskip("matplotlib")
    mpl.use("Agg")
    runpy.run_path(str(CONSUMER), run_name="__main__")


@pytest.mark.slow
def test_pyright_finds_nothing_in_it() -> None:
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
