"""Make a release from the last commit: build twice, compare, check, list digests, tag.

Nothing is uploaded. After the tag the changelog has an empty section [Unreleased] again.

python tools/release.py          everything, and the tag; `make release` runs all checks first
python tools/release.py --try    the same without the tag, whatever the changelog says
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


class ReleaseError(Exception):
    """The tree cannot be released."""


def run(*command: str, cwd: Path = ROOT, umask: int = -1, **settings: str) -> str:
    """Run a command and return what it prints; raise ReleaseError with that text if it fails."""
    done = subprocess.run(  # noqa: S603
        command,
        cwd=cwd,
        umask=umask,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ReleaseError(
            f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}".rstrip()
        )
    return done.stdout


def run_module(*arguments: str) -> None:
    """Run a module of Python as a command."""
    run(sys.executable, "-m", *arguments)


def section(changelog: str, name: str) -> str:
    """Return the changelog's section of a version without its heading, or "" if there is none."""
    found = re.search(
        rf"^## \[{re.escape(name)}\][^\n]*\n(.*?)(?=^## \[|\Z)", changelog, re.M | re.S
    )
    return found[1].strip() if found else ""


def release_notes(root: Path, version: str, *, trial: bool) -> str:
    """Return the changelog's section of a version; refuse a tree that must not be released."""
    changed = run("git", "status", "--porcelain", cwd=root)
    if changed:
        raise ReleaseError(
            f"the tree is not clean:\n{changed}Commit or remove these first."
        )
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    unreleased = section(changelog, "Unreleased")
    notes = section(changelog, version)
    if trial:
        return unreleased or notes
    if unreleased:
        raise ReleaseError(
            f"CHANGELOG.md has unreleased changes; __version__ is {version}. Give them a version."
        )
    if not notes:
        raise ReleaseError(f"CHANGELOG.md has no section [{version}].")
    if run("git", "tag", "--list", f"v{version}", cwd=root):
        raise ReleaseError(
            f"the tag v{version} exists; a released version never changes."
        )
    return notes


def reopen(changelog: str, version: str) -> str:
    """Return the changelog with an empty section [Unreleased] above that of a version."""
    heading = f"## [{version}]"
    if "## [Unreleased]" in changelog:
        return changelog
    return changelog.replace(heading, f"## [Unreleased]\n\n{heading}", 1)


def build(umask: int, **settings: str) -> dict[str, bytes]:
    """Build both archives from a clone of the last commit; return their bytes by name."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        run(
            "git",
            "clone",
            "--quiet",
            "--no-hardlinks",
            str(ROOT),
            str(clone),
            umask=umask,
        )
        run(sys.executable, "-m", "build", cwd=clone, umask=umask, **settings)
        return {path.name: path.read_bytes() for path in (clone / "dist").iterdir()}


def build_twice() -> dict[str, bytes]:
    """Build under two different umasks, time zones and locales; refuse archives that differ."""
    first = build(0o022, TZ="UTC", LC_ALL="C.UTF-8")
    second = build(0o077, TZ="Asia/Ulaanbaatar", LC_ALL="C", PYTHONHASHSEED="7")
    differing = sorted(
        name
        for name in first.keys() | second.keys()
        if first.get(name) != second.get(name)
    )
    if differing:
        raise ReleaseError(
            f"two builds of the same commit differ: {', '.join(differing)}"
        )
    return first


def main(*arguments: str) -> None:
    """Fill the folder dist, and tag the commit unless this is a trial."""
    trial = "--try" in arguments
    text = (ROOT / "src/neadigital/__init__.py").read_text("utf-8")
    version = re.findall(r'^__version__ = "(.+)"$', text, re.M)[0]
    notes = release_notes(ROOT, version, trial=trial)
    archives = build_twice()
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    for name, content in archives.items():
        (dist / name).write_bytes(content)
    [wheel] = dist.glob("*.whl")
    run_module("validate_pyproject", "pyproject.toml")
    run_module(
        "twine",
        "check",
        "--strict",
        *[str(dist / name) for name in archives],
    )
    run_module("check_wheel_contents", str(wheel))
    run_module("reuse", "lint")
    (dist / "NOTES.md").write_text(notes + "\n", "utf-8")
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(dist.iterdir())
    ]
    (dist / "SHA256SUMS").write_text("".join(sums), "ascii")
    print(
        "Two builds gave the same bytes; metadata, contents and licences are in order. In dist:"
    )
    print(*sums, sep="", end="")
    if not trial:
        run(
            "git",
            "tag",
            "--annotate",
            f"v{version}",
            "--file",
            str(dist / "NOTES.md"),
            "--cleanup",
            "verbatim",
        )
        print(f"Tagged v{version}.")
        path = ROOT / "CHANGELOG.md"
        path.write_text(reopen(path.read_text("utf-8"), version), "utf-8")
        print("CHANGELOG.md has a section [Unreleased] for what comes next: commit it.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ReleaseError as error:
        sys.exit(f"release: {error}")
