"""Other extractors, each as a function from a page and its address to what it says of the article.

Those that are installed; none of them may use the network.
"""

import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

Said = dict[str, object]
Extractor = Callable[[str, str], Said]


def trafilatura(page: str, url: str) -> Said:
    """Stock trafilatura, with its metadata."""
    from trafilatura import bare_extraction

    found = bare_extraction(page, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    authors = [name for name in (found.author or "").split("; ") if name]
    return {
        "title": found.title, "authors": authors, "published": found.date, "outlet": found.sitename,
        "text": found.text,
    }  # fmt: skip


def newspaper(page: str, url: str) -> Said:
    """newspaper4k, without its pictures."""
    from newspaper import Article

    article = Article(url, fetch_images=False)
    article.download(input_html=page)
    article.parse()
    published = article.publish_date
    return {
        "title": article.title, "authors": article.authors, "text": article.text,
        "published": published.isoformat() if published else None,
        "outlet": article.meta_site_name,
    }  # fmt: skip


def readability(page: str, url: str) -> Said:
    """readability-lxml: a title and the page's main part."""
    from lxml import html
    from readability import Document

    document = Document(page, url=url)
    main = html.fromstring(document.summary())
    paragraphs = (" ".join(one.text_content().split()) for one in main.iter("p", "li", "h2", "h3"))
    return {"title": document.short_title(), "text": "\n\n".join(filter(None, paragraphs))}


def resiliparse(page: str, url: str) -> Said:
    """resiliparse: the page's title and its main text."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(page)
    return {"title": tree.title, "text": extract_plain_text(tree, main_content=True, links=False)}


_PACKAGES: dict[str, Extractor] = {
    "trafilatura": trafilatura,
    "newspaper4k": newspaper,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
}


def installed() -> dict[str, Extractor]:
    """The extractors that are there, by package."""
    found = {}
    for package, extractor in _PACKAGES.items():
        try:
            print(f"{package} {version(package)}", file=sys.stderr)
            found[package] = extractor
        except PackageNotFoundError:
            print(f"{package} is not installed", file=sys.stderr)
    return found


def offline() -> None:
    """From here on nothing in this process reaches another: some extractors look for lists on the web."""

    def refuse(event: str, arguments: object) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            raise OSError(f"{event}: extractors are measured without a network")

    sys.addaudithook(refuse)
