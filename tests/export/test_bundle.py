"""Evidence bundles: what is made, that all who check it accept it, and that nobody accepts an altered one."""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import bundles
import golang
import made
import pytest

from ingest.archive.proofs import _OWNERS
from ingest.export.bundle.packing import members, packed, remarks
from ingest.log.bundle.belonging import _NAMING, _OWNED, _owners
from ingest.log.bundle.members import Bundle, read
from ingest.read.knowledge import Knowledge

MOST = 20 * 1024
# Numbers of altered bundles that are tried here; the drill tries more.
TRIED = range(24)


@pytest.fixture(scope="module")
def signed(crossposted: Path, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """The archive with cross-posts, its checkpoint signed and kept."""
    path = tmp_path_factory.mktemp("signed") / "signed.db"
    path.write_bytes(crossposted.read_bytes())
    bundles.sign(path, knowledge)
    return path


@pytest.fixture(scope="module")
def good(signed: Path) -> dict[str, Bundle]:
    return bundles.bundles(signed)


@pytest.fixture(scope="module")
def files(good: dict[str, Bundle]) -> list[bundles.Files]:
    return [members(bundle) for bundle in good.values()]


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bundles.Peer]:
    if golang.MISSING:
        pytest.skip("go is not installed")
    program = golang.built(Path(__file__).parent / "peer" / "main.go", tmp_path_factory.mktemp("peer"))
    found = bundles.Peer(program)
    yield found
    found.close()


def test_every_article_and_stub_is_proved(
    files: list[bundles.Files], peer: bundles.Peer, tmp_path: Path
) -> None:
    for number, one in enumerate(files):
        assert bundles.by_python(one) == ""
        assert peer.check(bundles.unpacked(one, tmp_path / str(number))) == ""


@pytest.mark.parametrize("shell", bundles.SHELLS)
def test_the_script_accepts_it(shell: str, files: list[bundles.Files], tmp_path: Path) -> None:
    stub, parts, full = (
        next(one for one in files if not any("/" in name for name in one)),
        next(one for one in files if any(name.startswith("parts/") for name in one)),
        max(files, key=lambda one: len(one["records.proof"])),
    )
    for name, one in (("stub", stub), ("parts", parts), ("full", full)):
        done = bundles.by_shell(bundles.unpacked(one, tmp_path / name), shell)
        assert (done.returncode, done.stderr) == (0, "")
        assert "FAILS" not in done.stdout
        assert "signed with the key that entry" in done.stdout
        assert "not covered  checkpoint.txt: the signature of witness.example" in done.stdout


def test_the_script_takes_the_same_steps_as_our_check(files: list[bundles.Files], tmp_path: Path) -> None:
    told = bundles.by_shell(bundles.unpacked(files[0], tmp_path)).stdout.splitlines()
    ours = [f"{'holds' if step.holds else 'not covered':<11}  {step.said}" for step in bundles.check(files[0])]
    assert told[: len(ours)] == ours


def test_altered_bundles_are_rejected_by_all(
    files: list[bundles.Files], peer: bundles.Peer, tmp_path: Path
) -> None:
    for number in TRIED:
        name, altered = bundles.altered(number, files)
        folder = bundles.unpacked(altered, tmp_path / str(number))
        done = bundles.by_shell(folder)
        assert bundles.by_python(altered), name
        assert peer.check(folder), name
        assert (done.returncode, done.stderr) == (1, ""), name
        assert "FAILS" in done.stdout


@pytest.mark.parametrize("alteration", bundles.ALTERATIONS)
def test_each_alteration_is_rejected(
    alteration: bundles.Alteration, files: list[bundles.Files], peer: bundles.Peer, tmp_path: Path
) -> None:
    chance, tried = random.Random(3), 0
    while tried < 12:
        one, other = chance.sample(files, 2)
        altered = alteration(one, other, chance)
        if altered is None or altered == one:
            continue
        tried += 1
        assert bundles.by_python(altered)
        assert peer.check(bundles.unpacked(altered, tmp_path / str(tried)))


def test_it_is_small_beside_what_it_holds(
    good: dict[str, Bundle], tmp_path: Path, knowledge: Knowledge
) -> None:
    sentence = (
        "<p>The council of town {0} heard <a href='https://made.example/{0}'>the engineer {0}</a> today.</p>\n"
    )
    page = f"<article><h1>Links</h1>{''.join(map(sentence.format, range(300)))}</article>"
    path = tmp_path / "links.db"
    made.put(path, [made.capture(page.encode(), "http://made.example/links", path="links.html")], knowledge)
    bundles.sign(path, knowledge)
    (links,) = bundles.bundles(path).values()
    assert [len(rows) for (form, _), rows in links.groups.items() if form == "links/1"] == [300]
    for bundle in (*good.values(), links):
        data = packed(members(bundle), bundle)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = [
                one for one in package.infolist() if "/" in one.filename or one.filename == "records.jsonl"
            ]
        assert 0 < len(data) - sum(one.compress_size for one in content) <= MOST


def test_the_same_bundle_has_the_same_bytes(signed: Path, good: dict[str, Bundle]) -> None:
    article, bundle = next(iter(good.items()))
    (again,) = bundles.bundles(signed, [article]).values()
    first, second = packed(members(bundle), bundle), packed(members(again), again)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        names = package.namelist()
        assert names == sorted(names)
        assert {one.date_time for one in package.infolist()} == {(2026, 1, 2, 3, 4, 4)}


def test_what_is_read_is_what_was_written(good: dict[str, Bundle]) -> None:
    for bundle in good.values():
        assert read(members(bundle)) == bundle


def test_each_form_of_an_article_has_what_ties_it() -> None:
    tied = {*_OWNED, *_NAMING, *_owners("a", {})}
    assert tied == _OWNERS.keys()


def test_a_forged_page_is_not_held_to_be_ours(files: list[bundles.Files]) -> None:
    assert [step.holds for step in remarks(files[0])] == [True, True]
    forged = files[0]["index.html"].replace(b"It proves: unchanged", b"It proves: true")
    altered = bundles.relisted({**files[0], "index.html": forged, "verify.sh": b"exit 0\n"})
    assert bundles.by_python(altered) == ""
    assert [step.holds for step in remarks(altered)] == [None, None]
