"""Which words of a text are quoted, by its marks and by how a quotation is led in.

What two texts both quote, they have from the one who said it; what only one quotes, it has from
the other. Crawled texts lose marks, so every sign here is one among several and none is sure.
"""

import re
from collections.abc import Iterable, Sequence

from .words import Words

# A character range, its end excluded.
Range = tuple[int, int]

_DOUBLE = '“”„‟"«»「」『』〝〞＂'
_SINGLE = "‘’‚‛'‹›"
_BREAK = re.compile(r"\n\s*\n")
# A mark opens before a word after a space, and closes after a word or its punctuation.
_OPENS = r"(?:^|(?<=[\s(\[{—–:/-]))"
_CLOSES = r"(?=$|[\s)\]}.,;:!?…—–/-])"
# Fewer words between single marks are a name, a nickname, or an apostrophe too much.
_FEW = 3
# In texts that went through a wrong encoding a question mark stands for each mark of quotation.
_LOST = re.compile(r"(?:^|(?<=[\s(\[]))\?(?=\w)")
_LOST_END = re.compile(r"(?<=[\w.,!?…])\?+(?=$|[\s)\].,;])")
# "pic.twitter.com/abc — Jane Doe (@jane) May 5, 2020"
_POST = re.compile(r"(?:pic\.twitter\.com/\w+)?\s*[—–?-]{1,2}\s?[^\n()]{1,60}\(@\w{1,20}\)")
_POST_LENGTH = 280
# The first and second persons of some languages, folded as words are.
_PERSONS = frozenset(
    "i im ive id ill we were weve well my our ours me us mine myself ourselves you your youre yours "
    "ich wir mein meine meinen meiner unser unsere unserer unseren uns mich mir euch "
    "je j nous mon ma mes notre nos moi vous votre vos yo nosotros nuestro nuestra nuestros mi mis "
    "usted ustedes eu nos nosso nossa meu minha voce voces io noi nostro nostra mio mia voi "
    "ik wij we mijn ons onze jij jullie u я мы мои моя мое мне нас нам наш наша вы вас".split()
)
# One such word among so many.
_PER_PERSON = 20
# How reports tell that somebody speaks.
_TELLS = re.compile(
    r"(?i)\b(?:sa(?:id|ys|ying)|t(?:old|ells)|add(?:ed|s|ing)|continu(?:ed|es|ing)|explain(?:ed|s|ing)|repl(?:ied|ies)"
    r"|ask(?:ed|s|ing)|respond(?:ed|s|ing)|tweet(?:ed|s)|stat(?:ed|es|ing)|declar(?:ed|es|ing)|argu(?:ed|es|ing)"
    r"|insist(?:ed|s|ing)|joked|warn(?:ed|s|ing)|stress(?:ed|es|ing)|testified|recalled|quoted as"
    r"|sagte|sagt|erklärte|erklärt|betonte|fügte|meinte|so der|so die|a déclaré|a dit|a affirmé|a ajouté|t-il"
    r"|t-elle|explique|dijo|afirmó|declaró|aseguró|añadió|señaló|explicó|disse|afirmou|declarou|acrescentou"
    r"|ha detto|ha dichiarato|afferma|spiega|zei|zegt|aldus|verklaarde"
    r"|сказал|сказала|заявил|заявила|отметил|отметила|добавил|добавила)\b"
)
# Who speaks is told next to the quotation.
_NEXT_TO = 70
_SENTENCES = re.compile(r"[.!?…]\W|\n")
# A paragraph that ends so leads in what somebody said or wrote, if that is no longer than this.
_LEADS_IN = re.compile(r"[:：]\s*$")
_LED_IN = 1500


def quoted(text: str, words: Words, blocks: Iterable[Range] = ()) -> tuple[bool, ...]:
    """Of each word, whether it stands in quotation.

    Args:
        text: paragraphs split by one blank line.
        words: its words.
        blocks: character ranges that the page itself marks as quotation.
    """
    ranges = sorted([*blocks, *_posts(text), *_ranges(text)])
    flags, at = [], 0
    end = -1
    for start in words.starts:
        while at < len(ranges) and ranges[at][0] <= start:
            end = max(end, ranges[at][1])
            at += 1
        flags.append(start < end)
    return tuple(flags)


