"""A statement whose document the website itself has, as royalties keeps it: drawn up, deposited, stored."""

from datetime import date
from decimal import Decimal

from eth_utils.crypto import keccak
from sqlalchemy import create_engine

from backend.db import with_driver
from backend.local.paths import ROOT
from backend.royalties.importers import open_statement
from backend.royalties.statements.exchange import ExchangeRate
from backend.royalties.statements.statement import canonical_json, draw_up, onchain_terms
from backend.royalties.statements.titles import titles
from tests.backend.statements import write_document
from tests.backend.world import Project, World

FILE = "distrokid-2026-q3.tsv"
RATE = ExchangeRate("USD", "EURC", Decimal("0.8613"), "ECB reference rate", date(2026, 10, 1))
FIELDS = (
    "periodStart", "periodEnd", "source", "gross", "deductions", "net", "documentHash", "uri", "corrects",
)  # fmt: skip


def report(world: World, project: Project) -> bytes:
    """The collector deposits what a distributor's file says; its document."""
    reading = open_statement((ROOT / "scripts" / "data" / FILE).read_bytes(), FILE)
    drawn = draw_up(reading.origin, titles(reading), reporter=world.collector, rate=RATE, decimals=6)
    terms = dict(zip(FIELDS, onchain_terms(drawn, ""), strict=True))
    receipt = world.deposit(project, terms.pop("gross"), by=world.collector, **terms)
    assert receipt["status"] == "0x1"
    return canonical_json(drawn)


def keep(database_url: str, world: World, project: Project, document: bytes) -> None:
    """Once the website follows: the document is served, and checked on the statement's page."""
    row = write_document(world, project, document, "0x" + keccak(document).hex())
    # In the thread of a browser, which has a loop of its own.
    engine = create_engine(with_driver(database_url))
    with engine.begin() as connection:
        connection.execute(row)
    engine.dispose()
