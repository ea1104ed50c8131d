"""Work on all processors."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

_THREADS = 4


def for_each(work: Callable[..., object], tasks: Sequence[tuple[Any, ...]]) -> None:
    """Do the work for each of the tasks, on all processors if there are several: no two write to the same place.

    numpy lets other threads run while it sorts, sums and copies.
    """
    if len(tasks) > 1:
        with ThreadPoolExecutor(max_workers=min(_THREADS, os.cpu_count() or 1)) as pool:
            try:
                done = [pool.submit(work, *task) for task in tasks]
            except RuntimeError:
                # No thread is to be had where memory is scarce; what one has begun is done again.
                done = []
        if done:
            for each in done:
                each.result()
            return
    for task in tasks:
        work(*task)
