"""The installed package: its metadata, its version, the cost of an import, and its public names."""

from __future__ import annotations

import importlib
import json
import re
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from support import PACKAGE, REPOSITORY

import neadigital

# Public names that are modules.
MODULES = {"divide", "growth", "inequality", "plot", "schemas", "shares"}
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())


@pytest.mark.slow
def test_metadata(archives: dict[str, Path]) -> None:
    """The wheel requires exactly the four runtime packages, and states both licences."""
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        metadata = Parser().parsestr(
            wheel.read(
                f"neadigital-{neadigital.__version__}.dist-info/METADATA"
            ).decode("utf-8")
        )
    runtime = {
        re.split(r"[<>=]", line)[0].strip()
        for line in metadata.get_all("Requires-Dist") or []
        if "extra ==" not in line
    }

    assert runtime == {"pandas", "pandera", "numpy", "importlib-resources"}
    assert metadata["License-Expression"] == "MIT AND CC-BY-4.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata.get_all("Provides-Extra") == ["plot"]


def test_one_version() -> None:
    """Package, citation file, descriptor and changelog name one version."""
    cff = (REPOSITORY / "CITATION.cff").read_text()
    descriptor = json.loads(
        (PACKAGE / "data" / "datapackage.json").read_text(encoding="utf-8")
    )
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.search(r"^date-released: \"(.+)\"$", cff, re.M)

    assert f"\nversion: {neadigital.__version__}\n" in cff
    assert released
    assert descriptor["version"] == neadigital.__version__
    assert f"## [{neadigital.__version__}] - {released[1]}" in changelog
    assert PROJECT["project"]["license"] == "MIT AND CC-BY-4.0"


def test_floors_are_what_is_tested() -> None:
    """The group `floor` pins each runtime package at the lowest version that the package allows."""
    floors = [
        re.split(r">=|,", line)[:2] for line in PROJECT["project"]["dependencies"]
    ]
    pinned = dict(
        line.split("==")
        for line in PROJECT["dependency-groups"]["floor"]
        if isinstance(line, str)
    )

    assert set(pinned) == {name for name, _ in floors}
    for name, floor in floors:
        assert re.fullmatch(re.escape(floor) + r"(\.0)*", pinned[name])


@pytest.mark.parametrize("group", PROJECT["dependency-groups"])
def test_development_tools_are_pinned(group: str) -> None:
    """Each development tool has one pinned version, and no line contains an address."""
    for line in PROJECT["dependency-groups"][group]:
        assert isinstance(line, dict) or re.fullmatch(
            r"[a-z0-9-]+(\[[a-z]+\])?==[\d.]+", line
        )


LIGHT = ["numpy", "pandas", "pandera", "matplotlib"]


@pytest.mark.parametrize(
    ("code", "imported"),
    [
        ("import neadigital", set()),
        ("import neadigital; dir(neadigital); neadigital.__version__", set()),
        (
            "import neadigital; neadigital.economy_code('Japan'); neadigital.cite()",
            set(),
        ),
        ("import neadigital; neadigital.growth_rates()", {"numpy", "pandas"}),
        ("import neadigital; neadigital.schemas", {"numpy", "pandas", "pandera"}),
    ],
)
def test_an_import_brings_in_only_what_it_needs(
    code: str, imported: set[str], python
) -> None:
    """`import neadigital` imports no pandas, a loader pandas, and only `schemas` pandera."""
    result = python(
        f"{code}\nimport sys; print(*[name for name in {LIGHT} if name in sys.modules])",
        check=True,
    )

    assert set(result.stdout.split()) == imported


def test_every_public_name_is_documented() -> None:
    """Each public name has a docstring."""
    names = {*neadigital.__all__} - {"__version__", "DatasetName"}

    assert [
        name for name in names if not (getattr(neadigital, name).__doc__ or "").strip()
    ] == []


def test_no_module_bears_a_functions_name() -> None:
    """No module, in any folder, has the name of a public function, which it would hide."""
    found = []
    for path in PACKAGE.rglob("[a-z]*.py"):
        folder = ".".join(("neadigital", *path.parent.relative_to(PACKAGE).parts))
        listed = getattr(importlib.import_module(folder), "__all__", [])
        if path.stem in {*neadigital.__all__, *listed} - MODULES:
            found.append(path)

    assert found == []


def test_types_name_every_dataset() -> None:
    """The typing tests assert every loader's model."""
    asserted = (REPOSITORY / "tests" / "typing" / "datasets.py").read_text()

    assert all(
        re.search(rf"assert_type\(\s*neadigital\.{name}\(", asserted)
        for name in neadigital.datasets()["name"]
    )
