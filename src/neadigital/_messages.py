"""The parts of sentences of errors and warnings, and the calls that raise them."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Sequence

# A message shows at most this many characters of one name.
_LONGEST = 100

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
    return cut(repr(given), longest)


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return a text, cut if it is long."""
    return text if len(text) <= longest else f"{text[:longest]}..."


def fill(text: str, width: int, first: str = "", after: str = "") -> str:
    """Break a text into lines, with indents; none breaks at a hyphen or at a minus sign."""
    # Imported here to keep the package's import fast.
    import re

    one_line = re.sub(r"[ \n]+", " ", text).strip(" ")
    begin, *words = one_line.replace(" - ", "\u00a0-\u00a0").split(" ")
    lines = [first + begin]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if _columns_of(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(after + word)
    return "\n".join(lines).replace("\u00a0", " ")


def _columns_of(text: str) -> int:
    """Return how many columns a text takes in a shell: signs of Chinese take two each."""
    # Imported here to keep the package's import fast.
    from unicodedata import east_asian_width

    return len(text) + sum(east_asian_width(sign) in "WF" for sign in text)


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


def list_some(
    items: Sequence[object],
    shown: int = 5,
    between: str = "; ",
    longest: int = _LONGEST,
) -> str:
    """Return a text of the first few items, and how many more there are."""
    listed = between.join(cut(str(item), longest) for item in items[:shown])
    more = len(items) - shown
    return f"{listed} and {more} more" if more > 0 else listed


def nearest_first(asked: object, valid: Iterable[object]) -> list[object]:
    """Return the choices: first up to three that resemble the text asked for.

    Years stay in their order.
    """
    # Imported here to keep the package's import fast.
    from difflib import get_close_matches

    choices = list(valid)
    texts = [text for text in choices if isinstance(text, str)]
    are_years = all(text.isdigit() for text in texts)
    if are_years or len(texts) < len(choices) or not isinstance(asked, str):
        return choices
    nearest = get_close_matches(asked, texts, cutoff=0.4)
    others = [text for text in texts if text not in nearest]
    return [*nearest, *sorted(others)]


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
    # The type of numpy's has the same name.
    is_bool = type(asked).__name__ == "bool"
    if not is_bool:
        raise TypeError(f"{name} must be True or False, not {shorten(asked)}.")