def unmarked(text: str) -> bool:
    """Whether a text lost its quotation marks: people speak in it, and there is not one mark."""
    if any(mark in text for mark in _DOUBLE) or _LOST.search(text) or _single(text, 0):
        return False
    return _TELLS.search(text) is not None


def spoken(folded: Sequence[str]) -> bool:
    """Whether words sound like speech: somebody says "I" and "you", which reports don't."""
    return sum(word in _PERSONS for word in folded) * _PER_PERSON >= len(folded) > 0


def told(text: str, start: int, end: int, same_sentence: bool = False) -> bool:
    """Whether the words next to others tell that somebody speaks these.

    Args:
        text: in which they stand.
        start: their first character.
        end: the character after the last.
        same_sentence: whether it has to stand in the sentence that they begin or end in.
    """
    before, after = text[max(0, start - _NEXT_TO) : start], text[end : end + _NEXT_TO]
    if same_sentence:
        before, after = _SENTENCES.split(before)[-1], _SENTENCES.split(after)[0]
    return _TELLS.search(f"{before} … {after}") is not None


def _posts(text: str) -> list[Range]:
    """Embedded posts of social networks: from the paragraph's beginning to who posted them and when."""
    found = []
    for match in _POST.finditer(text):
        before = text.rfind("\n\n", 0, match.start())
        begin = before + 2 if before >= 0 else 0
        found.append((max(begin, match.start() - _POST_LENGTH), match.end()))
    return found


def _ranges(text: str) -> list[Range]:
    lost = _LOST.search(text) is not None
    found: list[Range] = []
    led_in = False
    for start, end in _paragraphs(text):
        paragraph = text[start:end]
        own = _double(paragraph, start) or _single(paragraph, start)
        if lost:
            own = own + _question(paragraph, start)
        if led_in and not own and len(paragraph) < _LED_IN:
            own = [(start, end)]
        found += own
        led_in = _LEADS_IN.search(paragraph) is not None
    return found


def _paragraphs(text: str) -> list[Range]:
    breaks = [match.span() for match in _BREAK.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    return list(zip(starts, [*(start for start, _ in breaks), len(text)], strict=True))


# French sets a space inside its marks.
_DOUBLE_OPEN = re.compile(rf"{_OPENS}[{_DOUBLE}]+(?=\S)|[“„「『〝]|«(?=\s)")
_DOUBLE_CLOSE = re.compile(rf"[{_DOUBLE}]+{_CLOSES}|[”」』〞]")
_SINGLE_OPEN = re.compile(rf"{_OPENS}[{_SINGLE}](?=\w)")
_SINGLE_CLOSE = re.compile(rf"(?<=[\w.,!?…])[{_SINGLE}]{_CLOSES}")


def _double(paragraph: str, start: int) -> list[Range]:
    return _pairs(paragraph, start, _DOUBLE_OPEN, _DOUBLE_CLOSE)


def _single(paragraph: str, start: int) -> list[Range]:
    """Quotations in single marks; an apostrophe looks like one that closes."""
    pairs = _pairs(paragraph, start, _SINGLE_OPEN, _SINGLE_CLOSE, closed=paragraph[:1] not in _SINGLE)
    return [pair for pair in pairs if paragraph[pair[0] - start : pair[1] - start].count(" ") >= _FEW]


def _question(paragraph: str, start: int) -> list[Range]:
    return _pairs(paragraph, start, _LOST, _LOST_END)


def _pairs(
    paragraph: str, start: int, opens: re.Pattern[str], closes: re.Pattern[str], closed: bool = False
) -> list[Range]:
    """From each opening mark to the next that closes, or to the paragraph's end, where it goes on."""
    found, at = [], 0
    while begin := opens.search(paragraph, at):
        end = closes.search(paragraph, begin.end())
        if end is None:
            if not closed or paragraph[: begin.start()].rstrip().endswith(":"):
                found.append((start + begin.start(), start + len(paragraph)))
            break
        found.append((start + begin.start(), start + end.end()))
        at = end.end()
    return found
