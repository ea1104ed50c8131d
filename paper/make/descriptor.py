"""Make the Data Package descriptor from the models and the file contents."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from neadigital import __version__, _loaders
from paper.rows.models import Model, field_types
from paper.rows.page import REPOSITORY, Row, Rows, csv_rows

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
Json = dict[str, Any]

# What a dataset may be used under. Where no licence of the publisher was seen that allows more,
# single numbers are quoted as facts, and LICENSES/ says so in a file of that name.
LICENCES = {
    "CC-BY-4.0": {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0 International",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
    "LicenseRef-Facts-from-UN": {
        "name": "LicenseRef-Facts-from-UN",
        "title": "Numbers of the United Nations, quoted as facts",
        "path": "https://publicadministration.un.org/egovkb",
    },
    "LicenseRef-Facts-from-ITU": {
        "name": "LicenseRef-Facts-from-ITU",
        "title": "Numbers of ITU, quoted as facts",
        "path": "https://www.itu.int/en/ITU-D/Cybersecurity/Pages/global-cybersecurity-index.aspx",
    },
}


# Pandera's name of a check -> (Table Schema's constraint, the name of the value in Pandera's
# check).
CONSTRAINTS = {
    "isin": ("enum", "allowed_values"),
    "str_matches": ("pattern", "pattern"),
    "str_length": ("minLength", "min_value"),
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
    "greater_than": ("exclusiveMinimum", "min_value"),
}


def _constraints(column: Any) -> Json:
    """Translate a column's checks into Table Schema constraints."""
    found: Json = {}
    if not column.nullable:
        found["required"] = True
    if column.unique:
        found["unique"] = True
    for check in column.checks:
        name, word = CONSTRAINTS[check.name]
        value = check.statistics[word]
        found[name] = list(value) if name == "enum" else value
    return found


