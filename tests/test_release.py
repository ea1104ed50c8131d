"""The archives that are released: what they hold, and that they are the same wherever they are built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from support import GIT, REPOSITORY, git, tracked

import neadigital

pytestmark = pytest.mark.skipif(GIT is None, reason="an unpacked sdist has no history to compare with")


def build(source: Path, out: Path, *targets: str, umask: int = 0o022, **settings: str) -> dict[str, bytes]:
    """Build archives in a process with its own umask and environment; their bytes by name."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    for target in targets:
        command += ["-t", target]
    subprocess.run(command, cwd=source, check=True, capture_output=True, umask=umask, env=os.environ | settings)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_wheel_holds_what_is_tracked(archives: dict[str, Path]) -> None:
    """The wheel holds the tracked files of the package and both licences, and nothing else."""
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        names = set(wheel.namelist())
    committed = {path.removeprefix("src/") for path in tracked("src")}
    information = f"neadigital-{neadigital.__version__}.dist-info"
    metadata = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSE-DATA"}

    assert "neadigital/py.typed" in names
    assert names == committed | {f"{information}/{name}" for name in metadata}


def test_wheel_is_light(archives: dict[str, Path]) -> None:
    """The wheel stays below 370 KB, past the 220 KB that were meant (docs/design.md)."""
    assert archives["wheel"].stat().st_size <= 370_000


def test_sdist_holds_what_a_builder_needs(archives: dict[str, Path]) -> None:
    """The sdist holds sources, data, tools and tests, and only what is tracked."""
    with tarfile.open(archives["sdist"]) as sdist:
        names = {member.name.partition("/")[2] for member in sdist.getmembers() if member.isfile()}

    for path in (
        "pyproject.toml",
        "src/neadigital/data/datapackage.json",
        "tools/build_data.py",
        "tools/only_tracked.py",
        "tests/spot_checks.csv",
        "CHANGELOG.md",
        "LICENSE-DATA",
        "Makefile",
    ):
        assert path in names
    assert names - set(tracked()) == {"PKG-INFO"}


@pytest.mark.parametrize("stray", ["src/neadigital/.env", "src/neadigital/data/draft.csv"])
def test_an_untracked_file_is_not_shipped(stray: str, checkout: Path, tmp_path: Path) -> None:
    """A build refuses, by name, a file in the package that git does not track."""
    (checkout / stray).write_text("SECRET=1\n")
    try:
        with pytest.raises(subprocess.CalledProcessError) as refused:
            build(checkout, tmp_path, "wheel")
    finally:
        (checkout / stray).unlink()

    assert stray in refused.value.stderr.decode()


def test_archives_are_reproducible(archives: dict[str, Path], checkout: Path, tmp_path: Path) -> None:
    """Another folder, time, umask, zone and locale give the same bytes, of the wheel and of the sdist."""
    source = tmp_path / "source"
    shutil.copytree(checkout, source, ignore=shutil.ignore_patterns(".git"))
    for path in source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700 if path.is_dir() else 0o600)

    again = build(source, tmp_path / "out", umask=0o077, TZ="Asia/Ulaanbaatar", LC_ALL="C", PYTHONHASHSEED="7")

    assert again == {path.name: path.read_bytes() for path in archives.values()}


def test_the_build_backend_is_the_one_that_is_tested() -> None:
    """The build asks for exactly the backend that the development tools have."""
    required = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["build-system"]["requires"]

    assert set(required) <= set((REPOSITORY / "requirements-dev.txt").read_text().split())


def test_a_windows_checkout_loads(checkout: Path, archives: dict[str, Path], tmp_path: Path, python) -> None:  # type: ignore[no-untyped-def]
    """A clone by a git that turns line ends, as on Windows, has the same bytes, builds the same wheel and loads."""
    clone = tmp_path / "clone"
    git("-c", "core.autocrlf=true", "clone", "-q", "--config", "core.autocrlf=true", str(checkout), str(clone))
    differing = [path for path in tracked() if (clone / path).read_bytes() != (REPOSITORY / path).read_bytes()]

    assert differing == []

    wheels = build(clone, tmp_path / "out", "wheel")

    assert wheels == {archives["wheel"].name: archives["wheel"].read_bytes()}

    site = tmp_path / "site"
    with zipfile.ZipFile(tmp_path / "out" / archives["wheel"].name) as wheel:
        wheel.extractall(site)  # noqa: S202
    result = python("import neadigital; print(neadigital.__file__, len(neadigital.growth_rates()))", path=site)

    assert result.stdout.split() == [str(site / "neadigital" / "__init__.py"), "20"], result.stderr
