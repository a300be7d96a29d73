"""What the chain itself says at each block that it ever had, kept because a reorg makes it forget."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
import orjson

from backend.chain import contracts
from tests.backend.world import Project

BATCH = 500
"""Most calls in one request."""


class Account(NamedTuple):
    """Of one holder, in whole shares and the currency's smallest unit."""

    shares: int
    owed: int
    claimable: int


NOTHING = Account(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Books:
    """One project at one block. accounts: of those of the cast who have anything."""

    supply: int
    raised: int
    deposited: int
    released: int
    paid: int
    accounts: dict[str, Account]


@dataclass(frozen=True, slots=True)
class State:
    """All watched projects at one block. books: by campaign; a project that is not there yet has none.
    answers: the node's own words, of which books are made."""

    number: int
    watched: frozenset[str]
    books: dict[str, Books]
    answers: dict[str, list[bytes]]


class _Question(NamedTuple):
    contract: str
    address: str
    function: str
    data: str


@dataclass
class Truth:
    """Asks a node, by eth_call at the hash of each block, what every account of the cast is in every project.

    cast: everybody who can come to hold anything. most: projects watched at once, the newest; what the others
    have been stays in `states`, which is by block hash. asked: how many calls.
    newest: the newest block's number; latest: what is so there.
    """

    url: str
    cast: Sequence[str]
    most: int = 5
    states: dict[str, State] = field(default_factory=dict)
    asked: int = 0
    newest: int = 0
    latest: State = field(default_factory=lambda: State(0, frozenset(), {}, {}))

    def __post_init__(self) -> None:
        self._client = httpx.Client(base_url=self.url, timeout=60)
        self._watched: dict[str, list[_Question]] = {}

    def watch(self, project: Project) -> None:
        """From the next block on."""
        self._watched.pop(project.campaign, None)
        self._watched[project.campaign] = list(self._questions(project))
        if len(self._watched) > self.most:
            del self._watched[next(iter(self._watched))]

    @property
    def watched(self) -> list[str]:
        """Their campaigns."""
        return list(self._watched)

    def catch_up(self) -> None:
        """All blocks up to the newest that are not known yet. Nobody may mine or reorganise meanwhile."""
        fresh, block = [], self._block("latest")
        while block["hash"] not in self.states:
            fresh.append(block)
            if block["number"] == "0x0":
                break
            block = self._block(block["parentHash"])
        for block in reversed(fresh):
            self.states[block["hash"]] = self.latest = self._state_of(block)
            self.newest = int(block["number"], 16)

    def _state_of(self, block: dict[str, Any]) -> State:
        number, watched = int(block["number"], 16), frozenset(self._watched)
        parent = self.states.get(block["parentHash"])
        # Without a transaction no storage changes, and none of these answers depends on the time.
        if parent and not block["transactions"] and parent.watched == watched:
            return State(number, watched, parent.books, parent.answers)
        questions = [each for some in self._watched.values() for each in some]
        answers = iter(self._ask(questions, block["hash"]))
        books, words = {}, {}
        for campaign, some in self._watched.items():
            said = [next(answers) for _ in some]
            if parent and parent.answers.get(campaign) == said:
                books[campaign], words[campaign] = parent.books[campaign], parent.answers[campaign]
            # No code answers with nothing.
            elif all(said):
                books[campaign], words[campaign] = self._read(some, said), said
        return State(number, watched, books, words)

    def _questions(self, project: Project) -> Iterator[_Question]:
        def ask(contract: str, address: str, function: str, *arguments: Any) -> _Question:
            data = contracts.encode_call(contract, function, *arguments)
            return _Question(contract, address, function, "0x" + data.hex())

        token = ("ShareToken", project.share_token)
        yield ask(*token, "totalSupply")
        yield ask("Campaign", project.campaign, "raised")
        yield ask(*token, "totals")
        for each in self.cast:
            yield ask(*token, "accountOf", each)
            yield ask(*token, "claimable", each)

    def _read(self, questions: Sequence[_Question], said: Sequence[bytes]) -> Books:
        values = [
            contracts.decode_result(each.contract, each.function, answer)
            for each, answer in zip(questions, said, strict=True)
        ]
        (supply,), (raised,), (deposited, released, paid), *rest = values
        accounts = {}
        for person, account, (claimable,) in zip(self.cast, rest[::2], rest[1::2], strict=True):
            found = Account(account[0], account[3], claimable)
            if found != NOTHING:
                accounts[person] = found
        return Books(supply, raised, deposited, released, paid, accounts)

    def _ask(self, questions: Sequence[_Question], block: str) -> list[bytes]:
        self.asked += len(questions)
        calls = [
            ("eth_call", [{"to": each.address, "data": each.data}, {"blockHash": block}])
            for each in questions
        ]
        return [bytes.fromhex(each[2:]) for each in self._request(calls)]

    def _block(self, which: str) -> dict[str, Any]:
        method = "eth_getBlockByHash" if len(which) == 66 else "eth_getBlockByNumber"
        (found,) = self._request([(method, [which, False])])
        return dict(found)

    def _request(self, calls: Sequence[tuple[str, list[Any]]]) -> list[Any]:
        results: list[Any] = []
        for start in range(0, len(calls), BATCH):
            some = calls[start : start + BATCH]
            body = [
                {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
                for number, (method, parameters) in enumerate(some)
            ]
            headers = {"content-type": "application/json"}
            answer = self._client.post("/", content=orjson.dumps(body), headers=headers)
            answers = sorted(orjson.loads(answer.content), key=lambda each: each["id"])
            refused = [each["error"]["message"] for each in answers if "error" in each]
            assert not refused, f"the node refused a question of the record: {refused[0]}"
            results += [each["result"] for each in answers]
        return results
