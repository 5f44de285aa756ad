"""What of a page is the article's: standfirst in, headlines, links elsewhere and boxes out."""

import pytest
from proof import KNOWLEDGE, prove

from ingest.errors import NoArticleError
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
    text = f"{tag}a<i>b</i></{name}> c"
    found = [(zone.role, text[zone.start : zone.end]) for zone in zones(scan(text), 0, len(text))]
    assert found == ([(role, f"{tag}a<i>b</i>")] if role else [])


def test_an_element_that_nothing_closes_is_no_zone() -> None:
    text = "<div class=related>a<p>b"
    assert [(zone.start, zone.end) for zone in zones(scan(text), 0, len(text))] == [(0, 19)]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Giriş Tarihi: 14.08.2024 09:30</p>",
        "<p>Stand: 28. März 2019, 10:15 Uhr</p>",
        "<p>By Jane Roe, Staff Writer</p>",
        "<p>RIVERTON</p>",
        "<h2>Thursday, 28 March 2019, 10:15</h2>",
        "<p>٥ مارس ٢٠٢٥</p>",
    ],
)
def test_dates_and_names_before_the_text_are_no_text(line: str) -> None:
    assert lines(page(line, *PROSE)) == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "RIVERTON (AP) - The council met on Tuesday, 28 March 2019.",
        "What did you find under the bridge, Ms Roe?",
        "It is over.",
        "<h2>What the engineers found in 2019</h2>",
    ],
)
def test_what_may_be_said_before_the_text_is_text(line: str) -> None:
    found = lines(page(line, *PROSE))
    assert found[1:] == PROSE
    assert found[0] in line


AUTHOR = "<meta name=author content='Jane Roe, Riverton'>"


@pytest.mark.parametrize(
    "after",
    [
        ["<p>© 2019 The Riverton Post. Every use of this text needs our permission.</p>"],
        ["<p>dpa/roe</p>"],
        ["<h3>Bridges</h3>", "<h3>Rivers</h3>"],
        ["<p>Jane Roe has written about the river and its bridges for the Riverton Post since 1987.</p>"],
        ["<h3>About us</h3>", "<h4>Jane Roe</h4>", "<p>She has written about all bridges since 1987.</p>"],
        ["<h3>Also read</h3>", f"<ul><li>{LINKED} (2 December 2018, The Riverton Post)</li></ul>"],
    ],
)
def test_what_stands_after_the_text_is_no_text(after: list[str]) -> None:
    assert lines(page(*PROSE, *after, head=AUTHOR)) == PROSE


@pytest.mark.parametrize(
    "last", ["“It is over.”", "She told Jane Roe: “It is over, and nobody minds it.”", "終わり。"]
)
def test_a_short_last_sentence_is_text(last: str) -> None:
    assert lines(page(*PROSE, last, head=AUTHOR)) == [*PROSE, last]


TEASER = f"<div><h3>{LINKED}</h3><span>Jane Roe</span><p>{LEAD}, and all of them know it.</p></div>"


def test_a_teaser_in_a_box_is_no_text() -> None:
    assert lines(page(*PROSE[:2], TEASER, *PROSE[2:])) == PROSE


def test_a_linked_heading_takes_no_paragraph_of_the_article_with_it() -> None:
    card = f"<div><h3>{LINKED}</h3></div>"
    assert lines(page(*PROSE[:2], card, *PROSE[2:])) == PROSE


def test_a_box_with_a_field_to_fill_in_is_no_text() -> None:
    asking = "<p>Every morning we send you what is new on the river, and what was said of it.</p>"
    box = f"<div class=x><div>{asking}</div><form><input type=email></form></div>"
    assert lines(page(*PROSE[:2], box, *PROSE[2:])) == PROSE


def test_headings_that_the_extractor_loses_are_text() -> None:
    entries = "".join(
        f"<article><header>10.1{number} <h2>What was said at {name}</h2></header><p>{line}</p></article>"
        for number, (name, line) in enumerate(zip(("noon", "one", "two", "three"), PROSE, strict=True))
    )
    found = lines(page(f"<div>{entries}</div>"))
    assert found[-6:] == [
        part
        for name, line in zip(("one", "two", "three"), PROSE[1:], strict=True)
        for part in (f"What was said at {name}", line)
    ]


def listed(*teasers: str, head: str = "") -> str:
    head = f"<head><title>The Riverton Post</title>{head}</head>"
    return f"<html>{head}<body><main>{''.join(teasers)}</main></body></html>"


def teaser(number: int, line: str) -> str:
    return (
        f"<div class=t><h2><a href='/{number}'>The bridge, part {number}</a></h2><div><p>{line}</p></div></div>"
    )


TEASERS = [teaser(number, line) for number, line in enumerate(PROSE)]


def test_a_list_of_articles_is_no_article() -> None:
    with pytest.raises(NoArticleError, match="give the address of an article"):
        read(listed(*TEASERS).encode(), "page", KNOWLEDGE)


@pytest.mark.parametrize(
    "html",
    [
        listed(*TEASERS, head="<meta property='article:published_time' content='2019-03-28'>"),
        listed(*(part.replace("<a href", "<b title").replace("</a>", "</b>") for part in TEASERS)),
        listed(*(part.replace("='/", "='#") for part in TEASERS)),
        listed("<h1>Bridges</h1>", *(f"<p>{line}</p>" for line in PROSE), *TEASERS[:1]),
        listed(f"<h1>A note</h1><p>{PROSE[-1]}</p>"),
        listed(teaser(0, PROSE[-1])),
    ],
)
def test_in_doubt_a_page_is_an_article(html: str) -> None:
    assert PROSE[-1] in read(html.encode(), "page", KNOWLEDGE).text
