"""Which date holds, which are outvoted, and the day that the page prints."""

import pytest

from ingest.read import decide
from ingest.read.decide.dates import agree, earlier
from ingest.records import Claim, Decision

ADDRESS = "https://news.made.example/a"
INSTANT = "2026-02-05T23:30:00+00:00"


def claims(said: dict[str, str]) -> list[Claim]:
    """Claims of publication by their methods; those that begin with `~` are of the last change."""
    return [
        Claim("modified" if method.startswith("~") else "published", value, method.strip("~"))
        for method, value in said.items()
    ]


def why(said: dict[str, str], seen: str | None = None, url: str | None = ADDRESS) -> dict[str, Decision]:
    held = decide.decide(claims(said), seen, url)
    return {one.field: one for one in decide.explain(held, seen, url)}


@pytest.mark.parametrize(
    ("said", "held"),
    [
        # An instant tells more than its day, a day more than its month; another date is none of them.
        ({"json-ld": "2026-02-05", "meta-published": INSTANT}, INSTANT),
        ({"json-ld": "2026-02-06", "meta-published": INSTANT}, INSTANT),
        ({"json-ld": "2026-02-06", "time-element": "2026-02-05T23:30:00+01:00"}, "2026-02-06"),
        ({"json-ld": "2026-02", "date-cue": "2026-02-05", "json-ld-page": INSTANT}, INSTANT),
        ({"json-ld": "2025-11", "date-line": "2026-02-05"}, "2025-11"),
        ({"date-line": "2026-02-05", "json-ld-other": "2026-02-05T09:00:00+00:00"}, "2026-02-05"),
        ({"address-date": "2026-02", "date-line": "2026-02-05"}, "2026-02-05"),
        ({"json-ld": INSTANT, "meta-published": "2026-02-05T11:00:00+00:00"}, INSTANT),
        # The last change is not the publication.
        ({"json-ld": "2026-02-05", "~json-ld": "2026-02-05", "date-cue": "2026-02-01"}, "2026-02-01"),
        ({"json-ld": INSTANT, "~json-ld": "2026-02-06T00:30:00+01:00", "date-cue": "2026-02-01"}, "2026-02-01"),
        ({"json-ld": INSTANT, "~json-ld": INSTANT, "date-cue": "2026-02-05"}, INSTANT),
        ({"json-ld": INSTANT, "~json-ld": INSTANT, "address-date": "2018-04"}, INSTANT),
        ({"json-ld": INSTANT, "~json-ld": INSTANT}, INSTANT),
    ],
)
def test_published(said: dict[str, str], held: str) -> None:
    assert decide.value(decide.decide(claims(said), None, ADDRESS), "published") == held


def test_a_date_after_the_capture_is_outvoted_and_said() -> None:
    found = why({"json-ld": "2031-01-01", "date-cue": "2026-02-05"}, "2026-02-06T10:00:00+00:00")["published"]
    assert found.values == ("2026-02-05",)
    assert found.doubts == ("conflict", "after-capture")
    assert (
        found.reason == "only the printed date says so, against JSON-LD; a date after the capture was outvoted"
    )


@pytest.mark.parametrize("day", ["2026-02-06", "2026-02-07T00:10:00+14:00", "2026-02", "2026"])
def test_a_date_that_it_may_be_somewhere_is_not_to_come(day: str) -> None:
    assert why({"json-ld": day}, "2026-02-06T10:10:00+00:00")["published"].values == (day,)


def test_a_date_before_the_web_holds_for_no_web_page() -> None:
    found = why({"json-ld": "1912-04-15"})["published"]
    assert (found.values, found.confidence) == ((), 0)
    assert found.doubts == ("no-value", "before-web")
    assert found.reason == "nothing that states it can be believed; a date before the web was outvoted"
    assert why({"date-line": "1912-04-15"}, url=None)["published"].values == ("1912-04-15",)


def test_modified_before_published_is_a_doubt() -> None:
    assert why({"json-ld": INSTANT, "~json-ld": "2026-02-01"})["modified"].doubts == (
        "modified-before-published",
    )
    # Hours apart on one day: a page prepared and released.
    assert why({"json-ld": INSTANT, "~json-ld": "2026-02-05T20:00:00+00:00"})["modified"].doubts == ()


def test_the_last_change_given_as_publication_is_a_doubt() -> None:
    found = why({"json-ld": "2026-02-05", "~json-ld": "2026-02-05", "date-cue": "2026-02-01"})["published"]
    assert found.doubts == ("conflict", "modified-for-published")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"json-ld": INSTANT, "date-line": "2026-02-06"}, "2026-02-06"),
        ({"json-ld": INSTANT, "date-cue": "2026-02-05", "date-line": "2026-02-06"}, "2026-02-05"),
        ({"json-ld": INSTANT, "date-cue": "2026-01-30", "date-line": "2026-02-06"}, "2026-02-06"),
        ({"json-ld": INSTANT, "date-line": "2026-02-08"}, None),
        ({"json-ld": INSTANT, "date-line": "2026-02"}, None),
        ({"json-ld": INSTANT, "time-element": INSTANT}, None),
        ({"json-ld": INSTANT, "time-element": "2026-02-05"}, "2026-02-05"),
        ({"date-line": "2026-02-05T18:30:00-05:00"}, "2026-02-05"),
        ({}, None),
    ],
)
def test_the_printed_day(said: dict[str, str], day: str | None) -> None:
    assert decide.printed_day(decide.decide(claims(said), None, ADDRESS)) == day


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (INSTANT, "2026-02-06T00:30:00+01:00", True),
        (INSTANT, "2026-02-05T01:00:00+00:00", True),
        (INSTANT, "2026-02-06T09:00:00+01:00", False),
        (INSTANT, "2026-02-05", True),
        (INSTANT, "2026-02-06", True),
        (INSTANT, "2026-02-07", False),
        (INSTANT, "2026-02", True),
        (INSTANT, "2026-01", False),
        ("2026-02-05", "2026-02", True),
        ("2026-02-05", "2026-02-06", False),
        # What only people write is compared with nothing.
        ("2026-02~", "2026-02-05", None),
        ("2026-02-01/2026-02-07", INSTANT, None),
        ("9999-12-31T23:59:59+00:00", "9999-12-31", True),
        ("0001-01-01T00:00:00+00:00", "0001-01-01", True),
    ],
)
def test_when_two_dates_can_be_of_one_day(one: str, other: str, verdict: bool | None) -> None:
    assert agree(one, other) is verdict
    assert agree(other, one) is verdict


def test_earlier_is_a_day_on_any_clock() -> None:
    assert earlier("2026-02-01", INSTANT)
    assert not earlier("2026-02-05", INSTANT)
    assert not earlier("2026-02-06", INSTANT)
    assert not earlier("2026-01~", INSTANT)
    assert earlier("2026-02-04T23:00:00-05:00", "2026-02-05T23:00:00-05:00")
