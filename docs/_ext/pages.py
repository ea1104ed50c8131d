"""The pages that the site makes from data: which there are, and what each template gets."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache, partial
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
from numpydoc.docscrape import FunctionDoc

import neadigital
from _ext import charts, later, numbers, pictures, sections, words
from neadigital.__main__ import main
from paper.make import pages as workshop

Record = dict[str, Any]
# Search words that readers may use and a dataset does not.
KEYWORDS = {"itu_indicators": ["smartphone", "smartphones", "cell phone"]}
ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh", "ja", "ko", "ru", "mn")
# The corner of table 13 is empty on the page.
_CORNER = "[period]"
# A name in a cell is as long as this at most; a longer one is shown when one points at the code.
_LONGEST_NAME = 45


# the datasets


@cache
def editions(name: str) -> list[pd.DataFrame]:
    """Return a dataset in each of its editions, the last one at the end."""
    known = words.RESOURCES[name].get("editions")
    if not known:
        return [words.load(name)]
    return [words.load(name, edition=edition) for edition in known]


@cache
def meanings(name: str) -> dict[str, Record]:
    """Return what readers call each code, by column."""
    codes = words.BOOK.query("dataset == @name")
    codes = codes.dropna(subset="code")
    meaning = codes["meaning"].str
    start = meaning.split("[,;:]").str[0]
    short = codes["label"].fillna(start)
    codes = codes.assign(short=short)
    is_short = codes["short"].str.len() <= _LONGEST_NAME
    found: dict[str, Any] = {}
    for column, own in codes[is_short].groupby("column"):
        names = own.set_index("code")["short"]
        found[str(column)] = names.to_dict()
    found["economy"] = words.NAMES
    found["region"] = words.NAMES
    return found


def models() -> list[str]:
    """Return the names of the models of the datasets."""
    return [charts.model(name).__name__ for name in words.DATASETS]


def _places_of(name: str) -> list[str]:
    """Return the codes of the economies and regions of a dataset."""
    known = numbers.observations()
    own = known[known["dataset"] == name]
    economies = set(own["economy"])
    places = set(own["place"])
    return sorted(economies | places)


def _cited(name: str) -> list[Record]:
    """Return the publications that a dataset is from."""
    entry = words.RESOURCES[name]
    cited = list(entry["cites"])
    if entry["source"].startswith("Song (2023)"):
        cited.insert(0, "song-2023")
    sources = neadigital.sources()
    sources = sources.set_index("source", drop=False)
    own = words.filled(sources.loc[cited])
    return words.records(own)


def _notes(name: str) -> pd.DataFrame:
    """Return the notes of a dataset with their addresses, the most serious first."""
    notes = words.filled(neadigital.notes(name))
    is_doubtful = notes["kind"] == "doubtful"
    notes["mark"] = notes["severity"].where(is_doubtful, notes["kind"])
    notes["row"] = words.row_anchors(name, notes)
    parts = notes[["row", "column", "mark"]]
    joined = parts.agg("-".join, axis="columns")
    ids = "note-" + joined
    notes["id"] = ids.map(words.anchor)
    kinds = list(words.KINDS)
    notes["order"] = notes["mark"].map(kinds.index)
    return notes.sort_values("order", kind="stable")


def _rows(name: str, frame: pd.DataFrame) -> list[list[Record]]:
    """Return the rows of a dataset, each as its cells."""
    texts = _texts(frame)
    anchors = words.row_anchors(name, frame)
    columns = []
    for column in frame:
        cells = _cells(name, anchors, texts[column], frame[column])
        columns.append(cells)
    rows = zip(*columns, strict=True)
    return [list(row) for row in rows]


def _cells(
    name: str, anchors: pd.Series, texts: pd.Series, values: pd.Series
) -> list[Record]:
    """Return the cells of a column: text, name, order, evidence and marks of each."""
    column = str(texts.name)
    names = meanings(name).get(column, {})
    evidence = _evidence(name)
    marks = _marks(name)
    cells = []
    for anchor, text, value in zip(anchors, texts, values, strict=True):
        place = anchor, column
        cells.append(
            {
                "column": column,
                "text": text,
                "name": names.get(text, ""),
                "order": words.text(value),
                "marks": marks.get(place, []),
                "evidence": evidence.get(place),
            }
        )
    return cells


@cache
def _evidence(name: str) -> Any:
    """Return why each number of a dataset is trusted and where a page says so, by its place."""
    known = numbers.grounds()
    own = known[known["dataset"] == name]
    own = own.set_index(["row", "column"])
    return own[["ground", "address"]].to_dict("index")


@cache
def _marks(name: str) -> Any:
    """Return the notes of a dataset by the place of their number."""
    groups = _notes(name).groupby(["row", "column"])
    return {place: words.records(own) for place, own in groups}


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of a dataset as texts, numbers of one kind with the same decimals."""
    texts = frame.map(words.text)
    without = pd.Series("", frame.index)
    kinds = frame.get("indicator", without)
    for column in frame.select_dtypes("float"):
        texts[column] = words.aligned(frame[column], kinds)
    return texts


