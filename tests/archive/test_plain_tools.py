"""The bytes come out with plain tools, without this project."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import made
import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.skipif(
    not all(map(shutil.which, ("sqlite3", "zstd", "sha256sum"))), reason="needs sqlite3, zstd and sha256sum"
)
def test_a_payload_comes_out_with_sqlite3_and_zstd(archive: Path, tmp_path: Path) -> None:
    seed = next(SEEDS.glob("003*"))
    sha256 = hashlib.sha256(seed.read_bytes()).hexdigest()
    sql = f"SELECT writefile('{tmp_path}/p.zst', body) FROM payloads WHERE sha256 = '{sha256}'"
    subprocess.run(["sqlite3", "-readonly", archive, sql], check=True, capture_output=True)
    subprocess.run(["zstd", "-dq", tmp_path / "p.zst", "-o", tmp_path / "p"], check=True)
    told = subprocess.run(["sha256sum", tmp_path / "p"], check=True, capture_output=True, text=True).stdout
    assert told.split()[0] == sha256
    assert (tmp_path / "p").read_bytes() == seed.read_bytes()


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="needs sqlite3")
def test_a_quote_comes_out_with_sqlite3_alone(archive: Path) -> None:
    """What the docs say about reading a claim: text, hash and place are plain columns."""
    sql = "SELECT value, quote FROM claims WHERE article = 't7zbz4mhcx2cf4g2' AND field = 'published'"
    told = subprocess.run(["sqlite3", "-readonly", archive, sql], check=True, capture_output=True, text=True)
    assert told.stdout == "2019-03-28|28 March 2019\n"


def test_each_seed_is_kept_byte_for_byte(archive: Path) -> None:
    kept = {sha256 for (sha256,) in made.rows(archive, "SELECT sha256 FROM payloads")}
    assert {hashlib.sha256(seed.read_bytes()).hexdigest() for seed in SEEDS.glob("*.txt")} <= kept
