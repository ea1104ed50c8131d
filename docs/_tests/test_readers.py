"""Readers find answers, search, filter, follow links and use the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

import neadigital
from conftest import SITE

BOOK = neadigital.codebook().dropna(subset="label").set_index("code")["label"].to_dict()

# Each question, the clicks that lead from the front page to its answer, and the answer.
QUESTIONS = {
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
    "What is epi_rank?": (
        ["text=Datasets", "text=World ranks in e-government"],
        "e-participation rank (EPI)",
    ),
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
        "inferred for the digital economies of",
    ),
    "How far is Mongolia behind Korea in e-government?": (
        ["text=Economies", "text=Mongolia"],
        "0.122 behind the Republic of Korea",
    ),
    "Did the gap in Internet use close by 2024?": (
        ["text=Trust it", "text=Can I trust it?"],
        "It is smaller, not closed",
    ),
    "What currency are e-commerce sales in?": (
        ["text=Datasets", "text=E-commerce sales, total"],
        "US$ billion",
    ),
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
        ("divide.dispersion", "generated/api/neadigital.divide.html"),
        ("notes", "generated/api/neadigital.html"),
        ("275", "generated/paper/infrastructure.html"),
        (
            "24.1",
            "generated/paper/scale.html#growth-rates-CHN-2021-digital-economy-growth-pct",
        ),
        (
            "52.0%",
            "generated/paper/scale.html#digital-economy-scale-JPN-2021-share-of-gdp-pct",
        ),
        ("smartphone", "generated/datasets/itu_indicators.html"),
        ("吉林", "generated/datasets/trade_with_russia.html"),
        ("64 %", "generated/paper/conclusion.html#china-of-four"),
        ("licence ITU", "citing.html#licence"),
        ("gender gap", "own_data.html"),
        ("World Bank wide", "own_data.html#world-bank-databank-wide"),
        ("Japan Internet use 2021", "generated/datasets/itu_indicators.html"),
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


def test_a_number_is_found_as_the_paper_prints_it(reader):
    """The list finds a number with the sign, the unit and the commas that the paper has."""
    page = reader.open("generated/paper/index.html")
    printed = ("51.8%", "$3400.9", "110,000", "17327.25", "190.271 billion US dollars")
    found = {}
    for number in printed:
        page.locator(".dt-search input").fill(number)
        found[number] = page.evaluate(
            "new DataTable.Api('table.long').rows({search: 'applied'}).count()"
        )

    assert [number for number in found if not found[number]] == []


def test_each_count_leads_to_the_numbers_that_it_counts(reader):
    """Each count of numbers leads to a list in view and as long, also if two tables have one."""
    page = reader.open("trust.html")
    found = page.locator("a[href*='paper/index.html?']").all()
    counts = {str(link.get_attribute("href")): int(link.inner_text()) for link in found}
    # All tables together, a table that shares numbers with another, and a figure.
    places = ("=Table", "=Table 7", "=Figure 1")
    links = [link for link in counts if link.endswith(places)]
    chosen = {link: counts[link] for link in links[::4]}
    lengths = {}
    for link in chosen:
        page = reader.open(link)
        rows = "new DataTable.Api('table.long').rows({search: 'applied'}).count()"
        lengths[link] = page.evaluate(rows)
        expect(page.locator("table.long tbody tr").first).to_be_in_viewport()

    assert len(chosen) > 3
    assert lengths == chosen


def test_a_filter_stays_in_the_address(browser):
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


def test_the_rows_that_are_shown_are_saved(reader):
    """Another chart shows the rows of its indicator; the button saves these, with the codes."""
    page = reader.open("generated/datasets/world_development_indicators.html")
    page.locator(".charts select").select_option(index=2)
    page.locator("label:has-text('Economy') select").select_option(label="Mongolia MNG")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="These rows as CSV").click()
    saved = pd.read_csv(waiting.value.path())
    code = saved["indicator"].iloc[0]
    rows = neadigital.world_development_indicators(
        edition=str(saved["edition"].iloc[0])
    )
    own = rows.query("economy == 'MNG' and indicator == @code")

    assert page.locator(".charts select").input_value() in BOOK[code]
    assert [*saved] == [*own]
    assert saved["value"].tolist() == pytest.approx(own["value"].tolist())


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


def test_a_number_of_a_table_opens_its_evidence_by_keyboard(reader):
    """Enter on 34.67 of table 13 shows the correct number and why, Escape closes it."""
    page = reader.open("generated/paper/trade.html")
    number = page.locator("#printed-13 button", has_text="34.67")
    number.focus()
    page.keyboard.press("Enter")
    why = page.locator("aside.reading:popover-open")

    expect(why).to_contain_text("34.67 → 17.33")
    expect(why).to_contain_text("corrected, proved")
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)
