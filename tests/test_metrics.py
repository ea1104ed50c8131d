"""Each metric beside a slow implementation in plain Python, on drawn tables of any storage."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from metric_support import STORAGES, cells, draw, members, paths

from neadigital import divide, growth, inequality, shares

close = partial(pytest.approx, rel=1e-9, abs=1e-12, nan_ok=True)
NAN = math.nan
within = {"within": "group"}
# Drawn tables have gaps, which the metrics tell of.
pytestmark = pytest.mark.filterwarnings("ignore::neadigital.errors.NeadigitalWarning")


@pytest.fixture(params=[(seed, name) for seed, name in enumerate(STORAGES)], ids=str)
def table(request: pytest.FixtureRequest) -> pd.DataFrame:
    """Return a drawn table, in each storage."""
    return draw(*request.param)


def by_row(table: pd.DataFrame, expected: Callable[..., float]) -> list[float]:
    """Return what is expected in each row, from all known values and the row's keys."""
    known = cells(table)
    keys = table[["group", "economy", "year"]].itertuples(index=False, name=None)
    return [expected(known, group, economy, int(year)) for group, economy, year in keys]


def section(known: dict, group: str, year: int) -> dict[str, float]:
    """Return the values of a cross-section by member."""
    return {e: x for (g, e, t), x in known.items() if (g, t) == (group, year)}


def pair(
    known: dict, group: str, economy: str, year: int, back: int
) -> tuple[float, float]:
    """Return a value and the one some years earlier."""
    return known.get((group, economy, year), NAN), known.get(
        (group, economy, year - back), NAN
    )


CHANGES = {
    growth.yoy: lambda now, then: 100 * (now / then - 1),
    growth.log_growth: lambda now, then: 100 * math.log(now / then),
    growth.point_change: lambda now, then: now - then,
}


@pytest.mark.parametrize("periods", [1, 3])
@pytest.mark.parametrize("metric", CHANGES, ids=lambda metric: metric.__name__)
def test_changes_pair_calendar_years(table, metric, periods):
    """A row is paired with the row of its series so many years before, wherever it is."""
    expected = by_row(table, lambda *key: CHANGES[metric](*pair(*key, periods)))
    found = metric(table, "x", periods=periods, **within)

    assert found.index.equals(table.index)
    assert found.tolist() == close(expected)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("users_pct", "users_pct_point_change_pp"),
        ("gdp_growth", "gdp_growth_point_change_pp"),
        ("usd_bn", "usd_bn_change"),
        ("edi_rank", "edi_rank_change"),
    ],
)
def test_a_change_of_ratios_is_in_points(value, name):
    """That of amounts and ranks is in their own unit."""
    table = paths([2020, 2021], [[3], [7]]).rename(columns={"x": value})
    assert growth.point_change(table, value).name == name


def test_contributions_are_changes_over_the_earlier_total(table):
    """The total is the sum of all members of the earlier year, or the member that is named."""

    def of_sum(known, group, economy, year):
        now, then = pair(known, group, economy, year, 1)
        return (
            100 * (now - then) / (sum(section(known, group, year - 1).values()) or NAN)
        )

    def of_a(known, group, economy, year):
        now, then = pair(known, group, economy, year, 1)
        return 100 * (now - then) / known.get((group, "A", year - 1), NAN)

    assert growth.contribution(table, "x", **within).tolist() == close(
        by_row(table, of_sum)
    )
    found = growth.contribution(table, "x", total="A", **within)
    assert found.tolist() == close(by_row(table, of_a))


def test_shares_are_of_the_sum_or_of_a_member(table):
    """Missing values are left out of the sum."""

    def of_sum(known, group, economy, year):
        x = known.get((group, economy, year), NAN)
        return 100 * x / (sum(section(known, group, year).values()) or NAN)

    def of_a(known, group, economy, year):
        return (
            100
            * known.get((group, economy, year), NAN)
            / known.get((group, "A", year), NAN)
        )

    assert shares.share_of_group(table, "x", **within).tolist() == close(
        by_row(table, of_sum)
    )
    found = shares.share_of_world(table, "x", world="A", **within)
    assert found.tolist() == close(by_row(table, of_a))


PLACES = {
    "min": lambda x, others: 1 + sum(other > x for other in others),
    "max": lambda x, others: sum(other >= x for other in others),
    "dense": lambda x, others: 1 + len({other for other in others if other > x}),
    "average": lambda x, others: (
        (sum(other > x for other in others) + (1 + sum(other >= x for other in others)))
        / 2
    ),
}


