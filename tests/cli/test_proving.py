"""The command prove: bundles to a file, which checkpoint they lead to, and what is refused in words."""

import json
import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bundles
import made
import pytest
from click.testing import Result

from ingest.archive import files as archives
from ingest.archive.store import Store
from ingest.read.knowledge import Knowledge

Run = Callable[..., Result]
SEED = "litiqqkkj6zoi3yq"


@pytest.fixture
def bundle(archive: Path, cli: Run, tmp_path: Path) -> Path:
    """A bundle of a seed, without signature."""
    assert cli("prove", SEED, "-o", tmp_path / "seed.zip").exit_code == 0
    return tmp_path / "seed.zip"


def unzipped(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as package:
        package.extractall(folder)
    return folder


def test_a_bundle_is_made_and_checked(bundle: Path, cli: Run, tmp_path: Path) -> None:
    done = cli("prove", "--check", bundle)
    assert done.exit_code == 0
    assert "holds        index.html: as this version makes it" in done.stdout
    assert "FAILS" not in done.stdout
    folder = unzipped(bundle, tmp_path / "folder")
    seed = next(made.SEEDS.parents[1].glob("seeds/001*")).read_bytes()
    assert [one.read_bytes() for one in folder.glob("payloads/*")] == [seed]


def test_what_is_made_is_told(archive: Path, cli: Run, tmp_path: Path) -> None:
    told = json.loads(cli("prove", SEED[:6], "-o", tmp_path / "a.zip", "--json").stdout)
    assert told["id"] == SEED
    assert told["checkpoint"]["size"] > told["events"] > 1
    assert told["signatures"] == []
    done = cli("prove", SEED, "-o", tmp_path / "b.zip")
    assert "the checkpoint is not signed" in done.stderr
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) & 0o111 == 0


def test_it_leads_to_the_newest_kept_checkpoint_that_knows_the_article(
    archive: Path, cli: Run, tmp_path: Path, knowledge: Knowledge
) -> None:
    bundles.sign(archive, knowledge)
    first = json.loads(cli("prove", SEED, "-o", tmp_path / "a.zip", "--json").stdout)
    assert first["signatures"] == [first["checkpoint"]["origin"], bundles.WITNESS.name]
    bundles.sign(archive, knowledge)
    second = json.loads(cli("prove", SEED, "-o", tmp_path / "b.zip", "--json").stdout)
    assert second["checkpoint"]["size"] > first["checkpoint"]["size"]
    assert cli("correct", SEED, "title", "Another", "--because", "so printed").exit_code == 0
    third = json.loads(cli("prove", SEED, "-o", tmp_path / "c.zip", "--json").stdout)
    assert third["checkpoint"]["size"] > second["checkpoint"]["size"]
    assert third["signatures"] == []


def test_a_reader_compares_the_checkpoint_with_one_that_was_kept(
    archive: Path, cli: Run, tmp_path: Path
) -> None:
    kept, later, other = (tmp_path / name for name in ("kept", "later", "other"))
    kept.write_text(cli("checkpoint").stdout)
    assert cli("correct", "t7zbz4mhcx2cf4g2", "title", "Another").exit_code == 0
    later.write_text(cli("checkpoint").stdout)
    other.write_text(kept.read_text().replace(kept.read_text()[-10:-5], "AAAAA"))
    path = tmp_path / "seed.zip"
    assert cli("prove", SEED, "-o", path, "--checkpoint", kept).exit_code == 0
    folder = unzipped(path, tmp_path / "folder")
    for given, code, said in (
        (kept, 0, "the one that you kept"),
        (later, 1, "ask for a bundle made with"),
        (other, 1, "not the one that you kept"),
    ):
        done = cli("prove", "--check", path, "--since", given)
        assert (done.exit_code, said in done.stdout) == (code, True)
        script = bundles.by_shell(folder, "sh", given)
        assert (script.returncode, said in script.stdout) == (code, True), script.stdout


def test_a_checkpoint_of_another_log_proves_nothing(archive: Path, cli: Run, tmp_path: Path) -> None:
    strange = tmp_path / "strange"
    strange.write_text(f"provenance-archive/other\n3\n{'A' * 43}=\n")
    done = cli("prove", SEED, "-o", tmp_path / "a.zip", "--checkpoint", strange)
    assert done.exit_code == 2
    assert "no checkpoint of the archive as it is" in done.stderr


