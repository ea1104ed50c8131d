"""Read what a model declares of its dataset, and write the licences that follow from it."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from neadigital import _loaders
from neadigital.schemas._registry import DATASETS
from paper.rows.models import Model
from paper.rows.page import REPOSITORY, BuildError, Files

Declared = Mapping[str, Any]

# What a dataset may be used under. Where no licence of the publisher was seen that allows more,
# single numbers are quoted as facts, and LICENSES/ says so in a file of that name.
LICENCES = {
    "CC-BY-4.0": {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0 International",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
    "LicenseRef-Facts-from-UN": {
        "name": "LicenseRef-Facts-from-UN",
        "title": "Numbers of the United Nations, quoted as facts",
        "path": "https://publicadministration.un.org/egovkb",
    },
    "LicenseRef-Facts-from-ITU": {
        "name": "LicenseRef-Facts-from-ITU",
        "title": "Numbers of ITU, quoted as facts",
        "path": "https://www.itu.int/en/ITU-D/Cybersecurity/Pages/global-cybersecurity-index.aspx",
    },
}
# The publishers of whose numbers we know that they may be passed on.
LICENSED = ("World Bank",)

# What the metadata of a dataset's model must have, and what else it may have.
REQUIRED = {"topic", "source", "licence", "chart"}
OF_PAPER = {"quotes"}
OF_PUBLISHER = {"publisher", "copyright"}
OPTIONAL = {
    "code",
    "default_edition",
    "figures",
    "prose",
    "series_of",
    "sources",
    "tables",
    "terms",
}


def problems(name: str, model: Model) -> list[str]:
    """Say what the declaration of a dataset lacks, and which of its words are unknown."""
    about: Declared = getattr(model.Config, "metadata", {})
    where = f"metadata of {model.__name__}"
    # A dataset is the paper's, or it is a publisher's own and in no table of the paper.
    required = REQUIRED | (OF_PUBLISHER if "publisher" in about else OF_PAPER)
    found = [f"{where} lacks {key!r}" for key in sorted(required - set(about))]
    unknown = set(about) - required - OPTIONAL
    found += [f"{where}: {key!r} is unknown" for key in sorted(unknown)]
    if about.get("licence") not in {None, *LICENCES}:
        found.append(f"{where}: {about['licence']!r} is none of {', '.join(LICENCES)}")
    if not description(model):
        found.append(f"{name}() needs a docstring that says what a row is")
    if ">>> " not in help_of(model):
        found.append(f"the docstring of {name}() needs an example")
    return found


def help_of(model: Model) -> str:
    """Return the help on a table: its loader's, or its model's where it has no function."""
    return inspect.getdoc(getattr(_loaders, model.Config.name, model)) or ""


def description(model: Model) -> str:
    """Return the paragraphs below the first line of a table's help, each in one line."""
    _, *paragraphs = help_of(model).split("\n\n")
    # The first section of a docstring, such as Returns, has a line below its title.
    prose = takewhile(lambda paragraph: "\n---" not in paragraph, paragraphs)
    plain = "\n\n".join(" ".join(paragraph.split()) for paragraph in prose)
    return plain.replace("``", "`")


def texts(model: Model, *, is_dataset: bool) -> dict[str, str]:
    """Return the description of a table, and of a dataset the source too."""
    if not is_dataset:
        title, *_ = (inspect.getdoc(model) or "").split("\n\n")
        return {"description": " ".join(f"{title} {description(model)}".split())}
    return {
        "description": description(model),
        "source": model.Config.metadata["source"],
    }


# licences


def join(names: list[str]) -> str:
    """Join names as a sentence does."""
    named = [re.sub(r"^(United|World)\b", r"the \1", name) for name in names]
    *others, last = named
    return f"{', '.join(others)} and {last}" if others else last


def _publishers(about: Declared) -> list[str]:
    """Return the publisher of a dataset, and those whose series it passes on."""
    return [*about["publisher"].split(", "), *about.get("series_of", [])]


def _seen(publishers: list[str], terms: str) -> str:
    """Say which terms of publishers we have seen; `terms` are those stated, if any."""
    whose = "its" if len(publishers) == 1 else "their"
    if terms:
        return f"{terms}; {whose} other terms not seen"
    return f"{whose} terms not seen"


def terms(about: Declared) -> str:
    """Say in one sentence on what terms a dataset may be used.

    The catalogue, citations, pages and LICENSE-DATA all have this sentence. `terms` in the
    declaration is what a publisher was seen to state; what was not seen is said to be that.
    """
    stated = about.get("terms", "")
    if "publisher" in about:
        publishers = _publishers(about)
        if about["licence"] != "CC-BY-4.0":
            quoted = f"Numbers of {join(publishers)}, quoted as facts"
            return f"{quoted} ({_seen(publishers, stated)})"
        first, *others = publishers
        also = f", and {join(others)} for their series" if others else ""
        return f"CC BY 4.0; name {join([first])}{also}"
    others = [name for name in about["quotes"] if name not in LICENSED]
    text = "CC BY 4.0 for this compilation"
    if others:
        text += f", not for the publications of {join(others)}"
        text += f" ({_seen(others, stated)})"
    return text


def whose(about: Declared) -> str:
    """Say whose numbers a dataset has: a publisher's, or the paper's and of whom it has them."""
    if "publisher" in about:
        return join(_publishers(about))
    return f"Song (2023), from {join(about['quotes'])}"


def by_terms() -> dict[tuple[str, str], list[str]]:
    """Return the datasets by whose their numbers are and on what terms."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, model in DATASETS.items():
        about = model.Config.metadata
        found.setdefault((whose(about), terms(about)), []).append(name)
    return found


def licence_data() -> str:
    """Return the list of datasets for LICENSE-DATA."""
    lines = []
    for (owner, text), names in by_terms().items():
        listed = f"- {', '.join(names)} ({owner}): {text}."
        lines.append(
            textwrap.fill(listed, 79, subsequent_indent="  ", break_on_hyphens=False)
        )
    return "\n".join([*lines, ""])


def reuse() -> str:
    """Return the annotations of REUSE.toml for the datasets that are not the paper's."""
    blocks = []
    for name, model in DATASETS.items():
        about = model.Config.metadata
        if "publisher" in about:
            # One file for each edition.
            folders = "src/neadigital/data/built", "paper/typed"
            paths = ", ".join(f'"{folder}/{name}*.csv"' for folder in folders)
            blocks.append(
                "\n[[annotations]]\n"
                f"path = [{paths}]\n"
                f'SPDX-FileCopyrightText = "{about["copyright"]}"\n'
                f'SPDX-License-Identifier = "{about["licence"]}"\n'
            )
    return "".join(blocks)


def _filled(path: str, start: str, end: str, block: str) -> bytes:
    """Return a file with a block between two lines; the file ends where `end` is empty."""
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    before, mark, rest = text.partition(start)
    # The file's end is always found.
    position = rest.find(end) if end else len(rest)
    if not mark or position < 0:
        raise BuildError(f"{path}: there is no place between {start!r} and {end!r}")
    return f"{before}{mark}{block}{rest[position:]}".encode()


def licence_files() -> Files:
    """Make the files that say under which licence each dataset is."""
    return {
        "LICENSE-DATA": _filled(
            "LICENSE-DATA",
            "Whose numbers are in which dataset, and on what terms:\n\n",
            "- external_figures:",
            licence_data(),
        ),
        "REUSE.toml": _filled(
            "REUSE.toml",
            "# The datasets that are not the paper's, from their models.\n",
            "",
            reuse(),
        ),
    }
