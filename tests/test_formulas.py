"""What a docstring says is what is computed: formulas, defaults, and sources that a page lists."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import by_year, draw, functions_of, table
from support import listed, one_line, text_of

import neadigital
from neadigital import divide, growth, inequality, plot, shares

#: Metrics with a result for each row, their options, and which formula of the docstring it is.
ROWS = listed("rows")
PUBLIC = functions_of("growth", "shares", "divide", "inequality", "consistency")


def head(function: Any) -> str:
    """Return a docstring up to its parameters, in one line."""
    text, *_ = str(inspect.getdoc(function)).partition("\nParameters\n")
    return " ".join(text.split())


def formulas(function: Any) -> list[str]:
    """Return the formulas of a docstring, which stand between double backticks."""
    literals = re.findall(r"``([^`]+)``", head(function))
    return [text for text in literals if re.search(r" (?:[-+/=]|\*\*) |\bsum\b", text)]


# Formulas are written as in a paper: `100 v / sum v` leaves out signs and brackets.

FUNCTIONS = {
    "ln": np.log,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "sum": np.sum,
    "prod": np.prod,
    "abs": np.abs,
}
# What a sum adds up ends at a plus or minus outside brackets, which may hold others.
BRACKET = r"\((?:[^()]|\([^()]*\))*\)"
SUM = re.compile(rf"\b(sum|prod)(?:_ij)? \* ((?:[^()]|{BRACKET})+?)(?= [-+] |\)|$)")


def evaluate(formula: str, values: Mapping[str, Any]) -> Any:
    """Return what a formula gives for some values."""
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", formula)
    text = re.sub(r"\bln (\w)", r"ln(\1)", text)
    # A blank between two operands is a product.
    text = re.sub(r"(?<=[\w)\]]) (?=[\w(])", " * ", text)
    text = SUM.sub(r"\1(\2)", text)
    return eval(text, {"__builtins__": {}}, FUNCTIONS | dict(values))  # noqa: S307


LEVELS = table("""
    economy year     v      e      d
    CHN     2020  40.0    6.5  100.0
    CHN     2022  50.0    7.0  103.0
    JPN     2020  60.0  100.0  100.0
    JPN     2022  45.0  130.0   99.0
    KOR     2020  30.0    1.0  100.0
    KOR     2022  44.0    1.0  100.0
