"""The archives of a release: contents, equal bytes, and what stops a release."""

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
import release
from support import GIT, REPOSITORY, git, tracked

import neadigital

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        GIT is None, reason="an unpacked sdist has no history to compare with"
    ),
]
VERSION = neadigital.__version__


def build(
    source: Path, out: Path, *targets: str, umask: int = 0o022, **settings: str
) -> dict[str, bytes]:
    """Build archives with the given umask and environment; return their bytes by name."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    for target in targets:
        command += ["-t", target]
    subprocess.run(
        command,
        cwd=source,
        check=True,
        capture_output=True,
        umask=umask,
        env=os.environ | settings,
    )
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_wheel_holds_what_is_tracked(archives: dict[str, Path]) -> None:
    """The wheel holds the tracked files of the package and its licences, and nothing else."""
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        names = set(wheel.namelist())
    committed = {path.removeprefix("src/") for path in tracked("src")}
    information = f"neadigital-{VERSION}.dist-info"
    metadata = {
        "METADATA",
        "WHEEL",
        "RECORD",
        "entry_points.txt",
        "licenses/LICENSE",
        "licenses/LICENSE-DATA",
    }
    metadata |= {f"licenses/{path}" for path in tracked("LICENSES")}

    assert "neadigital/py.typed" in names
    assert names == committed | {f"{information}/{name}" for name in metadata}


def test_sdist_holds_what_a_builder_needs(archives: dict[str, Path]) -> None:
    """The sdist has each tracked file but hidden ones, so that its tests can be run."""
    with tarfile.open(archives["sdist"]) as sdist:
        names = {
            member.name.partition("/")[2]
            for member in sdist.getmembers()
            if member.isfile()
        }
    needed = {path for path in tracked() if not path.startswith(".")}

    assert names - {".gitignore"} == needed | {"PKG-INFO"}


STRAYS = [
    ".env",
    "docs/secret.env",
    "src/neadigital/.env",
    "src/neadigital/.ipynb_checkpoints/growth.py",
    "src/neadigital/data/private.csv",
    "src/neadigital/growth.py~",
    "src/neadigital/id_rsa",
    "tools/id_rsa",
]


def test_strays_are_not_shipped(
    checkout: Path, archives: dict[str, Path], tmp_path: Path
) -> None:
    """A working folder with private, hidden and linked files gives the archives of a clean one."""
    source = tmp_path / "source"
    shutil.copytree(checkout, source, ignore=shutil.ignore_patterns(".git"))
    for stray in STRAYS:
        (source / stray).parent.mkdir(exist_ok=True)
        (source / stray).write_text("secret")
    (source / "src/neadigital/data/link.csv").symlink_to(tmp_path / "elsewhere.csv")
    (tmp_path / "elsewhere.csv").write_text("secret")

    built = build(source, tmp_path / "out")

    assert built == {path.name: path.read_bytes() for path in archives.values()}


@pytest.mark.parametrize("link", ["tests/link.csv", "src/neadigital/folder"])
def test_links_stop_a_build(link: str, checkout: Path, tmp_path: Path) -> None:
    """A link to a file or folder outside, where files ship, stops the build with its name."""
    source, outside = tmp_path / "source", tmp_path / "outside"
    shutil.copytree(checkout, source, ignore=shutil.ignore_patterns(".git"))
    outside.mkdir()
    (outside / "secret.py").write_text("secret")
    outside = outside if link.endswith("folder") else outside / "secret.py"
    (source / link).symlink_to(outside)

    with pytest.raises(subprocess.CalledProcessError) as stopped:
        build(source, tmp_path / "out")

    assert (
        f"Remove them or copy what they lead to: {link}"
        in stopped.value.stderr.decode()
    )


def test_archives_are_reproducible(
    archives: dict[str, Path], checkout: Path, tmp_path: Path
) -> None:
    """Both archives have the same bytes for another folder, time, umask, time zone and locale."""
    source = tmp_path / "source"
    shutil.copytree(checkout, source, ignore=shutil.ignore_patterns(".git"))
    for path in source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700 if path.is_dir() else 0o600)

    again = build(
        source,
        tmp_path / "out",
        umask=0o077,
        TZ="Asia/Ulaanbaatar",
        LC_ALL="C",
        PYTHONHASHSEED="7",
    )

    assert again == {path.name: path.read_bytes() for path in archives.values()}


def test_the_build_backend_is_the_one_that_is_tested() -> None:
    """The build requires exactly the backend that the tests use."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())

    assert set(project["build-system"]["requires"]) <= set(
        project["dependency-groups"]["test"]
    )


