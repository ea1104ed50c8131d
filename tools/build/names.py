"""The lists of the datasets' names in the sources, written from where the loaders stand and what the models are called.

They are the parts of `loaders/`, the type of `load`'s name, the public names with their twins for type checkers, and
what `tests/typing/datasets.py` promises of each loader.
"""

from __future__ import annotations

import re

from build.page import REPOSITORY, BuildError
from neadigital import schemas

PACKAGE = "src/neadigital"
TYPING = "tests/typing/datasets.py"
HEAD = '''"""What a type checker sees of each loader; made by `tools/build_data.py`. Run by mypy, not by pytest."""

from typing import assert_type

from pandera.typing import DataFrame

import neadigital
from neadigital import schemas

'''


def _put(text: str, where: str, start: str, end: str, block: str) -> str:
    """Put a block between two texts that stand on the page once."""
    pattern = rf"(^{re.escape(start)}).*?(^{re.escape(end)})"
    new, count = re.subn(pattern, lambda match: match[1] + block + match[2], text, count=1, flags=re.M | re.S)
    if not count:
        raise BuildError(f"{where}: there is no list between {start.strip()!r} and {end.strip()!r}")
    return new


def _lines(names: list[str], indent: int) -> str:
    return "".join(f'{" " * indent}"{name}",\n' for name in names)


def build(parts: dict[str, list[str]], sources: dict[str, bytes]) -> dict[str, bytes]:
    """Make the files that name datasets.

    Parameters
    ----------
    parts : dict of str to list of str
        The loaders of each part of `loaders/`.
    sources : dict of str to bytes
        The sources of the loaders, by path, as they are made so far.
    """
    files = dict(sources)
    order = list(schemas.DATASETS)
    for part, found in parts.items():
        path = f"{PACKAGE}/loaders/{part}.py"
        text = files[path].decode()
        files[path] = _put(text, path, "__all__ = [\n", "]\n", _lines(sorted(found), 4)).encode()

    path = f"{PACKAGE}/loaders/__init__.py"
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    files[path] = _put(text, path, "DatasetName: TypeAlias = Literal[\n", "]\n", _lines(order, 4)).encode()

    path = f"{PACKAGE}/__init__.py"
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    for part, found in parts.items():
        listed = [name for name in order if name in found]
        text = _put(text, path, f'    "loaders.{part}": (\n', "    ),\n", _lines(listed, 8))
    twins = [
        f"    from neadigital.loaders.{part} import {name} as {name}\n"
        for part in sorted(parts)
        for name in sorted(parts[part])
    ]
    text = re.sub(r"^    from neadigital\.loaders\.\w+ import \w+ as \w+\n", "", text, flags=re.M)
    load = "    from neadigital.loaders import load as load\n"
    if load not in text:
        raise BuildError(f"{path}: there is no line {load.strip()!r} for type checkers")
    files[path] = text.replace(load, load + "".join(twins)).encode()

    # A loader of what is no part of the paper has no as_printed.
    promises = [
        f"assert_type(neadigital.{name}(), DataFrame[schemas.{model.__name__}])\n"
        for name, model in schemas.DATASETS.items()
    ]
    files[TYPING] = (HEAD + "".join(promises)).encode()
    return files
