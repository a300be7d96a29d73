"""`coprod verify`, as anybody runs it who has a node (5.1)."""

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from backend.chain import events, logs
from backend.tables import statements
from tests.backend.cli.test_prove_mirror import run
from tests.backend.royalties.office import FILM, Office, sample
from tests.backend.royalties.process import Workers
from tests.backend.world import World


class Shelf(BaseHTTPRequestHandler):
    """Gives out one document, whatever it is asked for."""

    document = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.document)

    def log_message(self, *_: object) -> None:
        """Nothing: a test's terminal is its own."""


@pytest.fixture
def shelf() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Shelf)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


async def test_a_deposit_is_checked_against_the_chain(
    office: Office, workers: Workers, world: World, shelf: HTTPServer, tmp_path: Path
) -> None:
    """From the address in the deposit itself, and with the distributor's file; then with altered ones."""
    project = world.raise_funds(waterfall={"deductionCeilingBps": 10_000})
    address = f"http://127.0.0.1:{shelf.server_port}"
    imported = await office.bring(project, sample(FILM), FILM, published_at=address)
    await office.finish()
    row = await office.row(statements, imported.id)
    Shelf.document = row.document
    where = {"address": project.waterfall, "fromBlock": "0x0", "toBlock": "latest"}
    where["topics"] = [logs.topic_of("Waterfall", events.Deposited)]
    (deposit,) = world.request("eth_getLogs", where)
    command = ["verify", deposit["transactionHash"], "--node", world.anvil.url]

    file = tmp_path / FILM
    file.write_bytes(sample(FILM))
    code, out, err = run(workers, *command, "--file", str(file), "--waterfall", project.waterfall)
    assert (code, err) == (0, "")
    assert out.count("✓") == 9
    assert "This is the statement that was deposited, and it adds up." in out
    assert "make sure that this Waterfall is the project's" not in out
    assert "make sure that this Waterfall is the project's" in run(workers, *command)[1]
    kept = "commission 302190.030000; distribution_expenses 259512.900000"
    sums = f"gross 1345444.490000; {kept}; net 783741.560000"
    assert f"amounts: {sums}\n" in out
    assert f"rate: from EUR; to EURC; rate 1; decimals 6; {sums}\n" in out

    altered = tmp_path / "altered.json"
    altered.write_bytes(row.document.replace(b"783741560000", b"783741560001"))
    code, out, _ = run(workers, *command, "--document", str(altered), "--file", str(altered))
    assert code == 1
    assert f"the file that you gave is: {hashlib.sha256(altered.read_bytes()).hexdigest()}" in out
    assert "This is not the statement that was deposited" in out
    assert [line.split()[1] for line in out.splitlines() if "✗" in line] == [
        "fingerprint:",
        "amounts:",
        "rate:",
        "file:",
    ]


def test_a_deposit_that_names_no_document_says_what_to_give(workers: Workers, world: World) -> None:
    project = world.raise_funds()
    deposit = world.deposit(project, 1, uri="")["transactionHash"]
    code, _, err = run(workers, "verify", deposit, "--node", world.anvil.url)
    assert code == 1
    assert "does not say where its document is: give --document" in err


def test_a_contract_that_only_looks_like_a_waterfall_is_named(workers: Workers, world: World) -> None:
    """Anybody emits any event."""
    project = world.raise_funds()
    deposit = world.deposit(project, 1)["transactionHash"]
    for answer in ("0x", "0x60006000fd", "0x60206000f3"):
        world.request("anvil_setCode", project.waterfall, answer)
        code, _, err = run(workers, "verify", deposit, "--document", "/dev/null")
        assert code == 1
        assert err == (
            f"coprod: The contract {project.waterfall} says that it took this, and is no Waterfall.\n"
        )


def test_what_is_no_deposit_is_said(workers: Workers, world: World) -> None:
    project = world.raise_funds()
    transfer = world.transfer(project, world.fan, world.stranger, 1)["transactionHash"]
    code, _, err = run(workers, "verify", transfer)
    assert (code, err) == (1, f"coprod: The transaction {transfer} deposited nothing.\n")


def test_a_deposit_cannot_name_a_file_of_who_checks_it(
    workers: Workers, world: World, tmp_path: Path
) -> None:
    """Whoever reports writes the address; /dev/zero never ends."""
    project = world.raise_funds()
    secret = tmp_path / "secret.json"
    secret.write_text('{"reporter":"mine"}')
    for number, uri in enumerate((str(secret), f"file://{secret}", "/dev/zero", "\x1b[2J")):
        deposit = world.deposit(project, 1, number, uri=uri)["transactionHash"]
        code, out, err = run(workers, "verify", deposit, "--node", world.anvil.url)
        assert code == 1
        assert "say with --document where it is" in err
        assert "mine" not in out + err
        assert "\x1b" not in out + err


def test_a_document_cannot_steer_the_terminal_of_who_checks_it(
    workers: Workers, world: World, tmp_path: Path
) -> None:
    """Nor stop the checks by letters that are none."""
    project = world.raise_funds()
    deposit = world.deposit(project, 1)["transactionHash"]
    document = tmp_path / "document.json"
    document.write_text(json.dumps({"reporter": "\x1b[1A\u009b2K\ud800\u202e", "source": "\n  ✓ form"}))
    command = ("verify", deposit, "--node", world.anvil.url, "--document", str(document))
    code, out, err = run(workers, *command)
    assert (code, err) == (1, "")
    assert "reporter: \ufffd[1A\ufffd2K\ufffd\ufffd" in out
    assert out.count("✗") == 8
    assert not [line for line in out.splitlines() if "✓" in line and "source" not in line]
