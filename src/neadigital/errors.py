"""The errors and warnings of the package; each says what to do next.

- `NeadigitalError`
    - `DataIntegrityError`
    - `UnknownChoiceError`, also a `ValueError`
        - `UnknownDatasetError`, also a `KeyError`
    - `UnknownEconomyError`, also a `KeyError`
    - `DuplicateKeyError`, also a `ValueError`
    - `AggregateError`, also a `ValueError`
    - `OrdinalError`, also a `ValueError`

The warnings form a tree too, so that you can silence each, or turn it into an error:

- `NeadigitalWarning`, also a `UserWarning`
    - `BreakWarning`
    - `MembershipWarning`
    - `TotalWarning`
"""

from __future__ import annotations

import copyreg
import sys
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

# A message shows at most this many characters of one name.
_LONGEST = 100


class NeadigitalError(Exception):
    """Base of every error that this package raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by state, because ``__init__`` takes other arguments than the message."""
        make = copyreg.__newobj__  # type: ignore[attr-defined]
        return make, (type(self), *self.args), self.__dict__.copy()

    def __str__(self) -> str:
        """Return the plain message, where a `KeyError` would return its repr."""
        return Exception.__str__(self)


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 note, 2 notes."""
    ending = "" if number == 1 else "s"
    return f"{number} {noun}{ending}"


def shorten(given: object, longest: int = 500) -> str:
    """Return the repr of an object for a message, cut if it is long."""
    return _cut(repr(given), longest)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}..."


def nearest_first(asked: object, valid: Iterable[object]) -> list[object]:
    """Return the choices: first those that contain the text asked for, then the most similar."""
    # Imported here to keep the package's import fast.
    import re
    from difflib import SequenceMatcher

    def plain(text: object) -> str:
        return re.sub(r"[-_\s]", "", str(text).casefold())

    def distance(choice: object) -> tuple[bool, float]:
        likeness = SequenceMatcher(None, wanted, plain(choice)).ratio()
        return wanted not in plain(choice), -likeness

    wanted, choices = plain(asked), list(valid)
    if all(isinstance(text, str) for text in (asked, *choices)):
        choices.sort(key=distance)
    return choices


def list_some(items: Sequence[object], shown: int = 5, between: str = "; ") -> str:
    """Return a text of the first few items, and how many more there are."""
    listed = between.join(_cut(str(item), _LONGEST) for item in items[:shown])
    more = len(items) - shown
    return f"{listed} and {more} more" if more > 0 else listed


_REINSTALL = (
    "Install the package again (pip install --force-reinstall), "
    "from where you installed it"
)


class DataIntegrityError(NeadigitalError):
    """A bundled file is missing, changed or not what its descriptor says it is.

    Parameters
    ----------
    file : str
        The file, below the package's ``data``.
    problem : str
        Which rule is broken.
    expected, found : str, optional
        What the rule asks for and what is there.
    advice : str, optional
        What to do; by default, to install the package again.
    """

    def __init__(
        self,
        file: str,
        problem: str,
        *,
        expected: str = "",
        found: str = "",
        advice: str = _REINSTALL,
    ) -> None:
        self.file = file
        self.problem = problem
        self.expected = expected
        self.found = found
        parts = [f"{file}: {problem}."]
        # The message of another library may end with a full stop already.
        if expected:
            parts.append(f"Expected: {expected.rstrip('.')}.")
        if found:
            parts.append(f"Found: {found.rstrip('.')}.")
        parts.append(f"{advice}.")
        super().__init__("\n".join(parts))


class UnknownChoiceError(NeadigitalError, ValueError):
    """An argument that is not one of its choices; the message lists them, the nearest first.

    Parameters
    ----------
    asked : object
        What was given.
    valid : iterable
        What may be given.
    kind : str, optional
        What is chosen, in words.
    option : str, optional
        The option that was given, if it is one of a function.
    """

    def __init__(
        self,
        asked: object,
        valid: Iterable[object],
        *,
        kind: str = "choice",
        option: str | None = None,
    ) -> None:
        self.asked, self.valid = asked, tuple(nearest_first(asked, valid))
        shown = shorten(asked)
        choices = ", ".join(map(repr if option else str, self.valid))
        self.message = f"There is no {kind} {shown}. Choose one of: {choices}."
        if option:
            self.message = f"{option} must be one of {choices}, not {shown}."
        super().__init__(self.message)


class UnknownDatasetError(UnknownChoiceError, KeyError):
    """A dataset, or a table about the data, that does not exist."""

    def __init__(
        self, asked: object, valid: Iterable[object], *, kind: str = "dataset"
    ) -> None:
        super().__init__(asked, valid, kind=kind)


class UnknownEconomyError(NeadigitalError, KeyError):
    """A text that names no economy, or more than one."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class DuplicateKeyError(NeadigitalError, ValueError):
    """Rows that share a key; `candidates` are columns that would make the keys unique.

    `series` are the columns within which the groups of a candidate could be compared.
    """

    def __init__(
        self,
        columns: Sequence[str],
        keys: Sequence[object],
        *,
        candidates: Sequence[str] = (),
        series: Sequence[str] = (),
        shown: int = 5,
    ) -> None:
        self.columns = tuple(columns)
        self.keys = tuple(keys)
        self.candidates = tuple(candidates)
        advice = "Drop or aggregate the repeated rows"
        if self.candidates:
            first = self.candidates[0]
            panels = " or ".join(f"within={name!r}" for name in self.candidates)
            comparison = ""
            if series:
                inside = repr(series[0] if len(series) == 1 else [*series])
                comparison = (
                    f"to compare the groups of {first!r} with one another, "
                    f"pass entity={first!r}, within={inside}; "
                )
            advice = (
                f"If they belong to different panels, pass {panels}; {comparison}"
                "else drop or aggregate the repeated rows"
            )
        super().__init__(
            f"Each ({', '.join(map(str, self.columns))}) may occur once, but these "
            f"occur more than once: {list_some(self.keys, shown)}. {advice}."
        )


