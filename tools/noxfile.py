"""The tests on each supported Python and pandas, with and without pyarrow.

nox -f tools/noxfile.py              the matrix; Pythons that are not installed are skipped
nox -f tools/noxfile.py -s floor     the lowest versions; arguments after -- go to pytest
"""

import os
from pathlib import Path

import nox

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

nox.options.envdir = str(ROOT / ".nox")
# pyenv has the Pythons that are not chosen off the path.
pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
found = [str(folder) for folder in pyenv.glob("versions/3.1*/bin")]
os.environ["PATH"] = os.pathsep.join([*found, os.environ["PATH"]])


def run_tests(session: nox.Session, group: str, *packages: str) -> None:
    """Run the tests in random order; warnings are errors."""
    session.chdir(ROOT)
    session.install("pip>=25.1")
    session.install("--editable", ".", "--group", group, "pytest-randomly", *packages)
    selected = session.posargs or ["-m", "not slow"]
    session.run("python", "-W", "error", "-m", "pytest", "-n", "2", *selected)


@nox.session(python=PYTHONS)
@nox.parametrize("pyarrow", [True, False], ids=["pyarrow", "no-pyarrow"])
@nox.parametrize(
    "pandas", ["pandas==2.3.*", "pandas==3.0.*", "pandas<4"], ids=["2.3", "3.0", "3"]
)
def tests(session: nox.Session, pandas: str, pyarrow: bool) -> None:
    """Run the tests on one combination."""
    run_tests(session, "test", pandas, *["pyarrow"] * pyarrow)


@nox.session(python=PYTHONS[0])
def floor(session: nox.Session) -> None:
    """Run the tests on the lowest versions that pyproject.toml allows."""
    run_tests(session, "floor")
