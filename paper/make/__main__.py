"""Write all files that follow from the typed data: `python -m paper.make [FOLDER]`.

Without a folder they are written where they belong; `make lint` writes them into another one, and
compares. The pages are made of the data as they are in the package.
"""

from __future__ import annotations

import sys
from pathlib import Path

from paper.make import data, pages
from paper.rows.page import REPOSITORY


def main() -> None:
    """Write the data, then the pages, and name what changes."""
    root = Path(sys.argv[1]) if sys.argv[1:] else REPOSITORY
    for step in (data, pages):
        for name, content in step.build().items():
            path = root / name
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                print(name)


if __name__ == "__main__":
    main()
