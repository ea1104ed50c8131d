"""Write the section Returns of each loader's docstring, from the descriptor."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

from build import names
from build.descriptor import Json
from build.page import REPOSITORY, BuildError, Files, Rows, csv_rows
from neadigital.catalogue import allowed_values

LOADERS = REPOSITORY / "src" / "neadigital" / "loaders"
INDENT = " " * 8
WIDTH = 100
# Longer lists of values are left to the codebook.
MANY = 70


def _values(field: Json, dataset: str) -> str:
    """Return a column's allowed values, if there are few or they are a range of years."""
    constraints = field.get("constraints", {})
    listed = otherwise = ""
    if "codes" in field:
        listed = ", ".join(code["value"] for code in field["codes"])
        otherwise = f'``codebook("{dataset}")`` lists them'
    elif "enum" in constraints:
        listed = allowed_values(constraints).replace(";", ", ")
    elif field.get("unit") == "year":
        listed = "{minimum} to {maximum}".format_map(constraints)
    return listed if len(listed) <= MANY else otherwise


def _gaps(column: str, key: str, rows: Rows) -> str:
    """Return for which values of the key's first column it is empty, or in how many rows."""
    empty = {row[key] for row in rows if not row[column]}
    if not any(row[column] for row in rows if row[key] in empty):
        names = " and ".join(sorted(empty))
        return f"missing for {names}"
    count = sum(not row[column] for row in rows)
    return f"missing in {count} {'row' if count == 1 else 'rows'}"


def _line(field: Json, resource: Json, rows: Rows) -> str:
    """Return one column's meaning, unit and values, and where it is missing."""
    name = field["name"]
    text = f"- `{name}` : {field['description']}"
    unit = field.get("unit", "")
    if unit not in ("", "rank", "year", "see unit"):
        text += f", {unit}"
    if values := _values(field, resource["name"]):
        text += f" ({values})"
    if field["missing"]:
        first_key = resource["schema"]["primaryKey"][0]
        text += f"; {_gaps(name, first_key, rows)}"
    return textwrap.fill(
        text,
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
    columns = [_line(field, resource, rows) for field in schema["fields"]]
    head = f"    DataFrame\n{INDENT}{len(rows)} rows, key {key}.\n"
    return "\n".join([head, *columns])


def _described(text: str) -> dict[str, str]:
    """Return the description and the source in a loader's docstring; nothing without a source."""
    # The descriptor and the cards are Markdown, with single backticks for code.
    text = text.replace("``", "`")
    prose, *_ = re.split(r"\n\n(?:Parameters|Returns)\n---", text)
    # The first line repeats the title.
    _, *paragraphs = prose.split("\n\n")
    joined = [" ".join(paragraph.split()) for paragraph in paragraphs]
    source = re.search(r"Notes\n-----\nSource: (.*?)\sCorrections:", text, re.S)
    if not source:
        return {}
    return {
        "description": "\n\n".join(joined),
        "source": " ".join(source[1].split()),
    }


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
    start = rf"(^def {name}\((?:(?!^def ).)*?\n    {heading}\n    -+\n)"
    end = r"\n+(?=    \w+\n    ---)"
    parts = re.split(
        f"{start}(.*?){end}",
        text,
        maxsplit=1,
        flags=re.M | re.S,
    )
    if len(parts) == 1:
        raise BuildError(
            f"{name}() needs the heading {heading}, and another heading after it"
        )
    before, head, section, after = parts
    sources[path] = f"{before}{head}{write(section)}\n\n{after}"


def encoded(sources: dict[Path, str]) -> Files:
    """Return source files as contents by their path in the repository."""
    return {
        path.relative_to(REPOSITORY).as_posix(): text.encode()
        for path, text in sources.items()
    }


def build(resources: list[Json], contents: Files) -> Files:
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
