"""A program frozen by PyInstaller carries the data and every module."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROGRAM = """
import neadigital
print(len(neadigital.growth_rates()), neadigital.economy_code("Japan"), neadigital.growth.__name__)
neadigital.validate()
"""


@pytest.mark.skipif(importlib.util.find_spec("PyInstaller") is None, reason="make compatibility has PyInstaller")
def test_a_frozen_program_loads(archives: dict[str, Path], tmp_path: Path) -> None:
    """With the package's own hook a frozen program loads, validates and computes, in an empty environment."""
    site = tmp_path / "site"
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        wheel.extractall(site)
    (tmp_path / "program.py").write_text(PROGRAM)
    hooks = str(site / "neadigital" / "_pyinstaller")
    command = [sys.executable, "-m", "PyInstaller", "--log-level=ERROR", "--noconfirm"]
    command += [f"--paths={site}", f"--additional-hooks-dir={hooks}", "program.py"]
    made = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)

    assert made.returncode == 0, made.stderr

    ran = subprocess.run(
        [tmp_path / "dist" / "program" / "program"], env={}, cwd="/", check=False, capture_output=True, text=True
    )

    assert ran.stdout.split() == ["20", "JPN", "neadigital.growth"], ran.stderr
