"""Wallets into a browser: every page of a context finds them, as if they were extensions."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page

from tests.browser.wallet.wallet import ICON, Wallet

PROVIDER = Path(__file__).parent / "provider.js"


def install(context: BrowserContext, *wallets: Wallet) -> None:
    """Once for each context, before its first page."""
    by_key = {str(number): wallet for number, wallet in enumerate(wallets)}

    def ask(_: Any, key: str, method: str, params: Any) -> dict[str, Any]:
        return by_key[key].answer(method, params)

    context.expose_binding("askTestWallet", ask)
    described = [
        {
            "key": key,
            "uuid": str(uuid4()),
            "name": wallet.name,
            "rdns": wallet.rdns,
            "icon": ICON,
            "announces": wallet.announces,
            "injects": wallet.injects,
        }
        for key, wallet in by_key.items()
    ]
    context.add_init_script(f"const WALLETS = {json.dumps(described)};\n{PROVIDER.read_text()}")


def show_account(page: Page, wallet: Wallet, address: str, key: str = "0") -> None:
    """The owner chooses another account in the wallet, which tells the page."""
    wallet.address = address
    _emit(page, key, "accountsChanged", [address.lower()])


def lock(page: Page, key: str = "0") -> None:
    """The owner locks the wallet: it shows no account any more."""
    _emit(page, key, "accountsChanged", [])


def show_chain(page: Page, wallet: Wallet, chain_id: int, key: str = "0") -> None:
    """The owner goes to another network in the wallet."""
    wallet.chain_id = chain_id
    _emit(page, key, "chainChanged", hex(chain_id))


def lose_chain(page: Page, key: str = "0") -> None:
    """The wallet reaches no chain any more (EIP-1193: 4900)."""
    _emit(page, key, "disconnect", {"code": 4900, "message": "Disconnected from all chains."})


def find_chain(page: Page, wallet: Wallet, key: str = "0") -> None:
    """It does again."""
    _emit(page, key, "connect", {"chainId": hex(wallet.chain_id)})


def _emit(page: Page, key: str, name: str, value: Any) -> None:
    page.evaluate("([key, name, value]) => testWallets[key].emit(name, value)", [key, name, value])
