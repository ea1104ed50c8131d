"""Every number in one long table, and each dataset on one card."""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from neadigital import _store
from neadigital._numbers import (
    Cell,
    Field,
    Row,
    agree,
    cells,
    period_of,
    published,
    unit_of,
)
from neadigital.catalogue.citation import cite
from neadigital.catalogue.places import economy_code
from neadigital.errors import UnknownChoiceError
from neadigital.trust import notes_by_cell

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital.schemas import Observations


def observations(economy: str | None = None) -> DataFrame[Observations]:
    """Return every number of every dataset, one a row.

    Numbers that only the paper's text has are in `statements`.

    Parameters
    ----------
    economy : str, optional
        A code or a name that `economy_code` knows, such as ``"Mongolia"``; by default all. A
        province is a place of its economy.

    Returns
    -------
    DataFrame
        One row per cell that holds a number or could, in the order of `datasets`, of the columns
        and of the rows.

        - `dataset`
        - `economy` : code; of a province, of its economy
        - `place` : city or region, else empty
        - `year` : year that the value stands under
        - `period` : what the value is of: the year, or another year, a quarter, some years, months
          of a year
        - `variable` : the column; of a long table, the indicator or measure
        - `value`, `unit` : the value, corrected; NaN if none is known
        - `low`, `high` : bounds, if known, those of a share as it would be rounded
        - `printed` : the value as printed; NaN if none is
        - `kinds` : kinds of the cell's notes, joined by ``;``
        - `certainty` : of a corrected value `proved` or `inferred`; else empty
        - `basis` : `stated`, `reconstructed`, `bounded` or `external`; empty if nothing is known
        - `source` : publications, joined by ``;``: of a stated value those that the paper names, of
          an external one the one that has it, else all that the dataset cites

    Raises
    ------
    UnknownEconomyError
        If no economy, region or aggregate has that name.
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> known = neadigital.observations("Mongolia")
    >>> known.query("variable == 'internet_users_pct'")[["year", "value"]].values.tolist()
    [[2015.0, 22.5], [2018.0, 47.1], [2021.0, 84.3]]
    """
    import pandas as pd

    origins = _Origins()
    columns = [
        field["name"] for field in _store.described("observations")["schema"]["fields"]
    ]
    code, found = None if economy is None else economy_code(economy), []
    for cell, field, row, printed in cells():
        # A province is China's.
        where, place = row.get("economy", "CHN"), row.get("city", row.get("region", ""))
        if code in (None, where, place):
            kinds, certainty, _ = origins.noted.get(cell, ("", "", ""))
            low, high = (
                ("", "")
                if printed and "ratioOf" in field
                else _bounds(cell[0], field["name"], row)
            )
            basis, source = origins.of(cell, field, row, printed, low)
            variable = row.get("indicator", row.get("measure", field["name"]))
            year, period = (
                int(field.get("year", row["year"])),
                str(field.get("year", period_of(row))),
            )
            value, least, most = (
                float(number or "nan") for number in (row[field["name"]], low, high)
            )
            own = float(printed or "nan") if _in_paper(cell[0]) else float("nan")
            of = cell[0], where, place, year, period, variable
            found.append(
                (
                    *of,
                    value,
                    least,
                    most,
                    unit_of(field, row),
                    own,
                    kinds,
                    certainty,
                    basis,
                    source,
                )
            )
    return pd.DataFrame(found, columns=columns)  # type: ignore[return-value]


def _in_paper(name: str) -> bool:
    entry = _store.resource(name)
    return bool(entry["tables"] or entry["figures"] or entry["prose"])


def _bounds(name: str, column: str, row: Row) -> tuple[str, str]:
    """Return the bounds of a number, of a ratio by those of its first part."""
    fields = {
        field["name"]: field for field in _store.resource(name)["schema"]["fields"]
    }
    if ratio := fields[column].get("ratioOf"):
        low, high = (
            f"{100 * float(end) / float(row[ratio[1]]):.1f}" if end else ""
            for end in _bounds(name, ratio[0], row)
        )
        return low, high
    sides = [
        [row[other] for other in fields if fields[other].get(side) == column]
        for side in ("lowOf", "highOf")
    ]
    return "".join(sides[0]), "".join(sides[1])


