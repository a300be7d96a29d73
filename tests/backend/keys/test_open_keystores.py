"""Keys out of encrypted files, with a password that is asked or read from a file (issue F) (9.4)."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account

from backend.chain.fees import Fees
from backend.chain.transactions import Call
from backend.local.anvil import MNEMONIC
from scripts.keys.keystores import development_key, open_account, open_development_account, open_keystore
from scripts.keys.signers import open_signer
from scripts.refusal import Refused

OWNER = Account.from_key(b"\x07" * 32)
PASSWORD = "été 2026"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COPROD_LANGUAGE", "en")
    return tmp_path


def keep(file: Path, *, named: bool = True, **changes: Any) -> Path:
    """A real keystore; Foundry's have no address in them."""
    content = Account.encrypt(OWNER.key, PASSWORD, kdf="scrypt", iterations=2) | changes
    if not named:
        del content["address"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content))
    return file


def password_file(home: Path, text: str = PASSWORD + "\n") -> Path:
    (home / "password").write_text(text)
    return home / "password"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person types, in this order, where there is a terminal."""
    answers: list[str] = []
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    monkeypatch.setattr("scripts.keys.keystores.getpass", lambda prompt: answers.pop(0))
    return answers


@pytest.mark.parametrize("named", [True, False])
def test_brownie_foundry_and_geth_write_the_same_kind(home: Path, named: bool) -> None:
    secret = password_file(home)
    keep(home / ".brownie" / "accounts" / "me.json", named=named)
    keep(home / ".foundry" / "keystores" / "mine", named=named)
    assert open_account("me", secret).address == OWNER.address
    assert open_keystore("mine", secret).address == OWNER.address
    assert open_keystore(str(home / ".foundry" / "keystores" / "mine"), secret).address == OWNER.address


def test_no_password_is_asked_before_the_key_is_needed(home: Path, typed: list[str]) -> None:
    signer = open_keystore(str(keep(home / "key")))
    assert str(signer) == OWNER.address
    typed.append(PASSWORD)
    text = signer.sign_text("hello")
    assert signer.sign_text("hello") == text, "asked once"


def test_a_wrong_password_is_asked_again_three_times(home: Path, typed: list[str], capsys: Any) -> None:
    file = str(keep(home / "key"))
    typed += ["a", "b", PASSWORD]
    assert open_keystore(file).key == OWNER.key
    assert capsys.readouterr().err.count("That is not the password of key: try again.") == 2
    typed += ["a", "b", "c", PASSWORD]
    with pytest.raises(Refused, match="the account 'key' stays locked: that is not its password"):
        open_keystore(file).unlock()
    assert typed == [PASSWORD]


def test_off_a_terminal_only_a_file_answers(home: Path) -> None:
    file = str(keep(home / "key"))
    with pytest.raises(Refused, match="give it by --password-file"):
        open_keystore(file).unlock()
    with pytest.raises(Refused, match=r"the first line of .* is not its password"):
        open_keystore(file, password_file(home, "other")).unlock()
    with pytest.raises(Refused, match="cannot be read"):
        open_keystore(file, home / "nowhere").unlock()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"address": "0x12"}', '{"crypto": {}}'])
def test_what_is_no_keystore_is_told(home: Path, text: str) -> None:
    (home / "key").write_text(text)
    with pytest.raises(Refused, match=r"is no keystore|is a damaged keystore"):
        open_keystore(str(home / "key"), password_file(home)).unlock()


def test_a_file_that_names_another_account_signs_nothing(home: Path) -> None:
    file = keep(home / "key", address=Account.from_key(b"\x08" * 32).address[2:].lower())
    with pytest.raises(Refused, match="the file was changed"):
        open_keystore(str(file), password_file(home)).unlock()


def test_who_is_not_there_is_told(home: Path) -> None:
    for name in ("nobody", "../nobody", "/etc/passwd"):
        with pytest.raises(Refused, match="Brownie has no account"):
            open_account(name)
    with pytest.raises(Refused, match="there is no keystore 'nobody'"):
        open_keystore("nobody")


def test_one_signs_and_it_has_to_be_the_right_one(home: Path) -> None:
    file = str(keep(home / "key"))
    assert open_signer(keystore=file, address=OWNER.address).address == OWNER.address
    other = Account.from_key(b"\x08" * 32).address
    with pytest.raises(Refused, match=f"{other} has to sign this, and {OWNER.address} was chosen"):
        open_signer(keystore=file, address=other)
    with pytest.raises(Refused, match="one signs"):
        open_signer(keystore=file, browser=True)
    with pytest.raises(Refused, match="nobody signs here"):
        open_signer()


def test_accounts_of_a_development_chain_are_known_by_its_phrase() -> None:
    Account.enable_unaudited_hdwallet_features()
    listed = [
        Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{index}").address for index in range(3)
    ]
    assert open_signer(unlocked=listed, index=2).address == listed[2]
    with pytest.raises(Refused, match="no account of this development chain"):
        open_development_account(listed[1], listed[1:])
    signed = open_signer(unlocked=listed).sign_transaction(  # type: ignore[union-attr]
        Call(listed[0], "", b"\x60\x00"), 31337, 0, 100_000, Fees(10, 1)
    )
    assert Account.recover_transaction(signed.raw) == listed[0]
    assert development_key(0) == open_development_account(listed[0], listed).key
