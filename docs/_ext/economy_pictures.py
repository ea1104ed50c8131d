"""The pictures of the economies' pages."""

from __future__ import annotations

from pathlib import Path

import pictures
from matplotlib.axes import Axes

import neadigital
from neadigital.plot import _style

FIGURES = {"CHN": 2, "RUS": 3, "JPN": 4, "KOR": 5}


def users(code: str, ax: Axes) -> Axes:
    """Draw the share of people who use the Internet, one economy before the others."""
    frame = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")
    ax = _style.sheet(ax)
    ends = []
    for other, rows in frame.groupby("economy"):
        colour = _style.colour_of(other) if other == code else "#b5b5b5"
        ax.plot(rows["year"], rows["value"], "o-", color=colour, linewidth=2.4 if other == code else 1.4)
        last = rows.iloc[-1]
        ends.append(_style.End(last["value"], f"{_style.name_of(other)} {last['value']:g}", colour))
    ax.set_ylim(0, 105)
    source = _style.source_line(frame, "table 2, from ITU")
    _style.finish(ax, f"{_style.name_of(code)}: people who use the Internet, 2015-2021", "% of people", [source])
    _style.end_labels(ax, ends)
    _style.year_ticks(ax, frame["year"])
    return ax


TABLES = {
    "b2c_ecommerce_sales": ("b2c_usd_bn", "US$ billion, log scale", "B2C e-commerce sales, 2019"),
    "ecommerce_sales": ("total_usd_bn", "US$ billion, log scale", "E-commerce sales, 2019"),
    "top_digital_enterprises": ("enterprises", "enterprises, log scale", "Digital enterprises in the top 100, 2020"),
}


def bars(code: str, ax: Axes) -> str:
    """Draw the first table of one year in which an economy stands, its bar before the others."""
    name = next(name for name in TABLES if code in set(neadigital.load(name)["economy"]))  # type: ignore[arg-type]
    frame = neadigital.load(name)  # type: ignore[arg-type]
    column, unit, title = TABLES[name]
    frame = frame[~frame["economy"].isin(["WLD", "TOP10", "TOP20"])]
    frame = frame[frame["year"] == frame["year"].max()].sort_values(column)
    ax = _style.sheet(ax)
    names = [_style.name_of(other) for other in frame["economy"]]
    # Points, not bars: the length of a bar on a logarithmic scale says nothing.
    for name_, other, number in zip(names, frame["economy"], frame[column], strict=True):
        colour = _style.ink(_style.colour_of(other)) if other == code else "#8a8a8a"
        ax.plot(number, name_, "o", color=colour, markersize=9 if other == code else 6)
        ax.annotate(
            f"{number:g}", (number, name_), (8, 0), textcoords="offset points", va="center", fontsize=_style.SMALL
        )
    ax.set_xscale("log")
    ax.grid(axis="y", color=_style.PALE, linewidth=0.7)
    ax.margins(x=0.12)
    ax.set_xticks([])
    ax.minorticks_off()
    heading = f"{_style.name_of(code)}: {title}"
    _style.finish(ax, heading, "", [_style.source_line(frame, "tables 6 and 10 to 12")], x_label=unit)
    value = frame.set_index("economy").loc[code, column]
    return f"{heading}: {value:g} {unit.split(',')[0]}, among {len(frame)} economies."


def draw_all(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Draw the pictures of every economy; return their files and alternative texts."""
    found: dict[str, list[tuple[str, str]]] = {}
    pictures.save(neadigital.plot.corrections, folder / "corrections.png", narrow_height=6)
    listed = neadigital.economies()
    observed = set(neadigital.observations()["economy"])
    for row in listed[listed["kind"] == "economy"].to_dict("records"):
        code, name = row["code"], row["name"]
        if code not in observed:
            continue
        if not row["northeast_asia"]:
            alts: list[str] = []
            pictures.save(lambda ax, code=code, alts=alts: alts.append(bars(code, ax)), folder / f"{code}.png", 6)  # type: ignore[misc]
            found[code] = [(f"{code}.png", alts[0])]
            continue
        pictures.save(lambda ax, code=code: users(code, ax), folder / f"{code}-users.png")  # type: ignore[misc]
        found[code] = [(f"{code}-users.png", f"People who use the Internet in {name} and its neighbours, 2015 to 2021")]
        if code in FIGURES:
            number = FIGURES[code]
            pictures.save(lambda ax, number=number: neadigital.plot.figure(number, ax), folder / f"{code}-scale.png")  # type: ignore[misc]
            text = f"GDP and digital economy of {name}, 2016 to 2021: the paper's figure {number}, redrawn"
            found[code].insert(0, (f"{code}-scale.png", text))
    return found
