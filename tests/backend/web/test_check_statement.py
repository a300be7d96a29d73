"""A statement's page: what the file said, and whether it is the one on the chain (5.1)."""

from collections.abc import AsyncIterator

import pytest
from eth_utils.crypto import keccak
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.queries.snapshot import open_snapshot
from backend.queries.statements import deposits
from tests.backend.conftest import Follow
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import FILM, Office, sample
from tests.backend.statements import keep_document
from tests.backend.terms import EURO
from tests.backend.web.conftest import Read
from tests.backend.world import Project, World


@pytest.fixture
async def office(world: World, engine: AsyncEngine) -> AsyncIterator[Office]:
    async with ChainClient(world.anvil.url) as client:
        yield Office(world, client, engine, payer=key_of("payer"), reporter=key_of("collector"))


async def address_of(engine: AsyncEngine, project: Project) -> str:
    """Of the page of the project's only statement."""
    async with open_snapshot(engine) as connection:
        (deposit,) = (await deposits(connection, project.campaign)).deposits
    return f"projects/{project.campaign}/statements/{deposit.statement_id}"


async def test_a_deposited_statement_is_shown_and_checked(
    office: Office, world: World, engine: AsyncEngine, read: Read
) -> None:
    """The sample's own sums, to the cent; every check agrees; and the command that asks a node."""
    project = world.raise_funds(waterfall={"deductionCeilingBps": 10_000})
    await office.bring(project, sample(FILM), FILM)
    await office.finish()
    address = await address_of(engine, project)
    page = await read(f"/en/{address}")
    for said in (
        "Gross receipts of 1,345,444.49 EURC, of which 783,741.56 EURC were deposited",
        "This document is the one whose fingerprint is on the chain, and it adds up.",
        f"16 lines of the file {FILM}",
        "Together 16 1,345,444.49 302,190.03 259,512.90 783,741.56",
        "One EUR was counted as 1 EURC, by Circle redeems EURC at par of 1 Oct 2026",
        "Their money was received between 30 Apr 2026 and 31 Jul 2026.",
        f"--waterfall {project.waterfall} --document film-receipts-",
    ):
        assert said in page.text
    assert page.text.count("agrees") == 8
    french = await read(f"/fr/{address}")
    assert "Together" not in french.text
    assert "783 741,56" in french.text.replace("\u202f", " ")
    assert f"/en/{address}" in (await read(f"/en/projects/{project.campaign}")).values("href")


async def test_a_document_that_does_not_fit_its_deposit_is_marked(
    world: World, engine: AsyncEngine, follow: Follow, read: Read
) -> None:
    """A reporter put the hash of something else on the chain: nothing of it is shown as figures."""
    content = b'{"schema":"coprod/statement/1"}'
    document_hash = "0x" + keccak(content).hex()
    project = world.raise_funds()
    world.deposit(project, 100 * EURO, documentHash=document_hash)
    await keep_document(engine, world, project, content, document_hash)
    await follow()
    page = await read(f"/en/{await address_of(engine, project)}")
    assert "Careful: this document and the deposit do not say the same." in page.text
    assert page.text.count("does not agree") == 6
    assert "What the file says" not in page.text


async def test_a_document_kept_elsewhere_is_linked(
    world: World, engine: AsyncEngine, follow: Follow, read: Read
) -> None:
    project = world.raise_funds()
    world.deposit(project, 100 * EURO, 7)
    await follow()
    page = await read(f"/en/{await address_of(engine, project)}")
    assert "The document is not kept here" in page.text
    assert "https://example.org/statement-7.json" in page.values("href")


async def test_another_statement_has_no_page(world: World, follow: Follow, read: Read) -> None:
    project = world.raise_funds()
    await follow()
    await read(f"/en/projects/{project.campaign}/statements/0x{32 * '00'}", 404)
