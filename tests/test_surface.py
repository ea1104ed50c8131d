"""What users rely on: data that change with a word only."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from support import GIT, git, text_of

DESCRIPTOR = "src/neadigital/data/datapackage.json"


def columns(package: Any) -> set[tuple[str, int, str, str]]:
    """Return each column of each table with its place and its type."""
    found = set()
    for table in package["resources"]:
        for place, field in enumerate(table["schema"]["fields"]):
            found.add((named(table), place, field["name"], field["dtype"]))
    return found


def named(table: Any) -> str:
    """Return how the changelog names a table: one as printed is named as its dataset."""
    return str(table["name"]).removesuffix("_as_printed")


def changes(before: Any, now: Any) -> dict[str, set[str]]:
    """Return the tables that the changelog has to name below each heading."""
    had, has = columns(before), columns(now)
    known = {(table, column) for table, _, column, _ in had}
    new = {table for table, _, column, _ in has if (table, column) not in known}
    old = {table for table, *_ in had}
    digests = {table["hash"] for table in before["resources"]}
    other = {
        named(table)
        for table in now["resources"]
        # What is said about the data follows from them.
        if table["kind"] != "about" and table["hash"] not in digests
    }
    return {
        "Breaks": {table for table, *_ in had - has},
        "New": new,
        "Data": (other & old) - new,
    }


def last_tag() -> str:
    """Return the tag of the last release, "" before the first."""
    return git("tag", "--list", "v*", "--sort=-v:refname").partition("\n")[0]


@pytest.mark.skipif(
    GIT is None or not last_tag(), reason="there is no release to compare with"
)
def test_the_changelog_names_what_changed_since_the_last_release():
    """Tables, columns, types and values are those of the last release, or are named."""
    tag = last_tag()
    released = git("show", f"{tag}:{DESCRIPTOR}")
    needed = changes(json.loads(released), json.loads(text_of(DESCRIPTOR)))
    changelog = text_of("CHANGELOG.md")
    heading = f"\n## [{tag.removeprefix('v')}]"
    news, *_ = changelog.partition(heading)
    below = re.findall(r"^### (\w+)$(.*?)(?=^### |\Z)", news, re.M | re.S)
    sections = dict(below)
    missing = []
    for section, tables in needed.items():
        said = re.findall(r"\w+", sections.get(section, ""))
        left = tables.difference(said)
        missing += [f"{section}: {table}" for table in sorted(left)]

    assert not missing, "CHANGELOG.md does not name these:\n" + "\n".join(missing)
