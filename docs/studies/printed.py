"""
Which printed tables follow from themselves?
============================================

A printed table often holds numbers that follow from others of it: growth, shares, totals. Here are
tables of other publishers, typed from publications and press pages, and two of the paper
by Song Linlin (2023). Each is recomputed, and what does not follow is shown beside what is known of
it. :doc:`Check a table </check_a_table>` explains the verdicts.
"""

from pathlib import Path

import pandas as pd

import neadigital
from neadigital import plot
from neadigital.consistency import examine, growth, read, share, total

# The tables, with their sources, are in docs/printed_tables of the repository.
FOLDER = Path("../printed_tables")
tables = {
    path.stem: read(path)
    for path in sorted(FOLDER.glob("*.csv"))
    if path.stem != "sources"
}

# %%
# What is found
# -------------
#
# Most tables have enough rows for their relations to be found, with nothing typed.

by_table = {name: examine(table).relations for name, table in tables.items()}
with_some = {name: found for name, found in by_table.items() if len(found)}
found_relations = pd.concat(with_some, names=["table"])
found_relations = found_relations[found_relations["judged"]].reset_index("table")
found_relations[["table", "text", "follow", "numbers", "bits"]]

# %%
# What has to be said
# -------------------
#
# Short tables, and rules that are rare, have to be named. In the table of the World Tourism
# Organization rates are averages over ten years; the last row, over eight, is left out.

given = {
    name: found["relation"].tolist() for name, found in found_relations.groupby("table")
}
travel = tables["unwto_average_growth"]
tables["unwto_average_growth"] = travel[travel["from"].astype(int) < 1990]
given["unwto_average_growth"] = [
    growth(
        f"{what}_growth",
        f"{what}_to",
        f"{what}_from",
        periods=10,
        rule="annual",
    )
    for what in ("arrivals", "receipts")
]
given["china_customs_7m_2017_2018"] = [
    growth("growth_pct", "trade_cny_tn", entity=None)
]
parts = ["Digital industrialization", "Industrial digitalization"]
given["caict_2022_press"] = [
    relation
    for value in ("usd_tn", "rmb_tn")
    for relation in (
        total("Digital economy", parts, value=value, entity="item"),
        share("share_of_digital_pct", value, "Digital economy", entity="item"),
    )
]
given["china_customs_7m_2022"] = [
    total("Total", ["Exports", "Imports"], value="cny_tn", entity="partner"),
    share("share_pct", "cny_tn", "Total", entity="partner"),
]

phones = ["Finished products", "Semifinished products"]
given["korea_ict_2022"] = [
    total("Mobile phones", phones, value="usd_bn", entity="item")
]
given["mongolia_trade_2021_7m"] = [
    total("Turnover", ["Exports", "Imports"], value="usd_bn", entity="flow")
]
results = {name: examine(table, *given[name]) for name, table in tables.items()}

# %%
# The paper's own tables
# ----------------------
#
# Table 1 prints rates without levels. The levels of GDP are the World Bank's, as known in autumn
# 2022, in whole US$ 100 million; Korea's of 2018 is the Bank's own number, as that edition has only
# six digits of it. The usual rule divides by the old value; the paper divided by the new one.

printed = neadigital.growth_rates(as_printed=True)
gdp = neadigital.world_development_indicators().query(
    "indicator == 'NY.GDP.MKTP.CD' and year >= 2016"
)
own = neadigital.load("external_figures").query("source == 'wdi-2023-05'")
is_korea_2018 = gdp["economy"].eq("KOR") & gdp["year"].eq(2018)
gdp["value"] = gdp["value"].mask(is_korea_2018, own["value"].item() * 1e9)
gdp = gdp.assign(gdp=(gdp["value"] / 1e8).round())[["economy", "year", "gdp"]]
table_1 = gdp.merge(printed, on=["economy", "year"], how="left")
table_1 = table_1[table_1["economy"].isin(printed["economy"])]
table_1.index = table_1["economy"] + " " + table_1["year"].astype(str)
decimals = {"gdp": 0, "gdp_growth_pct": 2}
usual = growth("gdp_growth_pct", "gdp", within="economy", entity=None)
examine(table_1, usual, decimals=decimals).numbers["verdict"].value_counts()

# %%
# More than half of the rates fail, so the usual rule does not hold in this table, and it accuses no
# cell. With the right rule, one rate does not follow: Korea's of 2020 has lost its minus sign.

current = growth("gdp_growth_pct", "gdp", rule="current")
results["paper, table 1"] = examine(table_1, current, decimals=decimals)
CAUSE = ["column", "row", "printed", "could_be", "slip"]
results["paper, table 1"].causes[CAUSE]

# %%
# Table 13 has three rates of 2022 that can be recomputed. None follows: those of Heilongjiang and
# Liaoning miss by less than one in the last digit, Jilin's by far more. That Jilin's level and rate
# are wrong is known from its own reports too (``audit()``).

cells = neadigital.printed_table(13).set_index("[period]")
provinces = ["Heilongjiang", "Liaoning", "Jilin"]
levels = [f"{name} Province | Trade Volume" for name in provinces]
rates = [f"{name} Province | year-on-year" for name in provinces]
table_13 = pd.DataFrame(
    {
        "trade_2021": cells.loc["2021", levels].to_numpy(),
        "trade_2022": cells.loc["2022", levels].to_numpy(),
        "growth_pct": cells.loc["2022", rates].to_numpy(),
    },
    index=provinces,
)
results["paper, table 13"] = examine(
    table_13, growth("growth_pct", "trade_2022", "trade_2021")
)
columns = ["row", "printed", "implied", "verdict"]
results["paper, table 13"].numbers[columns].round(1)

# %%
# All verdicts
# ------------

VERDICTS = ["confirmed", "rounding", "last_digit", "contradicted", "not_checkable"]
numbers = {name: result.numbers for name, result in results.items()}
found = pd.concat(numbers, names=["table"]).reset_index("table").reset_index(drop=True)
counts = found.groupby(["table", "verdict"]).size().unstack(fill_value=0)
counts = counts.reindex(columns=VERDICTS, fill_value=0)
counts

# %%
# The picture has a bar for each table in which something does not follow.

wrong = counts["last_digit"] + counts["contradicted"]
failing = wrong[wrong > 0].sort_values(ascending=False)
plot.bars(
    failing.rename(lambda name: name.replace("_", " ")),
    unit="numbers that do not follow",
    title=f"In {len(failing)} of {len(counts)} printed tables, numbers do not follow",
    source="The tables are in docs/printed_tables of the repository.",
)

# %%
# Each cause, and what is known of it
# -----------------------------------

KNOWN = {
    "caict_2022_press": "610 billion for 6.1 trillion: a share and a total are of one cell",
    "federal_register_before": "changes over two years; the copy has since been corrected",
    "paper, table 1": "the minus sign is lost; by the World Bank GDP fell",
    "china_customs_7m_2017_2018": "no slip: the base was revised between the two",
    "paper, table 13": "Jilin's trade is wrong by its own reports; see the audit",
    "unwto_average_growth": "no slip: the rates are of another edition of the levels",
}
causes = {name: result.causes for name, result in results.items()}
why = pd.concat(causes, names=["table"]).reset_index("table").reset_index(drop=True)
why["known"] = why["table"].map(KNOWN)
why[["table", *CAUSE, "also_possible", "known"]]
