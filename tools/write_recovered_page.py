"""Write the tables of docs/recovered.md, which are computed; with --check only compare."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from build import recovered

import neadigital
from neadigital import divide, growth
from neadigital.claims.report import all_findings

PAGE = Path(__file__).parents[1] / "docs" / "recovered.md"
NAMES = {"CHN": "China", "JPN": "Japan", "KOR": "Korea", "RUS": "Russia"}
# How table 1's rates may be read: as what they are, and as what they seem to be.
READINGS = {"current": "over the new value", "previous": "over the old value"}


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, ["---"] * len(header), *rows]) + "\n"


def bounds() -> str:
    """Return the bounds of each level."""
    data = neadigital.digital_economy_scale()
    years = [str(year) for year in data["year"].unique()]
    rows = []
    for code, name in NAMES.items():
        own = data[data["economy"] == code]
        limits = zip(own["scale_low_usd_bn"], own["scale_high_usd_bn"], strict=True)
        rows.append([name, *(f"{low:.1f} to {high:.1f}" for low, high in limits)])
    return table(["US$ billion", *years], rows)


def japan() -> str:
    """Return Japan's bounds with and without the level of 2016 that another publication has."""
    rates, anchors = recovered.rates_of_table_1(), {code: recovered.scale_anchors(code) for code in NAMES}
    alone = {code: dict(known) for code, known in anchors.items()}
    (anchor,) = alone["JPN"].keys() - {2021}
    del alone["JPN"][anchor]
    rows = []
    for name, known in (("the paper alone", alone), (f"with the external level of {anchor}", anchors)):
        found = recovered.scale_bounds(rates, known)["JPN"]
        limits = zip(found["low"], found["high"], strict=True)
        rows.append([name, *(f"{low:.2f} to {high:.2f}" for low, high in limits)])
    return table(["US$ billion", *map(str, recovered.YEARS)], rows)


def rates_as_read(base: str) -> pd.DataFrame:
    """Return the levels, 2016 = 1, of GDP and of the digital economy that table 1's printed rates make over a base."""
    printed = neadigital.growth_rates(as_printed=True).set_index(["economy", "year"])
    # The minus sign that is lost on the page is no matter of the base.
    printed.loc[("KOR", 2020), "gdp_growth_pct"] *= -1
    frames = []
    for code in NAMES:
        own = printed.loc[code]
        levels = {
            column: growth.levels_from_rates(own[f"{column}_growth_pct"], {2016: 1.0}, base=base)  # type: ignore[call-overload]
            for column in ("gdp", "digital_economy")
        }
        frames.append(pd.DataFrame(levels).rename_axis("year").reset_index().assign(economy=code))
    return pd.concat(frames, ignore_index=True)


def elasticity() -> str:
    """Return the growth of five years and the elasticity against GDP under either reading."""
    cells: dict[str, list[str]] = {name: [] for name in NAMES.values()}
    for base in READINGS:
        levels = rates_as_read(base)
        found = growth.elasticity(levels, "digital_economy", "gdp", method="arc").set_index("economy")
        last = levels[levels["year"] == levels["year"].max()].set_index("economy")
        for code, name in NAMES.items():
            row = found.loc[code]
            rise = 100 * (last.loc[code, "digital_economy"] - 1)
            cells[name] += [f"{rise:.1f}", "GDP fell" if row["opposite_sign"] else f"{row['elasticity']:.2f}"]
    header = [""]
    for words in READINGS.values():
        header += [f"rise 2016-2021, %, {words}", f"elasticity, {words}"]
    return table(header, [[name, *values] for name, values in cells.items()])


