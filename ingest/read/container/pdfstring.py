"""What the entries of a PDF's document information say (ISO 32000-1, 14.3.3), quoted as JSON strings."""

import json
import re
from datetime import datetime, timedelta, timezone

_DATE = re.compile(
    r"(?:D:)?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?:(?P<utc>Z)(?:00'?00'?)?|(?P<sign>[+-])(?P<hours>\d\d)'?(?P<minutes>\d\d)?'?)?"
)
# What programs write into the title when nobody gave one: names of files and of themselves.
_NO_TITLE = re.compile(
    r"(?i)(?:microsoft (?:word|powerpoint|excel)|print)\b.*"
    r"|(?:untitled|unbenannt|sans titre|title|document)\W?\d*"
    r"|\S+\.(?:docx?|indd?|qxp|qxd|pdf|rtf|odt|pages|html?|tmp|eps|ai)|https?://\S+|about:blank|[\W\d_]*"
)


def text(quote: str) -> str | None:
    """The string itself, in single spaces."""
    try:
        said = json.loads(quote)
    except ValueError:
        return None
    return " ".join(said.split()) or None if isinstance(said, str) else None


def title(quote: str) -> str | None:
    """A title, where somebody gave one."""
    said = text(quote)
    return None if said is None or _NO_TITLE.fullmatch(said) else said


def date(quote: str) -> str | None:
    """A date (ISO 32000-1, 7.9.4) in EDTF: an instant where the offset stands, else the day."""
    found = _DATE.fullmatch(text(quote) or "")
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or first) for part, first in zip(
        found.group("year", "month", "day", "hour", "minute", "second"), (0, 1, 1, 0, 0, 0), strict=True
    ))  # fmt: skip
    offset = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    try:
        zone = timezone(-offset if found["sign"] == "-" else offset)
        moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
    if found["hour"] and (found["utc"] or found["sign"]):
        return moment.isoformat()
    known = sum(part is not None for part in found.group("month", "day"))
    return moment.date().isoformat()[: 4 + 3 * known]
