"""Find every public metric over frames by its signature, with arguments and a frame."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, cached_property, wraps
from typing import Any, Literal, get_args, get_origin

import numpy as np
import pandas as pd
import pytest

from neadigital import divide, growth, shares
from neadigital._engine import kinds
from neadigital._engine.panel import Panel
from neadigital.divide._convergence import _IN_UNIT, Spread

# Arguments for parameters without a default, which have the same name wherever they occur.
ARGUMENTS: dict[str, Any] = {
    **dict.fromkeys(("value", "part", "a"), "level"),
    **dict.fromkeys(("versus", "whole", "b", "exchange_rate"), "other"),
    **{"rank": "place", "groups": "block"},
    **{"reference": "JPN", "base": 2015},
}
# Arguments where the default would make the metric slow or refuse a missing value.
CHOSEN: dict[str, Any] = {
    "world": "JPN",
    "on_missing": "nan",
    "status": "flag",
}
# The reference goes up and down by chance, so a metric that compares paths has to be told.
DIRECTION = {"direction": 1}
# Arguments that a choice requires.
BESIDE: dict[tuple[str, Any], dict[str, Any]] = {
    ("method", "goalposts"): {"goalposts": (0, 100)},
    # Only a measure in the unit of the value has a meaning for logarithms.
    **{
        ("measure", measure): {"transform": None}
        for measure in get_args(Spread)
        if measure not in _IN_UNIT
    },
}
KEYS = ("set", "indicator", "economy", "year")
NUMBERS = ("level", "other", "people", "place")
# Choices that decide what happens to aggregates or missing values, and not what is computed.
RULES = ("aggregates", "members", "on_missing")


@dataclass(frozen=True, eq=False)
class Metric:
    """A metric with arguments for it; more can be given when it is called with a frame."""

    function: Callable[..., Any]
    name: str
    options: dict[str, Any] = field(default_factory=dict)

    def __call__(self, data: Any, **more: Any) -> Any:
        """Call the metric."""
        return self.function(data, **{**self.options, **more})

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """All parameters and their defaults."""
        return {
            name: parameter.default
            for name, parameter in inspect.signature(self.function).parameters.items()
        }

    @cached_property
    def within(self) -> list[str]:
        """The columns that separate panels: the keys that have no other role in this metric."""
        is_key = "indicator" in self.defaults
        return ["set"] if is_key else ["set", "indicator"]

    @property
    def numbers(self) -> list[str]:
        """The columns whose numbers the metric reads."""
        return [column for column in NUMBERS if column in self.options.values()]

    @property
    def columns(self) -> dict[str, str]:
        """The parameters that name one column each, and that column."""
        named = {
            name: value
            for name, value in self.options.items()
            if isinstance(value, str) and value in FRAME
        }
        keys = {"entity": "economy", "time": "year", "indicator": "indicator"}
        return {
            **{name: column for name, column in keys.items() if name in self.defaults},
            **named,
        }

    def choices(self) -> dict[str, tuple[Any, ...]]:
        """Return the parameters that choose among words, with these words."""
        found = {}
        for name, parameter in inspect.signature(self.function).parameters.items():
            if (
                "Literal" in str(parameter.annotation)
                or str(parameter.annotation).isidentifier()
            ):
                names = inspect.unwrap(self.function).__globals__
                kind = eval(parameter.annotation, names)  # noqa: S307
                words = tuple(_words(kind))
                if words:
                    found[name] = words
        return found


def _words(kind: Any) -> Iterator[Any]:
    """Return the values of a Literal, however deep in a type it is."""
    if get_origin(kind) is Literal:
        yield from (word for word in get_args(kind) if isinstance(word, str))
    else:
        for part in get_args(kind):
            yield from _words(part)


def _metrics() -> Iterator[Metric]:
    for module in (growth, shares, divide):
        for name in module.__all__:
            function = getattr(module, name)
            signature = inspect.signature(function).parameters
            if next(iter(signature)) != "data":
                continue
            defaults = {
                parameter.name: parameter.default for parameter in signature.values()
            }
            options = {
                name: ARGUMENTS[name]
                for name in [*defaults][1:]
                if defaults[name] is inspect.Parameter.empty
            }
            options |= {
                name: value
                for name, value in CHOSEN.items()
                if defaults.get(name) is not None
            }
            options |= DIRECTION if defaults.get("direction", 1) is None else {}
            metric = Metric(function, name, options)
            options |= {"within": metric.within} if "within" in signature else {}
            yield metric
            for choice, words in metric.choices().items():
                for word in words:
                    if choice not in RULES and word != signature[choice].default:
                        beside = BESIDE.get((choice, word), {})
                        taken = {key: beside[key] for key in beside if key in signature}
                        more = {choice: word, **taken}
                        yield Metric(
                            function, f"{name}-{choice}-{word}", metric.options | more
                        )


def _frame() -> pd.DataFrame:
    """Four economies in eight years, twice two times, and whole numbers between 10 and 90."""
    axes = [["a", "b"], ["p", "q"], ["CHN", "JPN", "KOR", "MNG"], range(2015, 2023)]
    frame = pd.MultiIndex.from_product(axes, names=KEYS).to_frame(index=False)
    rng = np.random.default_rng(7)
    count = len(frame)
    for name in ("level", "other"):
        frame[name] = rng.permutation(count) % 79 + 11.0
    for name in ("people", "place"):
        frame[name] = rng.integers(1, 9, count).astype(np.float64)
    # Some economies have a break in one year.
    has_break = frame["economy"].isin(["JPN", "MNG"]) & (frame["year"] == 2018)
    is_first_block = frame["economy"].isin(["CHN", "MNG"])
    frame["flag"] = np.where(has_break, "B", "A")
    frame["block"] = np.where(is_first_block, "x", "y")
    # The index is not the position.
    return frame.set_axis(range(1000, 1000 + 3 * count, 3))


FRAME = _frame()
#: JPN stands for the world, and others are larger.
beyond_the_world = pytest.mark.filterwarnings(
    r"ignore:Column '\w+' has shares from:neadigital.errors.NeadigitalWarning"
)
METRICS = {metric.name: metric for metric in _metrics()}


@cache
def usual(metric: Metric) -> Any:
    """Return a metric's result for an unchanged frame."""
    return metric(FRAME)


