"""Those who read the log of events through both servers: by its cursor, and as a stream."""

import json
import random
import time
from collections.abc import Sequence

import httpx

from tests.chaos.endless import Endless
from tests.cluster.balancer import Balancer
from tests.cluster.notebook import Notebook, Told, tell

LONGEST = 6
"""Seconds that a stream is listened to, before it goes on at another server."""
SILENCE = 2
"""Seconds without a line of a stream after which it is looked whether to stop."""


class CursorReader(Endless):
    """Asks for part after part, each of any server. refused: answers that were none."""

    def __init__(self, urls: Sequence[str], dice: random.Random) -> None:
        super().__init__("cursor reader")
        self.notebook = Notebook("cursor")
        self.refused = 0
        self._dice = dice
        self._after: str | None = None
        self._client = httpx.Client(base_url=urls[0], timeout=60, transport=Balancer(urls, dice))

    def _step(self) -> float:
        limit = self._dice.choice([1, 7, 100, 1_000])
        asked = {"limit": limit} | ({"after": self._after} if self._after else {})
        try:
            answer = self._client.get("/v1/events", params=asked)
        except httpx.TransportError:
            self.refused += 1
            return 0.05
        if answer.status_code == 503:
            self.refused += 1
            return 0.05
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        part = answer.json()
        for each in part["events"]:
            self.notebook.hear(each)
        self._after = part["next"]
        return 0.0 if part["more"] else self._dice.random() * 0.1


class StreamReader(Endless):
    """Listens, and goes on by Last-Event-ID at any server when the stream breaks off. broken: how often."""

    def __init__(self, urls: Sequence[str], dice: random.Random) -> None:
        super().__init__("stream reader")
        self.notebook = Notebook("stream")
        self.broken = 0
        self._urls = urls
        self._dice = dice
        self._last = ""
        self._client = httpx.Client(timeout=httpx.Timeout(60, read=SILENCE))

    def _step(self) -> float:
        headers = {"Last-Event-ID": self._last} if self._last else {}
        end = time.monotonic() + self._dice.random() * LONGEST
        try:
            url = self._dice.choice(self._urls) + "/v1/events/stream"
            with self._client.stream("GET", url, headers=headers) as answer:
                if answer.status_code == 503:
                    self.broken += 1
                    return 0.1
                assert answer.status_code == 200, answer.status_code
                self._listen(answer, end)
        except httpx.ReadTimeout:
            pass
        except httpx.TransportError:
            self.broken += 1
            return 0.1
        return 0.0

    def _listen(self, answer: httpx.Response, end: float) -> None:
        said: dict[str, str] = {}
        for line in answer.iter_lines():
            if line:
                name, _, value = line.partition(": ")
                said[name] = value
                continue
            # As a browser does: what did not end with an empty line was not said.
            self._last = said.get("id", self._last)
            if "data" in said:
                self.notebook.hear(json.loads(said["data"]))
            said = {}
            if time.monotonic() > end:
                return


def read_all(url: str) -> dict[str, Told]:
    """What stands, by somebody who reads everything at once."""
    notebook, after = Notebook(f"all of {url}"), None
    with httpx.Client(base_url=url, timeout=60) as client:
        while True:
            asked = {"limit": 1_000} | ({"after": after} if after else {})
            part = client.get("/v1/events", params=asked).raise_for_status().json()
            for each in part["events"]:
                notebook.hear(each)
            after = part["next"]
            if not part["more"]:
                break
    assert not notebook.wrong, notebook.wrong[0]
    return {id: tell(each) for id, each in notebook.holds.items()}
