"""A project that pins this package, extends a model and checks types works with the built wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
from support import REPOSITORY

import neadigital

pytestmark = pytest.mark.slow
PROJECT = REPOSITORY / "tests" / "downstream"
CHECKERS = {
    "mypy": ("mypy", "--strict", "--python-executable"),
    "pyright": ("pyright", "--pythonpath"),
}


@pytest.fixture(scope="module")
def environment(
    archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The Python of an environment with the wheel and the project."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True
    )
    python = folder / "bin" / "python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(
        subprocess.run(
            [python, "-c", ask], check=True, capture_output=True, text=True
        ).stdout.strip()
    )
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        wheel.extractall(site)
    shutil.copytree(PROJECT / "src" / "corridor", site.parent / "corridor")
    (site / "below.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def test_it_pins_this_version():
    """The project pins the current version."""
    pinned = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]["dependencies"]

    assert pinned == [f"neadigital=={neadigital.__version__}"]


def test_it_runs(environment):
    """The project runs on the wheel, not on the sources."""
    source = environment.parents[1] / "lib"
    folder = next(source.rglob("corridor"))
    result = subprocess.run(
        [
            environment,
            "-c",
            "import neadigital; print(neadigital.__file__); import corridor; corridor.main()",
        ],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": ""},
    )

    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(str(source))
    assert result.stdout.splitlines()[1:] == [
        "UnknownDatasetError",
        "[13.8, 14.5, 12.4]",
        "39 15",
    ]


@pytest.mark.parametrize("checker", CHECKERS)
def test_its_types_hold(checker, environment):
    """Each installed type checker accepts the project, and reports a misspelt name."""
    pytest.importorskip(checker, reason="make test-slow installs it")
    command = [sys.executable, "-m", *CHECKERS[checker], str(environment)]
    folder = next((environment.parents[1] / "lib").rglob("corridor"))
    right = subprocess.run(
        [*command, "corridor"],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert right.returncode == 0, right.stdout + right.stderr

    (folder.parent / "wrong").mkdir(exist_ok=True)
    (folder.parent / "wrong" / "__init__.py").write_text(
        "import neadigital\n\nneadigital.growth_rate()\n"
    )
    wrong = subprocess.run(
        [*command, "wrong"],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert wrong.returncode == 1
    assert "growth_rate" in wrong.stdout


def test_pyright_accepts_what_mypy_checks():
    """Pyright, strict, finds no error in the files of `tests/typing`, which mypy checks."""
    pytest.importorskip("pyright", reason="make test-slow installs it")
    files = sorted((REPOSITORY / "tests" / "typing").glob("*.py"))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, *files]
    found = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "0 errors, 0 warnings" in found.stdout, found.stdout
