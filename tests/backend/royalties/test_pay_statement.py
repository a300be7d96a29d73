"""From a distributor's file to money in wallets (PROTOCOL 5.1 to 5.5, 7.2)."""

from backend.tables import statements, transactions
from tests.backend.royalties.office import FILM, RECORD, Office, sample
from tests.backend.world import World

HALF_DEDUCTED = {"deductionCeilingBps": 6_000}


async def test_both_samples_reach_the_holders_to_the_unit(office: Office, world: World) -> None:
    """5.2, 5.5: the film's 783,741.56 EUR and the record's dollars, less the others' parts, are the fans'."""
    fans = {fan: 7 + place for place, fan in enumerate(world.fans[:20])}
    project = world.raise_funds(fans | {world.fan: 100}, waterfall=HALF_DEDUCTED)
    before = {fan: office.balance(fan) for fan in (*fans, world.fan)}
    film = await office.bring(project, sample(FILM), FILM)
    record = await office.bring(project, sample(RECORD), RECORD)

    await office.finish()

    holders_part = 0
    for key, net in (
        (film.id, 783_741_560_000),
        (record.id, round(22_990_126_778_700_000 * 8613 // 10**4, -10)),
    ):
        row = await office.row(statements, key)
        assert row.status == "paid", row.error
        gross = row.gross
        assert key != film.id or row.net == net
        left = row.net - gross * 500 // 10_000
        holders_part += left - left * 3_000 // 10_000
    supply = 100 + sum(fans.values())
    for fan, shares in (fans | {world.fan: 100}).items():
        got = office.balance(fan) - before[fan]
        assert got == holders_part * shares // supply
        assert office.claimable(project, fan) == 0
    assert {row.status for row in await office.rows(transactions)} == {"final"}
