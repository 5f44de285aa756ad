"""Files that hold an article in coded form: mails, MHTML pages, PDF.

The files read as the data's path: `mime` finds the entities of a message and their bytes,
`header` turns a header's printed value into what it says, `mail` and `mhtml` choose the entity
that holds the article, `pdf` has `pdfium` take the text out in a process of its own, `opening`
tells them apart, makes parts again for audits, and moves a part's reading into its container.
"""
