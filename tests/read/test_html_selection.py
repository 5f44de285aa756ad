"""What of a page is the article's: standfirst in, headlines, links elsewhere and boxes out."""

import pytest
from proof import KNOWLEDGE, prove

from ingest.read.html.tokens import scan
from ingest.read.html.zones import zones
from ingest.read.reading import read
from ingest.records import Reading

PROSE = [
    "The council of the town met on Tuesday to hear what the engineers had found under the old bridge.",
    "Nobody in the room expected that the report would be as long as it was, from its first page on.",
    "The bridge will close on Monday, and two ferries will cross the river until the spring of next year.",
    "The mayor thanked all those who had waited so patiently, and promised that nobody would be forgotten.",
]


def page(*inner: str, head: str = "", above: str = "") -> Reading:
    body = "".join(f"<p>{line}</p>" if not line.startswith("<") else line for line in inner)
    html = (
        f"<html><head><title>Old bridge to close for a year</title>{head}</head><body>"
        f"<nav><a href=/>Home</a></nav><article><h1>Old bridge to close for a year</h1>{above}"
        f"<div class=body>{body}</div></article></body></html>"
    )
    reading = read(html.encode(), "page", KNOWLEDGE)
    prove(html.encode(), reading)
    return reading


def lines(reading: Reading) -> list[str]:
    return reading.text.split("\n\n")


def captions(reading: Reading) -> list[str]:
    return [passage.text for passage in reading.passages if passage.kind == "caption"]


LEAD = "A report on the state of the oldest bridge of the town shows what everybody had feared"


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("", f"<header><div class='article-header__standfirst'>{LEAD}</div></header>"),
        ("", f"<header><p class=articleSubTitle>{LEAD}</p></header>"),
        (f'<meta name=description content="{LEAD}">', f"<header><h2>{LEAD}</h2></header>"),
        (f'<meta property="og:description" content="{LEAD[:60]}...">', f"<header><h2>{LEAD}</h2></header>"),
        (
            f'<meta name=description content="{LEAD}">',
            f"<header><span>Riverton.</span> <span>{LEAD}</span></header>",
        ),
    ],
)
def test_a_standfirst_belongs_to_the_text(head: str, above: str) -> None:
    found = lines(page(*PROSE, head=head, above=above))
    assert [line.removeprefix("Riverton. ") for line in found] == [LEAD, *PROSE]


def test_a_caption_is_no_standfirst() -> None:
    described = f'<meta name=description content="{LEAD}">'
    reading = page(*PROSE, head=described.replace("report", "study"), above=f"<p class=lead-caption>{LEAD}</p>")
    assert LEAD not in lines(reading)


def test_a_standfirst_that_the_text_has_is_not_said_twice() -> None:
    head = f'<meta name=description content="{PROSE[0]}">'
    assert lines(page(*PROSE, head=head, above=f"<p class=intro>{PROSE[0]}</p>")) == PROSE


@pytest.mark.parametrize(
    "again",
    ["<h2>Old bridge to close for a year</h2>", "<p><b>Bridges: Old bridge to close for a year</b></p>"],
)
def test_the_headline_said_again_is_no_text(again: str) -> None:
    assert lines(page(again, *PROSE)) == PROSE


LINKED = "<a href='https://news.made.example/other'>Ferries to cross the river again</a>"


@pytest.mark.parametrize(
    "links",
    [
        [f"<p>Read more: {LINKED}</p>"],
        [f"<ul><li>{LINKED}</li><li>Rivers: {LINKED} today</li></ul>"],
        ["<h3>More on bridges</h3>", f"<ul><li>{LINKED}</li></ul>"],
        [f"<h3>{LINKED}</h3>", "<p>How it was done before the bridge.</p>", f"<h3>{LINKED}</h3>"],
    ],
)
def test_links_to_something_else_are_no_text(links: list[str]) -> None:
    assert lines(page(*PROSE[:2], *links, *PROSE[2:])) == PROSE


def test_a_sentence_with_a_link_is_text() -> None:
    linked = f"<p>The council had said so in a long report, and {LINKED} since then, as the mayor says.</p>"
    assert len(lines(page(*PROSE[:2], linked, *PROSE[2:]))) == 5


@pytest.mark.parametrize(
    "box",
    ["newsletter-signup", "articleReadMore", "related_links", "js-authorBio", "c-disclaimer c-box", "poll"],
)
def test_a_box_that_the_page_calls_something_else_is_no_text(box: str) -> None:
    inside = "<p>This is the place for whatever the page wants to say beside the article, as a sentence.</p>"
    assert lines(page(*PROSE[:2], f"<div class='{box}'>{inside}</div>", *PROSE[2:])) == PROSE


@pytest.mark.parametrize("wrapper", ["promo-free", "related-content", "article-share-wrapper"])
def test_a_box_that_holds_the_article_is_its_text_whatever_it_is_called(wrapper: str) -> None:
    inside = "".join(f"<p>{line}</p>" for line in PROSE)
    assert lines(page(f"<div class='{wrapper}'>{inside}</div>")) == PROSE


def test_captions_are_kept_apart() -> None:
    reading = page(
        *PROSE[:2],
        "<figure><img src=a><figcaption>The bridge on Monday. Photo: Jane Roe</figcaption></figure>",
        "<div class='image-caption'>The river in the winter of 1962</div>",
        *PROSE[2:],
    )
    assert lines(reading) == PROSE
    assert captions(reading) == ["The bridge on Monday. Photo: Jane Roe"]


def test_a_paragraph_that_says_whose_picture_it_describes_is_a_caption() -> None:
    reading = page(*PROSE[:2], "<p>The mayor at the old bridge (Photo: Jane Roe/AP)</p>", *PROSE[2:])
    assert lines(reading) == PROSE
    assert captions(reading) == ["The mayor at the old bridge (Photo: Jane Roe/AP)"]


def test_a_quotation_in_a_figure_is_text() -> None:
    said = "<p>“We have said so for a year, and nobody came to look at it.”</p>"
    reading = page(*PROSE[:2], f"<figure><blockquote>{said}</blockquote></figure>", *PROSE[2:])
    assert "“We have said so for a year" in reading.text


def test_an_article_in_one_paragraph_begins_after_its_headline() -> None:
    assert lines(page(PROSE[0])) == [PROSE[0]]


@pytest.mark.parametrize(
    ("tag", "role"),
    [
        ("<div class='c-story__relatedLinks x'>", "aside"),
        ("<section id=read-more>", "aside"),
        ("<p data-testid='photoCredit'>", "caption"),
        ("<figure>", "figure"),
        ('<h2 class="Article_SubHeadline__x">', "standfirst"),
        ("<div class='hasCaption no-comments'>", None),
        ("<div class='relativeness unrelated commentator'>", None),
        ("<div title='related'>", None),
        ("<main class=related>", None),
    ],
)
def test_zones_go_by_whole_words_of_names(tag: str, role: str | None) -> None:
    name = tag[1:].split()[0].rstrip(">")
    text = f"{tag}a<{name}>b</{name}></{name}> c"
    found = [(zone.role, text[zone.start : zone.end]) for zone in zones(scan(text), 0, len(text))]
    assert [one for one in found if one[0]][:1] == ([(role, text[:-2])] if role else [])


def test_an_element_that_nothing_closes_is_no_zone() -> None:
    text = "<div class=related>a<p>b"
    assert [(zone.start, zone.end) for zone in zones(scan(text), 0, len(text))] == [(0, 19)]
