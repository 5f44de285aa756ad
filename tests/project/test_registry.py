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


def test_a_common_name_is_looked_up_but_mentioned_by_no_sentence() -> None:
    registry = KNOWLEDGE.registry
    common = registry.named("Focus")
    assert common is not None
    assert common == registry.at("focus.de")
    assert list(registry.mentions("They put the Focus on it, said ABC News and the Daily Star.")) == []
    for outlet in registry.outlets:
        if outlet.common:
            assert outlet not in [m.outlet for m in registry.mentions(f"It was in {outlet.name} again.")]


def test_brackets_hold_initials_or_tell_bearers_of_one_name_apart() -> None:
    def bare(name: str) -> str:
        return name.partition(" (")[0].casefold().removeprefix("the ")

    bearers = Counter(bare(outlet.name) for outlet in KNOWLEDGE.registry.outlets)
    for outlet in KNOWLEDGE.registry.outlets:
        name, bracket, _ = outlet.name.partition(" (")
        if bracket:
            assert bearers[bare(name)] > 1 or KNOWLEDGE.registry.named(name) is not None, outlet.name


def test_editions_of_their_own_are_told_from_the_outlet_at_the_domain_above() -> None:
    for host, name in (
        ("faktencheck.afp.com", "AFP Faktencheck"),
        ("www.afp.com", "AFP"),
        ("economictimes.indiatimes.com", "The Economic Times"),
        ("timesofindia.indiatimes.com", "The Times of India"),
        ("vogue.de", "Vogue"),
    ):
        outlet = KNOWLEDGE.registry.at(host)
        assert outlet is not None
        assert outlet.name == name


def test_every_phrase_compiles_and_is_used_for_one_kind() -> None:
    grammar = Grammar.load(KNOWLEDGE.phrases, KNOWLEDGE.registry)
    assert {form.kind for form in grammar.forms} == {
        "excerpt",
        "translation",
        "adaptation",
        "republication",
        "cites",
        "details",
    }
    assert len(grammar.forms) == sum(map(len, KNOWLEDGE.phrases.attributions.values()))


def test_agencies_are_known_by_the_spellings_of_their_customers() -> None:
    for printed, name in (
        ("Agence France-Presse", "AFP"),
        ("Deutsche Presse-Agentur", "DPA"),
        ("dpa", "DPA"),
        ("SDA", "Keystone-SDA"),
        ("Anadolu Agency", "Anadolu Ajansı"),
        ("Norddeutscher Rundfunk", "Norddeutscher Rundfunk (NDR)"),
        ("taz", "Die Tageszeitung (taz)"),
    ):
        outlet = KNOWLEDGE.registry.named(printed)
        assert outlet is not None
        assert outlet.name == name
