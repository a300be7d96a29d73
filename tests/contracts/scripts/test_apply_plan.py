"""Applying a plan: exactly what it holds is sent, once, and recorded (2.1, 7.2, 9.2, 9.3)."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from brownie import web3

from scripts import campaign
from scripts.chain import contract_at
from scripts.keys.signers import HandedOver, SafeSigner
from scripts.plans.application import apply_plan
from scripts.plans.applied import Applied, lines_of_applied
from scripts.plans.differences import find_differences
from scripts.plans.outlook import data_of_plan
from scripts.plans.plan import Plan
from scripts.plans.planning import make_plan
from scripts.plans.proposal import draft_proposal
from scripts.plans.resumption import Resumed, data_of_resumed, lines_of_resumed, resume_all
from scripts.project.standing import proposed_terms
from scripts.records import Records
from scripts.refusal import Refused
from scripts.reverts import LINE_STATES
from scripts.transactions import journal
from scripts.transactions.manner import MOMENTS, Step
from tests.contracts.scripts.conftest import refused_unsent
from tests.contracts.scripts.planned import change, describe, plan_in

WHILE_SENDING = [
    each for each in MOMENTS if each not in ("asked", "answered", "waiting", "dearer", "taken back")
]
"""The moments that a key's transaction goes through on a chain that mines at once."""


def nonce_of(account: Any) -> int:
    return int(web3.eth.get_transaction_count(str(account)))


def apply_in(folder: Path, plan: Plan, account: Any, records: Records, **manner: Any) -> Applied:
    with journal.keep(records, **manner):
        return apply_plan(plan, account, records, folder=folder, tell=lambda line: None)


def resume(records: Records, account: Any) -> Resumed:
    return resume_all(records, lambda address: account, tell=lambda line: None)


def test_exactly_what_was_planned_is_sent(tmp_path: Path, records: Records, producer: Any) -> None:
    plan, _ = plan_in(tmp_path, producer, records)
    before = nonce_of(producer)
    applied = apply_in(tmp_path, plan, producer, records)
    sent = web3.eth.get_transaction(applied.sent[0].transaction)
    assert ("0x" + bytes(sent["input"]).hex(), sent["to"]) == (plan.calls[0].data, plan.calls[0].to)
    assert sent["nonce"] == plan.account_nonce == before
    assert nonce_of(producer) == before + 1
    project = plan.project
    recorded = records.project("les-heures-claires")
    assert recorded == applied.record
    for key in ("campaign", "waterfall", "share_token", "terms_hash"):
        assert recorded[key] == getattr(project, key)
    assert recorded["people"] == plan.source.people
    assert contract_at("Campaign", project.campaign).setup()["terms"]["opensAt"] == project.opens_at


def test_plan_applied_twice_sends_nothing_twice(tmp_path: Path, records: Records, producer: Any) -> None:
    plan, _ = plan_in(tmp_path, producer, records)
    first = apply_in(tmp_path, plan, producer, records)
    before = nonce_of(producer), web3.eth.block_number
    again = apply_in(tmp_path, plan, producer, records)
    assert (again.sent, again.record) == ([], first.record)
    assert (nonce_of(producer), web3.eth.block_number) == before
    assert next(lines_of_applied(again)) == "Everything in this plan was done before: nothing was sent."
    assert len(records.projects()) == 1


def test_plan_is_applied_where_its_journal_is_lost(tmp_path: Path, records: Records, producer: Any) -> None:
    """From another machine without the journal and the record: the chain tells that it was done."""
    plan, _ = plan_in(tmp_path, producer, records)
    first = apply_in(tmp_path, plan, producer, records)
    elsewhere = Records(tmp_path / "elsewhere" / "31337")
    elsewhere.write_factory(records.factory())
    before = nonce_of(producer)
    again = apply_in(tmp_path, plan, producer, elsewhere)
    assert again.sent == []
    assert nonce_of(producer) == before
    assert {**again.record, "input": ""} == {**first.record, "input": ""}


