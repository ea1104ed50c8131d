"""Change a sample of every file, one place at a time, and see whether a test notices.

    python tools/sample_mutants.py                          60 changes of each file
    python tools/sample_mutants.py trust citation -n 20     20 of some files
    python tools/sample_mutants.py -n 0 --write docs/mutation.md

The changes are those that mutmut makes (`mutation/changes.py`). Its way of running them, by tests that reach a function
after everything has been imported, does not see the data wing, the claims and the build: they keep what they have read
once, and tests read at import. So each change is put into a copy of the repository, and a process that has loaded the
libraries, but nothing of the package, forks one that runs the tests which reach its lines (`mutation/reach.py`).

What is found is kept in `mutation.csv`, the last sample of each file; what survives needs a line in `survivors.csv`.
`claims/parts/` is left alone: what the paper says is content, and is read against the page.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import pickle
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from mutation.changes import Change, sample
from mutation.kept import keep, page, reasons, stale
from mutation.reach import Chosen, Reach, choose, record
from mutation.table import LEFT_OUT, TESTS

REPOSITORY = Path(__file__).parents[1]
# Loaded once, before a process is forked for each change.
LIBRARIES = (
    *("numpy", "pandas", "pandera.pandas", "pandera.typing", "hypothesis.extra.numpy", "jsonschema", "pybtex.database"),
    *("pytest_mpl.plugin", "_pytest.assertion.rewrite", "frictionless", "matplotlib.pyplot", "importlib_resources"),
    *("importlib_resources.readers", "xml.etree.ElementTree", "scipy.stats", "statsmodels.api"),
)
OPTIONS = ["-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", LEFT_OUT]
OPTIONS += ["-W", "ignore:Module already imported", "--hypothesis-profile=mutation"]
# What does not end is noticed: so many seconds of processor time, and as many times what the tests take.
SECONDS, TIMES = 30, 5
# Nothing is as slow as that, even on a machine that others use.
PATIENCE = 3600


def copy(folder: Path) -> None:
    """Copy what is tracked, with the times of its files, so that what is compiled of it stays valid."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, check=True, capture_output=True, text=True)  # noqa: S607
    for name in filter(None, listed.stdout.split("\0")):
        if (REPOSITORY / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, folder / name)


