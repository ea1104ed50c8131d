"""Print the tests affected by a change, for `make quick`.

python tools/changed_tests.py COMMIT    what differs from a commit, committed or not

A changed file of the package affects the tests that name its folder or a public name from it; if
the folder is private, also the tests of the folders that import it. Any other file affects the
tests that name it. The tests of the command line and of pictures use everything, so they are left
to `make test` unless these parts change.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

TESTS = {path.stem: path for path in Path("tests").glob("*.py")}
SOURCES = list(Path("src/neadigital").rglob("*.py"))
TOP = {"__main__", "_cli", "plot"}
# The tests of files that no test names.
BESIDE = {
    "data": {"test_build", "test_laws", "test_page"},
    "typed": {"test_build", "test_laws", "test_page"},
    "__init__": {"test_packaging", "test_public_surface"},
    ".md": {"test_documents"},
}
# The package imports each public name from the folder that defines it.
_IMPORTS = re.findall(
    r"from neadigital\.(\w+)\S* import (\([^)]*\)|.*)",
    Path("src/neadigital/__init__.py").read_text("utf-8"),
)
HOMES = {
    name: home
    for home, listed in _IMPORTS
    for name in re.findall(r"\w+", listed)
    if name != "as"
}


def names(path: Path) -> set[str]:
    """Return the folders of the package, the tools and the test helpers that a file mentions."""
    text = path.read_text("utf-8")
    found = re.findall(r"neadigital\.(\w+)", text) + re.findall(
        r"^(?:from|import) (\w+)", text, re.M
    )
    found += re.findall(r'"([A-Z]\w+|[\w-]+\.\w+)"', text)
    for listed in re.findall(r"from neadigital import (\([^)]*\)|.*)", text):
        found += re.findall(r"\w+", listed)
    helpers = {name for name in found if name in TESTS and path != TESTS[name]}
    return {HOMES.get(name, name) for name in found}.union(
        *(names(TESTS[name]) for name in helpers)
    )


def name_of(path: Path) -> str:
    """Return the name by which tests refer to a file: the folder in the package, the module in tools and tests."""
    parts = path.parts[2:] if path.parts[0] == "src" else path.parts[1:]
    return (
        parts[0].removesuffix(".py")
        if path.parts[0] in ("src", "tests", "tools")
        else path.name
    )


def concerned(changed: set[str]) -> list[Path]:
    """Return the test files affected by changed files."""
    always = (
        {"test_documents", "test_public_surface"}
        if changed & {name_of(path) for path in SOURCES}
        else set()
    )
    private = {name for name in changed if name.startswith("_")}
    changed = changed | {name_of(path) for path in SOURCES if names(path) & private}
    top = TOP - changed
    named = {stem: names(path) for stem, path in TESTS.items()}
    chosen = always | {
        stem
        for stem in TESTS
        if stem in changed or (named[stem] & changed and not named[stem] & top)
    }
    chosen = chosen.union(
        *(
            BESIDE.get(key, set())
            for name in changed
            for key in (name, Path(name).suffix)
        )
    )
    return sorted(TESTS[stem] for stem in chosen if stem.startswith("test_"))


def main(commit: str) -> None:
    """Print the tests, one per line."""
    commands = (
        ("git", "diff", "--name-only", commit),
        ("git", "ls-files", "--others", "--exclude-standard"),
    )
    lines = [
        line
        for command in commands
        for line in subprocess.check_output(command, text=True).splitlines()  # noqa: S603
    ]
    print(*concerned({name_of(Path(line)) for line in lines}), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
