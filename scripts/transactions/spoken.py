"""What is being sent, in words: for a wallet's page and for a Safe's owners."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_sentences: ContextVar[tuple[str, ...]] = ContextVar("sentences", default=())


@contextmanager
def saying(*sentences: str) -> Iterator[None]:
    """In this block whoever confirms a transaction is told these sentences, one for each thing it does."""
    token = _sentences.set(sentences)
    try:
        yield
    finally:
        _sentences.reset(token)


def said() -> tuple[str, ...]:
    return _sentences.get()


def spell(abi: dict[str, Any], arguments: Sequence[Any]) -> str:
    """A call as it is: its function, and its arguments by name."""
    named = zip(abi["inputs"], arguments, strict=False)
    written = ", ".join(f"{each['name']}: {write(value)}" for each, value in named)
    return f"{abi['name']}({written})"


def write(value: Any) -> str:
    """Bytes as hexadecimal digits; what is long is cut, for the wallet has all of it."""
    text = "0x" + value.hex() if isinstance(value, bytes) else str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
