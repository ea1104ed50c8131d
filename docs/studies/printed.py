"""
Which printed tables follow from themselves?
============================================

A printed table often holds numbers that follow from others of it: growth, shares, totals. Here are
tables of other publishers, typed from publications and press pages (one of them before and after
its correction), and two of the paper by Song Linlin (2023). Each is recomputed, and each
contradiction stands beside what is known of it. :doc:`Check a table </check_a_table>` explains the
verdicts.
"""

from pathlib import Path

import pandas as pd

import neadigital
from neadigital import plot
from neadigital.consistency import check, growth, share, total

# The tables, with their sources, are in docs/printed_tables of the repository.
FOLDER = Path("../printed_tables")


def read(name, *label):
    """Return a table as text, its rows named by some of its columns."""
    table = pd.read_csv(FOLDER / f"{name}.csv", dtype=str)
    return table.set_index(table[list(label)].agg(" ".join, axis="columns"))


results = {}

# %%
# Growth
# ------
#
# The pages of the Federal Register are counted from 1936; until 1975 only a total is printed. A
# dash in the column of corrections means none.

for name in ("federal_register_before", "federal_register_after"):
    pages = read(name, "year")
    pages["pages"] = pages["actual"].fillna(pages["total"])
    is_number = pages["corrections"].str.contains(r"\d", na=False)
    pages["corrections"] = pages["corrections"].where(is_number, "0")
    kinds = ["presidential", "rules", "proposed", "notices", "corrections", "blanks"]
    results[name] = check(
        pages,
        growth("change_pct", "pages", entity=None),
        total("total", kinds),
        total("actual", {"total": 1, "blanks": -1}),
    )

# %%
# Reuters says that its changes of a month are of sales per selling day, so there is one factor for
# all. The changes of the year to date are plain. That the rates of the table from Shandong are
# logarithmic, it does not say. In the table of the World Tourism Organization rates are averages
# over ten years.

cars = read("reuters_autos_2008_09", "item", "period")
totals = {
    "Total Industry": ["Dom Vehicles", "Imp Vehicles"],
    "Dom Vehicles": ["Domestic Car", "Domestic Truck"],
    "Imp Vehicles": ["Import Car", "Import Truck"],
    "Dom+Imp Car": ["Domestic Car", "Import Car"],
    "Dom+Imp Truck": ["Domestic Truck", "Import Truck"],
}
results["reuters_autos_2008_09"] = check(
    cars,
    growth("change_pct", "new", "old", within="period"),
    *(
        total(whole, parts, value=value, entity="item", within="period")
        for whole, parts in totals.items()
        for value in ("new", "old")
    ),
)
people = read("shandong_population_2010", "economy")
results["shandong_population_2010"] = check(
    people, growth("growth_2010_pct", "y2010", "y2009")
)
travel = read("unwto_average_growth", "from", "to")
travel["years"] = travel["to"].astype(int) - travel["from"].astype(int)
results["unwto_average_growth"] = check(
    travel,
    *(
        growth(
            f"{what}_growth",
            f"{what}_to",
            f"{what}_from",
            periods="years",
            rule="annual",
        )
        for what in ("arrivals", "receipts")
    ),
)
results["china_customs_7m_2017_2018"] = check(
    read("china_customs_7m_2017_2018", "year"),
    growth("growth_pct", "trade_cny_tn", entity=None),
)
results["japan_taiwan_visitors"] = check(
    read("japan_taiwan_visitors", "direction", "year"),
    growth("growth_pct", "visitors", entity="direction"),
)

# %%
# Shares and totals
# -----------------

