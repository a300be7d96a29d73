"""Rule 7.2: what the payer recorded, beside the events that the chain has of it."""

from collections.abc import Sequence

from sqlalchemy import text

from backend.books.audit import Finding, run
from backend.books.checks import CHECKS, EVENTS, OURS, PAYOUTS, STATEMENTS, Check
from tests.backend.royalties.office import Office, small_file
from tests.backend.world import World

DAMAGES: dict[str, tuple[str, Check]] = {
    "a payment without its event": ("delete from payments where kind = 'royalty'", PAYOUTS),
    "an event for who was not in the payout": ("update payouts set holders = holders[2:]", EVENTS),
    "a statement of other sums": ("update statements set net = net - 1", STATEMENTS),
    "a deposit of ours without statement": ("delete from statements", OURS),
}


async def found(office: Office, checks: Sequence[Check]) -> list[Finding]:
    async with office.engine.connect() as connection:
        return [each for check in checks for each in await run(connection, check)]


async def test_what_was_paid_has_its_events_and_nothing_else_does(office: Office, world: World) -> None:
    project = world.raise_funds(waterfall={"royaltySteps": 2})
    await office.bring(project, small_file("100.00"))
    await office.finish()
    world.warp(86_400)
    await office.work()
    world.warp(86_400)
    await office.finish()
    assert await found(office, CHECKS) == []
    for damage, check in DAMAGES.values():
        async with office.engine.connect() as connection:
            assert (await connection.execute(text(damage))).rowcount > 0
            named = await run(connection, check)
            await connection.rollback()
        assert named, damage
        assert {each.campaign for each in named} == {project.campaign}


async def test_who_claimed_just_before_was_owed_nothing(office: Office, world: World) -> None:
    project = world.raise_funds()
    await office.bring(project, small_file("100.00"))
    await office.finish()
    async with office.engine.connect() as connection:
        # As if the fan's own claim, one block earlier, had made the payment.
        moved = await connection.execute(
            text(
                "update payments set transaction_hash = decode(repeat('ab', 32), 'hex'),"
                " block_number = (select max(block_number) from releases)"
                " where kind = 'royalty' and payee = :fan"
            ),
            {"fan": bytes.fromhex(world.fan[2:])},
        )
        assert moved.rowcount == 1
        assert await run(connection, PAYOUTS) == []
        await connection.rollback()
