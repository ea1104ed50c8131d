"""Consistency: relations that are found, verdicts, and the cells that are named."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest
from support import REPOSITORY

import neadigital
from neadigital import consistency
from neadigital.consistency import growth, share, total
from neadigital.consistency._examine import examine
from neadigital.consistency._relations import RULES, annual_rule, share_rule
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

TABLES = REPOSITORY / "docs" / "printed_tables"
FAILS = {"last_digit", "contradicted"}
INCOME = """\
item,2022,2021,2020
Products,316199,297392,220747
Services,78129,68425,53768
Total net sales,394328,365817,274515
Cost of sales,223546,212981,169559
Gross margin,170782,152836,104956
Research,26251,21914,18752
Selling,25094,21973,19916
Total operating expenses,51345,43887,38668
Operating income,119437,108949,66288
"""
SHARES = """\
party,votes,share,before,change
A,1201,36.4,1102,9.0
B,877,26.6,951,-7.8
C,685,20.8,601,14.0
D,402,12.2,433,-7.2
E,134,4.1,155,-13.5
All,3299,100.0,3242,1.8
"""
YEARS = """\
economy,year,level,growth
A,2018,412,
A,2019,431,4.6
A,2020,455,5.6
A,2021,470,3.3
A,2022,485,3.2
A,2023 (1-7),290,9.9
B,2020,812,
B,2021,853,5.0
B,2022,901,5.6
"""
#: A base of 1000, which may be rounded to thousands, stands among bases that are not.
ROUNDED = """\
land,Pop 2010,Pop 2020,Growth %
A,1200,1321,10.1
B,2500,2603,4.1
C,900,993,10.3
D,1000,1153,15.3
E,1010,1237,22.5
F,1777,1934,8.8
G,1361,1410,3.6
"""
RUNNING = """\
month,new,all
Jan,812,812
Feb,1304,2116
Mar,977,3093
Apr,2210,5303
May,1846,7149
Jun,655,7804
"""
BY_YEAR = "year,level,pupils\n" + "".join(
    f"{year},{level},{number}\n"
    for year, numbers in {
        2019: (412.3, 655.1, 231.9),
        2020: (433.8, 671.4, 240.2),
        2021: (451.0, 690.9, 266.7),
    }.items()
    for level, number in zip(
        ("Primary", "Secondary", "Tertiary", "All levels"),
        (*numbers, round(sum(numbers), 1)),
        strict=True,
    )
)
MARGIN = """\
item,2021,2022,2023
Revenue,1204.3,1350.8,1498.7
Profit,102.1,90.4,189.3
Profit margin (%),8.5,6.7,12.6
"""

#: A line of rates stands between a total and its parts.
GDP = """\
Indicator,2018,2019,2020,2021,2022
GDP,312.4,321.8,305.2,327.9,352.6
"Growth, %",,3.0,-5.2,7.4,7.5
Farming,18.7,18.9,19.4,19.8,21.6
Industry,96.8,98.3,92.1,101.4,110.3
Services,196.9,204.6,193.7,206.7,220.7
"""
MEANS = """\
,Men,Women,All
Patients,210,190,400
Smokers,62,41,103
Diabetes,18,15,33
Hypertension,55,49,104
Statin use,21,17,38
Mean age,44.1,45.3,44.7
"""
PROFIT = """\
£m,2024,2023,"Change, %"
Revenue,412.6,389.1,6.0
Costs,(251.3),(240.8),4.4
Gross profit,161.3,148.3,8.8
Overheads,(98.7),(95.2),3.7
Operating profit,62.6,53.1,17.9
"""
ERRORS = """\
,Placebo,Treatment
N,148,152
Female,63 (42.6%),70 (46.1%)
Never smoked,71 (48.0%),77 (50.7%)
Former smoker,52 (35.1%),49 (32.2%)
Current smoker,25 (16.9%),26 (17.1%)
Diabetes,39 (26.4%),36 (23.7%)
Age,61.4 ± 10.2,60.8 ± 11.0
"""
TURNOUT = """\
Party,Votes,%
Labour,14238,43.1
Conservative,9871,29.9
Lib Dem,5604,17.0
Green,2319,7.0
Independent,1012,3.1
Turnout,33044,47.6
"""
#: The classes of a report, whose cases are added up.
SUPPORT = """\
Class,Precision,Recall,F1-Score,Support
Healthy,0.973,1.000,0.986,72
Bleached,0.986,0.972,0.979,72
Dead,1.000,0.933,0.966,15
Macro Avg,0.986,0.969,0.977,159
"""
#: The mean of rates is not the rate of means.
PASSED = """\
suite,run,passed,rate
a,40,31,77.5%
b,12,9,75.0%
c,80,61,76.3%
d,25,10,40.0%
e,33,30,90.9%
Average,38,28.2,71.9%
"""
#: Years with their deviation, among n (%).
COHORTS = """\
Variable;Cohort A;Cohort B;Cohort C
N;8,828;3,123;2,435
Age, years;66.61 (5.36);66.06 (5.07);67.72 (6.20)
Female, n (%);5,832 (66.1);1,726 (55.3);1,340 (55.0)
Rural residence, n (%);4,206 (47.6);1,886 (60.4);1,612 (66.2)
Regular exercise, n (%);4,694 (53.2);1,627 (52.1);1,213 (49.8)
"""
#: The mean of all is also one of two.
ARMS = "Arm,Jaccard\nA,0.59\nB,0.71\nC,0.70\nD,0.61\nMean,0.653\n"
SCORED = """\
Model,MMLU,GSM8K,HumanEval,MATH,BBH,Avg.
Alpha,63.4,55.2,41.5,22.8,58.1,48.2
Beta,70.1,61.9,48.8,30.4,64.7,55.2
Gamma,72.6,68.3,51.2,33.9,66.0,58.4
Delta,58.8,44.1,36.0,17.5,52.3,41.7
Epsilon,75.9,74.4,57.3,41.6,71.8,46.2
"""
HERD = """\
Year,Opening,Births,Purchases,Sales,Deaths,Closing
2016,84210,25110,1204,21877,1822,86825
2017,86825,24318,988,24061,2204,85866
2018,85866,26877,1411,23790,1690,88674
2019,88674,23650,2377,25102,2418,87181
2020,87181,27403,1855,22964,1977,91498
"""
LEAGUE = """\
Club,W,D,L,Pts
Arsenal,28,5,5,89
Palace,13,10,15,49
Brighton,12,12,14,48
Fulham,13,8,17,47
Wolves,13,7,18,46
Everton,13,9,16,48
Brentford,10,9,19,39
Luton,6,8,24,26
"""
REGIONS = """\
region,2020,2021,2022
UCAN,11455,12972,14085
EMEA,7772,9700,9745
LATAM,3157,3577,4070
APAC,2372,3267,3570
Total,24757,29515,31470
"""


def examined(table: str) -> Any:
    return examine(consistency.read(table))


def texts(table: str) -> set[str]:
    """Return the relations of a table by which it is judged."""
    found = consistency.examine(consistency.read(table)).relations
    return set(found.loc[found["judged"].astype(bool), "text"])


def verdicts(table: str | pd.DataFrame, *relations: object, **options: Any) -> str:
    if isinstance(table, str):
        table = consistency.read(table)
    return " ".join(
        consistency.examine(table, *relations, **options).numbers["verdict"]
    )


def causes(table: str, *relations: object) -> list[str]:
    """Return each cell that is named with what it could be, and the slip."""
    found = consistency.examine(consistency.read(table), *relations).causes
    return [
        f"{each.column} {each.row}: {each.could_be}, {each.slip}"
        for each in found.itertuples()
    ]


# What is found


@pytest.mark.parametrize(
    ("table", "some"),
    [
        (
            INCOME,
            {
                "Total net sales is Products + Services",
                "Total operating expenses is Research + Selling",
                "Gross margin is Total operating expenses + Operating income",
            },
        ),
        (
            SHARES,
            {
                "share is votes / All",
                "change is the growth from before to votes",
                "All is A + B + C + D + E",
            },
        ),
        (YEARS, {"growth is the growth of level along year"}),
        (ROUNDED, {"Growth % is the growth from Pop 2010 to Pop 2020"}),
        (RUNNING, {"all is the one before + new"}),
        (BY_YEAR, {"All levels is Primary + Secondary + Tertiary"}),
        (MARGIN, {"Profit margin (%) is Profit / Revenue"}),
        (
            GDP,
            {
                "GDP is Farming + Industry + Services",
                "Growth, % is the growth of GDP along the columns",
            },
        ),
    ],
)
def test_relations_are_found(table: str, some: set[str]) -> None:
    """Totals and balances of rows and columns, shares, growth, running sums, rates of rows."""
    assert some <= texts(table)
    assert examined(table).fail == 0


def test_a_word_is_evidence() -> None:
    """Two of three columns are enough for a row that is called a total, not without the word."""
    slip = INCOME.replace("394328", "349328")

    assert (
        causes(slip)[0]
        == "2022 Total net sales: 394,327 to 394,329, two digits: 394,328"
    )
    assert not causes("item,2021,2022\nP,17,61\nQ,21,12\nR,38,74\n")


def test_a_total_follows_only_where_numbers_are_added_up() -> None:
    """Rates and means of a table are no parts of its totals."""
    found = examined(SHARES)
    (total_of_rows,) = (each for each in found.judged if each.text.startswith("All is"))
    columns = {found.table.column(cell) for cell in total_of_rows.cells[:, 0]}

    assert columns == {"votes", "share", "before"}


WORLD = "".join(
    f"{name},{gdp},{1000 * gdp / people:.0f},{people},{gdp / 1005.62:.1f}\n"
    for name, gdp, people in [
        ("US", 25462.7, 333.3),
        ("China", 17963.2, 1411.8),
        ("Japan", 4231.1, 125.1),
        ("Germany", 4072.2, 83.8),
        ("India", 3385.1, 1417.2),
        ("UK", 3070.7, 67.8),
        ("France", 2782.9, 65.8),
        ("Italy", 2010.4, 58.9),
        ("Brazil", 1920.1, 214.1),
    ]
)


def made(columns: int, rows: int, low: int, high: int, seed: int) -> str:
    """Return a table of random numbers."""
    draw = random.Random(seed)
    lines = [",".join(["name", *(f"c{place}" for place in range(columns))])]
    for row in range(rows):
        lines.append(
            ",".join(
                [f"r{row}", *(str(draw.randint(low, high)) for _ in range(columns))]
            )
        )
    return "\n".join(lines) + "\n"


# One of each shape in the fast suite.
SEVERAL = [
    pytest.param(made(*shape, seed), marks=pytest.mark.slow if seed else ())
    for shape in ((8, 20, 0, 9), (6, 12, 100, 99999), (5, 6, -50, 50))
    for seed in range(6)
]


@pytest.mark.parametrize(
    "table",
    [
        "country,gdp,per capita,people,share of world\n" + WORLD,
        # Without its word an average is none.
        SCORED.replace("Avg.", "Score"),
        *SEVERAL,
        "n,a,b\n"
        + "".join(f"{row},{row * 3 % 7}.5,{row + 0.25}\n" for row in range(1, 30)),
        # A count of years is no running sum of numbers that are small beside its rounding.
        "n,output\n"
        + "".join(
            f"{row % 15 + 1},{(row * 37 % 101 + 1) / 106:.6f}\n" for row in range(90)
        ),
        # Numberings with gaps: one is near to the next of the other.
        "n,patient,stage\n"
        + "".join(
            f"{row + row // 40},{row + row // 40},{row * 37 % 4}\n"
            for row in range(300)
        ),
        "a,b,all\n"
        + "".join(
            f"{x / 7:.12f},{x / 3:.12f},{x / 7 + x / 3 + (x == 9) * 1e-9:.12f}\n"
            for x in range(1, 30)
        ),
    ],
)
def test_what_is_not_related_is_not_accused(table: str) -> None:
    """World GDP near a power of ten, random numbers, row numbers and the noise of floats."""
    assert examined(table).fail == 0


@pytest.mark.parametrize(
    "table", [MEANS, PROFIT, ERRORS, TURNOUT, SUPPORT, PASSED, COHORTS]
)
def test_what_does_not_add_up_is_not_accused(table: str) -> None:
    """Among amounts that add up, means, rates, errors and the share of another whole do not."""
    found = examined(table)

    assert found.follow > 0
    assert found.fail == 0


def test_a_mean_is_one_of_all_lines() -> None:
    """Where all lines and some of them have the printed mean, it is that of all."""
    assert texts(ARMS) == {"Mean is the mean of A + B + C + D"}


def test_the_rate_is_said_to_follow() -> None:
    """Of a part, its whole and its share, the share follows from the others."""
    table = "district,Turnout %,Electors,Ballots\n" + "".join(
        f"D{row},{100 * ballots / electors:.1f},{electors},{ballots}\n"
        for row, (electors, ballots) in enumerate(
            [(25608, 16013), (51190, 35738), (82135, 58022), (81503, 50111)]
        )
    )

    assert texts(table) == {"Turnout % is Ballots / Electors"}


def test_of_overlapping_totals_the_true_one_is_judged() -> None:
    """A total whose last part is mostly 0 is no second, false total without it."""
    draw = random.Random(4)
    rows = [[draw.randint(20, 900) for _ in range(4)] + [0] for _ in range(40)]
    for row in rows[::9]:
        row[4] = draw.randint(20, 90)
    lines = [",".join(map(str, [*row, sum(row)])) for row in rows]
    found = examined("a,b,c,d,e,total\n" + "\n".join(lines) + "\n")

    assert (found.fail, found.judged[0].text) == (0, "total is a + b + c + d + e")


def test_a_part_that_changes_nothing_is_none() -> None:
    """Fees that are smaller than what was rounded are no part of a total of the columns beside."""
    draw = random.Random(3)
    lines = ["a,b,fee,total"]
    for _ in range(20):
        one, other = draw.uniform(200, 900), draw.uniform(200, 900)
        fee = draw.uniform(0.01, 0.05)
        lines.append(f"{one:.1f},{other:.1f},{fee:.2f},{one + other:.1f}")

    assert texts("\n".join(lines) + "\n") == {"total is a + b"}


# Verdicts


@pytest.mark.parametrize(
    ("table", "relation", "expected"),
    [
        (
            "new,old,rate\n111,101,9.9\n231,220,5.2\n",
            growth("rate", "new", "old"),
            "confirmed rounding",
        ),
        (
            "new,old,rate\n1001.2,801.1,25.0\n1001.2,801.1,24.9\n1001.2,801.1,26.2\n",
            growth("rate", "new", "old"),
            "confirmed last_digit contradicted",
        ),
        (
            "new,old,rate\n5,0,3.0\n5,..,3.0\n-6.00,-5.00,20.0\n",
            growth("rate", "new", "old"),
            "not_checkable not_checkable confirmed",
        ),
        ("a,b,all\n1.25,1.25,2.6\n", total("all", ["a", "b"]), "last_digit"),
        (
            "a,b,all\n1.0,..,1.0\n1.0,..,4.0\n",
            total("all", ["a", "b"]),
            "confirmed not_checkable",
        ),
        (
            "a,b,all\n1.0,-,1.0\n2.5,-,2.5\n3.1,-,9.1\n1.2,2.0,3.2\n",
            total("all", ["a", "b"]),
            "confirmed confirmed contradicted confirmed",
        ),
        ("a,b,all\n1.0,3.0,-2.0\n", total("all", {"a": 1, "b": -1}), "confirmed"),
        (
            "p,w,s\n2.00,8.00,25.0\n-2.00,8.00,25.0\n",
            share("s", "p", "w"),
            "confirmed contradicted",
        ),
        ("p,w,s\n2.00,8.00,0.25\n", share("s", "p", "w", scale=1), "confirmed"),
        (
            "new,old,rate\n121.0,100.0,10.0\n",
            growth("rate", "new", "old", periods=2, rule="annual"),
            "confirmed",
        ),
        (
            "new,old,rate\n110.0,100.0,9.53\n",
            growth("rate", "new", "old", rule="log"),
            "confirmed",
        ),
        (
            "new,old,rate\n125.0,100.0,20.0\n",
            growth("rate", "new", "old", rule="current"),
            "confirmed",
        ),
    ],
)
def test_verdicts(table: str, relation: Any, expected: str) -> None:
    """A number fails only if no values that print as the table does satisfy its relation."""
    assert verdicts(table, relation) == expected


@pytest.mark.parametrize(
    ("column", "bounds"),
    [
        (["610,000", "1,234", "5,678"], (605_000, 615_000)),
        (["611,000", "1,234", "5,678"], (610_500, 611_500)),
        (["12,000", "31,000", "8,000"], (11_500, 12_500)),
        (["12.50", "31.40", "8.10"], (12.45, 12.55)),
        (["12.50", "31.40"], (12.495, 12.505)),
    ],
)
def test_the_last_digit_of_a_number(
    column: list[str], bounds: tuple[float, float]
) -> None:
    """Zeros that all numbers share, or three more than the others, are no digits."""
    frame = pd.DataFrame({"a": column, "b": column})
    found = consistency.examine(frame, total("a", ["b"])).numbers

    assert (found["low"][0], found["high"][0]) == pytest.approx(bounds)


def test_counts_are_exact_only_if_their_totals_show_it() -> None:
    """Among few totals a goal that is off by one may be rounded, unless the user says it is not."""
    table = "club,for,against,goals\nA,74,31,43\nB,68,29,39\nC,55,48,7\nD,34,47,-11\nE,41,45,-4\n"
    goals = total("goals", {"for": 1, "against": -1})

    assert examined(table).counts == []
    assert verdicts(table).count("last_digit") == 1
    assert "contradicted" in verdicts(table, goals, exact=["for", "against", "goals"])


@pytest.mark.parametrize("mark", [".", ","])
def test_the_decimal_mark_is_found(mark: str) -> None:
    """The mark is the one with which more cells are read."""
    table = SHARES.replace(",", ";").replace(".", mark)

    assert examined(table).table.mark == mark
    assert examined(table).fail == 0


def test_one_comma_makes_no_decimal_mark() -> None:
    """A slip in the thousands of one number makes no decimal comma of all others."""
    rows = [
        f"{number:,};{3 * number:,};{4 * number:,}\n"
        for number in range(1100, 1700, 99)
    ]
    found = examined("a;b;all\n4,6743;1,250;5,923\n" + "".join(rows))

    assert found.table.mark == "."
    assert [found.table.printed(cell) for cell in found.table.unreadable()] == [
        "4,6743"
    ]


# Blame


@pytest.mark.parametrize(
    ("table", "old", "new", "cause"),
    [
        (SHARES, "877", "787", "votes B: 877, two digits: 877"),
        (SHARES, "402,", "40.2,", "votes D: 401.1 to 402.5, point: 402"),
        (SHARES, "-13.5", "13.5", "change E: -13.5, sign: -13.5"),
        (SHARES, "20.8", "26.8", "share C: 20.8, one digit: 20.8"),
        (INCOME, "222,", "222,", ""),
        (
            INCOME,
            "21973",
            "12973",
            "2021 Selling: 21,972 to 21,974, two digits: 21,973",
        ),
        (
            YEARS + "B,2023,931,3.3\nB,2024,977,4.9\nB,2025,1020,4.4\n",
            "901",
            "910",
            "level B 2022: 901, two digits: 901",
        ),
        (
            RUNNING + "Jul,1209,9013\nAug,988,10001\nSep,1403,11404\n",
            "3093",
            "3903",
            "all Mar: 3,092 to 3,094, two digits: 3,093",
        ),
        (
            SHARES,
            "877,26.6,951,-7.8\nC,685",
            "685,26.6,951,-7.8\nC,877",
            "votes B: 877, exchanged with votes at C",
        ),
        (
            REGIONS.replace("29515", "3267"),
            "2372,3267",
            "2372,29515",
            "2021 APAC: 3,267, exchanged with 2021 at Total",
        ),
        (REGIONS, "4070", "7070", "2022 LATAM: 4,068 to 4,072, one digit: 4,070"),
        (SCORED, "46.2", "46.2", "Avg. Epsilon: 64.1 to 64.3, two digits: 64.2"),
        (HERD, "25102", "21502", "Sales 2019: 25,099 to 25,105, two digits: 25,102"),
        (LEAGUE, "8,17,47", "8,17,74", "Pts Fulham: 47, two digits: 47"),
    ],
)
def test_a_slip_is_named(table: str, old: str, new: str, cause: str) -> None:
    """The cell in most numbers that fail and in fewest that follow comes first, with its slip.

    Two neighbours are exchanged also where one is the total of the other. Of parts with the same
    likely slip it is the one that is unlike its other years.
    """
    found = causes(table.replace(old, new, 1))

    assert found[0].startswith(cause) if cause else not found, found


def test_a_copy_of_the_neighbour_is_said() -> None:
    """A number that also stands beside is a hint that somebody copied it."""
    table = "a,b,all\n4.71,3.82,8.53\n5.14,5.14,9.18\n"

    assert causes(table, total("all", ["a", "b"])) == [
        "b a 5.14: 4.03 to 4.05, the same as a at a 5.14"
    ]


# The paper's own tables


def test_table_13_of_the_paper() -> None:
    """With its growth named, Jilin's numbers are accused, and no other province's."""
    table = neadigital.printed_table(13)
    named = [
        growth(
            f"{name} Province | year-on-year",
            f"{name} Province | Trade Volume",
            entity=None,
            time="[period]",
        )
        for name in ("Heilongjiang", "Liaoning", "Jilin")
    ]
    ((first, others),) = examine(table, named).causes
    columns = {table.columns[each.cell // len(table)] for each in (first, *others)}

    assert len(others) == 2
    assert columns == {
        "Jilin Province | year-on-year",
        "Jilin Province | Trade Volume",
    }


@pytest.mark.parametrize("is_named", [True, False])
def test_table_1_of_the_paper(is_named: bool) -> None:
    """Beside its levels, growth is over the new value, and the sign of Korea's is lost."""
    levels = neadigital.digital_economy_scale()
    rates = neadigital.growth_rates(as_printed=True)
    table = levels.merge(rates, on=["economy", "year"], how="left")
    table = table[table["economy"].isin(rates["economy"])]
    table.index = pd.Index(table["economy"] + " " + table["year"].astype(str))
    decimals = {"gdp_usd_bn": 2, "gdp_growth_pct": 2, "digital_economy_growth_pct": 2}
    decimals |= dict.fromkeys(table.filter(like="scale"), 1)
    named = [growth("gdp_growth_pct", "gdp_usd_bn")] if is_named else []
    found = examine(table, named, decimals=decimals)
    slips = [(found.table.label(each.cell), each.slip) for each, _ in found.causes]

    assert slips == [("KOR 2020", "sign: -0.82")]
    assert any("over the new value" in each.text for each in found.judged)


