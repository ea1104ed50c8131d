"""The pages that the site makes from data: which there are, and what each template gets."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
from _ext import charts, later, numbers, pictures, sections, words
from numpydoc.docscrape import FunctionDoc

import neadigital
from neadigital.__main__ import main
from paper.make import pages as workshop

Record = dict[str, Any]
# Search words that readers may use and a dataset does not.
KEYWORDS = {"itu_indicators": "smartphone, smartphones, cell phone"}
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
    known = words.RESOURCES[name].get("editions", [])
    load: Any = neadigital.load
    return [load(name, edition=one) for one in known] or [load(name)]


def meanings(name: str) -> dict[str, Record]:
    """Return what readers call each code, by column."""
    codes = words.BOOK.query("dataset == @name").dropna(subset="code")
    short = codes["label"].fillna(codes["meaning"].str.split("[,;:]").str[0])
    found: dict[str, Record] = {"economy": words.NAMES, "region": words.NAMES}
    for column, own in codes.assign(short=short).groupby("column"):
        pairs = zip(own["code"], own["short"], strict=True)
        found.setdefault(str(column), dict(pairs))
    return {
        column: {
            code: name
            for code, name in own.items()
            if isinstance(name, str) and len(name) <= _LONGEST_NAME
        }
        for column, own in found.items()
    }


def models() -> list[str]:
    """Return the names of the models of the datasets."""
    return [charts.model(name).__name__ for name in words.DATASETS]


def _cited(name: str) -> list[Record]:
    """Return the publications that a dataset is from."""
    entry = words.RESOURCES[name]
    cited = list(entry["cites"])
    if entry["source"].startswith("Song (2023)"):
        cited.insert(0, "song-2023")
    sources = neadigital.sources().set_index("source", drop=False).loc[cited]
    return words.filled(sources).to_dict("records")


def _notes(name: str) -> pd.DataFrame:
    """Return the notes of a dataset with their addresses, the most serious first."""
    notes = words.filled(neadigital.notes(name))
    notes["mark"] = notes["severity"].where(notes["kind"] == "doubtful", notes["kind"])
    notes["row"] = words.row_anchors(name, notes)
    ids = "note-" + notes["row"] + "-" + notes["column"] + "-" + notes["mark"]
    notes["id"] = ids.map(words.anchor)
    order = notes["mark"].map([*words.KINDS].index)
    return notes.loc[order.sort_values(kind="stable").index]


def _rows(name: str, frame: pd.DataFrame) -> list[list[Record]]:
    """Return the cells of a dataset: text, name, order, evidence and marks of each."""
    known = numbers.grounds().query("dataset == @name")
    evidence = known.set_index(["row", "column"])[["ground", "address"]]
    found = evidence.to_dict("index")
    marks = {
        at: own.to_dict("records") for at, own in _notes(name).groupby(["row", "column"])
    }
    names = meanings(name)
    texts = frame.map(words.text)
    kinds = frame.get("indicator", pd.Series("", frame.index))
    for column in frame.select_dtypes("float"):
        texts[column] = words.aligned(frame[column], kinds)
    anchors = words.row_anchors(name, frame)
    rows = []
    for anchor, row, values in zip(
        anchors, texts.to_dict("records"), frame.to_dict("records"), strict=True
    ):
        rows.append(
            [
                {
                    "column": column,
                    "text": text,
                    "name": names.get(column, {}).get(text, ""),
                    "order": words.text(values[column]),
                    "marks": marks.get((anchor, column), []),
                    "evidence": found.get((anchor, column)) if text != "" else None,
                }
                for column, text in row.items()
            ]
        )
    return rows


def _book(name: str) -> list[Record]:
    """Return the columns and the codes of a dataset, each with the tables that print it."""
    book = words.filled(neadigital.codebook(name).replace(";", ", ", regex=True))
    printed = numbers.printed().query("dataset == @name and printed_in != ''")
    places = printed.groupby("indicator")["printed_in"].unique().to_dict()
    names = book["code"].where(book["code"] != "", book["column"])
    tables = [list(places.get(one, [])) for one in names]
    return book.assign(name=names, places=tables).to_dict("records")


def _description(name: str) -> Record:
    """Return a dataset as JSON-LD, which search engines for data read."""
    entry = words.RESOURCES[name]
    facts = ("LicenseRef-Facts-from-UN", "LicenseRef-Facts-from-ITU")
    creator = {"@type": "Person", "name": "Song Linlin"}
    if entry.get("publisher"):
        creator = {"@type": "Organization", "name": entry["publisher"]}
    labels = neadigital.codebook(name)["label"].dropna()
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": entry["title"],
        "description": entry["description"],
        "identifier": f"neadigital {words.PACKAGE['version']} {name}",
        "version": words.PACKAGE["version"],
        "dateModified": words.PACKAGE["created"][:10],
        "keywords": words.PACKAGE["keywords"],
        "usageInfo": entry["terms"],
        "license": [
            one["path"] for one in entry["licenses"] if one["name"] not in facts
        ],
        "creator": [creator],
        "citation": neadigital.cite(name),
        "temporalCoverage": f"{entry['firstYear']}/{entry['lastYear']}",
        "spatialCoverage": [words.named(code) for code in entry["economies"]],
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
    places = printed["printed_in"].where(printed["printed_in"] != "", printed["section"])
    grounds = numbers.grounds().query("dataset == @name")["ground"]
    notes = _notes(name)
    cards = notes.groupby(["mark", "certainty", "note", "evidence"], sort=False)
    draw = charts.of_dataset(name)
    return {
        "name": name,
        "entry": words.RESOURCES[name],
        "keywords": KEYWORDS.get(name, ""),
        "doc": FunctionDoc(getattr(neadigital, name)),
        "model": charts.model(name).__name__,
        "chart": pictures.show(name, draw) if draw else "",
        "places": places.unique(),
        "counts": grounds.value_counts(sort=False).to_dict(),
        "book": _book(name),
        "heads": list(frame),
        "numeric": list(frame.select_dtypes("number")),
        "rows": _rows(name, frame),
        "ids": words.row_anchors(name, frame).tolist(),
        "cards": [own.to_dict("records") for _, own in cards],
        "sources": _cited(name),
        "description": _description(name),
    }


def topics() -> dict[str, list[str]]:
    """Return the datasets by topic, in the order of the catalogue."""
    found: dict[str, list[str]] = {}
    for name in words.DATASETS:
        topic = charts.model(name).Config.metadata["topic"]
        found.setdefault(topic, []).append(name)
    return found


def write_files(folder: Path) -> None:
    """Write one archive of what the package exports, and each dataset's file from it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        exported = Path(made, "neadigital-data")
        with redirect_stdout(StringIO()):
            main(["export", str(exported)])
        for name in words.DATASETS:
            shutil.copy(exported / "data" / f"{name}.csv", folder)
        shutil.make_archive(str(folder / "neadigital"), "zip", made)