def _book(name: str) -> list[Record]:
    """Return the columns and the codes of a dataset, each with the tables that print it."""
    book = neadigital.codebook(name)
    book = book.replace(";", ", ", regex=True)
    book = words.filled(book)
    printed = numbers.printed().query("dataset == @name and printed_in != ''")
    groups = printed.groupby("indicator")["printed_in"]
    places = groups.unique().to_dict()
    rows = words.records(book)
    for row in rows:
        own = row["code"] or row["column"]
        row["name"] = own
        row["places"] = places.get(own, [])
    return rows


def _description(name: str) -> Record:
    """Return a dataset as JSON-LD, which search engines for data read."""
    entry = words.RESOURCES[name]
    facts = ("LicenseRef-Facts-from-UN", "LicenseRef-Facts-from-ITU")
    licences = [
        licence["path"] for licence in entry["licenses"] if licence["name"] not in facts
    ]
    version = words.PACKAGE["version"]
    creator = {"@type": "Person", "name": "Song Linlin"}
    publisher = entry.get("publisher")
    if publisher:
        creator = {"@type": "Organization", "name": publisher}
    labels = neadigital.codebook(name)["label"].dropna()
    places = [words.named(code) for code in entry["economies"]]
    years = f"{entry['firstYear']}/{entry['lastYear']}"
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": entry["title"],
        "description": entry["description"],
        "identifier": f"neadigital {version} {name}",
        "version": version,
        "dateModified": words.PACKAGE["created"][:10],
        "keywords": words.PACKAGE["keywords"],
        "usageInfo": entry["terms"],
        "license": licences,
        "creator": [creator],
        "citation": neadigital.cite(name),
        "temporalCoverage": years,
        "spatialCoverage": places,
        "variableMeasured": labels.tolist(),
        "isAccessibleForFree": True,
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": f"../../data/{name}.csv",
        },
    }


def dataset(name: str) -> Record:
    """Return what a dataset's page shows: chart, columns, rows, notes and sources."""
    frame = pd.concat(editions(name), ignore_index=True)
    printed = numbers.printed().query("dataset == @name")
    in_table = printed["printed_in"]
    is_in_text = in_table == ""
    places = in_table.mask(is_in_text, printed["section"])
    grounds = numbers.grounds().query("dataset == @name")
    counts = grounds["ground"].value_counts(sort=False)
    notes = _notes(name)
    cards = notes.groupby(["mark", "certainty", "note", "evidence"], sort=False)
    draw = charts.of_dataset(name)
    keywords = KEYWORDS.get(name, [])
    return {
        "name": name,
        "entry": words.RESOURCES[name],
        "keywords": keywords + words.native_names(_places_of(name)),
        "doc": FunctionDoc(getattr(neadigital, name)),
        "model": charts.model(name).__name__,
        "chart": pictures.show(name, draw) if draw else "",
        "places": places.unique(),
        "counts": counts.to_dict(),
        "book": _book(name),
        "heads": list(frame),
        "numeric": list(frame.select_dtypes("number")),
        "rows": _rows(name, frame),
        "ids": words.row_anchors(name, frame).tolist(),
        "cards": [words.records(own) for _, own in cards],
        "sources": _cited(name),
        "description": _description(name),
    }


def topics() -> dict[str, list[str]]:
    """Return the datasets by topic, in the order of the catalogue."""
    found: dict[str, list[str]] = {}
    for name in words.DATASETS:
        facts = charts.model(name).Config.metadata
        own = found.setdefault(facts["topic"], [])
        own.append(name)
    return found