""")
CHINA = LEVELS[LEVELS["economy"] == "CHN"]
LAST = LEVELS[LEVELS["year"] == 2022]
SERIES = CHINA.set_index("year")[["v", "e", "d"]].to_dict()
PAIR = SERIES | {"t": 2022, "p": 2}
X = np.array([37.6, 36.1, 44.3, 23.7, 11.3])
R = X / X.mean()
S = X / X.sum()
P = np.full(5, 1 / 5)
UP_TO = [0, *np.cumsum(np.sort(S))]
LORENZ = {"L": lambda part: np.interp(part, np.linspace(0, 1, 6), UP_TO)}
PAIRS = {"p_i": P[:, None], "r_i": R[:, None], "p_j": P, "r_j": R}
OPTIONS = {"alpha": 3.0, "e": 0.5, "top": 0.1, "bottom": 0.4}
MEMBERS = {"p": P, "r": R, "s": S} | PAIRS | LORENZ | OPTIONS
GROUPS = (X[:2], X[2:])
OF_GROUPS = {
    "p": np.array([0.4, 0.6]),
    "s": np.array([part.sum() for part in GROUPS]) / X.sum(),
    "T_g": np.array([inequality.theil(part) for part in GROUPS]),
    "L_g": np.array([inequality.mld(part) for part in GROUPS]),
}
SPLIT = growth.decompose(CHINA, "v", exchange_rate="e", deflator="d", periods=2)
UNSPLIT = growth.decompose(CHINA, "v", exchange_rate="e", periods=2)
PATH = divide.beta_convergence(LEVELS, "v").iloc[0]
FIRST, FINAL = (LEVELS.loc[LEVELS["year"] == year, "v"] for year in (2020, 2022))
RATES = pd.Series({2021: 25.0})


# The economies of a year as the parts of one index.
WEIGHTS = {"CHN": 3, "JPN": 1, "KOR": 4}
PARTS = {"v": LAST["v"], "w": np.array([*WEIGHTS.values()]) / 8}
composite = partial(
    divide.composite,
    LAST.assign(of_all="x"),
    "v",
    over="economy",
    entity="of_all",
    weights=WEIGHTS,
)


def level(year: int, known: int, base: Any) -> Any:
    """Return the level of a year by a rate of 25 % and a level of 40 in another year."""
    return growth.levels_from_rates(RATES, {known: 40.0}, base=base)["value"][year]


#: Of each metric, for each formula of its docstring: its values, and what the metric gives.
CASES = {
    "growth.decompose": [
        (SPLIT.iloc[1], SPLIT["total"].iloc[1]),
        (UNSPLIT.iloc[1], UNSPLIT["total"].iloc[1]),
        (PAIR, SPLIT["total"].iloc[1]),
        (PAIR, SPLIT["currency"].iloc[1]),
        (PAIR, SPLIT["price"].iloc[1]),
    ],
    "growth.levels_from_rates": [
        ({"x": {2020: 40}, "g": RATES, "t": 2021}, level(2021, 2020, "previous")),
        ({"x": {2021: 40}, "g": RATES, "t": 2021}, level(2020, 2021, "current")),
    ],
    "growth.rate_over_previous": [({"r": 20}, growth.rate_over_previous(20.0))],
    "shares.share_of": [
        ({"part": 50, "whole": 103}, shares.share_of(LAST, "v", "d").iloc[0])
    ],
    "shares.rank_change": [
        (
            {"r": {2020: 2, 2022: 1}, "t": 2022, "p": 2},
            shares.rank_change(CHINA.assign(r=[2, 1]), "r", periods=2).iloc[1],
        )
    ],
    "divide.composite": [
        (PARTS, composite(mean="arithmetic")["v_composite"]),
        (PARTS, composite(mean="geometric")["v_composite"]),
    ],
    "divide.beta_convergence": [
        # The line goes through the means.
        (
            {
                "a": PATH["intercept"],
                "beta": PATH["beta"],
                "f": lambda x: np.log(x).mean(),
                "x": [FIRST],
            },
            (np.log(FINAL).mean() - np.log(FIRST).mean()) / 2,
        ),
        ({"beta": PATH["beta"], "T": 2}, PATH["speed"]),
        ({"speed": PATH["speed"]}, PATH["half_life"]),
    ],
    "divide.theil_decompose": [
        (OF_GROUPS, inequality.theil(X)),
        (OF_GROUPS, inequality.mld(X)),
    ],
    "inequality.atkinson": [
        (MEMBERS, inequality.atkinson(X, epsilon=0.5)),
        (MEMBERS, inequality.atkinson(X, epsilon=1)),
    ],
    "inequality.generalized_entropy": [
        (MEMBERS, inequality.generalized_entropy(X, alpha=3))
    ],
}
for index in inequality.__all__:
    measured = getattr(inequality, index)(X)
    CASES.setdefault(f"inequality.{index}", [(MEMBERS, measured)])
#: Metrics with a result for each series.
SPANS = ("growth.cagr", "growth.multiple")
#: A curve and a time, which are no number of one formula.
DRAWN = {"divide.lorenz", "divide.time_distance"}
DOCUMENTED = PUBLIC | {
    name: each
    for module in (neadigital, plot)
    for name in module.__all__
    if inspect.isfunction(each := getattr(module, name))
}


@pytest.mark.parametrize("name", CASES)
def test_a_formula_gives_what_the_metric_gives(name):
    """Each formula of a metric's docstring, evaluated as it is written, gives its result."""
    written = formulas(PUBLIC[name])

    assert len(written) == len(CASES[name]), f"CASES needs a line for each of {written}"
    for formula, (values, result) in zip(written, CASES[name], strict=True):
        _, _, right = formula.rpartition(" = ")
        assert np.allclose(evaluate(right, values), result), formula


def names_of(row: Any, wide: pd.DataFrame, options: dict[str, Any]) -> dict[str, Any]:
    """Return what the names of a formula stand for in a row of a drawn table."""
    of_group = wide[row.group]
    x = of_group.loc[row.year]
    v = of_group[row.economy].copy()
    v.loc["base"] = v[options.get("base", [])].mean(skipna=False)
    best = x.max() if options.get("direction", 1) > 0 else x.min()
    references = x.to_dict() | {"best": best, "mean": x.mean()}
    whole = of_group.sum(axis=1, min_count=1)
    of_all_years = of_group.stack()
    return options | {
        "t": row.year,
        "p": options.get("periods", 1),
        "v": v,
        "V": of_group["A"] if "total" in options else whole,
        "base": "base",
        "world": "A",
        "x": x,
        "mean": of_all_years.mean(),
        "sd": of_all_years.std(ddof=0),
        "reference": references[options.get("reference", "best")],
    }


