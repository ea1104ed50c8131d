"""The places of a number as a frame that shows itself in words."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from neadigital import _citing
from neadigital._messages import fill

# At most this many places are shown.
_MOST = 10
_WIDTH = 80


class Found(pd.DataFrame):
    """The places of a number, which a terminal and a notebook show in sentences.

    What is computed from it is a plain frame.
    """

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    def __repr__(self) -> str:
        """Return the first places as paragraphs of text."""
        parts = []
        for head, *others in self._paragraphs():
            lines = [fill(head, _WIDTH)]
            lines += [fill(line, _WIDTH, "  ", "  ") for line in others]
            parts.append("\n".join(lines))
        return "\n\n".join(parts) or repr(pd.DataFrame(self))

    def _repr_html_(self) -> str:
        """Return the first places as paragraphs of HTML."""
        from html import escape

        parts = []
        for head, *others in self._paragraphs():
            lines = [f"<strong>{escape(head)}</strong>", *map(escape, others)]
            parts.append(f"<p>{'<br>'.join(lines)}</p>")
        text = "".join(parts) or "<p>No place.</p>"
        return f'<div style="text-align: left; max-width: 60em">{text}</div>'

    def _paragraphs(self) -> list[list[str]]:
        """Return the first places as lines, and how many more there are."""
        if "reason" not in self:
            return []
        texts = self.head(_MOST).astype(object)
        texts = texts.where(texts.notna(), "").astype(str)
        rows = texts.to_dict("records")
        found = [
            _citing.paragraph({str(name): row[name] for name in row}) for row in rows
        ]
        more = len(self) - _MOST
        if more > 0:
            found.append([f"And {more} more; economy= and dataset= narrow them down."])
        return found
