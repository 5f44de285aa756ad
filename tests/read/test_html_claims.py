"""What a page of HTML says of its article beside text and dates: one made page for each way of saying it."""

import pytest
from proof import KNOWLEDGE, prove

from ingest.read.reading import read
from ingest.records import Claim, Origin, Reading

ADDRESS = "https://www.examplepost.example/politics/2025/bridge-closes"
TEXT = (
    "<p>The council of the town met on Tuesday to hear what the engineers had found under the bridge.</p>"
    "<p>Nobody in the room expected that the whole report would be read aloud, but it was, to its end.</p>"
    "<p>The mayor thanked all those who had come, and promised that the next meeting would be shorter.</p>"
    "<p>After that they went home, and the bridge stood there in the rain as it had for ninety years.</p>"
)


def page(head: str = "", before: str = "<h1>Bridge closes for a year</h1>", after: str = "") -> Reading:
    body = f"<article>{before}{TEXT}{after}</article>"
    payload = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()
    reading = read(payload, "page", KNOWLEDGE, Origin(ADDRESS))
    prove(payload, reading)
    return reading


def said(reading: Reading, field: str) -> list[tuple[str, str | None]]:
    return [(claim.method, claim.value) for claim in reading.claims if claim.field == field]


def described(properties: str) -> str:
    return '<script type="application/ld+json">{"@type": "NewsArticle", ' + properties + "}</script>"


@pytest.mark.parametrize(
    ("field", "head", "expected"),
    [
        ("subtitle", '<meta name=description content="Piers">', ("meta-description", "Piers")),
        ("subtitle", '<meta property="og:description" content="A&amp;B">', ("og-description", "A&B")),
        ("subtitle", described('"description": "So it \\u201cwas\\u201d"'), ("json-ld", "So it “was”")),
        ("section", described('"articleSection": ["Local"]'), ("json-ld", "Local")),
        ("section", "<meta property=article:section content=Local>", ("meta-section", "Local")),
        ("section", "<meta name=parsely-section content=Local>", ("meta-section", "Local")),
        (
            "licence",
            described('"license": "https://creativecommons.org/licenses/by/4.0/"'),
            ("json-ld", "https://creativecommons.org/licenses/by/4.0/"),
        ),
        ("licence", "<link rel=license href='/terms'>", ("rel-license", "https://www.examplepost.example/terms")),
        ("licence", "<meta name=DC.rights content='All ours'>", ("meta-rights", "All ours")),
        ("paywall", described('"isAccessibleForFree": false'), ("json-ld", "paid")),
        ("paywall", described('"isAccessibleForFree": "True"'), ("json-ld", "free")),
        ("paywall", described('"isAccessibleForFree": "http://schema.org/False"'), ("json-ld", "paid")),
        ("paywall", "<meta property=article:content_tier content=metered>", ("meta-paywall", "metered")),
        ("paywall", "<meta name=cXenseParse:paywall content=true>", ("meta-paywall", "paid")),
        ("paywall", "<meta name=is_paywall content=false>", ("meta-paywall", "free")),
        ("image-credit", described('"image": {"creditText": "J. Weil / dpa"}'), ("json-ld", "J. Weil / dpa")),
        ("image-credit", described('"image": [{"creator": {"name": "J. Weil"}}]'), ("json-ld", "J. Weil")),
        ("agency", described('"author": {"@type": "Person", "name": "dpa"}'), ("json-ld", "dpa")),
        ("agency", "<meta name=author content='Jane Roe, AFP'>", ("meta-author", "AFP")),
        ("organisation", described('"author": {"@type": "Organization", "name": "Foo"}'), ("json-ld", "Foo")),
        ("organisation", "<meta name=author content='Example Post'>", ("meta-author", "Example Post")),
        ("author", "<meta name=author content='Roe, Jane'>", ("meta-author", "Jane Roe")),
        ("author", described('"author": {"@type": "Person", "name": "山田太郎"}'), ("json-ld", "山田太郎")),
        ("outlet", "<meta property=og:site_name content='Example Post - A'>", ("og-site-name", "Example Post")),
    ],
)  # fmt: skip
def test_a_statement_is_a_claim(field: str, head: str, expected: tuple[str, str]) -> None:
    assert said(page(head), field) == [expected]


@pytest.mark.parametrize(
    ("head", "field"),
    [
        (described('"isAccessibleForFree": "perhaps"'), "paywall"),
        (described('"author": null, "image": null'), "author"),
        ("<meta name=author content='https://www.made.example/jane'>", "author"),
        ("<meta name=author content='Read more'>", "author"),
        ("<meta property=article:section content='https://made.example/local'>", "section"),
        ("<link rel=stylesheet href=license.css>", "licence"),
    ],
)
def test_what_says_nothing_is_no_claim(head: str, field: str) -> None:
    assert said(page(head), field) == []


def test_breadcrumbs_lead_to_the_section_and_not_to_the_page() -> None:
    crumbs = ", ".join(
        f'{{"@type": "ListItem", "item": {{"name": "{name}"}}}}'
        for name in ("Example Post", "Politics", "Bridge closes for a year")
    )
    trail = f'"@graph": [{{"@type": "BreadcrumbList", "itemListElement": [{crumbs}]}}]'
    assert said(page(described(trail)), "section") == [("breadcrumb", "Politics")]


