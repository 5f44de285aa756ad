"""Notes and proofs checked by Go's sumdb packages, and theirs by ours. Skipped where Go is missing."""

import json
import random
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import golang
import pytest

from ingest.archive.files import readable
from ingest.archive.logged import Log
from ingest.export.tiles import export, files
from ingest.log import merkle, tiles
from ingest.log.checkpoint import Checkpoint
from ingest.log.note import Note, NoteError, Signer, parsed, verified

SIGNER = Signer.make("archive.example/log", bytes(range(32)))
Ask = Callable[..., dict[str, Any]]
pytestmark = pytest.mark.skipif(golang.MISSING, reason="go is not installed")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Puts a question to the other program; bytes go there and come back as base64."""
    program = golang.built(Path(__file__).parent / "peer" / "main.go", tmp_path_factory.mktemp("peer"))
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdin
        assert peer.stdout

        def put(**question: object) -> dict[str, Any]:
            assert peer.stdin
            assert peer.stdout
            json.dump({key: coded(value) for key, value in question.items()}, peer.stdin)
            peer.stdin.flush()
            answer: dict[str, Any] = json.loads(peer.stdout.readline())
            return answer

        yield put
        peer.stdin.close()


def coded(value: object) -> object:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return [coded(one) for one in value] if isinstance(value, list) else value


def test_our_notes_are_opened_and_altered_ones_are_not(ask: Ask) -> None:
    chance = random.Random(1)
    for number in range(200):
        text = Checkpoint(SIGNER.name, number, chance.randbytes(32)).body()
        written = Note(text, (SIGNER.sign(text),)).written()
        assert ask(op="open", note=written, key=SIGNER.verifier.written())["Text"] == text
        at = chance.randrange(len(written))
        altered = written[:at] + chr(ord(written[at]) ^ 1) + written[at + 1 :]
        refused = ask(op="open", note=altered, key=SIGNER.verifier.written())["Error"]
        with pytest.raises(NoteError):
            verified(parsed(altered), [SIGNER.verifier])
        # Go takes the last character of base64 for its neighbour, whose bits count for nothing.
        assert refused or altered[at + 1 :] == "=\n", altered


def test_their_notes_are_verified(ask: Ask) -> None:
    told = ask(op="sign", text="words\n\nand more\n", key=SIGNER.written())
    assert verified(parsed(told["Text"]), [SIGNER.verifier]) == [SIGNER.verifier]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 100, 255, 256, 257, 300])
def test_both_make_the_same_proofs_and_refuse_the_same(ask: Ask, size: int) -> None:
    chance = random.Random(size)
    entries = [chance.randbytes(chance.randrange(40)) for _ in range(size)]
    leaves = [merkle.leaf_hash(entry) for entry in entries]

    def read(level: int, start: int, end: int) -> list[bytes]:
        width = 256**level
        return [merkle.folded(leaves[at * width : (at + 1) * width]) for at in range(start, end)]

    root = merkle.root(read, size)
    for at in sorted({0, size // 2, size - 1}):
        proof = merkle.prove_inclusion(read, at, size)
        theirs = ask(op="tree", text="inclusion", entries=entries, at=at)
        assert (b64decode(theirs["Root"]), list(map(b64decode, theirs["Proof"] or []))) == (root, proof)
        asked = {"op": "inclusion", "size": size, "root": root, "at": at, "hash": leaves[at]}
        assert ask(**asked, proof=proof)["Error"] == ""
        for altered in spoiled(proof, leaves[0]):
            assert ask(**asked, proof=altered)["Error"]
            with pytest.raises(merkle.ProofError):
                merkle.check_inclusion(leaves[at], at, size, altered, root)
    for old in sorted({1, size // 2 or 1, max(1, size - 1)}):
        proof = merkle.prove_consistency(read, old, size)
        theirs = ask(op="tree", text="consistency", entries=entries, at=old)
        assert list(map(b64decode, theirs["Proof"] or [])) == proof
        before = merkle.root(read, old)
        asked = {"op": "consistency", "size": size, "root": root, "at": old, "hash": before}
        assert ask(**asked, proof=proof)["Error"] == ""
        for altered in spoiled(proof, leaves[0]):
            assert ask(**asked, proof=altered)["Error"]
            with pytest.raises(merkle.ProofError):
                merkle.check_consistency(old, size, before, root, altered)


def spoiled(proof: list[bytes], more: bytes) -> Iterator[list[bytes]]:
    """A proof with a hash too many, one too few, and each with a bit turned."""
    yield [*proof, more]
    for at, one in enumerate(proof):
        yield proof[:at] + proof[at + 1 :]
        yield [*proof[:at], bytes([one[0] ^ 1]) + one[1:], *proof[at + 1 :]]


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1000, 66_000])
def test_published_logs_are_read(ask: Ask, tmp_path: Path, size: int) -> None:
    leaves = [merkle.leaf_hash(b"%d" % at) for at in range(size)]
    levels = merkle.tiled(leaves)

    def read(level: int, start: int, end: int) -> Sequence[bytes]:
        return levels[level][start:end]

    checkpoint = Checkpoint(SIGNER.name, size, merkle.root(read, size)).body()
    (tmp_path / "checkpoint").write_text(checkpoint)
    for path, data in tiles.files(read, lambda start, end: [b"%d" % at for at in range(start, end)], size):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    told = ask(op="tiles", text=str(tmp_path))
    assert not told["Error"]
    assert [b64decode(one) for one in told["Proof"]] == leaves


def test_an_exported_log_is_read_and_an_altered_one_is_not(ask: Ask, sound: Path, tmp_path: Path) -> None:
    target = tmp_path / "published"
    with readable(sound) as database:
        log = Log(database.conn)
        export(log.checkpoint().body(), files(log), target)
        leaves = log.hashes(0, 0, log.size())
    told = ask(op="tiles", text=str(target))
    assert [b64decode(one) for one in told["Proof"]] == leaves
    tile = next(target.glob("tile/0/*/*"))
    data = tile.read_bytes()
    for at in (0, len(data) - 1):
        tile.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert ask(op="tiles", text=str(target))["Error"]
