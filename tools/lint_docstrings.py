"""Check the docstrings of all public functions with numpydoc, and that each is complete."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from numpydoc.validate import validate

import neadigital

# The sections and their order, the parameters, what is returned, what is yielded.
CHECKS = ("GL", "PR", "RT", "YD")


def public_functions() -> Iterator[str]:
    """Yield the functions of the package and of its modules."""
    for name in neadigital.__all__:
        found = getattr(neadigital, name)
        if inspect.isfunction(found):
            yield f"neadigital.{name}"
        elif inspect.ismodule(found):
            for each in found.__all__:
                if inspect.isfunction(getattr(found, each)):
                    yield f"neadigital.{name}.{each}"


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    findings = []
    for name in public_functions():
        report = validate(name)
        for code, text in report["errors"]:
            if code.startswith(CHECKS):
                findings.append(f"{name}: {code} {text}")
        if "As in" in report["docstring"]:
            findings.append(f"{name}: says As in, and sends the reader elsewhere")
    print("\n".join(findings) or "lint_docstrings: every docstring is complete")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
