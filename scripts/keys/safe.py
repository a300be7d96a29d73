"""What the owners of a Safe confirm: a file for the Transaction Builder of Safe's own app.

The file's checksum is what that app computes when it imports it, so that it says nothing of a changed file.
Format: the batch file, version 1.0, of apps/tx-builder in safe-global/safe-wallet-monorepo.
"""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eth_utils.crypto import keccak

from backend.addresses import parse_address
from backend.chain.transactions import Call
from backend.chain.typed_data import TypedData
from backend.errors import CoprodError
from scripts.language import say
from scripts.refusal import Refused, Unfinished

VERSION = "1.0"
BUILDER = "1.18.2"
"""The Transaction Builder whose files these are like."""


class HandedOver(Unfinished):
    """Nothing was sent: the owners of a Safe have to confirm the file (exit code 4)."""

    def __init__(self, file: Path, safe: str) -> None:
        super().__init__(
            say(
                "{file} is for the Safe {safe}: open it in the app “Transaction Builder” of app.safe.global, "
                "where its owners confirm and execute it",
                file=file,
                safe=safe,
            )
        )
        self.file, self.safe = file, safe


class SafeSigner:
    """The account is a Safe. Its owners' keys are elsewhere, so that nothing is signed or sent here."""

    def __init__(self, address: str, folder: Path | None = None) -> None:
        """folder: where files are written, else the current one. Raises Refused for what is no address."""
        try:
            self.address = parse_address(address)
        except CoprodError as error:
            raise Refused(say("{address!r} is no Safe: {error}", address=address, error=error)) from None
        self._folder = folder

    def write_calls(self, calls: Sequence[Call], chain_id: int, words: tuple[str, ...] = ()) -> Path:
        """Writes the file that brings these calls, all or none of which happen; returns its path.

        words: what they do, one sentence each. The same calls again replace the same file. Raises Refused
        for a call that makes a contract, which the Transaction Builder cannot do.
        """
        if not all(call.receiver for call in calls):
            raise Refused(say("a Safe cannot deploy contracts by a file: deploy from another account"))
        batch = batch_of(self.address, calls, chain_id, " ".join(words), now=int(time.time()))
        content = json.dumps([chain_id, self.address, batch["transactions"]])
        file = (self._folder or Path.cwd()) / f"safe-{self.address[:8]}-{keccak(text=content).hex()[:8]}.json"
        fresh = file.with_suffix(".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(batch, indent=2, ensure_ascii=False) + "\n")
            fresh.replace(file)
        except OSError as error:
            raise Refused(say("{file} cannot be written: {why}", file=file, why=error.strerror)) from None
        return file

    def sign_typed_data(self, described: TypedData, words: tuple[str, ...] = ()) -> str:
        """Raises Refused: a Safe's signature is made of its owners', in its own app."""
        raise Refused(say("a Safe signs no messages here: send the transaction instead"))

    def sign_text(self, text: str) -> str:
        """Raises Refused, as sign_typed_data."""
        raise Refused(say("a Safe cannot sign in from here: sign in on the website, with its own app"))

    def __str__(self) -> str:
        return self.address

    def __repr__(self) -> str:
        return f"SafeSigner({self.address})"


def batch_of(safe: str, calls: Sequence[Call], chain_id: int, words: str, *, now: int) -> dict[str, Any]:
    """The file's content, with its checksum. now: seconds since 1970."""
    batch: dict[str, Any] = {
        "version": VERSION,
        "chainId": str(chain_id),
        "createdAt": now * 1000,
        "meta": {
            "name": "Coprod",
            "description": words,
            "txBuilderVersion": BUILDER,
            "createdFromSafeAddress": safe,
            "createdFromOwnerAddress": "",
        },
        "transactions": [
            {
                "to": call.receiver,
                "value": "0",
                "data": "0x" + call.data.hex(),
                "contractMethod": None,
                "contractInputsValues": None,
            }
            for call in calls
        ],
    }
    batch["meta"]["checksum"] = checksum(batch)
    return batch


def checksum(batch: dict[str, Any]) -> str:
    """What Safe's app computes of a batch: its name does not count, nor a checksum that it has already."""
    meta = {key: value for key, value in batch["meta"].items() if key != "checksum"} | {"name": None}
    return "0x" + keccak(text=_write({**batch, "meta": meta})).hex()


def _write(value: Any) -> str:
    """As JSON, but with an object's keys sorted and told before its values."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + _json(keys) + "".join(_write(value[key]) + "," for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_write, value)) + "]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
