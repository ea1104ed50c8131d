"""The site works on any screen: readers find answers, search, sort, filter, cite and download."""

from __future__ import annotations

import csv
import json
import os
import posixpath
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from lxml import html
from playwright.sync_api import Browser, Page, expect

import neadigital
from conftest import SETTLED, SITE, Reader
from neadigital import _store

PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if "_static" not in path.parts
)
# Pages for those who maintain the package, and lists that Sphinx makes.
PROJECT = {
    f"{name}.html"
    for name in ("benchmarks", "compatibility", "design", "past_memory", "releasing")
}
PROJECT |= {"genindex.html", "py-modindex.html", "search.html", "changelog.html"}
READERS = [name for name in PAGES if name not in PROJECT]
# One template makes the pages of the reference, so the largest of them stand for all.
REFERENCE = sorted(
    (name for name in READERS if "/api/" in name),
    key=lambda name: (SITE / name).stat().st_size,
)
LOOKED_AT = [name for name in READERS if name not in REFERENCE[:-8]]
READ = [
    "index.html",
    "explorer.html",
    "how_do_i.html",
    "trust.html",
    "causes.html",
    "citing.html",
    "metrics.html",
    "generated/paper/index.html",
    "generated/paper/scale.html",
    "generated/paper/e-commerce.html",
    "generated/sources.html",
    "generated/datasets/index.html",
    "generated/datasets/growth_rates.html",
    "generated/datasets/itu_indicators.html",
    "generated/economies/index.html",
    "generated/economies/KOR.html",
    "auto_gallery/figure_5.html",
    "auto_studies/closing.html",
    "generated/api/neadigital.growth.yoy.html",
]

# The paper in its own order.
PARTS = [name for name in PAGES if name.startswith("generated/paper/")]


class Parsed:
    """A page's links, anchors and pictures."""

    def __init__(self, path: Path) -> None:
        page = html.parse(path).getroot()
        self.links: list[str] = page.xpath("//@href | //@src")
        self.anchors: set[str] = {*page.xpath("//@id | //@name")}
        self.pictures: list[dict[str, str]] = [
            dict(img.attrib) for img in page.iter("img")
        ]


@cache
def soup(name: str) -> BeautifulSoup:
    """Return a page as a tree, read once; what changes a part of it takes a copy."""
    return BeautifulSoup((SITE / name).read_text(encoding="utf-8"), "lxml")


@pytest.fixture(scope="session")
def parsed() -> dict[str, Parsed]:
    """Every page, parsed once."""
    return {name: Parsed(SITE / name) for name in PAGES}


