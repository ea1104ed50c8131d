"""Pages fit any screen and a sheet of paper, begin at one line, and pass axe, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conftest import PAGES, SETTLED, Reader

# A page of each kind, which axe looks at.
KINDS = [
    "index.html",
    "trust.html",
    "metrics.html",
    "generated/paper/index.html",
    "generated/paper/scale.html",
    "generated/sources.html",
    "generated/datasets/index.html",
    "generated/datasets/growth_rates.html",
    "generated/economies/KOR.html",
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
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
BROKEN = (
    "[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
)
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


def faults(page: Page, name: str) -> list[Any]:
    """Return what does not fit on an open page: on a wide screen, on a phone and on paper."""
    tall = page.evaluate("document.documentElement.scrollHeight")
    most = TALLEST.get(name, 16_000)
    found = [f"{tall} pixels tall"] if tall > most else []
    for width in (1400, 400):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {one}" for one in page.evaluate(WIDER)]
        found += [f"{width}: moves sideways"] if page.evaluate(SIDEWAYS) else []
    found += [f"not shown: {one}" for one in page.evaluate(BROKEN)]
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    edge = max([0, *page.eval_on_selector_all("table.data th", RIGHT)])
    found += [f"{edge} on paper"] if edge > PAPER else []
    page.emulate_media(media="screen")
    return found


@pytest.mark.parametrize("part", range(4))
def test_pages_fit(part, reader):
    """Nothing is wider than its screen or its sheet, no page too tall, all begin at one line."""
    found = {}
    lefts = set()
    for name in LOOKED_AT[part::4]:
        reader.page.set_viewport_size({"width": 1400, "height": 900})
        page = reader.open(name)
        lefts.add(page.evaluate(LEFT))
        found[name] = faults(page, name)

    assert {name: own for name, own in found.items() if own} == {}
    assert len(lefts) == 1


def violations(page: Page, **options: Any) -> list[Any]:
    """Return what axe finds on a page: rule, places and help."""
    found = Axe().run(page, options={"resultTypes": ["violations"]} | options)
    return [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3], rule["help"])
        for rule in found.response["violations"]
    ]


@pytest.mark.parametrize("name", KINDS)
def test_a_page_passes_axe(name, browser, address):
    """A page of each kind passes axe, and in the dark its contrasts are as high."""
    with browser.new_context(color_scheme="light") as context:
        # Axe itself requests style sheets, some of which do not exist.
        page = Reader(context.new_page(), address).open(name)
        page.evaluate(SHORTEN)
        in_light = violations(page)
        page.emulate_media(color_scheme="dark")
        page.wait_for_selector("html[data-theme=dark]")
        page.evaluate(SETTLED)
        in_the_dark = violations(page, runOnly=["color-contrast"])

    assert [in_light, in_the_dark] == [[], []]


def test_a_dark_page_has_dark_pictures(browser, address):
    """On a dark page each chart is the one that is drawn for it, on a phone the narrow one."""
    phone = {"width": 400, "height": 900}
    with browser.new_context(viewport=phone, color_scheme="dark") as context:
        page = Reader(context.new_page(), address).open("generated/economies/CHN.html")
        shown = page.eval_on_selector_all(
            "figure.chart img",
            "all => all.filter(one => one.offsetWidth).map(one => one.currentSrc)",
        )
        # What is far down loads when a reader comes there.
        shown = [one for one in shown if one]

    assert shown
    assert [one for one in shown if not one.endswith("-narrow-dark.svg")] == []
