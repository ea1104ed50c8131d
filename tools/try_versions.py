"""Run all tests on each Python, pandas and storage of text, in random order, on fresh examples, warnings as errors.

    python tools/try_versions.py                           every combination that this machine can get
    python tools/try_versions.py --python 3.13 --pandas newest --pyarrow no --optimised no
    python tools/try_versions.py --projects                what uses the package: type checkers, a frozen program

Each combination has an environment of its own below .venv-versions. The seed of a run is printed, and `--seed` takes
it again. One combination for each Python runs with `python -O`, too, where asserts of the package itself would vanish.
`--write PAGE` enters what was run into the page's tables and leaves what the page has of other combinations.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import product
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
ENVIRONMENTS = REPOSITORY / ".venv-versions"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PANDAS = {"2.3": "pandas==2.3.*", "3.0": "pandas==3.0.*", "newest": "pandas<4"}
# They check types or change code, which does not depend on what runs it; stubs would ask for a pandas of their own.
LEFT_OUT = ("pandas-stubs", "mypy", "mutmut")
PROJECTS = ("tests/test_downstream.py", "tests/test_frozen.py")
# What an environment is told apart by.
VERSIONS = ("pandas", "numpy", "pandera", "pyarrow")
USERS = ("mypy", "pyright", "ty", "pyinstaller")
COUNTS = ("passed", "skipped", "failed", "error")
Key = tuple[str, ...]
HEAD = ("Python", "pandas", "pyarrow", "`-O`", "run with", *COUNTS[:3], "seed")


@dataclass(frozen=True)
class Combination:
    """What one run of the tests rests on."""

    python: str
    pandas: str
    pyarrow: str
    optimised: bool = False

    def __str__(self) -> str:
        """Name it in one line."""
        text = f"Python {self.python}, pandas {self.pandas}, {'with' if self.pyarrow == 'yes' else 'without'} pyarrow"
        return text + (", python -O" if self.optimised else "")

    @property
    def key(self) -> Key:
        """The first cells of its row."""
        return self.python, self.pandas, self.pyarrow, "yes" if self.optimised else "no"


@dataclass(frozen=True)
class Outcome:
    """What came of a run: whether all went well, how many tests of each kind, and pytest's last line."""

    well: bool
    counts: dict[str, int]
    told: str


def combinations(pythons: Key, pandas: Key, pyarrow: Key, optimised: Key) -> list[Combination]:
    """Return all combinations of these; of each Python the last one is the one without asserts."""
    chosen = list(product(pythons, pandas, pyarrow))
    wanted = [Combination(*parts) for parts in chosen] if "no" in optimised else []
    if "yes" in optimised:
        wanted += [Combination(*parts, optimised=True) for parts in {parts[0]: parts for parts in chosen}.values()]
    return wanted


def interpreter(version: str) -> str | None:
    """Return the command of a Python of this version that really runs, or None."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python")))]
    for command in filter(None, found):
        # The stand-in of a Python that is not chosen is there, too, and fails; Debian's may lack what fills a venv.
        if subprocess.run([command, "-c", "import ensurepip, venv"], check=False, capture_output=True).returncode == 0:  # noqa: S603
            return command
    return None


def tools(pyarrow: str) -> list[str]:
    """Return the pinned development tools that a run needs."""
    lines = (REPOSITORY / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    unwanted = LEFT_OUT if pyarrow == "yes" else (*LEFT_OUT, "pyarrow")
    return [line for line in lines if line and line[0] != "#" and line.partition("==")[0] not in unwanted]


def environment(combination: Combination, command: str) -> Path:
    """Make the environment of a combination, or find it; return its Python."""
    folder = ENVIRONMENTS / f"{combination.python}-{combination.pandas}-{combination.pyarrow}"
    python = folder / "bin" / "python"
    made = folder / ".made"
    wanted = "\n".join([PANDAS[combination.pandas], "pytest-randomly", *tools(combination.pyarrow)])
    if not made.exists() or made.read_text() != wanted:
        subprocess.run([command, "-m", "venv", "--clear", str(folder)], check=True)  # noqa: S603
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *wanted.split("\n"), "--editable", str(REPOSITORY)], check=True)  # noqa: S603
        made.write_text(wanted)
    return python


def versions(python: str | Path, packages: tuple[str, ...]) -> dict[str, str]:
    """Return the version of a Python and of those packages that it has."""
    code = (
        "import importlib.metadata as m, json, platform, sys\n"
        "found = {'Python': platform.python_version()}\n"
        "have = {d.metadata['Name'].lower(): d.version for d in m.distributions()}\n"
        "print(json.dumps(found | {name: have[name] for name in sys.argv[1:] if name in have}))"
    )
    done = subprocess.run([str(python), "-c", code, *packages], check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, str] = json.loads(done.stdout)
    return found


def count(text: str) -> dict[str, int]:
    """Return how many tests passed, failed and so on, by the last line of pytest that says so."""
    lines = [line for line in text.splitlines() if re.search(r"\d+ (passed|failed|skipped|error).* in [\d.]+s", line)]
    return {name: int(number) for number, name in re.findall(rf"(\d+) ({'|'.join(COUNTS)})", (lines or [""])[-1])}


def pytest(python: str | Path, log: Path, options: list[str], flags: list[str]) -> Outcome:
    """Run tests, with what they print in a log."""
    with log.open("w") as output:
        done = subprocess.run(  # noqa: S603
            [str(python), *flags, "-m", "pytest", *options],
            cwd=REPOSITORY,
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    counts = count(log.read_text(encoding="utf-8"))
    told = ", ".join(f"{number} {name}" for name, number in counts.items()) or f"see {log.relative_to(REPOSITORY)}"
    return Outcome(done.returncode == 0, counts, told)


def without_asserts() -> list[str]:
    """Return options for a run without asserts: pytest warns that those outside of tests are gone, which is tried."""
    return ["-W", "ignore:assertions not in test modules:pytest.PytestConfigWarning"]


def run(combination: Combination, python: Path, seed: int, processes: int) -> Outcome:
    """Run all tests in an environment."""
    log = ENVIRONMENTS / f"{python.parents[1].name}{'-O' if combination.optimised else ''}.log"
    flags = [*(["-O"] if combination.optimised else []), "-W", "error"]
    options = [f"--randomly-seed={seed}", f"--hypothesis-seed={seed}", f"--numprocesses={processes}"]
    if combination.optimised:
        options += without_asserts()
    return pytest(python, log, options, flags)


def row(cells: list[str] | Key) -> str:
    """Return a line of a table."""
    return f"| {' | '.join(cells)} |"


def enter(page: Path, name: str, head: Key, rows: dict[Key, str], unknown: dict[Key, str]) -> None:
    """Put rows into the table between a page's marks; of other keys it keeps the page's, or has them as unknown."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    text = page.read_text(encoding="utf-8")
    before, after = text.split(begin)[0], text.split(end)[1]
    known: dict[Key, str] = {}
    for line in text.split(begin)[1].split(end)[0].splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        known[tuple(cells[: len(next(iter(rows)))])] = line
    table = [row(head), "|" + "---|" * len(head), *(unknown | known | rows).values()]
    page.write_text(before + begin + "\n".join(table) + "\n" + end + after, encoding="utf-8")


