"""What mutation testing changes: every file."""

from __future__ import annotations

from fnmatch import fnmatch

from mutation.table import LEFT_ALONE, TESTS
from support import REPOSITORY

FILES = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for folder in ("src/neadigital", "tools/build")
    for path in (REPOSITORY / folder).rglob("*.py")
)


def test_every_file_is_changed() -> None:
    """Each file of the package and of the build has tests for its changes, or a reason to be left alone."""
    alone = {path for path in FILES if any(fnmatch(path, pattern) for pattern in LEFT_ALONE)}

    assert set(TESTS) == set(FILES) - alone | {"tools/build_data.py"}
    assert all(any(fnmatch(path, pattern) for path in FILES) for pattern in LEFT_ALONE)


def test_the_tests_are_there() -> None:
    """Each test file that changes are tried on exists."""
    named = {name for tests in TESTS.values() for name in tests}

    assert [name for name in sorted(named) if not (REPOSITORY / "tests" / f"test_{name}.py").exists()] == []
