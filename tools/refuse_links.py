"""A step of every build: refuse links, whose targets an archive would hold as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RefuseLinks(BuildHookInterface[BuilderConfig]):
    """Stop a build that would ship a link, or what lies behind a linked folder."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raise an error that names the links, before anything is written."""
        root = Path(self.root).resolve()
        links = [
            file.relative_path
            for file in self.build_config.builder.recurse_included_files()
            if Path(file.path).resolve() != root / file.relative_path
        ]
        if links:
            raise ValueError(
                f"Links are not shipped. Remove them or copy what they lead to: {', '.join(links)}"
            )
