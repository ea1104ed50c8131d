"""Find a member that is the total of the others, though no list of aggregates knows it."""

from __future__ import annotations

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints

# A total is looked for among so many members of a cross-section or more.
_MEMBERS = 3
# So many cross-sections show a total within rounding; in fewer it must be exact, among four.
_SECTIONS = 3
_MEMBERS_EXACT = 4
# Half a last digit for each member counts where it is at most this part of the total.
_LARGEST_ROUNDING = 0.01
# What sums of doubles lose.
_NOISE = 1e-12


def find_total(
    sections: Ints, members: Ints, values: Floats, may_be_one: Bools
) -> int | None:
    """Return the member that equals the sum of all others in every cross-section, if one does.

    Cross-sections without a value are left out. A total of some of the members is not found.

    Parameters
    ----------
    sections, members : array
        The codes of each row's cross-section and member.
    values : array
        The value of each row, missing as NaN.
    may_be_one : array
        Whether each member may be a total: those named by the caller as something else may not.
    """
    observed = ~np.isnan(values)
    if not observed.any():
        return None
    # Whoever is the total of every cross-section is that of the first: few tables go on from here.
    rows = np.flatnonzero(observed & (sections == sections[observed.argmax()]))
    total = values[rows].sum()
    sizes = np.abs(values[rows])
    is_half = np.abs(2 * values[rows] - total) <= 2 * _LARGEST_ROUNDING * sizes
    candidates = members[rows[is_half & (sizes > 0)]]
    if len(rows) < _MEMBERS or not len(candidates):
        return None
    sections, members, values = sections[observed], members[observed], values[observed]
    totals = [
        int(member)
        for member in candidates
        if may_be_one[member] and _is_total(sections, values, members == member)
    ]
    # Two that equal each other, beside zeros, are no total.
    return totals[0] if len(totals) == 1 else None


def _is_total(sections: Ints, values: Floats, is_member: Bools) -> bool:
    """Tell whether a member equals the sum of all others in every cross-section."""
    n_members = np.bincount(sections)
    present = np.flatnonzero(n_members)
    if (
        len(present) != np.count_nonzero(is_member)
        or n_members[present].min() < _MEMBERS
    ):
        return False
    others = np.bincount(sections, np.where(is_member, 0, values))[sections[is_member]]
    totals = values[is_member]
    sizes = np.abs(totals)
    differences = np.abs(totals - others)
    if not others.all() or (differences > _LARGEST_ROUNDING * sizes).any():
        return False
    number = n_members[sections[is_member]]
    is_exact = differences <= _NOISE * sizes
    found = is_exact & (number >= _MEMBERS_EXACT)
    if len(present) >= _SECTIONS and not found.all():
        rounding = number * last_digit(values) / 2
        is_sharp = rounding <= _LARGEST_ROUNDING * sizes
        found |= is_sharp & (is_exact | (differences <= rounding * (1 + _NOISE)))
    return bool(found.all())


def last_digit(values: Floats) -> float:
    """Return the largest power of ten of which all values are multiples; 0 if none to 1e-9 is."""
    for exponent in range(9, -10, -1):
        # Powers of ten below 1 are no doubles, but their inverses are.
        scaled = values / 10.0**exponent if exponent > 0 else values * 10.0**-exponent
        distance = np.abs(scaled - np.rint(scaled))
        if (distance <= np.minimum(1e-9 * np.abs(scaled), 1e-6)).all():
            return 10.0**exponent
    return 0.0
