"""A statement's document in the database, as royalties keeps it before it deposits."""

from sqlalchemy import Insert, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.tables import statements
from tests.backend.world import Project, World


async def keep_document(
    engine: AsyncEngine, world: World, made: Project, document: bytes, document_hash: str
) -> None:
    async with engine.begin() as connection:
        await connection.execute(write_document(world, made, document, document_hash))


def write_document(world: World, made: Project, document: bytes, document_hash: str) -> Insert:
    return insert(statements).values(
        campaign=made.campaign,
        waterfall=made.waterfall,
        currency=world.currency,
        reporter=world.producer,
        file_hash="0x" + 32 * "01",
        content_hash="0x" + 32 * "01",
        file_name="statement.tsv",
        document=document,
        document_hash=document_hash,
        uri="https://example.org/statement.json",
        gross=0,
        net=0,
        call=b"",
        statement_id="0x" + 32 * "02",
        status="imported",
        created_at=0,
    )
