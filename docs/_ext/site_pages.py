"""The pages that the site makes from data: which there are, and what each template gets."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import site_charts as charts
import site_numbers as numbers
import site_words as site
from numpydoc.docscrape import FunctionDoc

import neadigital
from neadigital import divide
from neadigital.__main__ import main
from paper.audit import page as audited
from paper.make import hero, story
from paper.make import page as typed
from paper.make import pages as workshop

Record = dict[str, Any]
# Search words that readers may use and a dataset does not.
KEYWORDS = {"itu_indicators": "smartphone, smartphones, cell phone"}
# A cell of table 2 holds two numbers, in the order of its header.
PAIR = [
    "Active mobile-broadband subscriptions per 100 inhabitants",
    "Fixed-broadband subscriptions per 100 inhabitants",
]

KEYS = ["dataset", "indicator", "column"]
# A printed table whose check is shown as a report.
PRINTED = Path(__file__).parents[1] / "printed_tables"
REPORTED = PRINTED / "federal_register_before.csv"


# the datasets


@cache
def editions(name: str) -> list[pd.DataFrame]:
    """Return a dataset in each of its editions, the last one at the end."""
    known = site.RESOURCES[name].get("editions", [])
    load = neadigital.load
    return [load(name, edition=one) for one in known] or [load(name)]  # type: ignore[call-overload]


def meanings(name: str) -> dict[str, Record]:
    """Return what readers call each code, by column."""
    codes = site.BOOK.query("dataset == @name").dropna(subset="code")
    short = codes["label"].fillna(codes["meaning"].str.split("[,;:]").str[0])
    groups = codes.assign(short=short).groupby("column")
    found = {
        column: dict(zip(own["code"], own["short"], strict=True))
        for column, own in groups
    }
    return found | {"economy": site.NAMES, "region": site.NAMES}


def dataset(name: str) -> Record:
    """Return what a dataset's page shows: columns, rows, notes and sources."""
    entry = site.RESOURCES[name]
    frame = pd.concat(editions(name), ignore_index=True)
    own = numbers.grounds().query("dataset == @name")
    printed = numbers.printed().query("dataset == @name")
    notes = site.filled(neadigital.notes(name))
    notes["mark"] = notes["severity"].where(notes["kind"] == "doubtful", notes["kind"])
    notes["row"] = site.row_anchors(name, notes)
    ids = "note-" + notes["row"] + "-" + notes["column"] + "-" + notes["mark"]
    notes["id"] = ids.map(site.anchor)
    notes = notes.sort_values(
        "mark", key=lambda one: one.map([*site.KINDS].index), kind="stable"
    )
    same = ["mark", "certainty", "note", "evidence"]
    texts = frame.map(site.text)
    for column in frame.select_dtypes("float"):
        kinds = frame.get("indicator", pd.Series("", frame.index))
        texts[column] = site.aligned(frame[column], kinds)
    cell = ["row", "column"]
    cited = list(entry["cites"])
    if entry["source"].startswith("Song (2023)"):
        cited.insert(0, "song-2023")
    book = site.filled(neadigital.codebook(name).replace(";", ", ", regex=True))
    names = printed["printed_in"].mask(printed["printed_in"] == "", printed["section"])
    in_table = printed[printed["printed_in"] != ""].groupby("indicator")["printed_in"]
    return {
        "name": name,
        "entry": entry,
        "keywords": KEYWORDS.get(name, ""),
        "doc": FunctionDoc(getattr(neadigital, name)),
        "book": book.to_dict("records"),
        "places": names.unique(),
        "printed_in": in_table.unique().to_dict(),
        "heads": list(frame),
        "numeric": list(frame.select_dtypes("number")),
        "rows": list(
            zip(site.row_anchors(name, frame), texts.to_dict("records"), strict=True)
        ),
        "order": frame.select_dtypes("number").to_dict("records"),
        "meanings": meanings(name),
        "known": own.set_index(cell)[["ground", "address"]].to_dict("index"),
        "counts": own["ground"].value_counts(sort=False).to_dict(),
        "noted": {at: one.to_dict("records") for at, one in notes.groupby(cell)},
        "cards": [one.to_dict("records") for _, one in notes.groupby(same, sort=False)],
        "sources": neadigital.sources().set_index("source", drop=False).loc[cited],
        "chart": charts.of_dataset(name),
    }