def target_of(link: str, name: str) -> tuple[str, str]:
    """Return the file and the anchor that a link on a page leads to; no file if elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "", ""
    folder = posixpath.dirname(name)
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    target = path if parts.path else name
    if (SITE / target).is_dir():
        target = posixpath.normpath(f"{target}/index.html")
    return target, unquote(parts.fragment)


def test_no_link_is_dead(parsed):
    """Every link within the site leads to a file that exists, and to an anchor in it."""
    files = {path.relative_to(SITE).as_posix() for path in SITE.rglob("*")}
    dead = []
    for name in parsed.keys() - {"genindex.html", "search.html"}:
        for link in {*parsed[name].links}:
            target, anchor = target_of(link, name)
            is_lost = bool(target) and target not in files
            if target in parsed and anchor:
                is_lost |= anchor not in parsed[target].anchors
            if is_lost:
                dead.append((name, link))

    assert dead == []


def test_every_picture_has_an_alternative_text(parsed):
    """Every picture has a text for screen readers."""
    assert [
        (name, p["src"])
        for name, page in parsed.items()
        for p in page.pictures
        # A tile of the gallery has its title as a link.
        if not p.get("alt") and "thumb" not in p["src"]
    ] == []


def test_every_public_name_is_on_a_page(parsed):
    """The reference has an entry for every public name of the package and its modules."""
    anchors = set().union(
        *(
            page.anchors
            for name, page in parsed.items()
            if name.startswith("generated/api/")
        )
    )
    modules = {name: getattr(neadigital, name) for name in neadigital.__all__}
    modules = {
        name: value
        for name, value in modules.items()
        if type(value).__name__ == "module"
    }
    wanted = [
        f"neadigital.{name}"
        for name in neadigital.__all__
        if name not in modules and name != "__version__"
    ]
    for name, module in modules.items():
        for inner in module.__all__:
            callable_ = callable(getattr(module, inner))
            wanted.append(
                f"neadigital.{name}.{inner}"
                if callable_
                else inner.lower().replace("_", "-")
            )

    assert [name for name in wanted if name not in anchors] == []


def test_datasets_and_the_five_economies_have_pages_with_a_picture(parsed):
    """Each dataset and each of the five economies has a page with a chart at its top."""
    five = neadigital.economies().query("kind == 'economy' and northeast_asia")[
        "economy"
    ]
    pages = [
        f"generated/datasets/{name}.html" for name in neadigital.datasets()["dataset"]
    ]
    pages += [f"generated/economies/{code}.html" for code in five]

    assert [name for name in pages if not parsed[name].pictures] == []


def test_every_claim_and_every_note_has_an_address(parsed):
    """Each finding of the audit and each note on a cell can be cited by a page and an anchor."""
    claims = set().union(*(parsed[name].anchors for name in PARTS))
    notes = sum(
        sum(
            anchor.startswith("note-")
            for anchor in parsed[f"generated/datasets/{name}.html"].anchors
        )
        for name in neadigital.datasets()["dataset"]
    )

    assert set(neadigital.audit()["check"]) <= claims
    assert notes == len(neadigital.notes())


def test_nothing_but_the_site_is_published():
    """Sphinx's store of parsed pages is not published with the pages."""
    assert not (SITE / ".doctrees").exists()


def test_all_data_are_one_download():
    """The archive is what the package exports: the descriptor, and each dataset as loaded."""
    with zipfile.ZipFile(SITE / "data" / "neadigital.zip") as archive:
        names = archive.namelist()

    assert any(name.endswith("/datapackage.json") for name in names)
    assert all(
        any(name.endswith(f"/{dataset}.csv") for name in names)
        for dataset in neadigital.datasets()["dataset"]
    )


# Each question, the clicks that lead from the front page to its answer, and the answer.
QUESTIONS = {
    "Who wrote the paper?": ([], "Song Linlin"),
    "How large is Japan's digital economy against its GDP?": ([], "52.0"),
    "Why does China's growth of 31.75 % bear a mark?": (
        ["a.flag.serious"],
        "level of 2020",
    ),
    "Which tables are free of corrections?": (
        ["text=Trust it", "text=Can I trust it?"],
        "have no correction",
    ),
    "Which licence are the data under?": (
        ["text=Use it", "text=Pin and cite"],
        "CC BY 4.0",
    ),
    "How do I read it into Stata?": (
        ["text=Use it", "text=R, Excel, Stata, SQL"],
        "import delimited",
    ),
    "What is epi_rank?": (
        ["text=Datasets", "text=World ranks in e-government"],
        "rank by the E-Participation Index",
    ),
    "How many digital enterprises has Ireland?": (["text=Economies"], "Ireland"),
    "Which claims contradict other sources?": (
        ["text=The paper"],
        "contradicted",
    ),
    "How can I measure inequality in my own table?": (
        ["text=Use it", "text=Choosing a measure"],
        "dispersion",
    ),
    "How sure is Japan's growth of 2020?": (
        ["text=Datasets", "text=Growth of GDP and of the digital"],
        "those of Japan, Korea and Russia inferred",
    ),
    "How far is Mongolia behind Korea in e-government?": (
        ["text=Economies", "text=Mongolia"],
        "0.122 behind the Republic of Korea",
    ),
    "Did the gap in Internet use close by 2024?": (
        ["text=Trust it", "text=Can I trust it?"],
        "It is smaller, not closed",
    ),
    "Is China's level of 2020 right?": (
        ["text=Trust it", "text=Can I trust it?"],
        "level of 2020 behind both is in serious doubt",
    ),
    "What currency are e-commerce sales in?": (
        ["text=Datasets", "text=E-commerce sales, total"],
        "US$ billion",
    ),
    "How do I draw three economies?": (["text=Use it", "text=How do I"], "plot.series"),
    "By how much did China's digital economy grow in five years?": ([], "107.5"),
    "Where do the numbers of figure 3 come from?": (
        ["text=Trust it", "text=Recovering the figures"],
        "18.9 %",
    ),
}


