"""Every number in one long table, and each dataset on one card."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from support import every_edition

import neadigital
from neadigital import _store
from neadigital._catalogue import Card
from neadigital.schemas._codes import BASIS

OBSERVED = neadigital.observations()
PRINTED = OBSERVED["printed"].str.replace(r" ?\(\d{4}\)$", "", regex=True)
PRINTED = pd.to_numeric(PRINTED, errors="coerce")


def value_columns(name: str) -> list[str]:
    return [
        field["name"]
        for field in _store.resource(name)["schema"]["fields"]
        if field.get("role") == "value"
    ]


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_every_number_is_observed_once(name: str) -> None:
    """Every cell of a column of values is one observation, with the loader's value."""
    data = every_edition(name)
    mine = OBSERVED[OBSERVED["dataset"] == name]
    # The paper may print a column for some years only.
    columns = [
        data.loc[data["year"].isin(field.get("years", data["year"])), field["name"]]
        for field in _store.fields(name)
        if field.get("role") == "value"
    ]
    columns = [column.astype("float64") for column in columns]

    pd.testing.assert_series_equal(
        mine["value"].reset_index(drop=True),
        pd.concat(columns, ignore_index=True),
        check_names=False,
    )


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_numbers_that_are_no_observations_say_what_one_is_of(name: str) -> None:
    """A column of numbers is a key, a value, a bound of a value, or a property of one."""
    for field in _store.resource(name)["schema"]["fields"]:
        is_number = field["type"] in ("integer", "number")
        if is_number and field["name"] not in _store.key(name):
            assert field["role"] in ("value", "attribute", "low", "high")


def test_a_basis_for_every_known_number_and_for_no_other() -> None:
    """A number that is known, if only by bounds, has one of the four bases."""
    known = OBSERVED["value"].notna() | OBSERVED["low"].notna()

    assert set(OBSERVED.loc[known, "basis"]) == set(BASIS)
    assert OBSERVED.loc[~known, "basis"].isna().all()
    assert (OBSERVED.loc[OBSERVED["basis"] == "bounded", "value"].isna()).all()


def test_a_stated_number_is_the_pages() -> None:
    """A stated number is in the paper, in a cell or in the prose; a corrected one differs."""
    stated = OBSERVED[OBSERVED["basis"] == "stated"]
    elsewhere = stated[
        (stated["value"] != PRINTED[stated.index])
        & ~stated["kinds"].fillna("").str.contains("mislabelled")
    ]

    assert elsewhere[["place", "indicator", "value"]].values.tolist() == [
        ["CN-JL", "trade_cny_bn", 17.33],
        ["CN-JL", "yoy_growth_pct", 65.0],
    ]
    said = (
        neadigital.load("statements")
        .query("place == 'CN-JL' and year == 2022")["value"]
        .tolist()
    )
    assert {17327.25, 65.0} <= set(said)
    corrected = OBSERVED["certainty"].notna()
    assert (OBSERVED.loc[corrected, "value"] != PRINTED[corrected]).all()
    assert corrected.sum() == len(neadigital.errata())


def test_what_a_column_rests_on_is_its_own() -> None:
    """GDP is the World Bank's, and a share that the paper does not state is computed."""
    scale = OBSERVED[OBSERVED["dataset"] == "digital_economy_scale"]
    bases = {
        name: set(rows["basis"].dropna()) for name, rows in scale.groupby("indicator")
    }

    assert bases["gdp_usd_bn"] == {"external"}
    assert bases["share_of_gdp_pct"] == {"stated", "reconstructed", "bounded"}


def test_koreas_share_of_gdp_has_bounds() -> None:
    """Korea's share of GDP is known by bounds: over half in 2020, 51.7 to 64.1 % in 2021."""
    korea = OBSERVED.query(
        "dataset == 'digital_economy_scale' and economy == 'KOR'"
        " and indicator == 'share_of_gdp_pct'"
    )

    assert korea.loc[korea["year"] >= 2020, ["low", "high"]].values.tolist() == [
        [49.9, 62.1],
        [51.7, 64.2],
    ]
    assert korea["value"].isna().all()


def test_a_number_of_the_text_has_the_source_that_the_text_names_for_it() -> None:
    """Numbers of the text have the source that the text names for them, or none."""
    known = OBSERVED[
        (OBSERVED["dataset"] == "ict_industry") & (OBSERVED["basis"] == "stated")
    ]
    sources = {
        economy: set(rows["source"].fillna(""))
        for economy, rows in known.groupby("economy")
    }

    assert sources == {
        "CHN": {"caict-ict-2022"},
        "JPN": {"fn32"},
        "KOR": {"", "fn11"},
        "RUS": {"fn31"},
    }
    cities = OBSERVED[OBSERVED["dataset"] == "local_online_service_ranks"]
    assert set(zip(cities["year"], cities["source"], strict=True)) == {
        (2018, "fn20"),
        (2020, "fn21"),
        (2022, "fn22"),
    }


