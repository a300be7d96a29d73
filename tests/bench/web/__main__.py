"""`make bench-web`: the time until the first byte of a page, beside the least that it can take.

(a) Kept for the block, beside a bare FastAPI route that returns the same bytes with the same headers;
(b) made anew, beside a bare route that runs the same statements and returns the same bytes. All are served by
uvicorn, one process each, and are asked in turn over one connection each.
ARGS: --projects 20 --holders 100 --times 1 --asks 50. The last line is a JSON object: milliseconds, and
ratios of medians, the worst page's as cached_over_bare and uncached_over_bare.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from backend.local import compile_contracts
from backend.local.postgres import Postgres
from tests.bench.web.asking import Reader, Wrong
from tests.bench.web.recording import Recording, record
from tests.bench.web.report import Times, describe, summarise, weigh_first_visit
from tests.bench.web.scene import Scene, build_scene
from tests.bench.web.serving import KINDS, serve

WARM = 20
"""Asked before anything counts: prepared statements, compiled templates, open connections."""
PER_MADE = 5
"""So many times as often is asked for what is kept."""


def main() -> None:
    options = _read_options()
    compile_contracts()
    with tempfile.TemporaryDirectory() as folder, Postgres(Path(folder) / "database") as postgres:
        with build_scene(postgres, options.projects, options.holders) as scene:
            print(f"{options.projects} projects, and one with {options.holders:,} holders", flush=True)
        found = measure(scene, Path(folder), options.times, options.asks)
    print(json.dumps(found))


def measure(scene: Scene, folder: Path, times: int, asks: int) -> dict[str, Any]:
    """All rounds. Raises Wrong when a page is not what was recorded."""
    paths = {
        "catalogue": "/en/",
        "project": f"/en/projects/{scene.campaign}",
        "portfolio": f"/en/portfolio/{scene.wallet}",
    }
    recording = asyncio.run(record(scene.database_url, paths))
    file = folder / "recording"
    recording.save(file)
    rounds = []
    with ExitStack() as stack:
        ports = {kind: stack.enter_context(serve(kind, file)) for kind in KINDS}
        readers = {kind: stack.enter_context(Reader(port)) for kind, port in ports.items()}
        _check(readers, recording)
        for number in range(times):
            rounds.append(_ask_all(readers, recording, asks))
            print("\n".join([f"round {number + 1}", *describe(rounds[-1])]), flush=True)
        weight = weigh_first_visit(readers["kept"], paths["project"])
    found = summarise(rounds) | {"first_visit_kb": weight}
    return found | {f"{name}_statements": len(each.statements) for name, each in recording.pages.items()}


def _check(readers: dict[str, Reader], recording: Recording) -> None:
    """Everybody sends the same; and is warm afterwards."""
    for name, page in recording.pages.items():
        for kind, path in _routes(name, page.path):
            for _ in range(WARM):
                if readers[kind].ask(path)[1] != page.body:
                    raise Wrong(f"{kind} {path} is not the page that was recorded")


def _routes(name: str, path: str) -> list[tuple[str, str]]:
    return [("kept", path), ("bare", f"/same/{name}"), ("made", path), ("bare", f"/sql/{name}")]


def _ask_all(readers: dict[str, Reader], recording: Recording, asks: int) -> dict[str, Times]:
    """By page: seconds of each of the four, asked in turn."""
    found = {}
    for name, page in recording.pages.items():
        kept, same, made, sql = (
            lambda kind=kind, path=path: readers[kind].ask(path)[0] for kind, path in _routes(name, page.path)
        )
        times = Times([], [], [], [])
        for _ in range(asks):
            for _ in range(PER_MADE):
                times.kept.append(kept())
                times.same.append(same())
            times.made.append(made())
            times.sql.append(sql())
        found[name] = times
    return found


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-web ARGS=…", description=__doc__)
    parser.add_argument("--projects", type=int, default=100, help="in the catalogue")
    parser.add_argument("--holders", type=int, default=3_000, help="of the project whose page is measured")
    parser.add_argument("--times", type=int, default=3, help="rounds, of which the median counts")
    parser.add_argument("--asks", type=int, default=100, help="of each page made anew, in a round")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except Wrong as reason:
        sys.exit(f"bench-web: {reason}")
