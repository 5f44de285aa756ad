"""A direction is claimed where something tells it, never for a date alone, and never against a sign."""

import pytest

from ingest.records import Attribution, RelationKind
from ingest.relate.direction import Direction, End, both_name, direction
from ingest.relate.traces import Carried, names


def said(kind: RelationKind, outlet: str, start: int = 0) -> Attribution:
    return Attribution(kind, "as it says", start, start + 10, outlet)


def end(article: str, *attributions: Attribution, day: str | None = None, links: str = "", at: str = "") -> End:
    keys = frozenset(links.split()), frozenset(at.split())
    return End(article, f"The {article.title()}", day, day, attributions, *keys)


COPIED = said("republication", "Post")
ECHO, POST = end("echo"), end("post")


def later(a: End, b: End, *texts: Carried) -> tuple[str, bool] | None:
    one, other = texts or (Carried(), Carried())
    found = {direction(a, b, (one, other)), direction(b, a, (other, one))}
    ends = {(one.later, one.asserted) if one else None for one in found}
    assert len(ends) == 1, "it does not matter which of the two comes first"
    return ends.pop()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (ECHO, POST, None),
        (end("echo", said("republication", "The Post")), POST, ("echo", True)),
        (end("echo", said("republication", "POST")), POST, ("echo", True)),
        (end("echo", said("cites", "Post")), POST, ("echo", False)),
        (end("echo", links="post.example/a"), end("post", at="post.example/a"), ("echo", False)),
        (end("echo", day="2025-03-02"), end("post", day="2025-03-01"), None),
        (end("echo", COPIED), end("post", said("republication", "Echo")), None),
        (end("echo", said("cites", "Post")), end("post", said("republication", "Echo")), ("post", True)),
        (end("echo", said("republication", "Post"), day="2025-03-01"), end("post", day="2025-03-02"),
         ("echo", True)),
        (end("echo", said("republication", "Echo")), POST, None),
    ],
)  # fmt: skip
def test_what_tells_a_direction(a: End, b: End, expected: tuple[str, bool] | None) -> None:
    assert later(a, b) == expected


TOLD = "It was late, she told The Post on Friday."
ASKED = "Subscribe to The Post for more of this."
BROKEN = "She didnâ€™t come, and it wasn?t known why."
SOUND = "She didn’t come, and it wasn’t known why."


@pytest.mark.parametrize(
    ("echo", "post", "day", "expected"),
    [
        (Carried(TOLD), Carried(TOLD), None, "inherited"),
        (Carried(TOLD.upper()), Carried(TOLD), None, "inherited"),
        (Carried("as mytheecho.example said"), Carried("as mytheecho.example said"), None, None),
        (Carried("as www.post.example said"), Carried("as post.example said"), None, "inherited"),
        (Carried("by post, and by mypost.example"), Carried("by post, and by mypost.example"), None, None),
        (Carried(TOLD + " The Echo too."), Carried(TOLD + " The Echo too."), None, None),
        (Carried("She told reporters."), Carried(TOLD), None, None),
        (Carried(rest=ASKED), Carried(), None, "furniture"),
        (Carried(rest="Follow @post.example for more"), Carried(), None, "furniture"),
        (Carried(rest="She told The Post. Subscribe to us."), Carried(), None, None),
        (Carried(rest="Subscribe to The Echo."), Carried(), None, None),
        (Carried(BROKEN, "Its own words aren’t."), Carried(BROKEN, "A “wordâ€."), None, "errors"),
        (Carried(BROKEN, "Nothing to see."), Carried(BROKEN, "A “wordâ€."), None, None),
        (Carried(BROKEN, "Its own words aren’t."), Carried(BROKEN, "A “word”."), None, None),
        (Carried(BROKEN), Carried(SOUND), None, None),
        (Carried(BROKEN), Carried(SOUND), "2025-03-01", None),
        (Carried(TOLD + BROKEN), Carried(TOLD + SOUND), "2025-03-01", "inherited broken later"),
        (Carried(TOLD + SOUND), Carried(TOLD + BROKEN), None, None),
    ],
)
def test_what_copying_leaves(echo: Carried, post: Carried, day: str | None, expected: str | None) -> None:
    ends = (
        end("echo", day=day and "2025-03-02", at="theecho.example/a"),
        end("post", day=day, at="post.example/a"),
    )
    assert later(*ends, echo, post) == (("echo", False) if expected else None)
    found = direction(*ends, (echo, post))
    assert " ".join(sign.kind for sign in found.signs) == expected if found else expected is None


def test_a_name_of_one_word_is_told_from_the_word() -> None:
    told = [names(text, "Time") for text in ("he told Time that", "in TIME, it", "Time will tell.", "in time")]
    assert told == [True, True, False, False]
    told = [
        names(text, "The Independent")
        for text in ("told The Independent", "Independent voters", "an Independent")
    ]
    assert told == [True, False, False]
    assert names("Der Post AG ging es gut", "Post AG")


def test_the_signs_are_kept() -> None:
    copy = end("echo", said("cites", "Post", 50), said("republication", "Post", 20), day="2025-03-02")
    found = direction(copy, end("post", day="2025-03-01"), (Carried(), Carried()))
    assert isinstance(found, Direction)
    kinds = [(sign.kind, sign.attribution.start if sign.attribution else None) for sign in found.signs]
    assert kinds == [("attribution", 20), ("later", None)]


def test_what_both_name_is_a_third_text() -> None:
    wire = said("republication", "AP", 7)
    assert [sign.later for sign in both_name(end("echo", wire), end("post", wire))] == ["echo", "post"]
    assert both_name(end("echo", wire), end("post", said("cites", "AP"))) == ()
    assert (
        both_name(end("echo", said("republication", "Post")), end("post", said("republication", "Post"))) == ()
    )
