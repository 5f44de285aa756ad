"""Evidence bundles for the tests: an archive with signed checkpoints, alterations, and who checks them."""

import random
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import made

from ingest.archive import files as archives
from ingest.archive.logged import Log
from ingest.archive.query import Query
from ingest.archive.store import Store
from ingest.export.bundle.gathering import gathered
from ingest.export.bundle.packing import members
from ingest.log import checkpoint
from ingest.log.bundle.check import check
from ingest.log.bundle.members import SCRIPT, Bundle, listing
from ingest.log.note import COSIGNATURE, Note, Signer
from ingest.read.knowledge import Knowledge
from ingest.resources import metadata

Files = dict[str, bytes]
# A change of a bundle's files, where it can be made; it may take parts of another bundle.
Alteration = Callable[[Files, Files, random.Random], Files | None]
WITNESS = Signer.make("witness.example", bytes(range(32)), COSIGNATURE)
# What is checked by more than its hash in the list.
PROVED = ("entries.jsonl", "entries.proof", "records.jsonl", "records.proof")
# How openssl answers as a timestamp authority (openssl-ts).
_AUTHORITY = """[tsa]
default_tsa = one
[one]
serial = serial
default_policy = 1.2.3.4
signer_digest = sha256
digests = sha256
"""
SHELLS = [shell for shell in ("dash", "bash") if shutil.which(shell)]


def sign(path: Path, knowledge: Knowledge) -> Signer:
    """Give an archive a key, and keep its checkpoint with that key's signature and a witness's."""
    with archives.existing(path) as database:
        log, store = Log(database.conn), Store(database, knowledge.registry, made.PEN)
        signer = Signer.make(log.origin(), bytes(range(1, 33)))
        if signer.verifier.written() not in log.signing_keys():
            store.key(signer.verifier.written(), made.LATER)
        body = log.checkpoint().body()
        note = Note(body, (signer.sign(body), checkpoint.cosigned(WITNESS, body, 1_770_000_000)))
        store.checkpoint(log.size(), note.written(), made.LATER)
    return signer


def stamp(path: Path, knowledge: Knowledge, folder: Path) -> None:
    """Keep a timestamp over an archive's newest kept checkpoint; openssl is the authority, in a folder."""
    with archives.existing(path) as database:
        written = Log(database.conn).kept(0)[0]
        found, note = checkpoint.opened(written)
        for name, text in (("note", note.text), ("serial", "01\n"), ("tsa.cnf", _AUTHORITY)):
            (folder / name).write_text(text)
        for words in (
            "req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.pem -days 2"
            " -subj /CN=authority -addext extendedKeyUsage=critical,timeStamping",
            "ts -query -data note -sha256 -cert -out query",
            "ts -reply -config tsa.cnf -queryfile query -signer authority.pem -inkey authority.key -out reply",
        ):
            subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)
        row = [found.size, written, (folder / "reply").read_bytes(), "authority", made.LATER]
        with Store(database, knowledge.registry, made.PEN).transaction():
            database.execute("INSERT INTO timestamps VALUES (?, ?, ?, ?, ?)", row)


def bundles(path: Path, articles: Iterable[str] | None = None) -> dict[str, Bundle]:
    """The bundles of articles and stubs of an archive, by id."""
    with archives.snapshot(path) as database:
        query = Query(database.conn)
        ids = list(articles or (row["id"] for row in query.rows("SELECT id FROM articles ORDER BY id")))
        return {article: gathered(query, article) for article in ids}


def unpacked(files: Files, folder: Path) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def by_python(files: Files) -> str:
    """What our own check finds wrong, empty where nothing is."""
    return "; ".join(step.said for step in check(files) if step.holds is False)


def by_shell(folder: Path, shell: str = "sh", *arguments: object) -> subprocess.CompletedProcess[str]:
    """The script that comes with the project, run on a folder; the copy in the bundle may be altered."""
    words = [shell, metadata() / "bundle" / SCRIPT, *map(str, arguments)]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


