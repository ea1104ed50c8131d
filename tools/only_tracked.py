"""Build hook: a wheel or an sdist holds what git tracks and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What goes into an archive; the rest of a checkout never does.
SHIPPED = ("src", "tests", "tools", "docs", "benchmarks")


class OnlyTracked(BuildHookInterface[Any]):
    """Refuse to build an archive from a checkout that has files which git does not know."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compare the checkout with git; an unpacked sdist, which has no history, is what it is."""
        root = Path(self.root)
        git = shutil.which("git")
        if version == "editable" or git is None or not (root / ".git").exists():
            return
        shipped = SHIPPED if self.target_name == "sdist" else SHIPPED[:1]
        command = [git, "ls-files", "--others", "--exclude-standard", "-z", *shipped]
        listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout  # noqa: S603
        strays = [path for path in listed.split("\0") if path]
        if strays:
            raise RuntimeError(
                f"git does not track {', '.join(strays)}, and the {self.target_name} would hold it. "
                "Add it to git, or move it out of the source tree."
            )
