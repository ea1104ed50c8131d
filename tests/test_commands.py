"""The Makefile: CI runs what `make check` runs, and no guard is off."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from support import REPOSITORY, text_of

CI = REPOSITORY / ".ci" / "run"
MAKEFILE = text_of("Makefile")
# The tools of `make lint`, which read everything and whose status counts.
LINT = """
ruff check .
ruff format --check .
mypy
lint-imports --no-cache
numpydoc lint $(DOCUMENTED)
frictionless validate src/neadigital/data/datapackage.json
"""


@pytest.mark.skipif(not CI.exists(), reason="a source archive has no CI")
def test_ci_runs_what_check_runs():
    """CI runs the tests first, then everything else in `make check`, and stops at a failure."""
    script = CI.read_text(encoding="utf-8")
    commands = re.findall(r"^make (.+)", script, re.M)
    run = " ".join(commands).split()
    [checked] = re.findall(r"^check: (.+)", MAKEFILE, re.M)

    assert run[0] == "test"
    assert {*checked.split()} == {"lint", "test", "test-slow", "test-site"}
    assert {*checked.split()} <= {*run}
    assert "\nset -euo pipefail\n" in script


def test_no_guard_is_off():
    """Lint runs each tool, mypy is strict, and a warning fails a test."""
    project = tomllib.loads(text_of("pyproject.toml"))
    tools = project["tool"]
    options = tools["pytest"]["ini_options"]
    layers, *_ = tools["importlinter"]["contracts"]
    _, _, rest = MAKEFILE.partition("\nlint: ")
    recipe, *_ = rest.partition("\n\n")
    run = re.findall(r"^\t\$\(BIN\)/(.+)$", recipe, re.M)

    assert run == LINT.strip().splitlines()
    assert "python -m paper.make build/made" in recipe
    assert "bench.py --python .venv-plain/" in MAKEFILE
    assert tools["mypy"]["strict"] is True
    assert layers["exhaustive"] is True
    assert {"src", "tests/typing"} <= {*tools["mypy"]["files"]}
    assert options["filterwarnings"][0] == "error"
    assert options["xfail_strict"] is True


def test_lint_tells_a_built_file_that_differs(tmp_path):
    """The line of `make lint` that compares the build fails where one file of two differs."""
    [line] = re.findall(r"^\t@(cd build/made && .+)$", MAKEFILE, re.M)
    made = tmp_path / "build" / "made"
    made.mkdir(parents=True)
    for folder in (tmp_path, made):
        (folder / "a.csv").write_text("1")
        (folder / "b.csv").write_text("1")
    command = ["sh", "-c", line.replace("$$", "$")]
    same = subprocess.run(command, cwd=tmp_path)
    (made / "a.csv").write_text("2")
    other = subprocess.run(command, cwd=tmp_path, capture_output=True)

    assert same.returncode == 0
    assert other.returncode != 0
