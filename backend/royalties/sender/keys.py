"""Sending accounts, from keystore files: a raw key is never an argument, a setting or a line of a log."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from eth_account import Account

from backend.errors import CoprodError


class KeyUnusable(CoprodError):
    """A keystore cannot be opened: it is missing, no keystore, or its password is another one."""

    status = 500
    type = "key-unusable"
    title = "A sending account cannot be opened"


@dataclass(frozen=True)
class Key:
    """An account that can sign."""

    address: str
    secret: bytes = field(repr=False)


def open_keystore(keystore: Path, password_file: Path) -> Key:
    """The account of an encrypted JSON keystore, with the password in the first line of a file.

    Takes about a second: a keystore is slow to open by design. Raises KeyUnusable, with what to do.
    """
    content = _read(keystore, "keystore")
    password = _read(password_file, "password file").splitlines()
    try:
        secret = bytes(Account.decrypt(content, password[0] if password else ""))
    except ValueError as error:
        if "MAC mismatch" in str(error):
            raise KeyUnusable(f"The password in {password_file} does not open {keystore}.") from None
        raise KeyUnusable(f"{keystore} is no JSON keystore: make one with `geth account new`.") from None
    except (KeyError, TypeError, AttributeError):
        raise KeyUnusable(f"{keystore} is no JSON keystore: make one with `geth account new`.") from None
    return Key(Account.from_key(secret).address, secret)


def write_keystore(path: Path, secret: bytes, password_file: Path) -> str:
    """Encrypt a key into a keystore that only its owner can read; returns the account's address."""
    password = _read(password_file, "password file").splitlines()
    keystore = Account.encrypt(secret, password[0] if password else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(keystore))
    return str(Account.from_key(secret).address)


def _read(path: Path, what: str) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        raise KeyUnusable(f"There is no {what} {path}.") from None
    except PermissionError:
        raise KeyUnusable(f"The {what} {path} may not be read by this user.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyUnusable(f"The {what} {path} cannot be read: {error}.") from None
