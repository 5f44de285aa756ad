"""One request at a time for each host, also where redirects of several others lead to it."""

import threading
import time

import pytest

from ingest.capture.web.gates import Gates, Turn
from ingest.errors import SourceError

PAGE = "http://news.example/a"


def test_a_host_is_entered_by_one_at_a_time() -> None:
    gates = Gates(0.0, time.monotonic, time.sleep)
    inside, most = [], [0]

    def ask() -> None:
        for number in range(20):
            gates.enter(f"{PAGE}/{number}")
            inside.append(number)
            most[0] = max(most[0], len(inside))
            time.sleep(0.001)
            inside.pop()
            gates.leave(PAGE)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_two_that_lead_to_each_other_do_not_block() -> None:
    """Each gives its host back before it takes the other's."""
    gates = Gates(0.0, time.monotonic, time.sleep)
    both = threading.Barrier(2, timeout=20)

    def follow(first: str, second: str) -> None:
        turn = Turn(gates)
        turn.take(first)
        both.wait()
        turn.take(second)
        turn.end()

    ways = [("http://a.example/", "http://b.example/"), ("http://b.example/", "http://a.example/")]
    threads = [threading.Thread(target=follow, args=way, daemon=True) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)


def test_who_waits_for_a_host_that_is_given_up_is_refused() -> None:
    gates = Gates(0.0, lambda: 0.0, lambda seconds: None)
    gates.enter(PAGE)
    refused = threading.Event()

    def wait() -> None:
        with pytest.raises(SourceError, match="left alone for 900 s more"):
            gates.enter(PAGE)
        refused.set()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    gates.close(PAGE, 900.0)
    gates.leave(PAGE)
    assert refused.wait(20)
