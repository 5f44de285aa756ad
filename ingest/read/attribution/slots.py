"""The slots of a phrase: what each may hold, as patterns in which every repetition is bounded.

Outlets of the registry stand in the text as markers of the same length, so that a phrase can say
"a known outlet" without listing them all. Owns the patterns and the markers, matches nothing.
"""

import sys
from unicodedata import category

# Private-use characters: what begins the name of a known outlet, of one that prints datelines as
# agencies do, of an agency; what fills the rest.
OUTLET, DATELINE, AGENCY, FILL = "\ue000", "\ue003", "\ue002", "\ue001"
_MARKED = f"[{OUTLET}{DATELINE}{AGENCY}]{FILL}{{0,99}}(?!-?\\w)"
_WIRE = rf"(?:{AGENCY}{FILL}{{0,99}}|(?-i:[A-Z]{{4,12}}\.[A-Z]{{2,3}}))"
_QUOTED = (
    r"(?:“[^”]{3,300}”|\"[^\"]{3,300}\"|«[^»]{3,300}»|»[^«]{3,300}«|„[^“”\"]{3,300}[“”\"]|『[^』]{2,300}』|《[^》]{2,300}》"
    r"|‘.{3,300}?’(?!\w)|(?<!\w)'.{3,300}?'(?!\w))"
)


def _ranges(kinds: str, last: int = 0x24FF) -> str:
    """The characters of some Unicode categories, as the inside of a character class."""
    codes = [code for code in range(min(last, sys.maxunicode)) if category(chr(code)) in kinds]
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in runs)


_CAPITAL = f"[{_ranges('Lu Lt')}]"
# Letters of scripts without capitals.
_HAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_SMALL = (
    "of|the|for|di|degli|de|du|des|del|della|delle|dei|do|da|dos|la|le|les|los|las|el|der|die|das|van|von|für|und|&|e|y|et|"
    "på|i|o|og|och|an|am"
)
_ARTICLES = "the|la|le|les|el|los|las|il|lo|gli|i|o|a|os|as|de|het|der|die|das|dem|den"
_NOT_NAMES = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Febr)uary\b|March\b|April\b|June\b|July\b|August\b"
    r"|(?:Septem|Octo|Novem|Decem)ber\b|Copyright\b|Read\b|Posted\b|Updated\b"
    # No Sunday: papers have it in their names.
    r"|(?:Mon|Diens|Donners|Frei|Sams)tag\b|Mittwoch\b)"
)
_NAME_WORD = (
    rf"(?:{_NOT_NAMES}(?:{_CAPITAL}|\d)[\w&’'/-]{{0,40}}(?:[.+](?=\w)[\w-]{{1,40}}){{0,6}}[!+]?|{_MARKED})"
)
# Behind a name, but no day before its month and year.
_NUMBER = r" \d{1,4}(?:\.\d{1,2})?(?![\w/]|\.? [^\W\d_]{3,10}\.?,? \d{4})"
_NAME = rf"(?-i:{_NAME_WORD}(?:{_NUMBER}|(?: (?:{_SMALL})){{0,3}} (?!\d){_NAME_WORD}){{0,6}})"
_PERSON_WORD = rf"(?:{_CAPITAL}\.|{_CAPITAL}[\w’'-]{{1,30}}|de|del|da|di|la|van|von|der|den|ter|bin|al|el|y|e)"
_PERSON = (
    rf"(?-i:{_CAPITAL}[\w’'-]{{0,30}}\.?(?: {_PERSON_WORD}){{0,4}} {_CAPITAL}[\w’'-]{{1,30}}(?: Jr\.?| Sr\.?)?)"
)
_DOMAIN = r"(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,12}"
_PLACE_WORD = rf"{_CAPITAL}[\w.’'-]{{0,30}}"
_IN_PLACES = "de|del|da|do|di|la|am|an der|im|in|upon|sur|of"
# "Frankfurt a. M."
_RIVER = r"(?: a\.\s?[A-Z]\.)?"
# No place begins with an article: "The Press Association (PA) -", "Der Sekundenschlaf (SID) -".
_NO_PLACE = r"(?!(?:The(?! Hague\b)|An?|Der|Die|Das|Eine?)\b)"
_PLACE = rf"(?-i:{_NO_PLACE}{_PLACE_WORD}(?:(?:,? |[/-])(?:(?:{_IN_PLACES}) )?{_PLACE_WORD}){{0,5}}{_RIVER})"
_REGION = rf"(?:, {_PLACE_WORD}(?: {_PLACE_WORD})?)?"
_CITY = rf"(?-i:{_CAPITAL}{{3,20}}(?:[ .'-]{{1,2}}{_CAPITAL}{{2,20}}){{0,3}}{_REGION})"
_MONTH = r"[^\W\d_]{3,10}\.?"
_DAY = (
    rf"(?:\d{{1,2}}\.?(?:er|º)?(?: (?:de )?{_MONTH}(?:,? (?:de )?\d{{4}})?)?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?)"
)
# Who is named beside an agency: other agencies, services, initials of editors.
_CODE = r"(?-i:[a-z]{1,8}|[A-ZÀ-Þ]{2,6}|[A-Z][a-z]{1,2}[A-Z]{0,3})"
_BESIDE = rf"(?:\s?[/,+&;-]\s?|\s(?:und|and|et|y|e|en|i|och|og)\s)(?:{_WIRE}|{_MARKED}|{_CODE})"
# "First published in The Echo in 1950, the novel ...": the clause behind the comma says what was published, a
# thing or a name, unless that is the article (a story may be in a book). So does "as part of".
_THE_ARTICLE = r"(?:article|post|piece|column|op-ed|interview)\b"
_THING = rf"(?:the|an?|its|his|her|their|these|those)\s{{1,9}}(?!{_THE_ARTICLE})|(?:it|he|she|they)\s"
_DID = (
    r"(?-i:(?:[A-Z]\S{0,30}\s){1,6}(?!(?:and|or|on|in|at|by|with|under|for|from|of|edition|issue)\b)[a-z]{3,})"
)
_OF_A_THING = rf"(?:,\s{{1,9}}(?:{_THING}|{_DID})|\sas\s{{1,9}}(?:part|an?)\b)"
# What an outlet says of itself ("said on Monday it would", "reported a loss"), or somebody of its name.
_OF_ITSELF = (
    r"(?:(?:\s(?:on|in)\s\S{1,20})?(?:\sthat)?\s(?:it\s(?:would|will|plan|plans|planned|expects?)"
    r"|its|an?\s(?:net |quarterly )?(?:loss|profit))\b"
    r"|\s(?:at|during)\san?\b|\sin\san?\s(?:interview|speech|tweet|letter|memo|filing|statement)\b)"
)

