"""What the demo prints at its end: the tables, and what to open next."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime

from eth_utils.address import to_checksum_address
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from backend.amounts import format_amount
from backend.demo.stage import Stage
from backend.demo.sums import Account, Row
from backend.queries.catalogue import ProjectCard

SHOWN = 8
"""Rows of a table before the others are summed up in one."""
MOST_WIDE = 1_000
"""Columns, above what any table takes."""
NEXT = "\n" + 22 * " "
"""To another line of the guide's second column."""
STATUSES = {"wound_down": "wound down"}
REFUNDED = ("refunded", "still owed")
HEADINGS = {
    "succeeded": ("royalties", "was paid", "still owed"),
    "wound_down": ("part of the rest", "given back", "left"),
    "failed": ("to be refunded", *REFUNDED),
    "cancelled": ("to be refunded", *REFUNDED),
}
"""What a row's owed, paid and left are, by the project's status."""


def print_account(console: Console, account: Account) -> None:
    """One project's table and its checks."""
    title = f"{escape(account.name)}: {STATUSES.get(account.status, account.status)}."
    title += f" Amounts in {account.currency.symbol}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("who")
    for heading in ("shares", "contributed", *HEADINGS[account.status]):
        table.add_column(heading, justify="right")
    rows = list(account.rows)
    for row in (
        rows if len(rows) <= SHOWN + 1 else [*rows[:SHOWN], _sum(f"{len(rows) - SHOWN} others", rows[SHOWN:])]
    ):
        table.add_row(*_cells(account, row))
    table.add_section()
    table.add_row(*_cells(account, _sum(f"all {len(rows)}", rows)))
    print_whole(console, table)
    for check in account.checks:
        mark = "✓" if check.agrees else "✗ DOES NOT AGREE:"
        console.print(f"  {mark} {check.sentence}", markup=False, soft_wrap=True)
    console.print()


def print_progress(console: Console, card: ProjectCard) -> None:
    """Where a project stands that is not over."""
    raised, goal = (
        format_amount(each, card.currency.decimals, card.currency.symbol) for each in (card.raised, card.goal)
    )
    sentence = f"{raised} of {goal}, {card.backers} fans, closing on {_closing(card)}"
    console.print(f"{card.name}: {card.status}. {sentence}", markup=False, soft_wrap=True)


def print_whole(console: Console, table: Table) -> None:
    """As wide as it is: a cut amount would be a wrong one, and files have no width."""
    table.width = Measurement.get(console, console.options.update(max_width=MOST_WIDE), table).maximum
    console.print(table, crop=False)


def print_guide(
    console: Console,
    stage: Stage,
    accounts: list[Account],
    going_on: list[ProjectCard],
    fan: tuple[str, str],
) -> None:
    """What to open next as each kind of user. `fan`: address and private key of a demo fan."""
    site, film, record = stage.website, accounts[0].campaign, accounts[1].campaign
    keystore = json.loads((stage.home / "keys" / "collector.json").read_text())
    collector = to_checksum_address(f"0x{keystore['address']}")
    address, key = fan
    pages = [f"{site}/en/projects/{film}", f"{site}/en/portfolio/{address}"]
    contribute = ""
    if raising := [card for card in going_on if card.status == "raising"]:
        pages.insert(0, f"{site}/en/projects/{raising[0].campaign}")
        contribute = f"""
  to contribute       on the first of these pages "Connect a wallet", then "Buy shares":
                      {raising[0].name} is open until {_closing(raising[0])}"""
    console.rule("The website is up")
    console.print(
        f"""
Website               {site}

As a fan              {NEXT.join(pages)}
  in a wallet         add a network: RPC {stage.chain.url}, chain id {stage.chain.chain_id}, currency ETH;
                      import this fan's demo key, worth nothing anywhere else:
                      {key}{contribute}
As a producer         read scripts/presets/complement.toml, then
                      export COPROD_RPC_URL={stage.chain.url}
                      make brownie ARGS="run campaign plan scripts/presets/complement.toml --network local"
  when receipts come  .venv/bin/coprod statements import scripts/data/tunecore-2026-q2.csv \\
                      --campaign {record} --reporter {collector} \\
                      --currency USD --rate 1 --rate-source "Circle redeems USDC at par" \\
                      --rate-date 2026-07-31 --published-at {site}/v1/statements
As an integrator      {site}/openapi.json
                      curl {site}/v1/projects/{film}/holders

Compare with the chain: COPROD_RPC_URL={stage.chain.url} .venv/bin/coprod reconcile
Logs: {stage.home}/worker.log, serve.log
Stop: Ctrl-C here, or `make stop`. Start again: `make demo`. Forget all of it: `make reset`.
""",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def _closing(card: ProjectCard) -> date:
    return datetime.fromtimestamp(card.closes_at, UTC).date()


def _sum(name: str, rows: Iterable[Row]) -> Row:
    rows = list(rows)
    return Row(
        name,
        sum(row.shares for row in rows),
        sum(row.contributed for row in rows),
        sum(row.owed for row in rows),
        sum(row.paid for row in rows),
        sum(row.left for row in rows),
    )


def _cells(account: Account, row: Row) -> list[str]:
    symbol, decimals = account.currency.symbol, account.currency.decimals
    amounts = (row.contributed, row.owed, row.paid, row.left)
    money = [format_amount(each, decimals, symbol).removesuffix(f"\u00a0{symbol}") for each in amounts]
    return [escape(row.name), f"{row.shares:,}", *money]
