"""Warn of deprecated columns, functions and parameters until the version that removes them.

A column is deprecated in its model, ``metadata = {"deprecated": {"countries": "2.0.0"}}``, a
function or a parameter by the decorator. The warning is a `FutureWarning`, which Python shows to
everyone. Python hides a `DeprecationWarning` that code of another project raises, although people
who read our tables through such code lose the column as well.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def mark(version: str) -> str:
    """Return the words that mark it in docstring, codebook and page."""
    return f"deprecated, goes in {version}"


def warn(what: str, version: str, *, stacklevel: int, instead: str = "") -> None:
    """Warn that `what` is deprecated; `stacklevel` 1 is the caller of this function."""
    advice = f" Use {instead}." if instead else ""
    message = f"{what} is deprecated and goes in neadigital {version}.{advice}"
    warnings.warn(message, FutureWarning, stacklevel=stacklevel + 1)


def deprecated(
    version: str, *, instead: str, parameter: str = ""
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Deprecate a function, or one of its parameters, until the version that removes it."""

    def decorate(
        function: Callable[Parameters, Result],
    ) -> Callable[Parameters, Result]:
        expected = signature(function)
        if parameter and parameter not in expected.parameters:
            raise ValueError(f"{function.__name__}() has no parameter {parameter!r}")
        name = f"{function.__name__}()"
        what = f"{parameter!r} of {name}" if parameter else name

        @wraps(function)
        def warning(
            *arguments: Parameters.args, **options: Parameters.kwargs
        ) -> Result:
            # A deprecated parameter warns only if it is passed.
            given = expected.bind_partial(*arguments, **options).arguments
            if not parameter or parameter in given:
                warn(what, version, stacklevel=2, instead=instead)
            return function(*arguments, **options)

        # Several decorators may be stacked, so keep the marks of the function inside.
        marks = deprecations(function) | {parameter: version}
        warning.__dict__["deprecations"] = marks
        return warning

    return decorate


def deprecations(function: Callable[..., object]) -> dict[str, str]:
    """Return the version that removes each parameter; the function itself has the key ``""``."""
    return dict(getattr(function, "deprecations", {}))
