"""What computes for too long is cut off, whatever it is doing, and nothing else is."""

import re
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import made
import pytest
from click.testing import Result

from ingest.archive import files
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.audit import audit
from ingest.cli.deadline import limited
from ingest.errors import NoArticleError, SourceError
from ingest.pipeline import add
from ingest.read.knowledge import Knowledge

# What is raised in a destructor, or in the call-back by which Hypothesis counts the time of garbage
# collections, comes to nothing, is told as a warning, and comes again: any test here may meet that.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SHORT = 0.2
# Takes its reader some seconds.
SLOW = b"\n".join(b"%03d" % (number % 1000) for number in range(200_000))


def forever() -> None:
    while True:
        pass


def whatever_happens() -> None:
    while True:
        with suppress(Exception):
            forever()


def in_a_regular_expression() -> None:
    re.match(r"(a*)*b", "a" * 60)


class Dying:
    """Takes its time to go; what is raised meanwhile comes to nothing."""

    def __del__(self) -> None:
        forever()


def in_a_destructor() -> None:
    one: object = Dying()
    one = None
    forever()
    assert one is None


@pytest.mark.parametrize("work", [forever, whatever_happens, in_a_regular_expression])
def test_what_takes_too_long_is_cut_off_by_name(work: Callable[[], None]) -> None:
    with pytest.raises(SourceError, match=r"^page: reading it takes more than 0\.2 seconds"):
        limited("page", work, SHORT)


def test_an_exception_that_came_to_nothing_comes_again() -> None:
    with pytest.raises(SourceError):
        limited("page", in_a_destructor, SHORT)


def test_what_is_in_time_gives_what_it_gives() -> None:
    assert limited("page", lambda: 7) == 7
    with pytest.raises(NoArticleError):
        limited("page", partial(fail, NoArticleError("page", "empty")))


def fail(error: Exception) -> None:
    raise error


def test_waiting_is_no_computing() -> None:
    assert limited("page", lambda: time.sleep(3 * SHORT), SHORT) is None


def test_the_timer_is_given_back() -> None:
    before = signal.signal(signal.SIGPROF, signal.SIG_IGN)
    try:
        for work in (lambda: None, forever):
            with suppress(SourceError):
                limited("page", work, SHORT)
            assert signal.getsignal(signal.SIGPROF) is signal.SIG_IGN
            assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    finally:
        signal.signal(signal.SIGPROF, before)


def test_in_another_thread_nothing_is_begun() -> None:
    said: list[object] = []

    def work() -> None:
        try:
            limited("page", partial(said.append, "begun"))
        except ValueError as error:
            said.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert [type(one) for one in said] == [ValueError]


def test_threads_beside_it_go_on() -> None:
    done = threading.Event()
    threads = [threading.Thread(target=done.wait, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        with pytest.raises(SourceError):
            limited("page", forever, SHORT)
    assert all(thread.is_alive() for thread in threads)
    done.set()


def test_the_batch_goes_on_and_the_archive_is_whole(tmp_path: Path, knowledge: Knowledge) -> None:
    archive = tmp_path / "archive.db"
    captures = [
        made.capture(made.text(1), path="one.txt"),
        made.capture(SLOW, path="slow.txt"),
        made.capture(made.text(2), path="two.txt"),
    ]
    limit = partial(limited, seconds=10 * SHORT)
    with files.writable(archive) as database:
        store = Store(database, knowledge.registry, made.PEN)
        outcomes = list(add(store, captures, knowledge, made.ACT, limit=limit))
    assert [(one.source, one.status) for one in outcomes] == [
        ("one.txt", "added"), ("slow.txt", "failed"), ("two.txt", "added"),
    ]  # fmt: skip
    assert "more than 2 seconds" in str(outcomes[1].note)
    assert made.rows(archive, "SELECT count(*) FROM payloads") == [(2,)]
    with files.readable(archive) as database:
        assert list(audit(Query(database.conn), knowledge)) == []


def test_the_command_line_brings_the_deadline_along(tmp_path: Path, cli: Callable[..., Result]) -> None:
    for name, payload in (
        ("a.txt", made.text(1)),
        ("b.txt", 10 * SLOW[: len(SLOW) // 2]),
        ("c.txt", made.text(2)),
    ):
        (tmp_path / name).write_bytes(payload)
    told = cli("add", *(tmp_path / name for name in ("a.txt", "b.txt", "c.txt")))
    assert told.exit_code == 1
    assert "b.txt: reading it takes more than 10 seconds" in told.output
    assert made.rows(tmp_path / "archive.db", "SELECT count(*) FROM payloads") == [(2,)]
