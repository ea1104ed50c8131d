"""Write the README's table of trust, computed from `quality()`; with --check only compare."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import neadigital

README = Path(__file__).parents[1] / "README.md"
TABLE = re.compile(r"(?<=<!-- trust: written by tools/write_readme.py -->\n).*?(?=<!-- /trust -->)", re.DOTALL)


def trust_table() -> str:
    """Return how many numbers of the paper's tables can be trusted, and on what ground, as a Markdown table."""
    sheet = neadigital.quality().query("kind == 'table'")
    total = sheet.drop(columns=["kind", "name"]).sum()
    corrected = total["corrected_proved"] + total["corrected_inferred"]
    doubtful = total["doubtful_minor"] + total["doubtful_serious"]
    return f"""| Of the {total["numbers"]} numbers in the paper's {len(sheet)} tables | how many |
|---|--:|
| **independent**: another publication has the same number | {total["independent"]} |
| **consistent**: it fits the paper's other numbers; nothing outside confirms it | {total["consistent"]} |
| **corrected**: {total["corrected_proved"]} proved, {total["corrected_inferred"]} inferred | {corrected} |
| **doubtful**, kept as printed: {total["doubtful_minor"]} in a small way, {total["doubtful_serious"]} so that a \
conclusion may change | {doubtful} |
| **unchecked**: we found no second source; it may well be right | {total["unchecked"]} |

Each number is counted once; {total["also_doubtful"]} of those corrected are doubtful as well.
"""


def readme() -> str:
    """Return the README with the table of today."""
    return TABLE.sub(trust_table(), README.read_text(encoding="utf-8"))


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail if the committed README is not that of today")
    check = parser.parse_args().check
    text = readme()
    if check and text != README.read_text(encoding="utf-8"):
        sys.stderr.write("write_readme: the README's table is not that of today: make build\n")
        return 1
    README.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
