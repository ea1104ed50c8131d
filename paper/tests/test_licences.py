"""A dataset's licence is declared once, in its model, and everything says the same of it."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatchcase
from typing import Any

import pytest
from support import REPOSITORY

import neadigital
from neadigital.schemas import _registry as registry
from paper.make import descriptor
from paper.make.data import inputs

NAMES = list(registry.DATASETS)
CATALOGUE = neadigital.datasets().set_index("dataset")


def read(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def about(name: str) -> dict[str, Any]:
    found: dict[str, Any] = registry.DATASETS[name].Config.metadata
    return found


def annotated(path: str) -> str:
    """Return the licence that REUSE.toml has for a file: the last annotation counts."""
    found = ""
    for entry in tomllib.loads(read("REUSE.toml"))["annotations"]:
        listed = entry["path"]
        patterns = [listed] if isinstance(listed, str) else listed
        if any(fnmatchcase(path, pattern) for pattern in patterns):
            found = entry["SPDX-License-Identifier"]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_dataset_has_one_licence_everywhere(name):
    """Catalogue, frames, descriptor, files and REUSE.toml have the licence of the model."""
    licence = about(name)["licence"]
    entry = inputs().datasets[name].entry
    built = f"src/neadigital/data/{entry['path']}"
    typed = f"paper/typed/{name}.csv"

    assert CATALOGUE.at[name, "licence"] == licence
    assert neadigital.load(name).attrs["neadigital"]["licence"] == licence
    assert entry["licenses"] == [descriptor.LICENCES[licence]]
    assert annotated(built) == licence
    if (REPOSITORY / typed).exists():
        assert annotated(typed) == licence


def line_with(text: str, part: str) -> str:
    """Return the one line of a text that has a part."""
    [line] = [line for line in text.splitlines() if part in line]
    return line


@pytest.mark.parametrize("name", NAMES)
def test_the_terms_of_a_dataset_are_one_sentence_everywhere(name):
    """Catalogue, citations, LICENSE-DATA and the page on licences say the same sentence."""
    terms = about(name)["terms"]
    listed = " ".join(read("LICENSE-DATA").split())
    cited = line_with(neadigital.cite(name), f"({name})")
    row = line_with(read("docs/citing.md"), f"`{name}`")

    assert CATALOGUE.at[name, "terms"] == terms
    assert cited.endswith(f" {terms}.")
    assert terms in neadigital.cite(name, style="bibtex")
    assert row.endswith(f"| {terms} |")
    entry = rf"- [^:]*\b{name}\b[^:]*: {re.escape(terms)}\."
    assert re.search(entry, listed)


def test_terms_of_our_own_name_their_datasets():
    """A text of terms of our own names the datasets that have these terms, and no other."""
    texts = sorted((REPOSITORY / "LICENSES").glob("LicenseRef-*.txt"))
    named = {}
    for path in texts:
        words = re.findall(r"\w+", path.read_text(encoding="utf-8"))
        named[path.stem] = set(words) & set(NAMES)
    own = {}
    for licence in named:
        is_own = CATALOGUE["licence"] == licence
        own[licence] = set(CATALOGUE.index[is_own])

    assert texts
    assert named == own
