"""The API reference: a page for every public name, from its own docstring, and a list of them by group."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import neadigital

GROUPS = {
    "datasets": (
        "The datasets",
        "One loader for each dataset; each returns a new pandas frame.",
    ),
    "catalogue": (
        "What there is, and how far to trust it",
        "The catalogue, the notes, the audit, the citation.",
    ),
    "errors": ("Errors", "Every error is a `NeadigitalError`."),
}


def names() -> dict[str, list[str]]:
    """Return the public names by group; a test checks that none is missing."""
    loaders = neadigital.datasets()["name"].tolist()
    public = [
        name
        for name in neadigital.__all__
        if not isinstance(getattr(neadigital, name), (ModuleType, str))
    ]
    errors = [name for name in public if inspect.isclass(getattr(neadigital, name))]
    rest = [name for name in public if name not in loaders and name not in errors]
    return {
        "datasets": [*loaders, *(name for name in rest if name == "load")],
        "catalogue": [name for name in rest if name != "load"],
        "errors": errors,
    }


def modules() -> list[str]:
    """Return the public modules."""
    return [
        name
        for name in neadigital.__all__
        if isinstance(getattr(neadigital, name), ModuleType)
    ]


def first_line(value: Any) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(value) or "").partition("\n")[0]


def entry(full: str, value: Any) -> str:
    """Return the directive that documents a class or function."""
    kind = "function"
    if inspect.isclass(value):
        kind = "exception" if issubclass(value, Exception) else "class"
    return f"\n```{{eval-rst}}\n.. auto{kind}:: {full}\n```\n"


def listing(
    folder: str, title: str, lead: str, members: dict[str, Any], prefix: str
) -> dict[str, str]:
    """Return the page that lists a group's members, and a page for each; constants are described on the list itself."""
    documented = {name: value for name, value in members.items() if callable(value)}
    lines = [
        f"| [`{name}`]({folder}/{name}.md) | {first_line(value)} |"
        for name, value in documented.items()
    ]
    constants = [
        f"\n## {name}\n\n`{prefix}.{name}`: {type(value).__name__} of {len(value)}.\n"
        for name, value in members.items()
        if name not in documented
    ]
    toc = "\n".join(f"{folder}/{name}" for name in documented)
    head = f"# {title}\n\n{lead}\n\n| name | what it gives |\n|---|---|\n" + "\n".join(
        lines
    )
    pages = {
        f"api/{folder}.md": f"{head}\n{''.join(constants)}\n```{{toctree}}\n:hidden:\n{toc}\n```\n"
    }
    for name, value in documented.items():
        short = f"{prefix}.{name}".removeprefix("neadigital.")
        pages[f"api/{folder}/{name}.md"] = (
            f"# {short}\n{entry(f'{prefix}.{name}', value)}"
        )
    return pages


def pages(folder: Path) -> dict[str, str]:
    """Return the pages."""
    found, listed = {}, []
    for group, (title, lead) in GROUPS.items():
        members = {name: getattr(neadigital, name) for name in names()[group]}
        found |= listing(group, title, lead, members, "neadigital")
        listed.append(f"| [{title}]({group}.md) | {lead} |")
    for name in modules():
        module = getattr(neadigital, name)
        members = {inner: getattr(module, inner) for inner in module.__all__}
        lead = inspect.getdoc(module) or ""
        found |= listing(
            name, f"`neadigital.{name}`", lead, members, f"neadigital.{name}"
        )
        listed.append(f"| [`neadigital.{name}`]({name}.md) | {first_line(module)} |")
    toc = "\n".join([*GROUPS, *modules()])
    found["api/index.md"] = (
        "# API reference\n\nEvery public name, and nothing else, has a page here. `import neadigital` is light: pandas "
        "is imported by the first loader. [How to extend a model of `schemas`](../../extending_models.md).\n\n"
        "| group | what is in it |\n|---|---|\n"
        + "\n".join(listed)
        + f"\n\n```{{toctree}}\n:hidden:\n{toc}\n```\n"
    )
    return found
