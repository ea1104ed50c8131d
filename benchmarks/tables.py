"""Tables of random values without gaps, on which metrics and idioms are timed."""

from __future__ import annotations

import numpy as np
import pandas as pd

KEYS = ["indicator", "economy", "year"]
FIRST = 1997
LAST = 2021
SMALL = 200
MIDDLE = 10_000
LARGE = 1_000_000
HUGE = 10_000_000
STORAGES = ["str-pyarrow", "str-python", "category", "int"]
ORDERS = ["sorted", "shuffled"]


def panel(rows, storage, order):
    """Return a table, and the economy in it that stands for the world and for a reference."""
    random = np.random.default_rng(20230701)
    years = np.arange(FIRST, LAST + 1)
    indicators = 2 if rows < MIDDLE else 20
    economies = rows // (indicators * len(years))
    keys = [range(indicators), range(economies), years]
    data = pd.MultiIndex.from_product(keys, names=KEYS).to_frame(index=False)
    data["region"] = data["economy"] % 4

    trend = 1.03 ** (data["year"] - FIRST)
    value = trend * random.lognormal(size=rows)
    # The world only grows, so that it stood at each of its levels once.
    value = value.where(data["economy"] > 0, 2.0 * trend)
    data = data.assign(
        value=value,
        low=0.9 * value,
        high=1.1 * value,
        other=trend * random.lognormal(size=rows),
        place=random.integers(1, 200, rows),
    )
    for key in ("indicator", "economy", "region"):
        data[key] = stored(data[key], storage)
    world = data.loc[0, "economy"]
    if order == "shuffled":
        data = data.sample(frac=1, random_state=1, ignore_index=True)
    return data, world


def stored(codes, storage):
    """Return a key in the given storage."""
    if storage == "int":
        return codes
    last = codes.max()
    labels = [f"{codes.name}-{code:05d}" for code in range(last + 1)]
    key = pd.Series(pd.Categorical.from_codes(codes, labels))
    if storage == "category":
        return key
    kind = storage.removeprefix("str-")
    return key.astype(pd.StringDtype(kind, na_value=np.nan))