def click(page: Page, what: str) -> None:
    """Click the first visible link or button of that name."""
    page.locator(f".bd-header >> {what} >> visible=true").or_(
        page.locator(f".bd-main >> {what} >> visible=true")
    ).first.click()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_in_two_clicks(question, reader):
    """At most two clicks lead from the front page to an answer on a page's first two screens."""
    clicks, answer = QUESTIONS[question]
    page = reader.open("index.html")
    for what in clicks:
        click(page, what)
    answers = page.locator(".bd-article").get_by_text(answer).locator("visible=true")
    answers.first.wait_for()
    # Read at once: a table may still be cut into pages.
    tops = "found => found.map((one) => one.getBoundingClientRect().top)"
    heights = answers.evaluate_all(tops)

    assert len(clicks) <= 2
    assert any(0 <= height <= 2 * 900 for height in heights), heights


@pytest.fixture(scope="module")
def search(browser: Browser) -> Iterator[Page]:
    """A page for the search, which is opened from disk."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("divide.dispersion", "generated/api/neadigital.divide.dispersion.html"),
        ("notes", "generated/api/neadigital.notes.html"),
        ("275", "generated/paper/infrastructure.html"),
        ("51.8", "generated/paper/scale.html"),
        ("smartphone", "generated/datasets/itu_indicators.html"),
        ("license", "citing.html"),
        ("cybersecurity", "generated/datasets/cybersecurity_ranks.html"),
        ("64 %", "generated/paper/conclusion.html#china-of-four"),
        ("licence ITU", "citing.html#licence"),
        ("gender gap", "own_data.html"),
        ("melt", "own_data.html"),
        ("urban rural", "own_data.html"),
        ("World Bank wide", "own_data.html#world-bank-databank-wide"),
        ("Japan Internet use 2021", "generated/datasets/itu_indicators.html"),
        ("Mongolia e-government score", "generated/economies/MNG.html"),
        ("EGDI", "generated/datasets/egovernment_index.html"),
        ("e-government index", "generated/datasets/egovernment_index.html"),
        (
            "Korea cybersecurity rank 2017",
            "generated/paper/challenges.html#cybersecurity-ranks-KOR-2017-rank",
        ),
    ],
)
def test_search_finds(word, right, search):
    """The search, opened from disk, has the right page among the first three, with an excerpt."""
    page = search
    page.goto(f"{(SITE / 'search.html').as_uri()}?q={quote(word)}")
    page.wait_for_selector("#search-results p.search-summary:has-text('found')")
    found = page.eval_on_selector_all(
        "#search-results > ol > li > a:first-child",
        "all => all.map(a => a.getAttribute('href'))",
    )
    excerpts = page.locator("#search-results li:first-child > p mark").count()
    names = [link.partition("#")[0] for link in found]

    assert right in [*found[:3], *names[:3]]
    assert excerpts
    assert not PROJECT & set(names) - {"changelog.html"}


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_dataset_search_finds_what_it_needs(name):
    """Each dataset's page describes it in JSON-LD, with its file, licence, years and variables."""
    page = SITE / "generated" / "datasets" / f"{name}.html"
    text = page.read_text(encoding="utf-8")
    found = re.findall(
        r'<script type="application/ld\+json">(.+?)</script>', text, re.S
    )
    [described] = map(json.loads, found)

    assert described["@type"] == "Dataset"
    assert 50 <= len(described["description"]) <= 5000
    assert described.get("license") or "not seen" in described["usageInfo"]
    is_papers = not _store.resource(name)["publisher"]
    assert (described["creator"][0]["name"] == "Song Linlin") == is_papers
    assert described["variableMeasured"]
    assert (page.parent / described["distribution"]["contentUrl"]).is_file()


