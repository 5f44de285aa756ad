"""The grounds of all drills: made once, and only to be copied."""

from pathlib import Path

import pytest
from grounds import Grounds, prepared

from ingest.read.knowledge import Knowledge


@pytest.fixture(scope="session")
def grounds(crossposted: Path, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Grounds:
    return prepared(tmp_path_factory.mktemp("grounds"), knowledge, crossposted)
