"""Each part of the package imports only what is beneath it."""

from __future__ import annotations

import grimp
import pytest
from support import REPOSITORY

pytestmark = pytest.mark.files

# Each file or folder of the package: its side, and its height there. The metrics and the data
# do not know each other; what has no side is beneath both, or stands on both.
HEIGHTS: dict[str, tuple[str, int]] = {
    "_messages": ("", -1),
    "errors": ("", 0),
    # What is imported only when a type hint is resolved.
    "_hints": ("", 0),
    "_deprecation": ("data", 1),
    "_options": ("metrics", 1),
    "_engine": ("metrics", 2),
    "growth": ("metrics", 3),
    "shares": ("metrics", 3),
    "inequality": ("metrics", 3),
    "divide": ("metrics", 3),
    "consistency": ("metrics", 3),
    "_store": ("data", 1),
    "schemas": ("data", 1),
    "loaders": ("data", 2),
    "places": ("data", 3),
    "tables": ("data", 4),
    "catalogue": ("data", 6),
    "plot": ("", 7),
    # The package imports each of its modules at the first use of a name.
    "__init__": ("", 8),
    # The command line uses the package by its public names, as any user does.
    "_cli": ("", 9),
    "__main__": ("", 10),
}
WORKSHOP = {
    path.stem
    for folder in ("paper", "tools", "docs/_ext")
    for path in (REPOSITORY / folder).iterdir()
}


def part_of(module: str) -> str:
    """Return the file or folder of the package that a module is in."""
    return module.removeprefix("neadigital").lstrip(".").split(".")[0] or "__init__"


def is_beneath(lower: str, upper: str) -> bool:
    """Return whether one part of the package is beneath another."""
    side, height = HEIGHTS[lower]
    upper_side, upper_height = HEIGHTS[upper]
    return height < upper_height and (side == upper_side or "" in (side, upper_side))


def test_imports_go_down() -> None:
    """A part imports only what is beneath it, and nothing of tools or of the site."""
    graph = grimp.build_graph(
        "neadigital", include_external_packages=True, cache_dir=None
    )
    imports = [
        (module, target)
        for module in sorted(graph.modules)
        for target in sorted(graph.find_modules_directly_imported_by(module))
    ]
    wrong = []
    for module, target in imports:
        package, _, _ = target.partition(".")
        importer = part_of(module)
        if package != "neadigital":
            is_right = package not in WORKSHOP
        else:
            imported = part_of(target)
            is_right = importer == imported or is_beneath(imported, importer)
        if not is_right:
            wrong.append(f"{module} imports {target}")

    assert wrong == []
