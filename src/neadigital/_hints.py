"""Placeholders for names in type hints, which import the real object when a hint is resolved.

Hints are texts in this package, so that importing it imports neither pandas nor pandera, and help
on pictures needs no matplotlib.
`typing.get_type_hints` looks up the names of a hint in the module of the function. There type
checkers see the real import, and Python finds one of these placeholders.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Lazy:
    """A module, or a class of it, that is imported when an attribute or a type is needed."""

    def __init__(self, module: str, name: str = "") -> None:
        self._module = module
        self._name = name

    def _load(self) -> Any:
        module = import_module(self._module)
        return getattr(module, self._name) if self._name else module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._load(), name)

    def __getitem__(self, parameter: Any) -> Any:
        return self._load()[parameter]


axes = _Lazy("matplotlib.axes")
pd = _Lazy("pandas")
schemas = _Lazy("neadigital.schemas")
DataFrame = _Lazy("pandera.typing", "DataFrame")
