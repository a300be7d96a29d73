"""What verbs say of the transaction that they sent."""

from typing import Any


def data_of_sent(project: dict[str, Any], receipt: Any, **more: Any) -> dict[str, Any]:
    """project: its record. The `--json` twin of a verb that sends one transaction."""
    return {
        "project": project["slug"],
        "campaign": project["campaign"],
        "transaction": receipt.txid,
        "block_number": int(receipt.block_number),
        **more,
    }


def write_time(moment: int) -> str:
    """RFC 3339, UTC."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
