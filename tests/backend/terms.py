"""Terms for the tests' projects, small enough to reckon with in the head."""

from typing import Any

EURO = 10**6
"""Units of the test currency, which has 6 decimals as EURC has."""

DAY = 86_400
NOBODY = "0x" + 40 * "0"
HOLDERS = NOBODY
KINDS = ("OffTheTop", "Recoup", "Percentage")
ABSENT = "0x" + 64 * "0"


def make_terms(currency: str, payees: dict[str, str], now: int, **changes: Any) -> dict[str, Any]:
    """A record of 10,000 EUR: shares at 10 EUR, 5 % off the top to the collector, then 70 % to the holders.

    `changes` replace fields of ProjectTerms; those of `campaign`, `production` and `waterfall` are merged.
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
        "closesAt": now + 30 * DAY,
        "totalBudget": 10_000 * EURO,
        "communityBps": 10_000,
        "reflectionSeconds": 4 * DAY,
        "artist": payees["artist"],
        **changes.get("campaign", {}),
    }
    production = {
        "milestones": [
            milestone(4_000, campaign["closesAt"] + 90 * DAY, "recording"),
            milestone(6_000, campaign["closesAt"] + 180 * DAY, "release"),
        ],
        "objectionBps": 3_000,
        "objectionSeconds": 7 * DAY,
        "graceSeconds": 30 * DAY,
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
        "holdersCapPerShare": 0,
        "reportingSeconds": 182 * DAY,
        "reportingDelaySeconds": 30 * DAY,
    }
    return {
        "model": "community",
        "name": "Premier album",
        "symbol": "ALBUM",
        "contractURI": "https://example.org/album.json",
        "financiers": [{"financier": payees["financier"], "label": "Label", "amount": 9_000 * EURO}],
        "tiers": [tier(10, 2, "signed record"), tier(50, 1, "a day in the studio")],
        "transferRule": NOBODY,
        "ruleKeeper": NOBODY,
        "documentHash": "0x" + 32 * "ab",
        "documentURI": "https://example.org/album.pdf",
        **changes,
        "campaign": campaign,
        "production": production | changes.get("production", {}),
        "waterfall": waterfall | changes.get("waterfall", {}),
    }


def position(
    kind: str, payee: str, bps: int, label: str, amount: int = 0, with_previous: bool = False
) -> dict[str, Any]:
    """Amount, and standing pari passu with the one before, are for positions that recoup."""
    return {
        "kind": KINDS.index(kind),
        "withPrevious": with_previous,
        "payee": payee,
        "bps": bps,
        "amount": amount,
        "label": label,
    }


def milestone(bps: int, due_at: int, label: str) -> dict[str, Any]:
    return {"bps": bps, "dueAt": due_at, "label": label}


def tier(least: int, limit: int, label: str) -> dict[str, Any]:
    return {"minShares": least, "limit": limit, "label": label}


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
