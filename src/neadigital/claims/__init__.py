"""The audit: each arithmetic or comparative claim of the paper, recomputed from the package's own data.

A check is registered in one of the parts, in the paper's order; it reads a `Page` and yields findings. Its verdict
follows from the printed digits, see `verdicts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neadigital.claims import parts as parts
from neadigital.claims.findings import results
from neadigital.claims.page import Page

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["check", "where", "claim", "stated", "recomputed", "unit", "verdict", "explanation", "cells", "statements"]


def audit() -> pd.DataFrame:
    """Recompute each arithmetic or comparative claim of the paper and say whether it holds.

    Tolerances follow from the printed digits: 14.4 stands for 14.35 to 14.45, and what is computed with it for all
    that this allows. "Nearly" and "almost" mean below the number and rounding to it, "over" means above it, "about"
    adds nothing; words of degree alone, such as "slight", are not judged.

    Returns
    -------
    DataFrame
        One row per check, in the paper's order: `check` (stable identifier), `where` (table or section), `claim` (in
        our words), `stated` and `recomputed` (float64; missing where the claim has no number), `unit`, `verdict`,
        `explanation` (which data, which rule, and what is to be said of this number), `cells` (the cells of datasets
        that it judges, as ``dataset/key/column`` joined by a space), `statements` (the numbers of the prose that it
        rests on, joined by a space).

        The verdicts are

        - `confirmed` : the recomputation rounds to what is printed, or the comparison holds
        - `rounding` : off, but by no more than the printed digits allow
        - `wrong_base` : right only over another base than the words say; `recomputed` is over the usual base
        - `misprint` : the data say otherwise, and show which printed number or label is wrong
        - `contradicted` : the data say otherwise
        - `not_checkable` : nothing here to check it against; the explanation says why

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
    >>> audit.query("check == 'china-growth'")["verdict"].item()
    'wrong_base'
    """
    return audit_of(Page())


def audit_of(page: Page) -> pd.DataFrame:
    """Audit a page, which tests change."""
    import pandas as pd

    rows = [
        {
            "check": result.identifier,
            "where": result.where,
            "claim": result.claim,
            "stated": float("nan") if result.finding.stated is None else result.finding.stated.value,
            # Four decimals are more than any number of the page has.
            "recomputed": float("nan")
            if result.finding.recomputed is None
            else round(result.finding.recomputed.value, 4),
            "unit": result.finding.unit,
            "verdict": result.finding.verdict,
            "explanation": result.explanation,
            "cells": " ".join("/".join(cell) for cell in result.finding.cells),
            "statements": " ".join(result.finding.statements),
        }
        for result in results(page)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
