"""A program frozen by PyInstaller carries the data and every module."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

import neadigital
from neadigital import _pyinstaller

PROGRAM = """
import neadigital
print(len(neadigital.growth_rates()), neadigital.economy_code("Japan"), neadigital.growth.__name__)
neadigital.validate()
"""


def required(name: str, found: set[str]) -> set[str]:
    """Collect the names, in normal form, of the packages that one needs at run time, with their own dependencies."""
    if (normal := re.sub(r"[-_.]+", "-", name).lower()) not in found:
        found.add(normal)
        for line in metadata.requires(name) or []:
            if ";" not in line:
                required(re.split(r"[^\w.-]", line)[0], found)
    return found


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("PyInstaller") is None,
    reason="make test-slow installs PyInstaller",
)
def test_a_frozen_program_loads(archives: dict[str, Path], tmp_path: Path) -> None:
    """With the package's own hook a frozen program loads, validates and computes, in an empty environment."""
    site = tmp_path / "site"
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        wheel.extractall(site)
    (tmp_path / "program.py").write_text(PROGRAM)
    hooks = str(site / "neadigital" / "_pyinstaller")
    command = [sys.executable, "-m", "PyInstaller", "--log-level=ERROR", "--noconfirm"]
    command += [f"--paths={site}", f"--additional-hooks-dir={hooks}", "program.py"]
    # pandas and pandera use other packages if installed; a user's program should not depend on our
    # tools.
    kept = required("neadigital", set())
    for module, packages in metadata.packages_distributions().items():
        if module.isidentifier() and kept.isdisjoint(
            re.sub(r"[-_.]+", "-", name).lower() for name in packages
        ):
            command.append(f"--exclude-module={module}")
    made = subprocess.run(
        command, cwd=tmp_path, check=False, capture_output=True, text=True
    )

    assert made.returncode == 0, made.stderr

    ran = subprocess.run(
        [tmp_path / "dist" / "program" / "program"],
        env={},
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
    )

    assert ran.stdout.split() == ["20", "JPN", "neadigital.growth"], ran.stderr


def test_the_hook_names_all_data_and_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook is where PyInstaller looks for it, and includes every data file and every module but itself."""
    root = Path(neadigital.__file__).parent

    def data_files(package: str, includes: list[str]) -> list[tuple[str, str]]:
        found = [
            path
            for pattern in includes
            for path in root.glob(pattern + "/*")
            if path.is_file()
        ]
        return [
            (str(path), f"{package}/{path.relative_to(root).parent}") for path in found
        ]

    def submodules(package: str, filter: Callable[[str], bool]) -> list[str]:
        names = [
            module.name
            for module in pkgutil.walk_packages(
                [str(root)], f"{package}.", onerror=lambda _: None
            )
        ]
        return [name for name in names if filter(name)]

    hooks = ModuleType("PyInstaller.utils.hooks")
    vars(hooks).update(collect_data_files=data_files, collect_submodules=submodules)
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, hooks.__name__, hooks)
    (folder,) = _pyinstaller.get_hook_dirs()
    asked = runpy.run_path(str(Path(folder) / "hook-neadigital.py"))

    assert {Path(source) for source, _ in asked["datas"]} == {
        p for p in root.glob("data/**/*") if p.is_file()
    }
    assert {"neadigital._engine.validation", "neadigital.growth"} <= set(
        asked["hiddenimports"]
    )
    assert not [name for name in asked["hiddenimports"] if "_pyinstaller" in name]