SLOTS = {
    "outlet": rf"(?P<outlet{{n}}>{_QUOTED}|(?:(?-i:[Tt]he )|[ée]ditions (?:de |du |la )?)?{_NAME}|{_DOMAIN})",
    "press": rf"(?P<press{{n}}>{_QUOTED}|(?:(?-i:[Tt]he ))?{_NAME}|{_DOMAIN})",
    "known": rf"(?P<outlet{{n}}>(?:[Tt]he )?{_MARKED}|[“\"«„‘](?:[Tt]he )?{_MARKED}[”“\"»’])",
    "named": rf"(?P<named{{n}}>{_QUOTED})",
    "lower": r"(?P<lower{n}>[a-z]\w{1,30}(?: \w{1,30}){0,5})",
    "service": rf"(?P<outlet{{n}}>[{DATELINE}{AGENCY}]{FILL}{{0,99}})",
    "wire": rf"(?P<wires{{n}}>{_WIRE})",
    "wires": rf"(?P<wires{{n}}>(?:(?:{_CODE}|{_MARKED})(?: {_CODE})?/){{0,2}}{_WIRE}(?:{_BESIDE}){{0,4}})",
    "names": r"(?P<names{n}>[^\s:：][^\n]{1,140}?)",
    "han": rf"(?P<han{{n}}>[{_HAN}·]{{2,12}}?|{_MARKED})",
    "via": rf"(?P<via{{n}}>(?:[Tt]he )?{_MARKED}|[“\"«„‘]{_MARKED}[”“\"»’])",
    "title": rf"(?P<title{{n}}>{_QUOTED})",
    "work": rf"(?P<title{{n}}>{_QUOTED}|(?-i:(?:{_CAPITAL}|\d)[^.!?;“”\"\n]{{2,140}}?))",
    "date": r"(?P<date{n}>(?:19|20)\d\d-\d\d-\d\d|(?:[\w.,/ -]{2,40}?[ /.,-])?(?:19|20)\d\d)",
    "author": rf"(?P<author{{n}}>{_PERSON})",
    "person": _PERSON,
    "url": r"(?P<url{n}>https?://[^\s<>\"“”]{1,500}[^\s<>\"“”.,;:)\]])",
    "syndicate": rf"(?:{_MARKED}|{_NAME})",
    "number": r"\d{6}",
    "place": _PLACE,
    "city": _CITY,
    "day": _DAY,
    "year": r"(?:19|20)\d\d",
    "handay": rf"[{_HAN}]{{0,8}}?(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日",
    "hanplace": rf"[{_HAN}·]{{2,8}}",
    "capital": rf"(?-i:{_CAPITAL}\w{{0,30}})",
    # Before a word that stands there in small letters.
    "small": rf"(?-i:(?!{_CAPITAL}))",
    # An article before a name; with a capital it belongs to the name.
    "the": r"(?-i:the\s{1,9})?",
    "art": rf"(?-i:(?:{_ARTICLES})\s{{1,9}}|[ld]['’]\s?)?",
    # Behind "this" stands no time: "this week's report".
    "lasting": r"(?!\s{1,9}(?:year|month|week|season|summer|spring|winter|autumn|fall|morning|evening)['’]s)",
    "stop": r"[.!?…][\"'”’»)\]]{0,3}",
    "dash": r"(?:-{1,3}|[–—]|_(?!\w))",
    "domain": _DOMAIN,
    "whole": rf"(?![^.,;:!?()]{{0,60}}{_OF_A_THING})",
    "text": r"(?![^.,;:!?()]{0,60},\s(?:fig|figure|table|plate|chapter)\b)",
    "others": rf"(?!{_OF_ITSELF})",
    # What follows is quoted at length, and so no source of the text.
    "unquoted": r"(?![^.:;]{0,30}:\s{0,3}[“\"„«‚])",
    # "German news agency", and no words of a clause: "that the".
    "epithets": r"(?:(?!(?:that|whether|how|why|if|to|of|by|in|on|at|about|and|who)\b)\S{1,60}\s{1,9}){0,3}?",
    "bar": r"[|·•–—-]",
    "open": r"[(\[（【]",
    "close": r"[)\]）】]",
}
