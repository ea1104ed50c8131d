"""Refuse a digit that is typed into a sentence about data.

A number in a sentence is filled in by the build, so that it cannot outlive the datum. Free are what
stands in braces or backticks, years and dates, numbers of sections, tables, figures and footnotes,
units, the ends of a scale, and the names in NAMES. The pages of the gallery and the studies have no
braces: a number in their text must be held by an `assert` of the same page.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from paper.make.page import REPOSITORY, RULES

#: Names that begin with a digit, or have one after a blank or a dash.
NAMES = (
    "3G",
    "4G",
    "47 economies",
    "CC BY 4.0",
    "CC BY-NC-SA 3.0 IGO",
    "CLDR 49",
    "Digital 100",
    "ISO 3166-1 alpha-3",
    "ISO 3166-1",
    "ISO 3166-2",
    "ISO 8601",
    "Kunpeng 920",
)
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?:19|20)\d\d"
_PART = r"[\dIVX]+(?:\.\d+)*[ab]?"
# What is removed before digits are looked for, in this order.
_FREE = (
    r"\{[^}]*\}",
    r"`[^`]*`",
    *(re.escape(name) for name in NAMES),
    # A commit of a copy, and identifiers such as B2B, TOP10, fn45 and t04-last.
    r"\S+@[0-9a-f]+",
    r"\b[A-Za-z][\w.]*\d[\w.]*(?:-\w+)*",
    rf"\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}\b",
    rf"\b{_YEAR}(?:-Q\d|-\d\d)?s?\b|\b\d+th century",
    rf"\b(?:[Ss]ections?|[Tt]ables?|[Ff]igures?|[Ff]ootnotes?|[Cc]hapters?|[Aa]nnex|[Pp]arts?)"
    rf" {_PART}(?:(?:,| and| to| or|-) ?{_PART})*",
    r"\bper 1(?:00|000| million)\b|US\$ 100 million|\b0(?:-| to )120\b|\b\d+ = 100\b|\b1e-?\d+\b",
    # The ends of a scale.
    r"(?<![\d.,])(?:0|1|100)(?![\d]|[.,]\d)",
)
_FREE_TEXT = re.compile("|".join(_FREE))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def numbers(text: str) -> list[str]:
    """Return the numbers typed into a text that must not be there."""
    # A blank keeps what is left of it from joining.
    return _NUMBER.findall(_FREE_TEXT.sub(" ", text))


#: A text with the line on which it begins.
Located = tuple[int, str]


def _texts_of_csv(path: Path, columns: Iterable[str]) -> Iterator[Located]:
    """Yield the texts of some columns of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            for column in columns:
                yield rows.line_num, row[column]


def _texts_of_toml(path: Path, labels: Iterable[str]) -> Iterator[Located]:
    """Yield the texts of a TOML file but those of some labels, which are no sentences."""
    content = path.read_text(encoding="utf-8")
    lines = content.splitlines()

    def texts(entry: dict[str, Any]) -> Iterator[str]:
        for name, value in entry.items():
            if isinstance(value, dict):
                yield from texts(value)
            elif isinstance(value, str) and name not in labels:
                yield value

    for name, entry in tomllib.loads(content).items():
        line = lines.index(f"[{name}]") + 1
        for text in texts(entry):
            yield line, text


def _texts_of_models(path: Path) -> Iterator[Located]:
    """Yield the docstrings of models, and the texts with a blank in their declarations."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for model in tree.body:
        # Functions of a module are code, and so are those of a model.
        if isinstance(model, ast.FunctionDef):
            continue
        skipped = {
            id(node)
            for function in ast.walk(model)
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
        }
        for node in ast.walk(model):
            if isinstance(node, ast.Constant) and id(node) not in skipped:
                # The examples of a docstring are code.
                text = str(node.value).partition("Examples\n")[0]
                if isinstance(node.value, str) and _is_sentence(text):
                    yield node.lineno, text


def _is_sentence(text: str) -> bool:
    """Tell a sentence from a code and from an expression."""
    return " " in text and "==" not in text


def _texts_of_page(path: Path) -> Iterator[Located]:
    """Yield the text of a page of the gallery or a study: its docstring and its comments."""
    content = path.read_text(encoding="utf-8")
    tree = ast.parse(content)
    yield 1, ast.get_docstring(tree) or ""
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _held(path: Path) -> set[str]:
    """Return the numbers that the assertions of a page hold."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        str(node.value).rstrip("0").rstrip(".")
        if "." in str(node.value)
        else str(node.value)
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Assert)
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    }


def _sources(root: Path) -> Iterator[tuple[Path, Iterator[Located]]]:
    """Yield the files with sentences about data, each with its texts."""
    rules = root / RULES.relative_to(REPOSITORY)
    for name, columns in (
        ("note_rules", ("note", "evidence")),
        # What a publisher says there is a record.
        ("breaks", ("evidence",)),
        ("statements", ("unchecked",)),
    ):
        path = rules / f"{name}.csv"
        yield path, _texts_of_csv(path, columns)
    for name, labels in (("causes", ()), ("claims", ("where", "kind"))):
        path = rules / f"{name}.toml"
        yield path, _texts_of_toml(path, labels)
    for path in sorted((root / "src/neadigital/schemas").glob("*.py")):
        yield path, _texts_of_models(path)
    for path in sorted((root / "LICENSES").glob("LicenseRef-*.txt")):
        yield path, enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)


def problems(root: Path = REPOSITORY) -> list[str]:
    """Name each typed number of a repository, with its file, line and sentence."""
    found = []
    for path, texts in _sources(root):
        found += _of(path.relative_to(root), texts, set())
    for folder in ("gallery", "studies"):
        for path in sorted((root / "docs" / folder).glob("*.py")):
            found += _of(path.relative_to(root), _texts_of_page(path), _held(path))
    return found


def _of(path: Path, texts: Iterable[Located], held: set[str]) -> list[str]:
    """Return what is wrong in a file."""
    return [
        f"{path.as_posix()}, line {line}: {number} is typed; fill it in, or let an "
        f"assert of the page hold it: {' '.join(text.split())[:160]}"
        for line, text in texts
        for number in numbers(text)
        if number not in held
    ]
