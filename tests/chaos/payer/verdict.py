"""What everybody has in the end, by the chain, beside what was owed."""

import asyncio
from dataclasses import dataclass, field

from backend.books.audit import audit
from backend.chain.client import ChainClient
from backend.db import open_engine
from backend.mirror.proof.reconcile import reconcile
from tests.chaos.payer.payday import Payday


@dataclass
class Verdict:
    """double, missing: holders who were paid more, or less, than is owed; off: units in all. stuck: accounts
    with nonces that wait, and transactions that are not over. findings: of the audit and of reconcile."""

    double: int = 0
    missing: int = 0
    off: int = 0
    stuck: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


def judge(payday: Payday) -> Verdict:
    """Nobody may be at work any more."""
    verdict = Verdict()
    _compare(payday, verdict)
    _look_for_stuck(payday, verdict)
    verdict.findings += asyncio.run(_audit(payday))
    return verdict


def _compare(payday: Payday, verdict: Verdict) -> None:
    """By the currency itself: nobody had any before."""
    world, token = payday.company.world, ("ShareToken", payday.company.project.share_token)
    (index,) = world.call(*token, "index")
    verdict.findings += _check_index(payday, index)
    for holder, shares in payday.company.shares.items():
        (has,) = world.call("IERC20Metadata", world.currency, "balanceOf", holder)
        difference = has - (index * shares >> 48)
        verdict.double += difference > 0
        verdict.missing += difference < 0
        verdict.off += abs(difference)


def _check_index(payday: Payday, index: int) -> list[str]:
    """What shares have earned, by the statements: 5 % off the top, 30 % for the producer, rounded down."""
    whole = 0
    for gross, net in payday.ledger.ask("select gross, net from statements"):
        left = int(net) - int(gross) * 500 // 10_000
        whole += left - left * 3_000 // 10_000
    earned = index * sum(payday.company.shares.values()) >> 48
    return [] if whole - 1 <= earned <= whole else [f"{earned} units were earned, and {whole} came in"]


def _look_for_stuck(payday: Payday, verdict: Verdict) -> None:
    for status, number in payday.ledger.statuses().items():
        if status not in ("final", "failed", "abandoned"):
            verdict.stuck.append(f"{number} transactions are {status}")
    for account in (payday.company.payer.address, payday.company.reporter.address):
        latest, pending = (
            payday.company.world.request("eth_getTransactionCount", account, which)
            for which in ("latest", "pending")
        )
        if latest != pending:
            verdict.stuck.append(f"{account}: nonces from {latest} wait")


async def _audit(payday: Payday) -> list[str]:
    """In words of their own: nothing, when the books, the mirror and the chain agree."""
    async with (
        open_engine(payday.ledger.url) as engine,
        ChainClient(payday.company.world.anvil.url) as client,
    ):
        async with engine.connect() as connection:
            audited = await audit(connection, client)
        async with engine.connect() as connection:
            compared = await reconcile(client, connection)
    return [str(each) for each in (*audited.findings, *compared.differences)]