class _Origins:
    """Where numbers come from: their basis and their sources."""

    def __init__(self) -> None:
        self.noted, self._has_it = notes_by_cell(), published()
        self._published = defaultdict(list)
        for line in _store.rows("statements"):
            self._published[line["economy"], line["year"]].append(
                (line["value"], line["unit"], line["source"])
            )
        self._named = {
            row["source"]
            for row in _store.rows("sources")
            if row["kind"] in ("footnote", "text")
        }

    def of(
        self, cell: Cell, field: Field, row: Row, printed: str, low: str
    ) -> tuple[str, str]:
        """Return the basis of a number and its sources, joined by ;."""
        entry, text = _store.resource(cell[0]), row[field["name"]]
        everything = ";".join(entry["cites"])
        if not text:
            return ("bounded" if low else ""), everything
        kinds, certainty, _ = self.noted.get(cell, ("", "", ""))
        publishers = [
            source
            for value, unit, source in self._published[
                row.get("region", row.get("economy", "")), row["year"]
            ]
            if agree(text, unit_of(field, row), value, unit)
        ]
        # The paper states a number under another label, or in the text, too.
        if (
            (text == printed and _in_paper(cell[0]))
            or "mislabelled" in kinds
            or (certainty and publishers)
        ):
            footnotes = [] if entry["tables"] else list(filter(None, publishers))
            named = ";".join(
                source for source in entry["cites"] if source in self._named
            )
            return "stated", (
                footnotes or [field.get("named", {}).get(row.get("economy"), named)]
            )[0]
        basis = field.get("basis") or row.get("basis")
        if not basis:
            basis = (
                "external"
                if cell in self._has_it or not _in_paper(cell[0])
                else "reconstructed"
            )
        return basis, self._has_it.get(
            cell, everything
        ) if basis == "external" else everything


class Card(str):
    """One dataset on one card, as Markdown: text in a terminal, HTML in a notebook."""

    __slots__ = ()

    def __repr__(self) -> str:
        """The card as text."""
        return str(self)

    def _repr_html_(self) -> str:
        """The card as HTML."""
        from html import escape

        text = re.sub(r"`(.+?)`", r"<code>\1</code>", escape(self))
        text = re.sub(r"^#+ (.*)$", r"<strong>\1</strong><br>", text, flags=re.M)
        text = re.sub(r"^- ", "<br>&bull; ", text, flags=re.M).replace(
            "\n\n", "</p><p>"
        )
        return f'<div style="text-align: left; max-width: 60em"><p>{text}</p></div>'


def about(name: str, *, full: bool = False) -> Card:
    """Return one dataset on one card: rows, columns, what is wrong or doubtful, sources.

    Parameters
    ----------
    name : str
        A dataset.
    full : bool, default False
        List every note with evidence and cells, the paper's claims about these numbers that do not
        hold or cannot be checked, and the sources as `cite` writes them. Else the card has at most
        30 lines.

    Returns
    -------
    Card
        A `str` that shows itself as Markdown in a terminal and as HTML in a notebook.

    Raises
    ------
    UnknownDatasetError
        If there is no such dataset.

    Examples
    --------
    >>> import neadigital
    >>> print(neadigital.about("connectivity_index").splitlines()[0])
    # connectivity_index: Global Connectivity Index (Huawei), 2020
    """
    if not isinstance(full, bool):
        raise UnknownChoiceError(full, (True, False), kind="value of full")
    entry = _store.dataset(name)
    notes = [note for note in _store.rows("notes") if note["dataset"] == name]
    corrected = [note for note in notes if note["certainty"]]
    doubtful = [note for note in notes if note["severity"] and note["value"]]
    others = [note for note in notes if not note["certainty"] and note not in doubtful]
    head = [
        f"# {name}: {entry['title']}\n{_size(entry)}",
        *entry["description"].split("\n\n"),
    ]
    columns = [
        f"- `{field['name']}`: {_meaning(field)}" for field in entry["schema"]["fields"]
    ]
    groups = {
        f"Corrected: {_counts(corrected, 'certainty')}": corrected,
        f"Doubtful: {_counts(doubtful, 'severity')}": doubtful,
        "Other notes": others,
    }
    if full:
        blocks = [*head, "\n".join(columns)]
        for title, group in groups.items():
            blocks += [f"## {title}", "\n".join(_told(group))] if group else []
        others_have = Counter(
            source for cell, source in published().items() if cell[0] == name
        )
        listed = "\n".join(
            f"- {source}: {_count(count, 'number')}"
            for source, count in others_have.items()
        )
        blocks += ["## Also in other publications", listed] if listed else []
        blocks += ["## Claims of the paper about it", *_claims(name), "## Sources"]
        return Card(
            "\n\n".join(
                map(
                    _filled,
                    [
                        *blocks,
                        "\n".join(f"- {line}" for line in cite(name).splitlines()),
                    ],
                )
            )
        )
    kinds = Counter(note["kind"].replace("_", " ") for note in others)
    rest = (
        f"Other notes: {'; '.join(f'{count} {kind}' for kind, count in kinds.items())}. "
        if kinds
        else ""
    )
    # The no-break space keeps the call in one line.
    more = f'{"All notes" if notes else "More"}: `about("{name}",\u00a0full=True)`.'

    def short(doubts: Callable[[str], str]) -> Card:
        blocks = [*map(_filled, head), "\n".join(map(_shortened, columns))]
        for (title, group), line in zip(
            list(groups.items())[:2], (_filled, doubts), strict=True
        ):
            blocks += (
                ["\n".join([f"{title}.", *map(line, _reasons(group))])] if group else []
            )
        return Card(
            "\n\n".join([*blocks, _filled(f"{rest}Source: {entry['source']} {more}")])
        )

    card = short(_filled)
    return card if card.count("\n") < 30 else short(_first_clauses)


