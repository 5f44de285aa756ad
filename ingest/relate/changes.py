"""What changed from one version of a text to the next, paragraph by paragraph and word by word.

For people to look at: nothing is stored, nothing decided. White space and quotation marks that
changed are shown like words, but count as none. Bounded: what would take long to compare finely
is compared by sentences, or shown as replaced whole.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

PieceKind = Literal["same", "inserted", "deleted"]
ChangeKind = Literal["same", "inserted", "deleted", "replaced"]

_BREAK = "\n\n"
_TOKEN = re.compile(r"\w+(?:['’.-]\w+)*|\s+|[^\w\s]")
_SENTENCE = re.compile(r".+?[.!?…。！？][\"'”’»)\]]*(?=\s|\Z)|.+", re.DOTALL)
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
# More pairs of equal tokens make a comparison slow: 2,500 words of prose have about so many.
_MOST_PAIRS = 60_000
# So many in all edited paragraphs together, however many there are.
_MOST_PAIRS_IN_ALL = 5 * _MOST_PAIRS
# Two paragraphs with this share of words in common are one that was edited.
_EDITED = 0.5
# Where finding edited paragraphs takes more looks at words, only equal ones are found.
_MOST_LOOKS = 2_000_000

# A stretch of both sides: what became of it, from where to where in the old, in the new.
_Stretch = tuple[str, int, int, int, int]
_Compare = Callable[[Sequence[str], Sequence[str]], Iterable[_Stretch]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a paragraph: in both versions, in the new one only, or in the old one only."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a paragraph; of several in a row where they stayed the same.

    Its pieces make up the paragraph: "same" and "deleted" the old one, "same" and "inserted" the
    new one. Of paragraphs that stayed the same each is one piece. `moved` marks a paragraph that
    is deleted here and inserted elsewhere, word for word, and its other end.
    """

    kind: ChangeKind
    pieces: tuple[Piece, ...]
    moved: bool = False

    @property
    def paragraphs(self) -> int:
        """How many paragraphs this is about."""
        return len(self.pieces) if self.kind == "same" else 1


@dataclass(frozen=True, slots=True)
class Summary:
    """How much changed. Moved paragraphs count as such, not by their words."""

    words_added: int
    words_removed: int
    paragraphs_moved: int


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What happened from the old text to the new one, in reading order; nothing for equal texts.

    Args:
        old: a text, paragraphs split by one blank line.
        new: a later one.
    """
    if old == new:
        return ()
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Change] = []
    for kind, i, j, k, m in _stretches(before, after, _by_paragraph):
        if kind == "equal":
            found += (_same(text) for text in before[i:j])
        else:
            found += _edited(before[i:j], after[k:m])
    return tuple(_with_moves(list(_worded(_collapsed(found)))))


def summary(found: Iterable[Change]) -> Summary:
    """The numbers of words and paragraphs that changed."""
    found = list(found)
    pieces = [piece for change in found if not change.moved for piece in change.pieces]

    def words(kind: PieceKind) -> int:
        return sum(len(_WORD.findall(piece.text)) for piece in pieces if piece.kind == kind)

    moved = sum(change.moved and change.kind == "inserted" for change in found)
    return Summary(words("inserted"), words("deleted"), moved)


def before(found: Iterable[Change]) -> str:
    """The old text, as its changes tell it."""
    return _BREAK.join(_side(found, "deleted"))


def after(found: Iterable[Change]) -> str:
    """The new text, as its changes tell it."""
    return _BREAK.join(_side(found, "inserted"))


def _side(found: Iterable[Change], kind: PieceKind) -> Iterator[str]:
    for change in found:
        if change.kind == "same":
            yield from (piece.text for piece in change.pieces)
        elif change.kind in ("replaced", kind):
            yield "".join(piece.text for piece in change.pieces if piece.kind in ("same", kind))


def _paragraphs(text: str) -> list[str]:
    return text.split(_BREAK) if text else []


def _same(text: str) -> Change:
    return Change("same", (Piece("same", text),))


def _collapsed(found: Iterable[Change]) -> Iterator[Change]:
    """The changes, with paragraphs that stayed the same in a row made one."""
    for same, group in groupby(found, key=lambda change: change.kind == "same"):
        if same:
            yield Change("same", tuple(piece for change in group for piece in change.pieces))
        else:
            yield from group


def _stretches(old: Sequence[str], new: Sequence[str], compare: _Compare) -> Iterator[_Stretch]:
    """How two sequences go together, as `difflib` tells it, in bounded time.

    What both begin and end with is set aside first: two versions have most of their text in common.
    """
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield "equal", 0, head, 0, head
    if left or right:
        yield from ((kind, i + head, j + head, k + head, m + head) for kind, i, j, k, m in compare(left, right))
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many items both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(old), len(new)))


def _by_paragraph(old: Sequence[str], new: Sequence[str]) -> Iterable[_Stretch]:
    """Left to the search for edited paragraphs, which finds equal ones too, unless that is too much."""
    return _opcodes(old, new) if _looks(old, new) > _MOST_LOOKS else [("replace", 0, len(old), 0, len(new))]


def _looks(old: Sequence[str], new: Sequence[str]) -> int:
    """How often a word is looked up when each paragraph is held against each."""
    return sum(map(len, old)) // 5 * len(new) + len(old) * len(new)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterable[_Stretch]:
    if _equal_pairs(old, new) > _MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    # White space goes with the words beside it; by itself it holds nothing together.
    return SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes()


def _equal_pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """What a comparison costs: how often an item of one side stands on the other, white space apart."""
    times = Counter(new)
    return sum(count * times[item] for item, count in Counter(old).items() if not item.isspace())


def _edited(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """The changes of a stretch: paragraphs that were edited, others deleted or inserted."""
    i = k = 0
    for left, right in [*_pairs(old, new), (len(old), len(new))]:
        yield from (Change("deleted", (Piece("deleted", text),)) for text in old[i:left])
        yield from (Change("inserted", (Piece("inserted", text),)) for text in new[k:right])
        if left < len(old):
            yield _paired(old[left], new[right])
        i, k = left + 1, right + 1


def _paired(old: str, new: str) -> Change:
    return _same(old) if old == new else Change("replaced", (Piece("deleted", old), Piece("inserted", new)))


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraphs are one another edited, in order, so that most words stay where they are.

    An alignment after Needleman and Wunsch (1970); a pair is worth the words it has in common.
    """
    if _looks(old, new) > _MOST_LOOKS:
        return []
    lefts, rights = [_words(text) for text in old], [_words(text) for text in new]
    # One that stands in both versions was moved, and is none of another's edits. Equal ones come first,
    # also those without words: rules, a line of stars.
    both = set(old) & set(new)
    worth = [
        [
            0 if old[i] != new[k] and both & {old[i], new[k]} else _in_common(left, right) + (old[i] == new[k])
            for k, right in enumerate(rights)
        ]
        for i, left in enumerate(lefts)
    ]
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for k in reversed(range(len(new))):
            best[i][k] = max(best[i + 1][k + 1] + worth[i][k], best[i + 1][k], best[i][k + 1])
    return list(_path(best, worth))


