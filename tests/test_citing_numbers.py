"""A number is cited in a sentence: what it is, its value, the page's, how sure, from where."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pandas as pd
import pytest
from pybtex.database import parse_string

import neadigital
from neadigital import _citing, _store
from neadigital._catalogue import codebook_rows
from neadigital.errors import NeadigitalError, UnknownChoiceError, UnknownEconomyError

NAMES = _store.names("dataset")
ROWS = {name: _store.rows("observations", name) for name in NAMES}
CHINA = {"economy": "CHN", "year": 2018, "indicator": "gdp_growth_pct"}
GROUNDS = _store.codes_of("observations", "ground")


def key_of(row: dict[str, str]) -> dict[str, Any]:
    """Return the columns of the key that a row has."""
    return {column: row[column] for column in _citing.KEY if row[column]}


def one_of_each(rows: list[dict[str, str]], most: int) -> list[dict[str, str]]:
    """Return so many rows of each basis, ground and way of printing, from anywhere among them."""
    frame = pd.DataFrame(rows)
    is_plain = frame["printed"] == frame["value"]
    traits = frame[["basis", "ground", "column", "edition"]].assign(
        is_plain=is_plain,
        is_of_year=frame["printed"].str.contains("(", regex=False),
        is_gap=frame["value"] == "",
        is_open=frame["low"] == "",
    )
    place = traits.groupby([*traits]).cumcount()
    size = traits.groupby([*traits])["basis"].transform("size")
    is_chosen = place % (size // most + 1) == 0
    return frame[is_chosen].to_dict("records")


@pytest.mark.parametrize("most", [5, pytest.param(10**6, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", NAMES)
def test_each_number_is_cited(name, most, monkeypatch):
    """Named by its key, each number of a dataset has a sentence with all that is known of it."""
    # Files are read once, as they do not change between two of some thousand citations.
    monkeypatch.setattr(_store, "rows", cache(_store.rows))
    labels = {row["label"] for row in codebook_rows(name)}
    publisher = _store.dataset(name)["publisher"]
    version = f"neadigital {neadigital.__version__}, {name}"

    for row in one_of_each(ROWS[name], most):
        told = neadigital.cite(name, **key_of(row)).splitlines()[0]
        title, known = re.fullmatch(r"(.*, .*\d\)?): (.*)", told).groups()
        edition = f", edition {row['edition']}" if row["edition"] else ""

        begin = title.partition(f" of {row['indicator']}, ")[0]
        assert any(f"{begin}, ".startswith(f"{label}, ") for label in labels if label)
        assert row["year"] in title
        assert known.endswith(f". {version}, {row['column']}{edition}.")
        if not row["value"]:
            begin = f"between {row['low']}" if row["low"] else "no value. "
            assert known.startswith(begin)
            continue
        assert known.startswith(row["value"])
        bounds = f", between {row['low']} and {row['high']}"
        assert (bounds in known) == bool(row["low"] and row["high"])
        assert publisher or GROUNDS[row["ground"]] in known
        origin = {"external": "", "stated": "Song (2023)"}
        computed = "computed from numbers of Song (2023)"
        assert f". Source: {origin.get(row['basis'], computed)}" in known
        sentence = page_of(row, publisher)
        assert (f" Song (2023) {sentence}. " in known) == bool(sentence)
        assert (" print" in known.split("How far")[0]) == bool(sentence)


def page_of(row: dict[str, str], publisher: str) -> str:
    """Return what a sentence says of the page: nothing in another publisher's own table."""
    printed = row["printed"]
    if publisher or not printed:
        return "" if publisher else "does not print it"
    is_plain = "(" not in printed
    is_same = is_plain and float(printed) == float(row["value"])
    return "prints the same" if is_same else f"prints {printed}"


@pytest.mark.parametrize("name", NAMES)
def test_a_numbers_sources_are_cited(name):
    """After the sentence the package, the dataset and each source of that number are cited."""
    # One number for each set of sources, as others have the same citations.
    rows = {
        (row["source"], row["their_source"], row["ground"]): row for row in ROWS[name]
    }
    same = {
        row["source"]: row["same_as"] or row["source"] for row in _store.rows("sources")
    }

    for row in rows.values():
        items = json.loads(neadigital.cite(name, style="csl", **key_of(row)))
        number, package, dataset, *sources = items
        cited = {item["id"].partition("-")[2] for item in sources}
        wanted = {same[source] for source in row["source"].split(";") if source}
        if row["ground"] in ("published", "consistent") and row["their_source"]:
            wanted.add(same[row["their_source"]])
        if not _store.dataset(name)["publisher"]:
            wanted.add("paper")

        assert number["id"].startswith(f"{dataset['id']}-")
        assert package["type"] == "software"
        assert cited == wanted - {"song-2023"}


