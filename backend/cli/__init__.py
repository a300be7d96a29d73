"""The `coprod` command. Wiring only: read the settings, open what is needed, call one verb."""

import asyncio
import contextlib
import signal
import sys
from typing import Annotated, Any, Literal

import typer
from pydantic import SecretStr, ValidationError
from rich.console import Console
from sqlalchemy.exc import OperationalError

from backend.cli import audit, campaign, mirror, papers, payer, reconcile, statements, verify
from backend.cli.listening import listen
from backend.cli.logs import configure_logs
from backend.db import describe, open_database
from backend.errors import CoprodError
from backend.local.builds import ContractsDoNotCompile
from backend.local.missing import PartMissing
from backend.local.processes import ChildFailed
from backend.queries.writing import show_hidden
from backend.settings import Settings

app = typer.Typer(
    name="coprod",
    help="Films and records whose fans are co-producers: mirror, payer, API and website of one factory.",
    epilog="Settings are environment variables that begin with COPROD_: see the README.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


app.add_typer(statements.app, name="statements")
app.add_typer(mirror.app, name="mirror")
app.add_typer(payer.app, name="payer")
app.add_typer(papers.app, name="papers")
app.command("reconcile")(reconcile.reconcile)
app.command("verify")(verify.verify_statement)
app.command("audit")(audit.audit)
app.command("campaign", context_settings=campaign.OWN_ARGUMENTS, add_help_option=False)(campaign.campaign)


@app.command()
def serve() -> None:
    """Serve the website and the API."""
    from backend.app import create_app
    from backend.cli.server import Server
    from backend.migrations import migrate

    settings = Settings()
    with listen(settings.host, settings.port) as listening, open_database(settings) as url:
        migrate(url)
        typer.echo(f"Website and API on {listening.url}; Ctrl-C stops them.")
        application = create_app(settings.model_copy(update={"database_url": SecretStr(url)}))
        server = Server(application)
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening.socket])
    if not server.started:
        raise typer.Exit(1)


@app.command()
def worker(
    only: Annotated[
        Literal["mirror", "jobs"] | None,
        typer.Option(help="Only one role: follow the chain, or pay, deliver webhooks and follow wallets."),
    ] = None,
) -> None:
    """Follow the chain, and do what is to be done: pay, deliver webhooks, follow wallets' transactions.

    Any number may run on one database, on any machine: one mirror leads and the others stand by; jobs are
    shared.
    """
    from backend.cli.progress import Backfill
    from backend.migrations import migrate
    from backend.worker import run_worker

    settings = Settings()
    configure_logs(settings.log)
    backfill = Backfill(Console(stderr=True))
    with open_database(settings) as url:
        migrate(url)
        try:
            asyncio.run(run_worker(settings, url, backfill, only))
        finally:
            backfill.stop()


@app.command()
def demo(
    exit: Annotated[
        bool, typer.Option("--exit", help="Stop at the end instead of leaving the website up.")
    ] = False,
) -> None:
    """Show the whole way on this machine.

    Campaigns, receipts, royalties and the website, on a chain and a database of its own.
    """
    from backend.demo.run import run_demo

    settings = Settings()
    raise typer.Exit(0 if run_demo(settings.home, Console(), stay=not exit) else 1)


def main() -> None:
    """Run the command; an error that a person can mend is one line on the terminal."""
    configure_logs()
    # `make stop` and a service manager send SIGTERM: end like Ctrl-C, so that children are stopped.
    signal.signal(signal.SIGTERM, _interrupt)
    # Whoever starts us in the background may have told us to ignore Ctrl-C; the terminal's user has not.
    signal.signal(signal.SIGINT, _interrupt)
    try:
        app()
    except (CoprodError, PartMissing, ContractsDoNotCompile, ChildFailed) as error:
        sys.exit(f"coprod: {show_hidden(str(error))}")
    except OperationalError as error:
        sys.exit(f"coprod: {describe(error)} Is COPROD_DATABASE_URL right?")
    except ValidationError as error:
        wrong = {
            f"COPROD_{str(each['loc'][0]).upper()}": each["msg"].removeprefix("Value error, ")
            for each in error.errors()
        }
        sys.exit("coprod: " + ", ".join(f"{name}: {why}" for name, why in wrong.items()))


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
