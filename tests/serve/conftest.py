"""An archive made from the seeds by the command line, Datasette on it, and a browser."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def ingest(archive, *arguments, check=True):
    """Run the command line on an archive."""
    command = [sys.executable, "-m", "ingest", "-a", archive, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=check, timeout=60)


class Server:
    """`ingest serve` as a person starts it."""

    def __init__(self, archive):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ingest", "-a", archive, "serve", "--port", "0"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        # Blocks until it says that it listens, or ends.
        self.said = self.process.stdout.readline()
        self.address = next((word for word in self.said.split() if word.startswith("http://")), None)
        if self.address is None:
            raise AssertionError(self.process.communicate(timeout=30)[1])

    def stop(self, how=signal.SIGINT):
        """Ends it and gives its exit code and what it said to stderr."""
        self.process.send_signal(how)
        _, complaints = self.process.communicate(timeout=30)
        return self.process.returncode, complaints


@pytest.fixture(scope="session")
def seeds(tmp_path_factory) -> Path:
    """An archive with the seed articles. Not to be written to."""
    archive = tmp_path_factory.mktemp("seeds") / "seeds.db"
    ingest(archive, "add", "--manifest", ROOT / "metadata" / "seeds.yaml", "--by", "archivist")
    return archive


@pytest.fixture(scope="session")
def ids(seeds) -> dict[str, str]:
    """The seeds' article ids by their numbers, and the stub's."""
    import sqlite3

    connection = sqlite3.connect(seeds)
    found = dict(connection.execute("SELECT source_id, article FROM captures"))
    found["stub"] = connection.execute("SELECT id FROM articles WHERE stub").fetchone()[0]
    connection.close()
    return found


@pytest.fixture(scope="session")
def served(seeds) -> Iterator[str]:
    """The address at which the seeds are served."""
    server = Server(seeds)
    yield server.address
    code, complaints = server.stop()
    assert (code, complaints) == (0, "")


@pytest.fixture(scope="module")
def chromium():
    """A real browser."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: the pages are not looked at")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
