"""Royalties become money in wallets: approved statements are deposited, and what holders are owed is paid.

All that is to be done stands in the database, and each step is one transaction there: a payer that is killed
takes nothing with it, another one goes on, and several share the work.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.amounts import format_decimal, least_units
from backend.chain.client import ChainClient
from backend.db import describe, is_lost
from backend.errors import CoprodError
from backend.royalties.batches import Pushing
from backend.royalties.completion import finish_statements, note_deposits
from backend.royalties.deposits import advance_deposit, find_next_deposits, lock_statement
from backend.royalties.payouts import advance_round, find_campaigns
from backend.royalties.releases import Release, find_releases, record_release
from backend.royalties.sender.accounts import GWEI, Sending, find_low_balance
from backend.royalties.sender.keys import Key, KeyUnusable
from backend.royalties.sender.lag import find_chain
from backend.royalties.sender.settlement import settle
from backend.royalties.sender.signing import fill_gaps, raise_stuck, sign_due
from backend.settings import Settings

log = structlog.get_logger("payer")

LOOK_SECONDS = 60
"""Between two looks at what the accounts have left for gas."""
COIN_DECIMALS = 18

Job = Callable[[AsyncConnection], Awaitable[bool]]


class Payer:
    """The royalties' work, step by step: `payer` sends payouts, each of `reporters` deposits what it reports.

    Without a payer nobody is pushed: holders can still claim.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        client: ChainClient,
        chain_id: int,
        settings: Settings,
        *,
        payer: Key | None,
        reporters: dict[str, Key],
    ) -> None:
        def open_account(key: Key) -> Sending:
            return Sending(
                key,
                chain_id,
                settings.gas_margin_percent,
                most_fee=int(settings.most_fee_gwei * GWEI),
                patience=settings.patience_blocks,
                in_flight=settings.in_flight,
            )

        self._engine = engine
        self._client = client
        self._chain_id = chain_id
        self._pushing = Pushing(settings.payout_minimum, settings.payout_batch, settings.payout_gas)
        self._payer = payer and open_account(payer)
        self._reporters = {each: open_account(key) for each, key in reporters.items()}
        self._low_balance = least_units(settings.low_balance, COIN_DECIMALS)
        self._alarms: dict[str, str] = {}

    async def follow(self, stopping: asyncio.Event, pause: float) -> None:
        """Step until `stopping`, and wait `pause` seconds whenever there was nothing to do."""
        looked_at = float(-LOOK_SECONDS)
        while not stopping.is_set():
            try:
                busy = await self.step()
                self._alarms.pop("database", None)
                if time.monotonic() - looked_at > LOOK_SECONDS:
                    await self.look_at_balances()
                    looked_at = time.monotonic()
            except DBAPIError as failure:
                if not is_lost(failure):
                    raise
                self._alarm("database", describe(failure))
                busy = False
            if not busy:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), pause)

    async def step(self) -> bool:
        """Do everything that can be done now; returns whether anything was."""
        async with self._engine.connect() as connection:
            # Of another chain, or not begun: the mirror says so, and nothing is sent to this one meanwhile.
            if await find_chain(connection) != self._chain_id:
                return False
            deposits = await find_next_deposits(connection)
            campaigns = await find_campaigns(connection) if self._payer else []
            releases = (
                await find_releases(connection, self._payer.chain_id, self._pushing.minimum)
                if self._payer
                else []
            )
        jobs: dict[str, Job] = {f"statement {key}": partial(self._deposit, key) for key in deposits}
        if self._payer:
            jobs |= {
                f"release {each.share_token} {each.number}": partial(self._release, self._payer, each)
                for each in releases
            }
            jobs |= {f"payout {each}": partial(self._pay, self._payer, each) for each in campaigns}
        for account in self._accounts:
            jobs |= {
                f"raise {account.address}": partial(self._raise, account),
                f"sign {account.address}": partial(self._sign, account),
            }
        jobs |= {"transactions": self._settle, "statements": self._finish}
        return any([await self._attempt(name, job) for name, job in jobs.items()])

    @property
    def _accounts(self) -> list[Sending]:
        """Each once: the payer may report too."""
        payer = {self._payer.address: self._payer} if self._payer else {}
        return list((self._reporters | payer).values())

    async def look_at_balances(self) -> None:
        """Alarm, once, for each account that has too little left for gas."""
        for account in self._accounts:
            name = f"balance {account.address}"
            try:
                low = await find_low_balance(self._client, account.address, self._low_balance)
            except CoprodError as failure:
                low = failure.detail
            if low is None:
                self._alarms.pop(name, None)
            else:
                self._alarm(name, low)

    async def _attempt(self, name: str, job: Job) -> bool:
        """One job in one transaction. What stops it is said once; it is tried again at the next step."""
        try:
            async with self._engine.begin() as connection:
                done = await job(connection)
        except CoprodError as stop:
            self._alarm(name, stop.detail)
            return False
        self._alarms.pop(name, None)
        return done

    def _alarm(self, name: str, message: str) -> None:
        if self._alarms.get(name) != message:
            self._alarms[name] = message
            log.error(message, job=name)

    async def _deposit(self, key: int, connection: AsyncConnection) -> bool:
        statement = await lock_statement(connection, key, "approved")
        if statement is None:
            return False
        reporter = self._reporters.get(statement.reporter)
        if reporter is None:
            raise KeyUnusable(
                f"Statement {key} is to be deposited by {statement.reporter}, of which there is no keystore "
                "here: set COPROD_REPORTER_KEYSTORE, or deposit from that wallet "
                f"(`coprod statements to-send {key}`)."
            )
        done = await advance_deposit(connection, self._client, reporter, statement)
        if done == "stopped":
            log.error(
                "deposit stopped: see the statement's error", statement=key, campaign=statement.campaign
            )
        elif done:
            log.info(f"deposit {done}", statement=key, campaign=statement.campaign, net=statement.net)
        return done is not None

    async def _release(self, payer: Sending, release: Release, connection: AsyncConnection) -> bool:
        await record_release(connection, self._client, payer, release)
        log.info(
            "release recorded",
            share_token=release.share_token,
            tranche=release.number,
            worth=format_decimal(release.worth),
        )
        return True

    async def _pay(self, payer: Sending, campaign: str, connection: AsyncConnection) -> bool:
        outcome = await advance_round(connection, self._client, payer, self._pushing, campaign)
        if outcome is None:
            return False
        if outcome.error:
            log.error(outcome.error, campaign=campaign)
        if outcome.refused:
            log.warning(
                "payments refused, still owed, tried again later", campaign=campaign, refused=outcome.refused
            )
        if outcome.closed:
            log.info("payouts closed", campaign=campaign, attempt=outcome.attempt, cost_wei=outcome.cost)
            return True
        counts = {
            "holders": outcome.holders,
            "batches": outcome.batches,
            "expected_cost_wei": outcome.cost,
        }
        log.info("payouts recorded", campaign=campaign, attempt=outcome.attempt, **counts)
        return True

    async def _raise(self, account: Sending, connection: AsyncConnection) -> bool:
        raised = await raise_stuck(connection, self._client, account)
        if raised:
            log.warning("signed anew with a higher fee", account=account.address, transactions=raised)
        return raised > 0

    async def _sign(self, account: Sending, connection: AsyncConnection) -> bool:
        filled = await fill_gaps(connection, self._client, account)
        if filled:
            log.warning("nonces without a transaction: filled", account=account.address, nonces=filled)
        return filled + await sign_due(connection, self._client, account) > 0

    async def _settle(self, connection: AsyncConnection) -> bool:
        settled = await settle(connection, self._client)
        for alarm in settled.alarms:
            log.error(alarm)
        return settled.moved > 0

    async def _finish(self, connection: AsyncConnection) -> bool:
        deposited, paid = await note_deposits(connection), await finish_statements(connection)
        for key in deposited:
            log.info("statement deposited", statement=key)
        for key in paid:
            log.info("statement paid", statement=key)
        return bool(deposited or paid)
