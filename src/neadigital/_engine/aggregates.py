"""Tell the world and other aggregates from members: by a short list, or by their value.

The list holds the world and words for a total, in the languages of Northeast Asia and in the codes
of SDMX, the ILO and the WHO, and the World Bank's aggregates, as the bundled series have them.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray


def _listed(text: str) -> set[str]:
    """Return the entries of a list."""
    return {entry.strip() for entry in text.split(";")}


_WORLD = _listed(
    """WLD; W00; OWID_WRL; _T; SEX_T; BTSX; TOP10; TOP20; AVG; world; global; total; world total;
    grand total; both sexes; all persons; average; 世界; 全国; 合计; 总计; 全国合计; 合計; 総数; 計;
    男女計; 세계; 전국; 계; 합계; 총계; 전체; мир; весь мир; всего; итого; оба пола; дэлхий; бүгд;
    нийт; улсын дүн"""
)
_REGIONS = _listed(
    """AFE; AFW; ARB; CEB; CSS; EAP; EAR; EAS; ECA; ECS; FCS; HIC; HPC; IBD; IBT; IDA; IDB; IDX;
    LAC; LCN; LDC; LIC; LMC; LMY; LTE; MEA; MIC; MNA; NAC; OSS; PRE; PSS; PST; SAS; SSA; SSF; SST;
    TEA; TEC; TLA; TMN; TSA; TSS; UMC; africa eastern and southern; africa western and central;
    arab world; caribbean small states; central europe and the baltics; early-demographic dividend;
    east asia and pacific; europe and central asia; fragile and conflict affected situations;
    heavily indebted poor countries; high income; ibrd only; ida and ibrd total; ida blend;
    ida only; ida total; late-demographic dividend; latin america and caribbean;
    latin america and the caribbean; least developed countries: un classification;
    low and middle income; low income; lower middle income; middle east and north africa;
    middle east, north africa, afghanistan and pakistan; middle income; north america;
    other small states; pacific island small states;
    post-demographic dividend; pre-demographic dividend; small states; south asia;
    sub-saharan africa; upper middle income"""
)
# Members, as in "EU, US and China", unless the world is beside them.
_BLOCS = _listed(
    "EUU; EMU; OED; EU; EU27; EU27_2020; european union; euro area; oecd; oecd members"
)


def find(keys: list[object]) -> list[str]:
    """Return the aggregates among the keys of members.

    Regions that are compared with regions are members, unless the world is among them.
    """
    texts = [key for key in keys if isinstance(key, str)]
    # As in ISO 3166-2, CN is the whole of CN-HL and CN-JL.
    wholes = {text[:2] for text in texts if re.match("[A-Z]{2}-", text)} & {*texts}
    world, regions, blocs = (
        [text for text in texts if {text, _plain(text)} & listed]
        for listed in (_WORLD, _REGIONS, _BLOCS)
    )
    world += wholes
    if world:
        return [*world, *regions, *blocs]
    return regions if len(regions) < len(keys) else []


def _plain(name: str) -> str:
    """Return a name as the list has it: without capitals and brackets, with "and" for "&"."""
    plain = re.sub(r" \(.*\)", "", name.replace("&", "and"))
    return " ".join(plain.lower().split())


def find_total(
    sections: NDArray[np.int64], members: NDArray[np.int64], values: NDArray[np.float64]
) -> int | None:
    """Return the member that equals the sum of all others in every section, if one does.

    Sections have four members or more, or three where there are several sections: fewer, and
    whole numbers of a single section, may agree by chance.
    """
    known = ~np.isnan(values)
    sections, members, values = sections[known], members[known], values[known]
    sums = np.bincount(sections, values)
    sizes = np.bincount(sections)
    n_sections = np.count_nonzero(sizes)
    least = 3 if n_sections > 1 else 4
    is_by_chance = n_sections == 1 and bool((values % 1 == 0).all())
    if not n_sections or sizes[sizes > 0].min() < least or is_by_chance:
        return None
    others = sums[sections] - values
    is_total = (np.abs(values - others) <= 1e-9 * np.abs(values)) & (values != 0)
    totals = np.flatnonzero(np.bincount(members[is_total]) == n_sections)
    # Two that equal each other, beside zeros, are no total.
    return int(totals[0]) if len(totals) == 1 else None
