"""A project's life by the scripts: opened with everything that it waits for, paid in by fans, closed."""

from typing import Any

from scripts.chain import contract_at
from scripts.project.consents import record_consent, sign_consent
from scripts.project.financing import escrow_line, line_at
from scripts.project.standing import standing
from scripts.project.steps import approve_listing, campaign_of, finalize_campaign, open_campaign
from scripts.records import Records
from tests.contracts.project import wait_until

Project = dict[str, Any]


def agree(project: Project, records: Records, platform: Any, stranger: Any) -> None:
    """The platform approves, and the artist's consent is brought by somebody else."""
    approve_listing(project, records, platform)
    record_consent(project, records, *sign_consent(project, records), stranger)


def open_whole(project: Project, records: Records, platform: Any, stranger: Any) -> None:
    """Open it with every line in escrow, and wait until fans can contribute."""
    agree(project, records, platform, stranger)
    for line in range(len(campaign_of(project).lists()["lines"])):
        fund(project, *line_at(project, line))
        escrow_line(project, line)
    open_campaign(project, stranger)
    wait_until(standing(project)["opens_at"])


def fund(project: Project, account: Any, amount: int) -> None:
    token = currency(project)
    token.mint(account, amount, {"from": account})


def contribute(project: Project, fan: Any, shares: int, tier: int = 0) -> None:
    campaign = campaign_of(project)
    amount = shares * campaign.setup()["terms"]["pricePerShare"]
    fund(project, fan, amount)
    currency(project).approve(campaign, amount, {"from": fan})
    campaign.contribute(shares, tier, {"from": fan})


def close(project: Project, account: Any) -> None:
    """Wait for the closing and the last reflection, and finalise."""
    now = standing(project)
    wait_until(max(now["closes_at"], now["firm_at"]))
    finalize_campaign(project, account)


def currency(project: Project) -> Any:
    return contract_at("TestCurrency", standing(project)["currency"].address)
