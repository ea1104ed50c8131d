"""Build every derived file from the typed data.

    python tools/build_data.py          write the files
    python tools/build_data.py --check  fail if a committed file differs from what is built

The typed data are in src/neadigital/data/typed (shipped with the package) and tools/typed (read by
the build only). The build writes src/neadigital/data/built, the descriptor with its digest, and the
columns in the loaders' docstrings. Printed numbers stay decimal text from start to end.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import sys
from collections.abc import Iterable
from decimal import Decimal
from itertools import zip_longest
from operator import itemgetter
from typing import Any

import pandas as pd
from build import (
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
from build.page import DATA, REPOSITORY, TYPED, BuildError, Row, short

from neadigital import schemas
from neadigital.schemas import _registry as registry
from neadigital.schemas._codes import ITU_INDICATORS

GAPS = {"NA", "-", "---", "no", ""}


def parse(cell: str) -> str:
    """Turn a printed cell into a short decimal, or empty text for a gap.

    A year in brackets is removed; `reference_year` reads it.
    """
    text = re.sub(r" ?\(\d{4}\)$", "", cell)
    return "" if text in GAPS else short(Decimal(text))


def reference_year(cell: str, year: str) -> str:
    """Return the year in the cell's own brackets, otherwise the year of its column."""
    found = re.search(r"\((\d{4})\)$", cell)
    return found[1] if found else year


def typed(rows: list[Row], model: type[schemas.Table]) -> list[Row]:
    """Parse the numeric cells and add the columns computed from them."""
    types = descriptor.field_types(model)
    result = []
    for row in rows:
        new = {
            column: parse(cell) if types[column][0] != "string" else cell
            for column, cell in row.items()
        }
        if model is schemas.ItuIndicators:
            new["unit"] = ITU_INDICATORS[row["indicator"]][1]
            new["reference_year"] = reference_year(row["value"], row["year"])
            new["obs_status"] = "A" if new["value"] else "O"
        result.append({column: new[column] for column in types})
    return result


def to_csv(rows: list[Row]) -> bytes:
    """Write rows as UTF-8 with LF."""
    return pd.DataFrame(rows).to_csv(index=False, lineterminator="\n").encode()


def check_model(
    name: str, path: str, content: bytes, model: type[schemas.Table]
) -> None:
    """Validate a file's content and report all failures at once."""
    types = descriptor.field_types(model)
    frame = pd.read_csv(
        io.BytesIO(content),
        dtype={column: dtype for column, (_, dtype) in types.items()},  # type: ignore[arg-type]
        keep_default_na=False,
        na_values={
            column: [""] for column, (kind, _) in types.items() if kind != "string"
        },
    )
    try:
        model.validate(frame, lazy=True)
    except Exception as error:
        raise BuildError(f"{path} breaks the model of {name}:\n{error}") from error


# nothing is left out


def check_parts() -> None:
    """Refuse by name a model, function or printed table that nothing uses, and the reverse."""
    problems: list[str] = []

    def refuse(names: Iterable[object], why: str) -> None:
        problems.extend(why.format(name) for name in sorted(names, key=str))

    models = [*registry.DATASETS.values(), *registry.ABOUT.values()]
    refuse(
        [model.__name__ for model in models if not hasattr(schemas, model.__name__)],
        "{} is a model that schemas/__init__.py does not import",
    )
    functions = page.TABLES | recovered.RECOVERED
    refuse(
        functions.keys() - registry.DATASETS.keys(),
        "{}() in tools/build is no dataset's: write a model of that name in schemas/",
    )
    refuse(
        registry.DATASETS.keys() - functions.keys(),
        "{0} has no function for its values: write {0}() in tools/build/page.py, marked @dataset",
    )

    titles = page.titles().keys()
    paths = (TYPED / "printed").glob("table_*.csv")
    files = {int(path.stem.removeprefix("table_")) for path in paths}
    used: set[int] = set()
    for model in registry.DATASETS.values():
        used.update(model.Config.metadata.get("tables", []))
    refuse(files - titles, "typed/printed/table_{:02d}.csv has no line in titles.csv")
    refuse(titles - files, "table {} of titles.csv has no file in typed/printed")
    refuse(files - used, "table {} is in no dataset: name it in a model's metadata")
    refuse(used - titles, "table {}, which a model names, is not in titles.csv")
    if problems:
        raise BuildError("\n".join(problems))


# the build


def rows_of(name: str) -> recovered.Recovered:
    """Return a dataset's rows, and the part of them that is printed."""
    if name in recovered.RECOVERED:
        return recovered.RECOVERED[name]()
    rows = page.TABLES[name]()
    return recovered.Recovered(rows, rows)


