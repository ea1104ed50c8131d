"""What a reader does with the site works: look at pictures, search, sort, download, read on any screen."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import SITE, Reader
from playwright.sync_api import Browser

import neadigital

PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "_static" not in path.parts)
READ = [
    "index.html",
    "trust.html",
    "generated/claims.html",
    "auto_gallery/index.html",
    "auto_gallery/figure_5.html",
    "auto_gallery/table_01.html",
    "auto_studies/index.html",
    "generated/datasets/growth_rates.html",
    "generated/datasets/itu_indicators.html",
    "generated/economies/MNG.html",
    "generated/economies/KOR.html",
    "generated/api/growth.html",
    "metrics.html",
    "elsewhere.html",
]


class Parsed(HTMLParser):
    """A page's links, anchors, pictures and structured data."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.pictures: list[dict[str, str | None]] = []
        self.data: list[str] = []
        self._in_data = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what a tag holds."""
        found = dict(attrs)
        self.anchors |= {value for key in ("id", "name") if (value := found.get(key))}
        for key in ("href", "src"):
            if value := found.get(key):
                self.links.append(value)
        if tag == "img":
            self.pictures.append(found)
        self._in_data = tag == "script" and found.get("type") == "application/ld+json"

    def handle_endtag(self, tag: str) -> None:
        """End structured data."""
        self._in_data = False

    def handle_data(self, data: str) -> None:
        """Collect structured data."""
        if self._in_data:
            self.data.append(data)


@pytest.fixture(scope="session")
def parsed() -> dict[str, Parsed]:
    """Every page, parsed once."""
    return {name: Parsed(SITE / name) for name in PAGES}


def test_no_link_is_dead(parsed: dict[str, Parsed]) -> None:
    """Every link within the site leads to a file, and to a place in it that exists."""
    dead = []
    for name, page in parsed.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or (not parts.path and not parts.fragment):
                continue
            target = (SITE / name).parent / unquote(parts.path) if parts.path else SITE / name
            target = target.resolve()
            target = target / "index.html" if target.is_dir() else target
            key = target.relative_to(SITE.resolve()).as_posix()
            lost = not target.is_file()
            lost |= key in parsed and bool(parts.fragment) and unquote(parts.fragment) not in parsed[key].anchors
            if lost and name not in ("genindex.html", "search.html"):
                dead.append((name, link))

    assert dead == []


def test_every_picture_has_an_alternative_text(parsed: dict[str, Parsed]) -> None:
    """No picture is without a text for those who do not see it."""
    assert [(name, p["src"]) for name, page in parsed.items() for p in page.pictures if not p.get("alt")] == []


def test_pages_are_described_for_machines(parsed: dict[str, Parsed]) -> None:
    """Each page has valid JSON-LD; a dataset's page describes the dataset with its columns, licence and file."""
    for name, page in parsed.items():
        assert len(page.data) == 1, name
        assert json.loads(page.data[0])["@context"] == "https://schema.org"
    for name in neadigital.datasets()["name"]:
        found = json.loads(parsed[f"generated/datasets/{name}.html"].data[0])
        assert found["@type"] == "Dataset"
        assert {c["name"] for c in found["variableMeasured"]} == set(neadigital.load(name).columns)
        assert (SITE / "generated" / "datasets" / found["distribution"]["contentUrl"]).is_file()


def test_every_public_name_is_on_a_page(parsed: dict[str, Parsed]) -> None:
    """The reference has an entry for every public name of the package and of each of its modules."""
    anchors = set().union(*(page.anchors for name, page in parsed.items() if name.startswith("generated/api/")))
    modules = {name: getattr(neadigital, name) for name in neadigital.__all__}
    modules = {name: value for name, value in modules.items() if type(value).__name__ == "module"}
    wanted = [f"neadigital.{name}" for name in neadigital.__all__ if name not in modules and name != "__version__"]
    for name, module in modules.items():
        for inner in module.__all__:
            callable_ = callable(getattr(module, inner))
            wanted.append(f"neadigital.{name}.{inner}" if callable_ else inner.lower().replace("_", "-"))

    assert [name for name in wanted if name not in anchors] == []


def test_every_dataset_and_economy_has_a_page() -> None:
    """Each dataset has a page, and so has each economy that is in the data."""
    codes = neadigital.economies().query("kind == 'economy'")["code"]
    observed = set(neadigital.observations()["economy"])

    assert all(f"generated/datasets/{name}.html" in PAGES for name in neadigital.datasets()["name"])
    assert all(f"generated/economies/{code}.html" in PAGES for code in codes if code in observed)


