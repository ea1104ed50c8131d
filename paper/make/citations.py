"""Count what other publications confirm: their numbers are the same, but are not the source."""

from __future__ import annotations

from collections import Counter

from paper.rows.page import Rows


def confirming(observations: Rows, name: str) -> Counter[str]:
    """Count the numbers of a dataset that each publication confirms, without being their source."""
    found: Counter[str] = Counter()
    for number in observations:
        is_meant = number["dataset"] == name and number["basis"] != "external"
        # A number with the ground `unchecked` met only tests that many other numbers would pass.
        is_meant &= number["ground"] != "unchecked"
        if not is_meant or not number["their_source"]:
            continue
        # The record of a doubtful number may disprove it instead.
        is_doubtful = bool(number["severity"])
        ours, theirs = number["value"], number["their_value"]
        if not is_doubtful or _rounds(float(ours), float(theirs)):
            found[number["their_source"]] += 1
    return found


def _rounds(mine: float, theirs: float) -> bool:
    """Tell whether two numbers are the same to the digits of the coarser one."""
    step = max(_last_digit(mine), _last_digit(theirs))
    # Allow at most 1 %, because a coarse number such as 20 would agree with too many.
    return abs(mine - theirs) <= min(step / 2, 0.01 * abs(mine)) * (1 + 1e-9)


def _last_digit(number: float) -> float:
    """Return the unit of the last digit of a number: 0.1 for 3.2, 10 for 5360."""
    text = f"{number:.12g}"
    decimals = len(text.partition(".")[2])
    zeros = 0 if decimals else len(text) - len(text.rstrip("0"))
    return float(10.0 ** (zeros - decimals))
