"""Change a sample of every file, one place at a time, and see whether a test notices.

    python tools/sample_mutants.py                          60 changes of each file
    python tools/sample_mutants.py trust citation -n 20     20 of some files
    python tools/sample_mutants.py -n 0 --write docs/mutation.md

The changes are those that mutmut makes. Its way of running them, by tests that reach a function after everything has
been imported, does not see the data wing, the claims and the build: they keep what they have read once, and tests read
at import. So each change is put into a copy of the repository, and a process that has loaded the libraries, but nothing
of the package, forks one that runs the tests of the file.

What is found is kept in `mutation.csv`, the last sample of each file; what survives needs a line in `survivors.csv`.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

import libcst as cst
from mutmut.mutation.file_mutation import create_mutations

REPOSITORY = Path(__file__).parents[1]
REASONS = Path(__file__).with_name("survivors.csv")
RESULTS = Path(__file__).with_name("mutation.csv")
PACKAGE = "src/neadigital"
CLAIMS = ("claims_numbers", "claims_gaps", "claims_fair", "claims", "claims_change", "trust")
# The tests of each file, without those that start a process or build an archive.
TESTS: dict[str, tuple[str, ...]] = {
    f"{PACKAGE}/_store.py": ("integrity", "remedies", "catalogue", "trust", "laws"),
    f"{PACKAGE}/errors.py": ("errors", "integrity"),
    f"{PACKAGE}/catalogue/places.py": ("places", "public_surface"),
    f"{PACKAGE}/catalogue/citation.py": ("citation", "public_surface"),
    f"{PACKAGE}/catalogue/__init__.py": ("catalogue", "errors", "public_surface", "laws"),
    f"{PACKAGE}/trust.py": ("trust", "public_surface", "laws", "integrity"),
    f"{PACKAGE}/catalogue/overview.py": ("overview", "public_surface"),
    f"{PACKAGE}/loaders/__init__.py": ("catalogue", "errors", "public_surface", "laws"),
    f"{PACKAGE}/schemas/_columns.py": ("build", "catalogue", "laws", "trust"),
    f"{PACKAGE}/schemas/development.py": ("build", "laws", "trust"),
    f"{PACKAGE}/claims/__init__.py": CLAIMS,
    f"{PACKAGE}/claims/numbers.py": CLAIMS,
    f"{PACKAGE}/claims/verdicts.py": CLAIMS,
    f"{PACKAGE}/claims/findings.py": CLAIMS,
    f"{PACKAGE}/claims/page.py": CLAIMS,
    f"{PACKAGE}/claims/report.py": CLAIMS,
    f"{PACKAGE}/claims/causes.py": CLAIMS,
    f"{PACKAGE}/claims/agreement.py": CLAIMS,
    f"{PACKAGE}/growth/rates.py": ("growth_rates", "growth_rules"),
    f"{PACKAGE}/growth/spans.py": ("growth_spans", "growth_rules"),
    f"{PACKAGE}/growth/elasticity.py": ("growth_elasticity", "growth_rules"),
    f"{PACKAGE}/growth/levels.py": ("growth_levels", "growth_rules"),
    f"{PACKAGE}/shares/wholes.py": ("shares_wholes", "shares_rules"),
    f"{PACKAGE}/shares/concentration.py": ("shares_concentration", "shares_rules"),
    f"{PACKAGE}/shares/ranks.py": ("shares_ranks", "shares_rules"),
    f"{PACKAGE}/divide/gaps.py": ("gaps",),
    f"{PACKAGE}/divide/dispersion.py": ("dispersion", "spread", "numerics"),
    f"{PACKAGE}/divide/spread.py": ("spread", "dispersion"),
    f"{PACKAGE}/divide/inference.py": ("inference", "resampling"),
    f"{PACKAGE}/divide/resampling.py": ("resampling", "inference"),
    f"{PACKAGE}/divide/curves.py": ("curves",),
    f"{PACKAGE}/divide/convergence.py": ("convergence",),
    f"{PACKAGE}/divide/paths.py": ("paths",),
    f"{PACKAGE}/divide/composite.py": ("composite",),
    f"{PACKAGE}/divide/normalising.py": ("normalising", "composite"),
    f"{PACKAGE}/kernels.py": ("kernels", "kernel_input"),
    **{
        f"{PACKAGE}/_engine/{name}.py": (*tests, "panel", "dispersion", "growth_rates", "shares_wholes")
        for name, tests in {
            "door": ("door", "metric_refusals"),
            "panel": ("panel",),
            "groups": ("engine_numbers",),
            "numbering": ("engine_numbers",),
            "rows": ("panel",),
            "ranking": ("shares_ranks", "composite"),
            "concordance": ("shares_ranks",),
            "lines": ("convergence", "growth_spans", "growth_elasticity"),
            "indices": ("kernels", "spread", "numerics"),
            "terms": ("kernels", "numerics"),
            "options": ("kernels", "dispersion"),
            "leave_one_out": ("leave_one_out", "inference"),
            "chunks": ("engine_numbers", "numerics"),
        }.items()
    },
    "tools/build_data.py": ("build_refusals", "build"),
    "tools/build/page.py": ("build_refusals", "build", "page"),
    "tools/build/recovered.py": ("build_refusals", "recovered", "build"),
    "tools/build/notes.py": ("build_refusals", "build"),
    "tools/build/facts.py": ("build_refusals", "build"),
    "tools/build/descriptor.py": ("build_refusals", "catalogue", "build"),
    "tools/build/docstrings.py": ("build_refusals", "build"),
    "tools/build/names.py": ("build_refusals", "build"),
}
# What is slow in itself, and no promise of one file.
LEFT_OUT = "not check_fails and not new_process and not zip and not frictionless and not valid_data_package"
# Loaded once, before a process is forked for each change.
LIBRARIES = (
    *("numpy", "pandas", "pandera.pandas", "pandera.typing", "hypothesis.extra.numpy", "jsonschema", "pybtex.database"),
    *("pytest_mpl.plugin", "_pytest.assertion.rewrite", "frictionless", "matplotlib.pyplot", "importlib_resources"),
)
# The lines of a difference that are none of the files'.
MARKS = ("--", "++", "@@")
# More processor time than any file's tests take: what does not end is noticed.
SECONDS = 300


class Change(NamedTuple):
    """A change of one file: the function, the lines as they are and as they become, and the whole text."""

    function: str
    before: str
    after: str
    text: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others, as `survivors.csv` has it."""
        return self.function, self.before, self.after


