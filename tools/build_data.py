"""Build every derived file from the typed data.

    python tools/build_data.py          write the files
    python tools/build_data.py --check  fail if a committed file differs from what is built

The typed data are in src/neadigital/data/typed (shipped with the package) and tools/typed (read by
the build only). The build writes src/neadigital/data/built, the descriptor with its digest, and the
columns in the loaders' docstrings. Printed numbers stay decimal text from start to end.
"""

from __future__ import annotations

import hashlib
import io
import re
import sys
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd
from build import (
    aggregates,
    changes,
    descriptor,
    docstrings,
    facts,
    notes,
    page,
    parameters,
    quotes,
    records,
    recovered,
)
from build.descriptor import Model
from build.page import DATA, REPOSITORY, TYPED, BuildError, Files, Rows, parse
from build.program import run

from neadigital import schemas
from neadigital.schemas import _registry as registry
from neadigital.schemas._codes import ITU_INDICATORS


def reference_year(cell: str, year: str) -> str:
    """Return the year in the cell's own brackets, otherwise the year of its column."""
    found = re.search(r"\((\d{4})\)$", cell)
    return found[1] if found else year


def typed(rows: Rows, model: Model) -> Rows:
    """Parse the numeric cells and add the columns computed from them."""
    columns = list(model.to_schema().columns)
    numbers = descriptor.numeric(model)
    result = []
    for row in rows:
        if model is schemas.ItuIndicators:
            computed = {
                "unit": ITU_INDICATORS[row["indicator"]][1],
                "reference_year": reference_year(row["value"], row["year"]),
                "obs_status": "A" if parse(row["value"]) else "O",
            }
            row = row | computed
        parsed = {column: parse(row[column]) for column in numbers}
        full = row | parsed
        result.append({column: full[column] for column in columns})
    return result


def to_csv(rows: Rows) -> bytes:
    """Write rows as UTF-8 with LF."""
    return pd.DataFrame(rows).to_csv(index=False, lineterminator="\n").encode()


def check_model(name: str, path: str, content: bytes, model: Model) -> None:
    """Validate a file's content and report all failures at once."""
    types = descriptor.field_types(model)
    frame = pd.read_csv(
        io.BytesIO(content),
        dtype={column: dtype for column, (_, dtype) in types.items()},
        keep_default_na=False,
        na_values=dict.fromkeys(descriptor.numeric(model), ""),
    )
    try:
        model.validate(frame, lazy=True)
    except Exception as error:
        raise BuildError(f"{path} breaks the model of {name}:\n{error}") from error


# nothing is left out


