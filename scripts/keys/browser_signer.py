"""The wallet of the browser on this machine: asked through a page that only this machine serves."""

import atexit
import os
import re
import sys
import webbrowser
from collections.abc import Mapping
from typing import Any

from backend.addresses import parse_address
from backend.chain.transactions import Call
from backend.chain.typed_data import TypedData
from backend.errors import CoprodError
from backend.local.networks import MACHINE, network_of
from scripts.keys.wallet_page.questions import Answer, Desk, Kind, Question, Read
from scripts.keys.wallet_page.served import Served
from scripts.language import say
from scripts.refusal import Refused, Unfinished

ANSWER_SECONDS = 1_800
"""How long a person may take, who may have to find the other device first."""
CANCELLED = 4001
UNSENT = (CANCELLED, 4100, 4200, 4900, 4901, 4902, -32600, -32601, -32602)
"""By these a wallet says that it did nothing (EIP-1193, EIP-1474); after any other it may have sent."""


class BrowserSigner:
    """A wallet that signs and sends by itself. The page is served from the first question until the end of
    the program, and its address is told on stderr.

    address: who it must be; None: whoever the wallet says it is.
    """

    def __init__(self, address: str | None = None) -> None:
        self._address, self._served = address, None  # type: str | None, Served | None

    @property
    def address(self) -> str:
        """Asks the wallet, when it may be anybody. Raises Refused when the person says no."""
        if self._address is None:
            words = (say("Choose the account that signs; nothing is signed or sent yet."),)
            self._address = self._ask("connect", None, {}, words, read_address)
        return self._address

    def send_transaction(
        self, call: Call, chain_id: int, gas: int, words: tuple[str, ...] = (), nonce: int | None = None
    ) -> str:
        """The transaction's hash as the wallet tells it: 0x and 64 digits.

        gas: a limit that the wallet may change; nonce: what is expected, which the wallet is not told, as it
        knows what else it has sent. The wallet may also replace what it sent: look for it on the chain by
        account and nonce, or by the call.

        Raises Refused when the person says no (4001) or the wallet cannot, so that nothing was sent, and
        Unfinished when it may have been.
        """
        params = {"from": call.sender, "data": "0x" + call.data.hex(), "value": "0x0"}
        params |= {"gas": hex(gas), "chainId": hex(chain_id)}
        if call.receiver:
            params["to"] = call.receiver
        return self._ask("transaction", describe_chain(chain_id), params, words, read_hash)

    def sign_typed_data(self, described: TypedData, words: tuple[str, ...] = ()) -> str:
        """As eth_signTypedData_v4 makes it. Raises Refused."""
        chain = describe_chain(int(described["domain"]["chainId"]))
        return self._ask("typed_data", chain, described, words, read_signature)

    def sign_text(self, text: str) -> str:
        """As personal_sign makes it. Raises Refused."""
        params = {"text": text, "hex": "0x" + text.encode().hex()}
        return self._ask("text", None, params, (), read_signature)

    def close(self) -> None:
        """The page says that it can be closed, and is served no more."""
        if self._served:
            self._served.close()
            self._served = None

    def _ask(
        self,
        kind: Kind,
        chain: Mapping[str, Any] | None,
        params: Mapping[str, Any],
        words: tuple[str, ...],
        read: Read,
    ) -> str:
        account = None if kind == "connect" else self.address
        desk = self._serve()
        answer = desk.ask(Question(kind, account, chain, params, words, read), ANSWER_SECONDS)
        if answer is not None and answer.value is not None:
            return answer.value
        if kind == "transaction" and desk.is_handed and (answer is None or answer.code not in UNSENT):
            raise Unfinished(
                say(
                    "the wallet was asked and may have sent it{said}: `coprod campaign resume` looks for it "
                    "on the chain",
                    said=_quote(answer),
                )
            )
        if answer is None:
            raise Refused(say("the wallet did not answer within half an hour: nothing was signed"))
        if answer.code == CANCELLED:
            raise Refused(say("you cancelled in the browser"))
        raise Refused(say("the wallet did not do it{said}", said=_quote(answer)))

    def _serve(self) -> Desk:
        if self._served is None:
            self._served = Served(Desk())
            atexit.register(self.close)
            show_address(self._served.address)
        return self._served.desk

    def __str__(self) -> str:
        return self.address

    def __repr__(self) -> str:
        return f"BrowserSigner({self._address})"


def show_address(address: str) -> None:
    """Opens it, where there is a screen, and tells it: the wallet may be in another browser."""
    print(
        say("Your wallet is asked on this page, which opens once: {address}", address=address),
        file=sys.stderr,
    )
    sys.stderr.flush()
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def describe_chain(chain_id: int) -> dict[str, Any]:
    """As wallets want it, to go there, or to add it (EIP-3085)."""
    known = network_of(chain_id)
    if known is None or known.id in MACHINE:
        name = (
            say("the development chain {chain}", chain=chain_id)
            if known
            else say("chain {chain}", chain=chain_id)
        )
        nodes = [os.environ.get("COPROD_CHAIN_URL", "http://127.0.0.1:8545")] if known else []
        return _chain(chain_id, name, "ETH", nodes, "")
    return _chain(chain_id, known.name, known.coin, [known.node] if known.node else [], known.explorer)


def _chain(chain_id: int, name: str, coin: str, nodes: list[str], explorer: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "chainId": hex(chain_id),
        "chainName": name,
        "nativeCurrency": {"name": coin, "symbol": coin, "decimals": 18},
        "rpcUrls": nodes,
    }
    # An empty list is refused.
    return described | ({"blockExplorerUrls": [explorer]} if explorer else {})


def read_address(value: Any) -> str | None:
    try:
        return parse_address(str(value))
    except CoprodError:
        return None


def read_hash(value: Any) -> str | None:
    return value.lower() if isinstance(value, str) and re.fullmatch(r"0x[0-9a-fA-F]{64}", value) else None


def read_signature(value: Any) -> str | None:
    """Of a key 65 bytes, of a contract (ERC-1271) what it likes."""
    return value.lower() if isinstance(value, str) and re.fullmatch(r"0x([0-9a-fA-F]{2})+", value) else None


def _quote(answer: Answer | None) -> str:
    if answer is None or not answer.message:
        return ""
    return say(" (it answers: {answer})", answer=answer.message)
