"""A fuzzer that is guided by what of the reader its pages reach: libFuzzer by way of atheris.

    pip install atheris
    python tests/fuzz/guided.py FOLDER -max_total_time=1500 [libFuzzer's options]

FOLDER keeps the pages that reached something new, from one run to the next; the first run begins it
with the tests' own. Stops at a page that fails, by the measure of `mutate.py`, and writes it to
`crash-...` in the working directory; `python tests/fuzz/guided.py crash-...` shows it again. Its
lines tell how much was reached (`cov`, `ft`) and how many pages were read (`#`).
"""

import random
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import atheris

with atheris.instrument_imports(include=["ingest"]):
    from mutations import CHANGES, ORIGIN, PAGES
    from proof import proved

    from ingest.cli.deadline import limited


def test_one(page: bytes) -> None:
    """Read one page; whatever is wrong with what is made of it leaves this as an exception."""
    limited("page", partial(proved, page, ORIGIN))


def changed(page: bytes, size: int, seed: int) -> bytes:
    """A page as libFuzzer would change it or, as often, in one of the ways of mutated pages."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return atheris.Mutate(page, size)
    return chance.choice(CHANGES)(page, chance)[:size]


def main() -> None:
    """Begins the folder where it is empty, and fuzzes."""
    folder = next((Path(word) for word in sys.argv[1:] if not word.startswith("-")), None)
    if folder is not None and not folder.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            for number, page in enumerate(PAGES):
                (folder / f"own-{number:02}").write_bytes(page)
    # Pages are read as long as they are; libFuzzer's own limit would be that of the longest it is given.
    atheris.Setup([*sys.argv, "-max_len=20000", "-timeout=60"], test_one, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