def test_sources_are_in_the_bibliography() -> None:
    """Each number names listed publications, but for some of the text."""
    named = {
        source
        for text in set(OBSERVED["source"].dropna())
        for source in text.split(";")
    }
    nameless = OBSERVED[OBSERVED["source"].isna()]

    assert set(nameless["dataset"]) == {"digital_strategies", "ict_industry"}
    assert set(nameless["basis"]) == {"stated"}

    assert named <= set(neadigital.sources()["source"])


def test_what_the_paper_states_is_from_the_publications_that_it_names() -> None:
    """A stated number names publications of the paper, never one that checks it."""
    stated = OBSERVED.loc[OBSERVED["basis"] == "stated", "source"]
    kinds = neadigital.sources().set_index("source")["kind"]

    assert {
        kinds[source] for text in set(stated.dropna()) for source in text.split(";")
    } == {"footnote", "text"}


def test_an_external_number_names_its_publication() -> None:
    """A number from another publication names it; the World Bank's the vintage too."""
    external = OBSERVED[OBSERVED["basis"] == "external"]
    sources = {
        (row.economy, row.period, row.value): row.source
        for row in external.itertuples()
    }
    figures = neadigital.load("external_figures").query("use == 'value'")
    bank = external[external["dataset"] == "world_development_indicators"]

    assert len(figures) > 10
    for row in figures.itertuples():
        value = row.value * (1000 if row.unit == "US$ trillion" else 1)
        assert sources[row.economy, row.period, value] == row.source
    data = every_edition("world_development_indicators")
    key = ["economy", "year", "indicator", "edition"]
    vintages = data.merge(bank, on=key, validate="one_to_one")
    assert (vintages["source"] == "wdi-" + vintages["vintage"]).all()
    assert len(vintages) == len(bank)


def test_units_are_those_of_the_loaders() -> None:
    """A wide table's column has its own unit, a row of a long table the unit of the row."""
    units = (
        OBSERVED.set_index(["dataset", "indicator"])["unit"]
        .groupby(level=[0, 1])
        .first()
    )

    assert units["growth_rates", "gdp_growth_pct"] == "%"
    assert units["digital_economy_scale", "scale_usd_bn"] == "US$ billion"
    assert units["cybersecurity_ranks", "rank"] == "rank"
    assert units["itu_indicators", "bandwidth_per_user_kbit_s"] == "kbit/s per user"


@pytest.mark.parametrize("name", ["itu_indicators", "ict_industry"])
def test_the_indicator_of_a_long_table_is_its_rows(name: str) -> None:
    """In a long table the indicator is the row's, otherwise the column."""
    data = neadigital.load(name)
    mine = OBSERVED[OBSERVED["dataset"] == name]

    assert mine["indicator"].tolist() == data["indicator"].tolist()
    assert set(
        OBSERVED.loc[OBSERVED["dataset"] == "trade_with_russia", "indicator"]
    ) == {
        "trade_cny_bn",
        "yoy_growth_pct",
    }


def test_units_are_there_where_values_are() -> None:
    """Every observation has a unit."""
    assert OBSERVED["unit"].notna().all()
    assert OBSERVED["unit"].ne("see unit").all()


def test_a_value_lies_within_its_bounds() -> None:
    """A value with bounds lies between them."""
    bounded = OBSERVED[OBSERVED["low"].notna() & OBSERVED["value"].notna()]

    assert bounded["value"].between(bounded["low"], bounded["high"]).all()
    # Levels of the digital economy, its shares of GDP, the bases of the rates of trade, and
    # Jilin's trade of seven months of 2023.
    assert len(bounded) == 18 + 14 + 6 + 1


def test_the_period_is_what_the_value_is_of() -> None:
    """A year in brackets, a quarter, and seven months are the period of their value."""
    japan = "dataset == 'itu_indicators' and economy == 'JPN' and year == 2021"
    users = OBSERVED.query(f"{japan} and indicator == 'internet_users_pct'")
    jilin = OBSERVED.query("place == 'CN-JL' and indicator == 'trade_cny_bn'")
    seoul = OBSERVED.query("place == 'Seoul' and indicator == 'rank' and year == 2020")

    assert users["period"].tolist() == ["2020"]
    assert "2022-Q4" in set(OBSERVED["period"])
    assert jilin["period"].tolist() == [
        *("2020", "2021", "2022-01/2022-07", "2022", "2023-01/2023-07")
    ]
    assert seoul.loc[seoul["dataset"] == "city_competitiveness", "period"].tolist() == [
        "2020"
    ]


