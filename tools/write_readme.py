"""Write the README's picture of the corrections and the trust sheet's totals, or check that they are of today.

A picture's bytes depend on fonts, so it carries a digest of what it shows, and that is what `--check` compares.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import textwrap
from pathlib import Path

import matplotlib as mpl

import neadigital

REPOSITORY = Path(__file__).parents[1]
README = REPOSITORY / "README.md"
PICTURE = REPOSITORY / "docs" / "_static" / "corrections.png"
KEY = "Description"
TOTALS = re.compile(r"(?<=<!-- totals -->\n).*?(?=\n<!-- end of totals -->)", re.DOTALL)


def totals() -> str:
    """Return in words how many numbers of the tables can be trusted, and on what ground."""
    sheet = neadigital.quality()
    total = sheet[sheet["kind"] == "table"].drop(columns=["kind", "name"]).sum()
    corrected = total["corrected_proved"] + total["corrected_inferred"]
    doubtful = total["doubtful_minor"] + total["doubtful_serious"]
    return (
        f"Of the {total['numbers']} numbers that the paper's tables print, another publication has "
        f"{total['independent']}, and {total['consistent']} fit other places of the paper. {corrected} are corrected, "
        f"{total['corrected_inferred']} of them inferred, not proved. {doubtful} are doubtful and stay as printed, "
        f"{total['doubtful_serious']} of them seriously. For {total['unchecked']} we found no second source; they may "
        "well be right."
    )


def readme() -> str:
    """Return the README with the totals of today."""
    return TOTALS.sub(textwrap.fill(totals(), 135), README.read_text(encoding="utf-8"))


def digest() -> str:
    """Return the digest of all that the picture shows."""
    shown = neadigital.errata().to_csv(index=False) + neadigital.notes().query("kind == 'doubtful'").to_csv(index=False)
    return hashlib.sha256(shown.encode()).hexdigest()


def committed() -> str:
    """Return the digest in the committed picture."""
    from PIL import Image

    with Image.open(PICTURE) as picture:
        return str(picture.info.get(KEY, ""))


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail if the committed README is not that of today")
    if parser.parse_args().check:
        if committed() != digest() or readme() != README.read_text(encoding="utf-8"):
            sys.stderr.write("write_readme: the README's picture or totals are not those of today: make build\n")
            return 1
        return 0
    mpl.use("Agg")
    axes = neadigital.plot.corrections()
    axes.figure.savefig(PICTURE, dpi=110, metadata={KEY: digest()})
    README.write_text(readme(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