def dispersion() -> str:
    """Return the inequality of scale of China, Japan and Russia in 2016 under either reading, and in 2021."""
    scale = neadigital.digital_economy_scale().dropna(subset="scale_usd_bn")
    last = scale[scale["year"] == 2021].set_index("economy")["scale_usd_bn"]
    rows = []
    for base, words in READINGS.items():
        levels = rates_as_read(base)
        rise = levels[levels["year"] == 2021].set_index("economy")["digital_economy"]
        rows.append([f"2016, carried back {words}", *inequality(last / rise.reindex(last.index))])
    rows.append(["2021", *inequality(last)])
    low, high = scale_of_korea()
    rows.append(["2021, with Korea at its lowest", *inequality(pd.concat([last, low]))])
    rows.append(["2021, with Korea at its highest", *inequality(pd.concat([last, high]))])
    return table(["", "Gini", "Theil", "coefficient of variation"], rows)


def inequality(levels: pd.Series[float]) -> list[str]:
    """Return the inequality of some levels."""
    frame = levels.rename("scale").rename_axis("economy").reset_index()
    found = divide.dispersion(frame, "scale", time=None, measures=["gini", "theil", "cv"]).iloc[0]
    return [f"{found[measure]:.3f}" for measure in ("gini", "theil", "cv")]


def scale_of_korea() -> tuple[pd.Series[float], pd.Series[float]]:
    """Return the lowest and the highest level of Korea in 2021."""
    row = neadigital.digital_economy_scale().query("economy == 'KOR' and year == 2021").iloc[0]
    low, high = (pd.Series({"KOR": float(row[f"scale_{end}_usd_bn"])}) for end in ("low", "high"))
    return low, high


def consequences() -> str:
    """Return what CAICT's own 2020 and Korea's bounds would change."""
    found = {result.identifier: result.finding for result in all_findings()}

    def amounts(identifier: str) -> tuple[str, str]:
        stated, recomputed = found[identifier].stated, found[identifier].recomputed
        return (f"{stated.value:.1f}" if stated else "", f"{recomputed.value:.1f}" if recomputed else "")

    scale = neadigital.digital_economy_scale().query("year == 2021").set_index("economy")
    low, high = (float(series.iloc[0]) for series in scale_of_korea())
    others = scale["scale_usd_bn"].dropna()
    korea = [f"{100 * level / scale.loc['KOR', 'gdp_usd_bn']:.1f}" for level in (low, high)]
    china = [f"{100 * others['CHN'] / (others.sum() + level):.1f}" for level in (high, low)]
    rows = [
        ["China's growth in 2020, %", *amounts("china-2020-growth-2020")],
        ["China's growth in 2021, %", *amounts("china-2020-growth-2021")],
        ["China's share of GDP in 2020, %", *amounts("china-2020-share")],
        ["Korea's share of GDP in 2021, %, at the lowest and highest", *korea],
        ["China's share of the four in 2021, %, with Korea at the highest and lowest", *china],
    ]
    return table(["", "one reading", "the other"], rows)


BLOCKS: Mapping[str, object] = {
    "bounds": bounds,
    "japan": japan,
    "elasticity": elasticity,
    "dispersion": dispersion,
    "consequences": consequences,
}


def page(text: str) -> str:
    """Return the page with its tables as computed."""
    for name, function in BLOCKS.items():
        start, end = f"<!-- {name}: written by tools/write_recovered_page.py -->\n", f"<!-- /{name} -->"
        pattern = f"{re.escape(start)}.*?{re.escape(end)}"
        if not re.search(pattern, text, re.DOTALL):
            raise ValueError(f"docs/recovered.md has no place for the table {name!r}: {start.strip()} ... {end}")
        assert callable(function)
        block = f"{start}\n{function()}\n{end}"
        text = re.sub(pattern, lambda _, block=block: block, text, flags=re.DOTALL)  # type: ignore[misc]
    return text


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 if the page is not up to date")
    check = parser.parse_args().check
    text = PAGE.read_text(encoding="utf-8")
    wanted = page(text)
    if check and wanted != text:
        print("docs/recovered.md is not what the data give: run python tools/write_recovered_page.py", file=sys.stderr)
        return 1
    if wanted != text:
        PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