class Peer:
    """The program in Go, built and running."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def check(self, folder: Path) -> str:
        """What it finds wrong with an unpacked bundle, empty where nothing is."""
        assert self._process.stdin
        assert self._process.stdout
        print(folder, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate()


# Alterations


def turned(data: bytes, chance: random.Random, within: tuple[int, int] | None = None) -> bytes:
    """Some bytes with one bit turned, one byte left out, or one put in."""
    start, end = within or (0, len(data))
    at = chance.randrange(start, end)
    return chance.choice((
        data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :],
        data[:at] + data[at + 1 :],
        data[:at] + bytes([chance.randrange(256)]) + data[at:],
    ))  # fmt: skip


def any_byte(files: Files, other: Files, chance: random.Random) -> Files:
    """Any byte of any file; who does this does not know of the list."""
    name = chance.choice(sorted(name for name in files if files[name]))
    return {**files, name: turned(files[name], chance)}


def file_gone(files: Files, other: Files, chance: random.Random) -> Files:
    gone = chance.choice(sorted(files))
    return {name: data for name, data in files.items() if name != gone}


def file_more(files: Files, other: Files, chance: random.Random) -> Files:
    more = chance.choice(("more.txt", ".hidden", "texts/more.txt", "payloads/.hidden", "timestamp-0.tsr"))
    return relisted({**files, more: b"more\n"})


def byte_listed(files: Files, other: Files, chance: random.Random) -> Files:
    """Any byte that is proved, with the list made again."""
    name = chance.choice([one for one in sorted(files) if files[one] and (one in PROVED or "/" in one)])
    return relisted({**files, name: turned(files[name], chance)})


def byte_of_checkpoint(files: Files, other: Files, chance: random.Random) -> Files:
    """A byte of the checkpoint's lines, or of its signature by the archive."""
    note = files["checkpoint.txt"]
    text, blank, signatures = note.partition(b"\n\n")
    first = signatures.partition(b"\n")[0]
    begin = len(text) + len(blank) + first.rfind(b" ") + 1
    signed = (begin, begin + len(first) - first.rfind(b" ") - 1)
    within = chance.choice(((0, len(text)), signed) if blank else ((0, len(text)),))
    return relisted({**files, "checkpoint.txt": turned(note, chance, within)})


def swapped_files(files: Files, other: Files, chance: random.Random) -> Files | None:
    one, two = chance.sample(sorted(name for name in files if "/" in name or name in PROVED), 2)
    return relisted({**files, one: files[two], two: files[one]}) if files[one] != files[two] else None


def swapped_lines(files: Files, other: Files, chance: random.Random) -> Files | None:
    name = chance.choice(PROVED)
    lines = files[name].splitlines(keepends=True)
    one, two = chance.sample(range(len(lines)), 2)
    lines[one], lines[two] = lines[two], lines[one]
    return relisted({**files, name: b"".join(lines)}) if b"".join(lines) != files[name] else None


def content_of_another(files: Files, other: Files, chance: random.Random) -> Files | None:
    """Payload and text of another article in the place of this one's."""
    here, there = ({name for name in one if "/" in name} for one in (files, other))
    if not here or not there or here == there:
        return None
    kept = {name: data for name, data in files.items() if name not in here}
    return relisted({**kept, **{name: other[name] for name in there}})


def entries_of_another(files: Files, other: Files, chance: random.Random) -> Files | None:
    taken = {name: other[name] for name in ("entries.jsonl", "entries.proof")}
    return relisted({**files, **taken}) if files["entries.jsonl"] != other["entries.jsonl"] else None


