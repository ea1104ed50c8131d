"""Run all tests on each Python, pandas and storage of text, in random order, on fresh examples, warnings as errors.

    python tools/try_versions.py                           every combination that this machine can get
    python tools/try_versions.py --python 3.13 --pandas newest --pyarrow no

Each combination has an environment of its own below .venv-versions. The seed of a run is printed, and `--seed` takes
it again. One combination for each Python runs with `python -O`, too, where asserts of the package itself would vanish.
"""

from __future__ import annotations

import argparse
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


def interpreter(version: str) -> str | None:
    """Return the command of a Python of this version that really runs, or None."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python")))]
    for command in filter(None, found):
        # The stand-in of a Python that is not chosen is there, too, and fails.
        if subprocess.run([command, "-c", "import venv"], check=False, capture_output=True).returncode == 0:  # noqa: S603
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


def run(combination: Combination, python: Path, seed: int) -> tuple[bool, str]:
    """Run all tests; return whether they pass, and pytest's last line."""
    log = ENVIRONMENTS / f"{python.parents[1].name}{'-O' if combination.optimised else ''}.log"
    command = [str(python), *(["-O"] if combination.optimised else []), "-W", "error"]
    # pytest warns that -O drops asserts outside of tests; that they carry no weight there is what is tried.
    command += ["-W", "ignore:assertions not in test modules", "-m", "pytest"]
    command += [
        f"--randomly-seed={seed}",
        "--hypothesis-profile=fresh",
        f"--hypothesis-seed={seed}",
        "--numprocesses=2",
    ]
    with log.open("w") as output:
        done = subprocess.run(  # noqa: S603
            command, cwd=REPOSITORY, check=False, stdout=output, stderr=subprocess.STDOUT
        )
    lines = [line for line in log.read_text().splitlines() if re.search(r"\d+ (passed|failed|error)", line)]
    return done.returncode == 0, (lines or [f"see {log.relative_to(REPOSITORY)}"])[-1].strip("= ")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", nargs="+", choices=PYTHONS, default=PYTHONS)
    parser.add_argument("--pandas", nargs="+", choices=list(PANDAS), default=list(PANDAS))
    parser.add_argument("--pyarrow", nargs="+", choices=("yes", "no"), default=("yes", "no"))
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    ENVIRONMENTS.mkdir(exist_ok=True)
    chosen = list(product(arguments.python, arguments.pandas, arguments.pyarrow))
    wanted = [Combination(*parts) for parts in chosen]
    # One more of each Python, the last, without asserts.
    wanted += [Combination(*parts, optimised=True) for parts in {parts[0]: parts for parts in chosen}.values()]
    failed = 0
    print(f"{len(wanted)} combinations, seed {arguments.seed}", flush=True)
    for number, combination in enumerate(wanted, start=1):
        command = interpreter(combination.python)
        if command is None:
            print(f"[{number}/{len(wanted)}] {combination}: this machine has no such Python", flush=True)
            continue
        started = time.monotonic()
        try:
            passed, told = run(combination, environment(combination, command), arguments.seed)
        except subprocess.CalledProcessError as error:
            passed, told = False, f"cannot be set up: {error}"
        failed += not passed
        taken = time.monotonic() - started
        print(f"[{number}/{len(wanted)}] {combination}: {told} ({taken:.0f} s)", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
