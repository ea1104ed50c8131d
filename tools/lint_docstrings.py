"""Check the docstrings of all public functions with numpydoc, and that each is complete."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from numpydoc.validate import validate

import neadigital
from neadigital import divide, growth, inequality, plot, shares

# The sections and their order, the parameters, what is returned, what is yielded.
CHECKS = ("GL", "PR", "RT", "YD")


def public_functions() -> Iterator[str]:
    """Yield the names of the functions of the package and of its modules."""
    modules = (growth, shares, inequality, divide, plot)
    for module in (neadigital, *modules):
        for name in module.__all__:
            if inspect.isfunction(getattr(module, name)):
                yield f"{module.__name__}.{name}"


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
    found = [text for name in public_functions() for text in findings(name)]
    print("\n".join(found) or "lint_docstrings: every docstring is complete")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
