"""What people say of relations and identity: it outranks the machine, survives, and can be taken back."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import harbour
import made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proof import KNOWLEDGE

from ingest import pipeline
from ingest.archive import files
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.errors import UsageError
from ingest.export import acts, lines
from ingest.pipeline import Saying, Word
from ingest.read.knowledge import Knowledge

ACT = pipeline.Act(made.LATER, "ana", "she knows both editors")
STUB = "bkigw27rxgz5qd2u"  # what `copy` says of `foo`
ALL = ("foo", "copy", "plain", "part", "other")


@pytest.fixture
def path(tmp_path: Path, knowledge: Knowledge) -> Path:
    """An archive of all articles on the harbour but the second one of Foo Daily."""
    made.put(tmp_path / "a.db", map(harbour.article, ALL), knowledge)
    return tmp_path / "a.db"


@contextmanager
def saying(path: Path, knowledge: Knowledge, by: str = "ana") -> Iterator[Saying]:
    with files.writable(path) as database:
        yield Saying(Store(database, knowledge.registry, made.PEN), knowledge, replace(ACT, by=by))


def say(path: Path, knowledge: Knowledge, act: str, *words: str) -> Word:
    """An act on articles by their short names, or on ids."""
    given = [harbour.url(word) if word in harbour.NAMES else word for word in words]
    with saying(path, knowledge) as one:
        word: Word = getattr(one, act)(*given)
    return word


def relations(path: Path) -> dict[tuple[str, str, str], lines.Line]:
    """The relations by the short names of their ends and their kind."""
    with files.readable(path) as database:
        found = list(lines.relations(Query(database.conn)))
    return {(short(one["from"]), one["kind"], short(one["to"])): one for one in found}


def short(end: lines.Line) -> str:
    names = {harbour.url(name): name for name in harbour.NAMES}
    return names.get(end["url"], "stub")


def identity(path: Path, article: str) -> lines.Line:
    with files.readable(path) as database:
        query = Query(database.conn)
        return acts.identity(query, query.resolve(article))


def told(path: Path) -> list[str]:
    """Everything that is told of relations, identity and works."""
    with files.readable(path) as database:
        query = Query(database.conn)
        found = [lines.dumps(line) for name in ("relations", "stubs") for line in lines.EXPORTS[name](query)]
        works = [f"{one['id']} {one['work']} {one['same_as']}" for one in lines.articles(query)]
    return found + works


def works(path: Path) -> dict[str, str]:
    found = made.rows(path, "SELECT url, work FROM articles WHERE NOT stub")
    return {str(url).removeprefix("http://").partition(".")[0]: str(work) for url, work in found}


# Link and unlink


def test_a_link_is_confirmed_with_the_evidence_there_is(path: Path, knowledge: Knowledge) -> None:
    word = say(path, knowledge, "link", "part", "excerpt", "foo")
    found = relations(path)["part", "excerpt", "foo"]
    assert (found["status"], found["score"], found["directed"]) == ("confirmed", 1000, True)
    assert [fact["kind"] for fact in found["evidence"]] == ["passage"]
    assert word.new
    assert word.spoken.act.basis == "she knows both editors"
    assert not any(key[0] == "foo" and "part" in key for key in relations(path))  # one row, not two


def test_a_link_needs_no_evidence_and_joins_a_work(path: Path, knowledge: Knowledge) -> None:
    assert works(path)["other"] != works(path)["foo"]
    say(path, knowledge, "link", "other", "adaptation", "foo")
    assert relations(path)["other", "adaptation", "foo"]["evidence"] == []
    assert works(path)["other"] == works(path)["foo"]


def test_ends_of_a_link_without_direction_are_in_order(path: Path, knowledge: Knowledge) -> None:
    for ends in (("other", "plain"), ("plain", "other")):
        say(path, knowledge, "link", ends[0], "shared-quotation", ends[1])
    (found,) = [one for key, one in relations(path).items() if key[1] == "shared-quotation"]
    assert found["from"]["id"] < found["to"]["id"]
    assert (found["directed"], found["status"]) == (False, "confirmed")
    said = [one["act"] for one in identity(path, harbour.url("other"))["acts"]]
    assert said.count("link") == 1  # the second said the same


def test_a_link_outranks_what_the_text_and_the_comparison_say(path: Path, knowledge: Knowledge) -> None:
    say(path, knowledge, "unlink", "copy", "plain")
    word = say(path, knowledge, "link", "copy", "cites", "foo")
    found = relations(path)
    assert found["copy", "cites", "foo"]["status"] == "confirmed"
    assert found["copy", "republication", "foo"]["status"] == "rejected"
    assert works(path)["copy"] != works(path)["foo"]
    rejecting = made.rows(path, "SELECT act FROM relations WHERE origin = 'named'")
    assert rejecting == [(word.spoken.id,)]


def test_a_link_to_a_stub_confirms_what_the_text_says(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "a.db"
    made.put(path, [harbour.article("copy")], knowledge)
    say(path, knowledge, "link", "copy", "republication", STUB)
    (found,) = relations(path).values()
    assert (found["status"], found["to"]["stub"]) == ("confirmed", True)
    assert [fact["kind"] for fact in found["evidence"]] == ["attribution"]
    made.put(path, [harbour.article("foo")], knowledge)
    assert relations(path)["copy", "republication", "foo"]["status"] == "confirmed"


def test_unlinked_articles_are_shown_as_rejected_and_share_no_work(path: Path, knowledge: Knowledge) -> None:
    for name in ("foo", "plain"):
        say(path, knowledge, "unlink", "copy", name)
    found = relations(path)
    assert found["copy", "republication", "foo"]["status"] == "rejected"
    assert found["copy", "republication", "foo"]["to"]["stub"] is False
    between = [one["status"] for key, one in found.items() if {"copy", "plain"} == {key[0], key[2]}]
    assert between == ["rejected"]
    assert works(path)["copy"] not in {works(path)["foo"], works(path)["plain"]}


def test_the_last_word_on_two_articles_holds(path: Path, knowledge: Knowledge) -> None:
    say(path, knowledge, "link", "other", "translation", "foo")
    say(path, knowledge, "link", "other", "cites", "foo")
    assert [key for key in relations(path) if key[0] == "other"] == [("other", "cites", "foo")]
    say(path, knowledge, "unlink", "foo", "other")
    assert [key for key in relations(path) if "other" in key] == []


@pytest.mark.parametrize(
    ("act", "words", "error"),
    [
        ("link", ("foo", "cites", "foo"), "both are this article"),
        ("link", ("foo", "copies", "plain"), "copies: no such kind of relation; known are republication, "),
        ("link", ("foo", "cites", "aaaaaaaaaaaaaaaa"), "aaaaaaaaaaaaaaaa: no article has this id"),
        ("unlink", ("http://nobody.example/", "foo"), "http://nobody.example/: no article has this address"),
        ("unlink", ("http://", "foo"), "'http://' is no web address"),
        ("merge", ("foo", "foo"), "both are this article"),
        ("split", ("foo",), "nobody said that it is another article"),
        ("undo", ("foo",), "nothing with this id"),
        ("undo", ("",), "nothing with this id"),
        ("undo", ("%",), "nothing with this id"),
    ],
)
def test_what_makes_no_sense_is_refused(
    path: Path, knowledge: Knowledge, act: str, words: tuple[str, ...], error: str
) -> None:
    before = made.dump(path)
    with pytest.raises(UsageError, match=error):
        say(path, knowledge, act, *words)
    assert made.dump(path) == before


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("link", ("foo", "cites", "other")),
        ("unlink", ("foo", "plain")),
        ("merge", ("plain", "foo")),
        ("split", (STUB,)),
    ],
)
def test_the_same_word_again_changes_nothing(
    path: Path, knowledge: Knowledge, act: str, words: tuple[str, ...]
) -> None:
    first = say(path, knowledge, act, *words)
    before = made.dump(path)
    with saying(path, knowledge, "ben") as other:
        again: Word = getattr(other, act)(*[harbour.url(w) if w in harbour.NAMES else w for w in words])
    assert (again.new, again.spoken) == (False, first.spoken)
    assert made.dump(path) == before


# Merge and split


def test_a_merged_article_stays_and_its_relations_lead_to_the_other(path: Path, knowledge: Knowledge) -> None:
    say(path, knowledge, "merge", "plain", "foo")
    found = relations(path)
    assert not any("plain" in key for key in found)
    assert not any(key[0] == key[2] for key in found)
    with files.readable(path) as database:
        query = Query(database.conn)
        through = {one[end]["through"] for one in lines.relations(query) for end in ("from", "to")}
        ids = {name: query.resolve(harbour.url(name)) for name in ALL}
        same_as = {one["id"]: one["same_as"] for one in lines.articles(query)}
    assert same_as == {ids["plain"]: ids["foo"], **{ids[n]: None for n in ALL if n != "plain"}}
    assert ids["plain"] in through
    assert works(path)["plain"] == works(path)["foo"]


def test_of_two_captures_of_the_original_merged_the_stub_is_found(path: Path, knowledge: Knowledge) -> None:
    made.put(path, [harbour.article("second")], knowledge)
    assert identity(path, STUB)["resolved"] is None
    assert len(identity(path, STUB)["candidates"]) >= 2
    word = say(path, knowledge, "merge", "second", "foo")
    found = identity(path, STUB)
    assert (found["resolved"]["act"], found["candidates"]) == (None, [])
    assert relations(path)["copy", "republication", "foo"]["to"]["through"] == STUB
    say(path, knowledge, "undo", word.spoken.id)
    assert identity(path, STUB)["resolved"] is None


def test_an_open_stub_is_what_a_person_says(path: Path, knowledge: Knowledge) -> None:
    made.put(path, [harbour.article("second")], knowledge)
    say(path, knowledge, "merge", STUB, "second")
    found = identity(path, STUB)
    assert (found["resolved"]["reason"], found["resolved"]["score"]) == ("ana says so", 1000)
    assert relations(path)["copy", "republication", "second"]["status"] == "asserted"


def test_a_stub_becomes_the_same_as_an_article_whichever_is_named_first(
    path: Path, knowledge: Knowledge
) -> None:
    word = say(path, knowledge, "merge", "other", STUB)
    assert word.spoken.act.article == STUB
    assert identity(path, STUB)["same_as"] == word.spoken.act.other


def test_merges_lead_to_the_end_and_never_in_a_circle(path: Path, knowledge: Knowledge) -> None:
    say(path, knowledge, "merge", STUB, "plain")
    say(path, knowledge, "merge", "plain", "foo")
    foo = identity(path, STUB)["same_as"]
    assert relations(path)["copy", "republication", "foo"]["to"]["id"] == foo
    say(path, knowledge, "merge", "foo", "plain")  # the last word says which one stands for both
    assert identity(path, harbour.url("plain"))["same_as"] is None
    assert identity(path, foo)["same_as"] == identity(path, STUB)["same_as"]
    assert relations(path)["copy", "republication", "plain"]


def test_what_is_said_of_an_article_is_said_of_all_that_are_the_same(path: Path, knowledge: Knowledge) -> None:
    made.put(path, [harbour.article("second")], knowledge)
    say(path, knowledge, "unlink", "part", "foo")
    say(path, knowledge, "merge", "second", "foo")
    ends = [(key, one["status"]) for key, one in relations(path).items() if {"foo", "part"} <= {*key}]
    assert {status for _, status in ends} == {"rejected"}


def test_split_takes_a_found_original_back_for_good(path: Path, knowledge: Knowledge) -> None:
    assert identity(path, STUB)["resolved"]
    word = say(path, knowledge, "split", STUB)
    made.put(path, [harbour.article("second"), harbour.article("foo")], knowledge)
    found = identity(path, STUB)
    assert (found["resolved"], found["candidates"]) == (None, [])
    assert relations(path)["copy", "republication", "stub"]
    say(path, knowledge, "undo", word.spoken.id)
    assert len(identity(path, STUB)["candidates"]) >= 2


# Undo


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("link", ("other", "adaptation", "foo")),
        ("link", ("copy", "cites", "foo")),
        ("link", ("copy", "republication", STUB)),
        ("link", (STUB, "translation", "other")),
        ("unlink", ("copy", "foo")),
        ("unlink", ("copy", STUB)),
        ("merge", ("plain", "foo")),
        ("merge", ("copy", "other")),
        ("merge", (STUB, "copy")),
        ("split", (STUB,)),
    ],
)
def test_an_act_undone_leaves_all_as_it_was_and_redone_as_it_became(
    path: Path, knowledge: Knowledge, act: str, words: tuple[str, ...]
) -> None:
    before = told(path)
    word = say(path, knowledge, act, *words)
    after = told(path)
    assert after != before
    undoing = say(path, knowledge, "undo", word.spoken.id)
    assert told(path) == before
    say(path, knowledge, "undo", undoing.spoken.id[:12])
    assert told(path) == after
    again = say(path, knowledge, "undo", undoing.spoken.id)
    assert not again.new
    assert told(path) == after


def test_an_original_found_wrongly_is_taken_back(path: Path, knowledge: Knowledge) -> None:
    before, found = told(path), identity(path, STUB)["resolved"]
    word = say(path, knowledge, "undo", found["id"])
    assert identity(path, STUB)["resolved"] is None
    assert not say(path, knowledge, "undo", found["id"]).new
    made.put(path, [harbour.article("foo")], knowledge)
    assert identity(path, STUB)["resolved"] is None
    assert [one["act"] for one in identity(path, STUB)["acts"]] == ["undo"]
    say(path, knowledge, "undo", word.spoken.id)
    assert told(path) == before


def test_what_a_person_says_of_a_stub_is_undone_by_either_id(path: Path, knowledge: Knowledge) -> None:
    word = say(path, knowledge, "merge", STUB, "other")
    undoing = say(path, knowledge, "undo", identity(path, STUB)["resolved"]["id"])
    assert undoing.spoken.act.undoes == word.spoken.id
    assert identity(path, STUB)["resolved"]["act"] is None


# Corrections and namings


def title(path: Path) -> object:
    return made.rows(path, "SELECT title FROM articles WHERE url = ?", [harbour.url("other")])[0][0]


def correct(path: Path, knowledge: Knowledge, field: str, *values: str, name: str = "other") -> str:
    """A correction; the id of its first claim."""
    with files.writable(path) as database:
        store, query = Store(database, knowledge.registry, made.PEN), Query(database.conn)
        article = query.resolve(harbour.url(name))
        pipeline.correct(store, article, field, values, knowledge, ACT)
        stamp = acts.corrections(query, article)[-1].claim.asserted_at
        return next(one.id for one in acts.corrections(query, article) if one.claim.asserted_at == stamp)


def test_a_correction_taken_back_gives_the_value_before_it(path: Path, knowledge: Knowledge) -> None:
    before = title(path)
    first = correct(path, knowledge, "title", "One")
    second = correct(path, knowledge, "title", "Two")
    undoing = say(path, knowledge, "undo", second)
    assert title(path) == "One"
    say(path, knowledge, "undo", first)
    assert title(path) == before
    say(path, knowledge, "undo", undoing.spoken.id)
    assert title(path) == "Two"
    told_of = {one["id"]: one["taken_back_by"] for one in identity(path, harbour.url("other"))["acts"]}
    assert told_of[second] is None
    assert told_of[first]


def test_the_same_correction_may_be_made_again(path: Path, knowledge: Knowledge) -> None:
    say(path, knowledge, "undo", correct(path, knowledge, "title", "One"))
    correct(path, knowledge, "title", "One")
    assert title(path) == "One"


def test_values_said_together_are_taken_back_together(path: Path, knowledge: Knowledge) -> None:
    before = made.rows(path, "SELECT authors FROM articles ORDER BY id")
    claim = correct(path, knowledge, "author", "A. Smith", "B. Jones")
    say(path, knowledge, "undo", claim)
    assert made.rows(path, "SELECT authors FROM articles ORDER BY id") == before


def test_a_manifest_added_again_does_not_bring_back_what_was_taken_back(
    path: Path, knowledge: Knowledge
) -> None:
    (said,) = made.rows(
        path, "SELECT id FROM claims WHERE field = 'title' AND by IS NOT NULL AND value LIKE '%, other'"
    )
    say(path, knowledge, "undo", str(said[0]))
    without = title(path)
    assert without != "On the harbour, other"
    made.put(path, [harbour.article("other")], knowledge)
    assert title(path) == without


def test_an_address_taken_back_leads_nowhere_and_comes_back(path: Path, knowledge: Knowledge) -> None:
    moved = "http://moved.example/harbour"
    claim = correct(path, knowledge, "url", moved)
    undoing = say(path, knowledge, "undo", claim)
    keys = [key for (key,) in made.rows(path, "SELECT key FROM addresses")]
    assert "moved.example/harbour" not in keys
    assert "other.example/harbour" in keys
    made.put(path, [made.capture(made.text(1), moved)], knowledge)
    with pytest.raises(UsageError, match="this is the address of article"):
        say(path, knowledge, "undo", undoing.spoken.id)


def test_the_naming_of_a_domain_is_taken_back(path: Path, knowledge: Knowledge) -> None:
    page = made.retrieved(made.text(1), "http://made.example/1", "2025-03-01T00:00:00+00:00")
    made.put(path, [page], knowledge)
    with files.writable(path) as database:
        pipeline.name(
            Store(database, knowledge.registry, made.PEN), "made.example", "Made Times", None, knowledge, ACT
        )
    outlet = "SELECT outlet FROM articles WHERE url = 'http://made.example/1'"
    ((naming,),) = made.rows(path, "SELECT id FROM namings")
    assert made.rows(path, outlet) == [("Made Times",)]
    undoing = say(path, knowledge, "undo", str(naming))
    assert made.rows(path, outlet) == [("made.example",)]
    say(path, knowledge, "undo", undoing.spoken.id)
    assert made.rows(path, outlet) == [("Made Times",)]


# History


@pytest.mark.parametrize("sql", ["UPDATE acts SET by = 'nobody'", "DELETE FROM acts"])
def test_history_only_grows(path: Path, knowledge: Knowledge, sql: str) -> None:
    say(path, knowledge, "unlink", "foo", "other")
    connection = made.connected(path)
    with pytest.raises(sqlite3.IntegrityError, match="what people said is never"):
        connection.execute(sql)
    connection.close()


def test_a_stub_that_somebody_spoke_of_stays(path: Path, knowledge: Knowledge) -> None:
    say(path, knowledge, "link", "other", "cites", STUB)
    say(path, knowledge, "undo", say(path, knowledge, "unlink", "other", STUB).spoken.id)
    correction = made.capture(made.text(3), harbour.url("copy"), captured_at="2026-01-01T00:00:00+00:00")
    made.put(path, [correction], knowledge)  # the copy is another text now, and names nobody
    assert identity(path, STUB)["acts"]


def test_words_survive_what_comes_later(path: Path, knowledge: Knowledge) -> None:
    say(path, knowledge, "unlink", "copy", "foo")
    say(path, knowledge, "link", "plain", "translation", "other")
    correct(path, knowledge, "title", "Another title", name="copy")
    made.put(path, [harbour.article("second"), made.capture(made.text(2), harbour.url("foo"))], knowledge)
    found = relations(path)
    assert found["plain", "translation", "other"]["status"] == "confirmed"
    assert all(one["status"] == "rejected" for key, one in found.items() if {"copy", "foo"} == {key[0], key[2]})


# Any order, same result

NAMES = ("foo", "copy", "plain", "part", "second")
_ends = st.permutations([*NAMES, STUB]).map(lambda all_: all_[:2])
_kinds = st.sampled_from(["republication", "excerpt", "cites", "shared-source"])
_acts = st.one_of(
    st.tuples(st.just("link"), _ends, _kinds),
    st.tuples(st.sampled_from(["unlink", "merge"]), _ends, st.none()),
    st.tuples(st.just("split"), _ends, st.none()),
    st.tuples(st.just("undo"), st.integers(0, 4), st.none()),
)


def perform(path: Path, act: tuple[str, object, str | None], done: list[str]) -> None:
    """One act; what cannot be said is left out. `done` are the ids of the acts so far."""
    name, about, kind = act
    if name == "undo":
        words = [done[int(str(about)) % len(done)]] if done else []
    else:
        one, other = list(about)  # type: ignore[call-overload]
        words = {"link": [one, kind, other], "split": [one]}.get(name, [one, other])
    if words:
        try:
            done.append(say(path, KNOWLEDGE, name, *words).spoken.id)
        except UsageError:
            done.append("aaaaaaaaaaaaaaaa")


def needs(act: tuple[str, object, str | None]) -> set[str]:
    """The articles that have to be there for an act to be said."""
    ends = set() if act[0] == "undo" else {*act[1]}  # type: ignore[misc]
    return {"copy" if one == STUB else one for one in ends}


def test_who_names_the_original_is_told_as_it_is_now(path: Path, knowledge: Knowledge, tmp_path: Path) -> None:
    say(path, knowledge, "link", "copy", "republication", "foo")
    made.put(path, [harbour.article("second")], knowledge)  # which of both the stub is can't be known any more
    later = tmp_path / "later.db"
    made.put(later, map(harbour.article, (*ALL, "second")), knowledge)
    say(later, knowledge, "link", "copy", "republication", "foo")
    assert told(path) == told(later)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(NAMES), st.lists(_acts, min_size=1, max_size=5), st.data())
def test_when_it_was_said_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory,
    order: list[str],
    said: list[tuple[str, object, str | None]],
    data: st.DataObject,
) -> None:
    after, between = (tmp_path_factory.mktemp("acts") / name for name in ("after.db", "between.db"))
    made.put(after, map(harbour.article, NAMES), KNOWLEDGE)
    done: list[str] = []
    for act in said:
        perform(after, act, done)
    waiting, done = list(said), []
    for at, name in enumerate(order):
        made.put(between, [harbour.article(name)], KNOWLEDGE)
        while waiting and needs(waiting[0]) <= set(order[: at + 1]) and data.draw(st.booleans()):
            perform(between, waiting.pop(0), done)
    for act in waiting:
        perform(between, act, done)
    assert told(between) == told(after)
