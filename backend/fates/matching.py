"""Whether a transaction is the one that a wallet was asked for. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from backend.chain import contracts
from backend.chain.sightings import Transaction
from backend.fates.actions import ACTIONS
from backend.fates.fate import Call, Fate

SELECTOR = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What a transaction must do to be this fate's: one of `calls`, or else a call of `targets` that begins
    with one of `selectors`."""

    wallet: str
    calls: tuple[Call, ...]
    targets: frozenset[str]
    selectors: frozenset[bytes]


def read_asked(fate: Fate, targets: Collection[str]) -> Asked:
    """Of a fate, with the contracts on which its action is done."""
    selectors, wanted = ACTIONS[fate.action].selectors, frozenset(targets)
    mine = tuple(each for each in fate.calls if each.to in wanted and each.data[:SELECTOR] in selectors)
    return Asked(fate.wallet, mine, wanted, selectors)


def is_sent_by_wallet(asked: Asked, found: Transaction) -> bool:
    """The wallet signed it itself, and it does what was asked: alone, or in a batch (EIP-7702)."""
    if found.sender != asked.wallet:
        return False
    return _is_call(asked, found) or (found.receiver == asked.wallet and carries(asked, found.data))


def is_direct(asked: Asked, found: Transaction) -> bool:
    """It is the call itself: where it succeeds, that was done."""
    return found.sender == asked.wallet and _is_call(asked, found)


def may_be_sent_for_wallet(asked: Asked, found: Transaction) -> bool:
    """Somebody else's transaction, which names the wallet and carries what was asked: a smart wallet's.

    It only may: anybody can write these bytes. That it did shows in its events.
    """
    names = found.receiver == asked.wallet or _bytes(asked.wallet) in found.data
    return found.sender != asked.wallet and names and carries(asked, found.data)


def is_later(fate: Fate, found: Transaction) -> bool:
    """Whether it can have been sent after it was asked for: by its nonce where that tells, or its block."""
    if found.sender == fate.wallet and fate.free_nonce is not None:
        return found.nonce >= fate.free_nonce
    return found.block_number is None or found.block_number > fate.asked_block


def carries(asked: Asked, data: bytes) -> bool:
    """Somewhere in a batch's data stands a call that was asked for, and its target."""
    if asked.calls:
        return any(_bytes(each.to) in data and each.data in data for each in asked.calls)
    return any(_bytes(each) in data for each in asked.targets) and any(
        each in data for each in asked.selectors
    )


def _is_call(asked: Asked, found: Transaction) -> bool:
    if found.receiver is None:
        return False
    if asked.calls:
        given = (found.receiver, _without_permit(found.data))
        return any(given == (each.to, _without_permit(each.data)) for each in asked.calls)
    return found.receiver in asked.targets and found.data[:SELECTOR] in asked.selectors


def _without_permit(data: bytes) -> bytes:
    """A permit changes how the money is allowed, and not what is bought with it."""
    whole = contracts.encode_call("Campaign", "contributeWithPermit", 0, 0, (0, 0, 0, bytes(32), bytes(32)))
    if data[:SELECTOR] != whole[:SELECTOR] or len(data) != len(whole):
        return data
    return contracts.encode_call("Campaign", "contribute", 0, 0)[:SELECTOR] + data[SELECTOR : SELECTOR + 64]


def _bytes(address: str) -> bytes:
    return bytes.fromhex(address[2:])
