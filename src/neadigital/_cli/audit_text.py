"""Render the audit as text for a terminal, from the tables `audit` and `causes`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from neadigital._cli.terminal import wrap
from neadigital._messages import count
from neadigital._store import codes_of
from neadigital.tables import causes

# The columns of a cause, and their labels in a report.
_LABELS = {
    "printed": "Printed",
    "follows": "Follows",
    "how": "Known by",
    "changes": "Changes",
    "certainty": "How sure",
}
# At most this many findings of a cause are named.
_NAMED = 4


def summary(audit: Any) -> str:
    """Return a sentence on what the audit finds."""
    claims = audit[audit["kind"] == "claim"]
    holds = claims["holds"]
    failing = claims[holds.eq(False).fillna(False)]
    last_digit = (claims["verdict"] == "last_digit").sum()
    others = count(len(audit) - len(claims), "check")
    return (
        f"Of {len(claims)} claims of the paper (Song 2023), {holds.sum()} hold, "
        f"{last_digit} of them except for a last digit or a revision; "
        f"{len(failing)} do not, for {failing['cause'].nunique()} causes; "
        f"{holds.isna().sum()} cannot be checked here. The audit also has {others} of consistency "
        "that no sentence of the paper makes"
    )


def render_audit(audit: Any, everything: bool = False) -> str:
    """Return an audit as text: a summary, a count of each verdict, and failing claims by cause.

    `everything` adds the findings without a cause.
    """
    lines = [
        wrap(f"{summary(audit)}."),
        "",
        *_verdicts(audit),
        "",
        wrap("By cause, in the order of what changes a conclusion of the paper:"),
    ]
    for number, cause in enumerate(causes().itertuples(), start=1):
        explained = audit[audit["cause"] == cause.cause]
        lines += _cause(number, cause, explained)
    if everything:
        lines += _without_cause(audit[audit["cause"].isna()])
    else:
        lines += ["", wrap("All findings: neadigital audit --all, or --format csv")]
    return "\n".join(lines)


def _verdicts(audit: Any) -> Iterator[str]:
    """Yield lines that count the claims by verdict, and the findings that are about no claim."""
    meanings = codes_of("audit", "verdict")
    is_claim = audit["kind"] == "claim"
    claims = audit[is_claim]["verdict"].value_counts()
    for verdict, meaning in meanings.items():
        # No-break spaces keep the columns of count and verdict, beside which the meaning hangs.
        head = f"{claims.get(verdict, 0):>4} {verdict:<13} ".replace(" ", "\u00a0")
        yield wrap(head + meaning, hang=19)
    others = audit[~is_claim]["verdict"].value_counts()
    if len(others):
        listed = [f"{others[name]} {name}" for name in meanings if name in others]
        yield ""
        yield wrap(f"Checks of consistency: {', '.join(listed)}.")


def _cause(number: int, cause: Any, explained: Any) -> list[str]:
    """Return the lines on a cause and on the findings that it explains."""
    lines = ["", wrap(f"{number:>2}\u00a0\u00a0{cause.title} [{cause.cause}]")]
    for name, label in _LABELS.items():
        text = getattr(cause, name)
        if name == "certainty":
            text = f"{text[:1].upper()}{text[1:]}."
        lines.append(_labelled(label, text))
    found = [
        _named(verdict, rows["check"].tolist())
        for verdict, rows in explained.groupby("verdict", sort=False)
    ]
    return [*lines, _labelled("Findings", "; ".join(found))]


def _labelled(label: str, text: str) -> str:
    """Return a text with a label, beside which its further lines are indented."""
    head = f"{label + ':':<10}".replace(" ", "\u00a0")
    return wrap(head + text, 4, hang=10)


def _named(verdict: str, checks: list[str]) -> str:
    """Return a text that counts the findings with one verdict, and names the first of them."""
    named = ", ".join(checks[:_NAMED])
    if len(checks) > _NAMED:
        named += f" and {len(checks) - _NAMED} more"
    return f"{len(checks)} {verdict} ({named})"


def _without_cause(audit: Any) -> Iterator[str]:
    """Yield lines on the findings without a cause, the worst verdict first."""
    for verdict in codes_of("audit", "verdict"):
        found = audit[audit["verdict"] == verdict]
        if len(found):
            name = verdict.replace("_", " ").capitalize()
            beside = ", or against a bound" if verdict == "confirmed" else ""
            yield from ("", f"{name}: stated -> recomputed{beside}")
        for explanation, rows in found.groupby("explanation", sort=False):
            yield from _group(explanation, rows.to_dict("records"))


def _group(explanation: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines on findings that share an explanation."""
    # Name the claim of the first only, and then the numbers of each.
    first, *others = rows
    stem = _stem([row["check"] for row in rows])
    more = f", and {len(others)} more" if others else ""
    name = f"{stem}..." if others and stem else first["check"]
    yield ""
    yield wrap(f"{first['where']}: {first['claim']}{more}. [{name}]", 2, hang=2)
    amounts = [
        f"{row['check'].removeprefix(stem)} {shown}"
        for row in rows
        if (shown := _amounts(row))
    ]
    if amounts and not others:
        amounts = [f"{_amounts(first)} {_text(first['unit'])}".strip()]
    # No-break spaces let a line break between findings, but not within one.
    if amounts:
        listed = "; ".join(amounts)
        yield wrap(listed.replace(" ", "\u00a0").replace(";\u00a0", "; "), 6)
    yield wrap(f"How: {explanation.removesuffix('.')}.", 6)


def _stem(checks: list[str]) -> str:
    """Return the beginning that the identifiers of several findings share, up to a dash."""
    parts = [check.split("-") for check in checks]
    shared = takewhile(lambda same: len(set(same)) == 1, zip(*parts, strict=False))
    return "".join(f"{part}-" for part, *_ in shared)


def _amounts(row: dict[str, Any]) -> str:
    """Return the stated and the recomputed number as text.

    They are joined by an arrow, unless the stated number is only a bound that is kept.
    """
    stated, recomputed = (_number(row[name]) for name in ("stated", "recomputed"))
    if not (stated and recomputed):
        return stated + recomputed
    decimals = len(stated.partition(".")[2])
    is_bound = round(row["recomputed"], decimals) != row["stated"]
    if row["verdict"] == "confirmed" and is_bound:
        return f"{recomputed} against {stated}"
    return f"{stated} -> {recomputed}"


def _number(value: float) -> str:
    """Return a number as text; empty if it is missing."""
    # NaN is the only number that differs from itself.
    return f"{value:.10g}" if value == value else ""


def _text(value: Any) -> str:
    """Return a text; empty if it is missing."""
    return value if isinstance(value, str) else ""
