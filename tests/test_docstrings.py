"""Docstrings are written by hand: each names every parameter, with its default."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from numpydoc.docscrape import FunctionDoc

import neadigital

MODULES = ("growth", "shares", "inequality", "divide", "consistency", "plot")


def public_functions() -> dict[str, Any]:
    """Return every public function by its name in the package: "divide.gap"."""
    found = {
        f"{name}.{each}": getattr(getattr(neadigital, name), each)
        for name in MODULES
        for each in getattr(neadigital, name).__all__
    }
    found |= {name: getattr(neadigital, name) for name in neadigital.__all__}
    return {name: each for name, each in found.items() if inspect.isfunction(each)}


FUNCTIONS = public_functions()


def parameters(function: Any) -> dict[str, tuple[str, str]]:
    """Return type and meaning of each parameter that a docstring describes, on one line each.

    One entry may describe several: "entity, time, within : str or list of str".
    """
    return {
        name: (entry.type, " ".join(" ".join(entry.desc).split()))
        for entry in FunctionDoc(function)["Parameters"]
        for name in entry.name.split(", ")
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_is_described(name):
    """A docstring describes each parameter in the order of the signature.

    A parameter with an entry of its own has its default there; shared ones are explained in the
    introductions of the modules.
    """
    expected = inspect.signature(FUNCTIONS[name]).parameters
    found = parameters(FUNCTIONS[name])

    assert [each.lstrip("*") for each in found] == list(expected)
    assert all(meaning for _, meaning in found.values())
    for parameter in expected.values():
        kind, meaning = found.get(parameter.name, ("", ""))
        if "see `neadigital." in meaning:
            continue
        if parameter.default is None:
            assert kind.endswith("optional"), parameter.name
        elif parameter.default is not parameter.empty:
            default = kind.replace('"', "'").partition(", default ")[2]
            assert default == repr(parameter.default), parameter.name