def test_own_steps_that_need_nobody_else_are_planned_and_done(
    tmp_path: Path, records: Records, producer: Any, platform: Any
) -> None:
    """The producer holds the rights here, and puts its own line in escrow (2.4)."""
    file = describe(tmp_path, "professional", rights_holder='"producer"')
    plan, _ = plan_in(tmp_path, producer, records, file=file, escrow=True, tried_out=True)
    assert [each.action for each in plan.calls] == ["propose", "consent", "allow", "escrow"]
    assert all(each.gas for each in plan.calls)
    with refused_unsent("has 0.00\u00a0EURC and puts 20,000.00\u00a0EURC in escrow", producer):
        apply_in(tmp_path, plan, producer, records)
    token = contract_at("TestCurrency", plan.currency.address)
    token.mint(producer, 20_000 * 10**6, {"from": platform})
    before = nonce_of(producer)
    applied = apply_in(tmp_path, plan, producer, records)
    assert len(applied.sent) == 4
    assert nonce_of(producer) == before + 4
    campaign = contract_at("Campaign", plan.project.campaign)
    assert contract_at("ProjectFactory", plan.factory.address).hasConsent(campaign)
    assert LINE_STATES[campaign.lineOf(0)[0]] == "escrowed"
    assert token.balanceOf(producer) == 0
    assert token.allowance(producer, campaign) == 0
    assert apply_in(tmp_path, plan, producer, records).sent == []


def test_what_others_must_do_is_not_planned(tmp_path: Path, records: Records, producer: Any) -> None:
    plan, _ = plan_in(tmp_path, producer, records, file=describe(tmp_path, "complement"), escrow=True)
    assert [(each.action, each.line) for each in plan.calls] == [
        ("propose", None),
        ("allow", 2),
        ("escrow", 2),
    ]


