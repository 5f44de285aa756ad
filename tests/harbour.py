"""Articles on one harbour, made for tests of what people say: an original, its copies, an excerpt, own words.

Each is known by a short name. `foo` is the original; `copy` names it by outlet and headline, which makes a
stub; `plain` carries the same text and names nobody; `part` has a part of it; `other` has own words.
"""

import made

from ingest.records import Capture

TITLE = "Harbour stays open"
_BODY = [
    "The harbour of Larnholm will stay open through the whole winter, the mayor told the fishermen who had"
    " come to the town hall on Monday evening to hear what would become of their boats and their nets.",
    "For eleven years the basin has been closed as soon as the first ice was seen near the lighthouse, and the"
    " boats were hauled up the slipway with a winch that nobody has repaired since the flood of that spring.",
    "A new icebreaker, bought second hand from a yard across the strait, will now keep a lane free every"
    " morning before five, so that the market can be held on the quay and not in the school behind the church.",
    "What it costs, the treasurer said, is less than the town pays each year for lorries that carry the catch"
    " of others over the mountain road, which is blocked by snow on one day out of four in winter.",
]
_OWN = (
    "Nobody had asked for a vote, and yet hands went up all over the hall when an old skipper stood and said"
    " that his grandchildren should see a winter with sails in it.\n\nThe council will meet again soon to hear"
    " from the insurers, whose letter was not read aloud because its last page had been lost on the way.\n"
)
_AROUND = (
    "Winters were long here once, and whoever remembers them has a story about a sledge, a dog and a barrel"
    " of herring. Yesterday the stories were put away for something that can be counted.\n\nMy grandfather,"
    " who kept the light for thirty years, used to say that ice is honest: it tells you how much it will bear,"
    " and it never changes its mind before noon. He would not have trusted a ship that breaks it for money,"
    " and he would have gone to look at her all the same, with me on his shoulders. I quote what was said."
)
_NAMED = f"This article was first published on Foo Daily on January 5, 2025, under the title “{TITLE}”\n"
NAMES = ("foo", "copy", "plain", "part", "other", "second")


def article(name: str) -> Capture:
    """One of the articles, as a manifest states it."""
    text = "\n\n".join(_BODY) + "\n"
    texts = {
        "foo": text,
        "copy": f"{text}\n{_NAMED}",
        "plain": text,
        "part": f"{_AROUND}\n\n{_BODY[2]}\n",
        "other": _OWN,
        "second": f"{text}\nThe photographs were taken by a reader.\n",
    }
    outlets = {"foo": "Foo Daily", "copy": "Bar Weekly", "plain": "Baz Herald", "part": "Quux Post",
               "other": "Nobody's Gazette", "second": "Foo Daily"}  # fmt: skip
    title = TITLE if name in ("foo", "second") else f"On the harbour, {name}"
    return made.capture(texts[name].encode(), url(name), path=f"{name}.txt", outlet=outlets[name], title=title,
                        published="2025-01-05")  # fmt: skip


def url(name: str) -> str:
    """The address of an article."""
    return f"http://{name}.example/harbour"