def functions(module: cst.Module, path: str) -> dict[cst.CSTNode, str]:
    """Name the functions and methods of a file as the reasons do."""
    inside = path.removeprefix(f"{PACKAGE}/").removeprefix("tools/").removesuffix(".py").replace("/", ".")
    found: dict[cst.CSTNode, str] = {}
    for node in module.body:
        if isinstance(node, cst.FunctionDef):
            found[node] = f"{inside}.{node.name.value}".replace(".__init__.", ".")
        if isinstance(node, cst.ClassDef):
            for method in node.body.body:
                if isinstance(method, cst.FunctionDef):
                    found[method] = f"{inside}.{node.name.value}.{method.name.value}".replace(".__init__.", ".", 1)
    return found


def sample(path: str, number: int, seed: int) -> tuple[int, list[Change]]:
    """Return how many changes of a file's functions mutmut knows, and some of them.

    It leaves lines that raise an error alone, as pyproject.toml asks: messages are for people.
    """
    code = (REPOSITORY / path).read_text(encoding="utf-8")
    module, mutations, _, _ = create_mutations(path, code)
    names = functions(module, path)
    every = [one for one in mutations if one.contained_by_top_level_function in names]
    chosen = random.Random(f"{seed} {path}").sample(every, min(number, len(every)))  # noqa: S311
    found = []
    for mutation in chosen:
        text = module.deep_replace(mutation.original_node, mutation.mutated_node).code  # type: ignore[arg-type]
        lines = [line for line in unified_diff(code.splitlines(), text.splitlines(), n=0) if line[:2] not in MARKS]
        before, after = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
        found.append(Change(names[mutation.contained_by_top_level_function], before, after, text))
    return len(every), found


def copy(folder: Path) -> None:
    """Copy what is tracked, with the times of its files, so that what is compiled of it stays valid."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, check=True, capture_output=True, text=True)  # noqa: S607
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / name, folder / name)


def run(folder: Path, tests: tuple[str, ...], *, compiled: bool = False) -> int:
    """Start a process that runs tests in a copy, and return its number."""
    process = os.fork()
    if process:
        return process
    # From here on this is the child, which must not return.
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        sys.dont_write_bytecode = not compiled
        os.environ["PYTHONPATH"] = str(folder / "src")
        os.chdir(folder)
        sys.path[:0] = [str(folder / "src"), str(folder / "tools"), str(folder / "tests")]
        with (folder / "output.txt").open("w") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            import pytest

            files = [f"tests/test_{name}.py" for name in dict.fromkeys(tests)]
            options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore:Module already imported"]
            code = pytest.main([*options, "-k", LEFT_OUT, *files])
        os._exit(int(code))
    except BaseException:
        os._exit(1)


def noticed(folder: Path, path: str, change: Change) -> int:
    """Put a change into a copy and start the tests of the file."""
    (folder / path).write_text(change.text, encoding="utf-8")
    return run(folder, TESTS[path])


def survivors(path: str, chosen: list[Change], folders: list[Path]) -> Iterator[Change]:
    """Yield the changes that no test notices."""
    waiting, free = list(chosen), list(folders)
    running: dict[int, tuple[Path, Change]] = {}
    while waiting or running:
        while waiting and free:
            folder, change = free.pop(), waiting.pop()
            running[noticed(folder, path, change)] = folder, change
        process, status = os.wait()
        folder, change = running.pop(process)
        # Back to what is compiled, with its time.
        shutil.copy2(REPOSITORY / path, folder / path)
        free.append(folder)
        if status == 0:
            yield change


def read(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keep(path: str, total: int, sampled: int, killed: int) -> None:
    """Put what was found in the place of the file's last sample."""
    rows = {row["file"]: row for row in read(RESULTS)} if RESULTS.exists() else {}
    rows[path] = {
        "file": path,
        "changes": str(total),
        "sampled": str(sampled),
        "killed": str(killed),
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[path]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[name] for name in TESTS if name in rows)