def check_parts() -> None:
    """Refuse by name a model, function or printed table that nothing uses, and the reverse."""
    models = [*registry.DATASETS.values(), *registry.ABOUT.values()]
    names = {model.__name__ for model in models}
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
            names,
            set(vars(schemas)),
            "{} is a model that schemas/__init__.py does not import",
        ),
        (
            functions,
            datasets,
            "{}() in tools/build is no dataset's: write a model of that name in schemas/",
        ),
        (
            datasets,
            functions,
            "{0} has no function for its values: "
            "write {0}() in tools/build/page.py, marked @dataset",
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
    if problems:
        raise BuildError("\n".join(problems))


# the build


class Made(NamedTuple):
    """A dataset's rows, those as printed, its notes, and the publications that it cites."""

    rows: Rows
    printed: Rows
    notes: Rows
    cites: list[str]


def make(name: str, rules: Rows) -> Made:
    """Make a dataset from its function and the typed rules for notes."""
    model = registry.DATASETS[name]
    if name in recovered.RECOVERED:
        rows, raw = recovered.RECOVERED[name]()
    else:
        rows = raw = page.TABLES[name]()
    key = itemgetter(*model.to_schema().unique)
    rows, raw = sorted(rows, key=key), sorted(raw, key=key)
    printed = typed(raw, model)
    noted = notes.apply(
        name,
        model,
        raw,
        typed(rows, model),
        rules,
        getattr(facts, name, notes.no_facts),
    )
    for row, corrected in zip(printed, noted.rows, strict=True):
        if "reference_year" in row:
            # The year that a value is of is a fact about the printed value, too.
            row["reference_year"] = corrected["reference_year"]
    cites = quotes.cites(model, noted.rows, noted.cited)
    return Made(noted.rows, printed, noted.notes, cites)


def build() -> Files:
    """Make the content of every derived file, by its path in the repository."""
    check_parts()
    files: Files = {}
    resources: list[descriptor.Json] = []
    all_notes: Rows = []
    rules = notes.rules()
    prose = docstrings.descriptions()

    def add(
        name: str,
        path: str,
        content: bytes,
        model: Model,
        **described: Any,
    ) -> None:
        check_model(name, path, content, model)
        resource = descriptor.tidy_resource(name, path, content, model, **described)
        resources.append(resource)
        if path.startswith("built/"):
            files[path] = content

    for name, model in registry.DATASETS.items():
        made = make(name, rules.get(name, []))
        all_notes += made.notes
        described = {
            "prose": prose.get(name, {}),
            "cites": made.cites,
        }
        path = f"built/{name}.csv"
        add(
            name,
            path,
            to_csv(made.rows),
            model,
            kind="dataset",
            **described,
        )
        if made.rows != made.printed:
            described["title"] = f"{model.Config.title} (as printed)"
            path = f"built/as_printed/{name}.csv"
            content = to_csv(made.printed)
            kind = "as_printed"
            add(
                f"{name}_{kind}",
                path,
                content,
                model,
                kind=kind,
                **described,
            )

    for number, heading in page.titles().items():
        file = page.file_of(number)
        path = file.relative_to(DATA).as_posix()
        content = file.read_bytes()
        resources.append(descriptor.printed_resource(number, path, content, heading))

    paths = {"printed_titles": "typed/printed/titles.csv", "notes": "built/notes.csv"}
    for name, model in registry.ABOUT.items():
        path = paths.get(name, f"typed/{name}.csv")
        content = to_csv(all_notes) if name == "notes" else (DATA / path).read_bytes()
        add(name, path, content, model, kind="about")

    texts = {
        f"typed/{file.name}": file.read_bytes() for file in sorted(TYPED.glob("*.toml"))
    }
    sources = page.typed("sources")
    package = descriptor.package(resources, sources, texts)
    content = descriptor.to_json(package)
    digest = hashlib.sha256(content).hexdigest()
    files["datapackage.json"] = content
    files["datapackage.sha256"] = f"{digest}  datapackage.json\n".encode()
    below = DATA.relative_to(REPOSITORY).as_posix()
    built = {f"{below}/{path}": content for path, content in files.items()}
    metrics = aggregates.build() | parameters.build()
    return built | docstrings.build(resources, files) | metrics


def strays(files: Files) -> list[str]:
    """Name the files of the package's data that nothing builds or describes."""
    # check_parts() refuses a typed file without a description; all other files are built.
    expected = {REPOSITORY / path for path in files}
    expected |= {TYPED / f"{name}.csv" for name in registry.ABOUT}
    expected |= {page.file_of(number) for number in page.titles()}
    expected |= {TYPED / "printed" / "titles.csv", *TYPED.glob("*.toml")}
    return [
        f"{target.relative_to(REPOSITORY).as_posix()}: nothing builds or describes this file"
        for target in sorted(DATA.rglob("*"))
        if target.is_file() and target not in expected
    ]


def main() -> int:
    """Run from the command line, and say after writing what is different now."""
    status = run("build_data", REPOSITORY, build, strays)
    if status == 0 and "--check" not in sys.argv:
        said = changes.describe(changes.committed(), changes.judged())
        print(*said, *records.problems(), sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
