"""The archives of a release, and what stops a release."""

from __future__ import annotations

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


def test_wheel_holds_what_is_tracked(archives):
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
    # LICENSE is the text of the MIT licence already.
    texts = set(tracked("LICENSES")) - {"LICENSES/MIT.txt"}
    metadata |= {f"licenses/{path}" for path in texts}

    assert "neadigital/py.typed" in names
    assert names == committed | {f"{information}/{name}" for name in metadata}


def test_sdist_holds_what_a_builder_needs(archives):
    """The sdist has each tracked file but hidden ones, so that its tests can be run."""
    with tarfile.open(archives["sdist"]) as sdist:
        names = {
            member.name.partition("/")[2]
            for member in sdist.getmembers()
            if member.isfile()
        }
    needed = {path for path in tracked() if not path.startswith(".")}

    assert names - {".gitignore"} == needed | {"PKG-INFO"}


def test_the_build_backend_is_the_one_that_is_tested():
    """The build requires exactly the backend that the tests use."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())

    assert set(project["build-system"]["requires"]) <= set(
        project["dependency-groups"]["test"]
    )


def test_a_windows_checkout_has_the_same_bytes(checkout, tmp_path):
    """A clone whose line ends git converts has the same bytes in each file."""
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


def test_a_clean_tree_gives_its_notes(tree):
    """From a clean tree the notes are the changelog's section of the version."""
    assert (
        release.release_notes(tree, VERSION, trial=False) == "### Added\n\n- The data."
    )


def test_a_changed_tree_is_refused(tree):
    """A file that is changed or not committed stops the release with an error that names it."""
    (tree / "draft.txt").write_text("not yet")

    with pytest.raises(release.ReleaseError, match=r"not clean:\n.*draft\.txt"):
        release.release_notes(tree, VERSION, trial=True)


def test_unreleased_changes_are_refused(tree):
    """Unreleased changes stop the release; for a trial they are the notes."""
    commit(tree, "## [Unreleased]\n\n- A change.\n")

    assert release.release_notes(tree, VERSION, trial=True) == "- A change."
    with pytest.raises(release.ReleaseError, match="unreleased changes"):
        release.release_notes(tree, VERSION, trial=False)


def test_a_version_is_released_once(tree):
    """A version already tagged, or missing from the changelog, stops the release."""
    git("tag", f"v{VERSION}", cwd=tree)

    with pytest.raises(release.ReleaseError, match="never changes"):
        release.release_notes(tree, VERSION, trial=False)
    with pytest.raises(release.ReleaseError, match=r"no section \[9\.9\.9\]"):
        release.release_notes(tree, "9.9.9", trial=False)


def test_the_changelog_is_open_again_after_a_release():
    """After a release there is one empty section for changes to come."""
    text = f"# Changelog\n\n## [{VERSION}] - 2026-11-25\n\n- The data.\n"
    reopened = release.reopen(text, VERSION)

    assert f"\n\n## [Unreleased]\n\n## [{VERSION}] - 2026-11-25\n" in reopened
    assert release.section(reopened, "Unreleased") == ""
    assert release.reopen(reopened, VERSION) == reopened


def test_builds_that_differ_are_refused(monkeypatch):
    """Two builds that differ by a byte stop the release with an error that names the archive."""
    contents = iter(
        [{"a.whl": b"1", "b.tar.gz": b"1"}, {"a.whl": b"1", "b.tar.gz": b"2"}]
    )
    monkeypatch.setattr(release, "build", lambda *_, **__: next(contents))

    with pytest.raises(release.ReleaseError, match=r"differ: b\.tar\.gz"):
        release.build_twice()
