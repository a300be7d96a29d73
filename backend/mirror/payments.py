"""What each payment of a Campaign or Waterfall was for. Pure.

The contracts say it by order: right after the event that makes a payment due comes the payment, made or
failed. One that nothing made due is a withdrawal of what had failed before (IVault).
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from backend.chain.events import Deposited, Paid, PaymentFailed, Refunded, Succeeded
from backend.mirror.contracts import Said
from backend.mirror.incidents import ChainContradictsItself

HOLDERS = "0x0000000000000000000000000000000000000000"
"""As a payee of the terms."""


@dataclass(frozen=True, slots=True)
class Due:
    """payee: None when the event does not say who (the treasury)."""

    kind: str
    payee: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class Payees:
    """Of a project's terms: who is paid what for; positions in the order of the waterfall."""

    producer: str
    positions: tuple[str, ...]

    @property
    def holders_position(self) -> int:
        return self.positions.index(HOLDERS)


def read_payees(producer: str, terms: dict[str, Any]) -> Payees:
    """From the terms of a project, as they are in the event or in the table."""
    return Payees(producer, tuple(each["payee"] for each in terms["waterfall"]["positions"]))


@dataclass(slots=True)
class Payments:
    """The payments that are due by contract, and the payees by campaign."""

    payees: dict[str, Payees] = field(default_factory=dict)
    _due: dict[str, tuple[str, deque[Due]]] = field(default_factory=dict)

    def take(self, said: Said) -> str | None:
        """Advance by one event; for a payment, what it was for. Raises ChainContradictsItself."""
        match said.event:
            case Refunded(fan, _, amount):
                self._expect(said, [Due("refund", fan, amount)])
            case Succeeded(_, _, fee, proceeds):
                producer = self.payees[said.campaign].producer
                self._expect(said, [Due("fee", None, fee), Due("proceeds", producer, proceeds)])
            case Deposited(_, _, _, amounts, _):
                pairs = zip(self.payees[said.campaign].positions, amounts, strict=True)
                positions = [Due("position", payee, each) for payee, each in pairs if payee != HOLDERS]
                self._expect(said, positions)
            case Paid(payee, _, amount) | PaymentFailed(payee, amount):
                return self._match(said, payee, amount)
        return None

    def close(self) -> None:
        """At the end of a block: nothing may be due any more. Raises ChainContradictsItself."""
        for address, (_, due) in self._due.items():
            if due:
                raise ChainContradictsItself(
                    f"{address} never tried to pay {due[0].amount} ({due[0].kind}): a log is missing."
                )
        self._due.clear()

    def _expect(self, said: Said, due: list[Due]) -> None:
        if self._due.get(said.address, ("", ()))[1]:
            self.close()
        self._due[said.address] = said.transaction_hash, deque(each for each in due if each.amount)

    def _match(self, said: Said, payee: str, amount: int) -> str:
        transaction, due = self._due.get(said.address, ("", deque()))
        if not due:
            return "withdrawal"
        expected = due.popleft()
        same = expected.amount == amount and expected.payee in (payee, None)
        if transaction != said.transaction_hash or not same:
            raise ChainContradictsItself(
                f"Log {said.log_index} of block {said.block_number}: {said.address} pays {payee} {amount}, "
                f"and {expected.amount} to {expected.payee or 'the treasury'} is due ({expected.kind})."
            )
        return expected.kind
