"""Run a tool that writes committed files, or with --check only compares them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

from build.page import BuildError

#: Contents by path in the repository.
Files = dict[str, bytes]


def _nothing(files: Files) -> list[str]:
    return []


def difference(path: str, committed: bytes, built: bytes) -> str:
    """Return the first line in which two contents differ; empty if they are the same."""
    lines = zip_longest(
        committed.decode().splitlines(keepends=True),
        built.decode().splitlines(keepends=True),
        fillvalue="(no such line)",
    )
    for number, (old, new) in enumerate(lines, start=1):
        if old != new:
            return (
                f"{path}, line {number}:\n"
                f"  committed: {old.strip()}\n"
                f"  built:     {new.strip()}"
            )
    return ""


def differences(root: Path, files: Files) -> list[str]:
    """Compare built contents with the committed files; name the first line that differs."""
    found = []
    for path, content in files.items():
        target = root / path
        if not target.exists():
            found.append(f"{path}: missing")
        elif text := difference(path, target.read_bytes(), content):
            found.append(text)
    return found


def run(
    name: str,
    root: Path,
    build: Callable[[], Files],
    strays: Callable[[Files], list[str]] = _nothing,
    news: Callable[[Files], list[str]] = _nothing,
) -> int:
    """Run a tool from the command line, and return its status.

    Parameters
    ----------
    name : str
        The tool, for its messages.
    root : Path
        The repository.
    build : callable
        Makes the files.
    strays : callable, optional
        Names what else is wrong with the committed files.
    news : callable, optional
        Tells something after files were written.
    """
    parser = argparse.ArgumentParser(prog=name, description=__doc__)
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail if a committed file differs",
    )
    only_check = parser.parse_args().check
    try:
        files = build()
    except (BuildError, ValueError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    changed = [*differences(root, files), *strays(files)]
    if only_check:
        print("\n".join(changed) or f"{name}: {len(files)} files are as built")
        return int(bool(changed))
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    print(f"{name}: {len(files)} files written, {len(changed)} changed")
    for line in news(files):
        print(line)
    return 0
