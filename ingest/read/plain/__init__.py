"""The reader of plain text and Markdown as crawlers leave it.

The files read as the data's path: `inline` cleans one stretch of characters, `blocks` splits the
page, `body` finds the article among the blocks; `title`, `byline`, `dateline` and `imprint` read
what is printed around it, each from `around`, put together by `head`; `reader` composes them.
"""