def fork(folder: Path, seconds: float, work: Callable[[], int], *, compiled: bool = False) -> int:
    """Start a process that works in a copy, and return its number."""
    process = os.fork()
    if process:
        return process
    # From here on this is the child, which must not return.
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
        signal.alarm(PATIENCE)
        sys.dont_write_bytecode = not compiled
        os.environ["PYTHONPATH"] = str(folder / "src")
        os.chdir(folder)
        sys.path[:0] = [str(folder / "src"), str(folder / "tools"), str(folder / "tests")]
        with (folder / "output.txt").open("w") as output, Path(os.devnull).open() as nothing:
            os.dup2(nothing.fileno(), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            os._exit(work())
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def recorded(folder: Path, name: str) -> Reach:
    """Record what a test file reaches."""
    target = folder / "reach"
    options = [*OPTIONS, "-x", f"tests/test_{name}.py"]
    _, status = os.waitpid(fork(folder, 3600, lambda: record(folder, options, target), compiled=True), 0)
    if status:
        print((folder / "output.txt").read_text()[-3000:])
        sys.exit(f"{name}: its tests fail without any change")
    return pickle.loads(target.read_bytes())  # noqa: S301


def in_any_order(folder: Path, reaches: list[Reach]) -> None:
    """Run the tests of a file, the quickest first, without any change: what fails then would be no change's doing."""
    seconds = {test: used for reach in reaches for test, used in reach.seconds.items()}
    _, status = os.waitpid(tried(folder, sorted(seconds, key=lambda test: seconds[test]), 3600), 0)
    if status:
        print((folder / "output.txt").read_text()[-3000:])
        sys.exit("its tests fail in another order, without any change")


def tried(folder: Path, names: list[str], seconds: float) -> int:
    """Start a process that runs some tests in their order, until one fails."""
    import pytest

    files = list(dict.fromkeys(name.partition("::")[0] for name in names))
    return fork(
        folder, seconds, lambda: int(pytest.main([*OPTIONS, "-x", *files], plugins=[Chosen(names, folder / "failed")]))
    )


def survivors(path: str, chosen: list[Change], folders: list[Path], reaches: list[Reach]) -> Iterator[Change]:
    """Yield the changes that no test notices; those that are known to be such are not tried again."""
    seconds = {test: used for reach in reaches for test, used in reach.seconds.items()}
    known = reasons()
    waiting = [
        (change, [] if change.key in known else [tests for tests in choose(change, path, reaches) if tests])
        for change in reversed(chosen)
    ]
    free, noticing = list(folders), Counter[str]()
    running: dict[int, tuple[Path, Change, list[list[str]]]] = {}
    while waiting or running:
        while waiting and free:
            change, stages = waiting.pop()
            if not stages:
                yield change
                continue
            folder = free.pop()
            (folder / path).write_text(change.text, encoding="utf-8")
            limit = SECONDS + TIMES * sum(seconds[test] for test in stages[0])
            # A test that noticed a change of this file is likely to notice the next one.
            names = sorted(stages[0], key=lambda test: -noticing[test])
            running[tried(folder, names, limit)] = folder, change, stages[1:]
        if not running:
            continue
        process, status = os.wait()
        folder, change, stages = running.pop(process)
        # Back to what is compiled, with its time.
        shutil.copy2(REPOSITORY / path, folder / path)
        free.append(folder)
        with suppress(FileNotFoundError):
            noticing[(folder / "failed").read_text(encoding="utf-8")] += 1
            (folder / "failed").unlink()
        if status == 0 and stages:
            waiting.append((change, stages))
        elif status == 0:
            yield change


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", help="parts of paths; by default all files")
    parser.add_argument("-n", "--number", type=int, default=60, help="how many changes of each file (60)")
    parser.add_argument("--seed", type=int, default=1, help="another one chooses others (1)")
    parser.add_argument("-j", "--processes", type=int, default=1, help="how many changes are tried at once (1)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page here, from what is kept")
    arguments = parser.parse_args()
    # In the order that is asked for.
    paths = list(dict.fromkeys(path for part in arguments.files or [""] for path in TESTS if part in path))
    for library in LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(library)
    # What is there now is not looked at again in each fork, and so not copied.
    gc.freeze()
    known, unexplained = reasons(), 0
    reaches: dict[str, Reach] = {}
    passed: set[tuple[str, ...]] = set()
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name, str(number)) for number in range(arguments.processes if arguments.number else 0)]
        for folder in folders:
            copy(folder)
        for path in paths if folders else ():
            began = sum(os.times()[:4])
            tests = dict.fromkeys(TESTS[path])
            for test in tests:
                if test not in reaches:
                    reaches[test] = recorded(folders[0], test)
            reached = [reaches[test] for test in tests]
            if TESTS[path] not in passed:
                passed.add(TESTS[path])
                in_any_order(folders[0], reached)
            ready = sum(os.times()[:4])
            total, chosen = sample(
                path, (REPOSITORY / path).read_text(encoding="utf-8"), arguments.number, arguments.seed
            )
            left = []
            for change in survivors(path, chosen, folders, reached):
                left.append(change)
                mark = "=" if change.key in known else "?"
                unexplained += mark == "?"
                print(f"{mark} {change.function}\n  - {change.before}\n  + {change.after}", flush=True)
            keep(path, total, len(chosen), left)
            share = 100 - 100 * len(left) / max(len(chosen), 1)
            print(f"{path}: {total} changes, {len(chosen)} tried, {share:.0f} % noticed", flush=True)
            used = sum(os.times()[:4]) - ready
            print(f"  ({ready - began:.0f} s of processor time to record, {used:.0f} s to try)", flush=True)
    for function, before, after in stale():
        print(f"its reason is needed no more: {function}\n  - {before}\n  + {after}")
    if arguments.write:
        arguments.write.write_text(page(), encoding="utf-8")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
