"""`coprod audit`: the books of the royalties, against the mirror and the chain."""

import typer
from rich.console import Console

from backend.books.audit import ON_CHAIN, Audit
from backend.books.audit import audit as run_audit
from backend.books.checks import CHECKS
from backend.chain.client import ChainClient
from backend.cli.comparison import DIFFERENT, SAME, compare
from backend.db import open_database, open_engine
from backend.migrations import migrate
from backend.queries.snapshot import open_snapshot
from backend.settings import Settings


def audit() -> None:
    """Check the books: every unit of royalties is claimable, paid, not entered yet, or dust.

    Asks the mirror and the contracts, at the mirror's block. Exit code 1 if anything does not hold, with each
    finding named by check and project; 2 if nothing could be asked.
    """
    settings, console = Settings(), Console()

    async def once(url: str) -> Audit:
        async with (
            open_engine(url) as engine,
            ChainClient(settings.rpc_urls) as client,
            open_snapshot(engine) as connection,
        ):
            return await run_audit(connection, client)

    with open_database(settings) as url:
        migrate(url)
        found = compare(once(url))
    _show(console, found)
    raise typer.Exit(DIFFERENT if found.findings else SAME)


def _show(console: Console, found: Audit) -> None:
    console.print(f"The books at block {found.block_number} ({found.block_hash})", soft_wrap=True)
    for check in (*CHECKS, ON_CHAIN):
        findings = [each for each in found.findings if each.check == check.name]
        sign = "✗" if findings else "✓"
        console.print(f"{sign} {check.name}: {check.sentence}", markup=False, soft_wrap=True)
        for each in findings:
            console.print(f"  {each}", markup=False, soft_wrap=True)
    console.print(
        f"{found.entries:,} entries, {found.asked:,} answers of contracts: {len(found.findings)} findings"
    )
