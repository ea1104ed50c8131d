"""Every number in one long table, and each dataset on one card."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from metric_support import assert_shows, table
from support import every_edition

import neadigital
from neadigital import _store
from neadigital._catalogue import Card
from neadigital.schemas._codes import BASIS

OBSERVED = neadigital.observations()
PRINTED = OBSERVED["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True)
PRINTED = pd.to_numeric(PRINTED, errors="coerce")


def test_a_basis_for_every_known_number_and_for_no_other():
    """A number that is known, if only by bounds, has one of the four bases."""
    known = OBSERVED["value"].notna() | OBSERVED["low"].notna()

    assert set(OBSERVED.loc[known, "basis"]) == set(BASIS)
    assert OBSERVED.loc[~known, "basis"].isna().all()
    assert (OBSERVED.loc[OBSERVED["basis"] == "bounded", "value"].isna()).all()


def test_a_stated_number_is_the_pages():
    """A stated number is in the paper, in a cell or in the prose; a corrected one differs."""
    stated = OBSERVED[OBSERVED["basis"] == "stated"]
    is_moved = stated["kinds"].str.contains("mislabelled", na=False)
    elsewhere = stated[(stated["value"] != PRINTED[stated.index]) & ~is_moved]
    expected = table("""
        place indicator      value
        CN-JL trade_cny_bn   17.33
        CN-JL yoy_growth_pct  65.0
    """)
    prose = neadigital.load("statements").query("place == 'CN-JL' and year == 2022")
    corrected = OBSERVED["certainty"].notna()

    assert_shows(elsewhere, expected)
    # The prose has millions where the table has billions.
    assert {17327.25, 65.0} <= {*prose["value"]}
    assert (OBSERVED.loc[corrected, "value"] != PRINTED[corrected]).all()
    assert corrected.sum() == len(neadigital.errata())


def test_what_a_column_rests_on_is_its_own():
    """GDP is the World Bank's, and a share that the paper does not state is computed."""
    scale = OBSERVED[OBSERVED["dataset"] == "digital_economy_scale"]
    bases = {
        name: set(rows["basis"].dropna()) for name, rows in scale.groupby("indicator")
    }

    assert bases["gdp_usd_bn"] == {"external"}
    assert bases["share_of_gdp_pct"] == {"stated", "reconstructed", "bounded"}


def test_koreas_share_of_gdp_has_bounds():
    """Korea's share of GDP is known by bounds, rounded outwards: 51.7 to 64.2 % in 2021."""
    scale = neadigital.observations("digital_economy_scale")
    korea = scale.query("economy == 'KOR' and indicator == 'share_of_gdp_pct'")
    expected = table("""
        year  low high
        2020 50.0 62.1
        2021 51.7 64.2
    """)

    assert_shows(korea[korea["year"] >= 2020], expected)
    assert korea["value"].isna().all()


def test_a_number_of_the_text_has_the_source_that_the_text_names_for_it():
    """Numbers of the text have the source that the text names for them, or none."""
    ict = neadigital.observations("ict_industry").query("basis == 'stated'")
    cities = neadigital.observations("local_online_service_ranks")
    of_economies = ict["source"].fillna("").groupby(ict["economy"]).agg(set)

    assert of_economies.to_dict() == {
        "CHN": {"caict-ict-2022"},
        "JPN": {"fn32"},
        "KOR": {"", "fn11"},
        "RUS": {"fn31"},
    }
    assert cities.groupby("year")["source"].agg(set).to_dict() == {
        2018: {"fn20"},
        2020: {"fn21"},
        2022: {"fn22"},
    }


def test_sources_are_in_the_bibliography():
    """Each number names listed publications, but for some of the text."""
    named = OBSERVED["source"].dropna().str.split(";").explode()
    nameless = OBSERVED[OBSERVED["source"].isna()]
    unlisted = {*named} - {*neadigital.sources()["source"]}

    assert not unlisted, "not in sources.csv: see published= in schemas/_data_tables.py"
    assert {*nameless["dataset"]} == {"digital_strategies", "ict_industry"}
    assert {*nameless["basis"]} == {"stated"}


def test_what_the_paper_states_is_from_the_publications_that_it_names():
    """A stated number names publications of the paper, never one that checks it."""
    stated = OBSERVED.loc[OBSERVED["basis"] == "stated", "source"].dropna()
    kinds = neadigital.sources().set_index("source")["kind"]

    assert {*kinds[[*stated.str.split(";").explode()]]} == {"footnote", "text"}


def test_an_external_number_names_its_publication():
    """A number from another publication names it."""
    external = OBSERVED[OBSERVED["basis"] == "external"]
    key = ["economy", "period", "value"]
    sources = external.set_index(key)["source"].to_dict()
    figures = neadigital.load("external_figures").query("use == 'value'")

    assert len(figures) > 10
    for row in figures.itertuples():
        value = row.value * (1000 if row.unit == "US$ trillion" else 1)
        assert sources[row.economy, row.period, value] == row.source


def test_a_number_of_the_world_bank_names_its_vintage():
    """Each number of the World Bank has the source of the vintage that it is of."""
    name = "world_development_indicators"
    data = every_edition(name)
    key = ["economy", "year", "indicator", "edition"]
    joined = data.merge(neadigital.observations(name), on=key, validate="one_to_one")

    assert len(joined) == len(data)
    assert (joined["source"] == "wdi-" + joined["vintage"]).all()


