"""What most lists are made of: rows of the ledger, of all projects or of one."""

from backend.api.lists.kinds import ADDRESS
from backend.api.lists.listing import Filter, Scope

OF_PROJECT = "p.campaign, p.currency_symbol, p.currency_decimals as decimals"
OF_LEDGER = f"x.block_number, b.time, x.transaction_hash, {OF_PROJECT}"
JOINS = "join projects p on p.campaign = x.campaign join blocks b on b.number = x.block_number"


def everywhere(name: str) -> tuple[Scope, ...]:
    """The list of all projects, and that of one."""
    return (
        Scope(f"/v1/{name}", ""),
        Scope(f"/v1/projects/{{campaign}}/{name}", "campaign", "x.campaign = :scope"),
    )


def who(column: str, says: str) -> Filter:
    """Equality with one of some addresses."""
    return Filter(f"x.{column} = {{}}", ADDRESS, f"{says}; several are separated by commas.", many=True)


CAMPAIGN = {"campaign": who("campaign", "Only of these projects")}


def pin(sql: str) -> str:
    """SQL of queries.laterals, with the block of this statement."""
    return sql.replace(":at", "at.number")
