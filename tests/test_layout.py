"""Which part of the package may import which, checked in every file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from support import PACKAGE

# What each folder or file may import at run time, from the bottom up. Inside a folder every file
# may import any other, except for the files with entries of their own.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "_store": {"errors"},
    "_cells": {"_store"},
    "_grounds": {"_store", "_cells", "claims"},
    "schemas": set(),
    "loaders": {"_store", "errors"},
    "_engine": set(),
    "_engine.validation": {"errors"},
    "_engine.aggregates": {"_engine.validation"},
    "_engine.panel": {"errors", "_engine.validation", "_engine.aggregates"},
    "_engine.indices": {"_engine.validation"},
    "_engine.regression": set(),
    "inequality": {"_engine"},
    "growth": {"_engine"},
    "shares": {"_engine"},
    "divide": {"_engine"},
    "claims": {"_store"},
    "trust": {"_store", "_cells", "_grounds", "errors", "schemas"},
    "catalogue": {"_store", "_cells", "_grounds", "errors", "claims", "trust"},
    "plot": {
        "_store",
        "errors",
        "_engine",
        "shares",
        "divide",
        "loaders",
        "trust",
        "catalogue",
    },
    # The command line uses the package by its public names, as any user does.
    "_cli": {"__init__", "_store", "errors", "claims", "catalogue", "plot"},
    "__main__": {"_store", "errors", "_cli"},
    # At import the package itself loads only modules that do not need pandas.
    "__init__": {"catalogue", "errors", "loaders", "trust"},
}
# Imports for type checkers only.
TYPES_ONLY: dict[str, set[str]] = {
    **{part: {"schemas"} for part in ("loaders", "catalogue", "claims", "trust")},
    "__init__": set(ALLOWED),
}


class Import(NamedTuple):
    """One import of a module of the package by another."""

    module: str
    line: int
    target: str
    types_only: bool


def part_of(module: str) -> str:
    """Return the entry of the table for a module; the package itself is "__init__"."""
    below = module.removeprefix("neadigital").lstrip(".") or "__init__"
    return below if below in ALLOWED else below.split(".")[0]


def import_nodes(
    tree: ast.AST, types_only: bool = False
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Yield every import below a node, and whether it is for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, types_only
        elif (
            isinstance(node, ast.If)
            and isinstance(node.test, ast.Name)
            and node.test.id == "TYPE_CHECKING"
        ):
            yield from import_nodes(ast.Module(node.body, []), True)
            yield from import_nodes(ast.Module(node.orelse, []), types_only)
        else:
            yield from import_nodes(node, types_only)


def imports(root: Path) -> list[Import]:
    """Return the imports between the modules of a package, in any syntax."""
    dotted = {
        path: ".".join(("neadigital", *path.relative_to(root).with_suffix("").parts))
        for path in root.rglob("*.py")
    }
    modules = {name.removesuffix(".__init__"): path for path, name in dotted.items()}
    found = []
    for module, path in modules.items():
        package = module if path.stem == "__init__" else module.rpartition(".")[0]
        for node, types_only in import_nodes(
            ast.parse(path.read_text(encoding="utf-8"))
        ):
            stem = ""
            if isinstance(node, ast.ImportFrom):
                above = package.rsplit(".", node.level - 1)[0] if node.level else ""
                stem = ".".join(filter(None, (above, node.module))) + "."
            for name in (stem + alias.name for alias in node.names):
                # An imported name that is not a module belongs to its module.
                while name and name not in {*modules, "neadigital"}:
                    name = name.rpartition(".")[0]
                if name and name != module:
                    found.append(Import(module, node.lineno, name, types_only))
    return found


def is_allowed(each: Import) -> bool:
    part = part_of(each.module)
    target = part_of(each.target)
    allowed = ALLOWED[part] | (
        TYPES_ONLY.get(part, set()) if each.types_only else set()
    )
    return part == target or bool({target, target.split(".")[0]} & allowed)


def circles(edges: dict[str, set[str]]) -> list[str]:
    """Return the modules in circles: all that importing none of the rest never frees."""
    left = dict(edges)
    while done := {each for each, others in left.items() if not others & set(left)}:
        left = {each: others for each, others in left.items() if each not in done}
    return sorted(left)


def by_module(root: Path) -> dict[str, set[str]]:
    """Return the modules that each module imports, for types too."""
    edges: dict[str, set[str]] = {}
    for each in imports(root):
        if each.module != "neadigital":
            edges.setdefault(each.module, set()).add(each.target)
    return edges


def test_the_table_has_every_part() -> None:
    """The table has an entry for each file and folder of the package, and no other."""
    there = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }

    assert there == {part for part in ALLOWED if "." not in part}
    assert all(
        (PACKAGE / f"{part.replace('.', '/')}.py").exists()
        for part in ALLOWED
        if "." in part
    )


def test_only_what_is_allowed_is_imported() -> None:
    """No file imports a part that it may not, and each import allowed in the table occurs."""
    found = imports(PACKAGE)
    used = {
        (part_of(each.module), target)
        for each in found
        for target in (each.target, part_of(each.target))
    }
    used |= {(part, target.split(".")[1]) for part, target in used if "." in target}
    wrong = [
        f"{each.module}:{each.line} imports {each.target}"
        for each in found
        if not is_allowed(each)
    ]

    assert wrong == []
    assert [
        (part, target)
        for part in ALLOWED
        for target in ALLOWED[part]
        if (part, target) not in used
    ] == []


def test_nothing_is_imported_in_a_circle() -> None:
    """No parts or files import each other in a circle, not even for a type."""
    assert (
        circles({part: others - {"__init__"} for part, others in ALLOWED.items()}) == []
    )
    assert circles(by_module(PACKAGE)) == []


def test_a_circle_is_seen(tmp_path: Path) -> None:
    """A circle of imports is found, also if one of them is for a type only."""
    (tmp_path / "a.py").write_text("if TYPE_CHECKING:\n    from neadigital.b import B")
    (tmp_path / "b.py").write_text("from neadigital import a")
    (tmp_path / "c.py").write_text("from neadigital.a import A")

    assert circles(by_module(tmp_path)) == [
        "neadigital.a",
        "neadigital.b",
        "neadigital.c",
    ]


@pytest.mark.parametrize(
    ("file", "text", "target"),
    [
        ("_store.py", "from neadigital.loaders import load", "loaders"),
        ("shares.py", "def f():\n    import neadigital.catalogue as c", "catalogue"),
        ("claims/page.py", "from neadigital import growth_rates", ""),
        ("divide/gaps.py", "from .. import _store", "_store"),
        ("_engine/indices.py", "from neadigital._engine import panel", "_engine.panel"),
        (
            "schemas/data_tables.py",
            "try:\n    from ..loaders.data_tables import rates\nexcept ImportError: ...",
            "loaders",
        ),
        (
            "inequality.py",
            "if TYPE_CHECKING:\n    from neadigital.schemas import Notes",
            "schemas",
        ),
        (
            "growth.py",
            "if TYPE_CHECKING: ...\nelse:\n    import neadigital.plot.figures",
            "plot",
        ),
    ],
)
def test_a_forbidden_import_is_seen(
    file: str, text: str, target: str, tmp_path: Path
) -> None:
    """A forbidden import is found wherever and however it is written."""
    for part in ALLOWED:
        path = tmp_path / f"{part.replace('.', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text)
    (found,) = imports(tmp_path)

    assert found.target == f"neadigital.{target}".rstrip(".")
    assert not is_allowed(found)
