"""Make every file of data from what is typed.

The typed data are in src/neadigital/data/typed (shipped with the package) and paper/typed (read
here only). Made are src/neadigital/data/built (the datasets, their notes, and what the audit finds)
and the descriptor with its digest. Printed numbers stay decimal text from start to end.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
from pandera.errors import SchemaErrors

from neadigital import _store
from neadigital.schemas import _registry as registry
from paper.audit import records, tables
from paper.audit.inputs import Dataset, Inputs
from paper.make import descriptor
from paper.rows import datasets, notes, page, recovered
from paper.rows.datasets import Made
from paper.rows.models import Model
from paper.rows.page import DATA, REPOSITORY, RULES, Files, Rows


def to_csv(rows: Rows, columns: list[str] | None = None) -> bytes:
    """Write these columns of rows, by default all, as UTF-8 with LF."""
    frame = pd.DataFrame(rows, columns=columns)
    return frame.to_csv(index=False, lineterminator="\n").encode()


def check_model(name: str, path: str, content: bytes, model: Model) -> None:
    """Validate a file's content and report all failures at once."""
    frame = _store.parse(content, descriptor.fields(model))
    try:
        model.validate(frame, lazy=True)
    except SchemaErrors as error:
        error.add_note(f"{path} breaks the model of {name}.")
        raise


def check_parts() -> None:
    """Refuse a model without numbers, numbers without a model, and half a declaration."""
    models = registry.DATASETS
    made = {line["dataset"] for line in page.typed("headings")}
    made |= {*page.FUNCTIONS, *recovered.RECOVERED}
    # Another publication's numbers may be a file as it is.
    files = {path.stem for path in RULES.glob("*.csv")}
    alone = sorted((made ^ models.keys()) - files)
    assert not alone, (
        f"{alone}: write both a model in schemas/_data_tables.py and the numbers, in a file of its "
        "name in paper/typed/"
    )
    for name, model in models.items():
        _check_declared(f"schemas/_data_tables.py, {name}", model)


def _check_declared(place: str, model: Model) -> None:
    """Refuse a model with an unknown licence, or without an example."""
    licence = model.Config.metadata["licence"]
    assert licence in descriptor.LICENCES, (
        f"{place}: add {licence!r} to LICENCES in paper/make/descriptor.py"
    )
    has_example = ">>> " in descriptor.help_of(model)
    assert has_example, f"{place}: its help in _loaders.py needs an example"


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
        content = to_csv(made.rows)
        entry = self.add(
            name,
            f"built/{name}.csv",
            content,
            model,
            kind="dataset",
            cites=made.cites,
        )
        if made.rows != made.printed:
            self.add(
                f"{name}_as_printed",
                f"built/as_printed/{name}.csv",
                to_csv(made.printed),
                model,
                kind="as_printed",
                cites=made.cites,
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

    def add_confirming(self, confirming: Mapping[str, Counter[str]]) -> None:
        """Add to each dataset what confirms its numbers."""
        for entry in self.resources:
            if entry["kind"] == "dataset":
                entry["confirmedBy"] = dict(confirming[entry["name"]])

    def add_descriptor(self) -> None:
        """Add the descriptor of all that is there, and its digest."""
        package = descriptor.package(self.resources, page.typed("sources"))
        text = json.dumps(package, ensure_ascii=False, indent=1)
        content = f"{text}\n".encode()
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
    found = tables.Findings(inputs)
    about = tables.build(found)
    made.add_tables(about | {"economies": page.economies()})
    made.add_confirming(tables.confirming(found))
    made.add_descriptor()
    folder = DATA.relative_to(REPOSITORY)
    files = {}
    for path, content in made.files.items():
        files[(folder / path).as_posix()] = content
    return files
