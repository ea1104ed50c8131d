"""The API reference: every public name, from its own docstring."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import neadigital

GROUPS = {
    "datasets": ("The datasets", "One loader for each dataset; each returns a new pandas frame."),
    "catalogue": ("What there is, and how far to trust it", "The catalogue, the notes, the audit, the citation."),
    "errors": ("Errors", "Every error is a `NeadigitalError`."),
}


def names() -> dict[str, list[str]]:
    """Return the public names by group; a test asks that none is missing."""
    loaders = neadigital.datasets()["name"].tolist()
    public = [name for name in neadigital.__all__ if not isinstance(getattr(neadigital, name), (ModuleType, str))]
    errors = [name for name in public if inspect.isclass(getattr(neadigital, name))]
    rest = [name for name in public if name not in loaders and name not in errors]
    return {"datasets": [*loaders, *(name for name in rest if name == "load")],
            "catalogue": [name for name in rest if name != "load"], "errors": errors}  # fmt: skip


def modules() -> list[str]:
    """Return the public modules."""
    return [name for name in neadigital.__all__ if isinstance(getattr(neadigital, name), ModuleType)]


def _directive(kind: str, name: str) -> str:
    return f"\n```{{eval-rst}}\n.. auto{kind}:: {name}\n```\n"


def _entry(module: str, name: str) -> str:
    value = getattr(getattr(neadigital, module), name) if module else getattr(neadigital, name)
    full = ".".join(part for part in ("neadigital", module, name) if part)
    if inspect.isclass(value):
        kind = "exception" if issubclass(value, Exception) else "class"
        return f"\n## {name}\n{_directive(kind, full)}"
    if callable(value):
        return f"\n## {name}\n{_directive('function', full)}"
    return f"\n## {name}\n\n`neadigital.{module}.{name}`: {type(value).__name__} of {len(value)}.\n"


def pages(folder: Path) -> dict[str, str]:
    """Return the pages: one a group of names and one a module."""
    found = {}
    for group, (title, lead) in GROUPS.items():
        entries = "".join(_entry("", name) for name in names()[group])
        found[f"api/{group}.md"] = f"# {title}\n\n{lead}\n{entries}"
    for module in modules():
        whole = getattr(neadigital, module)
        text = (inspect.getdoc(whole) or "").split("\n\n")
        entries = "".join(_entry(module, name) for name in whole.__all__)
        found[f"api/{module}.md"] = f"# `neadigital.{module}`\n\n" + "\n\n".join(text) + f"\n{entries}"
    listed = "\n".join(
        f"| [`{name}`]({name}.md) | {(inspect.getdoc(getattr(neadigital, name)) or '').splitlines()[0]} |"
        for name in modules()
    )
    groups = "\n".join(f"| [{title}]({group}.md) | {lead} |" for group, (title, lead) in GROUPS.items())
    toc = "\n".join([*GROUPS, *modules()])
    found["api/index.md"] = (
        "# API reference\n\nEvery public name, and nothing else, is on these pages. `import neadigital` is light: "
        "pandas is imported by the first loader.\n\n"
        f"| | |\n|---|---|\n{groups}\n{listed}\n\n```{{toctree}}\n:hidden:\n{toc}\n```\n"
    )
    return found
