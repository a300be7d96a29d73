"""`make bench-cluster`: what each role costs, in memory, connections and seconds of a processor.

An answer's price is the processor's time that its server and the database spent on it, and not how many came
in a second: whoever asks works on the same machine. ARGS="--projects 20 --holders 5000 --asks 300". The last
line is a JSON object.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from backend.local import Anvil, compile_contracts
from backend.local.postgres import Postgres
from backend.local.processes import free_port
from backend.migrations import migrate
from backend.queries.log.kinds import TABLES
from tests.backend.records import write_record
from tests.backend.world import World
from tests.bench.web.scene import build_scene
from tests.chaos import nursery
from tests.chaos.mirrors import Process
from tests.cluster.receiver import Receiver
from tests.standby import Standby

WARM = 20
IDLE_SECONDS = 20
LAGS = 200
Figures = dict[str, Any]


class Crew:
    """Starts processes on one database."""

    def __init__(self, home: Path, stack: ExitStack, settings: Mapping[str, str]) -> None:
        home.mkdir(exist_ok=True)
        self._home, self._stack = home, stack
        self._settings = {"COPROD_HOME": str(home), "COPROD_RATE_READS": "0", **settings}
        self._started = 0

    def start(self, command: str, **settings: str) -> Process:
        """Settings of its own are named without COPROD_."""
        self._started += 1
        log = self._home / f"{self._started}.log"
        own = self._settings | {f"COPROD_{name}": value for name, value in settings.items()}
        made = Process(command, nursery.start(command, own, log), log)
        self._stack.callback(made.stop)
        return made

    @contextmanager
    def serve(self, **settings: str) -> Iterator[tuple[Process, httpx.Client]]:
        """Once it answers; until the block ends."""
        port = free_port()
        made = self.start("serve", PORT=str(port), **settings)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait(lambda: answers(client))
            yield made, client
        made.stop()


def main(arguments: list[str]) -> None:
    options = _read(arguments)
    compile_contracts()
    found: Figures = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sizing-")))
        postgres = stack.enter_context(Postgres(folder / "postgres"))
        found |= weigh_workers(folder, stack, postgres)
        with build_scene(postgres, options.projects, options.holders) as scene:
            with psycopg.connect(scene.database_url.replace("+psycopg", ""), autocommit=True) as connection:
                # As autovacuum leaves it, sooner or later.
                connection.execute("vacuum analyze")
            standby = stack.enter_context(Standby(folder / "standby", postgres))
            replica = standby.url_of("measured")
            found |= weigh_database(scene.database_url)
            found["lag_ms"] = measure_lag(postgres, standby)
            crew = Crew(folder / "site", stack, {"COPROD_DATABASE_URL": scene.database_url})
            campaign = f"/v1/projects/{scene.campaign}"
            paths = {
                "list of 100 holders": f"{campaign}/holders?limit=100",
                "project": campaign,
                "wallet": f"/v1/wallets/{scene.wallet}",
                "100 events": "/v1/events?limit=100",
                "page of a project": f"/en/projects/{scene.campaign}",
            }
            ways = {
                "kept": {},
                "made": {"CACHE_BYTES": "0"},
                "made at the replica": {"CACHE_BYTES": "0", "DATABASE_READ_URL": replica},
            }
            for way, settings in ways.items():
                with crew.serve(**settings) as (server, client):
                    for name, path in paths.items():
                        price = weigh(server, client, path, options.asks, postgres, standby)
                        found[f"{name}, {way}"] = price
                        print(f"{name}, {way}: {price}", flush=True)
                    found[f"api, {way}"] = describe(server)
    print(json.dumps(found))


def weigh_workers(folder: Path, stack: ExitStack, postgres: Postgres) -> Figures:
    """Memory, connections and a block's or a second's price of those who have nothing but empty blocks."""
    with Anvil() as anvil, ExitStack() as inner:
        world, url = World(anvil), postgres.create_database("idle")
        migrate(url)
        write_record(folder / "idle", world)
        settings = {"COPROD_DATABASE_URL": url, "COPROD_RPC_URL": anvil.url}
        crew = Crew(folder / "idle", inner, settings)
        roles: dict[str, Process] = {}
        for name in ("mirror", "mirror that stands by", "jobs"):
            roles[name] = crew.start(f"worker --only {name.split()[0]}")
            wait(lambda: all(each.is_up for each in roles.values()))
            # The first one leads before the second one asks.
            time.sleep(1)
        time.sleep(3)
        before = {role: cpu_of(each) for role, each in roles.items()}
        for _ in range(IDLE_SECONDS):
            world.mine()
            time.sleep(1)
        found: Figures = {}
        for role, each in roles.items():
            share = (cpu_of(each) - before[role]) / IDLE_SECONDS
            found[role] = describe(each) | {"cpu_percent_at_a_block_a_second": round(share * 100, 1)}
            print(f"{role}: {found[role]}", flush=True)
        return found | weigh_deliveries(crew, roles["jobs"], world, url)


def weigh_deliveries(crew: Crew, jobs: Process, world: World, url: str) -> Figures:
    """Webhooks: a second's messages of one webhook, and the price of one."""
    made = crew.start("worker --only jobs", WEBHOOKS_PRIVATE="true")
    wait(lambda: made.is_up)
    jobs.stop()
    for _ in range(3):
        world.raise_funds()
    receiver = Receiver("seen")
    with (
        receiver.listening() as hook,
        crew.serve(SITE_URL="http://coprod.example", WEBHOOKS_PRIVATE="true") as (_, client),
    ):
        total = wait_for_events(url, world)
        before, start = cpu_of(made), time.monotonic()
        receiver.subscribe([str(client.base_url).rstrip("/")], hook)
        wait(lambda: receiver.notebook.told >= total)
        seconds = time.monotonic() - start
    price = (cpu_of(made) - before) / total
    return {"webhook": {"messages": total, "a_second": round(total / seconds), "cpu_ms": milli(price)}}


