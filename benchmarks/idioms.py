"""What each metric is timed beside: the code that an analyst would write for it.

An idiom takes the table and the economy that stands for the world, and returns the metric's
numbers in any order. One that pairs years does so by position, and therefore sorts first.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import pandas as pd
import polars as pl
from statsmodels.api import OLS
from tables import FIRST, KEYS, LAST

from neadigital import divide, growth, shares

SERIES = ["indicator", "economy"]
CROSS = ["indicator", "year"]
UNIT = ["economy", "year"]


@dataclass
class Metric:
    """A metric, what it is timed beside, and its floors beyond that of the safe idiom."""

    name: str
    ours: Callable
    idiom: Callable
    # Finds the numbers in a result that is a table.
    read: Callable
    plain_floor: float
    polars: Callable
    polars_floor: float


METRICS = {}


def beside(
    metric,
    column="value",
    *,
    name="",
    read="",
    world_as="",
    plain_floor=math.inf,
    polars=None,
    polars_floor=1.0,
    **options,
):
    """Time a call of a metric beside the idiom below, which has the metric's name.

    `world_as` names the option that takes the world's economy.
    """
    if isinstance(read, str):
        read = itemgetter(read)

    def ours(data, world):
        named = {world_as: world} if world_as else {}
        return metric(data, column, **options, **named)

    def add(idiom):
        known = name or idiom.__name__
        METRICS[known] = Metric(
            known, ours, idiom, read, plain_floor, polars, polars_floor
        )
        return idiom

    return add


def by_indicator(*metric, **options):
    """Time a call by indicator."""
    return beside(*metric, within="indicator", **options)


# --- steps that several idioms share


def values(data, keys):
    """Return the values in groups."""
    return data.groupby(keys)["value"]


def in_year(data, year):
    """Return the rows of one year."""
    return data[data["year"] == year]


def total(data, keys):
    """Return, for each row, the sum of the values with its keys."""
    return values(data, keys).transform("sum")


def now_and_before(data, columns):
    """Return columns sorted by series and year, and what they were a year before."""
    ordered = data.sort_values(KEYS)
    before = ordered.groupby(SERIES)[columns].shift()
    return ordered[columns], before


def growths(data):
    """Return the growth of both columns, as fractions."""
    now, before = now_and_before(data, ["value", "other"])
    return now / before - 1


def multiple_and_years(data):
    """Return the last value over the first of each series, and the years between."""
    series = data.sort_values(KEYS).groupby(SERIES)
    columns = series[["year", "value"]]
    ends = columns.agg(["first", "last"])
    value = ends["value"]
    year = ends["year"]
    multiple = value["last"] / value["first"]
    return multiple, year["last"] - year["first"]


def percent_of_base(data, base, keys):
    """Return the values in per cent of those of the base with the same keys."""
    columns = [*keys, "value"]
    merged = data[columns].merge(
        base[columns], on=keys, how="left", suffixes=("", "_of_base")
    )
    return 100 * merged["value"] / merged["value_of_base"]


def covariance(mean, a, b):
    """Return the covariance of two columns from the means of both and of their product."""
    return mean[a + b] - mean[a] * mean[b]


def slope(x, y, keys):
    """Return the slope of a line in each group."""
    table = {"x": x, "y": y, "xy": x * y, "xx": x * x}
    mean = pd.DataFrame(table).groupby(keys).mean()
    variance = covariance(mean, "x", "x")
    return covariance(mean, "x", "y") / variance


def fit(x, y):
    """Fit a line whose standard errors allow for serial correlation."""
    constant = np.ones(len(x))
    columns = np.column_stack([constant, x])
    model = OLS(y, columns)
    return model.fit(cov_type="HAC", cov_kwds={"maxlags": 3})


def concentration(values):
    """Return the concentration index of one group in its order; if ascending, the Gini."""
    values = np.asarray(values)
    n = len(values)
    places = np.arange(n) + 0.5
    ranked = (places * values).sum()
    return 2 * ranked / (n * values.sum()) - 1


def theil_terms(data, keys):
    """Return the sums of groups from which their Theil index follows."""
    x = data["value"]
    xlogx = x * np.log(x)
    table = data[keys].assign(n=1.0, x=x, xlogx=xlogx)
    return table.groupby(keys).sum()


def theil_of(sums):
    """Return the Theil index of groups."""
    mean = sums["x"] / sums["n"]
    return sums["xlogx"] / sums["x"] - np.log(mean)


# --- polars, for rows in any order


def polars_yoy(data):
    value = pl.col("value")
    before = value.shift().over(SERIES, order_by="year")
    growth = 100 * (value / before - 1)
    return data.select(growth).to_series()


def polars_cagr(data):
    value = pl.col("value")
    year = pl.col("year")
    first = year.min()
    last = year.max()
    start = value.get(year.arg_min())
    end = value.get(year.arg_max())
    rate = 100 * ((end / start) ** (1 / (last - first)) - 1)
    table = data.group_by(SERIES).agg(start=first, end=last, rate=rate)
    return table["rate"]


def polars_gini(data):
    value = pl.col("value")
    n = pl.len()
    places = pl.int_range(n) + 0.5
    ranked = (places * value.sort()).sum()
    gini = 2 * ranked / (n * value.sum()) - 1
    return data.group_by(CROSS).agg(gini=gini)["gini"]


# --- growth


@by_indicator(growth.yoy, plain_floor=1.0, polars=polars_yoy)
def yoy(data, _):
    now, before = now_and_before(data, "value")
    return 100 * (now / before - 1)


@by_indicator(growth.log_growth)
def log_growth(data, _):
    now, before = now_and_before(data, "value")
    return 100 * np.log(now / before)


@by_indicator(growth.point_change)
def point_change(data, _):
    now, before = now_and_before(data, "value")
    return now - before


@by_indicator(growth.index_number, base=FIRST)
def index_number(data, _):
    return percent_of_base(data, in_year(data, FIRST), SERIES)


@by_indicator(growth.cagr, read="cagr_pct", plain_floor=1.0, polars=polars_cagr)
def cagr(data, _):
    multiple, years = multiple_and_years(data)
    return 100 * (multiple ** (1 / years) - 1)


@by_indicator(growth.multiple, read="multiple", plain_floor=1.0)
def multiple(data, _):
    return multiple_and_years(data)[0]


@by_indicator(growth.trend_growth, read="trend_growth_pct", plain_floor=1.0)
def trend_growth(data, _):
    logs = np.log(data["value"])
    keys = [data[key] for key in SERIES]
    rate = slope(data["year"] - FIRST, logs, keys)
    table = data.groupby(SERIES)["year"].agg(["min", "max", "count"])
    return table.assign(trend=100 * np.expm1(rate))["trend"]


@by_indicator(growth.contribution)
def contribution(data, _):
    with_total = data.assign(total=total(data, CROSS))
    now, before = now_and_before(with_total, ["value", "total"])
    change = now["value"] - before["value"]
    return 100 * change / before["total"]


@by_indicator(growth.growth_differential, versus="other")
def growth_differential(data, _):
    growth = growths(data)
    differential = growth["value"] - growth["other"]
    return 100 * differential


@by_indicator(growth.elasticity, versus="other", tolerance=0.0, read="elasticity")
def elasticity(data, _):
    growth = growths(data)
    return growth["value"] / growth["other"]


# --- shares


@beside(shares.share_of, whole="other")
def share_of(data, _):
    return 100 * data["value"] / data["other"]


@by_indicator(shares.share_of_group)
def share_of_group(data, _):
    return 100 * data["value"] / total(data, CROSS)


@by_indicator(shares.share_bounds, low="low", high="high", read="value_share_low_pct")
def share_bounds(data, _):
    low = data["low"]
    high = data["high"]
    sums = data.groupby(CROSS)[["value", "low", "high"]].transform("sum")
    table = {
        "share": 100 * data["value"] / sums["value"],
        "low": 100 * low / (low + sums["high"] - high),
        "high": 100 * high / (high + sums["low"] - low),
    }
    return pd.DataFrame(table)["low"]


@by_indicator(shares.share_of_world, world_as="world")
def share_of_world(data, world):
    base = data[data["economy"] == world]
    return percent_of_base(data, base, CROSS)


@by_indicator(shares.rank)
def rank(data, _):
    return values(data, CROSS).rank(method="min", ascending=False)


@by_indicator(shares.rank_change, "place")
def rank_change(data, _):
    now, before = now_and_before(data, "place")
    return before - now


@by_indicator(shares.rank_correlation, b="other", read="rank_correlation")
def rank_correlation(data, _):
    ranks = data.groupby(CROSS)[["value", "other"]].rank()
    a = ranks["value"]
    b = ranks["other"]
    table = data[CROSS].assign(a=a, b=b, ab=a * b, aa=a * a, bb=b * b)
    mean = table.groupby(CROSS).mean()
    variance_of_a = covariance(mean, "a", "a")
    variance_of_b = covariance(mean, "b", "b")
    spread = (variance_of_a * variance_of_b) ** 0.5
    return covariance(mean, "a", "b") / spread


@by_indicator(shares.hhi, read="hhi")
def hhi(data, _):
    x = data["value"]
    sums = data[CROSS].assign(x=x, xx=x * x).groupby(CROSS).sum()
    return sums["xx"] / sums["x"] ** 2


@beside(shares.location_quotient, sector="indicator", economy="economy")
def location_quotient(data, _):
    share = data["value"] / total(data, UNIT)
    share_of_all = total(data, CROSS) / total(data, "year")
    return share / share_of_all


# --- the divide


@by_indicator(divide.gap, read="value_gap")
def gap(data, _):
    leader = values(data, CROSS).transform("idxmax")
    reference = data.loc[leader, ["economy", "value"]].set_axis(data.index)
    difference = reference["value"] - data["value"]
    table = data.assign(reference=reference["economy"], gap=difference)
    return table["gap"]


@by_indicator(
    divide.dispersion,
    measures="gini",
    name="dispersion: gini",
    read="gini",
    plain_floor=1.0,
    polars=polars_gini,
    polars_floor=3.0,
)
def gini(data, _):
    groups = values(data, CROSS)
    gini = groups.agg(lambda group: concentration(np.sort(group)))
    return pd.DataFrame({"n": groups.count(), "gini": gini})["gini"]


@by_indicator(
    divide.dispersion, measures="theil", name="dispersion: theil", read="theil"
)
def theil(data, _):
    return theil_of(theil_terms(data, CROSS))


@by_indicator(divide.dispersion, measures="cv", name="dispersion: cv", read="cv")
def coefficient_of_variation(data, _):
    groups = values(data, CROSS)
    cv = groups.std(ddof=0) / groups.mean()
    return pd.DataFrame({"n": groups.count(), "cv": cv})["cv"]


def totals(table):
    """Return the total of each cross-section, once."""
    return table.drop_duplicates(CROSS)["total"]


@by_indicator(divide.theil_decompose, groups="region", read=totals)
def theil_decompose(data, _):
    sums = theil_terms(data, [*CROSS, "region"])
    of_all = sums.groupby(CROSS).transform("sum")
    parts = sums / of_all
    share = parts["x"]
    within = share * theil_of(sums)
    between = share * np.log(share / parts["n"])
    return (within + between).groupby(CROSS).sum()


@by_indicator(divide.sigma_convergence, read="sd")
def sigma_convergence(data, _):
    logs = np.log(data["value"])
    groups = values(data.assign(value=logs), ["year", "indicator"])
    spread = groups.std(ddof=0)
    for _, line in spread.unstack().items():
        fit(line.index, line)
    return spread


@by_indicator(divide.beta_convergence, start=FIRST, end=LAST, read="beta")
def beta_convergence(data, _):
    first = in_year(data, FIRST).set_index(SERIES)
    last = in_year(data, LAST).set_index(SERIES)
    start = np.log(first["value"])
    end = np.log(last["value"])
    rate = (end - start) / (LAST - FIRST)
    return slope(start, rate, "indicator")


def known_distances(table):
    """Return what the idiom computes too: not the reference, nor levels below its first."""
    distance = table["time_distance_years"]
    exact = table["status"] == "exact"
    return distance[exact & (distance != 0)]


@by_indicator(divide.time_distance, world_as="reference", at=LAST, read=known_distances)
def time_distance(data, world):
    path = data[data["economy"] == world].sort_values("value")
    after = path.groupby("indicator")[["year", "value"]].shift(-1)
    path = path.assign(level=path["value"], next=after["value"], until=after["year"])
    rows = in_year(data, LAST).sort_values("value")
    met = pd.merge_asof(
        rows, path, on="value", by="indicator", suffixes=("", "_of_world")
    )
    above = met["value"] - met["level"]
    part = above / (met["next"] - met["level"])
    since = met["year_of_world"]
    return LAST - (since + part * (met["until"] - since))


@by_indicator(divide.catch_up, world_as="reference", read="catch_up_years")
def catch_up(data, world):
    series = values(data.sort_values(KEYS), SERIES)
    logs = np.log(series.agg(["first", "last"]))
    lead = logs.sub(logs.xs(world, level="economy"), level="indicator")
    gained = lead["last"] - lead["first"]
    behind = lead["last"]
    years = (FIRST - LAST) * behind / gained
    return years.where(gained > 0).where(behind < 0, 0.0)


def value_shares(table):
    """Return the shares of all points of the curve but its first, which is 0."""
    return table.loc[table["point"] > 0, "value_share"]


@by_indicator(divide.lorenz, read=value_shares)
def lorenz(data, _):
    ordered = data[[*KEYS, "value"]].sort_values([*CROSS, "value"])
    groups = values(ordered, CROSS)
    place = groups.cumcount() + 1
    people = place / groups.transform("size")
    share = groups.cumsum() / groups.transform("sum")
    return ordered.assign(people=people, share=share)["share"]


@by_indicator(divide.concentration_index, order="other", read="concentration_index")
def concentration_index(data, _):
    ordered = data.sort_values("other")
    return values(ordered, CROSS).agg(concentration)


@by_indicator(divide.log_t, read="b")
def log_t(data, _):
    groups = values(data, CROSS)
    spread = groups.var(ddof=0) / groups.mean() ** 2
    lines = spread.unstack().to_numpy()
    n = lines.shape[1]
    years = np.arange(round(0.3 * n) + 1, n + 1)
    logs = np.log(years)
    start = lines[:, :1]
    fallen = np.log(start / lines[:, years - 1])
    y = fallen - 2 * np.log(logs)
    return [fit(logs, line).params[1] for line in y]


@by_indicator(divide.normalise)
def normalise(data, _):
    groups = values(data, "indicator")
    low = groups.transform("min")
    high = groups.transform("max")
    return (data["value"] - low) / (high - low)


@beside(divide.composite, read="composite")
def composite(data, _):
    table = values(data, UNIT).agg(["count", "mean"])
    complete = table["count"] == data["indicator"].nunique()
    return table["mean"].where(complete)


@beside(divide.rank_robustness, seed=1, draws=20, read="rank")
def rank_robustness(data, _):
    cells = data.pivot(index=UNIT, columns="indicator", values="value")
    equal = np.ones(cells.shape[1])
    weights = np.random.default_rng(1).dirichlet(equal, size=20)
    drawn = pd.DataFrame(cells.to_numpy() @ weights.T, index=cells.index)
    ranks = drawn.groupby("year").rank(ascending=False)
    median, low, high = np.quantile(ranks, [0.5, 0.05, 0.95], axis=1)
    rank = cells.mean(axis=1).groupby("year").rank(ascending=False)
    table = {"rank": rank, "median": median, "low": low, "high": high}
    return pd.DataFrame(table)["rank"]
