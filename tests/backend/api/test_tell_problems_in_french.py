"""What can go wrong while somebody signs is told in French too (7.3)."""

import re
from collections.abc import Iterator

import httpx
import pytest

from backend.api import french
from backend.api.calls import PROBLEMS
from backend.app import create_app
from backend.errors import CoprodError
from backend.settings import Settings
from tests.backend.conftest import Follow
from tests.backend.world import World

SIGNING = ("backend.calls", "backend.fates", "backend.addresses", "backend.amounts")
"""Rooms whose errors a wallet's dialog shows."""
OWN = {"move-forbidden", "request-invalid"}
"""Never shown to anybody; and told parameter by parameter."""


def types(kind: type[CoprodError] = CoprodError) -> Iterator[str]:
    for each in kind.__subclasses__():
        if each.__module__.startswith(SIGNING):
            yield each.type
        yield from types(each)


def documented() -> set[str]:
    return {
        slug
        for response in PROBLEMS.values()
        for content in response["content"].values()
        for slug in content["examples"]
    }


@pytest.fixture(scope="module", autouse=True)
def app() -> None:
    """Everything is loaded that an answer can come from."""
    create_app(Settings())


def test_what_somebody_can_meet_who_signs_has_its_french() -> None:
    met = set(types()) | documented()
    assert {"amount-unreadable", "node-unreachable", "permit-unusable"} <= met
    assert met - OWN <= set(french.PROBLEMS)


@pytest.mark.parametrize("slug", french.PROBLEMS)
def test_french_is_set_as_french_is(slug: str) -> None:
    """Guillemets, and a space before high punctuation at which no line may break."""
    for text in french.PROBLEMS[slug]:
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
