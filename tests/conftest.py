"""What all tests share: the registry, the seeds, archives made from them, and the command line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import made
import pytest
from click.testing import CliRunner, Result

from ingest import cli as command_line
from ingest import resources
from ingest.read.knowledge import Knowledge

# One clock for all runs, so that archives can be compared.
_ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1767323045", "INGEST_BY": "archivist"}
_LONG = 80


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long values are numbered, not spelt out: they may be made anew, and others, in each process."""
    return argname if isinstance(val, bytes | str) and len(val) > _LONG else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Groups take longest, and go first: so no process waits for one that began a group last."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Registry and phrases as they come with the project."""
    return resources.knowledge()


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The manifest of the seeds."""
    return made.SEEDS


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """A sound archive without cross-posts (see `made.sound`); only to be copied."""
    path = tmp_path_factory.mktemp("sound") / "sound.db"
    made.sound(path, knowledge)
    return path


@pytest.fixture(scope="session")
def crossposted(sound: Path, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """The sound archive with articles that have text in common, and people's word on them; to be copied.

    No table is empty.
    """
    path = Path(shutil.copy(sound, tmp_path_factory.mktemp("crossposted") / "crossposted.db"))
    made.put(path, made.crossposts(), knowledge)
    made.said(path, knowledge)
    return path


@pytest.fixture
def archive(sound: Path, tmp_path: Path) -> Path:
    """A copy of the sound archive, to do with as one likes."""
    return Path(shutil.copy(sound, tmp_path / "archive.db"))


@pytest.fixture
def cli(tmp_path: Path) -> Callable[..., Result]:
    """Runs the command line in this process, on `archive.db` in the test's directory.

    An exception that the command line does not turn into words fails the test.
    """

    def run(*arguments: object, **environment: str) -> Result:
        words = [os.fspath(word) if isinstance(word, Path) else str(word) for word in arguments]
        if "-a" not in words:
            words = ["-a", str(tmp_path / "archive.db"), *words]
        result = CliRunner().invoke(command_line.main, words, env={**_ENVIRONMENT, **environment})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def unprivileged(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command line as a process that file permissions bind, also where tests run as root."""
    words = [sys.executable, "-m", "ingest", "-a", str(tmp_path / "archive.db")]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("setpriv is not installed")
        powers = "-dac_override,-dac_read_search"
        words = ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}", *words]

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **_ENVIRONMENT}
        return subprocess.run(
            [*words, *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs the command line as a process of its own, in the test's directory."""

    def run(arguments: Sequence[object], **options: object) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, **_ENVIRONMENT}
        return subprocess.run(
            [sys.executable, "-m", "ingest", *map(os.fspath, map(str, arguments))],
            cwd=tmp_path, env=environment, capture_output=True, timeout=60, **options,
        )  # fmt: skip

    return run