def test_units_are_those_of_the_loaders():
    """A wide table's column has its own unit, a row of a long table the unit of the row."""
    units = OBSERVED.drop_duplicates(["dataset", "indicator"])
    units = units.set_index(["dataset", "indicator"])["unit"]

    assert OBSERVED["unit"].notna().all()
    assert units["growth_rates", "gdp_growth_pct"] == "%"
    assert units["digital_economy_scale", "scale_usd_bn"] == "US$ billion"
    assert units["itu_indicators", "bandwidth_per_user_kbit_s"] == "kbit/s per user"


def test_a_value_lies_within_its_bounds():
    """A value with bounds lies between them."""
    bounded = OBSERVED.dropna(subset=["low", "value"])

    assert len(bounded) > 30
    assert bounded["value"].between(bounded["low"], bounded["high"]).all()


def test_the_period_is_what_the_value_is_of():
    """A year in brackets, a quarter, and seven months are the period of their value."""
    japan = "dataset == 'itu_indicators' and economy == 'JPN' and year == 2021"
    users = OBSERVED.query(f"{japan} and indicator == 'internet_users_pct'")
    jilin = OBSERVED.query("place == 'CN-JL' and indicator == 'trade_cny_bn'")
    cities = neadigital.observations("city_competitiveness")
    before = cities.query("place == 'Seoul' and year == 2020")
    months = ["2022-01/2022-07", "2023-01/2023-07"]

    assert users["period"].tolist() == ["2020"]
    assert "2022-Q4" in {*OBSERVED["period"]}
    assert sorted(jilin["period"]) == ["2020", "2021", "2022", *months]
    assert before["period"].tolist() == ["2020"]


def test_a_card_cuts_no_unit():
    """However long the meaning of a column, its line on the card is a sentence with its unit."""
    lines = neadigital.about("global_digital_economy").splitlines()
    [gdp] = [line for line in lines if line.startswith("- `gdp_usd_bn`")]

    assert gdp.endswith("of the whole world, World Bank, US$ billion")
    assert all("..." not in neadigital.about(name) for name in _store.names("dataset"))


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_a_card_has_row_meaning_columns_and_source(name):
    """A card says on lines of at most 100 what a row is, each column and the source."""
    card = neadigital.about(name)
    lines = card.splitlines()
    entry = _store.dataset(name)
    begin, *_ = entry["description"].replace("``", "`").split(". ")

    assert max(map(len, lines)) <= 100
    assert repr(card) == str(card) == card
    assert lines[0] == f"# {name}: {entry['title']}"
    for said in (begin, entry["source"]):
        assert " ".join(said.split()) in " ".join(card.split())
    for column in neadigital.load(name):
        assert f"- `{column}`: " in card


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_a_card_counts_each_reason_once(name):
    """The reasons why numbers are corrected or in doubt are told apart and add up."""
    counts = re.findall(r"^- (\d+): (.*)", neadigital.about(name), re.M)
    notes = neadigital.notes(name).dropna(subset="value")
    reasons = [reason for _, reason in counts]

    assert len(reasons) == len({*reasons})
    # What is corrected is not counted as doubtful once more.
    given = notes["certainty"].count() + notes["severity"].count()
    assert sum(int(count) for count, _ in counts) == given


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_a_card_counts_what_is_corrected(name):
    """A card says how many numbers are corrected, if any are, and how surely."""
    errata = neadigital.errata(name)
    told = re.findall(
        r"^Corrected: (\d+) numbers?, (.+)\.$", neadigital.about(name), re.M
    )
    counts = errata["certainty"].value_counts()

    assert [int(count) for count, _ in told] == [len(errata)] * bool(len(errata))
    for _, sure in told:
        assert {word for word in ("proved", "inferred") if word in sure} == {
            *counts.index
        }
        if len(counts) > 1:
            assert {int(n) for n in re.findall(r"\d+", sure)} == {*counts}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("trade_with_russia", "one for each region, year, months; 2020 to 2023; from"),
        ("itu_indicators", "from the paper's tables 2, 7."),
        ("ict_industry", "from the paper's figures 7, 8, 9a,"),
        ("local_online_service_ranks", "from the paper's text."),
        ("world_development_indicators", "not in the paper."),
    ],
)
def test_a_card_says_when_and_from_where(name, told):
    """A card says of which years the rows are, and where in the paper they stand."""
    assert told in neadigital.about(name)


def test_a_card_breaks_no_formula_or_call():
    """A line does not break at a minus sign, nor within the call for all notes."""
    card = neadigital.about("growth_rates")

    assert "g / (1 - g)" in card
    assert '`neadigital.notes("growth_rates")`' in card
    assert "\u00a0" not in card


def test_a_cards_html_is_markdown_made_of_tags():
    """Headings, paragraphs, lists and code have their tags, and text is escaped."""
    page = Card("# a<b\n1 & 2\n\np `x`\n\n- one\n- two")._repr_html_()

    assert page == (
        '<div style="text-align: left; max-width: 60em">'
        "<p><strong>a&lt;b</strong><br>\n1 &amp; 2</p>"
        "<p>p <code>x</code></p><p><br>&bull; one\n<br>&bull; two</p></div>"
    )