# the paper


def printed_table(number: int) -> Record:
    """Return a table as printed: its title, its heads, and its cells with their numbers."""
    titles = neadigital.load("printed_titles").query("item == 'table'")
    title = titles[titles["number"] == str(number)].iloc[0]
    frame = words.filled(neadigital.printed_table(number))
    known = _in_table(number)
    rows = []
    for line in frame.to_dict("records"):
        label = line[title["label"]]
        rows.append(
            [(text, known.get((label, head), [])) for head, text in line.items()]
        )
    return {"title": title["title"], "rows": rows, **_heads(frame)}


def _heads(frame: pd.DataFrame) -> Record:
    """Return the upper heads of a table, each over how many columns, and the lower ones."""
    upper: list[list[Any]] = []
    below = []
    for column in frame:
        name, _, lower = str(column).replace(_CORNER, "").partition(" | ")
        if lower:
            below.append(lower)
        if lower and upper and upper[-1][0] == name:
            upper[-1][1] += 1
        else:
            upper.append([name, 1, bool(lower)])
    return {"upper": upper, "below": below}


def _in_table(number: int) -> dict[tuple[str, str], list[Record]]:
    """Return the numbers and the noted gaps of a table, by the labels of their cell."""
    place = f"Table {number}"
    gaps = numbers.observations().query("ground == '' and kinds != ''")
    own = numbers.printed().query("printed_in == @place")
    known = pd.concat([gaps, own]).fillna({"correct": "", "again": ""})
    known = known.set_index("number", drop=False)
    found: dict[tuple[str, str], list[Record]] = {}
    cells = numbers.cells().query("printed_in == @place")
    for cell in cells.to_dict("records"):
        if cell["number"] in known.index:
            one = known.loc[cell["number"]].to_dict() | {"text": cell["printed"]}
            found.setdefault((cell["row_label"], cell["column_label"]), []).append(one)
    return found


