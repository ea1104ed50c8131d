"""The built pages: links lead somewhere, tables are as printed, and each number is marked."""

from __future__ import annotations

import json
import posixpath
import re
from copy import copy
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest
from lxml import html

import neadigital
from conftest import PAGES, SITE

# The paper in its own order.
PARTS = [name for name in PAGES if name.startswith("generated/paper/")]
# The columns of the first table, and how a number is written there.
FRONT = {
    "scale_usd_bn": "{:,.1f}",
    "share_of_gdp_pct": "{:.1f}",
    "digital_economy_growth_pct": "{:.2f}",
    "internet_users_pct": "{:.1f}",
}
# Sphinx makes the page of the search without its results.
LINKED = [name for name in PAGES if name != "search.html"]


@cache
def page(name: str) -> Any:
    """Return a page as a tree, read once; what changes a part of it takes a copy."""
    return html.parse(SITE / name).getroot()


@cache
def anchors(name: str) -> set[str]:
    """Return what the address of a page may name."""
    return set(page(name).xpath("//@id | //@name"))


@cache
def links(name: str) -> list[str]:
    """Return what a page links to or shows."""
    return list(page(name).xpath("//@href | //@src"))


def target_of(link: str, name: str) -> tuple[str, str]:
    """Return the file and the anchor that a link on a page leads to; no file if elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "", ""
    path = posixpath.join(posixpath.dirname(name), unquote(parts.path))
    target = posixpath.normpath(path) if parts.path else name
    return target, unquote(parts.fragment)


def test_no_link_is_dead():
    """Every link within the site leads to a file that exists, and to an anchor in it."""
    found = [(name, link) for name in LINKED for link in {*links(name)}]
    dead = []
    for name, link in found:
        target, anchor = target_of(link, name)
        is_lost = bool(target) and not (SITE / target).exists()
        if target in PAGES and anchor:
            is_lost |= anchor not in anchors(target)
        if is_lost:
            dead.append((name, link))

    assert dead == []


def written(known: pd.DataFrame, key: tuple[str, str], form: str) -> str:
    """Return how the front page writes a number, or its bounds where it has none."""
    if key not in known.index:
        return "–"
    one = known.loc[key]
    names = ["value"] if pd.notna(one["value"]) else ["low", "high"]
    return "–".join(map(form.format, one[names]))


def test_the_front_page_has_numbers_of_the_data():
    """Each number of the first table is that of 2021 in the data, or its bounds."""
    [table] = page("index.html").xpath("//article//table")
    _, *rows = table.xpath(".//tr")
    shown = [[cell.text_content().split("*")[0] for cell in row] for row in rows]
    scale = neadigital.observations("digital_economy_scale").query("year == 2021")
    growth = neadigital.observations("growth_rates").query("year == 2021")
    users = neadigital.observations("itu_indicators").query("year == 2021")
    known = pd.concat([scale, growth, users]).set_index(["economy", "indicator"])

    for name, *texts in shown:
        code = neadigital.economy_code(name)
        wanted = [
            written(known, (code, indicator), form) for indicator, form in FRONT.items()
        ]
        assert [text.split(" (")[0].strip() for text in texts] == wanted


def test_every_picture_has_an_alternative_text():
    """Every picture has a text for screen readers, and that of a chart has its numbers."""
    pictures = {
        # The title of a card says what its picture is.
        name: page(name).xpath("//article//img[not(ancestor::ul[@class='cards'])]")
        for name in PAGES
    }
    without = [
        name for name, own in pictures.items() for img in own if not img.get("alt")
    ]
    charts = [
        img.get("alt")
        for name in PAGES
        for img in page(name).xpath("//figure[@class='chart']//img")
    ]

    assert without == []
    assert [alt for alt in charts if not re.search(r"\d", alt)] == []
    assert len(charts) > 80


def test_every_page_has_a_preview():
    """A link to a page shows a description of its own elsewhere, and a picture that exists."""
    described: dict[str, list[str]] = {}
    without = []
    for name in LINKED:
        [text] = page(name).xpath("//meta[@property='og:description']/@content")
        [picture] = page(name).xpath("//meta[@property='og:image']/@content")
        described.setdefault(text, []).append(name)
        target, _ = target_of(picture, name)
        if not (SITE / target).is_file():
            without.append(name)

    assert without == []
    assert [names for names in described.values() if len(names) > 1] == []
    assert min(map(len, described)) > 20


def test_every_public_name_has_one_place():
    """Every public function, class and error is explained on one page."""
    modules = {
        name: getattr(neadigital, name)
        for name in neadigital.__all__
        if type(getattr(neadigital, name)).__name__ == "module"
    }
    wanted = [f"neadigital.{name}" for name in neadigital.__all__]
    wanted = [name for name in wanted if name.split(".")[1] not in modules]
    for module, own in modules.items():
        names = [name for name in own.__all__ if callable(getattr(own, name))]
        wanted += [f"neadigital.{module}.{name}" for name in names]
    places = {name: [one for one in PAGES if name in anchors(one)] for name in wanted}
    places.pop("neadigital.__version__")

    assert {name: own for name, own in places.items() if len(own) != 1} == {}


def test_every_claim_and_every_note_has_an_address():
    """Each finding of the audit and each note on a cell can be cited by a page and an anchor."""
    claims = set().union(*map(anchors, PARTS))
    datasets = [
        f"generated/datasets/{name}.html" for name in neadigital.datasets()["dataset"]
    ]
    notes = [
        one for name in datasets for one in anchors(name) if one.startswith("note-")
    ]

    assert set(neadigital.audit()["check"]) <= claims
    assert len(notes) == len(neadigital.notes())


def test_a_call_that_is_shown_cites_its_number():
    """What a page shows to cite a number with is run, and cites one number of that dataset."""
    shown = set()
    for name in PARTS:
        shown |= {*re.findall(r"neadigital\.cite\([^)]*\)", page(name).text_content())}
    version = neadigital.__version__

    assert len(shown) > 100
    # Every call takes ten times as long and says no more: each part of the paper has some.
    for call in sorted(shown)[::10]:
        dataset = call.split('"')[1]
        entries = eval(call)  # noqa: S307
        assert entries.count(f"{{neadigital-{version}-{dataset}-") == 1, call


@pytest.mark.parametrize("number", range(1, 14))
def test_a_printed_table_is_as_printed(number):
    """Each table of the paper is on its page with every cell as `printed_table` has it."""
    found = [page(name).xpath(f"//*[@id='printed-{number}']") for name in PARTS]
    (table,) = [copy(one) for tables in found for one in tables]
    for element in table.xpath(".//sup | .//ins | .//*[@class='visually-hidden']"):
        element.drop_tree()
    cells = [
        ["".join(map(str.strip, cell.itertext())) for cell in row.xpath("th | td")]
        for row in table.xpath("./tbody/tr")
    ]
    printed = neadigital.printed_table(number).astype(object)

    assert cells == printed.where(printed.notna(), "").to_numpy().tolist()


def test_each_number_of_the_tables_is_marked():
    """Every number that a table prints says in words why it is trusted, and opens the evidence."""
    tables = neadigital.quality().query("kind == 'table'")
    buttons = [
        (name, button)
        for name in PARTS
        for button in page(name).xpath("//button[contains(@class, 'cell')]")
        if "gap" not in button.get("class")
    ]
    silent = [
        button.get("id")
        for name, button in buttons
        if button.get("popovertarget") not in anchors(name)
        or not button.xpath("./span[@class='visually-hidden'][last()]")
    ]

    assert silent == []
    assert len(buttons) == tables["numbers"].sum()


def test_a_corrected_number_that_is_in_doubt_has_both_marks():
    """Every number of a table that is corrected and yet doubtful says both in its cell."""
    marks = [
        mark.text_content().split()
        for name in PARTS
        for mark in page(name).xpath("//table[@class='printed']//sup")
    ]
    both = [mark for mark in marks if len(mark) > 1]
    tables = neadigital.quality().query("kind == 'table'")

    assert {doubt for _, doubt in both} == {"?", "??"}
    assert len(both) == tables["also_doubtful"].sum()


@cache
def listed() -> pd.DataFrame:
    """Return the list of all numbers and claims, a row for each."""
    text = (SITE / "generated/paper/index.html").read_text(encoding="utf-8")
    (rows,) = re.findall(r"innerHTML = (\[\[.*\]\])\.map", text)
    columns = ["kind", "claim", "address", "formula", "amount", "verdict", "ground"]
    columns += ["economy", "place", "section"]
    return pd.DataFrame(json.loads(rows), columns=columns)


def test_the_list_says_what_is_judged_of_each_number():
    """The list of all numbers has each number of a table as it is judged there."""
    numbers = listed().query("kind == 'number' and place.str.startswith('Table')")
    numbers[["printed", "right"]] = numbers["amount"].str.split(" → ", expand=True)
    numbers["right"] = numbers["right"].astype(float)
    cells = neadigital.load("printed_cells").dropna(subset="ground")
    cells = cells.drop_duplicates(["table", "row_label", "column_label", "indicator"])
    cells["place"] = "Table " + cells["table"].astype(str)
    cells["right"] = cells["value"].where(cells["certainty"].notna())
    columns = ["place", "printed", "right", "verdict", "ground"]
    judged = cells[columns].fillna({"verdict": ""})

    pd.testing.assert_frame_equal(
        numbers[columns].sort_values(columns, ignore_index=True),
        judged.sort_values(columns, ignore_index=True),
        check_dtype=False,
    )


def test_the_list_says_what_is_judged_of_each_claim():
    """The list of all claims has the verdict on each statement of the text."""
    claims = listed().query("kind != 'number'")
    checks = claims["address"].str.partition("#")[2]
    verdicts = dict(zip(checks, claims["verdict"], strict=True))
    stated = neadigital.load("statements").dropna(subset="check")

    assert (stated["check"].map(verdicts) == stated["verdict"]).all()


def test_a_large_number_is_written_in_words():
    """So many billions are the number by which a column is put in order."""
    sizes = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
    cells = page("generated/datasets/world_development_indicators.html").xpath(
        "//td[@data-order][contains(., 'illion')]"
    )

    assert len(cells) > 500
    for cell in cells:
        written = cell.text_content().strip()
        number, size = re.match(r"([\d.]+) ([mbtr]+illion)", written).groups()
        exact = float(cell.get("data-order"))
        assert float(number) * sizes[size] == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("name", PARTS)
def test_a_download_is_what_it_says(name):
    """The file of a printed table is as printed, that of a dataset corrected."""
    for link in page(name).xpath("//div[@class='files']/a[@download]"):
        is_printed = "/table_" in link.get("href")
        assert link.text == ("CSV as printed" if is_printed else "CSV corrected")


def test_serious_doubts_are_counted_and_come_first():
    """The page on trust counts corrected numbers in serious doubt; datasets have these first."""
    numbers = neadigital.observations().query("severity == 'serious'")
    corrected = numbers["certainty"].count()
    text = " ".join(page("trust.html").text_content().split())

    assert f"Of the corrected numbers, {corrected} are still in serious doubt." in text
    for name in neadigital.datasets()["dataset"]:
        notes = page(f"generated/datasets/{name}.html").xpath("//li/@id")
        doubts = re.findall(r"note-\S+-(serious|minor)\b", " ".join(notes))
        assert doubts == sorted(doubts, reverse=True), name


def test_the_parts_of_the_paper_count_its_claims():
    """The claims that hold, fail and stay open are, over all parts and on top, the audit's."""
    text = " ".join(page(name).text_content() for name in PARTS)
    counts = re.findall(r"that hold: (\d+); that do not: (\d+); .*?: (\d+)", text)
    over_all_parts = pd.DataFrame(counts).astype(int).sum()
    [on_top] = re.findall(r"claims (\d+) hold, (\d+) do not, and (\d+)", text)
    claims = neadigital.audit().query("kind == 'claim'")["holds"]
    holds = claims.eq(True).sum()
    fails = claims.eq(False).sum()
    is_open = claims.isna().sum()
    counted = [holds, fails, is_open]

    assert over_all_parts.tolist() == counted
    assert list(map(int, on_top)) == counted


