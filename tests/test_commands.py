"""The commands of the repository: each is explained, and CI runs it or says that it has not."""

from __future__ import annotations

import re

import pytest
from support import REPOSITORY

CI = REPOSITORY / ".ci" / "run"
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.M))
# Parts of others, and what sets up, writes or cleans instead of checking.
NO_CHECKS = {"help", "check", "build", "docs", "clean", "release", "release-tag"}


def test_help_explains_each_command() -> None:
    """`make help` has a line on each command, but on itself and on a part of another."""
    told = MAKEFILE.partition("\nhelp:\n")[2].partition("\n\n")[0]

    assert [name for name in sorted(TARGETS) if not re.search(rf"\b{name}\b", told)] == ["help", "release-tag"]


@pytest.mark.skipif(not CI.exists(), reason="a source archive has no CI")
def test_ci_runs_or_names_each_check() -> None:
    """Whatever checks something is run by CI, or named at its end with what it takes."""
    ran, _, rest = CI.read_text(encoding="utf-8").partition("cat << 'REST'\n")
    run = {name for line in re.findall(r"^make ([a-z -]+)", ran, re.M) for name in line.split()}
    named = set(re.findall(r"^make ([a-z-]+) +\S", rest, re.M))

    assert run | named == TARGETS - NO_CHECKS
    assert run & named == set()
