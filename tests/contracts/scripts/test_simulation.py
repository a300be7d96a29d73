"""A plan is tried out on a copy of the chain: what that foresees happens (3.4, 4.1, 5.2, 9.2)."""

from pathlib import Path
from typing import Any

import pytest
from brownie import chain as brownie_chain
from brownie import web3

from scripts.allow_list import create_allow_list
from scripts.chain import contract_at
from scripts.plans.application import apply_plan
from scripts.plans.call_data import read_proposal
from scripts.plans.outlook import lines_of_plan
from scripts.plans.plan import Plan
from scripts.plans.proposal import apply_proposal
from scripts.project.gifts import give
from scripts.project.refunds import refund_everybody
from scripts.project.standing import milestones_standing, standing
from scripts.project.steps import finalize_campaign
from scripts.records import Records
from scripts.refusal import Refused
from scripts.rehearsal.fork import StepRefused, fork_chain
from scripts.rehearsal.receipts_foreseen import typical_receipts
from scripts.rehearsal.stage import MOST_FANS
from scripts.transactions import journal
from tests.contracts.project import Deduction, statement, wait_until
from tests.contracts.scripts.life import close, contribute, currency, fund, open_whole
from tests.contracts.scripts.planned import describe, plan_in
from tests.contracts.scripts.test_lives import release_all

DAY = 86_400
FIRST_FAN = 20
"""None of the accounts that stand in for the presets' people."""


@pytest.fixture
def fans(accounts: Any) -> Any:
    return accounts[FIRST_FAN:]


def propose_planned(plan: Plan, producer: Any, records: Records, folder: Path) -> dict[str, Any]:
    with journal.keep(records):
        return apply_plan(plan, producer, records, folder=folder, tell=lambda line: None).record


def in_words(plan: Plan) -> str:
    return "\n".join(lines_of_plan(plan)).replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["complement", "professional"])
def test_success_and_royalty_are_as_foreseen(
    tmp_path: Path,
    records: Records,
    producer: Any,
    platform: Any,
    stranger: Any,
    treasury: Any,
    fans: Any,
    accounts: Any,
    name: str,
) -> None:
    """To the last unit: the fee, each milestone, each position, and all that fans are paid."""
    plan, _ = plan_in(tmp_path, producer, records, file=describe(tmp_path, name), tried_out=True)
    assert plan.simulation
    success, royalty = plan.simulation["success"], plan.simulation["royalty"]
    project = propose_planned(plan, producer, records, tmp_path)
    terms, _ = read_proposal(plan.calls[0].data)
    open_whole(project, records, platform, stranger)
    most, left = terms.campaign.max_shares_per_fan, terms.campaign.cap_shares
    buyers = list(fans[: success["fans"]])
    for fan in buyers:
        contribute(project, fan, min(most, left))
        left -= min(most, left)
    assert left == 0
    before = currency(project).balanceOf(treasury)
    close(project, stranger)
    assert currency(project).balanceOf(treasury) - before == success["fee"]
    now = standing(project)
    assert (now["raised"], now["pot"], now["shares"]) == (
        success["raised"],
        success["pot"],
        success["shares"],
    )
    before = currency(project).balanceOf(producer)
    assert sum(each["amount"] for each in milestones_standing(project)) == success["pot"]
    release_all(project, stranger)
    assert [each["amount"] for each in milestones_standing(project)] == success["milestones"]
    assert currency(project).balanceOf(producer) - before == success["producer"] == success["pot"]

    reporter = accounts.at((terms.waterfall.collectors or [str(producer)])[0])
    gross, deductions = typical_receipts(terms)
    waterfall = contract_at("Waterfall", project["waterfall"])
    for foreseen in royalty["previews"]:
        amounts, to_producer = waterfall.preview(foreseen["gross"], foreseen["net"])
        assert (list(amounts), to_producer) == (foreseen["positions"], foreseen["to_producer"])
    net = gross - deductions
    fund(project, reporter, net)
    currency(project).approve(waterfall, net, {"from": reporter})
    kept_back = [Deduction(b"commission".ljust(32, b"\0"), deductions)]
    deposit = waterfall.deposit(statement(net, gross=gross, deductions=kept_back), {"from": reporter})
    shared = deposit.events["Deposited"]
    assert (gross, deductions, net) == (royalty["gross"], royalty["deductions"], royalty["net"])
    assert list(shared["amounts"]) == royalty["positions"]
    assert shared["toProducer"] == royalty["to_producer"]
    assert sum(royalty["positions"]) + royalty["to_producer"] == net
    shares = contract_at("ShareToken", project["share_token"])
    wait_until(shares.tranche(1)[2] + (terms.waterfall.royalty_steps + 1) * DAY)
    shares.release(1, {"from": stranger})
    shares.payout([str(fan) for fan in buyers], {"from": stranger})
    assert sum(currency(project).balanceOf(fan) for fan in buyers) == royalty["to_fans"]
    assert royalty["per_share"] == royalty["to_fans"] // success["shares"]