class AggregateError(NeadigitalError, ValueError):
    """Rows of an aggregate, such as the world, among members that are added up or compared."""

    def __init__(
        self, columns: Sequence[str], found: Sequence[str], *, shown: int = 10
    ) -> None:
        self.columns = tuple(columns)
        self.found = tuple(found)
        where = f"({', '.join(map(str, self.columns))})"
        if len(self.columns) == 1:
            where = f"Column {self.columns[0]!r}"
        super().__init__(
            f"{where} holds aggregates, which sum up other rows, among its members: "
            f"{list_some(self.found, shown, ', ')}. Pass aggregates='drop' to leave their rows "
            "out, 'keep' to count them too, or a list of the members to leave out."
        )


class OrdinalError(NeadigitalError, ValueError):
    """A column of ranks where values are divided, added up or subtracted as distances.

    Parameters
    ----------
    column : str
        The column.
    indicator : object, optional
        In a long table, the indicator whose values are ranks.
    measured : str, optional
        A column that has what was ranked.
    """

    def __init__(
        self, column: str, *, indicator: object = None, measured: str | None = None
    ) -> None:
        self.column, self.indicator, self.measured = column, indicator, measured
        which = "" if indicator is None else f" of indicator {shorten(indicator)}"
        instead = (
            "" if measured is None else f"pass {measured!r}, which was ranked, or "
        )
        rename = "the column" if indicator is None else "the indicator"
        super().__init__(
            f"Column {column!r}{which} holds ranks, whose sums, quotients and distances mean "
            f"nothing: {instead}compare ranks by shares.rank_change or shares.rank_correlation. "
            f"If these are not ranks, rename {rename}."
        )


class NeadigitalWarning(UserWarning):
    """Base of every warning of this package: a result that may not mean what it seems to."""


class BreakWarning(NeadigitalWarning):
    """A comparison across a break in a series, after which it is measured in another way."""


class MembershipWarning(NeadigitalWarning):
    """A comparison of cross-sections that do not have the same members."""


class TotalWarning(NeadigitalWarning):
    """A member that is the sum of all others, and may be a total."""


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
    """Raise unless an option is True or False; any text would count as true."""
    if not isinstance(asked, bool):
        raise TypeError(f"{name} must be True or False, not {asked!r}.")


__all__ = sorted(name for name in globals() if name.endswith(("Error", "Warning")))


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