def write_files(folder: Path) -> None:
    """Write one archive of what the package exports, and each dataset's file from it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        exported = Path(made, "neadigital-data")
        with redirect_stdout(StringIO()):
            main(["export", str(exported)])
        for name in words.DATASETS:
            path = exported / "data" / f"{name}.csv"
            shutil.copy(path, folder)
        archive = folder / "neadigital"
        shutil.make_archive(str(archive), "zip", made)


# the paper


def printed_table(number: int) -> Record:
    """Return a table as printed: its title, its heads, and its cells with their numbers."""
    titles = neadigital.load("printed_titles").query("item == 'table'")
    titles = titles.set_index("number")
    title: Any = titles.loc[str(number)]
    frame = words.filled(neadigital.printed_table(number))
    known = _in_table(number)
    rows = []
    for line in words.records(frame):
        label = line[title["label"]]
        cells = []
        for head, text in line.items():
            parts = known.get((label, head), [])
            cells.append((text, parts))
        rows.append(cells)
    found = {"title": title["title"], "rows": rows}
    return found | _heads(frame)


def _heads(frame: pd.DataFrame) -> Record:
    """Return the upper heads of a table, each over how many columns, and the lower ones."""
    upper: list[list[Any]] = []
    below = []
    for column in frame:
        head = str(column).replace(_CORNER, "")
        name, _, lower = head.partition(" | ")
        if lower:
            below.append(lower)
        # One upper head is above several lower ones.
        last: list[Any] = upper[-1] if upper else [""]
        if lower and last[0] == name:
            last[1] += 1
        else:
            has_lower = bool(lower)
            upper.append([name, 1, has_lower])
    return {"upper": upper, "below": below}


def _in_table(number: int) -> dict[tuple[str, str], list[Record]]:
    """Return the numbers and the noted gaps of a table, by the labels of their cell."""
    place = f"Table {number}"
    printed = numbers.printed()
    cells = numbers.cells()
    gaps = numbers.observations().query("ground == '' and kinds != ''")
    own = printed[printed["printed_in"] == place]
    both = pd.concat([gaps, own])
    missing = {
        "correct": "",
        "again": "",
    }
    both = both.fillna(missing)
    known = {one["number"]: one for one in words.records(both)}
    found: dict[tuple[str, str], list[Record]] = {}
    in_table = cells[cells["printed_in"] == place]
    for cell in words.records(in_table):
        one = known.get(cell["number"])
        if one is None:
            continue
        at = cell["row_label"], cell["column_label"]
        as_printed = one | {"text": cell["printed"]}
        found.setdefault(at, []).append(as_printed)
    return found


def _by_cause(findings: pd.DataFrame) -> list[Record]:
    """Return findings in their order; what fails by one cause is one block."""
    causes = neadigital.load("causes").set_index("cause")
    titles = causes["title"]
    groups = findings.groupby(["cause", "verdict"])["check"]
    is_many = groups.transform("size") > 2
    has_cause = findings["cause"] != ""
    holds = findings["holds"].eq(True)
    is_block = is_many & has_cause & ~holds
    block = findings["cause"] + " " + findings["verdict"]
    found: dict[str, Record] = {}
    keys = block.where(is_block, findings["check"])
    for key, one in zip(keys, words.records(findings), strict=True):
        if key not in found:
            found[key] = {
                "title": titles.get(one["cause"], ""),
                "verdict": one["verdict"],
                "findings": [],
            }
        found[key]["findings"].append(one)
    return list(found.values())


def section(heading: str, places: tuple[str, ...]) -> Record:
    """Return what the page of a part shows of a section."""
    code = sections.code(heading)
    findings = numbers.findings().query("section == @code")
    known = numbers.printed().query("section == @code")
    in_text = findings[findings["table"] == ""]
    anchor = words.anchor(f"section {code}")
    found: Record = {
        "heading": heading,
        "id": anchor.lower(),
        "claims": findings.query("kind == 'claim'")["holds"].value_counts(),
        "findings": _by_cause(in_text),
        "others": words.records(known.query("printed_in == ''")),
        "tables": {},
        "figures": {},
    }
    for place in places:
        kind, number = place.split()
        own = known[known["printed_in"] == place]
        if kind == "Figure":
            found["figures"][number] = words.records(own)
            continue
        below = findings[findings["table"] == number]
        table = printed_table(int(number))
        table["findings"] = _by_cause(below)
        table["by_reason"] = _by_reason(own)
        table["dataset"] = own["dataset"].iloc[0]
        found["tables"][number] = table
    return found


def _by_reason(known: pd.DataFrame) -> dict[str, list[Record]]:
    """Return numbers by why we trust them, in the order of the reasons."""
    found = {}
    for ground in words.GROUNDS:
        own = known[known["ground"] == ground]
        if len(own):
            found[ground] = words.records(own)
    return found


def part(name: str) -> Record:
    """Return what the page of a part of the paper shows."""
    title, headings = sections.PARTS[name]
    # Before the first part and after the last one is none.
    names = ["", *sections.PARTS, ""]
    at = names.index(name)
    found = []
    for heading, places in headings.items():
        found.append(section(heading, places))
    return {
        "title": title,
        "parts": sections.PARTS,
        "sections": found,
        "judged": numbers.judged(),
        "before": names[at - 1],
        "after": names[at + 1],
    }


def paper_list() -> list[list[Any]]:
    """Return every finding and every number of the paper as a row of a list."""
    rows = []
    for finding in words.records(numbers.findings()):
        rows.append(
            [
                "claim" if finding["kind"] == "claim" else "check",
                finding["claim"],
                finding["address"],
                finding["amounts"],
                finding["verdict"],
                "",
                "",
                ", ".join(sections.places_in(finding["where"])),
                finding["section"],
            ]
        )
    for one in words.records(numbers.printed()):
        rows.append(
            [
                "number",
                words.named_number(one),
                one["address"],
                words.shown(one),
                "",
                one["ground"],
                words.named(one["economy"]),
                one["printed_in"],
                one["section"],
            ]
        )
    return rows


# the economies


def economy(code: str) -> Record:
    """Return what an economy's page shows."""
    known = numbers.observations()
    is_economy = known["economy"] == code
    is_place = known["place"] == code
    own = known[is_economy | is_place]
    draw = charts.of_economy(code)
    later_charts = []
    for number, series in enumerate(later.SERIES):
        picture = pictures.show(
            f"{code}-{number}",
            partial(later.draw, series, code),
            # Two stand side by side.
            narrow="all",
        )
        later_charts.append(
            {
                "picture": picture,
                "distance": later.distance(series, code),
                "paper": later.in_the_paper(series, code),
                "dataset": series.later.dataset,
            }
        )
    return {
        "code": code,
        "keywords": words.native_names([code]),
        "figure": charts.FIGURES.get(code),
        "chart": pictures.show(f"{code}-paper", draw) if draw else "",
        "later": later_charts,
        "sizes": later.years_of_size(code),
        "numbers": len(own),
        "datasets": own["dataset"].value_counts(sort=False).to_dict(),
    }


