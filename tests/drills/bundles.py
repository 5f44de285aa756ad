"""Evidence bundles, good and altered, before all who check them: our own check, the script, a program in Go.

    python tests/drills/bundles.py --cases 1000 --seed 1

Every good one must be accepted and every altered one rejected by all of them. The bundles are of an archive
made for the tests, with signed checkpoints. `tests/bundles.py` says how they are altered: any byte of any file;
with the list of files made again, any byte that is proved, and what somebody would do who knows the format.
Left out is what no proof covers, as the script says too: page and script themselves, cosignatures, timestamps,
a signature that is taken away, and records that are.
"""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

sys.path.insert(0, str(Path(__file__).parents[1]))

import bundles
import golang
import made

from ingest.resources import knowledge

PEER = Path(__file__).parents[1] / "export" / "peer" / "main.go"


class Drill:
    """The bundles, and a folder to work in."""

    def __init__(self, folder: Path) -> None:
        archive = folder / "archive.db"
        made.put(archive, [*made.seeds(), *made.crossposts()], knowledge())
        made.said(archive, knowledge())
        bundles.sign(archive, knowledge())
        self.good = bundles.all_members(archive)
        self._folder = folder
        self._peer = None if golang.MISSING else bundles.Peer(golang.built(PEER, folder))
        self._lock = Lock()

    def verdicts(self, files: bundles.Files, name: str) -> dict[str, bool]:
        """Who accepts a bundle."""
        folder = bundles.unpacked(files, self._folder / name)
        found = {"python": not bundles.by_python(files), "shell": bundles.by_shell(folder).returncode == 0}
        if self._peer:
            with self._lock:
                found["go"] = not self._peer.check(folder)
        shutil.rmtree(folder)
        return found

    def accepted(self, number: int) -> tuple[str, dict[str, bool]]:
        return "good", self.verdicts(self.good[number % len(self.good)], f"good-{number}")

    def altered(self, number: int) -> tuple[str, dict[str, bool]]:
        name, files = bundles.altered(number, self.good)
        return name, self.verdicts(files, f"altered-{number}")

    def close(self) -> None:
        if self._peer:
            self._peer.close()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--cases", type=int, default=1000, help="of each: good and altered")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    numbers = range(given.seed * 1_000_000, given.seed * 1_000_000 + given.cases)
    wrong, kinds = 0, Counter[str]()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as workers:
        drill = Drill(Path(folder))
        for expected, cases in ((True, drill.accepted), (False, drill.altered)):
            for number, (name, found) in zip(numbers, workers.map(cases, numbers), strict=True):
                kinds[name] += 1
                if set(found.values()) != {expected}:
                    wrong += 1
                    print(f"{name} {number}: accepted by {[who for who, said in found.items() if said]}")
        drill.close()
    print(f"{given.cases} good, {given.cases} altered, {wrong} judged wrongly")
    print(", ".join(f"{name} {count}" for name, count in sorted(kinds.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
