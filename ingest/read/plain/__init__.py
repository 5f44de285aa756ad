"""The reader of plain text and Markdown as crawlers leave it.

The files read as the data's path: `inline` cleans one stretch of characters, `blocks` splits the
page, `body` finds the article among the blocks, `head` reads what is printed around it, `reader`
composes them.
"""
