"""Write files and folders completely or not at all, without harm to what is there."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from neadigital.errors import NeadigitalError

if TYPE_CHECKING:
    import pandas as pd


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV; whole numbers have no decimal point, as in the bundled files."""
    return table.to_csv(
        index=False,
        lineterminator="\n",
        float_format=lambda number: str(number).removesuffix(".0"),
    )


def write_folder(path: str, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder that is new or empty; on any failure, leave everything as it was.

    They are written into a temporary folder beside it, which is then renamed in one step. The
    system refuses that step if the folder is no longer empty.

    Raises
    ------
    NeadigitalError
        If there is something at that place, or the system refuses to write there.
    """
    found = _status(path, os.lstat)
    target = Path(path)
    within = f"Name a new folder, such as {str(target / 'neadigital')!r}."
    # Folders that are made here are removed again if they stay empty.
    missing = [parent for parent in target.parents if not parent.exists()]
    try:
        if found and (not stat.S_ISDIR(found.st_mode) or any(target.iterdir())):
            raise NeadigitalError(
                f"{path!r} is there already and not an empty folder. Name another."
            )
        if found and target.samefile(os.curdir):
            # The shell would stay in the old folder, and see no file.
            raise NeadigitalError(
                f"{path!r} is the folder that you are in, which cannot be replaced. {within}"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(
            prefix=".neadigital-", dir=target.parent, ignore_cleanup_errors=True
        ) as scratch:
            # Other users may not read a temporary folder, so rename one inside it.
            folder = Path(scratch) / "export"
            for name, content in contents.items():
                file = folder / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            if found:
                shutil.copymode(target, folder)
            folder.replace(target)
    except OSError as error:
        reason = (
            f"Cannot write to {path!r}: {error.strerror}. Nothing there was changed."
        )
        if found:
            reason = f"{reason} {within}"
        raise NeadigitalError(reason) from error
    finally:
        for parent in missing:
            with suppress(OSError):
                parent.rmdir()


def write_file(path: str, content: bytes) -> None:
    """Write or replace a file, through links and with its mode, or leave everything as it was.

    Raises
    ------
    NeadigitalError
        If something other than a file is there, or the system refuses to write there.
    """
    found = _status(path, os.stat)
    if found and not stat.S_ISREG(found.st_mode):
        raise NeadigitalError(
            f"{path!r} is there already and not a file. Name another."
        )
    target = Path(os.path.realpath(path))
    # Write beside the target, then rename in one step.
    scratch = f".neadigital-{secrets.token_hex(8)}"
    part = target.with_name(scratch)
    try:
        part.write_bytes(content)
        if found:
            part.chmod(stat.S_IMODE(found.st_mode))
        part.replace(target)
    except OSError as error:
        raise NeadigitalError(f"Cannot write {path!r}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _status(path: str, ask: Callable[[str], os.stat_result]) -> os.stat_result | None:
    """Return the status of a path, None if nothing is there; an impossible path is an error."""
    try:
        return ask(path or os.curdir)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise NeadigitalError(f"Cannot write to {path!r}: {reason}.") from error
