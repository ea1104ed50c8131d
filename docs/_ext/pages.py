"""The pages that are made from data: each with its template and what that is filled with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd

import neadigital
from _ext import datasets, economies, numbers, parts, sections, words
from paper.make import pages as workshop

Record = dict[str, Any]
ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh", "ja", "ko", "ru", "mn")


# the explorer


def explorer() -> Record:
    """Return every series of the five economies and the world with two years, for the explorer."""
    codes = [*words.FIVE, "WLD"]
    known = _drawn(codes)
    found = []
    kinds = ["dataset", "indicator", "column"]
    groups: Any = known.groupby(kinds, sort=False)
    for (name, indicator, _), own in groups:
        if own["year"].nunique() < 2:
            continue
        entry = words.RESOURCES[name]
        title, _, _ = entry["title"].rpartition(", ")
        points = []
        for one in own.itertuples():
            points.append(_point(codes, one))
        found.append(
            {
                "id": f"{name}.{indicator}",
                "label": words.words(indicator, name),
                "dataset": entry["title"],
                "whose": entry["publisher"] or title,
                "unit": own["unit"].iloc[0],
                "page": f"generated/datasets/{name}.html",
                "points": points,
            }
        )
    _tell_apart(found)
    names = [words.named(code) for code in codes]
    return {"codes": codes, "names": names, "series": found}


def _tell_apart(series: list[Record]) -> None:
    """Say whose a series is where several have one label."""
    labels = [one["label"] for one in series]
    for one, label in zip(series, labels, strict=True):
        if labels.count(label) > 1:
            one["label"] = f"{label}: {one['whose']}"


def _drawn(codes: list[str]) -> pd.DataFrame:
    """Return the numbers of some economies that the explorer can draw, with their addresses."""
    known = numbers.observations()
    # Where no page explains a number, its row does.
    page = "datasets/" + known["dataset"] + ".html"
    rows = page + "#" + known["row"]
    evidence = numbers.grounds()["address"]
    evidence = evidence.reindex(known.index)
    address = evidence.fillna(rows)
    known = known.assign(address="generated/" + address)
    known = known.dropna(subset=["value", "low"], how="all")
    # A city is no economy, some months are no year, and bounds are a band.
    known = known.query("economy in @codes and place == '' and unit != 'year'")
    is_year = known["period"].str.len() == 4
    is_bound = known["column"].str.contains("_low_|_high_")
    known = known[is_year & ~is_bound]
    editions_of = known.groupby("dataset")["edition"]
    is_newest = known["edition"] == editions_of.transform("max")
    newest = known[is_newest]
    return newest.sort_values(["dataset", "year"])


def _point(codes: list[str], one: Any) -> list[Any]:
    """Return a point as the script of the explorer reads it."""
    # What it is besides its value: a break, reconstructed, doubtful, seriously so.
    state = 1 * ("break" in one.kinds)
    state += 2 * (one.basis == "reconstructed")
    state += 4 * (one.severity != "")
    state += 8 * (one.severity == "serious")
    short: list[float | None] = []
    for value in (one.value, one.low, one.high):
        if pd.isna(value):
            short.append(None)
            continue
        digits = f"{value:.7g}"
        short.append(float(digits))
    period = int(one.period)
    of = None if period == one.year else period
    place = codes.index(one.economy)
    return [place, one.year, *short, state, of, one.address]


# the story in six languages


@cache
def stories() -> dict[str, Record]:
    """Return name and sentences of each language, as the menu lists them."""
    found = {}
    for language in LANGUAGES:
        path = words.HERE / "story" / f"{language}.toml"
        text = path.read_text(encoding="utf-8")
        story_of = tomllib.loads(text)
        story_of["language"] = language
        found[language] = story_of
    return found


def story(language: str) -> Record:
    """Return the story of the paper in a language."""
    counts = workshop.trust_counts()
    counts["proved"] = counts["corrected_proved"]
    counts["inferred"] = counts["corrected_inferred"]
    figures = neadigital.quality().query("kind == 'figure'")
    counts["figures"] = len(figures)
    sentences = stories()[language]["sentences"]
    said = {}
    for key, text in sentences.items():
        said[key] = text.format(**counts)
    others = stories().copy()
    others.pop(language)
    return {
        "said": said,
        "others": others.values(),
        # README shows the English pictures, which are in another folder.
        "pictures": "_static/{}.svg"
        if language == ENGLISH
        else f"story/{{}}-{language}.svg",
        "is_translated": language != ENGLISH,
    }


# all pages


def pages() -> Iterator[tuple[str, str, Record]]:
    """Yield the path of each page that has no file of its own, its template and its context."""
    for name in words.DATASETS:
        path = f"datasets/{name}.md"
        yield path, "dataset.md", datasets.dataset(name)
    for name in sections.PARTS:
        path = f"paper/{name}.md"
        yield path, "paper_part.md", parts.part(name)
    for code in words.FIVE:
        path = f"economies/{code}.md"
        yield path, "economy.md", economies.economy(code)
    for language in LANGUAGES:
        path = f"story/{language}.md"
        yield path, "story.md", story(language)
    yield "datasets/index.md", "datasets.md", {}
    yield "paper/index.md", "paper.md", {}
    yield "economies/index.md", "economies.md", {}
    yield "sources.md", "sources.md", {}
