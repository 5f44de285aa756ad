"""Web archives as sources: WARC files (ISO 28500, plain and gzip) and WACZ packages (1.1.1).

Gives the pages, feeds and sitemaps in them as captures, everything else not at all. Never writes,
never goes to the network, and holds one record at a time.

A capture's `digest` is the payload digest that the archive states, brought into one form
(`digests.normal`), or the SHA-1 of the archived body where it states none. Records without bytes
come as visits. A visit of status 200 is a revisit: its bytes are those of the capture with its
`digest`, which came earlier from this archive or from one that was added before. Where the caller
knows no such capture, `without_original` has the words. A visit of status 304 says "not modified"
of its address, with the `digest` of the page where this archive has it; 404 and 410 say "gone".
"""

from .archive import MAX_PAGE, captures, is_warc, without_original
from .package import is_wacz, wacz

__all__ = ["MAX_PAGE", "captures", "is_wacz", "is_warc", "wacz", "without_original"]
