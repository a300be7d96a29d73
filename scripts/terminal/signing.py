"""Which account the options choose, once a chain is connected."""

from pathlib import Path

from scripts.keys.signers import Signer, open_signer
from scripts.terminal.frame import tell
from scripts.transactions.manner import Step

WORTH_TELLING = ("asked", "sent", "dearer", "taken back")
"""Of the moments of scripts/transactions/manner.py."""


def choose_signer(
    account: str = "",
    keystore: str = "",
    password_file: Path | None = None,
    browser: bool = False,
    safe: str = "",
    *,
    address: str | None = None,
    index: int = 0,
) -> Signer:
    """The one that the options choose; else, on a development chain, one of those that it has unlocked.

    address: who it must be, when it may not be just anybody; index: which of the unlocked ones otherwise.
    Raises Refused.
    """
    from brownie import accounts

    from scripts import chain

    unlocked = [str(each) for each in accounts] if chain.is_development() else []
    return open_signer(
        account, keystore, password_file, browser, safe, address=address, unlocked=unlocked, index=index
    )


def watch(step: Step) -> None:
    """Tells what a person wants to know while something is sent; the rest takes no time."""
    if step.note or step.moment in WORTH_TELLING:
        tell(f"  {step.words}")
