"""A permit is offered where it is sure to hold, and nowhere else (3.1, K14)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from eth_utils.crypto import keccak

from backend.calls import Prepared
from backend.calls.permits import SECONDS, PermitUnusable, hash_domain
from backend.chain.client import ChainClient
from tests.backend.calls.conftest import Prepare, Send
from tests.backend.calls.test_raising import allowance, shares_of
from tests.backend.mirror.faults import Answer, Call, Fault
from tests.backend.mirror.lies import Lacks
from tests.backend.mirror.proxy import Proxy
from tests.backend.terms import EURO
from tests.backend.world import Project, World


@pytest.fixture
async def node(proxy: Proxy) -> AsyncIterator[ChainClient]:
    """By the proxy, so that the currency can answer as others do."""
    with proxy.listen() as url:
        async with ChainClient(url) as client:
            yield client


def sign(world: World, signer: str, said: Prepared) -> dict[str, Any]:
    assert said.permit is not None
    signature = world.request("eth_signTypedData_v4", signer, dict(said.permit.typed_data))
    return {"deadline": said.permit.deadline, "signature": signature}


async def test_permit_replaces_the_approval(world: World, raising: Project, ask: Prepare, send: Send) -> None:
    """3.1: of the exact price, for half an hour, and nothing of it is left."""
    offered = await ask("contribute", raising, world.fan, shares=10)
    assert offered.permit is not None
    message = offered.permit.typed_data["message"]
    assert (message["value"], message["spender"]) == (str(100 * EURO), raising.campaign)
    assert offered.permit.deadline == world.now() + SECONDS
    said = await ask("contribute", raising, world.fan, shares=10, permit=sign(world, world.fan, offered))
    assert [each.action for each in said.calls] == ["contribute"]
    assert said.simulation.succeeds
    send(said)
    assert shares_of(world, raising, world.fan) == 10
    assert allowance(world, raising, world.fan) == 0


async def test_permit_that_somebody_used_first_does_no_harm(
    world: World, raising: Project, ask: Prepare, send: Send
) -> None:
    """K14"""
    permit = sign(world, world.fan, await ask("contribute", raising, world.fan, shares=10))
    raw = bytes.fromhex(permit["signature"][2:])
    values = (world.fan, raising.campaign, 100 * EURO, permit["deadline"], raw[64], raw[:32], raw[32:64])
    world.act(world.stranger, "ShareToken", world.currency, "permit", *values)
    said = await ask("contribute", raising, world.fan, shares=10, permit=permit)
    assert said.simulation.succeeds
    send(said)
    assert shares_of(world, raising, world.fan) == 10


async def test_permit_of_somebody_else_is_told_before_it_is_sent(
    world: World, raising: Project, ask: Prepare
) -> None:
    """3.1"""
    permit = sign(world, world.stranger, await ask("contribute", raising, world.fan, shares=10))
    said = await ask("contribute", raising, world.fan, shares=10, permit=permit)
    assert said.simulation.succeeds is False
    assert said.simulation.reason is not None
    assert said.simulation.reason.startswith("The permission that you signed does not hold")


async def test_permit_for_fewer_shares_does_not_serve_for_more(
    world: World, raising: Project, ask: Prepare
) -> None:
    """3.1: the value is that of the request, which the signature then is not over."""
    permit = sign(world, world.fan, await ask("contribute", raising, world.fan, shares=10))
    said = await ask("contribute", raising, world.fan, "fr", shares=11, permit=permit)
    assert said.simulation.reason is not None
    assert said.simulation.reason.startswith("La permission que vous avez signée ne vaut pas")


async def test_signature_of_a_smart_wallet_is_no_permit(world: World, raising: Project, ask: Prepare) -> None:
    """3.1: it may have any length, and ERC-2612 takes 65 bytes."""
    wallet = world.create("SmartWallet")
    world.tell(world.currency, "mint(address,uint256)", wallet, 100 * EURO)
    said = await ask("contribute", raising, wallet, shares=10)
    assert said.permit is None
    assert [each.action for each in said.calls] == ["approve", "contribute"]
    permit = {"deadline": 2**40, "signature": "0x" + 130 * "ab"}
    with pytest.raises(PermitUnusable):
        await ask("contribute", raising, wallet, shares=10, permit=permit)


async def test_account_that_delegates_can_still_sign(world: World, raising: Project, ask: Prepare) -> None:
    """5.4: an EIP-7702 delegation is no contract; its key is where it was."""
    wallet = world.create("SmartWallet")
    world.request("anvil_setCode", world.fan, "0xef0100" + wallet[2:].lower())
    offered = await ask("contribute", raising, world.fan, shares=10)
    said = await ask("contribute", raising, world.fan, shares=10, permit=sign(world, world.fan, offered))
    assert said.simulation.succeeds


@dataclass
class Answers(Fault):
    """A currency that answers otherwise to one function; None: it does not have it."""

    function: str = ""
    answer: str | None = None

    def twist(self, proxy: Proxy, call: Call, answer: Answer) -> Answer:
        selector = "0x" + keccak(text=self.function)[:4].hex()
        if call["method"] != "eth_call" or call["params"][0]["data"][:10] != selector:
            return answer
        if self.answer is None:
            return {
                "jsonrpc": "2.0",
                "id": answer["id"],
                "error": {"code": 3, "message": "execution reverted"},
            }
        return {"jsonrpc": "2.0", "id": answer["id"], "result": self.answer}


@pytest.mark.parametrize(
    ("function", "answer"),
    [
        ("DOMAIN_SEPARATOR()", None),
        ("DOMAIN_SEPARATOR()", "0x" + 32 * "07"),
        ("DOMAIN_SEPARATOR()", "0x"),
        ("nonces(address)", None),
        # As DAI does it: another message, of the same domain.
        ("PERMIT_TYPEHASH()", "0xea2aa0a1be11a07ed86d755c93467f4f82362b452371d1ba94d1715123511acb"),
    ],
)
async def test_currency_without_a_sure_permit_is_approved_by_a_call(
    world: World, raising: Project, ask: Prepare, proxy: Proxy, function: str, answer: str | None
) -> None:
    """K19: a signature that might be worth nothing is not asked for."""
    proxy.faults = [Answers(function=function, answer=answer)]
    said = await ask("contribute", raising, world.fan, shares=10)
    assert said.permit is None
    assert [each.action for each in said.calls] == ["approve", "contribute"]
    assert said.simulation.succeeds


async def test_currency_that_does_not_describe_its_domain_has_a_permit_too(
    world: World, raising: Project, ask: Prepare, proxy: Proxy
) -> None:
    """3.1: older ones say their name and version only; the separator proves the rest."""
    proxy.faults = [Answers(function="eip712Domain()")]
    offered = await ask("contribute", raising, world.fan, shares=10)
    permit = sign(world, world.fan, offered)
    assert (await ask("contribute", raising, world.fan, shares=10, permit=permit)).simulation.succeeds


async def test_currency_that_wants_none_before_another_gets_none(
    world: World, raising: Project, ask: Prepare, send: Send, proxy: Proxy
) -> None:
    """K19: where an approval cannot be changed, it is withdrawn first."""
    world.act(world.fan, "IERC20Metadata", world.currency, "approve", raising.campaign, 7)
    assert len((await ask("contribute", raising, world.fan, shares=10)).calls) == 2
    proxy.faults = [Lacks(method="eth_simulateV1"), Answers(function="approve(address,uint256)")]
    said = await ask("contribute", raising, world.fan, shares=10)
    assert [each.action for each in said.calls] == ["approve", "approve", "contribute"]
    send(said)
    assert shares_of(world, raising, world.fan) == 10
    assert allowance(world, raising, world.fan) == 0


@pytest.mark.parametrize("fields", [("name", "version"), ("name",), ("name", "version", "salt")])
def test_domain_is_hashed_over_the_fields_it_has(fields: tuple[str, ...]) -> None:
    """EIP-712: some currencies leave out the version, or add a salt."""
    whole = {"name": "EURC", "version": "2", "salt": "0x" + 32 * "07"}
    address = "0x1aBaEA1f7C830bD89Acc67eC4af516284b1bC33c"
    domain = {key: whole[key] for key in fields} | {"chainId": 1, "verifyingContract": address}
    order = ("name", "version", "chainId", "verifyingContract", "salt")
    kinds = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address"}
    listed = ",".join(f"{kinds.get(each, 'bytes32')} {each}" for each in order if each in domain)
    words = {
        "name": keccak(text="EURC"),
        "version": keccak(text="2"),
        "chainId": (1).to_bytes(32, "big"),
        "verifyingContract": bytes(12) + bytes.fromhex(address[2:]),
        "salt": bytes.fromhex(32 * "07"),
    }
    encoded = b"".join(words[each] for each in order if each in domain)
    assert hash_domain(domain) == keccak(keccak(text=f"EIP712Domain({listed})") + encoded)
