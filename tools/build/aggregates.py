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

from build.page import REPOSITORY, BuildError, Files, typed
from neadigital._engine.aggregates import fold, plain

FOLDER = "src/neadigital/_engine"
LIST, READER = f"{FOLDER}/aggregates.csv", f"{FOLDER}/aggregates.py"
# The line of the reader that says which list it reads.
DIGEST = re.compile(r'^_SHA256 = "\w*"$', re.M)

#: Kind, text, and the scheme beside which it counts.
Entry = tuple[str, str, str]


def pattern(row: dict[str, str]) -> str:
    """Return a pattern with its flags inside, as several are joined to one."""
    text, flags = row["pattern"], row["flags"]
    return f"(?{flags.lower()}:{text})" if flags else text


def is_matched(name: str, patterns: re.Pattern[str]) -> bool:
    """Tell whether a name needs no entry, as a pattern matches it in each of its spellings."""
    spellings = (fold(name), fold(name).upper(), plain(name))
    return all(patterns.search(text) for text in spellings)


def entries(patterns: re.Pattern[str], members: set[str]) -> list[Entry]:
    """Return the codes and names that no pattern matches, and the members that one does.

    Raises
    ------
    BuildError
        If an entry is there for two schemes, or both as an aggregate and as a member.
    """
    rows = typed("aggregates")
    codes = {
        ("code", row["code"], row["beside"])
        for row in rows
        if row["code"] and (row["beside"] or not patterns.search(row["code"]))
    }
    names = {
        # The scheme is that of the code, if there is one.
        ("name", plain(row["name"]), "" if row["code"] else row["beside"])
        for row in rows
        if row["name"] and not is_matched(row["name"], patterns)
    }
    times = Counter((kind, text) for kind, text, _ in codes | names)
    wrong = {text for (_, text), number in times.items() if number > 1}
    always = {text for _, text, beside in codes | names if not beside}
    wrong |= always & (members | {plain(text) for text in members})
    if wrong:
        raise BuildError(f"{LIST}: listed twice, or as a member too: {sorted(wrong)}")
    exceptions = {
        ("member", plain(text), "") for text in members if patterns.search(text)
    }
    return [*sorted(exceptions), *sorted(codes), *sorted(names)]


def shipped() -> list[tuple[str, ...]]:
    """Return the lines: kind, text, the scheme beside which it counts, and a scheme's share."""
    rows = typed("aggregate_patterns")
    patterns = [("pattern", pattern(row), row["beside"]) for row in rows]
    always = re.compile("|".join(text for _, text, beside in patterns if not beside))
    members = {fold(row["text"]) for row in typed("not_aggregates")}
    schemes = [
        ("scheme", row["pattern"], row["scheme"], row["share"])
        for row in typed("key_schemes")
    ]
    return schemes + [(*entry, "") for entry in patterns + entries(always, members)]


def build() -> Files:
    """Make the list, and its digest in the module that reads it.

    Raises
    ------
    BuildError
        If what is typed contradicts itself.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["kind", "text", "beside", "share"])
    writer.writerows(shipped())
    content = text.getvalue().encode()
    digest = hashlib.sha256(content).hexdigest()
    reader = (REPOSITORY / READER).read_text(encoding="utf-8")
    return {
        LIST: content,
        READER: DIGEST.sub(f'_SHA256 = "{digest}"', reader).encode(),
    }
