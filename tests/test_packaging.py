"""The installed package: its metadata, its version, the cost of an import, and its public names."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from inspect import isfunction, ismodule
from pathlib import Path

import pytest
from support import GIT, PACKAGE, git, text_of, tracked

import neadigital

# Public names that are modules.
MODULES = {name for name in neadigital.__all__ if ismodule(getattr(neadigital, name))}
# The pages that say how to pin.
PINNING = ("README.md", "docs/citing.md")
PROJECT = tomllib.loads(text_of("pyproject.toml"))


with_history = pytest.mark.skipif(
    GIT is None, reason="an unpacked sdist has no history to compare with"
)


@pytest.mark.slow
@with_history
def test_wheel_holds_what_is_tracked(archives):
    """The wheel holds the tracked files of the package, its licences, its command, nothing else."""
    folder = f"neadigital-{neadigital.__version__}.dist-info"
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        names = set(wheel.namelist())
        commands = wheel.read(f"{folder}/entry_points.txt")
    committed = {path.removeprefix("src/") for path in tracked("src")}
    licences = {"LICENSE", "LICENSE-DATA", *tracked("LICENSES")}
    # LICENSE is the text of the MIT licence already.
    licences.remove("LICENSES/MIT.txt")
    metadata = {f"{folder}/licenses/{path}" for path in licences}
    for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt"):
        metadata.add(f"{folder}/{name}")

    assert b"neadigital = neadigital.__main__:script" in commands
    assert "neadigital/py.typed" in names
    assert names == committed | metadata


@pytest.mark.slow
@with_history
def test_sdist_holds_what_a_builder_needs(archives):
    """The sdist has each tracked file but hidden ones, so that its tests can be run."""
    names = {".gitignore"}
    with tarfile.open(archives["sdist"]) as sdist:
        for member in sdist.getmembers():
            if member.isfile():
                _, _, path = member.name.partition("/")
                names.add(path)
    needed = {path for path in tracked() if not path.startswith(".")}

    assert names == needed | {"PKG-INFO", ".gitignore"}


@with_history
def test_a_checkout_has_the_same_bytes_everywhere():
    """In no file git turns the ends of lines into those of the system."""
    files = git("ls-files", "--eol").splitlines()

    assert [line for line in files if "attr/-text" not in line] == []


def test_the_build_backend_is_the_one_that_is_tested():
    """The build requires exactly the backend that the tests use."""
    required = PROJECT["build-system"]["requires"]

    assert {*required} <= {*PROJECT["dependency-groups"]["test"]}


@pytest.mark.slow
@with_history
def test_what_the_pages_pin_installs(checkout, archives, tmp_path):
    """Each command to pin on README and "Pin and cite" installs this version."""
    wheel = Path(shutil.copy(archives["wheel"], tmp_path))
    content = wheel.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    pinned = f"./{wheel.name} --hash=sha256:{digest}"
    (tmp_path / "pinned.txt").write_text(pinned)
    revision = git("rev-parse", "HEAD", cwd=checkout)
    text = "".join(map(text_of, PINNING))
    text = text.replace("REPOSITORY", checkout.as_uri())
    text = text.replace("REVISION", revision.strip())
    text = text.replace("VERSION", neadigital.__version__)
    forms = set(re.findall(r"^pip install (.*(?:git|whl|pinned).*)$", text, re.M))
    [named] = re.findall(r"^neadigital\[plot\] @ .*$", text, re.M)
    (tmp_path / "requirements.txt").write_text(named)
    forms.add("-r requirements.txt")
    # Tests use no network: what a build needs is taken from here.
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation"]
    folder = wheel.name.replace("-py3-none-any.whl", ".dist-info")

    assert len(forms) == 4
    for number, form in enumerate(forms):
        target = tmp_path / f"target{number}"
        command = [*pip, "--target", target, *shlex.split(form)]
        subprocess.run(command, cwd=tmp_path, check=True)
        assert (target / folder).is_dir()


def test_one_version():
    """Package, citation file, descriptor and changelog name one version."""
    cff = text_of("CITATION.cff")
    descriptor = json.loads(text_of("src/neadigital/data/datapackage.json"))
    changelog = text_of("CHANGELOG.md")
    released = re.search(r"^date-released: \"(.+)\"$", cff, re.M)

    assert f"\nversion: {neadigital.__version__}\n" in cff
    assert released
    assert descriptor["version"] == neadigital.__version__
    assert f"## [{neadigital.__version__}] - {released[1]}" in changelog


def test_the_pythons_named_are_the_pythons_tested():
    """Metadata and the page on compatibility name each Python that the matrix runs."""
    matrix = text_of("tools/noxfile.py")
    page = text_of("docs/compatibility.md")
    [listed] = re.findall(r"^PYTHONS = \((.+)\)$", matrix, re.M)
    pythons = re.findall(r"[\d.]+", listed)
    classifiers = "\n".join(PROJECT["project"]["classifiers"])

    required = PROJECT["project"]["requires-python"]
    classified = re.findall(r":: (\d\.\d+)$", classifiers, re.M)
    first, *_, last = pythons

    assert required == f">={first}"
    assert classified == pythons
    assert f"Python {first} to {last} " in page


def test_floors_are_what_is_tested():
    """Four packages are required; the group `floor` pins each at the lowest version allowed."""
    required = sorted(PROJECT["project"]["dependencies"])
    tools, *pinned = PROJECT["dependency-groups"]["floor"]

    assert tools == {"include-group": "test"}
    assert len(required) == 4
    for one, pin in zip(required, pinned, strict=True):
        lowest = one.split(",")[0].replace(">=", "==")
        # A pin may have more zeros.
        assert re.fullmatch(rf"{lowest}(\.0)*", pin)


def test_development_tools_are_pinned():
    """Each development tool has one pinned version, and no line contains an address."""
    for lines in PROJECT["dependency-groups"].values():
        named = [line for line in lines if not isinstance(line, dict)]
        pin = re.compile(r"[a-z0-9-]+(\[[a-z]+\])?==[\d.]+")
        assert [line for line in named if not pin.fullmatch(line)] == []


LIGHT = ["importlib_resources", "numpy", "pandas", "pandera"]
EXTRAS = ["matplotlib", "openpyxl", "lxml"]
#: What a process does, one after the other, and what it has imported then.
STEPS = {
    "import neadigital": [],
    "neadigital.economy_code('Japan'); neadigital.cite()": ["importlib_resources"],
    "neadigital.growth_rates()": ["importlib_resources", "numpy", "pandas"],
    "neadigital.schemas": LIGHT,
}
#: Help on all that is public, and last a picture.
HELP = """
import inspect, pydoc
inspect.getmembers(neadigital)
for module in neadigital, neadigital.plot:
    print(pydoc.render_doc(module, renderer=pydoc.plaintext))