def topics() -> dict[str, list[str]]:
    """Return the datasets by topic, in the order of the catalogue."""
    found: dict[str, list[str]] = {}
    for name in site.DATASETS:
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
        for name in site.DATASETS:
            shutil.copy(exported / site.RESOURCES[name]["path"], folder)
        shutil.make_archive(str(folder / "neadigital"), "zip", made)
    with redirect_stdout(StringIO()) as report:
        main(["check", str(REPORTED), "--format", "html"])
    (folder.parent / "report.html").write_text(report.getvalue(), encoding="utf-8")


# the paper


def printed_table(number: int) -> Record:
    """Return a table as printed: its title, its heads, and its cells with their numbers."""
    title = typed.titles()[number]
    frame = site.filled(neadigital.printed_table(number))
    known = _in_table(number)
    rows = [
        [
            (text, list(_parts(number, line[title["label"]], heading, text, known)))
            for heading, text in line.items()
        ]
        for line in frame.to_dict("records")
    ]
    pairs = [column.replace("[period]", "").partition(" | ") for column in frame]
    upper: list[list[Any]] = []
    for name, _, lower in pairs:
        if lower and upper and upper[-1][0] == name:
            upper[-1][1] += 1
        else:
            upper.append([name, 1, bool(lower)])
    below = [lower for _, _, lower in pairs if lower]
    return {"title": title["title"], "upper": upper, "below": below, "rows": rows}


def _in_table(number: int) -> dict[tuple[str, str, str], Record]:
    """Return the numbers that a table prints and the noted gaps, by their cell."""
    known = numbers.observations().query("ground == '' and kinds != ''")
    own = numbers.printed().query(
        "printed_in == @place", local_dict={"place": f"Table {number}"}
    )
    ids = {row: cell.id for row, cell in enumerate(workshop.found().cells.all)}
    both = pd.concat([known, own]).fillna({"correct": "", "again": ""})
    return {ids[one["number"]]: one for one in both.to_dict("records")}


def _parts(
    table: int, row: str, heading: str, text: str, known: dict[Any, Record]
) -> Iterator[Record]:
    """Yield what a cell holds: its numbers, each with its text on the page, or its gap."""
    if not text or heading in ("Economies", typed.titles()[table]["label"]):
        return
    pair = typed.TABLE_2_PAIR
    headings = (
        [heading.replace(pair, one) for one in PAIR] if pair in heading else [heading]
    )
    for one, own in zip(headings, text.split("/"), strict=True):
        cells = audited.cells_at(table, row, one)
        # A rank that is printed once for two years has its address at the first.
        for cell in [cell for cell in cells if cell in known][:1]:
            yield known[cell] | {"text": own}


def part(name: str) -> Record:
    """Return what the page of a part of the paper shows."""
    title, sections = numbers.PARTS[name]
    audit = numbers.findings()
    known = numbers.printed()
    keys = neadigital.load("audit_cells").rename(columns={"check": "of"})
    judged = site.filled(keys).merge(known.drop_duplicates("number"), on=numbers.KEY)
    found = []
    for heading, places in sections.items():
        section = numbers.code(heading)
        findings = audit[audit["section"] == section]
        own = known[known["section"] == section]
        one = {
            "heading": heading,
            "id": site.anchor(f"section {section}").lower(),
            "claims": findings.query("kind == 'claim'")["holds"].value_counts(),
            "findings": findings[findings["table"] == ""].to_dict("records"),
            "others": own[own["printed_in"] == ""].to_dict("records"),
            "tables": {},
            "figures": {},
        }
        for place in places:
            kind, number = place.split()
            if kind == "Figure":
                one["figures"][number] = own[own["printed_in"] == place].to_dict(
                    "records"
                )
                continue
            below = findings[findings["table"] == number].to_dict("records")
            one["tables"][number] = printed_table(int(number)) | {"findings": below}
        found.append(one)
    groups = {check: own.to_dict("records") for check, own in judged.groupby("of")}
    names = list(numbers.PARTS)
    at = names.index(name)
    around = {
        "before": names[at - 1] if at else "",
        "after": "".join(names[at + 1 : at + 2]),
    }
    return {"title": title, "sections": found, "judged": groups, **around}