retail = read("unctad_online_retail_2018_2020", "economy", "year")
economies = retail["economy"].drop_duplicates().tolist()
results["unctad_online_retail_2018_2020"] = check(
    retail,
    share("online_share_pct", "online_usd_bn", "retail_usd_bn"),
    *(
        total(
            economies[-1], economies[:-1], value=value, entity="economy", within="year"
        )
        for value in ("online_usd_bn", "retail_usd_bn")
    ),
)
caict = read("caict_2022_press", "item")
parts = ["Digital industrialization", "Industrial digitalization"]
results["caict_2022_press"] = check(
    caict,
    *(
        relation
        for value in ("usd_tn", "rmb_tn")
        for relation in (
            total("Digital economy", parts, value=value, entity="item"),
            share("share_of_digital_pct", value, "Digital economy", entity="item"),
        )
    ),
)
results["china_customs_7m_2022"] = check(
    read("china_customs_7m_2022", "partner"),
    total("Total", ["Exports", "Imports"], value="cny_tn", entity="partner"),
    share("share_pct", "cny_tn", "Total", entity="partner"),
)
results["korea_ict_2022"] = check(
    read("korea_ict_2022", "item"),
    total(
        "Mobile phones",
        ["Finished products", "Semifinished products"],
        value="usd_bn",
        entity="item",
    ),
)
results["mongolia_trade_2021_7m"] = check(
    read("mongolia_trade_2021_7m", "flow"),
    total("Turnover", ["Exports", "Imports"], value="usd_bn", entity="flow"),
)
sectors = ["consumer", "business", "government"]
results["bts_new_cars_by_sector"] = check(
    read("bts_new_cars_by_sector", "year"),
    total("total", sectors),
    *(share(f"{sector}_pct", sector, "total") for sector in sectors),
)
results["bts_new_cars_by_origin"] = check(
    read("bts_new_cars_by_origin", "year"),
    total("total", ["domestic", "imports"]),
    total("imports", ["japan", "germany", "other"]),
)

# %%
# Growth and shares
# -----------------

computers = read("gartner_pcs_2012_q2", "company", "market")
results["gartner_pcs_2012_q2"] = check(
    computers,
    growth("growth_pct", "units_2012", "units_2011", within="market"),
    *(
        share(
            f"share_{year}_pct",
            f"units_{year}",
            "Total",
            entity="company",
            within="market",
        )
        for year in (2012, 2011)
    ),
)
vendors = read("idc_pcs_2017_q1", "vendor")
names = vendors["vendor"].tolist()
results["idc_pcs_2017_q1"] = check(
    vendors,
    growth("growth_pct", "units_2017", "units_2016"),
    *(
        relation
        for year in (2017, 2016)
        for relation in (
            share(f"share_{year}_pct", f"units_{year}", "Total", entity="vendor"),
            total("Total", names[:-1], value=f"units_{year}", entity="vendor"),
        )
    ),
)
phones = read("idc_smartphones_2013_q1", "vendor")
results["idc_smartphones_2013_q1"] = check(
    phones,
    share("share_2013_pct", "units_mn", "Total", entity="vendor"),
    total("Total", phones["vendor"][:-1].tolist(), value="units_mn", entity="vendor"),
)

# %%
# Some printed rates hold no relation, because the value they start from is not printed: growth in
# the tables of Korea's ICT exports, of China's customs for 2022, of Mongolia and of CAICT, and the
# growth of smartphones. For the same reason the first rate of a series cannot be checked.
#
# The paper's own tables
# ----------------------
#
# Table 1 prints rates without levels. The levels of GDP are the World Bank's, as known in autumn
# 2022, in whole US$ 100 million; Korea's of 2018 is the Bank's own number, as that edition has only
# six digits of it. By economy, the usual rule gives way to the one that fits: China, Japan and
# Russia are divided by the new value. For Korea no rule leaves nothing contradicted.

printed = neadigital.growth_rates(as_printed=True)
gdp = neadigital.world_development_indicators().query(
    "indicator == 'NY.GDP.MKTP.CD' and year >= 2016"
)
own = neadigital.external_figures().query("source == 'wdi-2023-05'")
is_korea_2018 = gdp["economy"].eq("KOR") & gdp["year"].eq(2018)
gdp["value"] = gdp["value"].mask(is_korea_2018, own["value"].item() * 1e9)
gdp = gdp.assign(gdp=(gdp["value"] / 1e8).round())[["economy", "year", "gdp"]]
table_1 = gdp.merge(printed, on=["economy", "year"], how="left")
table_1 = table_1[table_1["economy"].isin(printed["economy"])]
table_1.index = table_1["economy"] + " " + table_1["year"].astype(str)
decimals = {"gdp": 0, "gdp_growth_pct": 2}
usual = growth("gdp_growth_pct", "gdp", within="economy", entity=None)
by_economy = check(table_1, usual, decimals=decimals)
economy = by_economy["row"].str[:3].rename("economy")
by_economy.groupby([economy, "rule", "verdict"]).size().rename("rates").to_frame()

