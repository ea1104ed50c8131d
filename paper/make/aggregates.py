"""Make the list of aggregates that the metrics read, from what publishers write.

Typed are codes and names as they stand in publishers' files, patterns of them, members that look
like aggregates, and schemes of keys (such as the codes of countries) beside which a code counts.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from typing import NamedTuple

from neadigital._engine.aggregates import fold, plain
from paper.make.page import REPOSITORY, BuildError, Files, typed

FOLDER = "src/neadigital/_engine"
LIST = f"{FOLDER}/aggregates.csv"
READER = f"{FOLDER}/aggregates.py"
# The line of the reader that says which list it reads.
DIGEST = re.compile(r'^_SHA256 = "\w*"$', re.M)


class Entry(NamedTuple):
    """A line of the list: a text, what it is, and the scheme of keys beside which it counts."""

    kind: str
    text: str
    beside: str
    # Only a scheme has a share.
    share: str = ""


def schemes() -> list[Entry]:
    """Return the schemes of keys, with the share of keys that makes a table one of theirs."""
    found = []
    for row in typed("key_schemes"):
        entry = Entry("scheme", row["pattern"], row["scheme"], row["share"])
        found.append(entry)
    return found


def patterns() -> list[Entry]:
    """Return the patterns with their flags inside, as several are joined to one."""
    found = []
    for row in typed("aggregate_patterns"):
        text = row["pattern"]
        flags = row["flags"].lower()
        if flags:
            text = f"(?{flags}:{text})"
        found.append(Entry("pattern", text, row["beside"]))
    return found


def codes(always: re.Pattern[str]) -> set[Entry]:
    """Return the codes that no pattern matches, and those that have a scheme."""
    found = set()
    for row in typed("aggregates"):
        code = row["code"]
        beside = row["beside"]
        # A pattern is an aggregate beside any keys, so a code that has a scheme stays.
        is_needed = beside or not always.search(code)
        if code and is_needed:
            found.add(Entry("code", code, beside))
    return found


def names(always: re.Pattern[str]) -> set[Entry]:
    """Return the names that no pattern matches in each of their spellings."""
    found = set()
    for row in typed("aggregates"):
        name = row["name"]
        # The scheme is that of the code, if there is one.
        beside = "" if row["code"] else row["beside"]
        if name and not is_matched(name, always):
            found.add(Entry("name", plain(name), beside))
    return found


def is_matched(name: str, always: re.Pattern[str]) -> bool:
    """Tell whether a name needs no entry, as a pattern matches it in each of its spellings."""
    folded = fold(name)
    spellings = (folded, folded.upper(), plain(name))
    return all(map(always.search, spellings))


def exceptions(always: re.Pattern[str], members: set[str]) -> set[Entry]:
    """Return the members that a pattern would take for aggregates."""
    found = set()
    for text in members:
        if always.search(text):
            found.add(Entry("member", plain(text), ""))
    return found


def check_entries(listed: set[Entry], members: set[str]) -> None:
    """Raise if an entry is there for two schemes, or both as an aggregate and as a member."""
    times = Counter((entry.kind, entry.text) for entry in listed)
    wrong = {text for (_, text), number in times.items() if number > 1}
    spelt = members | set(map(plain, members))
    for entry in listed:
        if entry.text in spelt and not entry.beside:
            wrong.add(entry.text)
    if wrong:
        told = f"listed twice, or as a member too: {sorted(wrong)}"
        raise BuildError(f"{LIST}: {told}")


def shipped() -> list[Entry]:
    """Return all lines of the list.

    Raises
    ------
    BuildError
        If an entry is there for two schemes, or both as an aggregate and as a member.
    """
    listed = patterns()
    texts = [entry.text for entry in listed if not entry.beside]
    always = re.compile("|".join(texts))
    members = {fold(row["text"]) for row in typed("not_aggregates")}
    of_codes = codes(always)
    of_names = names(always)
    check_entries(of_codes | of_names, members)
    return [
        *schemes(),
        *listed,
        *sorted(exceptions(always, members)),
        *sorted(of_codes),
        *sorted(of_names),
    ]


def written() -> bytes:
    """Return the list as the content of its file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Entry._fields)
    writer.writerows(shipped())
    return text.getvalue().encode()


def build() -> Files:
    """Make the list, and its digest in the module that reads it.

    Raises
    ------
    BuildError
        If what is typed contradicts itself.
    """
    content = written()
    digest = hashlib.sha256(content).hexdigest()
    path = REPOSITORY / READER
    reader = path.read_text(encoding="utf-8")
    reader = DIGEST.sub(f'_SHA256 = "{digest}"', reader)
    return {
        LIST: content,
        READER: reader.encode(),
    }
