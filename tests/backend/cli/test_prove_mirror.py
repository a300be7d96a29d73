"""`coprod reconcile` and `coprod mirror rebuild`, as people and services run them (rule 7.1)."""

import json
import os
import re
import signal
import subprocess
import sys

import psycopg

from backend.local.paths import ROOT
from tests.backend.royalties.process import PROGRAM, Workers
from tests.backend.terms import EURO
from tests.backend.world import World

DAMAGE = "update holdings set owed = owed + 7 where shares > 0"


def start(workers: Workers, *arguments: str, **changes: str) -> subprocess.Popen[str]:
    settings = {f"COPROD_{name}": value for name, value in changes.items()}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env=os.environ | workers.environment | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(workers: Workers, *arguments: str) -> tuple[int, str, str]:
    """Exit code, and what was printed."""
    process = start(workers, *arguments)
    out, err = process.communicate(timeout=240)
    return process.returncode, out, err


def ask(database_url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as connection:
        found = connection.execute(query)
        return found.fetchall() if found.description else []


def test_the_worker_proves_what_it_mirrors_and_commands_mend_it(
    workers: Workers, world: World, database_url: str
) -> None:
    """The worker compares when it has caught up, and again; damage is named, and mended in both ways."""
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    world.payout(project, world.fan, world.second_fan)
    workers.start(RECONCILE_SECONDS="0.2")
    found = "select differences from reconciliations order by id desc"
    workers.wait_until(lambda: len(ask(database_url, found)) > 1, seconds=240, pause=0.2)
    assert ask(database_url, found)[0] == ([],)

    ask(database_url, DAMAGE)
    workers.wait_until(lambda: ask(database_url, found)[0] != ([],), seconds=240, pause=0.2)
    workers.wait_until(lambda: "mirror and chain differ: holdings: " in workers.last_words())
    assert workers.stop() == [0]

    code, out, _ = run(workers, "reconcile")
    assert code == 1
    assert re.search(r"✗ holdings: campaign 0x\w+, holder 0x\w+, .*: owed is 7, and 0 on the chain", out), out

    assert re.match(r"Mirror and chain at block \d+, 0x[0-9a-f]{64}\n", out), out
    assert "\n2 differences\n" in out
    assert "`coprod mirror rebuild --from-chain`" in out

    code, out, err = run(workers, "mirror", "rebuild")
    assert (code, err) == (0, "")
    assert re.search(r"holdings +│ +\d+ │ +2", out), out
    assert "2 rows mended" in out

    ask(database_url, DAMAGE)
    code, out, _ = run(workers, "mirror", "rebuild", "--from-chain")
    assert code == 0
    assert "2 rows mended" in out
    code, out, _ = run(workers, "reconcile", "--every-block")
    assert (code, out.strip().splitlines()[-1]) == (0, "0 differences"), out


def test_what_cannot_be_compared_is_no_difference(workers: Workers) -> None:
    """7.1: a script can tell a mirror that is wrong from one that could not be asked, or did not begin."""
    for command in ("reconcile", "audit"):
        code, out, err = run(workers, command)
        assert (code, out) == (2, ""), err
        assert err.startswith("coprod: ")
        assert len(err.splitlines()) == 1


def test_it_goes_on_until_it_is_stopped(workers: Workers, world: World, database_url: str) -> None:
    """--continuous: a line for each round; the exit code is of the last one."""
    workers.start(RECONCILE_SECONDS="3600")
    rounds = "select count(*) from reconciliations"
    workers.wait_until(lambda: ask(database_url, rounds)[0][0] == 1, seconds=240, pause=0.2)
    process = start(workers, "reconcile", "--continuous", RECONCILE_SECONDS="0.1", PYTHONUNBUFFERED="1")
    assert process.stdout
    good = [process.stdout.readline() for _ in range(2)]
    ask(database_url, "update platform_changes set amount = amount + 1 where kind = 'fee'")
    while "fee" not in (line := process.stdout.readline()):
        assert line
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=240)
    assert process.returncode == 1
    for line in good:
        assert re.fullmatch(r"\d\d:\d\d:\d\d block \d+: \d+ values compared, 0 differences\n", line), line


def test_for_a_machine_the_rounds_are_objects_in_the_log(
    workers: Workers, world: World, database_url: str
) -> None:
    """COPROD_LOG=json: what the worker would log, and nothing else."""
    workers.start(RECONCILE_SECONDS="3600")
    rounds = "select count(*) from reconciliations"
    workers.wait_until(lambda: ask(database_url, rounds)[0][0] == 1, pause=0.2)
    process = start(workers, "reconcile", "--continuous", RECONCILE_SECONDS="0.1", LOG="json")
    workers.wait_until(lambda: ask(database_url, rounds)[0][0] > 1, pause=0.2)
    ask(database_url, "update platform_changes set amount = amount + 1 where kind = 'fee'")
    newest = "select differences from reconciliations order by id desc"
    workers.wait_until(lambda: ask(database_url, newest)[0] != ([],), pause=0.2)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=240)
    assert (process.returncode, out) == (1, "")
    said = [json.loads(line) for line in err.splitlines()]
    assert all(each["logger"] == "mirror" and each["timestamp"] for each in said)
    first = said[0]
    assert (first["event"], first["level"], first["differences"]) == ("compared", "info", 0)
    assert first["values"] > 10
    found = next(each for each in said if each["level"] == "error")
    assert found["event"].startswith("mirror and chain differ: platform_changes: ")
    assert found["block"] == first["block"]


def test_who_waits_for_a_node_is_told_so(workers: Workers, world: World, database_url: str) -> None:
    """A node that may come back is asked for minutes, and not in silence."""
    workers.start(RECONCILE_SECONDS="3600")
    rounds = "select count(*) from reconciliations"
    workers.wait_until(lambda: ask(database_url, rounds)[0][0] == 1, pause=0.2)
    process = start(workers, "reconcile", RPC_URL="http://127.0.0.1:9", PYTHONUNBUFFERED="1")
    assert process.stderr
    line = process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=240)
    assert re.search(r"asking again .*The node at http://127.0.0.1:9 gives no answer", line), line


def test_a_ledger_that_contradicts_itself_is_one_line(
    workers: Workers, world: World, database_url: str
) -> None:
    world.raise_funds()
    workers.start()
    workers.wait_until(
        lambda: ask(database_url, "select count(*) from payments")[0][0] == 1, seconds=240, pause=0.2
    )
    assert workers.stop() == [0]
    ask(database_url, "delete from payments")
    code, out, err = run(workers, "mirror", "rebuild")
    assert (code, out) == (1, "")
    assert re.fullmatch(r"coprod: .* a log is missing\. Nothing was changed; .*--from-chain.*\n", err), err
    ask(database_url, "update transfers set shares = 1 where sender <> receiver")
    ask(
        database_url,
        "insert into gifts select block_number, log_index, transaction_hash, campaign, fan, 1 "
        "from contributions limit 1",
    )
    code, out, err = run(workers, "mirror", "rebuild")
    assert (code, out) == (1, "")
    assert err.splitlines()[-1].startswith("coprod: gifts: block_number "), err
    assert "--from-chain" in err
    assert "Traceback" not in err
    ask(database_url, "delete from cursor")
    code, _, err = run(workers, "mirror", "rebuild")
    assert (code, err) == (1, "coprod: There is nothing to rebuild yet: start `coprod worker` first.\n")
