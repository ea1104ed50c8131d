"""What users rely on: public names, commands, and data that change with a word only."""

from __future__ import annotations

import importlib
import inspect
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
    """A public module lists its public names, and help says of each function that it is there."""
    module = importlib.import_module(f"neadigital.{name}")
    public = [getattr(module, each) for each in module.__all__]
    functions = [each for each in public if inspect.isfunction(each)]

    assert public
    assert {each.__module__ for each in functions} <= {module.__name__}


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


def changes(before: Descriptor, now: Descriptor) -> Iterator[tuple[str, str]]:
    """Yield what the changelog has to name: the heading, and the table with its new column."""
    old, new = (
        {one["name"]: one for one in package["resources"] if one["kind"] != "printed"}
        for package in (before, now)
    )
    # A table as printed is named as its dataset.
    for name in old.keys() ^ new.keys():
        yield ("Breaks" if name in old else "New"), name.removesuffix("_as_printed")
    for name in old.keys() & new.keys():
        had, has = (
            {field["name"]: field["dtype"] for field in resource["schema"]["fields"]}
            for resource in (old[name], new[name])
        )
        named = name.removesuffix("_as_printed")
        if list(has.items())[: len(had)] != list(had.items()):
            yield "Breaks", named
        elif has != had:
            yield "New", " ".join([named, *list(has)[len(had) :]])
        # What is said about the data follows from them.
        elif old[name]["hash"] != new[name]["hash"] and new[name]["kind"] != "about":
            yield "Data", named


def unnamed(before: Descriptor, now: Descriptor, news: str) -> list[str]:
    """Return the changes that a changelog does not name below their heading."""
    said = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", news, re.M | re.S))
    return sorted(
        f"{heading}: {name}"
        for heading, name in set(changes(before, now))
        if {*name.split()} - {*re.findall(r"\w+", said.get(heading, ""))}
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

    missing = unnamed(before, now, news)
    assert not missing, (
        "CHANGELOG.md names below [Unreleased] none of these:\n" + "\n".join(missing)
    )


def a_table(digest: str, **types: str) -> Descriptor:
    fields = [{"name": name, "dtype": dtype} for name, dtype in types.items()]
    table = {"name": "ranks", "kind": "dataset", "hash": digest}
    return {"resources": [table | {"schema": {"fields": fields}}]}


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (a_table("2", year="int64", rank="Int64"), "Data: ranks"),
        (a_table("2", year="int64"), "Breaks: ranks"),
        (a_table("1", year="int64", rank="float64"), "Breaks: ranks"),
        (a_table("1", rank="Int64", year="int64"), "Breaks: ranks"),
        (
            a_table("2", year="int64", rank="Int64", score="float64"),
            "New: ranks score",
        ),
        ({"resources": []}, "Breaks: ranks"),
    ],
)
def test_each_change_needs_an_entry_below_its_heading(now, change):
    """A changed file is a datum, a column that left or moved a break, a further one new."""
    before = a_table("1", year="int64", rank="Int64")
    heading, _, words = change.partition(": ")

    assert unnamed(before, now, "### Fixed\n\n- ranks and score\n") == [change]
    assert unnamed(before, now, f"### {heading}\n\n- `{words}`: other\n") == []
