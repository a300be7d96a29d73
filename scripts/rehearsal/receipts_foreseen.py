"""Receipts on the stage: a typical statement goes through the waterfall, to the last wallet."""

from typing import Any

from eth_utils import keccak

from scripts.description.project_terms import WHOLE_BPS, ProjectTerms
from scripts.description.terms import DAY
from scripts.rehearsal.stage import ANYBODY, Stage, batches

SOURCE = b"distributor".ljust(32, b"\0")
NOTHING = bytes(32)


def share_receipts(stage: Stage, fans: dict[str, int]) -> dict[str, Any]:
    """The receipts of a typical statement go through the waterfall, and the fans' part into their wallets.

    Returns what the statement says and who gets what: {"gross", "deductions", "net", "positions",
    "to_producer", "to_fans", "per_share", "previews"}; per_share is rounded down, previews are what the
    positions would get of other gross receipts, if they were the first.
    """
    fork, reporter = stage.fork, (stage.terms.waterfall.collectors or [stage.proposal.producer])[0]
    previews = [preview(stage, gross) for gross in other_receipts(stage.terms)]
    gross, deductions = typical_receipts(stage.terms)
    net = gross - deductions
    stage.pay_by(reporter, stage.proposal.waterfall, net)
    statement = (
        *(fork.clock() - 30 * DAY, fork.clock(), SOURCE, gross),
        [(b"commission".ljust(32, b"\0"), deductions)] if deductions else [],
        *(net, keccak(text="statement"), "https://statement", NOTHING),
    )
    shared = fork.event(
        stage.act("deposit", reporter, "Waterfall", "deposit", statement), "Waterfall", "Deposited"
    )
    if shared["tranche"]:
        pay_out(stage, list(fans), shared["tranche"])
    paid = sum(stage.balance(fan) for fan in fans)
    return {
        "gross": gross,
        "deductions": deductions,
        "net": net,
        "positions": [int(each) for each in shared["amounts"]],
        "to_producer": int(shared["toProducer"]),
        "to_fans": paid,
        "per_share": paid // sum(fans.values()) if fans else 0,
        "previews": previews,
    }


def pay_out(stage: Stage, fans: list[str], tranche: int) -> None:
    """Once the last daily step is due, everything enters and is paid."""
    days = (stage.terms.waterfall.royalty_steps + 1) * DAY
    stage.fork.wait_until(stage.read("ShareToken", "tranche", tranche)[2] + days)
    stage.act("release", ANYBODY, "ShareToken", "release", tranche)
    for batch in batches(fans):
        pay = stage.fork.act(ANYBODY, "ShareToken", stage.proposal.share_token, "payout", batch)
        stage.note("payout", pay, len(batch))


def preview(stage: Stage, gross: int) -> dict[str, Any]:
    """What the positions would get of gross receipts with the same part deducted."""
    net = gross - typical_deductions(stage.terms, gross)
    amounts, to_producer = stage.read("Waterfall", "preview", gross, net)
    return {
        "gross": gross,
        "net": net,
        "positions": [int(each) for each in amounts],
        "to_producer": int(to_producer),
    }


def typical_receipts(terms: ProjectTerms) -> tuple[int, int]:
    """(gross, deductions) of a statement that brings the whole budget back in gross receipts."""
    gross = terms.campaign.total_budget or terms.campaign.goal
    return gross, typical_deductions(terms, gross)


def typical_deductions(terms: ProjectTerms, gross: int) -> int:
    """Half of what a statement may deduct at most, rounded down."""
    return gross * terms.waterfall.deduction_ceiling_bps // (2 * WHOLE_BPS)


def other_receipts(terms: ProjectTerms) -> list[int]:
    """A tenth of those, and three times as much."""
    gross, _ = typical_receipts(terms)
    return [gross // 10, gross * 3]
