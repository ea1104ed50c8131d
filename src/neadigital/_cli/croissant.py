"""The Data Package once more as Croissant 1.1, for catalogues of data for machine learning."""

from __future__ import annotations

import re
from typing import Any

import neadigital

_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}

# The names that Croissant gives to its own terms, from the specification.
_TERMS = """citeAs column equivalentProperty extract field fileProperty fileObject fileSet format includes isLiveDataset
jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator source subField
transform"""
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
} | {term: f"cr:{term}" for term in _TERMS.split()}


def _id(table: str, column: str) -> str:
    """Return the identifier of a column, in which the format allows no blanks."""
    return f"{table}/{re.sub(r'[^A-Za-z0-9_]+', '_', column)}"


def _file(resource: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": resource["mediatype"],
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(resource: dict[str, Any]) -> dict[str, Any]:
    name, schema = resource["name"], resource["schema"]
    references = {
        key["fields"][0]: _id(key["reference"]["resource"], key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
        # A table that refers to itself is a circle to programs that load tables in the order of their references.
        if key["reference"]["resource"]
    }
    fields = []
    for field in schema["fields"]:
        column = field["name"]
        described = {
            "@type": "cr:Field",
            "@id": _id(name, column),
            "name": column,
            "dataType": _TYPES[field["type"]],
            "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": column}},
        }
        if "description" in field:
            described["description"] = field["description"]
        if column in references:
            described["references"] = {"field": {"@id": references[column]}}
        fields.append(described)
    found = {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{resource['title']}. {resource['description']}",
        "field": fields,
    }
    if schema.get("primaryKey"):
        found["key"] = [{"@id": _id(name, column)} for column in schema["primaryKey"]]
    return found


def croissant(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return the Croissant description of the files that a Data Package's descriptor describes."""
    people = [
        {"@type": "sc:Person" if "path" in person else "sc:Organization", "name": person["title"]}
        | ({"@id": person["path"]} if "path" in person else {})
        for person in descriptor["contributors"]
    ]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": descriptor["name"],
        "alternateName": descriptor["title"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "datePublished": descriptor["created"][:10],
        "license": descriptor["licenses"][0]["path"],
        "keywords": descriptor["keywords"],
        "creator": people,
        "citeAs": neadigital.cite(style="bibtex"),
        "distribution": [_file(resource) for resource in descriptor["resources"]],
        "recordSet": [_records(resource) for resource in descriptor["resources"]],
    }
