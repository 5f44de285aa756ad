"""Laws of decisions that hold for any claims."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ingest.read import decide
from ingest.read.decide.policy import MANY, ORDER, ranked
from ingest.records import Claim, Decision

FIELDS = sorted(ORDER)
SEEN = "2026-02-06T10:00:00+00:00"
ADDRESS = "https://news.made.example/a"
WORDS = st.sampled_from(
    ["Old bridge to close", "Old bridge to close - Foo Daily", "A bridge too old", "Old bridge to…", "Jane Doe",
     "J. Doe", "JANE DOE", "dpa", "Foo Daily", "Politics", "foodaily.example", "—", "é", "a | b | c"]
)  # fmt: skip
DATES = st.sampled_from(
    ["2026", "2026-02", "2026-02-05", "2026-02-05T23:30:00+00:00", "2026-02-06T00:30:00+01:00",
     "2026-02-05T08:00:00-05:00", "2031-01-01", "1912-04-15", "2025-11", "0001-01-01T00:00:00+00:00",
     "9999-12-31T23:59:59+00:00"]
)  # fmt: skip


@st.composite
def readings(draw: st.DrawFn, fields: tuple[str, ...] = tuple(FIELDS)) -> Claim:
    """A claim that a machine might read."""
    field = draw(st.sampled_from(fields))
    value = draw(DATES if field in ("published", "modified") else WORDS)
    method = draw(st.sampled_from(ORDER[field]))
    return Claim(field, value, method, "text/1", "payload", draw(st.integers(0, 9)), 10, value)


@st.composite
def assertions(draw: st.DrawFn) -> Claim:
    """A claim that a person might make."""
    field = draw(st.sampled_from(FIELDS))
    value = draw(st.none() | (DATES if field in ("published", "modified") else WORDS))
    made = draw(st.sampled_from(["2026-02-07T10:00:00+00:00", "2026-02-08T10:00:00+00:00"]))
    return Claim(field, value, "assertion", basis="the print", by="Ada", asserted_at=made)


CLAIMS = st.lists(readings() | readings(("title", "author", "published", "modified", "outlet")), max_size=14)
MIXED = st.lists(readings() | assertions(), max_size=14)


def decided(claims: list[Claim]) -> tuple[Claim, ...]:
    return decide.decide(claims, SEEN, ADDRESS)


def why(claims: list[Claim], field: str) -> Decision:
    found = decide.explain(decided(claims), SEEN, ADDRESS)
    return next(one for one in found if one.field == field)


@given(MIXED)
def test_only_the_mark_changes(claims: list[Claim]) -> None:
    assert [replace(claim, chosen=False) for claim in decided(claims)] == claims


@given(MIXED)
def test_deciding_again_changes_nothing(claims: list[Claim]) -> None:
    once = decided(claims)
    assert decided(list(once)) == once


@given(MIXED)
def test_a_field_with_one_value_has_one_claim_at_most(claims: list[Claim]) -> None:
    for field in set(FIELDS) - MANY:
        assert sum(claim.chosen for claim in decided(claims) if claim.field == field) <= 1


@given(MIXED)
def test_what_was_asserted_last_holds(claims: list[Claim]) -> None:
    held = decided(claims)
    for field in FIELDS:
        said = [claim for claim in claims if claim.field == field and claim.asserted]
        if said:
            chosen = [replace(claim, chosen=False) for claim in held if claim.chosen and claim.field == field]
            assert chosen[-1] == said[-1]
            assert all(claim.asserted for claim in chosen)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_different_methods_does_not_matter(claims: list[Claim], chance: object) -> None:
    methods = sorted({claim.method for claim in claims})
    chance.shuffle(methods)  # type: ignore[attr-defined]
    shuffled = sorted(claims, key=lambda claim: methods.index(claim.method))
    for field in FIELDS:
        assert decide.values(decided(claims), field) == decide.values(decided(shuffled), field)


@given(CLAIMS)
def test_fields_without_rules_of_their_own_follow_the_order(claims: list[Claim]) -> None:
    for field in ("outlet", "language", "section", "licence", "subtitle", "url"):
        first = next((claim.value for claim in ranked(claims, field)), None)
        assert decide.value(decided(claims), field) == first


@given(MIXED)
def test_every_field_is_explained_once_with_the_values_that_hold(claims: list[Claim]) -> None:
    held = decided(claims)
    found = decide.explain(held, SEEN, ADDRESS)
    assert [one.field for one in found] == sorted(
        {claim.field for claim in claims} | {"title", "published", "outlet"}
    )
    for one in found:
        assert one.values == decide.values(held, one.field)
        assert 0 <= one.confidence <= 1000
        assert set(one.doubts) <= set(decide.DOUBTS)
        assert sorted(one.doubts, key=decide.DOUBTS.index) == list(one.doubts)
        assert one.reason


@given(MIXED)
def test_only_people_are_certain(claims: list[Claim]) -> None:
    held = decided(claims)
    for one in decide.explain(held, SEEN, ADDRESS):
        asserted = any(claim.field == one.field and claim.asserted for claim in claims)
        assert (one.confidence == 1000) == asserted


@given(CLAIMS, st.data())
def test_who_agrees_never_lowers_the_confidence(claims: list[Claim], data: st.DataObject) -> None:
    # What the title element repeats is taken for the search engines' headline: it may move the choice.
    field = data.draw(st.sampled_from(("title", "published", "outlet", "language", "section")))
    claims = [claim for claim in claims if claim.method != "page-title"]
    claims = [*claims, Claim(field, data.draw(DATES if field == "published" else WORDS), ORDER[field][0])]
    before = why(claims, field)
    if not before.values:  # a date that cannot be
        return
    methods = [method for method in ORDER[field] if method != "page-title"]
    agreeing = Claim(field, before.values[0], data.draw(st.sampled_from(methods)))
    after = why([*claims, agreeing], field)
    assert after.values == before.values
    assert after.confidence >= before.confidence


@given(CLAIMS)
def test_no_date_that_was_to_come_and_none_before_the_web_holds(claims: list[Claim]) -> None:
    for field in ("published", "modified"):
        value = decide.value(decided(claims), field)
        assert value is None or "1990" <= value[:10] <= "2026-02-07"


@given(CLAIMS)
def test_what_is_printed_can_be_the_day_that_holds(claims: list[Claim]) -> None:
    held = decided(claims)
    day = decide.printed_day(held)
    if day is not None:
        assert decide.value(held, "published") is not None
        assert any(claim.field == "published" and (claim.value or "").startswith(day) for claim in claims)
