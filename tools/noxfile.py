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
home = Path.home()
pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
folders = pyenv.glob("versions/3.1*/bin")
found = [str(folder) for folder in folders]
search = [*found, os.environ["PATH"]]
os.environ["PATH"] = os.pathsep.join(search)


def run_tests(session: nox.Session, group: str, *packages: str) -> None:
    """Run the tests in random order; warnings are errors."""
    session.chdir(ROOT)
    # pip reads dependency groups since 25.1.
    session.install("pip>=25.1")
    wanted = ["pytest-randomly", *packages]
    session.install("--editable", ".", "--group", group, *wanted)
    fast = ["-m", "not slow"]
    selected = session.posargs or fast
    pytest = ["python", "-W", "error", "-m", "pytest", "--numprocesses=2"]
    session.run(*pytest, *selected)


WITH_OR_WITHOUT = nox.parametrize(
    "pyarrow",
    [True, False],
    ids=["pyarrow", "no-pyarrow"],
)
EACH_PANDAS = nox.parametrize(
    "pandas",
    ["pandas==2.3.*", "pandas==3.0.*", "pandas<4"],
    ids=["2.3", "3.0", "3"],
)


@nox.session(python=PYTHONS)
@WITH_OR_WITHOUT
@EACH_PANDAS
def tests(session: nox.Session, pandas: str, pyarrow: bool) -> None:
    """Run the tests on one combination."""
    packages = [pandas]
    if pyarrow:
        packages.append("pyarrow")
    run_tests(session, "test", *packages)


@nox.session(python=PYTHONS[0])
def floor(session: nox.Session) -> None:
    """Run the tests on the lowest versions that pyproject.toml allows."""
    run_tests(session, "floor")
