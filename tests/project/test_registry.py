"""The registry of outlets and the phrase file are sound and wide enough to be useful."""

from collections import Counter

from ingest.read.attribution import Grammar
from ingest.resources import knowledge

KNOWLEDGE = knowledge()


def test_it_knows_the_worlds_agencies_and_many_outlets() -> None:
    kinds = Counter(outlet.kind for outlet in KNOWLEDGE.registry.outlets)
    assert kinds["agency"] >= 30
    assert sum(kinds.values()) - kinds["agency"] >= 150
    for name in (
        "Reuters",
        "AFP",
        "Associated Press",
        "DPA",
        "TASS",
        "TASR",
        "Xinhua",
        "EFE",
        "ANSA",
        "Kyodo News",
    ):
        known = KNOWLEDGE.registry.named(name)
        assert known is not None, name
        assert known.kind == "agency", name


def test_no_two_outlets_share_a_name_or_a_domain() -> None:
    names = Counter(n for outlet in KNOWLEDGE.registry.outlets for n in (outlet.name, *outlet.aliases))
    domains = Counter(domain for outlet in KNOWLEDGE.registry.outlets for domain in outlet.domains)
    assert [name for name, count in names.items() if count > 1] == []
    assert [domain for domain, count in domains.items() if count > 1] == []
    assert all(domain == domain.lower() and not domain.startswith("www.") for domain in domains)


def test_domains_below_and_names_with_article_are_found() -> None:
    registry = KNOWLEDGE.registry
    for host in ("reuters.com", "www.reuters.com", "uk.reuters.com"):
        found = registry.at(host)
        assert found is not None
        assert found.name == "Reuters"
    assert registry.at("notreuters.com") is None
    assert registry.at("com") is None
    post = registry.named("the Washington Post")
    assert post is not None
    assert post.name == "The Washington Post"


def test_an_ordinary_word_is_no_outlet_at_the_beginning_of_a_sentence() -> None:
    mentions = KNOWLEDGE.registry.mentions
    assert [m.outlet.name for m in mentions("“Nature said no.")] == []
    assert [m.outlet.name for m in mentions("A paper in Nature said no.")] == ["Nature"]
    assert [m.outlet.name for m in mentions("Reuters said no.")] == ["Reuters"]


def test_every_phrase_compiles_and_is_used_for_one_kind() -> None:
    grammar = Grammar.load(KNOWLEDGE.phrases)
    assert {form.kind for form in grammar.forms} == {"republication", "translation", "cites"}
    assert len(grammar.forms) == sum(map(len, KNOWLEDGE.phrases.attributions.values()))
