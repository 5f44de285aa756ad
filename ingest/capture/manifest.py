"""Takes a manifest: a list of sources with what the archivist says about each.

JSON Lines, CSV or YAML, told apart by the file's ending. What an entry states becomes
assertions. A broken entry is reported with its line and the others go on.
"""

import csv
import io
import json
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from ..errors import SourceError, UsageError
from ..records import Assertion, Capture
from . import files
from .asked import Asked

KEYS = ("path", "url", "id", "captured_at", "outlet", "title", "authors", "published", "basis")
# Stated of the article itself, in the words of its claims.
_STATED = {"url": "url", "title": "title", "outlet": "outlet", "published": "published"}
# A list of entries with lists of names in them; the parser's own recursion breaks at far more.
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it says, and where it stands, for messages."""

    label: str
    stated: Mapping[str, Any]


def captures(path: str, listed: Iterable[Entry | SourceError]) -> Iterator[Capture | Asked | SourceError]:
    """The captures of a manifest's entries, a broken entry as an error in its place.

    An entry without path is an address to ask.
    """
    for entry in listed:
        if isinstance(entry, SourceError):
            yield entry
            continue
        try:
            yield _capture(entry, Path(path).parent)
        except (SourceError, UsageError) as error:
            yield SourceError(entry.label, str(error))


def entries(path: str) -> Iterator[Entry | SourceError]:
    """The entries of a manifest as they stand in it.

    Raises:
        UsageError: if the file cannot be read or is no manifest.
    """
    readers: Mapping[str, Callable[[str], Iterator[tuple[str, Any]]]] = {
        ".jsonl": _json_lines, ".ndjson": _json_lines, ".csv": _csv, ".yaml": _yaml, ".yml": _yaml,
    }  # fmt: skip
    reader = readers.get(Path(path).suffix.lower())
    if reader is None:
        raise UsageError(f"{path}: a manifest ends in .jsonl, .csv or .yaml")
    try:
        text = files.read(path).decode("utf-8-sig")
    except SourceError as error:
        raise UsageError(str(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    try:
        for place, stated in reader(text):
            yield _checked(f"{files.shown(path)}, {place}", stated)
    except (yaml.YAMLError, csv.Error, UsageError) as error:
        raise UsageError(f"{path}: {' '.join(str(error).split())}") from error


def _json_lines(text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except (ValueError, RecursionError) as error:
                yield f"line {number}", SourceError("JSON", f"no JSON object: {error}")


def _csv(text: str) -> Iterator[tuple[str, Any]]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    for row in rows:
        if None in row:
            reason = f"more cells than the header has; put a cell with a comma in quotation marks: {row[None]}"
            yield f"line {rows.line_num}", SourceError("CSV", reason)
            continue
        stated: dict[str, Any] = {key: value for key, value in row.items() if value}
        if "authors" in stated:
            stated["authors"] = stated["authors"].split(";")
        yield f"line {rows.line_num}", stated


def _yaml(text: str) -> Iterator[tuple[str, Any]]:
    # libyaml's composer calls itself for each level and would overrun the stack of the process.
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise UsageError("lists within lists; a YAML manifest is a list of entries")
    # The base loader leaves every value the string that it is: 2025-11 is no number, "no" no boolean.
    stated = yaml.load(text, Loader=yaml.CBaseLoader)
    if stated is None:
        return
    if not isinstance(stated, list):
        raise UsageError("a YAML manifest is a list of entries")
    for number, entry in enumerate(stated, 1):
        if isinstance(entry, dict):
            entry = {key: None if value in ("null", "~", "") else value for key, value in entry.items()}
        yield f"entry {number}", entry


def _checked(label: str, stated: Any) -> Entry | SourceError:
    """The entry, if its keys and the types of its values are those of a manifest."""
    if isinstance(stated, SourceError):
        return SourceError(label, stated.reason)
    if not isinstance(stated, dict):
        return SourceError(label, "an entry is a set of keys and values")
    unknown = [str(key) for key in stated if key not in KEYS]
    if unknown:
        return SourceError(label, f"unknown key {', '.join(unknown)}; known are {', '.join(KEYS)}")
    for key, value in stated.items():
        fits = isinstance(value, list) and all(isinstance(name, str) for name in value)
        if not (value is None or (fits if key == "authors" else isinstance(value, str))):
            kind = "a list of names" if key == "authors" else "text in quotation marks"
            return SourceError(label, f"{key}: {kind} is wanted, not {reprlib.repr(value)[:100]}")
    try:
        json.dumps(stated, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = error.object[error.start : error.end]
        return SourceError(label, f"half a character ({half!a}); write the whole one, or U+FFFD")
    stated = {key: _tidy(value) for key, value in stated.items()}
    if not (stated.get("path") or stated.get("url")):
        return SourceError(label, "neither path nor url; give the file that holds the page, or its address")
    return Entry(label, stated)


def _tidy(value: Any) -> Any:
    """A value without white space around it; blank is as good as not stated."""
    if isinstance(value, list):
        return [name for name in map(str.strip, value) if name] or (None if value else [])
    return value.strip() or None if isinstance(value, str) else value


def _capture(entry: Entry, base: Path) -> Capture | Asked:
    stated = entry.stated
    assertions = tuple(_assertions(stated))
    basis = stated.get("basis") or None
    if not stated.get("path"):
        return Asked(stated["url"], entry.label, stated.get("id"), assertions, basis)
    captured_at = instant(stated["captured_at"]) if stated.get("captured_at") else None
    return replace(
        files.capture(str(base / stated["path"])),
        source=entry.label,
        path=Path(stated["path"]).as_posix(),
        source_id=stated.get("id"),
        captured_at=captured_at,
        assertions=assertions,
        basis=basis,
    )


def _assertions(stated: Mapping[str, Any]) -> Iterator[Assertion]:
    for key, field in _STATED.items():
        if stated.get(key):
            yield Assertion(field, stated[key])
    if "authors" in stated and stated["authors"] is not None:
        for name in stated["authors"] or [None]:
            yield Assertion("author", name)


def instant(text: str) -> str:
    """A stated instant in UTC, ISO 8601.

    Raises:
        SourceError: if it is none, or has no offset.
    """
    try:
        moment = datetime.fromisoformat(text)
        # In UTC a moment at either end of the calendar may lie outside of it.
        universal = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError) as error:
        raise SourceError(
            "captured_at", f"{text!r} is no ISO 8601 instant such as 2025-06-05T19:01:58Z"
        ) from error
    if universal is None:
        raise SourceError("captured_at", f"{text!r} has no offset; add Z or +02:00")
    return universal.isoformat()
