"""The tests on each supported Python and pandas, and runs in environments of their own.

nox -f tools/noxfile.py              the matrix; Pythons that are not installed are skipped
nox -f tools/noxfile.py -l           list the runs
nox -f tools/noxfile.py -s floor     one run; arguments after -- go to pytest
"""

import os
import random
from pathlib import Path

import nox

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
NEWEST = "pandas<4"
# pytest warns that asserts outside of tests are removed, which is intended here.
WITHOUT_ASSERTS = "ignore:assertions not in test modules:pytest.PytestConfigWarning"

nox.options.sessions = ["tests", "optimised", "floor"]
nox.options.envdir = str(ROOT / ".nox")
# pyenv has the Pythons that are not chosen off the path.
_FOUND = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(
    "versions/3.1*/bin"
)
os.environ["PATH"] = os.pathsep.join([*map(str, _FOUND), os.environ["PATH"]])


def install(session: nox.Session, *groups: str, packages: tuple[str, ...] = ()) -> None:
    """Install the package with dependency groups and further packages."""
    session.chdir(ROOT)
    session.install("pip>=25.1")
    session.install(
        "--editable", ".", *[f"--group={group}" for group in groups], *packages
    )


def run_tests(
    session: nox.Session, *packages: str, group: str = "test", optimised: bool = False
) -> None:
    """Run the tests in random order on new examples; warnings are errors."""
    install(session, group, packages=("pytest-randomly", *packages))
    seed = str(random.SystemRandom().randrange(2**32))
    command = [
        "python",
        "-W",
        "error",
        "-m",
        "pytest",
        "--numprocesses=2",
        f"--randomly-seed={seed}",
        f"--hypothesis-seed={seed}",
    ]
    if optimised:
        command[1:1] = ["-O"]
        command += ["-W", WITHOUT_ASSERTS]
    selected = session.posargs or ["-m", "not slow"]
    session.run(*command, *selected)


@nox.session(python=PYTHONS)
@nox.parametrize("pyarrow", [True, False], ids=["pyarrow", "no-pyarrow"])
@nox.parametrize(
    "pandas", ["pandas==2.3.*", "pandas==3.0.*", NEWEST], ids=["2.3", "3.0", "newest"]
)
def tests(session: nox.Session, pandas: str, pyarrow: bool) -> None:
    """Run the tests on one combination."""
    run_tests(session, pandas, *["pyarrow"] * pyarrow)


@nox.session(python=PYTHONS)
def optimised(session: nox.Session) -> None:
    """Run the tests with the asserts of the package removed by Python."""
    run_tests(session, NEWEST, optimised=True)


@nox.session(python=PYTHONS[0])
def floor(session: nox.Session) -> None:
    """Run the tests on the lowest versions that pyproject.toml allows."""
    run_tests(session, group="floor")


@nox.session(python=PYTHONS[0])
def past_memory(session: nox.Session) -> None:
    """Run the metrics on Dask, DuckDB and Spark; needs Java."""
    install(session, "dev", "slow", "spark")
    session.run("pytest", "tests/test_past_memory.py", *session.posargs)
