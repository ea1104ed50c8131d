"""The tool that makes a release refuses what is not fit to be one."""

from __future__ import annotations

from pathlib import Path

import pytest
import release
from support import GIT, git

pytestmark = pytest.mark.skipif(GIT is None, reason="an unpacked sdist has no history to release from")


@pytest.fixture
def tree(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone whose changelog has no unreleased changes, for the tool to work in."""
    clone = tmp_path / "tree"
    git("clone", "-q", str(checkout), str(clone))
    monkeypatch.setattr(release, "REPOSITORY", clone)
    changelog = clone / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    changelog.write_text(text.replace(release.section(text, "Unreleased"), ""), encoding="utf-8")
    git("commit", "-q", "--all", "--allow-empty", "-m", "Nothing unreleased", cwd=clone)
    return clone


def test_a_clean_tree_gives_its_notes(tree: Path) -> None:
    """From a clean tree without unreleased changes the notes are the changelog's section of the version."""
    notes = release.check_tree(release.version(), trial=False)

    assert notes.startswith("### ")
    assert "\n## [" not in notes


def test_a_changed_tree_is_refused(tree: Path) -> None:
    """A file that is changed or not committed stops the release and is named."""
    (tree / "draft.txt").write_text("not yet")

    with pytest.raises(release.ReleaseError, match=r"not clean:\n.*draft\.txt"):
        release.check_tree(release.version(), trial=False)


def test_unreleased_changes_are_refused(tree: Path) -> None:
    """Changes without a version stop the release, and are the notes of a trial."""
    changelog = tree / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    changelog.write_text(text.replace("## [Unreleased]\n", "## [Unreleased]\n\n- A change.\n"), encoding="utf-8")
    git("commit", "-q", "--all", "-m", "A change", cwd=tree)

    assert release.check_tree(release.version(), trial=True) == "- A change."

    with pytest.raises(release.ReleaseError, match="unreleased changes"):
        release.check_tree(release.version(), trial=False)


def test_a_version_is_released_once(tree: Path) -> None:
    """A version that is tagged, or that the changelog does not know, stops the release."""
    with pytest.raises(release.ReleaseError, match=r"no section \[9\.9\.9\]"):
        release.check_tree("9.9.9", trial=False)

    git("tag", f"v{release.version()}", cwd=tree)
    with pytest.raises(release.ReleaseError, match="never changes"):
        release.check_tree(release.version(), trial=False)


def test_builds_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds that are not the same to the byte stop the release, and the archive is named."""
    contents = iter([{"a.whl": b"1", "b.tar.gz": b"1"}, {"a.whl": b"1", "b.tar.gz": b"2"}])
    monkeypatch.setattr(release, "build", lambda *_, **__: next(contents))

    with pytest.raises(release.ReleaseError, match=r"differ: b\.tar\.gz"):
        release.build_twice()
