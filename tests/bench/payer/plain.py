"""(c) What a plain script does: one transfer of the currency for each holder, with web3.py."""

import time

from web3 import HTTPProvider, Web3

from backend.royalties.sender.keys import Key
from tests.bench.payer.town import Town

ABI = [
    {
        "type": "function",
        "name": "transfer",
        "stateMutability": "nonpayable",
        "inputs": [{"name": "to", "type": "address"}, {"name": "amount", "type": "uint256"}],
        "outputs": [{"name": "", "type": "bool"}],
    }
]


def transfer_to_each(town: Town, key: Key, sample: int) -> float:
    """Seconds for so many holders, until the last transfer is mined."""
    web3 = Web3(HTTPProvider(town.world.anvil.url))
    currency = web3.eth.contract(address=web3.to_checksum_address(town.world.currency), abi=ABI)
    start, sent = time.perf_counter(), []
    nonce = web3.eth.get_transaction_count(web3.to_checksum_address(key.address))
    for holder in list(town.shares)[:sample]:
        call = currency.functions.transfer(web3.to_checksum_address(holder), 1_000_000)
        transaction = call.build_transaction({"from": web3.to_checksum_address(key.address), "nonce": nonce})
        signed = web3.eth.account.sign_transaction(transaction, key.secret)
        sent.append(web3.eth.send_raw_transaction(signed.raw_transaction))
        nonce += 1
    for each in sent:
        receipt = web3.eth.wait_for_transaction_receipt(each)
        assert receipt["status"] == 1, f"the transfer {each.hex()} failed"
    return time.perf_counter() - start
