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
    first = sections[observed.argmax()]
    rows = np.flatnonzero(observed & (sections == first))
    if len(rows) < _MEMBERS:
        return None
    candidates = members[rows[_are_halves(values[rows])]]
    candidates = candidates[may_be_one[candidates]]
    if not len(candidates):
        return None
    sections = sections[observed]
    members = members[observed]
    values = values[observed]
    totals = [
        int(member)
        for member in candidates
        if _is_total(sections, values, members == member)
    ]
    # Two that equal each other, beside zeros, are no total.
    return totals[0] if len(totals) == 1 else None


def _are_halves(values: Floats) -> Bools:
    """Mark the values that are about half of all, as a total beside its parts is."""
    sizes = np.abs(values)
    differences = np.abs(2 * values - values.sum())
    allowed = 2 * _LARGEST_ROUNDING * sizes
    are_halves: Bools = (differences <= allowed) & (sizes > 0)
    return are_halves


def _is_total(sections: Ints, values: Floats, is_member: Bools) -> bool:
    """Tell whether a member equals the sum of all others in every cross-section."""
    n_members = np.bincount(sections)
    n_sections = np.count_nonzero(n_members)
    # The member has one row in a cross-section, so these are the cross-sections that it is in.
    own = sections[is_member]
    if len(own) != n_sections or n_members[own].min() < _MEMBERS:
        return False
    totals = values[is_member]
    of_others = np.where(is_member, 0, values)
    others = np.bincount(sections, of_others)[own]
    if not others.all():
        return False
    sizes = np.abs(totals)
    differences = np.abs(totals - others)
    largest = _LARGEST_ROUNDING * sizes
    if (differences > largest).any():
        return False
    # Few members or cross-sections may agree by chance, unless they agree exactly.
    is_exact = differences <= _NOISE * sizes
    found = is_exact & (n_members[own] >= _MEMBERS_EXACT)
    if n_sections >= _SECTIONS and not found.all():
        rounding = n_members[own] * last_digit(values) / 2
        is_within = differences <= rounding * (1 + _NOISE)
        found |= (rounding <= largest) & (is_exact | is_within)
    return bool(found.all())


def last_digit(values: Floats) -> float:
    """Return the largest power of ten of which all values are multiples; 0 if none to 1e-9 is."""
    for exponent in range(9, -10, -1):
        # Powers of ten below 1 are no doubles, but their inverses are.
        inverse = 10.0**-exponent
        scaled = values / 10.0**exponent if exponent > 0 else values * inverse
        distance = np.abs(scaled - np.rint(scaled))
        allowed = np.minimum(1e-9 * np.abs(scaled), 1e-6)
        if (distance <= allowed).all():
            return 10.0**exponent
    return 0.0