@pytest.mark.parametrize(
    ("name", "number", "told"),
    [
        (
            "growth_rates",
            CHINA,
            "Growth of GDP, China, 2018: 12.87 %. Song (2023) prints 11.40. How far to trust it: "
            "the printed number is wrong; the right one is proved. Source: World Bank (2022). "
            "neadigital 1.0.0, growth_rates, gdp_growth_pct.",
        ),
        (
            "digital_economy_scale",
            {"economy": "Korea", "year": 2021, "indicator": "scale_usd_bn"},
            "Digital economy, Republic of Korea, 2021: between 930.2 and 1153.6 US$ billion; "
            "only these bounds are known, no value. ",
        ),
        (
            "itu_indicators",
            {"economy": "JPN", "year": 2021, "indicator": "internet_users_pct"},
            "Internet users, % of people, Japan, 2020 (under 2021): 90.2 %. "
            "Song (2023) prints 90.2(2020). ",
        ),
        (
            "trade_with_russia",
            {"place": "Jilin", "period": "2022", "indicator": "trade_cny_bn"},
            "Trade with Russia, Jilin, 2022: 17.33 CNY billion. Song (2023) prints 34.67. ",
        ),
        (
            "trade_with_russia",
            {"place": "CN", "period": "2022-01/2022-07", "indicator": "trade_cny_bn"},
            "Trade with Russia, China as a whole, 2022-01 to 2022-07: no value. The paper has ",
        ),
    ],
)
def test_a_sentence_word_by_word(name, number, told):
    """A corrected number, bounds alone, another year's number and a gap each say what they are."""
    assert neadigital.cite(name, **number).splitlines()[0].startswith(told)


def test_up_to_five_numbers_are_cited_at_once():
    """Columns that name several numbers cite each; an error tells more than five apart."""
    both = neadigital.cite("growth_rates", economy="China", year=2018).splitlines()
    five = neadigital.cite("growth_rates", economy="CHN", indicator="gdp_growth_pct")

    assert [line.partition(", China")[0] for line in both[:2]] == [
        "Growth of GDP",
        "Growth of the digital economy",
    ]
    assert re.findall(r"^Growth of GDP, China, (\d+):", five, re.M) == [
        str(year) for year in range(2017, 2022)
    ]
    with pytest.raises(NeadigitalError, match="These are 10 numbers") as error:
        neadigital.cite("growth_rates", economy="CHN")
    assert str(error.value).endswith(
        "Tell them apart by year (2017, 2018, 2019, 2020, 2021); "
        "indicator (gdp_growth_pct, digital_economy_growth_pct)."
    )


def test_a_number_in_each_style():
    """In BibTeX and CSL a number is an entry of its own, whose note has the sentences."""
    sentences = neadigital.cite("growth_rates", **CHINA).splitlines()[0]
    title, known = sentences.split(": ", 1)
    item = json.loads(neadigital.cite("growth_rates", style="csl", **CHINA))[0]
    entries = parse_string(
        neadigital.cite("growth_rates", style="bibtex", **CHINA), "bibtex"
    ).entries
    key = f"neadigital-{neadigital.__version__}-growth_rates-CHN-2018-gdp_growth_pct"

    assert (item["id"], item["title"], item["note"]) == (key, title, known)
    assert entries[key].fields["title"] == f"{{{title}}}"
    assert entries[key].fields["note"] == known.translate(_citing.TEX)
    assert {*item} == {
        *("id", "type", "title", "author", "issued", "version", "note", "publisher")
    }


def test_an_edition_is_the_loaders_unless_named():
    """Of a dataset with editions a number is that of the default one, or of the one named."""
    number = {"economy": "MNG", "year": 2015, "indicator": "NY.GDP.MKTP.CD"}
    default = neadigital.cite("world_development_indicators", **number)
    later = neadigital.cite("world_development_indicators", **number, edition="2026")

    assert ", edition 2022.\n" in default
    assert ", edition 2026.\n" in later
    assert len(default.splitlines()) == len(later.splitlines()) == 4


def test_what_names_no_number_is_refused():
    """Unknown values and columns, and columns without one dataset, are errors that help."""
    with pytest.raises(UnknownChoiceError, match="Choose one of: 2017, 2018"):
        neadigital.cite("growth_rates", economy="CHN", year=1999)
    with pytest.raises(UnknownEconomyError, match="Nearest: China"):
        neadigital.cite("growth_rates", economy="Chyna")
    with pytest.raises(TypeError, match="growth_rates has no place"):
        neadigital.cite("growth_rates", place="Jilin")
    with pytest.raises(TypeError, match=r"columns of the key .*, not by month"):
        neadigital.cite("growth_rates", month=7)
    with pytest.raises(TypeError, match="growth_rates has no editions"):
        neadigital.cite("growth_rates", **CHINA, edition="2022")
    for names in ((), ("growth_rates", "ict_industry")):
        with pytest.raises(TypeError, match="name that dataset alone"):
            neadigital.cite(*names, year=2018)


@pytest.mark.parametrize("style", ["text", "bibtex", "csl"])
def test_the_shell_cites_the_same(style, capsys):
    """In a shell each column of the key is an option, and what is refused is told."""
    from neadigital.__main__ import main

    options = [f"--{column}={value}" for column, value in CHINA.items()]
    assert main(["cite", "growth_rates", *options, "--style", style]) == 0
    shown = capsys.readouterr().out

    assert (
        shown.split() == neadigital.cite("growth_rates", style=style, **CHINA).split()
    )
    assert main(["cite", "--year", "2018"]) == 2
    assert "name that dataset alone" in capsys.readouterr().err
