"""The list of all public functions, each with the first line of its docstring."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path
from types import ModuleType

import markup

import neadigital

DATASETS = neadigital.datasets()["dataset"].tolist()
# In the order of use: what is in the package itself is listed first, in two parts.
MODULES = ["growth", "shares", "divide", "inequality", "consistency", "plot"]


def functions(module: ModuleType) -> dict[str, str]:
    """Return the public functions of a module, each with what it gives in a line."""
    found = {}
    for name in module.__all__:
        member = getattr(module, name)
        if inspect.isfunction(member):
            found[name] = first_line(member)
    return found


def first_line(function: object) -> str:
    """Return the first sentence of a docstring, with its line breaks taken out."""
    text = inspect.getdoc(function) or ""
    paragraph = text.partition("\n\n")[0]
    return " ".join(paragraph.split())


def parts() -> list[dict[str, object]]:
    """Return the groups of functions: title, module, and what each function gives."""
    own = functions(neadigital)
    loaders = {name: own[name] for name in DATASETS}
    others = {name: line for name, line in own.items() if name not in loaders}
    found = [
        {"title": "Datasets", "prefix": "", "functions": loaders},
        {"title": "About the data", "prefix": "", "functions": others},
    ]
    for name in MODULES:
        module = import_module(f"neadigital.{name}")
        part = {
            "title": f"neadigital.{name}",
            "prefix": f"{name}.",
            "functions": functions(module),
        }
        found.append(part)
    return found


def pages(folder: Path) -> dict[str, str]:
    """Return the list, which `api.rst` includes."""
    return {"_api.rst": markup.render("api.rst", parts=parts())}