def wait_for_events(url: str, world: World) -> int:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:

        def is_there() -> bool:
            row = connection.execute("select block_number from cursor").fetchone()
            return row is not None and row[0] == world.head()

        wait(is_there)
        return count_events(connection)


def count_events(connection: psycopg.Connection[Any]) -> int:
    sums = " + ".join(f"(select count(*) from {each})" for each in TABLES)
    (number,) = connection.execute(f"select {sums}").fetchone() or (0,)
    return int(number)


def weigh_database(url: str) -> Figures:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        events = count_events(connection)
        (size,) = connection.execute("select pg_database_size(current_database())").fetchone() or (0,)
    return {"database": {"events": events, "mb": round(size / 1e6), "bytes_an_event": round(size / events)}}


def measure_lag(postgres: Postgres, standby: Standby) -> Figures:
    """From a commit to when the standby tells of it, asked for again and again."""
    lags = []
    with (
        psycopg.connect(postgres.url_of("postgres", ""), autocommit=True) as here,
        psycopg.connect(standby.url_of("postgres", ""), autocommit=True) as there,
    ):
        here.execute("create table lag (n int)")
        for number in range(LAGS):
            here.execute("insert into lag values (%s)", [number])
            start = time.monotonic()
            while True:
                try:
                    row = there.execute("select max(n) from lag").fetchone()
                except psycopg.errors.UndefinedTable:
                    continue
                if row is not None and row[0] == number:
                    break
            lags.append(time.monotonic() - start)
    lags.sort()
    return {"median": milli(lags[LAGS // 2]), "worst": milli(lags[-1])}


def weigh(
    server: Process, client: httpx.Client, path: str, asks: int, *databases: Postgres
) -> dict[str, float]:
    """Milliseconds of a processor for one answer: the server's, and each database's; and its median time."""
    for _ in range(WARM):
        client.get(path).raise_for_status()
    before, took = [cpu_of(server), *(cpu_of_database(each) for each in databases)], []
    for _ in range(asks):
        start = time.monotonic()
        client.get(path).raise_for_status()
        took.append(time.monotonic() - start)
    after = [cpu_of(server), *(cpu_of_database(each) for each in databases)]
    names = ["server", "primary", "replica"]
    price = {name: milli((then - now) / asks) for name, now, then in zip(names, before, after, strict=True)}
    return price | {"median_ms": milli(sorted(took)[asks // 2])}


def describe(process: Process) -> Figures:
    found = psutil.Process(process.process.pid)
    memory = found.memory_full_info()
    # Whoever was forked shares what was imported before; on a machine of its own it has all of it.
    return {"mb": round(memory.rss / 1e6), "connections": count_connections(process)}


def count_connections(process: Process) -> int:
    """To databases."""
    ports = set(process.ports)
    servers = {each.pid for each in psutil.process_iter(["name"]) if each.info["name"] == "postgres"}
    remote = [each.raddr for each in psutil.net_connections("tcp") if each.raddr and each.pid in servers]
    return sum(len(each) > 1 and each[1] in ports for each in remote)


def cpu_of(process: Process) -> float:
    times = psutil.Process(process.process.pid).cpu_times()
    return float(times.user + times.system)


def cpu_of_database(server: Postgres) -> float:
    postmaster = psutil.Process(server.pid)
    total = 0.0
    for each in [postmaster, *postmaster.children(recursive=True)]:
        times = each.cpu_times()
        total += times.user + times.system
    return total


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


def wait(ready: Any, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)


def milli(seconds: float) -> float:
    return round(seconds * 1000, 2)


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench-cluster", description="What each role costs.")
    parser.add_argument("--projects", type=int, default=20)
    parser.add_argument("--holders", type=int, default=5_000)
    parser.add_argument("--asks", type=int, default=300)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