def build() -> dict[str, bytes]:
    """Make the content of every derived file, by its path in the repository."""
    check_parts()
    files: dict[str, bytes] = {}
    resources: list[descriptor.Json] = []
    all_notes: list[Row] = []
    rules = notes.rules()
    prose = docstrings.descriptions()

    def add(
        name: str,
        path: str,
        content: bytes,
        model: type[schemas.Table],
        **described: Any,
    ) -> None:
        check_model(name, path, content, model)
        resource = descriptor.tidy_resource(name, path, content, model, **described)
        resources.append(resource)
        if path.startswith("built/"):
            files[path] = content

    for name, model in registry.DATASETS.items():
        found = rows_of(name)
        key = itemgetter(*model.to_schema().unique)
        rows, raw = sorted(found.rows, key=key), sorted(found.printed, key=key)
        printed = typed(raw, model)
        noted = notes.apply(
            name,
            model,
            raw,
            typed(rows, model),
            rules.get(name, []),
            facts.FACTS.get(name, notes.no_facts),
        )
        all_notes += noted.notes
        if "reference_year" in noted.rows[0]:
            # The year that a value is of is a fact about the printed value, too.
            printed = [
                row | {"reference_year": own["reference_year"]}
                for row, own in zip(printed, noted.rows, strict=True)
            ]
        described = {
            "prose": prose.get(name, {}),
            "cites": quotes.cites(model, noted.rows, noted.cited),
        }
        path = f"built/{name}.csv"
        add(name, path, to_csv(noted.rows), model, kind="dataset", **described)
        if noted.rows != printed:
            described["title"] = f"{model.Config.title} (as printed)"
            path = f"built/as_printed/{name}.csv"
            content = to_csv(printed)
            kind = "as_printed"
            add(f"{name}_{kind}", path, content, model, kind=kind, **described)

    for number, heading in page.titles().items():
        file = page.file_of(number)
        path = file.relative_to(DATA).as_posix()
        content = file.read_bytes()
        resources.append(descriptor.printed_resource(number, path, content, heading))

    paths = {name: f"typed/{name}.csv" for name in registry.ABOUT}
    paths |= {"printed_titles": "typed/printed/titles.csv", "notes": "built/notes.csv"}
    for name, model in registry.ABOUT.items():
        path = paths[name]
        content = to_csv(all_notes) if name == "notes" else (DATA / path).read_bytes()
        add(name, path, content, model, kind="about")

    texts = {f"typed/{file.name}": file.read_bytes() for file in TYPED.glob("*.toml")}
    sources = page.read(TYPED / "sources.csv")
    package = descriptor.package(resources, sources, dict(sorted(texts.items())))
    content = descriptor.to_json(package)
    digest = hashlib.sha256(content).hexdigest()
    files["datapackage.json"] = content
    files["datapackage.sha256"] = f"{digest}  datapackage.json\n".encode()
    below = DATA.relative_to(REPOSITORY).as_posix()
    built = {f"{below}/{path}": content for path, content in files.items()}
    return built | docstrings.build(resources, files) | parameters.build()


def differences(files: dict[str, bytes]) -> list[str]:
    """Compare built contents with the committed files; name the first line that differs."""
    found = []
    for path, content in files.items():
        target = REPOSITORY / path
        if not target.exists():
            found.append(f"{path}: missing")
            continue
        old = target.read_bytes().decode().splitlines(keepends=True)
        new = content.decode().splitlines(keepends=True)
        pairs = zip_longest(old, new, fillvalue="(no such line)")
        for line, (committed, built) in enumerate(pairs, start=1):
            if committed != built:
                found.append(
                    f"{path}, line {line}:\n"
                    f"  committed: {committed.strip()}\n"
                    f"  built:     {built.strip()}"
                )
                break
    # check_parts() refuses a typed file without a description; all other files are built.
    expected = {REPOSITORY / path for path in files}
    expected |= {TYPED / f"{name}.csv" for name in registry.ABOUT}
    expected |= {page.file_of(number) for number in page.titles()}
    expected |= {TYPED / "printed" / "titles.csv", *TYPED.glob("*.toml")}
    for target in sorted(DATA.rglob("*")):
        if target.is_file() and target not in expected:
            name = target.relative_to(REPOSITORY).as_posix()
            found.append(f"{name}: nothing builds or describes this file")
    return found


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail if a committed file differs",
    )
    arguments = parser.parse_args()
    try:
        files = build()
    except (BuildError, ValueError) as error:
        print(f"build_data: {error}", file=sys.stderr)
        return 1
    changed = differences(files)
    if arguments.check:
        print(
            "\n".join(changed)
            if changed
            else f"build_data: {len(files)} files are as built"
        )
        return 1 if changed else 0
    for path, content in files.items():
        (REPOSITORY / path).parent.mkdir(parents=True, exist_ok=True)
        (REPOSITORY / path).write_bytes(content)
    print(f"build_data: {len(files)} files written, {len(changed)} changed")
    said = changes.describe(changes.committed(), changes.judged())
    print(*said, *records.unused(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