def _path(best: Sequence[Sequence[int]], worth: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    i = k = 0
    while i < len(best) - 1 and k < len(best[0]) - 1:
        if worth[i][k] and best[i][k] == best[i + 1][k + 1] + worth[i][k]:
            yield i, k
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _in_common(left: Counter[str], right: Counter[str]) -> int:
    """The words that two paragraphs have in common; 0 where they are not one edited (by Dice's share)."""
    common = (left & right).total()
    return common if 2 * common >= _EDITED * (left.total() + right.total()) else 0


def _worded(found: Iterable[Change]) -> Iterator[Change]:
    """The changes, with those that replace a paragraph told word by word.

    Sentence by sentence where its words would take long, or where what may be spent is spent.
    """
    left = _MOST_PAIRS_IN_ALL
    for change in found:
        if change.kind != "replaced":
            yield change
            continue
        old, new = (piece.text for piece in change.pieces)
        for form in (_TOKEN, _SENTENCE):
            tokens = form.findall(old), form.findall(new)
            cost = _equal_pairs(*tokens)
            if cost <= min(left, _MOST_PAIRS):
                left -= cost
                change = replace(change, pieces=tuple(_pieces(*tokens)))
                break
        yield change


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """How one paragraph became the other."""
    for kind, i, j, k, m in _without_islands(list(_stretches(old, new, _opcodes)), old):
        if kind == "equal":
            yield Piece("same", "".join(old[i:j]))
            continue
        if i < j:
            yield Piece("deleted", "".join(old[i:j]))
        if k < m:
            yield Piece("inserted", "".join(new[k:m]))


def _without_islands(stretches: Sequence[_Stretch], left: Sequence[str]) -> Iterator[_Stretch]:
    """The stretches, with marks that stayed between changed words taken for changed as well."""
    waiting: _Stretch | None = None
    for at, (kind, i, j, k, m) in enumerate(stretches):
        inside = 0 < at < len(stretches) - 1
        island = kind == "equal" and inside and not any(_WORD.search(token) for token in left[i:j])
        if kind == "equal" and not island:
            if waiting:
                yield waiting
            waiting = None
            yield kind, i, j, k, m
        else:
            waiting = ("replace", waiting[1], j, waiting[3], m) if waiting else ("replace", i, j, k, m)
    if waiting:
        yield waiting


def _with_moves(found: Sequence[Change]) -> Iterator[Change]:
    """The changes, with paragraphs marked that stand elsewhere in the other version."""
    gone = Counter(change.pieces[0].text for change in found if change.kind == "deleted")
    come = Counter(change.pieces[0].text for change in found if change.kind == "inserted")
    moved = {"deleted": gone & come, "inserted": gone & come}
    for change in found:
        left = moved.get(change.kind)
        if left and left[change.pieces[0].text] > 0:
            left[change.pieces[0].text] -= 1
            change = replace(change, moved=True)
        yield change