neadigital.plot.figure(5)
"""


def test_the_four_packages_are_enough_for_all_but_pictures(python):
    """Each step imports what it needs alone; help names all that is public; a picture says why."""
    tell = f"print([name for name in {LIGHT} if name in sys.modules])"
    lines = ["import sys", f"sys.modules |= dict.fromkeys({EXTRAS})"]
    for step in STEPS:
        lines += [step, tell]
    code = "\n".join(lines)
    run = python(f"{code}\n{HELP}")
    imported = run.stdout.splitlines()[: len(STEPS)]
    expected = map(str, STEPS.values())
    shown = re.findall(r"^    (?:class )?(\w+)", run.stdout, re.M)
    public = {*neadigital.plot.__all__, *neadigital.__all__}
    *_, last = run.stderr.splitlines()

    assert imported == [*expected]
    assert public - {*shown} == {"__version__"}
    assert "Pictures need matplotlib" in last


@pytest.mark.parametrize("name", sorted(MODULES))
def test_each_listed_name_is_there(name):
    """A public module lists its public names, and help says of each function that it is there."""
    module = getattr(neadigital, name)
    public = [getattr(module, each) for each in module.__all__]
    functions = [each for each in public if isfunction(each)]

    assert public
    assert {each.__module__ for each in functions} <= {module.__name__}


def test_no_module_bears_a_functions_name():
    """No module, in any folder, has the name of a public function, which it would hide."""
    found = []
    for path in PACKAGE.rglob("[a-z]*.py"):
        folder = ".".join(("neadigital", *path.parent.relative_to(PACKAGE).parts))
        listed = getattr(importlib.import_module(folder), "__all__", [])
        if path.stem in {*neadigital.__all__, *listed} - MODULES:
            found.append(path)

    assert found == []
