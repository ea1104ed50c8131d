"""Each metric beside a slow implementation in plain Python, on drawn tables."""

from __future__ import annotations

import math
import re
from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from metric_support import by_year, draw, follow, members, panel, paths
from metric_support import table as read_table
from support import cases

import neadigital
from neadigital import divide, growth, inequality, shares

close = partial(pytest.approx, rel=1e-9, abs=1e-12, nan_ok=True)
same = partial(pd.testing.assert_frame_equal, check_dtype=False)
NAN = math.nan
within = {"within": "group"}
# Drawn tables have gaps, which the metrics tell of.
pytestmark = pytest.mark.filterwarnings("ignore::neadigital.errors.NeadigitalWarning")


@pytest.fixture(params=range(2))
def table(request: pytest.FixtureRequest) -> pd.DataFrame:
    """Return a drawn table."""
    return draw(request.param)


def rank_of(method: str, x: float, others: pd.Series) -> float:
    """Return the rank by counting those above; those that are equal share a place."""
    above = others[others > x]
    best = len(above) + 1
    worst = len(above) + (others == x).sum()
    places = {
        "min": best,
        "max": worst,
        "average": (best + worst) / 2,
        "dense": above.nunique() + 1,
    }
    return NAN if math.isnan(x) else places[method]


@pytest.mark.parametrize("method", ["min", "max", "average", "dense"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_rank_counts_those_above(table, method, sign):
    """In its year and group, by each method, with the highest or the lowest first."""
    wide = sign * by_year(table)
    found = shares.rank(table, "x", method=method, ascending=sign < 0, **within)

    ranks = found.astype("Float64").to_numpy(float, na_value=NAN)
    for rank, row in zip(ranks, table.itertuples(), strict=True):
        others = wide.loc[row.year, row.group]
        expected = rank_of(method, others[row.economy], others)
        assert rank == close(expected)


CHANGES = """
    users_pct   | point_change_pp
    Users (%)   | point_change_pp
    users_share | change
    gdp_growth  | point_change_pp
    usd_bn      | change
"""


@pytest.mark.parametrize(("value", "ending"), cases(CHANGES))
def test_a_change_of_ratios_is_in_points(value, ending):
    """That of amounts and ranks is in their own unit."""
    rows = panel("2020: 3 | 2021: 7")
    rows = rows.rename(columns={"x": value})

    # So that of no rows is, too.
    for some in (rows, rows[:0]):
        assert growth.point_change(some, value).name == f"{value}_{ending}"


def test_points_are_said_of_every_row():
    """One unit that is not per cent makes the whole a change."""
    rows = panel("2020: 3 5 | 2021: 7 8").rename(columns={"x": "value"})
    for units, ending in ((["%", "%"], "point_change_pp"), (["%", "score"], "change")):
        table = rows.assign(unit=np.repeat(units, 2))

        assert growth.point_change(table, "value").name == f"value_{ending}"


def test_zero_and_negative_bases_have_no_growth():
    """A fall to zero is -100 per cent, its logarithm is not defined."""
    rows = read_table("""
        economy  year   x   rate   log  change
        A        2010   0      -     -       -
        A        2011  -2      -     -      -2
        A        2012   4      -     -       6
        A        2013   0   -100     -      -4
    """)

    found = rows.assign(
        rate=growth.yoy(rows, "x"),
        log=growth.log_growth(rows, "x"),
        change=growth.point_change(rows, "x"),
    )

    same(found, rows)


def test_segments_count_the_breaks_of_a_series():
    """A row whose status is B begins a new one, in whatever order the rows are."""
    rows = read_table("""
        economy  year  obs_status  segment
        A        2010  A                 0
        A        2011  B                 1
        A        2012  -                 1
        A        2013  B                 2
        B        2010  B                 1
        B        2011  A                 1
    """)
    for mixed in (rows, rows.sample(frac=1, random_state=1)):
        found = growth.segments(mixed)

        assert found.tolist() == mixed["segment"].tolist()
        assert found.dtype == "Int64"


# Over a span of years


def test_a_series_that_ends_before_a_span_has_none():
    """Its length is missing, too."""
    rows = panel("2010: 1 2 | 2012: 2 3 | 2016: nan 4")
    found = growth.cagr(rows, "x", start=2016)

    assert found[["years", "cagr_pct"]].isna().to_numpy().tolist() == [
        [True, True],
        [False, True],
    ]


def test_bounds_of_levels_are_sharp():
    """By hand: 100 grows by 9 to 11 per cent, and the second anchor cuts what is above 110."""
    rates = pd.Series({2011: 10.0, 2012: 0.0})
    rounded = partial(
        growth.levels_from_rates, rates, rate_half_width={2011: 1, 2012: 0}
    )
    free = rounded({2010: 100.0})
    cut = rounded({2010: 100.0, 2012: (0.0, 110.0)})
    between = growth.levels_from_rates(rates, {2010: (90.0, math.inf)})
    around_zero = rounded({2010: 1.0}, anchor_half_width=2)
    exact = growth.levels_from_rates({2011: 20.0, 2012: 10.0}, {2010: 100.0})

    assert free.loc[2012].tolist() == close([110, 109, 111])
    assert cut.loc[2011].tolist() == close([109.5, 109, 110])
    assert between.loc[2012].tolist() == close([NAN, 99, math.inf])
    # No level is below 0, and the noise of floats changes none.
    assert not around_zero["low"].any()
    assert exact.loc[2011].tolist() == [120, 120, 120]
    assert exact.loc[2012].tolist() == close([132, 132, 132])


def test_rates_over_the_current_value_become_rates_over_the_previous():
    """By hand: from 80 to 100 is 20 per cent of 100 and 25 per cent of 80."""
    assert growth.rate_over_previous([20.0, -25]).tolist() == [25, -20]
    assert growth.rate_over_previous(pd.Series([20, 50], dtype="int8"))[1] == 100
    with pytest.raises(ValueError, match="less than 100"):
        growth.rate_over_previous(100.0)


# Shares and ranks


def test_share_of_is_row_by_row():
    """A whole of zero or below has no shares."""
    rows = read_table("""
        row  part  whole  share
        3       1      4     25
        3       2      0      -
        1       3     -1      -
        0       -      2      -
    """)
    share = shares.share_of(rows, "part", "whole")

    assert share.index.equals(rows.index)
    assert share.tolist() == close(rows["share"].tolist())


@pytest.mark.parametrize("x", [(-1, 1), (0, 0), (0.1, 0.2, -0.3)])
def test_a_sum_of_zero_has_no_parts(x):
    """Neither has one that is zero but for the noise of floats."""
    assert shares.share_of_group(members(*x), "x").isna().all()


def test_any_number_of_members_may_be_ranked():
    """Of 1,741 municipalities, too."""
    table = paths([2020, 2021], np.random.default_rng(1).uniform(1, 9, (2, 1741)))
    table["place"] = shares.rank(table, "x").astype(float)
    gained = shares.rank_change(table, "place")

    assert gained.sum() == 0
    assert gained.abs().max() > 1000


# Gaps


def test_members_that_tie_are_in_the_order_of_their_keys():
    """Up to three leaders are named, and how many more; on a curve all follow each other."""
    rows = members(5, 5, 1, 5, 5)[::-1]
    found = divide.gap(rows, "x")
    _, *on_curve = divide.lorenz(rows, "x")["economy"]

    assert set(found["reference"]) == {"e0;e1;e3 and 1 more"}
    assert set(found["leaders"]) == {4}
    assert on_curve == ["e2", "e0", "e1", "e3", "e4"]


@pytest.mark.parametrize("metric", [divide.gap, divide.time_distance])
def test_who_is_behind_has_a_positive_distance(metric):
    """As the help says, in the unit of the value and in years."""
    table = panel("2019: 1 2 | 2020: 2 3 | 2021: 3 4")
    found = metric(table, "x", reference="e1").set_index(["economy", "year"])
    distance = found.filter(regex="_gap|_years")

    assert distance.loc["e0", 2021].item() == 1
    assert re.search("positive(?:: | is )behind", metric.__doc__)


def first_time(path: dict[int, float], level: float) -> float:
    """Return when a path is first at a level, by going along each of its lines."""
    for (begin, start), (end, finish) in pairwise(path.items()):
        if min(start, finish) <= level <= max(start, finish):
            covered = (level - start) / (finish - start or 1)
            return begin + covered * (end - begin)
    return NAN


def distance(
    path: dict[int, float], level: float, year: int
) -> tuple[float, str | None]:
    """Return how many years before a path was first at a level, and how sure that is."""
    if math.isnan(level):
        return NAN, None
    if level < min(path.values()):
        return year - min(path), "at_least"
    if level > max(path.values()):
        return NAN, "ahead" if year <= max(path) else None
    return year - first_time(path, level), "exact"


@pytest.mark.parametrize("direction", [1, -1])
def test_time_distance_goes_along_the_path_of_the_reference(table, direction):
    """The first crossing counts; what it had passed before is at least so long ago."""
    wide = by_year(table)
    found = divide.time_distance(
        table, "x", reference="C", direction=direction, **within
    )

    for row in found.itertuples():
        path = direction * wide[row.group, "C"].dropna()
        level = direction * row.x
        years, status = distance(path.to_dict(), level, row.year)
        if row.economy == "C" and not math.isnan(level):
            years, status = 0, "exact"

        assert row.time_distance_years == close(years)
        assert pd.isna(row.status) if status is None else row.status == status


# Inequality


#: Measures that `inequality` has for arrays with weights.
ARRAYS = [name for name in inequality.__all__ if name != "hhi"]


def test_a_single_member_has_no_dispersion():
    """It has a mean, a gap of 0 and the rank 1."""
    alone = members(5)
    measures = ["mean", "sd", "range_gap", "p90_p10", "range_ratio", *ARRAYS]
    found = divide.dispersion(alone, "x", measures=measures)
    [row] = found.itertuples()
    spread = found.drop(columns=["year", "n", "mean", "weighting"])

    assert row.n == 1
    assert row.mean == 5
    assert spread.isna().all(axis=None)
    assert divide.gap(alone, "x")["x_gap"].item() == 0
    assert shares.rank(alone, "x").item() == 1


def rows_of(table: pd.DataFrame, row: dict) -> pd.DataFrame:
    """Return the rows of a table in the section of a row of results."""
    in_group = table["group"] == row["group"]
    return table[in_group & (table["year"] == row["year"])]


@pytest.mark.parametrize("weights", [None, "people"])
def test_dispersion_is_that_of_each_section(table, weights):
    """Each index is that of an array, each decile numpy's; one member has a mean only."""
    measures = ["mean", "range_gap", "p90_p10", "hhi", *ARRAYS]
    found = divide.dispersion(table, "x", measures=measures, weights=weights, **within)
    plain = table.astype({"x": "float64", "year": "int64", "group": "object"})

    assert set(found["weighting"]) == {weights or "unweighted"}
    for row in found.to_dict("records"):
        here = rows_of(plain, row).dropna(subset="x")
        here = here[here["people"] > 0] if weights else here.assign(people=1)
        x = here["x"].to_numpy()
        w = here["people"].to_numpy()
        # A weight counts like so many members, and without any a member is left out.
        each = np.repeat(x, w.astype(int))

        assert row["n"] == len(x)
        if len(x):
            assert row["mean"] == close(each.mean())
        if len(x) < 2:
            assert np.isnan(row["gini"])
            continue
        first, ninth = np.quantile(each, [0.1, 0.9], method="averaged_inverted_cdf")
        assert row["p90_p10"] == close(ninth / first)
        assert row["range_gap"] == close(x.max() - x.min())
        assert row["hhi"] == close(inequality.hhi(x))
        for name in ARRAYS:
            index = getattr(inequality, name)
            assert row[name] == close(index(x, w)), name


@pytest.mark.parametrize("measure", ["theil", "mld"])
@pytest.mark.parametrize("weights", [None, "people"])
def test_parts_of_theil_add_up(table, measure, weights):
    """The parts of all groups are the index of the whole; one without values adds nothing."""
    options = {"weights": weights, **within}
    parts = divide.theil_decompose(
        table, "x", groups="block", measure=measure, **options
    )
    whole = divide.dispersion(table, "x", measures=measure, **options)
    sections = ["group", "year"]
    parts["sum"] = parts["within_part"] + parts["between_part"]
    in_sections = parts.groupby(sections, observed=True)["sum"]
    sums = in_sections.agg(lambda each: each.sum(skipna=False))
    expected = whole.set_index(sections)[measure].dropna()

    assert (parts["n"] == 0).any()
    assert sums[expected.index].tolist() == close(expected.tolist())


@pytest.mark.parametrize("weights", [None, "people"])
def test_twice_the_area_under_the_diagonal_is_the_gini(table, weights):
    """Each curve goes from 0 to 1, with a point for each known member."""
    points = divide.lorenz(table, "x", weights=weights, **within)
    found = divide.dispersion(table, "x", measures="gini", weights=weights, **within)

    several = found[found["n"] > 1]
    for row in several.to_dict("records"):
        curve = rows_of(points, row)
        area = np.trapezoid(curve["value_share"], curve["population_share"])
        places = curve["point"].tolist()
        is_nobody = curve["economy"].isna().tolist()

        assert row["gini"] == close(1 - 2 * area)
        assert places == [*range(row["n"] + 1)]
        assert is_nobody == [place == 0 for place in places]


# An index of one's own

SCORES = """
    part   economy  year  x     share   of_year
    use    A        2020  10        0        0
    use    B        2020  30       50      100
    use    A        2021  20       25        0
    use    B        2021  50      100      100
    speed  A        2020   0        0        0
    speed  B        2020   8      100      100
    speed  A        2021   -        -        -
    speed  B        2021   8      100        -
"""


def test_normalised_values_go_from_0_to_100_in_each_panel():
    """By hand: among all years or in each, and a single value has no scale."""
    rows = read_table(SCORES)
    options = {"within": "part"}
    found = rows.assign(
        share=divide.normalise(rows, "x", **options),
        of_year=divide.normalise(rows, "x", by_time=True, **options),
    )

    same(found, rows)
    backward = divide.normalise(rows, "x", direction={"use": 1, "speed": -1}, **options)
    assert backward.dropna().tolist() == [0, 50, 25, 100, 100, 0, 0]


def test_z_scores_are_turned_where_less_is_better():
    """Equal values have none."""
    rows = members(3, 1, 4, 1, 5)
    turned = divide.normalise(rows, "x", method="zscore", direction=-1)

    assert (turned + divide.normalise(rows, "x", method="zscore")).abs().max() == 0
    assert divide.normalise(members(0.1, 0.1, 0.1), "x", method="zscore").isna().all()


def test_goalposts_are_given_for_all_or_by_panel():
    """By hand: from 20 to 45 values of 10 and 50 lie beyond, and that is said."""
    rows = read_table(SCORES).dropna(subset="x")
    within = {"within": "part"}
    ends = {"low": {"use": 10, "speed": 0}, "high": {"use": 60, "speed": 10}}
    use = rows[rows["part"] == "use"]
    world = members(40, economy="WLD")
    by_panel = divide.normalise(rows, "x", **ends, **within)
    with pytest.warns(UserWarning, match="2 values lie beyond .* one of use A"):
        beyond = divide.normalise(use, "x", low=20, high=45, **within)
    of_world = divide.normalise(world, "x", low=0, high=100)

    assert by_panel.tolist() == close([0, 40, 20, 80, 0, 80, 80])
    assert beyond.tolist() == [-40, 40, 0, 120]
    assert of_world.item() == 40


COMPOSITES = """
                                                   | 5 nan 19 29
    weights={'use': 3, 'speed': 1}                 | 7.5 nan 24.5 39.5
    mean='geometric'                               | 0 nan 15.4919334 20
    mean='geometric', weights=dict(use=0, speed=2) | 0 nan 8 8
    mean='geometric', weights=dict(use=1, speed=0) | 10 nan 30 50
"""


@pytest.mark.parametrize(("options", "expected"), cases(COMPOSITES))
def test_a_composite_is_the_weighted_mean_of_all_indicators(options, expected):
    """By hand; weights never move from an indicator that is missing."""
    rows = read_table(SCORES).sample(frac=1, random_state=2)
    chosen = eval(f"dict({options})")  # noqa: S307
    scores = [float(score) for score in expected.split()]
    # A row that is missing is a value that is missing.
    for known in (rows, rows.dropna(subset="x")):
        with pytest.warns(UserWarning, match="1 of 4 lack an indicator.* as A 2021"):
            found = divide.composite(known, "x", over="part", **chosen)
        keys = found[["economy", "year"]].agg(list, axis="columns").tolist()

        assert keys == [["A", 2020], ["A", 2021], ["B", 2020], ["B", 2021]]
        assert found["x_composite"].tolist() == pytest.approx(scores, nan_ok=True)


def test_the_development_index_follows_from_its_components():
    """That of the United Nations, as published, with its weights of 2008 and 2010."""
    egov = neadigital.egovernment_index()
    weights = {
        "online_service_index": 0.34,
        "human_capital_index": 0.33,
        "telecommunication_index": 0.33,
    }
    long = egov.melt(["economy", "year", "egdi"], [*weights], "indicator", "value")
    is_early = long["year"].isin([2008, 2010])
    found = pd.concat(
        [
            divide.composite(long[is_early], "value", weights=weights),
            divide.composite(long[~is_early], "value"),
        ]
    )
    both = found.merge(egov, on=["economy", "year"], validate="1:1")

    assert len(both) == len(egov)
    assert (both["value_composite"] - both["egdi"]).abs().max() < 1e-4


# Convergence


def test_sigma_is_of_the_members_that_every_year_has():
    """By hand: C has no value in 2011, so A and B count."""
    rows = read_table("""
        economy  year  x
        A        2010  1
        B        2010  4
        C        2010  9
        A        2011  2
        B        2011  4
        C        2011  -
        A        2014  3
        B        2014  4
        C        2014  9
    """)
    with pytest.warns(UserWarning, match="2011 has 2 of 3.* every year has, 2 of 3"):
        found = divide.sigma_convergence(rows, "x", transform=None)
    expected = read_table("""
        start   end  n_years  n  dispersion_start  dispersion_end  change
         2010  2014        3  2               1.5             0.5      -1
    """)
    years, spread = [2010, 2011, 2014], [1.5, 1, 0.5]
    slope, _ = np.polyfit(years, spread, 1)
    [path] = found.itertuples()

    same(found[expected.columns], expected)
    assert path.slope == close(slope)
    # The same values in another order have the same spread, but for the noise of floats.
    mixed = panel("2010: 2.5 3.2 7.1 | 2011: 7.1 2.5 3.2")
    assert divide.sigma_convergence(mixed, "x", transform=None)["change"].item() == 0


def test_a_zero_that_has_no_logarithm_is_told_of():
    """The member is left out, and named."""
    rows = panel("2010: 1 2 4 0 | 2015: 2 3 4 5")
    for metric in (divide.sigma_convergence, divide.beta_convergence):
        with pytest.warns(UserWarning, match="1 values of 0 or below .* e3 in 2010"):
            found = metric(rows, "x")

        assert found["n"].item() == 3


def test_a_logit_is_that_of_percentages():
    """Shares from 0 to 1 are refused; those that are called per cent are below 1 %."""
    rows = panel("2010: 0.1 0.2 0.4 | 2015: 0.2 0.3 0.4")
    up_to_one = rows.assign(x=rows["x"] / 0.4)
    hundredfold = rows.assign(x=100 * rows["x"])
    called_so = rows.assign(x_pct=rows["x"])
    with pytest.raises(ValueError, match="shares from 0 to 1"):
        divide.sigma_convergence(up_to_one, "x", transform="logit")
    for metric in (divide.sigma_convergence, divide.beta_convergence):
        found, _ = follow(metric, rows, "x", transform="logit")
        expected = metric(hundredfold, "x", transform="logit")

        pd.testing.assert_frame_equal(found, expected)
        assert len(metric(called_so, "x_pct", transform="logit")) == 1


def logit(percentage):
    return np.log(percentage / (100 - percentage))


@pytest.mark.parametrize(
    ("transform", "function"),
    [("log", np.log), ("logit", logit), (None, np.asarray)],
)
def test_beta_is_the_slope_of_growth_on_levels(transform, function):
    """By numpy's polynomial fit."""
    levels = np.random.default_rng(4).uniform(5, 90, (2, 9))
    rows = paths([2000, 2008], levels)
    found = divide.beta_convergence(rows, "x", transform=transform)
    [line] = found.itertuples()
    begin, finish = function(levels)
    change = finish - begin
    beta, intercept = np.polyfit(begin, change / 8, 1)
    correlation = np.corrcoef(begin, change)[0, 1]

    assert line.beta == close(beta)
    assert line.intercept == close(intercept)
    assert line.r2 == close(correlation**2)
    assert line.n == 9
    assert line.n_left_out == 0


def test_beta_looks_at_its_ends_only():
    """A value in between may have no logit."""
    rows = panel("2000: 20 40 60 | 2004: 0 100 50 | 2008: 30 50 65")
    ends = rows[rows["year"] != 2004]
    found = divide.beta_convergence(rows, "x", transform="logit")

    pd.testing.assert_frame_equal(
        found, divide.beta_convergence(ends, "x", transform="logit")
    )


# Where the half-life is asked for, values fall apart; the speed, so fast that none would do.
LINES = """
    1 2       | 2 3       | beta       | nan
    2 2 2     | 2 3 4     | beta       | nan
    1 2 3     | 3 6 9     | beta       | 0
    1 2 3     | 3 6 9     | r2         | nan
    1 2 3     | 9 3 1     | speed      | nan
    1 2 3     | 1 3 9     | half_life  | nan
    1 2 3 nan | 3 6 7 9   | n          | 3
    1 2 3 4   | nan 6 7 9 | n_left_out | 1
"""


@pytest.mark.parametrize(("begin", "finish", "column", "expected"), cases(LINES))
def test_beta_needs_three_members_and_a_spread(begin, finish, column, expected):
    """Members that start alike have no line; members that grow alike have a flat one."""
    rows = paths([2000, 2005], [begin.split(), finish.split()])
    # A row that is missing is a value that is missing.
    for known in (rows, rows.dropna()):
        found = divide.beta_convergence(known, "x")

        assert found[column].item() == close(float(expected))
