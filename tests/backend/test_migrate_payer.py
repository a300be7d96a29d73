"""Rows of a payer at work before migrations 0005 and 0006: all that was signed is kept, and goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from eth_account import Account
from sqlalchemy import Connection, create_engine, select, text

from backend.chain import signing
from backend.chain import transactions as chain
from backend.chain.fees import Fees
from backend.db import with_driver
from backend.local.postgres import Postgres
from backend.migrations import migrate, unmigrate
from backend.tables import attempts, dues, payout_rounds, payouts, statement_lines, statements, transactions

BEFORE = "0004"
KEY = Account.from_key(32 * b"\7")
FEES = Fees(41 * 10**9, 3 * 10**9)
# As they could be then, and where a block had them.
OLD = {
    "signed": None,
    "sent": None,
    "mined": 90,
    "final": 70,
    "failed": 71,
    "dropped": None,
    "abandoned": None,
}


def sign(nonce: int, fees: Fees = FEES) -> chain.Signed:
    call = chain.Call(KEY.address, KEY.address, b"\1\2")
    return signing.sign(bytes(KEY.key), 31337, nonce, call, 90_000 + nonce, fees)


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    """At the version before, with rows."""
    postgres.drop_database("coprod_old")
    url = postgres.create_database("coprod_old")
    migrate(url, BEFORE)
    with open_database(url) as connection:
        fill(connection)
    yield url
    postgres.drop_database("coprod_old")


@contextmanager
def open_database(url: str) -> Iterator[Connection]:
    """One transaction, and no connection left behind."""
    engine = create_engine(with_driver(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def fill(connection: Connection) -> None:
    """A statement of each status, a transaction of each, and a round of two payouts that is not over."""
    for number, status in enumerate(("imported", "approved", "deposited", "paid")):
        connection.execute(
            text(
                "INSERT INTO statements (campaign, waterfall, currency, reporter, file_hash, content_hash, "
                "file_name, document, document_hash, uri, gross, net, call, statement_id, status, approvals, "
                "error, created_at) VALUES (:one, :one, :one, :one, :own, :own, 'q3.tsv', :own, :own, 'u', "
                "200, 100, :own, :own, :status, :number, :error, 5)"
            ),
            {
                "one": 20 * b"\1",
                "own": bytes([number]) * 32,
                "status": status,
                "number": number,
                "error": "why" if status == "approved" else None,
            },
        )
    for nonce, (status, block) in enumerate(OLD.items()):
        signed = sign(nonce)
        connection.execute(
            text(
                "INSERT INTO transactions (intent, sender, nonce, receiver, data, gas, raw, hash, status, "
                "block_number, block_hash, error, created_at) VALUES (:intent, :sender, :nonce, :to, "
                "'\\x0102', :gas, :raw, :hash, :status, :block, :block_hash, NULL, :created)"
            ),
            {
                "intent": f"payout:{nonce}",
                "sender": bytes.fromhex(KEY.address[2:]),
                "nonce": nonce,
                "to": bytes.fromhex(KEY.address[2:]),
                "gas": 90_000 + nonce,
                "raw": signed.raw,
                "hash": bytes.fromhex(signed.hash[2:]),
                "status": status,
                "block": block,
                "block_hash": None if block is None else 32 * b"\3",
                "created": 1_000 + nonce,
            },
        )
    connection.execute(
        text(
            "INSERT INTO payout_rounds (campaign, royalty_index, attempt, block_number, opened_at) "
            "VALUES (:one, 77, 1, 60, 6)"
        ),
        {"one": 20 * b"\1"},
    )
    for batch in (1, 2):
        connection.execute(
            text("INSERT INTO payouts VALUES (1, :batch, ARRAY[:holder]::bytea[], :batch)"),
            {"batch": batch, "holder": bytes([batch]) * 20},
        )


def test_everything_that_was_signed_is_the_first_attempt_of_its_transaction(database: str) -> None:
    """7.2: the same bytes can be broadcast again, and a higher fee starts from theirs."""
    migrate(database)
    with open_database(database) as connection:
        rows = connection.execute(select(transactions).order_by(transactions.c.nonce)).all()
        signed = {row.transaction_id: row for row in connection.execute(select(attempts))}
    assert [row.status for row in rows] == list(OLD)
    assert [row.block_number for row in rows] == list(OLD.values())
    assert len(signed) == len(rows)
    for row in rows:
        was = sign(row.nonce)
        assert (row.hash, row.attempt, row.expected_gas, row.gas) == (
            was.hash, 1, 90_000 + row.nonce, 90_000 + row.nonce,
        )  # fmt: skip
        assert (row.gas_used, row.gas_price) == (None, None)
        kept = signed[row.id]
        assert (kept.number, kept.hash, bytes(kept.raw)) == (1, was.hash, was.raw)
        assert (kept.most_fee, kept.tip, kept.created_at) == (FEES.most, FEES.tip, row.created_at)


def test_statements_and_rounds_are_what_they_were(database: str) -> None:
    migrate(database)
    with open_database(database) as connection:
        found = connection.execute(select(statements).order_by(statements.c.id)).all()
        (opened_round,) = connection.execute(select(payout_rounds))
        batches = connection.execute(select(payouts).order_by(payouts.c.batch)).all()
        assert connection.execute(select(statement_lines)).all() == []
        assert connection.execute(select(dues)).all() == []
    assert [(row.status, row.approvals, row.error, row.net) for row in found] == [
        ("imported", 0, None, 100),
        ("approved", 1, "why", 100),
        ("deposited", 2, None, 100),
        ("paid", 3, None, 100),
    ]
    assert [bytes(row.document) for row in found] == [bytes([number]) * 32 for number in range(4)]
    assert (opened_round.royalty_index, opened_round.expected_cost, opened_round.closed_at) == (77, 0, None)
    assert [(row.batch, row.transaction_id) for row in batches] == [(1, 1), (2, 2)]


def test_a_way_back_keeps_what_nodes_may_have(database: str) -> None:
    """What was never signed is forgotten with its payout; what was signed anew is sent as it is newest."""
    migrate(database)
    higher = Fees(FEES.most * 2, FEES.tip * 2)
    newest = sign(1, higher)
    with open_database(database) as connection:
        connection.execute(
            attempts.insert().values(
                transaction_id=2, number=2, hash=newest.hash, raw=newest.raw, most_fee=higher.most,
                tip=higher.tip, signed_at_block=99, created_at=9,
            )
        )  # fmt: skip
        connection.execute(
            transactions.update()
            .where(transactions.c.id == 2)
            .values(status="replaced", attempt=2, hash=newest.hash)
        )
        connection.execute(
            transactions.update().where(transactions.c.id == 1).values(status="due", hash=None, attempt=0)
        )
        connection.execute(attempts.delete().where(attempts.c.transaction_id == 1))
    unmigrate(database, BEFORE)
    with open_database(database) as connection:
        rows = connection.execute(text("SELECT nonce, status, raw, hash FROM transactions ORDER BY nonce"))
        found = {row.nonce: row for row in rows}
        left = connection.execute(text("SELECT batch FROM payouts")).scalars().all()
    assert [row.status for row in found.values()] == ["sent", *list(OLD)[2:]]
    assert bytes(found[1].raw) == newest.raw
    assert bytes(found[2].raw) == sign(2).raw
    assert left == [2]
    migrate(database)
