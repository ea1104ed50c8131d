"""Inequality among economies: indices, and their parts by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import numpy as np
import pandas as pd

from neadigital._engine import indices, validation
from neadigital._engine.indices import Options, measure_groups
from neadigital._engine.panel import CrossSections, ratio
from neadigital._engine.regression import t_quantile
from neadigital._engine.validation import (
    Aggregates,
    Bools,
    Columns,
    Floats,
    FrameLike,
    Ints,
)
from neadigital.divide.convergence import (
    ADVICE_ON_SIGN,
    MOST_DRAWS,
    check_sign,
    transform_levels,
)

# Samples of a bootstrap, and about how many values are measured at once.
_DRAWS, _AT_ONCE = 1000, 1 << 18
# A quantile jumps when a value is left out, and extremes grow with the sample.
_NO_INTERVAL = {
    "jackknife": ("palma", "p90_p10", "range_gap", "range_ratio"),
    "bootstrap": ("range_gap", "range_ratio"),
}


def dispersion(
    data: FrameLike,
    value: str,
    *,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    measures: str | Iterable[str] | None = None,
    weights: str | None = None,
    transform: Literal["log", "logit"] | None = None,
    clip: float | None = None,
    complement: float | None = None,
    interval: Literal["jackknife", "bootstrap"] | None = None,
    level: float = 0.95,
    seed: int | None = None,
    draws: int = _DRAWS,
    ddof: int = 0,
    corrected: bool = False,
    epsilon: float = 0.5,
    alpha: float = 2.0,
    count: Literal["weights", "kish"] | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return the inequality among members in each cross-section, by as many measures as wished.

    The formulas are in `neadigital.inequality`.

    Parameters
    ----------
    data, value, by, time, within, aggregates
        As in `shares.share_of_group`.
    measures : str or list of str, optional
        Some of ``mean``, ``sd``, ``cv``, ``gini``, ``theil``, ``mld``, ``atkinson``, ``hoover``,
        ``palma``, ``generalized_entropy``, ``p90_p10`` (the ninth decile over the first),
        ``range_gap`` (greatest minus least) and ``range_ratio`` (greatest over least); by default
        all that have a meaning.
    weights : str, optional
        The column of populations.
    transform : {"log", "logit"}, optional
        Measure ln x or, for percentages, ln (x / (100 - x)): only ``mean``, ``sd`` and
        ``range_gap``. The logit of 0 or 100 is an error without `clip`.
    clip : float, optional
        For the logit: count percentages below `clip` as `clip`, and those above 100 - `clip` as
        that.
    complement : float, optional
        Return each cross-section twice, for x and for `complement` - x: users and non-users for
        100, of which one index may fall while the other rises. A value above it is an error.
    interval : {"jackknife", "bootstrap"}, optional
        Add the ends of an interval, for values that are a sample: see below.
    level, seed, draws
        The interval's level, the seed of the bootstrap (required) and its number of samples, up to
        a million.
    ddof, corrected, epsilon, alpha, count
        As in `neadigital.inequality`; with weights, ddof and corrected need `count`.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section (and complement), sorted: `within`, `time`, ``of`` (``value``,
        ``complement``), ``n``, with `clip` ``clipped`` (how many of the n were), the measures, each
        with its ``<measure>_low`` and ``<measure>_high`` if asked for, and ``weighting``. ``mean``,
        ``sd`` and ``range_gap`` are in the unit of the value, the rest plain numbers. Values of
        weight 0 or without a logarithm are left out. Relative measures of a mean of 0 are NaN; a
        value of 0 makes ``mld`` infinite and ``range_ratio`` NaN.

    Notes
    -----
    An interval has a meaning for a random sample of more: households, firms, towns, not five
    economies that are all of a region. It is Student's, of the logarithm of a measure (of the mean
    itself), with n - 1 degrees of freedom, and too narrow for a far tail (docs/metrics.md). NaN for
    a single member, where nothing differs, and where a sample of zeros alone has no index. Ranges
    have none, ``palma`` and ``p90_p10`` none by the jackknife, which is slow beyond some 2,000
    members.

    References
    ----------
    Cowell (2011); Kjellsson, Gerdtham and Petrie (2015), for the complement; Efron and Tibshirani
    (1993); Hyndman and Fan (1996), whose definition 2 the deciles have.

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021, "per_100": [37.6, 36.1, 44.3, 23.7, 11.3]})
    >>> divide.dispersion(lines, "per_100", measures=["cv", "gini", "theil"]).round(4)
       year  n      cv    gini   theil   weighting
    0  2021  5  0.3831  0.2089  0.0836  unweighted
    """
    asked = _check_measures(measures, transform, interval)
    options = Options(
        ddof=ddof, corrected=corrected, epsilon=epsilon, alpha=alpha, count=count
    )
    options.check_weights(weights)
    if clip is not None and transform != "logit":
        raise ValueError("clip belongs to transform='logit'.")
    level = validation.to_part("level", level)
    sampling = _check_sampling(interval, seed, draws)
    panel = CrossSections(data, by, time, within, aggregates=aggregates)
    codes, n_sections = panel.sections.codes, panel.sections.count
    x, people = panel.weighted(value, weights)
    check_sign(value, x, asked, ADVICE_ON_SIGN)
    sides = {"value": x}
    if complement is not None:
        complement = validation.to_float("complement", complement)
        if (x > complement).any():
            raise ValueError(
                f"Column {value!r} holds values above complement={complement!r}."
            )
        sides["complement"] = complement - x
        validation.check_size(sides["complement"], f"complement - {value}")
    tables = []
    for side, levels in sides.items():
        if clip is not None:
            levels, clipped = _clip(value, levels, clip)
        levels = transform_levels(value, levels, transform)
        n, found = measure_groups(
            levels, codes, n_sections, asked, people, options, panel.places()
        )
        columns: dict[str, Any] = {} if complement is None else {"of": side}
        columns["n"] = n
        if clip is not None:
            columns["clipped"] = np.bincount(codes, clipped, n_sections).astype(
                np.int64
            )
        if interval is not None:
            errors = _standard_errors(
                levels, codes, n_sections, found, people, options, *sampling
            )
            quantile = t_quantile(level, n - 1)
        for name in asked:
            columns[name] = found[name]
            if interval is not None:
                columns |= _interval(name, found[name], errors[name], quantile)
        tables.append(
            panel.sections.table({**columns, "weighting": weights or "unweighted"})
        )
    if len(tables) == 1:
        return tables[0]
    return pd.concat(tables).sort_index(kind="stable", ignore_index=True)


