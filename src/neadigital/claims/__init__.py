"""The audit: each arithmetic or comparative claim of the paper, recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

# Importing a part registers its checks; the order is the paper's.
from neadigital.claims import scale as scale
from neadigital.claims.page import Page
from neadigital.claims.registry import findings

if TYPE_CHECKING:
    import pandas as pd
