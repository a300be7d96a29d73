"""While a journal is kept, everything that scripts send goes through it (PROTOCOL 7.2)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from brownie import web3
from brownie.network.account import LocalAccount

from scripts import chain
from scripts.records import Records
from scripts.refusal import Refused
from scripts.transactions import journal
from scripts.transactions.ledger import Journal
from tests.contracts.currencies import deploy_currency


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Journal]:
    with journal.keep(Records(tmp_path / "31337")) as kept:
        yield kept


@pytest.fixture
def token(accounts: Any) -> Any:
    return deploy_currency("6-decimals", accounts[0])


def used(account: Any) -> int:
    return int(web3.eth.get_transaction_count(str(account)))


def test_without_a_journal_nothing_is_kept(token: Any, producer: Any, tmp_path: Path) -> None:
    assert journal.current() is None
    assert journal.find("x") is None
    assert chain.send(producer, token.mint, producer, 1).status == 1


def test_a_call_is_kept_and_its_receipt_is_that_of_the_chain(
    kept: Journal, token: Any, producer: Any
) -> None:
    receipt = chain.send(producer, token.mint, producer, 5, intent="mint")
    entry = journal.find("mint")
    assert entry is not None
    assert (entry.hash, entry.block_number, entry.is_done) == (receipt.txid, receipt.block_number, True)
    assert receipt.events["Transfer"]["value"] == 5
    assert (entry.sender, entry.receiver) == (str(producer), token.address)
    assert kept.unfinished() == []


def test_an_intent_is_sent_once(kept: Journal, token: Any, producer: Any) -> None:
    """7.2: the second time the first receipt comes back, although the call would succeed again."""
    first = chain.send(producer, token.mint, producer, 5, intent="mint")
    start = used(producer)
    assert chain.send(producer, token.mint, producer, 5, intent="mint").txid == first.txid
    assert (used(producer), token.balanceOf(producer)) == (start, 5)


def test_a_call_without_intent_may_be_repeated(kept: Journal, token: Any, producer: Any) -> None:
    for _ in range(2):
        chain.send(producer, token.mint, producer, 5)
    assert token.balanceOf(producer) == 10
    assert len(kept.entries()) == 2


def test_a_contract_is_made_once_for_an_intent(kept: Journal, producer: Any) -> None:
    """7.2: its address is that of the transaction that was mined."""
    first, receipt = chain.create("Waterfall", account=producer, intent="deploy:Waterfall")
    again, same = chain.create("Waterfall", account=producer, intent="deploy:Waterfall")
    assert (first, receipt.txid) == (again, same.txid)
    assert web3.eth.get_code(first)


def test_what_the_contract_refuses_is_refused_in_words_and_not_kept(
    kept: Journal, token: Any, producer: Any, stranger: Any
) -> None:
    with pytest.raises(Refused, match="has 0"):
        chain.send(stranger, token.transfer, producer, 1, intent="transfer")
    assert kept.entries() == []


def test_a_key_of_brownies_own_signs(kept: Journal, token: Any, accounts: Any, producer: Any) -> None:
    """7.3: an account that Brownie keeps, as well as those of the development chain."""
    own = accounts.add()
    assert isinstance(own, LocalAccount)
    producer.transfer(own, "1 ether", silent=True)
    chain.send(own, token.mint, producer, 3)
    assert [each.sender for each in kept.entries()] == [str(own)]


def test_a_block_that_begins_another_chain_is_another_journal(
    kept: Journal, token: Any, producer: Any
) -> None:
    """7.2: the first block's hash tells a development chain from one that began again."""
    chain.send(producer, token.mint, producer, 5, intent="mint")
    assert Journal(kept.folder, "0x" + 64 * "0").find("mint") is None
    found = Journal(kept.folder).find("mint")
    assert found is not None
    assert found.genesis == journal.genesis()
