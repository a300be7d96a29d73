"""A file for Safe's Transaction Builder, with the checksum that it computes (issue F) (9.4)."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from backend.chain.contracts import decode_call, encode_call
from backend.chain.transactions import Call
from scripts.keys.safe import SafeSigner, checksum
from scripts.refusal import Refused

SAFE = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
FAN = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
PUBLISHED: dict[str, Any] = {
    "version": "1.0",
    "chainId": "1",
    "createdAt": 1761326849944,
    "meta": {
        "name": "Transactions Batch",
        "description": "",
        "txBuilderVersion": "1.18.2",
        "createdFromSafeAddress": "0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6",
        "createdFromOwnerAddress": "",
        "checksum": "0x8b5032f716845c8b08bab3d63dbd9ba92e056f3557793cd041e59b84e16aa989",
    },
    "transactions": [
        {
            "to": "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
            "value": "0",
            "data": None,
            "contractMethod": {
                "inputs": [
                    {"internalType": "address", "name": "spender", "type": "address"},
                    {"internalType": "uint256", "name": "value", "type": "uint256"},
                ],
                "name": "approve",
                "payable": False,
            },
            "contractInputsValues": {
                "spender": "0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8",
                "value": "100000000000",
            },
        }
    ],
}
"""Written by the Transaction Builder itself, version 1.18.2."""


def test_the_checksum_is_that_of_the_transaction_builder() -> None:
    assert checksum(PUBLISHED) == PUBLISHED["meta"]["checksum"]
    changed = deepcopy(PUBLISHED)
    changed["meta"]["name"] = "Another name"
    assert checksum(changed) == PUBLISHED["meta"]["checksum"], "its name does not count"
    changed["transactions"][0]["value"] = "1"
    assert checksum(changed) != PUBLISHED["meta"]["checksum"]


def test_the_file_holds_the_very_calls(tmp_path: Path) -> None:
    data = encode_call("IERC20Metadata", "approve", FAN, 5)
    signer = SafeSigner(SAFE.lower(), tmp_path)
    file = signer.write_calls([Call(SAFE, FAN, data), Call(SAFE, SAFE, b"")], 8453, ("Allows 5 €.",))
    read = json.loads(file.read_text())
    assert checksum(read) == read["meta"]["checksum"]
    assert (read["chainId"], read["meta"]["createdFromSafeAddress"]) == ("8453", SAFE)
    assert read["meta"]["description"] == "Allows 5 €."
    first, second = read["transactions"]
    assert (first["to"], first["value"], second["data"]) == (FAN, "0", "0x")
    name, values = decode_call("IERC20Metadata", bytes.fromhex(first["data"][2:]))
    assert (name, values[1]) == ("approve", 5)
    assert signer.write_calls([Call(SAFE, FAN, data), Call(SAFE, SAFE, b"")], 8453) == file
    assert signer.write_calls([Call(SAFE, FAN, data)], 8453) != file


def test_what_a_safe_cannot_do_is_refused(tmp_path: Path) -> None:
    signer = SafeSigner(SAFE, tmp_path / "file")
    with pytest.raises(Refused, match="cannot deploy"):
        signer.write_calls([Call(SAFE, "", b"\x60")], 1)
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="cannot be written"):
        signer.write_calls([Call(SAFE, FAN, b"")], 1)
    with pytest.raises(Refused, match="signs no messages here"):
        signer.sign_typed_data({})
    with pytest.raises(Refused, match="is no Safe"):
        SafeSigner("safe")
