"""The steps of "Add a dataset" in CONTRIBUTING, with an invented table on a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import GIT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        GIT is None, reason="a copy of the repository is made of its tracked files"
    ),
]

DATA = "src/neadigital/data"
Step = Callable[[Path], None]


def after(workshop: Path, file: str, mark: str, text: str) -> None:
    """Insert text after a marker that occurs once in the file."""
    target = workshop / file
    content = target.read_text(encoding="utf-8")
    assert content.count(mark) == 1, (file, mark)
    target.write_text(content.replace(mark, mark + text), encoding="utf-8")


def at_end(workshop: Path, file: str, text: str) -> None:
    with (workshop / file).open("a", encoding="utf-8", newline="") as target:
        target.write(text)


def type_the_table(workshop: Path) -> None:
    printed = workshop / DATA / "typed/printed"
    (printed / "table_14.csv").write_text(
        "Economy,2021,2022\nChina,1,2\nMongolia,NA,3\n"
    )
    at_end(
        workshop,
        f"{DATA}/typed/printed/titles.csv",
        "table,14,Invented ranks,Economy,,\n",
    )


def type_it_again(workshop: Path) -> None:
    at_end(
        workshop,
        "paper/tests/spot_checks.csv",
        "14,China,2021,1\n14,China,2022,2\n14,Mongolia,2021,NA\n14,Mongolia,2022,3\n",
    )
    after(
        workshop,
        "tests/test_page.py",
        "    13: table_13,\n",
        '    14: by_year("invented_ranks", "rank"),\n',
    )


def declare_the_model(workshop: Path) -> None:
    at_end(
        workshop,
        "src/neadigital/schemas/data_tables.py",
        '''

class InventedRanks(Table):
    """The invented rank of one economy in one year.

    A row is one economy in one year. Whoever reads a rank as a score is wrong.
    """

    economy: Text = texts(ECONOMY, isin=FIVE)
    year: Whole = years("year of the ranking", 2021, 2022)
    rank: WholeOrMissing = ranks(nullable=True)

    class Config:
        name = "invented_ranks"
        title = "Invented ranks, 2021-2022"
        unique = ["economy", "year"]
        metadata = {
            "topic": "government and competitiveness",
            "source": "Song (2023), table 14.",
            "licence": "CC-BY-4.0",
            "quotes": ["ITU"],
            "chart": {"draw": "lines", "value": "rank"},
            "tables": [14],
            "sources": ["itu-mdd-2022"],
        }
''',
    )


def list_the_model(workshop: Path) -> None:
    line = "from neadigital.schemas.data_tables import {0} as {0}\n"
    after(
        workshop,
        "src/neadigital/schemas/__init__.py",
        line.format("IctIndustry"),
        line.format("InventedRanks"),
    )


def say_where_values_are(workshop: Path) -> None:
    at_end(
        workshop,
        "paper/make/page.py",
        '''

@dataset
def invented_ranks() -> list[Row]:
    """Table 14."""
    return [
        {"economy": CODES[name], "year": year, "rank": line[year]}
        for name, line in page(14)
        for year in ("2021", "2022")
    ]
''',
    )


def explain_the_gap(workshop: Path) -> None:
    rule = (
        "invented_ranks,economy=MNG;year=2021,rank,not_available,,,,"
        "The paper prints NA and gives no reason,Table 14\n"
    )
    at_end(workshop, "paper/typed/note_rules.csv", rule)


def write_the_loader(workshop: Path) -> None:
    file = "src/neadigital/loaders/data_tables.py"
    after(
        workshop,
        file,
        '    return read("ict_industry", as_printed)\n',
        '''

def invented_ranks(*, as_printed: bool = False) -> DataFrame[schemas.InventedRanks]:
    """Invented ranks of two economies, 2021-2022.

    A row is one economy in one year. Whoever reads a rank as a score is wrong.

    Parameters
    ----------
    as_printed : bool, default False
        Gives the same values: nothing in this table is corrected.

    Returns
    -------
    DataFrame
        4 rows, key `economy`, `year`.

        - `economy` : ISO 3166-1 alpha-3 code of the economy (CHN, MNG)
        - `year` : year of the ranking (2021, 2022)
        - `rank` : place in the world, 1 is best; missing in 1 row

    Raises
    ------
    DataIntegrityError
        If the bundled file is missing or changed.

    Notes
    -----
    Source: Song (2023), table 14. Corrections: none.
    """
    return read("invented_ranks", as_printed)
''',
    )


def spell_out_the_name(workshop: Path) -> None:
    after(
        workshop,
        "src/neadigital/__init__.py",
        "    from neadigital.loaders.data_tables import ict_industry as ict_industry\n",
        "    from neadigital.loaders.data_tables import invented_ranks as invented_ranks\n",
    )
    after(
        workshop,
        "src/neadigital/__init__.py",
        '        "ict_industry",\n',
        '        "invented_ranks",\n',
    )
    names = "src/neadigital/loaders/__init__.py"
    after(workshop, names, '    "cybersecurity_index",\n', '    "invented_ranks",\n')
    after(
        workshop,
        names,
        ") -> DataFrame[schemas.CybersecurityIndex]: ...\n",
        '@overload\ndef load(name: Literal["invented_ranks"], *, as_printed: bool = False'
        ") -> DataFrame[schemas.InventedRanks]: ...\n",
    )
    at_end(
        workshop,
        "tests/typing/datasets.py",
        "assert_type(neadigital.invented_ranks(), DataFrame[schemas.InventedRanks])\n"
        'assert_type(neadigital.load("invented_ranks"), DataFrame[schemas.InventedRanks])\n',
    )


def tell_of_it(workshop: Path) -> None:
    news = "### New\n\n- `invented_ranks()` and `schemas.InventedRanks`.\n"
    changelog = workshop / "CHANGELOG.md"
    before, newest, rest = changelog.read_text().partition("\n## [")
    # Between two releases the section is there; just after one it is not.
    if not rest.startswith("Unreleased]"):
        newest = f"\n## [Unreleased]\n\n{news}{newest}"
    else:
        rest = rest.replace("Unreleased]\n\n", f"Unreleased]\n\n{news}\n", 1)
    changelog.write_text(before + newest + rest)


def judge_it(workshop: Path) -> None:
    after(
        workshop,
        "paper/audit/page.py",
        "_TABLES = {\n",
        '    14: Columns("invented_ranks", {}, column="rank"),\n',
    )
    at_end(
        workshop,
        "paper/typed/claims.toml",
        """
