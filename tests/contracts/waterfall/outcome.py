"""What came of a deposit."""

from typing import Any

from tests.contracts.answers import happened


def shared(deposit: Any) -> tuple[list[int], int]:
    """The part of each position, and what exceeded the holders' cap."""
    [told] = happened(deposit, "Deposited")
    return [int(amount) for amount in told["amounts"]], int(told["toProducer"])


def tell(preview: Any) -> tuple[list[int], int]:
    """A preview in the same form."""
    amounts, to_producer = preview
    return [int(amount) for amount in amounts], int(to_producer)
