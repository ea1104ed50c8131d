"""Describe each page for machines: schema.org terms as JSON-LD in its head."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import neadigital

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PAPER = {
    "@type": "ScholarlyArticle",
    "name": "Development Status of Digital Economy in Northeast Asian Countries and China's Opportunities",
    "author": {
        "@type": "Person",
        "name": "Song Linlin",
        "identifier": "https://orcid.org/0009-0009-3254-7549",
    },
    "datePublished": "2023",
    "license": LICENCE,
}


def dataset(name: str) -> dict[str, Any]:
    """Return a dataset as schema.org describes one."""
    row = neadigital.datasets().set_index("name").loc[name]
    columns = neadigital.codebook(name).drop_duplicates("column")
    return {
        "@type": "Dataset",
        "name": row["title"],
        "identifier": name,
        "description": (getattr(neadigital, name).__doc__ or "")
        .strip()
        .split("\n\n")[0],
        "version": neadigital.__version__,
        "license": LICENCE,
        "isBasedOn": PAPER,
        "temporalCoverage": f"{row['first_year']}/{row['last_year']}",
        "spatialCoverage": row["economies"].split(),
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": c["column"],
                "description": c["meaning"],
                "unitText": c["unit"],
            }
            for c in columns.to_dict("records")
        ],
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": f"../../data/{name}.csv",
        },
    }


def describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add the description to a page's head."""
    folder, _, name = pagename.rpartition("/")
    if folder == "generated/datasets" and name in set(neadigital.datasets()["name"]):
        data = dataset(name)
    elif pagename == "index":
        data = {
            "@type": "DataCatalog",
            "name": "neadigital",
            "description": neadigital.__doc__.strip().split("\n\n")[0],
            "version": neadigital.__version__,
            "license": LICENCE,
            "dataset": [
                {"@type": "Dataset", "name": row["title"], "identifier": row["name"]}
                for row in neadigital.datasets().to_dict("records")
            ],
        }
    else:
        data = {
            "@type": "WebPage",
            "name": context.get("title", ""),
            "isPartOf": {"@type": "WebSite", "name": "neadigital"},
        }
    text = json.dumps(
        {"@context": "https://schema.org", **data}, ensure_ascii=False
    ).replace("</", "<\\/")
    context["metatags"] = (
        f'{context.get("metatags", "")}\n<script type="application/ld+json">{text}</script>'
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Describe each page as it is written."""
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
