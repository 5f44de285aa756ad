"""The published log: a checkpoint, its tiles and entries, and nothing of what articles say."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from ingest.archive.files import readable
from ingest.archive.logged import Log
from ingest.log.note import Verifier, parsed, verified

Cli = Callable[..., Result]


def entries(published: Path) -> list[bytes]:
    found = []
    for bundle in sorted((published / "tile/entries").rglob("*")):
        data = bundle.read_bytes() if bundle.is_file() else b""
        while data:
            length = int.from_bytes(data[:2])
            found.append(data[2 : 2 + length])
            data = data[2 + length :]
    return found


def test_a_log_is_published(cli: Cli, archive: Path, tmp_path: Path) -> None:
    done = cli("export", "tiles", "-o", tmp_path / "published", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["files"] == 3
    assert "not signed: give a key with --key FILE" in done.stderr
    assert (tmp_path / "published/checkpoint").read_text() == cli("checkpoint").stdout
    with readable(archive) as database:
        log = Log(database.conn)
        assert entries(tmp_path / "published") == [one.written() for one in log.entries()]
        (hashes,) = (tmp_path / "published/tile/0").rglob(str(log.size()))
        assert hashes.read_bytes() == b"".join(log.hashes(0, 0, log.size()))


def test_it_is_signed_with_a_key_of_the_archive(cli: Cli, archive: Path, tmp_path: Path) -> None:
    key, target = tmp_path / "key", tmp_path / "published"
    public = cli("key", "new", key).stdout.strip()
    refused = cli("export", "tiles", "-o", target, "--key", key)
    assert refused.exit_code == 2
    assert "the archive does not know this key" in refused.stderr
    assert not target.exists()
    assert cli("key", "set", key).exit_code == 0
    assert cli("export", "tiles", "-o", target, INGEST_KEY=str(key)).exit_code == 0
    verifier = Verifier.read(public)
    assert verified(parsed((target / "checkpoint").read_text()), [verifier]) == [verifier]


def test_what_is_there_is_not_touched(cli: Cli, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "published"
    assert cli("export", "tiles", "-o", target).exit_code == 0
    done = cli("export", "tiles", "-o", target)
    assert done.exit_code == 2
    assert "is not empty; name a new directory" in done.stderr


def test_it_says_nothing_of_what_articles_say(cli: Cli, archive: Path, tmp_path: Path) -> None:
    assert cli("export", "tiles", "-o", tmp_path / "published").exit_code == 0
    said = b"".join(path.read_bytes() for path in (tmp_path / "published").rglob("*") if path.is_file())
    for line in cli("export", "articles").stdout.splitlines():
        article = json.loads(line)
        for value in (
            article["title"],
            article["url"],
            article["text"][:40],
            article["id"],
            *article["authors"],
        ):
            assert not value or str(value).encode() not in said
