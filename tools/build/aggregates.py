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
    codes: set[Entry] = set()
    names: set[Entry] = set()
    for row in rows:
        code = row["code"]
        name = row["name"]
        beside = row["beside"]
        # A pattern is an aggregate beside any keys, so a code that has a scheme stays.
        if code and (beside or not patterns.search(code)):
            codes.add(("code", code, beside))
        if name and not is_matched(name, patterns):
            # The scheme is that of the code, if there is one.
            names.add(("name", plain(name), "" if code else beside))
    check_entries(codes | names, members)
    exceptions = [text for text in members if patterns.search(text)]
    kept = {("member", plain(text), "") for text in exceptions}
    return [*sorted(kept), *sorted(codes), *sorted(names)]


def check_entries(listed: set[Entry], members: set[str]) -> None:
    """Raise if an entry is there for two schemes, or both as an aggregate and as a member."""
    times = Counter((kind, text) for kind, text, _ in listed)
    wrong = {text for (_, text), number in times.items() if number > 1}
    always = {text for _, text, beside in listed if not beside}
    names_of_members = {plain(text) for text in members}
    wrong |= always & (members | names_of_members)
    if wrong:
        raise BuildError(f"{LIST}: listed twice, or as a member too: {sorted(wrong)}")


def shipped() -> list[tuple[str, ...]]:
    """Return the lines: kind, text, the scheme beside which it counts, and a scheme's share."""
    rows = typed("aggregate_patterns")
    patterns = [("pattern", pattern(row), row["beside"]) for row in rows]
    texts = [text for _, text, beside in patterns if not beside]
    always = re.compile("|".join(texts))
    members = {fold(row["text"]) for row in typed("not_aggregates")}
    schemes = [
        ("scheme", row["pattern"], row["scheme"], row["share"])
        for row in typed("key_schemes")
    ]
    listed = patterns + entries(always, members)
    # Only a scheme has a share.
    return schemes + [(*entry, "") for entry in listed]


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
    reader = DIGEST.sub(f'_SHA256 = "{digest}"', reader)
    return {LIST: content, READER: reader.encode()}
