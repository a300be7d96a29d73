"""7.2: a project's rule says who approves statements, and above which net two different people must."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from sqlalchemy import insert, update

from backend.chain.moves import MoveForbidden
from backend.cli.signatures import read_signature
from backend.royalties.sender.keys import Key
from backend.royalties.statements.approvals import (
    ApprovalRefused,
    Rule,
    RuleInvalid,
    describe_approval,
    describe_rule,
    find_rule,
    propose_rule,
    set_rule,
)
from backend.royalties.statements.choices import Answer
from backend.royalties.statements.receipts import approve, import_file
from backend.royalties.statements.signing import sign
from backend.tables import approval_rules, approvals, statements
from tests.backend.cli.test_prove_mirror import run
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import CHAIN_ID, DOLLAR, RECORD, Office, small_file
from tests.backend.royalties.process import Workers
from tests.backend.terms import EURO
from tests.backend.world import Project, World

# 100 and 1,000 USD at 0.8613.
SMALL, LARGE = ("100.00", "1000.00")
THRESHOLD = 500 * EURO
PEOPLE = ("producer", "collector", "fan")


async def set_people(
    office: Office,
    project: Project,
    names: Sequence[str] = PEOPLE,
    by: str = "producer",
    threshold: int = THRESHOLD,
) -> Rule:
    """A rule in force, signed `by` somebody."""
    await office.mirror.catch_up()
    async with office.engine.begin() as connection:
        people = [key_of(each).address for each in names]
        rule = await propose_rule(connection, project.campaign, threshold, people)
        signature = sign(key_of(by), describe_rule(CHAIN_ID, project.campaign, rule))
        await set_rule(connection, project.campaign, key_of("producer").address, rule, signature)
        return rule


async def bring(office: Office, project: Project, gross: str) -> int:
    """An imported statement that nobody has approved."""
    asked = {"reporter": office.reporter_key.address, "rate": DOLLAR, "answer": Answer(rest="ours")}
    async with office.engine.begin() as connection:
        imported = await import_file(connection, project.campaign, small_file(gross), RECORD, **asked)
    return imported.id


async def sign_approval(office: Office, number: int, who: str | Key) -> bytes:
    key = who if isinstance(who, Key) else key_of(who)
    return sign(key, describe_approval(CHAIN_ID, await office.row(statements, number)))


async def approve_by(office: Office, number: int, who: str) -> int:
    """How many are missing then."""
    signature = await sign_approval(office, number, who)
    async with office.engine.begin() as connection:
        return await approve(connection, number, signature)


async def status(office: Office, number: int) -> str:
    return str((await office.row(statements, number)).status)


async def test_up_to_the_threshold_one_of_the_people_approves(office: Office, world: World) -> None:
    """86.13 EURC are under 500, and a threshold of just the net is not below it."""
    project = world.raise_funds()
    await set_people(office, project, threshold=86_130_000)
    number = await bring(office, project, SMALL)
    assert await approve_by(office, number, "fan") == 0
    assert await status(office, number) == "approved"


async def test_above_it_two_different_people_do(office: Office, world: World) -> None:
    """861.30 EURC: once twice by the same is once; the deposit waits for the second one, and is paid then."""
    project = world.raise_funds()
    await set_people(office, project)
    number = await bring(office, project, LARGE)
    assert await approve_by(office, number, "collector") == 1
    assert await approve_by(office, number, "collector") == 1
    assert await status(office, number) == "imported"
    await office.finish()
    assert await status(office, number) == "imported"
    assert await approve_by(office, number, "fan") == 0
    assert {each.person for each in await office.rows(approvals)} == {world.collector, world.fan}
    await office.finish()
    assert await status(office, number) == "paid"
    with pytest.raises(MoveForbidden):
        await approve_by(office, number, "producer")


async def test_nobody_else_can_approve(office: Office, world: World) -> None:
    """Not a stranger, not without a signature, not with one for another statement or another net."""
    project = world.raise_funds()
    await set_people(office, project)
    number, other = await bring(office, project, LARGE), await bring(office, project, SMALL)
    row = await office.row(statements, number)
    described = describe_approval(CHAIN_ID, row)
    described["message"]["net"] = row.net + 1
    elsewhere = describe_approval(1, row)
    for signature in (
        None,
        b"",
        65 * b"\1",
        65 * b"\xff",
        64 * b"\xff" + b"\x1b",
        await sign_approval(office, number, "stranger"),
        await sign_approval(office, other, "producer"),
        sign(key_of("producer"), described),
        sign(key_of("producer"), elsewhere),
    ):
        async with office.engine.begin() as connection:
            with pytest.raises(ApprovalRefused):
                await approve(connection, number, signature)
    assert await office.rows(approvals) == []
    assert await status(office, number) == "imported"


async def test_only_the_producer_sets_the_rule(office: Office, world: World) -> None:
    project = world.raise_funds()
    with pytest.raises(RuleInvalid, match=f"The producer {world.producer} has to sign this rule"):
        await set_people(office, project, by="collector")
    for names in ([], ["fan"], ["fan", "fan"]):
        with pytest.raises(RuleInvalid, match="different people"):
            await set_people(office, project, names)
    for threshold in (-1, 2**96, 10**90):
        with pytest.raises(RuleInvalid, match="threshold"):
            await set_people(office, project, threshold=threshold)
    assert await office.rows(approval_rules) == []


async def test_a_newer_rule_takes_the_place_of_an_older_one(office: Office, world: World) -> None:
    """Whoever it no longer names has approved nothing; an older rule cannot be set again as it was signed."""
    project = world.raise_funds()
    first = await set_people(office, project)
    number = await bring(office, project, LARGE)
    assert await approve_by(office, number, "fan") == 1
    second = await set_people(office, project, ["producer", "collector"])
    assert await approve_by(office, number, "producer") == 1
    assert await approve_by(office, number, "collector") == 0
    async with office.engine.begin() as connection:
        assert await find_rule(connection, project.campaign) == second
        again = await propose_rule(connection, project.campaign, first.threshold, first.people)
        old = sign(key_of("producer"), describe_rule(CHAIN_ID, project.campaign, first))
        with pytest.raises(RuleInvalid):
            await set_rule(connection, project.campaign, world.producer, again, old)


async def test_the_payer_deposits_nothing_that_was_approved_in_the_database_only(
    office: Office, world: World
) -> None:
    """Somebody who can write rows forges approvals: signatures are read again before the deposit."""
    project = world.raise_funds()
    await set_people(office, project)
    number = await bring(office, project, LARGE)
    forged = await sign_approval(office, number, "stranger")
    async with office.engine.begin() as connection:
        for person in (world.fan, world.collector):
            row = {"statement_id": number, "person": person, "signature": forged, "signed_at": 0}
            await connection.execute(insert(approvals).values(row))
        await connection.execute(update(statements).values(status="approved", approvals=1))
    await office.finish()
    row = await office.row(statements, number)
    assert row.error == "By the rule of its project 2 more must approve the statement."
    assert office.royalties_paid(project) == {}
    # Mended by the real ones.
    async with office.engine.begin() as connection:
        await connection.execute(approvals.delete())
    assert [await approve_by(office, number, each) for each in ("fan", "producer")] == [1, 0]
    await office.finish()
    assert await status(office, number) == "paid"


async def test_a_wallet_signs_what_the_terminal_prints(
    office: Office, world: World, workers: Workers
) -> None:
    """`to-sign` and `approve --signature`: the command says what is missing."""
    project = world.raise_funds()
    await set_people(office, project, ["collector", "fan"])
    number = await bring(office, project, LARGE)
    code, out, _ = run(workers, "statements", "to-sign", str(number))
    assert code == 0
    printed = encode_typed_data(full_message=json.loads(out))
    signature = Account.sign_message(printed, key_of("fan").secret).signature.to_0x_hex()
    code, out, err = run(workers, "statements", "approve", str(number), "--signature", signature)
    assert code == 0, err
    assert "waits for somebody else's approval" in out
    # The second one has a keystore.
    files = [Path(workers.environment[f"COPROD_REPORTER_{each}"]) for each in ("KEYSTORE", "PASSWORD_FILE")]
    described = describe_approval(CHAIN_ID, await office.row(statements, number))
    signed = read_signature(described, *files, "")
    assert signed == await sign_approval(office, number, "collector")
    async with office.engine.begin() as connection:
        assert await approve(connection, number, signed) == 0