@pytest.mark.parametrize("method", PLACES)
def test_ranks_count_those_above(table, method):
    """A missing value has no rank; `ascending` counts those below."""

    def place(sign, known, group, economy, year):
        others = [sign * x for x in section(known, group, year).values()]
        x = known.get((group, economy, year), NAN)
        return NAN if math.isnan(x) else PLACES[method](sign * x, others)

    for sign, ascending in ((1, None), (-1, True)):
        found = shares.rank(table, "x", method=method, ascending=ascending, **within)
        assert found.astype("Float64").to_numpy(float, na_value=NAN).tolist() == close(
            by_row(table, partial(place, sign))
        )


def test_places_gained_are_earlier_minus_later():
    """Positive is better; a year that is missing has none."""
    ranks = pd.DataFrame(
        {"economy": "A", "year": [2020, 2021, 2023], "r": [45, 43, 50]}
    )
    assert shares.rank_change(ranks, "r").tolist() == [pd.NA, 2, pd.NA]
    assert shares.rank_change(ranks, "r", periods=2).tolist() == [pd.NA, pd.NA, -7]


def test_share_of_is_row_by_row():
    """A whole of zero or below has no shares."""
    rows = pd.DataFrame(
        {"a": [1.0, 2, 3, NAN], "b": [4.0, 0, -1, 2]}, index=[3, 3, 1, 0]
    )
    found = shares.share_of(rows, "a", "b")
    assert found.tolist() == close([25, NAN, NAN, NAN])
    assert found.index.equals(rows.index)


@pytest.mark.parametrize(
    ("options", "level"),
    [
        ({}, lambda x: max(x.values())),
        ({"direction": -1}, lambda x: min(x.values())),
        ({"reference": "mean"}, lambda x: statistics.fmean(x.values())),
        ({"reference": "B"}, lambda x: x.get("B", NAN)),
    ],
    ids=["leader", "low is good", "mean", "member"],
)
def test_gaps_are_from_the_leader_the_mean_or_a_member(table, options, level):
    """Positive is behind; where low is good above the reference is behind."""
    sign = options.get("direction", 1)

    def gap(known, group, economy, year):
        of_section = section(known, group, year)
        x = of_section.get(economy, NAN)
        return sign * (level(of_section) - x) if of_section else NAN

    def ratio(known, group, economy, year):
        of_section = section(known, group, year)
        return of_section.get(economy, NAN) / (level(of_section) if of_section else NAN)

    found = divide.gap(table, "x", **options, **within)
    assert found["x_gap"].tolist() == close(by_row(table, gap))
    found = divide.gap(table, "x", relative=True, **options, **within)
    assert found["x_ratio"].tolist() == close(by_row(table, ratio))


def test_leaders_that_tie_are_named():
    """Up to three are, in the order of their keys, and how many more."""
    found = divide.gap(members(5, 5, 1, 5, 5), "x")
    assert {*found["reference"]} == {"e0;e1;e3 and 1 more"}
    assert {*found["leaders"]} == {4}


def series(table: pd.DataFrame) -> Iterator[tuple[str, str, dict[int, float]]]:
    """Yield each series with its values by year."""
    known = cells(table)
    for group, economy in sorted(
        {(g, e) for g, e in zip(table["group"], table["economy"], strict=True)}
    ):
        yield (
            group,
            economy,
            {t: x for (g, e, t), x in known.items() if (g, e) == (group, economy)},
        )


def test_averages_count_calendar_years(table):
    """The span is from the first to the last value of a series."""
    expected = []
    for _, _, x in series(table):
        first, last = min(x), max(x)
        times = x[last] / x[first]
        expected.append((first, last, 100 * (times ** (1 / (last - first)) - 1), times))
    rates = growth.cagr(table, "x", **within)
    times = growth.multiple(table, "x", **within)

    assert [*zip(rates["start"], rates["end"], strict=True)] == [
        each[:2] for each in expected
    ]
    assert rates["cagr_pct"].tolist() == close([each[2] for each in expected])
    assert times["multiple"].tolist() == close([each[3] for each in expected])


def test_a_span_may_be_named(table):
    """A series without a value at one of its ends has no average."""
    expected = [
        100 * ((x.get(2016, NAN) / x.get(2011, NAN)) ** (1 / 5) - 1)
        for *_, x in series(table)
    ]
    found = growth.cagr(table, "x", start=2011, end=2016, **within)
    assert found["cagr_pct"].tolist() == close(expected)
    assert {*found["years"]} == {5}


