"""How an answer is told to people: for each question of the command line, its frame as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._shell.terminal import bold, count, folded, lines, table, width, wrap
from neadigital.catalogue import citation

if TYPE_CHECKING:
    import pandas as pd

    from neadigital.catalogue.overview import Card


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows, each with its columns as attributes, whose types only the frame knows."""
    return iter(frame.itertuples())


# More rows than these are a file's business, unless one asks for all.
ROWS = 30


def _years(first: object, last: object) -> str:
    return f"{first}" if first == last else f"{first}-{last}"


def _origin(name: str) -> str:
    """Return where in the paper a dataset is from."""
    entry = _store.dataset(name)
    tables, figures = entry["tables"], entry["figures"]
    parts = [f"table{'s' * (len(tables) > 1)} {', '.join(map(str, tables))}"] if tables else []
    if figures:
        parts.append(f"figures {figures[0]}-{figures[-1]}" if len(figures) > 1 else f"figure {figures[0]}")
    return "; ".join(parts) or ("prose" if entry["prose"] else "World Bank, ITU")


def listing(frame: pd.DataFrame) -> str:
    """Return the catalogue: a dataset's name and facts, in one line where there is room, then its title."""
    entries = [
        (entry, count(entry.rows, "row"), _years(entry.first_year, entry.last_year), _origin(entry.name))
        for entry in _rows(frame)
    ]
    names = max(len(entry.name) for entry, *_ in entries)
    in_line = [
        f"{entry.name:<{names}}  {rows:>8}  {years:<9}  {origin}".rstrip() for entry, rows, years, origin in entries
    ]
    text = []
    for (entry, *facts), line in zip(entries, in_line, strict=True):
        if max(map(len, in_line)) <= width():
            text.append(bold(entry.name) + line[len(entry.name) :])
        else:
            text += [bold(entry.name), wrap(", ".join(facts), 4)]
        text.append(wrap(entry.title, 4))
    more = "More: neadigital show NAME, about NAME, notes NAME, cite NAME"
    return "\n".join([*text, "", wrap(f"{count(len(frame), 'dataset')}. {more}")])


def _rest(rows: int, command: str, everything: bool) -> list[str]:
    """Return how to see the rows that are not shown, if there are any."""
    if everything or rows <= ROWS:
        return []
    return ["", wrap(f"{ROWS} of {rows} rows; all of them: neadigital {command} --all")]


def head(frame: pd.DataFrame, keys: list[str], command: str, everything: bool) -> str:
    """Return a frame as a table, its first rows only unless everything is asked for."""
    text = table(frame if everything else frame.head(ROWS), keys)
    return "\n".join([text, *_rest(len(frame), command, everything)])


def observations(frame: pd.DataFrame, command: str, everything: bool) -> str:
    """Return what is known by dataset: where, when, what and how much."""
    text: list[str] = []
    for name, rows in (frame if everything else frame.head(ROWS)).groupby("dataset", sort=False):
        shown = rows[["economy", "place", "period", "variable", "value", "unit"]]
        # A column that says nothing, or the same throughout, is left out; the heading or the question says it.
        told = [column for column in ("economy", "place") if shown[column].nunique() < 2]
        text += [bold(str(name)), table(shown.drop(columns=told), ["economy", "place", "period", "variable"]), ""]
    return "\n".join([*text, count(len(frame), "number"), *_rest(len(frame), command, everything)])


def dataset(frame: pd.DataFrame, name: str, *, as_printed: bool, everything: bool, noted: int, corrected: int) -> str:
    """Return a dataset: what it is, what a row is, the rows, and how many notes there are."""
    entry = _store.dataset(name)
    text = [
        bold(wrap(("As printed: " if as_printed else "") + entry["title"])),
        wrap(entry["description"]),
        "",
        head(frame, entry["schema"]["primaryKey"], f"show {name}{' --as-printed' * as_printed}", everything),
    ]
    if noted:
        told = count(noted, "note") + (f", {count(corrected, 'corrected cell')}" if corrected else "")
        text += ["", wrap(f"{told}: neadigital notes {name}")]
    return "\n".join(text)


