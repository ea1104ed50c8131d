"""Tell the world and other aggregates from members: by a short list, or by their value.

The list holds the world and words for a total, in the languages of Northeast Asia and in the codes
of SDMX, the ILO, the WHO and Our World in Data; the World Bank's aggregates by code and name, and
those of ITU and the IMF by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from neadigital._engine.arrays import Bools, Floats, Ints


def _listed(text: str) -> set[str]:
    """Return the entries of a list."""
    entries = text.split(";")
    return {" ".join(entry.split()) for entry in entries}


# Names are written without capitals, as `_plain` returns them.
_WORLD = _listed(
    """WLD; W00; OWID_WRL; _T; SEX_T; BTSX; TOP10; TOP20; AVG; world; the world; world total;
    both sexes; average; welt; 世界; 世界計; 全世界; 全国; 全国合计; 全国計; 全国平均; 男女計; 세계;
    전세계; 전국; мир; весь мир; мир в целом; оба пола; дэлхий; улсын дүн"""
)
# A firm or a place may have such a name, so these count only where their value is a sum.
_TOTAL_WORDS = _listed(
    """T; total; totals; grand total; sum; all; all persons; global; insgesamt; gesamt; zusammen;
    合计; 总计; 总数; 共计; 合計; 総計; 総数; 計; 합계; 총계; 계; 전체; всего; итого; нийт; бүгд;
    дүн"""
)
_REGION_CODES = _listed(
    """AFE; AFW; ARB; CEB; CSS; EAP; EAR; EAS; ECA; ECS; FCS; HIC; HPC; IBD; IBT; IDA; IDB; IDX;
    LAC; LCN; LDC; LIC; LMC; LMY; LTE; MEA; MIC; MNA; NAC; OSS; PRE; PSS; PST; SAS; SSA; SSF; SST;
    TEA; TEC; TLA; TMN; TSA; TSS; UMC"""
)
_REGION_NAMES = _listed(
    """africa eastern and southern; africa western and central; arab world;
    caribbean small states; central europe and the baltics; early-demographic dividend;
    east asia and pacific; europe and central asia; fragile and conflict affected situations;
    heavily indebted poor countries; high income; ibrd only; ida and ibrd total; ida blend;
    ida only; ida total; late-demographic dividend; latin america and caribbean;
    latin america and the caribbean; least developed countries: un classification;
    low and middle income; low income; lower middle income; middle east and north africa;
    middle east, north africa, afghanistan and pakistan; middle income; north america;
    other small states; pacific island small states; post-demographic dividend;
    pre-demographic dividend; small states; south asia; sub-saharan africa; upper middle income;
    arab states; cis; commonwealth of independent states; developed; developing;
    developed countries; developing countries; least developed countries;
    landlocked developing countries; ldcs; lldcs; sids; small island developing states;
    advanced economies; major advanced economies;
    other advanced economies; emerging market and developing economies;
    emerging and developing asia; emerging and developing europe; asean-5;
    middle east and central asia"""
)
# Members, as in "EU, US and China", unless the world is beside them.
_BLOCS = _listed(
    "EUU; EMU; OED; EU; EU27; EU27_2020; european union; euro area; oecd; oecd members"
)
_CONTINENTS = _listed(
    "africa; americas; asia; asia-pacific; asia and pacific; europe; oceania"
)
# Parts of a whole that differ from it by less than this, as part of it, are rounded parts.
_ROUNDING = 0.01
_NOISE = 1e-9


def find(keys: Iterable[object]) -> list[str]:
    """Return the aggregates among the keys of members that are aggregates by their name."""
    texts = [key for key in keys if isinstance(key, str)]
    # As in ISO 3166-2, CN is the whole of CN-HL and CN-JL.
    parts = [text for text in texts if re.match("[A-Z]{2}-", text)]
    countries = {part[:2] for part in parts}
    world = [text for text in texts if _is_in(_WORLD, text) or text in countries]
    rest = [text for text in texts if text not in world]
    codes = [text for text in rest if text in _REGION_CODES]
    names = [text for text in rest if _is_in(_REGION_NAMES, text)]
    blocs = [text for text in rest if _is_in(_BLOCS, text)]
    continents = [text for text in rest if _is_in(_CONTINENTS, text)]
    listed = codes + names + blocs + continents
    # Regions that are compared with regions are members. If most are continents, the others are
    # continents under a name that nobody listed, and no countries.
    are_all_listed = len(listed) == len(rest)
    are_continents = 2 * len(continents) > len(rest)
    if are_all_listed or are_continents:
        return world
    if not world:
        return codes + names
    return world + listed


def find_words(keys: Iterable[object]) -> list[str]:
    """Return the members that are called total, in some language; see `is_sum`."""
    texts = [key for key in keys if isinstance(key, str)]
    return [text for text in texts if _is_in(_TOTAL_WORDS, text)]


def _is_in(listed: set[str], text: str) -> bool:
    """Tell whether a list has a code as it is, or a name without capitals and brackets."""
    name = text.replace("&", "and").lower()
    name = re.sub(r" \(.*\)", "", name)
    name = " ".join(name.split())
    return text in listed or name in listed


def is_sum(groups: Ints, is_total: Bools, values: Floats) -> bool:
    """Tell whether a member is the sum of the others in most groups where it has a value.

    A group needs two others or more; their sum may differ by what was rounded.
    """
    known = ~np.isnan(values)
    is_other = known & ~is_total
    is_total = known & is_total
    n_groups = groups.max(initial=0) + 1
    sums = np.bincount(groups[is_other], values[is_other], n_groups)
    sizes = np.bincount(groups[is_other], minlength=n_groups)
    of_total = groups[is_total]
    has_parts = sizes[of_total] > 1
    totals = values[is_total][has_parts]
    parts = sums[of_total][has_parts]
    differences = np.abs(totals - parts)
    is_equal = differences <= _ROUNDING * np.abs(totals)
    return bool(2 * is_equal.sum() > len(is_equal))


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
    is_equal = np.abs(values - others) <= _NOISE * np.abs(values)
    is_total = is_equal & (values != 0)
    times_total = np.bincount(members[is_total])
    totals = np.flatnonzero(times_total == n_sections)
    # Two that equal each other, beside zeros, are no total.
    return int(totals[0]) if len(totals) == 1 else None
