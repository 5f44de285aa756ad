"""The rooms of the code: who may import whom, and who may touch what.

Drawn from the source itself. A room imports only rooms of lower rank; the few exceptions stand
in a table with their reasons.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

INGEST = Path(__file__).parents[1] / "ingest"

RANKS = {
    "records": 0, "errors": 0,
    "canon": 1, "read": 1, "relate": 1, "log": 1,
    "capture": 2, "archive": 2, "resources": 2,
    "pipeline": 3, "audit": 3, "export": 3, "scale": 3,
    "cli": 4, "serve": 4, "terminal": 4, "__main__": 4, "__init__": 0,
}  # fmt: skip
# Arrows between rooms of one rank, and why they are there.
SAME_RANK = {
    ("relate", "canon"): "a stub's and a relation's ids are identities, made where all identities are made",
    ("relate", "read"): "what two texts have in common is proved by reading the bytes of both again",
    ("cli", "terminal"): "what a command prints for people is written apart from the commands",
    ("cli", "serve"): "the command `serve` starts the server; imported only then, as Datasette is slow to load",
    ("__main__", "cli"): "`python -m ingest` is the command line",
}
# Which rooms may touch the world outside.
NETWORK = {"requests", "urllib.request", "urllib3", "http", "socket", "ssl", "ftplib", "httpx", "asyncio"}
MAY_NETWORK = {"capture", "serve"}
MAY_SQL = {"archive", "audit", "serve"}
MAY_PRINT = {"cli", "terminal", "serve"}
STATEMENT = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|PRAGMA|BEGIN|ATTACH)\s+\S")


def room(path: Path) -> str:
    """The room that a file belongs to."""
    return path.relative_to(INGEST).parts[0].removesuffix(".py")


@cache
def sources() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text("utf-8"))) for path in sorted(INGEST.rglob("*.py"))]


def imported(path: Path, tree: ast.Module) -> Iterator[str]:
    """Full names of what a file imports, of ours (`ingest.read.dates`) and of others."""
    package = ["ingest", *path.relative_to(INGEST).parent.parts]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            named = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{named}.{alias.name}" for alias in node.names)


def arrows() -> set[tuple[str, str]]:
    """From each room to the rooms it imports."""
    found = set()
    for path, tree in sources():
        for name in imported(path, tree):
            parts = name.split(".")
            if parts[0] == "ingest":
                found.add((room(path), parts[1] if parts[1] in RANKS else "__init__"))
    return {(start, end) for start, end in found if start != end}


def wrong(graph: set[tuple[str, str]], ranks: Mapping[str, int]) -> list[str]:
    """What is wrong with a graph of rooms: rooms without rank, arrows upward or sideways, cycles."""
    said = [f"{name} has no rank" for name in {name for arrow in graph for name in arrow} - ranks.keys()]
    for start, end in sorted(graph):
        if ranks.get(end, 0) > ranks.get(start, 0):
            said.append(f"{start} imports {end}, which is of higher rank")
        elif ranks.get(end) == ranks.get(start) and (start, end) not in SAME_RANK:
            said.append(f"{start} imports {end}, which is of the same rank")
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for start, end in graph:
        sorter.add(start, end)
    try:
        sorter.prepare()
    except CycleError as error:
        said.append(f"a cycle: {' > '.join(error.args[1])}")
    return said


def test_rooms_import_only_lower_ranks() -> None:
    assert wrong(arrows(), RANKS) == []


@pytest.mark.parametrize(
    ("arrow", "said"),
    [
        (("read", "archive"), "read imports archive, which is of higher rank"),
        (("records", "errors"), "records imports errors, which is of the same rank"),
        (("audit", "pipeline"), "audit imports pipeline, which is of the same rank"),
        (("archive", "attic"), "attic has no rank"),
        (("canon", "relate"), "a cycle"),
    ],
)
def test_a_wrong_arrow_is_seen(arrow: tuple[str, str], said: str) -> None:
    assert any(said in words for words in wrong(arrows() | {arrow}, RANKS))


def test_the_graph_is_drawn_from_the_source() -> None:
    """It has the arrows that one knows to be there, also from folders and from inside functions."""
    assert {("archive", "read"), ("pipeline", "archive"), ("cli", "pipeline"), ("cli", "serve")} <= arrows()


def test_files_import_each_other_without_cycles() -> None:
    """Within the rooms as well, file by file."""
    graph: TopologicalSorter[str] = TopologicalSorter()
    modules = {".".join(["ingest", *path.relative_to(INGEST).with_suffix("").parts]) for path, _ in sources()}
    for path, tree in sources():
        here = ".".join(["ingest", *path.relative_to(INGEST).with_suffix("").parts])
        for name in imported(path, tree):
            found = next((m for m in (name, name.rpartition(".")[0]) if m in modules), None)
            if found and found != here:
                graph.add(here, found)
    graph.prepare()


def test_the_audit_never_imports_the_pipeline() -> None:
    for path, tree in sources():
        if room(path) == "audit":
            assert not any(name.startswith("ingest.pipeline") for name in imported(path, tree)), path


def test_only_the_capturing_room_may_reach_the_network() -> None:
    for path, tree in sources():
        used = {
            name for name in imported(path, tree) if any(name == n or name.startswith(f"{n}.") for n in NETWORK)
        }
        assert room(path) in MAY_NETWORK or not used, f"{path} imports {used}"


def statements(tree: ast.Module) -> list[str]:
    """Strings that are SQL."""
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in strings if isinstance(text, str) and STATEMENT.match(text)]


def test_sql_stands_where_the_archive_is_read_and_written() -> None:
    for path, tree in sources():
        assert room(path) in MAY_SQL or statements(tree) == [], path


def test_sql_is_seen() -> None:
    source = "x = f'SELECT a FROM {y}'; 'Select a file'; z = 'DELETE FROM a'"
    assert set(statements(ast.parse(source))) == {"SELECT a FROM ", "DELETE FROM a"}


def outward(tree: ast.Module) -> set[str]:
    """Calls that print, exit, or read the clock."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in ("print", "exit", "quit", "click.echo", "click.secho") or re.search(
                r"(?:^|\.)(?:sys\.exit|os\._exit|now|utcnow|today|time\.time|time_ns|monotonic)$", name
            ):
                found.add(name)
    return found


def test_only_the_outermost_rooms_print_exit_and_read_the_clock() -> None:
    for path, tree in sources():
        assert room(path) in MAY_PRINT or not outward(tree), f"{path} calls {outward(tree)}"


@pytest.mark.parametrize(
    "source", ["print(1)", "sys.exit(1)", "datetime.now(UTC)", "time.time()", "date.today()"]
)
def test_what_may_not_be_called_is_seen(source: str) -> None:
    assert outward(ast.parse(source))
