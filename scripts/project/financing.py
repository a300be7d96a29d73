"""The financiers' lines: put in escrow, promised by a signature, or signed as paid elsewhere.

A line is its number in the contract, counted from 0.
"""

from typing import Any

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt

from backend.chain.agreements import choose_line_deadline
from scripts import chain
from scripts.keys.signatures import sign, typed_data
from scripts.keys.signers import Signer
from scripts.language import say
from scripts.project.consents import factory_of
from scripts.project.steps import allow, campaign_of
from scripts.records import Records
from scripts.refusal import Refused
from scripts.reverts import LINE_STATES, STATUSES, in_words


def approve_financier(
    financier: str, records: Records, account: Account | None = None, *, approved: bool = True
) -> TransactionReceipt:
    """Platform: lets the signatures of a financier cover its lines, or no longer."""
    factory = factory_of(records)
    return chain.send(account or chain.signer(factory.owner()), factory.approveFinancier, financier, approved)


def line_at(project: dict[str, Any], line: int) -> tuple[str, int]:
    """(financier, amount) of a line. Raises Refused when there is none of this number."""
    lines = campaign_of(project).lists()["lines"]
    if not 0 <= line < len(lines):
        raise Refused(
            say(
                "there are {count} financiers' lines in {project}: choose one of them",
                count=len(lines),
                project=project["slug"],
            )
        )
    return str(lines[line]["financier"]), int(lines[line]["amount"])


def escrow_line(project: dict[str, Any], line: int, financier: Account | None = None) -> TransactionReceipt:
    """Financier: puts the amount of its line in escrow, allowing exactly that much first."""
    campaign = campaign_of(project)
    owner, amount = line_at(project, line)
    account = financier or chain.signer(owner)
    if str(account) != owner:
        raise Refused(say("only the financier {owner} can do this, not {other}", owner=owner, other=account))
    refuse_settled(campaign, line)
    refuse_ended(campaign)
    allow(project, account, amount)
    return chain.send(account, campaign.escrowLine, line)


def withdraw_line(project: dict[str, Any], line: int, financier: Account | None = None) -> TransactionReceipt:
    """Financier, until the opening: takes its escrow back."""
    owner, _ = line_at(project, line)
    return chain.send(financier or chain.signer(owner), campaign_of(project).withdrawLine, line)


def line_data(project: dict[str, Any], line: int, *, paid: bool, deadline: int) -> dict[str, Any]:
    """What the financier's wallet is asked to sign: that it will pay, or has paid the producer elsewhere."""
    _, amount = line_at(project, line)
    values = {"line": line, "amount": amount, "paidElsewhere": paid, "deadline": deadline}
    return typed_data(campaign_of(project), "FinancierLine", values)


def line_deadline(project: dict[str, Any]) -> int:
    """Until when a signature holds that a financier makes now; seconds since 1970."""
    closes_at = int(campaign_of(project).setup()["terms"]["closesAt"])
    return choose_line_deadline(closes_at, chain.clock())


def sign_line(
    project: dict[str, Any],
    line: int,
    financier: Account | Signer | None = None,
    *,
    paid: bool,
    words: tuple[str, ...] = (),
) -> tuple[int, str]:
    """(deadline, signature) by the financier's account; a promise expires then. Sends nothing.

    words: what it says, for whoever is asked to sign. Raises Refused.
    """
    owner, _ = line_at(project, line)
    account = financier or chain.signer(owner)
    if str(account) != owner:
        raise Refused(
            say("{owner} brings this line and has to sign for it, not {other}", owner=owner, other=account)
        )
    deadline = line_deadline(project)
    return deadline, sign(account, line_data(project, line, paid=paid, deadline=deadline), words)


def record_line(
    project: dict[str, Any],
    line: int,
    deadline: int,
    signature: str,
    account: Account | Signer | None = None,
    *,
    paid: bool,
) -> TransactionReceipt:
    """Anybody: brings the signature of an approved financier."""
    campaign = campaign_of(project)
    return chain.send(account or chain.signer(), campaign.signLine, line, paid, deadline, signature)


def refuse_settled(campaign: Any, line: int) -> None:
    """Raises Refused when the line needs no cover any more."""
    state = LINE_STATES[campaign.lineOf(line)[0]]
    if state not in ("open", "promised"):
        raise Refused(say("line {line} is {state} already", line=line + 1, state=in_words(state)))


def refuse_ended(campaign: Any) -> None:
    """Raises Refused when nothing can be covered any more."""
    status = STATUSES[campaign.status()]
    if status not in ("proposed", "raising", "succeeded"):
        raise Refused(
            say("this cannot be done with a campaign whose status is “{status}”", status=in_words(status))
        )