def test_what_changed_after_the_checkpoint_is_not_proved_by_it(archive: Path, cli: Run, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text(cli("checkpoint").stdout)
    assert cli("correct", SEED, "title", "Another").exit_code == 0
    done = cli("prove", SEED, "-o", tmp_path / "a.zip", "--checkpoint", tmp_path / "kept")
    assert done.exit_code == 2
    assert "changed after the checkpoint of" in done.stderr
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize(
    "forged",
    [
        f"UPDATE claims SET value = 'Forged' WHERE article = '{SEED}' AND field = 'title'",
        f"DELETE FROM claims WHERE article = '{SEED}'",
        f"UPDATE texts SET body = 'x' WHERE sha256 = (SELECT text FROM versions WHERE article = '{SEED}')",
        "UPDATE log SET entry = replace(entry, '2026-01-02', '2025-01-02') WHERE number > 0",
        "UPDATE log SET leaf = zeroblob(32)",
        "UPDATE commitments SET salt = zeroblob(16)",
        "UPDATE payloads SET body = x'00'",
    ],
)
def test_rows_altered_past_the_log_are_not_proved(forged: str, archive: Path, cli: Run, tmp_path: Path) -> None:
    connection = made.connected(archive)
    made.unguard(connection)
    connection.execute("DROP TRIGGER IF EXISTS articles_search_update")
    connection.execute(forged)
    connection.commit()
    connection.close()
    done = cli("prove", SEED, "-o", tmp_path / "a.zip")
    assert done.exit_code == 2
    assert "ingest audit" in done.stderr
    assert not (tmp_path / "a.zip").exists()


def test_of_a_stub_it_is_proved_what_others_say(archive: Path, cli: Run, tmp_path: Path) -> None:
    (stub,) = made.rows(archive, "SELECT id FROM articles WHERE stub LIMIT 1")[0]
    assert cli("prove", stub, "-o", tmp_path / "stub.zip").exit_code == 0
    assert cli("prove", "--check", tmp_path / "stub.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "stub.zip") as package:
        assert b"knows it only because others name it" in package.read("index.html")
        assert not [name for name in package.namelist() if "/" in name]


def test_of_a_removed_article_it_is_proved_that_it_was_removed(
    archive: Path, cli: Run, tmp_path: Path, knowledge: Knowledge
) -> None:
    with archives.existing(archive) as database, Store(database, knowledge.registry, made.PEN).transaction():
        database.execute(
            "INSERT INTO removals VALUES (?, ?, ?, ?)",
            ["abcdefghijklmnop", "editor", made.LATER, "<b>a court</b>"],
        )
    assert cli("prove", "abcdefghijklmnop", "-o", tmp_path / "gone.zip").exit_code == 0
    assert cli("prove", "--check", tmp_path / "gone.zip").exit_code == 0
    folder = unzipped(tmp_path / "gone.zip", tmp_path / "gone")
    assert bundles.by_shell(folder).returncode == 0
    assert "&lt;b&gt;a court&lt;/b&gt;" in (folder / "index.html").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "give one to --check"),
        (("unknownunknown", "-o", "new.zip"), "no article has this id"),
        ((SEED, "-o", "archive.db"), "is there already"),
        ((SEED, "-o", "no/such/folder.zip"), "No such file"),
        ((SEED, "--check", "seed.zip"), "--check goes with"),
        ((SEED, "-o", "new.zip", "--since", "seed.zip"), "give one to --check"),
        (("--check", "none.zip"), "there is no such file"),
        (("--check", "archive.db"), "broken as a zip"),
        (("--check", "seed.zip", "--since", "archive.db"), "archive.db: "),
    ],
)
def test_what_cannot_be_done_is_said(
    words: tuple[str, ...], said: str, bundle: Path, archive: Path, cli: Run, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = archive.read_bytes()
    done = cli("prove", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert archive.read_bytes() == before


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["../a.txt"], "leads out of the package"),
        (["/etc/a.txt"], "leads out of the package"),
        (["a\\..\\b.txt"], "leads out of the package"),
        (["a.txt", "a.txt"], "more than once"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_that_leads_astray_is_refused(names: list[str], said: str, cli: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as package:
        for name in names:
            package.writestr(name, b"a")
    done = cli("prove", "--check", tmp_path / "bad.zip")
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_zip_bomb_is_refused(cli: Run, tmp_path: Path) -> None:
    """What is stated is believed first: zipfile never reads more of a file than that."""
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("index.html", bytes(1000))
    data = bytearray((tmp_path / "bomb.zip").read_bytes())
    size = data.index(b"PK\x01\x02") + 24  # in the directory (APPNOTE 4.3.12)
    data[size : size + 4] = (1 << 31).to_bytes(4, "little")
    (tmp_path / "bomb.zip").write_bytes(data)
    done = cli("prove", "--check", tmp_path / "bomb.zip")
    assert done.exit_code == 2
    assert "it would unpack to over" in done.stderr


def test_a_zip_that_is_no_bundle_is_told(cli: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as package:
        package.writestr("read\x1b[31mme", b"a")
    done = cli("prove", "--check", tmp_path / "other.zip")
    assert done.exit_code == 1
    assert "no file of a bundle" in done.stdout
    assert "\x1b" not in done.stdout


def test_hostile_words_stay_words(archive: Path, cli: Run, tmp_path: Path) -> None:
    """Neither page nor script do anything with what a page says."""
    hostile = "$(touch pwned) `touch pwned` \"'; touch pwned # <script>alert(1)</script> %s \\x1b"
    text = f"{hostile}\n\nThe council met to hear what {hostile} had found under the bridge today.\n"
    (tmp_path / "hostile.txt").write_text(text)
    assert cli("add", tmp_path / "hostile.txt", "--by", hostile).exit_code == 0
    article = made.rows(archive, "SELECT id FROM articles WHERE title LIKE '%touch pwned%'")[0][0]
    assert cli("correct", article, "author", hostile, "--because", hostile).exit_code == 0
    assert cli("prove", article, "-o", tmp_path / "hostile.zip").exit_code == 0
    folder = unzipped(tmp_path / "hostile.zip", tmp_path / "folder")
    assert "<script" not in (folder / "index.html").read_text()
    for shell in bundles.SHELLS:
        done = bundles.by_shell(folder, shell)
        assert (done.returncode, done.stderr) == (0, "")
        assert "touch" not in done.stdout
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize(
    "name", ["$(touch pwned)", "`touch pwned`", "-rf", "a b", "new\nline", "\x1b[31mred", "'\"", "*", ".hidden"]
)
def test_the_script_is_not_led_by_names(name: str, bundle: Path, tmp_path: Path) -> None:
    folder = unzipped(bundle, tmp_path / "folder")
    for place in (folder, folder / "texts"):
        (place / name).write_text("a")
    done = bundles.by_shell(folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("no file of a bundle") == 2
    assert done.stdout.isprintable() or set(done.stdout) - {"\n"} <= set(map(chr, range(32, 127)))
    assert not list(tmp_path.rglob("pwned"))


def test_the_script_takes_no_links_for_files(bundle: Path, tmp_path: Path) -> None:
    folder = unzipped(bundle, tmp_path / "folder")
    text = next(folder.glob("texts/*"))
    shutil.move(text, tmp_path / "elsewhere")
    text.symlink_to(tmp_path / "elsewhere")
    done = bundles.by_shell(folder)
    assert done.returncode == 1
    assert "no file of a bundle" in done.stdout


def test_the_script_says_what_it_needs(tmp_path: Path) -> None:
    done = bundles.by_shell(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "run this in the folder" in done.stderr


def test_timestamps_are_checked_as_the_page_says(
    archive: Path, cli: Run, tmp_path: Path, knowledge: Knowledge
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    bundles.sign(archive, knowledge)
    bundles.stamp(archive, knowledge, tmp_path)
    assert cli("prove", SEED, "-o", tmp_path / "seed.zip").exit_code == 0
    done = cli("prove", "--check", tmp_path / "seed.zip")
    assert "not covered  timestamp-1.tsr" in done.stdout
    folder = unzipped(tmp_path / "seed.zip", tmp_path / "folder")
    (shown,) = re.findall(r"head .* openssl ts -verify .*", (folder / "index.html").read_text())
    assert "-in timestamp-1.tsr" in shown
    command = shown.replace("AUTHORITY.pem", str(tmp_path / "authority.pem"))
    for before, said in (("", "Verification: OK"), ("x", "Verification: FAILED")):
        (folder / "checkpoint.txt").write_text(before + (folder / "checkpoint.txt").read_text())
        ran = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
        assert said in ran.stdout + ran.stderr
