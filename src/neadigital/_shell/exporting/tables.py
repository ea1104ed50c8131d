"""The tables that an export has beside the datasets: computed from them, with what their columns mean."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from neadigital.catalogue.overview import observations
from neadigital.claims import audit
from neadigital.trust import quality

if TYPE_CHECKING:
    import pandas as pd


def _meanings(function: Callable[..., object]) -> dict[str, str]:
    """Return what each column of a function's frame means, as its docstring has it; nothing where there is none."""
    text = inspect.getdoc(function) or ""
    found: dict[str, str] = {}
    for names, meaning in re.findall(r"^ *- (`\w+`(?:, `\w+`)*) : (.+(?:\n {6,}\S.*)*)", text, re.M):
        # The first list of a docstring is that of the columns; a later one may explain the values of one of them.
        for name in re.findall(r"\w+", names):
            found.setdefault(name, " ".join(meaning.split()))
    return found


class Computed(NamedTuple):
    """A table that is computed from the bundled ones when it is asked for."""

    title: str
    description: str
    frame: pd.DataFrame
    meanings: dict[str, str]


def computed() -> dict[str, Computed]:
    """Return the tables that are computed from the bundled ones, by name."""
    told: dict[Callable[[], pd.DataFrame], tuple[str, str]] = {
        observations: ("Every number of every dataset, one a row", "One number, or one that is missing."),
        audit: ("The paper's claims, recomputed", "One claim and what its recomputation gives."),
        quality: ("How many numbers can be trusted", "One table or figure of the paper, or one dataset."),
    }
    return {
        function.__name__: Computed(title, description, function(), _meanings(function))
        for function, (title, description) in told.items()
    }
