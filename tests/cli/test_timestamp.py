"""The command timestamp, and the audit of what it keeps, with a real authority on loopback.

Needs openssl; skipped where it is missing.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import made
import pytest
from authority import NEEDED, Authority
from click.testing import Result
from website import Reply, Site

from ingest.archive.logged import Log

pytestmark = NEEDED
Cli = Callable[..., Result]
KIND = {"Content-Type": "application/timestamp-reply"}
LOCAL = ("--allow-private", "127.0.0.33")
NAME = "CN=Harbour Time,O=Harbour"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def roots(authority: Authority, tmp_path: Path) -> Path:
    """The file of certificates that an auditor trusts."""
    path = tmp_path / "roots.pem"
    path.write_bytes(authority.root.pem())
    return path


@pytest.fixture
def site(authority: Authority) -> Iterator[Site]:
    with Site("127.0.0.33") as site:
        site.service("/tsa", lambda query: Reply(200, authority.answer(query, "all"), KIND))
        yield site


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def checkpoint(archive: Path) -> tuple[int, str]:
    """The log's size and its checkpoint's lines."""
    connection = made.connected(archive)
    found = Log(connection).checkpoint()
    connection.close()
    return found.size, found.body()


def kept(archive: Path) -> list[tuple[Any, ...]]:
    return made.rows(archive, "SELECT size, note, reply, authority, kept_at FROM timestamps ORDER BY size")


def changed(archive: Path, sql: str, *parameters: object) -> None:
    """Change the archive as somebody would who knows SQLite and is held back by none of its rules."""
    connection = sqlite3.connect(archive)
    guards = made.guards(connection)
    made.unguard(connection)
    connection.execute(sql, parameters)
    for statement in guards.values():
        connection.execute(statement)
    connection.commit()
    connection.close()


def codes(result: Result) -> list[str]:
    return [json.loads(line)["code"] for line in result.stdout.splitlines()]


def test_what_the_log_is_now_is_stamped_and_kept(
    cli: Cli, archive: Path, site: Site, authority: Authority, roots: Path
) -> None:
    size, body = checkpoint(archive)
    done = cli("timestamp", site.url("/tsa"), "--roots", roots, *LOCAL)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"kept: the checkpoint of {size} entries, stamped 20")
    assert done.stdout.endswith(f"by '{NAME}'\n")
    ((*row, reply, url, at),) = kept(archive)
    assert (row, url, at) == ([size, body], site.url("/tsa"), made.NOW)
    # The bytes in the archive are what was stamped, and what openssl needs.
    assert authority.verifies(reply, body.encode())
    events = made.rows(archive, "SELECT json_extract(entry, '$.event') FROM log WHERE number >= ?", [size])
    assert events == [("timestamp",)]
    assert cli("audit", "--level", "replay", "--tsa-roots", roots).exit_code == 0
    assert cli("audit").exit_code == 0


def test_without_roots_it_is_kept_and_said_that_nobody_vouches(cli: Cli, archive: Path, site: Site) -> None:
    done = cli("timestamp", site.url("/tsa"), *LOCAL)
    assert done.exit_code == 0, done.output
    assert "so it says; no root certificate was given that vouches for it" in done.stdout
    assert len(kept(archive)) == 1
    assert cli("audit").exit_code == 0


def test_as_json(cli: Cli, archive: Path, site: Site, authority: Authority, roots: Path) -> None:
    size, body = checkpoint(archive)
    found = told(cli("timestamp", site.url("/tsa"), "--roots", roots, "--json", *LOCAL))
    assert found == {
        "url": site.url("/tsa"), "size": size, "checkpoint": body, "kept": True, "authority": NAME,
        "instant": found["instant"], "certificate": found["certificate"], "trusted": True,
    }  # fmt: skip
    assert told(cli("timestamp", site.url("/tsa"), "--json", *LOCAL))["trusted"] is False


def test_a_given_checkpoint_is_stamped_without_its_signatures(
    cli: Cli, archive: Path, site: Site, authority: Authority, tmp_path: Path
) -> None:
    secret, note = tmp_path / "key", tmp_path / "note"
    assert cli("key", "new", secret).exit_code == 0
    assert cli("key", "set", secret).exit_code == 0
    note.write_text(cli("checkpoint", "--key", secret).stdout)
    body = note.read_text().partition("\n\n")[0] + "\n"
    for status in (True, False):
        found = told(cli("timestamp", site.url("/tsa"), "--checkpoint", note, "--json", *LOCAL))
        assert (found["checkpoint"], found["kept"]) == (body, status)
    ((_, stored, reply, *_),) = kept(archive)
    assert stored == body
    assert authority.verifies(reply, body.encode())
    assert cli("timestamp", site.url("/tsa"), "--checkpoint", note, *LOCAL).stdout.startswith("unchanged")


def test_a_signed_checkpoint_is_made_and_kept(cli: Cli, archive: Path, site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "key"
    assert cli("key", "new", secret).exit_code == 0
    unknown = cli("timestamp", site.url("/tsa"), "--key", secret, *LOCAL)
    assert (unknown.exit_code, kept(archive), site.seen) == (2, [], [])
    assert "the archive does not know this key" in unknown.stderr
    assert cli("key", "set", secret).exit_code == 0
    size, body = checkpoint(archive)
    assert told(cli("timestamp", site.url("/tsa"), "--key", secret, "--json", *LOCAL))["size"] == size
    ((note,),) = made.rows(archive, "SELECT note FROM checkpoints")
    assert str(note).startswith(f"{body}\n— ")
    assert kept(archive)[0][1] == body
    # Nothing has changed since: another authority stamps the same.
    site.redirect("/other", "/tsa")
    assert told(cli("timestamp", site.url("/other"), "--json", *LOCAL))["checkpoint"] == body
    assert cli("key", "new", tmp_path / "next").exit_code == 0
    assert cli("key", "set", tmp_path / "next").exit_code == 0
    assert told(cli("timestamp", site.url("/other"), "--json", *LOCAL))["checkpoint"] == checkpoint_before(
        archive, 1
    )
    assert cli("audit").exit_code == 0


def checkpoint_before(archive: Path, entries: int) -> str:
    """The lines of the checkpoint of the log as it was some entries ago."""
    connection = made.connected(archive)
    log = Log(connection)
    body = log.checkpoint(log.size() - entries).body()
    connection.close()
    return body


def test_what_cannot_be_stamped(cli: Cli, archive: Path, site: Site, tmp_path: Path, roots: Path) -> None:
    note = tmp_path / "note"
    size, body = checkpoint(archive)
    note.write_text(body.replace(f"\n{size}\n", "\n2\n"))
    url = site.url("/tsa")
    for words, said in (
        (("--checkpoint", note), "no checkpoint of this archive as it is"),
        (("--checkpoint", note, "--key", note), "give one of them"),
        (("--checkpoint", tmp_path / "none"), "No such file"),
        (("--roots", note), "no certificates can be read"),
        (("--key", note), "is no secret key"),
        (("--contact", "nobody"), "is no contact"),
    ):
        done = cli("timestamp", url, *words, *LOCAL)
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr
    assert (kept(archive), site.seen) == ([], [])
    assert cli("audit", "--tsa-roots", note).exit_code == 2


def test_an_authority_that_fails(
    cli: Cli, archive: Path, site: Site, authority: Authority, roots: Path
) -> None:
    other = roots.with_name("other.pem")
    other.write_bytes(authority.middle.pem())
    answer = authority.answer
    site.service("/old", lambda query: Reply(200, answer(authority.query(b"other", "-cert")), KIND))
    site.service("/busy", lambda query: Reply(503, b""))
    site.service("/no", lambda query: Reply(200, answer(query, digests="sha512"), KIND))
    for path, words, said in (
        ("/old", (), "the timestamp is of another message"),
        ("/busy", (), "answered with status 503; try again later"),
        ("/no", (), "gave no timestamp (rejection"),
        ("/tsa", ("--roots", other), "no valid chain leads from its authority to a root"),
    ):
        done = cli("timestamp", site.url(path), *words, *LOCAL)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith(f"failed: {site.url(path)}: ")
        assert said in done.stderr
    inside = cli("timestamp", site.url("/tsa"))
    assert inside.exit_code == 1
    assert "127.0.0.33 is loopback, no public address" in inside.stderr
    assert kept(archive) == []


def test_the_audit_checks_what_is_kept(
    cli: Cli, archive: Path, site: Site, authority: Authority, roots: Path
) -> None:
    assert cli("timestamp", site.url("/tsa"), *LOCAL).exit_code == 0
    ((_, _, reply, *_),) = kept(archive)
    other = roots.with_name("other.pem")
    other.write_bytes(Authority(roots.parent / "other").root.pem())
    assert codes(cli("audit", "--tsa-roots", other, "--json")) == ["timestamp-wrong"]
    # The last byte is the signature's: who gives no roots is told of it by the log alone.
    changed(archive, "UPDATE timestamps SET reply = ?", reply[:-1] + bytes([reply[-1] ^ 1]))
    assert sorted(codes(cli("audit", "--json"))) == ["row-altered"]
    assert sorted(codes(cli("audit", "--tsa-roots", roots, "--json"))) == ["row-altered", "timestamp-wrong"]
    changed(archive, "UPDATE timestamps SET reply = ?", reply)
    assert cli("audit", "--tsa-roots", roots).exit_code == 0


def test_what_was_stamped_must_be_a_checkpoint_of_this_log(cli: Cli, archive: Path, site: Site) -> None:
    _, body = checkpoint(archive)
    assert cli("timestamp", site.url("/tsa"), *LOCAL).exit_code == 0
    root = body.splitlines()[2]
    changed(archive, "UPDATE timestamps SET note = replace(note, ?, ?)", root, f"{'A' * 43}=")
    assert {"log-rewritten", "timestamp-wrong"} <= set(codes(cli("audit", "--json")))
    changed(archive, "UPDATE timestamps SET note = 'x'")
    assert {"checkpoint-unreadable", "timestamp-wrong"} <= set(codes(cli("audit", "--json")))