def test_index_numbers_have_the_mean_of_the_base_years_at_100(table):
    """A series without a value in one of the years has none."""

    def index(known, group, economy, year):
        base = [known.get((group, economy, t), NAN) for t in (2011, 2014)]
        return 100 * known.get((group, economy, year), NAN) / (sum(base) / 2)

    found = growth.index_number(table, "x", base=[2011, 2014], **within)
    assert found.tolist() == close(by_row(table, index))


def test_zero_and_negative_bases_have_no_growth():
    """A fall to zero is -100 per cent, its logarithm is not defined."""
    rows = paths(range(2010, 2014), [[0.0], [-2], [4], [0]])
    assert growth.yoy(rows, "x").tolist() == close([NAN, NAN, NAN, -100])
    assert growth.log_growth(rows, "x").tolist() == close([NAN] * 4)
    assert growth.point_change(rows, "x").tolist() == close([NAN, -2, 6, -4])
    assert shares.share_of_group(members(-1, 1), "x").tolist() == close([NAN, NAN])
    cancelled = shares.share_of_group(members(0.1, 0.2, -0.3), "x")
    assert cancelled.tolist() == close([NAN] * 3)


def test_a_single_member_has_no_dispersion():
    """It has a mean, a gap of 0 and the rank 1."""
    [row] = divide.dispersion(members(5), "x").to_dict("records")
    assert (row.pop("year"), row.pop("n"), row.pop("mean"), row.pop("weighting")) == (
        *(2021, 1, 5),
        "unweighted",
    )
    assert np.isnan([*row.values()]).all()
    assert divide.gap(members(5), "x")["x_gap"].tolist() == [0]
    assert shares.rank(members(5), "x").tolist() == [1]


@pytest.mark.parametrize("weights", [None, "people"])
def test_dispersion_is_that_of_each_section(table, weights):
    """Each index is that of an array; one member has a mean only."""
    found = divide.dispersion(table, "x", weights=weights, **within)
    plain = table.astype({"x": "float64", "year": "int64", "group": "object"})
    for row in found.to_dict("records"):
        here = (plain["group"] == row["group"]) & (plain["year"] == row["year"])
        known = plain[here].dropna(subset="x")
        x, w = known["x"].to_numpy(), known[weights].to_numpy() if weights else None
        assert row["n"] == len(x)
        for name in ("cv", "gini", "theil", "mld", "atkinson", "hoover", "palma"):
            value = getattr(inequality, name)(x, w) if len(x) > 1 else NAN
            assert row[name] == close(value), name
        assert row["mean"] == close(np.average(x, weights=w) if len(x) else NAN)
        assert row["range_gap"] == close(x.max() - x.min() if len(x) > 1 else NAN)


def test_deciles_are_definition_2():
    """By hand: of ten values the first decile is the mean of the first two."""
    found = divide.dispersion(members(*range(1, 11)), "x", measures="p90_p10")
    assert found["p90_p10"].item() == close(9.5 / 1.5)
    found = divide.dispersion(members(*range(1, 12)), "x", measures="p90_p10")
    assert found["p90_p10"].item() == close(10 / 2)


def test_a_member_of_weight_0_is_left_out():
    """It counts neither in n nor in the ranges, and is no point of the curve."""
    table = members(1, 2, 9, people=[1, 3, 0])
    [row] = divide.dispersion(table, "x", weights="people").to_dict("records")
    assert (row["n"], row["mean"], row["range_gap"]) == close((2, 1.75, 1))
    assert row["weighting"] == "people"
    assert len(divide.lorenz(table, "x", weights="people")) == 3


@pytest.mark.parametrize("measure", ["theil", "mld"])
@pytest.mark.parametrize("weights", [None, "people"])
def test_parts_of_theil_add_up(table, measure, weights):
    """The parts of all groups are the index of the whole; each index is that of its group."""
    parts = divide.theil_decompose(
        table, "x", groups="block", measure=measure, weights=weights, **within
    )
    whole = divide.dispersion(table, "x", measures=[measure], weights=weights, **within)
    sums = parts.groupby(["group", "year"], observed=True)[
        ["within_part", "between_part"]
    ].sum()
    expected = whole.set_index(["group", "year"])[measure].dropna()
    assert sums.sum(axis=1)[expected.index].tolist() == close(expected.tolist())
    alone = divide.dispersion(
        table,
        "x",
        measures=["mean", measure],
        weights=weights,
        within=["group", "block"],
    )
    alone = alone.merge(parts, on=["group", "year", "block"], suffixes=("", "_of_part"))
    several = alone[alone["n"] > 1]
    assert several[measure].tolist() == close(several[f"{measure}_of_part"].tolist())


