"""Batches are sized by gas, written down by holder, and cost what they cost (PROTOCOL 5.4, 7.2)."""

from collections.abc import Callable
from decimal import Decimal

from sqlalchemy import event

from backend.chain.contracts import encode_call
from backend.chain.transactions import read_gas_cap
from backend.royalties.batches import RESERVE_GAS, GasPerHolder, Pushing, cut_batches
from backend.royalties.sender.costs import read_costs, read_spending
from backend.tables import deposits, dues, payouts, transactions
from tests.backend.royalties.office import Office, small_file
from tests.backend.terms import EURO
from tests.backend.world import World


def test_as_many_fit_as_the_gas_is_enough_for() -> None:
    """One more would be too many, whatever a holder takes and whatever the limit."""
    for each in (0, 16_000, 33_000, 150_000):
        for limit in (300_000, 600_000, 12_000_000, 2**24):
            gas = GasPerHolder(each, 25)
            most = gas.fit(limit)
            assert most == 0 or gas.of(most).limit <= limit
            assert gas.of(most + 1).limit > limit


async def test_no_batch_is_above_the_limit_and_none_is_small(office: Office, world: World) -> None:
    """5.4: 40 holders in 1.2 million gas: all of them once, in full batches but for the last."""
    shares = dict.fromkeys(world.fans[:40], 10)
    project = world.raise_funds(shares)
    world.deposit(project, 100 * EURO)
    pushing = Pushing(Decimal(0), 500, 1_200_000)
    batches = await cut_batches(office.client, office.sending(), project.share_token, list(shares), pushing)
    assert [holder for each in batches for holder in each.holders] == list(shares)
    assert all(each.data == encode_call("ShareToken", "payout", each.holders) for each in batches)
    assert len(batches) > 1
    assert {len(each.holders) for each in batches[:-1]} == {len(batches[0].holders)}
    cap = await read_gas_cap(office.client)
    assert all(each.gas.expected < each.gas.limit <= min(cap, 1_200_000) for each in batches)


async def test_a_node_without_the_deposit_makes_no_batch_too_poor(office: Office, world: World) -> None:
    """K18: estimated while a reorg has taken the deposit away, mined after it came back."""
    shares = dict.fromkeys(world.fans[:20], 10)
    project = world.raise_funds(shares)
    pushing = Pushing(Decimal(0), 500)
    (batch,) = await cut_batches(office.client, office.sending(), project.share_token, list(shares), pushing)
    world.deposit(project, 100 * EURO)
    (later,) = await cut_batches(office.client, office.sending(), project.share_token, list(shares), pushing)
    assert batch.gas.limit >= later.gas.expected + RESERVE_GAS


async def test_each_payment_is_written_down_once_and_accounted(office: Office, world: World) -> None:
    """7.2: by chain, contract, deposit and holder, with what was owed; expected gas is near what was used."""
    shares = {fan: 3 + place for place, fan in enumerate(world.fans[:12])}
    project = world.raise_funds(shares)
    for gross in ("700.10", "90.30"):
        await office.bring(project, small_file(gross))
        await office.finish()
    paid = office.royalties_paid(project)
    rows = await office.rows(dues)
    tranches = [row.tranche for row in await office.rows(deposits)]
    assert {(row.chain_id, row.share_token) for row in rows} == {(31337, project.share_token)}
    for number, tranche in enumerate(tranches):
        amounts = {row.holder: row.amount for row in rows if row.deposit == tranche}
        assert amounts == {fan: paid[fan][number] for fan in shares}
    assert len(rows) == 2 * len(shares)

    async with office.engine.connect() as connection:
        costs = await read_costs(connection)
    sent = {row.id: row for row in await office.rows(transactions)}
    batches = await office.rows(payouts)
    assert [(each.holders, each.batches) for each in costs] == [(12, 1), (12, 1)]
    for each, row in zip(reversed(costs), batches, strict=True):
        one = sent[row.transaction_id]
        assert each.gas == one.gas_used
        assert each.cost == one.gas_used * one.gas_price
        assert abs(one.expected_gas - one.gas_used) < one.gas_used // 5
        assert each.expected_cost > 0


async def test_what_accounts_spent_is_what_left_them(office: Office, world: World) -> None:
    """7.2: deposits, allowances, releases and payouts together, to the last wei."""
    project = world.raise_funds(waterfall={"royaltySteps": 2})
    accounts = (world.payer, world.collector)

    def read_balances() -> dict[str, int]:
        return {each: int(world.request("eth_getBalance", each, "latest"), 16) for each in accounts}

    before = read_balances()
    await office.bring(project, small_file())
    await office.finish()
    for _ in range(2):
        world.warp(86_400)
        await office.finish()
    async with office.engine.connect() as connection:
        spent = await read_spending(connection)
    assert {(each.sender, each.purpose, each.transactions) for each in spent} == {
        (world.collector, "approve", 1),
        (world.collector, "deposit", 1),
        (world.payer, "release", 2),
        (world.payer, "payout", 2),
    }
    after = read_balances()
    for account in accounts:
        assert sum(each.cost for each in spent if each.sender == account) == before[account] - after[account]


async def test_the_database_is_asked_as_often_for_many_holders_as_for_few(
    office: Office, world: World
) -> None:
    """7.2: one batch of 4 holders, and one of 40."""
    asked = []
    for holders in (world.fans[:4], world.fans[:40]):
        project = world.raise_funds(dict.fromkeys(holders, 25))
        world.deposit(project, 100 * EURO)
        await office.mirror.catch_up()
        statements: list[str] = []
        note = _note(statements)
        event.listen(office.engine.sync_engine, "before_cursor_execute", note)
        payer = office.hire()
        await payer.step()
        await payer.step()
        event.remove(office.engine.sync_engine, "before_cursor_execute", note)
        asked.append(len(statements))
        assert (await office.rows(transactions))[-1].status == "mined"
        await office.finish()
    assert asked[0] == asked[1] > 0


def _note(statements: list[str]) -> Callable[..., None]:
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    return note


async def test_payments_are_written_down_by_whoever_comes_after_a_crash(office: Office, world: World) -> None:
    """7.2: what each is owed stands beside the nonce; another worker writes it by holder, once."""
    shares = {fan: 3 + place for place, fan in enumerate(world.fans[:12])}
    project = world.raise_funds(shares)
    await office.bring(project, small_file("700.10"))
    while not await office.rows(payouts):
        await office.mirror.catch_up()
        await office.hire(payout_batch=5).step()
        world.mine()
    batches = await office.rows(payouts)
    owed = {
        holder: amount for each in batches for holder, amount in zip(each.holders, each.amounts, strict=True)
    }
    assert len(batches) == 3
    assert await office.rows(dues) == []
    for _ in range(2):
        await office.hire(payout_batch=5).step()
        rows = await office.rows(dues)
        assert {row.holder: row.amount for row in rows} == owed
        assert {row.holder: row.batch for row in rows} == {
            holder: each.batch for each in batches for holder in each.holders
        }
    await office.finish()
    assert {holder: sum(some) for holder, some in office.royalties_paid(project).items()} == owed
    assert len(await office.rows(dues)) == len(shares)
