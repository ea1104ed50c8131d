"""Write codemeta.json and .zenodo.json, for archives of software, from pyproject.toml and the bibliography.

python tools/write_metadata.py          write the files
python tools/write_metadata.py --check  fail if a committed file differs from what would be written
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from neadigital import _store
from neadigital.catalogue.citation import cite

REPOSITORY = Path(__file__).parents[1]


def _licences(expression: str) -> list[str]:
    return re.split(r"\s+(?:AND|OR)\s+", expression)


def _requirement(text: str) -> dict[str, str]:
    name, version = re.fullmatch(r"([\w.-]+)(.*)", text).groups()  # type: ignore[union-attr]
    return {
        "@type": "SoftwareApplication",
        "identifier": name,
        "name": name,
        "version": version,
        "runtimePlatform": "Python",
    }


def codemeta(project: dict[str, Any]) -> dict[str, Any]:
    """Return the description in the vocabulary of CodeMeta 3.0."""
    package, paper = json.loads(cite(style="csl"))
    [author] = paper["author"]
    systems = [line.partition(" :: ")[2] for line in project["classifiers"] if line.startswith("Operating System")]
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "identifier": project["name"],
        "name": project["name"],
        "description": project["description"],
        "version": package["version"],
        "datePublished": _store.descriptor()["created"][:10],
        "license": [f"https://spdx.org/licenses/{name}" for name in _licences(project["license"])],
        "author": [{"@type": "Organization", "name": person["name"]} for person in project["authors"]],
        "keywords": project["keywords"],
        "programmingLanguage": {"@type": "ComputerLanguage", "name": "Python", "url": "https://www.python.org"},
        "runtimePlatform": f"Python {project['requires-python']}",
        "operatingSystem": systems,
        "softwareRequirements": [_requirement(text) for text in project["dependencies"]],
        "referencePublication": {
            "@type": "ScholarlyArticle",
            "name": paper["title"],
            "datePublished": str(paper["issued"]["date-parts"][0][0]),
            "author": {
                "@type": "Person",
                "@id": _store.descriptor()["contributors"][0]["path"],
                "familyName": author["family"],
                "givenName": author["given"],
            },
        },
    }


def zenodo(project: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata of a deposit at Zenodo, which knows one licence: the code's; the data's is in the notes."""
    package, _ = json.loads(cite(style="csl"))
    code, data = _licences(project["license"])
    names = _store.names("dataset")
    # The package itself and its datasets come first.
    _, *cited = cite(*names).splitlines()
    return {
        "upload_type": "software",
        "title": package["title"],
        "description": f"<p>{project['description']}.</p>",
        "version": package["version"],
        "publication_date": _store.descriptor()["created"][:10],
        "creators": [{"name": person["name"]} for person in project["authors"]],
        "access_right": "open",
        "license": code,
        "keywords": project["keywords"],
        "language": "eng",
        "notes": f"The code is {code}, the data are {data}.",
        "references": cited[len(names) :],
    }


def files() -> dict[str, str]:
    """Return the content of each file, by its name."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = {"codemeta.json": codemeta(project), ".zenodo.json": zenodo(project)}
    return {name: json.dumps(content, indent=2, ensure_ascii=False) + "\n" for name, content in made.items()}


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a committed file differs")
    check = parser.parse_args().check
    made = files()
    stale = [name for name, text in made.items() if not check or _committed(name) != text]
    if check:
        print("\n".join(f"{name}: differs from what `make build` writes" for name in stale) or "metadata: as written")
        return 1 if stale else 0
    for name in stale:
        (REPOSITORY / name).write_text(made[name], encoding="utf-8", newline="\n")
    return 0


def _committed(name: str) -> str:
    path = REPOSITORY / name
    return path.read_bytes().decode() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
