"""The errors and warnings of the package; each says what to do next.

- `NeadigitalError`
    - `DataIntegrityError`
    - `UnknownChoiceError`, also a `ValueError`
        - `UnknownDatasetError`, also a `KeyError`
    - `UnknownEconomyError`, also a `KeyError`
    - `DuplicateKeyError`, also a `ValueError`
    - `AggregateError`, also a `ValueError`
    - `OrdinalError`, also a `ValueError`
    - `UnitError`, also a `ValueError`

The warnings form a tree too, so that you can silence each, or turn it into an error:

- `NeadigitalWarning`, also a `UserWarning`
    - `BreakWarning`
    - `KindWarning`
    - `MembershipWarning`
    - `TotalWarning`
"""

import copyreg as _copyreg
import typing as _typing
from collections import abc as _abc

from neadigital import _messages


class NeadigitalError(Exception):
    """Base of every error that this package raises on purpose."""

    def __reduce__(self) -> tuple[_typing.Any, ...]:
        """Pickle by state, because ``__init__`` may take other arguments than the message."""
        make = _copyreg.__newobj__  # type: ignore[attr-defined]
        return make, (type(self), *self.args), self.__dict__.copy()

    def __str__(self) -> str:
        """Return the plain message, where a `KeyError` would return its repr."""
        return Exception.__str__(self)


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
    """

    def __init__(
        self, file: str, problem: str, *, expected: str = "", found: str = ""
    ) -> None:
        self.file, self.problem = file, problem
        self.expected, self.found = expected, found
        # The message of another library may end with a full stop already.
        wanted = f"\nExpected: {expected.rstrip('.')}." if expected else ""
        there = f"\nFound: {found.rstrip('.')}." if found else ""
        super().__init__(
            f"{file}: {problem}.{wanted}{there}\nInstall the package again (pip install "
            "--force-reinstall), from where you installed it."
        )


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
        valid: _abc.Iterable[object],
        *,
        kind: str = "choice",
        option: str | None = None,
    ) -> None:
        self.asked, self.valid = asked, tuple(_messages.nearest_first(asked, valid))
        given = _messages.shorten(asked)
        texts = [str(choice) for choice in self.valid]
        # A number that is asked for and the text of it look the same without quotes.
        if option or str(asked) in texts:
            texts = [repr(choice) for choice in self.valid]
        listed = ", ".join(texts)
        message = f"There is no {kind} {given}. Choose one of: {listed}."
        if option:
            message = f"{option} must be one of {listed}, not {given}."
        super().__init__(message)


class UnknownDatasetError(UnknownChoiceError, KeyError):
    """A dataset, or a table about the data, that does not exist."""


class UnknownEconomyError(NeadigitalError, KeyError):
    """A text that names no economy, or more than one."""


class DuplicateKeyError(NeadigitalError, ValueError):
    """Rows that share a key.

    Parameters
    ----------
    columns : list of str
        The columns of the key.
    keys : list
        The keys that repeat.
    differing : mapping, optional
        The columns in which rows of one key differ, with some of their values; empty if the rows
        are equal, and None if that is not known.
    candidates : list, optional
        Columns, or lists of columns, that would make the keys unique.
    """

    def __init__(
        self,
        columns: _abc.Sequence[str],
        keys: _abc.Sequence[object],
        *,
        differing: _abc.Mapping[str, _abc.Sequence[object]] | None = None,
        candidates: _abc.Sequence[str | list[str]] = (),
    ) -> None:
        self.columns, self.keys = tuple(columns), tuple(keys)
        self.differing = None if differing is None else dict(differing)
        self.candidates = tuple(candidates)
        where = ""
        if differing:
            values = [
                f"{name}: {_messages.list_some(several, 3, ', ')}"
                for name, several in differing.items()
            ]
            where = f" Their rows differ in {_messages.list_some(values, 6)}."
        way = "Drop or aggregate the repeated rows."
        if differing is not None and not differing:
            way = "Their rows are equal in every column: pass data.drop_duplicates()."
        elif candidates:
            panels = " or ".join(f"within={each!r}" for each in candidates)
            way = (
                f"If they belong to different panels, pass {panels}; else drop or aggregate the "
                "repeated rows."
            )
        super().__init__(
            f"Each ({', '.join(map(str, columns))}) may occur once, but these occur more than "
            f"once: {_messages.list_some(keys)}.{where} {way}"
        )


class AggregateError(NeadigitalError, ValueError):
    """Rows of an aggregate, such as the world, among members that are added up or compared."""

    def __init__(self, columns: _abc.Sequence[str], found: _abc.Sequence[str]) -> None:
        self.columns, self.found = tuple(columns), tuple(found)
        column = columns[0]
        super().__init__(
            f"Column {column!r} holds aggregates, which sum up other rows, among its members. "
            f"Leave them out: data[~data[{column!r}].isin({[*found]!r})]. A member that only has "
            "such a name can be given another."
        )


class OrdinalError(NeadigitalError, ValueError):
    """A column of ranks where values are divided, added up or subtracted as distances."""

    def __init__(self, column: _abc.Hashable) -> None:
        self.column = column
        super().__init__(
            f"Column {column!r} holds ranks, as its name or indicator says; their sums, quotients "
            "and distances mean nothing. Measure what was ranked, or take shares.rank_change. If "
            "these are not ranks, rename what says so."
        )


class UnitError(NeadigitalError, ValueError):
    """Numbers in different units, currencies or months of a year that a metric puts together."""


class NeadigitalWarning(UserWarning):
    """Base of every warning of this package: a result that may not mean what it seems to."""


class BreakWarning(NeadigitalWarning):
    """A comparison across a break in a series, after which it is measured in another way."""


class KindWarning(NeadigitalWarning):
    """A metric that means nothing for this kind of number, such as a sum of percentages."""


class MembershipWarning(NeadigitalWarning):
    """A comparison of cross-sections that do not have the same members."""


class TotalWarning(NeadigitalWarning):
    """A member that is the sum of all others, and may be a total."""


__all__ = sorted(name for name in globals() if name.endswith(("Error", "Warning")))


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
