"""The audit: each arithmetic or comparative claim of the paper, recomputed from the package's own data.

A check stands in one of the parts, in the paper's order; it reads a `Page` and gives findings. Its verdict follows from
the printed digits, see `checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neadigital.claims.causes import cause_of
from neadigital.claims.numbers import Num
from neadigital.claims.report import all_findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from neadigital.claims.checks import Result

__all__ = ["audit"]

COLUMNS = [
    "check",
    "cause",
    "where",
    "claim",
    "kind",
    "stated",
    "recomputed",
    "unit",
    "verdict",
    "holds",
    "explanation",
    "cells",
    "statements",
]


def audit() -> pd.DataFrame:
    """Recompute each arithmetic or comparative claim of the paper, Song (2023), and say whether it holds.

    Tolerances follow from the printed digits: 14.4 stands for 14.35 to 14.45, and what is computed with it for all
    that this allows. "Nearly" and "almost" mean below the number and rounding to it, "over" means above it, "about"
    adds nothing; words of degree alone, such as "slight", are not judged.

    Returns
    -------
    DataFrame
        One row per finding, in the paper's order.

        - `check` : stable identifier
        - `cause` : what one slip or one open question explains has the same; empty where a claim holds or no cause is
          known
        - `where` : table or section
        - `claim` : the claim, in our words
        - `kind` : `claim` if the paper says so, in a sentence or a cell; `consistency` if it does not, but its numbers
          should fit
        - `stated`, `recomputed` : float64; missing where the claim has no number
        - `unit` : unit of both
        - `verdict` : one of those below
        - `holds` : true if the verdict is `confirmed`, `rounding` or `last_digit`, false if it is `wrong_base`,
          `misprint` or `contradicted`, missing if it is `not_checkable`
        - `explanation` : which data, which rule, and what is to be said of this number
        - `cells` : the cells of datasets that it judges, as ``dataset/key/column`` joined by a space
        - `statements` : the numbers of the prose that it rests on, joined by a space

        The verdicts are

        - `confirmed` : the recomputation rounds to what is printed, or the comparison holds
        - `rounding` : off, but by no more than the printed digits allow
        - `last_digit` : off by one in the last printed digit; or, of a growth rate of Table 13, off by what a revision
          of less than 1 % of the level of the year before would explain. It changes no conclusion
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
    >>> failing = audit.query("kind == 'claim' and holds == False")
    >>> len(failing), failing["cause"].nunique()
    (60, 14)
    """
    return table(all_findings())


def table(results: Iterable[Result]) -> pd.DataFrame:
    """Return findings as the audit's table."""
    import pandas as pd

    rows = [
        (
            result.identifier,
            cause_of(result),
            result.where,
            result.claim,
            result.check.kind,
            _amount(result.finding.stated),
            _amount(result.finding.recomputed),
            result.finding.unit,
            result.finding.verdict,
            result.finding.holds,
            result.explanation,
            " ".join("/".join(cell) for cell in result.finding.cells),
            " ".join(result.finding.statements),
        )
        for result in results
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"holds": "boolean"})


def _amount(number: Num | None) -> float:
    # Four decimals are more than any number of the paper has.
    return float("nan") if number is None else round(number.value, 4)


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
