"""7.2: people who approve, and producers who set the rule, may be contracts, such as a Safe (ERC-1271)."""

import pytest
from sqlalchemy import update

from backend.chain.contracts import decode_call, encode_call
from backend.royalties.statements.approvals import (
    ApprovalRefused,
    Rule,
    RuleInvalid,
    describe_approval,
    describe_rule,
    propose_rule,
    set_rule,
)
from backend.royalties.statements.receipts import approve
from backend.royalties.statements.signatures import find_signer
from backend.royalties.statements.signing import sign
from backend.tables import approvals, statements
from tests.backend.cli.test_prove_mirror import run
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import CHAIN_ID, Office
from tests.backend.royalties.process import Workers
from tests.backend.royalties.test_approve_statements import LARGE, THRESHOLD, bring, set_people, status
from tests.backend.world import Project, World


@pytest.fixture
def wallet(world: World) -> str:
    """A contract that signs with the platform's key."""
    return world.create("SmartWallet")


async def set_rule_of(office: Office, project: Project, *people: str) -> None:
    await office.mirror.catch_up()
    async with office.engine.begin() as connection:
        rule = await propose_rule(connection, project.campaign, THRESHOLD, people)
        signature = sign(key_of("producer"), describe_rule(CHAIN_ID, project.campaign, rule))
        await set_rule(connection, project.campaign, key_of("producer").address, rule, signature)


async def approve_with(office: Office, number: int, name: str, *, asking: bool = True) -> int:
    """How many are missing after a signature with somebody's key, when contracts are asked or not."""
    signature = sign(key_of(name), describe_approval(CHAIN_ID, await office.row(statements, number)))
    async with office.engine.begin() as connection:
        return await approve(connection, number, signature, office.client if asking else None)


async def test_a_contract_approves_and_the_payer_asks_it_again(
    office: Office, world: World, wallet: str
) -> None:
    project = world.raise_funds()
    await set_rule_of(office, project, wallet, world.fan)
    number = await bring(office, project, LARGE)
    with pytest.raises(ApprovalRefused):
        await approve_with(office, number, "platform", asking=False)
    with pytest.raises(ApprovalRefused):
        await approve_with(office, number, "stranger")
    assert await approve_with(office, number, "platform") == 1
    assert await approve_with(office, number, "platform") == 1
    assert await approve_with(office, number, "fan") == 0
    assert {each.person for each in await office.rows(approvals)} == {wallet, world.fan}
    await office.finish()
    assert await status(office, number) == "paid"


async def test_what_a_contract_takes_back_is_no_approval(office: Office, world: World, wallet: str) -> None:
    """As a Safe whose owners were changed: before the deposit it counts no more."""
    project = world.raise_funds()
    await set_rule_of(office, project, wallet, world.fan)
    number = await bring(office, project, LARGE)
    assert await approve_with(office, number, "platform") == 1
    assert await approve_with(office, number, "fan") == 0
    world.request("anvil_setCode", wallet, "0x")
    await office.finish()
    row = await office.row(statements, number)
    assert row.error == "By the rule of its project 1 more must approve the statement."
    assert office.royalties_paid(project) == {}


@pytest.mark.parametrize(
    "code",
    [
        "0x",
        "0x60006000fd",  # Reverts.
        "0x5b600056",  # Never ends.
        "0x60206000f3",  # Says zero, in 32 bytes.
        "0x631626ba7e60e01b60005260046000f3",  # Says yes, in too few bytes.
        "0x631626ba7e60005260206000f3",  # Says yes at the wrong end.
        "0x6001600160a01b0360005260206000f3",  # Says something else.
    ],
)
async def test_whatever_else_a_contract_answers_is_no(
    office: Office, world: World, wallet: str, code: str
) -> None:
    world.request("anvil_setCode", wallet, code)
    described = describe_rule(CHAIN_ID, world.factory, await a_rule(office, wallet, world.fan))
    for signature in (b"", 65 * b"\1", sign(key_of("platform"), described)):
        assert await find_signer(office.client, described, signature, [wallet]) is None


async def a_rule(office: Office, *people: str) -> Rule:
    async with office.engine.connect() as connection:
        return await propose_rule(connection, people[0], 0, people)


async def test_a_contract_that_is_the_producer_sets_the_rule(
    office: Office, world: World, wallet: str
) -> None:
    project = world.raise_funds()
    await office.mirror.catch_up()
    async with office.engine.begin() as connection:
        rule = await propose_rule(connection, project.campaign, THRESHOLD, [world.fan, world.collector])
        described = describe_rule(CHAIN_ID, project.campaign, rule)
        asked = (connection, project.campaign, wallet, rule)
        for signature, client in (
            (sign(key_of("stranger"), described), office.client),
            (sign(key_of("platform"), described), None),
        ):
            with pytest.raises(RuleInvalid, match="has to sign this rule"):
                await set_rule(*asked, signature, client)
        await set_rule(*asked, sign(key_of("platform"), described), office.client)


async def test_the_terminal_takes_a_contract_s_signature(
    office: Office, world: World, wallet: str, workers: Workers
) -> None:
    project = world.raise_funds()
    await set_rule_of(office, project, wallet, world.fan)
    number = await bring(office, project, LARGE)
    signature = sign(key_of("platform"), describe_approval(CHAIN_ID, await office.row(statements, number)))
    code, out, err = run(workers, "statements", "approve", str(number), "--signature", "0x" + signature.hex())
    assert code == 0, err
    assert "waits for somebody else's approval" in out
    assert [each.person for each in await office.rows(approvals)] == [wallet]


async def test_what_is_altered_after_its_approval_is_not_sent(office: Office, world: World) -> None:
    """5.1, 7.2: people approve the call itself, not what the row beside it says of its id and net."""
    project = world.raise_funds()
    await set_people(office, project)
    number = await bring(office, project, LARGE)
    for name in ("fan", "producer"):
        await approve_with(office, number, name)
    row = await office.row(statements, number)
    _, (terms,) = decode_call("Waterfall", row.call)
    terms |= {"gross": terms["gross"] // 2, "net": terms["net"] // 2}
    call = encode_call("Waterfall", "deposit", terms)
    async with office.engine.begin() as connection:
        await connection.execute(update(statements).values(call=call))
    await office.finish()
    row = await office.row(statements, number)
    assert row.error == "By the rule of its project 1 more must approve the statement."
    assert office.royalties_paid(project) == {}
