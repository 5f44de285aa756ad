"""What to do about each finding, in a sentence; `docs/findings.md` has more."""

_RESTORE = "restore the row from a backup; what was logged of it tells when it is the right one"
_REWRITTEN = "keep this file and the checkpoint as proof, and go on with a backup that the checkpoint fits"
_AGAIN = "nothing is lost: `ingest renormalise` makes it again from the stored bytes"
_PAYLOAD = "restore the payload; whatever its source, it is the right one if its SHA-256 is"

ADVICE = {
    "unreadable": "look at the row with sqlite3, and restore it",
    "database-damaged": "restore a backup; `sqlite3 FILE .recover` saves what can be saved",
    "schema-differs": "find out who changed the schema; restore a backup unless it is an index of your own",
    "rule-broken": _RESTORE,
    "reference-broken": "restore the missing row",
    "search-differs": "INSERT INTO search (search) VALUES ('rebuild') makes the index again",
    "log-entry": _REWRITTEN,
    "log-leaf": "restore the row of the log from a backup",
    "log-missing": _REWRITTEN,
    "log-time": _REWRITTEN,
    "log-tile": "restore the row of tiles from a backup; nothing rests on it",
    "log-of-another": "give a checkpoint of this archive",
    "log-cut": _REWRITTEN,
    "log-rewritten": _REWRITTEN,
    "event-root": _REWRITTEN,
    "commitment-altered": "restore the row of commitments from a backup",
    "commitment-missing": "restore the row of commitments from a backup",
    "commitment-unlogged": "find out who wrote it; restore a backup",
    "checkpoint-unreadable": "restore the checkpoint from a copy",
    "signature-wrong": "find out who changed the note; nothing rests on a signature that is not valid",
    "row-altered": _RESTORE,
    "row-missing": _RESTORE,
    "row-unlogged": "find out who wrote it past `ingest`; restore a backup",
    "cache-differs": _AGAIN,
    "payload-unreadable": _PAYLOAD,
    "payload-size": _PAYLOAD,
    "payload-hash": _PAYLOAD,
    "part-unreadable": _AGAIN,
    "part-hash": _AGAIN,
    "part-differs": _AGAIN,
}
