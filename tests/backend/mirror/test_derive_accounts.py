"""Rules 5.3, 5.5: an account that no row says is what the ShareToken says, at the end of every block."""

import random

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain import contracts
from backend.mirror.sync import Mirror
from backend.queries.holders import holders
from backend.queries.snapshot import open_snapshot
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.endings import blocked
from tests.backend.terms import EURO, make_statement
from tests.backend.world import Project, World

SEED = 7


def mix(world: World, project: Project, chance: random.Random, number: int) -> None:
    """Transfers, releases, payouts and claims in one block, in any order; some of them fail."""
    people = [world.fan, world.second_fan, world.stranger]
    token = ("ShareToken", project.share_token)
    statement = make_statement(chance.randrange(1, 5_000), number)
    acts = [
        (world.producer, "Waterfall", project.waterfall, "deposit", statement),
        (world.payer, *token, "payout", [*people, world.fan]),
        (world.payer, *token, "payout", people[:1]),
    ]
    for _ in range(3):
        sender, receiver = chance.choice(people), chance.choice(people)
        acts.append((sender, *token, "transfer", receiver, chance.choice((0, 1, 7))))
        acts.append((chance.choice(people), *token, "claim"))
    chance.shuffle(acts)
    with world.one_block():
        for act in acts:
            world.queue(*act)


async def test_blocks_of_transfers_releases_and_payments_end_as_on_the_chain(
    world: World, mirror: Mirror, engine: AsyncEngine, compare: Compare
) -> None:
    world.admit(blocking := world.create("BlockingCurrency"))
    project = world.raise_funds({world.fan: 67, world.second_fan: 40}, campaign={"currency": blocking})
    world.deposit(project, 1_000 * EURO + 1)
    chance = random.Random(SEED)
    first = world.head()
    for number in range(2, 14):
        if number % 4 == 0:
            with blocked(world, project, world.second_fan):
                mix(world, project, chance, number)
        else:
            mix(world, project, chance, number)
        if number % 3 == 0:
            await mirror.catch_up()
        if number % 5 == 0:
            # Forgets what it remembers, and loads it from the rows.
            await mirror.take_lead()
    await mirror.catch_up()
    assert (await compare()).differences == []
    for block in range(first, world.head() + 1):
        async with open_snapshot(engine) as connection:
            found = await holders(connection, project.campaign, at_block=block)
        for each in found.holders:
            account = ask(world, project, "accountOf", each.holder, block)
            assert (each.shares, each.owed) == (account[0], account[3])
            assert each.claimable == ask(world, project, "claimable", each.holder, block)[0]
        paid = ask_token(world, project, "totals", block)[2]
        assert sum(each.paid for each in found.holders) == paid


def ask(world: World, project: Project, function: str, holder: str, block: int) -> tuple[int, ...]:
    return ask_token(world, project, function, block, holder)


def ask_token(world: World, project: Project, function: str, block: int, *arguments: str) -> tuple[int, ...]:
    data = contracts.encode_call("ShareToken", function, *arguments)
    answer = world.request("eth_call", {"to": project.share_token, "data": "0x" + data.hex()}, hex(block))
    return contracts.decode_result("ShareToken", function, bytes.fromhex(answer[2:]))
