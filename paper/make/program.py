"""Run a tool that writes committed files, or with --check only compares them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

from paper.rows.page import BuildError, Files


def differences(root: Path, files: Files) -> list[str]:
    """Compare built contents with the committed files; name the first line that differs."""
    found = []
    for path, content in files.items():
        target = root / path
        if not target.exists():
            found.append(f"{path}: missing")
            continue
        committed = target.read_bytes().decode().splitlines(keepends=True)
        built = content.decode().splitlines(keepends=True)
        lines = zip_longest(committed, built, fillvalue="(no such line)")
        for number, (old, new) in enumerate(lines, start=1):
            if old != new:
                found.append(
                    f"{path}, line {number}:\n"
                    f"  committed: {old.strip()}\n"
                    f"  built:     {new.strip()}"
                )
                break
    return found


def run(
    name: str,
    root: Path,
    build: Callable[[], Files],
    strays: Callable[[Files], list[str]] = lambda files: [],
) -> int:
    """Write or check what `build` makes, by the command line, and return the status.

    `name` is the tool's, `root` the repository; `strays` says what else is wrong there.
    """
    parser = argparse.ArgumentParser(prog=name, description=__doc__)
    explained = "write nothing; fail if a committed file differs"
    parser.add_argument("--check", action="store_true", help=explained)
    only_check = parser.parse_args().check
    try:
        files = build()
    except (BuildError, ValueError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    changed = differences(root, files) + strays(files)
    if only_check:
        print("\n".join(changed) or f"{name}: {len(files)} files are as built")
        return int(bool(changed))
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(f"{name}: {len(files)} files written, {len(changed)} changed")
    return 0
