"""The plan of the house: which room may look into which, read from the imports of every file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from support import PACKAGE

# Who may look into whom at run time, from the ground up. Within a room everything may; what is not here may not.
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "_store": {"errors"},
    "_numbers": {"_store"},
    "schemas": set(),
    "loaders": {"_store", "errors"},
    "_engine": {"errors"},
    "kernels": {"_engine"},
    "growth": {"_engine"},
    "shares": {"_engine"},
    "divide": {"_engine"},
    "claims": {"_store"},
    "trust": {"_store", "_numbers", "errors", "schemas", "claims"},
    "catalogue": {"_store", "_numbers", "errors", "claims", "trust"},
    "plot": {"errors", "_engine", "shares", "divide", "loaders", "trust", "catalogue"},
    # The command line asks the package as any user does, by its public names.
    "_cli": {"__init__", "_store", "errors", "claims", "catalogue", "plot"},
    "__main__": {"_store", "errors", "_cli"},
    # What a maker of frozen programs reads; no part of the package at work.
    "_pyinstaller": set(),
}
# Names only, for type checkers.
TYPES_ONLY: dict[str, set[str]] = {room: {"schemas"} for room in ("loaders", "catalogue", "trust")}


class Arrow(NamedTuple):
    """One import of a file."""

    file: str
    line: int
    room: str
    target: str
    types_only: bool


def room_of(module: str) -> str:
    """Return the room of a dotted name below the package; the package itself is its roof, the room "__init__"."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def is_for_types(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def imported(tree: ast.AST, types_only: bool = False) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Yield every import below a node, in functions too, and whether only type checkers see it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, types_only
        elif isinstance(node, ast.If) and is_for_types(node.test):
            for inner in node.body:
                yield from imported(ast.Module([inner], []), True)
            for inner in node.orelse:
                yield from imported(ast.Module([inner], []), types_only)
        else:
            yield from imported(node, types_only)


def targets(node: ast.Import | ast.ImportFrom, package: str) -> Iterator[str]:
    """Yield the dotted names below the package that an import names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        base = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
        stem = f"{base}.{node.module}" if node.level and node.module else base if node.level else str(node.module)
        names = [f"{stem}.{alias.name}" for alias in node.names] if stem == "neadigital" else [stem]
    yield from (name for name in names if name.split(".")[0] == "neadigital")


def arrows(root: Path) -> list[Arrow]:
    """Read the arrows between rooms from all files of a package."""
    found = []
    for path in sorted(root.rglob("*.py")):
        parts = ["neadigital", *path.relative_to(root).with_suffix("").parts]
        package = ".".join(parts[:-1])
        room = room_of(".".join(parts))
        for node, types_only in imported(ast.parse(path.read_text(encoding="utf-8"))):
            for name in targets(node, package):
                target = room_of(name)
                if not (root / target).is_dir() and not (root / f"{target}.py").exists():
                    # A name of the roof itself, such as `from neadigital import load`.
                    target = "__init__"
                if target != room:
                    found.append(Arrow(path.relative_to(root).as_posix(), node.lineno, room, target, types_only))
    return found


def allowed(arrow: Arrow) -> bool:
    if arrow.room == "__init__":
        # The package itself imports at once only what needs no pandas.
        return arrow.types_only or arrow.target in ("catalogue", "errors", "loaders", "trust")
    if arrow.target in ROOMS[arrow.room]:
        return True
    return arrow.types_only and arrow.target in TYPES_ONLY.get(arrow.room, set())


def test_every_room_is_on_the_plan() -> None:
    """Each file and folder of the package is a room of the plan, and each room of the plan is there."""
    there = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert there - {"__init__"} == set(ROOMS)


def test_no_arrow_is_off_the_plan() -> None:
    """No file imports from a room that its own may not look into."""
    wrong = [f"{a.file}:{a.line} {a.room} -> {a.target}" for a in arrows(PACKAGE) if not allowed(a)]

    assert wrong == []


def without_ground(below: dict[str, set[str]]) -> list[str]:
    """Return what is left when all that rests on nothing, or on what was taken away, is taken away: the circles."""
    left = dict(below)
    while ground := {each for each, others in left.items() if not others & set(left)}:
        left = {each: others for each, others in left.items() if each not in ground}
    return sorted(left)


def files_below(root: Path) -> dict[str, set[str]]:
    """Return the files that each file imports, for types too."""
    modules = {}
    for path in root.rglob("*.py"):
        dotted = ".".join(("neadigital", *path.relative_to(root).with_suffix("").parts))
        modules[dotted.removesuffix(".__init__")] = path
    below = {}
    for module, path in modules.items():
        package = module if path.stem == "__init__" else module.rpartition(".")[0]
        named: set[str] = set()
        for node, _ in imported(ast.parse(path.read_text(encoding="utf-8"))):
            for name in targets(node, package):
                inside = [f"{name}.{alias.name}" for alias in node.names if f"{name}.{alias.name}" in modules]
                # The folder itself is read for what is no file of it.
                named.update(inside if len(inside) == len(node.names) else [name, *inside])
        below[module] = {name for name in named if name in modules and name != module}
    return below


def test_the_plan_has_no_circle() -> None:
    """Rooms can be put one above the other so that every arrow of the plan runs down."""
    assert without_ground(ROOMS) == []


def test_no_files_import_each_other_in_a_circle() -> None:
    """Inside a room, too, files rest on others and never these on them, be it for a type."""
    below = files_below(PACKAGE)
    # The roof is loaded first by any import, and hands names on.
    below.pop("neadigital")

    assert without_ground(below) == []


def test_a_circle_is_seen(tmp_path: Path) -> None:
    """Two files that name each other are found, also where one needs no more than a type."""
    (tmp_path / "a.py").write_text("if TYPE_CHECKING:\n    from neadigital.b import B")
    (tmp_path / "b.py").write_text("from neadigital import a")
    (tmp_path / "c.py").write_text("from neadigital.a import A")

    assert without_ground(files_below(tmp_path)) == ["neadigital.a", "neadigital.b", "neadigital.c"]


def test_every_arrow_of_the_plan_is_used() -> None:
    """The plan allows no arrow that no file has."""
    used = {(arrow.room, arrow.target) for arrow in arrows(PACKAGE)}

    assert {(room, target) for room, below in ROOMS.items() for target in below} <= used


@pytest.mark.parametrize(
    ("file", "text", "target"),
    [
        ("_store.py", "from neadigital.loaders import load", "loaders"),
        ("shares.py", "def f():\n    import neadigital.catalogue as c", "catalogue"),
        ("claims/page.py", "from neadigital import growth_rates", "__init__"),
        ("divide/gaps.py", "from .. import _store", "_store"),
        (
            "schemas/economy.py",
            "try:\n    from ..loaders.economy import growth_rates\nexcept ImportError: ...",
            "loaders",
        ),
        ("kernels.py", "if TYPE_CHECKING:\n    from neadigital.schemas import Notes", "schemas"),
        ("plot/figures.py", "from neadigital import _store", "_store"),
    ],
)
def test_a_forbidden_arrow_is_seen(file: str, text: str, target: str, tmp_path: Path) -> None:
    """An import up the house is found wherever and however it is written."""
    for room in (*ROOMS, "__init__"):
        (tmp_path / f"{room}.py").touch()
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text)
    found = [arrow for arrow in arrows(tmp_path) if arrow.target == target]

    assert [arrow.file for arrow in found] == [file]
    assert not allowed(found[0])