def test_failure_is_as_foreseen(
    tmp_path: Path,
    records: Records,
    producer: Any,
    platform: Any,
    stranger: Any,
    patron: Any,
    fans: Any,
) -> None:
    file = describe(tmp_path, "professional")
    plan, _ = plan_in(tmp_path, producer, records, file=file, tried_out=True)
    assert plan.simulation
    failure = plan.simulation["failure"]
    project = propose_planned(plan, producer, records, tmp_path)
    terms, _ = read_proposal(plan.calls[0].data)
    open_whole(project, records, platform, stranger)
    price, most = terms.campaign.price_per_share, terms.campaign.max_shares_per_fan
    left = failure["paid_by_fans"] // price
    for fan in fans[: failure["fans"]]:
        contribute(project, fan, min(most, left))
        left -= min(most, left)
    assert left == 0
    fund(project, patron, failure["given"])
    give(project, failure["given"], patron)
    now = standing(project)
    wait_until(max(now["closes_at"], now["firm_at"]))
    finalize_campaign(project, stranger)
    held = currency(project).balanceOf(project["campaign"])
    assert held == failure["refunded"] + failure["lines"]
    refunded = refund_everybody(project, stranger)
    assert (refunded.fans, refunded.patrons) == (failure["fans"], 1)
    assert currency(project).balanceOf(project["campaign"]) == failure["left"] == 0
    back = sum(currency(project).balanceOf(each) for each in (*fans[: failure["fans"]], patron))
    assert back == failure["refunded"] == failure["paid_by_fans"] + failure["given"]


def test_nothing_happens_on_the_chain_itself(
    tmp_path: Path, records: Records, producer: Any, platform: Any, plan: Any
) -> None:
    """A fork of a chain that has a factory and another project already."""
    apply_proposal(plan("label"), producer, records)
    people = [str(each) for each in (producer, platform)]
    before = web3.eth.block_number, [web3.eth.get_transaction_count(each) for each in people]
    made, _ = plan_in(tmp_path, producer, records, tried_out=True)
    assert made.simulation
    assert (web3.eth.block_number, [web3.eth.get_transaction_count(each) for each in people]) == before
    assert not contract_at("ProjectFactory", made.factory.address).isProject(made.project.campaign)
    assert brownie_chain.height == made.block.number


def test_every_kind_of_call_has_its_gas(tmp_path: Path, records: Records, producer: Any) -> None:
    plan, _ = plan_in(tmp_path, producer, records, tried_out=True)
    assert plan.simulation
    gas = plan.simulation["gas"]
    assert set(gas) == {
        *("propose", "approve", "consent", "allow", "escrow", "open", "contribute", "give", "finalize"),
        *("fail", "announce", "read", "deposit", "release", "payout", "refund", "refund_gift"),
        "return_line",
    }
    assert all(20_000 < each < 2_000_000 for each in gas.values())
    said = in_words(plan)
    for kind, number in gas.items():
        assert f"{number:,}" in said, kind


