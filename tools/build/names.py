"""Write the lists of dataset names in the sources, from loaders and models.

They are in the type of `load`'s name and its overloads, in the imports and names of loaders in the
package, and in `tests/typing/datasets.py`.
"""

from __future__ import annotations

import re
import subprocess
import sys

from build.page import REPOSITORY, BuildError, Files
from neadigital.schemas._registry import DATASETS

PACKAGE = "src/neadigital/__init__.py"
LOADERS = "src/neadigital/loaders/__init__.py"
TYPING = "tests/typing/datasets.py"
HEAD = '''"""What a type checker sees of each loader; made by `make build`, run by mypy."""

from typing import assert_type

from pandera.typing import DataFrame

import neadigital
from neadigital import schemas

'''


def _formatted(source: str) -> bytes:
    """Format a source file as `make lint` wants it."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--stdin-filename=x.py",
        "-",
    ]
    return subprocess.check_output(  # noqa: S603
        command,
        input=source.encode(),
        cwd=REPOSITORY,
    )


def _put(text: str, where: str, start: str, end: str, block: str) -> str:
    """Put a block between two texts that each begin a line of the source."""
    pattern = rf"^{re.escape(start)}.*?(?=^{re.escape(end)})"
    parts = re.split(
        pattern,
        text,
        maxsplit=1,
        flags=re.M | re.S,
    )
    if len(parts) == 1:
        edges = f"{start.strip()!r} and {end.strip()!r}"
        raise BuildError(f"{where}: there is no place between {edges}")
    before, after = parts
    return before + start + block + after


def build(modules: dict[str, str]) -> Files:
    """Make the files that name datasets.

    Parameters
    ----------
    modules : dict of str to str
        The module in `loaders/` of each loader.
    """
    models = {name: model.__name__ for name, model in DATASETS.items()}
    listed = "".join(f'    "{name}",\n' for name in models)
    overloads = "".join(
        f'@overload\ndef load(name: Literal["{name}"], *, as_printed: bool = False)'
        f" -> DataFrame[schemas.{model}]: ...\n"
        for name, model in models.items()
    )
    # A name that is not known before the program runs gives some frame.
    overloads += (
        "@overload\ndef load(name: str, *, as_printed: bool = False)"
        " -> pd.DataFrame: ...\n"
    )
    imports = "".join(
        f"    from neadigital.loaders.{modules[name]} import {name} as {name}\n"
        for name in sorted(modules, key=lambda name: (modules[name], name))
    )
    names_of: dict[str, list[str]] = {}
    for name, module in modules.items():
        names_of.setdefault(module, []).append(name)
    homes = "".join(
        f'"loaders.{module}": {tuple(names)},' for module, names in names_of.items()
    )
    # A loader of what is not in the paper has no as_printed.
    promises = "".join(
        f"assert_type(neadigital.{name}(), DataFrame[schemas.{model}])\n"
        f'assert_type(neadigital.load("{name}"), DataFrame[schemas.{model}])\n'
        for name, model in models.items()
    )
    texts = {TYPING: HEAD + promises}
    load = "    from neadigital.loaders import load as load\n"
    for path, start, end, block in (
        (LOADERS, "DatasetName: TypeAlias = Literal[\n", "]\n", listed),
        (
            LOADERS,
            "# The overloads of load begin.\n",
            "# The overloads of load end.\n",
            overloads,
        ),
        (PACKAGE, load, "    from neadigital.trust import ", imports),
        (PACKAGE, "_LOADERS = {\n", "}\n", homes),
    ):
        text = texts.get(path) or (REPOSITORY / path).read_text(encoding="utf-8")
        texts[path] = _put(
            text,
            path,
            start,
            end,
            block,
        )
    return {path: _formatted(text) for path, text in texts.items()}
