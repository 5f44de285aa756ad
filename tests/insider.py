"""Somebody who can write to the archive's file, knows the format, and has the log say what they want it to."""

import sqlite3
from dataclasses import replace

from made import unguard

from ingest.archive.forms import FORMS
from ingest.archive.logged import Log
from ingest.log import entries
from ingest.log.commitments import commit
from ingest.log.merkle import HEIGHT, leaf_hash


def rewrite(connection: sqlite3.Connection) -> None:
    """Make the whole log agree with the rows as they are, as if it had always said so."""
    unguard(connection)
    for form in FORMS:
        latest = connection.execute(
            "SELECT owner, salt, max(event), position FROM commitments WHERE form = ? GROUP BY owner",
            [form.name],
        )
        for owner, salt, event, position in latest.fetchall():
            made = commit(form.name, owner, connection.execute(form.group(), [owner]).fetchall(), salt)
            connection.execute(
                "UPDATE commitments SET marks = ?, record = ?, seal = ? WHERE event = ? AND position = ?",
                [made.marks, made.record, made.seal(), event, position],
            )
    log = Log(connection)
    assert log.size() < 1 << HEIGHT, "a longer log has tiles, which would have to be rewritten too"
    for entry in list(log.entries()):
        written = replace(entry, root=entries.root(log.leaves(entry.number))).written()
        connection.execute(
            "UPDATE log SET entry = ?, leaf = ? WHERE number = ?",
            [written.decode(), leaf_hash(written), entry.number],
        )
