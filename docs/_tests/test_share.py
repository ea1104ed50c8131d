"""A link to a page can be passed on: it has a title, a sentence and, with an address, a picture."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from sphinx.application import Sphinx

from conftest import SITE

EXTENSIONS = Path(__file__).parents[1] / "_ext"
ADDRESS = "https://example.org/data"
PAGES = sorted(SITE.glob("generated/datasets/*.html"))


def head(path: Path) -> dict[str, str]:
    """Return what the head of a page says of it, by name."""
    begin, _, _ = path.read_text(encoding="utf-8").partition("<body")
    page = BeautifulSoup(begin, "lxml")
    said = {}
    for tag in page.select("head meta[content]"):
        name = tag.get("property") or tag.get("name")
        said[str(name)] = str(tag["content"])
    return said


def build(folder: Path) -> Path:
    """Build a site of one page with a chart, and return where it is."""
    chart = '<img src="pictures/growth_rates.svg">'
    text = f"# Growth\n\nThe rates of four economies, as printed.\n\n{chart}\n"
    (folder / "index.md").write_text(text, encoding="utf-8")
    (folder / "conf.py").write_text(
        "extensions = ['myst_parser', 'share']\n", encoding="utf-8"
    )
    out = folder / "out"
    app = Sphinx(folder, folder, out, out / "trees", "html", status=None)
    app.build()
    return out / "index.html"


@pytest.fixture(autouse=True)
def _extensions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the extensions of the site."""
    monkeypatch.setattr(sys, "path", [str(EXTENSIONS), *sys.path])


def test_every_page_of_a_dataset_has_a_title_and_a_sentence():
    """Each dataset's page says what it is to whoever gets a link to it."""
    said = [head(path) for path in PAGES]

    assert all(one["og:title"] and len(one["og:description"]) > 30 for one in said)
    assert len({one["og:description"] for one in said}) == len(said)


def test_without_an_address_nothing_needs_one():
    """No page of a site without an address names a preview picture or a place on the web."""
    said = [head(path) for path in SITE.glob("generated/story/*.html")]

    assert said
    assert not any("og:image" in one or "og:url" in one for one in said)


def test_with_an_address_a_link_shows_the_chart(tmp_path, monkeypatch):
    """With `SITE` set, a page names its address and its first chart as a picture."""
    monkeypatch.setenv("SITE", ADDRESS)
    said = head(build(tmp_path))

    assert said["og:url"] == f"{ADDRESS}/index.html"
    assert said["og:image"] == f"{ADDRESS}/pictures/growth_rates.png"
    assert said["og:description"] == "The rates of four economies, as printed."


def test_a_chart_can_be_embedded_where_there_is_an_address(monkeypatch):
    """The line to embed a chart has the site's address, and is missing without one."""
    import pictures

    without = pictures.shareable("growth_rates", "rates", "../")
    monkeypatch.setenv("SITE", ADDRESS)
    embedded = pictures.shareable("growth_rates", "rates", "../")

    assert "to embed" not in without
    assert f"{ADDRESS}/pictures/growth_rates.png" in embedded


def test_each_chart_is_beside_its_page_as_files():
    """Every chart that a page offers is there as SVG and as PNG."""
    offered = []
    for path in SITE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if "chart-files" not in text:
            continue
        page = BeautifulSoup(text, "lxml", parse_only=SoupStrainer("figure"))
        links = page.select("figure.chart .chart-files a[download]")
        offered += [path.parent / str(link["href"]) for link in links]

    assert offered
    assert [one for one in offered if not one.is_file()] == []