def _check_measures(
    measures: str | Iterable[str] | None, transform: str | None, interval: str | None
) -> list[str]:
    """Check the measures that were asked for, or return all that are possible."""
    possible, after = list(indices.MEASURES), ""
    if transform is not None:
        validation.check_choice("transform", transform, ("log", "logit"))
        possible = [name for name in possible if name in indices.ANY_SIGN]
        after = f" of values transformed by {transform!r}"
    if interval is not None:
        validation.check_choice("interval", interval, tuple(_NO_INTERVAL))
        possible = [name for name in possible if name not in _NO_INTERVAL[interval]]
        after += f" with a {interval} interval"
    if measures is None:
        return possible
    asked = list(dict.fromkeys(validation.names(measures, "measures")))
    wrong = [
        name
        for name in asked
        if not isinstance(name, str) or name not in ["n", *possible]
    ]
    if wrong:
        raise ValueError(
            f"measures: there is no measure {', '.join(map(str, wrong))}{after}. Choose among: {', '.join(possible)}."
        )
    return [name for name in asked if name != "n"]


def _check_sampling(
    interval: str | None, seed: int | None, draws: int
) -> tuple[int | None, int]:
    """Return the seed and the number of draws of a bootstrap; the jackknife has no seed."""
    draws = validation.to_whole("draws", draws, 2, MOST_DRAWS)
    if interval != "bootstrap":
        for name, given in (("seed", seed is not None), ("draws", draws != _DRAWS)):
            if given:
                raise ValueError(f"{name} belongs to interval='bootstrap'.")
        return None, 0
    if seed is None:
        raise ValueError("interval='bootstrap' needs a seed, a whole number such as 1.")
    return validation.to_whole("seed", seed, 0), draws


def _clip(value: str, x: Floats, clip: float) -> tuple[Floats, Bools]:
    """Return percentages moved away from 0 and 100, and which were moved."""
    clip = validation.to_float("clip", clip)
    if not 0 < clip < 50:
        raise ValueError(f"clip must lie between 0 and 50, such as 0.5, not {clip!r}.")
    if ((x < 0) | (x > 100)).any():
        raise ValueError(
            f"Column {value!r} holds values below 0 or above 100, which are no percentages."
        )
    return np.clip(x, clip, 100 - clip), (x < clip) | (x > 100 - clip)


