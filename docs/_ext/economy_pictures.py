"""The pictures of the economies' pages."""

from __future__ import annotations

from pathlib import Path

import pictures
import table_pictures

import neadigital

FIGURES = {"CHN": 2, "RUS": 3, "JPN": 4, "KOR": 5}
# The tables of one year, the one that says most about an economy first.
TABLES = {12: "b2c_ecommerce_sales", 10: "ecommerce_sales", 6: "top_digital_enterprises"}


def draw_all(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Draw the pictures of every economy; return their files and alternative texts."""
    found: dict[str, list[tuple[str, str]]] = {}
    pictures.save(neadigital.plot.corrections, folder / "corrections.png", narrow_height=6)
    listed = neadigital.economies()
    observed = set(neadigital.observations()["economy"])
    for row in listed[(listed["kind"] == "economy") & listed["code"].isin(observed)].to_dict("records"):
        code, name = row["code"], row["name"]
        if not row["northeast_asia"]:
            number = next(n for n, table in TABLES.items() if code in set(neadigital.load(table)["economy"]))  # type: ignore[call-overload]
            draw = lambda ax, number=number, code=code: table_pictures.draw(number, ax, code)  # noqa: E731
            pictures.save(draw, folder / f"{code}.png", 6, 6)
            found[code] = [(f"{code}.png", f"{name} in table {number}: {table_pictures.ROWS[number].title}")]
            continue
        pictures.save(lambda ax, code=code: table_pictures.draw(2, ax, code), folder / f"{code}-users.png")  # type: ignore[misc]
        found[code] = [(f"{code}-users.png", f"People who use the Internet in {name} and its neighbours, 2015 to 2021")]
        if code in FIGURES:
            number = FIGURES[code]
            pictures.save(lambda ax, number=number: neadigital.plot.figure(number, ax), folder / f"{code}-scale.png")  # type: ignore[misc]
            text = f"GDP and digital economy of {name}, 2016 to 2021: the paper's figure {number}, redrawn"
            found[code].insert(0, (f"{code}-scale.png", text))
    return found