def paper_list() -> list[list[Any]]:
    """Return every finding and every number of the paper as a row of a list."""
    rows = [
        [
            "claim" if one.kind == "claim" else "check",
            one.claim,
            one.address,
            f"{one.amounts} {one.unit}",
            one.verdict,
            "",
            "",
            ", ".join(_named_in(one.where)),
            one.section,
        ]
        for one in numbers.findings().itertuples()
    ]
    for one in numbers.printed().to_dict("records"):
        name, value = site.named_number(one), site.number(one["value"])
        who, place = site.named(one["economy"]), one["printed_in"]
        number = ["number", name, one["address"], value, "", one["ground"], who, place]
        rows.append([*number, one["section"]])
    return rows


def _named_in(where: str) -> Iterator[str]:
    """Yield the tables and figures that the place of a claim names."""
    named = where.replace(",", "").replace("s ", " ").lower().split()
    for place in numbers.PRINTED_IN:
        kind, number = place.lower().split()
        if kind in named and number in named:
            yield place


# the economies


def series() -> list[Record]:
    """Return the series that go on after the paper, and the paper's own of the same."""
    internet = ("world_development_indicators", "value", "IT.NET.USER.ZS")
    broadband = ("world_development_indicators", "value", "IT.NET.BBND.P2")
    found = [
        (internet, ("itu_indicators", "value", "internet_users_pct"), 1),
        (broadband, ("itu_indicators", "value", "fixed_broadband_per_100"), 1),
        (("egovernment_index", "egdi", ""), ("egovernment_ranks", "egdi_rank", ""), 3),
        (("cybersecurity_index", "score", ""), ("cybersecurity_ranks", "rank", ""), 1),
    ]
    return [
        {
            "label": site.words(later[2] or later[1], later[0]),
            "later": of_five(*later),
            "paper": of_five(*paper),
            "form": f"{{:,.{decimals}f}}",
        }
        for later, paper, decimals in found
    ]


def of_five(name: str, column: str, indicator: str) -> pd.DataFrame:
    """Return one indicator of the five economies, in the last edition of a dataset."""
    frame = editions(name)[-1]
    if indicator:
        frame = frame[frame["indicator"] == indicator]
    frame = frame[frame["economy"].isin(site.FIVE)].dropna(subset=column)
    return frame.rename(columns={column: "value"}).sort_values("year")


def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last year in which all five economies have a value."""
    counts = frame.groupby("year")["economy"].nunique()
    return frame[frame["year"] == counts[counts == len(site.FIVE)].index.max()]


def after_the_paper(code: str) -> list[Record]:
    """Return the last value of each series, its distance to the leader, and the paper's."""
    found = []
    for one in series():
        last = latest(one["later"]).drop(columns="obs_status", errors="ignore")
        gap = divide.gap(last, "value").set_index("economy").loc[code]
        paper = one["paper"].query("economy == @code").tail(1).to_dict("records")
        own = one["later"].query("economy == @code")
        since = max(
            [row.get("reference_year", row["year"]) for row in paper], default=0
        )
        is_break = own.get("obs_status", own["economy"]).eq("B") & (own["year"] > since)
        found.append(
            one
            | {
                "last": last.set_index("economy").loc[code],
                "gap": gap["value_gap"],
                "leaders": gap["reference"].split(";"),
                "paper": paper,
                "breaks": own.loc[is_break, "year"].tolist()
                if "obs_status" in own
                else [],
            }
        )
    return found


