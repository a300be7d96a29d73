"""What can go wrong with the API is told in French too, first of all while somebody signs (7.3)."""

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from backend.accounts.refusals import NotLetIn
from backend.api.problems import MEDIA_TYPE
from backend.app import create_app
from backend.errors import CoprodError
from backend.problems import FRENCH
from backend.settings import Settings
from tests.backend.conftest import Follow
from tests.backend.world import World

REACHING = (
    "backend.accounts",
    "backend.addresses",
    "backend.amounts",
    "backend.api",
    "backend.calls",
    "backend.chain.errors",
    "backend.guards",
    "backend.news",
    "backend.fates",
    "backend.papers",
    "backend.queries",
)
"""Rooms whose errors the API answers with, and a wallet's dialog shows."""
OWN = {"move-forbidden", "request-invalid"}
"""Never shown to anybody; and told parameter by parameter."""


def types(kind: type[CoprodError] = CoprodError) -> Iterator[str]:
    for each in kind.__subclasses__():
        if each.__module__.startswith(REACHING) and not issubclass(each, NotLetIn):
            yield each.type
        yield from types(each)


def refusals(kind: type[NotLetIn] = NotLetIn) -> Iterator[type[NotLetIn]]:
    """Those that have both languages themselves."""
    for each in kind.__subclasses__():
        yield each
        yield from refusals(each)


def documented(app: FastAPI) -> set[str]:
    """By what is said of any operation."""
    return {
        slug
        for operations in app.openapi()["paths"].values()
        for operation in operations.values()
        for response in operation["responses"].values()
        for media_type, content in response.get("content", {}).items()
        if media_type == MEDIA_TYPE
        for slug in content["examples"]
    }


@pytest.fixture(scope="module", autouse=True)
def app() -> FastAPI:
    """Everything is loaded that an answer can come from."""
    return create_app(Settings())


def test_what_somebody_can_meet_has_its_french(app: FastAPI) -> None:
    speaking = {each.type for each in refusals()}
    met = (set(types()) | documented(app)) - speaking
    assert {"amount-unreadable", "node-unreachable", "permit-unusable", "document-unknown"} <= met
    assert met - OWN <= set(FRENCH)


@pytest.mark.parametrize("slug", FRENCH)
def test_french_is_set_as_french_is(slug: str) -> None:
    """Guillemets, and a space before high punctuation at which no line may break."""
    for text in FRENCH[slug]:
        assert not re.search(r"[“”\"']|\S [:;!?»]|« |\w[:;!?](?!\w)", text), text


async def test_language_is_the_one_that_is_asked_for(
    client: httpx.AsyncClient, world: World, follow: Follow
) -> None:
    await follow()
    for wish, title in (("fr", "Ce projet n’existe pas"), ("en", "There is no such project")):
        answer = await client.get("/v1/projects/0x" + 40 * "1", headers={"Accept-Language": wish})
        assert (answer.status_code, answer.json()["title"]) == (404, title)
        assert answer.headers["content-language"] == wish
        assert "Accept-Language" in answer.headers["vary"]
