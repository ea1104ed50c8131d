"""Write the section Returns of each loader's docstring, from the descriptor."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

from build import names
from build.descriptor import Json
from build.page import REPOSITORY, BuildError, Row, csv_rows
from neadigital.catalogue import allowed_values

LOADERS = REPOSITORY / "src" / "neadigital" / "loaders"
INDENT = " " * 8
WIDTH = 100
# Longer lists of values are left to the codebook.
MANY = 70


def _values(field: Json, dataset: str) -> str:
    """Return a column's allowed values, if there are few or they are a range of years."""
    constraints = field.get("constraints", {})
    if "codes" in field:
        listed = ", ".join(code["value"] for code in field["codes"])
        return (
            listed if len(listed) <= MANY else f'``codebook("{dataset}")`` lists them'
        )
    if "enum" in constraints:
        listed = allowed_values(constraints).replace(";", ", ")
        return listed if len(listed) <= MANY else ""
    if field.get("unit") == "year":
        return f"{constraints['minimum']} to {constraints['maximum']}"
    return ""


def _gaps(column: str, key: str, rows: list[Row]) -> str:
    """Return for which values of the key's first column it is empty, or in how many rows."""
    empty = [row[key] for row in rows if not row[column]]
    of_these = [row for row in rows if row[key] in empty]
    if len(empty) == len(of_these):
        return f"missing for {' and '.join(sorted(set(empty)))}"
    rows_in_words = "row" if len(empty) == 1 else "rows"
    return f"missing in {len(empty)} {rows_in_words}"


def _line(field: Json, resource: Json, rows: list[Row]) -> str:
    """Return one column's meaning, unit and values, and where it is missing."""
    text = field["description"]
    unit = field.get("unit", "")
    if unit not in ("", "rank", "year", "see unit"):
        text += f", {unit}"
    if values := _values(field, resource["name"]):
        text += f" ({values})"
    if field["missing"]:
        first_key = resource["schema"]["primaryKey"][0]
        text += f"; {_gaps(field['name'], first_key, rows)}"
    return textwrap.fill(
        f"- `{field['name']}` : {text}",
        WIDTH,
        initial_indent=INDENT,
        subsequent_indent=f"{INDENT}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def block(resource: Json, content: bytes) -> str:
    """Return the section Returns of a dataset's loader, below its heading."""
    rows = csv_rows(content)
    schema = resource["schema"]
    key = ", ".join(f"`{column}`" for column in schema["primaryKey"])
    lines = [
        "    DataFrame",
        f"{INDENT}{resource['rows']} rows, key {key}.",
        "",
    ]
    lines += [_line(field, resource, rows) for field in schema["fields"]]
    return "\n".join(lines)


def _described(text: str) -> dict[str, str]:
    """Return the description and the source in a loader's docstring; nothing without a source."""
    prose = re.split(r"\n\n(?:Parameters|Returns)\n---", text)[0]
    # The first line repeats the title.
    _, *paragraphs = (" ".join(part.split()) for part in prose.split("\n\n"))
    notes = " ".join(text.partition("Notes\n-----\n")[2].split())
    source = re.search(r"^Source: (.*?) Corrections:", notes)
    if not source:
        return {}
    found = {"description": "\n\n".join(paragraphs), "source": source[1]}
    # The descriptor and the cards are Markdown, with single backticks for code.
    return {name: part.replace("``", "`") for name, part in found.items()}


def loaders() -> dict[str, tuple[Path, str]]:
    """Return the source file and the docstring of each loader."""
    found = {}
    for path in sorted(LOADERS.glob("[a-z]*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = path, ast.get_docstring(node) or ""
    return found


def descriptions() -> dict[str, dict[str, str]]:
    """Return each loader's description: what a row is, common misreadings, and the source."""
    found = {}
    for name, (path, text) in loaders().items():
        found[name] = _described(text)
        if not found[name]:
            raise BuildError(
                f"loaders/{path.name}: {name}() needs, below Notes, Source: and Corrections:"
            )
    return found


def rewrite(
    sources: dict[Path, str],
    path: Path,
    name: str,
    heading: str,
    write: Callable[[str], str],
) -> None:
    """Write one section of a function's docstring anew, in a source file read so far or not.

    `write` gets what stands below the heading, and returns what is to stand there.

    Raises
    ------
    BuildError
        If the docstring has no such section, or none after it.
    """
    text = sources.get(path) or path.read_text(encoding="utf-8")
    start = rf"^def {name}\((?:(?!^def ).)*?\n    {heading}\n    -+\n"
    end = r"\n+(?=    \w+\n    ---)"
    place = re.search(f"{start}(.*?){end}", text, re.M | re.S)
    if not place:
        raise BuildError(
            f"{name}() needs the heading {heading}, and another heading after it"
        )
    section = write(place[1])
    sources[path] = text[: place.start(1)] + section + "\n\n" + text[place.end() :]


def encoded(sources: dict[Path, str]) -> dict[str, bytes]:
    """Return source files as contents by their path in the repository."""
    return {
        path.relative_to(REPOSITORY).as_posix(): text.encode()
        for path, text in sources.items()
    }


def build(resources: list[Json], contents: dict[str, bytes]) -> dict[str, bytes]:
    """Make the source files that describe datasets: docstrings, and lists of names.

    Raises
    ------
    BuildError
        If a dataset has no loader, a loader has no dataset, or a docstring lacks its sections.
    """
    blocks = {
        resource["name"]: block(resource, contents[resource["path"]])
        for resource in resources
        if resource["kind"] == "dataset"
    }
    sources: dict[Path, str] = {}
    modules: dict[str, str] = {}
    for name, (path, _) in loaders().items():
        if name not in blocks:
            raise BuildError(
                f"loaders/{path.name}: {name}() is the loader of no dataset"
            )
        columns = blocks.pop(name)
        rewrite(sources, path, name, "Returns", lambda _, new=columns: new)
        modules[name] = path.stem
    for name in blocks:
        raise BuildError(
            f"{name} has no loader: write {name}() in loaders/data_tables.py"
        )
    return encoded(sources) | names.build(modules)
