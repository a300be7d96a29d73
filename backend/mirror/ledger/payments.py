"""What each payment of a Campaign or Waterfall was for. Pure.

The contracts say it by order: right after the event that makes a payment due comes the payment, made or
failed. One that nothing made due is a withdrawal of what had failed before (IVault).
"""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from backend.chain.events import (
    Deposited,
    Exited,
    GiftRefunded,
    LineReturned,
    LineWithdrawn,
    Paid,
    PayeeChanged,
    PaymentFailed,
    ProducerChanged,
    ProjectProposed,
    Refunded,
    Released,
    Revoked,
    Succeeded,
)
from backend.mirror.contracts import Said
from backend.mirror.incidents import ChainContradictsItself

CONCERNED = frozenset({
    Deposited, Exited, GiftRefunded, LineReturned, LineWithdrawn, Paid, PayeeChanged, PaymentFailed,
    ProducerChanged, ProjectProposed, Refunded, Released, Revoked, Succeeded,
})  # fmt: skip
"""The events that pay, make a payment due, or say to whom."""

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
    """Of a project, who is paid for what now; positions in the order of the waterfall."""

    producer: str
    positions: tuple[str, ...]

    def holders_part(self, amounts: list[int]) -> int:
        """Of a deposit."""
        pairs = zip(self.positions, amounts, strict=True)
        return sum(amount for payee, amount in pairs if payee == HOLDERS)

    def change(self, position: int, payee: str) -> "Payees":
        """With another payee of a position."""
        positions = (*self.positions[:position], payee, *self.positions[position + 1 :])
        return replace(self, positions=positions)


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
        if type(said.event) not in CONCERNED:
            return None
        match said.event:
            case ProjectProposed() as proposed:
                self.payees[said.campaign] = read_payees(proposed.producer, proposed.terms)
            case ProducerChanged(producer):
                self.payees[said.campaign] = replace(self.payees[said.campaign], producer=producer)
            case PayeeChanged(position, payee):
                self.payees[said.campaign] = self.payees[said.campaign].change(position, payee)
            case Paid(payee, _, amount) | PaymentFailed(payee, amount):
                return self._match(said, payee, amount)
            case _:
                self._expect(said, self._name_due(said))
        return None

    def _name_due(self, said: Said) -> list[Due]:
        """The payments that an event makes due, in their order."""
        match said.event:
            case Revoked(_, payer, _, amount):
                return [Due("revocation", payer, amount)]
            case Refunded(_, payer, _, amount):
                return [Due("refund", payer, amount)]
            case GiftRefunded(patron, amount):
                return [Due("gift", patron, amount)]
            case LineWithdrawn(_, financier, amount) | LineReturned(_, financier, amount):
                return [Due("line", financier, amount)]
            case Succeeded(_, _, fee, _):
                return [Due("fee", None, fee)]
            case Released(_, amount):
                return [Due("release", self.payees[said.campaign].producer, amount)]
            case Exited(holder, _, amount):
                return [Due("exit", holder, amount)]
            case Deposited(_, _, _, amounts, to_producer):
                payees = self.payees[said.campaign]
                pairs = zip(payees.positions, amounts, strict=True)
                positions = [Due("position", payee, each) for payee, each in pairs if payee != HOLDERS]
                return [*positions, Due("excess", payees.producer, to_producer)]
            case _:
                return []

    def close(self) -> None:
        """At the end of a block: nothing may be due any more. Raises ChainContradictsItself."""
        for address, (_, due) in self._due.items():
            if due:
                raise ChainContradictsItself(
                    f"{address} never tried to pay {due[0].amount} ({due[0].kind}): a log is missing."
                )
        self._due.clear()

    def _expect(self, said: Said, due: list[Due]) -> None:
        due = [each for each in due if each.amount]
        if not due:
            return
        transaction, waiting = self._due.get(said.address, ("", deque()))
        # Only what a fan and who paid for it are given back is told together before it is paid.
        together = [each.kind for each in waiting] == [due[0].kind] and _pays_another(said.event)
        if waiting and not (together and transaction == said.transaction_hash):
            self.close()
        self._due[said.address] = said.transaction_hash, deque([*waiting, *due])

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


def _pays_another(event: Any) -> bool:
    return isinstance(event, Revoked | Refunded) and event.fan != event.payer
