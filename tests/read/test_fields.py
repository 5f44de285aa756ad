"""An article's days: those of its date, those printed, and their bounds."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import decide, doubts, fields
from ingest.read.dates import bounds
from ingest.records import Article, Claim


@pytest.mark.parametrize(
    ("edtf", "days"),
    [
        ("2019-03-28", ("2019-03-28", "2019-03-28")),
        ("2025-11", ("2025-11-01", "2025-11-30")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2026", ("2026-01-01", "2026-12-31")),
        # The day that it is where the offset holds.
        ("2026-02-06T23:30:00-05:00", ("2026-02-06", "2026-02-06")),
        ("2019-03-28?", ("2019-03-28", "2019-03-28")),
        ("2019-03/2019-05", ("2019-03-01", "2019-05-31")),
        ("201X", None),
        ("../2019", None),
        ("2019-02-30", None),
        ("0000", None),
        ("Y-170000002", None),
        ("", None),
        ("soon", None),
    ],
)
def test_bounds(edtf: str, days: tuple[str, str] | None) -> None:
    found = bounds(edtf)
    assert found == days or (edtf == "201X" and found == ("2010-01-01", "2019-12-31"))


@given(st.text(max_size=20) | st.from_regex(r"[0-9X~?%/.-]{1,12}", fullmatch=True))
def test_bounds_are_days_in_order_whatever_is_asked(edtf: str) -> None:
    found = bounds(edtf)
    if found:
        assert date.fromisoformat(found[0]) <= date.fromisoformat(found[1])


def test_common_dates_need_no_parser() -> None:
    code = (
        "import sys; from ingest.read.dates import bounds;"
        "[bounds(d) for d in ('2019-03-28', '2025-11', '2026', '2026-02-06T10:00:00+01:00')];"
        "sys.exit('edtf' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.dates(), st.integers(-2, 2))
def test_the_printed_day_is_a_bound_as_well(day: date, apart: int) -> None:
    if not date(2, 1, 1) < day < date(9998, 1, 1):
        return
    printed = (day + timedelta(apart)).isoformat()
    found = fields.dated(Article("a", published=day.isoformat(), published_day=printed))
    assert (found.published_earliest, found.published_latest) == tuple(sorted((day.isoformat(), printed)))


def test_an_article_without_date_has_no_bounds() -> None:
    found = fields.fields("a", (), None, None)
    assert (found.published_day, found.published_earliest, found.published_latest) == (None, None, None)
    assert found.policy == decide.POLICY


def test_a_month_has_no_day() -> None:
    claim = Claim("published", "2025-11", "date-line", chosen=True)
    found = fields.fields("a", (claim,), None, None)
    assert found.published_day is None
    assert (found.published_earliest, found.published_latest) == ("2025-11-01", "2025-11-30")


def test_the_worst_doubt_counts() -> None:
    codes = sorted(doubts.DOUBTS, key=lambda code: -doubts.DOUBTS[code].severity)
    assert codes == list(doubts.DOUBTS), "told the worst first"
    assert doubts.severity(()) == 0
    assert doubts.severity(("guess", "conflict")) == doubts.DOUBTS["conflict"].severity
    assert 0 < doubts.severity(("of-tomorrow",)) < min(one.severity for one in doubts.DOUBTS.values())
    assert doubts.words("of-tomorrow") == "of-tomorrow"


def test_every_doubt_of_the_decision_is_known() -> None:
    """What the decision raises is told in words, in its order."""
    raised = tuple(getattr(decide, "DOUBTS", doubts.DOUBTS))
    assert raised == tuple(doubts.DOUBTS)
