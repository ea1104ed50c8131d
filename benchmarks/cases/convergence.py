"""The metrics of `neadigital.divide` that look along time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from cases import CROSS, SERIES, WITHIN, Case
from cases.tables import FIRST, LAST
from neadigital import divide

value, year = pl.col("value"), pl.col("year")
CROSS_KEYS, SERIES_KEYS = ("indicator", "year"), ("indicator", "economy")


def _sigma_pandas(frame: pd.DataFrame, _: Any) -> Any:
    made = frame[CROSS].assign(y=np.log(frame["value"]))
    return made.groupby(CROSS, observed=True)["y"].std(ddof=0)


def _beta_pandas(frame: pd.DataFrame, _: Any) -> Any:
    first, last = (frame.loc[frame["year"] == when].set_index(SERIES)["value"] for when in (FIRST, LAST))
    made = pd.DataFrame({"x": np.log(first), "end": np.log(last)})
    x, y = made["x"], (made["end"] - made["x"]) / (LAST - FIRST)
    sums = made.assign(y=y, xy=x * y, xx=x * x).groupby("indicator", observed=True)[["x", "y", "xy", "xx"]].mean()
    return (sums["xy"] - sums["x"] * sums["y"]) / (sums["xx"] - sums["x"] ** 2)


def _beta_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    first, last = (frame.lazy().filter(year == when).select(*SERIES, "value") for when in (FIRST, LAST))
    joined = first.join(last, on=SERIES)
    x, end = value.log(), pl.col("value_right").log()
    y = (end - x) / (LAST - FIRST)
    return joined.group_by("indicator").agg(result=pl.cov(x, y) / x.var()).collect()


def _distance_pandas(frame: pd.DataFrame, names: list[Any]) -> Any:
    path = frame.loc[frame["economy"] == names[0], [*CROSS, "value"]].sort_values("value")
    path = path.rename(columns={"year": "since", "value": "level"})
    following = path.groupby("indicator", observed=True)[["since", "level"]].shift(-1)
    path[["until", "next"]] = following
    rows = frame.loc[frame["year"] == LAST, [*SERIES, "value"]].sort_values("value")
    met = pd.merge_asof(rows, path, left_on="value", right_on="level", by="indicator")
    moment = met["since"] + (met["value"] - met["level"]) / (met["next"] - met["level"]) * (met["until"] - met["since"])
    return met.assign(result=LAST - moment)


def _distance_polars(frame: pl.DataFrame, names: list[Any], order: Any) -> pl.DataFrame:
    after = {"until": year.shift(-1).over("indicator"), "next": value.shift(-1).over("indicator")}
    path = frame.lazy().filter(pl.col("economy") == names[0]).sort("value").with_columns(**after)
    path = path.select("indicator", "until", "next", since="year", level="value")
    rows = frame.lazy().filter(year == LAST).select(*SERIES, "value").sort("value")
    met = rows.join_asof(path, left_on="value", right_on="level", by="indicator", coalesce=False)
    since, level = pl.col("since"), pl.col("level")
    moment = since + (value - level) / (pl.col("next") - level) * (pl.col("until") - since)
    return met.select(*SERIES, result=LAST - moment).collect()


def _exact(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out what the idioms do not know: the reference itself, and levels below its first."""
    known = (table["status"] == "exact") & (table["economy"].astype(str) != table["reference"].astype(str))
    return table.assign(time_distance_years=table["time_distance_years"].where(known))


def _catch_up_pandas(frame: pd.DataFrame, names: list[Any]) -> Any:
    groups = frame.sort_values([*SERIES, "year"]).groupby(SERIES, observed=True)["value"]
    ends = groups.agg(["first", "last"]).reset_index()
    world = ends.loc[ends["economy"] == names[0], ["indicator", "first", "last"]]
    met = ends.merge(world, on="indicator", suffixes=("", "_world"))
    growth = np.log(met["last"] / met["first"]) - np.log(met["last_world"] / met["first_world"])
    years = (LAST - FIRST) * np.log(met["last_world"] / met["last"]) / growth
    behind = met["last"] < met["last_world"]
    return met.assign(result=years.where(growth > 0).where(behind, 0.0))


def _catch_up_polars(frame: pl.DataFrame, names: list[Any], order: Any) -> pl.DataFrame:
    first, last = (value.filter(year == when).first() for when in (FIRST, LAST))
    ends = frame.lazy().group_by(SERIES).agg(first=first, last=last)
    world = ends.filter(pl.col("economy") == names[0]).select("indicator", f="first", r="last")
    x, r = pl.col("last"), pl.col("r")
    growth = (x / pl.col("first")).log() - (r / pl.col("f")).log()
    years = pl.when(growth > 0).then((LAST - FIRST) * (r / x).log() / growth)
    result = pl.when(x < r).then(years).otherwise(0.0)
    return ends.join(world, on="indicator").select(*SERIES, result=result).collect()


