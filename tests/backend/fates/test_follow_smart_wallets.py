"""Wallets that are contracts, or act as one (EIP-7702): what they did shows in events (7.3)."""

import pytest
from eth_utils.crypto import keccak

from backend.chain import codec, contracts
from tests.backend.fates.desk import Desk, Json
from tests.browser.wallet.delegate import delegate, encode_batch

EXECUTE = keccak(text="execute(address,bytes)")[:4]
SHARES = 10


def wrap(target: str, data: bytes) -> bytes:
    return EXECUTE + codec.encode([{"type": "address"}, {"type": "bytes"}], (target, data))


@pytest.fixture
def vault(desk: Desk) -> str:
    """A smart wallet of the platform's, with money that the campaign may take."""
    world = desk.world
    world.request("evm_setAutomine", True)
    made = world.create("SmartWallet")
    world.give(desk.project, made, 10**9)
    world.send(world.platform, made, wrap(world.currency, approve(desk, 10**9)))
    world.request("evm_setAutomine", False)
    return made


@pytest.fixture
def smart_fan(desk: Desk) -> str:
    """The fan's own account does several calls at once."""
    desk.world.request("evm_setAutomine", True)
    delegate(desk.world, desk.world.fan)
    desk.world.request("evm_setAutomine", False)
    return desk.world.fan


def approve(desk: Desk, amount: int) -> bytes:
    return contracts.encode_call("IERC20Metadata", "approve", desk.project.campaign, amount)


def buy(desk: Desk) -> tuple[str, bytes]:
    return desk.project.campaign, desk.data("contribute", SHARES, 0)


async def test_a_batch_is_found_by_its_event(desk: Desk, vault: str) -> None:
    """7.3: the page knows but the wallet's name for it, and is gone."""
    fate = await desk.post(wallet=vault)
    said = await desk.put(fate["id"], bundle="0xb0")
    assert (said["status"], said["bundle"]) == ("waiting", "0xb0")
    hash = desk.send(desk.world.platform, vault, wrap(*buy(desk)))
    desk.world.mine()
    await desk.work()
    found = await desk.get(fate["id"])
    assert (found["status"], found["hash"], found["nonce"]) == ("included", hash, None)
    assert [each["hash"] for each in await desk.listed(vault)] == [hash]


async def test_the_hash_of_its_sender_s_transaction_is_taken(desk: Desk, vault: str) -> None:
    """7.3: it is listed once its event shows that it is the wallet's."""
    fate = await desk.post(wallet=vault)
    hash = desk.send(desk.world.platform, vault, wrap(*buy(desk)))
    assert (await desk.put(fate["id"], hash=hash))["status"] == "waiting"
    await desk.work()
    assert await desk.listed(vault) == []
    desk.world.mine()
    await desk.work()
    assert await desk.path(fate["id"]) == ["asked", "waiting", "included"]
    assert len(await desk.listed(vault)) == 1


async def test_a_transaction_without_the_call_is_not_taken(desk: Desk, vault: str) -> None:
    """7.3: the same sender, another call."""
    fate = await desk.post(wallet=vault)
    hash = desk.send(desk.world.platform, vault, wrap(desk.project.campaign, desk.data("revoke")))
    assert (await desk.put(fate["id"], 422, hash=hash))["type"] == "/problems/transaction-of-another-wallet"


async def test_a_batch_that_did_not_do_it_failed(desk: Desk, smart_fan: str) -> None:
    """7.3: its transaction went through, and the event is missing: the bytes alone are nothing."""
    fate = await desk.post()
    # To an account without code: nothing happens, and nothing reverts.
    hidden = encode_batch(
        [(desk.world.stranger, b"".join([bytes.fromhex(desk.project.campaign[2:]), buy(desk)[1]]))]
    )
    hash = desk.send(smart_fan, smart_fan, hidden)
    await desk.put(fate["id"], hash=hash)
    desk.world.mine()
    await desk.work()
    found = await desk.get(fate["id"])
    assert found["status"] == "failed"
    assert "without this action" in found["reason"]


@pytest.mark.parametrize("with_hash", [True, False])
@pytest.mark.parametrize("is_enough", [True, False])
async def test_a_delegated_account_s_batch(
    desk: Desk, smart_fan: str, with_hash: bool, is_enough: bool
) -> None:
    """7.3: EIP-5792 over EIP-7702: allowance and purchase in one transaction to itself, both or none."""
    amount = SHARES * desk.project.terms["campaign"]["pricePerShare"] - (not is_enough)
    allow = approve(desk, amount)
    calls: list[Json] = [{"to": desk.world.currency, "data": "0x" + allow.hex()}, *desk.calls(SHARES)]
    fate = await desk.post(calls=calls)
    hash = desk.send(smart_fan, smart_fan, encode_batch([(desk.world.currency, allow), buy(desk)]))
    said = {"hash": hash} if with_hash else {"bundle": "7"}
    assert (await desk.put(fate["id"], **said))["status"] == "waiting"
    desk.world.mine()
    await desk.work()
    found = await desk.get(fate["id"])
    assert (found["status"], found["hash"]) == ("included" if is_enough else "failed", hash)
    assert is_enough or found["error"].startswith("ERC20InsufficientAllowance")
