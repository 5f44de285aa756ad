"""What two texts have in common, on the labelled corpus of made texts and at each threshold."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

import crossposts
import pytest

from ingest.relate.compare import EXCERPT_WORDS, QUOTATION_WORDS, Common, compare
from ingest.relate.glance import grams, strangers
from ingest.relate.names import same_outlet
from ingest.relate.texts import Text
from ingest.relate.words import folded

WHOLE: set[str | None] = {"republication", "adaptation"}
# What of each label may be found without knowing other articles of the outlet and who names an agency.
RIGHT: dict[str, set[str | None]] = {
    "copy": WHOLE, "edited": WHOLE, "template": WHOLE, "excerpt": {"excerpt"},
    "shared-quotation": {"shared-quotation"}, "different": {None}, "translation": {None},
}  # fmt: skip


@cache
def text(article: str) -> Text:
    return Text.of(next(one.text for one in crossposts.articles() if one.id == article))


def found(pair: crossposts.Pair) -> Common | None:
    return compare(text(pair.a.id), text(pair.b.id), same_outlet(pair.a.outlet, pair.b.outlet))


@cache
def kinds() -> dict[tuple[str, str], str | None]:
    pairs = ((pair, found(pair)) for pair in crossposts.pairs())
    return {(pair.a.id, pair.b.id): common.kind if common else None for pair, common in pairs}


def share(label: str) -> float:
    pairs = [pair for pair in crossposts.pairs() if pair.label == label and "furniture" not in pair.note]
    right = Counter(kinds()[pair.a.id, pair.b.id] in RIGHT[label] for pair in pairs)
    return right[True] / len(pairs)


@pytest.mark.parametrize(
    ("label", "floor"),
    [("copy", 1.0), ("edited", 0.96), ("template", 1.0), ("excerpt", 1.0), ("shared-quotation", 0.93),
     ("different", 0.97), ("translation", 1.0)],
)  # fmt: skip
def test_what_is_labelled_is_found(label: str, floor: float) -> None:
    assert share(label) >= floor


def f1(pairs: Sequence[crossposts.Pair], wanted: Collection[str], known_by: Collection[str | None]) -> float:
    """F1 of some labels among labelled pairs, each known by the kinds that it is found as."""
    found = [kinds()[pair.a.id, pair.b.id] in known_by for pair in pairs]
    labelled = [pair.label in wanted for pair in pairs]
    right = sum(one and other for one, other in zip(found, labelled, strict=True))
    return 2 * right / (sum(found) + sum(labelled))


def test_copied_prose_is_told_from_shared_quotation() -> None:
    """Excerpts among those pairs that have words in common and are no copies."""
    pairs = [pair for pair in crossposts.pairs() if pair.label in ("excerpt", "shared-quotation")]
    assert f1(pairs, {"excerpt"}, {"excerpt", *WHOLE}) >= 0.95


def test_copies_of_other_sites_are_told_among_articles_on_one_event() -> None:
    """Of all pairs of one event from two sites, but those that both carry an agency's text."""
    pairs = [pair for pair in crossposts.pairs()
             if not same_outlet(pair.a.outlet, pair.b.outlet) and pair.label != "shared-source"]  # fmt: skip
    assert len(pairs) > 350
    assert f1(pairs, {"copy", "edited", "template"}, WHOLE) >= 0.98


def test_strangers_have_nothing_in_common() -> None:
    assert [pair for pair in crossposts.across(300) if found(pair)] == []


def test_it_does_not_matter_which_comes_first() -> None:
    """Ties of equal runs may fall otherwise; kind and score may not."""
    for pair in crossposts.pairs()[::7]:
        turned = compare(text(pair.b.id), text(pair.a.id), same_outlet(pair.a.outlet, pair.b.outlet))
        assert (turned.kind if turned else None) == kinds()[pair.a.id, pair.b.id]


def test_whoever_is_sent_away_at_a_glance_has_nothing_in_common() -> None:
    pairs = (*crossposts.pairs()[::3], *crossposts.across(100))
    sent = [pair for pair in pairs if strangers(grams(folded(pair.a.text)), folded(pair.b.text))]
    assert len(sent) > 100
    assert [pair for pair in sent if compare(text(pair.a.id), text(pair.b.id))] == []


@pytest.mark.parametrize(
    ("b", "sent_away"),
    [
        ("here stand eight words on end of both", True),
        ("here stand eight words on end of both, and eight words on end of it", False),
        ("here stand eight words on end of nobody, and eight words on end of it", True),
    ],
)
def test_how_little_tells_nothing(b: str, sent_away: bool) -> None:
    """What has not eight words on end in common, or not twelve in all."""
    a = "here stand eight words on end of both and eight words on end of all that follow"
    assert strangers(grams(folded(a)), folded(b)) is sent_away


def numbered(prefix: str, count: int) -> str:
    return " ".join(f"{prefix}{number}" for number in range(count))


def of(*parts: str) -> Text:
    return Text.of("\n\n".join(parts))


PROSE = numbered("p", EXCERPT_WORDS)
SAID = f"“{numbered('q', QUOTATION_WORDS)}”"


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (of(PROSE, numbered("a", 90)), of(PROSE, numbered("b", 90)), "excerpt"),
        (of(PROSE[:-4], numbered("a", 90)), of(PROSE, numbered("b", 90)), None),
        (of(SAID, numbered("a", 90)), of(SAID, numbered("b", 90)), "shared-quotation"),
        (of(SAID[:-6] + "”", numbered("a", 90)), of(SAID, numbered("b", 90)), None),
        (of(f"The Echo writes: “{PROSE}”", numbered("a", 90)), of(PROSE, numbered("b", 90)), "excerpt"),
        (of(f"“{PROSE}”, she said.", numbered("a", 90)), of(PROSE, numbered("b", 90)), "shared-quotation"),
        (of(PROSE), of(PROSE, numbered("b", 5)), "republication"),
        (of(PROSE), of(PROSE, numbered("b", 40)), "adaptation"),
        (of(SAID, SAID, numbered("a", 30)), of(SAID, SAID, numbered("b", 30)), "shared-quotation"),
        (of(numbered("a", 300)), of(numbered("b", 300)), None),
        (of(""), of(""), None),
    ],
)  # fmt: skip
def test_kinds_at_their_thresholds(one: Text, other: Text, kind: str | None) -> None:
    common = compare(one, other)
    assert (common.kind if common else None) == kind


def test_one_outlet_repeating_itself_tells_nothing_but_whole_texts() -> None:
    one, other = of(PROSE, numbered("a", 90)), of(PROSE, numbered("b", 90))
    assert compare(one, other, within=True) is None
    assert compare(of(PROSE), of(PROSE), within=True) is not None


def test_a_form_with_other_figures_is_no_copy_within_its_outlet() -> None:
    form = " ".join(f"In the {place} it will be {{}} degrees and dry until night." for place in "abcdefgh")
    monday, tuesday = of(form.format(*range(8))), of(form.format(*range(10, 18)))
    assert compare(monday, tuesday, within=True) is None
    assert compare(monday, tuesday) is not None


def test_furniture_counts_for_nothing() -> None:
    boxes = numbered("f", 80)
    one, other = f"{numbered('a', 60)}\n\n{boxes}", f"{numbered('b', 60)}\n\n{boxes}"
    assert compare(Text.of(one), Text.of(other)) is not None
    assert compare(Text.of(one, furniture=range(60, 140)), Text.of(other)) is None
