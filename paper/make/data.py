"""Build every derived file from the typed data.

    python -m paper.make.data          write the files
    python -m paper.make.data --check  fail if a committed file differs from what is built

The typed data are in src/neadigital/data/typed (shipped with the package) and paper/typed (read by
the build only). The build writes src/neadigital/data/built (the datasets, their notes, and what the
audit finds), the descriptor with its digest, and the licences of the datasets. Printed numbers stay
decimal text from start to end.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from neadigital import _store, schemas
from neadigital.schemas import _registry as registry
from neadigital.schemas._codes import ITU_INDICATORS
from paper.audit import tables
from paper.audit.inputs import Dataset, Inputs
from paper.make import (
    breaks,
    citations,
    declared,
    descriptor,
    notes,
    page,
    publications,
    records,
    recovered,
)
from paper.make.descriptor import Model
from paper.make.page import DATA, REPOSITORY, TYPED, BuildError, Files, Rows, parse
from paper.make.program import run


def reference_year(cell: str, year: str) -> str:
    """Return the year in the cell's own brackets, otherwise the year of its column."""
    found = re.search(r"\((\d{4})\)$", cell)
    return found[1] if found else year


def typed(rows: Rows, model: Model) -> Rows:
    """Parse the numeric cells and add the columns computed from them."""
    columns = list(model.to_schema().columns)
    numbers = descriptor.numeric(model)
    has_status = "obs_status" in columns
    first = first_value(model) if has_status else ""
    result = []
    for row in rows:
        if model is schemas.ItuIndicators:
            computed = {
                "unit": ITU_INDICATORS[row["indicator"]][1],
                "reference_year": reference_year(row["value"], row["year"]),
            }
            row = row | computed
        if has_status:
            status = "A" if parse(row[first]) else "O"
            row = row | {"obs_status": status, "segment": "0"}
        parsed = {column: parse(row[column]) for column in numbers}
        full = row | parsed
        result.append({column: full[column] for column in columns})
    return result


def first_value(model: Model) -> str:
    """Return the first column of values, which in a wide table its row is about."""
    fields = descriptor.fields(model)
    return next(field["name"] for field in fields if field.get("role") == "value")


def mark_breaks(made: notes.Noted, model: Model) -> None:
    """Set status and segment of each row from the notes that say where a series breaks.

    The rows of a series are in the order of their years.
    """
    if "segment" not in model.to_schema().columns:
        return
    keys = model.to_schema().unique
    of_series = [key for key in keys if key != "year"]
    breaks = {note["key"] for note in made.notes if note["kind"] == "break"}
    count: Counter[str] = Counter()
    for row in made.rows:
        series = notes.key_text(row, of_series)
        if notes.key_text(row, keys) in breaks:
            row["obs_status"] = "B"
            count[series] += 1
        row["segment"] = str(count[series])


def mark_printed_breaks(printed: Rows, corrected: Rows) -> None:
    """Give the rows as printed the segments of the corrected ones, and the status where it fits."""
    for row, right in zip(printed, corrected, strict=True):
        if "segment" not in right:
            continue
        row["segment"] = right["segment"]
        # A series also breaks in the row of its printed value, if there is one.
        if right["obs_status"] == "B" and row["obs_status"] == "A":
            row["obs_status"] = "B"


def to_csv(rows: Rows, columns: list[str] | None = None) -> bytes:
    """Write these columns of rows, by default all, as UTF-8 with LF."""
    frame = pd.DataFrame(rows, columns=columns)
    return frame.to_csv(index=False, lineterminator="\n").encode()


def check_model(name: str, path: str, content: bytes, model: Model) -> None:
    """Validate a file's content and report all failures at once."""
    frame = _store.parse(content, descriptor.fields(model))
    try:
        model.validate(frame, lazy=True)
    except Exception as error:
        raise BuildError(f"{path} breaks the model of {name}:\n{error}") from error


# nothing is left out


def check_parts() -> None:
    """Refuse by name a model, function or printed table that nothing uses, and the reverse."""
    datasets = set(registry.DATASETS)
    functions = {*page.TABLES, *recovered.RECOVERED}
    titles = set(page.titles())
    paths = (TYPED / "printed").glob("table_*.csv")
    files = {int(path.stem.removeprefix("table_")) for path in paths}
    used: set[int] = set()
    for model in registry.DATASETS.values():
        used.update(model.Config.metadata.get("tables", []))
    # What is there, what must be there for it, and what to say where it is not.
    rules = [
        (
            functions,
            datasets,
            "{}() in paper/make is no dataset's: write a model of that name in schemas/",
        ),
        (
            datasets,
            functions,
            "{0} has no function for its values: "
            "write {0}() in paper/make/page.py, marked @dataset",
        ),
        (files, titles, "typed/printed/table_{:02d}.csv has no line in titles.csv"),
        (titles, files, "table {} of titles.csv has no file in typed/printed"),
        (files, used, "table {} is in no dataset: name it in a model's metadata"),
        (used, titles, "table {}, which a model names, is not in titles.csv"),
    ]
    problems = [
        why.format(name)
        for there, needed, why in rules
        for name in sorted(there - needed)
    ]
    for name, model in registry.DATASETS.items():
        problems += declared.problems(name, model)
    if problems:
        raise BuildError("\n".join(problems))


# the build


class Made(NamedTuple):
    """A dataset's rows, those as printed, those of the page, its notes, and what it cites."""

    rows: Rows
    printed: Rows
    page: Rows
    notes: Rows
    cites: list[str]