def test_a_windows_checkout_loads(
    checkout: Path, archives: dict[str, Path], tmp_path: Path, python
) -> None:
    """A clone whose line ends git converts builds the same wheel, and loads."""
    clone = tmp_path / "clone"
    git(
        "-c",
        "core.autocrlf=true",
        "clone",
        "-q",
        "--config",
        "core.autocrlf=true",
        str(checkout),
        str(clone),
    )
    differing = [
        path
        for path in tracked()
        if (clone / path).read_bytes() != (REPOSITORY / path).read_bytes()
    ]

    assert differing == []

    wheels = build(clone, tmp_path / "out", "wheel")

    assert wheels == {archives["wheel"].name: archives["wheel"].read_bytes()}

    site = tmp_path / "site"
    with zipfile.ZipFile(tmp_path / "out" / archives["wheel"].name) as wheel:
        wheel.extractall(site)  # noqa: S202
    result = python(
        "import neadigital; print(neadigital.__file__, len(neadigital.growth_rates()))",
        path=site,
    )

    assert result.stdout.split() == [str(site / "neadigital" / "__init__.py"), "20"], (
        result.stderr
    )


@pytest.fixture
def tree(checkout: Path, tmp_path: Path) -> Path:
    """A clone whose changelog has a section for this version and no unreleased changes."""
    clone = tmp_path / "tree"
    git("clone", "-q", str(checkout), str(clone))
    commit(
        clone,
        "# Changelog\n\n## [Unreleased]\n\n"
        f"## [{VERSION}] - 2026-11-25\n\n### Added\n\n- The data.\n",
    )
    return clone


def commit(tree: Path, changelog: str) -> None:
    (tree / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    git("commit", "-q", "--all", "-m", "Another changelog", cwd=tree)


def test_a_clean_tree_gives_its_notes(tree: Path) -> None:
    """From a clean tree the notes are the changelog's section of the version."""
    assert (
        release.release_notes(tree, VERSION, trial=False) == "### Added\n\n- The data."
    )


def test_a_changed_tree_is_refused(tree: Path) -> None:
    """A file that is changed or not committed stops the release with an error that names it."""
    (tree / "draft.txt").write_text("not yet")

    with pytest.raises(release.ReleaseError, match=r"not clean:\n.*draft\.txt"):
        release.release_notes(tree, VERSION, trial=True)


def test_unreleased_changes_are_refused(tree: Path) -> None:
    """Unreleased changes stop the release; for a trial they are the notes."""
    commit(tree, "## [Unreleased]\n\n- A change.\n")

    assert release.release_notes(tree, VERSION, trial=True) == "- A change."
    with pytest.raises(release.ReleaseError, match="unreleased changes"):
        release.release_notes(tree, VERSION, trial=False)


def test_a_version_is_released_once(tree: Path) -> None:
    """A version already tagged, or missing from the changelog, stops the release."""
    git("tag", f"v{VERSION}", cwd=tree)

    with pytest.raises(release.ReleaseError, match="never changes"):
        release.release_notes(tree, VERSION, trial=False)
    with pytest.raises(release.ReleaseError, match=r"no section \[9\.9\.9\]"):
        release.release_notes(tree, "9.9.9", trial=False)


def test_builds_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds that differ by a byte stop the release with an error that names the archive."""
    contents = iter(
        [{"a.whl": b"1", "b.tar.gz": b"1"}, {"a.whl": b"1", "b.tar.gz": b"2"}]
    )
    monkeypatch.setattr(release, "build", lambda *_, **__: next(contents))

    with pytest.raises(release.ReleaseError, match=r"differ: b\.tar\.gz"):
        release.build_twice()
