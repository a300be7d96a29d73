"""The producer deposits from its own wallet, whose key is nowhere here (rules 5.1, 7.3)."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from backend.mirror.sync import Step
from tests.backend.cli.test_import_statements import importing
from tests.backend.cli.test_prove_mirror import ask, run
from tests.backend.royalties.office import small_file
from tests.backend.royalties.process import Workers
from tests.backend.terms import EURO
from tests.backend.world import World

Follow = Callable[[], Awaitable[Step]]
NET = 860 * EURO


def send(world: World, printed: str) -> None:
    """As a wallet does: each call as it is, in their order."""
    for call in json.loads(printed):
        assert (call["chainId"], call["value"]) == ("0x7a69", "0x0")
        world.send(world.producer, call["to"], bytes.fromhex(call["data"][2:]))


async def test_a_statement_is_deposited_by_the_printed_calls_and_paid(
    workers: Workers, world: World, follow: Follow, database_url: str, tmp_path: Path
) -> None:
    project = world.raise_funds()
    await follow()
    file = tmp_path / "record.tsv"
    file.write_bytes(small_file("1000.00"))
    command = importing(file, world, project, "--rest", "ours", "--reporter", world.producer)
    assert run(workers, *command)[0] == 0
    to_send = ["statements", "to-send", "1"]
    code, out, err = run(workers, *to_send)
    assert (code, out) == (1, "")
    assert "only an approved one can be deposited" in err
    assert run(workers, "statements", "approve", "1")[0] == 0

    (rich,) = world.call("IERC20Metadata", world.currency, "balanceOf", world.producer)
    give = ("IERC20Metadata", world.currency, "transfer", world.financier)
    world.act(world.producer, *give, rich - NET + 1)
    code, _, err = run(workers, *to_send)
    assert code == 1
    assert (
        "has 859.999999\u00a0EURC, and the net is 860.00\u00a0EURC: send it 0.000001\u00a0EURC first" in err
    )
    world.act(world.financier, "IERC20Metadata", world.currency, "transfer", world.producer, 1)

    code, out, err = run(workers, *to_send)
    assert code == 0
    assert [line[:2] for line in err.splitlines()] == ["1.", "2."]
    assert [each["to"] for each in json.loads(out)] == [world.currency, project.waterfall]
    approve, _ = json.loads(out)
    send(world, json.dumps([approve]))
    code, out, err = run(workers, *to_send)
    assert (code, len(json.loads(out))) == (0, 1)
    assert "nobody can take it back. About " in err
    send(world, out)
    # Its own part of it comes back at once: 30 % of what 5 % off the top leave.
    assert world.call("IERC20Metadata", world.currency, "balanceOf", world.producer) == (245_100_000,)
    assert "deposited already" in run(workers, *to_send)[2]

    workers.start()
    world.mine(70)
    paid = "select status from statements"
    workers.wait_until(lambda: world.mine(5) or ask(database_url, paid) == [("paid",)], pause=0.5)
    assert workers.stop() == [0]
    assert world.call("ShareToken", project.share_token, "claimable", world.fan) == (0,)
