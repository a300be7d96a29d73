"""Run by Alembic for each command: connect, take turns with other processes, work in one transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from backend.tables import Address, Hash, Units, metadata

TURN = 0x636F70726F64
"""Advisory lock of migrations: "coprod" in hexadecimal."""


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write the database's own types into revisions, so that they do not change when the code does."""
    if kind == "type" and isinstance(item, Address | Hash):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Units):
        return "sa.Numeric(78, 0)"
    return False


engine = create_engine(context.config.attributes["database_url"], poolclass=NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=metadata, render_item=render_item, compare_server_default=True
    )
    with context.begin_transaction():
        connection.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        context.run_migrations()
