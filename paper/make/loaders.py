"""Write the loaders from the models and the built data.

    python -m paper.make.loaders          write the files
    python -m paper.make.loaders --check  fail if a committed file differs from what is written

A loader says what its model declares and what the data hold: prose, columns with their units and
the values that occur, key, number of rows, how many numbers are corrected or doubtful, source, and
an example.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from neadigital import _store
from neadigital._catalogue import allowed_values
from neadigital._messages import count
from neadigital.schemas._columns import PERIODS
from neadigital.schemas._registry import ABOUT, DATASETS
from paper.make import declared
from paper.make.descriptor import Model
from paper.make.page import REPOSITORY, Files
from paper.make.program import run

MODULE = "src/neadigital/_loaders.py"
PACKAGE = "src/neadigital/__init__.py"
SCHEMAS = "src/neadigital/schemas/__init__.py"
WIDTH = 100
# A list of values that is longer is given by its size.
LONGEST_LIST = 480
# More whole numbers than these are given by the least and the largest.
MOST_LISTED = 12
# Units that a column's meaning says already.
SILENT_UNITS = (
    "",
    "enterprises",
    "months",
    "numbers",
    "rank",
    "see unit",
    "states",
    "values",
    "year",
)

HEAD = '''"""The loaders: a function for each dataset, and for each table about the data.

`make build` writes this file from the models in `schemas` and from the built data. Each function
returns a new frame, sorted by its key; changing it changes nothing else. The first call imports
pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from neadigital import _tables

if TYPE_CHECKING:
    import pandas as pd
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, pd, schemas

'''

SCHEMAS_HEAD = '''"""The Pandera models of every table: columns, meaning, unit, key and checks.

Only the models declare columns, and what a dataset is: its title, description, example, source,
licence and chart. Loaders, descriptor, pages and licences are built from the models; at run time
only `neadigital.validate` and users' own checks need them. `make build` writes this list of them.

A model allows only its declared columns and values; docs/extending_models.md shows how to relax it.
"""

from neadigital.schemas._columns import Table
'''

DAMAGED = """DataIntegrityError
    If the bundled file is missing or changed."""
UNKNOWN = """UnknownDatasetError
    If there is no such dataset."""
NO_EDITION = """UnknownChoiceError
    If there is no such edition."""

NAME = """name : str, optional
    A dataset; by default all."""

LOAD = '''
def load(
    name: DatasetName | TableName, *, as_printed: bool = False, edition: str | int | None = None
) -> pd.DataFrame:
    """Return any table of the package by its name, for loops over several.

    Parameters
    ----------
    name : str
        A dataset, one of `DatasetName`, or a table about the data, one of `TableName`.
    as_printed : bool, default False
        Give the paper's values of a dataset, misprints included, instead of the corrected ones.
    edition : str or int, optional
        One of the dataset's editions, if it has several; by default its first.

    Returns
    -------
    DataFrame
        The table. Of a dataset ``attrs["neadigital"]`` has dataset, as_printed, edition, version,
        citation key and licence.

    Raises
    ------
    UnknownDatasetError
        If there is no such table; the message lists those there are, the nearest first.
    TypeError
        If `as_printed` is neither true nor false, or is true of a table that the paper does not
        print, or if a table without editions is asked for one.
    DataIntegrityError
        If the bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.load("cybersecurity_ranks").shape
    (20, 3)
    >>> neadigital.load("causes")["title"][0]
    'Growth rates are divided by the new value'
    """
    return _tables.load(name, as_printed, edition)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
