"""The audit: each arithmetic or comparative claim of the paper, recomputed from the package's own data.

A check is registered in one of the parts, in the paper's order; it reads a `Page` and yields findings. Its verdict
follows from the printed digits, see `arithmetic`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# Importing a part registers its checks, in this order, which is the paper's.
# isort: off
from neadigital.claims import introduction as introduction
from neadigital.claims import scale as scale
from neadigital.claims import rates as rates
from neadigital.claims import infrastructure as infrastructure
from neadigital.claims import competitiveness as competitiveness
from neadigital.claims import industry as industry
from neadigital.claims import challenges as challenges
from neadigital.claims import ecommerce as ecommerce
from neadigital.claims import ecommerce_prose as ecommerce_prose
from neadigital.claims import trade as trade
from neadigital.claims import prose as prose

# isort: on
from neadigital.claims.page import Page
from neadigital.claims.registry import claim_of, explanation_of, findings, identifier_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["check", "where", "claim", "stated", "recomputed", "unit", "verdict", "explanation"]


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
        `explanation` (which data, which rule, and what is to be said of this number).

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
            "check": identifier_of(check, finding),
            "where": check.where.format(**finding.words),
            "claim": claim_of(check, finding),
            "stated": float("nan") if finding.stated is None else finding.stated.value,
            # Four decimals are more than any number of the page has.
            "recomputed": float("nan") if finding.recomputed is None else round(finding.recomputed.value, 4),
            "unit": finding.unit,
            "verdict": finding.verdict,
            "explanation": explanation_of(check, finding),
        }
        for check, finding in findings(page)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
