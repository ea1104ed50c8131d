"""Check the docstrings of all public functions with numpydoc, and that each is complete."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import isfunction
from types import FunctionType

from numpydoc.validate import validate

import neadigital

MODULES = ("growth", "shares", "inequality", "divide", "plot")
# The sections and their order, the parameters, what is returned, what is yielded.
CHECKS = ("GL", "PR", "RT", "YD")


def public_functions() -> dict[str, FunctionType]:
    """Return every public function by its name in the package: "divide.catch_up"."""
    found = {
        name: getattr(neadigital, name)
        for name in neadigital.__all__
        if isfunction(getattr(neadigital, name))
    }
    for name in MODULES:
        module = getattr(neadigital, name)
        found |= {f"{name}.{each}": getattr(module, each) for each in module.__all__}
    return found


def findings(name: str) -> Iterator[str]:
    """Yield what is wrong with the docstring of a function."""
    report = validate(name)
    for code, text in report["errors"]:
        if code.startswith(CHECKS):
            yield f"{name}: {code} {text}"
    if "As in" in report["docstring"]:
        yield f"{name}: As in sends the reader elsewhere"


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    names = public_functions()
    found = [text for name in names for text in findings(f"neadigital.{name}")]
    print("\n".join(found) or "lint_docstrings: every docstring is complete")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
