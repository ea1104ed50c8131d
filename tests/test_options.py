"""No option is swallowed: whatever is passed, a public function computes with it or says which argument it refuses."""

from __future__ import annotations

import datetime
import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from discovery import FRAME, METRICS
from hypothesis import given
from hypothesis import strategies as st

import neadigital
from neadigital import growth, inequality

# What might be passed by a slip, from the harmless to the absurd.
JUNK: list[Any] = [
    *(
        None,
        True,
        False,
        "False",
        "junk",
        "",
        "\u202e",
        b"x",
        (),
        ("a", "b"),
        [],
        [1],
        ["junk"],
        [[]],
        {},
        {"a": 1},
        {1},
    ),
    *(
        -1,
        0,
        1,
        2,
        0.5,
        1e308,
        math.nan,
        math.inf,
        -math.inf,
        10**30,
        -(10**30),
        3 + 4j,
        np.int64(2),
        np.float64("nan"),
    ),
    *(
        pd.NA,
        pd.NaT,
        datetime.date(2020, 1, 1),
        object(),
        len,
        np.array([1, 2]),
        pd.Series([1.0]),
        pd.Series({"x": 1.0}),
    ),
]
# Errors about the rows, which name their columns instead: members that pool, and columns that are not there.
ABOUT_ROWS = ("may stand once", "There is no column")

_X = [1.0, 2.0, 5.0]
_SERIES = pd.Series([5.0, 6.0], index=[2017, 2018])
_CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    **{f"inequality.{name}": (getattr(inequality, name), {"x": _X}) for name in inequality.__all__},
    "inequality.generalized_entropy": (inequality.generalized_entropy, {"x": _X, "alpha": 2}),
    "growth.levels_from_rates": (growth.levels_from_rates, {"rates": _SERIES, "anchor": {2016: 100.0}}),
    "growth.rate_over_previous": (growth.rate_over_previous, {"rate_pct": 5.0}),
    **{
        name: (getattr(neadigital, name), given)
        for name, given in {
            "load": {"name": "growth_rates"},
            "growth_rates": {},
            "codebook": {},
            "printed_table": {"number": 1},
            "notes": {},
            "errata": {},
            "flags": {"name": "growth_rates"},
            "observations": {},
            "about": {"name": "growth_rates"},
            "economy_code": {"text": "Japan"},
            "validate": {"name": "growth_rates"},
        }.items()
    },
}
_METRICS = {name: metric for name, metric in METRICS.items() if "-" not in name}
CASES = [(name, parameter) for name, metric in _METRICS.items() for parameter in metric.defaults if parameter != "data"]
CASES += [
    (name, parameter) for name, (function, _) in _CALLS.items() for parameter in inspect.signature(function).parameters
]


def call(name: str, parameter: str, junk: Any) -> Any:
    if name in _METRICS:
        return _METRICS[name](FRAME.copy(), **{parameter: junk})
    function, given = _CALLS[name]
    return function(**{**given, parameter: junk})


def infinities(result: Any) -> bool:
    """Tell whether a result holds an infinite number; an end of an interval may be open."""
    columns = (
        [result[name] for name in result if not str(name).endswith(("_low", "_high"))]
        if isinstance(result, pd.DataFrame)
        else [result]
    )
    return any(
        np.isinf(np.asarray(column, dtype=np.float64)).any()
        for column in columns
        if isinstance(column, float) or (isinstance(column, pd.Series) and column.dtype.kind == "f")
    )


def check(name: str, parameter: str, junk: Any) -> None:
    told = ""
    try:
        result = call(name, parameter, junk)
    except (neadigital.NeadigitalError, KeyError, TypeError, ValueError) as error:
        result, told = None, str(error)
    where = f"{name}({parameter}={junk!r}): {told}"

    assert not told or any(part in told for part in (parameter, repr(junk), str(junk), *ABOUT_ROWS)), where
    assert not infinities(result), where


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_nothing_is_swallowed(name: str, parameter: str) -> None:
    """Any argument gives a finite result without a warning, or an error that names it."""
    for junk in JUNK:
        check(name, parameter, junk)


@given(case=st.sampled_from(CASES), junk=st.one_of(st.integers(), st.floats(), st.text(), st.binary(), st.none()))
def test_nothing_unforeseen_is_swallowed(case: tuple[str, str], junk: Any) -> None:
    """The same holds for what nobody thought of."""
    check(*case, junk)


@pytest.mark.parametrize("parameter", ["seed", "draws"])
def test_an_option_of_another_choice_is_refused(parameter: str) -> None:
    """What only a bootstrap reads is an error without one."""
    with pytest.raises(ValueError, match=rf"{parameter} belongs to interval='bootstrap'"):
        neadigital.divide.dispersion(FRAME, "level", within=["set", "indicator"], **{parameter: 5})
