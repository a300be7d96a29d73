"""The wallet of the browser on this machine: asked through a page that only this machine serves."""

from backend.chain.transactions import Call
from backend.chain.typed_data import TypedData


class BrowserSigner:
    """A wallet that signs and sends by itself. address: who it must be; None: whoever it says it is."""

    def __init__(self, address: str | None = None) -> None:
        self._address = address

    @property
    def address(self) -> str:
        """Asks the wallet, when it may be anybody. Raises Refused when the person says no."""
        raise NotImplementedError

    def send_transaction(
        self, call: Call, chain_id: int, gas: int, words: tuple[str, ...] = (), nonce: int | None = None
    ) -> str:
        """The transaction's hash as the wallet tells it: 0x and 64 digits.

        gas: a limit that the wallet may change; nonce: what is expected, a wish that most wallets ignore. The
        wallet may also replace what it sent: look for it on the chain by account and nonce, or by the call.
        Raises Refused when the person says no (4001) or leaves: nothing was sent then, as far as the page
        knows.
        """
        raise NotImplementedError

    def sign_typed_data(self, described: TypedData, words: tuple[str, ...] = ()) -> str:
        raise NotImplementedError

    def sign_text(self, text: str) -> str:
        raise NotImplementedError

    def __str__(self) -> str:
        return self.address