def taking(
    *parameters: str, without: str = "", choices: bool = True, **defaults: Any
) -> Any:
    """Parametrise a test by the functions with all these parameters.

    A case calls the test with each choice of its function, and lists all that fail.
    """
    chosen = [
        metric
        for name, metric in METRICS.items()
        if (choices or "-" not in name)
        and {*parameters} <= {*metric.defaults}
        and without not in metric.defaults
        and defaults.items() <= metric.defaults.items()
    ]
    families: dict[str, list[Metric]] = {}
    for metric in chosen:
        families.setdefault(metric.function.__name__, []).append(metric)
    of_families = pytest.mark.parametrize("metric", families.values(), ids=families)
    return lambda test: of_families(_with_each(test))


def _with_each(test: Callable[..., None]) -> Callable[..., None]:
    """Make a test of one metric a test of several, each with a frame of its own."""

    @wraps(test)
    def of_all(metric: list[Metric], **given: Any) -> None:
        failed = []
        for one in metric:
            try:
                test(metric=one, **deepcopy(given))
            except (Exception, pytest.fail.Exception) as error:
                error.add_note(f"The metric is {one.name}.")
                failed.append(error)
        if failed:
            raise BaseExceptionGroup("Metrics that break this law", failed)

    return of_all


def uses_of(metric: Metric, data: pd.DataFrame, **options: Any) -> dict[str, str]:
    """Return how a metric uses each column that it measures, by the name of the column."""
    found: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        refuse = kinds.refuse_kinds

        def note(read: kinds.Kinds, use: str, *others: Any) -> None:
            found[str(read.name)] = use
            refuse(read, use, *others)

        patch.setattr(kinds, "refuse_kinds", note)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with suppress(ValueError, KeyError):
                metric(data, **options)
    return found


@cache
def compares_years(metric: Metric) -> bool:
    """Tell whether a metric compares years of one member, whatever they are."""
    compared = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Panel, "check_pairs", lambda *_, **__: compared.append(True))
        with warnings.catch_warnings(action="ignore"):
            metric(FRAME)
    return bool(compared)


def on_index(result: Any, data: pd.DataFrame) -> bool:
    """Return whether a result has the rows of the data."""
    return bool(result.index.equals(data.index))


def assert_same(found: Any, expected: Any, *, exact: bool = True) -> None:
    """Compare two results of a metric, to twelve digits where sums have another order."""
    check = (
        pd.testing.assert_series_equal
        if isinstance(expected, pd.Series)
        else pd.testing.assert_frame_equal
    )
    check(
        found,
        expected,
        check_exact=exact,
        rtol=1e-12 if not exact else 1e-5,
        atol=1e-12,
    )


def assert_alike(found: Any, expected: Any) -> None:
    """Compare the numbers and texts of two results, whatever their types."""
    found, expected = (
        result.to_frame() if isinstance(result, pd.Series) else result
        for result in (found, expected)
    )
    assert list(found) == list(expected)
    for name in expected:
        if pd.api.types.is_numeric_dtype(expected[name].dtype):
            numbers = (
                result[name].to_numpy(np.float64, na_value=np.nan)
                for result in (found, expected)
            )
            np.testing.assert_allclose(*numbers, rtol=1e-12, atol=1e-12)
        else:
            assert (
                found[name].astype(object).dropna().to_dict()
                == expected[name].astype(object).dropna().to_dict()
            )


def infinities(result: Any) -> list[str]:
    """Return the columns of a result with an infinite number, other than open ends of intervals."""
    table = pd.DataFrame({"": result}) if isinstance(result, pd.Series) else result
    floats = table.select_dtypes("float64") if isinstance(table, pd.DataFrame) else {}
    return [
        name
        for name in floats
        if np.isinf(floats[name]).any() and not str(name).endswith(("_low", "_high"))
    ]