def _file(path: str, content: bytes) -> Json:
    return {
        "path": path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


# Columns that identify a row of a table about the data.
REFERENCES = {
    "economy": ("economies", "economy"),
    "region": ("economies", "economy"),
    "source": ("sources", "source"),
    "read_in": ("sources", "source"),
    "same_as": ("sources", "source"),
    "their_source": ("sources", "source"),
    "check": ("audit", "check"),
    "cause": ("causes", "cause"),
}


def _references(name: str, columns: list[str], lines: Rows) -> list[Json]:
    """Return the foreign keys; a column of lists, joined by ;, cannot be one."""
    found = []
    for column, (table, key) in REFERENCES.items():
        if column not in columns or (name, column) == (table, key):
            continue
        is_list = any(";" in line[column] for line in lines)
        if not is_list:
            resource = "" if table == name else table
            reference = {"resource": resource, "fields": [key]}
            found.append({"fields": [column], "reference": reference})
    return found


def fields(model: Model) -> list[Json]:
    """Describe the columns of a model: type, meaning, unit, codes, facts and constraints."""
    schema = model.to_schema()
    types = field_types(model)
    meanings = _meanings(model)
    described = []
    for name, column in schema.columns.items():
        table_type, dtype = types[name]
        metadata = column.metadata
        constraints = _constraints(column)
        field: Json = {"name": name, "type": table_type}
        words = name.replace("_", " ")
        field["title"] = column.title or words.capitalize()
        if metadata.get("unit"):
            field["unit"] = metadata["unit"]
        if metadata.get("codes"):
            field["codes"] = _codes(metadata["codes"])
        if metadata.get("allowed"):
            field["allowed"] = metadata["allowed"]
        if name not in (schema.unique or []):
            field |= metadata.get("facts", {})
        field["dtype"] = dtype
        if constraints:
            field["constraints"] = constraints
        meaning = column.description or meanings.get(name)
        place = f"_loaders.py, {model.Config.name}"
        assert meaning, f"{place}: the docstring has no line on the column {name}"
        field["description"] = meaning
        described.append(field)
    return described


def _codes(declared: Json) -> list[Json]:
    """Describe the codes of a column: meaning, unit if it has one, facts."""
    described = []
    for code, (meaning, unit, facts) in declared.items():
        entry = {"value": code, "meaning": meaning}
        if "label" in facts:
            entry["label"] = facts["label"]
        if unit:
            entry["unit"] = unit
        described.append(entry | facts)
    return described


def _meanings(model: Model) -> dict[str, str]:
    """Return what the help of a loader says of each column, without unit and gaps."""
    # A line of the list, with those that continue it.
    listed = re.findall(
        r"^ {4}- `(\w+)` : (.*(?:\n {6}[^ -].*)*)", help_of(model), re.M
    )
    columns = model.to_schema().columns
    meanings = {}
    for name, lines in listed:
        line = " ".join(lines.split())
        text, _, _ = line.partition(" (missing in ")
        unit = columns[name].metadata.get("unit")
        meanings[name] = text.removesuffix(f", {unit}")
    return meanings


# what a table says of itself


def help_of(model: Model) -> str:
    """Return the help on a table: its loader's, or its model's where it has no function."""
    documented = getattr(_loaders, model.Config.name, model)
    return inspect.getdoc(documented) or ""


def description(model: Model) -> str:
    """Return the paragraphs below the first line of a table's help, each in one line."""
    _, *paragraphs = help_of(model).split("\n\n")
    # The first section of a docstring, such as Returns, has a line below its title.
    prose = takewhile(lambda paragraph: "\n---" not in paragraph, paragraphs)
    lines = [" ".join(paragraph.split()) for paragraph in prose]
    return "\n\n".join(lines).replace("``", "`")


def texts(model: Model, kind: str) -> dict[str, str]:
    """Return title and description of a table, and of a dataset the source too."""
    first, *_ = help_of(model).splitlines()
    # A table without a function has its title in its model.
    title = getattr(model.Config, "title", first.removesuffix("."))
    if kind == "about":
        help_of_model = inspect.getdoc(model) or ""
        row, *_ = help_of_model.split("\n\n")
        about = f"{row} {description(model)}"
        return {"title": title, "description": " ".join(about.split())}
    if kind == "as_printed":
        title += " (as printed)"
    return {
        "title": title,
        "description": description(model),
        "source": source(model),
    }


def source(model: Model) -> str:
    """Return where the numbers of a dataset are from: what its help says before it counts them."""
    line = " ".join(help_of(model).split())
    plain = line.replace("``", "`")
    [found] = re.findall(r"Source: (.+?) (?:Of|None of) its \d+ numbers", plain)
    return str(found)


def tidy_resource(
    name: str,
    path: str,
    content: bytes,
    model: Model,
    *,
    kind: str,
    cites: Sequence[str] = (),
) -> Json:
    """Describe a file that a model declares, of the kind `dataset`, `as_printed` or `about`."""
    lines = csv_rows(content)
    described = {
        "name": name,
        "kind": kind,
        **texts(model, kind),
        **_file(path, content),
        "rows": len(lines),
        "schema": _schema(name, model, lines),
    }
    if kind != "about":
        described |= _of_dataset(model, lines, cites)
    return described


def _schema(name: str, model: Model, lines: Rows) -> Json:
    """Describe the columns of a file, their gaps and its keys."""
    about = getattr(model.Config, "metadata", {})
    described = fields(model)
    for field in described:
        column = field["name"]
        field["missing"] = sum(not line[column] for line in lines)
        if column == about.get("code"):
            _add_spans(field["codes"], lines)
    unique = list(model.to_schema().unique)
    schema: Json = {"fields": described, "primaryKey": unique, "missingValues": [""]}
    columns = [field["name"] for field in described]
    keys = _references(name, columns, lines)
    return schema | {"foreignKeys": keys} if keys else schema


def _add_spans(codes: list[Json], lines: Rows) -> None:
    """Add to each indicator the years that each edition has of it."""
    for code in codes:
        value = code["value"]
        own = [line for line in lines if line["indicator"] == value]
        code["spans"] = _spans(own)


def _of_dataset(model: Model, lines: Rows, cites: Sequence[str]) -> Json:
    """Describe what a dataset is: its places in the paper, terms, economies and years."""
    about = model.Config.metadata
    # A growth over a period has the year of its end.
    years = []
    for line in lines:
        year = line.get("year") or line["period"][:4]
        years.append(int(year))
    place = "region" if "region" in lines[0] else "economy"
    return {
        "dataset": model.Config.name,
        "tables": about.get("tables", []),
        "figures": about.get("figures", {}),
        "prose": about.get("prose", False),
        # Whose numbers these are, where they are not the paper's.
        "publisher": about.get("publisher", ""),
        "cites": cites,
        "licenses": [LICENCES[about["licence"]]],
        "terms": about["terms"],
        "economies": sorted({line[place] for line in lines}),
        **_editions(about, lines),
        "firstYear": min(years),
        "lastYear": max(years),
    }


def _editions(about: Mapping[str, Any], lines: Rows) -> Json:
    """Return the editions of a dataset that has several, and the one that a loader gives."""
    if "default_edition" not in about:
        return {}
    return {
        "editions": sorted({line["edition"] for line in lines}),
        "defaultEdition": about["default_edition"],
        "spans": _spans(lines),
    }


def _spans(lines: Rows) -> Json:
    """Return the first and last year of the rows of each edition."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for line in lines:
        edition = line["edition"]
        years[edition].add(int(line["year"]))
    spans = {}
    for edition in sorted(years):
        own = years[edition]
        spans[edition] = [min(own), max(own)]
    return spans


def printed_resource(number: int, path: str, content: bytes, heading: Row) -> Json:
    """Describe a printed table."""
    return {
        "name": f"printed_table_{number:02d}",
        "kind": "printed",
        "table": number,
        "label": heading["label"],
        "title": "Table {number} as printed. {title}".format_map(heading),
        "description": "The cells of the page, as text; a header of two levels is joined by a bar.",
        **_texts(path, content),
    }


def _texts(path: str, content: bytes) -> Json:
    """Describe a file whose cells are all text, and which has no model."""
    lines = csv_rows(content)
    fields = [
        {
            "name": label,
            "type": "string",
            "dtype": "str",
            "missing": sum(not line[label] for line in lines),
        }
        for label in lines[0]
    ]
    return {
        **_file(path, content),
        "rows": len(lines),
        "schema": {"fields": fields, "missingValues": [""]},
    }


def citation(field: str) -> str:
    """Read a field of the citation file, its only place."""
    text = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    found = re.findall(rf"^(?:  - )?{field}: *([\"']?)(.+?)\1$", text, re.M)
    _, value = found[0]
    return str(value)


def package(resources: list[Json], sources: Rows) -> Json:
    """Put the resources into a descriptor."""
    paper = next(source for source in sources if source["kind"] == "paper")
    # As in the paper: family name first, without a comma.
    author = paper["authors"].replace(", ", " ")
    [orcid] = re.findall(r"\d{4}-\d{4}-\d{4}-\d{4}", paper["note"])
    credit = "{authors} ({year}). {title}. CC BY 4.0."
    external = [
        {"title": credit.format_map(source), "path": source["address"]}
        for source in sources
        if source["kind"] == "external" and "licence CC BY 4.0" in source["note"]
    ]
    return {
        "$schema": PROFILE,
        "name": "neadigital",
        "title": "The digital economy of Northeast Asia",
        "citationTitle": citation("title"),
        "description": "Tables, figures and claims of one research paper on the digital economy of "
        "China, Japan, the Republic of Korea, the Russian Federation and Mongolia: corrected where "
        "proved wrong, and as printed.",
        "version": __version__,
        "created": f"{citation('date-released')}T00:00:00Z",
        "keywords": [
            "digital economy",
            "Northeast Asia",
            "ICT",
            "e-government",
            "e-commerce",
            "digital divide",
        ],
        "licenses": list(LICENCES.values()),
        "contributors": [
            {
                "title": author,
                "roles": ["creator"],
                "path": f"https://orcid.org/{orcid}",
            },
            {"title": citation("name"), "roles": ["maintainer"]},
        ],
        "sources": [
            {"title": credit.format_map(paper | {"authors": author})},
            *external,
        ],
        "resources": resources,
    }
