"""WACZ packages: the web archives that the package's list vouches for, everything else by name."""

import hashlib
import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from warcs import PAGE, PNG, Given, Writer, given, only, raw

from ingest.capture import warc
from ingest.capture.warc import digests
from ingest.errors import SourceError
from ingest.records import Capture, Visit

NAME = "archive/data.warc.gz"
LIST = "datapackage.json"
DATA = Writer().response("http://made.example/a", WARC_Record_ID="<urn:uuid:1>").data
SECOND = Writer().response("http://made.example/b").data


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.bin"


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def listing(files: dict[str, bytes], **stated: str) -> bytes:
    """The package's list of some files; `stated` are digests in the place of the true ones."""
    resources = [
        {"path": name, "hash": stated.get(name, sha256(data)), "bytes": len(data)}
        for name, data in files.items()
    ]
    return json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}).encode()


def packed(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        for name, data in entries:
            package.writestr(name, data)
    return file.getvalue()


def package(files: dict[str, bytes], method: int = zipfile.ZIP_STORED, **stated: str) -> bytes:
    """A package as the standard has it."""
    others = {"indexes/index.cdx.gz": b"an index", "pages/pages.jsonl": b"{}"}
    everything = files | others
    return packed(*everything.items(), (LIST, listing(everything, **stated)), method=method)


def results(path: Path, data: bytes) -> list[Given]:
    return given(path, data, warc.wacz)[0]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_package(path: Path, method: int) -> None:
    one = only(results(path, package({NAME: DATA}, method)))
    assert one.payload == PAGE
    assert (one.source, one.path) == (f"{path}, {NAME}, record <urn:uuid:1>", str(path))
    assert one.source_id == "urn:uuid:1"
    assert warc.is_wacz(str(path))


def test_archives_come_in_the_order_of_their_names(path: Path) -> None:
    """What a revisit or a redirect in one refers to may be in another."""
    moved = Writer().response("http://made.example/old", b"", "301 Moved", http={"Location": "/a"}).data
    again = raw(b"", "revisit", WARC_Refers_To="<urn:uuid:1>")
    files = {"archive/3.warc": again, "archive/2.warc.gz": DATA, "archive/1.warc.gz": moved}
    page, visit = results(path, package(files))
    assert isinstance(page, Capture)
    assert isinstance(visit, Visit)
    assert page.response
    assert page.response.asked == "http://made.example/old"
    assert visit.digest == page.digest


def test_what_is_no_page_is_counted_over_all_archives(path: Path) -> None:
    picture = Writer().response("http://made.example/p", PNG, content_type="image/png").data
    path.write_bytes(package({"archive/1.warc.gz": picture, "archive/2.warc.gz": picture}))
    assert given(path, None, warc.wacz) == ([], {"no page": 2})


def test_damage_in_an_archive_is_named_with_it(path: Path) -> None:
    page, error = results(path, package({NAME: DATA + SECOND[:-9]}))
    assert isinstance(page, Capture)
    assert str(error).startswith(f"{path}, {NAME}, record ")
    assert "cut off" in str(error)


def flagged(data: bytes, name: str = NAME) -> bytes:
    """A package in which an entry claims to be encrypted."""
    changed = bytearray(data)
    for signature, flags, at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        place = data.find(signature)
        while place >= 0:
            if data[place + at :].startswith(name.encode()):
                changed[place + flags] |= 1
            place = data.find(signature, place + 1)
    return bytes(changed)


def twice(name: str, data: bytes) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed((name, data), (name, SECOND), (LIST, listing({name: data})))


def declared_size(data: bytes, size: int) -> bytes:
    """A package whose directory claims another size of its first entry."""
    place = data.index(b"PK\x01\x02")
    return data[: place + 24] + struct.pack("<I", size) + data[place + 28 :]


GOOD = package({NAME: DATA})
WRONG = sha256(b"")
UNKNOWN = "datapackage.json has no digest of it"
ONE_BAD = {
    "another digest": (
        package({NAME: DATA}, **{NAME: WRONG}),
        f"its digest in {LIST} is {digests.normal(WRONG)}",
    ),
    "no digest": (packed((NAME, DATA), (LIST, b'{"resources": [{"path": "archive/data.warc.gz"}]}')), UNKNOWN),
    "a digest nobody knows": (package({NAME: DATA}, **{NAME: "crc:1"}), UNKNOWN),
    "not listed": (packed((NAME, DATA), (LIST, listing({}))), UNKNOWN),
    "not there": (packed((LIST, listing({NAME: DATA}))), "it is listed, but not in the package"),
    "changed": (GOOD.replace(DATA, DATA[:99] + b"?" + DATA[100:]), "broken as a zip (Bad CRC-32"),
    "encrypted": (flagged(GOOD), "it is encrypted; undo that"),
    "a package inside": (package({NAME: GOOD}), "a package inside the package"),
    "no archive": (package({NAME: PAGE}), "it does not begin as a WARC file does"),
}


@pytest.mark.parametrize("name", ONE_BAD)
def test_a_bad_archive_is_named(path: Path, name: str) -> None:
    data, said = ONE_BAD[name]
    (error,) = results(path, data)
    assert isinstance(error, SourceError)
    assert error.source == f"{path}, {NAME}"
    assert said in error.reason


def test_the_other_archives_of_a_package_go_on(path: Path) -> None:
    files = {"archive/1.warc.gz": DATA, "archive/2.warc.gz": SECOND}
    error, page = results(path, package(files, **{"archive/1.warc.gz": sha256(b"")}))
    assert isinstance(error, SourceError)
    assert error.source == f"{path}, archive/1.warc.gz"
    assert isinstance(page, Capture)


@pytest.mark.parametrize(
    "name", ["archive/../data.warc", "../archive/data.warc", "/archive/data.warc", "archive\\..\\..\\data.warc"]
)
def test_a_path_that_leads_out_is_refused(path: Path, name: str) -> None:
    (error,) = results(path, package({name: DATA}))
    assert "its path leads out of the package; nothing of it was added" in str(error)


def test_a_name_that_is_there_twice_is_refused(path: Path) -> None:
    (error,) = results(path, twice(NAME, DATA))
    assert "it is in the package more than once" in str(error)


def test_a_method_that_no_package_uses_is_refused(path: Path) -> None:
    """The settings of some would decide how much memory it takes to undo them."""
    data = packed((NAME, DATA), method=zipfile.ZIP_LZMA)
    with zipfile.ZipFile(io.BytesIO(data), "a") as package_file:
        package_file.writestr(LIST, listing({NAME: DATA}), zipfile.ZIP_STORED)
        file = package_file.fp
        assert isinstance(file, io.BytesIO)
    (error,) = results(path, file.getvalue())
    assert "it is neither stored nor deflated" in str(error)


NO_LIST = "it is no list of files with digests"
DIGEST = json.dumps({"path": LIST, "hash": WRONG}).encode()
WHOLE = {
    "no list": (packed((NAME, DATA)), "it has no datapackage.json that vouches for its files"),
    "an empty list": (packed((NAME, DATA), (LIST, b"")), NO_LIST),
    "another list": (packed((NAME, DATA), (LIST, b"[1]")), NO_LIST),
    "a list of numbers": (packed((NAME, DATA), (LIST, b'{"resources": [1]}')), NO_LIST),
    "a deep list": (packed((NAME, DATA), (LIST, b"[" * 200_000)), NO_LIST),
    "a list without end": (
        packed((NAME, DATA), (LIST, bytes(9_000_000)), method=zipfile.ZIP_DEFLATED),
        "9 MB is more than the limit of 8 MB",
    ),
    "a changed list": (
        packed((NAME, DATA), (LIST, listing({NAME: DATA})), ("datapackage-digest.json", DIGEST)),
        "its digest in datapackage-digest.json is",
    ),
    "cut off": (GOOD[:-30], "broken as a zip"),
    "no zip": (DATA, "broken as a zip"),
    "nothing": (b"", "broken as a zip"),
    "a zip bomb": (declared_size(GOOD, 4_000_000_000), "it would unpack to over 100 times its size"),
    "a directory of megabytes": (
        packed(*((f"archive/{number}{'a' * 60_000}", b"") for number in range(40))),
        "its directory is too large",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_bad_package_is_named_and_nothing_of_it_given(path: Path, name: str) -> None:
    data, said = WHOLE[name]
    (error,) = results(path, data)
    assert isinstance(error, SourceError)
    assert str(error).startswith(str(path))
    assert said in error.reason


def test_a_list_with_its_own_digest(path: Path) -> None:
    content = listing({NAME: DATA})
    own = json.dumps({"path": LIST, "hash": sha256(content)}).encode()
    only(results(path, packed((NAME, DATA), (LIST, content), ("datapackage-digest.json", own))))


@pytest.mark.parametrize(
    ("data", "it_is"),
    [
        (GOOD, True),
        (packed((NAME, DATA)), True),
        (packed((LIST, b"")), True),
        (packed((NAME, PAGE)), False),
        (packed(("a.txt", b"a")), False),
        (DATA, False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_a_package_is_known_by_its_content(path: Path, data: bytes, it_is: bool) -> None:
    path.write_bytes(data)
    assert warc.is_wacz(str(path)) is it_is


def test_no_file(path: Path) -> None:
    (error,) = warc.wacz(str(path))
    assert str(error) == f"{path}: there is no such file; check the path"
    assert not warc.is_wacz(str(path))
