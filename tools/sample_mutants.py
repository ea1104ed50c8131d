"""Change a sample of the data wing, the claims' machine and the build, and see whether a test notices.

    python tools/sample_mutants.py                          60 changes of each file
    python tools/sample_mutants.py trust citation -n 20     20 of some
    python tools/sample_mutants.py --write docs/mutation_data.md

The changes are those that mutmut makes. Its way of running them, by tests that reach a function after everything has
been imported, does not see these files: they keep what they have read once, and tests read at import. So each change is
put into a copy of the repository, and a process that has loaded the libraries, but nothing of the package, forks one
that runs the tests of the file. What survives needs a line in `survivors.csv`.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from difflib import ndiff
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.file_mutation import create_mutations

REPOSITORY = Path(__file__).parents[1]
REASONS = Path(__file__).with_name("survivors.csv")
PACKAGE = "src/neadigital"
CLAIMS = ("claims", "claims_change", "claims_numbers", "claims_fair", "trust")
# The tests of each file, without those that start a process or build an archive.
TESTS: dict[str, tuple[str, ...]] = {
    f"{PACKAGE}/_store.py": ("integrity", "remedies", "catalogue", "trust", "laws"),
    f"{PACKAGE}/errors.py": ("errors", "integrity"),
    f"{PACKAGE}/catalogue/places.py": ("places",),
    f"{PACKAGE}/catalogue/citation.py": ("citation",),
    f"{PACKAGE}/catalogue/__init__.py": ("catalogue", "errors", "laws"),
    f"{PACKAGE}/trust.py": ("trust", "laws", "integrity"),
    f"{PACKAGE}/catalogue/overview.py": ("overview",),
    f"{PACKAGE}/loaders/__init__.py": ("laws", "catalogue", "errors"),
    f"{PACKAGE}/schemas/_columns.py": ("build", "catalogue", "laws", "trust"),
    f"{PACKAGE}/schemas/development.py": ("build", "laws", "trust"),
    f"{PACKAGE}/claims/__init__.py": CLAIMS,
    f"{PACKAGE}/claims/numbers.py": ("claims_numbers", *CLAIMS),
    f"{PACKAGE}/claims/verdicts.py": ("claims_numbers", *CLAIMS),
    f"{PACKAGE}/claims/findings.py": CLAIMS,
    f"{PACKAGE}/claims/page.py": CLAIMS,
    f"{PACKAGE}/claims/report.py": CLAIMS,
    f"{PACKAGE}/claims/causes.py": CLAIMS,
    f"{PACKAGE}/claims/agreement.py": CLAIMS,
    "tools/build_data.py": ("build_refusals", "build"),
    "tools/build/page.py": ("build_refusals", "build", "page"),
    "tools/build/recovered.py": ("build_refusals", "recovered", "build"),
    "tools/build/notes.py": ("build_refusals", "build"),
    "tools/build/facts.py": ("build_refusals", "build"),
    "tools/build/descriptor.py": ("build_refusals", "catalogue", "build"),
    "tools/build/docstrings.py": ("build_refusals", "build"),
    "tools/build/names.py": ("build_refusals", "build"),
}
# What is slow in itself, and no promise of one file.
LEFT_OUT = "not check_fails and not new_process and not zip and not frictionless and not valid_data_package"
# Loaded once, before a process is forked for each change.
LIBRARIES = (
    *("numpy", "pandas", "pandera.pandas", "pandera.typing", "hypothesis.extra.numpy", "jsonschema", "pybtex.database"),
    *("pytest_mpl.plugin", "_pytest.assertion.rewrite", "frictionless", "matplotlib.pyplot", "importlib_resources"),
)
# More processor time than any file's tests take: what does not end is noticed.
SECONDS = 300


class Change(NamedTuple):
    """A change of one file: the function, the lines as they are and as they become, and the whole text."""

    function: str
    before: str
    after: str
    text: str


def changes(path: str) -> list[Change]:
    """Return every change of a file's functions that mutmut knows; messages of errors are for people and stay."""
    code = (REPOSITORY / path).read_text(encoding="utf-8")
    module, mutations, _, _ = create_mutations(path, code)
    found = []
    for mutation in mutations:
        if mutation.contained_by_top_level_function is None:
            continue
        text = module.deep_replace(mutation.original_node, mutation.mutated_node).code  # type: ignore[arg-type]
        lines = [line for line in ndiff(code.splitlines(), text.splitlines()) if line[0] in "-+"]
        before, after = (" ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+")
        if "raise " not in before and before != after:
            found.append(Change(mutation.contained_by_top_level_function.name.value, before, after, text))
    return found