def test_gallery_pictures_load(reader: Reader) -> None:
    """The gallery shows a picture for each of the eight figures and the thirteen tables."""
    page = reader.open("auto_gallery/index.html")
    page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
    page.wait_for_function("[...document.images].every(i => i.complete)")
    seen = page.eval_on_selector_all(
        ".sphx-glr-thumbcontainer img", "all => all.filter(i => i.naturalWidth > 50).map(i => i.src)"
    )

    for what in [f"figure_{n}" for n in range(1, 9)] + [f"table_{n:02d}" for n in range(1, 14)] + ["corrections"]:
        assert any(f"{what}_thumb" in source for source in seen), what


def test_search_finds_cybersecurity(reader: Reader) -> None:
    """The search of the site finds the dataset of cybersecurity ranks."""
    page = reader.open("search.html?q=cybersecurity")
    page.wait_for_selector("#search-results li a")
    found = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.href)")

    assert any("cybersecurity_ranks" in link for link in found)


def test_a_dataset_sorts_searches_and_downloads(reader: Reader, tmp_path: Path) -> None:
    """A dataset's table sorts by number, narrows to what is typed, and downloads as the loader gives it."""
    page = reader.open("generated/datasets/growth_rates.html")
    first = page.locator(".dt-container table").first
    column = "digital_economy_growth_pct"
    position = neadigital.growth_rates().columns.get_loc(column) + 1
    head = first.locator("thead th", has_text=column).first
    head.click()
    page.wait_for_function("document.querySelector('.dt-container th[aria-sort=ascending]') !== null")
    lowest = first.locator(f"tbody tr:first-child td:nth-child({position}) .flag").inner_text()
    head.click()
    page.wait_for_function("document.querySelector('.dt-container th[aria-sort=descending]') !== null")
    highest = first.locator(f"tbody tr:first-child td:nth-child({position}) .flag").inner_text()
    rates = neadigital.growth_rates()[column]
    page.locator(".dt-search input").first.fill("RUS")
    page.wait_for_function("document.querySelectorAll('.dt-container table')[0].tBodies[0].rows.length === 5")
    with page.expect_download() as waited:
        page.locator("a.download").click()
    waited.value.save_as(tmp_path / "rates.csv")
    with (tmp_path / "rates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert lowest.startswith(f"{rates.min():g}")
    assert highest.startswith(f"{rates.max():g}")
    assert [float(row[column]) for row in rows] == rates.tolist()


@pytest.mark.parametrize("study", ["closing", "outgrown", "behind", "base"])
def test_a_study_runs_as_a_notebook(study: str, tmp_path: Path) -> None:
    """The notebook of a study that a reader downloads runs from its first cell to its last."""
    (notebook,) = (SITE / "_downloads").rglob(f"{study}.ipynb")
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    script = tmp_path / "study.py"
    script.write_text("\n".join(line for line in "\n".join(code).splitlines() if not line.startswith("%")))
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    result = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, check=False)

    assert len(code) > 3
    assert result.returncode == 0, result.stderr


def test_an_economy_shows_its_pictures(reader: Reader) -> None:
    """The page of Korea shows its digital economy and its Internet users."""
    page = reader.open("generated/economies/KOR.html")
    widths = page.eval_on_selector_all("article img", "all => all.map(i => i.naturalWidth)")

    assert len(widths) >= 2
    assert min(widths) > 500


@pytest.mark.parametrize(("width", "theme"), [(400, "light"), (400, "dark"), (1400, "light"), (1400, "dark")])
@pytest.mark.parametrize("name", READ)
def test_a_page_reads_well(name: str, width: int, theme: str, browser: Browser, address: str) -> None:
    """Narrow or wide, light or dark: a page has no trouble, does not scroll sideways, and axe finds nothing serious."""
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme) as context:
        reader = Reader(context.new_page(), address)
        page = reader.open(name)
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        broken = page.evaluate("[...document.images].filter(i => i.complete && i.naturalWidth === 0).map(i => i.src)")
        # Axe itself asks for style sheets, some of which are nowhere.
        troubles = list(reader.troubles)
        # Each theme's colours, and each width's elements, are looked at once.
        looked = (width, theme) in [(400, "dark"), (1400, "light")]
        found = Axe().run(page).response["violations"] if looked else []

    serious = [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3], rule["nodes"][0]["failureSummary"])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
    assert troubles == []
    assert sideways <= 0
    assert broken == []
    assert serious == []
