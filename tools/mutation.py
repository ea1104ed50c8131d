"""Make small changes to a part of the package with mutmut, and run tests on each.

    python tools/mutation.py divide/_gaps tests/test_divide_gaps.py tests/test_metric_laws.py

The first argument is a file or folder of the package, the others are the tests that should notice.
`mutmut results` lists the changes that none noticed, and `mutmut show NAME` shows one.
"""

from __future__ import annotations

import sys

from mutmut.__main__ import cli
from mutmut.configuration import config


def main(part: str, *tests: str) -> None:
    """Run mutmut."""
    config().only_mutate = [f"src/neadigital/{part}*"]
    config().pytest_add_cli_args_test_selection = list(tests)
    cli(["run"])


if __name__ == "__main__":
    main(*sys.argv[1:])
