"""Make a release from a clean tree: build twice, check, list digests and parts, write notes, tag. Nothing is uploaded.

    python tools/release.py          everything, and the tag
    python tools/release.py --try    the same without a tag, and with unreleased changes in the changelog

`make release` runs all checks of the project before.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


class ReleaseError(Exception):
    """The tree is not fit to be released."""


def run(*command: str, cwd: Path | None = None, umask: int = -1, **settings: str) -> str:
    """Run a command; what it prints is the error if it fails."""
    done = subprocess.run(  # noqa: S603
        command,
        cwd=cwd or REPOSITORY,
        umask=umask,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ReleaseError(f"{' '.join(command[:4])} failed:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


def version() -> str:
    """Return the version that the package states."""
    found = re.search(r'^__version__ = "(.+)"$', (REPOSITORY / "src/neadigital/__init__.py").read_text("utf-8"), re.M)
    if not found:
        raise ReleaseError("src/neadigital/__init__.py states no __version__")
    return found[1]


def section(changelog: str, name: str) -> str:
    """Return the changelog's section of a version, without its heading; empty if there is none."""
    found = re.search(rf"^## \[{re.escape(name)}\][^\n]*\n(.*?)(?=^## \[|\Z)", changelog, re.M | re.S)
    return found[1].strip() if found else ""


def check_tree(release: str, *, trial: bool) -> str:
    """Refuse a tree that is not what a release is made from; return the release's notes."""
    changed = run("git", "status", "--porcelain")
    if changed:
        raise ReleaseError(f"the tree is not clean:\n{changed}Commit or remove these first.")
    changelog = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    unreleased, notes = section(changelog, "Unreleased"), section(changelog, release)
    if trial:
        return unreleased or notes
    if unreleased:
        raise ReleaseError(
            f"CHANGELOG.md has unreleased changes. Give them a version and a date, and set __version__, now {release}."
        )
    if not notes:
        raise ReleaseError(f"CHANGELOG.md has no section [{release}].")
    if run("git", "tag", "--list", f"v{release}"):
        raise ReleaseError(f"there is a tag v{release} already; a released version never changes.")
    return notes


def build(folder: Path, umask: int, **settings: str) -> dict[str, bytes]:
    """Build both archives from a clone of the last commit, in an environment of its own; their bytes by name."""
    clone, out = folder / "clone", folder / "out"
    run("git", "clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(clone), umask=umask)
    run(sys.executable, "-m", "hatchling", "build", "-d", str(out), cwd=clone, umask=umask, **settings)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def build_twice() -> dict[str, bytes]:
    """Build in two unlike environments; refuse archives that differ."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        first = build(Path(one), 0o022, TZ="UTC", LC_ALL="C.UTF-8")
        second = build(Path(two), 0o077, TZ="Asia/Ulaanbaatar", LC_ALL="C", PYTHONHASHSEED="7")
    differing = [name for name in first if first[name] != second.get(name)]
    if differing or set(first) != set(second):
        raise ReleaseError(f"two builds of the same commit differ: {', '.join(differing) or 'in their names'}")
    return first


def write_parts(target: Path) -> None:
    """Write the list of parts (CycloneDX) of an environment that holds the package and what it needs at run time."""
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, "-m", "venv", folder)
        python = f"{folder}/bin/python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(REPOSITORY))
        run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools", "pip")
        project = ("--pyproject", str(REPOSITORY / "pyproject.toml"), "--mc-type", "library")
        options = ("--output-reproducible", "--output-format", "JSON", "--output-file", str(target))
        run(sys.executable, "-m", "cyclonedx_py", "environment", *project, *options, python)


def release(out: Path, *, trial: bool) -> None:
    """Make the folder of a release, and tag it unless it is a trial."""
    number = version()
    notes = check_tree(number, trial=trial)
    print(f"release {number}: the tree is clean, at {run('git', 'rev-parse', '--short', 'HEAD').strip()}")
    required = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    if not set(required) <= set((REPOSITORY / "requirements-release.txt").read_text("utf-8").split()):
        raise ReleaseError(f"requirements-release.txt has another build backend than {required}")
    archives = build_twice()
    print("two builds, of unlike umask, zone and locale, give the same bytes")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for name, content in archives.items():
        (out / name).write_bytes(content)
    files = [str(out / name) for name in archives]
    wheel = next(name for name in files if name.endswith(".whl"))
    run(sys.executable, "-m", "validate_pyproject", "pyproject.toml")
    run(sys.executable, "-m", "twine", "check", "--strict", *files)
    run(sys.executable, "-m", "check_wheel_contents", wheel)
    run(sys.executable, "-m", "reuse", "lint")
    print("pyproject.toml, metadata, the wheel's contents and all licences are in order")
    write_parts(out / f"neadigital-{number}.cdx.json")
    (out / "NOTES.md").write_text(notes + "\n", encoding="utf-8")
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(out.iterdir())]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="ascii")
    if not trial:
        run("git", "tag", "--annotate", f"v{number}", "--file", str(out / "NOTES.md"), "--cleanup", "verbatim")
        print(f"tagged v{number}")
    for path in sorted(out.iterdir()):
        print(f"{path.stat().st_size:>9}  {path.name}")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--try", dest="trial", action="store_true", help="no tag; unreleased changes are allowed")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "dist", help="folder to write, by default dist")
    arguments = parser.parse_args()
    try:
        release(arguments.out, trial=arguments.trial)
    except ReleaseError as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
