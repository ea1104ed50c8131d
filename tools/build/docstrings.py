"""Write the section Returns of each loader's docstring, from the descriptor that the models make."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable

from build import names
from build.descriptor import Json, csv_rows
from build.page import REPOSITORY, BuildError, Row
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
        found = ", ".join(code["value"] for code in field["codes"])
        return found if len(found) <= MANY else f'``codebook("{dataset}")`` lists them'
    if "enum" in constraints:
        found = allowed_values(constraints)
        return found if len(found) <= MANY else ""
    if field.get("unit") == "year":
        return f"{constraints['minimum']} to {constraints['maximum']}"
    return ""


def _gaps(column: str, key: str, rows: list[Row]) -> str:
    """Return where a column is empty: all rows of some values of the key's first column, or the number of rows."""
    missing = {row[key] for row in rows if not row[column]}
    count = sum(not row[column] for row in rows)
    if count == sum(row[key] in missing for row in rows):
        return f"missing for {' and '.join(sorted(missing))}"
    return f"missing in {count} {'row' if count == 1 else 'rows'}"


def _line(field: Json, resource: Json, rows: list[Row]) -> str:
    """Return one column's meaning, unit and values, and where it is missing."""
    text = field["description"]
    unit = field.get("unit", "")
    if unit and unit not in ("rank", "year", "see unit"):
        text += f", {unit}"
    if values := _values(field, resource["name"]):
        text += f" ({values})"
    if field["missing"]:
        text += f"; {_gaps(field['name'], resource['schema']['primaryKey'][0], rows)}"
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
    key = ", ".join(f"`{column}`" for column in resource["schema"]["primaryKey"])
    lines = [f"    DataFrame\n{INDENT}{resource['rows']} rows, key {key}.\n"]
    lines += [_line(field, resource, rows) for field in resource["schema"]["fields"]]
    return "\n".join(lines)


def descriptions() -> dict[str, dict[str, str]]:
    """Return each loader's description from its docstring: what a row is, common misreadings, and the data's source.

    The first line is left out, as it repeats the title.
    """
    found = {}
    for path in sorted(LOADERS.glob("[a-z]*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                text = ast.get_docstring(node) or ""
                prose = re.split(r"\n\n(?:Parameters|Returns)\n---", text)[0]
                below = " ".join(text.partition("Notes\n-----\n")[2].split())
                source = re.search(r"^Source: (.*?) Corrections:", below)
                if not source:
                    raise BuildError(
                        f"loaders/{path.name}: {node.name}() needs, below Notes, Source: and Corrections:"
                    )
                # The descriptor and the cards are Markdown, with single backticks for code.
                paragraphs = [
                    " ".join(part.split()).replace("``", "`")
                    for part in prose.split("\n\n")
                ]
                found[node.name] = {
                    "description": "\n\n".join(paragraphs[1:]),
                    "source": source[1].replace("``", "`"),
                }
    return found


def rewrite(text: str, name: str, heading: str, write: Callable[[str], str]) -> str:
    """Return a source file in which one section of a function's docstring is written anew.

    `write` gets what stands below the heading, and returns what is to stand there.

    Raises
    ------
    BuildError
        If the docstring has no such section, or none after it.
    """
    place = re.search(
        rf"^def {name}\((?:(?!^def ).)*?\n    {heading}\n    -+\n(.*?)\n\n    \w+\n    --",
        text,
        re.M | re.S,
    )
    if not place:
        raise BuildError(f"{name}() needs the heading {heading}, and one below it")
    return text[: place.start(1)] + write(place[1]) + text[place.end(1) :]


def build(resources: list[Json], contents: dict[str, bytes]) -> dict[str, bytes]:
    """Make the source files that describe datasets: the loaders' docstrings, and the lists of names.

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
    files: dict[str, bytes] = {}
    parts: dict[str, list[str]] = {}
    for path in sorted(LOADERS.glob("[a-z]*.py")):
        text = path.read_text(encoding="utf-8")
        parts[path.stem] = re.findall(r"^def ([a-z]\w*)\(", text, re.M)
        for name in parts[path.stem]:
            if name not in blocks:
                raise BuildError(
                    f"loaders/{path.name}: {name}() is the loader of no dataset"
                )
            columns = blocks.pop(name)
            text = rewrite(text, name, "Returns", lambda _, new=columns: new)
        files[path.relative_to(REPOSITORY).as_posix()] = text.encode()
    for name in blocks:
        raise BuildError(f"{name} has no loader: write {name}() in loaders/datasets.py")
    return names.build(parts, files)
