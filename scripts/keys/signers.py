"""Who signs: an account whose key is at hand, the browser's wallet, or a Safe.

    KeySigner       a keystore of Brownie, Foundry or geth, or an account of a development chain: signs here
    BrowserSigner   signs and sends by itself, choosing nonce and fees
    SafeSigner      sends nothing: its owners confirm a file elsewhere

All have `.address`, checksummed, which is also str(signer), so that a signer stands wherever an account does,
and `.sign_typed_data(described, words)`, `.sign_text(text)`. What differs is how a transaction leaves:
KeySigner.sign_transaction, BrowserSigner.send_transaction, SafeSigner.write_calls. Nothing here broadcasts or
keeps a journal, and no raw key is an argument or in the environment.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from backend.chain.transactions import Call
from backend.chain.typed_data import TypedData
from scripts.keys.browser_signer import BrowserSigner
from scripts.keys.key_signer import KeySigner
from scripts.keys.keystores import open_account, open_development_account, open_keystore
from scripts.keys.safe import HandedOver, SafeSigner
from scripts.language import say
from scripts.refusal import Refused

__all__ = [
    "BrowserSigner",
    "HandedOver",
    "KeySigner",
    "SafeSigner",
    "SendingSigner",
    "Signer",
    "WritingSigner",
    "open_signer",
    "refuse_other",
]


class Signer(Protocol):
    """What all kinds have in common."""

    @property
    def address(self) -> str:
        """Checksummed. Raises Refused when nobody says it."""
        ...

    def sign_typed_data(self, described: TypedData, words: tuple[str, ...] = ()) -> str:
        """The signature, 0x and hexadecimal digits. words: what it says, one sentence each.

        Raises Refused when the person says no, or when this kind cannot sign without a transaction.
        """
        ...

    def sign_text(self, text: str) -> str:
        """What personal_sign makes of a text (EIP-191), for signing in. Raises Refused."""
        ...


class SendingSigner(Signer, Protocol):
    """The browser's wallet: it sends by itself, and only says by what hash."""

    def send_transaction(
        self, call: Call, chain_id: int, gas: int, words: tuple[str, ...] = (), nonce: int | None = None
    ) -> str:
        """As BrowserSigner does."""
        ...


class WritingSigner(Signer, Protocol):
    """A Safe: it writes what its owners have to confirm, and nothing is sent."""

    def write_calls(self, calls: Sequence[Call], chain_id: int, words: tuple[str, ...] = ()) -> Path:
        """As SafeSigner does."""
        ...


def open_signer(
    account: str = "",
    keystore: str = "",
    password_file: Path | None = None,
    browser: bool = False,
    safe: str = "",
    *,
    address: str | None = None,
    unlocked: Sequence[str] = (),
    index: int = 0,
) -> Signer:
    """The one that the options choose, else one of `unlocked`, which a development chain lists.

    account: the name of Brownie's; keystore: a file, or the name of Foundry's; safe: its address.
    address: who it must be, when it may not be just anybody; index: which of the unlocked ones otherwise.
    Raises Refused, saying which account is needed.
    """
    if sum(map(bool, (account, keystore, browser, safe))) > 1:
        raise Refused(say("one signs: choose one of --account, --keystore, --browser and --safe"))
    if browser:
        return BrowserSigner(address)
    signer: KeySigner | SafeSigner
    if safe:
        signer = SafeSigner(safe)
    elif keystore:
        signer = open_keystore(keystore, password_file)
    elif account:
        signer = open_account(account, password_file)
    elif address in unlocked or (address is None and index < len(unlocked)):
        return open_development_account(address or unlocked[index], unlocked)
    elif address:
        raise Refused(
            say(
                "{address} has to sign this: choose it by --account, --keystore, --browser or --safe "
                "(COPROD_ACCOUNT names a Brownie account, too)",
                address=address,
            )
        )
    else:
        raise Refused(
            say(
                "nobody signs here: choose an account by --account, --keystore, --browser or --safe "
                "(COPROD_ACCOUNT names a Brownie account, too)"
            )
        )
    refuse_other(signer, address)
    return signer


def refuse_other(signer: Signer, address: str | None) -> None:
    """Raises Refused unless the signer is that account; None is anybody."""
    if address is not None and signer.address != address:
        raise Refused(
            say("{address} has to sign this, and {other} was chosen", address=address, other=signer.address)
        )
