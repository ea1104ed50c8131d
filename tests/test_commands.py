"""The make commands: each explained, and CI runs what `make check` runs."""

from __future__ import annotations

import re

import pytest
from support import REPOSITORY

CI = REPOSITORY / ".ci" / "run"
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.M)


def test_help_explains_each_command():
    """`make help` explains each command in a line."""
    told = MAKEFILE.partition("\nhelp:\n")[2].partition("\n\n")[0]

    assert [
        name
        for name in TARGETS
        if f"make {name} " not in told and f"make {name}:" not in told
    ] == ["help"]


@pytest.mark.skipif(not CI.exists(), reason="a source archive has no CI")
def test_ci_runs_what_check_runs():
    """CI runs the tests first, then everything else in `make check`."""
    commands = re.findall(r"^make (.+)", CI.read_text(encoding="utf-8"), re.M)
    run = " ".join(commands).split()
    checked = re.findall(r"^check: (.+)", MAKEFILE, re.M)[0].split()

    assert run[0] == "test"
    assert set(run) >= set(checked)
