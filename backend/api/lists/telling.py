"""Values of rows as answers tell them."""

from functools import lru_cache
from typing import Any

from backend import eip55
from backend.queries.status import AsOf
from backend.queries.times import format_time
from backend.queries.writing import show_line

Told = dict[str, Any]

# Blocks and periods come again and again.
time = lru_cache(maxsize=65_536)(format_time)
line = lru_cache(maxsize=4_096)(show_line)
address = eip55.to_text


def somebody(raw: bytes | None) -> str | None:
    return None if raw is None else eip55.to_text(raw)


def digest(raw: bytes) -> str:
    """32 bytes."""
    return "0x" + raw.hex()


def amount(raw: int, row: Any) -> Told:
    """Of a row with the `decimals` and the `currency_symbol` of its project; see schemas.amounts.Amount."""
    digits, decimals = str(int(raw)), row.decimals
    padded = digits.rjust(decimals + 1, "0")
    value = f"{padded[:-decimals]}.{padded[-decimals:]}" if decimals else padded
    return {"raw": digits, "decimals": decimals, "value": value, "currency": row.currency_symbol}


def place(row: Any, at: AsOf) -> Told:
    """Where in the chain it was said: the fields of schemas.amounts.Event."""
    return {
        "block_number": row.block_number,
        "finality": at.finality_of(row.block_number),
        "time": time(row.time),
        "transaction_hash": "0x" + row.transaction_hash.hex(),
    }


def project(row: Any) -> Told:
    """What `expand=project` adds."""
    return {
        "campaign": address(row.campaign),
        "name": line(row.project_name),
        "symbol": line(row.project_symbol),
        "model": line(row.project_model),
        "share_token": address(row.project_share_token),
        "waterfall": address(row.project_waterfall),
    }
