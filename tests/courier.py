"""A believable news site of a hundred pages, to be put on a test site."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

from website import Site

TOWNS = "Aldermoor Brackwater Corvesby Dunmarsh Eastholm Fernley Galloway Hartsworth Ingleby Kelsham".split()
THINGS = "bridge harbour library market tramway school theatre reservoir museum hospital".split()
NAMES = "Mara Lindqvist|Tom Okafor|Ines Carvalho|Piotr Nowak|Aoife Brennan|Jun Takeda|Lea Moreau".split("|")
ACTS = "reopens|faces closure|gets a new roof|is sold|turns one hundred|waits for money|divides the council"
FIRST = date(2026, 1, 5)
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>'
FOOTER = "<footer><p>© The Valley Courier. All rights reserved.</p><p><a href='/terms'>Terms</a></p></footer>"
TRACKING = "utm_source=rss&utm_medium=feed&utm_campaign=latest"


@dataclass(frozen=True, slots=True)
class Story:
    """One article of the site: where it stands, what its page prints, and its paragraphs."""

    path: str
    title: str
    author: str
    published: date
    paragraphs: tuple[str, ...]


def story(number: int) -> Story:
    """The article of that number; no two are alike."""
    town, thing = TOWNS[number % 10], THINGS[number // 10 % 10]
    act = ACTS.split("|")[number % 7]
    day = FIRST + timedelta(days=number)
    author = NAMES[number * 3 % 7]
    people, cost = 200 + number * 37, 3 + number % 41
    return Story(
        f"/{day:%Y/%m/%d}/{town.lower()}-{thing}-{number}",
        f"{town} {thing} {act}",
        author,
        day,
        (
            f"The {thing} of {town} has been on the minds of its {people:,} neighbours for as long as "
            f"anyone there can remember. On {day:%A} the council gathered to say what is to become of it.",
            f"“Nobody wanted to wait for another winter,” said {NAMES[(number + 2) % 7]}, who has kept "
            f"the accounts of the {thing} for {number % 19 + 2} years and brought file number "
            f"{number:03d} to the meeting.",
            f"The works are to cost {cost} million pounds, a third of which comes from "
            f"{TOWNS[(number + 3) % 10]}, the town across the river. Engineers who looked at the {thing} "
            f"in {day:%B} found {number % 13 + 1} beams that will not last the decade.",
            f"A vote in {TOWNS[(number + 6) % 10]} is expected within {number % 5 + 2} weeks. Until then "
            f"the doors stay as they are, and the {people // 10} tickets that were sold remain good.",
        ),
    )


def story_page(one: Story, base: str) -> str:
    """The article's page, with the menus, metadata and footer of a news site."""
    address = base + one.path
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in one.paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{one.title} | The Valley Courier</title>
<link rel="canonical" href="{address}">
<meta property="og:site_name" content="The Valley Courier"><meta property="og:url" content="{address}">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "{one.title}", "datePublished": "{one.published}T06:00:00+00:00", "inLanguage": "en",
"author": {{"@type": "Person", "name": "{one.author}"}},
"publisher": {{"@type": "Organization", "name": "The Valley Courier"}}}}</script></head>
<body><header>{MENU}</header>
<main><article><h1>{one.title}</h1>
<p class="byline">By <span class="author">{one.author}</span></p>
<time datetime="{one.published}T06:00:00+00:00">{one.published:%-d %B %Y}</time>
{body}
</article><aside><h2>Most read</h2><ul><li><a href="/about">How we work</a></li></ul></aside></main>
{FOOTER}</body></html>
"""


def hundred_pages(site: Site, count: int = 100) -> list[Story]:
    """Fill a site with articles, a feed, a sitemap index with two gzip sitemaps, and a front page.

    The feed has the newest 20, under addresses with tracking parameters; the sitemaps have all,
    under their own. Gives the stories, oldest first.
    """
    stories = [story(number) for number in range(count)]
    for one in stories:
        site.page(one.path, story_page(one, site.base))
    newest = list(reversed(stories))[:20]
    half = (count + 1) // 2
    site.page("/", _front_page(newest))
    site.page("/feed.xml", _feed(site, newest), "application/rss+xml")
    site.page("/sitemap.xml", _index(site), "application/xml")
    for number, part in enumerate((stories[:half], stories[half:]), 1):
        packed = gzip.compress(_sitemap(site, part).encode(), mtime=0)
        site.page(f"/sitemap-{number}.xml.gz", packed, "application/gzip")
    site.robots(f"User-agent: *\nDisallow: /private/\nSitemap: {site.url('/sitemap.xml')}\n")
    return stories


def _front_page(newest: list[Story]) -> str:
    items = "".join(f'<li><a href="{one.path}">{one.title}</a></li>' for one in newest)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The Valley Courier</title>
<link rel="alternate" type="application/rss+xml" title="Latest" href="/feed.xml"></head>
<body>{MENU}<main><h1>The Valley Courier</h1><ul>{items}</ul></main>{FOOTER}</body></html>
"""


def _feed(site: Site, newest: list[Story]) -> str:
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>',
            f"<title>The Valley Courier</title><link>{site.url('/')}</link><description>News</description>",
            *(_item(site, one) for one in newest),
            "</channel></rss>",
        ]
    )


def _item(site: Site, one: Story) -> str:
    moment = datetime(one.published.year, one.published.month, one.published.day, 6, tzinfo=UTC)
    return (
        f"<item><title>{one.title}</title><link>{site.url(one.path)}?{TRACKING.replace('&', '&amp;')}</link>"
        f'<guid isPermaLink="false">{one.path}</guid><pubDate>{format_datetime(moment)}</pubDate></item>'
    )


def _index(site: Site) -> str:
    places = "".join(
        f"<sitemap><loc>{site.url(f'/sitemap-{number}.xml.gz')}</loc></sitemap>" for number in (1, 2)
    )
    return f'{_XML}<sitemapindex xmlns="{_SITEMAPS}">{places}</sitemapindex>'


def _sitemap(site: Site, stories: list[Story]) -> str:
    places: Iterator[str] = (
        f"<url><loc>{site.url(one.path)}</loc><lastmod>{one.published}</lastmod></url>" for one in stories
    )
    return f'{_XML}<urlset xmlns="{_SITEMAPS}">{"".join(places)}</urlset>'


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
