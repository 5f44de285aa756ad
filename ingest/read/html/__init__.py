"""The reader of HTML pages.

The files read as the data's path: `tokens` scans the page into tags and stretches of text,
`spelling` undoes entities, escapes and white space and knows where each character stands, `body`
asks trafilatura what of the `lean` page is its text, `ground` finds that text again in the page's own
characters; `meta`, `jsonld`, `structured`, `printed` and `canonical` collect what the page says
of itself; `reader` composes them. `marks` tells whether an article is free to read.
"""