def killed(work: Callable[[], Any]) -> None:
    """Does it in a process of its own, which is expected to end by kill -9."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it was not killed"
    assert os.WTERMSIG(status) == signal.SIGKILL


def kill_self(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("moment", WHILE_SENDING)
def test_killed_while_sending_it_goes_on(
    tmp_path: Path, records: Records, producer: Any, moment: str
) -> None:
    def watch(step: Step) -> None:
        if step.moment == moment:
            kill_self()

    plan, _ = plan_in(tmp_path, producer, records)
    before = nonce_of(producer)
    killed(lambda: apply_in(tmp_path, plan, producer, records, watch=watch))
    assert records.projects() == []
    resumed = resume(records, producer)
    (applied,) = resumed.plans
    assert isinstance(applied, Applied)
    assert records.project("les-heures-claires") == applied.record
    assert nonce_of(producer) == before + 1
    assert not resumed.waits
    again = resume(records, producer)
    assert (again.transactions, again.plans) == ([], [])
    assert nonce_of(producer) == before + 1


def test_killed_between_receipt_and_record_it_writes_the_record(
    tmp_path: Path, records: Records, producer: Any
) -> None:
    plan, _ = plan_in(tmp_path, producer, records)

    def work() -> None:
        with journal.keep(records):
            apply_plan(plan, producer, records, folder=tmp_path, tell=kill_self)

    killed(work)
    assert contract_at("Campaign", plan.project.campaign)
    assert records.projects() == []
    before = nonce_of(producer), web3.eth.block_number
    resumed = resume(records, None)
    (applied,) = resumed.plans
    assert isinstance(applied, Applied)
    assert applied.sent == []
    assert (nonce_of(producer), web3.eth.block_number) == before
    record = records.project("les-heures-claires")
    assert web3.eth.get_transaction(record["transaction_hash"])["blockNumber"] == record["block_number"]
    assert f"Proposed as les-heures-claires, campaign {plan.project.campaign}." in lines_of_resumed(resumed)
    assert data_of_resumed(resumed)["plans"][0]["outcome"] == "applied"


def test_killed_in_the_middle_of_its_calls_it_does_the_others(
    tmp_path: Path, records: Records, producer: Any, platform: Any
) -> None:
    file = describe(tmp_path, "professional", rights_holder='"producer"')
    plan, _ = plan_in(tmp_path, producer, records, file=file, escrow=True)
    contract_at("TestCurrency", plan.currency.address).mint(producer, 20_000 * 10**6, {"from": platform})
    before, told = nonce_of(producer), []

    def tell(line: str) -> None:
        told.append(line)
        if len(told) == 3:
            kill_self()

    def work() -> None:
        with journal.keep(records):
            apply_plan(plan, producer, records, folder=tmp_path, tell=tell)

    killed(work)
    assert nonce_of(producer) == before + 3
    (applied,) = resume(records, producer).plans
    assert isinstance(applied, Applied)
    assert [each.call.action for each in applied.sent] == ["escrow"]
    assert nonce_of(producer) == before + 4


def test_resume_without_the_key_says_who_has_to_sign(tmp_path: Path, records: Records, producer: Any) -> None:
    plan, _ = plan_in(tmp_path, producer, records)
    killed(lambda: apply_in(tmp_path, plan, producer, records, watch=kill_self))

    def nobody(address: str) -> Any:
        raise Refused(f"{address} has to sign this")

    before = nonce_of(producer)
    resumed = resume_all(records, nobody, tell=lambda line: None)
    assert resumed.waits
    assert f"Les Heures claires: {producer} has to sign this" in lines_of_resumed(resumed)
    assert nonce_of(producer) == before
    (applied,) = resume(records, producer).plans
    assert isinstance(applied, Applied)


def test_wrong_record_is_shown_and_corrected(tmp_path: Path, records: Records, producer: Any) -> None:
    plan, _ = plan_in(tmp_path, producer, records)
    record = apply_in(tmp_path, plan, producer, records).record
    records.write_project(record | {"name": "Les Heures sombres"})
    again, _ = plan_in(tmp_path, producer, records, file=tmp_path / "presets" / "complement.toml")
    assert [(each.about, each.key, each.was, each.will) for each in again.differences] == [
        ("proposed", "", "", ""),
        ("record_differs", "name", "Les Heures sombres", "Les Heures claires"),
    ]
    assert apply_in(tmp_path, again, producer, records).sent == []
    assert records.projects() == [record]


def test_missing_record_is_shown_and_written(tmp_path: Path, records: Records, producer: Any) -> None:
    plan, _ = plan_in(tmp_path, producer, records)
    record = apply_in(tmp_path, plan, producer, records).record
    (records.folder / "projects" / "les-heures-claires.json").unlink()
    again, _ = plan_in(tmp_path, producer, records, file=tmp_path / "presets" / "complement.toml")
    assert [each.about for each in again.differences] == ["proposed", "record_missing"]
    assert apply_in(tmp_path, again, producer, records).record == record


def test_terms_that_differ_from_another_project_are_shown(
    tmp_path: Path, records: Records, producer: Any
) -> None:
    plan, _ = plan_in(tmp_path, producer, records)
    assert [each.about for each in plan.differences] == ["new"]
    record = apply_in(tmp_path, plan, producer, records).record
    file = tmp_path / "presets" / "complement.toml"
    change(file, "goal", "120_000")
    change(file, "reflection", '"5 days"')
    again, _ = plan_in(tmp_path, producer, records, file=file)
    assert [(each.about, each.project, each.key, each.was, each.will) for each in again.differences] == [
        ("new", "", "", "", ""),
        ("other_terms", record["slug"], "goal", "108,000.00\u00a0EURC", "120,000.00\u00a0EURC"),
        ("other_terms", record["slug"], "reflection", "4 days", "5 days"),
    ]


def test_same_terms_under_another_nonce_are_a_twin(tmp_path: Path, records: Records, producer: Any) -> None:
    plan, _ = plan_in(tmp_path, producer, records)
    record = apply_in(tmp_path, plan, producer, records).record
    file = tmp_path / "presets" / "complement.toml"
    proposal = draft_proposal(file, producer, records, nonce=1, now=plan.block.clock)
    (_, twin) = find_differences(proposal, records, proposed=False)
    assert (twin.project, twin.key, twin.was, twin.will) == (record["slug"], "nonce", "0", "1")
    assert proposed_terms(record)["name"] == proposal.terms.name


def test_plan_is_data_for_machines_too(tmp_path: Path, records: Records, producer: Any) -> None:
    plan = make_plan(describe(tmp_path), str(producer), records, folder=tmp_path)
    data = data_of_plan(plan)
    assert data["project"]["opens_at"].endswith("Z")
    assert data["simulation"]["success"]["raised"] == {
        "raw": "135000000000",
        "decimals": 6,
        "value": "135000.000000",
        "currency": "EURC",
    }
    assert data["simulation"]["success"]["fans"] == 23
    assert data["cost"]["gas"] == sum(each.gas for each in plan.calls)
    assert {"role", "who", "sentence"} == set(data["powers"][0])
    assert data["fans"]["page"]["description"].startswith("Summer 1994")


def test_safe_gets_one_file_and_nothing_is_sent(
    tmp_path: Path, records: Records, producer: Any, platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owners confirm all calls at once; then resume finds them on the chain and writes the record."""
    monkeypatch.chdir(tmp_path)
    plan, _ = plan_in(tmp_path, producer, records, escrow=True)
    token = contract_at("TestCurrency", plan.currency.address)
    token.mint(producer, 392_000 * 10**6, {"from": platform})
    safe, before = SafeSigner(str(producer)), nonce_of(producer)
    with pytest.raises(HandedOver) as handed:
        apply_in(tmp_path, plan, safe, records)
    assert nonce_of(producer) == before
    calls = json.loads(handed.value.file.read_text())["transactions"]
    assert [(each["to"], each["data"]) for each in calls] == [(each.to, each.data) for each in plan.calls]
    waiting = resume(records, safe)
    assert waiting.waits
    assert str(producer) in "\n".join(lines_of_resumed(waiting))
    for each in calls:
        producer.transfer(each["to"], data=each["data"], silent=True)
    (applied,) = resume(records, None).plans
    assert isinstance(applied, Applied)
    assert records.project("les-heures-claires")["campaign"] == plan.project.campaign


