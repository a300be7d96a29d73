"""What stands before several servers: who is asked and does not answer is passed over."""

import random
from collections.abc import Sequence

import httpx


class Balancer(httpx.BaseTransport):
    """Each request goes to one of `urls` at random, and to another when it breaks off. passed: how often."""

    def __init__(self, urls: Sequence[str], dice: random.Random) -> None:
        self.passed = 0
        self._urls = [httpx.URL(each) for each in urls]
        self._dice = dice
        self._sends = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        order = self._dice.sample(self._urls, len(self._urls))
        for each in order[:-1]:
            try:
                return self._ask(request, each)
            except httpx.TransportError:
                self.passed += 1
        return self._ask(request, order[-1])

    def close(self) -> None:
        self._sends.close()

    def _ask(self, request: httpx.Request, at: httpx.URL) -> httpx.Response:
        url = request.url.copy_with(scheme=at.scheme, host=at.host, port=at.port)
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        response = self._sends.handle_request(
            httpx.Request(
                request.method, url, headers=headers, content=request.read(), extensions=request.extensions
            )
        )
        # All of it is here, or it was not answered.
        response.read()
        return response
