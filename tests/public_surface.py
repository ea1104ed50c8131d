"""Describe what users can rely on: names with parameters, and each dataset's digest.

    python tests/public_surface.py --write   store it, as the surface of a release

The stored surface is that of the last release. A test compares it with the current one and requires
that the changelog names each difference.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import inspect
import json
from pathlib import Path
from types import ModuleType

import neadigital

STORED = Path(__file__).parents[1] / "tests" / "public_surface.json"
MODULES = (
    "growth",
    "shares",
    "divide",
    "inequality",
    "consistency",
    "plot",
    "schemas",
)


def signature(function: object) -> str:
    """Return the parameters of a function as one line: names, kinds and defaults, without types."""
    parameters = inspect.signature(function).parameters.values()
    bare = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in parameters
    ]
    return str(inspect.Signature(bare))


def names(module: ModuleType, prefix: str) -> dict[str, str]:
    """Describe the public names of a module, without its submodules."""
    found = {}
    for name in sorted(module.__all__):
        value = getattr(module, name)
        if inspect.isclass(value):
            found[prefix + name] = "class " + ", ".join(
                base.__name__ for base in value.__bases__
            )
        elif callable(value):
            found[prefix + name] = signature(value)
        elif not name.startswith("__"):
            found[prefix + name] = (
                "module" if inspect.ismodule(value) else type(value).__name__
            )
    return found


def datasets() -> dict[str, str]:
    """Describe each dataset, corrected and as printed: columns with types, rows, digest."""
    found = {}
    for name in neadigital.datasets()["name"]:
        for as_printed in (False, True):
            try:
                frame = neadigital.load(name, as_printed=as_printed)
            except TypeError:
                continue
            # Text counts as one type, because pandas 2 and pandas 3 name it differently.
            types = [
                f"{column} {'str' if kind == object else kind}"  # noqa: E721
                for column, kind in frame.dtypes.items()
            ]
            digest = hashlib.sha256(
                frame.to_csv(index=False, lineterminator="\n").encode()
            ).hexdigest()
            key = f"data.{name}" + (".as_printed" if as_printed else "")
            found[key] = f"{len(frame)} rows; {', '.join(types)}; SHA-256 {digest}"
    return found


def surface() -> dict[str, str]:
    """Describe the whole surface, by dotted name."""
    found = names(neadigital, "")
    for module in MODULES:
        try:
            found |= names(
                importlib.import_module(f"neadigital.{module}"), f"{module}."
            )
        except ImportError:
            # The name needs an extra that is not installed.
            continue
    return found | datasets()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--write",
        action="store_true",
        help="store the surface, when a version is released",
    )
    text = (
        json.dumps(
            {"version": neadigital.__version__} | surface(), indent=1, sort_keys=True
        )
        + "\n"
    )
    if parser.parse_args().write:
        STORED.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