def page() -> str:
    """Write docs/mutation.md from what is kept."""
    rows = read(RESULTS)
    lines = [
        f"| {row['file'].removeprefix('src/neadigital/')} | {row['changes']} | {row['sampled']} | {row['killed']} "
        f"| {100 * int(row['killed']) / max(int(row['sampled']), 1):.0f} | {row['date']} |"
        for row in rows
    ]
    sums = [sum(int(row[column]) for row in rows) for column in ("changes", "sampled", "killed")]
    missing = [path.removeprefix("src/neadigital/") for path in TESTS if path not in {row["file"] for row in rows}]
    reasons: dict[str, list[str]] = {}
    for row in read(REASONS):
        reasons.setdefault(row["reason"], []).append(f"- `{row['function']}`: `{row['before']}` → `{row['after']}`")
    listed = []
    for reason, some in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        listed += ["", f"### {reason} ({len(some)})", "", *some]
    return "\n".join(
        [
            "# Mutation testing",
            "",
            "Written by `tools/sample_mutants.py` (`make mutation`): one operator, number, text, argument or",
            "assignment of a file's functions is changed at a time, as mutmut does it, and the file's tests are run.",
            "A **sample**, chosen at random, stands for all changes of a file; the date is that of its last sample.",
            "Lines that raise an error are not changed, nor what stands outside functions. The aim is that tests",
            "notice at least 90 % of each file's sample.",
            "",
            "| file | changes | sampled | noticed | noticed, % | date |",
            "|---|---:|---:|---:|---:|---|",
            *lines,
            f"| **all** | {sums[0]} | {sums[1]} | {sums[2]} | {100 * sums[2] / max(sums[1], 1):.0f} | |",
            "",
            *([f"Not sampled yet: {', '.join(missing)}.", ""] if missing else []),
            "A whole run of mutmut over the metrics, before their files were split, had 4,722 changes, of which tests",
            "noticed 97.2 %.",
            "",
            "## Changes that no test notices, and why none need",
            *listed,
            "",
        ]
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", help="parts of paths; by default all files")
    parser.add_argument("-n", "--number", type=int, default=60, help="how many changes of each file (60)")
    parser.add_argument("--seed", type=int, default=1, help="another one chooses others (1)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page here, from what is kept")
    arguments = parser.parse_args()
    paths = [path for path in TESTS if not arguments.files or any(part in path for part in arguments.files)]
    known = {(row["function"], row["before"], row["after"]) for row in read(REASONS)}
    for library in LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(library)
    unexplained = 0
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name, str(number)) for number in range(arguments.processes if arguments.number else 0)]
        for folder in folders:
            copy(folder)
        for path in paths if folders else ():
            began = time.monotonic()
            for folder in folders:
                _, status = os.waitpid(run(folder, TESTS[path], compiled=True), 0)
                if status:
                    print((folder / "output.txt").read_text()[-3000:])
                    sys.exit(f"{path}: its tests fail without any change")
            total, chosen = sample(path, arguments.number, arguments.seed)
            left = []
            for change in survivors(path, chosen, folders):
                left.append(change)
                mark = "=" if change.key in known else "?"
                unexplained += mark == "?"
                print(f"{mark} {change.function}\n  - {change.before}\n  + {change.after}", flush=True)
            killed = len(chosen) - len(left)
            keep(path, total, len(chosen), killed)
            share = 100 * killed / max(len(chosen), 1)
            print(f"{path}: {total} changes, {len(chosen)} tried, {share:.0f} % noticed", flush=True)
            print(f"  ({time.monotonic() - began:.0f} s)", flush=True)
    if arguments.write:
        arguments.write.write_text(page(), encoding="utf-8")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
