"""Why a value holds: the sentence, the confidence, the doubts; and the page that explains them."""

import re
from pathlib import Path

import pytest

from ingest.read import decide
from ingest.read.decide.policy import FAMILIES, GUESSES, ORDER, family, rank
from ingest.read.decide.reasons import called
from ingest.read.decide.witnesses import Witnesses
from ingest.records import Claim, Decision

DOCUMENT = Path(__file__).parents[2] / "docs" / "decisions.md"


def why(field: str, *claims: Claim) -> Decision:
    held = decide.decide(claims, None, None)
    return next(one for one in decide.explain(held, None, None) if one.field == field)


def outlet(method: str, name: str, rule: str = "text/1") -> Claim:
    return Claim("outlet", name, method, rule)


def test_agreement_is_told() -> None:
    found = why("outlet", outlet("address-domain", "Foo", "domain/1"), outlet("og-site-name", "FOO"))
    assert found.reason == "the address's domain agrees with og:site_name"
    assert (found.confidence, found.doubts) == (750, ())


def test_one_witness_is_told() -> None:
    found = why("outlet", outlet("json-ld", "Foo"))
    assert (found.reason, found.confidence, found.doubts) == ("only JSON-LD says so", 666, ())


def test_a_guess_is_told() -> None:
    found = why("outlet", outlet("address-host", "foo.example"))
    assert (found.reason, found.confidence) == ("only the address's host says so", 500)
    assert found.doubts == ("guess",)


def test_a_site_and_its_owner_may_differ_but_two_known_outlets_contradict() -> None:
    owner = why("outlet", outlet("og-site-name", "Foo Daily"), outlet("json-ld", "Bar Media"))
    assert (owner.confidence, owner.doubts) == (666, ())
    known = why(
        "outlet",
        outlet("og-site-name", "Foo Daily", "attribute-name/1"),
        outlet("json-ld", "Bar", "json-name/1"),
    )
    assert (known.confidence, known.doubts) == (500, ("conflict",))
    assert known.reason == "only og:site_name says so, against JSON-LD"


def test_a_majority_is_no_conflict() -> None:
    said = {"json-ld": "2026-02-05", "meta-published": "2026-02-05", "date-line": "2026-02-01"}
    found = why("published", *(Claim("published", value, method) for method, value in said.items()))
    assert (found.confidence, found.doubts) == (600, ())
    assert found.reason == "JSON-LD agrees with a meta element, against a printed date line"


def test_names_that_are_a_part_agree_and_strangers_contradict() -> None:
    held = [Claim("author", "Jane Doe", "json-ld"), Claim("author", "John Roe", "json-ld")]
    assert why("author", *held, Claim("author", "J. Doe", "byline")).confidence == 750
    stranger = why("author", *held, Claim("author", "Ann Poe", "byline"))
    assert (stranger.confidence, stranger.doubts) == (500, ("conflict",))
    some = (Claim("author", "Jane Doe", "byline"), Claim("author", "Ann Poe", "byline"))
    assert why("author", *held, *some).confidence == 666


def test_addresses_agree_whatever_their_spelling() -> None:
    found = why(
        "url",
        Claim("url", "https://www.foo.example/a/", "canonical-link"),
        Claim("url", "http://foo.example/a", "retrieved"),
        Claim("url", "http://[x", "og-url"),
    )
    assert found.confidence == 750


def test_descriptions_may_differ() -> None:
    found = why("subtitle", Claim("subtitle", "A", "json-ld"), Claim("subtitle", "B", "og-description"))
    assert (found.confidence, found.doubts) == (666, ())


def test_what_every_article_should_have_is_missed() -> None:
    found = decide.explain((), None, None)
    assert [(one.field, one.values, one.confidence, one.doubts) for one in found] == [
        (field, (), 0, ("no-value",)) for field in ("outlet", "published", "title")
    ]
    assert {one.reason for one in found} == {"nothing states it"}


@pytest.mark.parametrize(
    ("value", "basis", "reason"),
    [
        ("Foo", "the masthead", "Ada said so: the masthead"),
        ("Foo", None, "Ada said so"),
        (None, "a stray page", "Ada said that there is none: a stray page"),
    ],
)
def test_a_persons_word_is_certain(value: str | None, basis: str | None, reason: str) -> None:
    word = Claim("outlet", value, "assertion", basis=basis, by="Ada", asserted_at="2026-02-06T10:00:00+00:00")
    found = why("outlet", outlet("json-ld", "Bar"), word)
    assert (found.reason, found.confidence, found.doubts) == (reason, 1000, ())


def test_every_method_has_a_name_for_readers() -> None:
    methods = {method for order in ORDER.values() for method in order}
    assert {method for method in methods if called(method) == method} == {"htmldate", "microdata"}


def test_families_and_guesses_name_methods_that_there_are() -> None:
    methods = {method for order in ORDER.values() for method in order}
    assert {method for family in FAMILIES.values() for method in family} <= methods
    assert methods >= GUESSES


def test_methods_that_repeat_one_hand_are_one_witness() -> None:
    assert family("og-title") == family("page-title") == "head"
    assert family("heading") == family("time-element") == "print"
    assert family("n-grams py3langid 0.4.0") == family("n-grams") == "n-grams"


def test_a_headline_given_again_is_no_witness() -> None:
    said = {"json-ld": "Old bridge shut", "title-whole": "Old bridge shut | Foo", "title-part": "Old bridge"}
    found = why("title", *(Claim("title", value, method) for method, value in said.items()))
    assert (found.reason, found.confidence) == ("only JSON-LD says so", 666)


def test_a_tools_version_changes_no_rank() -> None:
    assert rank("language", "n-grams py3langid 0.4.0") == rank("language", "n-grams") == 0
    assert rank("language", "a method to come") == len(ORDER["language"])


def test_the_document_explains_every_doubt_in_its_order_and_no_other() -> None:
    document = DOCUMENT.read_text("utf-8")
    sections = re.split(r"^### ", document[document.index("## Doubts") :], flags=re.M)[1:]
    assert tuple(section.split("\n", 1)[0] for section in sections) == decide.DOUBTS
    for section in sections:
        assert len(re.findall(r"[.!?](?:\s|$)", section.split("\n", 1)[1])) >= 2, section


def test_the_document_gives_the_confidence_that_is_computed() -> None:
    rows = re.findall(r"^\| (\d)[^|]*\| (\d) \| (\d+) \|$", DOCUMENT.read_text("utf-8"), flags=re.M)
    assert len(rows) == 7
    for agreeing, contradicting, confidence in rows:
        found = Witnesses((), (), int(agreeing), int(contradicting))
        assert found.confidence == int(confidence)