def test_damaged_plan_that_was_kept_is_told(tmp_path: Path, records: Records, producer: Any) -> None:
    kept = records.folder / "journal" / "plans" / "damaged.json"
    kept.parent.mkdir(parents=True)
    kept.write_text('{"format": 1')
    with pytest.raises(Refused, match=r"damaged.json is no plan, but broken JSON"):
        resume(records, producer)


def test_reorg_after_the_record_is_followed_by_resume(
    tmp_path: Path, records: Records, producer: Any
) -> None:
    """K18: the same bytes are sent again, and the record tells the block that has them now."""
    plan, _ = plan_in(tmp_path, producer, records)
    snapshot = web3.provider.make_request("evm_snapshot", [])["result"]
    first = apply_in(tmp_path, plan, producer, records, confirmations=5)
    assert (records.folder / "journal" / "plans" / f"{plan.project.campaign}.json").exists()
    web3.provider.make_request("evm_revert", [snapshot])
    web3.provider.make_request("anvil_mine", [2])
    assert nonce_of(producer) == plan.account_nonce
    (applied,) = resume(records, None).plans
    assert isinstance(applied, Applied)
    assert nonce_of(producer) == plan.account_nonce + 1
    assert applied.record["transaction_hash"] == first.record["transaction_hash"]
    assert applied.record["block_number"] == first.record["block_number"] + 2
    assert records.project(applied.record["slug"]) == applied.record
    assert len(records.projects()) == 1
    # It is kept until the journal has seen that it is final, which may be in the run after.
    for again in resume(records, None).plans:
        assert isinstance(again, Applied)
        assert (again.sent, again.record) == ([], applied.record)
    assert resume(records, None).plans == []


def test_planned_applied_and_resumed_by_brownie_run(
    tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("scripts.records.current_records", lambda: records)
    file = str(tmp_path / "plan.json")
    campaign.main("plan", str(describe(tmp_path, "community")), "0", file)
    said = capsys.readouterr().out
    assert "What fans will read" in said
    assert said.endswith(f"Kept in {file}: `apply {file}` sends exactly this.\nNothing was sent.\n")
    assert records.projects() == []
    campaign.main("apply", file)
    assert "Proposed as ligne-de-crete, campaign 0x" in capsys.readouterr().out
    campaign.main("apply", file)
    assert "Everything in this plan was done before: nothing was sent." in capsys.readouterr().out
    campaign.main("resume")
    assert capsys.readouterr().out == "Nothing was left to do.\n"
    assert len(records.projects()) == 1
