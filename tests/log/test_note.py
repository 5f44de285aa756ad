"""Signed notes, keys and checkpoints: the examples of their specification, and everything that is none."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.log import checkpoint
from ingest.log.checkpoint import Checkpoint, cosigned, witnessed
from ingest.log.note import COSIGNATURE, Note, NoteError, Signature, Signer, Verifier, parsed, verified

# The example of C2SP signed-note.
KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n— example.com/foo"
    " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
SIGNER = Signer.make("archive.example/log", bytes(range(32)))
WITNESS = Signer.make("auditor.example/w1", bytes(range(1, 33)), COSIGNATURE)
ROOT = b64encode(bytes(32)).decode()
BODY = Checkpoint("archive.example/log", 7, bytes(32)).body()


def signed(text: str, *signers: Signer) -> str:
    return Note(text, tuple(signer.sign(text) for signer in signers)).written()


def test_the_example_of_the_specification() -> None:
    verifier = Verifier.read(KEY)
    assert verified(parsed(EXAMPLE), [verifier]) == [verifier]
    assert verifier.written() == KEY
    assert parsed(EXAMPLE).written() == EXAMPLE


@pytest.mark.parametrize("signer", [SIGNER, WITNESS])
def test_keys_are_read_as_they_are_written(signer: Signer) -> None:
    assert Signer.read(signer.written() + "\n") == signer
    assert Verifier.read(signer.verifier.written()) == signer.verifier
    assert signer.verifier.id.hex() in signer.written()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"), min_size=1))
def test_whatever_is_signed_is_read_again(text: str) -> None:
    note = parsed(signed(f"{text}\n", SIGNER))
    assert note.text == f"{text}\n"
    assert verified(note, [SIGNER.verifier]) == [SIGNER.verifier]


def test_signatures_of_strangers_say_nothing() -> None:
    other = Signer.make("other.example", bytes(32))
    note = parsed(signed(BODY, other, SIGNER))
    assert verified(note, [SIGNER.verifier]) == [SIGNER.verifier]
    with pytest.raises(NoteError, match="nobody"):
        verified(note, [Signer.make("archive.example/log", bytes(32)).verifier])
    # A witness says when it saw a checkpoint, which is no signature of the log.
    seen = Note(BODY, (cosigned(WITNESS, BODY, 5),))
    with pytest.raises(NoteError, match="nobody"):
        verified(seen, [WITNESS.verifier])


def test_another_text_is_not_what_was_signed() -> None:
    note = parsed(signed(BODY, SIGNER))
    with pytest.raises(NoteError, match=r"archive\.example/log is not over this text"):
        verified(Note(BODY.replace("7", "8"), note.signatures), [SIGNER.verifier])


@pytest.mark.parametrize(
    "written",
    [
        "", "text", "text\n", "text\n\n", "text\n\nno dash\n", EXAMPLE.replace("—", "-"), EXAMPLE[:-1],
        EXAMPLE.replace("\n\n", "\n\n\n— x AAAA"), EXAMPLE.replace("=\n", "\n"),
        EXAMPLE.replace("foo ", "f oo "),
        EXAMPLE.replace("This", "Th\tis"), EXAMPLE + "\n", "x" * 1_000_001,
        "text\n\n" + EXAMPLE.splitlines(keepends=True)[2] * 101,
    ],
)  # fmt: skip
def test_what_is_no_note(written: str) -> None:
    with pytest.raises(NoteError):
        parsed(written)


@pytest.mark.parametrize(
    "line",
    ["", "a+b", "a b+530d903a+AQ==", KEY[:-1], KEY.replace("530d903a", "530d903b"), KEY.replace("foo", "fo"),
     KEY.replace("+Aek", "+Bek"), KEY + "A", "example.com/foo+530d903a+"],
)  # fmt: skip
def test_what_is_no_key(line: str) -> None:
    with pytest.raises(NoteError):
        Verifier.read(line)
    with pytest.raises(NoteError) as refused:
        Signer.read(f"PRIVATE+KEY+{line}")
    secret = line.rpartition("+")[2]
    assert len(secret) < 9 or secret not in str(refused.value)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(NoteError):
        Signer.make(name, bytes(32))


def test_checkpoints() -> None:
    known = Checkpoint("archive.example/log", 7, bytes(32))
    assert checkpoint.read(known.body()) == known
    assert checkpoint.read(known.body() + "an extension\n") == known
    assert checkpoint.opened(known.body()) == (known, Note(known.body()))
    assert checkpoint.opened(signed(known.body(), SIGNER))[0] == known


@pytest.mark.parametrize(
    "body",
    ["", "a\n", "a\n1\n", f"a\n01\n{ROOT}\n", f"a\n-1\n{ROOT}\n", f"a\n1\n{b64encode(bytes(31)).decode()}\n",
     f"a\n1\n{ROOT}", "a\n1\n????\n", f"\n1\n{ROOT}\n", f"a\n1\n{ROOT}\n\nb\n", f"a\n1\n{ROOT[:-1]}B\n"],
)  # fmt: skip
def test_what_is_no_checkpoint(body: str) -> None:
    with pytest.raises(NoteError):
        checkpoint.read(body)


def test_a_witness_states_when_it_saw_a_checkpoint() -> None:
    seen = cosigned(WITNESS, BODY, 1_679_315_147)
    assert witnessed(WITNESS.verifier, BODY, seen) == 1_679_315_147
    assert witnessed(WITNESS.verifier, BODY.replace("7", "8"), seen) is None
    later = Signature(seen.name, seen.id, (5).to_bytes(8) + seen.data[8:])
    assert witnessed(WITNESS.verifier, BODY, later) is None
    assert witnessed(SIGNER.verifier, BODY, seen) is None
    with pytest.raises(NoteError, match="no key for cosignatures"):
        cosigned(SIGNER, BODY, 5)
