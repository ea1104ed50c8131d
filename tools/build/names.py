"""Write the lists of dataset names in the sources, from loaders and models.

They are in the type of `load`'s name and its overloads, in the imports of loaders in the package,
and in `tests/typing/datasets.py`.
"""

from __future__ import annotations

import re
import subprocess
import sys

from build.page import REPOSITORY, BuildError
from neadigital.schemas._registry import DATASETS

PACKAGE = "src/neadigital"
TYPING = "tests/typing/datasets.py"
HEAD = '''"""What a type checker sees of each loader; made by `make build`, run by mypy."""

from typing import assert_type

from pandera.typing import DataFrame

import neadigital
from neadigital import schemas

'''


# One loader a line, in brackets where the formatter broke the line.
_IMPORT_OF_LOADER = (
    r"^from neadigital\.loaders\.\w+ import (?:\(\n    \w+ as \w+,\n\)|\w+ as \w+)\n"
)


def _formatted(source: str) -> bytes:
    """Format a source file as `make lint` wants it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "x.py", "-"]
    done = subprocess.run(  # noqa: S603
        command, input=source.encode(), capture_output=True, check=True, cwd=REPOSITORY
    )
    return done.stdout


def _put(text: str, where: str, start: str, end: str, block: str) -> str:
    """Put a block between two texts that each occur once in the source."""
    pattern = rf"(^{re.escape(start)}).*?(^{re.escape(end)})"
    new, count = re.subn(
        pattern,
        lambda match: match[1] + block + match[2],
        text,
        count=1,
        flags=re.M | re.S,
    )
    if not count:
        raise BuildError(
            f"{where}: there is no place between {start.strip()!r} and {end.strip()!r}"
        )
    return new


def build(parts: dict[str, list[str]], sources: dict[str, bytes]) -> dict[str, bytes]:
    """Make the files that name datasets.

    Parameters
    ----------
    parts : dict of str to list of str
        The loaders in each module of `loaders/`.
    sources : dict of str to bytes
        The loaders' source files, by path, as made so far.
    """
    models = {name: model.__name__ for name, model in DATASETS.items()}

    path = f"{PACKAGE}/loaders/__init__.py"
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    listed = "".join(f'    "{name}",\n' for name in models)
    text = _put(text, path, "DatasetName: TypeAlias = Literal[\n", "]\n", listed)
    overloads = "".join(
        f'@overload\ndef load(name: Literal["{name}"], *, as_printed: bool = False)'
        f" -> DataFrame[schemas.{model}]: ...\n"
        for name, model in models.items()
    )
    text = _put(
        text,
        path,
        "# The overloads of load begin.\n",
        "# The overloads of load end.\n",
        overloads,
    )
    files = sources | {path: _formatted(text)}

    path = f"{PACKAGE}/__init__.py"
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    imports = [
        f"from neadigital.loaders.{part} import {name} as {name}\n"
        for part in sorted(parts)
        for name in sorted(parts[part])
    ]
    text = re.sub(_IMPORT_OF_LOADER, "", text, flags=re.M)
    load = "from neadigital.loaders import load as load\n"
    if load not in text:
        raise BuildError(f"{path}: there is no line {load.strip()!r}")
    files[path] = _formatted(text.replace(load, load + "".join(imports)))

    # A loader of what is not in the paper has no as_printed.
    promises = [
        f"assert_type(neadigital.{name}(), DataFrame[schemas.{model}])\n"
        f'assert_type(neadigital.load("{name}"), DataFrame[schemas.{model}])\n'
        for name, model in models.items()
    ]
    files[TYPING] = _formatted(HEAD + "".join(promises))
    return files
