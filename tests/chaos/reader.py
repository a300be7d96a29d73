"""Whoever polls the API all the time, and compares each answer with what the chain said at its block."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import httpx

from tests.chaos.endless import Endless
from tests.chaos.truth import NOTHING, Account, Books, State, Truth


class Answer(NamedTuple):
    path: str
    hash: str
    body: dict[str, Any]


class Reader(Endless):
    """Asks in a thread of its own. answers: by kind of question, "none" those without a block (404 and 503).

    false_states: a sentence for each answer that says what its block never said.
    """

    def __init__(
        self,
        url: str,
        truth: Truth,
        cast: Sequence[str],
        dice: random.Random,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__("reader")
        self.answers: Counter[str] = Counter()
        self.blocks: set[str] = set()
        self.false_states: list[str] = []
        self._client = httpx.Client(base_url=url, timeout=60, transport=transport)
        self._truth = truth
        self._cast = cast
        self._dice = dice
        self._early: list[Answer] = []

    def settle(self) -> None:
        """Compares the answers that came before the driver had recorded their block. All blocks are recorded
        by now: a block that is not known was never one of the chain's. Raises what ended the thread."""
        self.check()
        while self._early:
            answer = self._early.pop()
            state = self._truth.states.get(answer.hash)
            if state is None:
                self.false_states.append(f"{answer.path}: there never was a block {answer.hash}")
            else:
                self._compare(answer, state)

    def _step(self) -> float:
        self._ask()
        return self._dice.random() * 0.06

    def _ask(self) -> None:
        watched = self._truth.watched
        if not watched:
            return
        campaign, wallet = self._dice.choice(watched), self._dice.choice(self._cast)
        kind, path = self._dice.choice(
            [
                ("holders", f"/v1/projects/{campaign}/holders?limit=1000"),
                ("project", f"/v1/projects/{campaign}"),
                ("projects", "/v1/projects?limit=1000"),
                ("wallet", f"/v1/wallets/{wallet}"),
            ]
        )
        known = self._truth.states
        if self._dice.random() < 0.2:
            block = max(0, self._truth.newest - self._dice.randrange(100))
            path += f"{'&' if '?' in path else '?'}at_block={block}"
        reply = self._client.get(path)
        if reply.status_code in (404, 503):
            self.answers["none"] += 1
            return
        assert reply.status_code == 200, f"{path}: {reply.status_code} {reply.text}"
        body = reply.json()
        answer = Answer(path, body["as_of"]["hash"], body)
        self.answers[kind] += 1
        self.blocks.add(answer.hash)
        state = known.get(answer.hash)
        if state is None:
            self._early.append(answer)
        else:
            self._compare(answer, state)

    def _compare(self, answer: Answer, state: State) -> None:
        for fault in compare(answer, state):
            block = f"as of block {state.number} {answer.hash}"
            self.false_states.append(f"{answer.path}, {block}: {fault}")
            # Of one answer the first is enough.
            break


def compare(answer: Answer, state: State) -> Iterator[str]:
    """What of an answer its block never said."""
    body = answer.body
    if "/holders" in answer.path:
        if books := _books(body["campaign"], state):
            yield from _compare_holders(body, books)
    elif "/v1/wallets/" in answer.path:
        for each in body["holdings"]:
            if books := _books(each["campaign"], state):
                account = books.accounts.get(body["wallet"], NOTHING)
                said = (each["shares"], int(each["claimable"]["raw"]))
                yield from _differ("shares and claimable", said, (account.shares, account.claimable))
    elif "projects" in body:
        listed = {each["campaign"] for each in body["projects"]}
        missing = state.books.keys() - listed
        if missing:
            yield f"{', '.join(missing)} is not in the list"
        for each in body["projects"]:
            if books := _books(each["campaign"], state):
                yield from _compare_card(each, books)
    elif books := _books(body["campaign"], state):
        yield from _compare_card(body, books)
        yield from _differ("supply", body["supply"], books.supply)
        for name in ("released", "paid"):
            yield from _differ(name, int(body["receipts"][name]["raw"]), getattr(books, name))


def _books(campaign: str, state: State) -> Books | None:
    """What is to be compared; None for a project that nobody watched at the block."""
    nothing = Books(-1, -1, -1, -1, -1, {})
    return state.books.get(campaign, nothing) if campaign in state.watched else None


def _compare_card(body: dict[str, Any], books: Books) -> Iterator[str]:
    # After a wind-down the campaign counts as raised what it gave back.
    back = 0 if body["status"] == "wound_down" else int(body["refunded"]["raw"])
    yield from _differ("raised, less refunds", int(body["raised"]["raw"]) - back, books.raised)
    yield from _differ("royalties", int(body["royalties"]["raw"]), books.deposited)


def _compare_holders(body: dict[str, Any], books: Books) -> Iterator[str]:
    said = {
        each["holder"]: Account(each["shares"], int(each["owed"]["raw"]), int(each["claimable"]["raw"]))
        for each in body["holders"]
    }
    for holder in said.keys() | books.accounts.keys():
        wanted = books.accounts.get(holder, NOTHING)
        yield from _differ(f"the account of {holder}", said.get(holder, NOTHING), wanted)
    paid = sum(int(each["paid"]["raw"]) for each in body["holders"])
    yield from _differ("supply and sum", (body["supply"], body["sum"]), (books.supply, books.supply))
    yield from _differ("all that was paid", paid, books.paid)


def _differ(what: str, said: object, wanted: object) -> Iterator[str]:
    if said != wanted:
        yield f"{what} is {said}, and {wanted} on the chain"