def _by_cause(findings: pd.DataFrame) -> list[Record]:
    """Return findings in their order; what fails by one cause is one block."""
    titles = neadigital.load("causes").set_index("cause")["title"]
    alike = findings.groupby(["cause", "verdict"])["check"].transform("size")
    is_block = (findings["cause"] != "") & (findings["holds"] != True) & (alike > 2)  # noqa: E712
    block = findings["cause"] + " " + findings["verdict"]
    found: dict[str, Record] = {}
    for key, one in zip(
        block.where(is_block, findings["check"]),
        findings.to_dict("records"),
        strict=True,
    ):
        title = titles.get(one["cause"], "")
        start = {"title": title, "verdict": one["verdict"], "findings": []}
        found.setdefault(key, start)["findings"].append(one)
    return list(found.values())


def section(heading: str, places: tuple[str, ...]) -> Record:
    """Return what the page of a part shows of a section."""
    code = sections.code(heading)
    findings = numbers.findings().query("section == @code")
    known = numbers.printed().query("section == @code")
    in_text = findings[findings["table"] == ""]
    found: Record = {
        "heading": heading,
        "id": words.anchor(f"section {code}").lower(),
        "claims": findings.query("kind == 'claim'")["holds"].value_counts(),
        "findings": _by_cause(in_text),
        "others": known.query("printed_in == ''").to_dict("records"),
        "tables": {},
        "figures": {},
    }
    for place in places:
        kind, number = place.split()
        own = known[known["printed_in"] == place]
        if kind == "Figure":
            found["figures"][number] = own.to_dict("records")
            continue
        found["tables"][number] = printed_table(int(number)) | {
            "findings": _by_cause(findings[findings["table"] == number]),
            "by_reason": _by_reason(own),
            "dataset": own["dataset"].iloc[0],
        }
    return found


def _by_reason(known: pd.DataFrame) -> dict[str, list[Record]]:
    """Return numbers by why we trust them, in the order of the reasons."""
    groups = {
        ground: known[known["ground"] == ground].to_dict("records")
        for ground in words.GROUNDS
    }
    return {ground: own for ground, own in groups.items() if own}


def part(name: str) -> Record:
    """Return what the page of a part of the paper shows."""
    title, headings = sections.PARTS[name]
    names = [*sections.PARTS]
    at = names.index(name)
    return {
        "title": title,
        "parts": sections.PARTS,
        "sections": [section(heading, places) for heading, places in headings.items()],
        "judged": numbers.judged(),
        "before": names[at - 1] if at else "",
        "after": "".join(names[at + 1 : at + 2]),
    }


def paper_list() -> list[list[Any]]:
    """Return every finding and every number of the paper as a row of a list."""
    rows = []
    for finding in numbers.findings().to_dict("records"):
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
    for one in numbers.printed().to_dict("records"):
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
    own = known[(known["economy"] == code) | (known["place"] == code)]
    draw = charts.of_economy(code)
    later_charts = [
        {
            "picture": pictures.show(
                f"{code}-{number}",
                lambda ax, one=one: later.draw(one, code, ax),
            ),
            "paper": later.in_the_paper(one, code),
            "dataset": one.later.dataset,
        }
        for number, one in enumerate(later.SERIES)
    ]
    return {
        "code": code,
        "figure": charts.FIGURES.get(code),
        "chart": pictures.show(f"{code}-paper", draw) if draw else "",
        "later": later_charts,
        "numbers": len(own),
        "datasets": own["dataset"].value_counts(sort=False).to_dict(),
    }


def other_economies() -> dict[str, list[str]]:
    """Return the economies that the paper names besides the five, with their datasets."""
    is_other = (words.PLACES["kind"] == "economy") & ~words.PLACES["economy"].isin(
        words.FIVE
    )
    codes = words.PLACES.loc[is_other, "economy"]
    known = numbers.observations()
    known = known[known["economy"].isin(codes)]
    datasets = known.groupby("economy")["dataset"].unique()
    return {code: [*datasets[code]] for code in codes if code in datasets}