# %%
# With the rule named, one rate contradicts: Korea's of 2020 has lost its minus sign.

current = growth("gdp_growth_pct", "gdp", rule="current")
results["paper, table 1"] = check(table_1, current, decimals=decimals)
wrong = results["paper, table 1"].query("verdict == 'contradicted'")
wrong[["row", "printed", "implied", "suspects", "readings"]].round(2)

# %%
# Table 13 has three rates of 2022 that can be recomputed: too few to accuse one, so the verdict is
# that no rule holds. That Jilin's numbers are wrong is known from its own reports (``audit()``).

cells = neadigital.printed_table(13).set_index("[period]")
provinces = ["Heilongjiang", "Liaoning", "Jilin"]
table_13 = pd.DataFrame(
    {
        "trade_2021": [
            cells.loc["2021", f"{name} Province | Trade Volume"] for name in provinces
        ],
        "trade_2022": [
            cells.loc["2022", f"{name} Province | Trade Volume"] for name in provinces
        ],
        "growth_pct": [
            cells.loc["2022", f"{name} Province | year-on-year"] for name in provinces
        ],
    },
    index=provinces,
)
results["paper, table 13"] = check(
    table_13, growth("growth_pct", "trade_2022", "trade_2021")
)
results["paper, table 13"][["row", "printed", "implied", "verdict"]].round(1)

# %%
# The text says that the three provinces have 33.4 % of China's trade with Russia in the first seven
# months of 2023. That follows from the table, although Jilin's level is ten times too large: the
# share was computed with it. Numbers that are wrong together agree.

months = cells.loc["2023 (1-7)"]
trade = pd.DataFrame(
    {"trade": [months["China | Trade Volume"]]}
    | {name: [months[f"{name} Province | Trade Volume"]] for name in provinces}
)
trade["three"] = [str(trade[provinces].astype(float).sum(axis="columns").item())]
trade["share_pct"] = "33.4"
check(trade, share("share_pct", "three", "trade"))[["printed", "implied", "verdict"]]

# %%
# All verdicts
# ------------

VERDICTS = [
    "confirmed",
    "rounding",
    "last_digit",
    "other_rule",
    "contradicted",
    "no_rule",
    "not_checkable",
]
found = pd.concat(results, names=["table"]).reset_index("table").reset_index(drop=True)
counts = found.groupby(["table", "verdict"]).size().unstack(fill_value=0)
counts = counts.reindex(columns=VERDICTS, fill_value=0)
counts

# %%
# The picture has a bar for each table in which something contradicts.

KINDS = {"contradicted": "contradicted", "no_rule": "undecided"}
KINDS["not_checkable"] = "undecided"
kinds = counts.T.groupby(lambda verdict: KINDS.get(verdict, "fits")).sum().T
failing = kinds[kinds["contradicted"] > 0].sort_values("fits", ascending=False)
plot.bars(
    failing[["fits", "undecided", "contradicted"]].rename(
        index=lambda name: name.replace("_", " ")
    ),
    unit="relations between printed numbers",
    title=f"In {len(failing)} of {len(kinds)} printed tables, numbers contradict each other",
    source="The tables are in docs/printed_tables of the repository.",
)

# %%
# Each contradiction, and what is known of it
# -------------------------------------------

CAUSES = {
    "federal_register_before": "a change over two years; the publisher has mended both",
    "caict_2022_press": "610 billion for 6.1 trillion: both contradictions are of one cell",
    "unwto_average_growth": "no slip: the rates are of another edition of the levels",
    "paper, table 1": "the minus sign is lost; by the World Bank GDP fell",
}
wrong = found[found["verdict"] == "contradicted"]
wrong = wrong.assign(known=wrong["table"].map(CAUSES))
wrong[
    ["table", "row", "column", "printed", "implied", "suspects", "readings", "known"]
].round(2)

# %%
# In four tables something contradicts. In three of these a number is wrong; in one the levels were
# revised after the rates had been computed. Two rates of visitors to Japan were cut off instead of
# rounded (27.99 is printed as 27.9), which the verdict ``last_digit`` shows. No contradiction is
# found in the other tables.