# Intervals


def _interval(
    name: str, found: Floats, error: Floats, quantile: Floats
) -> dict[str, Floats]:
    """Return the ends of a measure's interval, NaN where nothing differs.

    They are Student's, of the logarithm of a measure that is never negative: so the low end stays
    above 0.
    """
    reach = quantile * np.where((error > 0) & np.isfinite(found), error, np.nan)
    if name == "mean":
        return {"mean_low": found - reach, "mean_high": found + reach}
    with np.errstate(over="ignore"):
        width = np.exp(reach / np.where(found > 0, found, np.nan))
        low, high = found / width, found * width
    if name in ("gini", "atkinson", "hoover"):
        high = np.minimum(high, 1.0)
    return {f"{name}_low": low, f"{name}_high": high}


def _standard_errors(
    values: Floats,
    codes: Ints,
    count: int,
    found: dict[str, Floats],
    weights: Floats | None,
    options: Options,
    seed: int | None,
    draws: int,
) -> dict[str, Floats]:
    """Return the standard error of each measure in each group, by the bootstrap or, without a seed, the jackknife.

    The samples of a group are measured as further groups.
    """
    keep = ~np.isnan(values)
    x, group, w = (
        values[keep],
        codes[keep],
        np.ones(keep.sum()) if weights is None else weights[keep],
    )
    # So that what is drawn does not depend on the order of rows.
    order = np.lexsort((w, x, group))
    x, group, w = x[order], group[order], w[order]
    n = np.bincount(group, minlength=count)
    sums, squares = ({name: np.zeros(count) for name in found} for _ in range(2))
    for sample, rows in (
        _leave_one_out(group, n) if seed is None else _draw(group, n, seed, draws)
    ):
        of_sample, n_samples = (
            group[rows] + count * sample,
            int(sample.max(initial=-1)) + 1,
        )
        sizes, measured = measure_groups(
            x[rows],
            of_sample,
            count * n_samples,
            [*found],
            None if weights is None else w[rows],
            options,
        )
        # An infinite or overflowing measure has a NaN standard error.
        with np.errstate(invalid="ignore", over="ignore"):
            for name, of_samples in measured.items():
                # Distances keep their digits where they are added up.
                distance = np.where(
                    sizes > 0, of_samples - np.tile(found[name], n_samples), 0.0
                )
                sums[name] += distance.reshape(n_samples, count).sum(axis=0)
                squares[name] += (distance**2).reshape(n_samples, count).sum(axis=0)
    several = np.where(n > 1, n, np.nan)
    # The samples of a bootstrap differ by (n - 1) / n of what they should.
    factor = (
        (several - 1) / several
        if seed is None
        else several / (several - 1) / (draws - 1)
    )
    total = several if seed is None else np.full(count, draws)
    with np.errstate(invalid="ignore", over="ignore"):
        return {
            name: np.sqrt(
                np.maximum(squares[name] - sums[name] ** 2 / total, 0.0) * factor
            )
            for name in found
        }