def test_an_address_speaks_readers_words(parsed):
    """Links to chosen numbers ask why they are trusted and where they are printed."""
    asked = {
        name
        for page in parsed.values()
        for link in page.links
        if "paper/index.html?" in link
        for name in re.findall(r"[?&](\w+)=", link)
    }

    assert asked == {"kind", "why", "in"}


# Words of the data that a reader would stumble over; code may have them.
LAWYERS = re.compile(
    r"\b(grounds?|external|other basis|at hand|is told|likest)\b", re.I
)


@pytest.mark.parametrize("name", [name for name in READ if "/api/" not in name])
def test_a_page_speaks_plainly(name):
    """Outside code, a page says why a number is trusted without the codes of the data."""
    [article] = map(copy, soup(name).select(".bd-article"))
    for code in article.select("code, pre, script, .code"):
        code.decompose()

    assert LAWYERS.findall(article.get_text(" ")) == []


def test_a_filter_stands_in_the_address(browser):
    """From the disk, a filter that is chosen is in the address, which shows the same rows."""
    page = browser.new_page()
    page.goto((SITE / "generated" / "paper" / "index.html").as_uri())
    page.locator(".filters select").nth(3).select_option(label="Mongolia")
    rows = page.locator("table.long tbody tr").all_inner_texts()
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    again = page.locator("table.long tbody tr").all_inner_texts()
    page.close()

    assert "Mongolia" in address
    assert again == rows


# A number or a row far down in a long table, on three pages.
DEEP = {
    "generated/paper/e-commerce.html": "b2c-ecommerce-sales-BRA-online-shoppers-mn",
    "generated/datasets/world_development_indicators.html": "RUS-2019-IT-NET-USER-ZS-2022",
    "generated/datasets/b2c_ecommerce_sales.html": "THA",
}


@pytest.mark.parametrize("name", DEEP)
def test_heads_stay_above_the_row_of_a_deep_link(name, reader):
    """An address of a row shows the heads of its columns, below the menu and above the row."""
    page = reader.open(f"{name}#{DEEP[name]}")
    page.wait_for_timeout(300)
    found = page.evaluate(
        """(id) => {
          const row = document.getElementById(id).closest("tr");
          const head = row.closest("table").querySelector("thead tr:last-child th");
          const menu = document.querySelector(".bd-header").getBoundingClientRect();
          const box = (element) => element.getBoundingClientRect();
          return [menu.bottom, box(head).top, box(head).bottom, box(row).top];
        }""",
        DEEP[name],
    )
    menu, top, bottom, row = found

    assert menu - 1 <= top < bottom <= row + 1


def test_print_has_every_row(browser):
    """On paper a table has all its rows, and no filters."""
    page = browser.new_page()
    page.goto((SITE / "generated" / "datasets" / "itu_indicators.html").as_uri())
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    rows = page.locator("table.long").last.locator("tbody tr").count()
    searches = page.locator(".dt-search:visible, .filters:visible").count()
    page.close()

    assert rows == len(neadigital.itu_indicators())
    assert searches == 0