def test_a_standfirst_stands_between_heading_and_text() -> None:
    lead = (
        "<h1>Bridge closes for a year</h1><h2 class='article-standfirst'>What the engineers found below it</h2>"
    )
    assert said(page(before=lead), "subtitle") == [("standfirst", "What the engineers found below it")]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The bridge. Photo: J. Weil / AFP", "J. Weil / AFP"),
        ("The bridge (Foto: dpa)", "dpa"),
        ("The bridge. &copy; J. Weil", "J. Weil"),
        ("The bridge as it was in the year of the flood", None),
    ],
)
def test_a_caption_says_whose_the_picture_is(caption: str, credit: str | None) -> None:
    reading = page(before=f"<h1>Bridge</h1><figure><img src=b><figcaption>{caption}</figcaption></figure>")
    assert said(reading, "image-credit") == ([("caption-credit", credit)] if credit else [])


def test_a_licence_in_words_is_the_texts_and_no_pictures() -> None:
    article = "<p>This article is republished under a Creative Commons BY-SA 4.0 licence.</p>"
    picture = "<p>Picture by J. Weil, CC BY-SA 4.0</p>"
    assert [method for method, _ in said(page(after=f"</article><footer>{article}</footer>"), "licence")] == [
        "copyright-line"
    ]
    assert said(page(after=f"</article><footer>{picture}</footer>"), "licence") == []


MICRODATA = """<div itemscope itemtype="https://schema.org/NewsArticle">
<h1 itemprop="headline">Bridge closes</h1><meta itemprop="isAccessibleForFree" content="true">
<span itemprop="author" itemscope itemtype="https://schema.org/Person">By <b itemprop="name">Jane Roe</b></span>
<div itemprop="publisher" itemscope itemtype="https://schema.org/Organization">
<meta itemprop=name content="Foo Ltd"></div>
<div itemscope itemtype="https://schema.org/NewsArticle"><i itemprop="headline">Another story</i></div>
<span itemprop="datePublished" content="2025-03-04T08:30:00+01:00">Tuesday</span>"""


def test_microdata_of_the_article_alone() -> None:
    reading = page(before=MICRODATA, after="</div>")
    assert ("microdata", "Bridge closes") in said(reading, "title")
    assert "Another story" not in [value for _, value in said(reading, "title")]
    assert ("microdata", "Jane Roe") in said(reading, "author")
    assert ("microdata", "Foo Ltd") in said(reading, "outlet")
    assert ("microdata", "2025-03-04T08:30:00+01:00") in said(reading, "published")
    assert said(reading, "paywall") == [("meta-paywall", "free")]


def test_rdfa_in_other_vocabularies() -> None:
    before = """<div typeof="schema:NewsArticle"><h1 property="dc:title">Bridge closes</h1>
    <span property="dc:date" content="2025-03-04">Tuesday</span><a property="schema:author">Jane Roe</a>"""
    reading = page(before=before, after="</div>")
    assert ("rdfa", "Bridge closes") in said(reading, "title")
    assert said(reading, "published") == [("rdfa", "2025-03-04")]
    assert ("rdfa", "Jane Roe") in said(reading, "author")


def test_every_headline_is_a_claim() -> None:
    reading = page(
        "<title>Bridge closes for a year - Politics | Example Post</title>"
        "<meta property=og:title content='Engineers: Shut the bridge'>"
        + described('"headline": "Engineers - Shut the bridge", "alternativeHeadline": "A bridge is shut"'),
        "<h1><span class=kicker>Engineers warn</span> <span class=title>Bridge closes for a year</span></h1>",
    )
    assert said(reading, "title") == [
        ("json-ld", "Engineers - Shut the bridge"),
        ("title-part", "Shut the bridge"),
        ("json-ld-alternative", "A bridge is shut"),
        ("og-title", "Engineers: Shut the bridge"),
        ("title-part", "Shut the bridge"),
        ("page-title", "Bridge closes for a year"),
        ("title-whole", "Bridge closes for a year - Politics | Example Post"),
        ("heading", "Bridge closes for a year"),
        ("heading-part", "Bridge closes for a year"),
        ("title-whole", "Engineers warn Bridge closes for a year"),
    ]


@pytest.mark.parametrize(
    ("line", "authors", "agencies"),
    [
        ("By Jane Roe and dpa", ["Jane Roe"], ["dpa"]),
        ("Von Max Muster, AFP", ["Max Muster"], ["AFP"]),
        ("By Jane RoeTwitter", ["Jane Roe"], []),
    ],
)
def test_a_byline_names_persons_and_agencies(line: str, authors: list[str], agencies: list[str]) -> None:
    reading = page(before=f"<h1>Bridge closes for a year</h1><div>{line}</div>")
    assert [value for method, value in said(reading, "author") if method == "byline"] == authors
    assert [value for method, value in said(reading, "agency") if method == "byline"] == agencies


def test_a_name_alone_above_the_text() -> None:
    reading = page(before="<h1>Bridge closes for a year</h1><p><strong>Jane Roe/Max Muster</strong></p>")
    assert said(reading, "author") == [("name-line", "Jane Roe"), ("name-line", "Max Muster")]


def dated(reading: Reading) -> list[Claim]:
    return [claim for claim in reading.claims if claim.field == "published"]


def test_what_nothing_dates_htmldate_may() -> None:
    (claim,) = dated(
        page(after="<div class=box>Council desk, first floor, written up on 4 March 2025 in town</div>")
    )
    assert claim.method.startswith("htmldate ")
    assert (claim.value, claim.quote) == ("2025-03-04", "4 March 2025")
    assert dated(page()) == []
    (stated,) = dated(page("<meta name=date content=2025-03-05>", after="<div>It was on 4 March 2025</div>"))
    assert stated.method == "meta-published"


def test_the_site_in_the_title_has_the_registrys_name() -> None:
    reading = page(
        "<title>Bridge closes for a year | REUTERS.com</title>"
        "<meta property=og:site_name content='REUTERS.com'>"
    )
    assert {value for _, value in said(reading, "outlet")} == {"Reuters"}
