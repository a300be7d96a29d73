"""Keys kept in encrypted files, as Brownie, Foundry and geth write them, and those of development chains.

A password is asked on the terminal, or read from the first line of a file; it is never an argument.
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from getpass import getpass
from pathlib import Path
from typing import Any

from eth_account import Account

from backend.addresses import parse_address
from backend.errors import CoprodError
from backend.local import brownie
from backend.local.anvil import MNEMONIC
from scripts.keys.key_signer import KeySigner
from scripts.language import say
from scripts.refusal import Refused

TRIES = 3
"""How often a password is asked on a terminal."""


def open_account(name: str, password_file: Path | None = None) -> KeySigner:
    """One of Brownie's, by its name. Raises Refused."""
    homes = (brownie.HOME, Path.home())
    files = [home / ".brownie" / "accounts" / f"{Path(name).name}.json" for home in homes]
    found = next((file for file in files if file.is_file()), None)
    if found is None:
        raise Refused(
            say(
                "Brownie has no account {name!r}: `make brownie ARGS='accounts new {name}'` makes one, and "
                "--keystore takes the file of any other",
                name=name,
            )
        )
    return _open(found, name, password_file)


def open_keystore(keystore: str, password_file: Path | None = None) -> KeySigner:
    """A keystore (Web3 Secret Storage, version 3) by its path, or by its name among Foundry's.

    Raises Refused.
    """
    file = Path(keystore)
    if file.name == keystore and not file.is_file():
        file = Path.home() / ".foundry" / "keystores" / keystore
    if not file.is_file():
        raise Refused(
            say(
                "there is no keystore {keystore!r}: give the path of the file, or a name in {folder}",
                keystore=keystore,
                folder=Path.home() / ".foundry" / "keystores",
            )
        )
    return _open(file, file.name, password_file)


def open_development_account(address: str, listed: Sequence[str]) -> KeySigner:
    """One of the accounts that a development chain lists, whose keys everybody knows. Raises Refused.

    listed: all that the chain lists, in its order, which is that of the keys.
    """
    secret = development_key(listed.index(address)) if address in listed else b""
    if not secret or Account.from_key(secret).address != address:
        raise Refused(
            say(
                "{address} is no account of this development chain whose key is known: choose another by "
                "--account",
                address=address,
            )
        )
    return KeySigner(address, lambda: secret, address)


@cache
def development_key(index: int) -> bytes:
    """Of the phrase that every development chain starts with."""
    Account.enable_unaudited_hdwallet_features()
    return bytes(Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{index}").key)


def _open(file: Path, name: str, password_file: Path | None) -> KeySigner:
    """The password is asked when the key is needed, and not before."""
    content = _read_keystore(file)
    return KeySigner(_address_in(content), partial(_decrypt, content, file, name, password_file), name)


def _read_keystore(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text())
    except OSError as error:
        raise Refused(say("{file} cannot be read: {why}", file=file, why=error.strerror)) from None
    except ValueError:
        content = None
    if not isinstance(content, dict) or not {"crypto", "Crypto"} & content.keys():
        raise Refused(
            say(
                "{file} is no keystore: `make brownie ARGS='accounts new <name>'`, `cast wallet import` or "
                "`geth account new` makes one",
                file=file,
            )
        )
    return content


def _address_in(content: dict[str, Any]) -> str | None:
    """Where the file names its account: geth's and Brownie's do, Foundry's do not."""
    try:
        return parse_address("0x" + str(content["address"]).lower().removeprefix("0x"))
    except (KeyError, CoprodError):
        return None


def _decrypt(content: dict[str, Any], file: Path, name: str, password_file: Path | None) -> bytes:
    ask, tries = _find_password(name, password_file)
    for left in reversed(range(tries)):
        password = ask()
        try:
            return bytes(Account.decrypt(content, password))
        except ValueError as error:
            if "MAC mismatch" not in str(error):
                raise Refused(say("{file} is a damaged keystore: {why}", file=file, why=error)) from None
        except (KeyError, TypeError, AttributeError):
            raise Refused(say("{file} is a damaged keystore: a part is missing", file=file)) from None
        if left:
            print(say("That is not the password of {name}: try again.", name=name), file=sys.stderr)
    if password_file:
        raise Refused(
            say(
                "the account {name!r} stays locked: the first line of {file} is not its password",
                name=name,
                file=password_file,
            )
        )
    raise Refused(say("the account {name!r} stays locked: that is not its password", name=name))


def _find_password(name: str, password_file: Path | None) -> tuple[Callable[[], str], int]:
    """Who answers with the password, and how often it is worth asking."""
    if password_file:
        try:
            lines = password_file.read_text().splitlines()
        except (OSError, UnicodeDecodeError) as error:
            why = error.reason if isinstance(error, UnicodeDecodeError) else error.strerror
            raise Refused(say("{file} cannot be read: {why}", file=password_file, why=why)) from None
        return lambda: lines[0] if lines else "", 1
    if not sys.stdin.isatty():
        raise Refused(
            say(
                "there is no terminal to ask for the password of {name!r} on: give it by --password-file",
                name=name,
            )
        )
    return partial(getpass, say("Password of {name}: ", name=name)), TRIES