def _leave_one_out(group: Ints, n: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield samples that lack one value of each group: number of the sample, and row."""
    place = np.arange(len(group)) - (np.cumsum(n) - n)[group]
    for turns in _batches(int(n.max(initial=0)), len(group)):
        sample, rows = np.nonzero(
            (place != turns[:, None]) & (turns[:, None] < n[group])
        )
        yield sample, rows


def _draw(group: Ints, n: Ints, seed: int, draws: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield samples drawn from each group with replacement: number of the sample, and row.

    Every draw has a generator of its own, so that groups do not depend on each other.
    """
    start, size = (np.cumsum(n) - n)[group], n[group]
    place = np.arange(len(group)) - start
    for turns in _batches(draws, len(group)):
        chance = np.array(
            [
                np.random.default_rng([seed, turn]).random(n.max(initial=0))
                for turn in turns.tolist()
            ]
        )
        rows = start + (chance[:, place] * size).astype(np.int64)
        yield np.repeat(np.arange(len(turns)), len(group)), rows.ravel()


def _batches(samples: int, values: int) -> list[Ints]:
    """Return the numbers of samples of so many values in batches of about `_AT_ONCE` values."""
    step = 1 + _AT_ONCE // max(values, 1)
    return [
        np.arange(first, min(first + step, samples))
        for first in range(0, samples, step)
    ]


def theil_decompose(
    data: FrameLike,
    value: str,
    *,
    groups: Columns,
    index: Literal["T", "L"] = "T",
    weights: str | None = None,
    by: Columns = "economy",
    time: Columns | None = "year",
    within: Columns | None = None,
    aggregates: Aggregates = None,
) -> pd.DataFrame:
    """Return Theil's index split into inequality between groups of economies and inequality within them.

    ``T = sum s ln(s / p) + sum s T_g`` and ``L = sum p ln(p / s) + sum p L_g``, with p the share of
    a group in the population (the number of economies, without weights) and s its share in the
    total of the values.

    Parameters
    ----------
    data, value, by, time, within, weights, aggregates
        As in `dispersion`.
    groups : str or list of str
        The columns that name the grouping.
    index : {"T", "L"}
        Theil's T, or L (the mean logarithmic deviation), whose weights do not depend on the values.

    Returns
    -------
    pandas.DataFrame
        One row per cross-section and group, sorted: `within`, `time`, `groups`, ``n``,
        ``population_share``, ``value_share``, ``theil`` (of the group alone), ``within_part`` and
        ``between_part`` (what it adds to each sum), then for the whole cross-section ``within``,
        ``between``, ``total`` = between + within, and ``weighting``. Plain numbers. A group without
        values adds 0; a zero makes L infinite. NaN in cross-sections whose mean is 0.

    References
    ----------
    Theil (1967); Shorrocks (1980).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> lines = pd.DataFrame({"economy": list("CJKRM"), "year": 2021, "per_100": [37.6, 36.1, 44.3, 23.7, 11.3]})
    >>> parts = divide.theil_decompose(lines.assign(oecd=[0, 1, 1, 0, 0]), "per_100", groups="oecd")
    >>> parts[["oecd", "theil", "within_part", "within", "between", "total"]].round(4)
       oecd   theil  within_part  within  between   total
    0     0  0.1029       0.0488  0.0515    0.032  0.0836
    1     1  0.0052       0.0027  0.0515    0.032  0.0836
    """
    validation.check_choice("index", index, ("T", "L"))
    panel = CrossSections(data, by, time, within, aggregates=aggregates)
    x, people = panel.weighted(value, weights)
    measure = "theil" if index == "T" else "mld"
    check_sign(value, x, [measure])
    columns = [
        validation.one_name("groups", name)
        for name in validation.names(groups, "groups")
    ]
    for name in columns:
        if name in panel.names:
            raise ValueError(
                f"groups names {name!r}, which by, time or within names already."
            )
    cells = panel.group([*panel.within, *panel.of_time, *columns])
    n, results = measure_groups(x, cells.codes, cells.count, ["mean", measure], people)
    sections = cells.among([*panel.within, *panel.of_time])
    mass = np.ones(len(x)) if people is None else people
    people_of_cells = np.bincount(
        cells.codes, np.where(np.isnan(x), 0.0, mass), cells.count
    ).astype(np.float64)

    def total_of(parts: Floats) -> Floats:
        return np.bincount(sections.codes, parts, sections.count).astype(np.float64)[
            sections.codes
        ]

    # Between the groups: the same index of their means.
    _, whole = measure_groups(
        results["mean"],
        sections.codes,
        sections.count,
        ["mean", measure],
        people_of_cells,
    )
    mean, between = whole["mean"][sections.codes], whole[measure][sections.codes]
    level = np.where(n > 0, results["mean"], 0.0)
    population_share, relative = (
        ratio(people_of_cells, total_of(people_of_cells)),
        ratio(level, mean),
    )
    value_share = population_share * relative
    share = value_share if index == "T" else population_share
    # Values that are all 0 have no index, but do not differ either.
    inside = share * np.where(np.isnan(results[measure]), 0.0, results[measure])
    inside[np.isnan(value_share)] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        across = np.where(
            share == 0, 0.0, share * np.log(relative) * (1 if index == "T" else -1)
        )
    inside_all = total_of(inside)
    return cells.table(
        {
            "n": n,
            "population_share": population_share,
            "value_share": value_share,
            "theil": results[measure],
            "within_part": inside,
            "between_part": across,
            "within": inside_all,
            "between": between,
            "total": between + inside_all,
            "weighting": weights or "unweighted",
        },
    )
