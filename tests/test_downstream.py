"""A project that pins this package, extends a model and checks types works with the built wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
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
def site(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The libraries of an environment with the wheel, beside the project."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    [site] = folder.rglob("site-packages")
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        wheel.extractall(site)
    shutil.copytree(PROJECT / "src" / "corridor", site.parent / "corridor")
    (site / "below.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return site


def run(site: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command where the project is."""
    return subprocess.run(command, cwd=site.parent, capture_output=True, text=True)


def python_of(site: Path) -> Path:
    """Return the Python of the environment."""
    return site.parents[2] / "bin" / "python"


def test_it_pins_this_version():
    """The project pins the current version."""
    pinned = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")

    assert f'dependencies = ["neadigital=={neadigital.__version__}"]' in pinned


def test_it_runs(site):
    """The project runs on the wheel, not on the sources."""
    code = "import neadigital, corridor; print(neadigital.__file__); corridor.main()"
    result = run(site, python_of(site), "-c", code)
    file, *told = result.stdout.splitlines()

    assert result.returncode == 0, result.stderr
    assert file.startswith(str(site))
    assert told == ["[13.8, 14.5, 12.4]"]


@pytest.mark.parametrize("checker", CHECKERS)
def test_its_types_hold(checker, site):
    """Each installed type checker accepts the project, and reports a misspelt name."""
    pytest.importorskip(checker, reason="make test-slow installs it")
    command = [sys.executable, "-m", *CHECKERS[checker], str(python_of(site))]
    text = "import neadigital\n\nneadigital.growth_rate()\n"
    (site.parent / "wrong.py").write_text(text)
    right = run(site, *command, "corridor")
    wrong = run(site, *command, "wrong.py")

    assert right.returncode == 0, right.stdout + right.stderr
    assert wrong.returncode == 1
    assert "growth_rate" in wrong.stdout


def test_pyright_accepts_what_mypy_checks():
    """Pyright, strict, finds no error in the files of `tests/typing`, which mypy checks."""
    pytest.importorskip("pyright", reason="make test-slow installs it")
    files = sorted((REPOSITORY / "tests" / "typing").glob("*.py"))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, *files]
    found = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "0 errors, 0 warnings" in found.stdout, found.stdout