def make(name: str, rules: Rows) -> Made:
    """Make a dataset from its function and the typed rules for notes."""
    model = registry.DATASETS[name]
    if name in recovered.RECOVERED:
        rows, raw = recovered.RECOVERED[name]()
    else:
        rows = raw = page.TABLES[name]()
    numbers = descriptor.numeric(model)
    columns = model.to_schema().unique

    def key(row: page.Row) -> list[Any]:
        return [int(row[name]) if name in numbers else row[name] for name in columns]

    rows, raw = sorted(rows, key=key), sorted(raw, key=key)
    printed = typed(raw, model)
    made = typed(rows, model)
    noted = notes.apply(name, model, made, rules + breaks.rules(name, made))
    mark_breaks(noted, model)
    mark_printed_breaks(printed, noted.rows)
    cites = publications.cites(model, noted.rows, noted.cited)
    return Made(noted.rows, printed, raw, noted.notes, cites)


class Build:
    """The files that are made, by their path below the package's data, and their description."""

    def __init__(self) -> None:
        self.files: Files = {}
        self.resources: list[descriptor.Json] = []

    def add(
        self, name: str, path: str, content: bytes, model: Model, **described: Any
    ) -> descriptor.Json:
        """Add a file after a check against its model, and return its description."""
        check_model(name, path, content, model)
        resource = descriptor.tidy_resource(name, path, content, model, **described)
        self.resources.append(resource)
        if path.startswith("built/"):
            self.files[path] = content
        return resource

    def add_dataset(self, name: str, made: Made) -> Dataset:
        """Add a dataset, and the page's version of it if the two differ."""
        model = registry.DATASETS[name]
        described: dict[str, Any] = {"cites": made.cites}
        content = to_csv(made.rows)
        entry = self.add(
            name, f"built/{name}.csv", content, model, kind="dataset", **described
        )
        if made.rows != made.printed:
            self.add(
                f"{name}_as_printed",
                f"built/as_printed/{name}.csv",
                to_csv(made.printed),
                model,
                kind="as_printed",
                title=f"{model.Config.title} (as printed)",
                **described,
            )
        return Dataset(entry, content, made.rows, made.printed, made.page)

    def add_datasets(self) -> Inputs:
        """Add all datasets, and return what the audit reads of them."""
        rules = notes.rules()
        datasets = {}
        noted: Rows = []
        for name in registry.DATASETS:
            made = make(name, rules.get(name, []))
            datasets[name] = self.add_dataset(name, made)
            noted += made.notes
        return Inputs(datasets, noted)

    def add_printed(self) -> None:
        """Add the tables as they are printed."""
        for number, heading in page.titles().items():
            file = page.file_of(number)
            path = file.relative_to(DATA).as_posix()
            content = file.read_bytes()
            resource = descriptor.printed_resource(number, path, content, heading)
            self.resources.append(resource)

    def add_tables(self, made: dict[str, Rows]) -> None:
        """Add the tables about the data: those that are made, and those typed."""
        paths = {"printed_titles": "typed/printed/titles.csv"}
        for name, model in registry.ABOUT.items():
            if name in made:
                path = f"built/{name}.csv"
                columns = list(model.to_schema().columns)
                content = to_csv(made[name], columns)
            else:
                path = paths.get(name, f"typed/{name}.csv")
                content = (DATA / path).read_bytes()
            self.add(name, path, content, model, kind="about")

    def add_confirming(self, observations: Rows) -> None:
        """Add to each dataset what confirms its numbers."""
        for entry in self.resources:
            if entry["kind"] == "dataset":
                having = citations.confirming(observations, entry["name"])
                entry["confirmedBy"] = dict(having)

    def add_descriptor(self) -> None:
        """Add the descriptor of all that is there, and its digest."""
        package = descriptor.package(self.resources, page.typed("sources"))
        content = descriptor.to_json(package)
        digest = hashlib.sha256(content).hexdigest()
        self.files["datapackage.json"] = content
        self.files["datapackage.sha256"] = f"{digest}  datapackage.json\n".encode()


@cache
def inputs() -> Inputs:
    """Return what the audit reads, made from what is typed."""
    return Build().add_datasets()


def build() -> Files:
    """Make the content of every derived file, by its path in the repository."""
    check_parts()
    made = Build()
    datasets = made.add_datasets()
    made.add_printed()
    records.check(datasets)
    about = tables.build(datasets)
    made.add_tables(about | {"economies": page.economies()})
    made.add_confirming(about["observations"])
    made.add_descriptor()
    files = {
        f"{DATA.relative_to(REPOSITORY).as_posix()}/{path}": content
        for path, content in made.files.items()
    }
    return files | declared.licence_files()


def strays(files: Files) -> list[str]:
    """Name the files of the package's data that nothing builds or describes."""
    # check_parts() refuses a typed file without a description; all other files are built.
    expected = {REPOSITORY / path for path in files}
    expected |= {TYPED / f"{name}.csv" for name in page.SHIPPED}
    expected |= {page.file_of(number) for number in page.titles()}
    return [
        f"{target.relative_to(REPOSITORY).as_posix()}: nothing builds or describes this file"
        for target in sorted(DATA.rglob("*"))
        if target.is_file() and target not in expected
    ]


def main() -> int:
    """Write or check the files."""
    return run("data", REPOSITORY, build, strays)


if __name__ == "__main__":
    sys.exit(main())