# What is refused


@pytest.mark.parametrize(
    ("relation", "options", "error", "words"),
    [
        (growth("nosuch", "votes", "before"), {}, KeyError, "nosuch"),
        (
            total("Sum", ["A", "B"], value="votes", entity="party"),
            {},
            UnknownChoiceError,
            "Sum",
        ),
        (
            total("All", ["A"], value="votes", entity="votes"),
            {},
            UnknownChoiceError,
            "All",
        ),
        (
            growth("change", "votes", time="party", entity=None),
            {},
            ValueError,
            "no years",
        ),
        ("votes", {}, TypeError, "relation"),
        (share("share", "votes", "before"), {"ignore": ["votes"]}, TypeError, "ignore"),
        (share("share", "votes", "before"), {"exact": ["nosuch"]}, KeyError, "nosuch"),
        (
            share("share", "votes", "before"),
            {"decimal": ";"},
            UnknownChoiceError,
            "decimal",
        ),
    ],
)
def test_wrong_calls_are_refused(
    relation: Any, options: Any, error: type, words: str
) -> None:
    """What a table does not have is named."""
    with pytest.raises(error, match=words):
        consistency.examine(consistency.read(SHARES), relation, **options)


def test_repeated_members_and_found_relations_of_other_tables_are_refused() -> None:
    """A row that stands twice is no member, and a found relation is of its table."""
    twice = pd.DataFrame({"m": ["A", "A", "All"], "v": ["1", "2", "3"]})
    found = consistency.examine(consistency.read(SHARES)).relations

    with pytest.raises(DuplicateKeyError):
        consistency.examine(twice, total("All", ["A"], value="v", entity="m"))
    with pytest.raises(ValueError, match="another table"):
        consistency.examine(twice, *found["relation"])


