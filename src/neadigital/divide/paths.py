"""Paths of economies set against that of one: how far behind in time, and when it is reached."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from neadigital._engine import door
from neadigital._engine.door import Bools, Columns, Floats, FrameLike, Ints
from neadigital._engine.groups import key_texts, with_results
from neadigital._engine.numbering import category_codes, order_by_group, taken
from neadigital._engine.panel import Panel, at, panel
from neadigital._engine.threads import for_each
from neadigital.divide.convergence import ROUNDING, of_some_years, one_time, panel_of

# Levels that are looked up at once, so that intermediates stay in the processor's cache.
_BLOCK = 1 << 16
_STATUSES = pd.Series([None, "exact", "at_least", "ahead"])


def time_distance(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    at: int | Sequence[int] | None = None,
    crossing: Literal["first", "last"] = "first",
) -> pd.DataFrame:
    """Return how many years earlier the reference stood at this level: Sicherl's time distance, ``S = t - t_ref``.

    Positive: behind the reference; negative: ahead. Between two observed years the reference is taken to move in a
    straight line; beyond its first and last nothing is assumed.

    Parameters
    ----------
    data, value, by, time, within
        As in `sigma_convergence`; the value rises over time and may have any sign.
    reference : str or tuple
        The economy to compare with, itself among the rows, an aggregate if one likes: its code, or a tuple of all its
        keys if `by` is a list.
    at : int or list of int, optional
        The years to look from; by default every row.
    crossing : {"first", "last"}
        Which time counts if the reference stood at the level more than once.

    Returns
    -------
    pandas.DataFrame
        One row per economy and year looked at, sorted: `within`, `by`, `time`, `value`, ``reference``,
        ``reference_time`` (a year and its fraction), ``time_distance_years`` (S) and ``status``:

        * ``exact``: the reference stood at the level within its observed years;
        * ``at_least``: it was above the level in its first observed year already; S is the years since then;
        * ``ahead``: it has not reached the level up to that year; S is NaN;
        * missing, S NaN: the value is missing, the reference is not observed late enough to tell, or not at all in this
          `within`.

    References
    ----------
    Sicherl, *Time Distance in Economics and Statistics* (2012).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> users = pd.DataFrame({"economy": ["CHN", "MNG", "RUS"] * 3, "year": [2015] * 3 + [2018] * 3 + [2021] * 3})
    >>> users["users_pct"] = [50.3, 22.5, 70.1, 59.2, 47.1, 80.9, 73.1, 84.3, 88.2]
    >>> found = divide.time_distance(users, "users_pct", reference="RUS", at=2021)
    >>> found[["economy", "reference_time", "time_distance_years", "status"]].round(2)
      economy  reference_time  time_distance_years status
    0     CHN         2015.83                 5.17  exact
    1     MNG         2019.40                 1.60  exact
    2     RUS         2021.00                 0.00  exact
    """
    door.choice("crossing", crossing, ("first", "last"))
    by, time = door.names(by, "by"), one_time(time)
    years = None if at is None else door.whole_years("at", at)
    within = [] if within is None else door.names(within, "within")
    rows = panel(data, by, time, within) if years is None else _needed(data, value, by, time, within, years, reference)
    values = rows[value]
    there, name = _reference(rows, value, values, reference)
    codes, of_series = rows.codes, rows.panels.codes
    told = _Path(of_series[codes[there]], rows.years[there].astype(np.float64), values[there], rows.panels.count)
    asked = np.arange(len(values)) if years is None else np.flatnonzero(np.isin(rows.years, years))
    if (rows.groups.codes[1:] < rows.groups.codes[:-1]).any():
        asked = asked[order_by_group(rows.groups.codes[codes[asked]], rows.groups.count)]
    series, levels, when = codes[asked], values[asked], rows.years[asked].astype(np.int64)
    met = np.full(len(asked), np.nan)
    status = np.zeros(len(asked), dtype=np.int8)

    def find(begin: int) -> None:
        block = slice(begin, begin + _BLOCK)
        met[block], status[block] = told.found(of_series[series[block]], levels[block], when[block], crossing)

    for_each(find, [(begin,) for begin in range(0, len(asked), _BLOCK)])
    keys = rows.groups.labels_of(rows.groups.codes[series])
    # In two steps, so that a value that is called as a result is told.
    return with_results(
        with_results(keys, **{rows.keys[-1]: when, value: levels}),
        reference=name,
        reference_time=met,
        time_distance_years=when - met,
        status=_STATUSES.take(status).array,
    )


def _reference(rows: Panel, value: str, values: Floats, reference: Hashable) -> tuple[Ints, str]:
    """Return the rows of the reference that have a value, panel after panel with the years rising, and its name."""
    chosen = rows.members.named(reference)
    series = np.flatnonzero(chosen[rows.members.codes])
    series = series[order_by_group(rows.panels.codes[series], rows.panels.count)]
    sizes = rows.sizes[series]
    there = np.arange(sizes.sum()) + np.repeat(rows.starts[series] - np.cumsum(sizes) + sizes, sizes)
    there = there[~np.isnan(values[there])]
    if chosen.sum() != 1 or not len(there):
        found = f"names {chosen.sum()} groups" if chosen.sum() > 1 else f"has no value in column {value!r}"
        raise ValueError(f"The reference {reference!r} {found}. Choose one of: {', '.join(rows.members.texts)}.")
    return there, str(key_texts(rows.members.labels[chosen])[0])


def _needed(
    data: FrameLike,
    value: str,
    by: list[str],
    time: list[str],
    within: list[str],
    years: list[int],
    reference: Hashable,
) -> Panel:
    """Return the rows of some years and those of the reference: no others need to be put in order."""
    frame = door.tidy(data)
    keys = reference if isinstance(reference, tuple) else (reference,) * len(by)
    if len(keys) != len(by) or not all(name in frame.columns for name in by):
        of_some_years(frame, time, years)
        return panel(frame, by, time, within)
    marks = [_marked(door.column(frame, name), key) for name, key in zip(by, keys, strict=True)]
    join, there = np.logical_and if isinstance(reference, tuple) else np.logical_or, []

    def of_reference(rows: slice) -> Bools:
        found: Bools = join.reduce([mark(rows) for mark in marks])
        if found.any():
            there.append(rows)
        return found

    some = of_some_years(frame, time, years, of_reference)
    # A reference may also be named by the text of all its keys, which is found among the members only.
    return panel_of(frame, some, value, by, time, within) if there else panel(frame, by, time, within)


def _marked(keys: pd.Series[Any], key: Hashable) -> Callable[[slice], Bools]:
    """Return what marks those of some rows that have a key."""
    if isinstance(keys.dtype, np.dtype) and keys.dtype.kind in "iu" and isinstance(key, int):
        numbers = keys.to_numpy()
        return lambda rows: numbers[rows] == key
    if isinstance(keys.dtype, pd.CategoricalDtype):
        named = np.flatnonzero(_marked(pd.Series(keys.dtype.categories), key)(slice(None)))
        codes, code = category_codes(keys), int(named[0]) if len(named) else -2
        return lambda rows: codes[rows] == code
    # Whatever else there is, pandas compares; Arrow lets other threads run meanwhile.
    return lambda rows: (keys.iloc[rows] == key).to_numpy(bool, na_value=False)


class _Path:
    """The reference's path in each panel: straight pieces between the points, which stand in order.

    A path first reaches a level above its beginning where the greatest value so far first reaches it, and one below
    where the least does; it last leaves a level where the path run backward first reaches it. Greatest values so far
    rise, so a search finds each. Pairs of panel and value are searched as complex numbers, which numpy orders by their
    real parts, then their imaginary ones.
    """

    def __init__(self, panels: Ints, years: Floats, values: Floats, count: int) -> None:
        self.panels, self.years, self.values = panels, years, values
        self._known: dict[tuple[int, float], NDArray[np.complex128]] = {}
        self.begins, self.ends = (np.searchsorted(panels, np.arange(count), side=side) for side in ("left", "right"))
        self.least, self.most, self.first, self.last = (np.full(count, np.nan) for _ in range(4))
        np.fmin.at(self.least, panels, values)
        np.fmax.at(self.most, panels, values)
        there = self.begins < self.ends
        self.first[there], self.last[there] = years[self.begins[there]], years[self.ends[there] - 1]

    def found(self, panels: Ints, levels: Floats, when: Ints, crossing: str) -> tuple[Floats, NDArray[np.int8]]:
        """Return when the path stood at each level, or what bound it gives for that, and the place of the status."""
        met = self._times_at(panels, levels, crossing)
        unknown = np.isnan(met)
        above = unknown & (levels < self.least[panels])
        ahead = unknown & (levels > self.most[panels]) & (when <= self.last[panels])
        met[above] = self.first[panels[above]]
        return met, (~unknown + 2 * above + 3 * ahead).astype(np.int8)

    def _times_at(self, panels: Ints, levels: Floats, crossing: str) -> Floats:
        """Return when the path first, or last, stood at each level; NaN where it never did."""
        met = np.full(len(levels), np.nan)
        inside = np.flatnonzero((levels >= self.least[panels]) & (levels <= self.most[panels]))
        panels, levels = panels[inside], levels[inside]
        step = 1 if crossing == "first" else -1
        origin = self.begins if step == 1 else self.ends - 1
        rising = levels >= self.values[origin[panels]]
        for sign, those in ((1.0, rising), (-1.0, ~rising)):
            reached = self._reached(step, sign)
            # Backward, panels are numbered down, so that they rise along the path as well.
            found = np.searchsorted(reached, _pairs(step * panels[those], sign * levels[those]))
            to = found if step == 1 else len(self.years) - 1 - found
            met[inside[those]] = self._between(to, step, panels[those], levels[those])
        return met

    def _reached(self, step: int, sign: float) -> NDArray[np.complex128]:
        """The greatest (sign 1) or least (-1, turned round) value so far, along the path or backward."""
        if (step, sign) not in self._known:
            points = _pairs(step * self.panels[::step], sign * self.values[::step])
            self._known[step, sign] = np.maximum.accumulate(points)
        return self._known[step, sign]

    def _between(self, to: Ints, step: int, panels: Ints, levels: Floats) -> Floats:
        """When the piece that leads to each point stood at the level."""
        origin = self.begins if step == 1 else self.ends - 1
        came = np.where(to == origin[panels], to, to - step)
        start, rise = self.values[came], self.values[to] - self.values[came]
        share = np.divide(levels - start, rise, out=np.zeros(len(levels)), where=rise != 0)
        times: Floats = self.years[came] + share * (self.years[to] - self.years[came])
        return times


def _pairs(panels: Ints, numbers: Floats) -> NDArray[np.complex128]:
    pairs = np.empty(len(numbers), dtype=np.complex128)
    pairs.real, pairs.imag = panels, numbers
    return pairs


def catch_up(
    data: FrameLike,
    value: str,
    *,
    reference: Hashable,
    by: Columns = "economy",
    time: Columns = "year",
    within: Columns | None = None,
    start: int | None = None,
    end: int | None = None,
) -> pd.DataFrame:
    """Return in how many years each economy reaches the reference if both grow on as they did.

    With the growth of both from start to end, T years, ``s = T ln(r / x) / (ln(x / x[0]) - ln(r / r[0]))`` years after
    the end, x the economy's and r the reference's value there: then ``x (x / x[0])^(s / T) = r (r / r[0])^(s / T)``.

    Parameters
    ----------
    data, value, by, time, within, reference
        As in `time_distance`, which looks back where this looks forward.
    start, end : int, optional
        The span; by default from the first to the last year in which both have a value.

    Returns
    -------
    pandas.DataFrame
        One row per economy, sorted: `within`, `by`, ``reference``, ``start``, ``end``, ``growth_pct`` and
        ``reference_growth_pct`` (compound, per cent a year), ``catch_up_years`` (s), ``catch_up_time`` (a year and its
        fraction) and ``status``:

        * ``reaches``: s years after the end;
        * ``already``: it is level or above at the end; s is 0;
        * ``never``: below, and it grows no faster; s is NaN;
        * missing, s NaN: a value is missing, or not above 0, at either end, or start and end are one year.

    Notes
    -----
    It draws out two curves and is no forecast. A percentage cannot grow past 100: read it beside the reference's.

    References
    ----------
    Sicherl, *Time Distance in Economics and Statistics* (2012); Barro and Sala-i-Martin, "Convergence" (1992).

    Examples
    --------
    >>> import pandas as pd
    >>> from neadigital import divide
    >>> scale = pd.DataFrame({"economy": ["A", "B", "C"] * 2, "year": [2016] * 3 + [2021] * 3})
    >>> scale["usd_bn"] = [100.0, 400.0, 50.0, 200.0, 400.0, 40.0]
    >>> found = divide.catch_up(scale, "usd_bn", reference="B")
    >>> found[["economy", "growth_pct", "catch_up_years", "catch_up_time", "status"]].round(2)
      economy  growth_pct  catch_up_years  catch_up_time   status
    0       A       14.87             5.0         2026.0  reaches
    1       B        0.00             0.0         2021.0  already
    2       C       -4.36             NaN            NaN    never
    """
    door.span(start, end)
    time = one_time(time)
    if asked := [year for year in (start, end) if year is not None]:
        of_some_years(door.tidy(data), time, asked)
    rows = panel(data, by, time, within)
    values = rows[value]
    there, name = _reference(rows, value, values, reference)
    cells, when = rows.crosswise()
    # What the reference is at in each panel and year.
    told = np.full(rows.panels.count * len(when), np.nan)
    told[cells[there]] = values[there]
    pair = ~np.isnan(values)
    pair &= taken(~np.isnan(told), cells)
    places = rows.ends(pair, start, end)
    span = rows.span(*places, start, end)
    years = span["years"].to_numpy(dtype=np.float64, na_value=np.nan)
    of_both = [(at(values, place), at(told, np.where(place < 0, -1, cells[place]))) for place in places]
    # What stands for each row takes more memory than the result, and does not matter any more.
    del values, cells, pair
    logs = [np.log([np.where(of > 0, of, np.nan) for of in both]) for both in of_both]
    own, theirs = (logs[1] - logs[0]) / np.where(years > 0, years, np.nan)
    behind = logs[1][1] - logs[1][0] + 0 * (own + theirs)
    noise = ROUNDING * (np.abs(logs) + 1).max(axis=(0, 1))
    already, reaches = behind <= noise, (own - theirs) * years > noise
    wait = np.where(already, 0.0, behind / np.where(reaches, own - theirs, np.nan))
    status = np.full(len(wait), None)
    for mask, word in ((behind > noise, "never"), (reaches & (behind > noise), "reaches"), (already, "already")):
        status[mask] = word
    return rows.table(
        reference=name,
        start=span["start"],
        end=span["end"],
        growth_pct=100 * np.expm1(own),
        reference_growth_pct=100 * np.expm1(theirs),
        catch_up_years=wait,
        catch_up_time=span["end"].to_numpy(dtype=np.float64, na_value=np.nan) + wait,
        status=status,
    )