def _log_t_pandas(frame: pd.DataFrame, _: Any) -> Any:
    groups = frame.groupby(CROSS, observed=True)["value"]
    spread = (groups.var(ddof=0) / groups.mean() ** 2).unstack("year").to_numpy()
    years = np.arange(int(0.3 * spread.shape[1]), spread.shape[1] + 1)
    y = np.log(spread[:, :1] / spread[:, years - 1]) - 2 * np.log(np.log(years))
    slopes = np.polyfit(np.log(years), y.T, 1)[0]
    return pd.Series(slopes)


def _log_t_polars(frame: pl.DataFrame, _: Any, order: Any) -> pl.DataFrame:
    spread = frame.lazy().group_by(CROSS).agg(h=value.var(ddof=0) / value.mean() ** 2)
    h, t = pl.col("h"), year - FIRST + 1
    y = (h.filter(t == 1).first() / h).log() - 2 * t.log().log()
    late = t >= int(0.3 * (LAST - FIRST + 1))
    x = t.log()
    slope = pl.cov(x.filter(late), y.filter(late)) / x.filter(late).var()
    return spread.group_by("indicator").agg(result=slope).collect()


CASES = [
    Case(
        "sigma_convergence",
        lambda frame, _: divide.sigma_convergence(frame, "value", **WITHIN),
        _sigma_pandas,
        lambda frame, names, order: frame.group_by(CROSS).agg(result=value.log().std(ddof=0)),
        "select indicator, year, stddev_pop(ln(value)) as result from t group by all",
        column="sd",
        keys=CROSS_KEYS,
        unread=("economy",),
    ),
    Case(
        "beta_convergence",
        lambda frame, _: divide.beta_convergence(frame, "value", start=FIRST, end=LAST, **WITHIN),
        _beta_pandas,
        _beta_polars,
        f"""select a.indicator, regr_slope((ln(b.value) - ln(a.value)) / {LAST - FIRST}, ln(a.value)) as result
            from t as a join t as b on b.indicator = a.indicator and b.economy = a.economy
            and a.year = {FIRST} and b.year = {LAST} group by all""",
        column="beta",
        keys=("indicator",),
    ),
    Case(
        "time_distance",
        lambda frame, names: divide.time_distance(frame, "value", reference=names[0], at=LAST, **WITHIN),
        _distance_pandas,
        _distance_polars,
        f"""select r.indicator, r.economy,
            {LAST} - (since + (r.value - level) / (following - level) * (until - since)) as result
            from (select * from t where year = {LAST}) as r asof left join (
            select indicator, year as since, value as level, lead(year) over w as until,
            lead(value) over w as following from t where economy = {{first}}
            window w as (partition by indicator order by value)) as p
            on p.indicator = r.indicator and r.value >= p.level""",
        column="time_distance_years",
        keys=SERIES_KEYS,
        read=_exact,
    ),
    Case(
        "catch_up",
        lambda frame, names: divide.catch_up(frame, "value", reference=names[0], **WITHIN),
        _catch_up_pandas,
        _catch_up_polars,
        f"""with ends as (select indicator, economy, arg_min(value, year) as first,
            arg_max(value, year) as last from t group by all)
            select x.indicator, x.economy, case when x.last >= r.last then 0
            when ln(x.last / x.first) > ln(r.last / r.first)
            then {LAST - FIRST} * ln(r.last / x.last) / (ln(x.last / x.first) - ln(r.last / r.first)) end as result
            from ends as x join ends as r on r.indicator = x.indicator and r.economy = {{first}}""",
        column="catch_up_years",
        keys=SERIES_KEYS,
    ),
    Case(
        "log_t",
        lambda frame, _: divide.log_t(frame, "value", **WITHIN),
        _log_t_pandas,
        _log_t_polars,
        f"""select indicator, regr_slope(ln(h1 / h) - 2 * ln(ln(t)), ln(t)) as result from (
            select *, first(h) over (partition by indicator order by t) as h1 from (
            select indicator, year - {FIRST - 1} as t, var_pop(value) / avg(value) ** 2 as h from t group by all))
            where t >= {int(0.3 * (LAST - FIRST + 1))} group by all""",
        column="b",
        keys=("indicator",),
        unread=("economy",),
    ),
]
