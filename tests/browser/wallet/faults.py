"""What wallets answer when they do not do as asked: EIP-1193, EIP-1474, EIP-5792."""

from typing import Any


class Fault(Exception):
    """Goes to the page as an error with this code."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.answer = {"code": code, "message": message, "data": data}


def refused() -> Fault:
    return Fault(4001, "User rejected the request.")


def unauthorized() -> Fault:
    return Fault(4100, "The requested account has not been authorized by the user.")


def unsupported(method: str) -> Fault:
    return Fault(4200, f"The wallet does not support {method}.")


def unknown_chain(chain_id: str) -> Fault:
    return Fault(4902, f"Unrecognized chain ID {chain_id!r}. Try adding the chain first.")


def pending(method: str) -> Fault:
    return Fault(-32002, f"Request of type {method} already pending.")