def explorer_data() -> dict[str, Any]:
    """Return the data that the explorer embeds."""
    text = (SITE / "explorer.html").read_text(encoding="utf-8")
    found = re.search(r'id="explorer-data">(.+?)</script>', text, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_each_point_of_the_explorer_leads_to_its_evidence(parsed):
    """Every point has an address, and there is such an anchor on that page."""
    lost = []
    for series in explorer_data()["series"]:
        for *_, address in series["points"]:
            page, _, anchor = address.partition("#")
            if unquote(anchor) not in parsed[page].anchors:
                lost.append(address)

    assert lost == []


def test_the_explorer_keeps_the_choice_in_its_address(browser):
    """From the disk, a choice made with the keyboard is in the address, which restores it."""
    page = browser.new_page()
    page.goto((SITE / "explorer.html").as_uri())
    page.focus("#explorer-series")
    page.select_option("#explorer-series", "egovernment_index.egdi")
    page.focus("#explorer-economies input[value=CHN]")
    page.keyboard.press("Space")
    page.select_option("#explorer-from", "2010")
    address = page.url
    heads = page.locator("#explorer-table th[scope=col]").all_inner_texts()
    page.goto("about:blank")
    page.goto(address)

    assert "China" not in heads
    assert page.locator("#explorer-table th[scope=col]").all_inner_texts() == heads
    assert page.locator("#explorer-title").inner_text().endswith("2010 to 2024")
    first = page.locator("#explorer-table tbody th").first.inner_text()
    assert first == "2010"
    page.close()


def test_the_explorer_draws_bounds_as_a_band_alone(reader):
    """Of Korea only bounds are known: a band, no point and no line between them."""
    page = reader.open("explorer.html")
    korea = page.locator("#explorer-chart .economy-KOR")
    summary = page.locator("#explorer-summary").inner_text()

    assert korea.locator(".band").count() == 1
    assert korea.locator(".point, .line").count() == 0
    assert summary.startswith("China: 3,400.9 in 2016, 7,057.6 in 2021;")


def test_the_explorer_has_a_gap_at_a_break(reader):
    """Two points on the two sides of a break have no line between them, and the table says so."""
    page = reader.open("explorer.html")
    users = "world_development_indicators.IT.NET.USER.ZS"
    page.select_option("#explorer-series", users)
    [points] = [
        series["points"]
        for series in explorer_data()["series"]
        if series["id"] == users
    ]
    five = [point for point in points if point[0] < 5]
    breaks = sum(state & 1 for _, _, _, _, _, state, _, _ in five)
    lines = page.locator("#explorer-chart .line").count()
    table = page.locator("#explorer-table").inner_text()

    assert table.count("break") == breaks > 0
    assert lines <= len(five) - 5 - breaks


def test_the_explorer_says_of_which_year_a_value_is(reader):
    """Japan's share of 2020 under 2021 has its year in the chart, the table and the sentence."""
    page = reader.open("explorer.html")
    page.select_option("#explorer-series", "itu_indicators.internet_users_pct")
    chart = page.locator("#explorer-chart .economy-JPN .of").text_content()
    table = page.locator("#explorer-table").inner_text()
    summary = page.locator("#explorer-summary").inner_text()

    assert chart == "(2020)"
    assert "90.2 (of 2020)" in table
    assert "90.2 in 2021 (of 2020)" in summary


def test_gallery_pictures_load(reader):
    """The gallery shows a picture for each of the eight figures and the thirteen tables."""
    page = reader.open("auto_gallery/index.html")
    page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
    page.wait_for_function("[...document.images].every(i => i.complete)")
    seen = page.eval_on_selector_all(
        ".sphx-glr-thumbcontainer img",
        "all => all.filter(i => i.naturalWidth > 50).map(i => i.src)",
    )

    for what in (
        [f"figure_{n}" for n in range(1, 9)]
        + [f"table_{n:02d}" for n in range(1, 14)]
        + ["corrections"]
    ):
        assert any(f"{what}_thumb" in source for source in seen), what


def test_a_dataset_sorts_searches_and_downloads(reader, tmp_path):
    """A dataset's table sorts by number, filters as one types, and downloads as loaded."""
    page = reader.open("generated/datasets/egovernment_ranks.html")
    first = page.locator(".dt-container table").first
    column = "egdi_rank"
    position = neadigital.egovernment_ranks().columns.get_loc(column) + 1
    head = first.locator("thead th", has_text=column).first
    head.click()
    page.wait_for_function(
        "document.querySelector('.dt-container th[aria-sort=ascending]') !== null"
    )
    lowest = first.locator(
        f"tbody tr:first-child td:nth-child({position})"
    ).inner_text()
    head.click()
    page.wait_for_function(
        "document.querySelector('.dt-container th[aria-sort=descending]') !== null"
    )
    highest = first.locator(
        f"tbody tr:first-child td:nth-child({position})"
    ).inner_text()
    ranks = neadigital.egovernment_ranks()[column]
    page.locator(".dt-search input").first.fill("Russian")
    page.wait_for_function(
        "document.querySelectorAll('.dt-container table')[0].tBodies[0].rows.length === 7"
    )
    with page.expect_download() as waited:
        page.locator("a.download").click()
    waited.value.save_as(tmp_path / "ranks.csv")
    with (tmp_path / "ranks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert lowest == str(ranks.min())
    assert highest == str(ranks.max())
    assert [int(row[column]) for row in rows] == ranks.tolist()


def test_the_paper_is_filtered_by_verdict_and_section(reader):
    """The list of the paper filters by verdict and by section, both chosen in its lists."""
    page = reader.open("generated/paper/index.html")
    rows = page.locator("table.found tbody tr")
    page.locator(".filters select").nth(1).select_option(label="✎ misprint")
    section = rows.last.locator("td:nth-child(8)").inner_text()
    page.locator(".filters select").nth(5).select_option(label=section)
    verdicts = {
        text.strip() for text in rows.locator("td:nth-child(4)").all_inner_texts()
    }
    sections = {
        text.strip() for text in rows.locator("td:nth-child(8)").all_inner_texts()
    }

    assert verdicts == {"✎ misprint"}
    assert sections == {section}


def test_the_paper_is_in_its_own_order(parsed):
    """The parts are listed from the title page to the conclusion, the tables from 1 to 13."""
    links = parsed["generated/paper/index.html"].links
    tables = [link.partition("#table-")[2] for link in links if "#table-" in link]

    assert tables == [str(number) for number in range(1, 14)]
    ends = [link for link in links if link in ("opening.html", "conclusion.html")]
    assert list(dict.fromkeys(ends)) == ["opening.html", "conclusion.html"]


@pytest.mark.parametrize("number", range(1, 14))
def test_a_printed_table_is_as_printed(number):
    """Each table of the paper is on its page with every cell as `printed_table` has it."""
    places = [soup(name).select(f"#printed-{number}") for name in PARTS]
    [table] = [copy(table) for tables in places for table in tables]
    for element in table.select("sup, ins, .visually-hidden"):
        element.decompose()
    cells = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in table.select("tbody tr")
    ]
    printed = neadigital.printed_table(number).astype(object)

    assert cells == printed.where(printed.notna(), "").to_numpy().tolist()


def test_each_number_of_the_tables_is_marked(parsed):
    """Every number that a table prints is a link that says in words why it is trusted."""
    counts = neadigital.quality().query("kind == 'table'")
    links = 0
    for name in PARTS:
        for cell in soup(name).select("button.cell:not(.gap)"):
            links += 1
            assert cell["popovertarget"] in parsed[name].anchors
            assert cell.select_one(".visually-hidden:last-child").get_text()

    assert links == counts["numbers"].sum()


def test_no_page_of_the_paper_is_heavy():
    """No page of the paper has more than 500 KB."""
    sizes = {name: (SITE / name).stat().st_size for name in PARTS}

    assert max(sizes.values()) <= 500_000


def test_a_count_leads_to_the_numbers_that_it_counts(reader):
    """Each count of numbers leads to a list as long, also where two tables have a number."""
    page = reader.open("trust.html")
    found = page.locator("a[href*='paper/index.html?']").all()
    counts = {str(link.get_attribute("href")): int(link.inner_text()) for link in found}
    # All tables together, a table that shares numbers with another, and a figure.
    places = ("=Table", "=Table 7", "=Figure 1")
    links = [link for link in counts if link.endswith(places)]
    chosen = {link: counts[link] for link in links[::3]}
    lengths = {}
    for link in chosen:
        page = reader.open(link)
        rows = "new DataTable.Api('table.long').rows({search: 'applied'}).count()"
        lengths[link] = page.evaluate(rows)

    assert len(chosen) > 4
    assert lengths == chosen


def test_a_publication_that_a_note_names_leads_to_its_entry(parsed):
    """Notes, findings and evidence name publications by links to the page of sources."""
    trade = parsed["generated/datasets/trade_with_russia.html"].links
    paper = parsed["generated/paper/trade.html"].links

    assert "../sources.html#cns-2023-03-28" in trade
    assert "../sources.html#gacc-2023" in paper
    assert "../sources.html#cns-2023-03-28" in paper


def test_every_number_of_a_dataset_leads_to_its_ground(parsed):
    """Each number with a ground is a link: to who else has it, or to its publication."""
    grounds = (
        neadigital.observations().dropna(subset="ground").groupby("dataset").size()
    )
    links = {
        name: sum(
            "/paper/" in link or "sources.html#" in link
            for link in parsed[f"generated/datasets/{name}.html"].links
        )
        for name in grounds.index
    }

    assert {name for name in links if links[name] < grounds[name]} == set()


def test_notes_of_one_text_are_one_card(reader):
    """A dataset's page has a card for each different note, whatever the columns."""
    page = reader.open("generated/datasets/ecommerce_sales.html")
    notes = neadigital.notes("ecommerce_sales")
    texts = notes.groupby(["kind", "note", "evidence"]).ngroups

    expect(page.locator(".note")).to_have_count(texts)


def test_a_dataset_is_read_by_keyboard(reader):
    """With the keyboard alone one can download, sort, and go from a mark to its note and back."""
    page = reader.open("generated/datasets/growth_rates.html")
    reached: list[str] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        kind = page.evaluate(
            "document.activeElement.className + ' ' + document.activeElement.tagName"
        )
        reached.append(kind)
        if "flag" in kind:
            break

    assert any("download" in kind for kind in reached)
    assert any("TH" in kind or "dt-column-order" in kind for kind in reached)
    page.keyboard.press("Enter")
    expect(page.locator(".note li:target")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("tr.cited")).to_be_in_viewport(ratio=1)


def test_a_study_runs_as_a_notebook(tmp_path):
    """The notebook of a study that a reader can download runs from the first cell to the last."""
    # The build of the site has run them all; one shows that a notebook stands alone.
    (notebook,) = (SITE / "_downloads").rglob("closing.ipynb")
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    script = tmp_path / "study.py"
    script.write_text(
        "\n".join(
            line for line in "\n".join(code).splitlines() if not line.startswith("%")
        )
    )
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    result = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(code) > 3
    assert result.returncode == 0, result.stderr


# Elements wider than the column that holds them; code, and frames in studies, scroll by themselves.
# An article that is wider than the page is cut at both sides.
WIDER = """() => {
  const page = document.querySelector('.bd-main').getBoundingClientRect();
  const column = document.querySelector('.bd-article').getBoundingClientRect();
  if (column.left < page.left || column.right > page.right) return ['article is cut'];
  const scrolls = 'pre, .scroll, .frame, .framed, .marked, .output_html, svg';
  const inside = `${scrolls}, .sd-tab-set > input, .visually-hidden, .headerlink`;
  return [...document.querySelectorAll('.bd-article *')]
    .filter((e) => !e.closest(inside) && e.getBoundingClientRect().right > column.right + 1)
    .map((e) => [e, Math.round(e.getBoundingClientRect().right - column.right)])
    .map(([e, wider]) => `${e.tagName}.${e.className} ${wider}`)
    .slice(0, 3);
}"""


# The tallest that some pages may be; all others have 16,000 pixels.
TALLEST = {"trust.html": 9_000, "generated/datasets/growth_rates.html": 4_000}
# The width of a page of paper between its margins: A4 has 718 pixels, and letter more.
PAPER = 718


def printed_edges(page: Page) -> list[float]:
    """Return how far to the right the columns of a dataset reach on paper."""
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    right = "all => all.map(one => one.getBoundingClientRect().right)"
    edges: list[float] = page.eval_on_selector_all("table.data th", right)
    page.emulate_media(media="screen")
    return edges


@pytest.mark.parametrize("part", range(4))
def test_nothing_is_too_wide_or_too_long(part, browser, address):
    """Nothing is wider than its column or its sheet, and no page is over 16,000 pixels high."""
    wider, heights, edges = {}, {}, {}
    with browser.new_context() as context:
        page = context.new_page()
        for name in LOOKED_AT[part::4]:
            page.set_viewport_size({"width": 1400, "height": 900})
            page.goto(f"{address}/{name}", wait_until="load")
            heights[name] = page.evaluate("document.documentElement.scrollHeight")
            for width in (1400, 1280, 400):
                page.set_viewport_size({"width": width, "height": 900})
                wider[name, width] = page.evaluate(WIDER)
            edges[name] = max([0, *printed_edges(page)])
    most = {name: TALLEST.get(name, 16_000) for name in heights}

    assert {where: found for where, found in wider.items() if found} == {}
    assert {name: heights[name] for name in most if heights[name] > most[name]} == {}
    assert {name: edge for name, edge in edges.items() if edge > PAPER} == {}
    assert any(edges.values())


@pytest.mark.parametrize("name", ["trust.html", "generated/paper/index.html"])
def test_a_number_on_a_narrow_screen_says_what_it_is(name, browser, address):
    """On a narrow screen each cell of a wide table has room at its left for its column's name."""
    with browser.new_context(viewport={"width": 400, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{address}/{name}", wait_until="load")
        room = page.eval_on_selector_all(
            "table.stack td:not(:empty)",
            "all => all.map(cell => parseFloat(getComputedStyle(cell).paddingLeft))",
        )

    assert min(room) > 100


# Of lines that are marked up alike two stay, as a rule judges all of them alike.
SHORTEN = """() => {
  const seen = {};
  for (const line of document.querySelectorAll('.bd-article tr, .bd-article li')) {
    const inside = [...line.querySelectorAll('*')].map((e) => `${e.tagName}.${e.className}`);
    const look = [line.className, ...new Set(inside)].join(' ');
    seen[look] = (seen[look] || 0) + 1;
    if (seen[look] > 2) line.remove();
  }
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BROKEN = (
    "[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
)


def violations(page: Page, **options: Any) -> list[Any]:
    """Return what axe finds on a page: rule, places and help."""
    found = Axe().run(page, options={"resultTypes": ["violations"]} | options)
    return [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3], rule["help"])
        for rule in found.response["violations"]
    ]


@pytest.mark.parametrize("name", READ)
def test_a_page_reads_well(name, browser, address):
    """Narrow, wide and dark, a page has no errors, no sideways scroll, and passes axe."""
    wide, narrow = ({"width": width, "height": 900} for width in (1400, 400))
    with browser.new_context(viewport=narrow, color_scheme="light") as context:
        reader = Reader(context.new_page(), address)
        page = reader.open(name)
        broken = page.evaluate(BROKEN)
        sideways = [page.evaluate(SIDEWAYS)]
        page.set_viewport_size(wide)
        reader.open(name)
        sideways.append(page.evaluate(SIDEWAYS))
        # Axe itself requests style sheets, some of which do not exist.
        troubles = list(reader.troubles)
        page.evaluate(SHORTEN)
        on_screen = violations(page)
        page.emulate_media(color_scheme="dark")
        page.wait_for_selector("html[data-theme=dark]")
        page.evaluate(SETTLED)
        in_the_dark = violations(page, runOnly=["color-contrast"])
        page.set_viewport_size(narrow)
        reader.open(name)
        page.evaluate(SHORTEN)
        # Contrast takes most of the time, and does not depend on the width.
        on_phone = violations(page, rules={"color-contrast": {"enabled": False}})

    assert troubles == []
    assert broken == []
    assert max(sideways) <= 0
    assert [on_screen, in_the_dark, on_phone] == [[], [], []]
