"""Describe what users can rely on, name by name, parameter by parameter, column by column.

    python tests/public_surface.py --write   store it, as the surface of a release

The stored surface is that of the last release. A test compares it with the current one, and
requires that the changelog names each difference.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, get_args

import neadigital
from neadigital import _store
from neadigital.__main__ import COMMANDS
from neadigital.schemas import _registry as registry

STORED = Path(__file__).parents[1] / "tests" / "public_surface.json"
MODULES = (
    "errors",
    "growth",
    "shares",
    "divide",
    "inequality",
    "consistency",
    "plot",
    "schemas",
)

#: What is said of each public thing, by its name.
Surface = dict[str, str]


def function(name: str, value: Callable[..., Any]) -> Surface:
    """Describe a function and each of its parameters, by place or by keyword."""
    found = {name: "function"}
    for place, parameter in enumerate(inspect.signature(value).parameters.values()):
        bare = str(parameter.replace(annotation=inspect.Parameter.empty))
        by_keyword = parameter.kind is parameter.KEYWORD_ONLY
        how = "by keyword" if by_keyword else f"at place {place}"
        found[f"{name}({parameter.name})"] = f"{bare}, {how}"
    return found


def names(module: ModuleType, prefix: str) -> Surface:
    """Describe the public names of a module, without its submodules."""
    found: Surface = {}
    for name in sorted(module.__all__):
        value = getattr(module, name)
        if inspect.isclass(value):
            bases = ", ".join(base.__name__ for base in value.__bases__)
            found[prefix + name] = f"class {bases}"
        elif inspect.isfunction(value):
            found |= function(prefix + name, value)
        elif not name.startswith("__"):
            is_module = inspect.ismodule(value)
            found[prefix + name] = "module" if is_module else type(value).__name__
    return found


def columns(table: str, prefix: str) -> Surface:
    """Describe each column of a table: its type."""
    book = neadigital.codebook(table).query("code.isna()").set_index("column")
    return {f"{prefix}.{column}": kind for column, kind in book["type"].items()}


def dataset(name: str) -> Surface:
    """Describe a dataset: rows, columns in their order, and the digest of each column."""
    rows = len(neadigital.load(name))  # type: ignore[call-overload]
    types = columns(name, f"data.{name}")
    order = ", ".join(key.rpartition(".")[2] for key in types)
    found = {f"data.{name}": f"{rows} rows; {order}"} | types
    ways: dict[str, dict[str, Any]] = {"values": {}, "as_printed": {"as_printed": True}}
    editions = _store.dataset(name).get("editions", [])
    ways |= {f"values.{edition}": {"edition": edition} for edition in editions}
    for kind, asked in ways.items():
        try:
            frame = neadigital.load(name, **asked)
        except TypeError:
            continue
        for column, series in frame.items():
            text = series.to_csv(index=False, header=False, lineterminator="\n")
            digest = hashlib.sha256(text.encode()).hexdigest()[:16]
            found[f"{kind}.{name}.{column}"] = digest
    return found


def commands() -> Surface:
    """Describe each command of the shell and its arguments."""
    found: Surface = {}
    for command, (*_, arguments) in COMMANDS.items():
        name = f"neadigital {command}"
        found[name] = "command"
        for argument, options in arguments:
            stated = [key for key in ("nargs", "action", "default") if key in options]
            text = ", ".join(f"{key}={options[key]!r}" for key in stated)
            found[f"{name}({argument})"] = text or "takes a value"
    return found


def surface() -> Surface:
    """Describe the whole surface."""
    found = names(neadigital, "")
    for module in MODULES:
        try:
            part = importlib.import_module(f"neadigital.{module}")
            found |= names(part, f"{module}.")
        except ImportError:
            # The name needs an extra that is not installed.
            continue
    for name in get_args(neadigital.DatasetName):
        found |= dataset(name)
    for table in registry.ABOUT:
        types = columns(table, f"table.{table}")
        order = ", ".join(key.rpartition(".")[2] for key in types)
        found |= {f"table.{table}": f"columns; {order}"} | types
    return found | commands()


class Change(NamedTuple):
    """One difference, the heading of the changelog that has it, and the words that name it."""

    what: str
    heading: str
    words: tuple[str, ...]


def changes(old: Surface, new: Surface) -> Iterator[Change]:
    """Yield what is different, but for the parts of what is new or gone as a whole."""
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key, ""), new.get(key, "")
        whole = _whole(key)
        is_part = whole is not None and (whole in old) != (whole in new)
        if before != after and not is_part:
            yield from _change(key, before, after, old, new)


def _whole(key: str) -> str | None:
    """Return what a parameter or a column is a part of."""
    if key.endswith(")"):
        return key.partition("(")[0]
    kind, *parts = key.split(".")
    if kind in ("data", "table") and len(parts) == 2:
        return f"{kind}.{parts[0]}"
    # A digest goes with its column.
    return f"data.{'.'.join(parts)}" if kind in ("values", "as_printed") else None


def _change(
    key: str, before: str, after: str, old: Surface, new: Surface
) -> Iterator[Change]:
    kind, *parts = key.split(".")
    words = tuple(re.findall(r"\w+", key.rpartition(".")[2]))
    if kind in ("values", "as_printed"):
        # The digest of each column changes with the number of rows, which is a change of its own.
        if _rows(old, parts[0]) == _rows(new, parts[0]):
            yield Change(f"{'.'.join(parts)} has other values", "Data", tuple(parts))
    elif kind in ("data", "table") and len(parts) == 1 and before and after:
        if _rows(old, parts[0]) != _rows(new, parts[0]):
            yield Change(f"{parts[0]} has other rows", "Data", words)
        if _moved(before, after):
            yield Change(f"{parts[0]} has another order of columns", "Breaks", words)
    else:
        named = tuple(parts) if kind in ("data", "table") else words
        what = ".".join(parts) if kind in ("data", "table") else key
        if not before:
            yield Change(f"{what} is new", "New", named)
        elif not after:
            yield Change(f"{what} is gone", "Breaks", named)
        else:
            yield Change(f"{what} was {before!r}, is {after!r}", "Breaks", named)


def _rows(of: Surface, name: str) -> str:
    return of.get(f"data.{name}", "").partition(";")[0]


def _moved(before: str, after: str) -> bool:
    """Tell whether columns that stay have another order, or a new one is not last."""
    old, new = (text.partition("; ")[2].split(", ") for text in (before, after))
    kept = [column for column in old if column in new]
    return kept != new[: len(kept)]


def entries(section: str, heading: str) -> list[str]:
    """Return the entries below a heading of a section of the changelog, one line each."""
    _, _, below = f"\n{section}".partition(f"\n### {heading}\n")
    text = below.partition("\n### ")[0]
    parts = re.split(r"\n(?=- |\| )|\n\n", text)
    return [" ".join(part.split()) for part in parts if part.strip()]


def is_told(change: Change, section: str) -> bool:
    """Return whether one entry below the right heading has all words of a change."""
    return any(
        all(re.search(rf"(?<![a-z_]){word}(?![a-z_])", entry) for word in change.words)
        for entry in entries(section, change.heading)
    )


def complaints(old: Surface, new: Surface, section: str, title: str) -> list[str]:
    """Say which entries the changelog lacks."""
    found = []
    for change in changes(old, new):
        named = " and ".join(f"`{word}`" for word in change.words)
        if not is_told(change, section):
            found.append(
                f"{change.what}: CHANGELOG.md, {title}, needs an entry below "
                f"{change.heading} that names {named}"
            )
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    explained = "store the surface, when a version is released"
    parser.add_argument("--write", action="store_true", help=explained)
    described = {"version": neadigital.__version__} | surface()
    text = json.dumps(described, indent=1, sort_keys=True) + "\n"
    if parser.parse_args().write:
        STORED.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
