"""Keys for programs: shown once, for some things only, worth nothing once revoked (7.7)."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.accounts.keys import MOST_KEYS, is_fit
from backend.app import create_app
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.conftest import Follow
from tests.backend.web.room.conftest import SITE, Browser
from tests.backend.world import Project, World

LIMITS: dict[str, Any] = {"rate_reads": 40, "rate_key_reads": 60, "rate_writes": 50, "rate_sign_ins": 0}
NEWS = {"title_en": "Shooting begins", "text_en": "On Monday."}
MADE_UP = "coprod_" + 64 * "0"


@pytest.fixture
async def app(world: World, database_url: str, follow: Follow) -> AsyncIterator[FastAPI]:
    """Running, with limits that a test can reach."""
    await follow()
    settings = Settings(
        database_url=SecretStr(database_url), rpc_url=world.anvil.url, site_url=SITE, **LIMITS
    )
    made = create_app(settings)
    async with made.router.lifespan_context(made):
        yield made


def visit(app: FastAPI, address: str = "203.0.113.7", secret: str = "") -> httpx.AsyncClient:
    """A program or browser at an address of the net, with a key if it has one."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1))
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return httpx.AsyncClient(transport=transport, base_url=SITE, headers=headers)


@pytest.fixture
async def owner(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The producer, signed in, in a browser that says which page asks."""
    async with visit(app, "198.51.100.9") as client:
        await Browser(client).sign_in("producer")
        client.headers["Origin"] = SITE
        yield client


async def make(owner: httpx.AsyncClient, *scopes: str, **more: Any) -> dict[str, Any]:
    answer = await owner.post("/v1/keys", json={"name": "Accounting", "scopes": list(scopes), **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_key_is_shown_once_and_kept_as_its_hash(
    owner: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    answer = await owner.post("/v1/keys", json={"name": " Accounting ", "scopes": ["webhooks", "read"]})
    made = answer.json()
    assert re.fullmatch(r"coprod_[0-9a-f]{72}", made["secret"])
    assert is_fit(made["secret"])
    assert answer.headers["cache-control"] == "no-store"
    (listed,) = (await owner.get("/v1/keys")).json()["keys"]
    assert listed == {name: value for name, value in made.items() if name != "secret"}
    assert (listed["name"], listed["scopes"], listed["ending"], listed["used_on"], listed["expires_at"]) == (
        "Accounting",
        ["read", "webhooks"],
        made["secret"][-4:],
        None,
        None,
    )
    async with engine.connect() as connection:
        kept = str((await connection.execute(text("select * from api_keys"))).one())
    assert made["secret"] not in kept
    assert made["secret"][7:71] not in kept


async def test_the_day_of_its_last_use_is_told(app: FastAPI, owner: httpx.AsyncClient) -> None:
    made = await make(owner, "read")
    async with visit(app, secret=made["secret"]) as program:
        assert (await program.get("/v1/status")).status_code == 200
    (listed,) = (await owner.get("/v1/keys")).json()["keys"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", listed["used_on"])


async def test_a_wrong_key_opens_nothing_not_even_what_is_public(
    app: FastAPI, owner: httpx.AsyncClient
) -> None:
    made = (await make(owner, "read"))["secret"]
    other = "0" if made[20] != "0" else "1"
    mistyped, foreign = made[:20] + other + made[21:], "ghp_something"
    for wrong in (mistyped, made[:-1], MADE_UP + "0" * 8, made + " x", foreign, made.upper()):
        async with visit(app, secret=wrong) as program:
            answer = await program.get("/v1/projects", headers={"Origin": "https://example.org"})
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/key-wrong")
        assert answer.headers["www-authenticate"].startswith("Bearer ")
        # A page of another site is told, too.
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "WWW-Authenticate" in answer.headers["access-control-expose-headers"]


async def test_another_scheme_is_a_proxy_s(app: FastAPI) -> None:
    async with visit(app) as client:
        headers = {"Authorization": "Basic YTpi"}
        assert (await client.get("/v1/status", headers=headers)).status_code == 200


async def test_a_revoked_key_opens_nothing_at_once(app: FastAPI, owner: httpx.AsyncClient) -> None:
    """Also where the answer is kept in memory."""
    made, other = await make(owner, "read"), await make(owner, "read")
    async with visit(app, secret=made["secret"]) as program, visit(app, secret=other["secret"]) as second:
        for _ in range(3):
            assert (await program.get("/v1/projects")).status_code == 200
        revoked = await owner.delete(f"/v1/keys/{made['id']}")
        assert (revoked.status_code, revoked.json()) == (200, {"id": made["id"]})
        assert (await program.get("/v1/projects")).status_code == 401
        assert (await second.get("/v1/projects")).status_code == 200
    assert [each["id"] for each in (await owner.get("/v1/keys")).json()["keys"]] == [other["id"]]
    again = await owner.delete(f"/v1/keys/{made['id']}")
    assert (again.status_code, again.json()["type"]) == (404, "/problems/key-unknown")


async def test_a_key_expires(app: FastAPI, owner: httpx.AsyncClient, engine: AsyncEngine) -> None:
    made = await make(owner, "read", expires_in=60)
    assert made["expires_at"] > made["created_at"]
    async with visit(app, secret=made["secret"]) as program:
        assert (await program.get("/v1/status")).status_code == 200
        async with engine.begin() as connection:
            await connection.execute(text("update api_keys set expires_at = expires_at - 60"))
        assert (await program.get("/v1/status")).status_code == 401
    assert (await owner.get("/v1/keys")).json()["keys"] == []


async def test_a_key_makes_reads_and_revokes_no_keys(app: FastAPI, owner: httpx.AsyncClient) -> None:
    made = await make(owner, "read", "news:write", "webhooks")
    async with visit(app, secret=made["secret"]) as program:
        asked = {"name": "More", "scopes": ["read"]}
        answers = [
            await program.post("/v1/keys", json=asked),
            await program.get("/v1/keys"),
            await program.delete(f"/v1/keys/{made['id']}"),
        ]
    assert [each.status_code for each in answers] == [401, 401, 401]
    assert {each.json()["type"] for each in answers} == {"/problems/not-signed-in"}


async def test_nobody_sees_or_revokes_another_s_key(app: FastAPI, owner: httpx.AsyncClient) -> None:
    made = await make(owner, "read")
    async with visit(app) as other:
        await Browser(other).sign_in("fan")
        headers = {"Origin": SITE}
        assert (await other.get("/v1/keys")).json()["keys"] == []
        assert (await other.delete(f"/v1/keys/{made['id']}", headers=headers)).status_code == 404
    assert len((await owner.get("/v1/keys")).json()["keys"]) == 1


async def test_another_site_makes_no_key_with_the_cookie(owner: httpx.AsyncClient) -> None:
    asked = {"name": "Theirs", "scopes": ["read"]}
    answer = await owner.post("/v1/keys", json=asked, headers={"Origin": "https://example.org"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/another-site")
    assert (await owner.get("/v1/keys")).json()["keys"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "", "scopes": ["read"]},
        {"name": "a\0b", "scopes": ["read"]},
        {"name": "x" * 101, "scopes": ["read"]},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": " ", "scopes": ["read"]},
        {"name": "x", "scopes": ["read"], "expires_in": 0},
        {"name": "x", "scopes": ["read"], "expires_in": "7776000"},
        {"name": "x", "scopes": ["read"], "expires_in": True},
        {"name": "x", "scopes": ["read"], "address": "0x00"},
    ],
)
async def test_what_is_no_key_is_not_made(owner: httpx.AsyncClient, asked: dict[str, Any]) -> None:
    answer = await owner.post("/v1/keys", json=asked)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/request-invalid")


async def test_a_wallet_has_so_many_keys_and_no_more(owner: httpx.AsyncClient) -> None:
    """Also when they are asked for at once."""
    for _ in range(MOST_KEYS - 2):
        await make(owner, "read")
    asked = {"name": "One more", "scopes": ["read"]}
    answers = await asyncio.gather(*(owner.post("/v1/keys", json=asked) for _ in range(5)))
    assert sorted(each.status_code for each in answers) == [201, 201, 409, 409, 409]
    assert len((await owner.get("/v1/keys")).json()["keys"]) == MOST_KEYS


@pytest.fixture
async def approved(world: World, follow: Follow) -> Project:
    made = world.propose()
    world.approve(made)
    await follow()
    return made


async def test_news_are_posted_by_a_key_for_it(
    app: FastAPI, owner: httpx.AsyncClient, approved: Project, world: World
) -> None:
    path = f"/v1/projects/{approved.campaign}/news"
    writes, reads = await make(owner, "news:write"), await make(owner, "read", "webhooks")
    async with visit(app, secret=reads["secret"]) as program:
        refused = await program.post(path, json=NEWS)
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/scope-missing")
    async with visit(app, secret=writes["secret"]) as program:
        assert (await program.post(path, json=NEWS)).status_code == 201
    (piece,) = (await owner.get(path)).json()["news"]
    assert (piece["author"], piece["title_en"]) == (world.producer, NEWS["title_en"])


async def test_a_key_posts_for_its_owner_s_projects_only(app: FastAPI, approved: Project) -> None:
    async with visit(app) as fan:
        await Browser(fan).sign_in("fan")
        fan.headers["Origin"] = SITE
        made = await make(fan, "news:write")
    async with visit(app, secret=made["secret"]) as program:
        answer = await program.post(f"/v1/projects/{approved.campaign}/news", json=NEWS)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/room-closed")


async def test_a_key_counts_by_itself(app: FastAPI, owner: httpx.AsyncClient) -> None:
    """Whoever reads from the same address is not kept waiting; `read` has the larger quota."""
    made, other = await make(owner, "read"), await make(owner, "webhooks")
    async with (
        visit(app, secret=made["secret"]) as program,
        visit(app, secret=other["secret"]) as second,
        visit(app) as reader,
    ):
        # The first use is the address's: only then the key is known to be one.
        assert (await program.get("/health")).headers["ratelimit"].startswith('"reads";r=39;')
        left = (await program.get("/health")).headers
        assert left["ratelimit-policy"] == '"key-reads";q=60;w=60'
        assert left["ratelimit"].startswith('"key-reads";r=59;')
        assert (await reader.get("/health")).headers["ratelimit"].startswith('"reads";r=38;')
        await second.get("/health")
        assert (await second.get("/health")).headers["ratelimit"].startswith('"reads";r=39;')
        assert (await program.get("/health")).headers["ratelimit"].startswith('"key-reads";r=58;')


async def test_made_up_keys_have_no_quota_of_their_own(app: FastAPI) -> None:
    found = []
    for number in range(LIMITS["rate_reads"] + 1):
        async with visit(app, secret=f"coprod_{number:064x}00000000") as program:
            found.append((await program.get("/health")).status_code)
    assert found == [401] * LIMITS["rate_reads"] + [429]


async def test_without_a_database_a_key_is_not_wrong() -> None:
    """Nobody should throw a key away because the database is down."""
    nowhere = SecretStr("postgresql://nobody@127.0.0.1:9/nothing")
    secret = "coprod_" + 64 * "0" + "34b1e4cb"
    async with serve(create_app(Settings(database_url=nowhere))) as client:
        answer = await client.get("/v1/status", headers={"Authorization": f"Bearer {secret}"})
    assert is_fit(secret)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/database-unreachable")


async def test_webhooks_are_for_keys_that_name_them(app: FastAPI, owner: httpx.AsyncClient) -> None:
    for scope, status in (("webhooks", 200), ("read", 403)):
        made = await make(owner, scope)
        async with visit(app, secret=made["secret"]) as program:
            assert (await program.get("/v1/webhooks")).status_code == status
    async with visit(app) as stranger:
        assert (await stranger.get("/v1/webhooks")).status_code == 401
