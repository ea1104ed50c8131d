"""A page of each kind is legible, fits any screen and a sheet of paper, and passes axe."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from matplotlib.image import imread
from playwright.sync_api import Page

from conftest import SETTLED, Reader

# A page of each kind.
KINDS = [
    "index.html",
    "how_do_i.html",
    "project.html",
    "trust.html",
    "metrics.html",
    "generated/paper/index.html",
    "generated/paper/scale.html",
    "generated/sources.html",
    "generated/datasets/index.html",
    "generated/datasets/growth_rates.html",
    "generated/datasets/world_development_indicators.html",
    "generated/economies/KOR.html",
    "generated/story/zh.html",
    "auto_studies/index.html",
    "auto_studies/closing.html",
    "generated/api/neadigital.growth.html",
]
# The width of a page of paper between its margins: A4 has 718 pixels, and letter more.
PAPER = 718
# Elements wider than the column that holds them; code, and frames in studies, scroll by themselves.
# An article that is wider than the page is cut at both sides.
WIDER = """() => {
  const page = document.querySelector('.bd-main').getBoundingClientRect();
  const column = document.querySelector('.bd-article').getBoundingClientRect();
  if (column.left < page.left || column.right > page.right) return ['article is cut'];
  const scrolls = 'pre, .frame, .framed, .output_html, svg';
  const inside = `${scrolls}, .sd-tab-set > input, .visually-hidden, .headerlink`;
  return [...document.querySelectorAll('.bd-article *')]
    .filter((e) => !e.closest(inside) && e.getBoundingClientRect().right > column.right + 1)
    .map((e) => [e, Math.round(e.getBoundingClientRect().right - column.right)])
    .map(([e, wider]) => `${e.tagName}.${e.className} ${wider}`)
    .slice(0, 3);
}"""
# Lines of more than 75 Latin letters.
LONG = """() => [...document.querySelectorAll('.bd-article :is(p, li, dd)')]
  .filter((e) => e.offsetParent && !e.querySelector('p, li, table, pre'))
  .filter((e) => !e.closest('details:not([open]) > :not(summary)'))
  .flatMap((e) => {
    const lines = new Map();
    const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
      const node = texts.currentNode;
      for (let i = 0; i < node.length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getClientRects()[0];
        if (!box?.width || node.parentElement.closest('.visually-hidden')) continue;
        const line = Math.round(box.bottom / 8);
        lines.set(line, (lines.get(line) ?? '') + node.data[i]);
      }
    }
    return [...lines.values()].map((line) => line.trim());
  })
  .filter((line) => line.length > 75 && /^[\\u0000-\\u024f\\u2000-\\u22ff]*$/.test(line))
"""
# Cells of numbers whose number does not end at the right.
NOT_RIGHT = """() => [...document.querySelectorAll('td.number, table.printed td:has(button)')]
  .filter((e) => e.offsetParent && e.textContent.trim())
  .filter((e) => {
    const within = e.querySelector('button:last-of-type') ?? e;
    const isRight = ['right', 'end'].includes(getComputedStyle(within).textAlign);
    const gap = e.getBoundingClientRect().right - within.getBoundingClientRect().right;
    return !isRight || gap > 8;
  })
  .map((e) => e.textContent.trim())
"""
# The smallest letters of each picture that is shown, in pixels of the page.
LETTERS = """async () => {
  const sizes = async (image) => {
    const svg = await (await fetch(image.currentSrc)).text();
    const width = Number(svg.match(/viewBox="0 0 ([\\d.]+)/)[1]);
    const sizes = [...svg.matchAll(/font(?:-size)?: ([\\d.]+)px/g)].map((one) => Number(one[1]));
    return [Math.min(...sizes) * image.clientWidth / width, image.currentSrc];
  };
  const images = [...document.images].filter((e) => e.offsetParent && /svg$/.test(e.currentSrc));
  const drawn = [...document.querySelectorAll('svg.hero-chart')].filter((e) => e.clientWidth);
  const inside = drawn.map((e) => [14 * e.clientWidth / e.viewBox.baseVal.width, 'hero']);
  return [...await Promise.all(images.map(sizes)), ...inside].filter(([size]) => size < 9);
}"""
EAGER = "document.querySelectorAll('img').forEach((e) => (e.loading = 'eager'))"
# A picture for another width is chosen in the frame after next.
LOADED = """async () => {
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  await Promise.all([...document.images].map((e) => e.decode().catch(() => null)));
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


def faults(page: Page) -> list[Any]:
    """Return what is not legible on an open page: on a wide screen, on a phone and on paper."""
    found = page.evaluate(LONG)
    found += page.evaluate(NOT_RIGHT)
    page.evaluate(EAGER)
    for width in (1400, 1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(LOADED)
        found += [f"{width}: {one}" for one in page.evaluate(LETTERS)]
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
    """On a page of each kind lines and letters are legible, and nothing is too wide for it."""
    found = {}
    lefts = set()
    for name in KINDS[part::4]:
        reader.page.set_viewport_size({"width": 1400, "height": 900})
        page = reader.open(name)
        lefts.add(page.evaluate(LEFT))
        found[name] = faults(page)

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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_has_the_ground_of_its_page(theme, browser, address):
    """On a phone a chart is the narrow one, and dark on a page that a reader makes dark."""
    phone = {"width": 400, "height": 900}
    with browser.new_context(viewport=phone, color_scheme="light") as context:
        page = Reader(context.new_page(), address).open("generated/economies/CHN.html")
        page.evaluate(
            "(theme) => (document.documentElement.dataset.theme = theme)", theme
        )
        chart = page.locator("figure.chart img").first
        shown = chart.evaluate("one => one.currentSrc")
        picture = imread(BytesIO(chart.screenshot()))
        ground = picture[:3, :3, :3].mean()

    assert shown.endswith("-narrow.svg")
    assert ground > 0.95 if theme == "light" else ground < 0.2