def _filled(text: str) -> str:
    """Wrap each line of a text, with a hanging indent for lists; none breaks at a minus sign."""
    wrapper = textwrap.TextWrapper(100, break_long_words=False, break_on_hyphens=False)
    lines = []
    for line in text.replace(" - ", "\u00a0-\u00a0").split("\n"):
        wrapper.subsequent_indent = "  " * line.startswith("- ")
        lines.append(wrapper.fill(line))
    return "\n".join(lines).replace("\u00a0", " ")


def _shortened(text: str) -> str:
    return textwrap.shorten(text, 100, placeholder=" ...")


def _first_clauses(text: str) -> str:
    """Shorten a text that is too long to what stands before its last colon or semicolon."""
    return re.sub(r"(?<=.{30})[:;][^:;]* \.\.\.$", " ...", _shortened(text))


def _counts(notes: list[Row], column: str) -> str:
    """Say how many numbers there are of each certainty or severity."""
    counts = Counter(note[column] for note in notes)
    parts = " and ".join(
        f"{count} {word}" for word, count in sorted(counts.items(), reverse=True)
    )
    alike = f"{'all ' * (len(notes) > 1)}{''.join(counts)}"
    return f"{_count(len(notes), 'number')}, {parts if len(counts) > 1 else alike}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _size(entry: Field) -> str:
    """Say how many rows a dataset has, of which years and from where."""
    places = [
        f"{thing}{'s' * (len(entry[f'{thing}s']) > 1)} {', '.join(map(str, entry[f'{thing}s']))}"
        for thing in ("table", "figure")
        if entry[f"{thing}s"]
    ]
    origin = (
        f"from the paper's {' and '.join(places or ['text'])}"
        if _in_paper(entry["name"])
        else "not in the paper"
    )
    years = " to ".join(
        dict.fromkeys(str(entry[end]) for end in ("firstYear", "lastYear"))
    )
    return f"{_count(entry['rows'], 'row')}, one for each {', '.join(entry['schema']['primaryKey'])}; {years}; {origin}."


def _meaning(field: Field) -> str:
    """Say what a column means, with its unit unless that says nothing."""
    unit = field.get("unit", "")
    return f"{field['description']}{f', {unit}' if unit not in ('', 'rank', 'see unit', 'year') else ''}"


def _reasons(notes: list[Row]) -> list[str]:
    """Return each reason (a note's first sentence) once, with its count; numbers that differ are left out."""
    found = defaultdict(list)
    for note in notes:
        parts = re.split(r"(\d[\d.]*)", note["note"].partition(". ")[0])
        found[note["kind"], note["severity"], *parts[::2]].append(parts)
    return [
        f"- {len(alike)}: {''.join(part[0] if len(set(part)) == 1 else '...' for part in zip(*alike, strict=True))}."
        for alike in found.values()
    ]


def _told(notes: list[Row]) -> list[str]:
    """Return each note whole, once, with all its cells."""
    cells: dict[tuple[str, ...], list[str]] = {}
    for note in notes:
        key = " ".join(part.partition("=")[2] for part in note["key"].split(";"))
        change = (
            f" ({note['printed']} -> {note['value']})"
            if note["certainty"]
            else f" ({note['value'] or 'missing'})"
        )
        sure = note["certainty"] or note["severity"]
        same = (
            note["kind"].replace("_", " ") + (f", {sure}" if sure else ""),
            note["note"],
            note["evidence"],
        )
        cells.setdefault(same, []).append(f"{key} `{note['column']}`{change}")
    return [
        f"- {kind}: {note}. Evidence: {evidence}. Cells: {'; '.join(found)}."
        for (kind, note, evidence), found in cells.items()
    ]


def _claims(name: str) -> list[str]:
    """Return how many findings on a dataset's numbers hold, and those that do not or cannot be checked."""
    from neadigital.claims import audit

    found = audit()
    mine = found[[f" {name}/" in f" {cells}" for cells in found["cells"]]]
    holds = mine["holds"]
    of = f"hold: {holds.sum()}; that do not: {(~holds).sum()}; that cannot be checked: {holds.isna().sum()}"
    claims = [
        f"- {line['verdict'].replace('_', ' ')}: {line['claim']} ({line['where']}). {line['explanation']}"
        for line in mine[~holds.fillna(False)].to_dict("records")
    ]
    count = f"Findings that {of}." if len(mine) else "The audit has no finding on it."
    return [count, *(["\n".join(claims)] if claims else [])]