has_gaps = pytest.mark.filterwarnings("ignore::neadigital.errors.NeadigitalWarning")


@has_gaps
@pytest.mark.parametrize("name", SPANS)
@pytest.mark.parametrize("ends", [(), (2011, 2016)])
def test_each_series_has_its_result(name, ends):
    """From the first to the last value of a series, or between two years, if it has both."""
    drawn = draw(1)
    wide = by_year(drawn)
    span = dict(zip(("start", "end"), ends, strict=False))
    found = PUBLIC[name](drawn, "x", within="group", **span)
    [formula] = formulas(PUBLIC[name])

    assert len(found) == len(wide.columns)
    for row in found.itertuples():
        v = wide[row.group, row.economy]
        known = v.dropna().index
        first, last = ends or (known[0], known[-1])
        expected = evaluate(formula, {"v": v, "t0": first, "T": last})
        assert (row.start, row.end, row.years) == (first, last, last - first)
        assert np.isclose(row[-1], expected, equal_nan=True)


@has_gaps
@pytest.mark.parametrize(("name", "options", "formula"), ROWS.to_numpy())
def test_each_row_has_its_result(name, options, formula):
    """Years are paired by the calendar, members compared in their year, and none is guessed."""
    chosen = eval(f"dict({options})")  # noqa: S307
    drawn = draw(1)
    found = PUBLIC[name](drawn, "x", within="group", **chosen)
    result = found if isinstance(found, pd.Series) else found.iloc[:, -1]
    wide = by_year(drawn)
    expected = []
    for row in drawn.itertuples():
        names = names_of(row, wide, chosen)
        if name.startswith(("shares", "divide")):
            names["v"] = names["x"]
        lacking = "give what it stands for in names_of, or a line of CASES instead"
        try:
            number = evaluate(formula, names)
        except NameError as error:
            raise AssertionError(f"{error}: {lacking}") from None
        is_of_all = isinstance(number, pd.Series)
        expected.append(number[row.economy] if is_of_all else number)

    assert result.index.equals(drawn.index)
    assert np.allclose(result.astype(float), expected, equal_nan=True)


def test_every_formula_is_evaluated():
    """Each metric whose docstring begins with a formula has a line above."""
    written = {name: {*formulas(PUBLIC[name])} for name in PUBLIC}
    with_formula = {name for name in PUBLIC if written[name]}
    of_rows = ROWS.groupby("metric")["formula"].agg(set)

    evaluated_here = {*CASES, *SPANS, *of_rows.index}
    where = "rows.csv: one result a row; SPANS: one a series, like cagr; else CASES"
    assert with_formula - DRAWN - evaluated_here == set(), where
    assert evaluated_here - with_formula == set(), "no docstring has this formula"
    for name, evaluated in of_rows.items():
        assert evaluated == written[name], "rows.csv has a line for each formula"


@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_default_of_a_docstring_is_that_of_the_signature(name):
    """What a docstring says after "default" is what the function takes."""
    parameters = inspect.signature(DOCUMENTED[name]).parameters
    text = str(inspect.getdoc(DOCUMENTED[name]))
    differing = []
    for names, defaults in re.findall(r"^(\w[\w, ]*) : .*?, default (.+)$", text, re.M):
        said = defaults.split(" and ")
        several = names.split(", ")
        for option, default in zip(several, said * len(several), strict=False):
            taken = parameters[option].default
            bare = default.strip("\"'")
            is_text = bare != default
            if bare != str(taken) or is_text != isinstance(taken, str):
                differing.append((option, default))

    assert differing == []


# Sources

PAGES = map(text_of, ("docs/metrics.md", "docs/check_a_table.md"))
#: Publications, and all else that a page lists.
LISTED = re.split(r"^- ", "\n".join(PAGES), flags=re.M)


@pytest.mark.parametrize("name", PUBLIC)
def test_sources_of_a_docstring_are_listed(name):
    """Each publication that a docstring names by author and year is listed on a page."""
    docstring = str(inspect.getdoc(PUBLIC[name]))
    _, _, rest = docstring.partition("\nReferences\n----------\n")
    section, *_ = rest.partition("\n\n")
    for named in re.findall(r"[^();]+ \(\d{4}\)", one_line(section)):
        words = re.findall(r"[A-Z][\w-]+|\d{4}", named)
        lines = [line for line in LISTED if {*words} <= {*re.findall(r"[\w-]+", line)}]

        assert lines, named