def test_a_dataset_says_when_and_whether_the_paper_has_it():
    """The card and the page of a dataset have its years and its rows, as the catalogue has them."""
    stated = neadigital.observations().query("basis == 'stated'")
    own = set(stated["dataset"])
    cards = page("generated/datasets/index.html").xpath("//ul[@class='cards']/li")
    shown = {}
    for card in cards:
        about = card.xpath("string(p[1])")
        # After a colon is whose it is.
        shown[card.xpath("string(p[2])")] = about.partition(":")[0]
    said = {}
    for entry in neadigital.datasets().itertuples():
        years = f"{entry.first_year} to {entry.last_year}"
        if entry.first_year == entry.last_year:
            years = f"{entry.last_year}"
        where = "in the paper" if entry.dataset in own else "not in the paper"
        said[entry.dataset] = f"{years} · {entry.rows:,} rows · {where}"
        text = page(f"generated/datasets/{entry.dataset}.html").text_content()

        assert f"{entry.rows:,} rows of {years}: " in text

    assert shown == said


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_a_page_has_its_terms_and_its_marks_have_words(name):
    """The page of a dataset says its terms, and a mark of a note says in words what it means."""
    tree = page(f"generated/datasets/{name}.html")
    terms = neadigital.datasets().set_index("dataset").at[name, "terms"]

    assert f"On what terms: {terms}." in tree.text_content().replace("’", "'")
    assert (
        min(map(len, tree.xpath("//a[contains(@class, 'flag')]/@title")), default=9) > 3
    )