def record_of_another(files: Files, other: Files, chance: random.Random) -> Files | None:
    """A record of another article, with all that proves it, beside those of this one."""
    records = _pairs(files, "records")
    forms = (b'["claims/1"', b'["versions/1"', b'["texts/1"', b'["decisions/1"')
    strange = [pair for pair in _pairs(other, "records") if pair not in records and pair[0].startswith(forms)]
    if not strange:
        return None
    pair = chance.choice(strange)
    number = pair[1].split()[0]
    entries = {one[1].split()[0]: one for one in (*_pairs(other, "entries"), *_pairs(files, "entries"))}
    kept = [one for key, one in entries.items() if key == number or one in _pairs(files, "entries")]
    found = {**files, **_joined("records", sorted([*records, pair], key=lambda one: _named(one[0])))}
    found.update(_joined("entries", sorted(kept, key=lambda one: int(one[1].split()[0]))))
    if pair[0].startswith(b'["texts/1"'):
        found.update({name: data for name, data in other.items() if name.startswith("texts/")})
    return relisted(found)


def proof_cut(files: Files, other: Files, chance: random.Random) -> Files | None:
    """A proof without its last hash, or with one more."""
    name = chance.choice(("entries.proof", "records.proof"))
    lines = files[name].splitlines()
    at = chance.randrange(len(lines))
    words = lines[at].split(b" ")
    bare = 1 if name == "entries.proof" else 4
    if chance.randrange(2) and len(words) > bare:
        words.pop(chance.randrange(bare, len(words)))
    else:
        words.insert(chance.randrange(bare, len(words) + 1), b"%064x" % chance.getrandbits(256))
    lines[at] = b" ".join(words)
    return relisted({**files, name: b"".join(line + b"\n" for line in lines)})


def checkpoint_of_another(files: Files, other: Files, chance: random.Random) -> Files:
    """A checkpoint of another log, or of another size of this one."""
    origin, size, _ = files["checkpoint.txt"].split(b"\n")[:3]
    root = other["checkpoint.txt"].split(b"\n")[2]
    if root == files["checkpoint.txt"].split(b"\n")[2]:
        size = b"%d" % (int(size) + chance.choice((-1, 1, 1000)))
    return relisted({**files, "checkpoint.txt": b"%s\n%s\n%s\n" % (origin, size, root)})


def salt_replaced(files: Files, other: Files, chance: random.Random) -> Files:
    lines = files["records.proof"].splitlines()
    at = chance.randrange(len(lines))
    words = lines[at].split(b" ")
    words[2] = b"%032x" % chance.getrandbits(128)
    lines[at] = b" ".join(words)
    return relisted({**files, "records.proof": b"".join(line + b"\n" for line in lines)})


ALTERATIONS: tuple[Alteration, ...] = (
    any_byte, file_gone, file_more, byte_listed, byte_of_checkpoint, swapped_files, swapped_lines,
    content_of_another, entries_of_another, record_of_another, proof_cut, checkpoint_of_another, salt_replaced,
)  # fmt: skip


def relisted(files: Files) -> Files:
    """The files with their list made again, as an attacker would."""
    return {**files, "SHA256SUMS": listing(files)}


def altered(number: int, all_files: list[Files]) -> tuple[str, Files]:
    """The altered bundle with this number, and what was done to it."""
    chance = random.Random(number)
    while True:
        alteration = chance.choice(ALTERATIONS)
        files, other = chance.sample(all_files, 2)
        found = alteration(files, other, chance)
        if found is not None and found != files:
            return alteration.__name__, found


def all_members(path: Path) -> list[Files]:
    """The files of all bundles of an archive."""
    return [members(bundle) for bundle in bundles(path).values()]


def _pairs(files: Files, name: str) -> list[tuple[bytes, bytes]]:
    """The lines of records or entries, each with its proof."""
    return list(zip(files[f"{name}.jsonl"].splitlines(), files[f"{name}.proof"].splitlines(), strict=True))


def _joined(name: str, pairs: Iterable[tuple[bytes, bytes]]) -> Files:
    lines, proofs = zip(*pairs, strict=True)
    return {f"{name}.jsonl": b"".join(one + b"\n" for one in lines),
            f"{name}.proof": b"".join(one + b"\n" for one in proofs)}  # fmt: skip


def _named(record: bytes) -> list[bytes]:
    """Form and owner of a record."""
    return record.split(b'"')[1:4:2]