def codebook(frame: pd.DataFrame) -> str:
    """Return what each column means, with its type, unit and allowed values, and what its codes mean."""
    text = []
    for name, columns in frame.groupby("dataset", sort=False):
        text += [bold(str(name)), ""]
        for row in _rows(columns):
            if row.code:
                unit = f" ({row.unit})" if row.unit else ""
                text.append(wrap(f"{row.code}: {row.meaning}{unit}", 8, hang=2))
                continue
            facts = [row.type, row.unit if row.unit != "year" else "", row.allowed]
            text += [f"  {row.column}", wrap(row.meaning, 6), wrap("; ".join(filter(None, facts)), 6)]
        text.append("")
    return "\n".join(text).rstrip("\n")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def notes(frame: pd.DataFrame) -> str:
    """Return the notes: those that say the same of several cells are one paragraph with a list of cells."""
    text = []
    said = ["dataset", "column", "kind", *(["certainty"] if "certainty" in frame else []), "note", "evidence"]
    for _, cells in frame.groupby(said, sort=False):
        first = cells.iloc[0]
        certainty = f", {first['certainty']}" if first.get("certainty") else ""
        text += [
            bold(wrap(f"{first['dataset']}, {first['column']}: {first['kind'].replace('_', ' ')}{certainty}")),
            wrap(_sentence(first["note"]), 2),
            wrap(f"Evidence: {_sentence(first['evidence'])}", 2),
        ]
        listed = []
        for cell in _rows(cells):
            key = " ".join(part.split("=")[1] for part in cell.key.split(";"))
            change = cell.printed or "blank"
            if cell.value and cell.value != cell.printed:
                change += f" -> {cell.value}"
            listed.append(f"{key}: {change};")
        listed[-1] = listed[-1].rstrip(";")
        text += [f"    {line}" for several in lines(listed, width() - 4) for line in folded(several, width() - 4)]
        text.append("")
    return "\n".join([*text, count(len(frame), "note")])


def card(about: Card) -> str:
    """Return a dataset's card."""
    return str(about)


def statements(frame: pd.DataFrame) -> str:
    """Return the numbers of the prose, each with what it is of."""
    text = []
    for row in _rows(frame.astype(object).where(frame.notna(), None)):
        year = " to ".join(str(one) for one in (row.start_year, row.year) if one is not None)
        where = "introduction" if row.section == "0" else f"section {row.section}"
        text.append(bold("  ".join(filter(None, [row.statement, where, row.economy.replace(";", " "), year]))))
        number = " ".join(filter(None, [row.qualifier, f"{row.value:.10g}", row.unit]))
        text.append(wrap(f"{row.subject}: {row.measure.replace('_', ' ')} {number}", 6, hang=2))
        if row.repeats:
            text.append(wrap(f"repeats table {row.repeats.replace('/', ', ')}", 6, hang=2))
        if row.note:
            text.append(wrap(_sentence(row.note), 6, hang=2))
    return "\n".join([*text, "", count(len(frame), "number")])


def sources(frame: pd.DataFrame) -> str:
    """Return the bibliography, each entry as `cite` writes it, with its note."""
    text = []
    for row in _rows(frame):
        text += [bold(row.source), wrap(citation.entry(row.source), 4, hang=2)]
        if row.note:
            text.append(wrap(f"({row.note})", 4, hang=2))
    return "\n".join([*text, "", count(len(frame), "source")])


def quality(frame: pd.DataFrame) -> str:
    """Return how many numbers can be trusted, by table, figure and dataset, each kind with its sum."""
    import pandas as pd

    text = []
    for kind, rows in frame.groupby("kind", sort=False):
        counts = rows.drop(columns="kind")
        total = counts.sum(numeric_only=True).to_frame().T.assign(name="all")
        text += [bold(f"{str(kind).capitalize()}s"), table(pd.concat([counts, total])[counts.columns], ["name"]), ""]
    legend = (
        "independent: another publication has the number. consistent: it fits other places of the paper. corrected: it "
        "is misprinted. doubtful: it may be wrong, and stays. unchecked: no second source was found. also_doubtful: of "
        "those corrected, how many are doubtful too."
    )
    return "\n".join([*text, wrap(legend)])


def economies(frame: pd.DataFrame) -> str:
    """Return codes and names, and what else each is called."""
    shown = frame[["code", "name", "kind", "northeast_asia"]].assign(
        also=[
            "; ".join(
                dict.fromkeys(
                    text
                    for text in [*row.paper_spellings.split(";"), *row.aliases.split(";")]
                    if text and text != row.name
                )
            )
            for row in _rows(frame)
        ]
    )
    return table(shown, ["code"])


def validation(frame: pd.DataFrame) -> str:
    """Return the files that were validated, and that all is well."""
    verb = "holds what its model says" if len(frame) == 1 else "hold what their models say"
    return f"{table(frame, ['file'])}\n\n{count(len(frame), 'file')} {verb}."
