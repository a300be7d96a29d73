"""A contract for wallets that do several calls in one transaction (EIP-7702), by hand: nothing compiles it.

Its calldata is one record after another: address as a word, length as a word, so many bytes. What a
call reverts with comes back, and then none of them happened. Anybody could call it: for tests only.
"""

from collections.abc import Iterable

from eth_utils.crypto import keccak

from backend.chain import codec
from tests.backend.world import World

CODE = bytes.fromhex(
    # From the first record on, as long as there is another:
    "5f" "5b" "368110600957" "00"
    # its length; its bytes to memory;
    "5b" "80602001" "35" "80826040015f37"
    # the call, with all gas; on failure the same bytes as revert;
    "5f5f825f5f86355af1" "602957" "3d5f5f3e3d5ffd"
    # the next record.
    "5b" "01604001" "600156"
)  # fmt: skip
CREATION = bytes.fromhex("60" + f"{len(CODE):02x}" + "80600a5f395ff3" + "00") + CODE
POINTER = bytes.fromhex("ef0100")


def delegate(world: World, wallet: str) -> None:
    """From now on the wallet runs CODE, as after an authorization that it signed."""
    contract = world.send(wallet, None, CREATION)["contractAddress"]
    world.request("anvil_setCode", wallet, "0x" + (POINTER + bytes.fromhex(contract[2:])).hex())


def encode_execution(to: str, data: bytes) -> bytes:
    """The owner's call of contracts/testing/SmartWallet.sol that has it call `to`."""
    types = [{"type": "address"}, {"type": "bytes"}]
    return keccak(text="execute(address,bytes)")[:4] + codec.encode(types, [to, data])


def encode_batch(calls: Iterable[tuple[str, bytes]]) -> bytes:
    """(address, data) of each, in order."""
    return b"".join(
        bytes.fromhex(to[2:]).rjust(32, b"\0") + len(data).to_bytes(32) + data for to, data in calls
    )
