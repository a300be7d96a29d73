"""A statement's page: what the file said, and whether it is the one on the chain (5.1)."""

import json
import re
from collections.abc import AsyncIterator
from html import unescape

import pytest
from babel.messages.catalog import Catalog
from eth_utils.crypto import keccak
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.queries.snapshot import open_snapshot
from backend.queries.statements import deposits, document
from backend.web.language import read_catalog
from tests.backend.conftest import Follow
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import FILM, Office, sample
from tests.backend.statements import keep_document
from tests.backend.terms import EURO
from tests.backend.web.conftest import Read
from tests.backend.web.markup import Page
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
    assert page.text.count(" agrees ") == 8
    assert "does not agree" not in page.text
    assert f"/en/{address}" in (await read(f"/en/projects/{project.campaign}")).values("href")


async def test_every_value_is_written_as_its_readers_write(
    office: Office, world: World, engine: AsyncEngine, read: Read
) -> None:
    """Each step of the check, in words; days, amounts and counts by locale, to the last decimal."""
    project = world.raise_funds(waterfall={"deductionCeilingBps": 10_000})
    await office.bring(project, sample(FILM), FILM)
    await office.finish()
    address = await address_of(engine, project)
    english, french = await read(f"/en/{address}"), await read(f"/fr/{address}")
    for said in (
        "First day 1 Jan 2026 Last day 30 Jun 2026",
        "Gross receipts 1,345,444.49 EUR Commission 302,190.03 EUR Distribution expenses 259,512.90 EUR "
        "Net 783,741.56 EUR",
        "Currency of the file EUR Currency of the project EURC Exchange rate 1 Decimals 6",
        "Source Film distributor",
    ):
        assert said in spoken(english)
    for said in (
        "Premier jour 1er janv. 2026 Dernier jour 30 juin 2026",
        "Recettes brutes 1 345 444,49 EUR Commission 302 190,03 EUR Frais de distribution 259 512,90 EUR "
        "Net 783 741,56 EUR",
        "Source Distributeur de films",
    ):
        assert said in spoken(french)
    # Between thousands a narrow space at which no line breaks, before the currency a wide one.
    assert "783\u202f741,56\u00a0EURC" in french.html


async def test_the_french_page_speaks_french(
    office: Office, world: World, engine: AsyncEngine, read: Read
) -> None:
    """No English word of ours, no day and no number as programs write them; the exact bytes are marked."""
    project = world.raise_funds(waterfall={"deductionCeilingBps": 10_000})
    await office.bring(project, sample(FILM), FILM)
    await office.finish()
    page = await read(f"/fr/{await address_of(engine, project)}")
    said = spoken(page)
    # What the producer wrote: names, and who says the rate.
    for given in (FILM, "Circle redeems EURC at par", project_name(page)):
        said = said.replace(given, "")
    french = words(read_catalog("fr"), translated=True)
    english = words(read_catalog("fr"), translated=False) - french
    keys = {"canonical", "distribution_expenses", "film-receipts", "from", "to", "sha256", "half-even"}
    assert {"agrees", "statement", "deposited", "gross"} <= english
    assert set(re.findall(r"[\w-]+", said.lower())) & (english | keys) == set()
    assert not re.search(r"\d{4}-\d\d|\d\.\d|\d[eE][-+]?\d", re.sub(r"0x\w+(…\w+)?", "", said))
    assert "octets dont l’empreinte a été prise" in said


async def test_the_exact_bytes_can_be_read_below(
    office: Office, world: World, engine: AsyncEngine, read: Read
) -> None:
    """Character by character those whose hash is on the chain, as the download gives them."""
    project = world.raise_funds(waterfall={"deductionCeilingBps": 10_000})
    await office.bring(project, sample(FILM), FILM)
    await office.finish()
    async with open_snapshot(engine) as connection:
        (deposit,) = (await deposits(connection, project.campaign)).deposits
        content = await document(connection, deposit.document_hash)
    page = await read(f"/en/projects/{project.campaign}/statements/{deposit.statement_id}")
    (shown,) = (
        unescape(each) for each in re.findall(r'<pre class="bytes".*?<code[^>]*>(.*?)</code>', page.html)
    )
    assert "0x" + keccak(shown.encode()).hex() == deposit.document_hash
    assert f"Exactly the {len(content):,} bytes that were hashed." in page.text
    assert f"/v1/statements/{deposit.document_hash}" in page.values("href")


def spoken(page: Page) -> str:
    """What the page says to people, on one line with plain spaces: without what nobody is to translate."""
    marked = re.sub(r'<code translate="no">.*?</code>', "", page.html, flags=re.DOTALL)
    return Page(marked).text


def project_name(page: Page) -> str:
    """As the link above the title has it."""
    (name,) = re.findall(r'<p class="kicker"><a [^>]*>(.*?)</a>', page.html)
    return unescape(str(name))


def words(catalog: Catalog, *, translated: bool) -> set[str]:
    """Of more than two letters, in small letters: of the messages, or of their translations."""
    texts = (message.string if translated else message.id for message in catalog if message.id)
    said = " ".join(each if isinstance(each, str) else " ".join(each or ()) for each in texts)
    return set(re.findall(r"[^\W\d_]{3,}", re.sub(r"%\(\w+\)s|<[^>]*>", "", said).lower()))


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


async def test_both_values_are_told_where_they_differ(
    world: World, engine: AsyncEngine, follow: Follow, read: Read
) -> None:
    """A document about other days and other amounts than its deposit: each beside the other, in words."""
    project = world.raise_funds()
    said = {
        "reporter": world.producer,
        "source": "distrokid",
        "period": {"start": "2020-01-01", "end": "2020-03-31"},
        "units": {"gross": "1234500000", "deductions": {"commission": "34500000"}, "net": "1200000000"},
        "lines": "<b>many</b>",
    }
    content = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    document_hash = "0x" + keccak(content).hex()
    world.deposit(project, 100 * EURO, documentHash=document_hash)
    await keep_document(engine, world, project, content, document_hash)
    await follow()
    page = await read(f"/fr/{await address_of(engine, project)}")
    assert (
        "Le document dit Premier jour : 1er janv. 2020 Dernier jour : 31 mars 2020 "
        "Il faudrait Premier jour : 1er janv. 2026 Dernier jour : 31 janv. 2026" in page.text
    )
    assert (
        "Le document dit Recettes brutes : 1 234,50 EURC Commission : 34,50 EURC Net : 1 200,00 EURC "
        "Il faudrait Recettes brutes : 100,00 EURC Net : 100,00 EURC" in page.text
    )
    assert "Le document dit quelque chose d’illisible Il faudrait un relevé" in page.text
    assert "Error" not in spoken(page)


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
