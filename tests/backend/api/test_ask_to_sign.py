"""What artist and financiers sign is written by the server, and told for who may sign it (2.4)."""

from typing import Any

import httpx

from backend.chain.typed_data import hash_typed
from tests.backend.api.test_prepare_calls import Prepare, caller, prepare, send
from tests.backend.conftest import Follow
from tests.backend.world import World

__all__ = ["caller", "prepare"]


async def ask(caller: httpx.AsyncClient, what: str, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await caller.post(f"/v1/signatures/{what}", json=body, headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def test_what_was_signed_is_brought_with_the_parameters_that_came_along(
    world: World, follow: Follow, caller: httpx.AsyncClient, prepare: Prepare
) -> None:
    project = world.propose()
    await follow()
    body = {"campaign": project.campaign, "wallet": world.artist}
    paper = await ask(caller, "consent", **body)
    assert (paper["signer"], paper["action"]) == (world.artist, "record_consent")
    signature = world.request("eth_signTypedData_v4", world.artist, paper["typed_data"])
    brought = body | {"wallet": world.stranger} | paper["parameters"] | {"signature": signature}
    send(world, await prepare(paper["action"], **brought))
    assert world.call("ProjectFactory", world.factory, "hasConsent", project.campaign) == (True,)


async def test_a_line_comes_with_its_file(world: World, follow: Follow, caller: httpx.AsyncClient) -> None:
    """The same bytes are signed, whoever hashes them."""
    project = world.propose()
    await follow()
    body = {"campaign": project.campaign, "wallet": world.financier, "line": "0", "paid_elsewhere": "true"}
    paper = await ask(caller, "line", **body)
    assert paper["file"]["typed_data"] == paper["typed_data"]
    assert paper["file"]["signature"] == ""
    assert paper["parameters"] == {"line": 0, "paid_elsewhere": True, "deadline": paper["deadline"]}
    message = paper["typed_data"]["message"]
    whole = paper["typed_data"] | {
        "message": message | {name: int(message[name]) for name in ("line", "amount", "deadline")}
    }
    assert len(hash_typed(whole)) == 32


async def test_who_is_not_to_sign_is_told_who_is(
    world: World, follow: Follow, caller: httpx.AsyncClient
) -> None:
    project = world.propose()
    await follow()
    body = {"campaign": project.campaign, "wallet": world.fan}
    told = await ask(caller, "consent", 422, **body)
    assert told["type"] == "/problems/not-the-signer"
    assert world.artist in told["detail"]
    told = await ask(caller, "line", 404, **body, line=9, paid_elsewhere=True)
    assert told["type"] == "/problems/line-unknown"
    assert "no line 9" in told["detail"]