@pytest.mark.parametrize("weights", [None, "people"])
def test_twice_the_area_under_the_diagonal_is_the_gini(table, weights):
    """Each curve goes from 0 to 1, with a point for each known member."""
    points = divide.lorenz(table, "x", weights=weights, **within)
    found = divide.dispersion(table, "x", measures="gini", weights=weights, **within)
    for row in found[found["n"] > 1].to_dict("records"):
        here = (points["group"] == row["group"]) & (points["year"] == row["year"])
        curve = points[here]
        area = np.trapezoid(curve["value_share"], curve["population_share"])
        assert 1 - 2 * area == close(row["gini"])
        assert curve["point"].tolist() == [*range(row["n"] + 1)]
        assert curve["economy"].isna().tolist() == [True] + [False] * row["n"]


def test_sigma_is_of_the_members_that_every_year_has():
    """By hand: C has no value in 2011, so A and B count."""
    levels = [[1, 4, 9], [2, 4, NAN], [3, 4, 9]]
    with pytest.warns(UserWarning, match="2011 has 2 of 3"):
        found = divide.sigma_convergence(
            paths([2010, 2011, 2014], levels), "x", transform=None
        )
    [row] = found.to_dict("records")
    assert (row["n"], row["n_years"], row["start"], row["end"]) == (2, 3, 2010, 2014)
    assert (row["dispersion_start"], row["dispersion_end"]) == close((1.5, 0.5))
    slope, _ = np.polyfit([2010, 2011, 2014], [1.5, 1, 0.5], 1)
    assert (row["change"], row["slope"]) == close((-1, slope))


@pytest.mark.parametrize(
    ("transform", "function"),
    [("log", np.log), ("logit", lambda x: np.log(x / (100 - x))), (None, np.asarray)],
)
def test_beta_is_the_slope_of_growth_on_levels(transform, function):
    """By numpy's polynomial fit, and the speed by its formula."""
    levels = np.random.default_rng(4).uniform(5, 90, (2, 9))
    [fit] = divide.beta_convergence(
        paths([2000, 2008], levels), "x", transform=transform
    ).to_dict("records")
    begin, finish = function(levels)
    beta, intercept = np.polyfit(begin, (finish - begin) / 8, 1)
    assert (fit["beta"], fit["intercept"]) == close((beta, intercept))
    assert fit["r2"] == close(np.corrcoef(begin, finish - begin)[0, 1] ** 2)
    speed = -math.log(1 + 8 * beta) / 8 if beta > -1 / 8 else NAN
    assert fit["speed"] == close(speed)
    assert fit["half_life"] == close(math.log(2) / speed if speed > 0 else NAN)
    assert (fit["n"], fit["n_left_out"]) == (9, 0)


def test_the_speed_of_convergence_has_the_years_inside_its_logarithm():
    """By hand: ln x = (1, 2, 4) becomes a part exp(-0.1 T) of itself in T = 10 years."""
    logs = np.array([1.0, 2.0, 4.0])
    levels = np.exp([logs, logs / math.e])
    [fit] = divide.beta_convergence(paths([2000, 2010], levels), "x").to_dict("records")

    assert (fit["speed"], fit["half_life"]) == close((0.1, 10 * math.log(2)))


def test_beta_needs_three_members_and_a_spread():
    """Members that start alike have no line; members that grow alike have a flat one."""
    two = divide.beta_convergence(paths([2000, 2005], [[1, 2], [2, 3]]), "x")
    alike = divide.beta_convergence(paths([2000, 2005], [[2, 2, 2], [2, 3, 4]]), "x")
    flat = divide.beta_convergence(paths([2000, 2005], [[1, 2, 3], [3, 6, 9]]), "x")
    lacks = divide.beta_convergence(
        paths([2000, 2005], [[1, 2, 3, NAN], [3, 6, 7, 9]]), "x"
    )
    assert np.isnan([two["beta"].item(), alike["beta"].item(), flat["r2"].item()]).all()
    assert flat["beta"].item() == 0
    assert (lacks["n"].item(), lacks["n_left_out"].item()) == (3, 1)