def copy(folder: Path) -> None:
    """Copy what is tracked, with the times of its files, so that what is compiled of it stays valid."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, check=True, capture_output=True, text=True)  # noqa: S607
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / name, folder / name)


def run(folder: Path, tests: tuple[str, ...], *, compiled: bool = False) -> int:
    """Start a process that runs tests in a copy, and return its number."""
    process = os.fork()
    if process:
        return process
    # From here on this is the child, which must not return.
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        sys.dont_write_bytecode = not compiled
        os.environ["PYTHONPATH"] = str(folder / "src")
        os.chdir(folder)
        sys.path[:0] = [str(folder / "src"), str(folder / "tools"), str(folder / "tests")]
        with (folder / "output.txt").open("w") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            import pytest

            files = [f"tests/test_{name}.py" for name in dict.fromkeys(tests)]
            options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore:Module already imported"]
            code = pytest.main([*options, "-k", LEFT_OUT, *files])
        os._exit(int(code))
    except BaseException:
        os._exit(1)


def noticed(folder: Path, path: str, change: Change) -> int:
    """Put a change into a copy and start the tests of the file."""
    (folder / path).write_text(change.text, encoding="utf-8")
    return run(folder, TESTS[path])


def sample(path: str, number: int, seed: int) -> tuple[int, list[Change]]:
    """Return how many changes of a file there are, and some of them."""
    every = changes(path)
    chosen = random.Random(f"{seed} {path}").sample(every, min(number, len(every)))  # noqa: S311
    return len(every), chosen


def survivors(path: str, chosen: list[Change], folders: list[Path]) -> Iterator[Change]:
    """Yield the changes that no test notices."""
    waiting, free = list(chosen), list(folders)
    running: dict[int, tuple[Path, Change]] = {}
    while waiting or running:
        while waiting and free:
            folder, change = free.pop(), waiting.pop()
            running[noticed(folder, path, change)] = folder, change
        process, status = os.wait()
        folder, change = running.pop(process)
        # Back to what is compiled, with its time.
        shutil.copy2(REPOSITORY / path, folder / path)
        free.append(folder)
        if status == 0:
            yield change


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", help="parts of paths; by default all files")
    parser.add_argument("-n", "--number", type=int, default=60, help="how many changes of each file (60)")
    parser.add_argument("--seed", type=int, default=1, help="another one chooses others (1)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", type=Path, metavar="FILE", help="append a line per file to this table")
    arguments = parser.parse_args()
    paths = [path for path in TESTS if not arguments.files or any(part in path for part in arguments.files)]
    with REASONS.open(encoding="utf-8", newline="") as file:
        known = {(row["before"], row["after"]) for row in csv.DictReader(file)}
    for library in LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(library)
    unexplained = 0
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name, str(number)) for number in range(arguments.processes)]
        for folder in folders:
            copy(folder)
        for path in paths:
            began = time.monotonic()
            for folder in folders:
                _, status = os.waitpid(run(folder, TESTS[path], compiled=True), 0)
                if status:
                    print((folder / "output.txt").read_text()[-3000:])
                    sys.exit(f"{path}: its tests fail without any change")
            total, chosen = sample(path, arguments.number, arguments.seed)
            left = []
            for change in survivors(path, chosen, folders):
                left.append(change)
                mark = "=" if change[1:3] in known else "?"
                unexplained += mark == "?"
                print(f"{mark} {path}, {change.function}\n  - {change.before}\n  + {change.after}", flush=True)
            killed = len(chosen) - len(left)
            line = f"| {path} | {total} | {len(chosen)} | {killed} | {100 * killed / max(len(chosen), 1):.0f} |"
            print(line, f"{time.monotonic() - began:.0f} s", flush=True)
            if arguments.write:
                with arguments.write.open("a", encoding="utf-8") as table:
                    table.write(line + "\n")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
