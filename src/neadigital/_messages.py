"""The wording of errors and warnings, and the calls that several modules raise them by."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence

# A message shows at most this many characters of one name.
_LONGEST = 100
_REINSTALL = (
    "Install the package again (pip install --force-reinstall), "
    "from where you installed it."
)

# parts of a sentence


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 note, 2 notes."""
    ending = "" if number == 1 else "s"
    return f"{number} {noun}{ending}"


def capitalise(text: str) -> str:
    """Return a text with a capital first letter; the name of a function stays as it is."""
    first, _, _ = text.partition(" ")
    return text if "(" in first else text[:1].upper() + text[1:]


def plain_number(text: str) -> str:
    """Return a number without needless zeros; other texts as they are."""
    try:
        return f"{float(text):.15g}"
    except ValueError:
        return text


def shorten(given: object, longest: int = 500) -> str:
    """Return the repr of an object for a message, cut if it is long."""
    return _cut(repr(given), longest)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}..."


def fill(text: str, width: int, first: str = "", after: str = "") -> str:
    """Break a text into lines, with indents; none breaks at a hyphen or at a minus sign."""
    # Imported here to keep the package's import fast.
    import re
    import textwrap

    words = re.sub(r"[ \n]+", " ", text)
    lines = textwrap.fill(
        words.replace(" - ", "\u00a0-\u00a0"),
        width,
        initial_indent=first,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace("\u00a0", " ")


def escape_controls(text: str) -> str:
    r"""Return a text with control, bidi and other invisible characters written out, as ``\x1b``.

    Messages repeat what users typed and tables say, and a terminal must not obey it.
    """
    shown = ""
    for letter in text:
        if letter.isprintable():
            shown += letter
        else:
            shown += letter.encode("unicode_escape").decode()
    return shown


def list_some(items: Sequence[object], shown: int = 5, between: str = "; ") -> str:
    """Return a text of the first few items, and how many more there are."""
    listed = between.join(_cut(str(item), _LONGEST) for item in items[:shown])
    more = len(items) - shown
    return f"{listed} and {more} more" if more > 0 else listed


def nearest_first(asked: object, valid: Iterable[object]) -> list[object]:
    """Return the choices: first three that contain the text asked for or are most similar.

    Years stay in their order.
    """
    # Imported here to keep the package's import fast.
    import re
    from difflib import SequenceMatcher

    def plain(text: object) -> str:
        return re.sub(r"[-_\s]", "", str(text).casefold())

    def distance(choice: object) -> tuple[bool, float]:
        likeness = SequenceMatcher(None, wanted, plain(choice)).ratio()
        return wanted not in plain(choice), -likeness

    wanted, choices = plain(asked), list(valid)
    are_years = all(str(text).isdigit() for text in choices)
    if not are_years and all(isinstance(text, str) for text in (asked, *choices)):
        choices.sort(key=distance)
        return [*choices[:3], *sorted(choices[3:], key=str)]
    return choices


# whole messages


def integrity(file: str, problem: str, expected: str, found: str) -> str:
    """Say which file is not what it should be, what was expected and what was found."""
    parts = [f"{file}: {problem}."]
    # The message of another library may end with a full stop already.
    if expected:
        parts.append(f"Expected: {expected.rstrip('.')}.")
    if found:
        parts.append(f"Found: {found.rstrip('.')}.")
    return "\n".join([*parts, _REINSTALL])


def unknown_choice(
    asked: object, choices: Sequence[object], kind: str, option: str | None
) -> str:
    """Say that something is not one of the choices, and list them."""
    given = shorten(asked)
    texts = [str(choice) for choice in choices]
    # A number that is asked for and the text of it look the same without quotes.
    if option or str(asked) in texts:
        texts = [repr(choice) for choice in choices]
    listed = ", ".join(texts)
    if option:
        return f"{option} must be one of {listed}, not {given}."
    return f"There is no {kind} {given}. Choose one of: {listed}."


def duplicate_keys(columns: Sequence[str], keys: Sequence[object]) -> str:
    """Say which keys occur more than once."""
    return (
        f"Each ({', '.join(map(str, columns))}) may occur once, but these "
        f"occur more than once: {list_some(keys)}."
    )


def tell_apart(
    differing: Mapping[str, Sequence[object]] | None,
    candidates: Sequence[str | list[str]],
) -> str:
    """Say in which columns rows of one key differ, and what to do."""
    if differing is not None and not differing:
        return " Their rows are equal in every column: pass data.drop_duplicates()."
    where = ""
    if differing:
        values = [
            f"{name}: {list_some(several, 3, ', ')}"
            for name, several in differing.items()
        ]
        where = f" Their rows differ in {list_some(values, 6)}."
    if not candidates:
        return f"{where} Drop or aggregate the repeated rows."
    panels = " or ".join(f"within={each!r}" for each in candidates)
    return (
        f"{where} If they belong to different panels, pass {panels}; else drop or aggregate the "
        "repeated rows."
    )


def aggregates(columns: Sequence[str], found: Sequence[str]) -> str:
    """Say which aggregates are among the members, and how to leave them out."""
    column = columns[0]
    return (
        f"Column {column!r} holds aggregates, which sum up other rows, among its members. Leave "
        f"them out: data[~data[{column!r}].isin({[*found]!r})]. A member that only has such a "
        "name can be given another."
    )


def ranks(column: object) -> str:
    """Say that a column holds ranks, and what can be done with them."""
    return (
        f"Column {column!r} holds ranks, as its name or indicator says; their sums, quotients and "
        "distances mean nothing. Measure what was ranked, or take shares.rank_change. If these are "
        "not ranks, rename what says so."
    )


# what several modules do


def warn(message: str, category: type[Warning]) -> None:
    """Warn at the line outside this package that called into it."""
    # Go up the stack to the first frame that belongs to another package.
    frame = sys._getframe(1)
    depth = 2
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(
        "neadigital."
    ):
        frame = frame.f_back
        depth += 1
    warnings.warn(message, category, stacklevel=depth)


def check_bool(name: str, asked: object) -> None:
    """Raise unless an option is True or False, also numpy's; any text would count as true."""
    if type(asked).__name__ != "bool":
        raise TypeError(f"{name} must be True or False, not {asked!r}.")
