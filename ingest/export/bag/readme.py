"""What a bag says of itself, for whoever finds it and knows nothing of the archive."""

README = """\
This is a news archive, written out so that it can be read without the program that kept it.
It is a BagIt bag (RFC 8493). To see that nothing is missing or changed:

    sha256sum -c manifest-sha256.txt        (in the directory above this one)
    bagit.py --validate DIRECTORY           (the same with bagit-python)

A hash shows that bytes are those that were written here. It does not show who published them, nor
when, nor that what they say is true.

Files
-----

payloads/
    The bytes that came in, each file named by the SHA-256 of its bytes. All codings of the web (gzip
    and the like) are undone; nothing else was changed. The ending tells what it is, as far as that is
    known. They are foreign: a page may run its author's programs where a browser opens it.
payloads.jsonl
    Each of them: sha256, size in bytes, media_type, file.
parts/
    Bytes taken out of mails, PDF and MHTML files, named by their SHA-256.
parts.jsonl
    Each of them: out of which payload, by which rule, file.

The other files are JSON Lines: UTF-8, one object a line. What is not known is null. Instants have an
offset from UTC; dates are EDTF (ISO 8601-2); scores go from 0 to 1000.

captures.jsonl
    Every retrieval: when, from which address, status, headers, redirects, and which payload came
    (raw_sha256). Its outcome is "captured", "not-modified", "gone", or what stood in the place of an
    article. captured_at is null where nobody noted when it was.
articles.jsonl
    The articles as they are decided: title, authors, outlet, date, text, where each paragraph and
    link stands, what is claimed, what was chosen and why. One that was removed has "removed": true,
    who did so and why, and nothing else.
versions.jsonl
    Each text or headline that an article had, with the payload from which it was read.
claims.jsonl
    Every statement about an article. "start" and "end" count bytes of what "where" names: the payload
    or a part of it, the address, or the headers (each a line "Name: value"). The bytes between them
    are "quote"; "rule" names how that gives "value". With "by", a person says so; "basis" is why.
relations.jsonl
    How two articles are related, from the later text to its source, with status and score. The
    evidence gives byte ranges in the payloads of both. One that is "rejected" does not hold.
stubs.jsonl
    Articles that are not here, and are known only because others name them.
acts.jsonl
    What people said of relations and of which articles are one, oldest first. "undo" takes back what
    "undoes" names: an act, a claim, a naming, or the finding that a stub is an article.
namings.jsonl
    What people said of who publishes at a domain.
outlets.jsonl
    Who publishes: name, kind, domains, other names.
collections.jsonl
    Articles that people put together under a name.

The bytes that a claim rests on, with plain tools:

    tail -c +$((start + 1)) payloads/FILE | head -c $((end - start))
"""
