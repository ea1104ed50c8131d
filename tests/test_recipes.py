"""The recipes of CONTRIBUTING, followed with an invented dataset, metric and picture on a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import GIT, git

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
    anchor = "14,China,2022,2,invented_ranks,CHN,,2022,2022,rank,rank\n"
    at_end(workshop, "paper/tests/anchors.csv", anchor)


def declare_the_model(workshop: Path) -> None:
    at_end(
        workshop,
        "src/neadigital/schemas/_data_tables.py",
        '''

class InventedRanks(Table):
    """The invented rank of one economy in one year.

    A row is one economy in one year. Whoever reads a rank as a score is wrong.

    Examples
    --------
    >>> import neadigital
    >>> neadigital.invented_ranks().query("economy == 'CHN'")["rank"].tolist()
    [1, 2]
    """

    economy: Text = texts(ECONOMY, label="Economy", isin=FIVE)
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
            "chart": {"draw": "ranks"},
            "tables": [14],
            "sources": ["itu-mdd-2022"],
        }
''',
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


def tell_of_it(workshop: Path) -> None:
    news = (
        "### New\n\n- `invented_ranks()`, `schemas.InventedRanks`, `growth.factor` and "
        "`plot.curves`.\n"
    )
    changelog = workshop / "CHANGELOG.md"
    before, newest, rest = changelog.read_text().partition("\n## [")
    # Between two releases the section is there; just after one it is not.
    if not rest.startswith("Unreleased]"):
        newest = f"\n## [Unreleased]\n\n{news}{newest}"
    else:
        rest = rest.replace("Unreleased]\n\n", f"Unreleased]\n\n{news}\n", 1)
    changelog.write_text(before + newest + rest)


def judge_it(workshop: Path) -> None:
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


DATASET: list[Step] = [
    type_the_table,
    type_it_again,
    declare_the_model,
    say_where_values_are,
    explain_the_gap,
    judge_it,
]


def add_the_metric(workshop: Path) -> None:
    """Write a metric that pairs two years, below one like it."""
    file = "src/neadigital/growth/_metrics.py"
    source = (workshop / file).read_text(encoding="utf-8")
    [copied] = re.findall(r"def log_growth\(.*?\n\n\n", source, re.S)
    written = (
        copied.replace("def log_growth(", "def factor(")
        .replace("growth.log_growth(", "growth.factor(")
        .replace("_log_change(levels, earlier)", "1 + _rates(levels, earlier) / 100")
        .replace("_log_growth_pct", "_factor")
        .replace("[nan, 9.41, 3.06, 27.58]", "[nan, 1.1, 1.03, 1.32]")
    )
    written = re.sub(
        r'"""Return .*?\n',
        '"""Return the later value over the earlier.\n',
        written,
        count=1,
    )
    after(workshop, file, copied, written)
    init = "src/neadigital/growth/__init__.py"
    after(workshop, init, "import (\n", "    factor,\n")
    after(workshop, init, "__all__ = [\n", '    "factor",\n')


def list_the_metric(workshop: Path) -> None:
    after(
        workshop,
        "docs/metrics.md",
        "| question | metric |\n|---|---|\n",
        "| By which factor from one year to the next? | `growth.factor` |\n",
    )
    after(
        workshop,
        "docs/metrics.md",
        "| function | a missing value |\n|---|---|\n",
        "| `factor` | the row has no result |\n",
    )


METRIC: list[Step] = [add_the_metric, list_the_metric]


def add_the_picture(workshop: Path) -> None:
    """Write a picture of a table, below one like it."""
    file = "src/neadigital/plot/_lorenz.py"
    source = (workshop / file).read_text(encoding="utf-8")
    [copied] = re.findall(r"(?:@[^\n]*\n)*def lorenz\(.*?\n\n\n", source, re.S)
    written = copied.replace("def lorenz(", "def curves(").replace(
        "plot.lorenz(", "plot.curves("
    )
    after(workshop, file, copied, written)
    init = "src/neadigital/plot/__init__.py"
    line = "from neadigital.plot._lorenz import lorenz\n"
    replace(workshop, init, line, line.replace("lorenz\n", "curves, lorenz\n"))
    after(workshop, init, '    "corrections",\n', '    "curves",\n')


def draw_the_picture(workshop: Path) -> None:
    after(
        workshop,
        "tests/test_plot.py",
        '    "lorenz": partial(plot.lorenz, USERS, "value"),\n',
        '    "curves": partial(plot.curves, USERS, "value"),\n'
        '    "curves_20": partial(plot.curves, many(20), "pct", entity="country"),\n',
    )


PICTURE: list[Step] = [add_the_picture, draw_the_picture]


def replace(workshop: Path, file: str, old: str, new: str) -> None:
    """Replace a text that occurs once in the file."""
    target = workshop / file
    content = target.read_text(encoding="utf-8")
    assert content.count(old) == 1, (file, old)
    target.write_text(content.replace(old, new), encoding="utf-8")


def run(workshop: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # The copy's tests are a run of their own, not a part of this one.
    environment = {
        name: value for name, value in os.environ.items() if "PYTEST" not in name
    }
    environment["PYTHONPATH"] = str(workshop / "src")
    # Several processes read each module, which one of them compiles.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=workshop,
        env=environment,
        capture_output=True,
        text=True,
    )


def build(workshop: Path) -> list[subprocess.CompletedProcess[str]]:
    """Run what `make build` runs."""
    programs = ("data", "loaders", "pages")
    return [run(workshop, "-m", f"paper.make.{program}") for program in programs]


@pytest.fixture(scope="module")
def followed(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which a dataset, a metric and a picture are added by their recipes."""
    folder = tmp_path_factory.mktemp("followed") / "repository"
    workshop = Path(shutil.copytree(checkout, folder))
    for step in [*DATASET, *METRIC, *PICTURE, tell_of_it]:
        step(workshop)
    for program in build(workshop):
        assert program.returncode == 0, program.stderr
    # The new files are tracked, as the recipe asks.
    git("add", "--all", cwd=workshop)
    return workshop


def test_the_dataset_is_there(followed):
    """The build writes the dataset, its loader, its typing test, its licence and its pages."""
    built = followed / DATA / "built/invented_ranks.csv"
    code = "import neadigital; print(neadigital.invented_ranks(as_printed=True).shape)"

    assert built.read_text().splitlines()[1:] == [
        "CHN,2021,1",
        "CHN,2022,2",
        "MNG,2021,",
        "MNG,2022,3",
    ]
    for path in (
        "LICENSE-DATA",
        "README.md",
        "docs/citing.md",
        "tests/typing/loaders.py",
    ):
        assert "invented_ranks" in (followed / path).read_text(encoding="utf-8"), path
    named = run(followed, "-c", code)
    assert named.stdout == "(4, 3)\n", named.stderr


def test_all_tests_pass(followed):
    """Every test of a dataset, a metric or a picture passes with the invented ones."""
    # What is drawn at random was drawn from the same code before, so fewer examples are enough.
    options = ["--numprocesses", "2", "--dist", "worksteal", "-m", "not slow"]
    tests = run(followed, "-m", "pytest", "--hypothesis-profile", "mutation", *options)

    assert tests.returncode == 0, tests.stdout
