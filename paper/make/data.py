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
import sys
from functools import cache
from typing import Any

import pandas as pd

from neadigital import _store
from neadigital.schemas import _registry as registry
from paper.audit import records, tables
from paper.audit.inputs import Dataset, Inputs
from paper.make import citations, declared, descriptor
from paper.make.program import run
from paper.rows import datasets, notes, page, recovered
from paper.rows.datasets import Made
from paper.rows.models import Model
from paper.rows.page import DATA, REPOSITORY, TYPED, BuildError, Files, Rows


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
    names = set(registry.DATASETS)
    functions = {*page.TABLES, *recovered.RECOVERED}
    titles = set(page.titles())
    paths = (TYPED / "printed").glob("table_*.csv")
    files = {int(path.stem.removeprefix("table_")) for path in paths}
    used: set[int] = set()
    for model in registry.DATASETS.values():
        used.update(model.Config.metadata.get("tables", []))
    # What is there, what must be there for it, and what to say where it is not.
    rules: list[tuple[set[Any], set[Any], str]] = [
        (
            functions,
            names,
            "{}() in paper/rows is no dataset's: write a model of that name in schemas/",
        ),
        (
            names,
            functions,
            "{0} has no function for its values: "
            "write {0}() in paper/rows/page.py, marked @dataset",
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
        found = {}
        noted: Rows = []
        for name in registry.DATASETS:
            made = datasets.make(name, rules.get(name, []))
            found[name] = self.add_dataset(name, made)
            noted += made.notes
        return Inputs(found, noted)

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
    inputs = made.add_datasets()
    made.add_printed()
    records.check(inputs)
    about = tables.build(inputs)
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
