"""One page an economy: all that is known of it, and pictures."""

from __future__ import annotations

from pathlib import Path

import economy_pictures
import markup
import pictures

import neadigital


def page(code: str, name: str, drawn: list[tuple[str, str]]) -> str:
    """Return an economy's page."""
    known = neadigital.observations(code)
    titles = neadigital.datasets().set_index("name")["title"]
    counts = known.groupby("dataset", sort=False).size()
    lines = [
        f"# {name}",
        "",
        f"`neadigital.observations({code!r})`: {len(known)} numbers from {len(counts)} datasets, "
        f"{(known['kinds'] != '').sum()} of them with a note.",
        "",
        *(pictures.shown(f"../../pictures/{file}", alt) for file, alt in drawn),
        "## Where the numbers are from",
        "",
        "| dataset | numbers |\n|---|---|",
        *(f"| [{titles[dataset]}](../datasets/{dataset}.md) | {count} |" for dataset, count in counts.items()),
        "",
        "## Every number",
        "",
        "What the notes (`kinds`) mean is on each dataset's page; `printed` is what the paper prints.",
        "",
    ]
    shown = known.drop(columns=[column for column in ("economy", "source") if column in known])
    empty = [column for column in shown if shown[column].isna().all() or (shown[column].astype(str) == "").all()]
    return "\n".join(lines) + markup.raw(
        markup.frame_table(shown.drop(columns=empty), f"Every number known of {name}", long=True)
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the pages, and draw their pictures."""
    drawn = economy_pictures.draw_all(folder / "_extra" / "pictures")
    listed = neadigital.economies()
    observed = set(neadigital.observations()["economy"])
    chosen = listed[(listed["kind"] == "economy") & listed["code"].isin(observed)]
    found = {
        f"economies/{row['code']}.md": page(row["code"], row["name"], drawn.get(row["code"], []))
        for row in chosen.to_dict("records")
    }
    five = chosen[chosen["northeast_asia"]]
    others = chosen[~chosen["northeast_asia"]]

    def links(frame: object) -> str:
        return "\n".join(f"- [{row['name']}]({row['code']}.md)" for row in frame.to_dict("records"))  # type: ignore[attr-defined]

    toc = "\n".join(chosen["code"])
    found["economies/index.md"] = (
        f"# The economies\n\nAll that the package knows of each.\n\n## Northeast Asia\n\n{links(five)}\n\n"
        f"## Others that the tables name\n\n{links(others)}\n\n```{{toctree}}\n:hidden:\n{toc}\n```\n"
    )
    return found
