"""The audit: each arithmetic or comparative claim of the paper, recomputed by a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neadigital._engine.printed import Num
from neadigital.claims.report import all_findings, cause_of

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, schemas

__all__ = ["audit"]


def audit() -> DataFrame[schemas.Audit]:
    """Recompute each arithmetic or comparative claim of the paper, Song (2023).

    Tolerances follow from the printed digits: 14.4 stands for 14.35 to 14.45. "Nearly" and "almost"
    mean below the number and rounding to it, "over" means above it, "about" adds nothing. Words of
    degree, such as "steadily" or "a leader", are not judged: claims that rest on them are
    `not_checkable`, and a direction, an order or a number beside them is a claim of its own.

    Returns
    -------
    DataFrame
        One row per finding, in the paper's order.

        - `check` : stable identifier
        - `cause` : the slip or open question that explains it; empty where a claim holds or none is
          known
        - `where` : table or section
        - `claim` : the claim, in our words
        - `kind` : `claim` if the paper says so; `consistency` if it does not, but its numbers
          should fit
        - `stated`, `recomputed` : float64; missing where the claim has no number
        - `unit` : unit of both
        - `verdict` : one of those below
        - `holds` : true if the verdict is `confirmed`, `rounding` or `last_digit`, false if it is
          `wrong_base`, `misprint` or `contradicted`, missing if it is `not_checkable`
        - `explanation` : data, rule and remark
        - `cells` : cells that it judges, as ``dataset/key/column`` joined by a space
        - `statements` : numbers of the prose that it rests on, joined by a space

        The verdicts are

        - `confirmed` : the recomputation rounds to what is printed, or the comparison holds
        - `rounding` : off, but by no more than the printed digits allow
        - `last_digit` : off by one in the last printed digit, or, in Table 13, by a revision of
          less than 1 % of the level of the year before; it changes no conclusion
        - `wrong_base` : right only over another base than the words say; `recomputed` is over the
          usual base
        - `misprint` : the data say otherwise, and show which printed number or label is wrong
        - `contradicted` : the data say otherwise
        - `not_checkable` : nothing here to check it against

    Raises
    ------
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> audit = neadigital.audit()
    >>> audit.query("check == 'china-growth'")[["stated", "recomputed"]].values.tolist()
    [[51.8, 107.5215]]
    >>> failing = audit.query("kind == 'claim' and holds == False")
    >>> len(failing), failing["cause"].nunique()
    (66, 18)
    """
    import pandas as pd

    rows = [
        {
            "check": result.identifier,
            "cause": cause_of(result),
            "where": result.where,
            "claim": result.claim,
            "kind": result.check.kind,
            "stated": _amount(result.finding.stated),
            "recomputed": _amount(result.finding.recomputed),
            "unit": result.finding.unit,
            "verdict": result.finding.verdict,
            "holds": result.finding.holds,
            "explanation": result.explanation,
            "cells": " ".join("/".join(cell) for cell in result.finding.cells),
            "statements": " ".join(result.finding.statements),
        }
        for result in all_findings()
    ]
    return pd.DataFrame(rows).astype({"holds": "boolean"})  # type: ignore[return-value]


def _amount(number: Num | None) -> float:
    if number is None:
        return float("nan")
    # Four decimals are more than any number of the paper has.
    return round(number.value, 4)


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
