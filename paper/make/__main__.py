"""Write all files that follow from the typed data: `python -m paper.make [FOLDER]`.

What the data no longer make is removed from `built/`.

Without a folder they are written where they belong; `make lint` writes them into another one, and
compares. The pages are made of the data as they are in the package.
"""

from __future__ import annotations

import sys
from collections.abc import Container
from pathlib import Path

from paper.make import data, pages
from paper.rows.page import DATA, REPOSITORY


def main() -> None:
    """Write the data, then the pages, and name what changes."""
    _, *arguments = sys.argv
    root = Path(*arguments) if arguments else REPOSITORY
    for step in (data, pages):
        made = step.build()
        for name, content in made.items():
            path = root / name
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                print(name)
        if step is data:
            remove_others(root, made)


def remove_others(root: Path, made: Container[str]) -> None:
    """Remove tables that an earlier build has made, which would be shipped."""
    built = root / DATA.relative_to(REPOSITORY) / "built"
    for path in sorted(built.rglob("*.csv")):
        name = path.relative_to(root).as_posix()
        if name not in made:
            path.unlink()
            print(f"{name} removed")


if __name__ == "__main__":
    main()
