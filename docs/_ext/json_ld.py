"""Descriptions of the datasets for dataset search, in the terms of schema.org, as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

import markup

import neadigital
from neadigital import _store

Entry = dict[str, Any]


def creators(entry: Entry, package: Entry) -> list[dict[str, str]]:
    """Return who made a dataset: its publisher, or the author of the paper, and who keeps it."""
    author, maintainer = package["contributors"]
    person = {"@type": "Person", "name": author["title"], "@id": author["path"]}
    publisher = {"@type": "Organization", "name": entry["publisher"]}
    keeper = {"@type": "Organization", "name": maintainer["title"]}
    return [publisher if entry["publisher"] else person, keeper]


def dataset(name: str) -> str:
    """Return the script that describes a dataset on its page, from the descriptor."""
    entry = _store.dataset(name)
    package = _store.descriptor()
    book = neadigital.codebook(name)
    measured = book.query("unit.notna() and unit not in ['year', 'see unit']")
    # A table of dates measures nothing: its columns are what it has.
    columns = book if measured.empty else measured
    labels = columns["label"].dropna()
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": entry["title"],
        "identifier": f"neadigital {package['version']} {name}",
        "description": entry["description"],
        "version": package["version"],
        "dateModified": package["created"][:10],
        "keywords": package["keywords"],
        "usageInfo": entry["terms"],
        "creator": creators(entry, package),
        "citation": neadigital.cite(name).splitlines(),
        "temporalCoverage": f"{entry['firstYear']}/{entry['lastYear']}",
        "spatialCoverage": [markup.named(code) for code in entry["economies"]],
        "variableMeasured": sorted(labels),
        "isAccessibleForFree": True,
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": f"../../data/{name}.csv",
        },
    }
    # Of numbers that are quoted as facts, the terms say so.
    licences = [
        licence["path"]
        for licence in entry["licenses"]
        if not licence["name"].startswith("LicenseRef")
    ]
    if licences:
        described["license"] = licences
    text = json.dumps(described, ensure_ascii=False, indent=1)
    held = markup.in_script(text)
    return markup.raw(f'<script type="application/ld+json">\n{held}\n</script>')