def other_economies() -> dict[str, list[str]]:
    """Return the economies that the paper names besides the five, with their datasets."""
    economies = words.PLACES.query("kind == 'economy'")
    by_economy = numbers.observations().groupby("economy")
    datasets = by_economy["dataset"].unique()
    found = {}
    for code in economies["economy"]:
        if code in datasets and code not in words.FIVE:
            found[code] = list(datasets[code])
    return found


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
        points = []
        for one in own.itertuples():
            points.append(_point(codes, one))
        found.append(
            {
                "id": f"{name}.{indicator}",
                "label": words.words(indicator, name),
                "dataset": words.RESOURCES[name]["title"],
                "unit": own["unit"].iloc[0],
                "page": f"generated/datasets/{name}.html",
                "points": points,
            }
        )
    names = [words.named(code) for code in codes]
    return {"codes": codes, "names": names, "series": found}


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


def hero(language: str = ENGLISH) -> dict[str, str]:
    """Return the first picture for a wide and for a narrow screen, as SVG."""
    folder = words.HERE / "story"
    end = f"-{language}"
    if language == ENGLISH:
        folder = words.HERE / "_static"
        end = ""
    found = {}
    for name in ("hero", "hero-narrow"):
        path = folder / f"{name}{end}.svg"
        found[name] = path.read_text(encoding="utf-8")
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
        "pictures": hero(language),
        "is_translated": language != ENGLISH,
    }


# all pages


def pages() -> Iterator[tuple[str, str, Record]]:
    """Yield the path of each page that has no file of its own, its template and its context."""
    for name in words.DATASETS:
        path = f"datasets/{name}.md"
        yield path, "dataset.md", dataset(name)
    for name in sections.PARTS:
        path = f"paper/{name}.md"
        yield path, "paper_part.md", part(name)
    for code in words.FIVE:
        path = f"economies/{code}.md"
        yield path, "economy.md", economy(code)
    for language in LANGUAGES:
        path = f"story/{language}.md"
        yield path, "story.md", story(language)
    yield "datasets/index.md", "datasets.md", {}
    yield "paper/index.md", "paper.md", {}
    yield "economies/index.md", "economies.md", {}
    yield "sources.md", "sources.md", {}