def first_time(path: dict[int, float], level: float) -> float:
    """Return when a path is first at a level, by going along each of its lines."""
    years = sorted(path)
    for begin, end in pairwise(years):
        low, high = path[begin], path[end]
        if low == level:
            return begin
        if min(low, high) <= level <= max(low, high):
            return begin + (level - low) / (high - low) * (end - begin)
    return years[-1] if path[years[-1]] == level else NAN


@pytest.mark.parametrize("direction", [1, -1])
def test_time_distance_goes_along_the_path_of_the_reference(table, direction):
    """The first crossing counts; what it had passed before is at least so long ago."""
    found = divide.time_distance(
        table, "x", reference="C", direction=direction, **within
    )
    of_c = {group: x for group, economy, x in series(table) if economy == "C"}
    for row in found.to_dict("records"):
        path = {year: direction * x for year, x in of_c[row["group"]].items()}
        level, year = direction * float(row["x"]), int(row["year"])
        if row["economy"] == "C":
            expected = (0.0, "exact") if not math.isnan(level) else (NAN, None)
        elif math.isnan(level):
            expected = (NAN, None)
        elif level < min(path.values()):
            expected = (year - min(path), "at_least")
        elif level > max(path.values()):
            expected = (NAN, "ahead" if year <= max(path) else None)
        else:
            expected = (year - first_time(path, level), "exact")
        status = None if pd.isna(row["status"]) else row["status"]
        assert (row["time_distance_years"], status) == (close(expected[0]), expected[1])


def test_decomposition_adds_up():
    """Currency, prices and volume are the growth; a rate of exchange that rises takes away."""
    rows = paths([2020, 2021], [[100.0], [200]]).assign(
        rate=[1.0, 2], prices=[100.0, 150]
    )
    found = growth.decompose(rows, "x", exchange_rate="rate", deflator="prices").loc[1]
    logs = [100 * math.log(2), -100 * math.log(2), 100 * math.log(1.5)]
    assert found[["total", "currency", "price"]].tolist() == close(logs)
    assert found["volume"] == close(logs[0] - logs[1] - logs[2])
    found = growth.decompose(rows, "x", exchange_rate="rate").loc[1]
    assert found["local"] == close(logs[0] - logs[1])


@pytest.mark.parametrize("base", ["previous", "current"])
def test_levels_follow_from_their_rates(base):
    """Whatever year is known, the rates of levels give the levels again."""
    levels = pd.Series([100.0, 120, 90, 95], index=range(2010, 2014))
    over = levels.shift() if base == "previous" else levels
    rates = (100 * levels.diff() / over).iloc[1:]
    for year in levels.index:
        found = growth.levels_from_rates(rates, {year: levels[year]}, base=base)
        for column in ("value", "low", "high"):
            assert found[column].tolist() == close(levels.tolist())


def test_bounds_of_levels_are_sharp():
    """By hand: 100 grows by 9 to 11 per cent, and the second anchor cuts what is above 110."""
    rates = pd.Series([10.0, 0.0], index=[2011, 2012])
    found = growth.levels_from_rates(
        rates, {2010: 100.0}, rate_half_width={2011: 1, 2012: 0}
    )
    assert found.loc[2012, ["value", "low", "high"]].tolist() == close([110, 109, 111])
    known = {2010: 100.0, 2012: (0.0, 110.0)}
    found = growth.levels_from_rates(rates, known, rate_half_width={2011: 1, 2012: 0})
    assert found.loc[2011, ["low", "high"]].tolist() == close([109, 110])
    found = growth.levels_from_rates(rates, {2010: (90.0, math.inf)})
    assert found.loc[2012].tolist() == close([NAN, 99, math.inf])


def test_rates_over_the_current_value_become_rates_over_the_previous():
    """By hand: from 80 to 100 is 20 per cent of 100 and 25 per cent of 80."""
    assert growth.rate_over_previous(20.0) == 25
    assert growth.rate_over_previous([20.0, -25]).tolist() == [25, -20]
    with pytest.raises(ValueError, match="less than 100"):
        growth.rate_over_previous(100.0)


def test_segments_count_the_breaks_of_a_series():
    """A row whose status is B begins a new one, in whatever order the rows are."""
    rows = paths(range(2010, 2014), np.ones((4, 2)))
    rows["obs_status"] = ["A", "B", None, "B", "B", "A", "A", "A"]
    for table in (rows, rows.sample(frac=1, random_state=1)):
        found = growth.segments(table).sort_index()
        assert found.tolist() == [0, 1, 1, 2, 1, 1, 1, 1]
        assert found.dtype == "Int64"
