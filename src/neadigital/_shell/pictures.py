"""A picture into a file, for the command line: drawn without a screen, and written whole or not at all."""

from __future__ import annotations

import secrets
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from neadigital import plot
from neadigital.errors import NeadigitalError, UnknownChoiceError
from neadigital.plot import _style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _draw(what: str, of: str | None, ax: Axes | None = None) -> None:
    if what == "corrections":
        if of is not None:
            raise NeadigitalError(f"The picture of the corrections is of all of them, not of {of!r}.")
        plot.corrections(ax)
        return
    if of is None:
        wanted = {"figure": "the number of a figure, 1 to 8", "ranks": "a dataset of ranks"}[what]
        raise NeadigitalError(f"Say of what: neadigital plot {what} needs {wanted}.")
    if what == "figure":
        if not of.isdecimal():
            raise UnknownChoiceError(of, range(1, 9), kind="figure")
        plot.figure(int(of), ax)
    else:
        plot.ranks(of, ax=ax)


def save(what: str, of: str | None, file: str) -> str:
    """Draw a picture and write it; return what was written, in words.

    Parameters
    ----------
    what : {"figure", "corrections", "ranks"}
        Which picture.
    of : str or None
        The figure's number, or the dataset.
    file : str
        Where to write; the ending says the format. A file that is there is replaced.

    Returns
    -------
    str
        The file's name and size.

    Raises
    ------
    NeadigitalError
        If there is no such picture or format, if matplotlib is not installed, or if the file cannot be written.
    """
    target = Path(file)
    try:
        try:
            import matplotlib  # noqa: F401
            from matplotlib.figure import Figure
        except ModuleNotFoundError:
            # What no installation could draw is told first.
            _draw(what, of)
            raise

        # Not pyplot's figure, whose backend may need a screen, and is the program's own to choose.
        picture = Figure(**_style.SHEET)
        _draw(what, of, picture.subplots())
        content = BytesIO()
        picture.savefig(content, format=target.suffix.removeprefix(".") or "png", dpi=200)
    except ModuleNotFoundError as error:
        raise NeadigitalError(
            "Pictures need matplotlib, which is not installed. Install it with: pip install matplotlib"
        ) from error
    except ValueError as error:
        if isinstance(error, NeadigitalError):
            raise
        raise NeadigitalError(f"Cannot write {file!r}: {error}") from error
    part = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        part.write_bytes(content.getvalue())
        part.replace(target)
    except OSError as error:
        raise NeadigitalError(f"Cannot write {file!r}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return f"{target} written, {round(len(content.getvalue()) / 1024)} KB"
