"""Finds who signs a text in the scripts of East Asia, where a trade follows or precedes the name.

"윤가람 기자", "〔記者林美玲／白沙報導〕", "本报记者 王小明". Names have no spaces or capitals
there; the signs and words around them tell where they end.
"""

import re
from collections.abc import Iterator

from ..knowledge import Knowledge

_KOREAN = re.compile(
    r"(?:^|[=\])\s|·,])(?P<name>[가-힣]{2,4})\s?(?:선임|수습|인턴|객원|전문)?\s?(?:기자|특파원|논설위원)(?![가-힣])"
)
_CHINESE = re.compile(
    r"(?:[记記]者|通[讯訊]员|通訊員|特派[员員])\s?(?P<name>(?:(?![摄攝])[一-鿿]){2,4}?(?:[\s、·](?:(?![摄攝])[一-鿿]){2,4}?)*)"
    r"(?=\s*(?:[／/）)〕】\]｜|，,]|[报報][导導道]|[综綜]合|$))"
)
# What each of them gives: one name, or several between spaces.
_SIGNED = ((_KOREAN, re.compile(r".+")), (_CHINESE, re.compile(r"[^\s、·]+")))
# What stands in brackets at the head of a text or behind its date: a place, "=", an agency.
_BRACKETED = re.compile(
    r"[（(〔【\[](?:[^（）()〔〕【】\[\]]{1,20}?[=＝／/])?(?P<name>[^（）()〔〕【】\[\]=＝]{2,20})[）)〕】\]]"
)
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# Of the first paragraph so many characters tell who signs it.
OPENING = 60


def signed(text: str, knowledge: Knowledge) -> Iterator[tuple[int, int, str]]:
    """Where persons and agencies that sign are named in a line, and which of the two (a field).

    Args:
        text: a line of the head, or the beginning of the text.
        knowledge: knows the agencies.
    """
    if not _ASIAN.search(text):
        return
    for pattern, each in _SIGNED:
        for match in pattern.finditer(text):
            for name in each.finditer(text, *match.span("name")):
                yield *name.span(), "author"
    for match in _BRACKETED.finditer(text):
        outlet = knowledge.registry.named(match["name"])
        if outlet and outlet.kind == "agency":
            yield *match.span("name"), "agency"