def test_floats_need_their_decimals() -> None:
    """A float does not show its zeros: without decimals its cell is left out."""
    frame = pd.DataFrame({"a": [1.1, 2.25], "b": [1.1, 2.25]})

    assert verdicts(frame, total("a", ["b"])) == ""
    assert "pass decimals" in str(consistency.examine(frame))
    assert verdicts(frame, total("a", ["b"]), decimals=2) == "confirmed confirmed"


@pytest.mark.parametrize("rule", [*RULES.values(), share_rule(0), annual_rule(3)])
def test_a_rule_leads_back_from_the_rate_to_the_quotient(rule: Any) -> None:
    """The quotient that a rule finds for a rate is the one that has this rate."""
    rate = rule.rate(1.25)

    assert rule.ratio(rate) == pytest.approx(1.25)


def test_what_was_cut_off_is_below_the_next_number() -> None:
    """Below 7.3 and below 9.4 never come to 16.7, so one wrong total makes no table cut off."""
    table = """\
item,a,b,all
P,4.1,8.2,12.3
Q,5.7,6.6,12.3
R,7.2,9.3,16.7
S,4.4,1.3,5.7
T,9.1,2.5,11.6
U,3.3,5.8,9.1
"""

    assert verdicts(table).count("last_digit") == 1
