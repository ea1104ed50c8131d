"""Tell the world and other aggregates from members: by a short list, or by their value.

The words for the world and a total are in `words`. Here are the World Bank's aggregates by code and
name, those of ITU and the IMF by name and the continents of Our World in Data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from neadigital._engine.arrays import Bools, Floats, Ints
from neadigital._engine.words import core, is_total, is_world, listed

_CODES = re.compile(
    "AFE|AFW|ARB|CEB|CSS|EAP|EAR|EAS|ECA|ECS|FCS|HIC|HPC|IBD|IBT|IDA|IDB|IDX|LAC|LCN|LDC|LIC|LMC|"
    "LMY|LTE|MEA|MIC|MNA|NAC|OSS|PRE|PSS|PST|SAS|SSA|SSF|SST|TEA|TEC|TLA|TMN|TSA|TSS|UMC"
)
_GROUPS = listed(
    """africa eastern and southern; africa western and central; arab world;
    caribbean small states; central europe and the baltics; early-demographic dividend;
    east asia and pacific; europe and central asia; fragile and conflict affected situations;
    heavily indebted poor countries; high income; ibrd only; ida and ibrd total; ida blend;
    ida only; ida total; late-demographic dividend; latin america and caribbean;
    least developed countries: un classification; low and middle income; low income;
    lower middle income; middle east and north africa;
    middle east, north africa, afghanistan and pakistan; middle income; north america;
    oecd total; other small states; pacific island small states; post-demographic dividend;
    pre-demographic dividend; small states; south asia; sub-saharan africa; upper middle income;
    arab states; cis; commonwealth of independent states; developed; developing; least developed;
    landlocked developing; ldcs; lldcs; sids; small island developing states; advanced;
    major advanced; other advanced; emerging market and developing; emerging and developing asia;
    emerging and developing europe; asean-5; middle east and central asia; OWID_AFR; OWID_ASI;
    OWID_EUR; OWID_NAM; OWID_OCE; OWID_SAM; OWID_EU27; OWID_HIC; OWID_UMC; OWID_LMC; OWID_LIC"""
)
_CONTINENTS = listed(
    "africa; americas; asia; asia-pacific; asia and the pacific; europe; oceania"
)
# Members, as in "Europe, US and China", unless the world or another group is beside them.
_BLOCS = listed(
    "EUU; EMU; OED; EU; EU27; EU27_2020; european union; euro area; oecd; oecd members; europe"
)
_PART = re.compile(r"[A-Z]{2}-(?:[A-Z0-9]{2}|\d)")
_REGION = re.compile("(?i)amer|afri|asia|euro|east|pacific")
# Parts of a whole that differ from it by less than this, as part of it, are rounded parts.
_ROUNDING = 0.01
_NOISE = 1e-9


def find(keys: Iterable[object]) -> list[str]:
    """Return the aggregates among the keys of members that are aggregates by their name."""
    texts = [key for key in keys if isinstance(key, str)]
    # As in ISO 3166-2, CN is the whole of CN-HL and CN-JL; GT-R is a car.
    parts = [text for text in texts if _PART.match(text)]
    nations = {part[:2] for part in parts}
    world = [text for text in texts if is_world(text) or text in nations]
    rest = [text for text in texts if text not in world]
    # A code is one among codes of countries, of which there are fewer than of airports; elsewhere
    # tea is tea, and SAS the company.
    n_codes = sum(bool(re.fullmatch("[A-Z]{3}|[a-z]{3}", text)) for text in texts)
    are_codes = 0.75 * len(texts) < n_codes < 300
    blocs = [text for text in rest if core(text) in _BLOCS]
    continents = [text for text in rest if core(text) in _CONTINENTS]
    groups = [
        text
        for text in rest
        if core(text) in _GROUPS | _CONTINENTS - _BLOCS
        or (are_codes and _CODES.fullmatch(text.upper()))
    ]
    # Regions that are compared with regions are members, also those whose name nobody listed, such
    # as N.Amer, if most are continents.
    are_continents = 2 * len(continents) > len(rest)
    listed = {*groups, *blocs}
    others = [text for text in rest if text not in listed]
    if not others or (are_continents and all(map(_REGION.search, others))):
        return world
    if not (world or groups):
        return []
    return world + groups + blocs


def find_words(keys: Iterable[object]) -> list[str]:
    """Return the members that are called total, or mean, in some language; see `compare`."""
    texts = [key for key in keys if isinstance(key, str)]
    totals = [text for text in texts if is_total(text)]
    letters = [text for text in texts if len(text) == 1 and text.isascii()]
    if len(letters) <= 4:
        return totals
    # T is a section of industries among A, B, C; beside F and M it is both.
    return [text for text in totals if text not in letters]


def compare(groups: Ints, is_total: Bools, values: Floats) -> str:
    """Tell whether a member is the "sum" of the others in most groups, or "between" them in all.

    A group needs two others or more; their sum may differ by what was rounded.
    """
    rows = pd.DataFrame({"group": groups, "total": values}).dropna()
    is_total = is_total[rows.index]
    in_groups = rows[~is_total].groupby("group")["total"]
    others = in_groups.agg(["sum", "min", "max", "size"])
    others = others[others["size"] > 1]
    both = rows[is_total].join(others, on="group", how="inner")
    total = both["total"]
    difference = total - both["sum"]
    is_equal = difference.abs() <= _ROUNDING * total.abs()
    if is_equal.sum() > len(both) / 2:
        return "sum"
    is_inside = total.between(both["min"], both["max"])
    return "between" if len(both) and is_inside.all() else ""


def find_total(sections: Ints, members: Ints, values: Floats) -> int | None:
    """Return the member that equals the sum of all others in every section, if one does.

    Sections have four members or more, or three where there are several sections: fewer may agree
    by chance.
    """
    known = ~np.isnan(values)
    sections, members, values = sections[known], members[known], values[known]
    sizes = np.bincount(sections)
    sizes = sizes[sizes > 0]
    n_sections = len(sizes)
    least = 3 if n_sections > 1 else 4
    if n_sections == 0 or sizes.min() < least:
        return None
    sums = np.bincount(sections, values)
    others = sums[sections] - values
    difference = np.abs(values - others)
    is_equal = difference <= _NOISE * np.abs(values)
    is_total = is_equal & (values != 0)
    times_total = np.bincount(members[is_total])
    totals = np.flatnonzero(times_total == n_sections)
    # Two that equal each other, beside zeros, are no total.
    return int(totals[0]) if len(totals) == 1 else None
