"""Who wrote it: persons told from outlets, agencies and sections, and from each other."""

import pytest

from ingest.read import decide
from ingest.read.decide.people import same
from ingest.records import Claim


def named(*said: tuple[str, str, str]) -> tuple[str, ...]:
    """The article's authors, of claims given as field, method and value."""
    claims = [Claim(field, value, method) for field, method, value in said]
    return decide.authors(decide.decide(claims, None, None))


LD, BYLINE, ELEMENT, META, LINE = (
    ("author", method) for method in ("json-ld", "byline", "author-element", "meta-author", "name-line")
)
SITE = ("outlet", "og-site-name", "Foo Daily")


@pytest.mark.parametrize(
    ("said", "authors"),
    [
        ([(*LD, "Jane Doe"), (*BYLINE, "Jane Doe"), (*BYLINE, "John Roe")], ("Jane Doe",)),
        ([(*BYLINE, "Jane Doe"), (*BYLINE, "John Roe"), (*META, "Jane Doe")], ("Jane Doe", "John Roe")),
        ([(*LD, "Jane Doe"), (*LD, "JANE DOE"), (*LD, "Doe, Jane")], ("Jane Doe",)),
        # The best spelling, by whatever method.
        ([(*LD, "J. Doe"), (*BYLINE, "Jane Doe")], ("Jane Doe",)),
        ([(*BYLINE, "Jane DoeReporter"), (*META, "Jane Doe")], ("Jane Doe",)),
        ([(*BYLINE, "Jane Doe Sports Editor"), (*ELEMENT, "Jane Doe"), (*META, "Jane Doe")], ("Jane Doe",)),
        ([(*BYLINE, "Ana Ruiz Soto"), (*META, "Ana Ruiz")], ("Ana Ruiz Soto",)),
        # The outlet's own name is no person's, nor that of a part of it.
        ([SITE, (*LD, "Foo Daily"), (*BYLINE, "Jane Doe")], ("Jane Doe",)),
        ([SITE, (*META, "The Foo Daily"), (*META, "Jane Doe")], ("Jane Doe",)),
        ([SITE, (*BYLINE, "Jane Doe"), (*BYLINE, "Foo Daily Staff")], ("Jane Doe",)),
        ([("outlet", "json-ld", "XYZ"), (*BYLINE, "XYZ SOUTH"), (*BYLINE, "Jane Doe")], ("Jane Doe",)),
        ([("outlet", "og-site-name", "Stern"), (*LD, "Stern Muller")], ("Stern Muller",)),
        ([("outlet", "address-host", "foo.example"), (*META, "foo.example")], ("foo.example",)),
        # It is named where nobody else is.
        ([SITE, (*LD, "Foo Daily")], ("Foo Daily",)),
        ([SITE, ("organisation", "json-ld", "Foo Daily"), (*META, "Foo Daily")], ("Foo Daily",)),
        # Agencies are named beside persons, but not on their own sites.
        ([(*LD, "Jane Doe"), ("agency", "json-ld", "dpa")], ("Jane Doe", "dpa")),
        ([(*META, "dpa"), ("agency", "json-ld", "dpa")], ("dpa",)),
        ([("outlet", "json-ld", "dpa"), (*LD, "Jane Doe"), ("agency", "json-ld", "dpa")], ("Jane Doe",)),
        ([("outlet", "json-ld", "dpa"), ("agency", "json-ld", "dpa")], ("dpa",)),
        ([("organisation", "json-ld", "City Desk"), ("agency", "byline", "dpa")], ("dpa",)),
        # Sections, and lone words in elements that name anything.
        ([("section", "meta-section", "World News"), (*META, "World News")], ()),
        ([(*META, "Frankfurt"), (*META, "Germany")], ()),
        ([(*META, "Politik"), (*BYLINE, "Andrea")], ("Andrea",)),
        ([(*META, "Andrea"), (*BYLINE, "Andrea")], ("Andrea",)),
        ([(*META, "新間")], ("新間",)),
        # A lone name is a guess.
        ([(*LINE, "Jane Doe")], ("Jane Doe",)),
        ([(*LINE, "Privacy Notice"), ("agency", "json-ld", "dpa")], ("dpa",)),
        ([(*BYLINE, " ")], (" ",)),
    ],
)
def test_authors(said: list[tuple[str, str, str]], authors: tuple[str, ...]) -> None:
    assert named(*said) == authors


def test_a_person_says_who_alone() -> None:
    word = Claim("author", "Jane Doe", "assertion", by="Ada", asserted_at="2026-02-06T10:00:00+00:00")
    claims = decide.decide([Claim("agency", "dpa", "json-ld"), word], None, None)
    assert decide.authors(claims) == ("Jane Doe",)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Zoë Müller", "ZOE MULLER", True),
        ("Jane Smith", "J. Smith", True),
        ("Jane M. Smith", "Jane Smith", True),
        ("J.-P. Smith", "Jean-Paul Smith", True),
        ("Smith, Jane", "Jane Smith", True),
        ("Jane Smith", "John Smith", False),
        ("Jane Mary Smith", "Jane Smith", False),
        ("Smith", "Jane Smith", False),
        ("Jane Smith", "Jane Smithson", False),
        ("Jane SMITH", "Jane SMITHSON", False),
        ("Jane Smith", "Jane SmithTwitter", True),
        ("dpa", "dpaAFP", False),
    ],
)
def test_when_two_names_are_one_person(one: str, other: str, agree: bool) -> None:
    assert same(one, other) is agree
    assert same(other, one) is agree


def test_a_page_with_names_without_end_is_looked_at_only_so_far() -> None:
    claims = [
        Claim("author", f"Jane{number} Doe{number}", "meta-author", start=number) for number in range(5_000)
    ]
    assert len(decide.authors(decide.decide(claims, None, None))) == 50