'''


# what a docstring says


def fill(text: str, indent: str = "", first: str = "") -> str:
    """Break a text into lines, of which the first has another indent."""
    return textwrap.fill(
        text,
        WIDTH - 4,
        initial_indent=first or indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def sections(**texts: str) -> Iterator[str]:
    """Yield each section of a docstring that has a text, below its heading."""
    for name, text in texts.items():
        heading = name.capitalize()
        if text:
            yield f"{heading}\n{'-' * len(heading)}\n{text}"


def docstring(first: str, *parts: str) -> str:
    """Return the lines of a docstring, indented as those of a function."""
    text = "\n\n".join(part for part in [f'"""{first}.', *parts] if part)
    return textwrap.indent(f'{text}\n"""', " " * 4)


def prose(text: str) -> str:
    """Return paragraphs, broken into lines."""
    return "\n\n".join(fill(code(each)) for each in text.split("\n\n"))


def code(text: str) -> str:
    """Return a text in which names are between single backticks, other code between double ones."""
    # Every second part is code.
    parts = text.split("`")
    for i in range(1, len(parts), 2):
        mark = "`" if parts[i].isidentifier() else "``"
        parts[i] = f"{mark}{parts[i]}{mark}"
    return "".join(parts)


def number(value: float) -> str:
    """Return a number as short as it can be."""
    return str(int(value)) if value == int(value) else str(value)


def spread(values: Iterable[str]) -> str:
    """Return the least and the largest of some numbers."""
    numbers = [float(value) for value in values]
    low, high = number(min(numbers)), number(max(numbers))
    return low if low == high else f"{low} to {high}"


def occurring(field: dict[str, Any], values: list[str]) -> str:
    """Say which values a column has: all of them, or the least and the largest."""
    known = [value for value in dict.fromkeys(values) if value]
    if not known:
        return ""
    # Values of several units have no common range, and periods no short list.
    unit = field.get("unit")
    if unit == "see unit" or field.get("allowed") == PERIODS:
        return ""
    if field["type"] == "integer" and unit != "rank":
        whole = sorted(map(int, known))
        if len(whole) <= MOST_LISTED or unit == "year":
            return allowed_values({"enum": whole}).replace(";", ", ")
    if field["type"] in ("number", "integer"):
        return spread(known)
    codes = [code["value"] for code in field.get("codes", [])]
    order = codes or field.get("constraints", {}).get("enum", [])
    listed = ", ".join(sorted(known, key=order.index) if order else sorted(known))
    return listed if len(listed) <= LONGEST_LIST else f"{len(known)} values"


def column(field: dict[str, Any], values: list[str]) -> str:
    """Return the line on a column: what it means, in which unit, which values it has."""
    meaning = field["description"]
    if field.get("unit", "") not in SILENT_UNITS:
        meaning += f", {field['unit']}"
    missing = values.count("")
    remarks = [occurring(field, values)]
    if missing:
        remarks.append(f"missing in {count(missing, 'row')}")
    said = "; ".join(filter(None, remarks))
    text = f"{meaning} ({said})" if said else meaning
    return fill(
        text,
        "      ",
        f"    - `{field['name']}` : ",
    )


def columns(name: str, *, with_values: bool) -> str:
    """Return the lines on the columns of a table."""
    rows = _store.rows(name)
    lines = []
    for field in _store.fields(name):
        own = field["name"]
        lines.append(column(field, [row[own] for row in rows] if with_values else []))
        if not with_values and own != "indicator":
            lines += meanings(field.get("codes", []))
    return "\n".join(lines)


def meanings(codes: list[dict[str, str]]) -> list[str]:
    """Return a list of codes below their column."""
    lines = [
        fill(code["meaning"], " " * 8, f"      - `{code['value']}` : ")
        for code in codes
    ]
    return ["", *lines, ""] if lines else []


def key_of(name: str) -> str:
    """Return the names of the key's columns, as code."""
    return ", ".join(f"`{key}`" for key in _store.key(name))


def size(entry: dict[str, Any]) -> str:
    """Return how many rows a loader gives by default, and which columns are the key."""
    name = entry["name"]
    if "editions" not in entry:
        return f"{entry['rows']} rows, key {key_of(name)}."
    found = [row["edition"] for row in _store.rows(name)]
    default = entry["defaultEdition"]
    others = [edition for edition in entry["editions"] if edition != default]
    more = ", ".join(f"{found.count(edition)} in {edition}" for edition in others)
    rows = f"{found.count(default)} rows in the edition of {default} ({more})"
    return f"{rows}, key {key_of(name)}."


# the loader of a dataset


def trust(name: str) -> str:
    """Say how many numbers of a dataset are corrected and how many are doubtful."""
    [line] = [
        row
        for row in _store.rows("quality")
        if (row["kind"], row["name"]) == ("dataset", name)
    ]
    counts = {column: int(line[column]) for column in line if line[column].isdigit()}
    proved, inferred = counts["corrected_proved"], counts["corrected_inferred"]
    minor, serious = counts["doubtful_minor"], counts["doubtful_serious"]
    also = counts["also_doubtful"]
    remarks = f'``notes("{name}")`` has all remarks.'
    parts = []
    if proved or inferred:
        kinds = [("proved", proved), ("inferred", inferred), ("also doubtful", also)]
        parts.append(f"{_are(proved + inferred)} corrected ({_each(kinds)})")
    if minor or serious:
        kinds = [("slightly", minor), ("seriously", serious)]
        parts.append(f"{_are(minor + serious)} doubtful ({_each(kinds)})")
    if not parts:
        whole = f"None of its {counts['numbers']} numbers is corrected or doubtful"
        return f"{whole}; {remarks}"
    return f"Of its {counts['numbers']} numbers {' and '.join(parts)}; {remarks}"


def _are(number: int) -> str:
    return f"{number} is" if number == 1 else f"{number} are"


def _each(kinds: list[tuple[str, int]]) -> str:
    """Return how many there are of each kind that there is."""
    return ", ".join(f"{number} {kind}" for kind, number in kinds if number)


def printed_option(name: str) -> str:
    """Say what a loader gives as printed."""
    rows = _store.rows(name)
    is_recovered = any(row.get("basis") not in (None, "", "stated") for row in rows)
    is_corrected = any(note["certainty"] for note in _store.rows("notes", name))
    if is_corrected:
        text = "Give the numbers as printed, misprints included."
    elif is_recovered:
        text = "Keep only what the paper prints; the rest is missing."
    else:
        text = "Gives the same values: nothing here is corrected."
    return f"as_printed : bool, default False\n    {text}"


def edition_option(entry: dict[str, Any]) -> str:
    """Say which editions a loader can give."""
    words = ", ".join(f'"{edition}"' for edition in entry["editions"])
    default = entry["defaultEdition"]
    text = f'Which edition to give; by default "{default}".'
    return f"edition : {{{words}}}, optional\n    {text}"


class Loader:
    """What the loader of a dataset takes and passes on."""

    def __init__(self, name: str, model: Model) -> None:
        self.name = name
        self.model = model
        self.entry = _store.resource(name)
        self.raises = DAMAGED
        self.takes = self.gives = self.option = ""
        if editions := self.entry.get("editions"):
            words = ", ".join(f'"{edition}"' for edition in editions)
            # A year may be passed as the number that it is.
            numbers = ", ".join(editions)
            self.takes = f"*, edition: Literal[{words}, {numbers}] | None = None"
            self.gives = ", edition=edition"
            self.option = edition_option(self.entry)
            self.raises = f"{NO_EDITION}\n{DAMAGED}"
        elif not self.entry["publisher"]:
            self.takes = "*, as_printed: bool = False"
            self.gives = ", as_printed=as_printed"
            self.option = printed_option(name)

    def docstring(self) -> str:
        """Return what the loader's help says."""
        listed = columns(self.name, with_values=True)
        source = fill(f"Source: {code(self.entry['source'])} {trust(self.name)}")
        made = sections(
            parameters=self.option,
            returns=f"DataFrame\n{fill(size(self.entry), '    ')}\n\n{listed}",
            raises=self.raises,
            notes=source,
            examples=declared.examples(self.model),
        )
        return docstring(
            self.entry["title"], prose(declared.description(self.model)), *made
        )

    def function(self) -> str:
        """Return the loader."""
        return (
            f"\ndef {self.name}({self.takes}) -> {frame(self.model)}:\n"
            f"{self.docstring()}\n"
            f'    return _tables.dataset("{self.name}"{self.gives})\n'
        )


def frame(model: Model) -> str:
    """Return the type of a model's frames."""
    return f"DataFrame[schemas.{model.__name__}]"


# the tables about the data


def has_function(model: Model) -> bool:
    """Tell whether a table about the data has a function of its name, and not only `load`."""
    return bool(getattr(model.Config, "metadata", {}).get("function"))


def of_dataset(name: str) -> bool:
    """Tell whether a table about the data can be asked for the rows on one dataset."""
    return "dataset" in {field["name"] for field in _store.fields(name)} or (
        name == "quality"
    )


def function_about(name: str, model: Model) -> str:
    """Return the function of a table about the data."""
    entry = _store.resource(name)
    is_asked = of_dataset(name)
    takes = "name: str | None = None" if is_asked else ""
    passed = ", name" if is_asked else ""
    listed = columns(name, with_values=False)
    rows = f"{entry['rows']} rows, key {key_of(name)}."
    made = sections(
        parameters=NAME if is_asked else "",
        returns=f"DataFrame\n{fill(rows, '    ')}\n\n{listed.rstrip()}",
        raises=f"{UNKNOWN}\n{DAMAGED}" if is_asked else DAMAGED,
        examples=declared.examples(model),
    )
    text = docstring(
        entry["title"],
        prose(declared.description(model)),
        *made,
    )
    called = f'_tables.about_data("{name}"{passed})'
    return f"\ndef {name}({takes}) -> {frame(model)}:\n{text}\n    return {called}\n"


# the files


def public() -> list[str]:
    """Return the public names of the module of the loaders."""
    named = [name for name, model in ABOUT.items() if has_function(model)]
    return ["DatasetName", *sorted(["load", *DATASETS, *named])]


def module() -> str:
    """Return the module of the loaders."""
    named = {name: model for name, model in ABOUT.items() if has_function(model)}
    loaders = [Loader(name, model) for name, model in DATASETS.items()]
    tables = sorted([*ABOUT, "codebook", "errata"])
    parts = [
        HEAD,
        "#: The names of the datasets.\n",
        f"DatasetName: TypeAlias = Literal[{', '.join(map(repr, DATASETS))},]\n",
        "#: The names of the tables about the data.\n",
        f"TableName: TypeAlias = Literal[{', '.join(map(repr, tables))},]\n",
        f"__all__ = [{', '.join(map(repr, public()))},]\n",
        *(loader.function() for loader in loaders),
        *(function_about(name, model) for name, model in named.items()),
        LOAD,
    ]
    return "".join(parts)


def package() -> str:
    """Return the package's own file, which imports each loader by its name and lists it.

    If it imported all that the module has, editors would complete that module's imports too.
    """
    text = (REPOSITORY / PACKAGE).read_text(encoding="utf-8")
    text = between(
        text,
        "from neadigital._loaders import (",
        ")",
        ",".join(public()),
    )
    return between(
        text,
        "__all__ += [",
        "]",
        ",".join(map(repr, public())),
    )


def between(text: str, opening: str, closing: str, content: str) -> str:
    """Return a text with another content between two marks."""
    head, rest = text.split(opening)
    _, tail = rest.split(closing, maxsplit=1)
    return f"{head}{opening}{content},{closing}{tail}"


def schemas() -> str:
    """Return the module that lists the models."""
    models = [*DATASETS.values(), *ABOUT.values()]
    lines = [f"from {model.__module__} import {model.__name__}\n" for model in models]
    names = ["Table", *(model.__name__ for model in models)]
    listed = ", ".join(f'"{name}"' for name in sorted(names))
    return (
        f"{SCHEMAS_HEAD}{''.join(sorted(lines))}\n__all__ = [{listed},]\n\n\n"
        f"def __dir__() -> list[str]:\n"
        f'    """List the public names."""\n'
        f"    return sorted(__all__)\n"
    )


def formatted(path: str, text: str) -> bytes:
    """Return a module as the formatter of the repository writes it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", path, "-"]
    sort = [sys.executable, *("-m", "ruff", "check", "--select", "I", "--fix", "-q")]
    content = text.encode()
    for tool in ([*sort, "--stdin-filename", path, "-"], command):
        content = subprocess.run(  # noqa: S603
            tool, input=content, capture_output=True, check=True, cwd=REPOSITORY
        ).stdout
    return content


def build() -> Files:
    """Make the loaders, and the lists of what is public."""
    return {
        MODULE: formatted(MODULE, module()),
        PACKAGE: formatted(PACKAGE, package()),
        SCHEMAS: formatted(SCHEMAS, schemas()),
    }


def main() -> int:
    """Write or check the loaders."""
    return run("loaders", REPOSITORY, build)


if __name__ == "__main__":
    sys.exit(main())
