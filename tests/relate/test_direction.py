"""A direction is claimed where something tells it, never for a date alone, and never against a sign."""

from itertools import permutations

import pytest

from ingest.records import Attribution, RelationKind
from ingest.relate.direction import Direction, End, both_name, direction


def said(kind: RelationKind, outlet: str, start: int = 0) -> Attribution:
    return Attribution(kind, "as it says", start, start + 10, outlet)


def end(article: str, *attributions: Attribution, day: str | None = None, links: str = "", at: str = "") -> End:
    keys = frozenset(links.split()), frozenset(at.split())
    return End(article, f"The {article.title()}", day, day, attributions, *keys)


COPIED = said("republication", "Post")
ECHO, POST = end("echo"), end("post")


def later(a: End, b: End, shared: str = "") -> tuple[str, bool] | None:
    found = {direction(*pair, shared) for pair in permutations((a, b))}
    ends = {(one.later, one.asserted) if one else None for one in found}
    assert len(ends) == 1, "it does not matter which of the two comes first"
    return ends.pop()


@pytest.mark.parametrize(
    ("a", "b", "shared", "expected"),
    [
        (ECHO, POST, "", None),
        (end("echo", said("republication", "The Post")), POST, "", ("echo", True)),
        (end("echo", said("republication", "POST")), POST, "", ("echo", True)),
        (end("echo", said("cites", "Post")), POST, "", ("echo", False)),
        (end("echo", links="post.example/a"), end("post", at="post.example/a"), "", ("echo", False)),
        (ECHO, POST, "she told the post | on friday", ("echo", False)),
        (ECHO, POST, "she told the post and the echo", None),
        (end("echo", day="2025-03-02"), end("post", day="2025-03-01"), "", None),
        (end("echo", COPIED), end("post", said("republication", "Echo")), "", None),
        (end("echo", said("cites", "Post")), end("post", said("republication", "Echo")), "", ("post", True)),
        (
            end("echo", said("republication", "Post"), day="2025-03-01"),
            end("post", day="2025-03-02"),
            "",
            ("echo", True),
        ),
        (end("echo", said("republication", "Echo")), POST, "", None),
    ],
)
def test_what_tells_a_direction(a: End, b: End, shared: str, expected: tuple[str, bool] | None) -> None:
    assert later(a, b, shared) == expected


def test_the_signs_are_kept() -> None:
    copy = end("echo", said("cites", "Post", 50), said("republication", "Post", 20), day="2025-03-02")
    found = direction(copy, end("post", day="2025-03-01"), "")
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
