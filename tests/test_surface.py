"""What users rely on: public names, commands, and data that change with a word only."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from support import GIT, REPOSITORY, git

import neadigital
from neadigital.__main__ import parser

MODULES = (
    "growth",
    "shares",
    "divide",
    "inequality",
    "consistency",
    "plot",
    "schemas",
    "errors",
)
#: Each command of the shell with its arguments. Whoever changes it changes what scripts call.
TYPED = """
list --format
about name
show name --as-printed --edition --all --format
find number --economy --dataset --format
notes name --errata --format
audit --format
cite names --style --economy --place --year --period --indicator --edition --column
export directory --format
"""
DESCRIPTOR = "src/neadigital/data/datapackage.json"
Descriptor = dict[str, Any]


@pytest.mark.parametrize("name", MODULES)
def test_each_listed_name_is_there(name):
    """A public module lists its public names, and each can be imported."""
    module = importlib.import_module(f"neadigital.{name}")

    assert module.__all__
    assert [each for each in module.__all__ if not hasattr(module, each)] == []


def test_an_unknown_name_is_refused():
    """An unknown name is an AttributeError for which Python can suggest the nearest name."""
    with pytest.raises(AttributeError) as error:
        neadigital.__getattr__("growth_rate")

    assert (error.value.name, error.value.obj) == ("growth_rate", neadigital)


def test_commands_and_their_arguments_stay():
    """The shell has the commands and arguments of this list; `check` has its own page."""
    [commands] = (
        action.choices
        for action in parser("list")._actions
        if action.dest == "==SUPPRESS=="
    )
    found = {
        name: [
            (action.option_strings or [action.dest])[0] for action in one._actions[1:]
        ]
        for name, one in commands.items()
        if name != "check"
    }

    assert found == {
        name: arguments for name, *arguments in map(str.split, TYPED.split("\n")[1:-1])
    }


def columns(resource: Descriptor) -> dict[str, str]:
    """Return the columns of a table and their types."""
    return {field["name"]: field["dtype"] for field in resource["schema"]["fields"]}


def tables(package: Descriptor) -> dict[str, Descriptor]:
    """Return the tables by name, those as printed too, which the changelog names as the dataset."""
    return {
        resource["name"]: resource
        for resource in package["resources"]
        if resource["kind"] != "printed"
    }


def changes(
    before: Descriptor, now: Descriptor
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the changelog has to name: the heading, and the words of its entry."""
    old, new = tables(before), tables(now)
    for name in old.keys() ^ new.keys():
        if (old | new)[name]["kind"] != "as_printed":
            yield ("Breaks" if name in old else "New"), (name,)
    for table in old.keys() & new.keys():
        name = table.removesuffix("_as_printed")
        had, has = columns(old[table]), columns(new[table])
        moved_or_gone = [one for one in had if had[one] != has.get(one)]
        yield from (("Breaks", (name, column)) for column in moved_or_gone)
        yield from (("New", (name, column)) for column in has.keys() - had.keys())
        if list(has)[: len(had)] != list(had) and not moved_or_gone:
            yield "Breaks", (name,)
        # A new column changes the file too, and is named as new. What is said about the data
        # follows from them.
        is_datum = new[table]["kind"] != "about" and has == had
        if is_datum and old[table]["hash"] != new[table]["hash"]:
            yield "Data", (name,)


def unnamed(
    before: Descriptor, now: Descriptor, news: str
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the changes that no entry of a changelog names below their heading."""
    entries: dict[str, list[str]] = {}
    for part in re.split(r"^### ", news, flags=re.M)[1:]:
        heading, _, text = part.partition("\n")
        entries[heading] = re.split(r"^(?:- |\|)", text, flags=re.M)
    return sorted(
        (heading, words)
        for heading, words in set(changes(before, now))
        if not any(
            all(re.search(rf"\b{word}\b", entry) for word in words)
            for entry in entries.get(heading, [])
        )
    )


def last_tag() -> str:
    """Return the tag of the last release, "" before the first."""
    return git("tag", "--list", "v*", "--sort=-v:refname").partition("\n")[0]


@pytest.mark.skipif(
    GIT is None or not last_tag(), reason="there is no release to compare with"
)
def test_the_changelog_names_what_changed_since_the_last_release():
    """Tables, columns, types and values are those of the last release, or are named."""
    tag = last_tag()
    before = json.loads(git("show", f"{tag}:{DESCRIPTOR}"))
    now = json.loads((REPOSITORY / DESCRIPTOR).read_text(encoding="utf-8"))
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    news, *_ = changelog.partition(f"\n## [{tag.removeprefix('v')}]")

    missing = [
        f"{heading}: {' '.join(words)}" for heading, words in unnamed(before, now, news)
    ]
    assert not missing, (
        "CHANGELOG.md names below [Unreleased] none of these:\n" + "\n".join(missing)
    )


def a_table(digest: str, **types: str) -> Descriptor:
    fields = [{"name": name, "dtype": dtype} for name, dtype in types.items()]
    kinds = {"ranks": "dataset", "ranks_as_printed": "as_printed"}
    tables = [
        {"name": name, "kind": kind, "hash": digest, "schema": {"fields": fields}}
        for name, kind in kinds.items()
    ]
    return {"resources": tables}


@pytest.mark.parametrize(
    ("now", "heading", "words"),
    [
        (a_table("2", year="int64", rank="Int64"), "Data", ["ranks"]),
        (a_table("2", year="int64"), "Breaks", ["ranks", "rank"]),
        (a_table("1", year="int64", rank="float64"), "Breaks", ["ranks", "rank"]),
        (a_table("1", rank="Int64", year="int64"), "Breaks", ["ranks"]),
        (
            a_table("2", year="int64", rank="Int64", score="float64"),
            "New",
            ["ranks", "score"],
        ),
        ({"resources": []}, "Breaks", ["ranks"]),
    ],
)
def test_each_change_needs_an_entry_below_its_heading(now, heading, words):
    """A changed file is a datum, a column that left or moved a break, a further one new."""
    before = a_table("1", year="int64", rank="Int64")
    named = f"### {heading}\n\n- {': '.join(words)} of another kind\n"

    assert unnamed(before, now, "### Fixed\n\n- ranks and rank\n") == [
        (heading, tuple(words))
    ]
    assert unnamed(before, now, named) == []