def result(combination: Combination, outcome: Outcome | str, have: dict[str, str], seed: int) -> str:
    """Return the row of a combination: what came of it, or why it was not run."""
    if isinstance(outcome, str):
        return row([*combination.key, outcome, "", "", "", ""])
    counts = outcome.counts
    told = [str(counts.get(name, 0)) for name in COUNTS[:2]]
    told.append(str(counts.get("failed", 0) + counts.get("error", 0)) if counts else "no result")
    return row([*combination.key, ", ".join(f"{name} {number}" for name, number in have.items()), *told, str(seed)])


def try_projects(page: Path | None) -> bool:
    """Run the tests of what uses the package, in the environment that this runs in; return whether all is well."""
    ENVIRONMENTS.mkdir(exist_ok=True)
    outcome = pytest(sys.executable, ENVIRONMENTS / "projects.log", [*PROJECTS, "--numprocesses=0"], [])
    have = versions(sys.executable, USERS)
    print(f"{', '.join(PROJECTS)}: {outcome.told}; {have}", flush=True)
    if page:
        told = [str(outcome.counts.get(name, 0)) for name in COUNTS[:3]]
        cells = [have.get(name, "not installed") for name in ("Python", *USERS)]
        enter(page, "projects", ("Python", *USERS, *COUNTS[:3]), {(cells[0],): row([*cells, *told])}, {})
    return outcome.well


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", nargs="+", choices=PYTHONS, default=PYTHONS)
    parser.add_argument("--pandas", nargs="+", choices=list(PANDAS), default=list(PANDAS))
    parser.add_argument("--pyarrow", nargs="+", choices=("yes", "no"), default=("yes", "no"))
    parser.add_argument("--optimised", nargs="+", choices=("yes", "no"), default=("yes", "no"), help="with python -O")
    parser.add_argument("--processes", type=int, default=2, help="of one run of the tests")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--write", type=Path, help="a page that has the tables")
    parser.add_argument("--projects", action="store_true", help="run only the tests of what uses the package")
    arguments = parser.parse_args()
    if arguments.projects:
        return 0 if try_projects(arguments.write) else 1
    ENVIRONMENTS.mkdir(exist_ok=True)
    wanted = combinations(arguments.python, arguments.pandas, arguments.pyarrow, arguments.optimised)
    supported = combinations(PYTHONS, tuple(PANDAS), ("yes", "no"), ("yes", "no"))
    unknown = {each.key: result(each, "not run", {}, 0) for each in supported}
    failed = 0
    print(f"{len(wanted)} combinations, seed {arguments.seed}", flush=True)
    for number, combination in enumerate(wanted, start=1):
        command = interpreter(combination.python)
        started, have = time.monotonic(), {}
        outcome: Outcome | str = f"not run: there was no Python {combination.python}"
        if command is not None:
            try:
                python = environment(combination, command)
                have = versions(python, VERSIONS)
                outcome = run(combination, python, arguments.seed, arguments.processes)
            except subprocess.CalledProcessError as error:
                print(error)
                outcome = "not run: cannot be set up"
            failed += not (isinstance(outcome, Outcome) and outcome.well)
        told = outcome if isinstance(outcome, str) else outcome.told
        taken = time.monotonic() - started
        print(f"[{number}/{len(wanted)}] {combination}: {told} ({taken:.0f} s)", flush=True)
        if arguments.write:
            line = result(combination, outcome, have, arguments.seed)
            enter(arguments.write, "combinations", HEAD, {combination.key: line}, unknown)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
