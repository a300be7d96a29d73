"""An event as its readers are told it, by whichever door."""

from typing import Any

from backend.amounts import format_units
from backend.queries.log.kinds import is_money, is_time
from backend.queries.log.reading import Entry
from backend.queries.terms import Currency
from backend.queries.times import format_time


def tell(entry: Entry) -> dict[str, Any]:
    """As api.schemas.events.LoggedEvent describes it."""
    return {
        "id": entry.id,
        "revision": entry.revision,
        "retracted": entry.retracted,
        "type": entry.type,
        "campaign": entry.campaign,
        "block_number": entry.block_number,
        "block_hash": entry.block_hash,
        "log_index": entry.log_index,
        "transaction_hash": entry.transaction_hash,
        "time": format_time(entry.time),
        "finality": entry.finality,
        "data": {name: _tell(entry, name, value) for name, value in entry.values.items()},
    }


def _tell(entry: Entry, name: str, value: Any) -> Any:
    if value is None:
        return None
    if is_time(name):
        return format_time(int(value))
    if is_money(entry.table, name) and entry.currency is not None:
        return _tell_money(value, entry.currency)
    if name == "deductions" and entry.currency is not None:
        return [{**each, "amount": _tell_money(each["amount"], entry.currency)} for each in value]
    return value


def _tell_money(value: Any, currency: Currency) -> Any:
    """As api.schemas.amounts.Amount; one for each of a list."""
    if isinstance(value, list):
        return [_tell_money(each, currency) for each in value]
    raw = int(value)
    return {
        "raw": str(raw),
        "decimals": currency.decimals,
        "value": format_units(raw, currency.decimals),
        "currency": currency.symbol,
    }