def economy(code: str) -> Record:
    """Return what an economy's page shows."""
    known = numbers.observations()
    own = known[(known["economy"] == code) | (known["place"] == code)]
    own = own.sort_values("ground", key=lambda one: one == "external", kind="stable")
    return {
        "code": code,
        "series": after_the_paper(code),
        "charts": charts.of_economy(code, series()),
        "rows": own.to_dict("records"),
    }


def explorer() -> Record:
    """Return every series of the five economies and the world with two years, for the explorer."""
    codes = [*site.FIVE, "WLD"]
    known = numbers.observations()
    leads = numbers.grounds()["address"].reindex(known.index)
    rows = "datasets/" + known["dataset"] + ".html#" + known["row"]
    known = known.assign(address="generated/" + leads.fillna(rows))
    known = known.dropna(subset=["value", "low"], how="all")
    # A city is no economy, some months are no year, and bounds are a band.
    known = known[known["economy"].isin(codes) & (known["place"] == "")]
    known = known[(known["period"].str.len() == 4) & (known["unit"] != "year")]
    known = known[~known["column"].str.contains("_low_|_high_")]
    last = known.groupby("dataset")["edition"].transform("max")
    known = known[known["edition"] == last].sort_values(["dataset", "year"])
    found = []
    for (name, indicator, _), own in known.groupby(KEYS, sort=False):
        if own["year"].nunique() > 1:
            points = [_point(codes, one) for one in own.itertuples()]
            one = {"id": f"{name}.{indicator}", "label": site.words(indicator, name)}
            one |= {
                "dataset": site.RESOURCES[name]["title"],
                "unit": own["unit"].iloc[0],
            }
            one |= {"page": f"generated/datasets/{name}.html", "points": points}
            found.append(one)
    names = [site.named(code) for code in codes]
    return {"codes": codes, "names": names, "series": found}


def _point(codes: list[str], one: Any) -> list[Any]:
    """Return a point as the script of the explorer reads it."""
    # What it is besides its value: a break, reconstructed, doubtful, seriously so.
    state = 1 * ("break" in one.kinds) + 2 * (one.basis == "reconstructed")
    state += 4 * (one.severity != "") + 8 * (one.severity == "serious")
    values = [one.value, one.low, one.high]
    short = [None if pd.isna(value) else float(f"{value:.7g}") for value in values]
    of = int(one.period) if int(one.period) != one.year else None
    return [codes.index(one.economy), one.year, *short, state, of, one.address]


def other_economies() -> list[Record]:
    """Return the numbers of the economies that the paper names besides the five."""
    codes = site.PLACES.query("kind == 'economy' and economy not in @site.FIVE")[
        "economy"
    ]
    known = numbers.observations()
    return known[known["economy"].isin(codes)].to_dict("records")


# all pages


def pages() -> Iterator[tuple[str, str, Record]]:
    """Yield the path of each page that has no file of its own, its template and its context."""
    for name in site.DATASETS:
        yield f"datasets/{name}.md", "dataset.md", dataset(name)
    for name in numbers.PARTS:
        yield f"paper/{name}.md", "paper_part.md", part(name)
    for code in site.FIVE:
        yield f"economies/{code}.md", "economy.md", economy(code)
    for language in story.LANGUAGES:
        yield f"story/{language}.md", "story.md", told(language)
    for name in ("datasets/index", "paper/index", "economies/index", "sources"):
        yield f"{name}.md", f"{name.replace('/index', '')}.md", {}


def told(language: str) -> Record:
    """Return the story of the paper in a language."""
    own = story.story(language)
    names = story.names(language)
    counts = workshop.trust_counts()
    counts["proved"] = counts["corrected_proved"]
    counts["inferred"] = counts["corrected_inferred"]
    counts["figures"] = len(neadigital.quality().query("kind == 'figure'"))
    values = {key: own.number(one) for key, one in counts.items() if key != "doubts"}
    values |= names | hero.filling(hero.numbers(), own)
    values["five"] = own.list.join(names[code] for code in site.FIVE)
    return {
        "said": {key: own.fill(key, values) for key in own.sentences},
        "others": [story.story(one) for one in story.LANGUAGES if one != language],
        "pictures": hero.pictures(language),
        "is_translated": language != story.ENGLISH,
    }
