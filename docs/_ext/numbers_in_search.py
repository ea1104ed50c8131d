"""Include numbers in the search index, and leave out the pages about the project itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx.search import languages
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class English(SearchEnglish):
    """English with numbers: 275 and 51.8 are words."""

    _word_re = re.compile(r"\d+(?:\.\d+)+|\w+")

    def word_filter(self, word: str) -> bool:
        """Return whether a word is in the index."""
        return word not in self.stopwords


def leave_out(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Exclude the pages under `project` from the search, as `:nosearch:` does."""
    for name in ["project", *env.toctree_includes["project"]]:
        env.metadata[name]["nosearch"] = ""
    return []


def setup(app: Sphinx) -> dict[str, Any]:
    """Replace Sphinx's English."""
    languages["en"] = English
    app.connect("env-updated", leave_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
