"""The least time of calls that are made in turn."""

from __future__ import annotations

import math
import time


def least_times(runs, seconds, rounds):
    """Return the least time of each call, in at least so many rounds and seconds."""
    best = dict.fromkeys(runs, math.inf)
    order = list(runs)
    begun = time.perf_counter()
    while rounds > 0 or time.perf_counter() - begun < seconds:
        # The second of two calls finds memory already allocated and is faster.
        order.reverse()
        for who in order:
            start = time.perf_counter()
            result = runs[who]()
            spent = time.perf_counter() - start
            best[who] = min(best[who], spent)
            del result
        rounds -= 1
    return best
