"""Printed dates in many languages, and what is left alone because it is ambiguous."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.addresses import key, printed_date
from ingest.read.dates import find, first, is_edtf


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("Posted February 6, 2026", "2026-02-06"),
        ("28 March 2019", "2019-03-28"),
        ("28 maart 2019", "2019-03-28"),
        ("am 5. Juni 2025", "2025-06-05"),
        ("le 1er mars 2024", "2024-03-01"),
        ("5 de noviembre de 2025", "2025-11-05"),
        ("4 ноября 2025", "2025-11-04"),
        ("28.4.2023", "2023-04-28"),
        ("13/11/2025", "2025-11-13"),
        ("11/13/2025", "2025-11-13"),
        ("05/05/2025", "2025-05-05"),
        ("2025-11-05", "2025-11-05"),
        ("2025年11月5日", "2025-11-05"),
        ("Sept. 5, 2025", "2025-09-05"),
        ("March 2022", "2022-03"),
        ("Tuesday, 4 November 2025 14:05 GMT", "2025-11-04T14:05:00+00:00"),
        ("7 November 2025, 3:15 PM EST", "2025-11-07T15:15:00-05:00"),
        ("2026-02-06T10:00:00+01:00", "2026-02-06T10:00:00+01:00"),
        ("June 30, 2026 - 4.34pm", "2026-06-30"),
        ("12/11/2025", None),
        ("@2024 – All Right Reserved", None),
        ("February 30, 2024", None),
        ("Nov. 4 and 5", None),
        ("1234567 2025-11-051", None),
    ],
)
def test_printed_dates(printed: str, edtf: str | None) -> None:
    assert first(printed) == edtf


def test_the_language_orders_day_and_month_and_names_the_month() -> None:
    assert first("12/11/2025", "de") == "2025-11-12"
    assert first("19 listopada 2024") is None
    assert first("19 listopada 2024", "pl") == "2024-11-19"
    assert first("19 listopada 2024", "hr") == "2024-10-19"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_comes_out_as_it_went_in(day: date) -> None:
    for written in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}"):
        assert [found.edtf for found in find(f"on {written}, they said")] == [day.isoformat()]


@given(st.text(max_size=80))
def test_whatever_is_found_is_a_date_at_its_place(text: str) -> None:
    for found in find(text):
        assert is_edtf(found.edtf)
        assert first(text[found.start : found.end]) == found.edtf


@pytest.mark.parametrize(
    ("url", "edtf"),
    [
        ("https://lnginnorthernbc.ca/2025/11/05/russia-maintains", "2025-11-05"),
        ("https://eir.news/2025/11/news/international-calls", "2025-11"),
        ("https://example.org/news/2024-03-07-bridge", "2024-03-07"),
        ("https://example.org/2025/13/x", None),
        ("https://example.org/item/20251105", None),
        ("http://nationalconservativemovement.com/?p=90609", None),
        ("https://example.org/", None),
    ],
)
def test_the_date_in_an_address(url: str, edtf: str | None) -> None:
    found = printed_date(url)
    assert (found.edtf if found else None) == edtf
    if found:
        assert url[found.start : found.end].replace("/", "-").startswith(edtf or "")


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a/b",
        "https://www.example.org/a/b/",
        "https://EXAMPLE.org/a/b?utm_source=feed&fbclid=1",
        "https://example.org:443/a/b#part",
    ],
)
def test_spellings_of_one_address_have_one_key(other: str) -> None:
    assert key(other) == key("https://example.org/a/b")


def test_different_addresses_have_different_keys() -> None:
    assert len({key(f"https://example.org/?p={number}") for number in range(5)}) == 5


@pytest.mark.parametrize(
    ("text", "language", "one", "two"),
    [
        ("Senin, 4 Maret 2024 | 10:15 WIB", "id", "2024-03-04", "2024-03-04T10:15:00+07:00"),
        ("March 4, 2024 3:04 pm ET", "en", "2024-03-04", "2024-03-04T15:04:00-05:00"),
        ("July 4, 2024 at 3:04 PM PT", "en", "2024-07-04", "2024-07-04T15:04:00-07:00"),
        ("March 10, 2024 1:30 am ET", "en", "2024-03-10", "2024-03-10"),  # the clocks change
        ("July 4, 2004 at 3:04 PM ET", "en", "2004-07-04", "2004-07-04"),  # under an older rule
        ("3 mars 2024 à 10:15 est", "fr", "2024-03-03T10:15:00-05:00", "2024-03-03"),
        ("3 mars 2024 à 10:15 et", "fr", "2024-03-03", "2024-03-03"),
        ("5 февраля 2025, 16:20 МСК", "ru", "2025-02-05", "2025-02-05T16:20:00+03:00"),
        ("2024년 6월 3일", "ko", None, "2024-06-03"),
        ("٤ مارس ٢٠٢٤", "ar", None, "2024-03-04"),
        ("4 במרץ 2024", "he", None, "2024-03-04"),
        ("4. júní 2024", "is", None, "2024-06-04"),
        ("05.06.2025, 17:10 Uhr MESZ", "de", "2025-06-05T17:10:00+02:00", "2025-06-05T17:10:00+02:00"),
    ],
)
def test_each_edition_reads_what_it_reads(text: str, language: str, one: str | None, two: str) -> None:
    assert (first(text, language, 1), first(text, language, 2)) == (one, two)
