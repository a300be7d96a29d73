"""Keys come from encrypted files, and are shown nowhere (PROTOCOL 7.2)."""

import json
from pathlib import Path

import pytest
from eth_account import Account

from backend.royalties.sender.keys import KeyUnusable, open_keystore, write_keystore

SECRET = bytes(range(1, 33))


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text("correct horse\n")
    return file


@pytest.fixture
def keystore(tmp_path: Path) -> Path:
    file = tmp_path / "payer.json"
    file.write_text(json.dumps(Account.encrypt(SECRET, "correct horse", kdf="pbkdf2", iterations=1)))
    return file


def test_what_was_written_is_opened(tmp_path: Path, password: Path) -> None:
    file = tmp_path / "keys" / "payer.json"
    address = write_keystore(file, SECRET, password)
    assert file.stat().st_mode & 0o777 == 0o600
    assert SECRET.hex() not in file.read_text()
    key = open_keystore(file, password)
    assert (key.address, key.secret) == (address, SECRET)


def test_a_key_never_shows_its_secret(keystore: Path, password: Path) -> None:
    key = open_keystore(keystore, password)
    assert key.address in repr(key)
    assert repr(SECRET) not in repr(key)
    assert SECRET.hex() not in f"{key}{key!r}"


def test_a_wrong_password_is_told(keystore: Path, password: Path) -> None:
    password.write_text("wrong horse\n")
    with pytest.raises(KeyUnusable, match=f"^The password in {password} does not open {keystore}.$"):
        open_keystore(keystore, password)


@pytest.mark.parametrize("content", ["", "0x" + SECRET.hex(), "{}", "[]", '{"version": 3, "crypto": {}}'])
def test_what_is_no_keystore_is_told(keystore: Path, password: Path, content: str) -> None:
    keystore.write_text(content)
    with pytest.raises(KeyUnusable, match="is no JSON keystore") as refusal:
        open_keystore(keystore, password)
    assert SECRET.hex() not in str(refusal.value)


def test_missing_files_are_told(keystore: Path, password: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="There is no keystore"):
        open_keystore(tmp_path / "none.json", password)
    with pytest.raises(KeyUnusable, match="There is no password file"):
        open_keystore(keystore, tmp_path / "none")


def test_files_that_are_no_text_are_told(keystore: Path, password: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match=r"The password file .* cannot be read"):
        open_keystore(keystore, tmp_path)
    keystore.write_bytes(SECRET[:-1] + b"\xff")
    with pytest.raises(KeyUnusable, match=r"The keystore .* cannot be read"):
        open_keystore(keystore, password)