def test_an_economy_leads_to_what_the_paper_has():
    """Links to what the paper has lead to its datasets, the others to another publisher's."""
    own = [name for name in PAGES if name.startswith("generated/economies/")]
    shown = {"what the paper has": set(), "The numbers": set()}
    for name in own:
        for text in shown:
            for link in page(name).xpath(f"//a[text()='{text}']/@href"):
                target, _ = target_of(link, name)
                shown[text].add(posixpath.basename(target).removesuffix(".html"))
    tables = neadigital.datasets().set_index("dataset")["tables"]

    assert shown["what the paper has"] <= {*tables.index[tables.notna()]}
    assert shown["The numbers"] <= {*tables.index[tables.isna()]}
    assert all(shown.values())


def test_an_economy_is_as_far_behind_as_its_page_says():
    """A value and how far it is behind come to the leader's value, but for what is rounded."""
    distance = r"([\d.]+)[a-z ]* behind (?:the R|[CJM])"
    sentence = rf"([\d.]+) in \d{{4}}, (?:the highest|{distance})"
    leaders = {}
    for code in ("CHN", "JPN", "KOR", "MNG", "RUS"):
        text = page(f"generated/economies/{code}.html").text_content()
        said = re.findall(sentence, " ".join(text.split()))
        leaders[code] = [float(value) + float(behind or 0) for value, behind in said]
    values = pd.DataFrame(leaders).T
    spread = values.max() - values.min()

    assert values.shape == (5, 4)
    assert (spread < 0.003 * values.max()).all()


def test_the_menu_marks_the_page_that_is_open():
    """What the menu marks as open is the page itself."""
    for name in LINKED:
        marked = page(name).xpath("//li[contains(@class, 'current active')]/a/@href")
        assert {target_of(link, name)[0] for link in marked} <= {name}, name


def test_a_reason_has_its_own_colour():
    """Each reason to trust a number has the colour of its name."""
    text = (SITE / "_static" / "site.css").read_text(encoding="utf-8")
    colours = re.findall(r"\.(\w+) \{ --ground: var\(--(\w+)\)", text)

    assert len(colours) > 5
    assert [pair for pair in colours if len({*pair}) > 1] == []
