"""Rules 5.5 and 7.2: the books agree with themselves and with the chain, and what does not is named."""

from collections.abc import Sequence
from functools import partial

import pytest
from anyio import to_thread
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner

from backend.books.checks import CHECKS
from backend.cli import app
from tests.backend.books.conftest import RunAudit
from tests.backend.world import World

PAID = "select block_number, log_index from payments where kind = 'royalty' and succeeded"


async def change(engine: AsyncEngine, *statements: str) -> None:
    async with engine.begin() as connection:
        for each in statements:
            assert (await connection.execute(text(each))).rowcount > 0, each


async def test_nothing_is_found_after_whole_lives(run_audit: RunAudit) -> None:
    found = await run_audit()
    assert found.findings == ()
    assert found.entries > 30
    assert found.asked > 40


DAMAGES: dict[str, tuple[Sequence[str], set[str]]] = {
    "a net that did not come": (
        ["update deposits set net = net + 1 where tranche = 1"],
        {"entries", "chain"},
    ),
    "a deduction that is forgotten": (
        ["update deposits set deductions = '[]' where deductions <> '[]'"],
        {"entries"},
    ),
    "holders who get another's part": (
        ["update deposits set holders_amount = holders_amount + 1 where tranche = 1"],
        {"sharing", "entries", "chain"},
    ),
    "more entered than came in": (
        ["update releases set amount = amount * 3 where tranche = 1"],
        {"deposits", "claimable", "chain"},
    ),
    "an index that grew too far": (
        ["update releases set royalty_index = royalty_index + 281474976710656 where tranche = 1"],
        {"deposits", "payments", "claimable", "chain"},
    ),
    "a payment of one unit more": (
        [f"update payments set amount = amount + 1 where (block_number, log_index) in ({PAID} limit 1)"],
        {"payments", "chain"},
    ),
    "a payment twice": (
        [
            "insert into payments select block_number, log_index + 1000, transaction_hash, campaign,"
            f" contract, kind, payee, receiver, amount, succeeded from payments"
            f" where (block_number, log_index) in ({PAID} limit 1)"
        ],
        {"payments", "chain"},
    ),
    "a payment that is forgotten": (
        [f"delete from payments where (block_number, log_index) in ({PAID} order by 1 desc limit 1)"],
        {"chain"},
    ),
    "a failure that is forgotten": (
        ["delete from payments where kind = 'position' and not succeeded"],
        {"positions"},
    ),
    "a transfer of other shares": (
        ["update transfers set shares = shares + 1 where shares = 20"],
        {"payments", "chain"},
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_damage_is_named_by_check_and_project(
    run_audit: RunAudit, engine: AsyncEngine, damage: str
) -> None:
    statements, named = DAMAGES[damage]
    await change(engine, *statements)
    found = (await run_audit()).findings
    assert named <= {each.check for each in found}
    for each in found:
        assert each.campaign in str(each)


def test_every_check_of_the_mirrors_money_is_met_by_a_damage() -> None:
    """Those about the payer's own records are met in test_audit_payouts."""
    met = set().union(*(named for _, named in DAMAGES.values()))
    payer = {"payouts", "events", "statements", "ours"}
    assert {each.name for each in CHECKS} - payer == met - {"chain"}


async def test_the_terminal_says_what_holds_and_what_does_not(
    engine: AsyncEngine, world: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 0 and a line for each check; 1, and the finding below its check."""
    monkeypatch.setenv("COPROD_DATABASE_URL", database_url)
    monkeypatch.setenv("COPROD_RPC_URL", world.anvil.url)
    run = partial(CliRunner().invoke, app, ["audit"])
    good = await to_thread.run_sync(run)
    assert good.exit_code == 0, good.output
    assert good.output.count("✓") == len(CHECKS) + 1
    assert good.output.rstrip().endswith("0 findings")
    (damage, *_), _ = DAMAGES["a payment of one unit more"]
    await change(engine, damage)
    bad = await to_thread.run_sync(run)
    assert bad.exit_code == 1
    assert "✗ payments: each holder was paid what" in bad.output
    assert "\n  payments: project 0x" in bad.output
