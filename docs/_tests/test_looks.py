"""Pages fit any screen and a sheet of paper, begin at one line, and pass axe, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conftest import PAGES, SETTLED, Reader

# A page of each kind.
KINDS = [
    "index.html",
    "explorer.html",
    "trust.html",
    "causes.html",
    "citing.html",
    "check_a_table.html",
    "metrics.html",
    "generated/paper/index.html",
    "generated/paper/scale.html",
    "generated/sources.html",
    "generated/datasets/index.html",
    "generated/datasets/growth_rates.html",
    "generated/economies/index.html",
    "generated/economies/KOR.html",
    "generated/story/ko.html",
    "auto_gallery/figure_5.html",
    "auto_studies/closing.html",
    "generated/api/neadigital.growth.html",
]
# The changelog and the reference are long lists, which no reader reads from top to bottom.
LISTS = ("search.html", "changelog.html", "generated/api/")
LOOKED_AT = [name for name in PAGES if not name.startswith(LISTS)]
# The tallest that some pages may be; all others have 16,000 pixels.
TALLEST = {"trust.html": 9_000, "generated/datasets/growth_rates.html": 5_500}
# The width of a page of paper between its margins: A4 has 718 pixels, and letter more.
PAPER = 718
# Elements wider than the column that holds them; code, and frames in studies, scroll by themselves.
# An article that is wider than the page is cut at both sides.
WIDER = """() => {
  const page = document.querySelector('.bd-main').getBoundingClientRect();
  const column = document.querySelector('.bd-article').getBoundingClientRect();
  if (column.left < page.left || column.right > page.right) return ['article is cut'];
  const scrolls = 'pre, .scroll, .frame, .framed, .output_html, svg';
  const inside = `${scrolls}, .sd-tab-set > input, .visually-hidden, .headerlink`;
  return [...document.querySelectorAll('.bd-article *')]
    .filter((e) => !e.closest(inside) && e.getBoundingClientRect().right > column.right + 1)
    .map((e) => [e, Math.round(e.getBoundingClientRect().right - column.right)])
    .map(([e, wider]) => `${e.tagName}.${e.className} ${wider}`)
    .slice(0, 3);
}"""
LEFT = "document.querySelector('.bd-article h1').getBoundingClientRect().left"
RIGHT = "all => all.map(one => one.getBoundingClientRect().right)"
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


@pytest.mark.parametrize("part", range(4))
def test_nothing_is_too_wide_or_too_long(part, browser, address):
    """Nothing is wider than its column or its sheet, no page too tall, all begin at one line."""
    wider, heights, edges, lefts = {}, {}, {}, {}
    with browser.new_context() as context:
        page = context.new_page()
        for name in LOOKED_AT[part::4]:
            page.set_viewport_size({"width": 1400, "height": 900})
            page.goto(f"{address}/{name}", wait_until="load")
            heights[name] = page.evaluate("document.documentElement.scrollHeight")
            lefts[name] = page.evaluate(LEFT)
            for width in (1400, 400):
                page.set_viewport_size({"width": width, "height": 900})
                wider[name, width] = page.evaluate(WIDER)
            page.set_viewport_size({"width": PAPER, "height": 1000})
            page.emulate_media(media="print")
            edges[name] = max([0, *page.eval_on_selector_all("table.data th", RIGHT)])
            page.emulate_media(media="screen")
    most = {name: TALLEST.get(name, 16_000) for name in heights}

    assert {where: found for where, found in wider.items() if found} == {}
    assert {name: heights[name] for name in most if heights[name] > most[name]} == {}
    assert {name: edge for name, edge in edges.items() if edge > PAPER} == {}
    assert len(set(lefts.values())) == 1


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


def violations(page: Page, **options: Any) -> list[Any]:
    """Return what axe finds on a page: rule, places and help."""
    found = Axe().run(page, options={"resultTypes": ["violations"]} | options)
    return [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3], rule["help"])
        for rule in found.response["violations"]
    ]


@pytest.mark.parametrize("name", KINDS)
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
        in_light = violations(page)
        page.emulate_media(color_scheme="dark")
        page.wait_for_selector("html[data-theme=dark]")
        page.evaluate(SETTLED)
        in_the_dark = violations(page, runOnly=["color-contrast"])

    assert troubles == []
    assert broken == []
    assert max(sideways) <= 0
    assert [in_light, in_the_dark] == [[], []]


def test_a_dark_page_has_dark_pictures(browser, address):
    """On a dark page each chart is the one that is drawn for it, on a phone the narrow one."""
    with browser.new_context(
        viewport={"width": 400, "height": 900}, color_scheme="dark"
    ) as context:
        page = context.new_page()
        page.goto(f"{address}/generated/economies/CHN.html", wait_until="load")
        shown = page.eval_on_selector_all(
            "figure.chart img",
            "all => all.filter(one => one.offsetWidth).map(one => one.currentSrc)",
        )
        # What is far down loads when a reader comes there.
        shown = [one for one in shown if one]

    assert shown
    assert [one for one in shown if not one.endswith("-narrow-dark.svg")] == []