def test_plan_tells_who_gets_what(tmp_path: Path, records: Records, producer: Any) -> None:
    """The same amounts that SPECIFICATION's model `complement` leads to, in words."""
    plan, _ = plan_in(tmp_path, producer, records, tried_out=True)
    said = in_words(plan)
    for part in (
        "It succeeds: 23 fans buy 6,750 shares for 135,000.00 EURC",
        "6,750.00 EURC  the platform's fee",
        "1,360,125.00 EURC  released for Premier jour de tournage / First day of shooting",
        "2,720,250.00 EURC  in all for the producer",
        "2,700,000.00 EURC     8,100,000.00 EURC  gross receipts",
        "420,000.00 EURC       420,000.00 EURC  Minimum garanti du distributeur",
        "Of the middle one a share that costs 20.00 EURC gets 36.955555 EURC",
        "It fails: 9 fans paid 53,980.00 EURC, a patron gave 20.00 EURC; both got 54,000.00 EURC back",
        "0.00 EURC is left in the campaign",
    ):
        assert part in said


def test_more_fans_than_are_tried_out_are_replaced_by_a_patron(
    tmp_path: Path, records: Records, producer: Any
) -> None:
    """At most so many fans, and the rest of the goal as a gift, which is said."""
    file = describe(tmp_path, "complement", fan_most_shares="10")
    plan, _ = plan_in(tmp_path, producer, records, file=file, tried_out=True)
    assert plan.simulation
    success = plan.simulation["success"]
    assert success["fans"] == MOST_FANS
    assert success["raised"] == success["paid_by_fans"] + success["given"] == 108_000 * 10**6
    assert "a patron gives, because so few fans tried it out" in in_words(plan)


def test_goal_of_one_share_fails_too(tmp_path: Path, records: Records, producer: Any) -> None:
    """Nothing can be short of it but a gift of less than a share."""
    file = describe(tmp_path, "professional", goal="20", total_budget="30_020", most_shares="750")
    plan, _ = plan_in(tmp_path, producer, records, file=file, tried_out=True)
    assert plan.simulation
    failure = plan.simulation["failure"]
    assert (failure["fans"], failure["given"], failure["left"]) == (0, 20 * 10**6 - 1, 0)


def test_step_that_a_contract_refuses_is_told_in_words(
    records: Records, producer: Any, stranger: Any
) -> None:
    factory = records.factory()["address"]
    with (
        fork_chain(web3.eth.block_number) as fork,
        pytest.raises(StepRefused, match="only the platform can do this"),
    ):
        fork.act(str(stranger), "ProjectFactory", factory, "setFee", 1)


def test_description_that_makes_no_sense_is_refused_before_it_is_tried_out(
    tmp_path: Path, records: Records, producer: Any
) -> None:
    with pytest.raises(Refused, match="makes no sense yet"):
        plan_in(tmp_path, producer, records, file=describe(tmp_path, goal='"107999.99"'), tried_out=True)


def test_rule_of_transfers_admits_the_fans_of_the_trial(
    tmp_path: Path, records: Records, producer: Any
) -> None:
    """6.2: its keeper is asked on the copy; on the chain nobody is admitted by a plan."""
    rule = create_allow_list(str(producer), producer)
    file = describe(tmp_path, "professional")
    text = file.read_text()
    file.write_text(text + f'\n[transfer_rule]\naddress = "{rule}"\nkeeper = "producer"\n')
    plan, _ = plan_in(tmp_path, producer, records, file=file, tried_out=True)
    assert plan.simulation
    assert plan.simulation["success"]["fans"] == 10
    assert plan.simulation["gas"]["admit"]
    said = in_words(plan)
    assert f"Shares go only to whom {rule} allows, kept by {producer}" in said
    assert f"says who may receive shares, by the rule {rule}" in said