# the explorer


def explorer() -> Record:
    """Return every series of the five economies and the world with two years, for the explorer."""
    codes = [*words.FIVE, "WLD"]
    known = numbers.observations()
    rows = "datasets/" + known["dataset"] + ".html#" + known["row"]
    evidence = numbers.grounds()["address"].reindex(known.index)
    known = known.assign(address="generated/" + evidence.fillna(rows))
    known = known.dropna(subset=["value", "low"], how="all")
    # A city is no economy, some months are no year, and bounds are a band.
    known = known[known["economy"].isin(codes) & (known["place"] == "")]
    known = known[(known["period"].str.len() == 4) & (known["unit"] != "year")]
    known = known[~known["column"].str.contains("_low_|_high_")]
    last = known.groupby("dataset")["edition"].transform("max")
    known = known[known["edition"] == last].sort_values(["dataset", "year"])
    found = []
    groups = known.groupby(["dataset", "indicator", "column"], sort=False)
    for (name, indicator, _), own in groups:
        if own["year"].nunique() < 2:
            continue
        found.append(
            {
                "id": f"{name}.{indicator}",
                "label": words.words(indicator, name),
                "dataset": words.RESOURCES[name]["title"],
                "unit": own["unit"].iloc[0],
                "page": f"generated/datasets/{name}.html",
                "points": [_point(codes, one) for one in own.itertuples()],
            }
        )
    names = [words.named(code) for code in codes]
    return {"codes": codes, "names": names, "series": found}


def _point(codes: list[str], one: Any) -> list[Any]:
    """Return a point as the script of the explorer reads it."""
    # What it is besides its value: a break, reconstructed, doubtful, seriously so.
    state = 1 * ("break" in one.kinds)
    state += 2 * (one.basis == "reconstructed")
    state += 4 * (one.severity != "")
    state += 8 * (one.severity == "serious")
    values = [one.value, one.low, one.high]
    short = [None if pd.isna(value) else float(f"{value:.7g}") for value in values]
    of = int(one.period) if int(one.period) != one.year else None
    return [codes.index(one.economy), one.year, *short, state, of, one.address]


# the story in six languages


@cache
def stories() -> dict[str, Record]:
    """Return name and sentences of each language, as the menu lists them."""
    found = {}
    for language in LANGUAGES:
        text = (words.HERE / "story" / f"{language}.toml").read_text(encoding="utf-8")
        found[language] = tomllib.loads(text) | {"language": language}
    return found


def hero(language: str = ENGLISH) -> dict[str, str]:
    """Return the first picture for a wide and for a narrow screen, as SVG."""
    folder, end = "story", f"-{language}"
    if language == ENGLISH:
        folder, end = "_static", ""
    return {
        name: (words.HERE / folder / f"{name}{end}.svg").read_text(encoding="utf-8")
        for name in ("hero", "hero-narrow")
    }


def story(language: str) -> Record:
    """Return the story of the paper in a language."""
    counts = workshop.trust_counts()
    counts["proved"] = counts["corrected_proved"]
    counts["inferred"] = counts["corrected_inferred"]
    counts["figures"] = len(neadigital.quality().query("kind == 'figure'"))
    sentences = stories()[language]["sentences"]
    return {
        "said": {key: text.format(**counts) for key, text in sentences.items()},
        "others": [one for key, one in stories().items() if key != language],
        "pictures": hero(language),
        "is_translated": language != ENGLISH,
    }


# all pages


def pages() -> Iterator[tuple[str, str, Record]]:
    """Yield the path of each page that has no file of its own, its template and its context."""
    for name in words.DATASETS:
        yield f"datasets/{name}.md", "dataset.md", dataset(name)
    for name in sections.PARTS:
        yield f"paper/{name}.md", "paper_part.md", part(name)
    for code in words.FIVE:
        yield f"economies/{code}.md", "economy.md", economy(code)
    for language in LANGUAGES:
        yield f"story/{language}.md", "story.md", story(language)
    yield "datasets/index.md", "datasets.md", {}
    yield "paper/index.md", "paper.md", {}
    yield "economies/index.md", "economies.md", {}
    yield "sources.md", "sources.md", {}
