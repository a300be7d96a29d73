"""An account that signs here: its key is unlocked in this process, and goes nowhere else."""

from collections.abc import Callable

from eth_account import Account
from eth_account.messages import encode_defunct

from backend.chain.fees import Fees
from backend.chain.signing import sign
from backend.chain.transactions import Call, Signed
from backend.chain.typed_data import TypedData
from scripts.language import say
from scripts.refusal import Refused


class KeySigner:
    """An account whose key is in this process once it is unlocked, and nowhere else.

    address: told by the keystore, or None when the file does not say; then asking for it unlocks.
    unlock: asks for the password and answers 32 bytes; called once at most. Raises Refused.
    """

    def __init__(self, address: str | None, unlock: Callable[[], bytes], name: str) -> None:
        self._address, self._unlock, self.name = address, unlock, name
        self._secret: bytes | None = None

    @property
    def address(self) -> str:
        if self._address is None:
            self.unlock()
        assert self._address is not None
        return self._address

    def unlock(self) -> None:
        """Before a long piece of work, so that nobody is asked in the middle of it. Raises Refused."""
        _ = self.key

    def sign_transaction(self, call: Call, chain_id: int, nonce: int, gas: int, fees: Fees) -> Signed:
        """Signed bytes of EIP-1559; a call without receiver ("") makes a contract. Raises Refused."""
        return sign(self.key, chain_id, nonce, call, gas, fees)

    def sign_typed_data(self, described: TypedData, words: tuple[str, ...] = ()) -> str:
        signed = Account.sign_typed_data(self.key, full_message=described)
        return "0x" + bytes(signed.signature).hex()

    def sign_text(self, text: str) -> str:
        return "0x" + bytes(Account.sign_message(encode_defunct(text=text), self.key).signature).hex()

    @property
    def key(self) -> bytes:
        """32 bytes, once it is unlocked. Raises Refused."""
        if self._secret is None:
            secret = self._unlock()
            found = str(Account.from_key(secret).address)
            if self._address not in (None, found):
                raise Refused(
                    say(
                        "{name} says that it is {address}, and its key is that of {found}: "
                        "the file was changed",
                        name=self.name,
                        address=self._address,
                        found=found,
                    )
                )
            self._secret, self._address = secret, found
        return self._secret

    def __str__(self) -> str:
        return self.address

    def __repr__(self) -> str:
        return f"KeySigner({self.name})"
