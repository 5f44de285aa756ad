"""The project's own words in `metadata/`: beside the package in a wheel, above it in a source tree."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .read.knowledge import Knowledge

_HERE = Path(__file__).parent


@cache
def metadata() -> Path:
    """The directory that holds registry, phrases, templates and static files."""
    packaged = _HERE / "metadata"
    return packaged if packaged.is_dir() else _HERE.parent / "metadata"


@cache
def knowledge() -> Knowledge:
    """Outlets and phrases as they come with this version."""
    return Knowledge.load(_yaml("outlets.yaml"), _yaml("phrases.yaml"))


def _yaml(name: str) -> Any:
    # The base loader keeps "on", "no" and 2025-11 the words that they are.
    return yaml.load((metadata() / name).read_text("utf-8"), Loader=yaml.CBaseLoader)
