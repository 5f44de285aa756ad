"""Packs evidence bundles: the same bundle gives the same bytes."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from ...log.bundle.check import Step
from ...log.bundle.members import (
    LISTING,
    PAGE,
    SCRIPT,
    Bundle,
    Members,
    listing,
    read,
    written,
)
from ...resources import metadata
from .page import page

# What a zip can tell of time (APPNOTE 4.4.6); UTC here, so that it does not depend on the place.
_FIRST, _LAST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)


def members(bundle: Bundle) -> dict[str, bytes]:
    """All files of a bundle by name, with the page, the script that checks them, and the list of all."""
    files = {**written(bundle), PAGE: page(bundle), SCRIPT: script()}
    return {**files, LISTING: listing(files)}


def script() -> bytes:
    """The script that checks a bundle."""
    return (metadata() / "bundle" / SCRIPT).read_bytes()


def remarks(files: Members) -> Iterator[Step]:
    """What to say of the files that no proof covers: page and script, as this version makes them or otherwise.

    Args:
        files: of a bundle of which all holds.
    """
    for name, data in ((PAGE, _page_again(files)), (SCRIPT, script())):
        same = files[name] == data
        said = "as this version makes it" if same else "not as this version makes it; believe the records"
        yield Step(f"{name}: {said}", True if same else None)


def _page_again(files: Members) -> bytes | None:
    """The page made of the other files, None where none can be made."""
    try:
        return page(read(files))
    except Exception:
        # A whole log can be forged, with rows that no archive has; what these do to a page cannot be foreseen.
        return None


def packed(files: Members, bundle: Bundle) -> bytes:
    """The zip of a bundle's files. Its times are that of the last event in it."""
    last = max(datetime.fromisoformat(entry.at).astimezone(UTC) for entry in bundle.events.values())
    moment = min(max(last, _FIRST), _LAST).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system, entry.external_attr = 3, (0o755 if name == SCRIPT else 0o644) << 16
            package.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()
