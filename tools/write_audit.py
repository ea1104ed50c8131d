"""Write tests/audit.csv: what a person last saw of each finding.

`test_no_finding_changes_unnoticed` compares the audit with it. Read the difference before you
commit it: each changed line is a finding that has changed.
"""

from __future__ import annotations

from pathlib import Path

import neadigital

SEEN = Path(__file__).parents[1] / "tests" / "audit.csv"
COLUMNS = ["check", "stated", "recomputed", "unit", "verdict", "explanation"]


def main() -> None:
    """Write the file, and say how many findings it has."""
    audit = neadigital.audit()[COLUMNS]
    audit.to_csv(SEEN, index=False, lineterminator="\n")
    print(f"write_audit: {len(audit)} findings; git diff shows which have changed")


if __name__ == "__main__":
    main()
