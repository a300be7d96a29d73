"""What the terminal asks the wallet, one question at a time, and what became of it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["connect", "transaction", "typed_data", "text"]
Read = Callable[[Any], str | None]
"""An answer as the wallet gives it → the answer, or None when it is none."""


@dataclass(frozen=True)
class Question:
    """account: who has to answer, None for anybody. params: what the wallet is given. words: sentences."""

    kind: Kind
    account: str | None
    chain: Mapping[str, Any] | None
    params: Mapping[str, Any]
    words: tuple[str, ...]
    read: Read = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """value: what the wallet said yes with; else code, a number of EIP-1193 or EIP-1474, and its sentence."""

    value: str | None
    code: int | None = None
    message: str = ""


class Desk:
    """Between the terminal, which asks, and the page, which answers; both wait here. For several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._question: Question | None = None
        self._answer: Answer | None = None
        self._handed, self._closed = False, False

    def ask(self, question: Question, seconds: float) -> Answer | None:
        """The answer, or None when there is none after that time, or when the page is closed first."""
        with self._changed:
            self._number, self._question, self._answer, self._handed = self._number + 1, question, None, False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._answer is not None or self._closed, seconds)
            answer, self._question = self._answer, None
            self._changed.notify_all()
            return answer

    @property
    def is_handed(self) -> bool:
        """Whether the wallet was given the last question, so that it may have done it."""
        with self._changed:
            return self._handed

    def close(self) -> None:
        """Nothing more will be asked."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    # --- the page's side ---

    def wait(self, known: str, seconds: float) -> tuple[str, int, Question | None, bool]:
        """(state, number, question, whether the wallet has it), once the state is not `known`.

        The state is "closed", "idle", or the question's number.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._state() != known, seconds)
            return self._state(), self._number, self._question, self._handed

    def hand(self, number: int) -> bool:
        """The page is about to give it to the wallet; False when it is not asked any more."""
        with self._changed:
            if self._question is None or number != self._number:
                return False
            self._handed = True
            return True

    def answer(self, number: int, answer: Answer) -> bool:
        """False when it is not asked any more, or when the answer is none."""
        with self._changed:
            if self._question is None or number != self._number:
                return False
            if answer.value is not None:
                value = self._question.read(answer.value)
                if value is None:
                    return False
                answer = Answer(value)
            self._answer = answer
            self._changed.notify_all()
            return True

    def _state(self) -> str:
        if self._closed:
            return "closed"
        return "idle" if self._question is None else str(self._number)