[invented-order]
where = "Table 14"
claim = "China stands before Mongolia in the invented ranks of 2022, at {stated}"
rule = "The ranks of the two"
""",
    )
    at_end(
        workshop,
        "paper/audit/parts/indicators.py",
        """

def invented_order(page: Page) -> Finding:
    mongolia = page.rank(14, "MNG", "2022")
    return within(mongolia, page.rank(14, "CHN", "2022"))
""",
    )


STEPS: list[Step] = [
    type_the_table,
    type_it_again,
    declare_the_model,
    list_the_model,
    say_where_values_are,
]
STEPS += [explain_the_gap, write_the_loader, spell_out_the_name, tell_of_it, judge_it]


@pytest.fixture
def workshop(checkout: Path, tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(
            checkout, tmp_path / "repository", ignore=shutil.ignore_patterns(".git")
        )
    )


def run(workshop: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(workshop / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=workshop,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_every_step_taken_all_is_green(workshop: Path) -> None:
    """After the steps the build writes the dataset, and its tests pass."""
    for step in STEPS:
        step(workshop)
    built = run(workshop, "-m", "paper.make.data")
    run(workshop, "-m", "paper.make.pages")
    checked = run(workshop, "-m", "paper.make.data", "--check")
    of_library = [
        f"tests/test_{name}.py"
        for name in (
            "laws",
            "catalogue",
            "public_surface",
            "docstrings",
            "packaging",
        )
    ]
    of_workshop = [
        f"paper/tests/test_{name}.py" for name in ("page", "licences", "claims")
    ]
    tests = run(
        workshop,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        *of_library,
        *of_workshop,
    )

    assert built.returncode == 0, built.stderr
    assert checked.returncode == 0, checked.stdout
    assert (workshop / DATA / "built/invented_ranks.csv").read_text().splitlines()[
        1:
    ] == [
        "CHN,2021,1",
        "CHN,2022,2",
        "MNG,2021,",
        "MNG,2022,3",
    ]
    for path in ("LICENSE-DATA", "README.md", "docs/citing.md"):
        assert "invented_ranks" in (workshop / path).read_text(encoding="utf-8"), path
    named = run(
        workshop,
        "-c",
        "import neadigital; print(neadigital.load('invented_ranks').shape)",
    )
    assert named.stdout == "(4, 3)\n", named.stderr
    assert tests.returncode == 0, tests.stdout[-3000:]


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        (type_the_table, "table 14, which a model names, is not in titles.csv"),
        (declare_the_model, "InventedRanks"),
        (
            list_the_model,
            "InventedRanks is a model that schemas/__init__.py does not import",
        ),
        (say_where_values_are, "invented_ranks has no function for its values"),
        (
            explain_the_gap,
            "invented_ranks, economy=MNG;year=2021, rank: missing without a note",
        ),
        (write_the_loader, "invented_ranks has no loader"),
    ],
)
def test_a_step_left_out_is_named(left_out: Step, named: str, workshop: Path) -> None:
    """If one step is left out, the build refuses what is incomplete and names it."""
    for step in STEPS[:7]:
        if step is not left_out:
            step(workshop)
    result = run(workshop, "-m", "paper.make.data")

    assert result.returncode == 1
    assert named in result.stderr


def test_a_table_that_nothing_uses_is_named(workshop: Path) -> None:
    """A printed table that is in no dataset, and a function for no dataset, are refused by name."""
    type_the_table(workshop)
    say_where_values_are(workshop)
    result = run(workshop, "-m", "paper.make.data")

    assert result.returncode == 1
    assert "table 14 is in no dataset" in result.stderr
    assert "invented_ranks() in paper/make is no dataset's" in result.stderr
