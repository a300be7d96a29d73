"""Every error of the API is a problem after RFC 9457; those of the website are pages."""

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from backend.app import create_app
from backend.db import with_driver
from backend.local.processes import free_port
from backend.settings import Settings
from tests.backend.api.server import serve

SOMEBODY = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
DOCUMENT = "0x" + 32 * "ab"
SECRET = "coprod_" + 64 * "0" + "34b1e4cb"
"""Of the form of a key, and of none that was made."""
READS = [
    "/v1/status",
    "/v1/reorgs",
    "/v1/retracted",
    "/v1/projects",
    f"/v1/projects/{SOMEBODY}",
    f"/v1/projects/{SOMEBODY}/holders",
    f"/v1/projects/{SOMEBODY}/deposits",
    f"/v1/projects/{SOMEBODY}/statements",
    f"/v1/projects/{SOMEBODY}/payments",
    f"/v1/wallets/{SOMEBODY}",
    "/ready",
]


def read_problem(response: httpx.Response, status: int, type: str) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = response.json()
    assert problem["status"] == status
    assert problem["type"] == f"/problems/{type}"
    assert problem["title"]
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("path", READS)
async def test_before_the_first_block_there_is_no_answer(client: httpx.AsyncClient, path: str) -> None:
    """7.1: an answer that cannot say as of when is not given."""
    response = await client.get(path)
    read_problem(response, 503, "not-mirrored-yet")
    assert int(response.headers["retry-after"]) > 0


async def test_the_process_is_healthy_before_it_is_ready(client: httpx.AsyncClient) -> None:
    response = await client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/v1/projects/12", "/v1/projects/12/holders", "/v1/wallets/vitalik.eth"])
async def test_what_is_no_address_is_refused(client: httpx.AsyncClient, path: str) -> None:
    read_problem(await client.get(path), 422, "address-unreadable")


async def test_a_wrong_checksum_is_refused_with_the_right_one(client: httpx.AsyncClient) -> None:
    problem = read_problem(await client.get(f"/v1/wallets/{SOMEBODY[:-1]}D"), 422, "address-checksum-wrong")
    assert problem["expected"] == SOMEBODY


@pytest.mark.parametrize("block", ["-1", "latest", "1.5", str(2**63)])
async def test_what_is_no_block_is_refused(client: httpx.AsyncClient, block: str) -> None:
    problem = read_problem(
        await client.get("/v1/projects", params={"at_block": block}), 422, "request-invalid"
    )
    assert isinstance(problem["errors"], list)
    assert [each["location"] for each in problem["errors"]] == ["query.at_block"]
    assert problem["errors"][0]["message"].startswith("It must be ")


@pytest.mark.parametrize("path", [*READS, "/health", "/metrics", f"/v1/statements/{DOCUMENT}"])
async def test_a_parameter_that_nothing_reads_is_refused(client: httpx.AsyncClient, path: str) -> None:
    problem = read_problem(await client.get(path, params={"atBlock": "7"}), 422, "request-invalid")
    assert isinstance(problem["errors"], list)
    assert [each["location"] for each in problem["errors"]] == ["query.atBlock"]


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("/v1/reorgs", "before", "0"),
        ("/v1/reorgs", "limit", "0"),
        ("/v1/reorgs", "limit", "1001"),
        ("/v1/retracted", "limit", "many"),
        ("/v1/retracted", "reorg", "-7"),
        ("/v1/retracted", "before", "7"),
        ("/v1/retracted", "before", f"{10**19}-1-1-payments"),
    ],
)
async def test_what_is_no_page_is_refused(
    client: httpx.AsyncClient, path: str, name: str, value: str
) -> None:
    problem = read_problem(await client.get(path, params={name: value}), 422, "request-invalid")
    assert isinstance(problem["errors"], list)
    assert [each["location"] for each in problem["errors"]] == [f"query.{name}"]


async def test_what_is_no_hash_is_refused(client: httpx.AsyncClient) -> None:
    read_problem(await client.get("/v1/statements/abc"), 422, "request-invalid")


async def test_an_unknown_document_is_not_found(client: httpx.AsyncClient) -> None:
    problem = read_problem(await client.get(f"/v1/statements/{DOCUMENT}"), 404, "document-unknown")
    assert DOCUMENT in str(problem["detail"])


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/", "/v1/nothing", "/v1/projects/", "/health/nothing", "/metrics/"]
)
async def test_an_unknown_path_of_the_api_is_a_problem(client: httpx.AsyncClient, path: str) -> None:
    read_problem(await client.get(path), 404, "path-unknown")


@pytest.mark.parametrize(
    "path", ["/v1/projects", "/v1/status", f"/v1/wallets/{SOMEBODY}", "/health", "/metrics"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nothing_can_be_written(client: httpx.AsyncClient, method: str, path: str) -> None:
    response = await client.request(method, path)
    read_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("path", "methods"), [("/v1/keys", "GET, POST"), (f"/v1/transactions/{22 * 'a'}", "GET, PUT")]
)
@pytest.mark.parametrize("method", ["PATCH", "OPTIONS"])
async def test_all_methods_of_a_path_are_named(
    client: httpx.AsyncClient, method: str, path: str, methods: str
) -> None:
    """Each of them has a route of its own (RFC 9110, 10.2.1)."""
    response = await client.request(method, path)
    read_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == methods


@pytest.mark.parametrize(
    "body", [b"\xff", b"\x00", b'{"wallet": "\xc3"}', b'{"wallet": "\\ud83d"}', 100_000 * b"["]
)
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_body_that_is_no_json_is_refused(
    client: httpx.AsyncClient, body: bytes, language: str
) -> None:
    headers = {"Content-Type": "application/json", "Accept-Language": language}
    response = await client.post("/v1/session/challenge", content=body, headers=headers)
    problem = read_problem(response, 422, "request-invalid")
    assert str(problem["detail"]).startswith("body")


@pytest.mark.parametrize("path", ["/en/nothing", "/nothing", "/v10", "/healthy"])
async def test_elsewhere_an_unknown_path_is_a_page(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path, headers={"accept-language": "en"}, follow_redirects=True)
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"


async def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_us(
    client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("drop table cursor"))
    response = await client.get("/v1/status")
    read_problem(response, 500, "internal")
    assert "cursor" not in response.text


async def test_a_database_that_does_not_answer_is_a_problem() -> None:
    url = SecretStr(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    async with serve(create_app(Settings(database_url=url))) as client:
        response = await client.get("/ready")
        read_problem(response, 503, "database-unreachable")
        assert "retry-after" in response.headers
        assert (await client.get("/health")).status_code == 200


async def test_any_page_may_read(client: httpx.AsyncClient) -> None:
    response = await client.get("/health", headers={"origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"


async def test_connections_that_are_all_in_use_are_no_fault(database_url: str) -> None:
    """A key is looked up, and a project read, on connections that others hold."""
    app = create_app(Settings(database_url=SecretStr(database_url)))
    narrow = create_async_engine(with_driver(database_url), pool_size=1, max_overflow=0, pool_timeout=0.1)
    async with serve(app) as client:
        app.state.engine, app.state.replica = narrow, narrow
        async with narrow.connect():
            key = {"Authorization": f"Bearer {SECRET}"}
            for answer in (await client.get("/v1/status"), await client.get("/v1/status", headers=key)):
                read_problem(answer, 503, "database-unreachable")
                assert answer.headers["Retry-After"] == "5"
        read_problem(await client.get("/v1/status", headers=key), 401, "key-wrong")
    await narrow.dispose()
