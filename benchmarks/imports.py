"""What an import and the first calls cost in a new process, and the budgets for both."""

from __future__ import annotations

import json
import os
import subprocess
from functools import partial
from typing import NamedTuple

import numpy as np
from timing import least_times

CODES = {
    "nothing": "pass",
    "pandas": "import pandas",
    "importing neadigital": "import neadigital",
    "with its first table": "import neadigital as n; n.growth_rates()",
    "with every table": "import neadigital as n; list(map(n.load, n.datasets()['name']))",
}
# At most so many times what `import pandas` takes.
IMPORTS = {
    "importing neadigital": 0.05,
    "with its first table": 1.05,
    "with every table": 1.15,
}
# At most so many milliseconds, once all tables are loaded.
CALLS = {
    "a loader's second call": 0.5,
    "audit": 100,
    "quality": 100,
    "observations": 100,
    "notes": 100,
}
CALLED = """
import json, timeit, neadigital
loaders = [getattr(neadigital, name) for name in neadigital.datasets()["dataset"]]
for load in loaders:
    load()
second = max(min(timeit.repeat(load, number=20, repeat=10)) / 20 for load in loaders)
names = ["audit", "quality", "observations", "notes"]
calls = [getattr(neadigital, name) for name in names]
once = [timeit.timeit(call, number=1) for call in calls]
print(json.dumps([1000 * spent for spent in (second, *once)]))
"""


class Cost(NamedTuple):
    """What an import or a call costs, and at most may cost."""

    what: str
    value: float
    budget: float

    def __str__(self):
        """Return the cost in words."""
        return f"{self.what} {self.value:.3g} (at most {self.budget:g})"


def run(python, code):
    """Return what a new process prints; it has its bytecode, as an installed package."""
    return subprocess.run(
        [python, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    ).stdout


def measure(python):
    """Measure imports and calls in another Python."""
    runs = {what: partial(run, python, code) for what, code in CODES.items()}
    times = least_times(runs, seconds=0.0, rounds=7)
    pandas = times["pandas"] - times["nothing"]
    costs = []
    for what, budget in IMPORTS.items():
        own = times[what] - times["nothing"]
        costs.append(Cost(what, own / pandas, budget))
    tries = [json.loads(run(python, CALLED)) for _ in range(3)]
    calls = np.min(tries, axis=0)
    return costs + list(map(Cost, CALLS, calls, CALLS.values()))