def test_a_card_cuts_no_unit() -> None:
    """However long the meaning of a column, its line on the card is a sentence with its unit."""
    lines = neadigital.about("global_digital_economy").splitlines()
    [gdp] = [line for line in lines if line.startswith("- `gdp_usd_bn`")]

    assert gdp.endswith("of the whole world, World Bank, US$ billion")
    assert all("..." not in neadigital.about(name) for name in _store.names("dataset"))


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_a_card_has_at_most_thirty_lines(name: str) -> None:
    """A card has row meaning, columns, counts, reasons and source in 30 lines of 100."""
    card = neadigital.about(name)
    lines = card.splitlines()
    one = " ".join(card.split())
    entry = _store.dataset(name)
    notes = neadigital.notes(name)

    assert len(lines) <= 30
    assert max(map(len, lines)) <= 100
    assert repr(card) == str(card) == card
    assert lines[0] == f"# {name}: {entry['title']}"
    assert (
        entry["description"].replace("``", "`").split("\n\n")[0].split(". ")[0] in one
    )
    assert entry["source"] in one
    assert all(f"- `{column}`: " in card for column in neadigital.load(name).columns)
    reasons = [line for line in lines if re.match(r"- \d+: ", line)]
    assert len(reasons) == len(set(reasons))
    counted = sum(int(line.split()[1].rstrip(":")) for line in reasons)
    known = notes["severity"].notna() & notes["value"].notna()
    # What is corrected is not counted as doubtful once more.
    assert counted == notes["certainty"].count() + known.sum()


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "trade_with_russia",
            ["- 2: By the printed levels of 2021 and 2022 growth is 25.3 and 41.2 %."],
        ),
        (
            "b2c_ecommerce_sales",
            ["- 2: The row's sales are 5.0 and 5.2 % of the GDP of 2019."],
        ),
        (
            "ecommerce_sales",
            ["54 other basis"],
        ),
        (
            "growth_rates",
            [
                "- 19: The paper",
                "- 18: The paper",
                "not that the rate is true: in yuan,",
            ],
        ),
    ],
)
def test_reasons_are_told_apart(name: str, lines: list[str]) -> None:
    """Reasons that differ only in numbers share a line, and none is shortened."""
    text = neadigital.about(name)

    assert [line for line in lines if line not in text] == []
    assert "..." not in text.partition("\nCorrected: ")[2].partition("\n\n")[0]


def test_a_card_breaks_no_formula_or_call() -> None:
    """A line does not break at a minus sign, nor within the call for all notes."""
    card = neadigital.about("digital_economy_scale")

    assert "(1 - g[t])" in card
    assert '`neadigital.notes("digital_economy_scale")`' in card
    assert "\u00a0" not in card


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "trade_with_russia",
            [
                "19 rows, one for each region, year, months; 2020 to 2023; from",
                "Corrected: 3 numbers, 2 proved and 1 inferred.\n- 1: The table prints 34.67;",
                "Doubtful: 3 numbers, all minor.\n- 2: By the printed levels",
                "The other numbers: ",
            ],
        ),
        (
            "growth_rates",
            [
                "from the paper's table 1.",
                "growth of GDP in current US dollars, %",
                "3 numbers, 2 serious and 1 minor.",
            ],
        ),
        (
            "itu_indicators",
            [
                "from the paper's tables 2, 7.",
                "Corrected: 31 numbers, all proved.\n- 30: ",
            ],
        ),
        ("egovernment_ranks", ["Doubtful: 1 number, minor.", "All notes:"]),
        ("global_digital_economy", ["from the paper's figure 1.", "8 other basis"]),
        ("ict_industry", ["from the paper's figures 7, 8, 9a,\n9b."]),
        ("digital_economy_scale", ["from the paper's table 1 and figures 2, 3, 4, 5,"]),
        ("local_online_service_ranks", ["from the paper's text."]),
        (
            "world_development_indicators",
            ["1990 to 2025; not in the paper.", "All notes:"],
        ),
        ("connectivity_index", ["5 rows, one for each economy; 2020;"]),
    ],
)
def test_a_card_counts(name: str, lines: list[str]) -> None:
    """A card says how many rows, when and from where, and how many numbers are in doubt."""
    text = neadigital.about(name)

    assert [line for line in lines if line not in text] == []


def test_a_cards_html_is_markdown_made_of_tags() -> None:
    """Headings, paragraphs, lists and code have their tags, and text is escaped."""
    page = Card("# a<b\n1 & 2\n\np `x`\n\n- one\n- two")._repr_html_()

    assert page == (
        '<div style="text-align: left; max-width: 60em">'
        "<p><strong>a&lt;b</strong><br>\n1 &amp; 2</p>"
        "<p>p <code>x</code></p><p><br>&bull; one\n<br>&bull; two</p></div>"
    )
