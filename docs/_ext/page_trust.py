"""The trust sheet: what of each table and figure agrees, is corrected, is doubtful, or is not checked."""

from __future__ import annotations

from pathlib import Path

import markup

import neadigital

BAR = (("agrees", "agrees"), ("corrected", "corrected"), ("doubtful", "doubtful"), ("not_checked", "not checked"))


def pages(folder: Path) -> dict[str, str]:
    """Return the included parts: the totals and the sheet."""
    corrections = neadigital.errata()
    counts = corrections.groupby(["dataset", "kind", "certainty"]).size().reset_index(name="cells")
    return {
        "_corrected.md": markup.raw(markup.frame_table(counts, "What is corrected, by dataset, kind and certainty")),
    }
