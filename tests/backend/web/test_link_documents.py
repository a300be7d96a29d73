"""From a statement on the page to the very bytes that were hashed."""

import httpx
from eth_utils.crypto import keccak
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backend.conftest import Follow
from tests.backend.statements import keep_document
from tests.backend.terms import EURO
from tests.backend.web.conftest import Read
from tests.backend.world import World

DOCUMENT = b'{"schema":"coprod/statement/1"}'
HASH = "0x" + keccak(DOCUMENT).hex()


async def test_a_document_kept_here_can_be_downloaded(
    world: World, engine: AsyncEngine, follow: Follow, read: Read, browser: httpx.AsyncClient
) -> None:
    """5.1"""
    made = world.raise_funds()
    world.deposit(made, 100 * EURO, documentHash=HASH)
    await keep_document(engine, world, made, DOCUMENT, HASH)
    await follow()
    page = await read(f"/en/projects/{made.campaign}")
    (link,) = [each for each in page.all("a") if "/v1/statements/" in each.get("href", "")]
    assert link["download"] == f"distrokid-{HASH[2:10]}.json"
    assert (await browser.get(link["href"])).content == DOCUMENT


async def test_a_document_published_elsewhere_is_linked(world: World, follow: Follow, read: Read) -> None:
    made = world.raise_funds()
    world.deposit(made, 100 * EURO, 7)
    world.deposit(made, 100 * EURO, 8, uri="javascript:alert(1)")
    await follow()
    links = (await read(f"/en/projects/{made.campaign}")).values("href")
    assert "https://example.org/statement-7.json" in links
    assert not [each for each in links if each.startswith("javascript")]
