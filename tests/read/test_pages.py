"""The reader of plain text on whole pages: the seeds, and pages written for these tests.

The pages in `tests/pages` are in the states that crawlers leave: menus, breadcrumbs, captions,
hard-wrapped lines, page breaks inside sentences, Markdown, legacy encodings, no heading at all.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.read import decide
from ingest.read.knowledge import Knowledge
from ingest.read.reading import read
from ingest.records import Attribution, Reading
from ingest.resources import knowledge as packaged

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return packaged()


@dataclass(frozen=True)
class Expected:
    """What must come out of a page; `begins` and `ends` are of the text."""

    title: str | None
    authors: tuple[str, ...]
    published: str | None
    begins: str
    ends: str
    outlet: str | None = None
    sources: tuple[tuple[str, str | None, str | None], ...] = ()
    headings: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    paragraphs: int | None = None
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    encoding: str = "utf-8"


SEEDS = {
    "000_54b80c6ec5ef3c9d": Expected(
        title="International Calls Mount for the U.S. To Back Off Its Assault on Venezuela",
        authors=(),
        published=None,
        begins="Chinese Foreign Ministry Press Spokeswoman",
        ends="Polyanskiy warned.",
        sources=(("cites", "The Washington Post", None),),
        paragraphs=6,
        holds=(
            "`drug cartels’ by force",
            "`enforcement operations’",
            "[warships]",
            "in a brief exchange with",
        ),
        lacks=("Skip to content", "](", "catholicnewsagency"),
    ),
    "001_145e3307cf6c1e47": Expected(
        title="Venezuela Defies the U.S. - Continues Alliance with Russia & China",
        authors=("Cassie B.",),
        published="2026-02-06",
        begins="In a bold rebuke",
        ends="for years to come.",
        sources=(("republication", "WWIII.NEWS", None),),
        headings=("A firm stance from Moscow", "Reassurances to Beijing"),
        captions=(
            "Ambassador Jesus Rafael Salazar Velasquez",
            "Velasquez from Moscow: ‘No one dictates to us’",
            "Remigio Ceballos",
            "Caracas ‘will not heed the arrangements of the US’ regarding oil price,"
            " affirmed Ceballos in Beijing",
        ),
        lacks=("first published", "Read other articles", "Blason", "Posted"),
    ),
    "002_f8ade199434cd3de": Expected(
        title=None,
        authors=(),
        published=None,
        begins="Moscow will continue",
        ends="Instagram page.",
        sources=(("cites", "Reuters", None),),
        paragraphs=10,
    ),
    "003_88d3f7d05b74fe1b": Expected(
        title="Tensions rise between US, Russia and China over Venezuelan coup",
        authors=("Bill Van Auken",),
        published="2019-03-28",
        outlet="World Socialist Web Site",
        begins="US President Donald Trump told",
        ends="a third world war.",
        sources=(("cites", "Reuters", None),),
        holds=(
            "hostile foreign military powers meddling",
            "threats against its legitimate government",
            "upwards of $50 billion",
            "close to $25 billion",
            "known as the caracazo.",
        ),
        lacks=("\\", "*", "To contact the WSWS"),
    ),
    "004_ab9907ab31dfcaf4": Expected(
        title="Russia maintains close contacts with Venezuela: The conflict with the US is gaining intensity",
        authors=("Andrea",),
        published=None,
        outlet="LNG in Northern BC",
        begins="Russia maintains continuous contact",
        ends="DPA added.",
        sources=(
            ("cites", "TASR", "DPA"),
            ("cites", "DPA", None),
            ("cites", "TASS", None),
            ("cites", "TASS", None),
            ("cites", "DPA", None),
            ("cites", "DPA", None),
        ),
        paragraphs=4,
        holds=("countryKremlin spokesman",),
        lacks=("0 comments", "source", "You may also like"),
    ),
}

PAGES = {
    "menus-and-related": Expected(
        title="River board votes to reopen the old Harbour lock after nine years",
        authors=("Ingrid Solheim", "Tomas Okafor"),
        published="2024-03-14T18:20:00+00:00",
        outlet="The Valley Observer",
        begins="The river board voted on Thursday",
        ends="if no further damage is found.",
        sources=(("cites", "Reuters", None), ("republication", "Coastal Courier", None)),
        headings=("A wall that would not hold",),
        captions=("Marta Lindqvist", "Marta Lindqvist at the lock gates on Thursday. Photo: Erik Dahl"),
        lacks=("ADVERTISEMENT", "Read more", "Ferry", "originally appeared"),
    ),
    "hard-wrapped": Expected(
        title="Council delays decision on wind farm after record number of objections",
        authors=("Rhiannon Price",),
        published="2021-09-03",
        begins="Councillors have put off",
        ends="one kilometre to a house.",
        paragraphs=3,
        holds=("the planning department.", "twelve-turbine", "would see them from almost"),
        lacks=("Page", "\n \n"),
    ),
    "german": Expected(
        title="Koalition einigt sich auf neues Gesetz zur Wasserversorgung",
        authors=("Anna Lehmann",),
        published="2025-06-05",
        begins="Berlin (dpa) - Die Koalition",
        ends="Kreise der Fraktionen.",
        sources=(("republication", "DPA", None), ("cites", "Reuters", None)),
        paragraphs=4,
        lacks=("Anzeige", "Lesen Sie auch"),
    ),
    "markdown": Expected(
        title="What the great fire left behind in the Serra da Lua",
        authors=("Helena Prado",),
        published="2023-02-02",
        begins="Six months after the fire",
        ends="speak of a forest again.",
        sources=(("republication", "Lisbon Review", None),),
        headings=("The first year",),
        holds=("*cistus* shrubs", "about $3 million", "a study of an earlier fire", "cork oaks, which sprout"),
        lacks=("**", "](", "\\", "Read next", "Smoke over"),
    ),
    "bare": Expected(
        title=None,
        authors=(),
        published=None,
        begins="The central bank left",
        ends="first cut in the spring.",
        sources=(("cites", "Bloomberg", None),),
        paragraphs=3,
    ),
    "french-windows-1252": Expected(
        title="Le pont de la Rivière rouvre après trois ans de travaux",
        authors=("Élodie Garnier",),
        published="2022-03-07",
        begins="Le pont de la Rivière a rouvert",
        ends="selon l'AFP.",
        sources=(("cites", "AFP", None),),
        holds=("12 millions d’euros", "« C’est un soulagement pour les commerçants »"),
        encoding="windows-1252",
    ),
    "two-captions": Expected(
        title="Island Parliament Rejects the Fishing Treaty - Talks to Resume in the Spring",
        authors=("Dorothea K.",),
        published="2025-06-04",
        begins="In a vote that few had foreseen",
        ends="before the end of next year.",
        sources=(("republication", "NORTHSEA.NEWS", None),),
        headings=("Anger in the harbours", "What the mainland says"),
        captions=(
            "Prime Minister Aleksandr Vestergaard",
            "Vestergaard after the vote: ‘We have heard the harbours’",
            "Ingibjörg Stein",
            "Stein ‘will not be hurried’ by the mainland, the envoy's office said in a note",
        ),
    ),
    "chained-agencies": Expected(
        title="Floods in the delta leave thousands without power",
        authors=("Marek",),
        published=None,
        outlet="Delta Daily",
        begins="Heavy rain has flooded",
        ends="Interfax writes.",
        sources=(
            ("cites", "ČTK", "AFP"),
            ("cites", "AFP", None),
            ("cites", "APA", None),
            ("cites", "APA", None),
            ("cites", "Interfax", None),
        ),
        paragraphs=3,
        lacks=("2 comments", "source", "Stay informed"),
    ),
    "two-authors": Expected(
        title="Miners strike in the north enters its sixth week",
        authors=("Andrea Peters", "Keith Jones"),
        published="2018-04-02",
        outlet="World Socialist Web Site",
        begins="More than 4,000 copper miners",
        ends="determined to go on.",
        sources=(("cites", "Bloomberg", None), ("cites", "World Socialist Web Site", None)),
        paragraphs=3,
        holds=("by a majority of three to one.", "profit of $3.2 billion", "the paro grande of 1973"),
    ),
    "updated": Expected(
        title="Prime minister survives no-confidence vote",
        authors=(),
        published="2024-02-06",
        outlet="Daily Example",
        begins="The prime minister survived",
        ends="The next election is due in 2026.",
        sources=(("cites", "Financial Times", None),),
        lacks=("newsletter", "Piet Haan?"),
    ),
    "short-ending": Expected(
        title="Senate passes farm bill",
        authors=(),
        published=None,
        begins="WASHINGTON — The Senate",
        ends="The bill was first drafted in 2019.",
        sources=(("republication", "farmpolicy.example", None),),
        paragraphs=3,
        holds=("The vote was 68 to 30.",),
    ),
}

CASES = [
    *((f"seeds/{name}.txt", expected) for name, expected in SEEDS.items()),
    *((f"tests/pages/{name}.txt", expected) for name, expected in PAGES.items()),
]


def _of_kind(reading: Reading, kind: str) -> tuple[str, ...]:
    return tuple(passage.text for passage in reading.passages if passage.kind == kind)


def _named(found: Attribution) -> tuple[str, str | None, str | None]:
    return found.kind, found.outlet, found.via


@pytest.mark.parametrize(("path", "expected"), CASES, ids=[path for path, _ in CASES])
def test_page(path: str, expected: Expected, knowledge: Knowledge) -> None:
    reading = read((ROOT / path).read_bytes(), path, knowledge)
    claims = decide.decide(reading.claims, None, None)
    assert decide.value(claims, "title") == expected.title
    assert decide.values(claims, "author") == expected.authors
    assert decide.value(claims, "published") == expected.published
    assert decide.value(claims, "outlet") == expected.outlet
    assert reading.text.startswith(expected.begins)
    assert reading.text.endswith(expected.ends)
    assert tuple(map(_named, reading.attributions)) == expected.sources
    assert _of_kind(reading, "heading") == expected.headings
    assert _of_kind(reading, "caption") == expected.captions
    if expected.paragraphs is not None:
        assert len(_of_kind(reading, "paragraph")) == expected.paragraphs
    for words in expected.holds:
        assert words in reading.text
    for words in expected.lacks:
        assert words not in reading.text
    assert reading.encoding == expected.encoding
    assert all("\n" not in passage.text for passage in reading.passages)


def test_the_republication_says_what_is_printed(knowledge: Knowledge) -> None:
    payload = (ROOT / "seeds/001_145e3307cf6c1e47.txt").read_bytes()
    (found,) = read(payload, "001", knowledge).attributions
    assert found.title == "Venezuela defies U.S., vows continued alliance with Russia and China"
    assert found.published == "2026-02-05"
    assert found.quote == payload[found.start : found.end].decode()
    assert found.quote.startswith("This article was first published on WWIII.NEWS")
    assert found.quote.endswith("Russia and China”")


def test_the_link_of_seed_000_is_an_address_beside_the_words(knowledge: Knowledge) -> None:
    payload = (ROOT / "seeds/000_54b80c6ec5ef3c9d.txt").read_bytes()
    reading = read(payload, "000", knowledge)
    (link,) = reading.links
    assert reading.text[link.text_start : link.text_end] == "brief exchange"
    assert payload[link.span.start : link.span.end].decode() == link.url
    assert link.url.startswith("https://www.catholicnewsagency.com/news/267585/")


def test_a_title_on_two_lines_is_quoted_over_both(knowledge: Knowledge) -> None:
    payload = (ROOT / "seeds/001_145e3307cf6c1e47.txt").read_bytes()
    title = next(claim for claim in read(payload, "001", knowledge).claims if claim.field == "title")
    assert title.quote == "Venezuela Defies the U.S. -\nContinues Alliance with Russia & China"
    assert title.start is not None
    assert payload[title.start : title.end].decode() == title.quote
