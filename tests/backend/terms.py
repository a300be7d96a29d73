"""Terms for the tests' projects, small enough to reckon with in the head."""

from typing import Any

EURO = 10**6
"""Units of the test currency, which has 6 decimals as EURC has."""

HOLDERS = "0x" + 40 * "0"
ABSENT = "0x" + 64 * "0"


def make_terms(currency: str, payees: dict[str, str], now: int, **changes: Any) -> dict[str, Any]:
    """A record of 10,000 EUR: shares at 10 EUR, 5 % off the top to the collector, then 70 % to the holders.

    `changes` replace fields of ProjectTerms; those of `campaign` and `waterfall` are merged into them.
    """
    campaign = {
        "currency": currency,
        "pricePerShare": 10 * EURO,
        "goal": 1_000 * EURO,
        "capShares": 1_000,
        "leastShares": 1,
        "minSharesPerFan": 1,
        "maxSharesPerFan": 1_000,
        "opensAt": now + 3_600,
        "closesAt": now + 30 * 86_400,
        "totalBudget": 10_000 * EURO,
        "communityBps": 10_000,
    }
    waterfall = {
        "positions": [
            position("OffTheTop", payees["collector"], 500, "collection agent"),
            position("Percentage", payees["producer"], 3_000, "producer"),
            position("Percentage", HOLDERS, 7_000, "fans"),
        ],
        "collectors": [payees["collector"]],
        "deductionCeilingBps": 3_000,
        "royaltySteps": 1,
    }
    return {
        "model": "community",
        "name": "Premier album",
        "symbol": "ALBUM",
        "contractURI": "https://example.org/album.json",
        "financiers": [{"financier": payees["financier"], "label": "Label", "amount": 9_000 * EURO}],
        "documentHash": "0x" + 32 * "ab",
        "documentURI": "https://example.org/album.pdf",
        **changes,
        "campaign": campaign | changes.get("campaign", {}),
        "waterfall": waterfall | changes.get("waterfall", {}),
    }


def position(kind: str, payee: str, bps: int, label: str) -> dict[str, Any]:
    return {"kind": ("OffTheTop", "Percentage").index(kind), "payee": payee, "bps": bps, "label": label}


def make_statement(gross: int, number: int = 1, **changes: Any) -> dict[str, Any]:
    """Receipts of one month, `gross` units, without deductions unless `changes` say so."""
    return {
        "periodStart": 1_767_225_600,
        "periodEnd": 1_769_904_000,
        "source": b"distrokid",
        "gross": gross,
        "deductions": [],
        "net": gross,
        "documentHash": "0x" + number.to_bytes(32, "big").hex(),
        "uri": f"https://example.org/statement-{number}.json",
        "corrects": ABSENT,
        **changes,
    }
