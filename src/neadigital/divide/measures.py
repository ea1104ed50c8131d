"""Indices of inequality among economies, and what groups of them contribute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from neadigital._engine import indices, validation
from neadigital._engine.arrays import (
    Bools,
    Floats,
    Ints,
    nan_unless,
    ratio,
    sum_by_group,
)
from neadigital._engine.indices import Measure, measure_dispersion, measure_groups
from neadigital._engine.members import Members, keep_members
from neadigital._engine.panel import CrossSections, Groups
from neadigital._engine.regression import t_quantile
from neadigital._engine.validation import Aggregates, Columns, FrameLike
from neadigital._options import (
    IndexOptions,
    check_choice,
    to_float,
    to_name,
    to_names,
    to_part,
    to_whole,
)
from neadigital.divide.values import (
    ADVICE_ON_SIGN,
    MOST_DRAWS,
    check_options_used,
    check_sign,
    check_transform,
    transform_levels,
    weighting_of,
)

# The samples of a bootstrap by default.
_DRAWS = 1000
# Samples are measured in batches of about this many values, to bound the memory.
_AT_ONCE = 1 << 18
_LEVEL = 0.95
# With fewer members the deciles are simply the least and the greatest value.
_FEWEST_FOR_DECILES = 10
# Measures that have no interval: a jackknife fails for quantiles, which jump when a value is left
# out, and both methods fail for extremes, which grow with the sample.
_NO_INTERVAL = {
    "jackknife": ("palma", "p90_p10", "range_gap", "range_ratio"),
    "bootstrap": ("range_gap", "range_ratio"),
}


def dispersion(
    data: FrameLike,
    value: str,
    *,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    members: Members = None,
    measures: Measure | Iterable[Measure] | None = None,
    weights: str | None = None,
    transform: Literal["log", "logit"] | None = None,
    clip: float | None = None,
    complement: float | None = None,
    interval: Literal["jackknife", "bootstrap"] | None = None,
    level: float = _LEVEL,
    seed: int | None = None,
    draws: int = _DRAWS,
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
    alpha: float = 2.0,
    count: Literal["weights", "kish"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the inequality among members in each cross-section, by one or more measures.

    The formulas are in `neadigital.inequality`.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    entity : str or list of str or None, default 'economy'
        The column of the members, such as economies, cities or sectors; or several. None: each row
        is a member of its own, such as a household or a firm.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    members : {'each', 'common'}, optional
        Which members count: in each year its own (``"each"``), or those that every year has
        (``"common"``). By default ``"each"``, with a `MembershipWarning` where the years have not
        the same members.
    measures : str or list of str, optional
        Some of ``mean``, ``sd``, ``cv``, ``gini``, ``theil``, ``mld``, ``atkinson``, ``hoover``,
        ``palma``, ``generalized_entropy``, ``p90_p10`` (the ninth decile over the first),
        ``range_gap`` (greatest minus least) and ``range_ratio`` (greatest over least); by default
        these thirteen, also in later versions, but for those without a meaning for a transform or
        an interval.
    weights : str, optional
        The column of populations. ``range_gap`` and ``range_ratio`` do not depend on them.
    transform : {'log', 'logit'}, optional
        Measure ln x or, for percentages, ln (x / (100 - x)): only ``mean``, ``sd`` and
        ``range_gap``. The logit of 0 or 100 is an error without `clip`.
    clip : float, optional
        For the logit: count percentages below `clip` as `clip`, and those above 100 - `clip` as
        that; between 0 and 50.
    complement : float, optional
        Return each cross-section twice, for x and for `complement` - x: users and non-users for
        100, of which one index may fall while the other rises. A value above it is an error.
    interval : {'jackknife', 'bootstrap'}, optional
        Add the ends of an interval, for values that are a sample: see below.
    level : float, default 0.95
        The level of the interval, between 0 and 1.
    seed : int, optional
        The seed of the bootstrap, which needs one. The same seed gives the same result, in any
        order of the rows.
    draws : int, default 1000
        The number of samples of the bootstrap, up to a million.
    ddof : int, default 0
        The sum of squares of ``sd`` and ``cv`` is divided by n - ddof. With weights a `ddof` needs
        `count`.
    corrected : bool, default False
        Multiply the Gini index by n / (n - 1), so that 1 can be reached. With weights the
        correction needs `count`.
    epsilon : float, default 0.5
        The aversion to inequality of ``atkinson``, 0 or more.
    alpha : float, default 2.0
        The parameter of ``generalized_entropy``; the greater, the more high values count.
    count : {'weights', 'kish'}, optional
        What n is with weights, for `ddof` and `corrected`; the introduction of
        `neadigital.inequality` explains both.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section (and complement), sorted: `within`, `time`, with `complement`
        ``of`` (``value``, ``complement``), ``n`` (members with a value), with `clip` ``clipped``
        (how many of the n were), the measures, each with its ``<measure>_low`` and
        ``<measure>_high`` if asked for, and ``weighting`` (the column of weights, or
        ``unweighted``). ``mean``, ``sd`` and ``range_gap`` are in the unit of the value, the rest
        plain numbers. Values of weight 0 or without a logarithm are left out. A single member has a
        mean but no dispersion (NaN). Relative measures of a mean of 0 are NaN; a value of 0 makes
        ``mld`` infinite and ``range_ratio`` NaN.

    Raises
    ------
    ValueError
        If a measure has no meaning for transformed or negative values, or no such interval; if an
        option, or `weights`, would not be used by any of the measures; if a value is above
        `complement` or without a logit; if fewer than half of the members, or one, are in every
        year and `members` is ``"common"``.

    Notes
    -----
    An interval has a meaning for a random sample of more: households, firms, towns, not five
    economies that are all of a region. It is Student's, of the logarithm of a measure (of the mean
    itself), with n - 1 degrees of freedom, and too narrow for a far tail (docs/metrics.md). NaN for
    a single member, where nothing differs, and where a sample of zeros alone has no index. Ranges
    have none, and so has ``p90_p10`` of fewer than ten members, which is a range; ``palma`` and
    ``p90_p10`` have none by the jackknife, which is slow beyond some 2,000 members.

    References
    ----------
    Cowell (2011); Kjellsson, Gerdtham and Petrie (2015), for the complement; Efron and Tibshirani
    (1993); Hyndman and Fan (1996), whose definition 2 the deciles have.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021})
    >>> lines["per_100"] = [37.6, 36.1, 44.3, 23.7, 11.3]
    >>> divide.dispersion(lines, "per_100", measures=["cv", "gini", "theil"]).round(4)
       year  n      cv    gini   theil   weighting
    0  2021  5  0.3831  0.2089  0.0836  unweighted
    """
    asked = _check_measures(measures, transform, interval)
    options = IndexOptions(
        ddof=ddof, corrected=corrected, epsilon=epsilon, alpha=alpha, count=count
    )
    check_options_used("measures", asked, options, weights)
    if clip is not None:
        clip = _check_clip(clip, transform)
    sampling = _check_sampling(interval, level, seed, draws)
    panel = CrossSections(
        data,
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    x, people = panel.weighted(value, weights)
    check_sign(value, x, asked, ADVICE_ON_SIGN)
    tables = []
    for side in _keep(panel, _sides(value, x, complement, clip, transform), members):
        columns = _measure(panel, side, people, asked, options, sampling)
        columns["weighting"] = weighting_of(weights)
        tables.append(panel.sections.table(columns))
    if len(tables) == 1:
        return tables[0]
    return pd.concat(tables).sort_index(kind="stable", ignore_index=True)


def _check_measures(
    measures: str | Iterable[str] | None, transform: str | None, interval: str | None
) -> list[str]:
    """Check the measures that were asked for, or return all that are possible."""
    possible = list(indices.MEASURES)
    after = ""
    if transform is not None:
        check_transform(transform)
        possible = [name for name in possible if name in indices.ANY_SIGN]
        after = f" of values transformed by {transform!r}"
    if interval is not None:
        check_choice("interval", interval, tuple(_NO_INTERVAL))
        possible = [name for name in possible if name not in _NO_INTERVAL[interval]]
        after += f" with a {interval} interval"
    if measures is None:
        return possible
    asked = list(dict.fromkeys(to_names("measures", measures)))
    wrong = [name for name in asked if name not in ["n", *possible]]
    if wrong:
        named = ", ".join(map(str, wrong))
        raise ValueError(
            f"measures: there is no measure {named}{after}. "
            f"Choose among: {', '.join(possible)}."
        )
    return [name for name in asked if name != "n"]


class _Sampling(NamedTuple):
    """How intervals are computed; only a bootstrap uses the seed and the draws."""

    interval: str
    level: float
    seed: int = 0
    draws: int = 0


def _check_sampling(
    interval: str | None, level: float, seed: int | None, draws: int
) -> _Sampling | None:
    """Return how intervals are computed, None if none are wanted; a bootstrap needs a seed."""
    level = to_part("level", level)
    draws = to_whole("draws", draws, 2, MOST_DRAWS)
    if interval == "bootstrap":
        if seed is None:
            raise ValueError(
                "interval='bootstrap' needs a seed, a whole number such as 1."
            )
        return _Sampling(interval, level, to_whole("seed", seed, 0), draws)
    if seed is not None:
        raise ValueError("seed belongs to interval='bootstrap'.")
    if draws != _DRAWS:
        raise ValueError("draws belongs to interval='bootstrap'.")
    if interval is not None:
        return _Sampling(interval, level)
    if level != _LEVEL:
        raise ValueError(
            "level belongs to an interval. Pass interval='jackknife' or 'bootstrap', "
            "or leave it out."
        )
    return None


def _check_clip(clip: float, transform: str | None) -> float:
    """Check and return how near percentages may be to 0 and 100, an option of the logit."""
    if transform != "logit":
        raise ValueError("clip belongs to transform='logit'.")
    clip = to_float("clip", clip)
    if not 0 < clip < 50:
        raise ValueError(f"clip must lie between 0 and 50, such as 0.5, not {clip!r}.")
    return clip


def _clip(value: str, x: Floats, clip: float) -> Floats:
    """Return percentages that are at least `clip` away from 0 and 100."""
    if ((x < 0) | (x > 100)).any():
        raise ValueError(
            f"Column {value!r} holds values below 0 or above 100, which are no percentages."
        )
    return np.clip(x, clip, 100 - clip)


# Values and their complements


class _Side(NamedTuple):
    """Transformed values, or complements; `labels` says which, if both are measured."""

    labels: dict[str, str]
    levels: Floats
    is_clipped: Bools | None


def _sides(
    value: str,
    x: Floats,
    complement: float | None,
    clip: float | None,
    transform: str | None,
) -> list[_Side]:
    """Return the values, clipped and transformed, and their complements if these are wanted."""
    labelled: list[tuple[dict[str, str], Floats]] = [({}, x)]
    if complement is not None:
        complement = to_float("complement", complement)
        if (x > complement).any():
            raise ValueError(
                f"Column {value!r} holds values above complement={complement!r}."
            )
        validation.check_size(complement - x, f"complement - {value}")
        labelled = [({"of": "value"}, x), ({"of": "complement"}, complement - x)]
    sides = []
    for labels, numbers in labelled:
        is_clipped = None
        if clip is not None:
            is_clipped = (numbers < clip) | (numbers > 100 - clip)
            numbers = _clip(value, numbers, clip)
        levels = transform_levels(value, numbers, transform)
        sides.append(_Side(labels, levels, is_clipped))
    return sides


def _keep(panel: CrossSections, sides: list[_Side], members: Members) -> list[_Side]:
    """Return the sides with the members that count, the same for both."""
    # A member counts where both sides have a number; the sum of a number and NaN is NaN.
    both: Floats = np.sum([side.levels for side in sides], axis=0)
    kept = keep_members(panel, both, members)
    panel.warn_breaks_between_sections(kept)
    if members != "common":
        return sides
    is_kept = ~np.isnan(kept)
    return [side._replace(levels=nan_unless(is_kept, side.levels)) for side in sides]


def _measure(
    panel: CrossSections,
    side: _Side,
    people: Floats | None,
    asked: list[str],
    options: IndexOptions,
    sampling: _Sampling | None,
) -> dict[str, Any]:
    """Return the measures of each cross-section, its number of members, and intervals."""
    levels = side.levels
    sections = panel.sections
    n, measured = measure_dispersion(
        levels, sections.codes, len(sections), asked, people, options
    )
    columns: dict[str, Any] = {**side.labels, "n": n}
    if side.is_clipped is not None:
        of_clipped = sections.codes[side.is_clipped & ~np.isnan(levels)]
        columns["clipped"] = np.bincount(of_clipped, minlength=len(sections))
    if sampling is None:
        return columns | measured
    samples = _Samples(levels, sections, people, options)
    errors = samples.standard_errors(measured, sampling)
    quantile = t_quantile(sampling.level, n - 1)
    for name, error in zip(asked, errors, strict=True):
        if name == "p90_p10":
            error = nan_unless(n >= _FEWEST_FOR_DECILES, error)
        # Each measure is followed by the ends of its interval.
        columns[name] = measured[name]
        columns |= _interval(name, measured[name], error, quantile)
    return columns


# Intervals


def _interval(
    name: str, measured: Floats, error: Floats, quantile: Floats
) -> dict[str, Floats]:
    """Return the ends of the interval of a measure, NaN if all samples agree.

    The interval is Student's. It is one of the logarithm, except for the mean, so that its low end
    stays above 0.
    """
    # If all samples agree, there is nothing to infer from.
    differs = (error > 0) & np.isfinite(measured)
    reach = quantile * nan_unless(differs, error)
    if name == "mean":
        low = measured - reach
        high = measured + reach
    else:
        # The standard error of ln m is that of m, divided by m.
        with np.errstate(over="ignore"):
            factor = np.exp(reach / nan_unless(measured > 0, measured))
            low = measured / factor
            high = measured * factor
    # These indices cannot be above 1.
    if name in ("gini", "atkinson", "hoover"):
        high = np.minimum(high, 1.0)
    return {f"{name}_low": low, f"{name}_high": high}


class _Samples:
    """The known values of each group, from which samples are taken and measured again."""

    def __init__(
        self,
        values: Floats,
        groups: Groups,
        weights: Floats | None,
        options: IndexOptions,
    ) -> None:
        mass = np.ones(len(values)) if weights is None else weights
        # Sort the values, so that draws do not depend on the order of rows. Missing ones come last,
        # and are cut off.
        order = np.lexsort((mass, values, groups.codes, np.isnan(values)))
        rows = order[: np.count_nonzero(~np.isnan(values))]
        self.values = values[rows]
        self.codes = groups.codes[rows]
        self.weights = None if weights is None else weights[rows]
        self.options = options
        self.n_groups = len(groups)
        self.n = np.bincount(self.codes, minlength=self.n_groups)
        first = np.cumsum(self.n) - self.n
        # For each value: the size of its group, where the group begins, and the place in the group.
        self.size = self.n[self.codes]
        self.start = first[self.codes]
        self.place = np.arange(len(rows)) - self.start

    def standard_errors(
        self, measured: Mapping[str, Floats], sampling: _Sampling
    ) -> Floats:
        """Return the standard errors of each measure (axis 0) and group (axis 1) from samples.

        A sample of a jackknife leaves out one value; one of a bootstrap is drawn with replacement.
        """
        n = nan_unless(self.n > 1, self.n)
        if sampling.interval == "jackknife":
            squares = self._squares(self._leave_one_out(), measured, n)
            factor = (n - 1) / n
        else:
            draws = sampling.draws
            drawn = self._draw(sampling.seed, draws)
            squares = self._squares(drawn, measured, draws)
            # The variance of bootstrap samples is too small by (n - 1) / n.
            factor = n / (n - 1) / (draws - 1)
        return np.sqrt(squares * factor)

    def _squares(
        self,
        batches: Iterator[tuple[Ints, Ints]],
        measured: Mapping[str, Floats],
        n_samples: Floats | int,
    ) -> Floats:
        """Return, for each measure, the sum of squared distances from its mean over all samples.

        Each sample of a group is measured as if it were a further group.
        """
        n_measures = len(measured)
        of_all = np.reshape([*measured.values()], (n_measures, 1, self.n_groups))
        sums, squares = np.zeros((2, n_measures, self.n_groups))
        # An infinite measure gets a standard error of NaN, without a warning.
        with np.errstate(invalid="ignore", over="ignore"):
            for sample, rows in batches:
                in_batch = int(sample.max(initial=-1)) + 1
                sizes, again = measure_groups(
                    self.values[rows],
                    self.codes[rows] + self.n_groups * sample,
                    in_batch * self.n_groups,
                    [*measured],
                    None if self.weights is None else self.weights[rows],
                    self.options,
                )
                shape = n_measures, in_batch, self.n_groups
                of_samples = np.reshape([*again.values()], shape)
                # Take distances from the measure of all values, so that they keep their digits.
                distance = of_samples - of_all
                distance[:, sizes.reshape(shape[1:]) == 0] = 0.0
                sums += distance.sum(axis=1)
                squares += (distance**2).sum(axis=1)
            # Move them to the mean: sum (d - m)^2 = sum d^2 - (sum d)^2 / n.
            around_mean = squares - sums**2 / n_samples
        return np.maximum(around_mean, 0.0)

    def _leave_one_out(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield batches of samples that lack one value of each group: sample numbers and rows."""
        for left_out in self._batches(self.n.max(initial=0)):
            # Sample k of a group lacks value k, so a group has as many samples as values.
            turn = left_out[:, None]
            is_kept = (self.place != turn) & (turn < self.size)
            sample, rows = np.nonzero(is_kept)
            yield sample, rows

    def _draw(self, seed: int, draws: int) -> Iterator[tuple[Ints, Ints]]:
        """Yield batches of samples with replacement: sample numbers and rows.

        Each draw has a separate generator, so that the draws do not depend on how they are batched.
        """
        largest = self.n.max(initial=0)
        for turns in self._batches(draws):
            chance = np.array(
                [
                    np.random.default_rng([seed, turn]).random(largest)
                    for turn in turns.tolist()
                ]
            )
            # A number from 0 to 1 chooses a place among the members of the group.
            place = chance[:, self.place] * self.size
            rows = self.start + place.astype(np.int64)
            sample, _ = np.indices(rows.shape)
            yield sample.ravel(), rows.ravel()

    def _batches(self, samples: int) -> Iterator[Ints]:
        """Yield the numbers of samples in batches that hold about `_AT_ONCE` values."""
        step = 1 + _AT_ONCE // max(len(self.values), 1)
        for first in range(0, samples, step):
            yield np.arange(first, min(first + step, samples))


def theil_decompose(
    data: FrameLike,
    value: str,
    *,
    groups: Columns,
    measure: Literal["theil", "mld"] = "theil",
    members: Members = None,
    weights: str | None = None,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return what each group of economies adds to Theil's index, between groups and within them.

    ``T = sum s ln(s / p) + sum s T_g`` and ``L = sum p ln(p / s) + sum p L_g``, with p the share of
    a group in the population (the number of economies, without weights) and s its share in the
    total of the values. `theil_totals` has the sums.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    groups : str or list of str
        The columns that name the grouping.
    measure : {'theil', 'mld'}, default 'theil'
        Theil's T, or L, the mean logarithmic deviation, whose weights do not depend on the values.
    members : {'each', 'common'}, optional
        Which members count: in each year its own (``"each"``), or those that every year has
        (``"common"``). By default ``"each"``, with a `MembershipWarning` where the years have not
        the same members.
    weights : str, optional
        The column of populations.
    entity : str or list of str or None, default 'economy'
        The column of the members, such as economies, cities or sectors; or several. None: each row
        is a member of its own, such as a household or a firm.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves out those that it knows by code or name, or as the whole of other members; others it
        cannot tell. ``"keep"`` counts them as members, and a list names members to leave out. A
        member that is the sum of all others gives a `TotalWarning`; a total of only some is not
        found.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section and group, sorted: `within`, `time`, `groups`, ``n`` (members
        with a value), ``population_share``, ``value_share``, ``theil`` or ``mld`` (the index of the
        group alone), ``within_part`` and ``between_part`` (what the group adds to each sum), and
        ``weighting`` (the column of weights, or ``unweighted``). Plain numbers. A group without
        values adds 0; a zero makes L infinite. NaN in cross-sections whose mean is 0.

    Raises
    ------
    ValueError
        If `groups` names a column that has another role; if a value is negative; if fewer than half
        of the members, or one, are in every year and `members` is ``"common"``.

    References
    ----------
    Theil (1967); Shorrocks (1980).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021, "oecd": [0, 1, 1, 0, 0]})
    >>> lines["per_100"] = [37.6, 36.1, 44.3, 23.7, 11.3]
    >>> parts = divide.theil_decompose(lines, "per_100", groups="oecd")
    >>> parts[["oecd", "n", "value_share", "theil", "within_part", "between_part"]].round(4)
       oecd  n  value_share   theil  within_part  between_part
    0     0  3       0.4745  0.1029       0.0488       -0.1113
    1     1  2       0.5255  0.0052       0.0027        0.1434
    """
    check_choice("measure", measure, ("theil", "mld"))
    panel = CrossSections(
        data,
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    x, people = panel.weighted(value, weights)
    check_sign(value, x, [measure])
    x = keep_members(panel, x, members)
    panel.warn_breaks_between_sections(x)
    parts = _TheilParts(panel, x, people, groups, measure)
    return parts.groups.table(
        {
            "n": parts.n,
            "population_share": parts.population_share,
            "value_share": parts.value_share,
            measure: parts.index,
            "within_part": parts.within_part,
            "between_part": parts.between_part,
            "weighting": weighting_of(weights),
        }
    )


def theil_totals(
    data: FrameLike,
    value: str,
    *,
    groups: Columns,
    measure: Literal["theil", "mld"] = "theil",
    members: Members = None,
    weights: str | None = None,
    entity: Columns | None = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return Theil's index split into inequality between groups of economies and within them.

    The sums of what `theil_decompose` has for each group. The inequality between the groups is the
    same index of their means.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of values.
    groups : str or list of str
        The columns that name the grouping.
    measure : {'theil', 'mld'}, default 'theil'
        Theil's T, or L, the mean logarithmic deviation, whose weights do not depend on the values.
    members : {'each', 'common'}, optional
        Which members count: in each year its own (``"each"``), or those that every year has
        (``"common"``). By default ``"each"``, with a `MembershipWarning` where the years have not
        the same members.
    weights : str, optional
        The column of populations.
    entity : str or list of str or None, default 'economy'
        The column of the members, such as economies, cities or sectors; or several. None: each row
        is a member of its own, such as a household or a firm.
    time : str or list of str or None, default 'year'
        The column of the year, or several; None if the data have no time.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``.
    aggregates : {'drop', 'keep'} or list, optional
        By default aggregates among members, such as the world, are an `AggregateError`. ``"drop"``
        leaves their rows out, ``"keep"`` counts them as members, and a list names members to leave
        out.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section, sorted: `within`, `time`, ``n`` (members with a value),
        ``within_groups``, ``between_groups``, ``total`` (their sum, the index of all members), and
        ``weighting`` (the column of weights, or ``unweighted``). Plain numbers. A zero makes L
        infinite. NaN in cross-sections of one member, or whose mean is 0.

    Raises
    ------
    ValueError
        If `groups` names a column that has another role; if a value is negative; if fewer than half
        of the members, or one, are in every year and `members` is ``"common"``.

    References
    ----------
    Theil (1967); Shorrocks (1980).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021, "oecd": [0, 1, 1, 0, 0]})
    >>> lines["per_100"] = [37.6, 36.1, 44.3, 23.7, 11.3]
    >>> divide.theil_totals(lines, "per_100", groups="oecd").round(4)
       year  n  within_groups  between_groups   total   weighting
    0  2021  5         0.0515           0.032  0.0836  unweighted
    """
    check_choice("measure", measure, ("theil", "mld"))
    panel = CrossSections(
        data,
        entity,
        time,
        within,
        aggregates=aggregates,
        rows_may_be_members=True,
    )
    x, people = panel.weighted(value, weights)
    check_sign(value, x, [measure])
    x = keep_members(panel, x, members)
    panel.warn_breaks_between_sections(x)
    parts = _TheilParts(panel, x, people, groups, measure)
    sections = parts.sections
    n = np.bincount(sections.codes, parts.n, len(sections)).astype(np.int64)
    sums = np.bincount(sections.codes, parts.within_part, len(sections))
    # The dispersion of a single member is NaN.
    within_groups = nan_unless(n > 1, sums)
    between_groups = nan_unless(n > 1, parts.between_groups)
    return sections.table(
        {
            "n": n,
            "within_groups": within_groups,
            "between_groups": between_groups,
            "total": within_groups + between_groups,
            "weighting": weighting_of(weights),
        }
    )


class _TheilParts:
    """Theil's index within the groups of members of each cross-section, and between them.

    `sections` and `between_groups` have one element per cross-section; all other arrays have one
    per group in a cross-section.
    """

    def __init__(
        self,
        panel: CrossSections,
        x: Floats,
        people: Floats | None,
        groups: Columns,
        measure: str,
    ) -> None:
        keys = [*panel.within, *panel.time]
        self.groups = panel.group([*keys, *_check_groups(groups, panel)])
        self.sections = self.groups.among(panel.sections)
        self.measure = measure
        asked = ["mean", measure]
        codes = self.groups.codes
        n_groups = len(self.groups)
        self.n, of_groups = measure_groups(x, codes, n_groups, asked, people)
        # The index of the members of each group alone.
        self.index = of_groups[measure]
        mass = np.ones(len(x)) if people is None else people
        population = sum_by_group(codes, nan_unless(~np.isnan(x), mass), n_groups)
        # Between the groups: the same index of their means, weighted by their population.
        n_sections = len(self.sections)
        section_of_group = self.sections.codes
        _, of_sections = measure_groups(
            of_groups["mean"], section_of_group, n_sections, asked, population
        )
        self.between_groups = of_sections[measure]
        whole = sum_by_group(section_of_group, population, n_sections)
        self.population_share = ratio(population, whole[section_of_group])
        # s / p is the mean of a group over that of all. A group without values adds nothing.
        level = np.where(self.n > 0, of_groups["mean"], 0.0)
        self.relative = ratio(level, of_sections["mean"][section_of_group])
        self.value_share = self.population_share * self.relative

    @property
    def _share(self) -> Floats:
        """The weight of each group: its share of the value for T, of the population for L."""
        return self.value_share if self.measure == "theil" else self.population_share

    @property
    def within_part(self) -> Floats:
        """The contribution of each group to the inequality within groups."""
        # If all values are 0 there is no index, but no inequality either.
        own = np.where(np.isnan(self.index), 0.0, self.index)
        return nan_unless(~np.isnan(self.value_share), self._share * own)

    @property
    def between_part(self) -> Floats:
        """The contribution of each group to the inequality between groups; it may be negative."""
        sign = 1 if self.measure == "theil" else -1
        with np.errstate(divide="ignore", invalid="ignore"):
            part = sign * self._share * np.log(self.relative)
        # A share of 0 adds nothing, though its logarithm is infinite.
        return np.where(self._share == 0, 0.0, part)


def _check_groups(groups: Columns, panel: CrossSections) -> list[str]:
    """Return the columns that make the groups; a column with another role is an error."""
    columns = [to_name("groups", name) for name in to_names("groups", groups)]
    for name in columns:
        if name in panel.names:
            raise ValueError(
                f"groups names {name!r}, which entity, time or within names already."
            )
    return columns
